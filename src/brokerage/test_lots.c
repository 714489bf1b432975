/* SPDX-License-Identifier: MIT */
/*
 * test_lots.c -- a package is called off from a lot, at what the lot pays, and
 * from none that is suspended.
 */
#include "brokerage/inside.h"
#include "brokerage/offer.sql.h"
#include "t/t.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })
#define SINGLE ((LotId){ 1 })           /* Part A: Cedar in both places, Dale in North */
#define ANYWHERE ((LocalityId){ 0 })

static const struct visit mornings[] = { { 127, { 450 }, { 540 }, { 30 }, 1 } };

struct act {
	struct t *t;
	RequestId request;
	struct send_order order;
	const struct me *sender;
	struct rate_answers rate;
	struct suspension of;
	ProviderId who;
	Money offers, most;
	OfferId offer;
	PlacementId placement;
	int64_t result;
};

static struct request loaded(struct act *x)
{
	struct request r = { 0 };

	NEED(ONE(x->t->db, x->t->arena, request_load, &r, .id = V(x->request)));
	return r;
}

static bool raise(void *arg)
{
	struct act *x = arg;
	const struct request_answers in = { .reason = REASON_PLAN, .service = SERVICE_HOMECARE,
		.funding = FUNDING_COUNCIL, .start = moment_date(T_NOW), .visits = mornings,
		.nvisits = COUNT(mornings) };

	return request_raise(x->t->db, x->t->arena, ADA, &in, &world_worker, T_NOW,
	                     &x->request) == RAISED;
}

static bool set_rate(void *arg)
{
	struct act *x = arg;
	LotRateId id;

	x->result = lot_rate_set(x->t->db, x->t->arena, SINGLE, &x->rate, COMMISSIONER, T_NOW, &id);
	return x->result == LOTTED;
}

static bool send(void *arg)
{
	struct act *x = arg;

	x->order.request = x->request;
	x->order.revision = loaded(x).revision;
	x->result = request_send(x->t->db, x->t->arena, &x->order, x->sender, T_NOW);
	return x->result == SENDING_DONE;
}

static struct invitation asked(struct act *x)
{
	struct invitation_list_row *rows;
	struct request r = loaded(x);
	struct invitation i = { 0 };
	size_t n = ALL(x->t->db, x->t->arena, invitation_list, &rows, .request = V(x->request));

	for (size_t k = 0; k < n; k++)
		if (rows[k].provider.v == x->who.v && rows[k].step.v == r.step.v)
			OK(ONE(x->t->db, x->t->arena, invitation_load, &i, .id = V(rows[k].id)));
	return i;
}

static bool offer(void *arg)
{
	struct act *x = arg;
	struct invitation i = asked(x);
	struct request_visit *v;
	struct offer_time times[4];
	struct offer_answers in = { .rate = x->offers, .start = moment_date(T_NOW),
		.times = times };
	struct offer_of_invitation_row o;
	const struct me me = world_scheduler(x->who);
	size_t n = ALL(x->t->db, x->t->arena, request_visit_list, &v, .request = V(x->request));

	for (size_t k = 0; k < n; k++)
		times[in.ntimes++] = (struct offer_time){ v[k].id, v[k].earliest_mins };
	x->result = offer_make(x->t->db, x->t->arena, i.id, &in, &me, T_NOW, &x->most);
	if (x->result == OFFERED && ONE(x->t->db, x->t->arena, offer_of_invitation, &o,
	                                .invitation = V(i.id)))
		x->offer = o.id;
	return x->result == OFFERED;
}

static bool decline(void *arg)
{
	struct act *x = arg;
	const struct me me = world_scheduler(x->who);

	return invitation_decline(x->t->db, x->t->arena, asked(x).id, DECLINE_CAPACITY, NULL, &me,
	                          T_NOW) == OFFERED;
}

static bool award(void *arg)
{
	struct act *x = arg;

	x->result = offer_award(x->t->db, x->t->arena, x->offer, loaded(x).revision, "Nearer",
	                        &world_broker, T_NOW, &x->placement);
	return x->result == AWARD_DONE;
}

static bool suspend(void *arg)
{
	struct act *x = arg;
	EmbargoId id;

	return provider_suspend(x->t->db, x->t->arena, x->who, &x->of, COMMISSIONER, T_NOW,
	                        &id) == SUSPEND_DONE;
}

static int64_t bid(struct act *x, ProviderId who, int64_t pence)
{
	x->who = who;
	x->offers = money(pence);
	db_write(x->t->db, offer, x);
	return x->result;
}

/* Ada in North asks; the lot pays so; Part A is asked in its tier. */
static struct act asked_at(struct t *t, unsigned kind, int64_t pence, int64_t tier)
{
	struct act x = { .t = t, .sender = &world_broker,
		.rate = { ANYWHERE, UNIT_HOUR, kind, money(pence), date_of_day(20600) },
		.order = { .tier_no = tier, .reason = "The block is full" },
		.of = { .reason = "Two missed visits" } };

	world_make(t->db);
	OK(db_write(t->db, set_rate, &x));
	OK(db_write(t->db, raise, &x));
	OK(db_write(t->db, send, &x));
	return x;
}

TEST(a_lots_most_binds_as_the_fair_price_does)
{
	struct act x = asked_at(t, RATED_MOST, 1950, 2);
	struct placement p;

	IS(bid(&x, CEDAR, 1951), OFFERED_DEAR);
	IS(money_pence(x.most), 1950);
	IS(bid(&x, CEDAR, 1950), OFFERED);
	x.who = DALE;
	OK(db_write(t->db, decline, &x));
	x.who = BROOK;
	OK(db_write(t->db, decline, &x));
	OK(db_write(t->db, award, &x));
	NEED(ONE(t->db, t->arena, placement_load, &p, .id = V(x.placement)));
	IS(p.lot.v, SINGLE.v);
	SAME(p.lot_name, "Single packages");
}

TEST_PLAIN(above_the_fair_price_the_lots_most_still_binds)
{
	struct act x = asked_at(t, RATED_MOST, 2100, 3);

	IS(bid(&x, CEDAR, 2101), OFFERED_DEAR);
	IS(bid(&x, CEDAR, 2100), OFFERED);
}

/* What was asked for at one rate is offered at it, whatever is set meanwhile. */
TEST_PLAIN(a_fixed_rate_is_neither_more_nor_less)
{
	struct act x = asked_at(t, RATED_FIXED, 2050, 2);

	IS(bid(&x, CEDAR, 2049), OFFERED_NOT_FIXED);
	IS(bid(&x, CEDAR, 2051), OFFERED_NOT_FIXED);
	IS(money_pence(x.most), 2050);
	x.rate = (struct rate_answers){ ANYWHERE, UNIT_HOUR, RATED_FIXED, money(2200),
		moment_date(T_NOW) };
	OK(db_write(t->db, set_rate, &x));
	IS(bid(&x, CEDAR, 2050), OFFERED);
}

/* An approved exception is the way above it: only the tier's own ceiling holds then. */
TEST_PLAIN(an_approved_step_may_pay_more)
{
	struct act x = asked_at(t, RATED_MOST, 1950, 2);

	x.order.tier_no = 3;
	x.order.approved = true;
	x.sender = &world_manager;
	OK(db_write(t->db, send, &x));
	IS(bid(&x, CEDAR, 2400), OFFERED);
}

TEST(a_suspended_lot_lapses_what_it_was_asked_under)
{
	struct act x = asked_at(t, RATED_MOST, 1950, 2);
	const OfferId first = (IS(bid(&x, CEDAR, 1900), OFFERED), x.offer);

	IS(bid(&x, DALE, 1910), OFFERED);
	x.who = CEDAR;
	x.of.lot = SINGLE;
	OK(db_write(t->db, suspend, &x));
	IS(asked(&x).state, INVITATION_WITHDRAWN);
	x.who = DALE;
	IS(asked(&x).state, INVITATION_OFFERED);
	x.offer = first;
	db_write(t->db, award, &x);
	IS(x.result, AWARD_GONE);
}

/* Cedar is asked for Ada, in North: South is another matter. */
TEST(another_localitys_suspension_lets_an_offer_stand)
{
	struct act x = asked_at(t, RATED_MOST, 1950, 2);

	IS(bid(&x, CEDAR, 1900), OFFERED);
	x.of.locality = SOUTH;
	OK(db_write(t->db, suspend, &x));
	IS(asked(&x).state, INVITATION_OFFERED);
	x.of.locality = NORTH;
	OK(db_write(t->db, suspend, &x));
	IS(asked(&x).state, INVITATION_WITHDRAWN);
}

TEST(a_suspended_lot_is_not_asked)
{
	struct act x = { .t = t, .sender = &world_broker, .who = CEDAR,
		.order = { .tier_no = 2, .reason = "The block is full" },
		.of = { .lot = SINGLE, .locality = NORTH, .reason = "Two missed visits" } };
	struct candidate *c;
	size_t n, seen = 0;

	world_make(t->db);
	OK(db_write(t->db, suspend, &x));
	OK(db_write(t->db, raise, &x));
	OK(db_write(t->db, send, &x));
	IS(asked(&x).id.v, 0);
	x.who = DALE;
	IS(asked(&x).lot.v, SINGLE.v);
	n = request_candidates(t->db, t->arena, x.request, T_NOW, &c);
	for (size_t i = 0; i < n; i++)
		if (c[i].standing.provider.v == CEDAR.v) {
			seen++;
			IS(c[i].tier_no, 2);
			IS(c[i].obstacles, 1u << OBSTACLE_SUSPENDED);
		}
	IS(seen, 1);
}
