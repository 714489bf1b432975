/* SPDX-License-Identifier: MIT */
/*
 * check.c -- what the tests ask of every statement of the program.
 *
 * A statement with n optional arguments has 2^n texts.  Up to six of them
 * all are tried; beyond that none, each alone, and all.
 */
#include "db/inside.h"

#include <stdio.h>
#include <string.h>

enum { ALL_SUBSETS = 6 };

struct walk { struct db *db; const struct sql *q; struct buf *out; size_t refused; };

/* ---- the variants ----------------------------------------------------- */

typedef void variant_fn(struct walk *, struct arena *, uint64_t given, int order);

/* The n-th set of optional arguments, as bits; false: there are no more. */
static bool variant_at(uint64_t optional, unsigned n, uint64_t *given)
{
	unsigned count = (unsigned)__builtin_popcountll(optional), i = 0;
	bool all = count <= ALL_SUBSETS;

	if (n >= (all ? 1u << count : count + 2))
		return false;
	*given = 0;
	for (unsigned bit = 0; bit < 64; bit++) {
		if (!(optional >> bit & 1))
			continue;
		if (all ? n >> i & 1 : n == count + 1 || n == i + 1)
			*given |= UINT64_C(1) << bit;
		i++;
	}
	return true;
}

static void each_variant(struct walk *w, struct arena *a, int order, variant_fn *fn)
{
	uint64_t given;

	for (unsigned n = 0; variant_at(sql_optional(w->q), n, &given); n++)
		fn(w, a, given, order);
}

static void put_variant(struct buf *b, const struct sql *q, uint64_t given, int order)
{
	buf_str(b, q->name);
	if (order)
		buf_fmt(b, " =%s", q->order_names[order - 1]);
	for (size_t i = 0; i < q->nargs; i++)
		if (given >> i & 1)
			buf_fmt(b, " ?%s", q->args[i]);
}

/* ---- preparing -------------------------------------------------------------- */

static void prepare_one(struct walk *w, struct arena *a, uint64_t given, int order)
{
	struct stmt *st = engine_prepare(w->db->engine, a,
	                                 sql_text(a, w->q, given, order), w->q);

	if (st) {
		engine_drop(w->db->engine, st);
		return;
	}
	w->refused++;
	put_variant(w->out, w->q, given, order);
	buf_fmt(w->out, ": %s\n", engine_why(w->db->engine));
}

size_t db_prepare_all(struct db *db, struct buf *why)
{
	struct walk w = { .db = db, .out = why };

	for (size_t i = 0; i < db_nstatements; i++) {
		int orders;

		w.q = db_statements[i];
		orders = sql_orders(w.q);
		for (int order = orders ? 1 : 0; order <= orders; order++)
			each_variant(&w, why->arena, order, prepare_one);
	}
	return w.refused;
}

/* ---- plans --------------------------------------------------------------------- */

/* A line that says rows are read that nobody asked for, or sorted by hand. */
static bool is_costly(const char *line)
{
	if (strstr(line, "VIRTUAL TABLE") || strstr(line, "CONSTANT ROW"))
		return false;
	return !strncmp(line, "SCAN ", 5) || !strncmp(line, "USE TEMP B-TREE", 15) ||
	       !strcmp(line, "SORT");
}

static void plan_one(struct walk *w, struct arena *a, uint64_t given, int order)
{
	char *plan = engine_plan(w->db->engine, a, sql_text(a, w->q, given, order), w->q);

	if (!plan)
		db_fault(w->db, w->q->name);
	for (char *line = plan, *end; *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		if (!is_costly(line))
			continue;
		put_variant(w->out, w->q, given, order);
		buf_fmt(w->out, ": %s\n", line);
	}
}

const char *db_plan(struct db *db, struct arena *a, const struct sql *q, int order)
{
	struct buf out = buf_new(a);
	struct walk w = { .db = db, .q = q, .out = &out };

	each_variant(&w, a, order, plan_one);
	return buf_text(&out);
}
