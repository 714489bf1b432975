/* SPDX-License-Identifier: MIT */
/*
 * test_people.c -- the pages, as the people who use them meet them.
 */
#include "people/test_folk.h"

#include <stdlib.h>
#include <string.h>

#include "html/html.h"
#include "site/setting.h"
#include "t/client.h"
#include "t/world.h"

#define ANN  "given_name=Ann&family_name=Brown&born-day=27&born-month=3&born-year=1938"
#define HERS ANN "&nhs_number=943+476+5919&postcode=wm1+1ab"

static struct client *house(struct t *t)
{
	world_make(t->db);
	return client_new(t);
}

static char *page_of(struct t *t, PersonId id, const char *what)
{
	return arena_fmt(t->arena, "/people/%lld%s", (long long)id.v, what);
}

/* Where the last answer leads: the record that was made. */
static PersonId made(struct client *c)
{
	NEED(c->status == 303);
	return (PersonId){ strtoll(c->location + strlen("/people/"), NULL, 10) };
}

TEST(a_person_is_recorded_and_found)
{
	struct client *c = house(t);
	PersonId id;

	client_as(c, "worker");
	IS(client_get(c, "/people"), 200);
	LACKS(c->text, "record a new person");
	IS(client_get(c, "/people?q=anne+braun"), 200);
	HAS(c->text, "Nobody was found");
	HAS(c->text, "Record a new person");
	IS(client_send(c, "/people/new", HERS "&warnings=Beware+of+the+dog"), 303);
	id = made(c);
	IS(client_follow(c), 200);
	HAS(c->text, "The person has been recorded");
	HAS(c->text, "Ann Brown");
	HAS(c->text, "27 March 1938 (88)");
	HAS(c->text, "9434765919");
	HAS(c->text, "WM1 1AB");
	HAS(c->text, "North");
	HAS(c->text, "Ask for a package");
	HAS(c->text, "Beware of the dog");
	LACKS(c->text, "outside the council");
	IS(client_get(c, "/people?q=brwon"), 200);
	HAS(c->text, "Brown, Ann");
	HAS(c->text, "None of these: record a new person");
	IS(client_get(c, "/people.json?q=943+476+5919"), 200);
	HAS(c->text, "\"why\":\"same NHS number\"");
	IS(client_get(c, "/people.csv?q=ann+brown"), 200);
	HAS(c->text, "\"Brown, Ann\"");
	IS(client_get(c, page_of(t, id, ".json")), 200);
	HAS(c->text, "\"nhs_number\":\"9434765919\"");
	HAS(c->text, "\"born\":\"1938-03-27\"");
}

/* Once shown, and only then, another may be made. */
TEST(likely_duplicates_are_shown_first)
{
	struct client *c = house(t);
	static const char like[] =
		"given_name=Anne&family_name=Browne&born-day=28&born-month=3&born-year=1938";
	PersonId first;

	client_as(c, "worker");
	client_send(c, "/people/new", HERS);
	first = made(c);
	IS(client_send(c, "/people/new", like), 422);
	HAS(c->text, "Is it one of these?");
	HAS(c->text, "Brown, Ann");
	HAS(c->text, "similar name, date of birth nearly the same");
	HAS(c->body, page_of(t, first, "\""));
	HAS(c->text, "this is another person");
	/* Ticked at once, without having been shown: no. */
	IS(client_send(c, "/people/new", arena_fmt(t->arena, "%s&seen_alike=yes", like)), 422);
	{
		const char *form = page_form(t->arena, c->body, "/people/new");

		NEED(form);
		/* The page that shows them, its box ticked: yes. */
		IS(client_post(c, "/people/new", arena_fmt(t->arena, "%s&seen_alike=yes", form)),
		   303);
		OK(made(c).v != first.v);
	}
}

TEST(a_taken_number_leads_to_its_record)
{
	struct client *c = house(t);
	PersonId first, second;

	client_as(c, "worker");
	client_send(c, "/people/new", HERS);
	first = made(c);
	IS(client_send(c, "/people/new",
	               "given_name=Zoe&family_name=Quirk&nhs_number=9434765919"), 422);
	HAS(c->text, "Ann Brown's record has this number already");
	HAS(c->body, page_of(t, first, "\""));
	IS(client_send(c, "/people/new", "given_name=Zoe&family_name=Quirk"), 303);
	second = made(c);
	IS(client_send(c, page_of(t, second, "/change"), "nhs_number=9434765919"), 422);
	HAS(c->text, "has this number already");
}

TEST(wrong_answers_are_refused_with_a_sentence)
{
	static const struct { const char *fields, *says; } cases[] = {
		{ "given_name=&family_name=Brown", "Enter the first name" },
		{ "given_name=---&family_name=Brown", "First name must have letters in it" },
		{ "given_name=A&family_name=B&born-day=31&born-month=2&born-year=1940",
		  "must be a real date" },
		{ "given_name=A&family_name=B&born-day=1&born-month=1&born-year=2030",
		  "Date of birth must be in the past" },
		{ "given_name=A&family_name=B&born-day=1&born-month=1&born-year=1890",
		  "less than 120 years ago" },
		{ "given_name=A&family_name=B&nhs_number=9434765918", "not a real NHS number" },
		{ "given_name=A&family_name=B&nhs_number=12345", "NHS number must be 10 digits" },
		{ "given_name=A&family_name=B&postcode=nowhere",
		  "Postcode must be a full postcode" },
		{ "given_name=A&family_name=B&phone=call+me", "must be a phone number" },
	};
	struct client *c = house(t);

	client_as(c, "worker");
	for (size_t i = 0; i < COUNT(cases); i++) {
		IS(client_send(c, "/people/new", cases[i].fields), 422);
		HAS(c->text, cases[i].says);
	}
}

static bool in_scotland(void *arg)
{
	struct t *t = arg;

	return !setting_save(t->db, t->arena, "council.nation", "sc");
}

TEST(scotland_asks_for_the_chi_number)
{
	struct client *c = house(t);
	static const char ann[] = ANN "&chi_number=";

	client_as(c, "worker");
	client_get(c, "/people/new");
	HAS(c->text, "NHS number");
	LACKS(c->text, "CHI number");
	NEED(db_write(t->db, in_scotland, t));
	client_get(c, "/people/new");
	HAS(c->text, "CHI number");
	LACKS(c->text, "NHS number");
	IS(client_send(c, "/people/new", arena_fmt(t->arena, "%s270338+0012", ann)), 422);
	HAS(c->text, "not a real CHI number");
	IS(client_send(c, "/people/new", arena_fmt(t->arena, "%s0101501234", ann)), 422);
	HAS(c->text, "begins with 01/01/50, which is not the date of birth");
	IS(client_send(c, "/people/new", arena_fmt(t->arena, "%s270338+0011", ann)), 303);
	client_follow(c);
	HAS(c->text, "2703380011");
}

TEST(outside_the_council_is_said)
{
	struct client *c = house(t);

	client_as(c, "worker");
	IS(client_send(c, "/people/new", "given_name=Far&family_name=Away&postcode=ZE1+0AA"), 303);
	client_follow(c);
	HAS(c->text, "outside the council's localities");
	IS(client_send(c, "/people/new", "given_name=No&family_name=Fixedabode"), 303);
	client_follow(c);
	HAS(c->text, "There is no postcode");
}

/* Two at once: the second is told, loses nothing typed, and may send again. */
TEST(a_change_meets_another)
{
	struct client *c = house(t), *d = client_another(c);
	const char *path = page_of(t, ADA, "/change"), *form;

	client_as(c, "worker");
	client_as(d, "broker");
	IS(client_get(c, path), 200);
	form = page_form(t->arena, c->body, path);
	NEED(form);
	IS(client_send(d, path, "phone=01632+960009"), 303);
	IS(client_post(c, path, arena_fmt(t->arena, "language=Welsh&%s", form)), 422);
	HAS(c->text, "Somebody changed this record");
	HAS(c->body, "Welsh");
	form = page_form(t->arena, c->body, path);
	NEED(form);
	IS(client_post(c, path, form), 303);
	client_follow(c);
	HAS(c->text, "Welsh");
}

/* ---- restricted: to others it is not there, word for word ------------------------ */

/* What is answered, but for the request's own number. */
static const char *answer_of(struct client *c, const char *path)
{
	const char *number;

	client_get(c, path);
	number = strstr(c->text, "Reference of this page: ");
	if (!number)
		return arena_fmt(c->arena, "%d %s", c->status, c->text);
	return arena_fmt(c->arena, "%d %.*s%s", c->status, (int)(number - c->text), c->text,
	                 number + strcspn(number + 24, " ") + 24);
}

TEST(a_restricted_record_is_like_none)
{
	static const char *const pages[] = { "", ".json", "/change", "/named", "/named/2",
	                                     "/requests/new" };
	struct client *c = house(t);

	client_as(c, "worker");
	for (size_t i = 0; i < COUNT(pages); i++) {
		const char *hidden = answer_of(c, page_of(t, SECRET, pages[i]));
		const char *none = answer_of(c, page_of(t, (PersonId){ 7 }, pages[i]));

		HAS(hidden, "404");
		SAME(hidden, none);
	}
	IS(client_post(c, page_of(t, SECRET, "/change"), "given_name=A&family_name=B&revision=1"),
	   404);
	IS(client_post(c, page_of(t, SECRET, "/named"), "colleague=1&reason=nosy"), 404);
	IS(client_post(c, page_of(t, SECRET, "/named/2"), "reason=nosy"), 404);
	client_get(c, "/people?q=secret");
	HAS(c->text, "Nobody was found");
	client_as(c, "broker");
	IS(client_get(c, page_of(t, SECRET, "")), 200);
	HAS(c->text, "Restricted record");
	client_get(c, "/people?q=secret");
	HAS(c->text, "Secret, Sal");
}

TEST(naming_and_taking_off)
{
	struct client *c = house(t), *d = client_another(c);

	client_as(c, "broker");
	client_as(d, "worker");
	IS(client_send(c, page_of(t, SECRET, "/named/2"), "reason=leaving"), 422);
	HAS(c->text, "Nobody else may open this record");
	IS(client_send(c, page_of(t, SECRET, "/named"), "colleague=1&reason="), 422);
	HAS(c->text, "Say why");
	IS(client_send(c, page_of(t, SECRET, "/named"), "colleague=1&reason=her+social+worker"),
	   303);
	client_follow(c);
	HAS(c->text, "her social worker");
	IS(client_get(d, page_of(t, SECRET, "")), 200);
	IS(client_send(c, page_of(t, SECRET, "/named/1"), "reason=moved+team"), 303);
	IS(client_get(d, page_of(t, SECRET, "")), 404);
	/* A manager may name, and learns nothing of the person before she is named. */
	client_as(d, "manager");
	IS(client_get(d, page_of(t, SECRET, "")), 404);
	IS(client_get(d, page_of(t, SECRET, "/named")), 200);
	LACKS(d->text, "Secret");
	LACKS(d->text, "Sal");
	/* Of a record that is open to all there is nobody to name. */
	IS(client_get(d, page_of(t, ADA, "/named")), 404);
}

TEST(whoever_restricts_is_named)
{
	struct client *c = house(t), *d = client_another(c);

	client_as(c, "worker");
	client_as(d, "broker");
	IS(client_send(c, page_of(t, ADA, "/change"), "restricted=yes"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "Restricted record");
	IS(client_get(d, page_of(t, ADA, "")), 404);
	IS(client_send(c, "/people/new", "given_name=Hid&family_name=Away&restricted=yes"), 303);
	IS(client_follow(c), 200);
	IS(client_get(d, c->path), 404);
}

/* ---- hostile text ------------------------------------------------------------ */

TEST(hostile_text_stays_text)
{
	static const char *const hostile[] = {
		"<script>alert(1)</script>", "\"><img src=x onerror=y>", "a\xE2\x80\xAEtxt",
			"'; DROP TABLE person; --",
		"=cmd|' /C calc'!A0", "{{7*7}}",
	};
	static const char *const fields[] = {
		"given_name", "family_name", "known_as", "address", "language", "communication",
			"contact_name",
		"warnings",
	};
	struct client *c = house(t);

	client_as(c, "worker");
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct buf b = buf_new(t->arena);
		const char *found;

		buf_char(&b, '?');
		for (size_t f = 0; f < COUNT(fields); f++)
			url_add(&b, fields[f], arena_fmt(t->arena, "x%s", hostile[i]));
		IS(client_send(c, "/people/new", buf_text(&b) + 1), 303);
		IS(client_follow(c), 200);
		LACKS(c->body, "<script>alert");
		LACKS(c->body, "<img src=x");
		found = arena_fmt(t->arena, "x%s", hostile[i]);
		b = buf_new(t->arena);
		buf_str(&b, "/people");
		url_add(&b, "q", found);
		IS(client_get(c, buf_text(&b)), 200);
		LACKS(c->body, "<script>alert");
		LACKS(c->body, "<img src=x");
	}
	IS(client_send(c, "/people/new", "given_name=a%00b&family_name=c"), 422);
	IS(client_send(c, "/people/new", "given_name=%C0%AF&family_name=c"), 422);
	{
		char *longer = arena_get(t->arena, 1000001);

		memset(longer, 'x', 1000000);
		IS(client_send(c, "/people/new", arena_fmt(t->arena,
		                                           "given_name=%s&family_name=b",
		                                           longer)), 422);
		HAS(c->text, "100 characters");
	}
}

/* ---- law 7: each change has its entry, and so has each showing ------------------------ */

/* Of the worker's: the reading of the trail stands in it too. */
static int64_t entries(struct client *c, const char *verb)
{
	int64_t n = 0;

	IS(client_get(c, arena_fmt(c->arena, "/audit.json?verb=%s&by=1", verb)), 200);
	for (const char *p = c->text; (p = strstr(p, verb)); p++)
		n++;
	return n;
}

/* The filter's own value may stand in the answer too: so count what is added. */
TEST(every_change_and_showing_is_in_the_trail)
{
	static const struct { const char *verb; int64_t more; } cases[] = {
		{ "person.add", 1 }, { "person.change", 1 }, { "person.name", 1 },
		{ "person.open", 4 }, { "person.list", 1 },
	};
	struct client *c = house(t), *admin = client_another(c);
	int64_t before[COUNT(cases)];
	PersonId id;

	client_as(c, "worker");
	client_as(admin, "admin");
	for (size_t i = 0; i < COUNT(cases); i++)
		before[i] = entries(admin, cases[i].verb);
	NEED(client_send(c, "/people/new", HERS) == 303);
	id = made(c);
	client_get(c, page_of(t, id, ""));
	client_get(c, page_of(t, id, ".json"));
	IS(client_send(c, page_of(t, id, "/change"), "restricted=yes"), 303);
	client_get(c, page_of(t, id, ""));
	client_get(c, "/people?q=brown");
	/* Nobody found names nobody; a refused change changes nothing. */
	client_get(c, "/people?q=quux");
	IS(client_send(c, "/people/new", "given_name=&family_name="), 422);
	for (size_t i = 0; i < COUNT(cases); i++)
		IS(entries(admin, cases[i].verb) - before[i], cases[i].more);
}
