/* SPDX-License-Identifier: MIT */
/*
 * copy.c -- a copy written, read back, and put in place.
 *
 *	head, pages, file, file..., end          the sum at the end is over all before it
 *
 * The pages come from one moment (db_copy), and so does what the head counts;
 * files beside the database are taken after it, so that a letter which the
 * database calls sent is there.
 */
#include "backup/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "backup/backup.sql.h"
#include "base/fault.h"
#include "db/carry.h"
#include "db/copy.h"

enum { SOME = 64 << 10, HEAD_MOST = 64 << 10 };

/* ---- records out ----------------------------------------------------------- */

struct taking {
	struct arena    *arena;
	struct seal_out *out;
	crypto_generichash_state sum;
	struct backup_head head;
	int64_t ship_from;           /* 0: no base */
};

static void put(struct taking *k, const void *bytes, size_t n)
{
	crypto_generichash_update(&k->sum, bytes, n);
	seal_add(k->out, bytes, n);
}

static void put_record(struct taking *k, enum record_kind kind, int64_t n)
{
	unsigned char head[9] = { (unsigned char)kind };

	for (int i = 0; i < 8; i++)
		head[1 + i] = (unsigned char)((uint64_t)n >> 8 * i);
	put(k, head, sizeof head);
}

static const char *hex(struct arena *a, struct bytes b)
{
	char *text = arena_get(a, b.n * 2 + 1);

	return sodium_bin2hex(text, b.n * 2 + 1, b.p, b.n);
}

/* A base can only be gone on from if somebody has written to the log in use. */
static void take_base(struct taking *k, const struct log_at *at, struct buf *b)
{
	if (at->frame == 0)
		fault(FAULT_AGAIN, "nobody has written since the log began: try again");
	buf_fmt(b, "ship %lld %s %lld %08x%08x\n", (long long)k->ship_from,
	        hex(k->arena, (struct bytes){ at->salt, LOG_SALT }), (long long)at->frame,
	        at->sum[0], at->sum[1]);
}

static void take_begin(void *arg, struct db *db, int64_t pages, int page_size,
                       const struct log_at *at)
{
	struct taking *k = arg;
	struct buf counts = buf_new(k->arena), b = buf_new(k->arena);
	struct backup_audit_row last;

	db_counts(db, &counts);
	k->head = (struct backup_head){
		.schema = db_schema_version(db), .made = clock_now(), .pages = pages,
		.page_size = page_size, .counts = buf_text(&counts), .audit_hash = "" };
	if (ONE(db, k->arena, backup_audit, &last, .none = { 0 })) {
		k->head.audit_row = last.id;
		k->head.audit_hash = hex(k->arena, last.hash);
	}
	buf_fmt(&b, "format %d\nprogram " ALM_VERSION "\nschema %lld\nmade %lld\npages %lld\n"
	        "page_size %d\naudit %lld %s\n", BACKUP_FORMAT, (long long)k->head.schema,
	        (long long)k->head.made.ms, (long long)pages, page_size,
	        (long long)k->head.audit_row, k->head.audit_hash);
	if (k->ship_from)
		take_base(k, at, &b);
	buf_str(&b, buf_text(&counts));
	put_record(k, RECORD_HEAD, (int64_t)b.n);
	put(k, b.s, b.n);
	put_record(k, RECORD_PAGES, pages * page_size);
}

static void take_page(void *arg, const void *page, size_t n)
{
	put(arg, page, n);
}

static void take_file(struct taking *k, const char *dir, const char *name)
{
	struct arena_mark mark = arena_mark(k->arena);
	const char *path = arena_fmt(k->arena, "%s/%s", dir, name);
	int *fd = NEW(k->arena, int);
	char *some = arena_get(k->arena, SOME);
	struct stat st;

	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	arena_defer(k->arena, fd_close, fd);
	if (*fd >= 0 && fstat(*fd, &st) == 0) {
		put_record(k, RECORD_FILE, (int64_t)strlen(name) + 1 + st.st_size);
		put(k, name, strlen(name) + 1);
		for (off_t left = st.st_size; left > 0; ) {
			ssize_t n = fault_due() ? (errno = EIO, -1)
			          : read(*fd, some, left < SOME ? (size_t)left : SOME);

			if (n <= 0)
				fault(FAULT_IO, "%s became shorter while it was copied", path);
			put(k, some, (size_t)n);
			left -= n;
		}
	} else if (errno != ENOENT) {            /* a letter that went meanwhile is no loss */
		fault(FAULT_IO, "cannot read %s: %s", path, strerror(errno));
	}
	arena_back(k->arena, mark);
}

/*
 * A server has no pages for us: its rows of one moment become a file of SQLite's
 * beside, which is copied like any other.  Writers go on as soon as the moment is
 * fixed.  What was summed on the way stands in carry.h.
 */
static const char *file_made(struct arena *a, const char *dir)
{
	struct carry_order o = { .from = dir, .to = arena_fmt(a, "%s/backup-made", dir) };

	folder_remove(o.to);
	folder_make(o.to);
	db_carry(&o);
	return o.to;
}

static struct seal_key write_all(struct taking *k, const char *dir, const char *part,
                                 const struct seal_key *to)
{
	struct db_copy copy = { take_begin, take_page, k };
	unsigned char sum[BACKUP_HASH];
	const char **names;
	const char *from = db_on_server(dir) ? file_made(k->arena, dir) : dir;
	size_t n;

	k->out = seal_begin(k->arena, part, to);
	crypto_generichash_init(&k->sum, NULL, 0, sizeof sum);
	db_copy(from, &copy);
	n = folder_files(k->arena, dir, &names);
	for (size_t i = 0; i < n; i++)
		take_file(k, dir, names[i]);
	put_record(k, RECORD_END, sizeof sum);
	crypto_generichash_final(&k->sum, sum, sizeof sum);
	seal_add(k->out, sum, sizeof sum);
	return seal_end(k->out);
}

/* ---- records in --------------------------------------------------------------- */

struct getting {
	struct arena   *arena;
	const char     *file, *to;
	struct seal_in *in;
	crypto_generichash_state sum;
	struct backup_head head;
	bool            key, database;       /* have come */
	bool            changed;             /* since, by pieces of the log */
};

static void damaged(const struct getting *g) NORETURN;
static void damaged(const struct getting *g)
{
	fault(FAULT_INPUT, "%s is damaged", g->file);
}

static void get(struct getting *g, void *to, size_t n)
{
	seal_read(g->in, to, n);
	crypto_generichash_update(&g->sum, to, n);
}

static enum record_kind get_record(struct getting *g, int64_t *n)
{
	unsigned char head[9];

	get(g, head, sizeof head);
	*n = 0;
	for (int i = 7; i >= 0; i--)
		*n = (int64_t)((uint64_t)*n << 8 | head[1 + i]);
	if (*n < 0)
		damaged(g);
	return (enum record_kind)head[0];
}

/* "ship FROM SALT FRAME SUMS", which a base has. */
static void get_base(struct getting *g, const char *text)
{
	struct backup_head *h = &g->head;
	long long from = 0, frame = 0;
	char salt[LOG_SALT * 2 + 1] = "";

	text = strstr(text, "\nship ");
	if (!text)
		return;
	if (sscanf(text, "\nship %lld %16[0-9a-f] %lld %8x%8x", &from, salt, &frame,
	           &h->log.sum[0], &h->log.sum[1]) != 5 || from < 1 || frame < 1 ||
	    sodium_hex2bin(h->log.salt, LOG_SALT, salt, strlen(salt), NULL, NULL, NULL) != 0)
		damaged(g);
	h->ship_from = from;
	h->log.frame = frame;
}

static void get_head(struct getting *g, int64_t n)
{
	long long format = 0, schema = 0, made = 0, pages = 0, size = 0, row = 0;
	char hash[BACKUP_HASH * 2 + 2] = "", *text, *rows;

	if (n > HEAD_MOST)
		damaged(g);
	text = arena_get(g->arena, (size_t)n + 1);
	get(g, text, (size_t)n);
	if (sscanf(text, "format %lld\nprogram %*[^\n]\nschema %lld\nmade %lld\npages %lld\n"
	           "page_size %lld\naudit %lld %65[0-9a-f]", &format, &schema, &made, &pages,
	           &size, &row, hash) < 6)
		damaged(g);
	if (format > BACKUP_FORMAT)
		fault(FAULT_INPUT, "%s was written by a newer Almoner than this one", g->file);
	if (schema > db_schema_wanted())
		fault(FAULT_INPUT, "%s has schema %lld, and this program knows %d: restore it with "
		      "the newer program that made it", g->file, schema, db_schema_wanted());
	rows = strstr(text, "\nrows ");
	g->head = (struct backup_head){ .schema = schema, .made = { made }, .pages = pages,
		.page_size = size, .audit_row = row, .audit_hash = arena_dup(g->arena, hash),
		.counts = rows ? rows + 1 : "" };
	get_base(g, text);
}

/* A name that a copy of ours can have: below the folder, and nowhere else. */
static bool is_name(const char *name)
{
	return *name && *name != '/' && *name != '.' && !strstr(name, "/.") &&
	       !strstr(name, "//") && strncmp(name, "almoner.db", 10) != 0;
}

static void get_into(struct getting *g, const char *name, int64_t n)
{
	struct arena_mark mark = arena_mark(g->arena);
	const char *path = arena_fmt(g->arena, "%s/%s", g->to, name);
	char *some = arena_get(g->arena, SOME);
	int *fd = NEW(g->arena, int);
	bool ok = true;

	for (const char *slash = name; (slash = strchr(slash, '/')); slash++)
		folder_make(arena_fmt(g->arena, "%s/%.*s", g->to, (int)(slash - name), name));
	*fd = fault_due() ? (errno = EIO, -1)
	                  : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	arena_defer(g->arena, fd_close, fd);
	for (ok = *fd >= 0; ok && n > 0; ) {
		size_t now = n < SOME ? (size_t)n : SOME;

		get(g, some, now);
		for (size_t at = 0; ok && at < now; ) {
			ssize_t done = write(*fd, some + at, now - at);

			ok = done > 0;
			at += ok ? (size_t)done : 0;
		}
		n -= (int64_t)now;
	}
	if (!ok || fsync(*fd) != 0)
		fault(errno == ENOSPC ? FAULT_FULL : FAULT_IO, "cannot write %s: %s", path,
		      strerror(errno));
	arena_back(g->arena, mark);
}

static void get_file(struct getting *g, int64_t n)
{
	char name[BACKUP_NAME_MOST] = "";
	size_t i = 0;

	do {
		if (i == sizeof name || n-- == 0)
			damaged(g);
		get(g, &name[i], 1);
	} while (name[i++]);
	if (!is_name(name))
		damaged(g);
	g->key |= strcmp(name, "audit.key") == 0;
	get_into(g, name, n);
}

static void get_end(struct getting *g, crypto_generichash_state *before, int64_t n)
{
	unsigned char want[BACKUP_HASH], is[BACKUP_HASH], head[9] = { RECORD_END, BACKUP_HASH };

	if (n != BACKUP_HASH || !g->database || !g->key)
		damaged(g);
	crypto_generichash_update(before, head, sizeof head);
	crypto_generichash_final(before, want, sizeof want);
	seal_read(g->in, is, sizeof is);
	if (memcmp(want, is, sizeof is) != 0)
		damaged(g);
	seal_close(g->in);
}

static void read_all(struct getting *g, struct seal_by by)
{
	crypto_generichash_state before;
	int64_t n;

	g->in = seal_open(g->arena, g->file, by);
	crypto_generichash_init(&g->sum, NULL, 0, BACKUP_HASH);
	if (get_record(g, &n) != RECORD_HEAD)
		damaged(g);
	get_head(g, n);
	for (;;) {
		before = g->sum;
		switch (get_record(g, &n)) {
		case RECORD_PAGES:
			if (g->database || n != g->head.pages * g->head.page_size)
				damaged(g);
			get_into(g, "almoner.db", n);
			g->database = true;
			break;
		case RECORD_FILE:
			get_file(g, n);
			break;
		case RECORD_END:
			get_end(g, &before, n);
			return;
		case RECORD_HEAD:
		default:
			damaged(g);
		}
	}
}

/* ---- is it good? ------------------------------------------------------------------ */

static void head_check(struct getting *g, struct db *db)
{
	struct backup_head *h = &g->head;
	unsigned char known[AUDIT_HASH] = { 0 };
	struct buf counts = buf_new(g->arena);
	struct audit_finding f;
	const char *broken = db_integrity(db, g->arena);

	if (broken)
		fault(FAULT_INPUT, "the database in %s is broken: %s", g->file, broken);
	db_counts(db, &counts);
	if (!g->changed && strcmp(buf_text(&counts), h->counts) != 0)
		fault(FAULT_INPUT, "%s has not as many rows as it had when it was made", g->file);
	if (h->audit_row && sodium_hex2bin(known, sizeof known, h->audit_hash,
	                                   strlen(h->audit_hash), NULL, NULL, NULL) != 0)
		damaged(g);
	audit_key_load(g->to);
	f = audit_verify(db, h->audit_row, known);
	if (f.state != AUDIT_SOUND)
		fault(FAULT_INPUT, "the audit trail in %s: %s", g->file,
		      audit_finding_text(g->arena, &f));
	g->head.audit_row = f.row;
}

struct checking { struct getting *get; struct db *db; };

static void check_work(void *arg)
{
	struct checking *c = arg;

	/* To write: whoever closes such a connection last leaves no log behind. */
	c->db = db_open(c->get->to, DB_READ_WRITE);
	head_check(c->get, c->db);
}

static void restored_check(struct getting *g)
{
	struct checking c = { .get = g };
	struct fault broke;

	boundary_run(check_work, &c, &broke);
	db_close(&c.db);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
}

/* ---- the two deeds -------------------------------------------------------------------- */

struct deed {
	struct arena *arena;
	const char *check;                   /* where a copy is put back to be checked */
	int64_t ship_from;
	const struct backup_more *more;
	const char *file, *part, *dir;       /* part: what is made and then renamed */
	const struct seal_key *to;
	struct seal_by by;
	struct backup_head head;
};

static void take_work(void *arg)
{
	struct deed *d = arg;
	struct taking k = { .arena = d->arena, .ship_from = d->ship_from };
	struct getting g = { .arena = d->arena, .file = d->part, .to = d->check };
	struct seal_key stream = write_all(&k, d->dir, d->part, d->to);
	struct stat st;

	folder_remove(g.to);
	folder_make(g.to);
	read_all(&g, (struct seal_by){ .stream = &stream });
	restored_check(&g);
	d->head = g.head;
	if (stat(d->part, &st) == 0)
		d->head.bytes = st.st_size;
	if (fault_due() || rename(d->part, d->file) != 0)
		fault(FAULT_IO, "cannot give %s its name: %s", d->file, strerror(errno));
	folder_sync(folder_above(d->arena, d->file));
}

static struct backup_head take(struct deed *d)
{
	struct fault broke;

	d->part = arena_fmt(d->arena, "%s.part", d->file);
	if (db_is_address(d->dir))
		fault(FAULT_INPUT, "say in which folder the council's files lie: they are copied "
		      "too");
	if (access(d->file, F_OK) == 0)
		fault(FAULT_IO, "there is a file %s already", d->file);
	boundary_run(take_work, d, &broke);
	folder_remove(d->check);
	folder_remove(arena_fmt(d->arena, "%s/backup-made", d->dir));
	if (broke.kind == FAULT_NONE)
		return d->head;
	unlink(d->part);
	fault(broke.kind, "%s", broke.why);
}

struct backup_head backup_take(struct arena *a, const char *dir, const char *file,
                               const struct seal_key *to)
{
	struct deed d = { .arena = a, .file = file, .dir = dir, .to = to,
	                  .check = arena_fmt(a, "%s/backup-check", dir) };

	return take(&d);
}

struct backup_head backup_take_base(struct arena *a, const char *dir, const char *file,
                                    const struct seal_key *to, int64_t from, const char *check)
{
	struct deed d = { .arena = a, .file = file, .dir = dir, .to = to, .check = check,
	                  .ship_from = from };

	return take(&d);
}

static void restore_work(void *arg)
{
	struct deed *d = arg;
	struct getting g = { .arena = d->arena, .file = d->file, .to = d->part };
	struct stat st;

	folder_remove(d->part);
	folder_make(d->part);
	read_all(&g, d->by);
	if (d->more)
		g.changed = d->more->more(d->more->arg, d->part, &g.head);
	restored_check(&g);
	d->head = g.head;
	if (stat(d->file, &st) == 0)
		d->head.bytes = st.st_size;
	folder_sync(d->part);
	if (fault_due() || rename(d->part, d->dir) != 0)
		fault(FAULT_IO, "cannot make %s: %s", d->dir, strerror(errno));
	folder_sync(folder_above(d->arena, d->dir));
}

struct backup_head backup_restore(struct arena *a, const char *file, const char *dir,
                                  struct seal_by by)
{
	return backup_restore_more(a, file, dir, by, NULL);
}

struct backup_head backup_restore_more(struct arena *a, const char *file, const char *dir,
                                       struct seal_by by, const struct backup_more *more)
{
	size_t n = strlen(dir);
	struct deed d = { .arena = a, .file = file, .by = by, .more = more };
	struct fault broke;

	while (n > 1 && dir[n - 1] == '/')
		n--;
	d.dir = arena_dupn(a, dir, n);
	d.part = arena_fmt(a, "%s.part", d.dir);
	if (db_on_server(d.dir))
		fault(FAULT_INPUT, "a copy becomes a folder of SQLite's: restore it into a new "
		      "one, and then `almoner move` that to the server");
	if (!folder_is_free(d.dir))
		fault(FAULT_INPUT, "there is data in %s already: restore into a new folder", dir);
	boundary_run(restore_work, &d, &broke);
	if (broke.kind == FAULT_NONE)
		return d.head;
	folder_remove(d.part);
	fault(broke.kind, "%s", broke.why);
}
