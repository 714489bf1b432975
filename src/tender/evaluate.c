/* SPDX-License-Identifier: MIT */
/*
 * evaluate.c -- responses weighed: what a panel agreed, and what a price is worth.
 *
 *	quality   weight x (sum of weight x points, of the most that was to be had)
 *	social    the same of the section "Social value"
 *	price     ratio:  weight x lowest / price
 *	          linear: weight x (1 - (price - lowest) / lowest), not below nought
 */
#include "tender/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "site/setting.h"

enum { HUNDRED = 100 };

/* ---- prices ----------------------------------------------------------------------- */

int64_t price_points(int64_t rule, int64_t weight, Money lowest, Money price)
{
	const int64_t low = money_pence(lowest), is = money_pence(price);
	const int64_t most = weight * HUNDRED;

	SURE(low > 0 && is >= low);
	if (rule == SCORED_LINEAR)
		return is >= 2 * low ? 0 : (2 * most * (2 * low - is) + low) / (2 * low);
	return (2 * most * low + is) / (2 * is);
}

static int by_money(const void *a, const void *b)
{
	return money_cmp(*(const Money *)a, *(const Money *)b);
}

/* Of at least two; of an even number the lower of the two in the middle. */
static Money middle_of(struct db *db, Money *prices, size_t n)
{
	Money sum = money(0);

	if (text_same(setting(db, "tender.low_middle"), "median")) {
		qsort(prices, n, sizeof *prices, by_money);
		return prices[(n - 1) / 2];
	}
	for (size_t i = 0; i < n; i++)
		sum = money_plus(sum, prices[i]);
	return money_share(sum, 1, (int64_t)n);
}

/* Which of them lie so far below the middle that they must be explained. */
static void mark_low(struct db *db, struct arena *a, struct ranked *r, size_t n)
{
	const int64_t percent = setting_int(db, "tender.low_percent");
	Money *prices = NEWN(a, Money, n + 1), limit;

	if (n < 2 || percent == 0)
		return;
	for (size_t i = 0; i < n; i++)
		prices[i] = r[i].price;
	limit = money_share(middle_of(db, prices, n), HUNDRED - percent, HUNDRED);
	for (size_t i = 0; i < n; i++)
		r[i].low = money_cmp(r[i].price, limit) < 0;
}

/* ---- quality ---------------------------------------------------------------------- */

struct share { int64_t sum, all; };

/* Fractions of so many: any number of members up to sixteen divides it. */
#define WHOLE INT64_C(720720)

static bool points_of(const struct scored *q, int64_t *out)
{
	int64_t sum = 0, n = 0;

	if (q->own != INT_NONE || q->agreed != INT_NONE) {
		*out = WHOLE * (q->own != INT_NONE ? q->own : q->agreed);
		return true;
	}
	for (size_t i = 0; i < q->nmarks; i++)
		if (q->marks[i].counted) {
			sum += q->marks[i].points;
			n++;
		}
	*out = n ? sum * WHOLE / n : 0;
	return n > 0;
}

static bool is_social(struct arena *a, const struct scored *q)
{
	return !BLANK(q->at->q.section) && strcmp(utf8_key(a, q->at->q.section),
	                                          "social value") == 0;
}

/* Hundredths of a point. */
static int64_t share_points(const struct share *s, int64_t weight)
{
	return s->all ? (2 * weight * HUNDRED * s->sum + s->all) / (2 * s->all) : 0;
}

/* False: a question has no mark that counts yet. */
static bool quality_score(struct db *db, struct arena *a, const struct opportunity *o,
                          const struct opportunity_lot *lot, AnswerSheetId sheet,
                          struct ranked *out)
{
	struct question_form *qf = sheet_form(db, a, sheet, SEEN_EVALUATORS, TO_READ);
	struct share quality = { 0 }, social = { 0 };
	struct panel p;
	struct scores s;
	bool whole = true;

	if (!o->panel.v || !ONE(db, a, panel_load, &p, .id = V(o->panel)) ||
	    panel_state(&p) != PANEL_LOCKED)
		return false;
	sheet_scores(db, a, qf, p.locked_by, &s);
	for (size_t i = 0; i < s.n; i++) {
		const int64_t weight = s.list[i].at->q.weight;
		struct share *to = is_social(a, &s.list[i]) ? &social : &quality;
		int64_t points;

		whole &= points_of(&s.list[i], &points);
		to->sum += weight * points;
		to->all += weight * qf->set->v.scored_to * WHOLE;
	}
	if (!social.all || !quality.all) {
		quality = (struct share){ quality.sum + social.sum, quality.all + social.all };
		social = quality;
	}
	out->quality = share_points(&quality, lot->quality);
	out->social = share_points(&social, lot->social);
	return whole;
}

/* ---- ranked ----------------------------------------------------------------------- */

/* The best first; of equals the cheaper, then by name.  Whose price was refused comes last. */
static int by_total(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	const bool x_out = x->accepted == 0, y_out = y->accepted == 0;

	if (x_out != y_out)
		return x_out ? 1 : -1;
	if (x->total != y->total)
		return x->total > y->total ? -1 : 1;
	if (money_cmp(x->price, y->price) != 0)
		return money_cmp(x->price, y->price);
	return strcmp(x->name, y->name);
}

static void rank(struct ranked *r, size_t n)
{
	qsort(r, n, sizeof *r, by_total);
	for (size_t i = 0; i < n; i++)
		r[i].rank = r[i].accepted == 0 ? 0
		          : i > 0 && r[i].total == r[i - 1].total ? r[i - 1].rank
		                                                  : (int64_t)i + 1;
}

size_t lot_ranking(struct db *db, struct arena *a, const struct opportunity *o,
                   const struct opportunity_lot *lot, struct ranked **out)
{
	struct award_response_list_row *rows;
	size_t n = ALL(db, a, award_response_list, &rows, .opportunity_lot = V(lot->id));
	struct ranked *r = NEWN(a, struct ranked, n + 1);
	Money lowest = MONEY_NONE;

	for (size_t i = 0; i < n; i++) {
		r[i] = (struct ranked){ .response = rows[i].id, .provider = rows[i].provider,
			.name = rows[i].provider_name, .price = rows[i].price_pence,
			.asked = rows[i].asked_ms, .until = rows[i].until_day,
			.said = rows[i].said_ms, .accepted = rows[i].accepted };
		/* What was refused is no measure for the others. */
		if (r[i].accepted != 0 &&
		    (!money_known(lowest) || money_cmp(r[i].price, lowest) < 0))
			lowest = r[i].price;
	}
	mark_low(db, a, r, n);
	for (size_t i = 0; i < n; i++) {
		r[i].scored = quality_score(db, a, o, lot, rows[i].sheet, &r[i]);
		if (r[i].accepted != 0)
			r[i].cost = price_points(o->price_rule, lot->price, lowest, r[i].price);
		r[i].total = r[i].quality + r[i].cost + r[i].social;
	}
	rank(r, n);
	*out = r;
	return n;
}
