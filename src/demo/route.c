/* SPDX-License-Identifier: MIT */
/*
 * route.c -- how a planned request went from tier to tier, and who answered what.
 *
 *	made -> step (tier 1) -> no offer -> step (tier 2) ... -> offers opened -> award
 *	                                          \-> moved by the broker, with a reason
 *
 * As the verbs would have it: a tier that nobody answers goes on by itself to
 * the next with somebody to ask; one that needs approval waits for a manager;
 * whoever is suspended is not asked, and what is open with him lapses.
 */
#include "demo/inside.h"

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)

static const char *const skip_reasons[] = {
	"The person is known to a Part A provider that can begin tomorrow.",
	"Both Part B providers said by telephone that they are full this week.",
	"The ward needs the bed today: asked all of Part A at once.",
	"Needs a Polish-speaking care worker, whom tier 1 has not got.",
};
static const char *const back_reasons[] = {
	"A provider rang: a round has come free at the fair price.",
	"The family can wait until Monday, so the first tier is worth another try.",
};
static const char *const award_reasons[] = {
	"Cared for her before Christmas and the family asks for the same people.",
	"The cheaper offer could not do the bedtime call at the time that she needs.",
	"Begins two days sooner: the ward needs the bed.",
	"Has a care worker who speaks Punjabi.",
	"The first in order has had three late calls with this person's neighbour.",
};

Moment office_hours(Moment m)
{
	Date d = moment_date(m);
	int64_t at = moment_time(m).n;

	if (at >= 17 * 60 + 30) {
		d = date_plus(d, 1);
		at = 0;
	}
	while (date_weekday(d) > 5) {
		d = date_plus(d, 1);
		at = 0;
	}
	/* Whatever came in the night is seen to in the first hour and a half. */
	return at >= 8 * 60 + 30 ? m : moment_at(d, minutes(8 * 60 + 30 + m.ms / MINUTE % 90));
}

static Moment later_by(struct council *c, Moment from, int64_t least_ms, int64_t most_ms)
{
	return (Moment){ from.ms + chance_between(&c->dice, least_ms, most_ms) };
}

static bool shut_at(const struct council *c, int firm, Moment at)
{
	return firm == FIRM_SHUT && at.ms >= c->shut_from.ms && at.ms < c->shut_until.ms;
}

/* Does a tier ask this firm in this place?  As brokerage's tier_takes(). */
static bool asks(const struct council *c, const struct tier *t, int firm, int place, Moment at)
{
	const struct firm_spec *f = &firm_specs[firm];
	bool here = f->places >> place & 1, strategic = f->kind == FIRM_STRATEGIC;
	Date day = moment_date(at);

	if (f->kind == FIRM_OTHER || shut_at(c, firm, at))
		return false;
	if (f->kind == FIRM_LEAVER)
		here = here && date_cmp(day, c->leaves) < 0;
	if (f->kind == FIRM_NEWCOMER)
		here = here && date_cmp(day, newcomer_from(c)) > 0;
	switch ((enum tier_who)t->who) {
	case WHO_BLOCK:
		return strategic && here;
	case WHO_PART_A:
		return strategic || (here && (f->kind == FIRM_SPOT || f->kind == FIRM_PART_A ||
		                              f->kind == FIRM_NEWCOMER ||
		                              f->kind == FIRM_SILENT || f->kind == FIRM_LEAVER));
	case WHO_INTERIM:
		return here && (f->kind == FIRM_INTERIM || f->kind == FIRM_OUT_OF_AREA);
	case WHO_OPEN:
		return f->kind == FIRM_OUTSIDE;
	}
	return false;
}

size_t firms_in(const struct council *c, const struct tier *t, int place, Moment at, int out[FIRMS])
{
	size_t n = 0;

	for (int i = 0; i < FIRMS; i++)
		if (asks(c, t, i, place, at))
			out[n++] = i;
	return n;
}

/* ---- a step and its answers ------------------------------------------------------ */

static struct plan_step *step_open(struct council *c, struct plan *p, const struct tier *t,
                                   Moment at, int64_t minutes_a_week)
{
	struct plan_step *s = &p->step[p->nsteps];
	int firms[FIRMS];
	size_t n = firms_in(c, t, p->place, at, firms), most = PLAN_ASKED;
	int64_t window = p->reason == REASON_DISCHARGE ? t->urgent.n : t->standard.n;

	SURE(p->nsteps < PLAN_STEPS);
	if (!n)
		return NULL;
	p->nsteps++;
	*s = (struct plan_step){ .tier = t,
		                 .sent = at,
		                 .deadline = moment_plus(at, minutes(window)),
		                 .jump = JUMP_IN_ORDER };
	/* So many invitations would only make a big file bigger. */
	if (c->order.size == DEMO_LARGE)
		most = 5;
	for (size_t i = 0; i < n; i++) {
		if (firms[i] != p->winner && s->nasked + (p->winner >= 0) >= most)
			continue;
		s->asked[s->nasked++] =
			(struct plan_asked){ .firm = firms[i],
			                     .state = INVITATION_LAPSED,
			                     .block = t->who == WHO_BLOCK &&
			                              block_fits(c, firms[i], p->place, p->from,
			                                         p->until, minutes_a_week) };
	}
	return s;
}

/* He answers some time before `until`; never the silent one. */
static void declines(struct council *c, struct plan_step *s, struct plan_asked *a, Moment until)
{
	static const int reasons[] = { 58, 14, 6, 10, 9, 3 };

	a->state = INVITATION_DECLINED;
	a->answered = later_by(c, s->sent, 4 * MINUTE, until.ms - s->sent.ms - MINUTE);
	a->seen = later_by(c, s->sent, MINUTE, a->answered.ms - s->sent.ms);
	a->decline = 1 + (unsigned)chance_weighted(&c->dice, reasons, COUNT(reasons));
}

/* Answers of those who do not get it, up to a moment; those who give none may have looked. */
static void others_answer(struct council *c, struct plan *p, struct plan_step *s, Moment until,
                          int of_100)
{
	for (size_t i = 0; i < s->nasked; i++) {
		struct plan_asked *a = &s->asked[i];

		if (a->firm == p->winner || a->offers || firm_specs[a->firm].kind == FIRM_SILENT)
			continue;
		if (chance_in(&c->dice, of_100, 100))
			declines(c, s, a, until);
		else if (chance_in(&c->dice, 1, 2))
			a->seen = later_by(c, s->sent, MINUTE, until.ms - s->sent.ms);
	}
}

/* What is open with the one who is suspended while the step runs: taken back. */
static void shut_lapses(const struct council *c, struct plan_step *s)
{
	for (size_t i = 0; i < s->nasked; i++) {
		struct plan_asked *a = &s->asked[i];

		if (a->firm != FIRM_SHUT || s->sent.ms >= c->shut_from.ms ||
		    s->ended.ms <= c->shut_from.ms)
			continue;
		if (a->offers ? a->answered.ms < c->shut_from.ms
		              : a->state != INVITATION_DECLINED ||
		                        a->answered.ms >= c->shut_from.ms) {
			a->state = INVITATION_WITHDRAWN;
			a->answered = c->shut_from;
			a->decline = 0;
			if (a->seen.ms >= c->shut_from.ms)
				a->seen = MOMENT_NONE;
			a->offer_state = a->offers ? OFFER_LAPSED : 0;
		}
	}
}

/* All declined, or the deadline passed with nobody's offer. */
static void step_fails(struct council *c, struct plan *p, struct plan_step *s)
{
	bool all = true;
	Moment last = s->sent;

	others_answer(c, p, s, s->deadline, 86);
	for (size_t i = 0; i < s->nasked; i++) {
		all &= s->asked[i].state == INVITATION_DECLINED;
		if (s->asked[i].answered.ms > last.ms)
			last = s->asked[i].answered;
	}
	s->ended = all ? last : s->deadline;
	s->how = all ? STEP_DECLINED : STEP_NONE;
	shut_lapses(c, s);
}

/* ---- offers ------------------------------------------------------------------------ */

static Money rate_for(struct council *c, const struct plan *p, const struct plan_step *s, int firm,
                      bool block)
{
	Money fair = fair_on(c, p->place, moment_date(s->sent));
	int64_t more = 0;

	switch ((enum tier_who)s->tier->who) {
	case WHO_BLOCK:
		if (block)
			return c->block_rate;
		more = chance_between(&c->dice, -12, 0) * 5;
		break;
	case WHO_PART_A:
		more = s->tier->price == PRICE_FAIR ? chance_between(&c->dice, -16, 0) * 5
		                                    : chance_between(&c->dice, 2, 40) * 5;
		break;
	case WHO_INTERIM:
		more = chance_between(&c->dice, 10, 56) * 5;
		break;
	case WHO_OPEN:
		more = chance_between(&c->dice, 30, 90) * 5;
		break;
	}
	if (firm_specs[firm].kind == FIRM_SPOT && s->tier->price == PRICE_ANY)
		more += 40;
	return money_plus(fair, money(more));
}

static void offers(struct council *c, struct plan *p, struct plan_step *s, struct plan_asked *a,
                   Moment at, bool winner)
{
	size_t n = p->nvisits;
	int64_t late = chance_in(&c->dice, 1, 6) ? chance_between(&c->dice, 1, 4) : 0;
	Date no_sooner = moment_date(at);

	a->offers = true;
	a->won = winner;
	a->state = INVITATION_OFFERED;
	a->answered = a->offered = at;
	a->seen = later_by(c, s->sent, MINUTE, at.ms - s->sent.ms);
	a->rate = rate_for(c, p, s, a->firm, a->block);
	a->covers_all = !(winner && p->left);
	if (!a->covers_all)
		n--;
	a->week = visits_cost(p->visit, n, a->rate, c->pay);
	if (date_cmp(no_sooner, p->start) < 0)
		no_sooner = p->start;
	a->start = winner ? p->from : date_plus(no_sooner, (int)late);
	a->offer_state = winner ? OFFER_WON : OFFER_LOST;
}

/* Is offer x before offer y?  As brokerage's offer_list orders them. */
static bool better(const struct plan *p, Money fair, const struct plan_asked *x,
                   const struct plan_asked *y)
{
	int64_t lx = date_minus(x->start, p->start), ly = date_minus(y->start, p->start);
	bool over_x = money_cmp(x->rate, fair) > 0, over_y = money_cmp(y->rate, fair) > 0;

	lx = lx > 0 ? lx : 0;
	ly = ly > 0 ? ly : 0;
	if (x->covers_all != y->covers_all)
		return x->covers_all;
	if (over_x != over_y)
		return over_y;
	if (lx != ly)
		return lx < ly;
	if (money_cmp(x->week, y->week))
		return money_cmp(x->week, y->week) < 0;
	return x->answered.ms < y->answered.ms;
}

static void rank_winner(struct council *c, struct plan *p, struct plan_step *s)
{
	Money fair = fair_on(c, p->place, moment_date(s->sent));
	const struct plan_asked *won = NULL;

	for (size_t i = 0; i < s->nasked; i++)
		if (s->asked[i].won)
			won = &s->asked[i];
	SURE(won);
	p->rank = 1;
	for (size_t i = 0; i < s->nasked; i++)
		if (s->asked[i].offers && s->asked[i].offer_state == OFFER_LOST &&
		    better(p, fair, &s->asked[i], won))
			p->rank++;
	p->award_reason = p->rank > 1 ? CHANCE_OF(&c->dice, award_reasons) : NULL;
	p->rate = won->rate;
	p->week = won->week;
}

/* Mostly the best offer wins: nobody is cheaper or sooner than it. */
static void winner_is_best(struct council *c, const struct plan *p, struct plan_step *s)
{
	struct plan_asked *won = NULL;

	for (size_t i = 0; i < s->nasked; i++)
		if (s->asked[i].won)
			won = &s->asked[i];
	SURE(won);
	for (size_t i = 0; i < s->nasked; i++) {
		struct plan_asked *a = &s->asked[i];

		if (!a->offers || a->won)
			continue;
		if (money_cmp(a->rate, won->rate) < 0)
			won->rate = a->rate;
		if (date_cmp(a->start, won->start) < 0)
			a->start = won->start;
		if (a->answered.ms < won->answered.ms && money_cmp(a->rate, won->rate) == 0)
			won->rate = money_minus(won->rate, money(5));
	}
	won->week = visits_cost(p->visit, p->nvisits - p->left, won->rate, c->pay);
}

/* The step in which the winner offers.  Where the first acceptable offer decides, it is his. */
static void step_wins(struct council *c, struct plan *p, struct plan_step *s)
{
	Moment at = later_by(c, s->sent, 6 * MINUTE, (s->deadline.ms - s->sent.ms) * 3 / 4);
	bool first = s->tier->choice == CHOICE_FIRST, all = true;
	Moment last = at;

	for (size_t i = 0; i < s->nasked; i++) {
		struct plan_asked *a = &s->asked[i];

		if (a->firm == p->winner)
			offers(c, p, s, a, at, true);
		else if (!first && firm_specs[a->firm].kind != FIRM_SILENT &&
		         chance_in(&c->dice, 14, 100))
			offers(c, p, s, a, later_by(c, s->sent, 6 * MINUTE,
			       s->deadline.ms - s->sent.ms - MINUTE), false);
	}
	if (chance_in(&c->dice, 7, 10))
		winner_is_best(c, p, s);
	/* A partial offer is not acceptable, so it does not end the step. */
	first = first && !p->left && date_cmp(p->from, p->start) <= 0;
	others_answer(c, p, s, first ? at : s->deadline, first ? 40 : 62);
	for (size_t i = 0; i < s->nasked; i++) {
		all &= s->asked[i].state == INVITATION_DECLINED || s->asked[i].offers;
		if (s->asked[i].answered.ms > last.ms)
			last = s->asked[i].answered;
	}
	s->ended = first ? at : all ? last : s->deadline;
	s->how = STEP_OPENED;
	shut_lapses(c, s);
	rank_winner(c, p, s);
}

/* ---- the way through the tiers ------------------------------------------------------- */

static bool part_b_here(const struct plan *p)
{
	return firm_specs[p->winner].kind == FIRM_STRATEGIC &&
	       firm_specs[p->winner].places >> p->place & 1;
}

/* The tier in which the winner gets it: its place in the council's list. */
static size_t winning_tier(struct council *c, const struct plan *p)
{
	unsigned who = WHO_PART_A, price = chance_in(&c->dice, 62, 100) ? PRICE_FAIR : PRICE_ANY;

	switch (firm_specs[p->winner].kind) {
	case FIRM_INTERIM: case FIRM_OUT_OF_AREA:
		who = WHO_INTERIM;
		break;
	case FIRM_OUTSIDE:
		who = WHO_OPEN;
		break;
	case FIRM_STRATEGIC:
		who = part_b_here(p) ? WHO_BLOCK : WHO_PART_A;
		break;
	case FIRM_SPOT: case FIRM_PART_A: case FIRM_NEWCOMER: case FIRM_SILENT: case FIRM_LEAVER:
	case FIRM_OTHER:
		break;
	}
	for (size_t i = 0; i < c->ntiers; i++)
		if (c->tier[i].who == who && (who != WHO_PART_A || c->tier[i].price == price))
			return i;
	SURE(!"a tier of the policy for every firm");
	return 0;
}

/* Sent by a person: the first step, a jump, and what needs approval. */
static void sent_by(struct council *c, struct plan_step *s, unsigned jump, const char *reason)
{
	s->by = c->brokers[chance_between(&c->dice, 0, (int64_t)COUNT(c->brokers) - 1)];
	s->jump = jump;
	s->jump_reason = reason;
	if (s->tier->approval)
		s->by = s->approved = c->manager;
}

/* Steps without an offer from tier `from` to before `to`; says when the next one may be sent. */
static Moment fail_through(struct council *c, struct plan *p, size_t from, size_t to, Moment at,
                           int64_t mins)
{
	for (size_t i = from; i < to && !c->tier[i].approval; i++) {
		struct plan_step *s = step_open(c, p, &c->tier[i], at, mins);

		if (!s)
			continue;
		if (p->nsteps == 1)
			sent_by(c, s, JUMP_IN_ORDER, NULL);
		step_fails(c, p, s);
		at = s->ended;
	}
	return at;
}

/* The broker takes it back from a tier while it runs, to go where he has heard of somebody. */
static Moment move_from(struct council *c, struct plan *p, size_t tier, Moment at, int64_t mins)
{
	struct plan_step *s = step_open(c, p, &c->tier[tier], at, mins);

	if (!s)
		return at;
	if (p->nsteps == 1)
		sent_by(c, s, JUMP_IN_ORDER, NULL);
	s->ended = later_by(c, s->sent, 10 * MINUTE, (s->deadline.ms - s->sent.ms) / 2);
	s->how = STEP_MOVED;
	others_answer(c, p, s, s->ended, 30);
	for (size_t i = 0; i < s->nasked; i++)
		if (s->asked[i].state == INVITATION_LAPSED)
			s->asked[i].state = INVITATION_WITHDRAWN;
	shut_lapses(c, s);
	return s->ended;
}

static Moment won_through(struct council *c, struct plan *p, Moment at, int64_t mins)
{
	size_t win = winning_tier(c, p);
	const struct tier *t = &c->tier[win];
	unsigned jump = JUMP_IN_ORDER;
	const char *reason = NULL;
	int winner = p->winner;
	struct plan_step *s;

	p->winner = -1;                          /* he is not offering yet */
	if (win == 1 && chance_in(&c->dice, 5, 100)) {
		jump = JUMP_SKIPPED;
		reason = CHANCE_OF(&c->dice, skip_reasons);
	} else if (t->price == PRICE_FAIR && chance_in(&c->dice, 4, 100)) {
		at = fail_through(c, p, 0, win, at, mins);
		at = fail_through(c, p, win, win + 1, at, mins);
		at = move_from(c, p, win + 1, at, mins);
		jump = JUMP_BACK;
		reason = CHANCE_OF(&c->dice, back_reasons);
	} else {
		at = fail_through(c, p, 0, win, at, mins);
	}
	if (t->approval)                         /* stuck, until a manager has looked at it */
		at = office_hours(later_by(c, at, 20 * MINUTE, 5 * HOUR));
	p->winner = winner;
	s = step_open(c, p, t, at, mins);
	SURE(s);
	if (p->nsteps == 1 || jump != JUMP_IN_ORDER || t->approval)
		sent_by(c, s, jump, reason);
	step_wins(c, p, s);
	return s->ended;
}

/* It is withdrawn while a step runs, or before any. */
static void withdrawn(struct council *c, struct plan *p, Moment at, int64_t mins)
{
	struct plan_step *s;

	if (chance_in(&c->dice, 2, 5)) {
		p->closed = later_by(c, p->made, 20 * MINUTE, 6 * HOUR);
		return;
	}
	if (chance_in(&c->dice, 1, 2))
		at = fail_through(c, p, 0, 1, at, mins);
	s = step_open(c, p, &c->tier[p->nsteps ? 1 : 0], at, mins);
	SURE(s);
	if (p->nsteps == 1)
		sent_by(c, s, JUMP_IN_ORDER, NULL);
	s->ended = later_by(c, s->sent, 15 * MINUTE, s->deadline.ms - s->sent.ms - 5 * MINUTE);
	s->how = STEP_WITHDRAWN;
	others_answer(c, p, s, s->ended, 35);
	for (size_t i = 0; i < s->nasked; i++)
		if (s->asked[i].state == INVITATION_LAPSED)
			s->asked[i].state = INVITATION_WITHDRAWN;
	shut_lapses(c, s);
	p->closed = s->ended;
}

/* Nothing begins before it is awarded: a late decision moves what was offered. */
static void not_before_award(struct council *c, struct plan *p)
{
	struct plan_step *s = &p->step[p->nsteps - 1];

	if (date_cmp(moment_date(p->awarded), p->from) <= 0)
		return;
	p->from = date_plus(moment_date(p->awarded), 1);
	for (size_t i = 0; i < s->nasked; i++)
		if (s->asked[i].offers && date_cmp(s->asked[i].start, p->from) < 0)
			s->asked[i].start = p->from;
	rank_winner(c, p, s);
}

void plan_route(struct council *c, struct plan *p)
{
	int64_t mins = visits_total(p->visit, p->nvisits).week.n;
	Moment at = office_hours(later_by(c, p->made, 15 * MINUTE, 4 * HOUR));

	switch (p->outcome) {
	case OUTCOME_AWARDED:
		at = won_through(c, p, at, mins);
		p->awarded = p->closed = office_hours(later_by(c, at, 10 * MINUTE,
			p->reason == REASON_DISCHARGE ? 2 * HOUR : 7 * HOUR));
		not_before_award(c, p);
		break;
	case OUTCOME_WITHDRAWN:
		withdrawn(c, p, at, mins);
		break;
	case OUTCOME_UNMET:
		at = fail_through(c, p, 0, c->ntiers, at, mins);
		p->closed = office_hours(later_by(c, at, 20 * HOUR, 90 * HOUR));
		break;
	}
}
