/* SPDX-License-Identifier: MIT */
/*
 * ship_base.c -- a base: a copy that knows its place in the log.
 *
 *	something is written, a turn (all before it is in pieces up to N)
 *	  -> a copy as each night's, read back and checked -> base N + 1
 *	  -> what stands before the base before this one goes
 *
 * Pieces go on meanwhile; those that are made before the copy's moment are
 * passed over by a restore, which looks for that place.
 */
#include "backup/ship.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"

enum { BASES_KEPT = 2 };

static const char magic[8] = "almbase1";

/* A commit, so that the log in use has one: a number is taken and not used. */
static bool tick(void *db)
{
	(void)NEW_ID((struct db *)db, JobId);
	return true;
}

static void gone(struct arena *a, const char *path)
{
	if (unlink(path) == 0)
		log_line(LOG_INFO, "ship", "gone=%s", strrchr(path, '/') + 1);
	(void)unlink(arena_fmt(a, "%s.part", path));
}

static void old_ones_go(struct arena *a, const char *folder)
{
	int64_t *bases, *pieces, from;
	size_t n = ship_numbers(a, folder, "base", &bases);

	if (n < BASES_KEPT)
		return;
	from = bases[n - BASES_KEPT];
	for (size_t i = 0; i + BASES_KEPT < n; i++)
		gone(a, ship_base_name(a, folder, bases[i]));
	n = ship_numbers(a, folder, "piece", &pieces);
	for (size_t i = 0; i < n && pieces[i] < from; i++) {
		struct arena_mark mark = arena_mark(a);

		gone(a, ship_piece_name(a, folder, pieces[i]));
		arena_back(a, mark);
	}
}

struct basing {
	struct arena *arena, *lock;
	const char *dir, *folder;
	const struct seal_key *to;
	struct db *db;
	struct backup_head head;
};

static void base_work(void *arg)
{
	struct basing *b = arg;
	struct ship_base note = { .from = 0 };
	struct ship_state state;

	aside_begin(b->dir);
	if (!ship_lock(b->lock, b->dir, "lock-base", 0))
		fault(FAULT_AGAIN, "another process is making a base in %s", b->folder);
	/* Open to the end: whoever closes last takes the log away. */
	b->db = db_open(b->dir, DB_READ_WRITE);
	db_write(b->db, tick, b->db);
	(void)ship_turn_after(b->arena, b->dir, b->folder, b->to);
	if (!ship_state_read(b->arena, b->dir, &state) || !state.begun)
		fault(FAULT_AGAIN, "nothing has been carried off yet: try again");
	note.from = state.piece + 1;
	b->head = backup_take_base(b->arena, b->dir,
	                           ship_base_name(b->arena, b->folder, note.from), b->to,
	                           note.from, arena_fmt(b->arena, "%s/ship/check", b->dir));
	memcpy(note.magic, magic, sizeof magic);
	note.made = b->head.made;
	ship_file_write(b->arena, b->dir, "base", &note, sizeof note, true);
	old_ones_go(b->arena, b->folder);
}

struct backup_head ship_base(struct arena *a, const char *dir, const char *folder,
                             const struct seal_key *to)
{
	struct basing b = { .arena = a, .lock = arena_new("base", 1 << 16), .dir = dir,
	                    .folder = folder, .to = to };
	struct fault broke;

	boundary_run(base_work, &b, &broke);
	db_close(&b.db);
	arena_end(&b.lock);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
	return b.head;
}
