/* SPDX-License-Identifier: MIT */
/*
 * connection.c -- opening and closing a database, and what the clerk does to it.
 *
 * A council's data is one file, DIR/almoner.db, with SQLite's -wal and -shm
 * beside it; or a database of a PostgreSQL server, whose address stands in
 * DIR/postgres.  A connection belongs to one process and is never carried
 * over a fork.
 */
#include "db/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTION_BYTES = 4 << 20, TEXTS_BYTES = 64 << 20, PATH_BYTES = 1024, ROOM_REST_MS = 10 };

void db_fault(struct db *db, const char *doing)
{
	fault(engine_kind(db->engine), "%s: %s", doing, engine_why(db->engine));
}

/* ---- opening ----------------------------------------------------------- */

struct opening {
	const char *path;
	enum engine_open how;
	enum db_mode mode;
	struct arena *arena;
	struct db *db;
};

static void open_work(void *arg)
{
	struct opening *o = arg;
	struct fault why = { FAULT_NONE };
	struct db *db = NEW(o->arena, struct db);

	db->arena = o->arena;
	db->mode = o->mode;
	db->texts = arena_new("statements", TEXTS_BYTES);
	o->db = db;
	db->engine = engine_open(db->arena, o->path, o->how, &why);
	if (!db->engine)
		fault(why.kind, "open the database: %s", why.why);
}

static struct db *open_as(const char *path, enum engine_open how, enum db_mode mode)
{
	struct opening o = { path, how, mode, arena_new("connection", CONNECTION_BYTES), NULL };
	struct fault broke;

	if (boundary_run(open_work, &o, &broke) == FAULT_NONE)
		return o.db;
	if (o.db)
		arena_end(&o.db->texts);
	arena_end(&o.arena);
	fault(broke.kind, "%s", broke.why);
}

void db_close(struct db **pdb)
{
	struct db *db = *pdb;
	struct arena *arena, *texts;
	bool safe;

	if (!db)
		return;
	db_abandon(db);
	arena = db->arena;
	texts = db->texts;
	safe = engine_close(db->engine);
	arena_end(&texts);
	arena_end(&arena);
	*pdb = NULL;
	if (!safe)
		fault(FAULT_IO, "the loaded data did not reach the disk");
}

static void path_of(char *path, const char *dir)
{
	int n = snprintf(path, PATH_BYTES, "%s/almoner.db", dir);

	if (n < 0 || n >= PATH_BYTES)
		fault(FAULT_IO, "the name of the data directory is too long");
}

/* DIR/postgres, if there is one: an address, which may hold a password, so it is a file and
 * no argument, which all on the machine could read. */
static bool address_in(char *address, const char *dir)
{
	int n = snprintf(address, PATH_BYTES, "%s/postgres", dir), fd;
	ssize_t got;

	if (n < 0 || n >= PATH_BYTES)
		fault(FAULT_IO, "the name of the data directory is too long");
	fd = open(address, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	got = read(fd, address, PATH_BYTES - 1);
	close(fd);
	address[got > 0 ? got : 0] = '\0';
	address[strcspn(address, " \r\n")] = '\0';
	if (!db_is_address(address))
		fault(FAULT_IO, "%s/postgres does not begin with postgres://", dir);
	return true;
}

/* Addresses that were said with the folder of their files: at most two councils at once. */
static struct { char dir[PATH_BYTES], address[PATH_BYTES]; } said[2];
static size_t nsaid;

static const char *said_of(const char *dir)
{
	for (size_t i = 0; i < nsaid; i++)
		if (!strcmp(said[i].dir, dir))
			return said[i].address;
	return NULL;
}

void db_say_address(const char *dir, const char *address)
{
	char path[PATH_BYTES];

	if (nsaid == COUNT(said) || strlen(dir) >= PATH_BYTES || strlen(address) >= PATH_BYTES)
		fault(FAULT_IO, "the name of the folder or the address is too long");
	path_of(path, dir);
	if (access(path, F_OK) == 0)
		fault(FAULT_IO, "%s holds the data of a council already: name another folder for "
		      "the files of the one at that address", dir);
	if (address_in(path, dir) && strcmp(path, address) != 0)
		fault(FAULT_IO, "%s/postgres names another address: name another folder for the "
		      "files of the one at the address that you gave", dir);
	snprintf(said[nsaid].dir, PATH_BYTES, "%s", dir);
	snprintf(said[nsaid++].address, PATH_BYTES, "%s", address);
}

bool db_address_said(const char *dir)
{
	return said_of(dir) != NULL;
}

/* What an engine opens: an address as it is, or as it was said for the directory, or that
 * in the directory, or its file. */
static const char *place_of(char *path, const char *at)
{
	if (db_is_address(at))
		return at;
	if (said_of(at))
		return said_of(at);
	if (!address_in(path, at))
		path_of(path, at);
	return path;
}

bool db_on_server(const char *at)
{
	char path[PATH_BYTES];

	return db_is_address(place_of(path, at));
}

struct db *db_open(const char *at, enum db_mode mode)
{
	static const enum engine_open how[] = {
		[DB_READ_WRITE] = ENGINE_WRITE, [DB_READ_ONLY] = ENGINE_READ,
		[DB_LOAD] = ENGINE_LOAD,
	};
	char path[PATH_BYTES];

	return open_as(place_of(path, at), how[mode], mode);
}

struct db *db_open_new(const char *at)
{
	char path[PATH_BYTES];
	const char *place = place_of(path, at);
	struct db *db = open_as(place, ENGINE_MAKE, DB_READ_WRITE);

	db_close(&db);
	return open_as(place, ENGINE_LOAD, DB_LOAD);
}

/* Of a server: is our schema there?  Who cannot even ask is told why: a fault. */
static bool server_has(const char *at)
{
	struct db *db = open_as(at, ENGINE_READ, DB_READ_ONLY);
	bool has = false, ok = engine_has_table(db->engine, "schema_version", &has);

	db_close(&db);
	if (!ok)
		fault(FAULT_DB, "the database does not answer");
	return has;
}

bool db_exists(const char *at)
{
	char path[PATH_BYTES];

	const char *place = place_of(path, at);

	return db_is_address(place) ? server_has(place) : access(place, F_OK) == 0;
}

/* ---- a new one ------------------------------------------------------------ */

static void migrate_work(void *arg)
{
	db_migrate(arg);
}

/* The name of the new file must be on the disk too. */
static bool sync_directory(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

void db_create(const char *at)
{
	char path[PATH_BYTES];
	const char *place;
	struct fault broke;
	struct db *db;
	bool file;

	if (!db_is_address(at) && mkdir(at, 0700) && errno != EEXIST)
		fault(FAULT_IO, "cannot make the data directory: %s", strerror(errno));
	place = place_of(path, at);
	file = !db_is_address(place);
	db = open_as(place, ENGINE_MAKE, DB_READ_WRITE);
	boundary_run(migrate_work, db, &broke);
	db_close(&db);
	if (broke.kind != FAULT_NONE) {
		/* Half a file would be taken for one; half a schema can be migrated on. */
		if (file)
			unlink(path);
		fault(broke.kind, "%s", broke.why);
	}
	if (file && !sync_directory(at))
		fault(FAULT_IO, "cannot sync the data directory: %s", strerror(errno));
}

/* A migrated database in memory.  Migrating takes longer than a test: it is
 * done once a process, and the others begin as copies of that one's pages. */
struct db *db_open_memory(void)
{
	static void *image;
	static size_t image_n;
	struct db *db = open_as(NULL, ENGINE_MEMORY, DB_READ_WRITE);
	struct fault broke = { FAULT_NONE };

	if (image && !engine_open_image(db->engine, image, image_n)) {
		broke.kind = engine_kind(db->engine);
		snprintf(broke.why, sizeof broke.why, "copy of the database: %s",
		         engine_why(db->engine));
	} else if (!image) {
		boundary_run(migrate_work, db, &broke);
		if (broke.kind == FAULT_NONE)
			image = engine_image(db->engine, &image_n);
	}
	if (broke.kind != FAULT_NONE) {
		db_close(&db);
		fault(broke.kind, "%s", broke.why);
	}
	return db;
}

/* ---- keeping it ----------------------------------------------------------------- */

void db_checkpoint(struct db *db)
{
	if (!engine_checkpoint(db->engine))
		db_fault(db, "checkpoint");
}

void db_wait_room(struct db *db, int most_ms)
{
	const struct timespec rest = { .tv_nsec = ROOM_REST_MS * 1000000L };

	moment_over(db);
	for (int ms = 0; ms < most_ms && engine_is_crowded(db->engine); ms += ROOM_REST_MS)
		(void)nanosleep(&rest, NULL);
}

int64_t db_log_frames(struct db *db)
{
	return engine_log_frames(db->engine);
}

void db_make_room(struct db *db)
{
	if (!engine_make_room(db->engine))
		db_fault(db, "make room");
}

void db_refresh_statistics(struct db *db)
{
	if (!engine_run(db->engine, "ANALYZE"))
		db_fault(db, "statistics");
}

int64_t db_serial(struct db *db)
{
	int64_t n;

	if (!engine_serial(db->engine, &n))
		db_fault(db, "serial");
	return n;
}

const char *db_integrity(struct db *db, struct arena *a)
{
	bool ok;
	char *finding = engine_integrity(db->engine, a, &ok);

	if (!ok)
		db_fault(db, "integrity");
	return finding;
}
