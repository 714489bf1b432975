/* SPDX-License-Identifier: MIT */
/*
 * test_site.c -- the life of a request: who may, once only, and nothing typed is lost.
 *
 * These are whole visits, hundreds of fallible calls each, run once straight;
 * every_fault_is_answered_and_nothing_is_half_done() is their torture.
 */
#include <sodium.h>
#include <string.h>

#include "audit/audit.h"
#include "site/draft.h"
#include "site/setting.h"
#include "t/client.h"
#include "t/world.h"

static struct client *admin(struct t *t)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "admin");
	return c;
}

static void later(int64_t minutes_on)
{
	clock_set((Moment){ clock_now().ms + minutes_on * 60000 });
}

/* How many rows the teams list has, the world's two among them. */
static int teams(struct client *c)
{
	int n = 0;

	client_get(c, "/teams.csv");
	for (const char *s = c->body; (s = strchr(s, '\n')); s++)
		n++;
	return n - 1;
}

/* ---- addresses --------------------------------------------------------- */

TEST_PLAIN(an_address_is_a_page_a_file_and_json)
{
	struct client *c = admin(t);

	IS(client_get(c, "/teams"), 200);
	OK(text_begins(c->type, "text/html"));
	HAS(c->text, "Hospital team");
	IS(client_get(c, "/teams.json"), 200);
	OK(text_begins(c->type, "application/json"));
	HAS(c->body, "\"Hospital team\"");
	client_header(c, "Accept", "application/json");
	IS(client_get(c, "/teams"), 200);
	OK(text_begins(c->type, "application/json"));
	IS(client_get(c, "/teams.csv"), 200);
	OK(text_begins(c->type, "text/csv"));
	HAS(c->body, "Hospital team");
	IS(client_get(c, "/teams.xlsx"), 200);
	OK(!memcmp(c->body, "PK", 2));
}

TEST_PLAIN(addresses_that_lead_nowhere)
{
	static const char *const paths[] = {
		"/nothing", "/teams/", "//teams", "/teams/0", "/teams/01", "/teams/-1", "/teams/x",
		"/teams/9223372036854775808", "/teams/99", "/teams.exe", "/%00", "/teams%2f1",
		"/%C0%AF",
		"/teams/1/2/3/4/5/6/7/8/9", "/.json", "/teams/%31%00",
	};
	struct client *c = admin(t);

	for (size_t i = 0; i < COUNT(paths); i++) {
		bool home = strcmp(paths[i], "/.json") == 0;

		IS(client_get(c, paths[i]), home ? 303
		   : strcmp(paths[i], "/teams%2f1") ? 404 : 200);
		if (c->status == 404)
			HAS(c->text, "Page not found");
	}
}

TEST_PLAIN(what_may_not_be_seen_looks_like_what_is_not_there)
{
	struct client *c = admin(t);
	const char *refused, *at;

	client_as(c, "broker");
	IS(client_get(c, "/teams/1"), 404);
	at = strstr(c->text, "Reference of this page");
	NEED(at);
	refused = arena_dupn(t->arena, c->text, (size_t)(at - c->text));
	IS(client_get(c, "/nothing/1"), 404);
	OK(text_begins(c->text, refused));       /* but for the page's reference */
	IS(client_get(c, "/teams"), 403);        /* a page, not a thing: say so */
	IS(client_post(c, "/teams/1", "name=X"), 404);
	IS(client_get(c, "/teams/1.json"), 404);
	HAS(c->body, "\"errors\"");
}

TEST_PLAIN(only_get_and_what_has_a_post)
{
	struct client *c = admin(t);

	IS(client_post(c, "/access", ""), 405);
	IS(client_get(c, "/drafts"), 404);
}

/* ---- whose form is it? ------------------------------------------------- */

TEST_PLAIN(a_form_without_its_token_changes_nothing)
{
	struct client *c = admin(t), *other = client_another(c);

	IS(client_raw(c, "/teams/new", "application/x-www-form-urlencoded", "name=Stolen&kind=nhs",
	              20), 403);
	HAS(c->text, "Check your answers and send them again");
	SAME(page_input(t->arena, c->body, "name"), "Stolen");    /* as typed */
	client_as(other, "admin");
	IS(client_post(c, "/teams/new", arena_fmt(t->arena, "name=Stolen&kind=nhs&csrf=%s",
	                                          other->csrf)), 403);
	IS(teams(c), 2);
}

TEST_PLAIN(a_form_from_another_site_is_refused)
{
	static const struct { const char *name, *value; int status; } cases[] = {
		{ "Sec-Fetch-Site", "cross-site", 403 },
		{ "Sec-Fetch-Site", "same-site", 403 },
		{ "Origin", "https://evil.example", 403 },
		{ "Origin", "null", 403 },
		{ "Origin", "http://almoner.test", 303 },
		{ "Sec-Fetch-Site", "same-origin", 303 },
	};
	struct client *c = admin(t);

	for (size_t i = 0; i < COUNT(cases); i++) {
		client_get(c, "/teams/new");
		client_header(c, cases[i].name, cases[i].value);
		IS(client_post(c, "/teams/new", "name=North&kind=nhs"), cases[i].status);
	}
	IS(teams(c), 4);
}

TEST_PLAIN(the_token_is_written_anew_on_each_page)
{
	struct client *c = admin(t);
	const char *first = c->csrf;

	client_get(c, "/account");
	OK(strcmp(first, c->csrf) != 0);
	IS(client_post(c, "/teams/new", arena_fmt(t->arena, "name=A&kind=nhs&csrf=%s", first)),
	   303);
}

/* ---- once -------------------------------------------------------------- */

TEST_PLAIN(a_form_sent_twice_is_done_once)
{
	struct client *c = admin(t);
	const char *key, *to;

	client_get(c, "/teams/new");
	key = c->key;
	IS(client_post(c, "/teams/new", "name=North&kind=nhs"), 303);
	to = c->location;
	IS(client_post(c, "/teams/new", arena_fmt(t->arena, "name=North&kind=nhs&key=%s", key)),
	   303);
	SAME(c->location, to);
	IS(teams(c), 3);
	client_get(c, "/teams/new");             /* a new page is a new act */
	IS(client_post(c, "/teams/new", "name=North&kind=nhs"), 303);
	IS(teams(c), 4);
}

/* The sender holds us to that row; who is not of the council learns no number. */
TEST_PLAIN(a_change_says_where_the_trail_stands)
{
	struct client *c = admin(t);
	struct audit_finding f;
	unsigned char hash[AUDIT_HASH];
	const char *said;
	int64_t row = 0;

	IS(client_get(c, "/teams"), 200);
	OK(client_replied(c, "X-Audit") == NULL);
	IS(client_send(c, "/teams/new", "name=Night&kind="), 422);
	OK(client_replied(c, "X-Audit") == NULL);
	IS(client_send(c, "/teams/new", "name=Night&kind=hospital"), 303);
	said = client_replied(c, "X-Audit");
	OK(said && strchr(said, ' ') && strlen(strchr(said, ' ') + 1) == 2 * AUDIT_HASH);
	OK(said && int_parse(arena_dupn(t->arena, said, strcspn(said, " ")), &row));
	f = audit_verify(t->db, 0, NULL);
	IS(f.row, row);
	OK(said && sodium_hex2bin(hash, sizeof hash, strchr(said, ' ') + 1, 2 * AUDIT_HASH, NULL,
	                          NULL, NULL) == 0 && !memcmp(hash, f.head, AUDIT_HASH));
	IS(audit_verify(t->db, row, hash).state, AUDIT_SOUND);
	hash[0] ^= 1;
	IS(audit_verify(t->db, row, hash).state, AUDIT_CHANGED);
	client_as(c, "p2");
	IS(client_post(c, "/portal/capacity", "free.1.1=3"), 303);
	said = client_replied(c, "X-Audit");
	OK(said && strlen(said) == 2 * AUDIT_HASH);
}

TEST_PLAIN(a_key_serves_one_page_and_one_person)
{
	struct client *c = admin(t);
	const char *key;

	client_get(c, "/teams/new");
	key = c->key;
	IS(client_post(c, "/teams/new", "name=North&kind=nhs"), 303);
	IS(client_post(c, "/teams/1", arena_fmt(t->arena, "name=Other&kind=nhs&key=%s", key)), 409);
	IS(teams(c), 3);
}

TEST_PLAIN(a_refused_form_may_be_sent_again_with_its_key)
{
	struct client *c = admin(t);
	const char *key;

	client_get(c, "/teams/new");
	key = c->key;
	IS(client_post(c, "/teams/new", "name=&kind=nhs"), 422);
	SAME(c->key, key);
	HAS(c->text, "Enter the team's name");
	IS(client_post(c, "/teams/new", "name=North&kind=nhs"), 303);
	IS(teams(c), 3);
}

/* ---- nothing typed is lost --------------------------------------------- */

TEST_PLAIN(a_session_that_ends_while_a_form_is_filled)
{
	struct client *c = admin(t);

	client_get(c, "/teams/new");
	later(61);
	IS(client_post(c, "/teams/new", "name=Typed+at+length&kind=nhs"), 401);
	HAS(c->text, "What you typed is kept");
	IS(client_post(c, "/sign-in", arena_fmt(t->arena, "email=admin@example.org&"
	   "password=wrong+one&kept_path=%s&kept_body=%s", "/teams/new",
	   "name%3DTyped%2Bat%2Blength%26kind%3Dnhs")), 422);
	/* A wrong password does not lose it either. */
	SAME(page_input(t->arena, c->body, "kept_body"), "name=Typed+at+length&kind=nhs");
	IS(client_post(c, "/sign-in", arena_fmt(t->arena, "email=admin@example.org&"
	   "password=correct+horse+battery&kept_path=%s&kept_body=%s", "/teams/new",
	   "name%3DTyped%2Bat%2Blength%26kind%3Dnhs")), 303);
	SAME(c->location, "/teams/new?draft=kept");
	IS(client_follow(c), 200);
	SAME(page_input(t->arena, c->body, "name"), "Typed at length");
	HAS(c->text, "They have not been sent");
	IS(teams(c), 2);
	IS(client_send(c, "/teams/new?draft=kept", ""), 303);
	IS(teams(c), 3);
	IS(client_get(c, "/teams/new"), 200);
	LACKS(c->text, "unsent answers");        /* sent: the draft is gone */
}

TEST_PLAIN(what_one_typed_is_not_shown_to_another)
{
	struct client *c = admin(t), *other = client_another(c);

	client_as(other, "commissioner");        /* has a password now */
	client_get(c, "/teams/new");
	later(61);
	IS(client_post(c, "/account/sessions", "note=private"), 401);
	IS(client_post(c, "/sign-in", "email=commissioner@example.org&"
	   "password=correct+horse+battery&kept_path=/account/sessions&"
	   "kept_body=note%3Dprivate"), 303);
	LACKS(c->location, "draft");
	IS(client_get(c, "/account/sessions?draft=kept"), 200);
	LACKS(c->body, "private");
}

TEST_PLAIN(the_script_keeps_drafts)
{
	struct client *c = admin(t);

	client_get(c, "/teams/new");
	client_header(c, "Accept", "application/json");
	IS(client_post(c, "/drafts", "draft=team&draft_path=/teams/new&name=Half+a+te"), 200);
	IS(client_get(c, "/teams/new"), 200);
	HAS(c->text, "You have unsent answers from 15 June 2026 at 9:30am");
	IS(client_get(c, "/teams/new?draft=kept"), 200);
	SAME(page_input(t->arena, c->body, "name"), "Half a te");
	IS(client_get(c, "/teams/1"), 200);
	LACKS(c->text, "unsent answers");        /* of another page */
	client_get(c, "/teams/new");
	IS(client_post(c, "/drafts/discard", "draft_path=/teams/new"), 303);
	IS(client_get(c, "/teams/new"), 200);
	LACKS(c->text, "unsent answers");
}

TEST_PLAIN(keeping_a_draft_does_not_use_up_the_forms_key)
{
	struct client *c = admin(t);

	client_get(c, "/teams/new");
	client_header(c, "Accept", "application/json");
	IS(client_post(c, "/drafts", "draft_path=/teams/new&name=North"), 200);
	IS(client_post(c, "/teams/new", "name=North&kind=nhs"), 303);
	IS(teams(c), 3);
}

/*
 * A form is sent, with one call after the other failing.  A fault is answered
 * with the form, and sending that again (with its key) does it, once: whether
 * the fault came before the commit or after it.
 * Not under torture: it does that itself, and looks at each answer.
 */
TEST_PLAIN(every_fault_is_answered_and_nothing_is_half_done)
{
	struct client *c = admin(t);
	int answered = 0, given_back = 0, before;

	for (long at = 0; at < 100000; at += 1 + at / 40) {
		client_get(c, "/teams/new");
		before = teams(c);
		c->fail_at = at;
		client_post(c, "/teams/new", "name=Kept+name&kind=nhs");
		if (!c->failed)
			break;
		answered++;
		OK(c->status == 303 || c->status >= 500);
		OK(!db_in_write(t->db));
		given_back += strstr(c->body, "value=\"Kept name\"") != NULL;
		if (c->status != 303)
			IS(client_post(c, "/teams/new", "name=Kept+name&kind=nhs"), 303);
		IS(teams(c), before + 1);
	}
	IS(c->status, 303);                      /* none failed: that was all of them */
	OK(answered > 50);
	OK(given_back > answered / 2);
}

/* ---- JSON -------------------------------------------------------------- */

TEST_PLAIN(json_is_posted_like_a_form)
{
	struct client *c = admin(t);

	IS(client_json(c, "/teams/new", "{\"name\": \"North\", \"kind\": \"nhs\"}"), 200);
	HAS(c->body, "\"location\":\"/teams\"");
	IS(client_json(c, "/teams/new", "{\"kind\": \"nhs\"}"), 422);
	HAS(c->body, "{\"errors\":[{\"field\":\"name\",\"message\":\"Enter the team's name\"}]}");
	IS(client_json(c, "/teams/new", "[]"), 400);
	c->csrf = NULL;
	IS(client_json(c, "/teams/new", "{\"name\": \"North\", \"kind\": \"nhs\"}"), 403);
	client_sign_out(c);
	IS(client_json(c, "/teams/new", "{\"name\": \"North\", \"kind\": \"nhs\"}"), 401);
	client_as(c, "admin");
	IS(teams(c), 3);
}

TEST_PLAIN(the_description_names_every_route)
{
	struct client *c = admin(t);

	IS(client_get(c, "/api.json"), 200);
	HAS(c->body, "\"openapi\":\"3.0.3\"");
	HAS(c->body, "\"/teams/{team}\"");
	HAS(c->body, "#/components/schemas/team\"");
	LACKS(c->body, "/account/password");
}

TEST_PLAIN(a_corrected_form_is_another_act)
{
	struct client *c = admin(t);
	const char *key;

	client_get(c, "/teams/new");
	key = c->key;
	IS(client_post(c, "/teams/new", arena_fmt(t->arena, "name=Nroth&kind=nhs&key=%s", key)),
	   303);
	/* She goes back, where the page still has its key, and corrects the name. */
	IS(client_post(c, "/teams/new", arena_fmt(t->arena, "name=North&kind=nhs&key=%s", key)),
	   303);
	client_get(c, "/teams");
	HAS(c->text, "Nroth");
	HAS(c->text, "North");
	IS(client_post(c, "/teams/new", arena_fmt(t->arena, "name=North&kind=nhs&key=%s", key)),
	   303);
	IS(teams(c), 4);                         /* the last was a double click */
}

/* ---- text -------------------------------------------------------------- */

TEST_PLAIN(text_that_is_no_text_comes_back_with_a_sentence)
{
	struct client *c = admin(t);

	client_get(c, "/teams/new");
	IS(client_post(c, "/teams/new", "name=caf%E9&kind=nhs"), 422);
	HAS(c->text, "Some characters could not be read");
	SAME(page_input(t->arena, c->body, "name"), "caf\uFFFD");
	IS(client_post(c, "/teams/new", "name=a%00b&kind=nhs"), 422);
	HAS(c->text, "cannot be seen");
	IS(teams(c), 2);
}

TEST_PLAIN(markup_that_is_typed_stays_text)
{
	struct client *c = admin(t);

	IS(client_send(c, "/teams/new", "name=%3Cscript%3Ealert(1)%3C/script%3E%22%27&kind=nhs"),
	   303);
	IS(client_get(c, "/teams"), 200);
	LACKS(c->body, "<script>");
	HAS(c->text, "<script>alert(1)</script>\"'");
}

TEST_PLAIN(what_was_done_is_said_once)
{
	struct client *c = admin(t);

	IS(client_send(c, "/teams/new", "name=North&kind=nhs"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "Team added");
	IS(client_get(c, "/teams"), 200);
	LACKS(c->text, "Team added");
}

/* ---- settings ---------------------------------------------------------- */

TEST_PLAIN(settings_are_said_on_every_page)
{
	struct client *c = admin(t);

	IS(client_send(c, "/settings", "council.name=Westmarch+Council&council.colour=%23003366"),
	   303);
	IS(client_follow(c), 200);
	HAS(c->text, "Westmarch Council");
	HAS(c->body, "/theme.css?c=003366");
	IS(client_get(c, "/theme.css?c=003366"), 200);
	HAS(c->body, "#003366");
	IS(client_send(c, "/settings", "council.colour=red"), 422);
	HAS(c->text, "must be a colour");
	IS(client_send(c, "/settings", "session.idle_minutes=1&council.nation=fr&mail.from="), 422);
	HAS(c->text, "between 5 and 480");
	HAS(c->text, "Mail comes from: this must not be empty");
	HAS(c->text, "Nation");
	IS(setting_int(t->db, "session.idle_minutes"), 60);
}

TEST_PLAIN(a_setting_is_asked_as_what_it_is)
{
	struct client *c = admin(t);

	IS(client_get(c, "/settings"), 200);
	HAS(c->body, "name=\"demo\" type=\"radio\" value=\"yes\"");
	HAS(c->body, "name=\"council.nation\" type=\"radio\" value=\"sc\"");
	HAS(c->text, "From 5 to 480 minutes");
	HAS(c->text, "Mail server (optional)");
	LACKS(c->text, "Name of the council (optional)");
	LACKS(c->text, "without use (optional)");
	LACKS(c->text, "This is a demonstration (optional)");
	IS(client_send(c, "/settings", "demo=yes&council.nation=sc&session.idle_minutes=30"), 303);
	OK(setting_yes(t->db, "demo"));
	SAME(setting(t->db, "council.nation"), "sc");
	IS(setting_int(t->db, "session.idle_minutes"), 30);
	client_get(c, "/audit.json?verb=setting.change");
	HAS(c->body, "council.nation");
}

static bool save_then_no(void *arg)
{
	struct t *t = arg;
	int64_t numbers[SETTING_NUMBERS_MOST];

	OK(!setting_save(t->db, t->arena, "council.name", "Eastmarch"));
	SAME(setting(t->db, "council.name"), "Eastmarch");
	HAS(setting_save(t->db, t->arena, "council.nation", "Scotland"), "one of ew|sc|ni");
	HAS(setting_save(t->db, t->arena, "packs.sizes", "5 ten"), "each greater than");
	HAS(setting_save(t->db, t->arena, "packs.sizes", "10 5"), "each greater than");
	HAS(setting_save(t->db, t->arena, "packs.sizes", "5 169"), "from 1 to 168");
	OK(!setting_save(t->db, t->arena, "packs.sizes", " 4  12 "));
	IS(setting_numbers(t->db, "packs.sizes", numbers), 2);
	IS(numbers[1], 12);
	return false;
}

TEST(a_setting_that_is_rolled_back_was_never_known)
{
	SAME(setting(t->db, "council.name"), "Council");
	db_write(t->db, save_then_no, t);
	SAME(setting(t->db, "council.name"), "Council");
}

/* ---- lanes ------------------------------------------------------------- */

TEST(lanes_are_told_by_the_address_alone)
{
	ABSORBS();       /* the table of lanes is made once for the process */
	IS(site_lane("GET", "/teams"), WIRE_QUICK);
	IS(site_lane("GET", "/teams.csv"), WIRE_SLOW);
	IS(site_lane("GET", "/nothing/here"), WIRE_QUICK);
}

/* ---- check ------------------------------------------------------------- */

TEST_PLAIN(the_check_is_content_with_a_new_council)
{
	struct buf out = buf_new(t->arena);

	client_new(t);                           /* takes up the trail's key */
	IS(site_check(t->db, t->arena, &out), 0);
	LACKS(buf_text(&out), "BROKEN");
}

TEST_PLAIN(the_check_follows_the_trail)
{
	struct client *c = admin(t);
	struct buf out = buf_new(t->arena);
	static const unsigned char other[AUDIT_KEY] = "not the key";

	IS(client_send(c, "/teams/new", "name=North&kind=nhs"), 303);
	site_check(t->db, t->arena, &out);
	HAS(buf_text(&out), "ok      database: ");
	HAS(buf_text(&out), "ok      audit trail: ");
	audit_key_set(other);
	site_check(t->db, t->arena, &out);
	HAS(buf_text(&out), "BROKEN  audit trail: row 1 was changed");
}
