/* SPDX-License-Identifier: MIT */
/*
 * visits.c -- what a visit grid adds up to, and what a week of it costs.
 *
 * cost = (sum over visits of paid minutes x days x carers) x rate / 60, where
 * paid minutes = the length, at least `shortest`, up to the next `round_up`.
 */
#include "brokerage/brokerage.h"

VOCAB_WORDS(request_stage, STAGE, REQUEST_STAGES)
VOCAB_WORDS(request_reason, REASON, REQUEST_REASONS)
VOCAB_WORDS(funding, FUNDING, FUNDINGS)
VOCAB_WORDS(tier_who, WHO, TIER_WHOS)
VOCAB_WORDS(tier_price, PRICE, TIER_PRICES)
VOCAB_WORDS(tier_choice, CHOICE, TIER_CHOICES)
VOCAB_WORDS(step_jump, JUMP, STEP_JUMPS)
VOCAB_WORDS(step_end, STEP, STEP_ENDS)
VOCAB_WORDS(invitation_state, INVITATION, INVITATION_STATES)
VOCAB_WORDS(offer_state, OFFER, OFFER_STATES)
VOCAB_WORDS(decline_reason, DECLINE, DECLINE_REASONS)
VOCAB_WORDS(carers, CARERS, SINGLE_OR_DOUBLE)

static int64_t days_in(int64_t bits)
{
	return __builtin_popcountll((unsigned long long)bits & 127);
}

struct visit_totals visits_total(const struct visit *v, size_t n)
{
	struct visit_totals t = { .most_carers = 1 };
	int64_t on_day[7] = { 0 };

	for (size_t i = 0; i < n; i++) {
		t.visits += days_in(v[i].days);
		t.week.n += days_in(v[i].days) * v[i].length.n * v[i].carers;
		if (v[i].carers > t.most_carers)
			t.most_carers = v[i].carers;
		for (int d = 0; d < 7; d++)
			on_day[d] += v[i].days >> d & 1;
	}
	for (int d = 0; d < 7; d++)
		if (on_day[d] > t.most_daily)
			t.most_daily = on_day[d];
	return t;
}

static int64_t paid_minutes(int64_t length, struct pay_rule rule)
{
	int64_t up = rule.round_up.n;

	if (length < rule.shortest.n)
		length = rule.shortest.n;
	return up > 0 ? (length + up - 1) / up * up : length;
}

Money visits_cost(const struct visit *v, size_t n, Money rate, struct pay_rule rule)
{
	int64_t paid = 0;

	for (size_t i = 0; i < n; i++)
		paid += days_in(v[i].days) * v[i].carers * paid_minutes(v[i].length.n, rule);
	return money_share(rate, paid, 60);     /* the one rounding: on the week */
}
