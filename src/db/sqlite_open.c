/* SPDX-License-Identifier: MIT */
/*
 * sqlite_open.c -- opening a connection to SQLite, and what one may do.
 *
 * Every connection: foreign keys on, LIKE minds case, "x" is never a string,
 * each commit is synced (WAL, synchronous=FULL), checkpoints only when asked,
 * and an authorizer that lets nobody change the audit trail or the schema.
 */
#include "db/sqlite.h"
#include "db/functions.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 5000, SOON_TRIES = 50, SOON_NS = 100 * 1000, LATER_NS = 2000 * 1000 };

/* As much as SQLite was built for; what is beyond is read. */
#define MAP_MOST "2147418112"

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

/* ---- opening ---------------------------------------------------------------- */

static const char *journal_of(enum engine_open how)
{
	return how == ENGINE_WRITE || how == ENGINE_MAKE ? "wal" : "memory";
}

static const char *settings_of(enum engine_open how)
{
	switch (how) {
	case ENGINE_WRITE:
	case ENGINE_MAKE:
		return "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		       "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;"
		       "PRAGMA mmap_size = " MAP_MOST "; PRAGMA journal_size_limit = 67108864;";
	case ENGINE_READ:
		return "PRAGMA query_only = ON; PRAGMA cache_size = -16000;"
		       "PRAGMA mmap_size = " MAP_MOST ";";
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

/*
 * (cell_size_check is for files that somebody else may have made: it looks at
 * every cell of each page that is read, a fifth of the time of a page here.
 * Ours is looked at by `almoner check`.)
 */

/* A pragma that cannot be had answers with what there is instead, and no error. */
static int need_journal(struct engine *e, const char *mode)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(e->c, "PRAGMA journal_mode", -1, &st, NULL);

	if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW)
		rc = text_same((const char *)sqlite3_column_text(st, 0), mode)
		   ? SQLITE_OK : SQLITE_CANTOPEN;
	sqlite3_finalize(st);
	return rc;
}

static int configure(struct engine *e)
{
	static const char every[] =
		"PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON;"
		"PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;";
	int rc;

	sqlite3_extended_result_codes(e->c, 1);
	sqlite_patience(e, PATIENCE_MS);
	sqlite3_db_config(e->c, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(e->c, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(e->c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	rc = functions_register(e->c);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(e->c, settings_of(e->how), NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(e->c, every, NULL, NULL, NULL);
	if (rc == SQLITE_OK && e->how != ENGINE_READ)
		rc = need_journal(e, journal_of(e->how));
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
		snprintf(e->why, sizeof e->why,
		         "cannot make the data file, or it is there already");
		return false;
	}
	close(fd);
	return true;
}

bool sqlite_open(struct engine *e, struct arena *a)
{
	static const int flags[] = {
		[ENGINE_WRITE] = SQLITE_OPEN_READWRITE, [ENGINE_READ] = SQLITE_OPEN_READONLY,
		[ENGINE_LOAD] = SQLITE_OPEN_READWRITE, [ENGINE_MAKE] = SQLITE_OPEN_READWRITE,
		[ENGINE_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY,
	};
	static bool begun;
	bool shared = e->how == ENGINE_WRITE || e->how == ENGINE_READ;
	int rc;

	(void)a;
	/* Before SQLite's first use: no process of ours has a second thread to be
	 * kept out, and its own count of memory costs a lock each time. */
	if (!begun) {
		sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	}
	begun = true;
	if (engine_due(e) || (e->how == ENGINE_MAKE && !make_file(e)))
		return false;
	rc = sqlite3_open_v2(e->path ? e->path : ":memory:", &e->c,
	                     flags[e->how] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	                     shared ? map_vfs() : NULL);
	if (rc == SQLITE_OK)
		rc = configure(e);
	if (rc == SQLITE_OK)
		return true;
	sqlite_refused(e, rc);
	sqlite3_close_v2(e->c);
	return false;
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

bool sqlite_close(struct engine *e)
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

/* ---- waiting for another writer --------------------------------------------- */

static int64_t clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/*
 * SQLite's own way of waiting sleeps 1, 2, 5, 10 ... 100 ms, though a commit
 * is over in a fraction of one: those who waited longest would be overtaken
 * by everybody who came later.  So ask again soon, and after a while, when it
 * is a long transaction that is met, less often.
 */
static int wait_turn(void *arg, int tries)
{
	struct engine *e = arg;
	const int64_t now = clock_us();
	struct timespec rest = { 0, tries < SOON_TRIES ? SOON_NS : LATER_NS };

	if (tries == 0)
		e->waits_since = now;
	if (now - e->waits_since >= (int64_t)e->patience_ms * 1000)
		return 0;
	nanosleep(&rest, NULL);
	return 1;
}

void sqlite_patience(struct engine *e, int ms)
{
	e->patience_ms = ms;
	sqlite3_busy_handler(e->c, wait_turn, e);
}

/* ---- copies in memory ------------------------------------------------------ */

void *sqlite_image(struct engine *e, size_t *n)
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

bool sqlite_open_image(struct engine *e, const void *image, size_t n)
{
	void *copy = sqlite3_malloc64(n);
	int rc = SQLITE_NOMEM;

	if (copy) {
		memcpy(copy, image, n);
		e->own = true;       /* it attaches */
		rc = sqlite3_deserialize(e->c, "main", copy, (sqlite3_int64)n, (sqlite3_int64)n,
		                         SQLITE_DESERIALIZE_FREEONCLOSE |
		                         SQLITE_DESERIALIZE_RESIZEABLE);
		e->own = false;
	}
	return rc == SQLITE_OK || sqlite_refused(e, rc);
}
