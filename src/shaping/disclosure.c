/* SPDX-License-Identifier: MIT */
/*
 * disclosure.c -- small groups are hidden, and what would tell them.
 */
#include "shaping/disclosure.h"

#include <stdlib.h>

enum {
	MOVE_MOST = 20,              /* figures of a move                                   */
	TRIES_MOST = 20000,          /* steps of one search                                 */
	DEAR_WHOLE = 1000,           /* a total is hidden rather than so many people's figures */
};

/* A figure in a sum: 1 as a part, -1 as the whole. */
struct member { size_t figure, sum; int64_t dear; int coef; };

struct search {
	struct disclosure *d;
	struct member *of_sum, *of_figure;   /* sorted by one or the other                  */
	size_t  *sum_at, *figure_at;         /* where each one's members begin              */
	int64_t *dear;                       /* of a figure: what hiding it costs           */
	int     *way, *best_way;             /* of a figure in the move: 1, -1; 0: not in it */
	int     *off;                        /* of a sum: how far it does not hold          */
	int64_t  step, cost, best;
	int      most, left;                 /* of figures; of tries                        */
	bool     only_hidden;
};

/* ---- what readers know ------------------------------------------------------------- */

static int64_t least(const struct disclosure *d)
{
	return d->zeros_shown ? 1 : 0;
}

static bool must_show(const struct disclosure *d, const struct figure *f)
{
	return f->value == 0 && d->zeros_shown;
}

size_t disclosure_small(struct disclosure *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		struct figure *f = &d->figures[i];

		f->hidden = f->people < d->smallest && !must_show(d, f);
		n += f->hidden;
	}
	return n;
}

/* ---- who is in which sum ------------------------------------------------------------- */

static int by_dear(const void *one, const void *two)
{
	const struct member *a = one, *b = two;

	if (a->dear != b->dear)
		return a->dear < b->dear ? -1 : 1;
	return (a->figure > b->figure) - (a->figure < b->figure);
}

static size_t members_count(const struct disclosure *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->nsums; i++)
		n += d->sums[i].nparts + 1;
	return n;
}

static void members_of_sums(struct search *s)
{
	const struct disclosure *d = s->d;
	size_t n = 0;

	for (size_t i = 0; i < d->nsums; i++) {
		s->sum_at[i] = n;
		s->of_sum[n++] = (struct member){ d->sums[i].whole, i,
			s->dear[d->sums[i].whole], -1 };
		for (size_t k = 0; k < d->sums[i].nparts; k++)
			s->of_sum[n++] = (struct member){ d->sums[i].parts[k], i,
				s->dear[d->sums[i].parts[k]], 1 };
		qsort(s->of_sum + s->sum_at[i], n - s->sum_at[i], sizeof *s->of_sum, by_dear);
	}
	s->sum_at[d->nsums] = n;
}

static void members_of_figures(struct arena *a, struct search *s)
{
	const size_t all = s->sum_at[s->d->nsums];
	size_t *fill = NEWN(a, size_t, s->d->n + 1);

	for (size_t i = 0; i < all; i++)
		s->figure_at[s->of_sum[i].figure + 1]++;
	for (size_t i = 0; i < s->d->n; i++)
		s->figure_at[i + 1] += s->figure_at[i];
	for (size_t i = 0; i < all; i++) {
		const struct member *m = &s->of_sum[i];

		s->of_figure[s->figure_at[m->figure] + fill[m->figure]++] = *m;
	}
}

static struct search search_new(struct arena *a, struct disclosure *d)
{
	const size_t members = members_count(d);
	struct search s = { .d = d, .of_sum = NEWN(a, struct member, members + 1),
		.of_figure = NEWN(a, struct member, members + 1),
		.sum_at = NEWN(a, size_t, d->nsums + 1), .figure_at = NEWN(a, size_t, d->n + 1),
		.dear = NEWN(a, int64_t, d->n + 1), .way = NEWN(a, int, d->n + 1),
		.best_way = NEWN(a, int, d->n + 1), .off = NEWN(a, int, d->nsums + 1) };

	for (size_t i = 0; i < d->n; i++)
		s.dear[i] = d->figures[i].people + 1;
	for (size_t i = 0; i < d->nsums; i++)
		s.dear[d->sums[i].whole] += DEAR_WHOLE;
	members_of_sums(&s);
	members_of_figures(a, &s);
	return s;
}

/* ---- a move ---------------------------------------------------------------------------- */

static void turn(struct search *s, size_t figure, int way)
{
	s->way[figure] += way;
	for (size_t i = s->figure_at[figure]; i < s->figure_at[figure + 1]; i++)
		s->off[s->of_figure[i].sum] += s->of_figure[i].coef * way;
}

static bool may_turn(const struct search *s, size_t figure, int way)
{
	const struct figure *f = &s->d->figures[figure];

	if (s->way[figure] || must_show(s->d, f) || (s->only_hidden && !f->hidden))
		return false;
	return f->value + way * s->step >= least(s->d);
}

static int way_in(const struct search *s, const struct member *m)
{
	return (s->off[m->sum] > 0 ? -1 : 1) * m->coef;
}

/* In how many ways the sum can be mended. */
static size_t ways_of(const struct search *s, size_t sum)
{
	size_t n = 0;

	for (size_t i = s->sum_at[sum]; i < s->sum_at[sum + 1]; i++)
		n += may_turn(s, s->of_sum[i].figure, way_in(s, &s->of_sum[i]));
	return n;
}

/* Of the sums that do not hold, the one that can be mended in the fewest ways. */
static size_t sum_off(const struct search *s)
{
	size_t found = s->d->nsums, fewest = SIZE_MAX;

	for (size_t i = 0; i < s->d->nsums; i++) {
		const size_t ways = s->off[i] ? ways_of(s, i) : SIZE_MAX;

		if (ways < fewest) {
			fewest = ways;
			found = i;
		}
	}
	return found;
}

static void keep_best(struct search *s)
{
	s->best = s->cost;
	for (size_t i = 0; i < s->d->n; i++)
		s->best_way[i] = s->way[i];
}

static bool enough(const struct search *s)
{
	return s->best == 0 || s->left <= 0;
}

static void mend(struct search *s, int most);

static void mend_with(struct search *s, const struct member *m, int most)
{
	const int64_t cost = s->d->figures[m->figure].hidden ? 0 : s->dear[m->figure];
	const int way = way_in(s, m);

	if (s->cost + cost >= s->best || !may_turn(s, m->figure, way))
		return;
	s->cost += cost;
	turn(s, m->figure, way);
	mend(s, most - 1);
	turn(s, m->figure, -way);
	s->cost -= cost;
}

/* Make the first sum hold that does not, by each of its members in turn: hidden ones first. */
static void mend(struct search *s, int most)
{
	const size_t sum = sum_off(s);

	if (sum == s->d->nsums) {
		keep_best(s);
		return;
	}
	if (most == 0)
		return;
	for (int hidden = 1; hidden >= 0; hidden--)
		for (size_t i = s->sum_at[sum]; i < s->sum_at[sum + 1] && !enough(s); i++)
			if (s->d->figures[s->of_sum[i].figure].hidden == (hidden == 1)) {
				s->left--;
				mend_with(s, &s->of_sum[i], most);
			}
}

/* The cheapest move of a figure that was found, of few figures before many. */
static bool move_find(struct search *s, size_t figure, bool only_hidden)
{
	s->step = s->d->figures[figure].step;
	s->only_hidden = only_hidden;
	s->best = INT64_MAX;
	for (int most = 4; most <= MOVE_MOST && s->best == INT64_MAX; most += 4)
		for (int way = 1; way >= -1; way -= 2) {
			s->left = TRIES_MOST;
			s->cost = 0;
			if (!may_turn(s, figure, way))
				continue;
			turn(s, figure, way);
			mend(s, most - 1);
			turn(s, figure, -way);
		}
	return s->best != INT64_MAX;
}

/* ---- hiding --------------------------------------------------------------------------------- */

static bool hide(struct search *s, size_t figure)
{
	struct figure *f = &s->d->figures[figure];
	const bool news = !f->hidden && !must_show(s->d, f);

	f->hidden |= news;
	return news;
}

/* Whatever stands in a sum with it: where no move is found. */
static bool hide_around(struct search *s, size_t figure)
{
	bool news = false;

	for (size_t i = s->figure_at[figure]; i < s->figure_at[figure + 1]; i++) {
		const size_t sum = s->of_figure[i].sum;

		for (size_t k = s->sum_at[sum]; k < s->sum_at[sum + 1]; k++)
			news |= hide(s, s->of_sum[k].figure);
	}
	return news;
}

/* Hide what a move of this figure needs; false: it has one already, or nothing is left. */
static bool guard(struct search *s, size_t figure)
{
	bool news = false;

	if (move_find(s, figure, true))
		return false;
	if (!move_find(s, figure, false))
		return hide_around(s, figure);
	for (size_t i = 0; i < s->d->n; i++)
		if (s->best_way[i])
			news |= hide(s, i);
	return news;
}

size_t disclosure_hide(struct arena *a, struct disclosure *d, bool *sound)
{
	struct search s = search_new(a, d);
	bool news = disclosure_small(d) > 0;
	size_t n = 0;

	while (news) {
		news = false;
		for (size_t i = 0; i < d->n; i++)
			if (d->figures[i].hidden)
				news |= guard(&s, i);
	}
	*sound = true;
	for (size_t i = 0; i < d->n; i++)
		if (d->figures[i].hidden) {
			*sound &= move_find(&s, i, true);
			n++;
		}
	return n;
}
