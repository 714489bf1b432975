/* SPDX-License-Identifier: MIT */
/*
 * sqlite.c -- SQLite as the engine: one connection, its settings, its refusals.
 *
 * Every connection: foreign keys on, LIKE minds case, "x" is never a string,
 * each commit is synced (WAL, synchronous=FULL), checkpoints only when asked,
 * and an authorizer that lets nobody change the audit trail or the schema.
 */
#include "db/engine.h"
#include "db/functions.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE_MS = 5000 };

struct engine {
	sqlite3         *c;
	const char      *path;
	enum engine_open how;
	bool             own;        /* a housekeeping text of db/ runs: pragmas are allowed */
	bool             migrating;  /* the schema may change */
	enum fault_kind  kind;
	char             why[200];
};

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

/* Remember a refusal.  SQLite's words name tables and columns, never values. */
static bool refused(struct engine *e, int rc)
{
	e->kind = kind_of(rc);
	snprintf(e->why, sizeof e->why, "%s (%d)", e->c ? sqlite3_errmsg(e->c) : sqlite3_errstr(rc), rc);
	return false;
}

/* Under torture this call may be the one to fail. */
static bool due(struct engine *e)
{
	if (!fault_due())
		return false;
	e->kind = FAULT_DB;
	snprintf(e->why, sizeof e->why, "made to fail");
	return true;
}

enum fault_kind engine_kind(const struct engine *e)
{
	return e->kind;
}

const char *engine_why(const struct engine *e)
{
	return e->why;
}

/* ---- what a connection may do ------------------------------------------- */

/* Rows that are only ever added. */
static bool is_append_only(const char *table)
{
	return table && (!strcmp(table, "audit") || !strcmp(table, "schema_version"));
}

static int authorize(void *arg, int action, const char *p1, const char *p2, const char *p3,
                     const char *p4)
{
	const struct engine *e = arg;

	(void)p2, (void)p3, (void)p4;
	if (e->migrating)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return is_append_only(p1) ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_INSERT:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return SQLITE_OK;
	default:
		/* Pragmas, ATTACH, CREATE, DROP, ALTER...: only for db/ itself. */
		return e->own ? SQLITE_OK : SQLITE_DENY;
	}
}

bool engine_run(struct engine *e, const char *text)
{
	int rc;

	if (due(e))
		return false;
	e->own = true;
	rc = sqlite3_exec(e->c, text, NULL, NULL, NULL);
	e->own = false;
	return rc == SQLITE_OK || refused(e, rc);
}

bool engine_number(struct engine *e, const char *text, int64_t *out)
{
	sqlite3_stmt *st;
	int rc;

	if (due(e))
		return false;
	e->own = true;
	rc = sqlite3_prepare_v2(e->c, text, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	e->own = false;
	if (rc != SQLITE_ROW)
		refused(e, rc);
	else
		*out = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return rc == SQLITE_ROW;
}

bool engine_has_table(struct engine *e, const char *name, bool *has)
{
	int rc;

	if (due(e))
		return false;
	e->own = true;
	rc = sqlite3_table_column_metadata(e->c, "main", name, NULL, NULL, NULL, NULL, NULL, NULL);
	e->own = false;
	*has = rc == SQLITE_OK;
	/* "no such table" comes as plain SQLITE_ERROR; anything else is a refusal. */
	return rc == SQLITE_OK || rc == SQLITE_ERROR || refused(e, rc);
}

/* ---- opening ---------------------------------------------------------------- */

static const char *settings_of(enum engine_open how)
{
	switch (how) {
	case ENGINE_WRITE:
	case ENGINE_MAKE:
		return "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		       "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;"
		       "PRAGMA mmap_size = 268435456; PRAGMA journal_size_limit = 67108864;";
	case ENGINE_READ:
		return "PRAGMA query_only = ON; PRAGMA cache_size = -16000;"
		       "PRAGMA mmap_size = 268435456;";
	case ENGINE_LOAD:
		/* Nobody else has the file and nothing in it is confirmed yet. */
		return "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY;"
		       "PRAGMA synchronous = OFF; PRAGMA cache_size = -256000;";
	case ENGINE_MEMORY:
		/* Nearly empty tables: small pages make a small image to copy. */
		return "PRAGMA page_size = 1024;";
	}
	return "";
}

/* A pragma that cannot be had answers with what there is instead, and no error. */
static int need_journal(struct engine *e, const char *mode)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(e->c, "PRAGMA journal_mode", -1, &st, NULL);

	if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW)
		rc = strcmp((const char *)sqlite3_column_text(st, 0), mode) ? SQLITE_CANTOPEN : SQLITE_OK;
	sqlite3_finalize(st);
	return rc;
}

static int configure(struct engine *e)
{
	static const char every[] =
		"PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON;"
		"PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;";
	int rc;

	sqlite3_extended_result_codes(e->c, 1);
	engine_patience(e, PATIENCE_MS);
	sqlite3_db_config(e->c, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(e->c, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(e->c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	rc = functions_register(e->c);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(e->c, settings_of(e->how), NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(e->c, every, NULL, NULL, NULL);
	if (rc == SQLITE_OK && e->how != ENGINE_READ)
		rc = need_journal(e, e->how == ENGINE_WRITE || e->how == ENGINE_MAKE ? "wal" : "memory");
	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(e->c, authorize, e);
	return rc;
}

/* A new file is made by us, so that only its owner may read it (SQLite gives
 * the WAL the same rights) and so that an old one is never taken for new. */
static bool make_file(struct engine *e)
{
	int fd = open(e->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0) {
		e->kind = FAULT_IO;
		snprintf(e->why, sizeof e->why, "cannot make the data file, or it is there already");
		return false;
	}
	close(fd);
	return true;
}

struct engine *engine_open(struct arena *a, const char *path, enum engine_open how, struct fault *why)
{
	static const int flags[] = {
		[ENGINE_WRITE] = SQLITE_OPEN_READWRITE, [ENGINE_READ] = SQLITE_OPEN_READONLY,
		[ENGINE_LOAD] = SQLITE_OPEN_READWRITE, [ENGINE_MAKE] = SQLITE_OPEN_READWRITE,
		[ENGINE_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY,
	};
	static bool begun;
	struct engine *e = NEW(a, struct engine);
	bool ok;
	int rc;

	/* Before SQLite's first use: its own count of memory costs a lock each time. */
	if (!begun)
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	begun = true;
	e->path = path ? arena_dup(a, path) : NULL;
	e->how = how;
	ok = !due(e) && (how != ENGINE_MAKE || make_file(e));
	if (ok) {
		rc = sqlite3_open_v2(path ? path : ":memory:", &e->c,
		                     flags[how] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
		if (rc == SQLITE_OK)
			rc = configure(e);
		ok = rc == SQLITE_OK || refused(e, rc);
	}
	if (ok)
		return e;
	why->kind = e->kind;
	snprintf(why->why, sizeof why->why, "%s", e->why);
	sqlite3_close_v2(e->c);
	return NULL;
}

/* After a load: the file is written through to the disk before anybody trusts it. */
static bool settle(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

bool engine_close(struct engine *e)
{
	bool loaded = e->how == ENGINE_LOAD, ok = true;

	for (sqlite3_stmt *st; (st = sqlite3_next_stmt(e->c, NULL)); )
		sqlite3_finalize(st);
	e->own = true;
	if (loaded)
		ok = sqlite3_exec(e->c, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL",
		                  NULL, NULL, NULL) == SQLITE_OK;
	SURE(sqlite3_close(e->c) == SQLITE_OK);
	return !loaded || (ok && settle(e->path));
}

void engine_patience(struct engine *e, int ms)
{
	sqlite3_busy_timeout(e->c, ms);
}

/* ---- statements ------------------------------------------------------------------ */

struct stmt *engine_prepare(struct engine *e, const char *text)
{
	sqlite3_stmt *st = NULL;
	int rc;

	if (due(e))
		return NULL;
	rc = sqlite3_prepare_v3(e->c, text, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL);
	if (rc != SQLITE_OK)
		refused(e, rc);
	return (struct stmt *)st;
}

void engine_drop(struct stmt *st)
{
	sqlite3_finalize(raw(st));
}

int engine_columns(struct stmt *st)
{
	return sqlite3_column_count(raw(st));
}

bool engine_bind(struct engine *e, struct stmt *st, int n, const struct val *v, bool keep)
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
	return rc == SQLITE_OK || refused(e, rc);
}

enum step engine_step(struct engine *e, struct stmt *st)
{
	int rc;

	if (due(e))
		return STEP_FAILED;
	rc = sqlite3_step(raw(st));
	if (rc == SQLITE_ROW)
		return STEP_ROW;
	if (rc == SQLITE_DONE)
		return STEP_DONE;
	refused(e, rc);
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

struct val engine_value(struct stmt *st, int column)
{
	struct val v = { VAL_MISSING, 0, NULL, 0 };

	switch (sqlite3_column_type(raw(st), column)) {
	case SQLITE_NULL:
		v.kind = VAL_NULL;
		break;
	case SQLITE_INTEGER:
		v.kind = VAL_INT;
		v.i = sqlite3_column_int64(raw(st), column);
		break;
	case SQLITE_TEXT:
		v.kind = VAL_TEXT;
		v.s = sqlite3_column_text(raw(st), column);
		v.n = (size_t)sqlite3_column_bytes(raw(st), column);
		break;
	case SQLITE_BLOB:
		v.kind = VAL_BYTES;
		v.s = sqlite3_column_blob(raw(st), column);
		v.n = (size_t)sqlite3_column_bytes(raw(st), column);
		break;
	default:
		break;          /* a fraction: the dialect has none */
	}
	return v;
}

int64_t engine_changes(struct engine *e)
{
	return sqlite3_changes64(e->c);
}

void engine_reset(struct stmt *st)
{
	sqlite3_reset(raw(st));
}

void engine_reset_all(struct engine *e)
{
	for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt(e->c, st)); )
		if (sqlite3_stmt_busy(st))
			sqlite3_reset(st);
}

bool engine_in_transaction(struct engine *e)
{
	return !sqlite3_get_autocommit(e->c);
}

void engine_rollback(struct engine *e)
{
	/* A rollback of SQLite can meet an error of the disk; the transaction is
	 * gone all the same, and the journal brings the file right at the next open. */
	if (engine_in_transaction(e))
		sqlite3_exec(e->c, "ROLLBACK", NULL, NULL, NULL);
	SURE(!engine_in_transaction(e));
}

/* ---- housekeeping -------------------------------------------------------------------- */

bool engine_checkpoint(struct engine *e)
{
	int rc;

	if (due(e))
		return false;
	/* PASSIVE waits for nobody; the file is synced before the WAL is reused. */
	rc = sqlite3_wal_checkpoint_v2(e->c, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return rc == SQLITE_OK || rc == SQLITE_BUSY || refused(e, rc);
}

/* The first row of a pragma as one line; NULL: none, or refused (*ok). */
static char *first_line(struct engine *e, struct arena *a, const char *text, bool *ok)
{
	sqlite3_stmt *st = NULL;
	struct buf b = buf_new(a);
	int rc;

	*ok = false;
	if (due(e))
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
	*ok = rc == SQLITE_ROW || rc == SQLITE_DONE || refused(e, rc);
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

	if (!due(e))
		rc = sqlite3_prepare_v2(e->c, arena_fmt(a, "EXPLAIN QUERY PLAN %s", text), -1, &st, NULL);
	while (rc == SQLITE_OK || rc == SQLITE_ROW)
		if ((rc = sqlite3_step(st)) == SQLITE_ROW)
			buf_fmt(&b, "%s\n", (const char *)sqlite3_column_text(st, 3));
	if (rc != SQLITE_DONE)
		refused(e, rc);
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

void *engine_image(struct engine *e, size_t *n)
{
	sqlite3_int64 size = 0;
	void *p;

	e->own = true;               /* it asks a pragma for the number of pages */
	p = sqlite3_serialize(e->c, "main", &size, 0);
	e->own = false;
	SURE(p != NULL);
	*n = (size_t)size;
	return p;
}

bool engine_open_image(struct engine *e, const void *image, size_t n)
{
	void *copy = sqlite3_malloc64(n);
	int rc = SQLITE_NOMEM;

	if (copy) {
		memcpy(copy, image, n);
		e->own = true;       /* it attaches */
		rc = sqlite3_deserialize(e->c, "main", copy, (sqlite3_int64)n, (sqlite3_int64)n,
		                         SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
		e->own = false;
	}
	return rc == SQLITE_OK || refused(e, rc);
}
