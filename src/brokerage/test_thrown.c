/* SPDX-License-Identifier: MIT */
/*
 * test_thrown.c -- requests thrown together for the tests of the returns.
 */
#include "brokerage/test_thrown.h"

#include "brokerage/offer.sql.h"
#include "brokerage/returns.h"
#include "t/world.h"

struct thrown thrown[THROWN];
static uint64_t dice;

static int64_t roll(int64_t sides)
{
	dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)(dice >> 11) % sides;
}

/* ---- throwing ------------------------------------------------------------------------- */

static void throw_one(struct thrown *x, int64_t i)
{
	*x = (struct thrown){ .id = i + 1, .made = T_NOW.ms - roll((int64_t)100 * DAY_MS),
		.fate = (enum fate)(roll(10) < 7 ? WON : roll(4)), .discharge = roll(2),
		.place = 1 + roll(2),
		.carers = 1 + roll(2), .daily = 1 + roll(3), .week = 60 + roll(2000),
		.tier = 1 + roll(5),
		.out_of_order = roll(6) == 0 };
	x->rate = 1500 + roll(900);
	if (x->discharge)
		x->ready = x->made + roll(3 * (int64_t)DAY_MS);
	if (x->fate != OPEN) {
		x->closed = x->made + 60000 + roll(roll(2) ? 2 * (int64_t)DAY_MS
		                                   : 20 * (int64_t)DAY_MS);
		if (x->closed > T_NOW.ms) {
			x->fate = OPEN;
			x->closed = 0;
		}
	}
}

/* Her package has her own number. */
static void write_award(struct db *db, const struct thrown *x, PersonId whose)
{
	StepId step = NEW_ID(db, StepId);
	InvitationId asked = NEW_ID(db, InvitationId);
	OfferId offer = NEW_ID(db, OfferId);
	AwardId award = NEW_ID(db, AwardId);
	PlacementId placement = NEW_ID(db, PlacementId);
	RequestId id = { x->id };
	Date day = moment_date((Moment){ x->closed });

	DO(db, step_insert, .id = V(step), .request = V(id),
	   .policy_tier = V(((PolicyTierId){ x->tier })),
	   .tier_no = V(x->tier), .choice = V((int64_t)CHOICE_BEST), .price = V((int64_t)PRICE_ANY),
	   .fair_pence = V(money(2000)), .ceiling_pence = V(MONEY_NONE),
	   .sent_ms = V((Moment){ x->made + 1 }),
	   .deadline_ms = V((Moment){ x->closed }), .sent_by = V(world_broker.id),
	   .jump = V((int64_t)(x->out_of_order ? JUMP_SKIPPED : JUMP_IN_ORDER)),
	   .jump_reason = V(x->out_of_order ? "Ada Archer asked for it" : NULL),
	   .approved_by = V(((UserAccountId){ 0 })));
	DO(db, step_finish, .id = V(step), .ended_ms = V((Moment){ x->closed }),
	   .ended_how = V((int64_t)STEP_OPENED));
	DO(db, invitation_insert, .id = V(asked), .step = V(step), .request = V(id),
	   .provider = V(CEDAR),
	   .block = V(((BlockId){ 0 })), .lot = V(((LotId){ 1 })), .lot_kind = V(INT_NONE),
	   .lot_pence = V(MONEY_NONE), .position = V((int64_t)1),
	   .sent_ms = V((Moment){ x->made + 1 }), .deadline_ms = V((Moment){ x->closed }));
	DO(db, offer_insert, .id = V(offer), .invitation = V(asked), .request = V(id),
	   .provider = V(CEDAR),
	   .rate_pence = V(money(x->rate)), .start_day = V(day), .note = V((const char *)NULL),
	   .covered_visits = V((int64_t)7), .covered_mins = V(minutes(x->week)),
	   .week_pence = V(money(x->week * x->rate / 60)), .offered_ms = V((Moment){ x->made + 2 }),
	   .offered_by = V(world_scheduler(CEDAR).id));
	DO(db, offer_state_set, .id = V(offer), .state = V((int64_t)OFFER_WON));
	DO(db, award_insert, .id = V(award), .request = V(id), .offer = V(offer),
	   .awarded_by = V(world_broker.id), .awarded_ms = V((Moment){ x->closed }),
	   .rank_no = V((int64_t)1),
	   .reason = V((const char *)NULL));
	DO(db, placement_insert, .id = V(placement), .package = V(((PackageId){ whose.v })),
	   .award = V(award),
	   .request = V(id), .person = V(whose), .provider = V(CEDAR),
	   .lot = V(((LotId){ 1 })), .service = V((int64_t)SERVICE_HOMECARE),
	   .locality = V(((LocalityId){ x->place })), .made_ms = V((Moment){ x->closed }),
	   .from_day = V(day),
	   .until_day = V(DATE_OPEN));
	DO(db, element_insert, .id = V(NEW_ID(db, ElementId)), .placement = V(placement),
	   .block = V(((BlockId){ 0 })), .from_day = V(day), .until_day = V(DATE_OPEN),
	   .rate_pence = V(money(x->rate)), .week_mins = V(minutes(x->week)),
	   .week_visits = V((int64_t)7),
	   .week_pence = V(money(x->week * x->rate / 60)), .funding = V((int64_t)FUNDING_COUNCIL),
	   .council_pct = V((int64_t)100));
	DO(db, request_award_stamp, .id = V(id), .awarded_ms = V((Moment){ x->closed }));
}

static void write_one(struct db *db, const struct thrown *x, PersonId whose)
{
	RequestId id = { x->id };

	DO(db, request_insert, .id = V(id), .person = V(whose),
	   .reason = V((int64_t)(x->discharge ? REASON_DISCHARGE : REASON_PLAN)),
	   .service = V((int64_t)SERVICE_HOMECARE), .locality = V(((LocalityId){ x->place })),
	   .district = V("WM1"), .funding = V((int64_t)FUNDING_COUNCIL),
	   .council_pct = V((int64_t)100),
	   .hospital = V(x->discharge ? (x->place == 1 ? "Royal" : "General") : NULL),
	   .ward = V(x->discharge ? "4b" : NULL), .ready_ms = V((Moment){ x->ready }),
	   .start_day = V(moment_date((Moment){ x->made })),
	   .due_ms = V((Moment){ x->ready ? x->ready : x->made }), .week_mins = V(minutes(x->week)),
	   .week_visits = V((int64_t)7), .most_carers = V(x->carers), .most_daily = V(x->daily),
	   .wishes = V((const char *)NULL), .notes = V((const char *)NULL),
	   .team = V(((TeamId){ 1 })),
	   .made_by = V(world_worker.id), .made_ms = V((Moment){ x->made }),
	   .reopens = V(((RequestId){ 0 })));
	if (x->fate == WON)
		write_award(db, x, whose);
	else if (x->fate != OPEN)
		DO(db, request_close, .id = V(id), .closed_ms = V((Moment){ x->closed }),
		   .stage = V((int64_t)(x->fate == WITHDRAWN ? STAGE_WITHDRAWN : STAGE_UNMET)),
		   .close_reason = V("Ada Archer is better"));
}

static bool write_all(void *arg)
{
	struct db *db = arg;

	calendar_fill_years(db, 2025, 2026);
	DO(db, package_insert, .id = V(((PackageId){ ADA.v })), .person = V(ADA),
	   .made_ms = V(T_NOW));
	for (int i = 0; i < THROWN; i++)
		write_one(db, &thrown[i], ADA);
	return true;
}

void thrown_write(struct t *t)
{
	world_make(t->db);
	dice = 20260615;
	for (int i = 0; i < THROWN; i++)
		throw_one(&thrown[i], i);
	OK(db_write(t->db, write_all, t->db));
}

struct some { struct db *db; int n; PersonId whose; };

static bool write_some(void *arg)
{
	struct some *x = arg;

	for (int i = 0; i < x->n; i++)
		write_one(x->db, &thrown[i], ADA);
	return true;
}

static bool write_for(void *arg)
{
	struct some *x = arg;
	struct thrown one;

	DO(x->db, package_insert, .id = V(((PackageId){ x->whose.v })), .person = V(x->whose),
	   .made_ms = V(T_NOW));
	for (int i = 0; i < x->n; i++) {
		throw_one(&one, THROWN + i);
		write_one(x->db, &one, x->whose);
	}
	return true;
}

void thrown_write_for(struct t *t, PersonId whose, int n)
{
	OK(db_write(t->db, write_for, &(struct some){ t->db, n, whose }));
}

void thrown_write_open(struct t *t, int n)
{
	world_make(t->db);
	dice = 7;
	for (int i = 0; i < n; i++) {
		throw_one(&thrown[i], i);
		thrown[i].fate = OPEN;
		thrown[i].closed = 0;
	}
	db_write(t->db, write_some, &(struct some){ t->db, n, ADA });
}
