/* SPDX-License-Identifier: MIT */
/*
 * test_market_pages.c -- the market by its pages: who sees and does what.
 */
#include "market/market.h"
#include "t/client.h"
#include "t/world.h"

#include <string.h>

/* A date as its three boxes send it. */
#define DAY(name, d, m, y) name "-day=" d "&" name "-month=" m "&" name "-year=" y

static struct client *as(struct t *t, const char *who)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	if (who)
		client_as(c, who);
	return c;
}

/* ---- the public register ------------------------------------------------------------ */

TEST_PLAIN(anybody_reads_the_register)
{
	struct client *c = as(t, NULL);

	IS(client_get(c, "/register"), 200);
	HAS(c->text, "Brook Homecare");
	HAS(c->text, "Gorse Care");
	HAS(c->text, "Suspended: takes nothing new");
	LACKS(c->text, "Poor inspection");                 /* the reason stays inside */
	LACKS(c->text, "Carl Commissioner");
	IS(client_get(c, "/register?q=brook"), 200);
	HAS(c->text, "Brook Homecare");
	LACKS(c->text, "Cedar Care");
	IS(client_get(c, "/register?status=suspended"), 200);
	HAS(c->text, "Holly Homecare");
	LACKS(c->text, "Cedar Care");
	IS(client_get(c, "/register?service=care-home"), 200);
	LACKS(c->text, "Brook Homecare");
	IS(client_get(c, "/register.csv"), 200);
	HAS(c->body, "Cedar Care");
	IS(client_get(c, "/register.json"), 200);
	HAS(c->body, "\"suspended\"");
	LACKS(c->body, "care@");
}

/* Each "<id>" of the feed once; all that is said of Holly is there, and not why. */
TEST_PLAIN(a_reader_follows_the_register)
{
	struct client *c = as(t, NULL);
	const char *ids[40];
	size_t n = 0;

	IS(client_get(c, "/register/changes"), 200);
	HAS(c->text, "Holly Homecare Suspended: takes nothing new");
	LACKS(c->text, "Poor inspection");
	IS(client_get(c, "/register/changes?kind=removed"), 200);
	LACKS(c->text, "Holly Homecare");
	IS(client_get(c, "/register/feed"), 200);
	SAME(c->type, "application/atom+xml");
	HAS(c->body, "<title>Holly Homecare: Suspended: takes nothing new</title>");
	HAS(c->body, "<title>Brook Homecare: Accredited, Homecare</title>");
	LACKS(c->body, "Poor inspection");
	for (const char *s = c->body; n < COUNT(ids) && (s = strstr(s, "<id>")); s += 4)
		ids[n++] = arena_dupn(t->arena, s, (size_t)(strstr(s, "</id>") - s));
	OK(n > 7 && n < COUNT(ids));
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			OK(strcmp(ids[i], ids[k]) != 0);
}

TEST_PLAIN(one_location_of_the_register)
{
	struct client *c = as(t, NULL);

	IS(client_get(c, "/register/7"), 200);
	HAS(c->text, "Holly Homecare");
	HAS(c->text, "Suspended");
	HAS(c->text, "WM1 9ZZ");
	LACKS(c->text, "Poor inspection");
	IS(client_get(c, "/register/7.json"), 200);
	HAS(c->body, "\"suspended_since\"");
	IS(client_get(c, "/register/99"), 404);
}

/* ---- providers ---------------------------------------------------------------------- */

TEST_PLAIN(a_broker_reads_and_may_not_act)
{
	struct client *c = as(t, "broker");

	IS(client_get(c, "/providers"), 200);
	HAS(c->text, "Part B: block contract");
	IS(client_get(c, "/providers?status=suspended"), 200);
	HAS(c->text, "Holly Homecare");
	LACKS(c->text, "Brook Homecare");
	IS(client_get(c, "/providers?part=part-b"), 200);
	HAS(c->text, "Brook Homecare");
	LACKS(c->text, "Cedar Care");
	IS(client_get(c, "/providers?sort=status"), 200);
	IS(client_get(c, "/providers/1"), 200);
	HAS(c->text, "North block");
	HAS(c->text, "20 h");
	LACKS(c->text, "Suspend Add");
	IS(client_get(c, "/providers/1.json"), 200);
	HAS(c->body, "\"standings\"");
	IS(client_get(c, "/providers/99"), 404);
	IS(client_get(c, "/providers/1/suspend"), 404);
	IS(client_post(c, "/providers/1/suspend", "reason=x&" DAY("review", "1", "1", "2027")),
	   404);
	IS(client_get(c, "/prices"), 200);
	LACKS(c->text, "Set a price");
	IS(client_get(c, "/prices/new"), 403);
}

TEST_PLAIN(a_commissioner_suspends_and_lifts)
{
	struct client *c = as(t, "commissioner");

	IS(client_send(c, "/providers/2/suspend", "reason=Two+missed+visits"), 422);
	HAS(c->text, "Enter the day on which this is reviewed");
	IS(client_send(c, "/providers/2/suspend",
	               "reason=Two+missed+visits&" DAY("review", "1", "1", "2020")), 422);
	IS(client_send(c, "/providers/2/suspend",
	               "reason=Two+missed+visits&" DAY("review", "15", "7", "2026")), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "This provider is suspended");
	HAS(c->text, "Two missed visits");
	IS(client_send(c, "/providers/2/suspend",
	               "reason=Again&" DAY("review", "15", "7", "2026")), 422);
	HAS(c->text, "It is suspended already");
	IS(client_get(c, "/embargoes/1/lift"), 200);
	HAS(c->text, "Poor inspection");
	IS(client_send(c, "/embargoes/1/lift", "reason=Inspected+again"), 303);
	IS(client_get(c, "/providers/7"), 200);
	LACKS(c->text, "This provider is suspended");
	IS(client_send(c, "/embargoes/1/lift", "reason=Twice"), 422);
	IS(client_get(c, "/embargoes/99/lift"), 404);
}

TEST_PLAIN(a_commissioner_accredits_changes_and_ends)
{
	struct client *c = as(t, "commissioner");

	IS(client_send(c, "/providers/6/accredit", "lot=1&"
	               "localities=1&localities=2&" DAY("from", "15", "6",
	                                                "2026") "&reason=Met+the+standard"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "North, South");
	IS(client_send(c, "/providers/6/accredit", "lot=1&"
	               "localities=1&" DAY("from", "15", "6", "2026") "&reason=Twice"), 422);
	HAS(c->text, "already stands on this lot");
	IS(client_send(c, "/accreditations/1000/change",
	               "lot=1&localities=2&" DAY("from", "1", "7", "2026")
	               "&reason=South+only"), 303);
	IS(client_send(c, "/accreditations/1000/change",
	               "lot=1&localities=1&" DAY("from", "20", "6", "2026") "&reason=x"), 422);
	IS(client_send(c, "/accreditations/1001/end",
	               "how=removed&" DAY("last", "31", "7", "2026")
	               "&reason=Registration+cancelled"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "Removed from the framework");
	IS(client_send(c, "/accreditations/1/end",
	               "how=removed&" DAY("last", "1", "1", "2020") "&reason=x"), 422);
	HAS(c->text, "The last day must be one on which the provider holds it");
}

TEST_PLAIN(a_commissioner_buys_hours_and_keeps_an_address)
{
	struct client *c = as(t, "commissioner");

	IS(client_send(c, "/providers/2/blocks", "name=South+block&service=homecare&locality=2&"
	               "week=35&rate=19.20&" DAY("from", "22", "6", "2026")), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "South block");
	HAS(c->text, "35 h");
	IS(client_send(c, "/blocks/1000/end", DAY("last", "30", "9", "2026") "&reason=Not+needed"),
	   303);
	IS(client_send(c, "/blocks/1000/end", DAY("last", "1", "5", "2026") "&reason=x"), 422);
	IS(client_send(c, "/providers/2/email", "email=new%40cedar.example"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "new@cedar.example");
	IS(client_send(c, "/providers/2/email", "email=not+an+address"), 422);
	IS(client_send(c, "/providers/2/skills", "skills=1&skills=2"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "Dementia, PEG feeding");
}

/* ---- what holds for all --------------------------------------------------------------- */

TEST_PLAIN(a_commissioner_keeps_the_rules)
{
	struct client *c = as(t, "commissioner");

	IS(client_get(c, "/market"), 200);
	IS(client_send(c, "/prices/new",
	               "service=homecare&locality=1&" DAY("from", "1", "7", "2026") "&rate=21.35"),
	               303);
	IS(client_get(c, "/prices"), 200);
	HAS(c->text, "£21.35");
	HAS(c->text, "30 June 2026");                       /* the last day of the one before */
	IS(client_send(c, "/prices/new",
	               "service=homecare&locality=1&" DAY("from", "4", "10", "2024") "&rate=9"),
	               422);
	HAS(c->text, "in force already");
	IS(client_send(c, "/bands/new",
	               "name=Night&days=mon&days=fri&start=22:00&until=23:59&"
	               "position=3&" DAY("from", "1", "7", "2026")), 303);
	IS(client_get(c, "/bands"), 200);
	HAS(c->text, "Mon, Fri");
	HAS(c->text, "24:00");
	IS(client_send(c, "/bands/new", "name=Wrong&days=mon&start=22:00&until=8:00&position=3&"
	               DAY("from", "1", "7", "2026")), 422);
	IS(client_send(c, "/bands/1/change", "start=6:30"), 303);
	IS(client_send(c, "/bands/2/end", DAY("last", "31", "12", "2026")), 303);
	IS(client_send(c, "/localities/new", "name=East"), 303);
	IS(client_send(c, "/localities/new", "name=east"), 422);
	IS(client_send(c, "/districts/new", "district=wm3&locality=1000"), 303);
	IS(client_send(c, "/districts/new", "district=nonsense1&locality=1000"), 422);
	IS(client_get(c, "/districts?locality=1000"), 200);
	HAS(c->text, "WM3");
	IS(client_send(c, "/skills/new", "name=Makaton"), 303);
	IS(client_send(c, "/skills/new", "name=Makaton"), 422);
	IS(client_send(c, "/frameworks/new",
	               "name=Day+support&" DAY("from", "1", "7", "2026") "&" DAY("last", "30", "6",
	                                                                         "2030")), 303);
	IS(client_send(c, "/frameworks/new",
	               "name=Wrong&" DAY("from", "1", "7", "2026") "&" DAY("last", "30", "6",
	                                                                   "2020")), 422);
	IS(client_get(c, "/frameworks.csv"), 200);
	HAS(c->body, "2030-06-30");
}

/* ---- the portal ----------------------------------------------------------------------- */

TEST_PLAIN(a_provider_states_its_own_free_hours)
{
	struct client *c = as(t, "p3");                     /* DALE: accredited in North alone */

	IS(client_get(c, "/portal/capacity"), 200);
	HAS(c->text, "North");
	LACKS(c->text, "South");
	SAME(page_input(t->arena, c->body, "free.1.1"), "50");
	IS(client_send(c, "/portal/capacity", "free.1.1=7.5&free.1.2="), 303);
	IS(client_follow(c), 200);
	SAME(page_input(t->arena, c->body, "free.1.1"), "7.5");
	SAME(page_input(t->arena, c->body, "free.1.2"), "50");
	HAS(c->text, "15 June 2026");
	IS(client_send(c, "/portal/capacity", "free.1.1=lots&free.1.2=1"), 422);
	HAS(c->text, "must be a number like 7.5");
	SAME(page_input(t->arena, c->body, "free.1.1"), "lots");
	IS(client_send(c, "/portal/capacity", "free.1.1=%3Cscript%3E"), 422);
	LACKS(c->body, "<script>");
	IS(client_send(c, "/portal/capacity", "free.1.1=99999999999999999999"), 422);
	IS(client_post(c, "/portal/capacity", "free.2.1=1"), 303);
	client_as(c, "broker");
	IS(client_get(c, "/providers/3"), 200);
	LACKS(c->text, "1 h 15");
	IS(client_get(c, "/portal/capacity"), 403);
}

/* ---- imports -------------------------------------------------------------------------- */

static int upload(struct client *c, const char *kind, const char *text)
{
	const char *body = arena_fmt(c->arena,
		"--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n%s\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%s\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"file\"; "
		"filename=\"C:\\x\\f.csv\"\r\n"
		"Content-Type: text/csv\r\n\r\n%s\r\n--b--\r\n", c->csrf, c->key, kind, text);

	return client_raw(c, "/imports/new", "multipart/form-data; boundary=b", body, strlen(body));
}

static const char file[] = "CSNumber,CareService,Subtype,ServiceName,Service_Postcode,SP_number,"
	"ServiceProvider,ServiceStatus,Council_Area_Name\n"
	"CS2003000001,Support Service,Care at Home,Oak <b>at Home,DD8 1AA,SP2003000001,Oak "
	"Ltd,Active,"
	"Angus\n";

TEST_PLAIN(an_import_is_seen_before_it_is_applied)
{
	struct client *c = as(t, "admin");
	struct clerk *clerk = clerk_new(t->arena, t->db, NULL, clock_now());

	IS(client_get(c, "/imports"), 200);
	IS(client_get(c, "/imports/new"), 200);
	IS(upload(c, "care-inspectorate", file), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "f.csv");
	LACKS(c->text, "C:");
	HAS(c->text, "Oak <b>at Home");
	LACKS(c->body, "Oak <b>at");
	HAS(c->text, "Apply these changes");
	IS(client_get(c, "/imports/1?finding=refused"), 200);
	LACKS(c->text, "Oak");
	IS(client_send(c, "/imports/1/apply", ""), 422);
	IS(client_send(c, "/imports/1/apply", "sure=yes"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "It is being applied.");
	HAS(c->text, "See how far it is");
	LACKS(c->text, "Apply these changes");
	IS(client_send(c, "/imports/1/apply", "sure=yes"), 422);
	HAS(c->text, "being applied already");
	IS(client_get(c, "/imports/1.json"), 200);
	HAS(c->body, "\"applying\":\"waiting\"");
	clerk_turn(clerk, clock_now());
	IS(client_get(c, "/imports/1"), 200);
	HAS(c->text, "new 1, changed 0, unchanged 0, gone 0, refused 0");
	LACKS(c->text, "being applied");
	LACKS(c->text, "Apply these changes");
	IS(client_send(c, "/imports/1/apply", "sure=yes"), 422);
	HAS(c->text, "has been applied already");
	IS(client_get(c, "/providers?q=oak"), 200);
	HAS(c->text, "Oak Ltd");
	IS(client_get(c, "/imports.csv"), 200);
	IS(client_get(c, "/imports/1.json"), 200);
	HAS(c->body, "\"findings\"");
}

TEST_PLAIN(an_upload_of_the_wrong_kind_is_refused_in_a_sentence)
{
	struct client *c = as(t, "admin");

	IS(client_get(c, "/imports/new"), 200);
	IS(upload(c, "cqc-directory", file), 422);
	HAS(c->text, "It seems to be");
	IS(client_get(c, "/imports"), 200);
	HAS(c->text, "No file has been read yet");
	client_as(c, "commissioner");
	IS(client_get(c, "/imports"), 403);
}
