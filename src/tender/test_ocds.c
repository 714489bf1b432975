/* SPDX-License-Identifier: MIT */
/*
 * test_ocds.c -- each step is a release, which stays as it was published.
 */
#include "t/client.h"
#include "tender/ocds.sql.h"
#include "tender/test_tender.h"

struct work { struct t *t; OpportunityId id; const char *words; Moment now; };

static bool amend(void *arg)
{
	struct work *w = arg;
	const struct opportunity o = tender_load(w->t, w->id);
	const struct amendment change = { w->words, "Care until 8am", o.ask_until_ms,
		tender_at(7, 13, 12), o.award_day, o.from_day, o.until_day, o.extend_day };

	return opportunity_amend(w->t->db, w->t->arena, w->id, o.revision, &change, CARL,
	                         w->now) == TENDERED;
}

static bool cancel(void *arg)
{
	struct work *w = arg;

	return opportunity_cancel(w->t->db, w->t->arena, w->id,
	                          tender_load(w->t, w->id).revision, w->words, CARL,
	                          w->now) == TENDERED;
}

static bool announce(void *arg)
{
	struct work *w = arg;

	return opportunity_announce(w->t->db, w->t->arena, w->id,
	                            tender_load(w->t, w->id).revision, w->words, CARL,
	                            w->now) == TENDERED;
}

static bool replan(void *arg)
{
	struct work *w = arg;
	struct opportunity_answers in = tender_usual(w->t);

	in.title = "Homecare by night";
	return opportunity_change(w->t->db, w->t->arena, w->id,
	                          tender_load(w->t, w->id).revision, &in, CARL,
	                          w->now) == TENDERED;
}

static size_t releases(struct t *t, struct ocds_release_list_row **out)
{
	return ALL(t->db, t->arena, ocds_release_list, out, .limit = V((int64_t)100),
	           .skip = V((int64_t)0));
}

TEST(a_release_stays_as_it_was_published)
{
	struct work w = { .t = t, .words = "An hour more", .now = tender_at(6, 20, 9) };
	struct ocds_release_list_row *r;
	const char *first;

	tender_world(t);
	tender_added(t, tender_usual(t));
	IS(releases(t, &r), 0);                              /* nothing of what is planned */
	w.id = tender_published(t, tender_usual(t));
	IS(releases(t, &r), 1);
	first = r[0].body;
	HAS(first, "\"ocid\":\"ocds-000000-2\",\"id\":\"ocds-000000-2-1\"");
	HAS(first, "\"endDate\":\"2026-07-06T11:00:00.000Z\"");
	HAS(first, "\"procurementMethod\":\"open\"");
	OK(db_write(t->db, amend, &w));
	IS(releases(t, &r), 2);
	SAME(r[0].body, first);
	HAS(r[1].body, "\"tag\":[\"tenderAmendment\"]");
	HAS(r[1].body, "Deadline: 13 July 2026 at midday instead of 6 July 2026 at midday");
	w.words = "No money";
	OK(db_write(t->db, cancel, &w));
	IS(releases(t, &r), 3);
	HAS(r[2].body, "\"tag\":[\"tenderCancellation\"]");
	HAS(r[2].body, "\"status\":\"cancelled\"");
}

/* The first of an announced process is its plan; a plan that is dropped was no tender. */
TEST(a_plan_that_is_announced_is_a_release_of_planning)
{
	struct work w = { .t = t, .words = "Nights go uncovered", .now = T_NOW };
	struct opportunity_answers in = tender_usual(t);
	struct ocds_release_list_row *r;

	tender_world(t);
	in.publish = date_make(2026, 6, 18);
	w.id = tender_added(t, in);
	OK(db_write(t->db, announce, &w));
	IS(releases(t, &r), 1);
	HAS(r[0].body, "\"tag\":[\"planning\"]");
	HAS(r[0].body, "\"planning\":{\"rationale\":\"Nights go uncovered\",\"budget\":"
	    "{\"amount\":{");
	HAS(r[0].body, "\"status\":\"planned\"");
	HAS(r[0].body, "\"startDate\":\"2026-06-17T23:00:00.000Z\"");
	LACKS(r[0].body, "\"documents\"");
	OK(db_write(t->db, replan, &w));
	IS(releases(t, &r), 2);
	HAS(r[1].body, "\"tag\":[\"planningUpdate\"]");
	HAS(r[1].body, "Homecare by night");
	w.words = "No money";
	w.now = tender_at(6, 17, 9);
	OK(db_write(t->db, cancel, &w));
	IS(releases(t, &r), 3);
	HAS(r[2].body, "\"tag\":[\"planningUpdate\"]");
	HAS(r[2].body, "\"status\":\"cancelled\"");
}

TEST_PLAIN(what_is_sealed_or_lost_is_in_no_release)
{
	static const struct tender_marks marks[] = { { { 2 }, 5, 4 }, { { 3 }, 3, 3 } };
	struct client *c = client_new(t);
	OpportunityId id = tender_open(t);
	struct ocds_release_list_row *r;

	tender_respond(t, id, CEDAR, money(2200), money(2300), tender_at(7, 1, 9));
	tender_respond(t, id, DALE, money(2000), MONEY_NONE, tender_at(7, 1, 10));
	IS(client_get(c, "/ocds.json"), 200);
	LACKS(c->body, "Cedar");
	tender_opened(t, id);
	tender_scored(t, id, marks, COUNT(marks));
	IS(client_get(c, "/opportunities/1/ocds.json"), 200);
	LACKS(c->body, "Cedar");
	clock_set(tender_at(7, 7, 10));
	client_as(c, "commissioner");
	IS(client_send(c, "/opportunities/1/award", ""), 303);
	client_as(c, "commissioner2");
	IS(client_send(c, "/opportunities/1/confirm", ""), 303);
	client_sign_out(c);
	IS(releases(t, &r), 2);
	HAS(r[1].body, "\"tag\":[\"award\"]");
	IS(client_get(c, "/opportunities/1/ocds.json"), 200);
	HAS(c->body, "\"suppliers\":[{\"id\":\"cqc-1-1000000002\",\"name\":\"Cedar Care\"}]");
	LACKS(c->body, "Dale");
	IS(client_get(c, "/ocds.json?page=x"), 404);
	IS(client_get(c, "/ocds"), 200);
	HAS(c->text, "Open Contracting Data Standard");
	clock_set(T_NOW);
}
