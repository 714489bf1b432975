/* SPDX-License-Identifier: MIT */
/*
 * pg.h -- what the pg*.c files share: PostgreSQL by libpq.
 */
#ifndef ALM_DB_PG_H
#define ALM_DB_PG_H

#include "db/engine_inside.h"

#include <libpq-fe.h>

/* Something for the log, so that a commit waits for it; with its transaction. */
#define PG_LOG_RECORD "SELECT pg_catalog.pg_logical_emit_message(true, 'almoner', '')"

enum { PG_ARGS = 64, PG_PORTION = 500 };
enum { PG_INT8 = 20, PG_INT2 = 21, PG_INT4 = 23, PG_TEXT = 25, PG_BYTEA = 17, PG_UNKNOWN = 705 };

/* What a connection remembers beside struct engine. */
struct pg {
	PGconn       *c;
	struct stmt  *first;
	unsigned      generation;    /* of the session: a new one has nothing prepared */
	unsigned      transaction;   /* counts them: a cursor goes with its own */
	uint64_t      names;         /* given to statements and cursors so far */
	int64_t       changes;
	bool          in_doubt;      /* the server warned while a COMMIT was under way */
	bool          committing;
	bool          wrote;         /* the open transaction has changed something */
	bool          reads;         /* it only reads */
	bool          opening;       /* it is not begun yet: its first statement will do so */
	unsigned      openings;      /* the generation in which its texts are prepared */
	bool          shelfless;     /* a schema of before the shelf */
	int64_t       shelf;         /* the number of db/shelf.h, as it is in this read... */
	unsigned      shelf_of;      /* ...which is this transaction */
	bool          leaving;       /* its end is sent, and not answered yet */
	bool          spoilt;        /* a change that it was told was refused */
	unsigned      told;          /* changes that are sent, and not answered yet */
};

/* One text, prepared in the session of that generation; prepared anew in the next. */
struct stmt {
	struct stmt  *next, **link;  /* of all of the connection */
	const char   *text;
	uint64_t      name;
	unsigned      generation;
	int           nargs, ncols;
	bool          writes, shelved;
	Oid           types[PG_ARGS];
	const char   *values[PG_ARGS];
	int           lengths[PG_ARGS], formats[PG_ARGS];
	int64_t       numbers[PG_ARGS];   /* as they travel: the highest byte first */
	PGresult     *rows;
	PGresult     *kept;          /* rows that may be so still: while the shelf is at... */
	int64_t       kept_at;
	unsigned      kept_in;       /* ...in that session */
	int           row;           /* the one that is shown; -1: before the first */
	uint64_t      cursor;        /* its number; 0: all rows are here */
	bool          held;          /* the cursor lives without a transaction */
	unsigned      transaction;   /* else: in this one */
};

/* ---- pg_open.c ---- */
bool pg_open(struct engine *, struct arena *);
bool pg_close(struct engine *);
void pg_patience(struct engine *, int ms);
/* A new session where the old one was lost; false: it cannot be had. */
bool pg_again(struct engine *);
bool pg_is_lost(const struct engine *);
/* The last answer to what was sent, as PQexec() gives it.  NULL: none came, or not in time;
 * then the session is given up, and pg_is_lost(). */
PGresult *pg_await(struct engine *, int sent, int most_ms);

/* ---- pg.c ---- */
/* Remember a refusal; always false.  Only the server's words that hold no values. */
bool pg_refused(struct engine *, const PGresult *);
/* Run texts without arguments; false: refused. */
bool pg_exec(struct engine *, const char *texts);
bool pg_number(struct engine *, const char *text, int64_t *out);
bool pg_run(struct engine *, const char *text);
void pg_rollback(struct engine *);

bool pg_prepare_in(struct engine *, struct stmt *);     /* in the session as it is now */
char *pg_name(char name[24], const char *prefix, uint64_t n);
PGresult *pg_execute(struct engine *, struct stmt *);
/* A transaction of these texts, in a session that is had anew if it must be. */
bool pg_begin(struct engine *, const char *texts);

/* ---- pg_value.c ---- */
bool pg_bind(struct engine *, struct stmt *, int n, const struct val *, bool keep);
struct val pg_value(struct engine *, struct stmt *, int column);
int64_t pg_int(const PGresult *, int row, int column);

/* ---- pg_read.c ---- */
#define PG_READ "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
/* A read that is asked for and not begun: begin it by itself; none: true. */
bool pg_opened(struct engine *);
/* Begin it with its first statement, which is prepared; NULL: refused, with the reason kept. */
PGresult *pg_open_with(struct engine *, struct stmt *);
/* Rows that are kept from last time and hold in this read. */
bool pg_shelf_has(struct engine *, struct stmt *);
void pg_shelf_put(struct engine *, struct stmt *);      /* st->rows, for next time */

/* ---- pg_tell.c ---- */
bool pg_tell(struct engine *, struct stmt *);
/* Take what is not answered yet; false: something that the open transaction was told was
 * refused, and nothing more can be done in it. */
bool pg_heard(struct engine *);
/* First of all in each call: it is made to fail, or not pg_heard(). */
bool pg_due(struct engine *);
bool pg_leave(struct engine *);          /* a read, without waiting; false: it is none */

/* ---- pg_keep.c ---- */
/* ?1, ?2 ... as $1, $2 ... */
char *pg_text(struct arena *, const char *text);
/* The type of an argument from 0 as mksql knows it; of a statement written by hand (tests)
 * 0: the server finds it. */
Oid   pg_type(const struct sql *, const char *text, size_t i);
bool  pg_has_table(struct engine *, const char *name, bool *has);
bool  pg_serial(struct engine *, int64_t *out);
bool  pg_checkpoint(struct engine *);
bool  pg_is_crowded(struct engine *);
int64_t pg_log_frames(struct engine *);
bool  pg_make_room(struct engine *);
char *pg_integrity(struct engine *, struct arena *, bool *ok);
char *pg_plan(struct engine *, struct arena *, const char *text, const struct sql *);
bool  pg_schema_begin(struct engine *);
void  pg_schema_end(struct engine *);
bool  pg_script(struct engine *, struct arena *, const char *sql);
bool  pg_dangling(struct engine *, int64_t *n);
void *pg_image(struct engine *, size_t *n);
bool  pg_open_image(struct engine *, const void *image, size_t n);

/* ---- pg_ddl.c ---- */
/* A step's text as PostgreSQL wants it: a table that others refer to may go and come back. */
char *pg_ddl(struct arena *, const char *sql);

/* ---- pg_fill.c ---- */
bool  pg_fill_begin(struct engine *, struct arena *, const char *table,
                    const char *const *columns, size_t n);
bool  pg_fill_row(struct engine *, const struct val *row);
bool  pg_fill_end(struct engine *);
bool  pg_unhurried(struct engine *);

/* ---- pg_views.c ---- */
bool  pg_views_are(struct engine *, int64_t checksum, bool *are);
bool  pg_views_drop(struct engine *, struct arena *);
char *pg_views_text(struct arena *, const char *views);

/* ---- pg_functions.c ---- */
extern const char pg_functions[], pg_grants[];

#endif
