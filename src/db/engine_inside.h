/* SPDX-License-Identifier: MIT */
/*
 * engine_inside.h -- a connection as the two engines see it: the table of
 * calls that one of them answers, and what each remembers.
 */
#ifndef ALM_DB_ENGINE_INSIDE_H
#define ALM_DB_ENGINE_INSIDE_H

#include "db/engine.h"

/* The calls of engine.h, under the same names. */
struct engine_calls {
	bool  undoes_all;            /* a refused statement takes its transaction with it */
	bool (*open)(struct engine *, struct arena *);
	bool (*close)(struct engine *);
	void (*patience)(struct engine *, int ms);
	struct stmt *(*prepare)(struct engine *, struct arena *, const char *, const struct sql *);
	void (*drop)(struct engine *, struct stmt *);
	int  (*columns)(struct engine *, struct stmt *);
	bool (*bind)(struct engine *, struct stmt *, int n, const struct val *, bool keep);
	bool (*begin_rows)(struct engine *, struct stmt *);
	enum step (*step)(struct engine *, struct stmt *);
	bool (*tell)(struct engine *, struct stmt *);    /* none: nothing is gained by it */
	struct val (*value)(struct engine *, struct stmt *, int column);
	int64_t (*changes)(struct engine *);
	void (*reset)(struct engine *, struct stmt *);
	void (*reset_all)(struct engine *);
	bool (*run)(struct engine *, const char *text);
	bool (*in_transaction)(struct engine *);
	void (*rollback)(struct engine *);
	bool (*number)(struct engine *, const char *text, int64_t *out);
	bool (*serial)(struct engine *, int64_t *out);
	bool (*has_table)(struct engine *, const char *name, bool *has);
	bool (*checkpoint)(struct engine *);
	bool (*is_crowded)(struct engine *);
	int64_t (*log_frames)(struct engine *);
	bool (*make_room)(struct engine *);
	char *(*integrity)(struct engine *, struct arena *, bool *ok);
	char *(*plan)(struct engine *, struct arena *, const char *, const struct sql *);
	bool (*schema_begin)(struct engine *);
	void (*schema_end)(struct engine *);
	bool (*script)(struct engine *, struct arena *, const char *sql);
	bool (*dangling)(struct engine *, int64_t *n);
	bool (*fill_begin)(struct engine *, struct arena *, const char *table,
	                   const char *const *columns, size_t n);
	bool (*fill_row)(struct engine *, const struct val *row);
	bool (*fill_end)(struct engine *);
	bool (*unhurried)(struct engine *);
	bool (*views_are)(struct engine *, int64_t checksum, bool *are);
	bool (*views_drop)(struct engine *, struct arena *);
	char *(*views_text)(struct arena *, const char *views);
	void *(*image)(struct engine *, size_t *n);
	bool (*open_image)(struct engine *, const void *image, size_t n);
};

extern const struct engine_calls sqlite_calls, pg_calls;

struct engine {
	const struct engine_calls *calls;
	const char      *path;
	enum engine_open how;
	int              patience_ms;
	enum fault_kind  kind;
	char             why[200];
	int              filling;    /* columns of the table that is being filled */
	/* ---- SQLite ---- */
	struct sqlite3  *c;
	bool             own;        /* a housekeeping text of db/ runs: pragmas are allowed */
	bool             migrating;  /* the schema may change */
	int64_t          waits_since; /* for the writer whom it has met; monotonic, microseconds */
	struct sqlite3_stmt *kept[5]; /* what each page needs of db/'s own texts (sqlite.c) */
	struct sqlite3_stmt *fill;
	/* ---- PostgreSQL ---- */
	struct pg       *pg;
};

/* Under torture this call may be the one to fail; it is remembered like a refusal. */
bool engine_due(struct engine *);

#endif
