/* SPDX-License-Identifier: MIT */
/*
 * offer.c -- what providers answer.
 *
 * An answer passes through the request's row, so it and an award, a change or
 * a deadline come one after the other.  An offer received after the deadline
 * never wins (law 2): it is refused, and what was typed is given back.
 */
#include "brokerage/inside.h"
#include "brokerage/offer.sql.h"

/* Is the invitation still to be answered?  Takes the request's row first. */
static enum offered answerable(struct db *db, struct arena *a, InvitationId id, const struct me *me,
                               Moment now, struct invitation *out)
{
	db_need_write(db);
	if (!ONE(db, a, invitation_load, out, .id = V(id)) || out->provider.v != me->provider.v)
		return OFFERED_GONE;
	DO(db, request_touch, .id = V(out->request));
	if (!out->request_open)
		return OFFERED_CLOSED;
	if (provider_embargoed_for(db, a, out->provider, out->service, out->locality, out->lot,
	                           now))
		return OFFERED_EMBARGO;
	if (out->running_step.v != out->step.v || moment_known(out->ended_ms) ||
	    moment_cmp(out->deadline_ms, now) <= 0)
		return OFFERED_LATE;
	/* Taken back by a suspension: lifting that does not ask anew. */
	if (out->state == INVITATION_WITHDRAWN || out->state == INVITATION_LAPSED)
		return OFFERED_CLOSED;
	return OFFERED;
}

/*
 * Hours bought ahead have their own rate.  What the lot has fixed is paid, no more and no
 * less; its most, the fair price and the tier's ceiling bind together.  In a step that was
 * approved as an exception only the tier's ceiling does.
 */
struct rate_limit rate_limit_of(const struct invitation *i)
{
	struct rate_limit limit = { LIMIT_ANY, i->ceiling_pence, false };
	const bool lot = money_known(i->lot_pence) && !i->approved_by.v;

	if (money_known(limit.most))
		limit.by = LIMIT_CEILING;
	if (i->price == PRICE_BLOCK && money_known(i->block_pence))
		return (struct rate_limit){ LIMIT_BLOCK, i->block_pence, false };
	if (lot && i->lot_kind == RATED_FIXED)
		return (struct rate_limit){ LIMIT_LOT, i->lot_pence, true };
	if (i->price == PRICE_FAIR && money_known(i->fair_pence) &&
	    (!money_known(limit.most) || money_cmp(i->fair_pence, limit.most) < 0))
		limit = (struct rate_limit){ LIMIT_FAIR, i->fair_pence, false };
	if (lot && (!money_known(limit.most) || money_cmp(i->lot_pence, limit.most) < 0))
		limit = (struct rate_limit){ LIMIT_LOT, i->lot_pence, false };
	return limit;
}

struct covered { struct visit *visits; RequestVisitId *ids; size_t n; };

/* The visits that an offer covers, with the starts that it proposes. */
static struct covered covered_by(struct db *db, struct arena *a, RequestId request,
                                 const struct offer_answers *in)
{
	struct request_visit *rows;
	size_t n = ALL(db, a, request_visit_list, &rows, .request = V(request));
	struct covered c = { NEWN(a, struct visit, n + 1), NEWN(a, RequestVisitId, n + 1), 0 };

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < in->ntimes; j++)
			if (in->times[j].visit.v == rows[i].id.v) {
				c.ids[c.n] = rows[i].id;
				c.visits[c.n++] = (struct visit){ rows[i].days, in->times[j].start,
					in->times[j].start, rows[i].length_mins, rows[i].carers };
				break;
			}
	return c;
}

static OfferId write_offer(struct db *db, struct arena *a, const struct invitation *i,
                           const struct offer_answers *in, const struct covered *c,
                           const struct me *me, Moment now)
{
	struct visit_totals t = visits_total(c->visits, c->n);
	Money week = visits_cost(c->visits, c->n, in->rate,
	                         pay_rule_on(db, a, i->service, moment_date(now)));
	struct offer_of_invitation_row was;
	OfferId id;

	if (ONE(db, a, offer_of_invitation, &was, .invitation = V(i->id))) {
		id = was.id;
		DO(db, offer_update, .id = V(id), .rate_pence = V(in->rate),
		   .start_day = V(in->start),
		   .note = V(in->note), .covered_visits = V(t.visits), .covered_mins = V(t.week),
		   .week_pence = V(week), .changed_ms = V(now), .offered_by = V(me->id));
	} else {
		id = NEW_ID(db, OfferId);
		DO(db, offer_insert, .id = V(id), .invitation = V(i->id), .request = V(i->request),
		   .provider = V(i->provider), .rate_pence = V(in->rate), .start_day = V(in->start),
		   .note = V(in->note), .covered_visits = V(t.visits), .covered_mins = V(t.week),
		   .week_pence = V(week), .offered_ms = V(now), .offered_by = V(me->id));
	}
	DO(db, offer_visit_delete, .offer = V(id));
	for (size_t k = 0; k < c->n; k++)
		DO(db, offer_visit_insert, .offer = V(id), .request_visit = V(c->ids[k]),
		   .start_mins = V(c->visits[k].earliest));
	return id;
}

enum offered offer_make(struct db *db, struct arena *a, InvitationId id,
                        const struct offer_answers *in, const struct me *me, Moment now,
                        Money *most)
{
	struct invitation i;
	enum offered got = answerable(db, a, id, me, now, &i);
	struct rate_limit limit;
	struct covered c;
	OfferId offer;

	if (got != OFFERED)
		return got;
	limit = rate_limit_of(&i);
	*most = limit.most;
	if (limit.exact && money_cmp(in->rate, *most) != 0)
		return OFFERED_NOT_FIXED;
	if (money_known(*most) && money_cmp(in->rate, *most) > 0)
		return OFFERED_DEAR;
	c = covered_by(db, a, i.request, in);
	if (!c.n)
		return OFFERED_NO_VISITS;
	offer = write_offer(db, a, &i, in, &c, me, now);
	DO(db, invitation_answer, .id = V(id), .state = V((int64_t)INVITATION_OFFERED),
	   .answered_ms = V(now), .decline = V(INT_NONE), .decline_note = V((const char *)NULL));
	request_recount(db, i.request);
	/* What was offered stays out of the trail while it is sealed. */
	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = "offer.make",
		.thing = "offer", .thing_id = offer.v });
	step_consider(db, a, i.request, now);
	return OFFERED;
}

enum offered offer_withdraw(struct db *db, struct arena *a, InvitationId id, const struct me *me,
                            Moment now)
{
	struct offer_of_invitation_row o;
	struct invitation i;
	enum offered got = answerable(db, a, id, me, now, &i);

	if (got != OFFERED)
		return got;
	if (!ONE(db, a, offer_of_invitation, &o, .invitation = V(id)) ||
	    DO(db, offer_state_set, .id = V(o.id), .state = V((int64_t)OFFER_WITHDRAWN)) != 1)
		return OFFERED_GONE;
	DO(db, invitation_answer, .id = V(id), .state = V((int64_t)INVITATION_SENT),
	   .answered_ms = V(MOMENT_NONE), .decline = V(INT_NONE),
	   .decline_note = V((const char *)NULL));
	request_recount(db, i.request);
	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = "offer.withdraw",
		.thing = "offer", .thing_id = o.id.v });
	return OFFERED;
}

enum offered invitation_decline(struct db *db, struct arena *a, InvitationId id, unsigned reason,
                                const char *note, const struct me *me, Moment now)
{
	struct offer_of_invitation_row o;
	struct invitation i;
	enum offered got = answerable(db, a, id, me, now, &i);

	if (got != OFFERED)
		return got;
	if (ONE(db, a, offer_of_invitation, &o, .invitation = V(id)))
		DO(db, offer_state_set, .id = V(o.id), .state = V((int64_t)OFFER_WITHDRAWN));
	DO(db, invitation_answer, .id = V(id), .state = V((int64_t)INVITATION_DECLINED),
	   .answered_ms = V(now), .decline = V((int64_t)reason), .decline_note = V(note));
	request_recount(db, i.request);
	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = "invitation.decline",
		.thing = "invitation", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"reason\":\"%s\"}",
		                    vocab_find(&decline_reason_vocab, reason)->key) });
	step_consider(db, a, i.request, now);
	return OFFERED;
}

void invitation_see(struct db *db, InvitationId id, Moment now)
{
	DO(db, invitation_see_once, .id = V(id), .seen_ms = V(now));
}

void offers_lapse(struct db *db, struct arena *a, ProviderId provider, UserAccountId by, Moment now)
{
	struct invitations_of_provider_row *rows;
	size_t n = ALL(db, a, invitations_of_provider, &rows, .provider = V(provider));
	struct offer_of_invitation_row o;

	for (size_t i = 0; i < n; i++) {
		if (!provider_embargoed_for(db, a, provider, rows[i].service, rows[i].locality,
		                            rows[i].lot, now))
			continue;
		DO(db, request_touch, .id = V(rows[i].request));
		if (ONE(db, a, offer_of_invitation, &o, .invitation = V(rows[i].id)))
			DO(db, offer_state_set, .id = V(o.id), .state = V((int64_t)OFFER_LAPSED));
		/* Counted as answered, so that nobody waits for it. */
		DO(db, invitation_answer, .id = V(rows[i].id),
		   .state = V((int64_t)INVITATION_WITHDRAWN), .answered_ms = V(now),
		   .decline = V(INT_NONE), .decline_note = V((const char *)NULL));
		request_recount(db, rows[i].request);
		audit_write(db, &(struct audit_entry){ .who = by, .verb = "offer.lapse",
			.thing = "invitation", .thing_id = rows[i].id.v,
			.reason = "provider suspended" });
		step_consider(db, a, rows[i].request, now);
	}
}
