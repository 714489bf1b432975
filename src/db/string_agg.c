/* SPDX-License-Identifier: MIT */
/*
 * string_agg.c -- PostgreSQL's string_agg() for SQLite, also over a window.
 *
 * Texts only; a NULL is passed over, and none at all is NULL.
 */
#include "db/functions.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

/*
 * The texts in the window, each with its separator before it, one after the
 * other.  Rows leave at the front; the answer begins behind the first
 * separator.  The bytes before `from` are spent, and given back when the
 * buffer must grow.
 */
struct part { size_t sep, value; };
struct joined {
	char *s;
	size_t from, n, cap;
	struct part *parts;
	size_t first, nparts, parts_cap;
};

static bool room_for(struct joined *j, size_t more)
{
	if (j->n + more > j->cap) {
		size_t cap = (j->n - j->from + more) * 2 + 64;
		char *s = sqlite3_malloc64(cap);

		if (!s)
			return false;
		if (j->n > j->from)
			memcpy(s, j->s + j->from, j->n - j->from);
		sqlite3_free(j->s);
		j->s = s;
		j->n -= j->from;
		j->from = 0;
		j->cap = cap;
	}
	if (j->nparts == j->parts_cap) {
		size_t cap = j->parts_cap * 2 + 16;
		struct part *p = sqlite3_realloc64(j->parts, cap * sizeof *p);

		if (!p)
			return false;
		j->parts = p;
		j->parts_cap = cap;
	}
	return true;
}

static void append(struct joined *j, sqlite3_value *v, size_t n)
{
	if (n)
		memcpy(j->s + j->n, sqlite3_value_text(v), n);
	j->n += n;
}

static void join_step(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct joined *j;
	struct part p;

	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_NULL)
		return;
	if (sqlite3_value_type(v[0]) != SQLITE_TEXT) {
		sqlite3_result_error(c, "string_agg wants texts", -1);
		return;
	}
	p.sep = sqlite3_value_type(v[1]) == SQLITE_NULL ? 0 : (size_t)sqlite3_value_bytes(v[1]);
	p.value = (size_t)sqlite3_value_bytes(v[0]);
	j = sqlite3_aggregate_context(c, sizeof *j);
	if (!j || !room_for(j, p.sep + p.value)) {
		sqlite3_result_error_nomem(c);
		return;
	}
	append(j, v[1], p.sep);
	append(j, v[0], p.value);
	j->parts[j->nparts++] = p;
}

static void join_inverse(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct joined *j = sqlite3_aggregate_context(c, sizeof *j);

	(void)n;
	if (!j || sqlite3_value_type(v[0]) == SQLITE_NULL || j->first == j->nparts)
		return;
	j->from += j->parts[j->first].sep + j->parts[j->first].value;
	j->first++;
}

static void join_value(sqlite3_context *c)
{
	struct joined *j = sqlite3_aggregate_context(c, 0);
	size_t at;

	if (!j || j->first == j->nparts)
		return;                          /* no rows: NULL */
	at = j->from + j->parts[j->first].sep;
	sqlite3_result_text64(c, j->n > at ? j->s + at : "", j->n - at, SQLITE_TRANSIENT,
	                      SQLITE_UTF8);
}

static void join_final(sqlite3_context *c)
{
	struct joined *j = sqlite3_aggregate_context(c, 0);

	join_value(c);
	if (j) {
		sqlite3_free(j->s);
		sqlite3_free(j->parts);
	}
}

int string_agg_register(struct sqlite3 *db)
{
	return sqlite3_create_window_function(db, "string_agg", 2, SQLITE_UTF8 | SQLITE_INNOCUOUS,
	                                      NULL, join_step, join_final, join_value,
	                                      join_inverse, NULL);
}
