/* SPDX-License-Identifier: MIT */
/*
 * test_auth.c -- signing in, staying signed in, and being shut out.
 *
 * Most are whole visits, hundreds of fallible calls each, run once straight:
 * site/test_site.c tortures a visit and looks at each answer.
 */
#include <string.h>
#include <time.h>

#include "audit/audit.h"
#include "auth/auth.h"
#include "auth/inside.h"
#include "site/setting.h"
#include "t/client.h"
#include "t/world.h"

static struct client *visitor(struct t *t)
{
	world_make(t->db);
	return client_new(t);
}

static int try_password(struct client *c, const char *email, const char *password)
{
	struct buf b = buf_new(c->arena);

	buf_fmt(&b, "email=%s&password=%s", email, password);
	return client_post(c, "/sign-in", buf_text(&b));
}

static void later(int64_t minutes_on)
{
	clock_set((Moment){ clock_now().ms + minutes_on * 60000 });
}

/* ---- passwords --------------------------------------------------------- */

TEST(a_password_is_right_or_not)
{
	char *hash;

	auth_cheap_for_tests();
	hash = password_hash(t->arena, "correct horse battery");
	OK(text_begins(hash, "$argon2id$"));
	OK(password_right(hash, "correct horse battery"));
	OK(!password_right(hash, "correct horse batterz"));
	OK(!password_right(hash, " correct horse battery"));
	OK(!password_right("", "nobody's"));             /* the decoy's own: it opens nothing */
	OK(!password_right(NULL, "nobody's"));
}

TEST(passwords_that_will_not_do)
{
	static const char *const bad[] = {
		"short", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababababab", "Password1234",
		"P4ssw0rd2026!", "wendyworker1", "worker@work1",
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		OK(password_fault(t->arena, bad[i], "worker@example.org", "Wendy Worker"));
	OK(!password_fault(t->arena, WORLD_PASSWORD, "worker@example.org", "Wendy Worker"));
	OK(!password_fault(t->arena, "pŵer y ddraig goch", "worker@example.org", "Wendy Worker"));
	for (int i = 0; i < 20; i++)
		OK(!password_fault(t->arena, password_make(t->arena), "a@b.example", "A"));
}

/* With the cost that the program uses: 20 tries are the whole test. */
TEST_PLAIN(an_unknown_name_takes_as_long_as_a_known_one)
{
	char *hash;
	clock_t known, unknown;

	auth_cheap_for_tests();
	hash = password_hash(t->arena, "correct horse battery");
	OK(!password_right(hash, "x"));                  /* the decoy is made */
	known = clock();
	for (int i = 0; i < 400; i++)
		OK(!password_right(hash, "wrong wrong wrong"));
	known = clock() - known;
	unknown = clock();
	for (int i = 0; i < 400; i++)
		OK(!password_right(NULL, "wrong wrong wrong"));
	unknown = clock() - unknown;
	/* A comparison that is skipped would be a hundred times faster. */
	OK(unknown > known / 4);
	OK(known > unknown / 4);
}

/* ---- signing in -------------------------------------------------------- */

TEST_PLAIN(sign_in_and_out)
{
	struct client *c = visitor(t);

	IS(client_get(c, "/account"), 303);
	SAME(c->location, "/sign-in?next=%2Faccount");
	client_as(c, "broker");
	IS(client_get(c, "/account"), 200);
	HAS(c->text, "Bob Broker");
	IS(client_post(c, "/sign-out", ""), 303);
	IS(client_get(c, "/account"), 303);
}

TEST_PLAIN(the_way_back_leads_nowhere_else)
{
	static const struct { const char *next, *to; } cases[] = {
		{ "%2Faccount",           "/account" },
		{ "https:%2F%2Fevil",     "/" },
		{ "%2F%2Fevil.example",   "/" },
		{ "%2F%5Cevil.example",   "/" },
		{ "javascript:alert(1)",  "/" },
	};
	struct client *c = visitor(t);

	client_as(c, "broker");
	for (size_t i = 0; i < COUNT(cases); i++) {
		client_sign_out(c);
		IS(client_post(c, "/sign-in", arena_fmt(t->arena,
		   "email=broker@example.org&password=correct+horse+battery&next=%s",
		   cases[i].next)), 303);
		SAME(c->location, cases[i].to);
	}
}

TEST_PLAIN(wrong_and_unknown_look_the_same)
{
	struct client *c = visitor(t);
	const char *wrong;

	client_as(c, "broker");
	client_sign_out(c);
	IS(try_password(c, "broker@example.org", "not+the+password"), 422);
	wrong = c->text;
	IS(try_password(c, "nobodyy@example.org", "not+the+password"), 422);
	SAME(c->text, wrong);
	LACKS(c->body, "not the password");
}

TEST_PLAIN(a_new_token_at_every_sign_in)
{
	struct client *c = visitor(t);
	const char *first, *second;

	client_as(c, "broker");
	first = client_cookie(c, "session");
	IS(try_password(c, "broker@example.org", "correct+horse+battery"), 303);
	second = client_cookie(c, "session");
	OK(strcmp(first, second) != 0);
	c->cookies[0].value = first;
	IS(client_get(c, "/account"), 303);      /* the old one is dead */
}

TEST_PLAIN(a_token_that_somebody_planted_is_not_taken_up)
{
	struct client *c = visitor(t), *thief = client_another(c);
	const char *planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

	client_as(c, "broker");                  /* gives her the password */
	client_sign_out(c);
	c->cookies[0].name = "session";
	c->cookies[0].value = planted;
	IS(try_password(c, "broker@example.org", "correct+horse+battery"), 303);
	thief->cookies[0].name = "session";
	thief->cookies[0].value = planted;
	IS(client_get(thief, "/account"), 303);
}

TEST_PLAIN(the_cookie_is_guarded)
{
	struct client *c = visitor(t);

	client_as(c, "broker");
	IS(try_password(c, "broker@example.org", "correct+horse+battery"), 303);
	HAS(client_replied(c, "Set-Cookie"), "; HttpOnly; SameSite=Lax");
	LACKS(client_replied(c, "Set-Cookie"), "Secure");
	client_sign_out(c);
	c->https = true;
	IS(try_password(c, "broker@example.org", "correct+horse+battery"), 303);
	OK(text_begins(client_replied(c, "Set-Cookie"), "__Host-session="));
	HAS(client_replied(c, "Set-Cookie"), "; Secure");
	IS(client_get(c, "/account"), 200);
}

/* ---- waits ------------------------------------------------------------- */

TEST_PLAIN(wrong_passwords_make_the_next_wait)
{
	struct client *c = visitor(t);

	client_as(c, "broker");
	client_sign_out(c);
	for (int i = 0; i < 4; i++)
		IS(try_password(c, "broker@example.org", "wrong"), 422);
	IS(try_password(c, "broker@example.org", "correct+horse+battery"), 429);
	HAS(c->text, "Try again in 2 seconds");
	clock_set((Moment){ clock_now().ms + 2000 });
	IS(try_password(c, "broker@example.org", "correct+horse+battery"), 303);
}

TEST_PLAIN(unknown_names_wait_too)
{
	struct client *c = visitor(t);

	for (int i = 0; i < 4; i++)
		IS(try_password(c, "nobody@example.org", "wrong"), 422);
	IS(try_password(c, "nobody@example.org", "wrong"), 429);
}

TEST_PLAIN(nobody_can_shut_out_the_owner)
{
	struct client *owner = visitor(t), *thief = client_another(owner);

	client_as(owner, "broker");
	thief->peer = "198.51.100.7";
	for (int i = 0; i < 12; i++) {
		later(i);
		try_password(thief, "broker@example.org", "wrong");
	}
	IS(try_password(thief, "broker@example.org", "correct+horse+battery"), 429);
	IS(try_password(owner, "broker@example.org", "correct+horse+battery"), 303);
}

TEST_PLAIN(an_address_that_fails_often_waits_for_every_name)
{
	struct client *c = visitor(t);

	for (int i = 0; i < 31; i++)
		IS(try_password(c, arena_fmt(t->arena, "n%d@example.org", i), "wrong"), 422);
	IS(try_password(c, "fresh@example.org", "wrong"), 429);
	c->peer = "198.51.100.7";
	IS(try_password(c, "fresh@example.org", "wrong"), 422);
}

/* ---- sessions' ends ---------------------------------------------------- */

TEST_PLAIN(an_idle_session_ends_and_a_used_one_goes_on)
{
	struct client *c = visitor(t);

	client_as(c, "broker");
	for (int i = 0; i < 3; i++) {
		later(59);
		IS(client_get(c, "/account"), 200);
	}
	later(61);
	IS(client_get(c, "/account"), 303);
}

TEST_PLAIN(no_session_outlives_twelve_hours)
{
	struct client *c = visitor(t);

	client_as(c, "broker");
	for (int i = 0; i < 12 * 2 - 1; i++) {
		later(30);
		IS(client_get(c, "/account"), 200);
	}
	later(31);
	IS(client_get(c, "/account"), 303);
}

TEST_PLAIN(closing_an_account_ends_its_sessions)
{
	struct client *c = visitor(t), *admin = client_another(c);

	client_as(c, "broker");
	client_as(admin, "admin");
	IS(client_send(admin, "/users/2", "closed=yes"), 303);
	IS(client_get(c, "/account"), 303);
	IS(try_password(c, "broker@example.org", "correct+horse+battery"), 422);
}

TEST_PLAIN(a_role_taken_away_is_gone_at_the_next_request)
{
	struct client *c = visitor(t), *admin = client_another(c), *second = client_another(c);

	client_as(c, "admin");
	client_as(admin, "manager");
	IS(client_get(admin, "/users"), 403);
	IS(client_send(c, "/users/4", "roles=administrator"), 303);
	IS(client_get(admin, "/users"), 200);
	client_as(second, "manager");
	IS(client_send(c, "/users/4", "roles=broker"), 303);
	IS(client_get(admin, "/users"), 403);
	IS(client_get(second, "/users"), 403);
}

TEST_PLAIN(the_last_administrator_stays)
{
	struct client *c = visitor(t);

	client_as(c, "admin");
	IS(client_send(c, "/users/7", "roles=broker"), 422);
	HAS(c->text, "last administrator");
	IS(client_send(c, "/users/7", "closed=yes"), 422);
}

/* ---- own password ------------------------------------------------------ */

TEST_PLAIN(changing_the_password_ends_the_other_sessions)
{
	struct client *c = visitor(t), *other = client_another(c);

	client_as(c, "broker");
	client_as(other, "broker");
	IS(client_send(c, "/account/password",
	               "current=wrong+wrong+wrong&fresh=three+odd+words+here&"
	               "again=three+odd+words+here"), 422);
	HAS(c->text, "not your current password");
	IS(client_send(c, "/account/password", "current=correct+horse+battery&"
	               "fresh=three+odd+words+here&again=three+odd+words+there"), 422);
	IS(client_send(c, "/account/password", "current=correct+horse+battery&"
	               "fresh=three+odd+words+here&again=three+odd+words+here"), 303);
	IS(client_get(c, "/account"), 200);
	IS(client_get(other, "/account"), 303);
	IS(try_password(other, "broker@example.org", "correct+horse+battery"), 422);
	IS(try_password(other, "broker@example.org", "three+odd+words+here"), 303);
}

TEST_PLAIN(a_first_password_opens_nothing_but_the_change_of_it)
{
	struct client *c = visitor(t), *fresh = client_another(c);
	char *password;

	client_as(c, "admin");
	IS(client_send(c, "/users/new", "name=Nia+New&email=Nia@Example.org&roles=broker"), 200);
	NEED(strstr(c->text, "First password "));
	IS(client_get(c, "/users?q=nia"), 200);
	HAS(c->text, "Nia New");
	/* Shown once, to be told: read it as the administrator does. */
	IS(client_send(c, "/users/1000/password", ""), 200);
	password = strstr(c->body, "-") ? page_words(t->arena, c->body) : NULL;
	NEED(password);
	password = strstr(password, "First password Tell") ? password : NULL;
	NEED(password);
	for (char *s = password; (s = strchr(s, '-')); s++)
		if (s - password > 6 && s[7] == '-' && s[14] == '-') {
			password = arena_dupn(t->arena, s - 6, 27);
			break;
		}
	IS(try_password(fresh, "nia@example.org", password), 303);
	IS(client_get(fresh, "/users"), 303);
	SAME(fresh->location, "/account/password");
	IS(client_get(fresh, "/account"), 303);
	IS(client_send(fresh, "/account/password", arena_fmt(t->arena,
	   "current=%s&fresh=three+odd+words+here&again=three+odd+words+here", password)), 303);
	IS(client_get(fresh, "/account"), 200);
}

TEST_PLAIN(two_sides_of_the_wall)
{
	struct client *c = visitor(t);

	client_as(c, "admin");
	IS(client_send(c, "/users/new", "name=X+Y&email=x@example.org&roles=broker&roles=provider&"
	               "provider=1"), 422);
	IS(client_send(c, "/users/new", "name=X+Y&email=x@example.org&roles=provider"), 422);
	HAS(c->text, "Choose the provider's organisation");
	IS(client_send(c, "/users/new", "name=X+Y&email=x@example.org&roles=broker&"
	               "provider=1"), 422);
	IS(client_send(c, "/users/new", "name=X+Y&email=broker@example.org&roles=broker"), 422);
	HAS(c->text, "already an account");
}

/* ---- links in mail ----------------------------------------------------- */

struct linking { struct client *c; UserAccountId who; char *link; };

static bool make_link(void *arg)
{
	struct linking *l = arg;

	l->link = auth_link_make(l->c->db, l->c->arena, "/account", l->who);
	return true;
}

TEST_PLAIN(a_link_in_mail_leads_on_after_signing_in)
{
	struct client *c = visitor(t);
	struct linking l = { c, { 2 }, NULL };

	client_as(c, "broker");
	db_write(t->db, make_link, &l);
	client_sign_out(c);
	IS(client_get(c, l.link), 303);
	OK(text_begins(c->location, "/sign-in?next="));
	IS(client_send(c, c->location, "email=broker@example.org&password=correct+horse+battery"),
	   303);
	SAME(c->location, l.link);
	IS(client_follow(c), 200);
	HAS(c->text, "Bob Broker");
	client_as(c, "worker");
	IS(client_get(c, l.link), 404);          /* it is not hers */
	client_as(c, "broker");
	clock_set((Moment){ clock_now().ms + INT64_C(31) * 86400000 });
	client_as(c, "broker");
	IS(client_get(c, l.link), 410);
}

/* ---- letters that set a first password ------------------------------------- */

struct inviting { struct client *c; UserAccountId who; enum account_try got; const char *path; };

/* The letter's link, as the outbox has it. */
static const struct sql_piece letter_piece = {
	"SELECT body AS line FROM mail_out WHERE to_address = 'nia@example.org' ORDER BY id DESC",
	-1, 0 };
static const struct col letter_col[] = { { "line", 0, COL_TEXT } };
static const char *const letter_none[] = { NULL };
static const struct sql letter_sql = { .name = "letter", .file = __FILE__, .pieces = &letter_piece,
	.npieces = 1, .args = letter_none, .order_names = letter_none, .cols = letter_col,
	.ncols = 1, .row_size = sizeof(const char *) };

static bool invite(void *arg)
{
	struct inviting *x = arg;
	const struct account a = { .email = "nia@example.org", .name = "Nia New",
		.roles = 1 << ROLE_PROVIDER, .provider = CEDAR };

	x->got = account_invite(x->c->db, x->c->arena, &a, "You asked for an account.",
	                        (UserAccountId){ 7 }, clock_now(), &x->who);
	return x->got == ACCOUNT_OK;
}

static const char *invited(struct client *c)
{
	struct inviting x = { .c = c };
	const char *body, *at;

	db_write(c->db, invite, &x);
	NEED(x.got == ACCOUNT_OK);
	NEED(db_one(c->db, c->arena, &letter_sql, NULL, 0, &body));
	at = strstr(body, "/welcome/");
	NEED(at);
	return arena_dupn(c->arena, at, strcspn(at, "\n"));
}

TEST_PLAIN(a_letter_sets_the_password_once)
{
	struct client *c = visitor(t);
	const char *path = invited(c);

	IS(client_get(c, path), 200);
	HAS(c->text, "nia@example.org");
	IS(client_send(c, path, "fresh=correct+horse+battery&again=correct+horse+batteries"), 422);
	HAS(c->text, "not the same");
	IS(client_send(c, path, "fresh=short&again=short"), 422);
	IS(client_send(c, path, "fresh=seven+silver+herons&again=seven+silver+herons"), 303);
	SAME(c->location, "/sign-in");
	IS(client_get(c, path), 410);
	IS(client_get(c, arena_fmt(t->arena, "%.*sA", (int)strlen(path) - 1, path)), 410);
	IS(client_send(c, "/sign-in", "email=nia@example.org&password=seven+silver+herons"), 303);
	IS(client_get(c, "/portal/capacity"), 200);
}

TEST_PLAIN(a_letter_is_too_old_after_seven_days)
{
	struct client *c = visitor(t);
	const char *path = invited(c);

	clock_set((Moment){ clock_now().ms + INT64_C(7) * 86400000 - 1 });
	IS(client_get(c, path), 200);
	clock_set((Moment){ clock_now().ms + 1 });
	IS(client_get(c, path), 410);
	HAS(c->text, "cannot be used");
}

/* ---- a form that everybody may send ------------------------------------------ */

TEST_PLAIN(a_public_form_waits_after_the_third_from_one_address)
{
	static const char sign_up[] = "regulator=cqc&number=1-1000000006&name=Gail&post=Owner"
	                              "&email=";
	struct client *c = visitor(t);

	for (int i = 0; i < 4; i++)
		IS(client_send(c, "/join", arena_fmt(t->arena, "%sg%d@gorse.example", sign_up, i)),
		   303);
	IS(client_send(c, "/join", arena_fmt(t->arena, "%sg5@gorse.example", sign_up)), 422);
	HAS(c->text, "Wait 2 seconds");
	clock_set((Moment){ clock_now().ms + 2000 });
	IS(client_send(c, "/join", arena_fmt(t->arena, "%sg5@gorse.example", sign_up)), 303);
}

/* ---- rights ------------------------------------------------------------ */

TEST(every_role_has_its_rights_and_no_more)
{
	IS(may_of_roles(0), MAY_ANYONE);
	OK(may_of_roles(1 << ROLE_BROKER) & MAY_BROKER);
	OK(!(may_of_roles(1 << ROLE_BROKER) & (MAY_ADMIN | MAY_AUDIT | MAY_MARKET)));
	OK(!(may_of_roles(1 << ROLE_DIRECTOR) & MAY_SEE_PERSON));
	IS(may_of_roles(1 << ROLE_PROVIDER), MAY_ANYONE | MAY_SIGNED_IN | MAY_OFFER);
	for (unsigned right = 1; right <= MAY_EVALUATE; right <<= 1)
		OK(!BLANK(may_label(right)));
}
