/* SPDX-License-Identifier: MIT */
/*
 * pg.c -- PostgreSQL as the engine: statements, transactions, refusals.
 *
 * A text is prepared once a session; a session that was lost is replaced, and
 * then each is prepared anew.
 *
 * One writer at a time, as the rooms are written for: a write begins with one
 * advisory lock (doc/decisions/one-writer.md).
 *
 *	read    BEGIN REPEATABLE READ READ ONLY, with its first statement (pg_read.c) ...
 *	        ROLLBACK, not waited for (pg_tell.c)
 *	write   BEGIN, lock ... COMMIT
 *	                        |- tag COMMIT: kept
 *	                        |- tag ROLLBACK, refused: not kept
 *	                        `- lost, warned, or late: unknown; never run again
 *
 * What was kept here but perhaps not on the standby is seen by whoever looks
 * next.  So a write that found its work done already, and changes nothing,
 * still waits at its COMMIT until the standby has all that it saw.
 */
#include "db/pg.h"

#include <stdio.h>
#include <string.h>

/* "almoner" as a number; advisory locks are of one database. */
#define LOCK_WRITER "SELECT pg_catalog.pg_advisory_xact_lock(7812734955)"

/* Of a table that was seen empty the server believes it for long, and reads all of it for
 * each row that refers to it while it is filled. */
#define ANALYZE_FILLED "DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM " \
	"pg_catalog.pg_class WHERE relkind = 'r' AND relnamespace = " \
	"'public'::pg_catalog.regnamespace AND pg_catalog.pg_relation_size(oid) > 0 LOOP " \
	"EXECUTE pg_catalog.format('ANALYZE %s', t); END LOOP; END $$"

/* A commit waits for the standby longer than a writer for his turn. */
enum { COMMIT_PATIENCES = 4 };

/* ---- refusals -------------------------------------------------------- */

static enum fault_kind kind_of(const char *state)
{
	static const char *const again[] = {
		"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "0A000", "25006",
	};

	for (size_t i = 0; i < COUNT(again); i++)
		if (!strcmp(state, again[i]))
			return FAULT_AGAIN;
	if (!strcmp(state, "53100"))
		return FAULT_FULL;
	/* 53300: no connection is free; 08...: the connection broke. */
	if (!strncmp(state, "08", 2) || !strcmp(state, "53300"))
		return FAULT_AGAIN;
	return FAULT_DB;
}

bool pg_refused(struct engine *e, const PGresult *r)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *words = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	if (e->pg->committing && (!state || !strncmp(state, "08", 2) || pg_is_lost(e))) {
		/* It may have been kept.  Run again, it might be done twice. */
		e->kind = FAULT_UNKNOWN;
		snprintf(e->why, sizeof e->why,
		         "unknown: the server was lost, or late, while a change was being kept");
		return false;
	}
	e->kind = state ? kind_of(state) : FAULT_AGAIN;
	/* "Read-only": a server that was one for writing a moment ago; or it was asked for. */
	if (state && !strcmp(state, "25006") && e->how == ENGINE_READ)
		e->kind = FAULT_DB;
	if (pg_is_lost(e))
		e->kind = FAULT_AGAIN;
	/* What class 22 says quotes the value. */
	if (!state || !words)
		words = "the connection to the database was lost";
	else if (!strncmp(state, "22", 2))
		words = "a value that the database refuses";
	snprintf(e->why, sizeof e->why, "%s (%s)", words, state ? state : "-");
	return false;
}

static enum step step_of(const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);

	if (!state)
		return STEP_FAILED;
	return !strcmp(state, "23505") ? STEP_UNIQUE : !strcmp(state, "23503") ? STEP_FOREIGN
	     : !strcmp(state, "23514") ? STEP_CHECK : STEP_FAILED;
}

/* ---- texts of db/ itself ------------------------------------------------- */

static bool is_fine(const PGresult *r)
{
	return PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
}

bool pg_exec(struct engine *e, const char *texts)
{
	PGresult *r;
	bool ok;

	if (!pg_heard(e))
		return false;
	r = PQexec(e->pg->c, texts);
	ok = is_fine(r) || pg_refused(e, r);
	PQclear(r);
	return ok;
}

static bool pg_exec_within(struct engine *e, const char *texts, int most_ms)
{
	PGresult *r = pg_await(e, PQsendQuery(e->pg->c, texts), most_ms);
	bool ok = is_fine(r) || pg_refused(e, r);

	PQclear(r);
	return ok;
}

/* A lost session is replaced here, and only here: nothing has been done in the new one. */
bool pg_begin(struct engine *e, const char *texts)
{
	const int most_ms = 2 * e->patience_ms;

	e->pg->transaction++;
	e->pg->wrote = e->pg->reads = e->pg->opening = false;
	if (pg_is_lost(e) && !pg_again(e))
		return false;
	if (pg_exec_within(e, texts, most_ms) ||
	    (pg_is_lost(e) && pg_again(e) && pg_exec_within(e, texts, most_ms)))
		return true;
	/* Who waited for the lock in vain has a transaction, and nothing to do in it. */
	if (!pg_is_lost(e))
		PQclear(PQexec(e->pg->c, "ROLLBACK"));
	return false;
}

/* A transaction that was refused something answers COMMIT with ROLLBACK, and no error. */
static bool commit(struct engine *e)
{
	struct pg *pg = e->pg;
	PGresult *r = NULL;
	bool ok;

	/* (The server waits for no standby at the end of a transaction without a log record.) */
	if (!pg->wrote && PQtransactionStatus(pg->c) == PQTRANS_INTRANS &&
	    !pg_exec(e, PG_LOG_RECORD))
		return false;
	pg->in_doubt = false;
	pg->committing = true;
	/* No timeout of the server ends its wait for a standby. */
	r = pg_await(e, PQsendQuery(pg->c, "COMMIT"), COMMIT_PATIENCES * e->patience_ms);
	ok = is_fine(r);
	if (!ok) {
		pg_refused(e, r);
	} else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
		e->kind = FAULT_DB;
		snprintf(e->why, sizeof e->why, "rolled back: something in it was refused");
		ok = false;
	} else if (pg->in_doubt) {
		/* "Committed locally, but might not have been replicated", or the like. */
		e->kind = FAULT_UNKNOWN;
		snprintf(e->why, sizeof e->why, "unknown: the server warned while committing");
		ok = false;
	}
	pg->committing = false;
	PQclear(r);
	return ok;
}

/* The few texts that db/ runs, as PostgreSQL has them. */
bool pg_run(struct engine *e, const char *text)
{
	if (pg_due(e))
		return false;
	if (!strcmp(text, "BEGIN IMMEDIATE"))
		return pg_begin(e, "BEGIN; " LOCK_WRITER);
	if (!strcmp(text, "BEGIN"))
		return e->pg->opening = true;
	if (!strcmp(text, "COMMIT"))
		return commit(e);
	return pg_exec(e, !strcmp(text, "ANALYZE") ? ANALYZE_FILLED : text);
}

bool pg_number(struct engine *e, const char *text, int64_t *out)
{
	PGresult *r;
	bool ok;

	if (pg_due(e) || (pg_is_lost(e) && !pg_again(e)))
		return false;
	r = PQexec(e->pg->c, text);
	ok = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1 &&
	     int_parse(PQgetvalue(r, 0, 0), out);
	if (!ok)
		pg_refused(e, r);
	PQclear(r);
	return ok;
}

static bool pg_in_transaction(struct engine *e)
{
	PGTransactionStatusType s = PQtransactionStatus(e->pg->c);

	return e->pg->opening || e->pg->leaving ? e->pg->opening :
	       (s == PQTRANS_INTRANS || s == PQTRANS_INERROR || s == PQTRANS_ACTIVE);
}

void pg_rollback(struct engine *e)
{
	if (e->pg->opening) {
		e->pg->opening = false;
		return;
	}
	(void)pg_heard(e);
	e->pg->spoilt = false;
	if (pg_leave(e))
		return;
	if (pg_in_transaction(e))
		PQclear(PQexec(e->pg->c, "ROLLBACK"));
	/* Who cannot even roll back has no session: the server will do it. */
	if (pg_in_transaction(e) || pg_is_lost(e))
		(void)pg_again(e);
}

/* ---- statements: preparing ------------------------------------------------------------ */

char *pg_name(char name[24], const char *prefix, uint64_t n)
{
	snprintf(name, 24, "%s%llu", prefix, (unsigned long long)n);
	return name;
}

bool pg_prepare_in(struct engine *e, struct stmt *st)
{
	char name[24];
	PGresult *r;
	bool ok;

	st->name = ++e->pg->names;
	r = PQprepare(e->pg->c, pg_name(name, "s", st->name), st->text, st->nargs, st->types);
	ok = is_fine(r) || pg_refused(e, r);
	PQclear(r);
	if (!ok)
		return false;
	st->generation = e->pg->generation;
	r = PQdescribePrepared(e->pg->c, name);
	ok = is_fine(r) || pg_refused(e, r);
	st->ncols = PQnfields(r);
	for (int i = 0; ok && i < st->nargs && i < PQnparams(r); i++)
		st->types[i] = PQparamtype(r, i);
	PQclear(r);
	return ok;
}

/* That a session is over is often met here first; outside of a transaction a new one will do. */
static bool prepare_surely(struct engine *e, struct stmt *st, bool may)
{
	return pg_prepare_in(e, st) ||
	       (may && pg_is_lost(e) && pg_again(e) && pg_prepare_in(e, st));
}

static struct stmt *pg_prepare(struct engine *e, struct arena *a, const char *text,
                               const struct sql *q)
{
	struct stmt *st;

	bool may = !pg_in_transaction(e);

	SURE(q->nargs <= PG_ARGS);
	if (pg_due(e) || (pg_is_lost(e) && may && !pg_again(e)))
		return NULL;
	st = NEW(a, struct stmt);
	st->text = pg_text(a, text);
	st->writes = q->writes;
	st->shelved = q->shelved;
	st->nargs = (int)q->nargs;
	for (int i = 0; i < st->nargs; i++) {
		st->types[i] = pg_type(q, st->text, (size_t)i);
		st->formats[i] = 1;
	}
	if (!prepare_surely(e, st, may))
		return NULL;
	st->next = e->pg->first;
	st->link = &e->pg->first;
	if (st->next)
		st->next->link = &st->next;
	e->pg->first = st;
	return st;
}

static void pg_reset(struct engine *e, struct stmt *st)
{
	char name[24], text[48];
	bool lives = st->cursor && pg_heard(e) && !pg_is_lost(e) &&
	             st->generation == e->pg->generation &&
	             PQtransactionStatus(e->pg->c) != PQTRANS_INERROR &&
	             (st->held || (st->transaction == e->pg->transaction && pg_in_transaction(e)));

	if (st->rows != st->kept)
		PQclear(st->rows);
	st->rows = NULL;
	if (lives) {
		snprintf(text, sizeof text, "CLOSE %s", pg_name(name, "c", st->cursor));
		PQclear(PQexec(e->pg->c, text));
	}
	st->cursor = 0;
}

static void pg_drop(struct engine *e, struct stmt *st)
{
	char name[24], text[48];

	pg_reset(e, st);
	PQclear(st->kept);
	if (!pg_is_lost(e) && st->generation == e->pg->generation) {
		snprintf(text, sizeof text, "DEALLOCATE %s", pg_name(name, "s", st->name));
		PQclear(PQexec(e->pg->c, text));
	}
	*st->link = st->next;
	if (st->next)
		st->next->link = st->link;
}

static int pg_columns(struct engine *e, struct stmt *st)
{
	(void)e;
	return st->ncols;
}

/* ---- statements: running ------------------------------------------------------------------ */

PGresult *pg_execute(struct engine *e, struct stmt *st)
{
	char name[24];

	return PQexecPrepared(e->pg->c, pg_name(name, "s", st->name), st->nargs, st->values,
	                      st->lengths, st->formats, 1);
}

static bool state_is(const PGresult *r, const char *state)
{
	const char *is = PQresultErrorField(r, PG_DIAG_SQLSTATE);

	return is && !strcmp(is, state);
}

/* Outside of a transaction a read may be tried again, whatever became of the session or plan. */
static PGresult *execute_surely(struct engine *e, struct stmt *st)
{
	bool may = !pg_in_transaction(e) && !st->writes;
	PGresult *r;

	if (may && pg_is_lost(e) && !pg_again(e))
		return NULL;
	if (st->generation != e->pg->generation && !prepare_surely(e, st, may))
		return NULL;
	r = pg_execute(e, st);
	/* "Cached plan must not change result type": a step of the schema came between. */
	if (state_is(r, "0A000"))
		st->generation = 0;
	if (is_fine(r) || !may || !(pg_is_lost(e) || state_is(r, "0A000")))
		return r;
	PQclear(r);
	if ((pg_is_lost(e) && !pg_again(e)) || !pg_prepare_in(e, st))
		return NULL;
	return pg_execute(e, st);
}

static enum step started(struct engine *e, struct stmt *st, PGresult *r)
{
	enum step s;

	if (!r)
		return STEP_FAILED;
	if (is_fine(r)) {
		int64_t n = 0;

		st->rows = r;
		st->row = -1;
		e->pg->changes = int_parse(PQcmdTuples(r), &n) ? n : 0;
		e->pg->wrote |= st->writes && e->pg->changes > 0;
		return STEP_DONE;
	}
	pg_refused(e, r);
	s = step_of(r);
	PQclear(r);
	return s;
}

/* A change by itself waits for its turn like any other. */
static enum step write_alone(struct engine *e, struct stmt *st)
{
	enum step s;

	if (!pg_begin(e, "BEGIN; " LOCK_WRITER))
		return STEP_FAILED;
	s = started(e, st, execute_surely(e, st));
	if (s == STEP_DONE && commit(e))
		return STEP_DONE;
	if (s == STEP_DONE) {
		PQclear(st->rows);
		st->rows = NULL;
		s = STEP_FAILED;
	}
	pg_rollback(e);
	return s;
}

/*
 * A cursor of the server, read in portions; outside of a transaction it is
 * held, which the server does by writing the rows down.
 */
static bool pg_begin_rows(struct engine *e, struct stmt *st)
{
	char name[24], text[64];
	struct arena *a;
	PGresult *r;
	bool ok;

	if (pg_due(e) || (pg_is_lost(e) && !pg_in_transaction(e) && !pg_again(e)))
		return false;
	st->held = !pg_in_transaction(e);
	st->transaction = e->pg->transaction;
	st->cursor = ++e->pg->names;
	a = arena_new("cursor", (size_t)1 << 20);
	r = PQexecParams(e->pg->c, arena_fmt(a, "DECLARE %s NO SCROLL CURSOR %s FOR %s",
	                                     pg_name(name, "c", st->cursor),
	                                     st->held ? "WITH HOLD" : "", st->text),
	                 st->nargs, st->types, st->values, st->lengths, st->formats, 1);
	arena_end(&a);
	ok = is_fine(r) || pg_refused(e, r);
	PQclear(r);
	if (!ok) {
		st->cursor = 0;
		return false;
	}
	st->generation = e->pg->generation;
	snprintf(text, sizeof text, "FETCH %d FROM %s", PG_PORTION, name);
	r = PQexecParams(e->pg->c, text, 0, NULL, NULL, NULL, NULL, 1);
	return started(e, st, r) == STEP_DONE;
}

static bool next_portion(struct engine *e, struct stmt *st)
{
	char name[24], text[64];

	PQclear(st->rows);
	st->rows = NULL;
	snprintf(text, sizeof text, "FETCH %d FROM %s", PG_PORTION,
	         pg_name(name, "c", st->cursor));
	return started(e, st, PQexecParams(e->pg->c, text, 0, NULL, NULL, NULL, NULL, 1)) ==
	       STEP_DONE;
}

/* The rows of a statement that has none yet. */
static enum step run(struct engine *e, struct stmt *st)
{
	const bool alone = st->writes && !pg_in_transaction(e) && e->how != ENGINE_READ;
	enum step s;

	if (pg_shelf_has(e, st))
		return STEP_DONE;
	if (e->pg->opening && st->generation == e->pg->generation)
		s = started(e, st, pg_open_with(e, st));
	else if (!pg_opened(e))
		return STEP_FAILED;
	else
		s = alone ? write_alone(e, st) : started(e, st, execute_surely(e, st));
	if (s == STEP_DONE)
		pg_shelf_put(e, st);
	return s;
}

static enum step pg_step(struct engine *e, struct stmt *st)
{
	if (engine_due(e) || !pg_heard(e))
		return STEP_FAILED;
	if (!st->rows) {
		enum step s = run(e, st);

		if (s != STEP_DONE)
			return s;
	}
	if (st->cursor && st->row + 1 == PG_PORTION && !next_portion(e, st))
		return STEP_FAILED;
	return ++st->row < PQntuples(st->rows) ? STEP_ROW : STEP_DONE;
}

static int64_t pg_changes(struct engine *e)
{
	return e->pg->changes;
}

static void pg_reset_all(struct engine *e)
{
	for (struct stmt *st = e->pg->first; st; st = st->next)
		if (st->rows || st->cursor)
			pg_reset(e, st);
}

/* ---- the table ------------------------------------------------------------------- */

const struct engine_calls pg_calls = {
	.undoes_all = true,
	.open = pg_open, .close = pg_close, .patience = pg_patience, .prepare = pg_prepare,
	.drop = pg_drop, .columns = pg_columns, .bind = pg_bind, .begin_rows = pg_begin_rows,
	.step = pg_step, .tell = pg_tell, .value = pg_value, .changes = pg_changes,
	.reset = pg_reset, .reset_all = pg_reset_all, .run = pg_run,
	.in_transaction = pg_in_transaction, .rollback = pg_rollback,
	.number = pg_number, .serial = pg_serial,
	.has_table = pg_has_table, .checkpoint = pg_checkpoint, .is_crowded = pg_is_crowded,
	.log_frames = pg_log_frames,
	.make_room = pg_make_room, .integrity = pg_integrity, .plan = pg_plan,
	.schema_begin = pg_schema_begin, .schema_end = pg_schema_end, .script = pg_script,
	.dangling = pg_dangling, .views_are = pg_views_are, .views_drop = pg_views_drop,
	.views_text = pg_views_text, .fill_begin = pg_fill_begin, .fill_row = pg_fill_row,
	.fill_end = pg_fill_end, .unhurried = pg_unhurried,
	.image = pg_image, .open_image = pg_open_image,
};
