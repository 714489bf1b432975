/* SPDX-License-Identifier: MIT */
/*
 * sqlite.c -- SQLite as the engine: statements, transactions, refusals.
 *
 * sqlite_open.c opens and settles a connection; sqlite_keep.c checks, plans
 * and migrates.
 */
#include "db/sqlite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

enum { END_SYNC = 6 };                   /* the process's status after a failed sync */

static sqlite3_stmt *raw(struct stmt *st)
{
	return (sqlite3_stmt *)st;
}

/* ---- refusals -------------------------------------------------------- */

static enum fault_kind kind_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return FAULT_AGAIN;
	case SQLITE_FULL:
		return FAULT_FULL;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return FAULT_IO;
	case SQLITE_NOMEM:
		return FAULT_MEMORY;
	default:
		return FAULT_DB;
	}
}

/*
 * After a failed sync nobody knows what is on the disk, and the next sync may
 * claim what this one lost: the kernel takes the pages for clean.  So the
 * process ends here, before it can answer, and its successor starts from the
 * file and its log.
 */
static void sync_failed(int rc)
{
	if (rc != SQLITE_IOERR_FSYNC && rc != SQLITE_IOERR_DIR_FSYNC)
		return;
	log_line(LOG_ERROR, "a sync failed: ending, to start again from the disk", "code=%d", rc);
	_exit(END_SYNC);
}

bool sqlite_refused(struct engine *e, int rc)
{
	sync_failed(rc);
	e->kind = kind_of(rc);
	snprintf(e->why, sizeof e->why, "%s (%d)",
	         e->c ? sqlite3_errmsg(e->c) : sqlite3_errstr(rc), rc);
	return false;
}

/* ---- texts of db/ itself ------------------------------------------------- */

/* Those of every page are prepared once: they cost more to parse than to run. */
static const char *const kept_texts[] = {
	"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "PRAGMA data_version",
};

static sqlite3_stmt **kept(struct engine *e, const char *text)
{
	_Static_assert(COUNT(kept_texts) == COUNT(e->kept), "a place for each");
	for (size_t i = 0; i < COUNT(kept_texts); i++)
		if (!strcmp(text, kept_texts[i]))
			return &e->kept[i];
	return NULL;
}

/* Until its first row, or its end. */
static int kept_step(struct engine *e, sqlite3_stmt **st, const char *text)
{
	int rc = SQLITE_OK;

	if (!*st)
		rc = sqlite3_prepare_v3(e->c, text, -1, SQLITE_PREPARE_PERSISTENT, st, NULL);
	return rc == SQLITE_OK ? sqlite3_step(*st) : rc;
}

static int text_run(struct engine *e, const char *text)
{
	sqlite3_stmt **st = kept(e, text);
	int rc;

	if (!st)
		return sqlite3_exec(e->c, text, NULL, NULL, NULL);
	rc = kept_step(e, st, text);
	/* The refusal is told once more by the reset. */
	sqlite3_reset(*st);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

bool sqlite_run(struct engine *e, const char *text)
{
	int rc;

	if (engine_due(e))
		return false;
	e->own = true;
	rc = text_run(e, text);
	e->own = false;
	return rc == SQLITE_OK || sqlite_refused(e, rc);
}

bool sqlite_number(struct engine *e, const char *text, int64_t *out)
{
	sqlite3_stmt *st;
	int rc;

	if (engine_due(e))
		return false;
	e->own = true;
	rc = sqlite3_prepare_v2(e->c, text, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	e->own = false;
	if (rc != SQLITE_ROW)
		sqlite_refused(e, rc);
	else
		*out = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW;
}

static bool sqlite_serial(struct engine *e, int64_t *out)
{
	static const char text[] = "PRAGMA data_version";
	sqlite3_stmt **st = kept(e, text);
	int rc;

	if (engine_due(e))
		return false;
	e->own = true;
	rc = kept_step(e, st, text);
	e->own = false;
	if (rc != SQLITE_ROW)
		sqlite_refused(e, rc);
	else
		*out = sqlite3_column_int64(*st, 0);
	sqlite3_reset(*st);
	return rc == SQLITE_ROW;
}

static bool sqlite_has_table(struct engine *e, const char *name, bool *has)
{
	int rc;

	if (engine_due(e))
		return false;
	e->own = true;
	rc = sqlite3_table_column_metadata(e->c, "main", name, NULL, NULL, NULL, NULL, NULL, NULL);
	e->own = false;
	*has = rc == SQLITE_OK;
	/* "no such table" comes as plain SQLITE_ERROR; anything else is a refusal. */
	return rc == SQLITE_OK || rc == SQLITE_ERROR || sqlite_refused(e, rc);
}

/* ---- statements ------------------------------------------------------------------ */

static struct stmt *sqlite_prepare(struct engine *e, struct arena *a, const char *text,
                                   const struct sql *q)
{
	sqlite3_stmt *st = NULL;
	int rc;

	(void)a, (void)q;
	if (engine_due(e))
		return NULL;
	rc = sqlite3_prepare_v3(e->c, text, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL);
	if (rc != SQLITE_OK)
		sqlite_refused(e, rc);
	return (struct stmt *)st;
}

static void sqlite_drop(struct engine *e, struct stmt *st)
{
	(void)e;
	sqlite3_finalize(raw(st));
}

static int sqlite_columns(struct engine *e, struct stmt *st)
{
	(void)e;
	return sqlite3_column_count(raw(st));
}

static bool sqlite_bind(struct engine *e, struct stmt *st, int n, const struct val *v, bool keep)
{
	sqlite3_destructor_type how = keep ? SQLITE_TRANSIENT : SQLITE_STATIC;
	int rc = SQLITE_OK;

	if (n > sqlite3_bind_parameter_count(raw(st)))
		return true;
	switch (v->kind) {
	case VAL_MISSING:
	case VAL_NULL:
		rc = sqlite3_bind_null(raw(st), n);
		break;
	case VAL_INT:
		rc = sqlite3_bind_int64(raw(st), n, v->i);
		break;
	case VAL_TEXT:
		rc = sqlite3_bind_text64(raw(st), n, v->s, strlen(v->s), how, SQLITE_UTF8);
		break;
	case VAL_BYTES:
		rc = sqlite3_bind_blob64(raw(st), n, v->s, v->n, how);
		break;
	}
	return rc == SQLITE_OK || sqlite_refused(e, rc);
}

/* It steps slowly anyway. */
static bool sqlite_begin_rows(struct engine *e, struct stmt *st)
{
	(void)e, (void)st;
	return true;
}

static enum step sqlite_step(struct engine *e, struct stmt *st)
{
	int rc;

	if (engine_due(e))
		return STEP_FAILED;
	rc = sqlite3_step(raw(st));
	if (rc == SQLITE_ROW)
		return STEP_ROW;
	if (rc == SQLITE_DONE)
		return STEP_DONE;
	sqlite_refused(e, rc);
	switch (rc) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		return STEP_UNIQUE;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return STEP_FOREIGN;
	case SQLITE_CONSTRAINT_CHECK:
		return STEP_CHECK;
	default:
		return STEP_FAILED;
	}
}

static struct val sqlite_value(struct engine *e, struct stmt *st, int column)
{
	struct val v = { VAL_MISSING, 0, NULL, 0 };
	/* "Unprotected", which is the same without threads (sqlite_open.c). */
	sqlite3_value *value = sqlite3_column_value(raw(st), column);

	(void)e;
	switch (sqlite3_value_type(value)) {
	case SQLITE_NULL:
		v.kind = VAL_NULL;
		break;
	case SQLITE_INTEGER:
		v.kind = VAL_INT;
		v.i = sqlite3_value_int64(value);
		break;
	case SQLITE_TEXT:
		v.kind = VAL_TEXT;
		v.s = sqlite3_value_text(value);
		v.n = (size_t)sqlite3_value_bytes(value);
		break;
	case SQLITE_BLOB:
		v.kind = VAL_BYTES;
		v.s = sqlite3_value_blob(value);
		v.n = (size_t)sqlite3_value_bytes(value);
		break;
	default:
		break;          /* a fraction: the dialect has none */
	}
	return v;
}

static int64_t sqlite_changes(struct engine *e)
{
	return sqlite3_changes64(e->c);
}

static void sqlite_reset(struct engine *e, struct stmt *st)
{
	(void)e;
	sqlite3_reset(raw(st));
}

static void sqlite_reset_all(struct engine *e)
{
	for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt(e->c, st)); )
		if (sqlite3_stmt_busy(st))
			sqlite3_reset(st);
}

static bool sqlite_in_transaction(struct engine *e)
{
	return !sqlite3_get_autocommit(e->c);
}

void sqlite_rollback(struct engine *e)
{
	/* A rollback of SQLite can meet an error of the disk; the transaction is
	 * gone all the same, and the journal brings the file right at the next open. */
	if (sqlite_in_transaction(e))
		(void)text_run(e, "ROLLBACK");
	SURE(!sqlite_in_transaction(e));
}

/* ---- the table ------------------------------------------------------------------- */

const struct engine_calls sqlite_calls = {
	.open = sqlite_open, .close = sqlite_close, .patience = sqlite_patience,
	.prepare = sqlite_prepare, .drop = sqlite_drop, .columns = sqlite_columns,
	.bind = sqlite_bind, .begin_rows = sqlite_begin_rows, .step = sqlite_step,
	.value = sqlite_value, .changes = sqlite_changes, .reset = sqlite_reset,
	.reset_all = sqlite_reset_all, .run = sqlite_run,
	.in_transaction = sqlite_in_transaction, .rollback = sqlite_rollback,
	.number = sqlite_number, .serial = sqlite_serial, .has_table = sqlite_has_table,
	.checkpoint = sqlite_checkpoint, .is_crowded = sqlite_is_crowded,
	.log_frames = sqlite_log_frames,
	.make_room = sqlite_make_room, .integrity = sqlite_integrity, .plan = sqlite_plan,
	.schema_begin = sqlite_schema_begin, .schema_end = sqlite_schema_end,
	.script = sqlite_script, .dangling = sqlite_dangling,
	.views_are = sqlite_views_are, .views_drop = sqlite_views_drop,
	.views_text = sqlite_views_text, .fill_begin = sqlite_fill_begin,
	.fill_row = sqlite_fill_row, .fill_end = sqlite_fill_end,
	.unhurried = sqlite_unhurried, .image = sqlite_image,
	.open_image = sqlite_open_image,
};
