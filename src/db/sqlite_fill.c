/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fill.c -- many rows into one table of SQLite: one statement, run again and again.
 */
#include "db/sqlite.h"

bool sqlite_fill_begin(struct engine *e, struct arena *a, const char *table,
                       const char *const *columns, size_t n)
{
	struct buf b = buf_new(a);
	int rc;

	buf_fmt(&b, "INSERT INTO \"%s\" (", table);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s\"%s\"", i ? ", " : "", columns[i]);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, i ? ", ?" : ") VALUES (?");
	buf_char(&b, ')');
	if (engine_due(e))
		return false;
	rc = sqlite3_prepare_v2(e->c, buf_text(&b), -1, &e->fill, NULL);
	e->filling = (int)n;
	return rc == SQLITE_OK || sqlite_refused(e, rc);
}

static int bind(sqlite3_stmt *st, int n, const struct val *v)
{
	switch (v->kind) {
	case VAL_INT:
		return sqlite3_bind_int64(st, n, v->i);
	case VAL_TEXT:
		return sqlite3_bind_text64(st, n, v->s, v->n, SQLITE_STATIC, SQLITE_UTF8);
	case VAL_BYTES:
		/* (No bytes at all are bytes still, and no NULL.) */
		return v->n ? sqlite3_bind_blob64(st, n, v->s, v->n, SQLITE_STATIC)
		            : sqlite3_bind_zeroblob(st, n, 0);
	case VAL_MISSING:
	case VAL_NULL:
		break;
	}
	return sqlite3_bind_null(st, n);
}

bool sqlite_fill_row(struct engine *e, const struct val *row)
{
	int rc = SQLITE_OK;

	for (int i = 0; rc == SQLITE_OK && i < e->filling; i++)
		rc = bind(e->fill, i + 1, &row[i]);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(e->fill);
	if (rc != SQLITE_DONE)
		sqlite_refused(e, rc);
	sqlite3_reset(e->fill);
	return rc == SQLITE_DONE;
}

bool sqlite_fill_end(struct engine *e)
{
	bool ok = !engine_due(e);

	sqlite3_finalize(e->fill);
	e->fill = NULL;
	return ok;
}

bool sqlite_unhurried(struct engine *e)
{
	return !engine_due(e);
}
