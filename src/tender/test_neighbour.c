/* SPDX-License-Identifier: MIT */
/*
 * test_neighbour.c -- what neighbours buy is read once, the newest of each, and the rest refused.
 */
#include <string.h>

#include "exchange/ocds_read.h"
#include "exchange/test_fixture.h"
#include "t/client.h"
#include "tender/test_tender.h"
#include "tender/neighbour.sql.h"

struct work { struct t *t; const char *bytes; size_t n; bool keep; struct watched_read r; };

static bool read_file(void *arg)
{
	struct work *w = arg;

	w->r = watched_read(w->t->db, w->t->arena, w->bytes, w->n, CARL, T_NOW);
	return w->keep && !w->r.broken;
}

static const char *counted(struct work *w, const char *bytes, size_t n, bool keep)
{
	w->bytes = bytes;
	w->n = n;
	w->keep = keep;
	db_write(w->t->db, read_file, w);
	return w->r.broken ? w->r.broken : watched_counts_text(w->t->arena, &w->r);
}

static const char *said(struct work *w, const char *text)
{
	return counted(w, text, strlen(text), true);
}

static size_t listed(struct t *t, struct watched_list_row **out)
{
	return ALL(t->db, t->arena, watched_list, out, .limit = V((int64_t)100),
	           .skip = V((int64_t)0));
}

#define RELEASE(id, day, more)                                                               \
	"{\"ocid\":\"ocds-x-1\",\"id\":\"" id "\",\"date\":\"" day "\",\"tag\":[\"tender\"],"  \
	"\"buyer\":{\"name\":\"Example Council\"},\"tender\":{\"title\":\"Homecare\"" more "}}"

TEST_PLAIN(two_services_releases_are_read_as_they_are)
{
	struct work w = { .t = t };
	struct watched_list_row *r;
	struct watched_notice full;
	size_t n;
	const char *bytes = fixture(t, "ocds/notices.json", &n);

	world_make(t->db);
	SAME(counted(&w, bytes, n, false), "new 5, changed 0, unchanged 0, refused 0");
	IS(listed(t, &r), 0);                                /* only tried */
	SAME(counted(&w, bytes, n, true), "new 5, changed 0, unchanged 0, refused 0");
	SAME(counted(&w, bytes, n, true), "new 0, changed 0, unchanged 5, refused 0");
	IS(listed(t, &r), 5);
	HAS(r[0].title, "Non-acute intermediate care beds");
	NEED(ONE(t->db, t->arena, watched_load, &full, .id = V(r[0].id)));
	HAS(full.about, "GP.\n\nThe objective");
	LACKS(full.about, "rnrn");
	SAME(r[1].buyer, "Luton Council");
	SAME(r[1].cpv, "85300000");
	SAME(r[1].region, "England");
	IS(money_pence(r[1].value_pence), 11800000000);
	IS(r[1].close_ms.ms, INT64_C(1739811600000));
	SAME(r[2].suppliers, "Invented Care 1 Ltd");
	/* Scotland: no id, a NUTS region. */
	SAME(r[3].buyer, "North Ayrshire Council");
	SAME(r[3].region, "UKM93");
	NEED(ONE(t->db, t->arena, watched_load, &full, .id = V(r[3].id)));
	SAME(full.release, "ocds-r6ebe6-0000575002-2019-04-17T00:00:00.000Z");
}

TEST_PLAIN(the_newest_release_counts_and_keeps_what_it_does_not_say)
{
	struct work w = { .t = t };
	struct watched_list_row *r;

	world_make(t->db);
	SAME(said(&w, RELEASE("a", "2026-05-01T09:00:00+01:00", ",\"value\":{\"amount\":1234.567,"
	          "\"currency\":\"GBP\"},\"tenderPeriod\":{\"endDate\":\"2026-06-30T12:00:00Z\"}")),
	     "new 1, changed 0, unchanged 0, refused 0");
	SAME(said(&w, RELEASE("b", "2026-05-09T09:00:00Z", "")),
	     "new 0, changed 1, unchanged 0, refused 0");
	SAME(said(&w, RELEASE("0", "2026-04-01T09:00:00Z", "")),
	     "new 0, changed 0, unchanged 1, refused 0");
	IS(listed(t, &r), 1);
	IS(money_pence(r[0].value_pence), 123456);
	IS(r[0].close_ms.ms, INT64_C(1782820800000));
	SAME(moment_iso(t->arena, r[0].at_ms), "2026-05-09T09:00:00.000Z");
}

TEST_PLAIN(what_is_none_is_refused_with_words)
{
	struct work w = { .t = t };

	world_make(t->db);
	HAS(said(&w, "{\"hello\":1}"), "no open contracting data");
	HAS(said(&w, "[]"), "No release is in this file");
	HAS(said(&w, "a,b,c\n1,2,3\n"), "not a list of JSON objects");
	HAS(said(&w, "{\"releases\":[" RELEASE("a", "2026-05-01", "")), "cut short");
	SAME(said(&w, "{\"releases\":[" RELEASE("a", "1 May", "") ",{\"id\":\"x\"},"
	          RELEASE("b", "2026-05-01", "") ",7]}"),
	     "new 1, changed 0, unchanged 0, refused 3");
	NEED(w.r.nnotes == 3);
	SAME(w.r.notes[0].why, "ocds-x-1: its date is none, like 2025-01-23T14:59:07Z");
	IS(w.r.notes[0].row, 1);
	HAS(w.r.notes[1].why, "It has no ocid");
	/* One a line: a line that is none is one refusal. */
	SAME(said(&w, RELEASE("b", "2026-05-01", "") "\n{\"hello\":1}\n"),
	     "new 0, changed 0, unchanged 1, refused 1");
	/* Another currency is no value; Windows-1252 is read. */
	SAME(said(&w, "{\"ocid\":\"ocds-x-2\",\"id\":\"a\",\"date\":\"2026-05-01\",\"buyer\":"
	          "{\"name\":\"Caf\xe9\"},\"tender\":{\"title\":\"T\",\"value\":{\"amount\":9,"
	          "\"currency\":\"EUR\"}}}"),
	     "new 1, changed 0, unchanged 0, refused 0");
}

TEST_PLAIN(commissioners_look_through_what_neighbours_buy)
{
	struct work w = { .t = t };
	struct client *c;
	size_t n;
	const char *bytes = fixture(t, "ocds/notices.json", &n);

	world_make(t->db);
	counted(&w, bytes, n, true);
	c = client_new(t);
	IS(client_get(c, "/neighbours"), 303);
	client_as(c, "commissioner");
	IS(client_get(c, "/neighbours?q=mentoring"), 200);
	HAS(c->text, "North Ayrshire Council");
	LACKS(c->text, "AT1299");
	IS(client_get(c, "/neighbours?cpv=853"), 200);
	HAS(c->text, "AT1299");
	LACKS(c->text, "Mentoring");
	IS(client_get(c, "/neighbours?region=UKM82"), 200);
	HAS(c->text, "Glasgow Residential Recovery");
	LACKS(c->text, "AT1299");
	IS(client_get(c, "/neighbours?worth=10000000"), 200);
	HAS(c->text, "AT1299");
	LACKS(c->text, "Mentoring");
	IS(client_get(c, "/neighbours?closes=2025-01-01"), 200);
	LACKS(c->text, "Mentoring");
	IS(client_get(c, "/neighbours?buyer=Luton+Council"), 200);
	HAS(c->text, "AT1299");
	LACKS(c->text, "Mentoring");
	IS(client_get(c, "/neighbours.csv"), 200);
	HAS(c->body, "ocds-r6ebe6-0000575002");
	IS(client_get(c, "/neighbours/1"), 200);
	client_as(c, "p1");
	IS(client_get(c, "/neighbours"), 403);
}
