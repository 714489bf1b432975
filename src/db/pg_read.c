/* SPDX-License-Identifier: MIT */
/*
 * pg_read.c -- a read on PostgreSQL: begun with its first statement, and what is on the shelf.
 *
 * A page is a read of a few short statements, and each trip to the server
 * costs more than most of them.  So BEGIN waits for the first statement and
 * travels with it, and with them the number of the shelf (shelf.h): rows that a
 * statement of the shelf gave at the same number are so still, and are taken
 * from here.
 */
#include "db/pg.h"

#include <stdio.h>

#define SHELF "SELECT version FROM shelf"

bool pg_opened(struct engine *e)
{
	if (!e->pg->opening)
		return true;
	e->pg->opening = false;
	return e->pg->reads = pg_begin(e, PG_READ);
}

static bool prepared(struct engine *e, const char *name, const char *text)
{
	PGresult *r = PQprepare(e->pg->c, name, text, 0, NULL);
	const bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;

	PQclear(r);
	return ok;
}

/* The texts of every read, once a session.  Before the step that made it there is no shelf. */
static bool ready(struct engine *e)
{
	struct pg *pg = e->pg;

	if (pg->openings == pg->generation)
		return true;
	if (!prepared(e, "read", PG_READ))
		return false;
	pg->shelfless = !prepared(e, "shelf", SHELF);
	if (pg_is_lost(e))
		return false;
	pg->openings = pg->generation;
	return true;
}

static bool sent(struct pg *pg, const char *name)
{
	return PQsendQueryPrepared(pg->c, name, 0, NULL, NULL, NULL, 1) == 1;
}

static bool all_sent(struct pg *pg, const struct stmt *st)
{
	char name[24];

	return PQenterPipelineMode(pg->c) == 1 && sent(pg, "read") &&
	       (pg->shelfless || sent(pg, "shelf")) &&
	       PQsendQueryPrepared(pg->c, pg_name(name, "s", st->name), st->nargs, st->values,
	                           st->lengths, st->formats, 1) == 1 &&
	       PQpipelineSync(pg->c) == 1;
}

/* What each of those sent is answered with. */
static PGresult *answer(struct pg *pg)
{
	PGresult *r = PQgetResult(pg->c);

	if (r)
		PQclear(PQgetResult(pg->c));             /* nothing: the end of that answer */
	return r;
}

/* The shelf's number, too. */
static bool begun(struct pg *pg)
{
	PGresult *r = answer(pg);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;

	PQclear(r);
	if (!ok || pg->shelfless)
		return ok;
	r = answer(pg);
	ok = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1;
	if (ok)
		pg->shelf = pg_int(r, 0, 0);
	PQclear(r);
	return ok;
}

/* NULL: the session is lost, or the read could not even begin. */
static PGresult *together(struct pg *pg, const struct stmt *st)
{
	PGresult *r = NULL;

	if (all_sent(pg, st) && begun(pg))
		r = answer(pg);
	while (PQstatus(pg->c) == CONNECTION_OK &&
	       PQpipelineStatus(pg->c) != PQ_PIPELINE_OFF && PQexitPipelineMode(pg->c) != 1)
		PQclear(PQgetResult(pg->c));
	return r;
}

/* Nothing has been done in it: what the first try met, a second may not (begun by itself). */
PGresult *pg_open_with(struct engine *e, struct stmt *st)
{
	struct pg *pg = e->pg;
	PGresult *r = NULL;

	if (!pg_is_lost(e) && ready(e)) {
		pg->opening = false;
		pg->reads = true;
		pg->transaction++;
		r = together(pg, st);
		pg->shelf_of = pg->shelfless ? 0 : pg->transaction;
	}
	if (PQresultStatus(r) == PGRES_TUPLES_OK)
		return r;
	PQclear(r);
	if (!pg_is_lost(e))
		PQclear(PQexec(pg->c, "ROLLBACK"));
	pg->opening = true;
	if (!pg_opened(e) || !pg_prepare_in(e, st))
		return NULL;
	return pg_execute(e, st);
}

/* ---- the shelf ------------------------------------------------------------------------ */

static bool is_on_shelf(const struct pg *pg, const struct stmt *st)
{
	return st->shelved && pg->reads && !pg->opening && pg->shelf_of == pg->transaction;
}

bool pg_shelf_has(struct engine *e, struct stmt *st)
{
	const struct pg *pg = e->pg;

	if (!is_on_shelf(pg, st) || !st->kept || st->kept_in != pg->generation ||
	    st->kept_at != pg->shelf)
		return false;
	st->rows = st->kept;
	st->row = -1;
	return true;
}

void pg_shelf_put(struct engine *e, struct stmt *st)
{
	const struct pg *pg = e->pg;

	if (!is_on_shelf(pg, st) || st->cursor)
		return;
	PQclear(st->kept);
	st->kept = st->rows;
	st->kept_in = pg->generation;
	st->kept_at = pg->shelf;
}
