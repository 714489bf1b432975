/* SPDX-License-Identifier: MIT */
/*
 * pg_tell.c -- what the server is sent without waiting for its answer.
 *
 *	changes          told one after another, they travel together; the next call, COMMIT at
 *	                 the latest, takes their answers first, and meets the refusal of any
 *	end of a read    a ROLLBACK, whose answer is taken before the next call
 */
#include "db/pg.h"

#include <stdio.h>

/* Who cannot even roll back has no session; that one is lost is met by whoever comes next. */
static void left(struct engine *e)
{
	e->pg->leaving = false;
	PQclear(pg_await(e, 1, 2 * e->patience_ms));
	if (!pg_is_lost(e) && PQtransactionStatus(e->pg->c) != PQTRANS_IDLE)
		(void)pg_again(e);
}

bool pg_leave(struct engine *e)
{
	struct pg *pg = e->pg;
	const PGTransactionStatusType s = PQtransactionStatus(pg->c);

	if (!pg->reads || (s != PQTRANS_INTRANS && s != PQTRANS_INERROR))
		return false;
	pg->reads = false;
	pg->leaving = PQsendQuery(pg->c, "ROLLBACK") == 1;
	return pg->leaving;
}

/* Of one change; false: refused. */
static bool answer(struct engine *e, bool ok)
{
	for (PGresult *r; (r = PQgetResult(e->pg->c)); PQclear(r)) {
		const ExecStatusType s = PQresultStatus(r);
		int64_t n = 0;

		if (ok && s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK)
			ok = pg_refused(e, r);
		e->pg->wrote |= ok && int_parse(PQcmdTuples(r), &n) && n > 0;
	}
	return ok;
}

static void answers(struct engine *e)
{
	struct pg *pg = e->pg;
	bool ok = PQpipelineSync(pg->c) == 1 || pg_refused(e, NULL);

	/* (One that was lost has told so once, and has no more to say.) */
	for (; pg->told && !pg_is_lost(e); pg->told--)
		ok = answer(e, ok);
	if (!pg_is_lost(e))
		PQclear(PQgetResult(pg->c));             /* of the sync */
	if ((pg_is_lost(e) || PQexitPipelineMode(pg->c) != 1) && ok)
		ok = pg_refused(e, NULL);
	pg->told = 0;
	pg->spoilt = !ok;
}

bool pg_heard(struct engine *e)
{
	if (e->pg->leaving)
		left(e);
	if (e->pg->told)
		answers(e);
	return !e->pg->spoilt;
}

bool pg_due(struct engine *e)
{
	return engine_due(e) || !pg_heard(e) || !pg_opened(e);
}

bool pg_tell(struct engine *e, struct stmt *st)
{
	struct pg *pg = e->pg;
	char name[24];

	if (engine_due(e) || pg->spoilt)
		return false;
	if (st->generation != pg->generation && !(pg_heard(e) && pg_prepare_in(e, st)))
		return false;
	snprintf(name, sizeof name, "s%llu", (unsigned long long)st->name);
	if ((!pg->told && PQenterPipelineMode(pg->c) != 1) ||
	    PQsendQueryPrepared(pg->c, name, st->nargs, st->values, st->lengths, st->formats,
	                        1) != 1)
		return pg_refused(e, NULL);
	pg->told++;
	return true;
}
