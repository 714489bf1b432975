/* SPDX-License-Identifier: MIT */
/*
 * test_upgrade.c -- every schema that was ever released comes up to the newest one,
 * whatever kills it on the way, and is then like a fresh one.
 *
 * t/upgrades/NNNN.db.gz is a council of the tests' world as schema step NNNN left
 * it.  It carries the checksums of its steps, so a released step that is edited is
 * refused here.  A new one, before a release:
 *
 *	T_GOLDEN=write build/debug/test each_snapshot
 */
#include "t/t.h"

#include "db/inside.h"
#include "site/site.h"
#include "t/journey.h"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#define WORLD "t/access/world.journey"

enum { FIRST = 4, KILLS = 12, SOME = 64 << 10 };

/* ---- making one --------------------------------------------------------------- */

static void file_put(const char *path, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	NEED(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	close(fd);
}

static char *columns_of(struct t *t, sqlite3 *c, const char *table)
{
	struct buf b = buf_new(t->arena);
	sqlite3_stmt *st;

	NEED(sqlite3_prepare_v2(c, arena_fmt(t->arena, "SELECT name FROM pragma_table_info('%s', "
	     "'main')", table), -1, &st, NULL) == SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		buf_fmt(&b, "%s\"%s\"", b.n ? ", " : "", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return buf_text(&b);
}

/* All rows of the newest schema that the older one has room for. */
static void fill(struct t *t, const char *path, const char *newest)
{
	struct buf b = buf_new(t->arena);
	sqlite3_stmt *st;
	sqlite3 *c;

	NEED(sqlite3_open(path, &c) == SQLITE_OK);
	buf_fmt(&b, "PRAGMA foreign_keys = OFF; ATTACH '%s' AS new; BEGIN;", newest);
	NEED(sqlite3_prepare_v2(c, "SELECT name FROM main.sqlite_master WHERE type = 'table' AND "
	     "name NOT LIKE 'sqlite%' AND name <> 'schema_version'", -1, &st, NULL) == SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(st, 0);
		const char *columns = columns_of(t, c, table);

		buf_fmt(&b, "DELETE FROM main.\"%s\"; INSERT INTO main.\"%s\" (%s) SELECT %s FROM "
		        "new.\"%s\";", table, table, columns, columns, table);
	}
	sqlite3_finalize(st);
	buf_str(&b, "DELETE FROM id_block WHERE name NOT IN (SELECT name FROM main.sqlite_master);"
	        "COMMIT; DETACH new; PRAGMA journal_mode = DELETE; VACUUM;");
	IS(sqlite3_exec(c, buf_text(&b), NULL, NULL, NULL), SQLITE_OK);
	SAME(sqlite3_errmsg(c), "not an error");
	sqlite3_close(c);
}

static void pack(const char *from, const char *to)
{
	static char some[SOME];
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	gzFile z = gzopen(to, "wb9");
	ssize_t n;

	NEED(fd >= 0 && z);
	while ((n = read(fd, some, sizeof some)) > 0)
		IS(gzwrite(z, some, (unsigned)n), n);
	gzclose(z);
	close(fd);
}

static void snapshot_write(struct t *t, size_t step, const char *newest)
{
	const char *dir = t_directory(t), *path = arena_fmt(t->arena, "%s/almoner.db", dir);
	struct db *db;

	file_put(path, "", 0);
	db = db_open(dir, DB_READ_WRITE);
	IS(migrate_steps(db, db_steps, step), step);
	db_close(&db);
	fill(t, path, newest);
	pack(path, arena_fmt(t->arena, "t/upgrades/%04zu.db.gz", step));
}

static void snapshots_write(struct t *t)
{
	const char *newest = arena_fmt(t->arena, "%s/newest.db", t_directory(t));
	size_t n;
	void *image = engine_image(t->db->engine, &n);

	file_put(newest, image, n);
	sqlite3_free(image);
	for (size_t step = FIRST; step <= db_nsteps; step++)
		snapshot_write(t, step, newest);
}

/* ---- trying them ----------------------------------------------------------------- */

static const char *unpack(struct t *t, const char *snapshot)
{
	static char some[SOME];
	const char *dir = t_directory(t);
	int fd = open(arena_fmt(t->arena, "%s/almoner.db", dir), O_WRONLY | O_CREAT | O_CLOEXEC,
	              0600);
	gzFile z = gzopen(snapshot, "rb");
	int n;

	NEED(fd >= 0 && z);
	while ((n = gzread(z, some, sizeof some)) > 0)
		IS(write(fd, some, (size_t)n), n);
	gzclose(z);
	close(fd);
	return dir;
}

/* Everything that the schema consists of, by name. */
static char *schema_of(struct t *t, struct db *db)
{
	static const struct col cols[] = { { "s", 0, COL_TEXT } };
	static const struct sql_piece piece = { "SELECT type || ' ' || name || ' ' || tbl_name "
		"|| ' ' || coalesce(sql, '') AS s FROM sqlite_master ORDER BY type, name", -1, 0 };
	static const struct sql q = { .name = "schema", .file = __FILE__, .pieces = &piece,
		.npieces = 1, .cols = cols, .ncols = 1, .row_size = sizeof(char *) };
	struct buf b = buf_new(t->arena);
	const char **rows;
	size_t n = db_all(db, t->arena, &q, NULL, 0, &rows);

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s\n", rows[i]);
	return buf_text(&b);
}

static void like_a_fresh_one(struct t *t, const char *dir)
{
	struct db *db = db_open(dir, DB_READ_WRITE);
	struct buf is = buf_new(t->arena), was = buf_new(t->arena);

	db_migrate(db);
	IS(db_schema_version(db), db_schema_wanted());
	SAME(schema_of(t, db), schema_of(t, t->db));
	/* The same laws hold, and the trail ends with the same row. */
	IS(site_check(db, t->arena, &is), site_check(t->db, t->arena, &was));
	SAME(buf_text(&is), buf_text(&was));
	IS(db_migrate(db), 0);
	db_close(&db);
}

/* A process that upgrades, and is killed after so many microseconds. */
static void upgrade_killed(const char *dir, int after_us)
{
	int status, child = fork();

	if (child == 0) {
		struct db *db = db_open(dir, DB_READ_WRITE);

		db_migrate(db);
		_exit(0);
	}
	usleep((unsigned)after_us);
	kill(child, SIGKILL);
	IS(waitpid(child, &status, 0), child);
}

static void each(struct t *t, void (*fn)(struct t *, const char *snapshot))
{
	glob_t found;

	NEED(glob("t/upgrades/[0-9]*.db.gz", 0, NULL, &found) == 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		fn(t, found.gl_pathv[i]);
	OK(found.gl_pathc >= 3);
	globfree(&found);
}

static void snapshot_try(struct t *t, const char *snapshot)
{
	const char *dir = unpack(t, snapshot);
	struct db *db = db_open(dir, DB_READ_WRITE);

	IS(db_schema_version(db), strtol(strrchr(snapshot, '/') + 1, NULL, 10));
	db_close(&db);
	like_a_fresh_one(t, dir);
}

/* Not tortured, like those below: test_migrate.c lets each step fail. */
TEST_PLAIN(each_snapshot_becomes_like_a_fresh_schema)
{
	const char *golden = getenv("T_GOLDEN");

	if (t->address)                      /* the snapshots are SQLite's */
		return;
	journey_run(t, WORLD);                                 /* its audit key too */
	if (golden && strcmp(golden, "write") == 0)
		snapshots_write(t);
	each(t, snapshot_try);
}

static void snapshot_kill(struct t *t, const char *snapshot)
{
	const char *dir = unpack(t, snapshot);

	for (int i = 0; i < KILLS; i++)
		upgrade_killed(dir, 500 + 700 * i);
	like_a_fresh_one(t, dir);
}

TEST_PLAIN(an_upgrade_that_is_killed_goes_on)
{
	if (t->address)                      /* the snapshots are SQLite's */
		return;
	journey_run(t, WORLD);
	each(t, snapshot_kill);
}

static const struct sql_piece newer_piece = { "INSERT INTO schema_version (number, name, checksum, "
	"applied_ms) VALUES (9999, 'later', '0', 0)", -1, 0 };
static const struct sql newer_sql = { .name = "newer", .file = __FILE__, .pieces = &newer_piece,
	.npieces = 1, .writes = true };

static void snapshot_newer(struct t *t, const char *snapshot)
{
	const char *dir = unpack(t, snapshot);
	struct db *db = db_open(dir, DB_READ_WRITE);
	struct boundary b;

	db_migrate(db);
	db_do(db, &newer_sql, NULL);
	BOUNDARY_AROUND(b, db_migrate(db));
	HAS(b.broke.why, "it was written by a newer one");
	db_close(&db);
}

TEST_PLAIN(an_older_program_refuses_a_newer_schema)
{
	each(t, snapshot_newer);
}
