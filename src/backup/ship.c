/* SPDX-License-Identifier: MIT */
/*
 * ship.c -- a turn: what was committed since the last one becomes a piece.
 *
 *	log since `at` -> piece N + 1 in the folder -> `at`, N + 1 kept -> logs put aside go
 *	something is missing -> a number left out, `at` is where the log begins: a base is due
 *
 * Cut short at any place it is done again from `at`: a piece that has its name
 * already is written anew, longer, and holds what it held.
 */
#include "backup/ship.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fault.h"

enum { A_PIECE = 256 << 20, LIVE_TRIES = 4, PIECES_A_TURN = 1000 };
enum { LOCK_REST_MS = 20, LOCK_PATIENCE_MS = 60 * 1000 };
enum { ASIDE_MOST = 1 << 30 };           /* bytes that are kept for a folder that is away */

static const char at_magic[8] = "almship1", base_magic[8] = "almbase1";

/* ---- what is kept between turns ------------------------------------------------ */

static bool file_read(struct arena *a, const char *dir, const char *name, void *to, size_t n)
{
	int fd = open(arena_fmt(a, "%s/ship/%s", dir, name), O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && read(fd, to, n) == (ssize_t)n;

	if (fd >= 0)
		close(fd);
	return ok;
}

bool ship_state_read(struct arena *a, const char *dir, struct ship_state *s)
{
	return file_read(a, dir, "at", s, sizeof *s) &&
	       memcmp(s->magic, at_magic, sizeof at_magic) == 0;
}

bool ship_base_read(struct arena *a, const char *dir, struct ship_base *b)
{
	return file_read(a, dir, "base", b, sizeof *b) &&
	       memcmp(b->magic, base_magic, sizeof base_magic) == 0;
}

void ship_file_write(struct arena *a, const char *dir, const char *name, const void *bytes,
                     size_t n, bool sync)
{
	const char *path = arena_fmt(a, "%s/ship/%s", dir, name);
	const char *part = arena_fmt(a, "%s.part", path);
	int fd = fault_due() ? (errno = EIO, -1)
	                     : open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, bytes, n) == (ssize_t)n && (!sync || fsync(fd) == 0);

	if (fd >= 0)
		close(fd);
	if (!ok || rename(part, path) != 0)
		fault(errno == ENOSPC ? FAULT_FULL : FAULT_IO, "cannot write %s: %s", path,
		      strerror(errno));
	if (sync)
		folder_sync(arena_fmt(a, "%s/ship", dir));
}

bool ship_lock(struct arena *a, const char *dir, const char *name, int patience_ms)
{
	const struct timespec rest = { .tv_nsec = LOCK_REST_MS * 1000000L };
	int *fd = NEW(a, int);
	const char *path = arena_fmt(a, "%s/ship/%s", dir, name);

	*fd = fault_due() ? (errno = EIO, -1)
	                  : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0)
		fault(FAULT_IO, "cannot make %s: %s", path, strerror(errno));
	arena_defer(a, fd_close, fd);
	for (int ms = 0; flock(*fd, LOCK_EX | LOCK_NB) != 0; ms += LOCK_REST_MS) {
		if (ms >= patience_ms)
			return false;
		(void)nanosleep(&rest, NULL);
	}
	return true;
}

/* ---- whose folder it is ------------------------------------------------------------ */

static const char *owner_text(struct arena *a, const struct ship_state *s)
{
	char hex[SHIP_ID * 2 + 1];

	return arena_fmt(a, "%s\n", sodium_bin2hex(hex, sizeof hex, s->id, SHIP_ID));
}

static void owner_check(struct arena *a, const struct ship_state *s, const char *folder)
{
	const char *path = arena_fmt(a, "%s/almoner-owner", folder);

	if (access(path, F_OK) != 0)
		fault(FAULT_IO, "%s is not there, or is empty: is the disk or share mounted? If it "
		      "was emptied on purpose, name another folder", folder);
	if (!text_same(seal_text_of(a, path), owner_text(a, s)))
		fault(FAULT_IO, "another council carries its changes into %s: give each a folder "
		      "of its own", folder);
}

static void owner_write(struct arena *a, const struct ship_state *s, const char *folder)
{
	const char *path = arena_fmt(a, "%s/almoner-owner", folder), *text = owner_text(a, s);
	int fd = fault_due() ? (errno = EIO, -1)
	                     : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) &&
	          fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	if (!ok)
		fault(FAULT_IO, "cannot write %s: %s", path, strerror(errno));
	folder_sync(folder);
}

/* ---- the turn -------------------------------------------------------------------------- */

struct turn {
	struct arena *arena;
	const char   *dir, *folder;
	const struct seal_key *to;
	int           patience_ms;       /* for another's turn */
	struct db    *db;                /* says where the log in use ends */
	struct ship_state state;
	struct ship_told  told;
};

static void whom(const struct turn *t, unsigned char out[SHIP_WHOM])
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, SHIP_WHOM);
	crypto_generichash_update(&h, (const unsigned char *)t->folder, strlen(t->folder) + 1);
	if (t->to)
		crypto_generichash_update(&h, t->to->bytes, SEAL_KEY);
	crypto_generichash_final(&h, out, SHIP_WHOM);
}

static void state_keep(struct turn *t, bool sync)
{
	ship_file_write(t->arena, t->dir, "at", &t->state, sizeof t->state, sync);
}

/* Behind all that stands in the folder, with a number left out. */
static void chain_new(struct turn *t)
{
	static const char *const kinds[] = { "piece", "base" };
	struct ship_state *s = &t->state;

	*s = (struct ship_state){ .piece = 0 };
	memcpy(s->magic, at_magic, sizeof at_magic);
	randombytes_buf(s->id, SHIP_ID);
	whom(t, s->whom);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		int64_t *numbers;
		size_t n = ship_numbers(t->arena, t->folder, kinds[i], &numbers);

		if (n && numbers[n - 1] > s->piece)
			s->piece = numbers[n - 1];
	}
	s->piece++;
	owner_write(t->arena, s, t->folder);
}

static void chain_ready(struct turn *t)
{
	unsigned char is[SHIP_WHOM];
	struct stat st;

	if (stat(t->folder, &st) != 0 || !S_ISDIR(st.st_mode))
		fault(FAULT_IO, "there is no folder %s: make it, or mount what it is on",
		      t->folder);
	whom(t, is);
	if (!ship_state_read(t->arena, t->dir, &t->state) ||
	    memcmp(is, t->state.whom, SHIP_WHOM) != 0)
		chain_new(t);
	owner_check(t->arena, &t->state, t->folder);
}

static void chain_broken(struct turn *t, const char *why)
{
	t->told.gap = arena_dup(t->arena, why);
	t->state.piece++;
	t->state.begun = 0;
	(void)aside_drop(t->dir, INT64_MAX);
	state_keep(t, true);
}

/* False: there is no log yet, since nobody has written. */
static bool chain_begin(struct turn *t)
{
	struct ship_state *s = &t->state;

	if (s->begun)
		return true;
	s->begun = log_begin(t->arena, t->dir, &s->log, &s->at);
	s->first = s->piece + 1;
	state_keep(t, true);
	return s->begun;
}

static bool piece_out(struct turn *t, const struct log_read *r, Moment now)
{
	struct ship_head h = {
		.number = t->state.piece + 1, .made_ms = now.ms, .page_size = r->page_size,
		.db_pages = r->db_pages, .npages = (int64_t)r->n, .nranges = (int64_t)r->nranges,
		.from = t->state.at, .to = r->to };

	if (!ship_piece_write(t->arena, t->folder, &h, r, t->to))
		return false;
	t->state.piece++;
	t->told.pieces++;
	t->told.pages += h.npages;
	return true;
}

static void pieces_out(struct turn *t)
{
	bool more = chain_begin(t);

	for (int lost = 0, n = 0; more && n < PIECES_A_TURN; n++) {
		struct arena_mark mark = arena_mark(t->arena);
		const Moment now = clock_now();
		struct log_read r;
		enum log_found found = log_read(t->arena, lost < LIVE_TRIES ? t->db : NULL, t->dir,
		                                t->state.log, &t->state.at, A_PIECE, &r);

		if (found == LOG_GAP) {
			more = !t->told.gap;
			chain_broken(t, r.why);
			more = more && chain_begin(t);
			continue;                /* its words are still needed */
		}
		if (found == LOG_SOME && !piece_out(t, &r, now)) {
			lost++;
		} else {
			t->state.log = r.log;
			t->state.at = r.to;
			if (r.live)
				t->state.seen = now;
			state_keep(t, found == LOG_SOME);
			(void)aside_drop(t->dir, t->state.log);
			more = !r.live && (found == LOG_SOME || r.logs);
		}
		arena_back(t->arena, mark);
	}
}

static void turn_work(void *arg)
{
	struct turn *t = arg;

	if (db_on_server(t->dir))
		fault(FAULT_INPUT, "a council in PostgreSQL is carried off by PostgreSQL's own "
		      "means: archiving of its log");
	aside_begin(t->dir);
	if (!ship_lock(t->arena, t->dir, "lock", t->patience_ms))
		fault(FAULT_AGAIN, "another process is still carrying off changes: does %s answer?",
		      t->folder);
	chain_ready(t);
	t->db = db_open(t->dir, DB_READ_WRITE);
	(void)db_schema_version(t->db);          /* whoever reads first opens the log */
	pieces_out(t);
}

static struct ship_told take_turn(struct arena *a, const char *dir, const char *folder,
                                  const struct seal_key *to, int patience_ms)
{
	struct turn t = { .arena = arena_new("ship", (size_t)1 << 30), .dir = dir,
	                  .folder = folder, .to = to, .patience_ms = patience_ms };
	struct ship_told told;
	struct fault broke;

	boundary_run(turn_work, &t, &broke);
	db_close(&t.db);
	told = t.told;
	told.gap = arena_dup(a, told.gap);
	arena_end(&t.arena);                     /* and the lock with it */
	if (broke.kind == FAULT_NONE)
		return told;
	/* A folder that is away for long must not fill the disk. */
	if (aside_drop(dir, 0) > ASIDE_MOST)
		(void)aside_drop(dir, INT64_MAX);
	fault(broke.kind, "%s", broke.why);
}

struct ship_told ship_turn(struct arena *a, const char *dir, const char *folder,
                           const struct seal_key *to)
{
	return take_turn(a, dir, folder, to, 0);
}

struct ship_told ship_turn_after(struct arena *a, const char *dir, const char *folder,
                                 const struct seal_key *to)
{
	return take_turn(a, dir, folder, to, LOCK_PATIENCE_MS);
}
