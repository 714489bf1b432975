/* SPDX-License-Identifier: MIT */
/*
 * test_opportunity.c -- an opportunity is planned, published, changed in the open, cancelled.
 */
#include "t/client.h"
#include "tender/page.sql.h"
#include "tender/test_tender.h"

struct work {
	struct t *t;
	OpportunityId id;
	int64_t revision;
	struct opportunity_answers in;
	struct amendment change;
	struct file file;
	Moment now;
	enum tendered got;
	LocalityId place;
};

static bool add(void *arg)
{
	struct work *w = arg;

	w->got = opportunity_add(w->t->db, w->t->arena, &w->in, CARL, T_NOW, &w->id);
	return w->got == TENDERED;
}

static bool change(void *arg)
{
	struct work *w = arg;

	w->got = opportunity_change(w->t->db, w->t->arena, w->id, w->revision, &w->in, CARL,
	                            w->now);
	return w->got == TENDERED;
}

static bool publish(void *arg)
{
	struct work *w = arg;

	w->got = opportunity_publish(w->t->db, w->t->arena, w->id, w->revision, CARL, w->now);
	return w->got == TENDERED;
}

static bool announce(void *arg)
{
	struct work *w = arg;

	w->got = opportunity_announce(w->t->db, w->t->arena, w->id, w->revision, "Nights", CARL,
	                              w->now);
	return w->got == TENDERED;
}

/* Cedar, on lot 1. */
static bool suspend(void *arg)
{
	struct work *w = arg;
	const struct suspension only = { .lot = { 1 }, .locality = w->place,
		.reason = "Late calls", .review = date_make(2026, 7, 15) };
	EmbargoId id;

	return provider_suspend(w->t->db, w->t->arena, CEDAR, &only, CARL, T_NOW,
	                        &id) == SUSPEND_DONE;
}

static bool amend(void *arg)
{
	struct work *w = arg;

	w->got = opportunity_amend(w->t->db, w->t->arena, w->id, w->revision, &w->change, CARL,
	                           w->now);
	return w->got == TENDERED;
}

static bool cancel(void *arg)
{
	struct work *w = arg;

	w->got = opportunity_cancel(w->t->db, w->t->arena, w->id, w->revision, "No money", CARL,
	                            w->now);
	return w->got == TENDERED;
}

static bool give(void *arg)
{
	struct work *w = arg;
	OpportunityDocumentId id;

	w->got = opportunity_document_add(w->t->db, w->t->arena, w->id, DOCUMENT_FACTS, "Numbers",
	                                  &w->file, CARL, w->now, &id);
	return w->got == TENDERED;
}

static bool follow(void *arg)
{
	struct work *w = arg;

	opportunity_follow(w->t->db, w->id, SCHEDULER(3), T_NOW);
	opportunity_follow(w->t->db, w->id, SCHEDULER(3), T_NOW);
	return true;
}

static enum tendered did(bool (*verb)(void *), struct work *w)
{
	if (w->id.v)
		w->revision = tender_load(w->t, w->id).revision;
	db_write(w->t->db, verb, w);
	return w->got;
}

static enum opportunity_state state(struct work *w, Moment at)
{
	const struct opportunity o = tender_load(w->t, w->id);

	return opportunity_state_at(&o, at);
}

static bool touch(void *arg)
{
	struct work *w = arg;

	return DO(w->t->db, opportunity_hold, .id = V(w->id)) == 1;
}

TEST(its_days_say_how_it_stands)
{
	struct work w = { .t = t, .now = T_NOW };

	tender_world(t);
	w.id = tender_added(t, tender_usual(t));
	IS(state(&w, T_NOW), TENDER_PLANNED);
	IS(state(&w, tender_at(12, 1, 9)), TENDER_PLANNED);
	IS(did(publish, &w), TENDERED);
	IS(state(&w, tender_at(6, 29, 11)), TENDER_PUBLISHED);
	IS(state(&w, tender_at(6, 29, 12)), TENDER_QUIET);
	IS(state(&w, tender_at(7, 6, 11)), TENDER_QUIET);
	IS(state(&w, tender_at(7, 6, 12)), TENDER_CLOSED);
	IS(money_pence(tender_load(t, w.id).value_pence), 150000000);
	IS(did(cancel, &w), TENDERED);
	IS(state(&w, T_NOW), TENDER_CANCELLED);
	IS(did(cancel, &w), TENDERED_OVER);
	IS(did(amend, (w.change.words = "x", &w)), TENDERED_OVER);
}

TEST(what_cannot_be_is_refused)
{
	static struct tender_lot uneven[] = { { "All", "a week", { INT64_MIN }, 60, 30, 0 } };
	struct work w = { .t = t, .now = T_NOW };

	tender_world(t);
	w.in = tender_usual(t);
	w.in.ask_until = tender_at(7, 7, 12);
	IS(did(add, &w), TENDERED_ORDER);
	w.in = tender_usual(t);
	w.in.until = w.in.from, w.in.from = date_make(2027, 1, 1);
	IS(did(add, &w), TENDERED_ORDER);
	w.in = tender_usual(t);
	w.in.lots = (struct rows){ uneven, 1 };
	IS(did(add, &w), TENDERED_LOTS);
	w.in.lots.n = 0;
	IS(did(add, &w), TENDERED_LOTS);
	w.in = tender_usual(t);
	IS(did(add, &w), TENDERED);
	IS(did(publish, &w), TENDERED_DOCUMENTS);
	IS(did(give, &w), TENDERED_FILE);
	w.file = (struct file){ "numbers.csv", "a,b", 3 };
	IS(did(give, &w), TENDERED);
	w.now = tender_at(6, 30, 9);
	IS(did(publish, &w), TENDERED_PAST);
	w.now = T_NOW;
	w.in.framework = (FrameworkId){ 1 };
	w.in.part = PART_A;
	IS(did(change, &w), TENDERED);
	w.revision = 1;
	db_write(t->db, change, &w);
	IS(w.got, TENDERED_STALE);
	IS(did(publish, &w), TENDERED);
	IS(did(change, &w), TENDERED_PUBLISHED);
	IS(did(publish, &w), TENDERED_PUBLISHED);
	w.id = (OpportunityId){ 99 };
	w.revision = 1;
	db_write(t->db, publish, &w);
	IS(w.got, TENDERED_GONE);
}

/* What was announced stays: a day only ever becomes later, and everybody is told. */
TEST(a_change_is_told_and_draws_nothing_nearer)
{
	struct work w = { .t = t, .now = tender_at(6, 20, 9) };
	struct opportunity_change *list;
	struct opportunity o;

	w.id = tender_open(t);
	OK(db_write(t->db, follow, &w));
	o = tender_load(t, w.id);
	w.change = (struct amendment){ "The numbers were wrong", o.about, o.ask_until_ms,
		tender_at(7, 5, 12), o.award_day, o.from_day, o.until_day, o.extend_day };
	IS(did(amend, &w), TENDERED_SHORTER);
	w.change.close = tender_at(9, 6, 12);
	IS(did(amend, &w), TENDERED_ORDER);                  /* the award would come before */
	w.change.close = tender_at(7, 13, 12);
	w.change.ask_until = tender_at(6, 28, 12);
	IS(did(amend, &w), TENDERED_SHORTER);
	w.change.ask_until = tender_at(7, 1, 12);
	IS(did(amend, &w), TENDERED);
	db_write(t->db, amend, &w);
	IS(w.got, TENDERED_STALE);
	IS(ALL(t->db, t->arena, opportunity_change_list, &list, .opportunity = V(w.id)), 1);
	SAME(list[0].changed, "Deadline: 13 July 2026 at midday instead of 6 July 2026 at midday\n"
	     "Questions until: 1 July 2026 at midday instead of 29 June 2026 at midday");
	IS(tender_letters(t, "p3@example.org", "Deadline: 13 July 2026"), 1);
	IS(tender_letters(t, "p2@example.org", ""), 0);
	w.file = (struct file){ "numbers.csv", "a,b", 3 };
	IS(did(give, &w), TENDERED);
	IS(tender_letters(t, "p3@example.org", "has a new document"), 1);
	w.now = tender_at(7, 13, 12);
	IS(did(amend, &w), TENDERED_OVER);
	IS(did(give, &w), TENDERED_OVER);
}

/* B&NES 3e.4: who is on Part A may bid for Part B; who is on neither, or suspended, may not. */
TEST(a_call_off_is_for_those_with_standing)
{
	static const struct { ProviderId p; bool may; } who[] = {
		{ { 1 }, true }, { { 2 }, true }, { { 4 }, true }, { { 5 }, false },
		{ { 6 }, false }, { { 7 }, false },
	};
	struct opportunity_answers in = tender_usual(t);
	struct opportunity o;

	tender_world(t);
	o = tender_load(t, tender_published(t, in));
	for (size_t i = 0; i < COUNT(who); i++)
		OK(opportunity_for(t->db, t->arena, &o, who[i].p, T_NOW));
	IS(tender_letters(t, "care@cedar.example", ""), 0);
	in.framework = (FrameworkId){ 1 };
	in.part = PART_B;
	o = tender_load(t, tender_published(t, in));
	for (size_t i = 0; i < COUNT(who); i++)
		IS(opportunity_for(t->db, t->arena, &o, who[i].p, T_NOW), who[i].may);
	IS(tender_letters(t, "care@cedar.example", "open to those on Homecare"), 1);
	IS(tender_letters(t, "care@fern.example", ""), 0);
	IS(tender_letters(t, "care@holly.example", ""), 0);
	in.part = PART_INTERIM;
	o = tender_load(t, tender_published(t, in));
	OK(opportunity_for(t->db, t->arena, &o, FERN, T_NOW));
	OK(!opportunity_for(t->db, t->arena, &o, CEDAR, T_NOW));
	/* Whatever touches it goes through its row. */
	OK(db_write(t->db, touch, &(struct work){ .t = t, .id = o.id }));
}

/* A lot of the framework: whoever stands on that, and is not suspended from it. */
TEST(a_call_off_of_a_lot_is_for_those_on_that_lot)
{
	struct work w = { .t = t, .in = tender_usual(t), .now = T_NOW };
	struct opportunity o;

	tender_world(t);
	w.in.framework = (FrameworkId){ 1 };
	w.in.part = PART_B;
	w.in.framework_lot = (LotId){ 1 };           /* of Part A */
	IS(did(add, &w), TENDERED_FOREIGN);
	w.in.part = PART_A;
	o = tender_load(t, tender_published(t, w.in));
	IS(o.framework_lot.v, 1);
	OK(opportunity_for(t->db, t->arena, &o, CEDAR, T_NOW));
	OK(!opportunity_for(t->db, t->arena, &o, FERN, T_NOW));
	IS(tender_letters(t, "care@cedar.example", "open to those on Homecare"), 1);
	IS(tender_letters(t, "care@fern.example", ""), 0);
	/* In one place of the lot it is not suspended from all of it. */
	w.place = (LocalityId){ 1 };
	OK(db_write(t->db, suspend, &w));
	OK(opportunity_for(t->db, t->arena, &o, CEDAR, T_NOW));
	w.place = (LocalityId){ 0 };
	OK(db_write(t->db, suspend, &w));
	OK(!opportunity_for(t->db, t->arena, &o, CEDAR, T_NOW));
	OK(opportunity_for(t->db, t->arena, &o, DALE, T_NOW));
}

/* In the portal of those on the lot, and of nobody else on its part. */
TEST_PLAIN(a_call_off_of_a_lot_is_listed_for_those_on_it)
{
	struct opportunity_answers in = tender_usual(t);
	struct client *c;

	tender_world(t);
	in.framework = (FrameworkId){ 1 };
	in.part = PART_A;
	in.framework_lot = (LotId){ 1 };
	tender_published(t, in);
	c = client_new(t);
	IS(client_get(c, "/opportunities/1"), 200);
	HAS(c->text, "Lot of the framework 1, Single packages");
	IS(client_get(c, "/opportunities/1/ocds.json"), 200);
	HAS(c->body, ", lot 1 (Single packages)");
	client_as(c, "p2");
	IS(client_get(c, "/portal/opportunities"), 200);
	HAS(c->text, "Homecare at night");
	client_as(c, "p1");
	IS(client_get(c, "/portal/opportunities"), 200);
	LACKS(c->text, "Homecare at night");
	client_as(c, "commissioner");
	tender_added(t, in);
	IS(client_get(c, "/opportunities/2/change"), 200);
	HAS(c->body, "selected>Homecare, lot 1, Single packages<");
}

TEST(a_plan_is_announced_once_and_opens_nothing)
{
	struct work w = { .t = t, .in = tender_usual(t), .now = tender_at(6, 30, 9) };
	struct opportunity_public *list;
	struct opportunity o;

	tender_world(t);
	w.id = tender_added(t, w.in);
	IS(did(announce, &w), TENDERED_PAST);
	w.now = T_NOW;
	IS(did(announce, &w), TENDERED);
	IS(did(announce, &w), TENDERED_ANNOUNCED);
	IS(did(change, &w), TENDERED);
	w.revision = 1;
	db_write(t->db, announce, &w);
	IS(w.got, TENDERED_ANNOUNCED);
	o = tender_load(t, w.id);
	IS(opportunity_state_at(&o, T_NOW), TENDER_PLANNED);
	OK(!opportunity_open(&o, T_NOW));
	IS(ALL(t->db, t->arena, opportunity_public_list, &list, .now = V(T_NOW),
	       .limit = V((int64_t)9), .skip = V((int64_t)0)), 1);
	IS(ALL(t->db, t->arena, opportunity_public_list, &list, .now = V(T_NOW),
	       .open = V((int64_t)1), .limit = V((int64_t)9), .skip = V((int64_t)0)), 0);
	w.now = tender_at(6, 16, 9);
	IS(did(publish, &w), TENDERED);
	IS(tender_load(t, w.id).shown_ms.ms, tender_at(6, 16, 9).ms);
	IS(did(announce, &w), TENDERED_PUBLISHED);
	w.id = tender_added(t, w.in);
	IS(did(cancel, &w), TENDERED);
	IS(did(announce, &w), TENDERED_OVER);
	w.id = (OpportunityId){ 99 };
	w.revision = 1;
	db_write(t->db, announce, &w);
	IS(w.got, TENDERED_GONE);
	w.id = tender_added(t, w.in);
	w.revision = 9;
	db_write(t->db, announce, &w);
	IS(w.got, TENDERED_STALE);
}

/* Nobody asks or responds before it is published, and its documents come with it. */
TEST_PLAIN(everybody_sees_what_is_announced_and_cannot_answer_it)
{
	struct work w = { .t = t, .now = T_NOW };
	struct client *c;

	tender_world(t);
	w.id = tender_added(t, tender_usual(t));
	OK(did(announce, &w) == TENDERED);
	c = client_new(t);
	IS(client_get(c, "/opportunities"), 200);
	HAS(c->text, "Homecare at night Planned Homecare");
	IS(client_get(c, "/opportunities/1"), 200);
	HAS(c->text, "Why it is planned Nights");
	LACKS(c->text, "Specification");
	IS(client_get(c, "/opportunities/1/documents/1"), 404);
	IS(client_get(c, "/opportunities/1/ocds.json"), 200);
	HAS(c->body, "\"status\":\"planned\"");
	IS(client_get(c, "/opportunities/feed"), 200);
	HAS(c->body, "Planned, with the deadline: ");
	client_as(c, "p2");
	IS(client_get(c, "/opportunities/1"), 200);
	LACKS(c->text, "Ask, follow or respond");
	IS(client_send(c, "/portal/opportunities/1/ask", "words=Why"), 404);
	IS(client_send(c, "/portal/opportunities/1/response/begin", ""), 404);
}

TEST_PLAIN(everybody_sees_what_is_published_and_nothing_before)
{
	OpportunityId planned, open;
	struct client *c;

	tender_world(t);
	planned = tender_added(t, tender_usual(t));
	open = tender_published(t, tender_usual(t));
	c = client_new(t);
	IS(client_get(c, "/opportunities"), 200);
	HAS(c->text, "Homecare at night Open Homecare");
	IS(client_get(c, arena_fmt(t->arena, "/opportunities/%lld", (long long)planned.v)), 404);
	IS(client_get(c, arena_fmt(t->arena, "/opportunities/%lld", (long long)open.v)), 200);
	HAS(c->text, "Care between 10pm and 7am");
	HAS(c->text, "1 North £900,000.00 an hour of care 50 40 10");
	LACKS(c->text, "Add a document");
	IS(client_get(c, arena_fmt(t->arena, "/opportunities/%lld/documents/2",
	                           (long long)open.v)), 200);
	SAME(c->body, "%PDF");
	IS(client_get(c, arena_fmt(t->arena, "/opportunities/%lld/documents/1",
	                           (long long)planned.v)), 404);
	IS(client_get(c, "/opportunities/feed"), 200);
	HAS(c->body, "<title>Homecare at night</title>");
	LACKS(c->body, arena_fmt(t->arena, "/opportunities/%lld<", (long long)planned.v));
	IS(client_get(c, "/opportunities.csv"), 200);
	HAS(c->body, "Homecare at night");
	client_as(c, "broker");
	IS(client_get(c, arena_fmt(t->arena, "/opportunities/%lld", (long long)planned.v)), 200);
	LACKS(c->text, "Add a document");
	IS(client_get(c, "/opportunities/kept"), 200);
	HAS(c->text, "Planned");
}
