/* SPDX-License-Identifier: MIT */
/*
 * test_kill.c -- a writer is killed again and again; a ledger tells what it
 * said was done.
 *
 * The writer is a process of its own.  For each round it notes "started",
 * writes one row in each of two tables in one transaction, and only then
 * notes "done".  The notes are in a pipe, which outlives it.  Afterwards:
 * every "done" is there, nothing is there that was never started, and no
 * transaction is there by half.  (A kill does not test the disk's own
 * promises: the page cache survives it.)
 */
#include "t/t.h"

#include "base/fault.h"
#include "db/inside.h"
#include "db/db.sql.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLS = 12 };

struct note { int64_t round; bool done; };
struct ledger {
	int64_t started, done;
	int64_t others;              /* blocks of ids that the schema begins with */
};

static int64_t count(struct db *db, struct arena *a, const char *from)
{
	static const struct col cols[] = { { "n", 0, COL_INT } };
	struct sql_piece *p = NEW(a, struct sql_piece);
	struct sql *q = NEW(a, struct sql);
	int64_t n = 0;

	*p = (struct sql_piece){ arena_fmt(a, "SELECT count(*) AS n FROM %s", from), -1, 0 };
	*q = (struct sql){ .name = "count", .file = __FILE__, .pieces = p, .npieces = 1,
	                   .cols = cols,
	                   .ncols = 1, .row_size = sizeof n };
	db_one(db, a, q, NULL, 0, &n);
	return n;
}

/* ---- the writer ------------------------------------------------------------ */

static const struct sql_piece setting_pieces[] = {
	{ "INSERT INTO setting (name, value) VALUES (?1, ?2)", -1, 0 },
};
static const char *const setting_args[] = { "name", "value" };
static const struct sql setting_sql = {
	.name = "setting", .file = __FILE__, .pieces = setting_pieces, .npieces = 1, .nargs = 2,
	.args = setting_args, .writes = true,
};
struct setting_in { In_text name, value; };
struct round { struct db *db; const char *name, *value; };

static bool round_work(void *arg)
{
	struct round *r = arg;
	struct setting_in in = { V(r->name), V(r->value) };

	db_do(r->db, &setting_sql, (const struct val *)&in);
	DO(r->db, id_block_take, .name = V(r->name), .n = V(1));
	return true;
}

static void note(int fd, int64_t round, bool done)
{
	struct note n = { round, done };

	SURE(write(fd, &n, sizeof n) == sizeof n);
}

struct writer { const char *dir; int fd; int64_t round; };

static void write_rounds(void *arg)
{
	struct writer *w = arg;
	struct arena *a = arena_new("writer", 1 << 20);
	struct db *db = db_open(w->dir, DB_READ_WRITE);

	for (int64_t i = w->round; ; i++, arena_reset(a)) {
		/* Of different lengths, so that the cuts fall at different places. */
		struct round r = { db, arena_fmt(a, "round %lld", (long long)i),
		                   arena_fmt(a, "%0*d", (int)(i * 97 % 3900 + 1), 0) };

		note(w->fd, i, false);
		db_write(db, round_work, &r);
		note(w->fd, i, true);
		if (i % 50 == 49)
			db_checkpoint(db);
	}
}

static int writer_start(const char *dir, int fd, int64_t round)
{
	struct writer w = { dir, fd, round };
	int child = fork();

	SURE(child >= 0);
	if (child == 0) {
		alarm(20);               /* never outlives the test by much */
		boundary_run(write_rounds, &w, NULL);
		_exit(1);
	}
	return child;
}

/* ---- the ledger ---------------------------------------------------------------- */

static void ledger_read(struct ledger *l, int fd)
{
	struct note n;

	while (read(fd, &n, sizeof n) == sizeof n) {
		if (n.done)
			l->done = n.round + 1;
		else
			l->started = n.round + 1;
	}
}

/* Rounds 0 .. done-1 must be there; the one in flight may be, but not by half. */
static bool ledger_agrees(struct db *db, struct arena *a, const struct ledger *l)
{
	int64_t rounds = count(db, a, "setting"), halves = count(db, a,
		"setting AS s FULL JOIN id_block AS b ON b.name = s.name "
		"WHERE s.name IS NULL OR b.name IS NULL");

	return rounds >= l->done && rounds <= l->started && halves == l->others &&
	       !db_integrity(db, a);
}

static void kill_one(struct t *t, const char *dir, struct ledger *l, int after_us)
{
	int pipe_of[2], child;
	struct db *db;

	SURE(pipe(pipe_of) == 0);
	child = writer_start(dir, pipe_of[1], l->done);
	close(pipe_of[1]);
	usleep((useconds_t)after_us);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ledger_read(l, pipe_of[0]);
	close(pipe_of[0]);
	db = db_open(dir, DB_READ_WRITE);
	OK(ledger_agrees(db, t->arena, l));
	/* What was in flight is known now. */
	l->done = l->started = count(db, t->arena, "setting");
	db_close(&db);
}

/* Not tortured: the torture is in it. */
TEST_PLAIN(what_was_said_to_be_done_survives_kills)
{
	const char *dir = t_directory(t);
	struct ledger l = { 0 };
	struct db *db;

	db_create(dir);
	db = db_open(dir, DB_READ_ONLY);
	l.others = count(db, t->arena, "id_block");
	db_close(&db);
	for (int i = 0; i < KILLS; i++)
		kill_one(t, dir, &l, 40000 + i * 7919 % 60000);
	OK(l.done > KILLS);

	/* The controls: the ledger sees a lost round, a ghost, and half a round. */
	db = db_open(dir, DB_READ_WRITE);
	l.done++;
	l.started++;
	OK(!ledger_agrees(db, t->arena, &l));
	l.done -= 2;
	l.started -= 2;
	OK(!ledger_agrees(db, t->arena, &l));
	l.done = l.started = l.done + 1;
	OK(ledger_agrees(db, t->arena, &l));
	DO(db, id_block_take, .name = V("half a round"), .n = V(1));
	OK(!ledger_agrees(db, t->arena, &l));
	db_close(&db);
}
