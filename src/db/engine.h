/* SPDX-License-Identifier: MIT */
/*
 * engine.h -- what db/ asks of a database engine, and nothing more.
 *
 * Two answer it: sqlite.c for a council in a directory, pg.c for one that a
 * PostgreSQL server keeps; which of them a connection has is decided once, by
 * the address that it was opened with.  Nothing here raises a fault: a call
 * says that it was refused and engine_why() says why, so that whoever asked
 * may roll back first.  Only the files of db/ include this header.
 */
#ifndef ALM_DB_ENGINE_H
#define ALM_DB_ENGINE_H

#include "db/db.h"

struct engine;          /* one connection */
struct stmt;            /* one prepared text on it */

enum engine_open { ENGINE_WRITE, ENGINE_READ, ENGINE_LOAD, ENGINE_MAKE, ENGINE_MEMORY };

/* STEP_UNIQUE, _FOREIGN and _CHECK: the statement is undone, the transaction lives. */
enum step { STEP_ROW, STEP_DONE, STEP_UNIQUE, STEP_FOREIGN, STEP_CHECK, STEP_FAILED };

/* ---- connection ----
 * NULL: refused, see *why.  `at` is a file, or a postgres:// address.  ENGINE_MAKE makes the
 * file and refuses an old one; ENGINE_MEMORY takes no path. */
struct engine *engine_open(struct arena *, const char *at, enum engine_open, struct fault *why);
bool  engine_close(struct engine *) MUST_USE;           /* false: a load did not reach the disk */
void  engine_patience(struct engine *, int ms);       /* how long to wait for another writer */

/* What the last refused call met: the kind, and the engine's words (no values). */
enum fault_kind engine_kind(const struct engine *);
const char     *engine_why(const struct engine *);

/* ---- statements ----
 * One variant of q, prepared: NULL, refused.  What it needs lies in the arena, which must
 * last as long as the statement. */
struct stmt *engine_prepare(struct engine *, struct arena *, const char *text, const struct sql *q);
void  engine_drop(struct engine *, struct stmt *);
int   engine_columns(struct engine *, struct stmt *);
/* Arguments count from 1; past the last one of the text they are passed over.
 * keep: the engine copies the value, for the caller's may be gone at the next step. */
bool  engine_bind(struct engine *, struct stmt *, int n, const struct val *, bool keep) MUST_USE;
/* What is bound will be stepped through slowly, with other statements in between. */
bool  engine_begin_rows(struct engine *, struct stmt *) MUST_USE;
enum step engine_step(struct engine *, struct stmt *) MUST_USE;
/* A change in a write transaction that needs no answer: it may travel with the next call,
 * which then meets its refusal. */
bool  engine_tell(struct engine *, struct stmt *) MUST_USE;
/* The value in a column from 0; VAL_MISSING: of a kind that we never store.
 * Text and bytes are the engine's, until the next step. */
struct val engine_value(struct engine *, struct stmt *, int column);
int64_t engine_changes(struct engine *);
void  engine_reset(struct engine *, struct stmt *);
void  engine_reset_all(struct engine *);              /* whatever is still stepping */

/* ---- transactions and housekeeping: fixed texts of db/ itself ---- */
bool  engine_run(struct engine *, const char *text) MUST_USE;     /* BEGIN, COMMIT, SAVEPOINT... */
bool  engine_in_transaction(struct engine *);
/* Does a refused statement undo the whole transaction, unless there is a savepoint before it? */
bool  engine_undoes_all(const struct engine *);
void  engine_rollback(struct engine *);               /* cannot fail; nothing open: does nothing */
/* One number, as of a count.  Refused: false. */
bool  engine_number(struct engine *, const char *text, int64_t *out) MUST_USE;
/* A number that differs once another connection has committed. */
bool  engine_serial(struct engine *, int64_t *out) MUST_USE;
bool  engine_has_table(struct engine *, const char *name, bool *has) MUST_USE;
bool  engine_checkpoint(struct engine *) MUST_USE;
/* Who reads for long keeps what others write from being put away: is there much of it? */
bool  engine_is_crowded(struct engine *);
int64_t engine_log_frames(struct engine *);      /* pages in the log; -1: not known, or no log */
/* Ahead of time, what commits would have to ask the file system for.  A full disk is no refusal. */
bool  engine_make_room(struct engine *) MUST_USE;
/* The first finding of the engine's own check, NULL: sound.  Refused: *ok = false. */
char *engine_integrity(struct engine *, struct arena *, bool *ok);
/* The plan of a text, a line for each step of it. */
char *engine_plan(struct engine *, struct arena *, const char *text, const struct sql *);

/* ---- schema ---- */
/* Between these, and only then, the schema may change and references may dangle. */
bool  engine_schema_begin(struct engine *) MUST_USE;
void  engine_schema_end(struct engine *);
bool  engine_script(struct engine *, struct arena *, const char *sql) MUST_USE;
/* How many rows refer to nothing, in the step that is open. */
bool  engine_dangling(struct engine *, int64_t *n) MUST_USE;

/* ---- many rows of one table (carry.c) ----
 * All columns of each row; from begin to end nothing else may be asked of the connection. */
bool  engine_fill_begin(struct engine *, struct arena *, const char *table,
                        const char *const *columns, size_t n) MUST_USE;
bool  engine_fill_row(struct engine *, const struct val *row) MUST_USE;
bool  engine_fill_end(struct engine *) MUST_USE;
/* What comes next on this connection may take as long as it needs. */
bool  engine_unhurried(struct engine *) MUST_USE;

/* ---- the views for reporting (views.c), in a step that is open ---- */
/* Are they there, made from a text of that checksum, and given to whom they are for? */
bool  engine_views_are(struct engine *, int64_t checksum, bool *are) MUST_USE;
bool  engine_views_drop(struct engine *, struct arena *) MUST_USE;
/* What CREATE VIEW and the marks of views.c are on this engine. */
char *engine_views_text(struct engine *, struct arena *, const char *views);

/* The whole of a database in memory, to open others from (tests; SQLite only). */
void *engine_image(struct engine *, size_t *n);
bool  engine_open_image(struct engine *, const void *image, size_t n) MUST_USE;

/* Our dialect as SQLite wants it: BIGINT, BYTEA and CREATE TABLE rewritten. */
char *engine_ddl(struct arena *, const char *sql);
/* The length of what must not be touched at s: a comment, a quoted text; else 0. */
size_t ddl_untouched(const char *s);

/* ---- views.c ---- */
extern const char db_views[];        /* schema/views/reporting.sql, as mksql leaves it */
/* A mark and what it becomes on an engine; $ is what stands in its brackets. */
struct mark { const char *word, *becomes; };
/* The text with the marks replaced, and CREATE VIEW by `create`, "$" being the view's name. */
char *views_text(struct arena *, const char *views, const struct mark *, size_t n,
                 const char *create);

#endif
