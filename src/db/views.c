/* SPDX-License-Identifier: MIT */
/*
 * views.c -- the views for reporting, one text for both engines.
 *
 * What stands in marks becomes what the engine itself calls it, and never a
 * function of ours: whoever reads has only the engine.
 *
 *	DAY(x)          of a day             date           "2026-03-01"
 *	MOMENT(x)       of a moment          timestamptz    "2026-03-01T09:15:00.000Z"
 *	LONDON_DAY(x)   of a moment: the day it was in London, the same types as DAY
 *	POUNDS(x)       of pence             numeric(14,2)  17.5
 *	HOURS(x)        of minutes           numeric(14,2), to the nearest
 *	HOURS_OF_MS(x)  of milliseconds >= 0 numeric(14,2), half up
 *	DAYS_OF_MS(x)   of milliseconds >= 0 numeric(14,4), half up
 *
 * CREATE VIEW n becomes reporting.n on PostgreSQL, behind a wall (pg_views.c).
 * SQLite has no schemas: the views lie beside the tables, whose names they do
 * not bear, and are reporting.n to whoever attaches the file under that name.
 */
#include "db/engine.h"

#include <ctype.h>
#include <string.h>

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The length of what stands in the brackets that open at s, without them. */
static size_t bracketed(const char *s)
{
	size_t n = 0;

	for (int depth = 0; s[n]; n++) {
		depth += (s[n] == '(') - (s[n] == ')');
		if (!depth)
			return n - 1;
	}
	SURE(!"a mark whose brackets do not close");
	return 0;
}

/* `form` with each $ as what is given. */
static void put(struct buf *b, const char *form, const char *given)
{
	for (; *form; form++)
		if (*form == '$')
			buf_str(b, given);
		else
			buf_char(b, *form);
}

static const struct mark *mark_at(const struct mark *m, size_t n, const char *s, size_t len)
{
	for (size_t i = 0; s[len] == '(' && i < n; i++)
		if (strlen(m[i].word) == len && !memcmp(m[i].word, s, len))
			return &m[i];
	return NULL;
}

/* What is at s, written to b: a quoted text, a mark, CREATE VIEW, a word, a character. */
static size_t one(struct arena *a, struct buf *b, const char *s, const struct mark *marks,
                  size_t nmarks, const char *create)
{
	static const char view[] = "CREATE VIEW ";
	const struct mark *m;
	size_t n = 0, in;

	if (*s == '\'') {
		n = strcspn(s + 1, "'") + 2;
		buf_add(b, s, n);
		return n;
	}
	if (text_begins(s, view)) {
		s += sizeof view - 1;
		while (is_word(s[n]))
			n++;
		put(b, create, arena_fmt(a, "%.*s", (int)n, s));
		return sizeof view - 1 + n;
	}
	while (is_word(s[n]))
		n++;
	m = mark_at(marks, nmarks, s, n);
	if (m) {
		in = bracketed(s + n);
		put(b, m->becomes, arena_fmt(a, "%.*s", (int)in, s + n + 1));
		return n + in + 2;
	}
	buf_add(b, s, n ? n : 1);
	return n ? n : 1;
}

char *views_text(struct arena *a, const char *views, const struct mark *marks, size_t n,
                 const char *create)
{
	struct buf b = buf_new(a);

	while (*views)
		views += one(a, &b, views, marks, n, create);
	return buf_text(&b);
}
