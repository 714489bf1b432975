/* SPDX-License-Identifier: MIT */
/*
 * test_brokerage.c -- a package is asked for, offered tier by tier, sealed, awarded once.
 */
#include "brokerage/inside.h"
#include "brokerage/offer.sql.h"
#include "t/t.h"
#include "t/world.h"

#include <string.h>

/* ---- acting, each in a transaction of its own ---------------------------- */

static const struct visit two_visits[] = {
	{ 127, { 450 }, { 540 }, { 30 }, 1 },          /* every day, 7:30 to 9:00, 30 min */
	{ 31, { 1020 }, { 1110 }, { 45 }, 2 },         /* weekdays at tea, double-handed  */
};

struct act {
	struct t *t;
	struct request_answers in;
	PersonId person;
	RequestId request;
	int64_t tier, result;
	const char *reason;
	struct me me;
	Moment now, deadline;
	bool approved;
	InvitationId invitation;
	OfferId offer;
	Money rate, most;
	size_t nvisits;                                /* covered; 0: all */
	unsigned decline;
	PlacementId placement;
};

static struct act act(struct t *t)
{
	return (struct act){ .t = t, .person = ADA, .now = T_NOW, .in = {
		.reason = REASON_DISCHARGE, .hospital = "Royal", .ward = "4b", .ready = T_NOW,
		.service = SERVICE_HOMECARE, .funding = FUNDING_COUNCIL,
		.start = moment_date(T_NOW),
		.visits = two_visits, .nvisits = COUNT(two_visits) } };
}

static int64_t revision(struct t *t, RequestId id)
{
	struct request r;

	NEED(ONE(t->db, t->arena, request_load, &r, .id = V(id)));
	return r.revision;
}

static struct request loaded(struct t *t, RequestId id)
{
	struct request r = { 0 };

	NEED(ONE(t->db, t->arena, request_load, &r, .id = V(id)));
	return r;
}

static bool do_raise(void *arg)
{
	struct act *x = arg;

	x->result = request_raise(x->t->db, x->t->arena, x->person, &x->in, &world_worker, x->now,
	                          &x->request);
	return true;
}

static bool do_send(void *arg)
{
	struct act *x = arg;

	x->result = request_send(x->t->db, x->t->arena, &(struct send_order){ x->request,
		revision(x->t, x->request), x->tier, x->deadline, x->reason, x->approved },
		&x->me, x->now);
	return true;
}

static bool do_offer(void *arg)
{
	struct act *x = arg;
	struct offer_time times[8];
	struct request_visit *v;
	struct invitation i;
	size_t n;
	struct offer_answers in = { .rate = x->rate, .start = date_plus(moment_date(x->now), 1),
		.times = times };

	NEED(ONE(x->t->db, x->t->arena, invitation_load, &i, .id = V(x->invitation)));
	n = ALL(x->t->db, x->t->arena, request_visit_list, &v, .request = V(i.request));
	for (size_t k = 0; k < n && (!x->nvisits || k < x->nvisits); k++)
		times[in.ntimes++] = (struct offer_time){ v[k].id, v[k].earliest_mins };
	x->me = world_scheduler(i.provider);
	x->result = offer_make(x->t->db, x->t->arena, x->invitation, &in, &x->me, x->now, &x->most);
	return true;
}

static bool do_decline(void *arg)
{
	struct act *x = arg;
	struct invitation i;

	NEED(ONE(x->t->db, x->t->arena, invitation_load, &i, .id = V(x->invitation)));
	x->me = world_scheduler(i.provider);
	x->result = invitation_decline(x->t->db, x->t->arena, x->invitation, DECLINE_CAPACITY,
	                               "full", &x->me, x->now);
	return true;
}

static bool do_award(void *arg)
{
	struct act *x = arg;
	struct offer o;

	NEED(ONE(x->t->db, x->t->arena, offer_load, &o, .id = V(x->offer)));
	x->result = offer_award(x->t->db, x->t->arena, x->offer, revision(x->t, o.request),
	                        x->reason, &x->me, x->now, &x->placement);
	return true;
}

static RequestId raised(struct t *t, struct act *x)
{
	*x = act(t);
	world_make(t->db);
	db_write(t->db, do_raise, x);
	IS(x->result, RAISED);
	return x->request;
}

static int64_t send(struct act *x, int64_t tier)
{
	x->me = x->approved ? world_manager : world_broker;
	x->tier = tier;
	db_write(x->t->db, do_send, x);
	return x->result;
}

/* The invitation of a provider in the running step; none: id 0. */
static InvitationId asked(struct act *x, ProviderId p)
{
	struct invitation_list_row *rows;
	struct request r = loaded(x->t, x->request);
	size_t n = ALL(x->t->db, x->t->arena, invitation_list, &rows, .request = V(x->request));

	for (size_t i = 0; i < n; i++)
		if (rows[i].provider.v == p.v && rows[i].step.v == r.step.v)
			return rows[i].id;
	return (InvitationId){ 0 };
}

static int64_t offer(struct act *x, ProviderId p, int64_t pence)
{
	x->invitation = asked(x, p);
	x->rate = money(pence);
	db_write(x->t->db, do_offer, x);
	return x->result;
}

static int64_t decline(struct act *x, ProviderId p)
{
	x->invitation = asked(x, p);
	db_write(x->t->db, do_decline, x);
	return x->result;
}

static int64_t award(struct act *x, ProviderId p, const struct me *who)
{
	struct offer_list_row *rows;
	size_t n = ALL(x->t->db, x->t->arena, offer_list, &rows, .request = V(x->request));

	for (size_t i = 0; i < n; i++)
		if (rows[i].provider.v == p.v)
			x->offer = rows[i].id;
	x->me = *who;
	db_write(x->t->db, do_award, x);
	return x->result;
}

/* ---- the grid ------------------------------------------------------------ */

TEST(a_grid_adds_up)
{
	struct visit_totals s = visits_total(two_visits, COUNT(two_visits));

	IS(s.visits, 12);
	IS(s.week.n, 7 * 30 + 5 * 45 * 2);
	IS(s.most_carers, 2);
	IS(s.most_daily, 2);
}

TEST(a_week_is_rounded_once_and_part_hours_are_a_rule)
{
	struct visit third = { 127, { 0 }, { 0 }, { 20 }, 1 };       /* 140 min a week */
	struct pay_rule plain = { { 0 }, { 0 } };
	struct pay_rule quarters = { { 15 }, { 0 } };
	struct pay_rule half = { { 0 }, { 30 } };

	IS(money_pence(visits_cost(&third, 1, money(1999), plain)), 4664);      /* 4664.33 */
	IS(money_pence(visits_cost(&third, 1, money(2000), quarters)), 7000);   /* 7 x 30 min */
	IS(money_pence(visits_cost(&third, 1, money(2000), half)), 7000);
	IS(money_pence(visits_cost(two_visits, 2, money(2000), plain)), 22000); /* 11 h */
}

/* ---- raising ------------------------------------------------------------- */

TEST(a_request_is_raised_once_for_the_same_need)
{
	struct act x;
	RequestId first = raised(t, &x);
	struct request r = loaded(t, first);

	IS(r.stage, STAGE_NEW);
	IS(r.week_mins.n, 660);
	IS(r.locality.v, NORTH.v);
	SAME(r.district, "WM1");
	db_write(t->db, do_raise, &x);
	IS(x.result, RAISED_ALREADY);
	IS(x.request.v, first.v);
}

/* ---- the order ----------------------------------------------------------- */

TEST(candidates_stand_in_their_tiers)
{
	struct candidate *c;
	struct act x;
	RequestId id = raised(t, &x);
	size_t n = request_candidates(t->db, t->arena, id, T_NOW, &c), seen = 0;

	for (size_t i = 0; i < n; i++) {
		switch (c[i].standing.provider.v) {
		case 1: IS(c[i].tier_no, 1); IS(c[i].obstacles, 0); break;
		case 2: case 3: IS(c[i].tier_no, 2); IS(c[i].obstacles, 0); break;
		case 4: OK(c[i].obstacles >> OBSTACLE_LOCALITY & 1); break;
		case 5: IS(c[i].tier_no, 4); IS(c[i].obstacles, 0); break;
		case 6: IS(c[i].tier_no, 5); IS(c[i].obstacles, 0); break;
		case 7: OK(c[i].obstacles >> OBSTACLE_SUSPENDED & 1); break;
		}
		seen |= 1u << c[i].standing.provider.v;
	}
	IS(seen, 0xfe);
}

TEST(a_tier_is_skipped_only_with_a_reason)
{
	struct act x;

	raised(t, &x);
	IS(send(&x, 2), SENDING_NEEDS_REASON);
	IS(loaded(t, x.request).tier_no, 0);
	x.reason = "The block is known to be full";
	IS(send(&x, 2), SENDING_DONE);
	IS(loaded(t, x.request).tier_no, 2);
	x.reason = NULL;
	IS(send(&x, 1), SENDING_NEEDS_REASON);         /* going back */
}

TEST(the_last_tier_wants_a_manager)
{
	struct act x;

	raised(t, &x);
	x.reason = "Nobody else";
	IS(send(&x, 5), SENDING_NEEDS_APPROVAL);
	x.approved = true;
	IS(send(&x, 5), SENDING_DONE);
	OK(asked(&x, GORSE).v);
	OK(!asked(&x, CEDAR).v);
}

TEST(when_all_decline_the_next_tier_is_asked_by_itself)
{
	struct act x;

	raised(t, &x);
	IS(send(&x, 1), SENDING_DONE);
	OK(asked(&x, BROOK).v);
	IS(decline(&x, BROOK), OFFERED);
	IS(loaded(t, x.request).tier_no, 2);
	OK(asked(&x, CEDAR).v && asked(&x, DALE).v && !asked(&x, HOLLY).v && !asked(&x, ELM).v);
}

TEST(a_deadline_without_offers_moves_on_until_a_person_must_decide)
{
	struct act x;

	raised(t, &x);
	IS(send(&x, 1), SENDING_DONE);
	for (int64_t tier = 2; tier <= 4; tier++) {
		x.now = moment_plus(x.now, minutes(121));
		steps_advance(t->db, t->arena, x.now);
		IS(loaded(t, x.request).tier_no, tier);
	}
	x.now = moment_plus(x.now, minutes(121));
	steps_advance(t->db, t->arena, x.now);
	IS(loaded(t, x.request).stage, STAGE_STUCK);   /* tier 5 wants approval */
	IS(loaded(t, x.request).open, 1);
}

/* ---- offers -------------------------------------------------------------- */

TEST(offers_stay_sealed_until_all_have_answered)
{
	struct act x;
	struct request r;

	raised(t, &x);
	x.reason = "Block full";
	send(&x, 2);
	IS(offer(&x, CEDAR, 1990), OFFERED);
	r = loaded(t, x.request);
	OK(!offers_open(t->db, t->arena, &r, x.now));
	x.reason = NULL;
	IS(award(&x, CEDAR, &world_broker), AWARD_SEALED);
	IS(decline(&x, DALE), OFFERED);
	IS(decline(&x, BROOK), OFFERED);               /* Part B providers are on Part A too */
	r = loaded(t, x.request);
	OK(offers_open(t->db, t->arena, &r, x.now));
	IS(r.stage, STAGE_OFFERS);
	IS(r.offers, 1);
}

TEST(an_offer_after_the_deadline_is_refused)
{
	struct act x;

	raised(t, &x);
	x.reason = "Block full";
	send(&x, 2);
	x.now = moment_plus(T_NOW, minutes(120));
	IS(offer(&x, CEDAR, 1990), OFFERED_LATE);
	x.now = (Moment){ x.now.ms - 1 };
	IS(offer(&x, CEDAR, 1990), OFFERED);           /* the last millisecond is in time */
}

TEST(a_tier_at_the_fair_price_takes_nothing_above_it)
{
	struct act x;

	raised(t, &x);
	x.reason = "Block full";
	send(&x, 2);
	IS(offer(&x, CEDAR, 2001), OFFERED_DEAR);
	IS(money_pence(x.most), 2000);
	IS(offer(&x, CEDAR, 2000), OFFERED);
	IS(offer(&x, CEDAR, 1900), OFFERED);           /* changed until the deadline */
	x.reason = "Nobody at that price";
	send(&x, 3);
	IS(offer(&x, DALE, 2600), OFFERED);            /* above it in the next */
}

static bool do_foreign_offer(void *arg)
{
	struct act *x = arg;
	struct offer_answers in = { .rate = money(100), .start = moment_date(T_NOW) };

	x->result = offer_make(x->t->db, x->t->arena, x->invitation, &in, &x->me, x->now, &x->most);
	return true;
}

TEST(anothers_invitation_does_not_exist)
{
	struct act x;

	raised(t, &x);
	x.reason = "Block full";
	send(&x, 2);
	x.invitation = asked(&x, CEDAR);
	x.me = world_scheduler(ELM);
	db_write(t->db, do_foreign_offer, &x);
	IS(x.result, OFFERED_GONE);
}

/* ---- the award ----------------------------------------------------------- */

static void two_offers(struct t *t, struct act *x)
{
	raised(t, x);
	x->reason = "Block full";
	send(x, 2);
	x->reason = NULL;
	IS(offer(x, CEDAR, 1990), OFFERED);
	IS(offer(x, DALE, 1950), OFFERED);
	IS(decline(x, BROOK), OFFERED);
}

TEST(an_award_copies_its_terms_into_the_placement)
{
	struct placement p;
	struct element *e;
	struct element_visit_list_row *v;
	struct act x;

	two_offers(t, &x);
	IS(award(&x, DALE, &world_broker), AWARD_DONE);
	NEED(ONE(t->db, t->arena, placement_load, &p, .id = V(x.placement)));
	IS(p.provider.v, DALE.v);
	IS(ALL(t->db, t->arena, element_list, &e, .placement = V(p.id)), 1);
	IS(money_pence(e[0].rate_pence), 1950);
	IS(e[0].week_mins.n, 660);
	IS(money_pence(e[0].week_pence), 21450);
	IS(ALL(t->db, t->arena, element_visit_list, &v, .element = V(e[0].id)), 2);
	IS(loaded(t, x.request).stage, STAGE_AWARDED);
	IS(loaded(t, x.request).offers, 0);
}

TEST(a_choice_out_of_order_wants_a_reason)
{
	struct award_of_request_row w;
	struct act x;

	two_offers(t, &x);
	IS(award(&x, CEDAR, &world_broker), AWARD_NEEDS_REASON);
	x.reason = "She knows their care workers";
	IS(award(&x, CEDAR, &world_broker), AWARD_DONE);
	NEED(ONE(t->db, t->arena, award_of_request, &w, .request = V(x.request)));
	IS(w.rank_no, 2);
	SAME(w.reason, "She knows their care workers");
}

TEST(two_brokers_award_once)
{
	struct award_of_request_row w;
	struct act x;

	two_offers(t, &x);
	IS(award(&x, DALE, &world_broker), AWARD_DONE);
	x.reason = "Me too";
	IS(award(&x, CEDAR, &world_broker2), AWARD_TAKEN);
	NEED(ONE(t->db, t->arena, award_of_request, &w, .request = V(x.request)));
	SAME(w.awarded_by_name, "Bob Broker");
}

TEST(what_a_partial_offer_leaves_is_asked_for_again)
{
	struct request_list_of_person_row *rows;
	struct request rest;
	struct act x;

	raised(t, &x);
	x.reason = "Block full";
	send(&x, 2);
	x.reason = NULL;
	x.nvisits = 1;
	IS(offer(&x, CEDAR, 1990), OFFERED);
	IS(decline(&x, DALE), OFFERED);
	IS(decline(&x, BROOK), OFFERED);
	IS(award(&x, CEDAR, &world_broker), AWARD_DONE);
	IS(ALL(t->db, t->arena, request_list_of_person, &rows, .person = V(ADA)), 2);
	rest = loaded(t, rows[0].id.v == x.request.v ? rows[1].id : rows[0].id);
	IS(rest.reopens.v, x.request.v);
	IS(rest.week_mins.n, 450);
	IS(rest.stage, STAGE_NEW);
}

TEST(block_hours_count_down)
{
	struct act x;

	raised(t, &x);
	IS(block_left(t->db, t->arena, (BlockId){ 1 }, moment_date(T_NOW)).n, 1200);
	send(&x, 1);
	IS(offer(&x, BROOK, 1850), OFFERED);
	IS(award(&x, BROOK, &world_broker), AWARD_DONE);
	IS(block_left(t->db, t->arena, (BlockId){ 1 }, date_plus(moment_date(T_NOW), 1)).n, 540);
}

/* ---- suspension, change, withdrawal -------------------------------------- */

struct lapse { struct t *t; ProviderId p; };
static bool do_suspend(void *arg)
{
	struct lapse *x = arg;
	EmbargoId id;

	IS(provider_suspend(x->t->db, x->t->arena, x->p,
	                    &(struct suspension){ .reason = "Inadequate" },
	                    (UserAccountId){ 5 }, T_NOW, &id), SUSPEND_DONE);
	return true;
}

TEST(a_suspension_bites_in_the_same_second)
{
	struct offer_list_row *rows;
	struct act x;

	two_offers(t, &x);
	db_write(t->db, do_suspend, &(struct lapse){ t, DALE });
	IS(ALL(t->db, t->arena, offer_list, &rows, .request = V(x.request),
	       .state = V((int64_t)OFFER_LIVE)), 1);
	IS(rows[0].provider.v, CEDAR.v);
	x.reason = "anyway";
	IS(award(&x, DALE, &world_broker), AWARD_GONE);
}

TEST(nobody_waits_for_a_suspended_provider)
{
	struct act x;

	raised(t, &x);
	x.reason = "Block full";
	send(&x, 2);
	IS(offer(&x, CEDAR, 1990), OFFERED);
	IS(decline(&x, BROOK), OFFERED);
	IS(loaded(t, x.request).stage, STAGE_SENT);    /* DALE has not answered */
	db_write(t->db, do_suspend, &(struct lapse){ t, DALE });
	IS(loaded(t, x.request).stage, STAGE_OFFERS);
}

struct change { struct act *x; int64_t revision; };
static bool do_change(void *arg)
{
	struct change *c = arg;
	struct act *x = c->x;

	x->in.nvisits = 1;
	x->result = request_change(x->t->db, x->t->arena, x->request, c->revision, &x->in,
	                           "Needs less", "{}", &world_worker, x->now);
	return true;
}

TEST(a_change_ends_the_step_and_lapses_offers)
{
	struct act x;

	two_offers(t, &x);
	db_write(t->db, do_change, &(struct change){ &x, revision(t, x.request) - 1 });
	IS(x.result, CHANGED_STALE);
	db_write(t->db, do_change, &(struct change){ &x, revision(t, x.request) });
	IS(x.result, CHANGED);
	IS(loaded(t, x.request).stage, STAGE_NEW);
	IS(loaded(t, x.request).offers, 0);
	IS(loaded(t, x.request).week_mins.n, 210);
	x.reason = "try";
	IS(award(&x, DALE, &world_broker), AWARD_GONE);
}

static bool do_withdraw(void *arg)
{
	struct act *x = arg;

	x->result = request_withdraw(x->t->db, x->t->arena, x->request, revision(x->t, x->request),
	                             "Went to her daughter", &world_worker, x->now);
	return true;
}

TEST(a_withdrawn_request_takes_no_more_answers)
{
	struct act x;
	InvitationId was;

	raised(t, &x);
	x.reason = "Block full";
	send(&x, 2);
	was = asked(&x, CEDAR);
	db_write(t->db, do_withdraw, &x);
	IS(x.result, CHANGED);
	x.invitation = was;
	x.rate = money(1900);
	db_write(t->db, do_offer, &x);
	IS(x.result, OFFERED_CLOSED);
	IS(send(&x, 2), SENDING_CLOSED);
}
