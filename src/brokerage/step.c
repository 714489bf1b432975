/* SPDX-License-Identifier: MIT */
/*
 * step.c -- when a step ends, and what then.
 *
 *	deadline passed, or all answered:  offers there -> opened, for the broker
 *	                                   none         -> the next tier, by itself
 *	"first acceptable" tiers:          the first offer that covers every visit
 *	                                   and starts in time opens them at once
 *
 * Whether a deadline has passed is decided here, inside the transaction.
 */
#include "brokerage/inside.h"
#include "brokerage/offer.sql.h"

void step_close(struct db *db, StepId step, enum step_end how, Moment now)
{
	bool lapses = how == STEP_OPENED || how == STEP_NONE || how == STEP_DECLINED;

	DO(db, step_finish, .id = V(step), .ended_ms = V(now), .ended_how = V((int64_t)how));
	DO(db, invitations_lapse, .step = V(step),
	   .state = V((int64_t)(lapses ? INVITATION_LAPSED : INVITATION_WITHDRAWN)));
}

void request_recount(struct db *db, RequestId id)
{
	DO(db, request_counts, .id = V(id));
}

void visits_replace(struct db *db, RequestId id)
{
	DO(db, offer_visit_delete_all, .request = V(id));
	DO(db, request_visit_delete, .request = V(id));
}

/* Covers every visit and starts in time; its price was checked when it was made. */
static bool acceptable(const struct offer_list_row *o)
{
	return o->uncovered == 0 && o->late_days == 0;
}

struct tally { size_t offers; bool acceptable; };

static struct tally tally_offers(struct db *db, struct arena *a, RequestId id)
{
	struct offer_list_row *rows;
	struct tally t = { .offers = ALL(db, a, offer_list, &rows, .request = V(id),
	                                 .state = V((int64_t)OFFER_LIVE)) };

	for (size_t i = 0; i < t.offers; i++)
		t.acceptable |= acceptable(&rows[i]);
	return t;
}

void step_consider(struct db *db, struct arena *a, RequestId id, Moment now)
{
	struct request r;
	struct step s;
	struct tally t;
	bool late;

	if (!ONE(db, a, request_load, &r, .id = V(id)) || !r.open || !r.step.v ||
	    !ONE(db, a, step_load, &s, .id = V(r.step)) || moment_known(s.ended_ms))
		return;
	t = tally_offers(db, a, id);
	late = moment_cmp(s.deadline_ms, now) <= 0;
	if (!late && r.answered < r.asked && !(s.choice == CHOICE_FIRST && t.acceptable))
		return;
	if (t.offers) {
		step_close(db, s.id, STEP_OPENED, now);
		DO(db, request_stage_only, .id = V(id), .stage = V((int64_t)STAGE_OFFERS));
	} else {
		step_close(db, s.id, late ? STEP_NONE : STEP_DECLINED, now);
		step_next(db, a, &r, now);
	}
	audit_write(db, &(struct audit_entry){ .verb = "step.end", .thing = "step",
		.thing_id = s.id.v, .person = r.person,
		.detail = arena_fmt(a, "{\"offers\":%zu,\"deadline_passed\":%s}",
			t.offers, late ? "true" : "false") });
}

bool offers_open(struct db *db, struct arena *a, const struct request *r, Moment now)
{
	struct step s;

	if (!r->open)
		return true;
	if (!r->step.v || !ONE(db, a, step_load, &s, .id = V(r->step)))
		return false;
	return moment_known(s.ended_ms) || moment_cmp(s.deadline_ms, now) <= 0;
}

bool offer_opened(const struct request *r, int64_t ended_how, Moment deadline, Moment now)
{
	return r->open || r->stage == STAGE_AWARDED || ended_how == STEP_OPENED ||
	       moment_cmp(deadline, now) <= 0;
}

struct advance { struct db *db; struct arena *arena; RequestId id; Moment now; };

static bool advance_one(void *arg)
{
	struct advance *x = arg;

	DO(x->db, request_touch, .id = V(x->id));
	step_consider(x->db, x->arena, x->id, x->now);
	return true;
}

void step_advance(struct db *db, struct arena *a, RequestId id, Moment now)
{
	db_write(db, advance_one, &(struct advance){ db, a, id, now });
}

size_t steps_due(struct db *db, struct arena *a, Moment now, int64_t *ids, size_t most)
{
	struct request_due_steps_row *due;
	size_t n = ALL(db, a, request_due_steps, &due, .now = V(now), .most = V((int64_t)most));

	for (size_t i = 0; i < n; i++)
		ids[i] = due[i].id.v;
	return n;
}

size_t steps_advance(struct db *db, struct arena *a, Moment now)
{
	int64_t ids[200];
	size_t n = steps_due(db, a, now, ids, COUNT(ids));

	for (size_t i = 0; i < n; i++)
		step_advance(db, a, (RequestId){ ids[i] }, now);
	return n;
}
