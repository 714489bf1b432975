/* SPDX-License-Identifier: MIT */
/*
 * sqlite_tables.c -- tables, columns, keys and references, from SQLite's catalogue.
 *
 *	names -> of each: columns in the order of the steps, key -> references -> order
 */
#include "db/sqlite.h"
#include "db/tables.h"

#include <string.h>

enum { TABLES_MOST = 400, COLUMNS_MOST = 100 };

/* A statement of the catalogue about one table; the caller finalizes it. */
static bool ask(struct engine *e, sqlite3_stmt **st, const char *text, const char *table)
{
	int rc;

	if (engine_due(e))
		return false;
	rc = sqlite3_prepare_v2(e->c, text, -1, st, NULL);
	if (rc == SQLITE_OK && table)
		rc = sqlite3_bind_text(*st, 1, table, -1, SQLITE_STATIC);
	return rc == SQLITE_OK || sqlite_refused(e, rc);
}

static int texts_read(struct engine *e, struct arena *a, const char *text, const char *table,
                 const char **out, int most)
{
	sqlite3_stmt *st = NULL;
	int n = 0, rc;

	if (!ask(e, &st, text, table)) {
		sqlite3_finalize(st);
		return -1;
	}
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		SURE(n < most);
		out[n++] = arena_dup(a, (const char *)sqlite3_column_text(st, 0));
	}
	if (rc != SQLITE_DONE)
		sqlite_refused(e, rc);
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? n : -1;
}

/* The texts of the first column of what is asked; -1: refused. */
static int texts(struct engine *e, struct arena *a, const char *text, const char *table,
                 const char **out, int most)
{
	int n;

	e->own = true;                       /* the catalogue's tables are pragmas */
	n = texts_read(e, a, text, table, out, most);
	e->own = false;
	return n;
}

static bool describe(struct engine *e, struct arena *a, struct table *t)
{
	const char **columns = NEWN(a, const char *, COLUMNS_MOST), *keys[COLUMNS_MOST];
	struct buf key = buf_new(a);
	int n = texts(e, a, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", t->name,
	              columns, COLUMNS_MOST);
	int nkeys = texts(e, a, "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
	                  t->name, keys, COLUMNS_MOST);

	if (n < 0 || nkeys < 0)
		return false;
	SURE(n > 0 && nkeys > 0);            /* every table has a key: dialect.md */
	for (int i = 0; i < nkeys; i++)
		buf_fmt(&key, "%s\"%s\"", i ? ", " : "", keys[i]);
	t->columns = columns;
	t->ncols = (size_t)n;
	t->key = buf_text(&key);
	return true;
}

static struct table *table_named(struct table *all, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i].name, name))
			return &all[i];
	SURE(!"a reference leads to a table");
	return NULL;
}

/* Is everything that it refers to, but itself, in the order already?  -1: refused. */
static int may_follow(struct engine *e, struct arena *a, struct table *all, size_t n,
                      const struct table *t)
{
	const char *to[COLUMNS_MOST];
	int refs = texts(e, a, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)",
	                 t->name, to, COLUMNS_MOST);

	for (int i = 0; i < refs; i++)
		if (strcmp(to[i], t->name) && !table_named(all, n, to[i])->placed)
			return 0;
	return refs < 0 ? -1 : 1;
}

/* Each round takes what may follow what is there; by name within a round. */
static bool in_order(struct engine *e, struct arena *a, struct table *all, size_t n,
                     struct table *out)
{
	for (size_t done = 0, before; done < n; ) {
		before = done;
		for (size_t i = 0; i < n; i++) {
			int may = all[i].placed ? 0 : may_follow(e, a, all, n, &all[i]);

			if (may < 0)
				return false;
			if (!may)
				continue;
			all[i].placed = true;
			out[done++] = all[i];
		}
		SURE(done > before);         /* no two tables refer to each other */
	}
	return true;
}

struct table *engine_tables(struct engine *e, struct arena *a, size_t *out_n)
{
	const char **names = NEWN(a, const char *, TABLES_MOST);
	struct table *all, *out;
	int n = texts(e, a, "SELECT name FROM sqlite_master WHERE type = 'table' AND "
	              "name NOT LIKE 'sqlite%' ORDER BY name", NULL, names, TABLES_MOST);

	if (n < 0)
		return NULL;
	all = NEWN(a, struct table, n + 1);
	out = NEWN(a, struct table, n + 1);
	for (int i = 0; i < n; i++) {
		all[i].name = names[i];
		if (!describe(e, a, &all[i]))
			return NULL;
	}
	*out_n = (size_t)n;
	return in_order(e, a, all, (size_t)n, out) ? out : NULL;
}
