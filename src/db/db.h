/* SPDX-License-Identifier: MIT */
/*
 * db.h -- the only way to the database.
 *
 * Statements are named in room/NAME.sql and compiled by tools/mksql against
 * the real schema into room/NAME.sql.h: for each a struct of typed arguments,
 * a struct row, and inline functions.  There is no way to run a string.
 *
 *	struct request_load_row r;
 *	if (!ONE(db, a, request_load, &r, .id = V(id)))
 *		return REQUEST_GONE;
 *	n = ALL(db, a, offer_list, &rows, .request = V(id));
 *	if (DO(db, request_withdraw, .id = V(id), .revision = V(rev)) != 1)
 *		return REQUEST_STALE;
 *
 * Every argument must be given (a forgotten one is a bug, found at the first
 * run) unless the statement marks it optional with a "--?name" line, which is
 * left out of the text when the argument is not given; columns of such a line
 * come last, and are none without it.  A NULL is a value:
 * V() of a zero Date, Moment or id, of a NULL text, of MONEY_NONE, INT_NONE.
 *
 * Refusals of the engine are faults, except those that a verb asks for with
 * db_try(): a unique or foreign key violation that is an answer.  A fault's
 * words name the statement and never a value.  Whoever catches a fault calls
 * db_abandon() before using the connection again.
 *
 * A NULL that comes out is the type's own "none": INT_NONE, MONEY_NONE,
 * Minutes of INT_NONE, a zero Date, Moment or id, a NULL text, no bytes.  A
 * value of another kind than the column's is a bug, not an answer.
 */
#ifndef ALM_DB_H
#define ALM_DB_H

#include "base/base.h"
#include "base/date.h"
#include "base/fault.h"
#include "base/money.h"
#include "db/ids.h"          /* generated: ID_KINDS(X), one XId for each table X */

struct db;
struct bytes { const void *p; size_t n; };

/* ---- values going in ------------------------------------------------- */
enum val_kind { VAL_MISSING, VAL_NULL, VAL_INT, VAL_TEXT, VAL_BYTES };
struct val { enum val_kind kind; int64_t i; const void *s; size_t n; };

/* One struct for each type, all laid out as a val: a wrong type will not compile. */
typedef struct { struct val v; } In_int;
typedef struct { struct val v; } In_text;
typedef struct { struct val v; } In_bytes;
typedef struct { struct val v; } In_Date;
typedef struct { struct val v; } In_Moment;
typedef struct { struct val v; } In_Minutes;
typedef struct { struct val v; } In_Money;
#define ID_TYPE_(T) typedef struct { int64_t v; } T; typedef struct { struct val v; } In_##T;
ID_KINDS(ID_TYPE_)

static inline struct val val_int_or(int64_t i, bool none)
{
	return (struct val){ none ? VAL_NULL : VAL_INT, none ? 0 : i, NULL, 0 };
}
static inline In_int in_int(int64_t i)      { return (In_int){ val_int_or(i, i == INT_NONE) }; }
static inline In_text in_text(const char *s)
{
	return (In_text){ { s ? VAL_TEXT : VAL_NULL, 0, s, 0 } };
}
static inline In_bytes in_bytes(struct bytes b)
{
	return (In_bytes){ { b.p ? VAL_BYTES : VAL_NULL, 0, b.p, b.n } };
}
static inline In_Date in_Date(Date d)
{
	return (In_Date){ val_int_or(d.n ? date_day(d) : 0, !d.n) };
}
static inline In_Moment in_Moment(Moment m)    { return (In_Moment){ val_int_or(m.ms, !m.ms) }; }
static inline In_Minutes in_Minutes(Minutes m)
{
	return (In_Minutes){ val_int_or(m.n, m.n == INT_NONE) };
}
static inline In_Money in_Money(Money m)
{
	return (In_Money){ val_int_or(money_known(m) ? money_pence(m) : 0, !money_known(m)) };
}
#define ID_IN_(T) static inline In_##T in_##T(T x) { return (In_##T){ val_int_or(x.v, !x.v) }; }
ID_KINDS(ID_IN_)

#define ID_CASE_(T) T: in_##T,
#define V(x) _Generic((x), ID_KINDS(ID_CASE_)                                    \
	Date: in_Date, Moment: in_Moment, Minutes: in_Minutes, Money: in_Money,   \
	struct bytes: in_bytes, char *: in_text, const char *: in_text,           \
	default: in_int)(x)

/* ---- rows coming out ---------------------------------------------------- */
enum col_kind {
	COL_INT, COL_ID, COL_TEXT, COL_BYTES, COL_DATE, COL_MOMENT, COL_MINUTES, COL_MONEY
};
struct col { const char *name; size_t at; enum col_kind kind; };

/*
 * A statement.  Only tools/mksql makes these.  `text` is cut in pieces; a
 * piece with arg >= 0 is kept only when that argument is given; a piece with
 * order > 0 only when the caller's order is that one.
 */
struct sql_piece { const char *text; int arg, order; };
struct sql {
	const char *name, *file;
	const struct sql_piece *pieces;
	size_t npieces, nargs;
	const char *const *args;
	const char *const *order_names;        /* NULL-terminated; [0] is order 1 */
	const struct col *cols;
	size_t ncols, row_size;
	bool writes;
	bool shelved;                          /* no argument, and only tables of db/shelf.h */
	const char *types;                     /* a letter for each argument: i, t, b */
};

/* What the generated functions call. */
bool    db_one(struct db *, struct arena *, const struct sql *, const struct val *, int order,
               void *row);
size_t  db_all(struct db *, struct arena *, const struct sql *, const struct val *, int order,
               void *rows);
int64_t db_do(struct db *, const struct sql *, const struct val *);
void    db_tell(struct db *, const struct sql *, const struct val *);

/* Read a row (false: none, and the struct is all zero) / all rows (count) / change rows (count). */
#define ARGS_(q, ...)            (__extension__ &(const struct q){ __VA_ARGS__ })  /* may be none */
#define ONE(db, a, q, row, ...)  q##_one((db), (a), (row), ARGS_(q, __VA_ARGS__))
#define ALL(db, a, q, rows, ...) q##_all((db), (a), (rows), ARGS_(q, __VA_ARGS__))
#define DO(db, q, ...)           q##_do((db), ARGS_(q, __VA_ARGS__))
/* Change rows, whose number nobody asks, in a write transaction: a server need not answer at
 * once, so a fault may come from whatever is done next, its COMMIT at the latest. */
#define TELL(db, q, ...)         q##_tell((db), ARGS_(q, __VA_ARGS__))

/*
 * Row by row, for what is too long to hold: next() until it returns false;
 * db_close_rows() to stop before that.  At most eight at once.  Texts are in
 * the arena given to db_next(): mark it and go back for each row.  No
 * transaction may begin while one is open: open it inside.
 */
struct db_cursor;
struct db_cursor *db_open_rows(struct db *, struct arena *, const struct sql *, const struct val *,
                               int order);
bool db_next(struct db_cursor *, struct arena *, void *row) MUST_USE;
void db_close_rows(struct db_cursor *);
#define ROWS(db, a, q, ...) q##_rows((db), (a), ARGS_(q, __VA_ARGS__))

/* ---- ids ------------------------------------------------------------------ */
/* A new id for a row of that table: NEW_ID(db, CareRequestId).  From blocks
 * handed out by the table id_block; gaps are normal.  A block is taken in the
 * open write transaction, or in one of its own; ids of a transaction that was
 * rolled back may be given out again, so keep none of them.  Not in db_read(). */
int64_t db_new_id(struct db *, const char *table);
#define NEW_ID(db, T) ((T){ db_new_id((db), #T) })

/* ---- transactions ----------------------------------------------------------- */
/*
 * Run `work` in one write transaction (BEGIN IMMEDIATE).  It returns true to
 * commit, false to roll back (an answer of no).  On FAULT_AGAIN it is run
 * again, up to five times, so it must be pure until commit; a wait for another
 * writer that was in vain is not waited again.  Any other fault
 * rolls back and goes on up: work must not catch it.  Returns what work
 * returned.  Within another write it joins that: its no undoes its own
 * changes alone, its fault undoes everything.  Inside db_read() it is a bug.
 *
 * A single change outside any transaction is one by itself, and is not rerun;
 * what has to agree with an audit row belongs in db_write().
 */
bool db_write(struct db *, bool (*work)(void *), void *arg);
/* For several reads that must agree with each other: all see one moment. */
void db_read(struct db *, void (*work)(void *), void *arg);
/*
 * From now on (true) all reads see one moment, each db_read() too, until somebody
 * writes here or it is over (false): a page that is made of several reads is of one
 * moment, and pays for one.  Not for what takes long: the log cannot begin anew.
 */
void db_one_moment(struct db *, bool);
bool db_in_write(const struct db *);
void db_need_write(const struct db *);   /* a bug, if no write transaction is open */
/* Leave any open statement and transaction behind, after a fault. */
void db_abandon(struct db *);

/*
 * Run one change whose refusal by a constraint is an answer.  The statement
 * is undone alone; the transaction goes on.
 */
enum db_try { TRY_DONE, TRY_UNIQUE, TRY_FOREIGN, TRY_CHECK };
enum db_try db_try(struct db *, const struct sql *, const struct val *);
#define TRY(db, q, ...) q##_try((db), ARGS_(q, __VA_ARGS__))

/* ---- opening ------------------------------------------------------------------ */
/* DB_LOAD fills a new file that nobody else has open: nothing is synced until
 * db_close(), and a crash before that leaves a file to throw away. */
enum db_mode { DB_READ_WRITE, DB_READ_ONLY, DB_LOAD };
/* `at` is a directory: of DIR/almoner.db, or of DIR/postgres, a file with the postgres://
 * address of a server's database; or such an address itself. */
bool       db_is_address(const char *at);           /* is it written as one? */
bool       db_on_server(const char *at);            /* is its data in one? */
/* From now on, in this process and its forks, the folder's database is the one at that
 * address, though no file in it says so.  A folder with another council in it: fault. */
void       db_say_address(const char *dir, const char *address);
bool       db_address_said(const char *dir);        /* so, and not by a file in it? */
struct db *db_open(const char *at, enum db_mode);   /* what is not there: fault */
struct db *db_open_memory(void);                    /* migrated, for tests */
void       db_close(struct db **);
bool       db_exists(const char *at);
/* Makes DIR and a migrated file, or the schema in an empty database; an old one: fault. */
void       db_create(const char *at);

/* Bring the file up to this program's schema.  Returns how many steps ran.  A step
 * that was changed after it ran, or one that only a newer program has, is a fault. */
int        db_migrate(struct db *);
int        db_schema_version(struct db *);
int        db_schema_wanted(void);
/* Are the views for reporting those of this program, and may the reader's role read them? */
bool       db_views_are(struct db *, struct arena *);
const char *db_integrity(struct db *, struct arena *); /* NULL: sound; else the first finding */
/* The clerk's: the WAL into the file.  A failed sync is a fault, and whoever meets one
 * ends its process: what the kernel still holds is not known. */
void       db_checkpoint(struct db *);
/* Before a long read: wait a while if others' reads and writes have made the log long.
 * It can begin anew only when nobody reads for a moment, so long reads leave one. */
void       db_wait_room(struct db *, int most_ms);
/* Pages in the engine's log; -1: it has none, or it is not known. */
int64_t    db_log_frames(struct db *);
/* The clerk's, once: the log as long as it may become, for commits that make it longer are slow. */
void       db_make_room(struct db *);
void       db_refresh_statistics(struct db *);      /* after a bulk load */
int64_t    db_serial(struct db *);                  /* changes when somebody else wrote */

/* A list of ids as the JSON text that json_each() reads: "[1,2,3]". */
struct db_list { struct buf b; };
struct db_list db_list_new(struct arena *);
void           db_list_add(struct db_list *, int64_t);
const char    *db_list_text(struct db_list *);

/* Every statement of the program, for the tests: prepares each variant; returns how many
 * were refused and writes why. */
size_t db_prepare_all(struct db *, struct buf *why);
/* Full scans and sorts of a statement, a line each as the engine's plan tells, with the
 * optional arguments that lead to it; "" if none.  For the golden plans. */
const char *db_plan(struct db *, struct arena *, const struct sql *, int order);
extern const struct sql *const db_statements[];      /* generated */
extern const size_t db_nstatements;

struct db_step { int number; const char *name, *text; uint64_t checksum; };
extern const struct db_step db_steps[];              /* generated from schema/ */
extern const size_t db_nsteps;

#endif
