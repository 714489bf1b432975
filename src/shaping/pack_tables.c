/* SPDX-License-Identifier: MIT */
/*
 * pack_tables.c -- a pack's figures as tables: a line for each locality.
 */
#include "shaping/pack_pages.h"

static const char *part_about(int64_t part)
{
	static const char *const words[] = {
		[HOLDS_SIZES] = "Each person once, with the support of the last day on which there "
			"was any in these months.",
		[HOLDS_HANDS] = "Two care workers: at one visit of the week at least.",
		[HOLDS_SERVICES] = "Of the service that gives most hours.",
		[HOLDS_TIMES] = "Care workers' hours: a visit of two counts twice. A visit counts "
			"in the time band in which it begins.",
		[HOLDS_REQUESTS] = "All that were open at some time in these months, as they stood "
			"at their end.",
	};

	return words[part];
}

static size_t part_columns(const struct pack_figure *f, size_t n, int64_t part)
{
	size_t cols = 0;

	for (size_t i = 0; i < n; i++)
		cols += f[i].part == part && f[i].line == 0;
	return cols;
}

/* The columns in order, and the total as the last. */
static size_t place_of(const struct pack_figure *f, size_t cols)
{
	return f->col == 0 ? cols : (size_t)f->col;
}

static void columns_put(struct arena *a, const struct pack_figure *f, size_t n, int64_t part,
                        struct column *out, size_t cols)
{
	out[0] = (struct column){ .key = "locality", .label = "Locality" };
	for (size_t i = 0; i < n; i++)
		if (f[i].part == part && f[i].line == 0)
			out[place_of(&f[i], cols)] = (struct column){
				.key = f[i].col ? arena_fmt(a, "column_%lld", (long long)f[i].col)
				                : "total",
				.label = f[i].col_name,
				.kind = part == HOLDS_TIMES ? CELL_MINUTES : CELL_INT };
}

static struct cell figure_cell(const struct pack_figure *f)
{
	if (f->figure == INT_NONE)
		return cell_held();
	return f->part == HOLDS_TIMES ? cell_of_minutes(minutes(f->figure))
	                              : cell_of_int(f->figure);
}

/* Localities in order, and the whole council as the last. */
static void lines_put(struct table *t, const struct pack_figure *f, size_t n, int64_t part,
                      size_t cols)
{
	size_t lines = 0;

	for (size_t i = 0; i < n; i++)
		if (f[i].part == part && (size_t)f[i].line >= lines)
			lines = (size_t)f[i].line + 1;
	for (size_t i = 0; i < lines; i++)
		table_add(t);
	for (size_t i = 0; i < n; i++) {
		struct cell *row;

		if (f[i].part != part)
			continue;
		row = t->cells + (f[i].line ? (size_t)f[i].line - 1 : lines - 1) * t->ncolumns;
		row[0] = cell_of_text(f[i].line_name);
		row[place_of(&f[i], cols)] = figure_cell(&f[i]);
	}
}

struct table *pack_table(struct record *rec, struct arena *a, const struct pack_figure *f,
                         size_t n, int64_t part)
{
	const struct word *w = vocab_find(&pack_part_vocab, part);
	const size_t cols = part_columns(f, n, part);
	struct column *columns = NEWN(a, struct column, cols + 1);
	struct table *t;

	columns_put(a, f, n, part, columns, cols);
	t = record_table(rec, w->key, w->label, columns, cols + 1);
	t->about = part_about(part);
	lines_put(t, f, n, part, cols);
	return t;
}
