/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of db/ share: a connection and what it remembers.
 *
 * A prepared statement is found by three things: which statement, which of
 * its optional arguments were given, and which order was asked for.
 */
#ifndef ALM_DB_INSIDE_H
#define ALM_DB_INSIDE_H

#include "db/db.h"
#include "db/engine.h"

enum { PREPARED_BUCKETS = 256, PREPARED_MOST = 2000, CURSORS_MOST = 8 };

/* One variant of a statement, prepared. */
struct prepared {
	struct prepared  *next;       /* in its bucket */
	const struct sql *q;
	uint64_t          given;      /* a bit for each optional argument that was given */
	int               order;
	uint64_t          used;       /* a bit for each argument that this text reads */
	struct stmt      *st;
	size_t            ncols;      /* fewer than the row's: the last ones are left out */
	bool              lent;       /* a cursor has it */
};

/* What a cursor has open.  It lies in the connection, for the caller's arena
 * may go before db_abandon(); the serial tells a cursor that is over from the
 * next one in its slot. */
struct cursor_slot { struct prepared *p; uint64_t serial; };
struct db_cursor { struct db *db; struct cursor_slot *slot; uint64_t serial; };

/* Ids of one table that are ours to hand out. */
struct id_range {
	struct id_range *next;
	const char      *asked;       /* the name as the caller writes it */
	const char      *table;
	int64_t          id, until;
	bool             fresh;       /* taken in the transaction that is open */
};

enum tx { TX_NONE, TX_READ, TX_WRITE };

struct db {
	struct engine    *engine;
	enum db_mode      mode;
	enum tx           tx;
	bool              one_moment, held; /* db_one_moment(): asked for; a read is open for it */
	struct id_range  *ids;
	struct arena     *arena;              /* as long as the connection */
	struct arena     *texts;              /* the prepared statements' memory */
	struct prepared  *buckets[PREPARED_BUCKETS];
	size_t            nprepared;
	struct cursor_slot cursors[CURSORS_MOST];
};

/* The engine refused: raise it, with the name of what was being done. */
void db_fault(struct db *, const char *doing) NORETURN;

/* ---- statement.c ---- */
/* The text of one variant, in the arena. */
char *sql_text(struct arena *, const struct sql *, uint64_t given, int order);
uint64_t sql_optional(const struct sql *);       /* a bit for each argument that may be left out */
int   sql_orders(const struct sql *);
/* Find or prepare the variant that these arguments ask for, and bind them.
 * A forgotten argument is a bug.  keep: the values must outlive this call. */
struct prepared *prepared_ready(struct db *, const struct sql *, const struct val *, int order,
                                bool keep);
void prepared_forget_all(struct db *);

/* ---- rows.c ---- */
void row_read(struct db *, struct arena *, const struct prepared *, void *row);
void cursors_close_all(struct db *);
bool cursors_any_open(const struct db *);

/* ---- tx.c ---- */
void ids_forget_fresh(struct db *);
void moment_over(struct db *);                   /* what db_one_moment() holds, if anything */

/* ---- connection.c ---- */
/* Nothing is there yet: a new file in a folder that is there, or a server's empty database,
 * opened to be loaded.  What is there: fault. */
struct db *db_open_new(const char *at);

/* ---- migrate.c ---- */
/* What makes the views for reporting; the last of them says of which text they are: *sum. */
char *views_script(struct engine *, struct arena *, int64_t *sum);
/* Bring a connection up to some steps; db_migrate() gives it the program's own. */
int migrate_steps(struct db *, const struct db_step *, size_t n);

#endif
