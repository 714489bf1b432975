/* SPDX-License-Identifier: MIT */
/*
 * test_views.c -- reading the views for reporting (test_reporting.h).
 */
#include "demo/test_reporting.h"

#include "audit/audit.h"
#include "auth/auth.h"
#include "db/inside.h"
#include "db/pg.h"
#include "db/sqlite.h"
#include "demo/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PG_TIMESTAMPTZ = 1184, PG_NUMERIC = 1700 };

static bool is_pg(struct db *db)
{
	return db->engine->pg != NULL;
}

static const char *sql_for(struct t *t, struct db *db, const char *sql)
{
	struct buf b = buf_new(t->arena);

	for (; *sql; sql++)
		if (*sql == '@')
			buf_str(&b, is_pg(db) ? "reporting." : "");
		else
			buf_char(&b, *sql);
	return buf_text(&b);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void line_add(struct t *t, struct seen *s, size_t *room, const char *line)
{
	if (s->n == *room) {
		const char **more = NEWN(t->arena, const char *, *room * 2 + 64);

		if (s->n)
			memcpy(more, s->lines, s->n * sizeof *more);
		s->lines = more;
		*room = *room * 2 + 64;
	}
	s->lines[s->n++] = line;
}

/* ---- SQLite -------------------------------------------------------------------- */

static void put_value(struct buf *b, sqlite3_stmt *st, int i)
{
	if (sqlite3_column_type(st, i) == SQLITE_FLOAT)
		buf_fmt(b, "%.15g|", sqlite3_column_double(st, i));
	else
		buf_fmt(b, "%s|", sqlite3_column_type(st, i) == SQLITE_NULL ? "-"
		        : (const char *)sqlite3_column_text(st, i));
}

static struct seen read_sqlite(struct t *t, struct engine *e, const char *sql)
{
	struct seen s = { 0 };
	sqlite3_stmt *st = NULL;
	size_t room = 0;

	e->own = true;
	IS(sqlite3_prepare_v2(e->c, sql, -1, &st, NULL), SQLITE_OK);
	SAME(sqlite3_errmsg(e->c), "not an error");
	s.ncolumns = (size_t)sqlite3_column_count(st);
	s.names = NEWN(t->arena, const char *, s.ncolumns + 1);
	for (size_t i = 0; i < s.ncolumns; i++)
		s.names[i] = arena_dup(t->arena, sqlite3_column_name(st, (int)i));
	while (sqlite3_step(st) == SQLITE_ROW) {
		struct buf b = buf_new(t->arena);

		for (size_t i = 0; i < s.ncolumns; i++)
			put_value(&b, st, (int)i);
		line_add(t, &s, &room, buf_text(&b));
	}
	IS(sqlite3_finalize(st), SQLITE_OK);
	e->own = false;
	return s;
}

/* ---- PostgreSQL ------------------------------------------------------------------- */

/* "2026-03-01 09:15:00.5+00" as "2026-03-01T09:15:00.500Z"; 17.50 as 17.5. */
static void put_pg(struct buf *b, const PGresult *r, int row, int i)
{
	const char *v = PQgetvalue(r, row, i);
	size_t n = strlen(v);

	if (PQgetisnull(r, row, i)) {
		buf_str(b, "-|");
	} else if (PQftype(r, i) == PG_TIMESTAMPTZ) {
		const char *dot = strchr(v, '.');
		int ms = 0;

		for (int k = 1; dot && k <= 3; k++)
			ms = ms * 10 + (dot[k] >= '0' && dot[k] <= '9' && k < (int)strcspn(dot, "+")
			                ? dot[k] - '0' : 0);
		buf_fmt(b, "%.10sT%.8s.%03dZ|", v, v + 11, ms);
	} else {
		while (PQftype(r, i) == PG_NUMERIC && strchr(v, '.') &&
		       (v[n - 1] == '0' || v[n - 1] == '.'))
			if (v[--n] == '.')
				break;
		buf_fmt(b, "%.*s|", (int)n, v);
	}
}

static struct seen read_pg(struct t *t, struct engine *e, const char *sql)
{
	struct seen s = { 0 };
	PGresult *r = PQexec(e->pg->c, sql);
	size_t room = 0;

	SAME(PQresultErrorMessage(r), "");
	s.ncolumns = (size_t)PQnfields(r);
	s.names = NEWN(t->arena, const char *, s.ncolumns + 1);
	for (size_t i = 0; i < s.ncolumns; i++)
		s.names[i] = arena_dup(t->arena, PQfname(r, (int)i));
	for (int row = 0; row < PQntuples(r); row++) {
		struct buf b = buf_new(t->arena);

		for (size_t i = 0; i < s.ncolumns; i++)
			put_pg(&b, r, row, (int)i);
		line_add(t, &s, &room, buf_text(&b));
	}
	PQclear(r);
	return s;
}

/* ---- both ------------------------------------------------------------------------ */

struct seen views_read(struct t *t, struct db *db, const char *sql)
{
	struct seen s = is_pg(db) ? read_pg(t, db->engine, sql_for(t, db, sql))
	                          : read_sqlite(t, db->engine, sql_for(t, db, sql));

	if (s.n)
		qsort(s.lines, s.n, sizeof *s.lines, by_text);
	return s;
}

int64_t views_number(struct t *t, struct db *db, const char *sql)
{
	struct seen s = views_read(t, db, sql);

	NEED(s.n == 1);
	return strtoll(s.lines[0], NULL, 10);
}

struct seen views_all(struct t *t, struct db *db)
{
	struct seen s = views_read(t, db, is_pg(db)
		? "SELECT viewname FROM pg_views WHERE schemaname = 'reporting' "
		  "AND viewname <> 'views_version'"
		: "SELECT name FROM sqlite_schema WHERE type = 'view' AND name <> 'views_version'");

	for (size_t i = 0; i < s.n; i++)
		s.lines[i] = arena_fmt(t->arena, "%.*s", (int)strlen(s.lines[i]) - 1, s.lines[i]);
	return s;
}

const char *views_london_day(struct t *t, struct db *db, Moment m)
{
	struct seen s = views_read(t, db, engine_views_text(db->engine, t->arena,
		arena_fmt(t->arena, "SELECT LONDON_DAY(%lld)", (long long)m.ms)));

	NEED(s.n == 1);
	return arena_fmt(t->arena, "%.10s", s.lines[0]);
}

bool council_bends(struct t *t, struct db *db, const char *sql)
{
	const bool yes = engine_run(db->engine, sql_for(t, db, sql));

	if (!yes)
		engine_rollback(db->engine);
	return yes;
}

void council_bend(struct t *t, struct db *db, const char *sql)
{
	if (!council_bends(t, db, sql))
		SAME(sql, engine_why(db->engine));
}

void council_invent(struct t *t, struct db *db, int requests)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	struct demo_order o = { .size = DEMO_SMALL, .requests = requests, .seed = 3, .now = T_NOW,
		.passphrase = "seven silver herons" };
	struct demo_made made;
	struct demo_figures f;

	audit_key_set(key);
	auth_cheap_for_tests();
	demo_make(db, t->arena, &o, &made, &f);
	clock_set(T_NOW);
}
