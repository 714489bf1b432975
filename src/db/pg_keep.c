/* SPDX-License-Identifier: MIT */
/*
 * pg_keep.c -- a PostgreSQL database looked at, planned and migrated; texts as it
 * has them.
 *
 * Checkpoints and room are the server's own business.
 */
#include "db/pg.h"

#include <stdio.h>
#include <string.h>

bool pg_has_table(struct engine *e, const char *name, bool *has)
{
	char text[200];
	int64_t n = 0;

	/* The name is one of ours: letters and underscores. */
	snprintf(text, sizeof text, "SELECT count(*) FROM pg_catalog.pg_tables "
	         "WHERE schemaname = 'public' AND tablename = '%s'", name);
	if (!pg_number(e, text, &n))
		return false;
	*has = n > 0;
	return true;
}

/* Which transactions are over is what others see: it changes with each that writes. */
bool pg_serial(struct engine *e, int64_t *out)
{
	return pg_number(e, "SELECT pg_catalog.hashtextextended("
	                 "CAST(pg_catalog.pg_current_snapshot() AS text), 0)", out);
}

bool pg_checkpoint(struct engine *e)
{
	return !pg_due(e);
}

bool pg_is_crowded(struct engine *e)
{
	(void)e;
	return false;
}

int64_t pg_log_frames(struct engine *e)
{
	(void)e;
	return -1;
}

bool pg_make_room(struct engine *e)
{
	return !pg_due(e);
}

/* ---- is it sound? ---------------------------------------------------------------------- */

/*
 * The server holds references and constraints itself; what may be otherwise
 * is a constraint that was never validated or a trigger that was disabled, an
 * index whose making failed, and pages whose checksum was wrong when read.
 */
static const char findings[] =
	"SELECT 'constraint ' || conname || ' of ' || CAST(CAST(conrelid AS regclass) AS text) || "
	"' was never validated' FROM pg_catalog.pg_constraint WHERE NOT convalidated "
	"UNION ALL SELECT 'trigger ' || tgname || ' of ' || "
	"CAST(CAST(tgrelid AS regclass) AS text) || ' is disabled' "
	"FROM pg_catalog.pg_trigger WHERE tgenabled = 'D' "
	"UNION ALL SELECT 'index ' || CAST(CAST(indexrelid AS regclass) AS text) || "
	"' is not valid' FROM pg_catalog.pg_index WHERE NOT indisvalid "
	"UNION ALL SELECT CAST(checksum_failures AS text) || ' pages had a wrong checksum' "
	"FROM pg_catalog.pg_stat_database WHERE datname = current_database() AND "
	"checksum_failures > 0";

char *pg_integrity(struct engine *e, struct arena *a, bool *ok)
{
	PGresult *r;
	char *line = NULL;

	*ok = false;
	if (pg_due(e) || (pg_is_lost(e) && !pg_again(e)))
		return NULL;
	r = PQexec(e->pg->c, findings);
	*ok = PQresultStatus(r) == PGRES_TUPLES_OK || pg_refused(e, r);
	if (*ok && PQntuples(r) > 0)
		line = arena_dup(a, PQgetvalue(r, 0, 0));
	PQclear(r);
	return line;
}

/* ---- texts: the same for running and for planning them ------------------------------------ */

char *pg_text(struct arena *a, const char *text)
{
	struct buf b = buf_new(a);
	bool quoted = false;

	for (; *text; text++) {
		if (*text == '\'')
			quoted = !quoted;
		buf_char(&b, *text == '?' && !quoted ? '$' : *text);
	}
	return buf_text(&b);
}

static Oid type_of(char letter)
{
	return letter == 't' ? PG_TEXT : letter == 'b' ? PG_BYTEA : PG_INT8;
}

/* An argument that this text does not read is given a type, for the server could not find one. */
Oid pg_type(const struct sql *q, const char *text, size_t i)
{
	char used[16];
	size_t n;

	if (q->types)
		return type_of(q->types[i]);
	n = (size_t)snprintf(used, sizeof used, "$%zu", i + 1);
	while ((text = strstr(text, used)) && text[n] >= '0' && text[n] <= '9')
		text++;
	return text ? 0 : PG_TEXT;
}

/* ---- plans ------------------------------------------------------------------------------- */

static const char *type_name(Oid type)
{
	return type == PG_TEXT ? "text" : type == PG_BYTEA ? "bytea" : type ? "bigint" : "unknown";
}

/* "Index Scan using i on t", without a condition: the whole index is walked. */
static void put_scan(struct buf *b, const char *node, const char *next)
{
	const char *on = strstr(node, " on "), *index = strstr(node, " using ");
	bool seeks = strstr(next, "Index Cond:") != NULL;

	if (strstr(node, "Seq Scan on "))
		buf_fmt(b, "SCAN %.*s\n", (int)strcspn(on + 4, " "), on + 4);
	else if (index && on && !seeks)
		buf_fmt(b, "SCAN %.*s USING INDEX %.*s\n", (int)strcspn(on + 4, " "), on + 4,
		        (int)strcspn(index + 7, " "), index + 7);
	else if (text_begins(node, "Sort") || text_begins(node, "Incremental Sort"))
		buf_str(b, text_begins(node, "Sort Key") ? "" : "SORT\n");
}

/* The plan's rows: a line for each node, and its conditions on the lines below. */
static char *plan_text(struct arena *a, const PGresult *r)
{
	struct buf b = buf_new(a);

	for (int i = 0; i < PQntuples(r); i++) {
		const char *node = PQgetvalue(r, i, 0);
		struct buf below = buf_new(a);

		node += strspn(node, " ->");
		for (int j = i + 1; j < PQntuples(r); j++) {
			const char *line = PQgetvalue(r, j, 0);

			if (strstr(line, "->"))
				break;
			buf_str(&below, line);
		}
		put_scan(&b, node, buf_text(&below));
	}
	return buf_text(&b);
}

/*
 * As the server would plan it for any arguments, if there were rows enough to
 * make an index worth its while: what remains a scan has no index at all.
 */
char *pg_plan(struct engine *e, struct arena *a, const char *text, const struct sql *q)
{
	struct buf types = buf_new(a), nulls = buf_new(a);
	const char *ours = pg_text(a, text);
	PGresult *r = NULL;
	char *plan = NULL;

	for (size_t i = 0; i < q->nargs; i++) {
		buf_fmt(&types, "%s%s", i ? ", " : "(", type_name(pg_type(q, ours, i)));
		buf_fmt(&nulls, "%sNULL", i ? ", " : "(");
	}
	if (q->nargs) {
		buf_char(&types, ')');
		buf_char(&nulls, ')');
	}
	if (pg_due(e) ||
	    !pg_exec(e, "BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
	             "SET LOCAL plan_cache_mode = force_generic_plan"))
		return NULL;
	if (pg_exec(e, arena_fmt(a, "PREPARE planned %s AS %s", buf_text(&types),
	                         ours))) {
		r = PQexec(e->pg->c, arena_fmt(a, "EXPLAIN (COSTS OFF) EXECUTE planned %s",
		                               buf_text(&nulls)));
		if (PQresultStatus(r) == PGRES_TUPLES_OK)
			plan = plan_text(a, r);
		else
			pg_refused(e, r);
		PQclear(r);
	}
	pg_rollback(e);
	PQclear(PQexec(e->pg->c, "DEALLOCATE planned"));
	return plan;
}

/* ---- schema ------------------------------------------------------------------------------ */

bool pg_schema_begin(struct engine *e)
{
	return pg_run(e, "BEGIN IMMEDIATE") && pg_exec(e, "SET LOCAL statement_timeout = 0") &&
	       pg_exec(e, pg_functions);
}

void pg_schema_end(struct engine *e)
{
	pg_rollback(e);
}

/* Tables that a step made are the application's too, as far as it may. */
bool pg_script(struct engine *e, struct arena *a, const char *sql)
{
	return !pg_due(e) && pg_exec(e, pg_ddl(a, sql)) && pg_exec(e, pg_grants);
}

/* References are never switched off here, but for a table that goes (pg_ddl.c); those to be
 * checked at the end are checked now. */
bool pg_dangling(struct engine *e, int64_t *n)
{
	*n = 0;
	return !pg_due(e) && pg_exec(e, "SET CONSTRAINTS ALL IMMEDIATE");
}

/* ---- what only a database in memory has ----------------------------------------------------- */

void *pg_image(struct engine *e, size_t *n)
{
	(void)e, (void)n;
	SURE(!"a server's database has no image");
	return NULL;
}

bool pg_open_image(struct engine *e, const void *image, size_t n)
{
	(void)e, (void)image, (void)n;
	SURE(!"a server's database has no image");
	return false;
}
