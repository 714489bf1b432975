/* SPDX-License-Identifier: MIT */
/*
 * test_adversary.c -- works out new sums from those that are known (elimination
 * of every unknown in turn) and narrows each unknown by each sum until nothing
 * moves.
 */
#include "shaping/test_adversary.h"

#include "t/t.h"

#include <stdlib.h>
#include <string.h>

enum { UNKNOWNS = 600, SUMS = 900, NO_UNKNOWN = -1 };

/* coef . unknowns = value */
struct equation { int64_t *coef, value; };
struct adversary {
	struct arena *arena;
	const struct pack_made *pack;
	int unknown[UNKNOWNS * 2];           /* of a figure of the pack; NO_UNKNOWN: it is shown */
	int n;
	struct equation eq[SUMS];
	size_t neq;
	int64_t lo[UNKNOWNS], hi[UNKNOWNS];
};

/* ---- what is published ----------------------------------------------------------------- */

static size_t find(const struct pack_made *m, int64_t part, int64_t line, int64_t col)
{
	/* The same figure stands in three tables. */
	if (col == 0 && (part == HOLDS_HANDS || part == HOLDS_SERVICES))
		part = HOLDS_SIZES;
	for (size_t i = 0; i < m->n; i++)
		if (m->list[i].part == part && m->list[i].line == line && m->list[i].col == col)
			return i;
	return m->n;
}

static void unknowns_number(struct adversary *v)
{
	for (size_t i = 0; i < v->pack->n; i++) {
		const struct pack_figure *f = &v->pack->list[i];

		v->unknown[i] = NO_UNKNOWN;
		if (f->figure == INT_NONE && find(v->pack, f->part, f->line, f->col) == i)
			v->unknown[i] = v->n++;
	}
	SURE(v->n < UNKNOWNS && v->pack->n < UNKNOWNS * 2);
}

static void term_add(struct adversary *v, struct equation *e, size_t at, int64_t coef)
{
	if (v->unknown[at] == NO_UNKNOWN)
		e->value -= coef * v->pack->list[at].figure;
	else
		e->coef[v->unknown[at]] += coef;
}

static struct equation *equation_new(struct adversary *v)
{
	struct equation *e = &v->eq[v->neq++];

	SURE(v->neq <= SUMS);
	e->coef = NEWN(v->arena, int64_t, UNKNOWNS);
	e->value = 0;
	return e;
}

/* Each figure with line 0 is the sum of the lines, each with column 0 of the columns. */
static void sums_know(struct adversary *v)
{
	for (size_t i = 0; i < v->pack->n; i++) {
		const struct pack_figure *whole = &v->pack->list[i];

		for (int over = 0; over < 2; over++) {
			struct equation *e;
			size_t at;

			if (over ? whole->col != 0 : whole->line != 0)
				continue;
			e = equation_new(v);
			term_add(v, e, find(v->pack, whole->part, whole->line, whole->col), -1);
			for (int64_t k = 1; (at = over
				? find(v->pack, whole->part, whole->line, k)
				: find(v->pack, whole->part, k, whole->col)) < v->pack->n; k++)
				term_add(v, e, at, 1);
		}
	}
}

/* ---- new sums out of old ------------------------------------------------------------------ */

static int64_t gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t r = a % b;

		a = b;
		b = r;
	}
	return a < 0 ? -a : a;
}

static void equation_reduce(struct equation *e, int n)
{
	int64_t g = e->value;

	for (int k = 0; k < n; k++)
		g = gcd(g, e->coef[k]);
	if (g < 2)
		return;
	e->value /= g;
	for (int k = 0; k < n; k++)
		e->coef[k] /= g;
}

/* Eliminate each unknown from all the others, in copies beside what was known. */
static void sums_combine(struct adversary *v)
{
	const size_t n = v->neq;
	struct equation *e = &v->eq[n];
	size_t rank = 0;

	for (size_t i = 0; i < n; i++) {
		struct equation *copy = equation_new(v);

		memcpy(copy->coef, v->eq[i].coef, UNKNOWNS * sizeof *copy->coef);
		copy->value = v->eq[i].value;
	}
	for (int k = 0; k < v->n && rank < n; k++) {
		size_t with = rank;
		struct equation pivot;

		while (with < n && !e[with].coef[k])
			with++;
		if (with == n)
			continue;
		pivot = e[with];
		e[with] = e[rank];
		e[rank++] = pivot;
		for (size_t i = 0; i < n; i++) {
			const int64_t by = e[i].coef[k], of = pivot.coef[k];

			if (i == rank - 1 || !by)
				continue;
			for (int j = 0; j < v->n; j++)
				e[i].coef[j] = e[i].coef[j] * of - pivot.coef[j] * by;
			e[i].value = e[i].value * of - pivot.value * by;
			equation_reduce(&e[i], v->n);
		}
	}
}

/* ---- between what and what ------------------------------------------------------------------ */

static const int64_t FAR_OFF = 1000000000;

/* The least and the most that the sum's other terms come to. */
static void others(const struct adversary *v, const struct equation *e, int but, int64_t *least,
                   int64_t *most)
{
	*least = *most = 0;
	for (int k = 0; k < v->n; k++)
		if (k != but && e->coef[k]) {
			const int64_t x = e->coef[k] * v->lo[k], y = e->coef[k] * v->hi[k];

			*least += x < y ? x : y;
			*most += x < y ? y : x;
		}
}

static int64_t floor_of(int64_t a, int64_t b)
{
	return a / b - ((a % b != 0) && ((a < 0) != (b < 0)));
}

static bool narrow(struct adversary *v, const struct equation *e, int k)
{
	int64_t least, most, c = e->coef[k], lo, hi;

	others(v, e, k, &least, &most);
	/* c x = value - others */
	lo = e->value - most;
	hi = e->value - least;
	if (c < 0) {
		int64_t swap = lo;

		lo = -hi;
		hi = -swap;
		c = -c;
	}
	lo = -floor_of(-lo, c);
	hi = floor_of(hi, c);
	if (lo <= v->lo[k] && hi >= v->hi[k])
		return false;
	v->lo[k] = lo > v->lo[k] ? lo : v->lo[k];
	v->hi[k] = hi < v->hi[k] ? hi : v->hi[k];
	return true;
}

static size_t pinned(struct adversary *v, int64_t least)
{
	bool news = true;
	size_t n = 0;

	for (int k = 0; k < v->n; k++) {
		v->lo[k] = least;
		v->hi[k] = FAR_OFF;
	}
	for (int turn = 0; news && turn < 50; turn++) {
		news = false;
		for (size_t i = 0; i < v->neq; i++)
			for (int k = 0; k < v->n; k++)
				if (v->eq[i].coef[k])
					news |= narrow(v, &v->eq[i], k);
	}
	for (int k = 0; k < v->n; k++) {
		SURE(v->lo[k] <= v->hi[k]);
		n += v->lo[k] == v->hi[k];
	}
	return n;
}

size_t adversary_tells(const struct pack_made *m, struct pack_rule rule)
{
	struct arena *a = arena_new("adversary", (size_t)1 << 28);
	struct adversary *v = NEW(a, struct adversary);
	size_t n;

	*v = (struct adversary){ .arena = a, .pack = m };
	unknowns_number(v);
	sums_know(v);
	sums_combine(v);
	n = pinned(v, rule.zeros_shown ? 1 : 0);
	arena_end(&a);
	return n;
}
