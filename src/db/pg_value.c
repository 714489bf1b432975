/* SPDX-License-Identifier: MIT */
/*
 * pg_value.c -- values as they travel: in their binary form, whole numbers with
 * the highest byte first, text and bytes as they are.
 */
#include "db/pg.h"

#include <endian.h>
#include <string.h>

static void bind_number(struct stmt *st, int i, int64_t n)
{
	const uint32_t small = htobe32((uint32_t)n);

	st->values[i] = (const char *)&st->numbers[i];
	st->lengths[i] = st->types[i] == PG_INT4 ? 4 : 8;
	st->numbers[i] = (int64_t)htobe64((uint64_t)n);
	if (st->types[i] == PG_INT4)
		memcpy(&st->numbers[i], &small, sizeof small);
}

bool pg_bind(struct engine *e, struct stmt *st, int n, const struct val *v, bool keep)
{
	int64_t number;
	int i = n - 1;

	/* (What is to be kept is sent before the caller goes: pg_begin_rows.) */
	(void)e, (void)keep;
	SURE(n >= 1 && n <= st->nargs);
	st->values[i] = NULL;
	switch (v->kind) {
	case VAL_MISSING:
	case VAL_NULL:
		break;
	case VAL_INT:
		bind_number(st, i, v->i);
		break;
	case VAL_TEXT:
		/* A typed text is compared with numbers as SQLite does it: as the number
		 * that it says, and what says none is like no number. */
		if (st->types[i] == PG_INT8) {
			if (int_parse(v->s, &number))
				bind_number(st, i, number);
			break;
		}
		st->values[i] = v->s;
		st->lengths[i] = (int)strlen(v->s);
		break;
	case VAL_BYTES:
		st->values[i] = v->s;
		st->lengths[i] = (int)v->n;
		break;
	}
	return true;
}

static int64_t int_of(const char *p, int n)
{
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;

	switch (n) {
	case 8:
		memcpy(&u64, p, 8);
		return (int64_t)be64toh(u64);
	case 4:
		memcpy(&u32, p, 4);
		return (int32_t)be32toh(u32);
	default:
		memcpy(&u16, p, 2);
		return (int16_t)be16toh(u16);
	}
}

int64_t pg_int(const PGresult *r, int row, int column)
{
	return int_of(PQgetvalue(r, row, column), PQgetlength(r, row, column));
}

struct val pg_value(struct engine *e, struct stmt *st, int column)
{
	struct val v = { VAL_MISSING, 0, NULL, 0 };
	const char *p = PQgetvalue(st->rows, st->row, column);
	int n = PQgetlength(st->rows, st->row, column);

	(void)e;
	if (PQgetisnull(st->rows, st->row, column)) {
		v.kind = VAL_NULL;
		return v;
	}
	switch (PQftype(st->rows, column)) {
	case PG_INT8:
	case PG_INT4:
	case PG_INT2:
		v.kind = VAL_INT;
		v.i = int_of(p, n);
		break;
	case PG_TEXT:
		v = (struct val){ VAL_TEXT, 0, p, (size_t)n };
		break;
	case PG_BYTEA:
		v = (struct val){ VAL_BYTES, 0, p, (size_t)n };
		break;
	default:
		break;          /* a fraction, a truth: the dialect has none */
	}
	return v;
}
