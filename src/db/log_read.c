/* SPDX-License-Identifier: MIT */
/*
 * log_read.c -- the pages that changed since a place in the log (SQLite's "WAL-mode File
 * Format": a head of 32 bytes, frames of 24 bytes and a page).
 *
 *	logs put aside, by number -> the log in use -> the newest of each page
 *
 * A frame counts if it has its log's salt and the sum that runs through the log
 * to it, and if it stands before the log's last commit.  Whoever begins a log
 * anew changes DIR/ship/next before he writes: as long as that is what it was,
 * what was read holds (log_read_holds).
 */
#include "db/aside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

enum { WAL_HEAD = 32, FRAME_HEAD = 24, SALT_AT = 16, SUM_AT = 24, PAGE_MOST = 64 << 10 };

static uint32_t le32(const unsigned char *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static void sum_add(bool big, const unsigned char *p, size_t n, uint32_t sum[2])
{
	for (size_t i = 0; i + 8 <= n; i += 8) {
		sum[0] += (big ? be32(p + i) : le32(p + i)) + sum[1];
		sum[1] += (big ? be32(p + i + 4) : le32(p + i + 4)) + sum[0];
	}
}

bool log_at_same(const struct log_at *a, const struct log_at *b)
{
	return a->frame == b->frame && a->sum[0] == b->sum[0] && a->sum[1] == b->sum[1] &&
	       memcmp(a->salt, b->salt, LOG_SALT) == 0;
}

/* ---- DIR/ship/next ------------------------------------------------------------ */

static const char *ship_path(struct arena *a, const char *dir, const char *name)
{
	return arena_fmt(a, "%s/ship/%s", dir, name);
}

static bool next_read(struct arena *a, const char *dir, struct aside_next *next)
{
	int fd = open(ship_path(a, dir, "next"), O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && read(fd, next, sizeof *next) == (ssize_t)sizeof *next &&
	          memcmp(next->magic, ASIDE_NEXT, sizeof next->magic) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* In place, as whoever puts a log aside does: who has it open sees it. */
static void next_write(struct arena *a, const char *dir, const struct aside_next *next)
{
	const char *path = ship_path(a, dir, "next");
	int fd = fault_due() ? (errno = EIO, -1)
	                     : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && pwrite(fd, next, sizeof *next, 0) == (ssize_t)sizeof *next;

	if (fd >= 0)
		close(fd);
	if (!ok)
		fault(FAULT_IO, "cannot write %s: %s", path, strerror(errno));
}

void aside_begin(const char *dir)
{
	char path[1100];

	snprintf(path, sizeof path, "%s/ship", dir);
	if (fault_due() || (mkdir(path, 0700) != 0 && errno != EEXIST))
		fault(FAULT_IO, "cannot make the folder %s: %s", path, strerror(errno));
}

/* ---- one log --------------------------------------------------------------------- */

struct log_file {
	int           fd;
	unsigned char head[WAL_HEAD];
	uint32_t      sum[2];            /* of the head */
	int64_t       page_size;
	bool          big;
};

static bool head_read(struct log_file *f, int fd)
{
	uint32_t sum[2] = { 0, 0 };

	f->fd = fd;
	if (pread(fd, f->head, WAL_HEAD, 0) != WAL_HEAD || (be32(f->head) | 1) != 0x377f0683)
		return false;
	f->big = be32(f->head) & 1;
	f->page_size = be32(f->head + 8);
	sum_add(f->big, f->head, SUM_AT, sum);
	f->sum[0] = sum[0];
	f->sum[1] = sum[1];
	return f->page_size >= 512 && f->page_size <= PAGE_MOST &&
	       sum[0] == be32(f->head + SUM_AT) && sum[1] == be32(f->head + SUM_AT + 4);
}

static int64_t frame_place(const struct log_file *f, int64_t frame)
{
	return WAL_HEAD + (frame - 1) * (f->page_size + FRAME_HEAD);
}

static struct log_at log_start(const struct log_file *f)
{
	struct log_at at = { .sum = { f->sum[0], f->sum[1] } };

	memcpy(at.salt, f->head + SALT_AT, LOG_SALT);
	return at;
}

/* Does the log still say at that place what was read there? */
static bool is_here(const struct log_file *f, const struct log_at *at)
{
	unsigned char head[FRAME_HEAD];

	if (at->frame == 0)
		return at->sum[0] == f->sum[0] && at->sum[1] == f->sum[1];
	return pread(f->fd, head, FRAME_HEAD, frame_place(f, at->frame)) == FRAME_HEAD &&
	       memcmp(head + 8, at->salt, LOG_SALT) == 0 &&
	       be32(head + 16) == at->sum[0] && be32(head + 20) == at->sum[1];
}

static void page_add(struct log_read *r, uint32_t number, int file, int64_t at)
{
	if (r->n == r->cap) {
		const size_t cap = r->cap ? r->cap * 2 : 1024;

		r->pages = arena_grow(r->arena, r->pages, r->cap * sizeof *r->pages,
		                      cap * sizeof *r->pages);
		r->cap = cap;
	}
	r->pages[r->n++] = (struct log_page){ number, file, at };
}

static void range_add(struct log_read *r, const struct log_at *from, int64_t to)
{
	struct log_range range = { .from = from->frame, .to = to };

	memcpy(range.salt, from->salt, LOG_SALT);
	if (r->nranges == r->ranges_cap) {
		const size_t cap = r->ranges_cap ? r->ranges_cap * 2 : 16;

		r->ranges = arena_grow(r->arena, r->ranges, r->ranges_cap * sizeof range,
		                       cap * sizeof range);
		r->ranges_cap = cap;
	}
	r->ranges[r->nranges++] = range;
}

/* The frames behind `from`, to frame `last`, a commit; r->to goes there.  None: it stays. */
static void frames_read(struct log_read *r, const struct log_file *f, int file,
                        struct log_at from, int64_t last)
{
	const size_t whole = FRAME_HEAD + (size_t)f->page_size;
	unsigned char *frame = arena_get(r->arena, whole);
	struct log_at at = from;
	const size_t before = r->n;
	size_t committed = r->n;

	while (at.frame < last &&
	       pread(f->fd, frame, whole, frame_place(f, at.frame + 1)) == (ssize_t)whole &&
	       memcmp(frame + 8, at.salt, LOG_SALT) == 0 && be32(frame)) {
		sum_add(f->big, frame, 8, at.sum);
		sum_add(f->big, frame + FRAME_HEAD, (size_t)f->page_size, at.sum);
		if (at.sum[0] != be32(frame + 16) || at.sum[1] != be32(frame + 20))
			break;
		page_add(r, be32(frame), file, frame_place(f, ++at.frame) + FRAME_HEAD);
		if (be32(frame + 4)) {
			r->to = at;
			r->db_pages = be32(frame + 4);
			committed = r->n;
		}
	}
	r->n = committed;
	if (committed > before)
		range_add(r, &from, r->to.frame);
}

/* To frame `last`, where a log ends.  False: what was there is not, or no longer. */
static bool log_go_on(struct log_read *r, const struct log_file *f, int file, int64_t last)
{
	const struct log_at start = log_start(f);

	r->page_size = f->page_size;
	if (memcmp(start.salt, r->to.salt, LOG_SALT) != 0)
		frames_read(r, f, file, start, last);
	else if (is_here(f, &r->to) && r->to.frame <= last)
		frames_read(r, f, file, r->to, last);
	else
		return false;
	return last == 0 || (memcmp(start.salt, r->to.salt, LOG_SALT) == 0 && r->to.frame == last);
}

/* ---- all of them ------------------------------------------------------------------ */

static int file_open(struct log_read *r, const char *path)
{
	int *fd = NEW(r->arena, int);

	*fd = fault_due() ? (errno = EIO, -1) : open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (*fd >= 0)
		arena_defer(r->arena, fd_close, fd);
	if (*fd >= 0)
		r->fds[r->nfds++] = *fd;
	return *fd;
}

static enum log_found gap(struct log_read *r, const char *why)
{
	r->why = why;
	return LOG_GAP;
}

/* NULL: it was read. */
static const char *aside_read(struct log_read *r, int64_t number, int64_t *bytes)
{
	struct aside_tail tail;
	struct log_file f;
	struct stat st;
	int fd = file_open(r, ship_path(r->arena, r->dir,
	                                arena_fmt(r->arena, "%lld", (long long)number)));

	if (fd < 0)
		return arena_fmt(r->arena, "log %lld was not put aside", (long long)number);
	if (fstat(fd, &st) != 0 || st.st_size < (off_t)sizeof tail ||
	    pread(fd, &tail, sizeof tail, st.st_size - (off_t)sizeof tail) !=
	    (ssize_t)sizeof tail || memcmp(tail.magic, ASIDE_TAIL, sizeof tail.magic) != 0 ||
	    tail.bytes != st.st_size - (off_t)sizeof tail || !head_read(&f, fd))
		return arena_fmt(r->arena, "log %lld was cut short", (long long)number);
	if (!log_go_on(r, &f, (int)r->nfds - 1,
	               (tail.bytes - WAL_HEAD) / (FRAME_HEAD + f.page_size)))
		return arena_fmt(r->arena, "log %lld is not whole, or does not go on from where it "
		                 "was read", (long long)number);
	*bytes = tail.bytes;
	return NULL;
}

/*
 * Who begins a log anew has emptied its index before he puts the old one aside:
 * then nobody can say where that one ends until he has.
 */
static const char *live_read(struct log_read *r, struct db *db, const struct aside_next *next,
                             bool *again)
{
	struct log_at end;
	struct log_file f;
	int fd = file_open(r, arena_fmt(r->arena, "%s/almoner.db-wal", r->dir));

	if (fd < 0 && errno != ENOENT)
		return "the log in use cannot be read";
	r->live = true;
	if (fd < 0 || !head_read(&f, fd))
		return NULL;             /* it went, and is aside; or nobody has written yet */
	if (memcmp(f.head + SALT_AT, next->salt, LOG_SALT) != 0 &&
	    memcmp(f.head + SALT_AT, next->before, LOG_SALT) != 0)
		return "the log was begun anew by another program than Almoner";
	*again = !db_log_end(db, &end);
	if (!*again && !end.frame && (memcmp(f.head + SALT_AT, next->salt, LOG_SALT) != 0 ||
	                              memcmp(f.head + SALT_AT, end.salt, LOG_SALT) == 0))
		return NULL;             /* it is aside, and the new one has nothing yet */
	*again |= memcmp(end.salt, f.head + SALT_AT, LOG_SALT) != 0;
	if (*again) {
		r->live = false;
		return NULL;
	}
	if (!log_go_on(r, &f, (int)r->nfds - 1, end.frame))
		return "the log in use does not go on from where it was read";
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	const struct log_page *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Of each page the newest; none behind the end of the database. */
static void newest_keep(struct log_read *r)
{
	size_t n = 0;

	if (r->n)
		qsort(r->pages, r->n, sizeof *r->pages, by_number);
	for (size_t i = 0; i < r->n; i++)
		if ((i + 1 == r->n || r->pages[i + 1].number != r->pages[i].number) &&
		    r->pages[i].number <= r->db_pages)
			r->pages[n++] = r->pages[i];
	r->n = n;
}

static bool next_is(struct log_read *r, int64_t number)
{
	struct aside_next now;

	return next_read(r->arena, r->dir, &now) && now.number == number;
}

static enum log_found read_once(struct log_read *r, struct db *db, int64_t log,
                                const struct log_at *at, int64_t most, bool *again)
{
	struct aside_next next;
	const char *why = NULL;
	int64_t bytes = 0;

	*again = false;
	if (!next_read(r->arena, r->dir, &next))
		return gap(r, "its list of logs is gone");
	if (log > next.number)
		return gap(r, "its list of logs is older than what was read");
	r->to = *at;
	r->log = log;
	r->next = next.number;
	while (!why && r->log < next.number && most > 0 && r->nfds + 1 < COUNT(r->fds)) {
		why = aside_read(r, r->log, &bytes);
		most -= bytes;
		r->log += !why;
		r->logs += !why;
	}
	if (!why && db && r->log == next.number)
		why = live_read(r, db, &next, again);
	*again = *again || ((why || r->live) && !next_is(r, r->next));
	if (why)
		return gap(r, why);
	newest_keep(r);
	return r->n ? LOG_SOME : LOG_NOTHING;
}

enum log_found log_read(struct arena *a, struct db *db, const char *dir, int64_t log,
                        const struct log_at *at, int64_t most, struct log_read *out)
{
	enum { TRIES = 50 };
	const struct arena_mark mark = arena_mark(a);
	enum log_found found = LOG_NOTHING;
	bool again = true;

	for (int i = 0; again && i < TRIES; i++) {
		arena_back(a, mark);
		*out = (struct log_read){ .arena = a, .dir = dir };
		found = read_once(out, db, log, at, most, &again);
	}
	return found;
}

void log_page(const struct log_read *r, size_t i, void *to)
{
	const struct log_page *p = &r->pages[i];

	if (fault_due() ||
	    pread(r->fds[p->file], to, (size_t)r->page_size, p->at) != (ssize_t)r->page_size)
		fault(FAULT_IO, "cannot read the log: %s", strerror(errno));
}

bool log_read_holds(const struct log_read *r)
{
	struct aside_next now;

	return !r->live || (next_read(r->arena, r->dir, &now) && now.number == r->next);
}

bool log_begin(struct arena *a, const char *dir, int64_t *log, struct log_at *at)
{
	struct aside_next next = { .number = 0 };
	struct log_file f;
	int fd = open(arena_fmt(a, "%s/almoner.db-wal", dir), O_RDONLY | O_CLOEXEC);
	bool there = fd >= 0 && head_read(&f, fd);

	if (fd >= 0)
		close(fd);
	if (!next_read(a, dir, &next))
		next = (struct aside_next){ .magic = ASIDE_NEXT };
	next.number++;
	next.data_ns = next.data_size = 0;
	if (there)
		memcpy(next.salt, f.head + SALT_AT, LOG_SALT);
	next_write(a, dir, &next);
	if (!there)
		return false;
	*log = next.number;
	*at = log_start(&f);
	return true;
}

int64_t aside_drop(const char *dir, int64_t log)
{
	char path[1100];
	int64_t left = 0, n;
	struct stat st;
	DIR *d;

	snprintf(path, sizeof path, "%s/ship", dir);
	d = opendir(path);
	if (!d)
		return 0;
	for (struct dirent *e; (e = readdir(d)); ) {
		char *end;

		n = strtoll(e->d_name, &end, 10);
		if (n <= 0 || *end || fstatat(dirfd(d), e->d_name, &st, 0) != 0)
			continue;
		if (n < log)
			(void)unlinkat(dirfd(d), e->d_name, 0);
		else
			left += st.st_size;
	}
	closedir(d);
	return left;
}
