/* SPDX-License-Identifier: MIT */
/*
 * test_tx.c -- what is kept, what is undone, and who waits for whom.
 */
#include "t/t.h"
#include "t/t_pg.h"

#include "base/fault.h"
#include "db/inside.h"
#include "db/db.sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- a directory for tests of two connections ------------------------------ */

static const char *directory(struct t *t)
{
	const char *dir = t_directory(t);

	db_create(dir);
	return dir;
}

static void connection_close(void *arg)
{
	db_close(arg);
}

static struct db *connect(struct t *t, const char *dir, enum db_mode mode)
{
	struct db **db = NEW(t->arena, struct db *);

	arena_defer(t->arena, connection_close, db);
	*db = db_open(dir, mode);
	return *db;
}

/* ---- work to be done in a transaction ----------------------------------------- */

struct work {
	struct db *db;
	const char *name;            /* of the block of ids that is taken, as a sign */
	bool yes;
	enum fault_kind breaks;      /* after the change */
	int runs, breaks_runs;
	struct work *within;
};

static int64_t taken(struct db *db, struct arena *a, const char *name)
{
	static const struct col cols[] = { { "n", 0, COL_INT } };
	static const struct sql_piece pieces[] = { {
		"SELECT coalesce(max(next_id), 0) AS n FROM id_block WHERE name = ?1", -1, 0 } };
	static const char *const args[] = { "name" };
	static const struct sql q = { .name = "taken", .file = __FILE__, .pieces = pieces,
	                              .npieces = 1,
		.args = args, .nargs = 1, .cols = cols, .ncols = 1, .row_size = sizeof(int64_t) };
	struct { In_text name; } in = { V(name) };
	int64_t n = 0;

	db_one(db, a, &q, (const struct val *)&in, 0, &n);
	return n;
}

static bool work(void *arg)
{
	struct work *w = arg;

	w->runs++;
	db_need_write(w->db);
	DO(w->db, id_block_take, .name = V(w->name), .n = V(1));
	if (w->within)
		db_write(w->db, work, w->within);
	if (w->breaks != FAULT_NONE && w->runs <= w->breaks_runs)
		fault(w->breaks, "on purpose");
	return w->yes;
}

#define TAKEN(db, name) taken((db), t->arena, (name))

TEST(yes_is_kept_and_no_is_undone)
{
	struct work yes = { t->db, "yes", .yes = true }, no = { t->db, "no" };

	OK(db_write(t->db, work, &yes));
	OK(!db_write(t->db, work, &no));
	OK(!db_in_write(t->db));
	IS(TAKEN(t->db, "yes"), 2);
	IS(TAKEN(t->db, "no"), 0);
}

TEST(a_fault_undoes_and_goes_on_up)
{
	struct work w = { t->db, "w", .yes = true, .breaks = FAULT_IO, .breaks_runs = 9 };

	FAULTS(FAULT_IO, db_write(t->db, work, &w));
	IS(w.runs, 1);
	OK(!db_in_write(t->db));
	IS(TAKEN(t->db, "w"), 0);
}

TEST(busy_work_is_run_again)
{
	struct work w = { t->db, "w", .yes = true, .breaks = FAULT_AGAIN, .breaks_runs = 3 };

	OK(db_write(t->db, work, &w));
	IS(w.runs, 4);
	IS(TAKEN(t->db, "w"), 2);
}

TEST(but_not_for_ever)
{
	struct work w = { t->db, "w", .yes = true, .breaks = FAULT_AGAIN, .breaks_runs = 99 };

	FAULTS(FAULT_AGAIN, db_write(t->db, work, &w));
	IS(w.runs, 5);
	IS(TAKEN(t->db, "w"), 0);
}

TEST(a_no_within_undoes_itself_alone)
{
	struct work in = { t->db, "in" }, out = { t->db, "out", .yes = true, .within = &in };

	OK(db_write(t->db, work, &out));
	IS(TAKEN(t->db, "out"), 2);
	IS(TAKEN(t->db, "in"), 0);
}

TEST(a_yes_within_falls_with_the_outer_no)
{
	struct work in = { t->db, "in", .yes = true }, out = { t->db, "out", .within = &in };

	OK(!db_write(t->db, work, &out));
	IS(TAKEN(t->db, "out"), 0);
	IS(TAKEN(t->db, "in"), 0);
}

/* ---- changes that nobody waits for ------------------------------------------------ */

static const struct sql_piece again_pieces[] = {
	{ "INSERT INTO id_block (name, next_id) SELECT name, 9 FROM id_block WHERE name = 'w'",
	  -1, 0 },
};
static const struct sql again_sql = { .name = "again", .file = __FILE__, .writes = true,
	.pieces = again_pieces, .npieces = 1 };

struct telling { struct t *t; int first; bool again, asks; int64_t seen; };

static bool tell(void *arg)
{
	struct telling *w = arg;
	struct db *db = w->t->db;

	for (int i = 0; i < w->first; i++)
		TELL(db, id_block_take, .name = V("w"), .n = V(1));
	if (w->again)
		db_tell(db, &again_sql, NULL);
	if (w->asks)
		w->seen = taken(db, w->t->arena, "w");
	return true;
}

TEST(what_was_told_is_there_for_whoever_asks)
{
	struct telling w = { t, .first = 3, .asks = true };

	OK(db_write(t->db, tell, &w));
	IS(w.seen, 4);
	w = (struct telling){ t, .first = 2 };
	OK(db_write(t->db, tell, &w));
	IS(TAKEN(t->db, "w"), 6);
}

TEST(what_was_told_and_refused_takes_all_with_it)
{
	struct telling w = { t, .first = 1 };

	OK(db_write(t->db, tell, &w));
	w.again = true;
	FAULTS(FAULT_DB, db_write(t->db, tell, &w));         /* met at the COMMIT */
	w.asks = true;
	FAULTS(FAULT_DB, db_write(t->db, tell, &w));         /* or before it */
	IS(TAKEN(t->db, "w"), 2);
	w.again = false;
	OK(db_write(t->db, tell, &w));
	IS(w.seen, 3);
}

TEST(a_fault_within_undoes_everything)
{
	struct work in = { t->db, "in", .yes = true, .breaks = FAULT_FULL, .breaks_runs = 9 };
	struct work out = { t->db, "out", .yes = true, .within = &in };

	FAULTS(FAULT_FULL, db_write(t->db, work, &out));
	IS(TAKEN(t->db, "out"), 0);
}

/* ---- what is a bug ---------------------------------------------------------------- */

static void write_in_read(void *arg)
{
	struct work *w = arg;

	db_write(w->db, work, w);
}

/* Not tortured: each dies in a child. */
TEST_PLAIN(misplaced_writes_are_bugs)
{
	struct work w = { t->db, "w", .yes = true };
	struct schema_version_list_row row;

	DIES(db_need_write(t->db));
	DIES(db_read(t->db, write_in_read, &w));
	NEED(db_next(ROWS(t->db, t->arena, schema_version_list), t->arena, &row));
	DIES(db_write(t->db, work, &w));
}

/* ---- a promise that is only checked at the end --------------------------------------- */

static const struct sql_piece dangle_pieces[] = {
	{ "INSERT INTO locality_district (id, district, locality, from_day, until_day, prev_until)"
	  " VALUES (1, 'BA1', 1, 10, 20, 5)", -1, 0 },
};
static const struct sql dangle_sql = {
	.name = "dangle", .file = __FILE__, .pieces = dangle_pieces, .npieces = 1, .writes = true,
};
static const struct sql_piece locality_pieces[] = {
	{ "INSERT INTO locality (id, name, name_key) VALUES (1, 'Bath', 'bath')", -1, 0 },
};
static const struct sql locality_sql = {
	.name = "locality", .file = __FILE__, .pieces = locality_pieces, .npieces = 1,
	.writes = true,
};

static bool dangle(void *arg)
{
	struct work *w = arg;

	DO(w->db, id_block_take, .name = V("before"), .n = V(1));
	w->runs += db_try(w->db, &locality_sql, NULL) == TRY_DONE;
	w->runs += db_try(w->db, &dangle_sql, NULL) == TRY_DONE;
	return true;
}

TEST(a_deferred_reference_is_refused_at_the_end)
{
	struct work w = { t->db };

	FAULTS(FAULT_DB, db_write(t->db, dangle, &w));
	IS(w.runs, 2);
	OK(!db_in_write(t->db));
	IS(TAKEN(t->db, "before"), 0);
}

/* ---- ids ------------------------------------------------------------------------------ */

struct ids { struct db *db; int64_t first; bool yes; };

static bool take_ids(void *arg)
{
	struct ids *i = arg;

	i->first = db_new_id(i->db, "PersonId");
	return i->yes;
}

TEST(ids_of_a_table_under_both_its_names)
{
	IS(NEW_ID(t->db, UserAccountId).v, 1);
	IS(db_new_id(t->db, "user_account"), 51);   /* the next block of the same table */
	IS(NEW_ID(t->db, UserAccountId).v, 2);
	IS(TAKEN(t->db, "user_account"), 101);
}

TEST(a_block_that_was_rolled_back_is_forgotten)
{
	struct ids no = { t->db }, yes = { t->db, .yes = true };

	OK(!db_write(t->db, take_ids, &no));
	IS(TAKEN(t->db, "person"), 0);
	OK(db_write(t->db, take_ids, &yes));
	IS(yes.first, 1);
	IS(TAKEN(t->db, "person"), 51);
	/* A block taken earlier stays ours through a rollback: gaps are normal. */
	OK(!db_write(t->db, take_ids, &no));
	IS(NEW_ID(t->db, PersonId).v, 3);
}

TEST_PLAIN(a_thousand_ids_are_all_different)  /* plain: the same call again and again */
{
	for (int64_t i = 1; i <= 1000; i++)
		IS(NEW_ID(t->db, PersonId).v, i);
}

/* ---- two at once ------------------------------------------------------------------------- */

/* Plain: opening and making files is tortured below. */
TEST_PLAIN(the_second_writer_waits_and_is_run_again)
{
	const char *dir = directory(t);
	struct db *a = connect(t, dir, DB_READ_WRITE), *b = connect(t, dir, DB_READ_WRITE);
	struct work w = { b, "b", .yes = true };
	Moment began;

	clock_set(MOMENT_NONE);
	engine_patience(b->engine, 1);
	NEED(engine_run(a->engine, "BEGIN IMMEDIATE"));
	FAULTS(FAULT_AGAIN, db_write(b, work, &w));
	IS(w.runs, 0);
	/* He waited once, not once for each time that begun work would be run again. */
	engine_patience(b->engine, 200);
	began = clock_now();
	FAULTS(FAULT_AGAIN, db_write(b, work, &w));
	OK(moment_minus_ms(clock_now(), began) < 600);
	NEED(engine_run(a->engine, "COMMIT"));
	OK(db_write(b, work, &w));
	IS(TAKEN(a, "b"), 2);
}

TEST_PLAIN(two_connections_never_share_an_id) /* plain: as above */
{
	const char *dir = directory(t);
	struct db *a = connect(t, dir, DB_READ_WRITE), *b = connect(t, dir, DB_READ_WRITE);
	bool seen[400] = { false };

	for (int i = 0; i < 200; i++) {
		int64_t id = NEW_ID(i % 3 ? a : b, PersonId).v;

		NEED(id > 0 && id < 400);
		OK(!seen[id]);
		seen[id] = true;
	}
}

struct looking { struct t *t; struct db *reader, *writer; int64_t before, after; };

static void look_twice(void *arg)
{
	struct looking *l = arg;

	l->before = taken(l->reader, l->t->arena, "x");
	DO(l->writer, id_block_take, .name = V("x"), .n = V(1));
	l->after = taken(l->reader, l->t->arena, "x");
}

TEST_PLAIN(a_read_sees_one_moment)            /* plain: as above */
{
	const char *dir = directory(t);
	struct looking l = { t, connect(t, dir, DB_READ_ONLY), connect(t, dir, DB_READ_WRITE),
	                     7, 7 };
	int64_t serial = db_serial(l.reader);

	db_read(l.reader, look_twice, &l);
	IS(l.before, 0);
	IS(l.after, 0);
	IS(TAKEN(l.reader, "x"), 2);
	OK(db_serial(l.reader) != serial);
	serial = db_serial(l.reader);
	IS(db_serial(l.reader), serial);
}

static void look_once(void *arg)
{
	struct looking *l = arg;

	l->after = taken(l->reader, l->t->arena, "x");
}

static bool write_x(void *arg)
{
	struct looking *l = arg;

	DO(l->reader, id_block_take, .name = V("x"), .n = V(10));
	return true;
}

/* Several reads see one moment until somebody writes here, or it is over. */
TEST_PLAIN(reads_of_one_moment)               /* plain: as above */
{
	const char *dir = directory(t);
	struct looking l = { t, connect(t, dir, DB_READ_WRITE), connect(t, dir, DB_READ_WRITE),
	                     7, 7 };

	db_one_moment(l.reader, true);
	db_read(l.reader, look_twice, &l);
	IS(l.before, 0);
	db_read(l.reader, look_once, &l);
	IS(l.after, 0);
	IS(TAKEN(l.reader, "x"), 0);                    /* also what is read alone */
	OK(db_write(l.reader, write_x, &l));
	IS(TAKEN(l.writer, "x"), 12);
	db_read(l.reader, look_once, &l);
	IS(l.after, 12);
	/* A single change is one by itself: nothing keeps it back. */
	DO(l.reader, id_block_take, .name = V("x"), .n = V(100));
	IS(TAKEN(l.writer, "x"), 112);

	db_read(l.reader, look_once, &l);
	DO(l.writer, id_block_take, .name = V("x"), .n = V(1000));
	IS(TAKEN(l.reader, "x"), 112);
	db_one_moment(l.reader, false);
	IS(TAKEN(l.reader, "x"), 1112);
	db_read(l.reader, look_twice, &l);              /* the control: two reads, two moments */
	IS(l.after, 1112);
	db_read(l.reader, look_once, &l);
	IS(l.after, 1113);
}

TEST_PLAIN(a_reader_cannot_write)             /* plain: the fault is the point */
{
	struct db *db = connect(t, directory(t), DB_READ_ONLY);

	FAULTS(FAULT_DB, DO(db, id_block_take, .name = V("x"), .n = V(1)));
}

/* ---- what others write ------------------------------------------------------------------- */

static void take_many(struct db *db, struct arena *a, int from, int until)
{
	for (int i = from; i < until; i++)
		DO(db, id_block_take, .n = V(1),
		   .name = V(arena_fmt(a, "a name that fills a page %d", i)));
}

/*
 * The file of one connection stays mapped while another makes it longer, and
 * pages that were read from the map change: in the WAL, and in the file.
 */
TEST_PLAIN(a_mapped_file_grows_and_changes)   /* plain: opening is tortured below */
{
	const char *dir = directory(t);
	struct db *reader = connect(t, dir, DB_READ_WRITE);
	struct db *writer = connect(t, dir, DB_READ_WRITE);

	if (t_pg())             /* of a file of SQLite's own; once is enough */
		return;
	take_many(writer, t->arena, 0, 1000);
	db_checkpoint(writer);
	IS(TAKEN(reader, "a name that fills a page 7"), 2);
	take_many(writer, t->arena, 7, 3000);
	IS(TAKEN(reader, "a name that fills a page 7"), 3);
	IS(TAKEN(reader, "a name that fills a page 2999"), 2);
	db_checkpoint(writer);
	IS(TAKEN(reader, "a name that fills a page 7"), 3);
	IS(TAKEN(reader, "a name that fills a page 2999"), 2);
	take_many(reader, t->arena, 7, 8);
	IS(TAKEN(writer, "a name that fills a page 7"), 4);
	OK(!db_integrity(reader, t->arena));
}

/* ---- the file --------------------------------------------------------------------------- */

TEST(a_database_is_made_once)
{
	const char *dir = directory(t);
	struct db *db;

	OK(db_exists(dir));
	FAULTS(FAULT_IO, db_create(dir));
	db = connect(t, dir, DB_READ_WRITE);
	IS(db_schema_version(db), db_schema_wanted());
	OK(!db_integrity(db, t->arena));
	db_checkpoint(db);
}

TEST_PLAIN(what_is_not_there_is_not_opened)   /* plain: the fault is the point */
{
	OK(!db_exists("/nowhere"));
	FAULTS(FAULT_IO, db_open("/nowhere", DB_READ_WRITE));
	FAULTS(FAULT_IO, db_create("/nowhere/deeper"));
}

/* The checkpoint moves what the WAL holds into the file. */
TEST_PLAIN(a_checkpoint_fills_the_file)       /* plain: opening is tortured above */
{
	const char *dir = directory(t);
	char *path = arena_fmt(t->arena, "%s/almoner.db", dir);
	struct db *db = connect(t, dir, DB_READ_WRITE);
	long before, after;
	FILE *f;

	if (t_pg())             /* of a file of SQLite's own; once is enough */
		return;
	for (int i = 0; i < 3000; i++)
		DO(db, id_block_take, .n = V(1),
		   .name = V(arena_fmt(t->arena, "a name that fills a page %d", i)));
	NEED((f = fopen(path, "rb")));
	fseek(f, 0, SEEK_END);
	before = ftell(f);
	db_checkpoint(db);
	fseek(f, 0, SEEK_END);
	after = ftell(f);
	fclose(f);
	OK(after > before);
}

TEST_PLAIN(a_load_ends_as_an_ordinary_file)   /* plain: opening is tortured above */
{
	const char *dir = directory(t);
	struct db *db = db_open(dir, DB_LOAD);
	struct work w = { db, "w", .yes = true };

	IS(NEW_ID(db, PersonId).v, 1);
	IS(TAKEN(db, "person"), 1001);
	OK(db_write(db, work, &w));
	db_refresh_statistics(db);
	db_close(&db);
	OK(!db);
	db = connect(t, dir, DB_READ_WRITE);        /* which needs the WAL */
	IS(TAKEN(db, "w"), 2);
	OK(!db_integrity(db, t->arena));
}

/* A page that somebody wrote over is found, and is an answer. */
TEST_PLAIN(a_broken_file_is_found)            /* plain: opening is tortured above */
{
	const char *dir = directory(t);
	char *path = arena_fmt(t->arena, "%s/almoner.db", dir);
	struct db *db = db_open(dir, DB_READ_WRITE);
	FILE *f;

	if (t_pg())             /* of a file of SQLite's own; once is enough */
		return;
	for (int i = 0; i < 2000; i++)
		DO(db, id_block_take, .name = V(arena_fmt(t->arena, "name %d", i)), .n = V(1));
	db_close(&db);
	NEED((f = fopen(path, "r+b")));
	for (long page = 1; page <= 8; page++) {     /* the last ones: the first hold the schema */
		fseek(f, -page * 4096, SEEK_END);
		for (int i = 0; i < 512; i++)
			fputc(0xa5, f);
	}
	fclose(f);
	db = connect(t, dir, DB_READ_WRITE);
	OK(db_integrity(db, t->arena));
}
