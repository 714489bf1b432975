/* SPDX-License-Identifier: MIT */
/*
 * plan.c -- what is asked for, whether it is found, and how long it is needed.
 *
 * Stays are of two kinds: some weeks after hospital, or years; 560 days on
 * average for the second kind, 1,000 at most.  So whatever is running three
 * years ago began at most STAY_MOST days before, and the council's records
 * begin there: of those older requests only what was still running was
 * brought over.
 */
#include "demo/inside.h"

enum { STAY_MOST = 1000, DAY_MS = 86400000 };

/* ---- hours bought ahead ------------------------------------------------------ */

static int64_t day_no(const struct council *c, Date d)
{
	int64_t n = date_minus(d, moment_date(c->founded));

	return n < 0 ? 0 : n < BLOCK_DAYS ? n : BLOCK_DAYS - 1;
}

/* Filled to nine tenths, so that tier 1 has something for the requests that are open. */
bool block_fits(const struct council *c, int firm, int place, Date from, Date until, int64_t mins)
{
	int64_t last = day_no(c, until);

	if (firm >= FIRM_BLOCKS || !c->firm[firm].block[place].v)
		return false;
	for (int64_t d = day_no(c, from); d <= last; d++)
		if (c->drawn[firm][place][d] + mins > c->block_week.n * 9 / 10)
			return false;
	return true;
}

void block_draw(struct council *c, int firm, int place, Date from, Date until, int64_t mins)
{
	int64_t last = day_no(c, until);

	for (int64_t d = day_no(c, from); d < last; d++)
		c->drawn[firm][place][d] += (int32_t)mins;
}

/* ---- what is asked for ------------------------------------------------------- */

static void reason_of(struct council *c, struct plan *p)
{
	/* Discharge, plan, continuing healthcare, by funding: council, NHS, joint. */
	static const int weights[2][3][3] = {
		{ { 43, 57, 0 }, { 30, 0, 70 }, { 45, 35, 20 } },
		{ { 68, 32, 0 }, { 50, 0, 50 }, { 60, 25, 15 } },        /* Fridays */
	};
	static const unsigned reasons[] = { REASON_DISCHARGE, REASON_PLAN, REASON_CHC };
	bool friday = date_weekday(moment_date(p->made)) == 5;

	p->reason = reasons[share_next(c->owed_reason[p->funding - 1],
	                               weights[friday][p->funding - 1], 3)];
}

static void discharge(struct council *c, struct plan *p)
{
	static const char *const wards[] = {
		"Ward 4b", "Ward 7", "Stroke unit", "Frailty ward", "Orthopaedic 2", "Medical 9",
		"Respiratory", "Acute assessment",
	};

	p->hospital = p->place < 3 ? "Royal Marches Hospital" : "Tarn Valley Hospital";
	p->ward = CHANCE_OF(&c->dice, wards);
	p->ready = (Moment){ p->made.ms + chance_between(&c->dice, -20, 30) * 3600000 };
	p->start = date_plus(moment_date(p->ready), chance_in(&c->dice, 1, 3));
	if (date_cmp(p->start, moment_date(p->made)) < 0)
		p->start = moment_date(p->made);
	/* The hospitals' teams ask for half of them, the area's team for the others. */
	p->team = chance_in(&c->dice, 1, 2) ? (p->place < 3 ? 0 : 1) : 2 + p->place;
}

/* Somebody who had care before and is at home without it; -1: somebody new. */
static int64_t comes_again(struct council *c, Moment made)
{
	int64_t at;

	if (!c->npeople || !chance_in(&c->dice, 9, 100))
		return -1;
	at = chance_between(&c->dice, 0, (int64_t)c->npeople - 1);
	return c->people[at].free_ms < made.ms - INT64_C(3) * DAY_MS ? at : -1;
}

static void what_is_asked(struct council *c, struct plan *p, const struct follow *f)
{
	static const int fundings[] = { 82, 15, 3 };
	int weights[PLACES];

	for (int i = 0; i < PLACES; i++)
		weights[i] = places[i].weight;
	p->person = f ? f->person : comes_again(c, p->made);
	p->place = p->person >= 0 ? c->people[p->person].place
	                          : (int)share_next(c->owed_place, weights, PLACES);
	p->funding =
		f ? (unsigned)f->funding : 1 + (unsigned)share_next(c->owed_funding, fundings, 3);
	p->council_pct = p->funding == FUNDING_COUNCIL ? 100 : p->funding == FUNDING_JOINT ? 50 : 0;
	if (f)
		p->reason = f->reason;
	else
		reason_of(c, p);
	p->team = 2 + p->place;
	p->start = f ? f->start
	             : date_plus(moment_date(p->made), (int)chance_between(&c->dice, 3, 16));
	if (p->reason == REASON_DISCHARGE && !f)
		discharge(c, p);
	p->due = moment_known(p->ready) ? p->ready : moment_at(p->start, minutes(8 * 60));
	if (f && f->nvisits) {
		p->nvisits = f->nvisits;
		for (size_t i = 0; i < f->nvisits; i++)
			p->visit[i] = f->visit[i];
	} else {
		p->nvisits = grid_make(&c->dice, grid_next(c, p->funding), p->visit);
	}
	p->skill = chance_in(&c->dice, 12, 100) ? (int)chance_between(&c->dice, 0, 2) : -1;
	p->reopens = f ? f->reopens : (RequestId){ 0 };
}

/* ---- how long ------------------------------------------------------------------ */

static bool one_of_six(int firm)
{
	return firm_specs[firm].kind == FIRM_STRATEGIC || firm_specs[firm].kind == FIRM_SPOT;
}

static int stay_of(struct council *c, const struct plan *p)
{
	/* Some weeks, or years.  Those who have been with the council longest are the six's. */
	static const int weights[2][2] = { { 50, 50 }, { 46, 54 } };
	bool six = one_of_six(p->winner);

	if (p->after && p->after->reason == REASON_CHANGE)
		return (int)chance_between(&c->dice, 120, STAY_MOST);
	if (share_next(c->owed_stay[six], weights[six], 2) == 0)
		return (int)chance_between(&c->dice, 14, 150);
	return (int)(120 + chance_between(&c->dice, 0, 440) + chance_between(&c->dice, 0, 440));
}

static void ends(struct council *c, struct plan *p)
{
	static const char *const reasons[] = {
		"Manages without support now", "Moved to a care home", "Died", "Back in hospital",
		"Family will help", "Moved away",
	};
	static const int weights[] = { 30, 19, 26, 11, 8, 6 };

	p->until = date_plus(p->from, stay_of(c, p));
	if (p->winner == FIRM_GONE && date_cmp(p->until, c->leaves) > 0) {
		p->until = c->leaves;
		p->next_reason = REASON_FAILURE;
		p->end_reason = "The provider gave its contract back";
		return;
	}
	if (date_cmp(p->until, c->today) > 0) {
		p->until = DATE_OPEN;
		return;
	}
	p->end_reason = reasons[chance_weighted(&c->dice, weights, COUNT(reasons))];
	/* Whoever has another package goes on living here. */
	if (p->left || (p->after && p->after->reopens.v))
		p->end_reason = reasons[0];
	if (date_minus(p->until, p->from) > 60 && chance_in(&c->dice, 12, 100) &&
	    date_cmp(date_plus(p->until, -14), moment_date(c->begun)) > 0 &&
	    date_cmp(p->until, date_plus(moment_date(c->live_from), -2)) < 0) {
		p->next_reason = REASON_CHANGE;
		p->end_reason = "Needs changed: a new package follows";
	}
}

/* A late award may have moved the first day; the last stays after it, as was planned. */
static void ends_after_it_begins(struct council *c, struct plan *p)
{
	if (date_cmp(p->until, date_plus(p->from, 7)) < 0) {
		p->until = date_plus(p->from, 7);
		if (date_cmp(p->until, c->today) > 0) {
			p->until = DATE_OPEN;
			p->end_reason = NULL;
			p->next_reason = 0;
		}
	}
}

static void closes_without(struct council *c, struct plan *p)
{
	static const char *const withdrawals[] = {
		"Readmitted before discharge", "The family will help for now", "Died",
		"Chose a care home", "Reablement took it on", "Recorded twice",
	};
	static const char *const unmet[] = {
		"Nobody in any tier has capacity at these times; a short stay in a care home "
		"instead",
		"No provider for two care workers at night; family covers and a carer's break is "
		"arranged",
		"No offer in any tier; direct payment agreed",
	};

	p->close_reason = p->outcome == OUTCOME_WITHDRAWN ? CHANCE_OF(&c->dice, withdrawals)
	                                                  : CHANCE_OF(&c->dice, unmet);
}

bool plan_make(struct council *c, Moment made, const struct follow *f, struct plan *p)
{
	static const int outcomes[] = { 88, 8, 4 };

	*p = (struct plan){ .made = made, .winner = -1, .until = DATE_OPEN, .after = f };
	what_is_asked(c, p, f);
	p->from = p->start;
	p->outcome = f ? OUTCOME_AWARDED : (enum ending)share_next(c->owed_outcome, outcomes, 3);
	if (p->outcome != OUTCOME_AWARDED) {
		plan_route(c, p);
		closes_without(c, p);
		return made.ms >= c->begun.ms && p->closed.ms < c->now.ms;
	}
	p->winner = winner_pick(c, p);
	if (!f && chance_in(&c->dice, 1, 7))
		p->from = date_plus(p->from, (int)chance_between(&c->dice, 1, 3));
	p->left = !f && p->nvisits > 1 && made.ms >= c->begun.ms &&
	          made.ms < c->live_from.ms - INT64_C(12) * DAY_MS && chance_in(&c->dice, 3, 100);
	ends(c, p);
	if (made.ms < c->begun.ms && date_cmp(p->until, moment_date(c->begun)) <= 0)
		return false;
	plan_route(c, p);
	ends_after_it_begins(c, p);
	if (p->closed.ms >= c->now.ms)
		return false;
	if (date_cmp(p->from, c->today) <= 0) {
		p->started = moment_at(p->from, minutes(8 * 60 + chance_between(&c->dice, 0, 500)));
		if (p->started.ms <= p->awarded.ms)
			p->started.ms = p->awarded.ms + chance_between(&c->dice, 1, 4) * 3600000;
		if (p->started.ms >= c->now.ms)
			p->started = MOMENT_NONE;
	}
	return true;
}
