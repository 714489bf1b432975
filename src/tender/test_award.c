/* SPDX-License-Identifier: MIT */
/*
 * test_award.c -- responses are weighed by the stated rule, and a lot is awarded by two.
 */
#include "jobs/calendar.h"
#include "site/setting.h"
#include "t/client.h"
#include "tender/test_tender.h"

struct work {
	struct t *t;
	OpportunityId id;
	struct lot_choice choices[2];
	size_t nchoices;
	OpportunityLotId lot;
	ResponseSentId response;
	bool accepted;
	const char *words;
	Moment said;
	UserAccountId by;
	ProviderId provider;
	int64_t revision;
	Moment now;
	const char *name, *value;
	size_t contracts;
	enum judged got;
};

static bool begin(void *arg)
{
	struct work *w = arg;

	w->got = evaluation_begin(w->t->db, w->t->arena, w->id, CARL, w->now);
	return w->got == JUDGED;
}

static bool low(void *arg)
{
	struct work *w = arg;

	w->got = low_price_decide(w->t->db, w->t->arena, w->id, w->lot, w->response,
	                          w->words, w->said, w->accepted, "It is plausible", CARL,
	                          w->now);
	return w->got == JUDGED;
}

static bool ask(void *arg)
{
	struct work *w = arg;

	w->got = low_price_ask(w->t->db, w->t->arena, w->id, w->lot, w->response,
	                       date_make(2026, 7, w->now.ms > tender_at(7, 10, 9).ms ? 9 : 10),
	                       CARL, w->now);
	return w->got == JUDGED;
}

static bool explain(void *arg)
{
	struct work *w = arg;
	const struct me me = world_scheduler(w->provider);

	w->got = low_price_explain(w->t->db, w->t->arena, w->id, w->lot, "Nights are short", &me,
	                           w->now);
	return w->got == JUDGED;
}

static bool propose(void *arg)
{
	struct work *w = arg;

	w->got = award_propose(w->t->db, w->t->arena, w->id, w->revision, w->choices, w->nchoices,
	                       w->by, w->now);
	return w->got == JUDGED;
}

static bool confirm(void *arg)
{
	struct work *w = arg;

	w->got = award_confirm(w->t->db, w->t->arena, w->id, w->by, w->now);
	return w->got == JUDGED;
}

static bool settle(void *arg)
{
	struct work *w = arg;

	w->got = award_settle(w->t->db, w->t->arena, w->id, w->by, w->now, &w->contracts);
	return w->got == JUDGED;
}

static bool set(void *arg)
{
	struct work *w = arg;

	return setting_save(w->t->db, w->t->arena, w->name, w->value) == NULL;
}

static enum judged did(bool (*verb)(void *), struct work *w)
{
	w->revision = tender_load(w->t, w->id).revision;
	db_write(w->t->db, verb, w);
	return w->got;
}

static size_t ranking(struct work *w, size_t lot, struct ranked **out)
{
	const struct opportunity o = tender_load(w->t, w->id);
	struct opportunity_lot *l;

	NEED(ALL(w->t->db, w->t->arena, opportunity_lot_list, &l, .opportunity = V(w->id)) == 2);
	w->lot = l[lot].id;
	return lot_ranking(w->t->db, w->t->arena, &o, &l[lot], out);
}

/* Cedar dear and good, Dale cheap and less so, Elm in the South only; opened. */
static struct work opened(struct t *t)
{
	struct work w = { .t = t, .now = tender_at(7, 7, 9), .by = CARL };

	w.id = tender_open(t);
	tender_respond(t, w.id, CEDAR, money(2200), money(2300), tender_at(7, 1, 9));
	tender_respond(t, w.id, DALE, money(2000), MONEY_NONE, tender_at(7, 1, 10));
	tender_respond(t, w.id, ELM, MONEY_NONE, money(2400), tender_at(7, 1, 11));
	tender_opened(t, w.id);
	return w;
}

static const struct tender_marks marks[] = {
	{ { 2 }, 5, 4 }, { { 3 }, 3, 3 }, { { 4 }, 4, 5 },
};

TEST_PLAIN(a_price_is_worth_what_the_rule_says)
{
	IS(price_points(SCORED_RATIO, 40, money(2000), money(2000)), 4000);
	IS(price_points(SCORED_RATIO, 40, money(2000), money(2500)), 3200);
	IS(price_points(SCORED_RATIO, 40, money(2000), money(3000)), 2667);
	IS(price_points(SCORED_LINEAR, 40, money(2000), money(2000)), 4000);
	IS(price_points(SCORED_LINEAR, 40, money(2000), money(2500)), 3000);
	IS(price_points(SCORED_LINEAR, 40, money(2000), money(4000)), 0);
	IS(price_points(SCORED_LINEAR, 40, money(2000), money(9000)), 0);
	IS(price_points(SCORED_RATIO, 0, money(2000), money(9000)), 0);
	(void)t;
}

/* North: 50 quality, 40 price, 10 social value.  Cedar 50 + 36.36 + 8; Dale 30 + 40 + 6. */
TEST(responses_are_ranked_by_what_counts)
{
	struct work w = opened(t);
	struct ranked *r;

	IS(ranking(&w, 0, &r), 2);
	OK(!r[0].scored);
	tender_scored(t, w.id, marks, COUNT(marks));
	IS(ranking(&w, 0, &r), 2);
	SAME(r[0].name, "Cedar Care");
	IS(r[0].quality, 5000);
	IS(r[0].cost, 3636);
	IS(r[0].social, 800);
	IS(r[0].total, 9436);
	IS(r[1].total, 7600);
	IS(r[1].rank, 2);
	IS(ranking(&w, 1, &r), 2);
	IS(r[0].total, 5000 + 4000 + 800);
	IS(r[1].total, 4000 + 3833 + 1000);
	IS(did(begin, &w), JUDGED_ALREADY);
}

TEST(a_low_price_is_explained_before_anything_is_decided)
{
	struct work w = { .t = t, .now = tender_at(7, 7, 9), .by = CARL };
	struct ranked *r;

	w.id = tender_open(t);
	tender_respond(t, w.id, CEDAR, money(2200), money(2200), tender_at(7, 1, 9));
	tender_respond(t, w.id, DALE, money(1200), money(2200), tender_at(7, 1, 10));
	IS(did(begin, &w), JUDGED_SEALED);
	tender_opened(t, w.id);
	tender_scored(t, w.id, marks, 2);
	IS(did(propose, &w), JUDGED_LOW);
	IS(ranking(&w, 0, &r), 2);
	OK(r[1].low && !r[0].low);
	w.response = r[1].response;
	w.accepted = true;
	w.words = "We have a depot there";
	IS(did(low, &w), JUDGED_UNASKED);
	IS(did(ask, &w), JUDGED);
	IS(did(ask, &w), JUDGED_ALREADY);
	IS(tender_letters(t, "p3@example.org", "Your price of £12.00 for an hour of care"), 1);
	IS(did(propose, &w), JUDGED_LOW);
	IS(did(low, &w), JUDGED);
	IS(did(propose, &w), JUDGED);
	/* Refused: it is no measure for the others, and ranks nowhere. */
	w.accepted = false;
	IS(did(low, &w), JUDGED);
	IS(ranking(&w, 0, &r), 2);
	SAME(r[0].name, "Cedar Care");
	IS(r[0].cost, 4000);
	IS(r[1].rank, 0);
	w.by = CORA;
	IS(did(confirm, &w), JUDGED_STALE);          /* the ranking is another by now */
	w.by = CARL;
	w.choices[0] = (struct lot_choice){ w.lot, w.response, "Cheap" };
	w.nchoices = 1;
	IS(did(propose, &w), JUDGED_FOREIGN);
	w.response = r[0].response;
	IS(did(low, &w), JUDGED_NOT_LOW);
	w.name = "tender.low_percent", w.value = "0";
	OK(db_write(t->db, set, &w));
	w.nchoices = 0;
	IS(did(propose, &w), JUDGED);
}

/* In its own portal, to the end of the day that staff said; what was read is what is decided. */
TEST(a_provider_explains_its_low_price_itself)
{
	struct work w = { .t = t, .now = tender_at(7, 7, 9), .by = CARL, .provider = DALE,
		.accepted = true };
	struct ranked *r;
	struct low_price p;

	w.id = tender_open(t);
	tender_respond(t, w.id, CEDAR, money(2200), money(2200), tender_at(7, 1, 9));
	tender_respond(t, w.id, DALE, money(1200), money(2200), tender_at(7, 1, 10));
	IS(did(explain, &w), JUDGED_GONE);
	tender_opened(t, w.id);
	tender_scored(t, w.id, marks, 2);
	IS(ranking(&w, 0, &r), 2);
	w.response = r[1].response;
	IS(did(explain, &w), JUDGED_UNASKED);
	w.now = tender_at(7, 12, 9);
	IS(did(ask, &w), JUDGED_PAST);
	w.now = tender_at(7, 7, 9);
	IS(did(ask, &w), JUDGED);
	IS(tender_letters(t, "p3@example.org", "until the end of 10 July 2026"), 1);
	IS(did(low, &w), JUDGED_UNSAID);
	w.provider = CEDAR;
	IS(did(explain, &w), JUDGED_UNASKED);
	w.provider = DALE;
	w.now = tender_at(7, 11, 0);
	IS(did(explain, &w), JUDGED_PAST);
	w.now = tender_at(7, 10, 23);
	IS(did(explain, &w), JUDGED);
	IS(did(low, &w), JUDGED_STALE);              /* nobody has read that yet */
	w.said = w.now;
	IS(did(low, &w), JUDGED);
	IS(did(explain, &w), JUDGED_ALREADY);
	OK(ONE(t->db, t->arena, low_price_load, &p, .response_sent = V(w.response),
	       .opportunity_lot = V(w.lot)));
	SAME(p.explanation, "Nights are short");
	OK(!p.heard);
	IS(did(propose, &w), JUDGED);
}

/* Another's is not there. */
TEST_PLAIN(a_low_price_is_explained_in_the_portal_of_its_own)
{
	struct work w = { .t = t, .now = tender_at(7, 7, 9), .by = CARL };
	const char *at = "/portal/opportunities/1/lots/1/explain";
	struct client *c = client_new(t);
	struct ranked *r;

	w.id = tender_open(t);
	tender_respond(t, w.id, CEDAR, money(2200), money(2200), tender_at(7, 1, 9));
	tender_respond(t, w.id, DALE, money(1200), money(2200), tender_at(7, 1, 10));
	tender_opened(t, w.id);
	tender_scored(t, w.id, marks, 2);
	IS(ranking(&w, 0, &r), 2);
	w.response = r[1].response;
	clock_set(tender_at(7, 7, 10));
	client_as(c, "p3");
	IS(client_get(c, at), 404);
	IS(did(ask, &w), JUDGED);
	IS(client_get(c, "/tasks"), 200);
	HAS(c->text, "Price of yours to explain");
	IS(client_get(c, at), 200);
	IS(client_send(c, at, "words="), 422);
	IS(client_send(c, at, "words=The+depot+is+there"), 303);
	IS(client_get(c, "/portal/opportunities/1"), 200);
	HAS(c->text, "The depot is there");
	IS(client_get(c, "/tasks"), 200);
	LACKS(c->text, "Price of yours");
	client_as(c, "p2");
	IS(client_get(c, at), 404);
	IS(client_send(c, at, "words=Mine"), 404);
	IS(client_get(c, "/portal/opportunities/1"), 200);
	LACKS(c->text, "explain");
	client_as(c, "commissioner");
	IS(client_get(c, "/opportunities/1/ranking"), 200);
	HAS(c->text, "Explained: to decide");
	IS(client_get(c, arena_fmt(t->arena, "/opportunities/1/lots/1/low/%lld",
	                           (long long)w.response.v)), 200);
	HAS(c->text, "In its own words The depot is there");
	clock_set(tender_at(7, 15, 10));
	client_as(c, "p3");
	IS(client_send(c, at, "words=Later"), 422);
	HAS(c->text, "is over");
	clock_set(T_NOW);
}

TEST(two_decide_all_are_told_and_the_contracts_are_made)
{
	struct work w = opened(t);
	struct contract_notice_list_row *c;
	struct ranked *r;

	IS(did(propose, &w), JUDGED_UNSCORED);
	IS(did(confirm, &w), JUDGED_EARLY);
	tender_scored(t, w.id, marks, COUNT(marks));
	IS(ranking(&w, 0, &r), 2);
	w.choices[0] = (struct lot_choice){ w.lot, r[1].response, NULL };
	w.nchoices = 1;
	IS(did(propose, &w), JUDGED_REASON);
	w.choices[0].reason = "The first withdrew";
	IS(did(propose, &w), JUDGED);
	w.nchoices = 0;
	IS(did(propose, &w), JUDGED);
	IS(did(confirm, &w), JUDGED_SAME);
	w.by = CORA;
	IS(did(confirm, &w), JUDGED);
	IS(did(confirm, &w), JUDGED_ALREADY);
	IS(did(propose, &w), JUDGED_ALREADY);
	IS(tender_letters(t, "p2@example.org", "We intend to award this lot to you"), 1);
	IS(tender_letters(t, "p4@example.org", "We intend to award this lot to Cedar Care"), 1);
	IS(tender_letters(t, "p3@example.org",
	                  "You: quality 30.00, price 40.00, social value 6.00; in all 76.00\n"
	                  "  Cedar Care: quality 50.00, price 36.36, social value 8.00; in all "
	                  "94.36"), 1);
	/* 7 July 2026 is a Tuesday: eight working days end on the 16th. */
	IS(date_day(tender_load(t, w.id).standstill_day), date_day(date_make(2026, 7, 17)));
	w.now = tender_at(7, 16, 23);
	IS(did(settle, &w), JUDGED_EARLY);
	w.now = tender_at(7, 17, 0);
	IS(did(settle, &w), JUDGED);
	IS(w.contracts, 2);
	IS(did(settle, &w), JUDGED_ALREADY);
	IS(ALL(t->db, t->arena, contract_notice_list, &c, .limit = V((int64_t)9),
	       .skip = V((int64_t)0)), 2);
	SAME(c[0].provider_name, "Cedar Care");
}

TEST_PLAIN(the_standstill_is_that_of_the_nation)
{
	struct work w = { .t = t, .name = "council.nation", .value = "sc" };

	world_make(t->db);
	/* Told on a Friday: 18, 21 to 24, 29 to 31 December are worked. */
	IS(date_day(standstill_until(t->db, t->arena, date_make(2026, 12, 18))),
	   date_day(date_make(2027, 1, 1)));
	OK(db_write(t->db, set, &w));
	IS(date_day(standstill_until(t->db, t->arena, date_make(2026, 12, 18))),
	   date_day(date_make(2026, 12, 29)));
	w.name = "tender.standstill_days", w.value = "0";
	OK(db_write(t->db, set, &w));
	IS(date_day(standstill_until(t->db, t->arena, date_make(2026, 12, 18))),
	   date_day(date_make(2026, 12, 18)));
}

TEST_PLAIN(the_register_of_contracts_is_public)
{
	struct work w = opened(t);
	struct client *c = client_new(t);

	tender_scored(t, w.id, marks, COUNT(marks));
	clock_set(tender_at(7, 7, 10));
	client_as(c, "commissioner");
	IS(client_get(c, "/opportunities/1/ranking"), 200);
	HAS(c->text, "1 1 Cedar Care £22.00 50.00 36.36 8.00 94.36");
	IS(client_send(c, "/opportunities/1/award", ""), 303);
	IS(client_send(c, "/opportunities/1/confirm", ""), 422);
	client_as(c, "commissioner2");
	IS(client_send(c, "/opportunities/1/confirm", ""), 303);
	IS(client_get(c, "/opportunities/1"), 200);
	HAS(c->text, "State Standstill");
	HAS(c->text, "1 North Cedar Care");
	clock_set(tender_at(7, 17, 10));
	client_as(c, "commissioner");
	IS(client_send(c, "/opportunities/1/settle", ""), 303);
	client_sign_out(c);
	IS(client_get(c, "/contracts-register"), 200);
	HAS(c->text, "Homecare at night: North Cedar Care");
	IS(client_get(c, "/contracts-register.csv"), 200);
	HAS(c->body, "ContractReference,ContractTitle,ContractType,OrganisationalUnit,");
	HAS(c->body, "1-1,Homecare at night: North,Single award contract,Adult social care,"
	    "Homecare,Care between 10pm and 7am,Services,85312000,2026-10-01,2029-09-30,"
	    "2029-09-30,2031-09-30,900000.00,0.00,Cedar Care,1-1000000002,No,"
	    "Published invitation to tender,");
	clock_set(T_NOW);
}
