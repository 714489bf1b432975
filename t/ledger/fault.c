/* SPDX-License-Identifier: MIT */
/*
 * fault.c -- stands between the program and the disk: records what reaches it,
 * and makes the call that it is told to make fail.
 *
 * A library for LD_PRELOAD.  It sees the calls of SQLite, of libmicrohttpd and
 * of our own code as they are made, counts them over all processes, and needs
 * no tracer: a traced server is ten times slower, and its door, which forbids
 * itself nearly everything, could not be traced without opening it.  What libc
 * calls from inside itself (stdio) is not seen; nothing durable is written so.
 *
 *	LEDGER_DIR     the data directory, as a real path
 *	LEDGER_RECORD  a file to which each change of that directory is appended,
 *	               after it was made; a sync, which is not passed on, says how
 *	               long the record was when it began: what stood in it then
 *	               is durable, and nothing else is (cut.c)
 *	LEDGER_COUNTS  a page shared by all processes, with a counter of each kind,
 *	               by how much the clock on the wall is wrong, and whether the
 *	               disk is well again
 *	LEDGER_AT      KIND:N:WHAT, the Nth call of a kind: kill (this process),
 *	               cut (all of them), eio, ever (eio from then on), short, full,
 *	               files (no descriptor, for the next 200 opens)
 *
 * Reads are of three kinds: `read` of the data file, `logread` of its log, and
 * `map`, for what is mapped is read without a call.  There a page that the disk
 * does not give is SIGBUS, and so it is here: what should be the file is an empty
 * one.  eio: all of that one map; ever: the second half of each from then on.
 *	LEDGER_SYNC    normal: what is asked of SQLite as FULL is made NORMAL
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "t/ledger/record.h"

#define EXPORT __attribute__((visibility("default")))
#define NEXT(name) next_of(#name)

enum { FDS = 8192, OPENS_REFUSED = 200 };

static struct {
	const char *dir;
	size_t      dirlen;
	int         record;                  /* -1: none */
	struct fault_counts *counts;
	enum fault_call at;
	long        n;                       /* 0: nothing is made to fail */
	char        what[8];
	bool        normal;
	uint64_t    ino[FDS];                /* of our files, by descriptor */
	bool        is_dir[FDS], is_log[FDS];
} my = { .record = -1 };

static const char *const call_names[] = FAULT_CALL_NAMES;

static void *next_of(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

#define REAL(type, name, ...) \
	static type (*real)(__VA_ARGS__); \
	if (!real) *(void **)&real = NEXT(name)

/* ---- what is to fail ------------------------------------------------------ */

static void end_here(bool all)
{
	/* No clearing up: for files and sockets this is what SIGKILL is. */
	if (all)
		(void)syscall(SYS_kill, my.counts->root, SIGKILL);
	(void)syscall(SYS_exit_group, 9);
}

/* Count a call; 0: go on, else the error it has to fail with; -1: write a part only. */
static int due(enum fault_call c)
{
	long n;

	if (!my.counts)
		return 0;
	n = __atomic_add_fetch(&my.counts->n[c], 1, __ATOMIC_SEQ_CST);
	if (!my.n || c != my.at || my.counts->well)
		return 0;
	if (n >= my.n)
		my.counts->reached = 1;
	if (strcmp(my.what, "ever") == 0 && n >= my.n)
		return EIO;
	if (strcmp(my.what, "files") == 0 && n >= my.n && n < my.n + OPENS_REFUSED)
		return EMFILE;
	if (n != my.n)
		return 0;
	if (strcmp(my.what, "kill") == 0 || strcmp(my.what, "cut") == 0)
		end_here(strcmp(my.what, "cut") == 0);
	return strcmp(my.what, "eio") == 0 ? EIO : strcmp(my.what, "full") == 0 ? ENOSPC :
	       strcmp(my.what, "short") == 0 ? -1 : 0;
}

/* ---- the record ----------------------------------------------------------- */

static uint64_t record_length(void)
{
	struct stat st;

	return my.record >= 0 && fstat(my.record, &st) == 0 ? (uint64_t)st.st_size : 0;
}

/* One call, on a file opened for appending: records of all processes are in one order. */
static void record_add(struct record r, const void *bytes)
{
	struct iovec io[2] = { { &r, sizeof r }, { (void *)(uintptr_t)bytes, r.length } };

	if (my.record >= 0 && writev(my.record, io, 2) != (ssize_t)(sizeof r + r.length))
		abort();
}

static bool all_zero(const char *p, size_t n)
{
	return n > 0 && p[0] == 0 && memcmp(p, p + 1, n - 1) == 0;
}

static void record_write(uint64_t ino, const void *p, size_t n, int64_t at)
{
	if (all_zero(p, n))
		record_add((struct record){ .kind = RECORD_ZEROS, .ino = ino, .at = at,
		                            .covers = n }, NULL);
	else
		record_add((struct record){ .kind = RECORD_WRITE, .ino = ino, .at = at,
		                            .length = (uint32_t)n }, p);
}

static void record_names(enum record_kind kind, uint64_t ino, const char *a, const char *b)
{
	char names[2 * NAME_MAX];
	int n = snprintf(names, sizeof names, "%s%c%s", a, '\0', b ? b : "");

	record_add((struct record){ .kind = kind, .ino = ino, .length = (uint32_t)n + 1 }, names);
}

/* ---- whose files ---------------------------------------------------------- */

/* The name below the data directory; NULL: not there, or the index that is memory only. */
static const char *name_of(const char *path)
{
	size_t n = path ? strlen(path) : 0;

	if (!my.dir || n < my.dirlen || strncmp(path, my.dir, my.dirlen) != 0 ||
	    (path[my.dirlen] && path[my.dirlen] != '/') ||
	    (n > 4 && strcmp(path + n - 4, "-shm") == 0))
		return NULL;
	return path[my.dirlen] ? path + my.dirlen + 1 : ".";
}

static uint64_t ino_of(int fd)
{
	return fd >= 0 && fd < FDS ? my.ino[fd] : 0;
}

/* The path of a name in a directory of ours that is open; else the name as it is. */
static const char *path_of(int dir, const char *name, char path[PATH_MAX])
{
	char link[40];
	ssize_t n;

	if (name[0] == '/' || !ino_of(dir))
		return name;
	snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
	n = readlink(link, path, PATH_MAX - NAME_MAX - 2);
	if (n <= 0)
		return name;
	snprintf(path + n, NAME_MAX + 2, "/%s", name);
	return path;
}

static int opened(int fd, const char *path)
{
	const char *name = name_of(path);
	struct stat st;

	if (fd < 0 || fd >= FDS)
		return fd;
	my.ino[fd] = 0;
	if (!name || fstat(fd, &st) != 0)
		return fd;
	my.ino[fd] = st.st_ino;
	my.is_dir[fd] = S_ISDIR(st.st_mode);
	my.is_log[fd] = strlen(name) > 4 && strcmp(name + strlen(name) - 4, "-wal") == 0;
	if (!my.is_dir[fd])
		record_names(RECORD_OPEN, st.st_ino, name, NULL);
	return fd;
}

static int open_refused(const char *path)
{
	int e = name_of(path) ? due(FAULT_OPEN) : 0;

	if (e > 0)
		errno = e;
	return e > 0;
}

#define OPEN_BODY(dir)                                                                 \
	char whole[PATH_MAX];                                                          \
	const char *at = path_of(dir, path, whole);                                    \
	mode_t mode = 0;                                                               \
	if (flags & (O_CREAT | O_TMPFILE)) {                                           \
		va_list ap;                                                            \
		va_start(ap, flags);                                                   \
		mode = va_arg(ap, mode_t);                                             \
		va_end(ap);                                                            \
	}                                                                              \
	if (open_refused(at))                                                          \
		return -1;                                                             \
	return opened(real(dir, path, flags, mode), at)

EXPORT int open(const char *path, int flags, ...)
{
	REAL(int, openat, int, const char *, int, ...);
	OPEN_BODY(AT_FDCWD);
}
EXPORT int open64(const char *path, int flags, ...)
{
	REAL(int, openat64, int, const char *, int, ...);
	OPEN_BODY(AT_FDCWD);
}
EXPORT int openat(int dir, const char *path, int flags, ...)
{
	REAL(int, openat, int, const char *, int, ...);
	OPEN_BODY(dir);
}
EXPORT int openat64(int dir, const char *path, int flags, ...)
{
	REAL(int, openat64, int, const char *, int, ...);
	OPEN_BODY(dir);
}

EXPORT int close(int fd)
{
	REAL(int, close, int);
	if (fd >= 0 && fd < FDS)
		my.ino[fd] = 0;
	return real(fd);
}

/* ---- writing -------------------------------------------------------------- */

static ssize_t write_at(int fd, const void *p, size_t n, int64_t at,
                        ssize_t (*real)(int, const void *, size_t, off_t))
{
	uint64_t ino = ino_of(fd);
	int e = ino ? due(FAULT_WRITE) : 0;
	ssize_t done;

	if (e > 0) {
		errno = e;
		return -1;
	}
	done = real(fd, p, e < 0 && n > 1 ? n / 2 : n, at);
	if (ino && done > 0)
		record_write(ino, p, (size_t)done, at);
	return done;
}

EXPORT ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
	return write_at(fd, p, n, at, real);
}
EXPORT ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	REAL(ssize_t, pwrite64, int, const void *, size_t, off_t);
	return write_at(fd, p, n, at, real);
}

EXPORT ssize_t write(int fd, const void *p, size_t n)
{
	REAL(ssize_t, write, int, const void *, size_t);
	uint64_t ino = ino_of(fd);
	int64_t at = ino ? lseek(fd, 0, SEEK_CUR) : 0;
	int e = ino ? due(FAULT_WRITE) : 0;
	ssize_t done;

	if (e > 0) {
		errno = e;
		return -1;
	}
	done = real(fd, p, e < 0 && n > 1 ? n / 2 : n);
	if (ino && done > 0)
		record_write(ino, p, (size_t)done, at);
	return done;
}

/* From file to file the record would not see the bytes: whoever asks copies plainly. */
EXPORT ssize_t copy_file_range(int from, off_t *in, int to, off_t *out, size_t n, unsigned flags)
{
	REAL(ssize_t, copy_file_range, int, off_t *, int, off_t *, size_t, unsigned);
	if (!ino_of(to))
		return real(from, in, to, out, n, flags);
	errno = EXDEV;
	return -1;
}

static int truncate_to(int fd, int64_t size, int (*real)(int, off_t))
{
	uint64_t ino = ino_of(fd);
	int e = ino ? due(FAULT_TRUNCATE) : 0, rc;

	if (e > 0) {
		errno = e;
		return -1;
	}
	rc = real(fd, size);
	if (ino && rc == 0)
		record_add((struct record){ .kind = RECORD_TRUNCATE, .ino = ino, .at = size },
		           NULL);
	return rc;
}

EXPORT int ftruncate(int fd, off_t size)
{
	REAL(int, ftruncate, int, off_t);
	return truncate_to(fd, size, real);
}
EXPORT int ftruncate64(int fd, off64_t size)
{
	REAL(int, ftruncate64, int, off_t);
	return truncate_to(fd, size, real);
}

/* ---- reading -------------------------------------------------------------- */

static ssize_t read_at(int fd, void *p, size_t n, int64_t at,
                       ssize_t (*real)(int, void *, size_t, off_t))
{
	int e = ino_of(fd) ? due(my.is_log[fd] ? FAULT_LOG_READ : FAULT_READ) : 0;

	if (e > 0)
		errno = e;
	return e > 0 ? -1 : real(fd, p, n, at);
}

EXPORT ssize_t pread(int fd, void *p, size_t n, off_t at)
{
	REAL(ssize_t, pread, int, void *, size_t, off_t);
	return read_at(fd, p, n, at, real);
}
EXPORT ssize_t pread64(int fd, void *p, size_t n, off64_t at)
{
	REAL(ssize_t, pread64, int, void *, size_t, off_t);
	return read_at(fd, p, n, at, real);
}

/* Of a file that has no such pages: whoever touches them has what a bad disk gives. */
static void map_spoil(char *map, size_t n)
{
	size_t from = strcmp(my.what, "ever") == 0 ? n / 2 / 4096 * 4096 : 0;
	int none = (int)syscall(SYS_memfd_create, "", 0);

	if (none < 0 || (void *)syscall(SYS_mmap, map + from, n - from, PROT_READ,
	                                MAP_SHARED | MAP_FIXED, none, 0L) == MAP_FAILED)
		abort();
	(void)syscall(SYS_close, none);
}

static void *mapped(void *map, size_t n, int how, int fd)
{
	if (map != MAP_FAILED && ino_of(fd) && !(how & PROT_WRITE) && due(FAULT_MAP) > 0)
		map_spoil(map, n);
	return map;
}

EXPORT void *mmap(void *to, size_t n, int how, int flags, int fd, off_t at)
{
	REAL(void *, mmap, void *, size_t, int, int, int, off_t);
	return mapped(real(to, n, how, flags, fd, at), n, how, fd);
}
EXPORT void *mmap64(void *to, size_t n, int how, int flags, int fd, off64_t at)
{
	REAL(void *, mmap64, void *, size_t, int, int, int, off_t);
	return mapped(real(to, n, how, flags, fd, at), n, how, fd);
}

/* ---- syncing -------------------------------------------------------------- */

static int sync_file(int fd, int (*real)(int))
{
	uint64_t ino = ino_of(fd), covers;
	int e = ino ? due(FAULT_SYNC) : 0;

	if (e > 0) {
		errno = e;
		return -1;
	}
	if (!ino || my.record < 0)
		return real(fd);
	covers = record_length();
	record_add((struct record){ .kind = my.is_dir[fd] ? RECORD_SYNC_DIR : RECORD_SYNC,
	                            .ino = ino, .covers = covers }, NULL);
	return 0;
}

EXPORT int fsync(int fd)
{
	REAL(int, fsync, int);
	return sync_file(fd, real);
}
EXPORT int fdatasync(int fd)
{
	REAL(int, fdatasync, int);
	return sync_file(fd, real);
}

/* ---- names ---------------------------------------------------------------- */

static int named(const char *a, const char *b, int in, const char *from, int out, const char *to)
{
	int e = a && b ? due(FAULT_RENAME) : 0, rc;

	if (e > 0) {
		errno = e;
		return -1;
	}
	rc = (int)syscall(SYS_renameat2, in, from, out, to, 0);
	if (rc == 0 && a && b)
		record_names(RECORD_RENAME, 0, a, b);
	return rc;
}

EXPORT int rename(const char *from, const char *to)
{
	return named(name_of(from), name_of(to), AT_FDCWD, from, AT_FDCWD, to);
}
EXPORT int renameat(int in, const char *from, int out, const char *to)
{
	char a[PATH_MAX], b[PATH_MAX];

	return named(name_of(path_of(in, from, a)), name_of(path_of(out, to, b)), in, from, out,
	             to);
}

static int unnamed(const char *name, int dir, const char *path, int flags)
{
	int e = name ? due(FAULT_UNLINK) : 0, rc;

	if (e > 0) {
		errno = e;
		return -1;
	}
	rc = (int)syscall(SYS_unlinkat, dir, path, flags);
	if (rc == 0 && name)
		record_names(RECORD_UNLINK, 0, name, NULL);
	return rc;
}

EXPORT int unlink(const char *path)
{
	return unnamed(name_of(path), AT_FDCWD, path, 0);
}
EXPORT int unlinkat(int dir, const char *path, int flags)
{
	char whole[PATH_MAX];

	return unnamed(name_of(path_of(dir, path, whole)), dir, path, flags);
}

/* ---- sending -------------------------------------------------------------- */

EXPORT ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
	(void)due(FAULT_SEND);
	return real(fd, m, flags);
}
EXPORT ssize_t send(int fd, const void *p, size_t n, int flags)
{
	REAL(ssize_t, send, int, const void *, size_t, int);
	(void)due(FAULT_SEND);
	return real(fd, p, n, flags);
}

/* ---- the clock -------------------------------------------------------------- */

/* Of the wall only: what waits and measures goes by a clock that nobody sets. */
EXPORT int clock_gettime(clockid_t clock, struct timespec *t)
{
	REAL(int, clock_gettime, clockid_t, struct timespec *);
	int rc = real(clock, t);

	if (rc == 0 && clock == CLOCK_REALTIME && my.counts)
		t->tv_sec += __atomic_load_n(&my.counts->shift_s, __ATOMIC_RELAXED);
	return rc;
}

EXPORT time_t time(time_t *out)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &t);
	if (out)
		*out = t.tv_sec;
	return t.tv_sec;
}

EXPORT int gettimeofday(struct timeval *t, void *zone)
{
	struct timespec now = { 0 };

	(void)zone;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	*t = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
	return 0;
}

/* ---- SQLite's settings: the control in which commits are not synced -------- */

struct sqlite3;
EXPORT int sqlite3_exec(struct sqlite3 *c, const char *text,
                        int (*row)(void *, int, char **, char **), void *arg, char **why);
EXPORT int sqlite3_exec(struct sqlite3 *c, const char *text,
                        int (*row)(void *, int, char **, char **), void *arg, char **why)
{
	static const char full[] = "synchronous = FULL";
	REAL(int, sqlite3_exec, struct sqlite3 *, const char *,
	     int (*)(void *, int, char **, char **), void *, char **);
	const char *at = my.normal && text ? strstr(text, full) : NULL;
	char other[2000];

	if (at) {
		snprintf(other, sizeof other, "%.*ssynchronous = NORMAL%s", (int)(at - text), text,
		         at + sizeof full - 1);
		text = other;
	}
	return real(c, text, row, arg, why);
}

/* ---- beginning ------------------------------------------------------------ */

static void fault_read(const char *at)
{
	char call[16] = "";

	if (!at || sscanf(at, "%15[^:]:%ld:%7s", call, &my.n, my.what) != 3)
		return;
	for (size_t i = 0; i < FAULT_CALLS; i++)
		if (strcmp(call, call_names[i]) == 0)
			my.at = (enum fault_call)i;
}

static void counts_open(const char *path)
{
	int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC,
	                             0600) : -1;
	void *p;

	if (fd < 0 || syscall(SYS_ftruncate, fd, 4096) != 0)
		return;
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)syscall(SYS_close, fd);
	if (p == MAP_FAILED)
		return;
	my.counts = p;
	if (!my.counts->root)
		my.counts->root = getpid();
}

__attribute__((constructor)) static void begin(void)
{
	const char *record = getenv("LEDGER_RECORD"), *sync = getenv("LEDGER_SYNC");

	my.dir = getenv("LEDGER_DIR");
	my.dirlen = my.dir ? strlen(my.dir) : 0;
	my.normal = sync && strcmp(sync, "normal") == 0;
	counts_open(getenv("LEDGER_COUNTS"));
	fault_read(getenv("LEDGER_AT"));
	if (record)
		my.record = (int)syscall(SYS_openat, AT_FDCWD, record,
		                         O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}
