/* SPDX-License-Identifier: MIT */
/*
 * sqlite.h -- the connection that the sqlite*.c files share.
 */
#ifndef ALM_DB_SQLITE_H
#define ALM_DB_SQLITE_H

#include "db/engine.h"

#include <sqlite3.h>

struct engine {
	sqlite3         *c;
	const char      *path;
	enum engine_open how;
	bool             own;        /* a housekeeping text of db/ runs: pragmas are allowed */
	bool             migrating;  /* the schema may change */
	int              patience_ms;
	int64_t          waits_since; /* for the writer whom it has met; monotonic, microseconds */
	sqlite3_stmt    *serial;     /* asked for each page: prepared once */
	enum fault_kind  kind;
	char             why[200];
};

/* Remember a refusal; always false.  SQLite's words name tables and columns, never values. */
bool engine_refused(struct engine *, int rc);
/* The VFS of files that others write too: it keeps them mapped.  NULL: SQLite's own. */
const char *map_vfs(void);
/* Under torture this call may be the one to fail; it is remembered like a refusal. */
bool engine_due(struct engine *);

#endif
