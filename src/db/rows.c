/* SPDX-License-Identifier: MIT */
/*
 * rows.c -- running a statement, and its rows as structs.
 *
 * NULL reads as the type's own "none": a zero Date, Moment or id, a NULL
 * text, NULL bytes, MONEY_NONE, INT_NONE, Minutes of INT_NONE.  A value of
 * another kind than the column's is a bug: the statement or the schema lies.
 */
#include "db/inside.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS_MOST = 96 };             /* of a row: as many as a statement may show */

/* ---- one row ----------------------------------------------------------- */

static void NORETURN wrong_kind(const struct sql *q, const struct col *c)
{
	char claim[200];

	snprintf(claim, sizeof claim, "%s: column %s holds a value of another kind", q->name,
	         c->name);
	bug(q->file, 0, claim);
}

static bool is_kind(const struct col *c, enum val_kind kind)
{
	switch (c->kind) {
	case COL_TEXT:
		return kind == VAL_TEXT || kind == VAL_NULL;
	case COL_BYTES:
		return kind == VAL_BYTES || kind == VAL_NULL;
	case COL_INT:
	case COL_ID:
	case COL_DATE:
	case COL_MOMENT:
	case COL_MINUTES:
	case COL_MONEY:
		return kind == VAL_INT || kind == VAL_NULL;
	}
	return false;
}

static void put_number(const struct col *c, const struct val *v, void *to)
{
	bool none = v->kind == VAL_NULL;

	switch (c->kind) {
	case COL_INT:
		*(int64_t *)to = none ? INT_NONE : v->i;
		break;
	case COL_ID:
		*(int64_t *)to = none ? 0 : v->i;
		break;
	case COL_DATE:
		*(Date *)to = none ? DATE_NONE : date_of_day(v->i);
		break;
	case COL_MOMENT:
		*(Moment *)to = none ? MOMENT_NONE : (Moment){ v->i };
		break;
	case COL_MINUTES:
		*(Minutes *)to = none ? (Minutes){ INT_NONE } : minutes(v->i);
		break;
	case COL_MONEY:
		*(Money *)to = none ? MONEY_NONE : money(v->i);
		break;
	case COL_TEXT:
	case COL_BYTES:
		break;
	}
}

/* Copy text or bytes to `room`, with a NUL behind; returns what is taken. */
static size_t put_text(const struct col *c, const struct val *v, void *to, char *room)
{
	if (v->kind == VAL_NULL) {
		memset(to, 0, c->kind == COL_TEXT ? sizeof(char *) : sizeof(struct bytes));
		return 0;
	}
	if (v->n)
		memcpy(room, v->s, v->n);
	room[v->n] = '\0';
	if (c->kind == COL_TEXT)
		*(const char **)to = room;
	else
		*(struct bytes *)to = (struct bytes){ room, v->n };
	return v->n + 1;
}

void row_read(struct db *db, struct arena *a, const struct prepared *p, void *row)
{
	struct { const struct col *col; struct val v; } text[COLUMNS_MOST];
	const struct sql *q = p->q;
	size_t texts = 0, need = 0;
	char *room = NULL;

	SURE(q->ncols <= COLUMNS_MOST);
	for (size_t i = 0; i < q->ncols; i++) {
		const struct col *c = &q->cols[i];
		struct val v = i < p->ncols ? engine_value(db->engine, p->st, (int)i)
		             : (struct val){ .kind = VAL_NULL };

		if (!is_kind(c, v.kind))
			wrong_kind(q, c);
		if (c->kind == COL_TEXT || c->kind == COL_BYTES) {
			need += v.kind == VAL_NULL ? 0 : v.n + 1;
			text[texts].col = c;
			text[texts++].v = v;
		} else {
			put_number(c, &v, (char *)row + c->at);
		}
	}
	/* One piece of memory for all texts of the row: columns are many, rows too. */
	if (need)
		room = arena_get(a, need);
	for (size_t i = 0; i < texts; i++)
		room += put_text(text[i].col, &text[i].v, (char *)row + text[i].col->at, room);
}

/* ---- running ------------------------------------------------------------- */

/* A step whose every refusal is a fault.  True: a row. */
static bool step(struct db *db, struct prepared *p)
{
	enum step s = engine_step(db->engine, p->st);

	if (s == STEP_ROW)
		return true;
	engine_reset(db->engine, p->st);
	if (s != STEP_DONE)
		db_fault(db, p->q->name);
	return false;
}

bool db_one(struct db *db, struct arena *a, const struct sql *q, const struct val *args, int order,
            void *row)
{
	struct prepared *p = prepared_ready(db, q, args, order, false);

	memset(row, 0, q->row_size);
	if (!step(db, p))
		return false;
	row_read(db, a, p, row);
	/* A change is only whole when its last row has been fetched. */
	while (q->writes && step(db, p))
		;
	engine_reset(db->engine, p->st);
	return true;
}

size_t db_all(struct db *db, struct arena *a, const struct sql *q, const struct val *args,
              int order, void *rows)
{
	struct prepared *p = prepared_ready(db, q, args, order, false);
	size_t n = 0, cap = 0;
	char *all = NULL;

	while (step(db, p)) {
		if (n == cap) {
			char *more;

			cap = cap ? cap * 2 : 16;
			more = arena_get(a, cap * q->row_size);
			if (n)
				memcpy(more, all, n * q->row_size);
			all = more;
		}
		row_read(db, a, p, all + n++ * q->row_size);
	}
	memcpy(rows, &all, sizeof all);
	return n;
}

int64_t db_do(struct db *db, const struct sql *q, const struct val *args)
{
	struct prepared *p = prepared_ready(db, q, args, 0, false);

	while (step(db, p))
		;
	return engine_changes(db->engine);
}

void db_tell(struct db *db, const struct sql *q, const struct val *args)
{
	struct prepared *p;

	db_need_write(db);
	p = prepared_ready(db, q, args, 0, false);
	if (!engine_tell(db->engine, p->st))
		db_fault(db, q->name);
}

/* Where a refusal would undo everything, a savepoint before it keeps what was done so far. */
static enum step step_alone(struct db *db, struct prepared *p)
{
	bool guard = engine_undoes_all(db->engine) && db->tx == TX_WRITE;
	enum step s;

	if (guard && !engine_run(db->engine, "SAVEPOINT try"))
		db_fault(db, p->q->name);
	do
		s = engine_step(db->engine, p->st);
	while (s == STEP_ROW);
	engine_reset(db->engine, p->st);
	if (guard && s != STEP_FAILED &&
	    ((s != STEP_DONE && !engine_run(db->engine, "ROLLBACK TO try")) ||
	     !engine_run(db->engine, "RELEASE try")))
		db_fault(db, p->q->name);
	return s;
}

enum db_try db_try(struct db *db, const struct sql *q, const struct val *args)
{
	struct prepared *p = prepared_ready(db, q, args, 0, false);

	switch (step_alone(db, p)) {
	case STEP_ROW:
	case STEP_DONE:
		return TRY_DONE;
	case STEP_UNIQUE:
		return TRY_UNIQUE;
	case STEP_FOREIGN:
		return TRY_FOREIGN;
	case STEP_CHECK:
		return TRY_CHECK;
	case STEP_FAILED:
		break;
	}
	db_fault(db, q->name);
}

/* ---- row by row -------------------------------------------------------------- */

static void slot_close(struct db *db, struct cursor_slot *slot)
{
	engine_reset(db->engine, slot->p->st);
	slot->p->lent = false;
	slot->p = NULL;
	slot->serial++;
}

struct db_cursor *db_open_rows(struct db *db, struct arena *a, const struct sql *q,
                               const struct val *args, int order)
{
	struct db_cursor *c = NEW(a, struct db_cursor);
	size_t i = 0;

	while (i < CURSORS_MOST && db->cursors[i].p)
		i++;
	SURE(i < CURSORS_MOST);
	c->db = db;
	c->slot = &db->cursors[i];
	c->serial = c->slot->serial;
	c->slot->p = prepared_ready(db, q, args, order, true);
	c->slot->p->lent = true;
	if (!engine_begin_rows(db->engine, c->slot->p->st))
		db_fault(db, q->name);
	return c;
}

bool db_next(struct db_cursor *c, struct arena *a, void *row)
{
	struct prepared *p = c->slot->p;

	SURE(c->slot->serial == c->serial && p);
	memset(row, 0, p->q->row_size);
	if (!step(c->db, p)) {
		db_close_rows(c);
		return false;
	}
	row_read(c->db, a, p, row);
	return true;
}

void db_close_rows(struct db_cursor *c)
{
	if (c->slot->serial == c->serial && c->slot->p)
		slot_close(c->db, c->slot);
}

void cursors_close_all(struct db *db)
{
	for (size_t i = 0; i < CURSORS_MOST; i++)
		if (db->cursors[i].p)
			slot_close(db, &db->cursors[i]);
}

bool cursors_any_open(const struct db *db)
{
	for (size_t i = 0; i < CURSORS_MOST; i++)
		if (db->cursors[i].p)
			return true;
	return false;
}
