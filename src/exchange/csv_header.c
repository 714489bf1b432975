/* SPDX-License-Identifier: MIT */
/*
 * csv_header.c -- which row names the columns, and where each wanted one is.
 *
 * Published files carry up to nine lines above their header, and columns
 * come, go and move from month to month: so the header is the first row that
 * names what is needed, and a column is where its name is.
 */
#include "exchange/csv.h"

#include <string.h>
#include <strings.h>

#include "exchange/csv_inside.h"

#define HEADER_ROWS 20

/* ---- slices ---------------------------------------------------------- */

bool slice_is(struct slice f, const char *text)
{
	return strlen(text) == f.n && strncasecmp(f.s, text, f.n) == 0;
}

/* The length of the blank at s, of n bytes; 0: it is not blank. */
static size_t blank_at(const char *s, size_t n)
{
	if (n && (*s == ' ' || (*s >= '\t' && *s <= '\r')))
		return 1;
	if (n >= 2 && memcmp(s, "\xC2\xA0", 2) == 0)
		return 2;               /* no-break space */
	if (n >= 3 && (memcmp(s, "\xE2\x80\x8B", 3) == 0 || memcmp(s, "\xEF\xBB\xBF", 3) == 0))
		return 3;               /* nothing at all, of two kinds */
	return 0;
}

struct slice slice_trim(struct slice f)
{
	size_t k;

	while ((k = blank_at(f.s, f.n)) != 0) {
		f.s += k;
		f.n -= k;
	}
	while (f.n) {
		if (blank_at(f.s + f.n - 1, 1))
			f.n -= 1;
		else if (f.n >= 2 && blank_at(f.s + f.n - 2, 2) == 2)
			f.n -= 2;
		else if (f.n >= 3 && blank_at(f.s + f.n - 3, 3) == 3)
			f.n -= 3;
		else
			break;
	}
	return f;
}

char *slice_text(struct arena *a, struct slice f)
{
	f = slice_trim(f);
	return arena_dupn(a, f.s, f.n);
}

/* ---- the header -------------------------------------------------------- */

/* A column's name as it is compared: "G/L description." ends with a stop by accident. */
static struct slice name_of(struct slice f)
{
	f = slice_trim(f);
	while (f.n && f.s[f.n - 1] == '.')
		f.n--;
	return f;
}

static bool name_fits(struct slice f, const char *name, bool prefix)
{
	size_t n = strlen(name);

	return prefix ? f.n >= n && strncasecmp(f.s, name, n) == 0 : slice_is(f, name);
}

/* The column of one want; *again is set when a second one has the same name. */
static int want_find(const struct csv_row *row, const struct csv_want *w, bool *again)
{
	int found = -1;

	for (size_t i = 0; i < row->n; i++) {
		struct slice f = name_of(row->field[i]);

		if (!name_fits(f, w->name, w->prefix)
		    && !(w->or_name && name_fits(f, w->or_name, w->prefix)))
			continue;
		if (found >= 0) {
			*again = !w->prefix;
			return found;
		}
		found = (int)i;
	}
	return found;
}

struct match {
	size_t missing;                 /* of those that must be there        */
	const char *lacks[3];           /* the first of them                  */
	const char *twice;
};

static struct match row_match(const struct csv_row *row, const struct csv_want *want, size_t n,
                              int *at)
{
	struct match m = { 0, { NULL }, NULL };

	for (size_t i = 0; i < n; i++) {
		bool again = false;

		at[i] = want_find(row, &want[i], &again);
		if (again && want[i].must && !m.twice)
			m.twice = want[i].name;
		if (at[i] >= 0 || !want[i].must)
			continue;
		if (m.missing < COUNT(m.lacks))
			m.lacks[m.missing] = want[i].name;
		m.missing++;
	}
	return m;
}

static void header_fill(struct csv *c, const struct csv_row *row, struct csv_header *h)
{
	struct buf all = buf_new(c->arena);

	*h = (struct csv_header){ .row = row->row, .line = row->line, .n = row->n };
	h->name = NEWN(c->arena, const char *, row->n);
	for (size_t i = 0; i < row->n; i++) {
		h->name[i] = slice_text(c->arena, row->field[i]);
		buf_str(&all, h->name[i]);
		buf_char(&all, '\x1f');
	}
	while (h->n && !*h->name[h->n - 1])
		h->n--;                 /* trailing empty columns are debris */
	h->mark = csv_mark(all.s, all.n, 0);
}

static enum csv_step header_missing(struct csv *c, const struct match *near, int64_t row,
                                    int64_t line)
{
	struct buf b = buf_new(c->arena);

	if (row == 0)
		return csv_refuse(c, CSV_EMPTY, 0, 0,
		                  arena_dup(c->arena, "This file is empty. Fetch it again."));
	buf_fmt(&b, "None of the first %d rows names the columns that are needed. "
	            "The nearest, row %lld, lacks ", HEADER_ROWS, (long long)row);
	for (size_t i = 0; i < near->missing && i < COUNT(near->lacks); i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", near->lacks[i]);
	if (near->missing > COUNT(near->lacks))
		buf_fmt(&b, " and %zu more", near->missing - COUNT(near->lacks));
	buf_str(&b, ". Check that it is the right file, as it was published.");
	return csv_refuse(c, CSV_NO_HEADER, row, line, buf_text(&b));
}

static enum csv_step header_seek(struct csv *c, const struct csv_want *want, size_t n, int *at,
                                 struct csv_header *h)
{
	struct match near = { SIZE_MAX, { NULL }, NULL };
	int64_t near_row = 0, near_line = 0;
	struct csv_row row;
	enum csv_step step;

	for (int i = 0; i < HEADER_ROWS && (step = csv_next(c, &row)) != CSV_END; i++) {
		if (step == CSV_REFUSED)
			return step;

		struct match m = row_match(&row, want, n, at);
		if (m.missing == 0 && m.twice)
			return csv_refuse(c, CSV_TWICE, row.row, row.line, arena_fmt(c->arena,
				"The header in row %lld has two columns named %s. "
				"Take one out and save the file again.",
				(long long)row.row, m.twice));
		if (m.missing == 0) {
			header_fill(c, &row, h);
			return CSV_ROW;
		}
		if (m.missing < near.missing) {
			near = m;
			near_row = row.row;
			near_line = row.line;
		}
	}
	return header_missing(c, &near, near_row, near_line);
}

enum csv_step csv_find_header(struct csv *c, const struct csv_want *want, size_t n, int *at,
                              struct csv_header *h)
{
	static const char separators[] = { ',', '\t', ';' };
	struct csv_refusal first = { CSV_FINE, 0, 0, NULL };

	for (size_t i = 0; i < COUNT(separators); i++) {
		c->separator = separators[i];
		csv_rewind(c);
		if (header_seek(c, want, n, at, h) == CSV_ROW)
			return CSV_ROW;
		if (i == 0)
			first = c->refusal;
		if (c->refusal.why != CSV_NO_HEADER)
			break;
	}
	/* What was wrong with the commas is what a person wants to hear. */
	return csv_refuse(c, first.why, first.row, first.line, first.sentence);
}
