/* SPDX-License-Identifier: MIT */
/*
 * test_pg.c -- what only a server can do to a connection: end its session,
 * let another writer in first, refuse what was not made for us.
 *
 * They do nothing unless T_ENGINE=pg (t/pg/run).
 */
#include "t/t.h"
#include "t/t_pg.h"

#include "base/fault.h"
#include "db/inside.h"
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
	IS(b.broke.kind, FAULT_DB);
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
