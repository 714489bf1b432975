/* SPDX-License-Identifier: MIT */
/*
 * sqlite_keep.c -- SQLite checked, planned, checkpointed and migrated.
 */
#include "db/sqlite.h"

#include <string.h>

enum { WAL_FRAMES = 500, RESTART_MS = 5 };

/* ---- housekeeping -------------------------------------------------------------------- */

/*
 * PASSIVE waits for nobody; the file is synced before the WAL is reused.  But
 * while writers come all the time it never catches up with the last of them,
 * the WAL grows, and each page read has to be looked for in all of it.  So
 * when it is long they are held off for a moment, until its end is reached.
 */
bool engine_checkpoint(struct engine *e)
{
	int frames = 0, rc;

	if (engine_due(e))
		return false;
	rc = sqlite3_wal_checkpoint_v2(e->c, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, NULL);
	if (rc == SQLITE_OK && frames >= WAL_FRAMES) {
		const int patience = e->patience_ms;

		/* Readers of an older moment are waited for too: not long, it is tried again. */
		engine_patience(e, RESTART_MS);
		rc = sqlite3_wal_checkpoint_v2(e->c, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
		engine_patience(e, patience);
	}
	return rc == SQLITE_OK || rc == SQLITE_BUSY || engine_refused(e, rc);
}

/* The first row of a pragma as one line; NULL: none, or refused (*ok). */
static char *first_line(struct engine *e, struct arena *a, const char *text, bool *ok)
{
	sqlite3_stmt *st = NULL;
	struct buf b = buf_new(a);
	int rc;

	*ok = false;
	if (engine_due(e))
		return NULL;
	e->own = true;
	rc = sqlite3_prepare_v2(e->c, text, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	e->own = false;
	if (rc == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			buf_str(&b, i ? " " : "");
			buf_str(&b, (const char *)sqlite3_column_text(st, i));
		}
	/* A file too broken to be checked is a finding, not a refusal. */
	if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB) {
		buf_str(&b, sqlite3_errmsg(e->c));
		rc = SQLITE_ROW;
	}
	*ok = rc == SQLITE_ROW || rc == SQLITE_DONE || engine_refused(e, rc);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? buf_text(&b) : NULL;
}

char *engine_integrity(struct engine *e, struct arena *a, bool *ok)
{
	char *line = first_line(e, a, "PRAGMA integrity_check(1)", ok);

	if (!*ok || !text_same(line, "ok"))
		return line;
	line = first_line(e, a, "PRAGMA foreign_key_check", ok);
	return line ? arena_fmt(a, "a row refers to nothing (table, row, parent): %s", line) : NULL;
}

char *engine_plan(struct engine *e, struct arena *a, const char *text)
{
	struct buf b = buf_new(a);
	sqlite3_stmt *st = NULL;
	int rc = SQLITE_ERROR;

	if (!engine_due(e))
		rc = sqlite3_prepare_v2(e->c, arena_fmt(a, "EXPLAIN QUERY PLAN %s", text), -1,
		                        &st, NULL);
	while (rc == SQLITE_OK || rc == SQLITE_ROW)
		if ((rc = sqlite3_step(st)) == SQLITE_ROW)
			buf_fmt(&b, "%s\n", (const char *)sqlite3_column_text(st, 3));
	if (rc != SQLITE_DONE)
		engine_refused(e, rc);
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? buf_text(&b) : NULL;
}

/* ---- schema ------------------------------------------------------------------------------ */

bool engine_schema_begin(struct engine *e)
{
	/* A table that is made anew and copied would trip its own references. */
	if (!engine_run(e, "PRAGMA foreign_keys = OFF") || !engine_run(e, "BEGIN IMMEDIATE"))
		return false;
	e->migrating = true;
	return true;
}

void engine_schema_end(struct engine *e)
{
	e->migrating = false;
	engine_rollback(e);
	e->own = true;
	sqlite3_exec(e->c, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
	e->own = false;
}

bool engine_script(struct engine *e, struct arena *a, const char *sql)
{
	return engine_run(e, engine_ddl(a, sql));
}
