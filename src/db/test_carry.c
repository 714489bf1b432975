/* SPDX-License-Identifier: MIT */
/*
 * test_carry.c -- a council carried is the same rows elsewhere, or nothing; and the
 * checksum of a table knows each of its values.
 */
#include "t/t.h"

#include "base/fault.h"
#include "db/carry.h"
#include "db/inside.h"
#include "db/tables.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct seen { struct t *t; const char *dir, *to; int64_t tables, rows; bool moment; };

static void put(struct db *db, const char *text)
{
	if (!engine_run(db->engine, text))
		db_fault(db, text);
}

/* A council with rows that refer to each other, a text with a quote, and one of nothing. */
static struct seen house(struct t *t)
{
	struct seen s = { .t = t, .dir = t_directory(t) };
	struct db *db;

	s.to = arena_fmt(t->arena, "%s/to", s.dir);
	s.dir = arena_fmt(t->arena, "%s/from", s.dir);
	db_create(s.dir);
	mkdir(s.to, 0700);
	db = db_open(s.dir, DB_READ_WRITE);
	put(db, "INSERT INTO setting (name, value) VALUES ('a', 'it''s \xc3\xa9'), ('b', '')");
	IS(db_new_id(db, "person"), 1);
	db_close(&db);
	return s;
}

static void see_table(void *arg, const char *name, const struct carry_sum *sum)
{
	struct seen *s = arg;

	(void)name;
	s->tables++;
	s->rows += sum->rows;
}

static void see_first(void *arg, struct db *from)
{
	struct seen *s = arg;
	struct db *other = db_open(s->dir, DB_READ_WRITE);

	(void)from;
	engine_patience(other->engine, 1);
	s->moment = engine_run(other->engine, "BEGIN IMMEDIATE");
	db_close(&other);
}

static bool has_file(struct t *t, const char *dir)
{
	return access(arena_fmt(t->arena, "%s/almoner.db", dir), F_OK) == 0;
}

/* Not tortured as a whole: it syncs some fifty times.  Each refusal is tried below. */
TEST_PLAIN(what_is_carried_is_the_same)
{
	struct seen s = house(t);
	struct carry_order o = { .from = s.dir, .to = s.to, .hold = true, .first = see_first,
	                         .table = see_table, .arg = &s };
	struct db *from, *to;
	struct carry_sum one, two;
	int64_t n;

	db_carry(&o);
	OK(!s.moment);                       /* nobody may write meanwhile */
	OK(s.tables > 50);
	from = db_open(s.dir, DB_READ_WRITE);
	to = db_open(s.to, DB_READ_WRITE);
	one = db_sum(from, "setting");
	two = db_sum(to, "setting");
	IS(one.rows, 2);
	IS(two.rows, 2);
	OK(!memcmp(one.hash, two.hash, CARRY_HASH));
	one = db_sum(from, "schema_version");
	two = db_sum(to, "schema_version");
	OK(!memcmp(one.hash, two.hash, CARRY_HASH));
	OK(!db_integrity(to, t->arena));
	IS(db_schema_version(to), db_schema_wanted());
	IS(db_migrate(to), 0);
	/* The block that FROM had begun is not given out again. */
	IS(db_new_id(to, "person"), 51);
	NEED(engine_number(to->engine, "SELECT count(*) FROM bank_holiday", &n));
	OK(n > 0);
	db_close(&from);
	db_close(&to);
}

/* Each kind of change is another sum. */
TEST_PLAIN(a_checksum_knows_each_value)
{
	static const char *const changes[] = {
		"UPDATE setting SET value = 'its' WHERE name = 'a'",
		"UPDATE setting SET value = ' ' WHERE name = 'b'",
		"UPDATE setting SET name = 'c' WHERE name = 'b'",
		"DELETE FROM setting WHERE name = 'c'",
		"INSERT INTO setting (name, value) VALUES ('d', '')",
	};
	struct seen s = house(t);
	struct db *db = db_open(s.dir, DB_READ_WRITE);
	struct carry_sum was = db_sum(db, "setting"), is;

	for (size_t i = 0; i < COUNT(changes); i++) {
		put(db, "BEGIN IMMEDIATE");
		put(db, changes[i]);
		put(db, "COMMIT");
		is = db_sum(db, "setting");
		OK(memcmp(was.hash, is.hash, CARRY_HASH) != 0);
		was = is;
	}
	db_close(&db);
}

static void spoil(void *arg, struct db *from, struct db *to)
{
	(void)arg, (void)from, (void)to;
	fault(FAULT_DB, "said no at last");
}

/* Whatever is refused on the way, nothing is kept, and FROM can be written at once. */
TEST_PLAIN(what_is_refused_leaves_nothing)
{
	struct seen s = house(t);
	struct carry_order o = { .from = s.dir, .to = s.to, .hold = true, .last = spoil };
	bool fired = true;
	int64_t n;

	FAULTS(FAULT_DB, db_carry(&o));
	o.last = NULL;
	for (int at = 0; fired; at += 1 + at / 5) {
		struct boundary b;
		struct db *db;

		unlink(arena_fmt(t->arena, "%s/almoner.db", s.to));
		fault_countdown = at;
		BOUNDARY_AROUND(b, db_carry(&o));
		fired = fault_countdown < 0;
		fault_countdown = -1;
		IS(b.broke.kind != FAULT_NONE, fired);
		if (fired && has_file(t, s.to)) {
			db = db_open(s.to, DB_READ_WRITE);
			OK(!engine_number(db->engine, "SELECT count(*) FROM setting", &n));
			db_close(&db);
		}
		db = db_open(s.dir, DB_READ_WRITE);
		engine_patience(db->engine, 1);
		OK(engine_run(db->engine, "BEGIN IMMEDIATE"));
		db_close(&db);
	}
	/* What is there already is not written over. */
	FAULTS(FAULT_IO, db_carry(&o));
}

TEST_PLAIN(an_older_schema_is_not_carried)
{
	struct seen s = house(t);
	struct carry_order o = { .from = s.dir, .to = s.to };
	struct db *db = db_open(s.dir, DB_READ_WRITE);
	char text[200];

	/* The trail of steps is never shortened by the program; this one is too long. */
	snprintf(text, sizeof text, "INSERT INTO schema_version (number, name, checksum, "
	         "applied_ms) VALUES (%d, 'x', '0123456789abcdef', 1)", db_schema_wanted() + 1);
	put(db, text);
	db_close(&db);
	FAULTS(FAULT_DB, db_carry(&o));
	OK(!has_file(t, s.to));
}

/* Parents first: what a table refers to stands before it.  (What it refuses is tried above.) */
TEST_PLAIN(tables_stand_after_what_they_refer_to)
{
	size_t n = 0, person = 0, request = 0, offer = 0;
	struct db *model = db_open_memory();
	struct table *all = engine_tables(model->engine, t->arena, &n);

	if (!all)
		db_fault(model, "tables");
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(all[i].name, "person"))
			person = i;
		if (!strcmp(all[i].name, "request"))
			request = i;
		if (!strcmp(all[i].name, "offer"))
			offer = i;
	}
	OK(person < request && request < offer);
	OK(n > 50);
	db_close(&model);
}
