/* SPDX-License-Identifier: MIT */
/*
 * test_functions.c -- what the dialect's functions answer, and what they refuse.
 *
 * The days are checked against the engines' own calendars, which we did not write.
 */
#include "t/t.h"

#include "base/fault.h"
#include "db/inside.h"

static const struct col text_col[] = { { "v", 0, COL_TEXT } };

/* An expression's value as text; NULL is NULL. */
static const char *value(struct t *t, const char *expression)
{
	struct sql_piece *p = NEW(t->arena, struct sql_piece);
	struct sql *q = NEW(t->arena, struct sql);
	const char *v;

	*p = (struct sql_piece){ arena_fmt(t->arena, "SELECT CAST((%s) AS TEXT) AS v",
	                                   expression), -1, 0 };
	*q = (struct sql){ .name = "value", .file = __FILE__, .pieces = p, .npieces = 1,
	                   .cols = text_col, .ncols = 1, .row_size = sizeof v };
	OK(db_one(t->db, t->arena, q, NULL, 0, &v));
	return v;
}

static const struct { const char *expression, *answer; } answers[] = {
	{ "greatest(1, 5, NULL, 3)", "5" },
	{ "least(4, NULL, -2)", "-2" },
	{ "greatest(NULL, NULL)", NULL },
	{ "greatest('a', 'B', 'aa')", "aa" },
	{ "least('a', '', 'B')", "" },
	{ "greatest(9223372036854775806, 9223372036854775807)", "9223372036854775807" },
	{ "div_floor(-7, 2)", "-4" },
	{ "div_floor(7, -2)", "-4" },
	{ "div_floor(-8, 2)", "-4" },
	{ "div_floor(7, 2)", "3" },
	{ "div_floor(NULL, 0)", NULL },
	{ "div_half_up(5, 2)", "3" },
	{ "div_half_up(-5, 2)", "-3" },
	{ "div_half_up(5, -2)", "-3" },
	{ "div_half_up(4, 3)", "1" },
	{ "div_half_up(-1, 3)", "0" },
	{ "div_half_up(9223372036854775807, 2)", "4611686018427387904" },
	{ "div_half_up(-9223372036854775807 - 1, 3)", "-3074457345618258603" },
	{ "mul_chk(-3, 7)", "-21" },
	{ "mul_chk(3, NULL)", NULL },
	{ "add_chk(9223372036854775806, 1)", "9223372036854775807" },
	{ "iso_day('1970-01-01')", "0" },
	{ "iso_day('2024-02-29')", "19782" },
	{ "iso_day('9999-12-31')", "2932896" },
	{ "iso_day(NULL)", NULL },
	{ "day_iso(-719162)", "0001-01-01" },
	{ "day_iso(NULL)", NULL },
	{ "day_year(-1)", "1969" },
	{ "day_month(-1)", "12" },
	{ "day_dom(-1)", "31" },
	{ "day_mon(0)", "23640" },
	{ "(SELECT string_agg(v, ', ') FROM "
	  "(SELECT 'a' AS v UNION ALL SELECT NULL UNION ALL SELECT 'b') AS x)",
	  "a, b" },
	{ "(SELECT string_agg(v, ', ') FROM (SELECT NULL AS v) AS x)", NULL },
	{ "(SELECT string_agg(v, CAST(NULL AS TEXT)) FROM "
	  "(SELECT 'a' AS v UNION ALL SELECT 'b') AS x)", "ab" },
	{ "(SELECT string_agg(v, ',') FROM (SELECT '' AS v) AS x)", "" },
	{ "CASE WHEN 'A' LIKE 'a' THEN 1 ELSE 0 END", "0" },
	{ "(SELECT count(*) FROM json_each('[1,2,3]'))", "3" },
	{ "(SELECT count(*) FROM json_each(NULL))", "0" },
};

TEST_PLAIN(functions_answer)                  /* plain: the calls are all alike */
{
	for (size_t i = 0; i < COUNT(answers); i++)
		SAME(value(t, answers[i].expression), answers[i].answer);
}

/* (Of what mksql gives types, SQLite alone has to see to it that they are kept.) */
static const char *const refusals[] = {
	"greatest(1, 'a')", "least(1.5, 2)", "div_floor(1, 0)", "div_half_up(1, 0)",
	"div_floor('1', 2)",
	"div_floor(-9223372036854775807 - 1, -1)", "div_half_up(1.0, 2)",
	"mul_chk(4611686018427387904, 2)", "add_chk(9223372036854775807, 1)",
	"iso_day('2025-02-31')", "iso_day('2025-2-3')", "iso_day('0000-01-01')", "iso_day('')",
	"iso_day(20250101)", "iso_day('2025-01-01 ')", "iso_day('2025-01-0' || char(0))",
	"day_iso(2932897)", "day_year(-719163)", "day_iso('1')",
	"(SELECT string_agg(v, ',') FROM (SELECT 1 AS v))", "\"abc\"",
};

TEST_PLAIN(functions_refuse)                  /* plain: a refusal is the point */
{
	for (size_t i = 0; i < COUNT(refusals) && !t->address; i++)
		FAULTS(FAULT_DB, value(t, refusals[i]));
}

/* What both engines refuse. */
static const char *const refused_by_both[] = {
	"greatest(1, 'a')", "div_floor(1, 0)", "div_half_up(1, 0)",
	"mul_chk(4611686018427387904, 2)", "add_chk(9223372036854775807, 1)",
	"iso_day('2025-02-31')", "iso_day('2025-2-3')", "iso_day('0000-01-01')", "iso_day('')",
	"iso_day(20250101)", "iso_day('2025-01-01 ')", "\"abc\"",
};

TEST_PLAIN(functions_refuse_alike)            /* plain: a refusal is the point */
{
	for (size_t i = 0; i < COUNT(refused_by_both); i++)
		FAULTS(FAULT_DB, value(t, refused_by_both[i]));
}

TEST_PLAIN(a_window_slides)                   /* plain: one statement */
{
	SAME(value(t, "SELECT string_agg(w, '|') FROM (SELECT string_agg(v, '+') OVER (ORDER BY v "
	              "ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS w FROM (SELECT 'a' AS v "
	              "UNION ALL SELECT 'bb' UNION ALL SELECT 'c' "
	              "UNION ALL SELECT 'dddd') AS x) AS y"),
	     "a+bb|a+bb+c|bb+c+dddd|c+dddd");
	/* Long enough that the spent front is given back. */
	SAME(value(t, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	              "WHERE i < 3000) SELECT max(length(w)) || '/' || min(length(w)) FROM "
	              "(SELECT string_agg(CAST(i + 10000 AS TEXT), ',') OVER (ORDER BY i "
	              "ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS w FROM n) AS x"), "59/5");
}

/* How many days of a range disagree with the engine's own calendar. */
TEST_PLAIN(days_agree_with_the_engine)        /* plain: 80,000 days */
{
	if (t->address) {
		SAME(value(t, "SELECT count(*) FROM generate_series(-30000, 50000) AS n(d) WHERE "
		              "day_iso(d) <> CAST(DATE '1970-01-01' + d AS TEXT) OR "
		              "iso_day(CAST(DATE '1970-01-01' + d AS TEXT)) <> d"), "0");
		return;
	}
	SAME(value(t, "WITH RECURSIVE n(d) AS (SELECT -30000 UNION ALL SELECT d + 1 FROM n "
	              "WHERE d < 50000) SELECT count(*) FROM n "
	              "WHERE day_iso(d) <> date(d * 86400, 'unixepoch') "
	              "OR iso_day(date(d * 86400, 'unixepoch')) <> d "
	              "OR day_mon(d) <> day_year(d) * 12 + day_month(d) - 1 "
	              "OR day_dom(d) <> CAST(strftime('%d', d * 86400, 'unixepoch') "
	              "AS INTEGER)"), "0");
}
