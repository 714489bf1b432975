/* SPDX-License-Identifier: MIT */
/*
 * sqlite_keep.c -- SQLite checked, planned, checkpointed and migrated.
 */
#include "db/sqlite.h"

#include <string.h>

enum { WAL_FRAMES = 500, WAL_BEHIND = 64, RESTART_MS = 3 };
enum { WAL_CROWDED = 2000, WAL_INDEX = 32 << 10 };
enum { WAL_ROOM = 64 << 20 };            /* as far as a WAL is kept: journal_size_limit */

/* ---- housekeeping -------------------------------------------------------------------- */

/*
 * PASSIVE waits for nobody; the file is synced before the WAL is reused.  But
 * while writers come all the time it never catches up with the last of them,
 * the WAL grows, and each page read has to be looked for in all of it.  So
 * when it is long they are held off for a moment, until its end is reached;
 * but not while somebody reads of a moment long before, whom nothing hurries.
 */
bool sqlite_checkpoint(struct engine *e)
{
	int frames = 0, done = 0, rc;

	if (engine_due(e))
		return false;
	rc = sqlite3_wal_checkpoint_v2(e->c, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &done);
	if (rc == SQLITE_OK && frames >= WAL_FRAMES && frames - done <= WAL_BEHIND) {
		const int patience = e->patience_ms;

		/* Readers of the last moment are waited for: not long, it is tried again. */
		sqlite_patience(e, RESTART_MS);
		rc = sqlite3_wal_checkpoint_v2(e->c, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
		sqlite_patience(e, patience);
	}
	return rc == SQLITE_OK || rc == SQLITE_BUSY || sqlite_refused(e, rc);
}

/*
 * How long the WAL is, in frames, as the head of its index says (SQLite's
 * "WAL-mode File Format", 2.2: mxFrame is at byte 16); -1: not known.
 */
int64_t sqlite_log_frames(struct engine *e)
{
	volatile void *index = NULL;
	sqlite3_file *file = NULL;

	if (sqlite3_file_control(e->c, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
	    !file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap ||
	    file->pMethods->xShmMap(file, 0, WAL_INDEX, 0, &index) != SQLITE_OK || !index)
		return -1;
	return ((volatile const uint32_t *)index)[4];
}

bool sqlite_is_crowded(struct engine *e)
{
	return sqlite_log_frames(e) > WAL_CROWDED;
}

static bool wal_grow(struct engine *e)
{
	static const char zeros[64 << 10];
	sqlite3_file *wal = NULL;
	sqlite3_int64 was = 0, size;
	int rc = sqlite3_file_control(e->c, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);

	if (rc == SQLITE_OK)
		rc = wal->pMethods->xFileSize(wal, &was);
	size = was;
	while (rc == SQLITE_OK && size < WAL_ROOM) {
		rc = wal->pMethods->xWrite(wal, zeros, sizeof zeros, size);
		size += (sqlite3_int64)sizeof zeros;
	}
	if (rc == SQLITE_OK)
		rc = wal->pMethods->xSync(wal, SQLITE_SYNC_FULL);
	else if (size > was)
		(void)wal->pMethods->xTruncate(wal, was);       /* others want what is left */
	return rc == SQLITE_OK || sqlite_refused(e, rc);
}

/*
 * A file that becomes longer is synced with its inode, and then the file system
 * writes much else first: tens of milliseconds instead of a fraction of one, for
 * everybody who waits for a commit.  So the WAL is long from the beginning.  Zeros
 * behind its last frame are no frame.  Nobody else may write there meanwhile,
 * hence the write lock.
 */
bool sqlite_make_room(struct engine *e)
{
	bool ok = sqlite_run(e, "BEGIN IMMEDIATE");

	if (!ok)
		return e->kind == FAULT_AGAIN;   /* somebody writes for long: without it, then */
	ok = wal_grow(e);
	sqlite_rollback(e);
	return ok || e->kind == FAULT_FULL;
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
	*ok = rc == SQLITE_ROW || rc == SQLITE_DONE || sqlite_refused(e, rc);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? buf_text(&b) : NULL;
}

char *sqlite_integrity(struct engine *e, struct arena *a, bool *ok)
{
	char *line = first_line(e, a, "PRAGMA integrity_check(1)", ok);

	if (!*ok || !text_same(line, "ok"))
		return line;
	line = first_line(e, a, "PRAGMA foreign_key_check", ok);
	return line ? arena_fmt(a, "a row refers to nothing (table, row, parent): %s", line) : NULL;
}

char *sqlite_plan(struct engine *e, struct arena *a, const char *text, const struct sql *q)
{
	struct buf b = buf_new(a);
	sqlite3_stmt *st = NULL;
	int rc = SQLITE_ERROR;

	(void)q;
	if (!engine_due(e))
		rc = sqlite3_prepare_v2(e->c, arena_fmt(a, "EXPLAIN QUERY PLAN %s", text), -1,
		                        &st, NULL);
	while (rc == SQLITE_OK || rc == SQLITE_ROW)
		if ((rc = sqlite3_step(st)) == SQLITE_ROW)
			buf_fmt(&b, "%s\n", (const char *)sqlite3_column_text(st, 3));
	if (rc != SQLITE_DONE)
		sqlite_refused(e, rc);
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? buf_text(&b) : NULL;
}

/* ---- schema ------------------------------------------------------------------------------ */

bool sqlite_schema_begin(struct engine *e)
{
	/* A table that is made anew and copied would trip its own references. */
	if (!sqlite_run(e, "PRAGMA foreign_keys = OFF") || !sqlite_run(e, "BEGIN IMMEDIATE"))
		return false;
	e->migrating = true;
	return true;
}

void sqlite_schema_end(struct engine *e)
{
	e->migrating = false;
	sqlite_rollback(e);
	e->own = true;
	sqlite3_exec(e->c, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
	e->own = false;
}

bool sqlite_script(struct engine *e, struct arena *a, const char *sql)
{
	return sqlite_run(e, engine_ddl(a, sql));
}

bool sqlite_dangling(struct engine *e, int64_t *n)
{
	return sqlite_number(e, "SELECT count(*) FROM pragma_foreign_key_check", n);
}
