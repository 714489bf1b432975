/* SPDX-License-Identifier: MIT */
/*
 * functions.c -- the few functions that SQLite lacks and our dialect uses.
 *
 * Each gives the answer that PostgreSQL gives (or that a one-line function
 * there gives): whole numbers only, NULL in is NULL out, and what overflows
 * is an error instead of a fraction.  No fault may rise from here, for
 * SQLite's frames would be jumped over: an error is handed to SQLite.
 */
#include "db/functions.h"
#include "base/date.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static void error(sqlite3_context *c, const char *why)
{
	sqlite3_result_error(c, why, -1);
}

/* Take n whole numbers.  False: a NULL among them (the answer is NULL) or an error was given. */
static bool take_ints(sqlite3_context *c, sqlite3_value **v, int n, int64_t *out)
{
	for (int i = 0; i < n; i++) {
		int type = sqlite3_value_type(v[i]);

		if (type != SQLITE_INTEGER) {
			if (type != SQLITE_NULL)
				error(c, "a whole number is wanted");
			return false;
		}
		out[i] = sqlite3_value_int64(v[i]);
	}
	return true;
}

/* ---- numbers --------------------------------------------------------- */

/* The divisor is there, and the one quotient that does not fit is refused. */
static bool may_divide(sqlite3_context *c, const int64_t *x)
{
	if (x[1] == 0)
		error(c, "division by zero");
	else if (x[0] == INT64_MIN && x[1] == -1)
		error(c, "bigint out of range");
	else
		return true;
	return false;
}

static void div_floor(sqlite3_context *c, int n, sqlite3_value **v)
{
	int64_t x[2];

	if (take_ints(c, v, n, x) && may_divide(c, x))
		sqlite3_result_int64(c, x[0] / x[1] -
		                     (x[0] % x[1] != 0 && (x[0] < 0) != (x[1] < 0)));
}

__extension__ typedef __int128 wide;

/* Halves go away from zero: (2|a| + |b|) / 2|b|, with the sign put back. */
static void div_half_up(sqlite3_context *c, int n, sqlite3_value **v)
{
	int64_t x[2];
	wide a, b, q;

	if (!take_ints(c, v, n, x) || !may_divide(c, x))
		return;
	a = x[0] < 0 ? -(wide)x[0] : x[0];
	b = x[1] < 0 ? -(wide)x[1] : x[1];
	q = (2 * a + b) / (2 * b);
	sqlite3_result_int64(c, (int64_t)((x[0] < 0) != (x[1] < 0) ? -q : q));
}

static void mul_chk(sqlite3_context *c, int n, sqlite3_value **v)
{
	int64_t x[2], r;

	if (!take_ints(c, v, n, x))
		return;
	if (__builtin_mul_overflow(x[0], x[1], &r))
		error(c, "bigint out of range");
	else
		sqlite3_result_int64(c, r);
}

static void add_chk(sqlite3_context *c, int n, sqlite3_value **v)
{
	int64_t x[2], r;

	if (!take_ints(c, v, n, x))
		return;
	if (__builtin_add_overflow(x[0], x[1], &r))
		error(c, "bigint out of range");
	else
		sqlite3_result_int64(c, r);
}

/* Both of one type: by number, or byte by byte. */
static int compare(sqlite3_value *a, sqlite3_value *b)
{
	int na, nb, d;

	if (sqlite3_value_type(a) == SQLITE_INTEGER) {
		int64_t x = sqlite3_value_int64(a), y = sqlite3_value_int64(b);

		return (x > y) - (x < y);
	}
	na = sqlite3_value_bytes(a);
	nb = sqlite3_value_bytes(b);
	/* An empty one has no bytes to point at. */
	if (!na || !nb)
		return na - nb;
	d = memcmp(sqlite3_value_blob(a), sqlite3_value_blob(b), (size_t)(na < nb ? na : nb));
	return d ? d : na - nb;
}

/* The one that wins: sign 1 the greatest, -1 the least; NULLs do not take part. */
static void extreme(sqlite3_context *c, int n, sqlite3_value **v, int sign)
{
	sqlite3_value *best = NULL;

	for (int i = 0; i < n; i++) {
		int type = sqlite3_value_type(v[i]);

		if (type == SQLITE_NULL)
			continue;
		if (type == SQLITE_FLOAT || (best && sqlite3_value_type(best) != type)) {
			error(c, "greatest and least want values of one type");
			return;
		}
		if (!best || compare(v[i], best) * sign > 0)
			best = v[i];
	}
	if (best)
		sqlite3_result_value(c, best);
}

static void greatest(sqlite3_context *c, int n, sqlite3_value **v)
{
	extreme(c, n, v, 1);
}

static void least(sqlite3_context *c, int n, sqlite3_value **v)
{
	extreme(c, n, v, -1);
}

/* ---- days --------------------------------------------------------------- */

/* One day as its civil parts.  False: NULL, or a day that no calendar page has. */
static bool take_day(sqlite3_context *c, sqlite3_value **v, struct civil *out)
{
	int64_t first = date_day(date_make(1, 1, 1)), last = date_day(DATE_OPEN), day;

	if (!take_ints(c, v, 1, &day))
		return false;
	if (day < first || day > last) {
		error(c, "day out of range");
		return false;
	}
	*out = date_civil(date_of_day(day));
	return true;
}

static void day_year(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct civil d;

	(void)n;
	if (take_day(c, v, &d))
		sqlite3_result_int64(c, d.year);
}

static void day_month(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct civil d;

	(void)n;
	if (take_day(c, v, &d))
		sqlite3_result_int64(c, d.month);
}

static void day_dom(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct civil d;

	(void)n;
	if (take_day(c, v, &d))
		sqlite3_result_int64(c, d.day);
}

static void day_mon(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct civil d;

	(void)n;
	if (take_day(c, v, &d))
		sqlite3_result_int64(c, (int64_t)d.year * 12 + d.month - 1);
}

static void day_iso(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct civil d;
	char text[40];

	(void)n;
	if (!take_day(c, v, &d))
		return;
	snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
	sqlite3_result_text(c, text, -1, SQLITE_TRANSIENT);
}

/* "2025-03-31": ten characters, digits where the digits are. */
static Date date_of_iso(const char *s, int n)
{
	int part[3] = { 0, 0, 0 }, at = 0;

	if (n != 10)
		return DATE_NONE;
	for (int i = 0; i < 10; i++) {
		if (i == 4 || i == 7) {
			if (s[i] != '-')
				return DATE_NONE;
			at++;
		} else if (s[i] >= '0' && s[i] <= '9') {
			part[at] = part[at] * 10 + s[i] - '0';
		} else {
			return DATE_NONE;
		}
	}
	return part[0] ? date_make(part[0], part[1], part[2]) : DATE_NONE;
}

static void iso_day(sqlite3_context *c, int n, sqlite3_value **v)
{
	Date d;

	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_NULL)
		return;
	if (sqlite3_value_type(v[0]) != SQLITE_TEXT) {
		error(c, "iso_day wants a text");
		return;
	}
	d = date_of_iso((const char *)sqlite3_value_text(v[0]), sqlite3_value_bytes(v[0]));
	if (date_known(d))
		sqlite3_result_int64(c, date_day(d));
	else
		error(c, "iso_day wants a day as YYYY-MM-DD");
}

/* ---- all of them --------------------------------------------------------------- */

int functions_register(struct sqlite3 *db)
{
	static const struct {
		const char *name;
		int n;
		void (*fn)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {
		{ "greatest", -1, greatest },   { "least", -1, least },
		{ "div_floor", 2, div_floor },  { "div_half_up", 2, div_half_up },
		{ "mul_chk", 2, mul_chk },      { "add_chk", 2, add_chk },
		{ "iso_day", 1, iso_day },      { "day_iso", 1, day_iso },
		{ "day_year", 1, day_year },    { "day_month", 1, day_month },
		{ "day_dom", 1, day_dom },      { "day_mon", 1, day_mon },
	};
	const int how = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	int rc = string_agg_register(db);

	for (size_t i = 0; rc == SQLITE_OK && i < COUNT(functions); i++)
		rc = sqlite3_create_function(db, functions[i].name, functions[i].n, how, NULL,
		                             functions[i].fn, NULL, NULL);
	return rc;
}
