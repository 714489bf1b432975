/* SPDX-License-Identifier: MIT */
/*
 * pg_fill.c -- many rows into one table of PostgreSQL: COPY in its binary form.
 *
 *	"PGCOPY\n\377\r\n\0", flags, no extension; each row: how many values (2 bytes),
 *	each value its length (4 bytes; -1: NULL) and bytes; the end: -1
 */
#include "db/pg.h"

#include <endian.h>
#include <string.h>

static bool put(struct engine *e, const void *bytes, size_t n)
{
	SURE(n <= INT32_MAX);
	return PQputCopyData(e->pg->c, bytes, (int)n) == 1 || pg_refused(e, NULL);
}

static bool put_16(struct engine *e, int16_t n)
{
	const uint16_t big = htobe16((uint16_t)n);

	return put(e, &big, sizeof big);
}

static bool put_value(struct engine *e, const void *bytes, int32_t n)
{
	const uint32_t big = htobe32((uint32_t)n);

	return put(e, &big, sizeof big) && (n <= 0 || put(e, bytes, (size_t)n));
}

bool pg_fill_begin(struct engine *e, struct arena *a, const char *table,
                   const char *const *columns, size_t n)
{
	static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
	struct buf b = buf_new(a);
	PGresult *r;
	bool ok;

	buf_fmt(&b, "COPY \"%s\" (", table);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s\"%s\"", i ? ", " : "", columns[i]);
	buf_str(&b, ") FROM STDIN (FORMAT binary)");
	if (pg_due(e))
		return false;
	r = PQexec(e->pg->c, buf_text(&b));
	ok = PQresultStatus(r) == PGRES_COPY_IN || pg_refused(e, r);
	PQclear(r);
	e->filling = (int)n;
	return ok && put(e, head, sizeof head);
}

static bool put_val(struct engine *e, const struct val *v)
{
	uint64_t big;

	switch (v->kind) {
	case VAL_INT:
		big = htobe64((uint64_t)v->i);
		return put_value(e, &big, sizeof big);
	case VAL_TEXT:
	case VAL_BYTES:
		SURE(v->n <= INT32_MAX);
		return put_value(e, v->s, (int32_t)v->n);
	case VAL_MISSING:
	case VAL_NULL:
		break;
	}
	return put_value(e, NULL, -1);
}

bool pg_fill_row(struct engine *e, const struct val *row)
{
	bool ok = put_16(e, (int16_t)e->filling);

	for (int i = 0; ok && i < e->filling; i++)
		ok = put_val(e, &row[i]);
	return ok;
}

/* Constraints and references that are not deferred are looked at here. */
bool pg_fill_end(struct engine *e)
{
	bool ok = !engine_due(e) && put_16(e, -1);

	if (ok && PQputCopyEnd(e->pg->c, NULL) != 1)
		ok = pg_refused(e, NULL);
	for (PGresult *r; ok && (r = PQgetResult(e->pg->c)); PQclear(r))
		if (PQresultStatus(r) != PGRES_COMMAND_OK)
			ok = pg_refused(e, r);
	return ok;
}

bool pg_unhurried(struct engine *e)
{
	return !engine_due(e) && pg_exec(e, "SET statement_timeout = 0;"
	                                 "SET idle_in_transaction_session_timeout = 0");
}
