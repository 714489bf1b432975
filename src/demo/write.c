/* SPDX-License-Identifier: MIT */
/*
 * write.c -- a planned request, written as it ended up, with its trail.
 *
 * Every row is what the verbs would have left behind: the step with what was
 * copied from the policy, one invitation for each who was asked, offers and
 * their times, the award, and the placement with its element.
 */
#include "demo/inside.h"

#include "demo/demo.sql.h"

struct writing {
	struct council *c;
	struct arena   *a;
	const struct plan *p;
	RequestId       id;
	PersonId        person;
	UserAccountId   asker;
	RequestVisitId  visit[PLAN_VISITS];
	PlacementId     placement;
	OfferId         won;
	BlockId         block;           /* from which the winner draws */
	LotId           lot;             /* under which it was asked */
};

static void trail(struct writing *w, Moment at, UserAccountId who, const char *verb,
                  const char *thing, int64_t id, const char *reason, int64_t n0, int64_t n1,
                  int64_t n2)
{
	trail_add(&w->c->trail, at,
	          (struct audit_entry){ .who = who,
	                                .verb = verb,
	                                .thing = thing,
	                                .thing_id = id,
	                                .person = text_begins(verb, "request.") ||
	                                                          text_same(verb, "step.end")
	                                                  ? w->person
	                                                  : (PersonId){ 0 },
	                                .reason = reason },
	          n0, n1, n2);
}

static unsigned stage_of(const struct plan *p)
{
	switch (p->outcome) {
	case OUTCOME_AWARDED:
		return STAGE_AWARDED;
	case OUTCOME_WITHDRAWN:
		return STAGE_WITHDRAWN;
	case OUTCOME_UNMET:
		break;
	}
	return STAGE_UNMET;
}

/* ---- the request ------------------------------------------------------------------- */

static Moment first_offer(const struct plan *p)
{
	Moment first = MOMENT_NONE;

	for (size_t s = 0; s < p->nsteps; s++)
		for (size_t i = 0; i < p->step[s].nasked; i++) {
			const struct plan_asked *a = &p->step[s].asked[i];

			if (a->offers && (!moment_known(first) || a->offered.ms < first.ms))
				first = a->offered;
		}
	return first;
}

static void write_request(struct writing *w)
{
	const struct plan *p = w->p;
	const struct plan_step *last = p->nsteps ? &p->step[p->nsteps - 1] : NULL;
	struct visit_totals t = visits_total(p->visit, p->nvisits);
	struct council *c = w->c;

	DO(c->db, demo_request_insert, .id = V(w->id), .revision = V(2 + 3 * (int64_t)p->nsteps),
	   .person = V(w->person), .stage = V((int64_t)stage_of(p)),
	   .reason = V((int64_t)p->reason), .service = V((int64_t)SERVICE_HOMECARE),
	   .locality = V(c->place[p->place]), .district = V(c->people[p->person].district),
	   .funding = V((int64_t)p->funding), .council_pct = V(p->council_pct),
	   .hospital = V(p->hospital), .ward = V(p->ward), .ready_ms = V(p->ready),
	   .start_day = V(p->start), .due_ms = V(p->due), .week_mins = V(t.week),
	   .week_visits = V(t.visits), .most_carers = V(t.most_carers),
	   .most_daily = V(t.most_daily), .team = V(c->team[p->team]), .made_by = V(w->asker),
	   .made_ms = V(p->made), .sent_ms = V(last ? p->step[0].sent : MOMENT_NONE),
	   .first_offer_ms = V(first_offer(p)), .awarded_ms = V(p->awarded),
	   .started_ms = V(p->started), .closed_ms = V(p->closed),
	   .close_reason = V(p->close_reason), .tier_no = V(last ? last->tier->no : (int64_t)0),
	   .asked = V((int64_t)(last ? last->nasked : 0)), .reopens = V(p->reopens));
	for (size_t i = 0; i < p->nvisits; i++) {
		const struct visit *v = &p->visit[i];

		w->visit[i] = NEW_ID(c->db, RequestVisitId);
		DO(c->db, demo_visit_insert, .id = V(w->visit[i]), .request = V(w->id),
		   .days = V(v->days), .earliest_mins = V(v->earliest),
		   .latest_mins = V(v->latest), .length_mins = V(v->length),
		   .carers = V(v->carers));
	}
	if (p->skill >= 0)
		DO(c->db, demo_skill_insert, .request = V(w->id), .skill = V(c->skill[p->skill]));
	for (size_t i = 0; i < 1 + (size_t)chance_in(&c->dice, 1, 3); i++)
		DO(c->db, demo_outcome_insert, .id = V(NEW_ID(c->db, RequestOutcomeId)),
		   .request = V(w->id), .words = V(outcome_words(&c->dice, i)));
	trail(w, p->made, w->asker, "request.raise", "request", w->id.v, NULL, t.week.n, t.visits,
	      0);
}

/* ---- steps, invitations, offers ------------------------------------------------------ */

static OfferId write_offer(struct writing *w, const struct plan_asked *a, InvitationId invitation)
{
	const struct plan *p = w->p;
	size_t n = p->nvisits - !a->covers_all;
	struct visit_totals t = visits_total(p->visit, n);
	OfferId id = NEW_ID(w->c->db, OfferId);

	DO(w->c->db, demo_offer_insert, .id = V(id), .invitation = V(invitation),
	   .request = V(w->id), .provider = V(w->c->firm[a->firm].id),
	   .state = V((int64_t)a->offer_state), .rate_pence = V(a->rate),
	   .start_day = V(a->start), .covered_visits = V(t.visits), .covered_mins = V(t.week),
	   .week_pence = V(a->week), .offered_ms = V(a->offered),
	   .offered_by = V(w->c->firm[a->firm].scheduler));
	for (size_t i = 0; i < n; i++)
		DO(w->c->db, demo_offer_visit_insert, .offer = V(id),
		   .request_visit = V(w->visit[i]),
		   .start_mins = V(minutes(p->visit[i].earliest.n + 15 * (a->firm % 4))));
	trail(w, a->offered, w->c->firm[a->firm].scheduler, "offer.make", "offer", id.v, NULL, 0,
	      0, 0);
	return id;
}

static void write_asked(struct writing *w, const struct plan_step *s, StepId step, size_t at)
{
	const struct plan_asked *a = &s->asked[at];
	struct council *c = w->c;
	InvitationId id = NEW_ID(c->db, InvitationId);
	BlockId block = a->block ? c->firm[a->firm].block[w->p->place] : (BlockId){ 0 };
	LotId lot = lot_asked(c, s->tier, a->firm, w->p->place, s->sent);
	OfferId offer;

	DO(c->db, demo_invitation_insert, .id = V(id), .step = V(step), .request = V(w->id),
	   .provider = V(c->firm[a->firm].id), .block = V(block), .lot = V(lot),
	   .position = V((int64_t)at + 1), .state = V((int64_t)a->state),
	   .sent_ms = V(s->sent), .deadline_ms = V(s->deadline),
	   .seen_ms = V(a->seen), .answered_ms = V(a->answered),
	   .decline = V(a->decline ? (int64_t)a->decline : INT_NONE));
	if (a->state == INVITATION_DECLINED)
		trail(w, a->answered, c->firm[a->firm].scheduler, "invitation.decline",
		      "invitation", id.v, NULL, a->decline, 0, 0);
	else if (a->state == INVITATION_WITHDRAWN && moment_known(a->answered))
		trail(w, a->answered, c->commissioner, "offer.lapse", "invitation", id.v,
		      "provider suspended", 0, 0, 0);
	if (!a->offers)
		return;
	offer = write_offer(w, a, id);
	if (a->won) {
		w->won = offer;
		w->block = block;
		w->lot = lot;
	}
}

static void write_step(struct writing *w, size_t at)
{
	const struct plan_step *s = &w->p->step[at];
	StepId id = NEW_ID(w->c->db, StepId);
	int64_t offers = 0;

	DO(w->c->db, demo_step_insert, .id = V(id), .request = V(w->id),
	   .step_no = V((int64_t)at + 1), .policy_tier = V(s->tier->id),
	   .tier_no = V(s->tier->no), .choice = V(s->tier->choice), .price = V(s->tier->price),
	   .fair_pence = V(fair_on(w->c, w->p->place, moment_date(s->sent))),
	   .ceiling_pence = V(s->tier->ceiling), .sent_ms = V(s->sent),
	   .deadline_ms = V(s->deadline), .sent_by = V(s->by), .jump = V((int64_t)s->jump),
	   .jump_reason = V(s->jump_reason), .approved_by = V(s->approved),
	   .ended_ms = V(s->ended), .ended_how = V((int64_t)s->how));
	trail(w, s->sent, s->by, "request.send", "request", w->id.v, s->jump_reason, s->tier->no,
	      (int64_t)s->nasked, s->jump);
	for (size_t i = 0; i < s->nasked; i++) {
		write_asked(w, s, id, i);
		offers += s->asked[i].offers && s->asked[i].offer_state != OFFER_LAPSED;
	}
	if (s->how == STEP_OPENED || s->how == STEP_NONE || s->how == STEP_DECLINED)
		trail(w, s->ended, (UserAccountId){ 0 }, "step.end", "step", id.v, NULL, offers,
		      s->ended.ms >= s->deadline.ms, 0);
}

/* ---- award and placement ------------------------------------------------------------- */

static PackageId package_of(struct writing *w)
{
	struct demo_package_row row;
	PackageId id;

	if (ONE(w->c->db, w->a, demo_package, &row, .person = V(w->person)))
		return row.id;
	id = NEW_ID(w->c->db, PackageId);
	DO(w->c->db, demo_package_insert, .id = V(id), .person = V(w->person),
	   .made_ms = V(w->p->awarded));
	return id;
}

static void write_element(struct writing *w)
{
	const struct plan *p = w->p;
	size_t n = p->nvisits - p->left;
	struct visit_totals t = visits_total(p->visit, n);
	ElementId id = NEW_ID(w->c->db, ElementId);

	DO(w->c->db, demo_element_insert, .id = V(id), .placement = V(w->placement),
	   .block = V(w->block), .from_day = V(p->from), .until_day = V(p->until),
	   .rate_pence = V(p->rate), .week_mins = V(t.week), .week_visits = V(t.visits),
	   .week_pence = V(p->week), .funding = V((int64_t)p->funding),
	   .council_pct = V(p->council_pct));
	for (size_t i = 0; i < n; i++)
		DO(w->c->db, demo_element_visit_insert, .element = V(id),
		   .visit_no = V((int64_t)i + 1), .days = V(p->visit[i].days),
		   .start_mins = V(minutes(p->visit[i].earliest.n + 15 * (p->winner % 4))),
		   .length_mins = V(p->visit[i].length), .carers = V(p->visit[i].carers));
	if (w->block.v)
		block_draw(w->c, p->winner, p->place, p->from, p->until, t.week.n);
}

static void write_award(struct writing *w)
{
	const struct plan *p = w->p;
	struct council *c = w->c;
	AwardId award = NEW_ID(c->db, AwardId);
	UserAccountId by = c->brokers[w->id.v % (int64_t)COUNT(c->brokers)];

	w->placement = NEW_ID(c->db, PlacementId);
	DO(c->db, demo_award_insert, .id = V(award), .request = V(w->id), .offer = V(w->won),
	   .awarded_by = V(by), .awarded_ms = V(p->awarded), .rank_no = V(p->rank),
	   .reason = V(p->award_reason));
	DO(c->db, demo_placement_insert, .id = V(w->placement), .package = V(package_of(w)),
	   .award = V(award), .request = V(w->id), .person = V(w->person),
	   .provider = V(c->firm[p->winner].id), .lot = V(w->lot),
	   .service = V((int64_t)SERVICE_HOMECARE), .locality = V(c->place[p->place]),
	   .made_ms = V(p->awarded), .from_day = V(p->from),
	   .until_day = V(p->until), .started_ms = V(p->started), .end_reason = V(p->end_reason));
	write_element(w);
	trail(w, p->awarded, by, "request.award", "request", w->id.v, p->award_reason, w->won.v,
	      c->firm[p->winner].id.v, w->placement.v);
	if (moment_known(p->started))
		trail(w, p->started, c->firm[p->winner].scheduler, "placement.begin", "placement",
		      w->placement.v, NULL, 0, 0, 0);
	if (p->end_reason)
		trail(w, moment_at(date_plus(p->until, -1), minutes(9 * 60 + w->id.v % 400)), by,
		      "placement.end", "placement", w->placement.v, p->end_reason, 0, 0, 0);
}

/* What comes after: the rest of a partial award, a change, another provider. */
static void write_next(struct writing *w)
{
	const struct plan *p = w->p;
	struct follow f = { .person = p->person, .funding = p->funding, .not_firm = p->winner };

	if (p->left) {
		f.made = p->awarded;
		f.reason = p->reason == REASON_DISCHARGE ? REASON_PLAN : p->reason;
		f.start = p->from;
		f.visit[0] = p->visit[p->nvisits - 1];
		f.nvisits = 1;
		f.reopens = w->id;
		follow_add(w->c, f);
	}
	if (p->next_reason) {
		f.made = moment_at(date_plus(p->until, -(int)(6 + w->id.v % 6)),
		                   minutes(9 * 60 + w->id.v * 7 % 420));
		if (f.made.ms <= p->awarded.ms)
			f.made.ms = p->awarded.ms + 3600000;
		f.reason = p->next_reason;
		f.start = p->until;
		f.nvisits = 0;
		f.reopens = (RequestId){ 0 };
		if (p->next_reason == REASON_CHANGE)
			f.not_firm = -1;
		follow_add(w->c, f);
	}
}

static int64_t free_from(const struct plan *p)
{
	if (p->next_reason || p->left || text_same(p->end_reason, "Died") ||
	    text_same(p->close_reason, "Died") || text_same(p->end_reason, "Moved away") ||
	    text_same(p->end_reason, "Moved to a care home"))
		return INT64_MAX;
	if (p->outcome != OUTCOME_AWARDED)
		return p->closed.ms;
	return date_cmp(p->until, DATE_OPEN) ? moment_at(p->until, minutes(0)).ms : INT64_MAX;
}

static void write_death(struct writing *w)
{
	const struct plan *p = w->p;
	bool died = text_same(p->close_reason, "Died") || text_same(p->end_reason, "Died");

	if (died)
		DO(w->c->db, demo_person_died, .id = V(w->person),
		   .died_day = V(p->outcome == OUTCOME_AWARDED ? date_plus(p->until, -1)
		                                               : moment_date(p->closed)));
}

void plan_write(struct council *c, struct arena *a, struct plan *p)
{
	struct writing w = { .c = c, .a = a, .p = p, .asker = c->asks[p->team] };

	if (p->person < 0)
		p->person = resident_add(c, a, (Moment){ p->made.ms - 600000 }, p->place, w.asker);
	w.person = c->people[p->person].id;
	w.id = NEW_ID(c->db, RequestId);
	write_request(&w);
	for (size_t i = 0; i < p->nsteps; i++)
		write_step(&w, i);
	if (p->outcome == OUTCOME_AWARDED)
		write_award(&w);
	else
		trail(&w, p->closed, p->outcome == OUTCOME_WITHDRAWN ? w.asker : c->brokers[0],
		      p->outcome == OUTCOME_WITHDRAWN ? "request.withdraw" : "request.unmet",
		      "request", w.id.v, p->close_reason, 0, 0, 0);
	write_death(&w);
	write_next(&w);
	c->people[p->person].free_ms = free_from(p);
}
