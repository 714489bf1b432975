/* SPDX-License-Identifier: MIT */
/*
 * carry.c -- all rows of a council, read at one moment and written anew elsewhere.
 */
#include "db/carry.h"

#include <sodium.h>
#include <string.h>

#include "db/inside.h"
#include "db/tables.h"

enum { CARRY_BYTES = 256 << 20, COLUMNS_MOST = 100 };

/* ---- sums ------------------------------------------------------------------- */

struct summing { crypto_generichash_state state; int64_t rows; };

static void number_in(struct summing *s, char kind, uint64_t n)
{
	unsigned char bytes[9] = { (unsigned char)kind };

	for (int i = 0; i < 8; i++)
		bytes[1 + i] = (unsigned char)(n >> 8 * i);
	crypto_generichash_update(&s->state, bytes, sizeof bytes);
}

static void value_in(struct summing *s, const struct val *v)
{
	switch (v->kind) {
	case VAL_MISSING:
	case VAL_NULL:
		number_in(s, '0', 0);
		break;
	case VAL_INT:
		number_in(s, 'i', (uint64_t)v->i);
		break;
	case VAL_TEXT:
	case VAL_BYTES:
		number_in(s, v->kind == VAL_TEXT ? 't' : 'b', v->n);
		crypto_generichash_update(&s->state, v->s, v->n);
		break;
	}
}

static struct carry_sum sum_end(struct summing *s)
{
	struct carry_sum sum = { .rows = s->rows };

	crypto_generichash_final(&s->state, sum.hash, sizeof sum.hash);
	return sum;
}

/* ---- the rows of a table, in the order of its key --------------------------------- */

static const char *select_text(struct arena *a, const struct table *t)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < t->ncols; i++)
		buf_fmt(&b, "%s\"%s\"", i ? ", " : "SELECT ", t->columns[i]);
	buf_fmt(&b, " FROM \"%s\" ORDER BY %s", t->name, t->key);
	return buf_text(&b);
}

static bool row_in(struct engine *e, struct stmt *st, const struct table *t, struct summing *s,
                   struct engine *to)
{
	struct val row[COLUMNS_MOST];

	for (size_t i = 0; i < t->ncols; i++) {
		row[i] = engine_value(e, st, (int)i);
		if (row[i].kind == VAL_MISSING)
			fault(FAULT_DB, "%s.%s holds a value of a kind that is never stored: "
			      "almoner check says more", t->name, t->columns[i]);
		value_in(s, &row[i]);
	}
	s->rows++;
	return !to || engine_fill_row(to, row);
}

/* Sum them, and write them to `to`, unless that is NULL. */
static struct carry_sum rows_read(struct db *db, struct arena *a, const struct table *t,
                                  struct db *to)
{
	const struct sql q = { .name = t->name, .file = "" };
	struct engine *e = db->engine;
	struct stmt *st;
	struct summing s = { .rows = 0 };
	enum step step;

	SURE(t->ncols <= COLUMNS_MOST);
	/* In a session that was lost and had again it would be another moment. */
	if (!engine_in_transaction(e))
		fault(FAULT_DB, "the connection to the database was lost: begin again");
	crypto_generichash_init(&s.state, NULL, 0, CARRY_HASH);
	st = engine_prepare(e, a, select_text(a, t), &q);
	if (!st || !engine_begin_rows(e, st))
		db_fault(db, t->name);
	while ((step = engine_step(e, st)) == STEP_ROW)
		if (!row_in(e, st, t, &s, to ? to->engine : NULL))
			db_fault(to, t->name);
	if (step != STEP_DONE)
		db_fault(db, t->name);
	engine_drop(e, st);
	return sum_end(&s);
}

/* ---- what there is to carry ----------------------------------------------------------- */

struct carrying {
	const struct carry_order *order;
	struct arena *arena;
	struct db *model, *holder, *reader, *made;
	struct table *tables;
	size_t ntables;
};

/* The tables as this program's steps make them, in a database in memory. */
static struct table *tables_of(struct arena *a, struct db *model, size_t *n)
{
	struct table *tables = engine_tables(model->engine, a, n);

	if (!tables)
		db_fault(model, "look at the tables");
	return tables;
}

static void begin(struct db *db, const char *text, enum tx tx)
{
	if (!engine_unhurried(db->engine) || !engine_run(db->engine, text))
		db_fault(db, "begin to carry");
	db->tx = tx;
}

static void from_begin(struct carrying *c)
{
	int64_t n;

	c->holder = db_open(c->order->from, DB_READ_WRITE);
	c->reader = db_open(c->order->from, DB_READ_ONLY);
	if (db_schema_version(c->holder) != db_schema_wanted())
		fault(FAULT_DB, "%s was made by another version of this program: run `almoner "
		      "migrate --data %s`", c->order->from, c->order->from);
	begin(c->holder, "BEGIN IMMEDIATE", TX_WRITE);
	begin(c->reader, "BEGIN", TX_READ);
	/* The first look fixes the moment. */
	if (!engine_number(c->reader->engine, "SELECT count(*) FROM schema_version", &n))
		db_fault(c->reader, "begin to carry");
	if (c->order->first)
		c->order->first(c->order->arg, c->reader);
	if (!c->order->hold)
		db_close(&c->holder);
}

/* ---- the new one --------------------------------------------------------------------- */

/* The steps and the views for reporting, but not the rows of schema_version: FROM's say
 * when each was taken.  So it is with whatever rows the steps themselves put in. */
static void schema_make(struct carrying *c)
{
	struct engine *e = c->made->engine;
	int64_t n, sum;

	if (!engine_unhurried(e) || !engine_schema_begin(e))
		db_fault(c->made, "begin the new schema");
	c->made->tx = TX_WRITE;
	for (size_t i = 0; i < db_nsteps; i++)
		if (!engine_script(e, c->arena, db_steps[i].text) || !engine_dangling(e, &n))
			db_fault(c->made, db_steps[i].name);
	if (!engine_script(e, c->arena, views_script(e, c->arena, &sum)))
		db_fault(c->made, "views for reporting");
	for (size_t i = c->ntables; i-- > 0; ) {
		const char *name = c->tables[i].name;

		if (!engine_number(e, arena_fmt(c->arena, "SELECT count(*) FROM \"%s\"", name),
		                   &n) ||
		    (n && !engine_run(e, arena_fmt(c->arena, "DELETE FROM \"%s\"", name))))
			db_fault(c->made, name);
	}
}

static void table_carry(struct carrying *c, const struct table *t)
{
	struct carry_sum was, is;
	struct engine *e = c->made->engine;

	if (!engine_fill_begin(e, c->arena, t->name, t->columns, t->ncols))
		db_fault(c->made, t->name);
	was = rows_read(c->reader, c->arena, t, c->made);
	if (!engine_fill_end(e))
		db_fault(c->made, t->name);
	is = rows_read(c->made, c->arena, t, NULL);
	if (was.rows != is.rows || memcmp(was.hash, is.hash, sizeof is.hash) != 0)
		fault(FAULT_DB, "table %s came out otherwise than it went in (%lld rows of %lld, "
		      "another checksum): nothing was kept", t->name, (long long)is.rows,
		      (long long)was.rows);
	if (c->order->table)
		c->order->table(c->order->arg, t->name, &is);
}

static void carry_work(void *arg)
{
	struct carrying *c = arg;
	int64_t dangling;

	c->model = db_open_memory();
	c->tables = tables_of(c->arena, c->model, &c->ntables);
	from_begin(c);
	c->made = db_open_new(c->order->to);
	schema_make(c);
	for (size_t i = 0; i < c->ntables; i++)
		table_carry(c, &c->tables[i]);
	if (!engine_dangling(c->made->engine, &dangling))
		db_fault(c->made, "references");
	if (dangling)
		fault(FAULT_DB, "%lld rows refer to nothing: nothing was kept",
		      (long long)dangling);
	if (c->order->last)
		c->order->last(c->order->arg, c->reader, c->made);
	if (!engine_run(c->made->engine, "COMMIT"))
		db_fault(c->made, "keep the new council");
	engine_schema_end(c->made->engine);
	c->made->tx = TX_NONE;
	db_refresh_statistics(c->made);
	db_close(&c->made);
}

/* What was not kept: that it cannot be closed as it should is no news. */
static void discard(void *made)
{
	db_close(made);
}

void db_carry(const struct carry_order *order)
{
	struct carrying c = { .order = order, .arena = arena_new("carry", CARRY_BYTES) };
	struct fault broke;

	boundary_run(carry_work, &c, &broke);
	if (c.made)
		engine_schema_end(c.made->engine);
	if (c.made && broke.kind != FAULT_NONE)
		boundary_run(discard, &c.made, NULL);
	db_close(&c.holder);
	db_close(&c.reader);
	db_close(&c.model);
	arena_end(&c.arena);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
}

/* ---- one table's sum, for whoever compares two ----------------------------------------- */

struct one { struct db *db, *model; struct arena *arena; const char *name; struct carry_sum sum; };

static void one_work(void *arg)
{
	struct one *o = arg;
	struct table *all;
	size_t n, i = 0;

	o->model = db_open_memory();
	all = tables_of(o->arena, o->model, &n);
	while (i < n && strcmp(all[i].name, o->name) != 0)
		i++;
	SURE(i < n);
	o->sum = rows_read(o->db, o->arena, &all[i], NULL);
}

static void one_read(void *arg)
{
	struct one *o = arg;

	db_read(o->db, one_work, o);
}

struct carry_sum db_sum(struct db *db, const char *table)
{
	struct one o = { .db = db, .arena = arena_new("sum", CARRY_BYTES), .name = table };
	struct fault broke;

	boundary_run(one_read, &o, &broke);
	db_close(&o.model);
	arena_end(&o.arena);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
	return o.sum;
}
