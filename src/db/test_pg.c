/* SPDX-License-Identifier: MIT */
/*
 * test_pg.c -- what only a server can do to a connection: end its session,
 * let another writer in first, refuse what was not made for us.
 *
 * They do nothing unless T_ENGINE=pg (t/pg/run).
 */
#include "t/t.h"
#include "t/t_pg.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "db/inside.h"
#include "db/pg.h"
#include "db/db.sql.h"

static const struct sql_piece kill_pieces[] = {
	{ "SELECT count(*) AS n FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
	  "WHERE datname = current_database() AND pid <> pg_backend_pid()) AS x", -1, 0 },
};
static const struct col number_cols[] = { { "n", 0, COL_INT } };
static const struct sql kill_sql = {
	.name = "kill", .file = __FILE__, .pieces = kill_pieces, .npieces = 1,
	.cols = number_cols, .ncols = 1, .row_size = sizeof(int64_t),
};
static const struct sql_piece next_pieces[] = {
	{ "SELECT coalesce(max(next_id), 0) AS n FROM id_block WHERE name = 'w'", -1, 0 },
};
static const struct sql next_sql = {
	.name = "next", .file = __FILE__, .pieces = next_pieces, .npieces = 1,
	.cols = number_cols, .ncols = 1, .row_size = sizeof(int64_t),
};

static const struct sql_piece settings_pieces[] = {
	{ "SELECT count(*) AS n FROM setting", -1, 0 },
};
static const struct sql settings_sql = {
	.name = "settings", .file = __FILE__, .pieces = settings_pieces, .npieces = 1,
	.cols = number_cols, .ncols = 1, .row_size = sizeof(int64_t), .shelved = true,
};

static int64_t number(struct t *t, struct db *db, const struct sql *q)
{
	int64_t n = -1;

	OK(db_one(db, t->arena, q, NULL, 0, &n));
	return n;
}

static void close_db(void *arg)
{
	db_close(arg);
}

static struct db *other(struct t *t)
{
	struct db **db = NEW(t->arena, struct db *);

	arena_defer(t->arena, close_db, db);
	*db = db_open(t->address, DB_READ_WRITE);
	return *db;
}

/* Plain, all of them: what fails is the server's side. */
TEST_PLAIN(a_read_outlives_its_session)
{
	if (!t->address)
		return;
	IS(number(t, t->db, &next_sql), 0);          /* prepared, in a session that ends */
	IS(number(t, other(t), &kill_sql), 1);
	IS(number(t, t->db, &next_sql), 0);
}

struct losing { struct t *t; struct db *db, *killer; int runs; };

static bool lose_once(void *arg)
{
	struct losing *l = arg;

	DO(l->db, id_block_take, .name = V("w"), .n = V(1));
	if (!l->runs++)
		IS(number(l->t, l->killer, &kill_sql), 1);
	DO(l->db, id_block_take, .name = V("w"), .n = V(1));
	return true;
}

TEST_PLAIN(a_write_that_lost_its_session_is_run_again_whole)
{
	struct losing l = { t, t->db, NULL, 0 };

	if (!t->address)
		return;
	l.killer = other(t);
	OK(db_write(t->db, lose_once, &l));
	IS(l.runs, 2);
	IS(number(t, l.killer, &next_sql), 3);
}

static bool lose_while_told(void *arg)
{
	struct losing *l = arg;

	for (int i = 0; i < 2; i++) {
		TELL(l->db, id_block_take, .name = V("w"), .n = V(1));
		if (!l->runs++)
			IS(number(l->t, l->killer, &kill_sql), 1);
	}
	return true;
}

TEST_PLAIN(so_is_one_whose_changes_were_not_answered)
{
	struct losing l = { t, t->db, NULL, 0 };

	if (!t->address)
		return;
	l.killer = other(t);
	OK(db_write(t->db, lose_while_told, &l));
	IS(l.runs, 4);
	IS(number(t, l.killer, &next_sql), 3);
}

static void look(void *arg)
{
	struct t *t = arg;

	OK(number(t, t->db, &next_sql) >= 0);
}

/* Nobody waits for the end of a read: that it was never answered is nobody's trouble. */
TEST_PLAIN(a_session_lost_after_a_read_is_replaced)
{
	struct losing l = { t, t->db, NULL, 1 };

	if (!t->address)
		return;
	l.killer = other(t);
	db_read(t->db, look, t);
	IS(number(t, l.killer, &kill_sql), 1);
	OK(db_write(t->db, lose_once, &l));
	db_read(t->db, look, t);
	IS(number(t, l.killer, &kill_sql), 1);
	db_read(t->db, look, t);
	IS(number(t, l.killer, &next_sql), 3);
}

/* ---- the shelf ------------------------------------------------------------------------ */

struct shelf { struct t *t; struct db *writer; const char *meanwhile; int64_t first, last; };

/* What is changed while a read goes on, it does not see.  (The first of its statements is
 * asked with the shelf's number, and so always.) */
static void look_twice(void *arg)
{
	struct shelf *s = arg;

	OK(number(s->t, s->t->db, &next_sql) >= 0);
	s->first = number(s->t, s->t->db, &settings_sql);
	if (s->meanwhile)
		OK(engine_run(s->writer->engine, s->meanwhile));
	s->last = number(s->t, s->t->db, &settings_sql);
}

static int64_t settings(struct shelf *s, const char *meanwhile)
{
	s->meanwhile = meanwhile;
	db_read(s->t->db, look_twice, s);
	IS(s->first, s->last);
	return s->last;
}

TEST_PLAIN(what_is_on_the_shelf_is_as_it_is)
{
	struct shelf s = { t, NULL, NULL, 0, 0 };
	int64_t n;

	if (!t->address)
		return;
	s.writer = other(t);
	n = settings(&s, NULL);
	IS(settings(&s, "INSERT INTO setting (name, value) VALUES ('x1', '')"), n);
	IS(settings(&s, NULL), n + 1);
	IS(settings(&s, "DELETE FROM setting WHERE name = 'x1'"), n + 1);
	IS(settings(&s, NULL), n);
	/* The control: it is the trigger that tells; without it the old rows stay. */
	IS(settings(&s, "ALTER TABLE setting DISABLE TRIGGER setting_shelved"), n);
	IS(settings(&s, "INSERT INTO setting (name, value) VALUES ('x2', '')"), n);
	IS(settings(&s, NULL), n);
	IS(number(t, t->db, &settings_sql), n + 1);  /* not in a read: asked for */
	IS(settings(&s, "ALTER TABLE setting ENABLE TRIGGER setting_shelved"), n);
	IS(settings(&s, "INSERT INTO setting (name, value) VALUES ('x3', '')"), n);
	IS(settings(&s, NULL), n + 2);
	/* A session that is had anew asks anew. */
	IS(number(t, s.writer, &kill_sql), 1);
	IS(settings(&s, NULL), n + 2);
}

static bool lose_at_the_end(void *arg)
{
	struct losing *l = arg;

	l->runs++;
	DO(l->db, id_block_take, .name = V("w"), .n = V(1));
	IS(number(l->t, l->killer, &kill_sql), 1);
	return true;
}

/* Whether a COMMIT that was not answered was kept, nobody knows: it is not run again. */
TEST_PLAIN(a_commit_without_an_answer_is_unknown)
{
	struct losing l = { t, t->db, NULL, 0 };
	struct boundary b;

	if (!t->address)
		return;
	l.killer = other(t);
	BOUNDARY_AROUND(b, db_write(t->db, lose_at_the_end, &l));
	IS(b.broke.kind, FAULT_UNKNOWN);
	HAS(b.broke.why, "unknown");
	IS(l.runs, 1);
	IS(number(t, t->db, &next_sql), 0);          /* and the connection serves again */
}

TEST_PLAIN(the_second_writer_waits_no_longer_than_it_should)
{
	struct losing l = { t, t->db, NULL, 1 };
	struct db *holder;

	if (!t->address)
		return;
	holder = other(t);
	l.killer = holder;
	engine_patience(t->db->engine, 50);
	NEED(engine_run(holder->engine, "BEGIN IMMEDIATE"));
	FAULTS(FAULT_AGAIN, db_write(t->db, lose_once, &l));
	FAULTS(FAULT_AGAIN, DO(t->db, id_block_take, .name = V("w"), .n = V(1)));
	IS(l.runs, 1);
	NEED(engine_run(holder->engine, "COMMIT"));
	OK(db_write(t->db, lose_once, &l));
	IS(number(t, holder, &next_sql), 3);
}

TEST_PLAIN(a_reader_of_a_server_cannot_write)
{
	struct db *db;

	if (!t->address)
		return;
	db = db_open(t->address, DB_READ_ONLY);
	FAULTS(FAULT_DB, DO(db, id_block_take, .name = V("w"), .n = V(1)));
	db_close(&db);
	FAULTS(FAULT_IO, db_create(t->address));     /* there is a council in it */
	OK(db_exists(t->address) && db_on_server(t->address) && !db_on_server("/nowhere"));
}

/* ---- what the server says, and whether it is run again ------------------------------ */

static const char *const states[] = {
	"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "08006", "53300",
};

struct saying { struct t *t; const char *state; int runs; };

/* The first time the server refuses with that state; afterwards it does not. */
static bool say_once(void *arg)
{
	struct saying *s = arg;
	const struct sql_piece piece = {
		arena_fmt(s->t->arena, "DO $x$ BEGIN RAISE EXCEPTION 'made up' USING "
		          "ERRCODE = '%s'; END $x$", s->state), -1, 0 };
	const struct sql *say = memcpy(arena_get(s->t->arena, sizeof(struct sql)),
		&(struct sql){ .name = "say", .file = __FILE__, .npieces = 1, .writes = true,
			.pieces = memcpy(arena_get(s->t->arena, sizeof piece), &piece,
			                 sizeof piece) }, sizeof(struct sql));

	DO(s->t->db, id_block_take, .name = V("w"), .n = V(1));
	if (!s->runs++)
		db_do(s->t->db, say, NULL);
	return true;
}

TEST_PLAIN(what_was_not_kept_is_run_again_whole)
{
	struct saying s = { t, NULL, 0 };

	if (!t->address)
		return;
	for (size_t i = 0; i < COUNT(states); i++) {
		s = (struct saying){ t, states[i], 0 };
		OK(db_write(t->db, say_once, &s));
		IS(s.runs, 2);
		IS(number(t, t->db, &next_sql), (int64_t)i + 2);
	}
	/* The control: another refusal is the end of it. */
	s = (struct saying){ t, "P0001", 0 };
	FAULTS(FAULT_DB, db_write(t->db, say_once, &s));
	IS(s.runs, 1);
}

/* ---- a standby that does not answer --------------------------------------------------- */

static void standby(struct db *db, const char *setting)
{
	NEED(engine_run(db->engine, setting));
	NEED(engine_run(db->engine, "SELECT pg_reload_conf()"));
}

/* Also after a failure, when the session may have gone with the test's database. */
static void no_standby(void *arg)
{
	struct db *db = arg;

	if (engine_run(db->engine, "ALTER SYSTEM RESET synchronous_standby_names"))
		(void)!engine_run(db->engine, "SELECT pg_reload_conf()");
}

static bool take_one(void *db)
{
	DO(db, id_block_take, .name = V("w"), .n = V(1));
	return true;
}

static bool take_none(void *arg)
{
	struct t *t = arg;

	return number(t, t->db, &next_sql) > 0;
}

/* The server takes the setting over when it likes: until then, what is written is kept. */
static enum fault_kind write_until_broken(struct db *db, const char **why)
{
	static struct boundary b;

	for (int i = 0; i < 100; i++) {
		BOUNDARY_AROUND(b, db_write(db, take_one, db));
		*why = b.broke.why;
		if (b.broke.kind != FAULT_NONE)
			break;
		usleep(20000);
	}
	return b.broke.kind;
}

/* Half a second from now, while it waits for the standby; what waits there alone goes now. */
static void cancel_soon(struct db *by, struct db *waiting)
{
	char text[100];

	snprintf(text, sizeof text, "SELECT pg_sleep(0.5); SELECT pg_cancel_backend(%d)",
	         PQbackendPID(waiting->engine->pg->c));
	NEED(PQsendQuery(by->engine->pg->c, text));
}

/*
 * A commit waits for the standby until it is late, or until the server gives up and warns:
 * "committed locally, but might not have been replicated".  Neither is known to be kept; nor
 * is what only finds it there, for of itself the server would not wait then.
 */
TEST_PLAIN(what_no_standby_has_is_unknown)
{
	struct boundary b;
	const char *why = "";
	struct db *settings, *killer;
	int64_t n;

	if (!t->address)
		return;
	settings = other(t);
	killer = other(t);
	arena_defer(t->arena, no_standby, settings);
	NEED(engine_run(t->db->engine, "SET synchronous_commit = on"));
	/* The control: with nobody to wait for, all is well. */
	OK(db_write(t->db, take_one, t->db));
	OK(db_write(t->db, take_none, t));

	standby(settings, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
	engine_patience(t->db->engine, 100);
	IS(write_until_broken(t->db, &why), FAULT_UNKNOWN);
	HAS(why, "late");
	NEED(PQstatus(killer->engine->pg->c) == CONNECTION_OK);
	OK(number(t, settings, &kill_sql) >= 1);     /* the one that waits, and others */

	n = number(t, t->db, &next_sql);
	NEED(engine_run(t->db->engine, "SET synchronous_commit = on"));
	engine_patience(t->db->engine, 5000);
	IS(number(t, killer, &next_sql), n);         /* had again */
	cancel_soon(killer, t->db);
	BOUNDARY_AROUND(b, db_write(t->db, take_one, t->db));
	IS(b.broke.kind, FAULT_UNKNOWN);
	HAS(b.broke.why, "the server warned");
	IS(number(t, t->db, &next_sql), n + 1);      /* here, and perhaps nowhere else */

	engine_patience(t->db->engine, 100);
	FAULTS(FAULT_UNKNOWN, db_write(t->db, take_none, t));
	OK(number(t, settings, &kill_sql) >= 1);
	no_standby(settings);
	engine_patience(t->db->engine, 5000);
	OK(db_write(t->db, take_none, t));
}

/* An address may not let writes go to a server that only reads; reads may. */
TEST_PLAIN(an_address_cannot_choose_a_standby_to_write)
{
	const char *to;
	struct db *db;

	if (!t->address)
		return;
	to = arena_fmt(t->arena, "%s?target_session_attrs=standby", t->address);
	db = db_open(to, DB_READ_WRITE);
	OK(db_write(db, take_one, db));
	db_close(&db);
	/* The control: the words are heeded where ours do not follow them. */
	FAULTS(FAULT_IO, (void)db_open(to, DB_READ_ONLY));
}
