/* SPDX-License-Identifier: MIT */
/*
 * cut.c -- what a disk may hold when the power goes, from the record of what
 * was written to it (fault.c); and the checker on each such disk.
 *
 *	check one  DATA BASE LEDGER [UNTIL]         the data as it lies there
 *	check cuts BASE RECORD LEDGER OUT --cuts N --seed S [--of OLD] [--until POS]
 *	                                            N disks, each checked
 *	check disk BASE RECORD OUT --at POS --seed S     one disk, for a program to find
 *
 * One record gives any number of cuts: at each place in it the durable files
 * are known, and so are the writes that no sync covers yet.  Of those, each
 * sector of 512 bytes reaches the disk or not by its own coin (so writes are
 * torn, dropped and reordered), each truncation by one; names that are not
 * yet covered by a sync of their directory, up to a place.  The chance of the
 * coin is itself drawn for each cut: 0, 25, 50, 75 or 100 in a hundred.
 *
 * --of OLD: BASE is a disk after a cut, and RECORD what the recovery wrote to
 * it; the ledger is as of POS, and the council before it all is OLD.
 */
#include "t/ledger/check.h"
#include "t/ledger/record.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILES = 4096, SECTOR = 512, PENDING = 1 << 20, JOBS = 2 };
static const size_t IMAGE = (size_t)256 << 20;

/* A file as the disk holds it for certain. */
struct image {
	uint64_t ino;
	char    *bytes;                  /* a reservation of IMAGE bytes */
	size_t   size, high;             /* its length; nothing but zeros from high on */
	bool     there;                  /* its name is durable */
	bool     gone;                   /* unlinked, durably or not: its number may be another's */
	char     name[200];
};

static struct {
	const char   *base, *out;
	const char   *record;            /* mapped */
	size_t        length;
	struct image  file[FILES];
	size_t        nfiles;
	size_t       *pending;           /* records that no sync covers, by where they begin */
	size_t        npending;
	uint64_t      seed;
} my;

static void stop(const char *why, const char *what)
{
	fprintf(stderr, "check: %s: %s\n", why, what);
	exit(2);
}

/* xorshift64*: the same cuts for the same seed, on any machine. */
static uint64_t chance(uint64_t below)
{
	my.seed ^= my.seed >> 12;
	my.seed ^= my.seed << 25;
	my.seed ^= my.seed >> 27;
	return (my.seed * UINT64_C(2685821657736338717) >> 11) % below;
}

/* ---- images ----------------------------------------------------------------- */

static void image_put(struct image *f, const char *p, size_t n, size_t at)
{
	if (at + n > IMAGE)
		stop("a file is too long", f->name);
	if (p)
		memcpy(f->bytes + at, p, n);
	else if (at < f->high)
		memset(f->bytes + at, 0, at + n < f->high ? n : f->high - at);
	if (p && at + n > f->high)
		f->high = at + n;
	if (at + n > f->size)
		f->size = at + n;
}

static void image_cut(struct image *f, size_t size)
{
	if (size < f->high) {
		memset(f->bytes + size, 0, f->high - size);
		f->high = size;
	}
	f->size = size;
}

static void image_load(struct image *f)
{
	char path[1000];
	int fd;
	ssize_t n;

	snprintf(path, sizeof path, "%s/%s", my.base, f->name);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return;
	while ((n = read(fd, f->bytes + f->size, 1 << 20)) > 0)
		f->size += (size_t)n;
	f->high = f->size;
	f->there = true;
	close(fd);
}

static struct image *image_of(uint64_t ino)
{
	for (size_t i = my.nfiles; i-- > 0; )
		if (my.file[i].ino == ino && !my.file[i].gone)
			return &my.file[i];
	return NULL;
}

static struct image *image_named(const char *name)
{
	for (size_t i = my.nfiles; i-- > 0; )
		if (strcmp(my.file[i].name, name) == 0)
			return &my.file[i];
	return NULL;
}

static struct image *image_new(uint64_t ino, const char *name)
{
	struct image *f = &my.file[my.nfiles];

	if (my.nfiles == FILES)
		stop("too many files", name);
	f->bytes = mmap(NULL, IMAGE, PROT_READ | PROT_WRITE,
	                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (f->bytes == MAP_FAILED)
		stop("no memory for", name);
	f->ino = ino;
	snprintf(f->name, sizeof f->name, "%s", name);
	my.nfiles++;
	return f;
}

/* ---- records ------------------------------------------------------------------ */

static struct record record_at(size_t at)
{
	struct record r;

	memcpy(&r, my.record + at, sizeof r);
	return r;
}

static size_t record_next(size_t at)
{
	return at + sizeof(struct record) + record_at(at).length;
}

static void name_apply(const struct record *r, const char *names)
{
	struct image *f = r->kind == RECORD_OPEN ? image_of(r->ino) : image_named(names), *old;

	if (r->kind == RECORD_UNLINK) {
		for (size_t i = 0; i < my.nfiles; i++)
			if (my.file[i].gone && strcmp(my.file[i].name, names) == 0)
				my.file[i].there = false;
		return;
	}
	if (!f)
		return;
	f->there = true;
	if (r->kind != RECORD_RENAME)
		return;
	old = image_named(names + strlen(names) + 1);
	if (old && old != f) {
		old->there = false;
		old->name[0] = '\0';
		old->ino = 0;
	}
	snprintf(f->name, sizeof f->name, "%s", names + strlen(names) + 1);
}

static bool is_name(const struct record *r)
{
	return r->kind == RECORD_OPEN || r->kind == RECORD_RENAME || r->kind == RECORD_UNLINK;
}

/* What is unlinked need not be written any more. */
static void image_leave(const char *name)
{
	struct image *f = image_named(name);
	size_t kept = 0;

	for (size_t i = 0; f && i < my.npending; i++) {
		struct record r = record_at(my.pending[i]);

		if (is_name(&r) || r.ino != f->ino)
			my.pending[kept++] = my.pending[i];
	}
	if (f) {
		my.npending = kept;
		f->gone = true;
	}
}

/* Apply a record to what is durable; torn: by the coins of a cut. */
static void apply(size_t at, bool torn, uint64_t percent)
{
	struct record r = record_at(at);
	const char *bytes = my.record + at + sizeof r;
	struct image *f;
	size_t n = r.kind == RECORD_ZEROS ? r.covers : r.length;

	if (is_name(&r)) {
		name_apply(&r, bytes);
		return;
	}
	f = image_of(r.ino);
	if (!f)
		return;
	if (r.kind == RECORD_TRUNCATE) {
		if (!torn || chance(100) < percent)
			image_cut(f, (size_t)r.at);
		return;
	}
	for (size_t done = 0; done < n; ) {
		size_t from = (size_t)r.at + done, part = SECTOR - from % SECTOR;

		part = part < n - done ? part : n - done;
		if (!torn)
			part = n;
		if (!torn || chance(100) < percent)
			image_put(f, r.kind == RECORD_ZEROS ? NULL : bytes + done, part, from);
		done += part;
	}
}

/* A sync: what it covers of its file, or of names, is durable from now on. */
static void sync_apply(const struct record *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < my.npending; i++) {
		struct record r = record_at(my.pending[i]);
		bool its = s->kind == RECORD_SYNC_DIR ? is_name(&r)
		                                      : !is_name(&r) && r.ino == s->ino;

		if (its && my.pending[i] < s->covers)
			apply(my.pending[i], false, 0);
		else
			my.pending[kept++] = my.pending[i];
	}
	my.npending = kept;
}

static void take(size_t at)
{
	struct record r = record_at(at);
	const char *name = my.record + at + sizeof r;

	switch ((enum record_kind)r.kind) {
	case RECORD_SYNC:
	case RECORD_SYNC_DIR:
		sync_apply(&r);
		return;
	case RECORD_OPEN:
		if (image_of(r.ino))
			return;                  /* a name that we know */
		if (image_named(name))
			(void)image_new(r.ino, name);    /* made anew */
		else
			image_load(image_new(r.ino, name));
		if (image_of(r.ino)->there)
			return;
		break;
	case RECORD_UNLINK:
		image_leave(name);
		break;
	case RECORD_WRITE:
	case RECORD_ZEROS:
	case RECORD_TRUNCATE:
	case RECORD_RENAME:
		break;
	}
	if (my.npending == PENDING)
		stop("too much is never synced", my.out);
	my.pending[my.npending++] = at;
}

/* ---- a cut ---------------------------------------------------------------------- */

static void tear(void)
{
	uint64_t percent = chance(5) * 25, names = 0, all = 0;

	for (size_t i = 0; i < my.npending; i++) {
		struct record r = record_at(my.pending[i]);

		all += is_name(&r);
	}
	names = chance(all + 1);
	for (size_t i = 0; i < my.npending; i++) {
		struct record r = record_at(my.pending[i]);

		if (!is_name(&r))
			apply(my.pending[i], true, percent);
		else if (names > 0 && names--)
			apply(my.pending[i], false, 0);
	}
}

static void file_out(const char *dir, const char *name, const char *p, size_t high, size_t size)
{
	char path[1000];
	int fd;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || (high && write(fd, p, high) != (ssize_t)high) ||
	    ftruncate(fd, (off_t)size) != 0)
		stop("cannot write", path);
	close(fd);
}

static void disk_out(const char *dir)
{
	static const char *const names[] = { "almoner.db", "almoner.db-wal", "audit.key" };
	char path[1000];

	mkdir(dir, 0700);
	snprintf(path, sizeof path, "%s/almoner.db-wal", dir);
	unlink(path);
	snprintf(path, sizeof path, "%s/almoner.db-shm", dir);
	unlink(path);
	/* Nobody has opened it yet: it is as it was. */
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!image_named(names[i]))
			image_load(image_new(0, names[i]));
	/* Letters are not what this is about: their folder is made by whoever needs it. */
	for (size_t i = 0; i < my.nfiles; i++)
		if (my.file[i].there && my.file[i].name[0] && !strchr(my.file[i].name, '/'))
			file_out(dir, my.file[i].name, my.file[i].bytes, my.file[i].high,
			         my.file[i].size);
}

/* In a child: the images are ours to spoil. */
static struct verdict cut_check(const char *ledger, const char *old, int64_t until, int job)
{
	char dir[1000];

	snprintf(dir, sizeof dir, "%s/cut-%d", my.out, job);
	tear();
	disk_out(dir);
	return check(dir, old ? old : my.base, ledger, until);
}

/* ---- many cuts -------------------------------------------------------------------- */

struct options { long cuts, at, until; const char *old; };

static size_t nrecords(void)
{
	size_t n = 0;

	for (size_t at = 0; at < my.length; at = record_next(at))
		n++;
	return n;
}

static int by_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

static void add(struct verdict *sum, const struct verdict *v)
{
	sum->acknowledged += v->acknowledged;
	sum->unknown += v->unknown;
	sum->lost += v->lost;
	sum->altered += v->altered;
	sum->ghosts += v->ghosts;
	sum->halves += v->halves;
	sum->broken += v->broken;
	if (!sum->first[0])
		memcpy(sum->first, v->first, sizeof sum->first);
}

struct running { pid_t pid; int pipe; };

static void reap(struct running *r, struct verdict *sum, long *bad)
{
	struct verdict v = { .broken = 1, .first = "the checker itself crashed" };
	int status;

	if (!r->pid)
		return;
	if (read(r->pipe, &v, sizeof v) != sizeof v)
		v.broken = 1;
	waitpid(r->pid, &status, 0);
	close(r->pipe);
	*bad += !verdict_fine(&v);
	add(sum, &v);
	r->pid = 0;
}

static void start(struct running *r, int job, const char *ledger, const struct options *o,
                  size_t at)
{
	int ends[2];
	struct verdict v;

	if (pipe(ends) != 0)
		stop("no pipe", my.out);
	chance(2);
	r->pid = fork();
	if (r->pid == 0) {
		my.seed ^= (uint64_t)at * UINT64_C(0x9e3779b97f4a7c15);
		v = cut_check(ledger, o->old, o->until >= 0 ? o->until : (int64_t)at, job);
		_exit(write(ends[1], &v, sizeof v) == sizeof v ? 0 : 1);
	}
	close(ends[1]);
	r->pipe = ends[0];
}

static int cuts(const char *ledger, const struct options *o)
{
	size_t n = nrecords(), *where = calloc((size_t)o->cuts + 1, sizeof *where);
	struct running run[JOBS] = { 0 };
	struct verdict sum = { 0 };
	size_t i = 0, next = 0;
	long bad = 0;

	if (!where || n < 2)
		stop("nothing was recorded", my.out);
	for (long k = 0; k < o->cuts; k++)
		where[k] = 1 + chance(n);
	qsort(where, (size_t)o->cuts, sizeof *where, by_size);
	for (size_t at = 0; next < (size_t)o->cuts; ) {
		for (; next < (size_t)o->cuts && where[next] == i; next++) {
			int job = (int)(next % JOBS);

			reap(&run[job], &sum, &bad);
			start(&run[job], job, ledger, o, at);
		}
		if (at >= my.length)
			break;
		take(at);
		at = record_next(at);
		i++;
	}
	for (int job = 0; job < JOBS; job++)
		reap(&run[job], &sum, &bad);
	printf("cuts=%ld bad=%ld acknowledged=%ld unknown=%ld lost=%ld altered=%ld ghosts=%ld "
	       "halves=%ld broken=%ld first=%s\n", o->cuts, bad, sum.acknowledged, sum.unknown,
	       sum.lost, sum.altered, sum.ghosts, sum.halves, sum.broken, sum.first);
	return bad ? 1 : 0;
}

static int disk(const struct options *o)
{
	size_t at = 0;

	while (at < my.length && at < (size_t)o->at) {
		take(at);
		at = record_next(at);
	}
	tear();
	disk_out(my.out);
	printf("at=%zu\n", at);
	return 0;
}

static int one(char **v, int n)
{
	struct verdict w = check(v[0], v[1], v[2], n > 3 ? strtoll(v[3], NULL, 10) : INT64_MAX);

	printf("sent=%ld acknowledged=%ld unknown=%ld lost=%ld altered=%ld ghosts=%ld halves=%ld "
	       "broken=%ld first=%s\n", w.sent, w.acknowledged, w.unknown, w.lost, w.altered,
	       w.ghosts, w.halves, w.broken, w.first);
	return verdict_fine(&w) ? 0 : 1;
}

static void record_open(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	void *p;

	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size == 0)
		stop("no record", path);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	my.pending = calloc(PENDING, sizeof *my.pending);
	if (p == MAP_FAILED || !my.pending)
		stop("no memory for", path);
	my.record = p;
	my.length = (size_t)st.st_size;
	close(fd);
}

int main(int argc, char **argv)
{
	struct options o = { .cuts = 60, .until = -1 };
	int plain = 0;

	my.seed = 1;
	for (int i = 2; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) != 0 || i + 1 >= argc) {
			argv[2 + plain++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--cuts") == 0)
			o.cuts = strtol(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--seed") == 0)
			my.seed = strtoull(argv[i + 1], NULL, 10) * 2 + 1;
		else if (strcmp(argv[i], "--at") == 0)
			o.at = strtol(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--until") == 0)
			o.until = strtol(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--of") == 0)
			o.old = argv[i + 1];
		i++;
	}
	if (argc > 1 && strcmp(argv[1], "one") == 0 && plain >= 3)
		return one(argv + 2, plain);
	if (argc < 2 || plain < 3)
		stop("usage", "one DATA BASE LEDGER | cuts BASE RECORD LEDGER OUT | "
		     "disk BASE RECORD OUT");
	my.base = argv[2];
	record_open(argv[3]);
	my.out = argv[2 + plain - 1];
	return strcmp(argv[1], "disk") == 0 ? disk(&o) : cuts(argv[4], &o);
}
