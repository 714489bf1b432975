/* SPDX-License-Identifier: MIT */
/*
 * tx.c -- transactions, and the ids that belong to them.
 *
 *	outermost write    BEGIN IMMEDIATE ... COMMIT | ROLLBACK; again on FAULT_AGAIN, if begun
 *	write in a write   SAVEPOINT ... RELEASE | ROLLBACK TO: its no undoes only itself
 *	read               BEGIN ... ROLLBACK; inside any other it just runs
 *	one moment         BEGIN at the first read, ROLLBACK at its end or before a write
 *
 * Ids come from blocks that are taken in the open write transaction, or in
 * one of their own.  When that is rolled back the block was never taken, so
 * it is forgotten here too; blocks taken earlier are kept, with gaps.
 */
#include "db/inside.h"
#include "db/db.sql.h"

#include <ctype.h>
#include <string.h>

enum { WRITE_TRIES = 5, IDS_TAKEN = 50, IDS_TAKEN_LOADING = 1000 };

/* ---- ids ---------------------------------------------------------------- */

/* CareRequestId -> care_request; a name of a table stays as it is. */
static const char *table_of(struct arena *a, const char *asked)
{
	struct buf b = buf_new(a);
	size_t n = strlen(asked);

	if (!isupper((unsigned char)*asked))
		return arena_dup(a, asked);
	if (text_ends(asked, "Id"))
		n -= 2;
	for (size_t i = 0; i < n; i++) {
		if (i && isupper((unsigned char)asked[i]))
			buf_char(&b, '_');
		buf_char(&b, (char)tolower((unsigned char)asked[i]));
	}
	return buf_text(&b);
}

static struct id_range *range_of(struct db *db, const char *asked)
{
	struct id_range *r = db->ids;

	while (r && strcmp(r->asked, asked))
		r = r->next;
	if (r)
		return r;
	r = NEW(db->arena, struct id_range);
	r->asked = arena_dup(db->arena, asked);
	r->table = table_of(db->arena, asked);
	r->next = db->ids;
	db->ids = r;
	return r;
}

struct taking { struct db *db; struct id_range *range; };

static bool take_block(void *arg)
{
	struct taking *t = arg;
	int64_t n = t->db->mode == DB_LOAD ? IDS_TAKEN_LOADING : IDS_TAKEN;
	struct id_block_take_row row;

	SURE(ONE(t->db, t->db->arena, id_block_take, &row, .name = V(t->range->table), .n = V(n)));
	t->range->id = row.first_id;
	t->range->until = row.first_id + n;
	t->range->fresh = true;
	return true;
}

int64_t db_new_id(struct db *db, const char *table)
{
	struct taking t = { db, range_of(db, table) };

	if (t.range->id == t.range->until) {
		if (db->tx == TX_WRITE)
			take_block(&t);
		else
			db_write(db, take_block, &t);
	}
	return t.range->id++;
}

void ids_forget_fresh(struct db *db)
{
	for (struct id_range *r = db->ids; r; r = r->next)
		if (r->fresh) {
			r->id = r->until = 0;
			r->fresh = false;
		}
}

static void ids_keep_fresh(struct db *db)
{
	for (struct id_range *r = db->ids; r; r = r->next)
		r->fresh = false;
}

/* ---- leaving ---------------------------------------------------------------- */

void db_abandon(struct db *db)
{
	cursors_close_all(db);
	engine_reset_all(db->engine);
	engine_rollback(db->engine);
	ids_forget_fresh(db);
	db->tx = TX_NONE;
	db->held = false;
}

void db_one_moment(struct db *db, bool on)
{
	moment_over(db);
	db->one_moment = on;
}

void moment_over(struct db *db)
{
	if (db->held)
		db_abandon(db);
}

bool db_in_write(const struct db *db)
{
	return db->tx == TX_WRITE;
}

void db_need_write(const struct db *db)
{
	SURE(db->tx == TX_WRITE);
}

static void run(struct db *db, const char *text)
{
	if (!engine_run(db->engine, text))
		db_fault(db, text);
}

/* ---- write --------------------------------------------------------------------- */

struct writing { struct db *db; bool (*work)(void *); void *arg; bool begun, yes; };

static void write_once(void *arg)
{
	struct writing *w = arg;

	w->begun = false;
	run(w->db, "BEGIN IMMEDIATE");
	w->begun = true;
	w->db->tx = TX_WRITE;
	w->yes = w->work(w->arg);
	if (w->yes)
		run(w->db, "COMMIT");
}

/* A write within a write: a fault goes up to the outermost, which undoes all. */
static bool write_within(struct db *db, bool (*work)(void *), void *arg)
{
	bool yes;

	run(db, "SAVEPOINT within");
	yes = work(arg);
	if (!yes) {
		run(db, "ROLLBACK TO within");
		ids_forget_fresh(db);
	}
	run(db, "RELEASE within");
	return yes;
}

bool db_write(struct db *db, bool (*work)(void *), void *arg)
{
	struct writing w = { .db = db, .work = work, .arg = arg };
	struct fault broke;

	SURE(db->tx != TX_READ);
	if (db->tx == TX_WRITE)
		return write_within(db, work, arg);
	/* An older cursor would hold an older moment of the data, on which no write can begin. */
	SURE(!cursors_any_open(db));
	moment_over(db);
	for (int tries = 1; ; tries++) {
		if (boundary_run(write_once, &w, &broke) == FAULT_NONE)
			break;
		db_abandon(db);
		/* Who could not even begin has waited as long as anybody should. */
		if (broke.kind != FAULT_AGAIN || !w.begun || tries == WRITE_TRIES)
			fault(broke.kind, "%s", broke.why);
	}
	if (w.yes) {
		ids_keep_fresh(db);
		db->tx = TX_NONE;
	} else {
		db_abandon(db);
	}
	return w.yes;
}

/* ---- read ------------------------------------------------------------------------ */

struct reading { struct db *db; void (*work)(void *); void *arg; };

static void read_once(void *arg)
{
	struct reading *r = arg;

	if (!r->db->held)
		run(r->db, "BEGIN");
	r->db->held = r->db->one_moment;
	r->db->tx = TX_READ;
	r->work(r->arg);
}

void db_read(struct db *db, void (*work)(void *), void *arg)
{
	struct reading r = { db, work, arg };
	struct fault broke;

	if (db->tx != TX_NONE) {
		work(arg);
		return;
	}
	SURE(!cursors_any_open(db));
	boundary_run(read_once, &r, &broke);
	if (broke.kind == FAULT_NONE && db->held) {
		cursors_close_all(db);
		db->tx = TX_NONE;
		return;
	}
	/* Nothing was written: leaving is the same as rolling back, and cannot fail. */
	db_abandon(db);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
}
