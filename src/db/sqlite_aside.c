/* SPDX-License-Identifier: MIT */
/*
 * sqlite_aside.c -- puts the log aside before it is begun anew or goes.
 *
 *	begun anew:  log -> ship/N.part -> ship/N, next = N + 1, the new log's salt
 *	goes:        the same, synced; next remembers how the data file was then
 *	begins where there was none: the data file must be as it was, else a number is left out
 *
 * SQLite calls this with the write lock held (or the whole file), so nobody
 * writes meanwhile.  It costs a copy from memory to memory and syncs nothing
 * but a log that goes.  People's work never waits for room here: a log that
 * cannot be put aside is left out, its number is missing, and whoever carries
 * them off sees that and begins with a new copy.
 */
#include "db/aside.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { WAL_HEAD = 32, FRAME_HEAD = 24, SALT_AT = 16, PATH_MOST = 1100, SOME = 64 << 10 };
enum { ROOM_LEFT = 256 << 20 };          /* of the disk, for people's work */

struct putting {
	const struct log_at *end;        /* of the log                      */
	char        data[PATH_MOST];     /* the data file's                 */
	int         dir, next_fd, wal_fd;
	struct aside_next next;
	unsigned char head[WAL_HEAD];
};

/* The index of a log (SQLite's "WAL-mode File Format", 2.2): two equal heads of 48 bytes,
 * mxFrame at byte 16, the sum at 24, the salt at 32 as the log has it. */
bool log_index_end(const volatile uint32_t *index, struct log_at *end)
{
	uint32_t head[24];

	for (int tries = 0; tries < 100; tries++) {
		for (size_t i = 0; i < COUNT(head); i++)
			head[i] = index[i];
		if (memcmp(head, head + 12, 48) == 0) {
			*end = (struct log_at){ .sum = { head[6], head[7] }, .frame = head[4] };
			memcpy(end->salt, head + 8, LOG_SALT);
			return true;
		}
	}
	return false;
}

/* -1: where it ends is not known.  One whose first commit was cut short is its head alone. */
static int64_t log_bytes(const struct putting *p)
{
	struct stat st;

	if (fstat(p->wal_fd, &st) == 0 && st.st_size == WAL_HEAD)
		return WAL_HEAD;
	if (memcmp(p->end->salt, p->head + SALT_AT, LOG_SALT) != 0)
		return -1;
	return WAL_HEAD + p->end->frame * (FRAME_HEAD + (int64_t)be32(p->head + 8));
}

static bool copy_plainly(int from, int to, int64_t n)
{
	static char some[SOME];

	for (int64_t at = 0; at < n; ) {
		ssize_t got = pread(from, some, n - at < SOME ? (size_t)(n - at) : SOME, at);

		if (got <= 0 || pwrite(to, some, (size_t)got, at) != got)
			return false;
		at += got;
	}
	return true;
}

static bool copy_bytes(int from, int to, int64_t n)
{
	off_t in = 0, out = 0;

	while (out < n) {
		ssize_t done = copy_file_range(from, &in, to, &out, (size_t)(n - out), 0);

		if (done <= 0)
			return copy_plainly(from, to, n);
	}
	return true;
}

static bool has_room(const struct putting *p, int64_t bytes)
{
	struct statvfs s;

	return fstatvfs(p->dir, &s) == 0 &&
	       (int64_t)(s.f_bavail * s.f_frsize) > bytes + ROOM_LEFT;
}

static bool log_copy(const struct putting *p, bool sync)
{
	struct aside_tail tail = { .magic = ASIDE_TAIL, .bytes = log_bytes(p) };
	char name[32], part[40];
	bool ok;
	int to;

	if (tail.bytes < 0 || !has_room(p, tail.bytes))
		return false;
	snprintf(name, sizeof name, "%lld", (long long)p->next.number);
	snprintf(part, sizeof part, "%s.part", name);
	to = openat(p->dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (to < 0)
		return false;
	ok = copy_bytes(p->wal_fd, to, tail.bytes) &&
	     pwrite(to, &tail, sizeof tail, tail.bytes) == (ssize_t)sizeof tail &&
	     (!sync || fsync(to) == 0);
	close(to);
	ok = ok && renameat(p->dir, part, p->dir, name) == 0;
	if (!ok)
		(void)unlinkat(p->dir, part, 0);
	return ok;
}

static void data_stamp(const struct putting *p, int64_t *ns, int64_t *size)
{
	struct stat st;

	*ns = *size = 0;
	if (stat(p->data, &st) != 0)
		return;
	*ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	*size = st.st_size;
}

/* No log is there, and one begins: has nobody changed the data without one of ours? */
static void log_is_new(struct putting *p, const unsigned char *salt)
{
	int64_t ns, size;

	data_stamp(p, &ns, &size);
	if (ns != p->next.data_ns || size != p->next.data_size)
		p->next.number++;
	p->next.data_ns = p->next.data_size = 0;
	memset(p->next.before, 0, LOG_SALT);
	memcpy(p->next.salt, salt, LOG_SALT);
}

static void log_is_old(struct putting *p, const unsigned char *salt)
{
	const unsigned char *is = p->head + SALT_AT;
	const bool named = memcmp(is, p->next.salt, LOG_SALT) == 0;
	const bool before = !named && memcmp(is, p->next.before, LOG_SALT) == 0;

	/* Put aside by one who died before he wrote the new head: nobody can have added to it.
	 * (To one that was to go others may have: it is put aside once more, longer.) */
	if (!before || log_bytes(p) >= 0) {
		if (!named && !before)
			p->next.number++;        /* begun past us */
		(void)log_copy(p, !salt);
		p->next.number++;
	}
	p->next.data_ns = p->next.data_size = 0;
	memcpy(p->next.before, is, LOG_SALT);
	memset(p->next.salt, 0, LOG_SALT);
	if (salt)
		memcpy(p->next.salt, salt, LOG_SALT);
	else
		data_stamp(p, &p->next.data_ns, &p->next.data_size);
}

static void put(struct putting *p, const unsigned char *salt)
{
	const bool there = pread(p->wal_fd, p->head, WAL_HEAD, 0) == WAL_HEAD &&
	                   (be32(p->head) | 1) == 0x377f0683 && be32(p->head + 8) >= 512;

	if (pread(p->next_fd, &p->next, sizeof p->next, 0) != (ssize_t)sizeof p->next ||
	    memcmp(p->next.magic, ASIDE_NEXT, sizeof p->next.magic) != 0) {
		(void)unlinkat(p->dir, "next", 0);
		return;
	}
	if (there)
		log_is_old(p, salt);
	else if (salt)
		log_is_new(p, salt);
	else
		return;
	if (pwrite(p->next_fd, &p->next, sizeof p->next, 0) != (ssize_t)sizeof p->next)
		(void)unlinkat(p->dir, "next", 0);
	else if (!salt)
		(void)(fsync(p->next_fd) == 0 && fsync(p->dir) == 0);
}

void aside_put(const char *wal, const unsigned char *salt, const struct log_at *end)
{
	struct putting p = { .end = end, .next_fd = -1, .wal_fd = -1 };
	const char *slash = strrchr(wal, '/');
	const size_t n = strlen(wal);
	char dir[PATH_MOST];

	if (!slash || n + 8 > PATH_MOST || n < 4)
		return;
	snprintf(dir, sizeof dir, "%.*s/ship", (int)(slash - wal), wal);
	snprintf(p.data, sizeof p.data, "%.*s", (int)(n - 4), wal);
	p.dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p.dir < 0)
		return;                  /* nobody wants it */
	p.next_fd = openat(p.dir, "next", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	/* SQLite holds no lock on the log itself that closing would give away. */
	p.wal_fd = open(wal, O_RDONLY | O_CLOEXEC);
	if (p.next_fd >= 0 && p.wal_fd >= 0)
		put(&p, salt);
	if (p.wal_fd >= 0)
		close(p.wal_fd);
	if (p.next_fd >= 0)
		close(p.next_fd);
	close(p.dir);
}
