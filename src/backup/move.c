/* SPDX-License-Identifier: MIT */
/*
 * move.c -- a whole council carried to another place, on the other engine or the same.
 *
 *	is TO free? -> FROM held, nobody serves it? -> rows carried, summed on both sides
 *	  -> audit heads the same, the chain sound -> files carried -> TO kept
 *
 * A folder is made as DIR.part and renamed.  A server's database is filled in
 * one transaction.  Files reach TO before the rows are kept, so that whoever
 * finds a council there finds its key too; those of a move that was killed are
 * in the way of no second one, as long as they are the same.
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
#include "jobs/lease.h"

enum { SOME = 64 << 10 };

struct moving {
	struct arena *arena;
	const char *from, *to;
	const char *made;                /* the folder that is filled: TO, or TO.part */
	bool server;                     /* TO's rows are in one                      */
	struct buf *out;
	struct backup_moved moved;
};

/* ---- files ------------------------------------------------------------------------- */

static int *opened(struct arena *a, const char *path, int how)
{
	int *fd = NEW(a, int);

	*fd = fault_due() ? (errno = EIO, -1) : open(path, how | O_CLOEXEC | O_NOFOLLOW, 0600);
	arena_defer(a, fd_close, fd);
	return fd;
}

/* What cannot be read is not the same. */
static bool is_same(struct arena *a, const char *one, const char *other)
{
	struct arena_mark mark = arena_mark(a);
	int *f = opened(a, one, O_RDONLY), *g = opened(a, other, O_RDONLY);
	char *some = arena_get(a, SOME), *more = arena_get(a, SOME);
	bool same = *f >= 0 && *g >= 0;

	for (ssize_t n = 1, m; same && n > 0; ) {
		n = read(*f, some, SOME);
		m = read(*g, more, SOME);
		same = n >= 0 && n == m && memcmp(some, more, (size_t)n) == 0;
	}
	arena_back(a, mark);
	return same;
}

static void file_copy(struct arena *a, const char *from, const char *to)
{
	struct arena_mark mark = arena_mark(a);
	const char *part = arena_fmt(a, "%s.part", to);
	int *f = opened(a, from, O_RDONLY), *g;
	char *some = arena_get(a, SOME);
	ssize_t n = 0;
	bool ok;

	if (*f < 0 && errno == ENOENT)
		return;
	g = opened(a, part, O_WRONLY | O_CREAT | O_TRUNC);
	for (ok = *f >= 0 && *g >= 0; ok && (n = read(*f, some, SOME)) != 0; )
		ok = n > 0 && write(*g, some, (size_t)n) == n;
	if (!ok || fsync(*g) != 0 || rename(part, to) != 0)
		fault(errno == ENOSPC ? FAULT_FULL : FAULT_IO, "cannot copy %s to %s: %s", from, to,
		      strerror(errno));
	arena_back(a, mark);
}

/* TO's folder of a server's council may hold what a move that was cut short left: files that
 * FROM has too, with the same content. */
static void files_check(struct moving *m)
{
	const char **names;
	size_t n = folder_files(m->arena, m->made, &names);

	for (size_t i = 0; i < n; i++)
		if (!is_same(m->arena, arena_fmt(m->arena, "%s/%s", m->from, names[i]),
		             arena_fmt(m->arena, "%s/%s", m->made, names[i])))
			fault(FAULT_INPUT, "there is another %s in %s: empty it, but for the file "
			      "postgres, or name another", names[i], m->made);
}

static void files_carry(struct moving *m)
{
	const char **names;
	size_t n = folder_files(m->arena, m->from, &names);

	for (size_t i = 0; i < n; i++) {
		const char *name = names[i], *to = arena_fmt(m->arena, "%s/%s", m->made, name);

		for (const char *slash = name; (slash = strchr(slash, '/')); slash++)
			folder_make(arena_fmt(m->arena, "%s/%.*s", m->made, (int)(slash - name),
			                      name));
		if (access(to, F_OK) != 0)
			file_copy(m->arena, arena_fmt(m->arena, "%s/%s", m->from, name), to);
		folder_sync(folder_above(m->arena, to));
	}
	m->moved.files = n;
}

/* ---- what is seen on the way ---------------------------------------------------------- */

static void see_from(void *arg, struct db *from)
{
	struct moving *m = arg;

	if (lease_is_held(from, m->arena, LEASE_CLERK, clock_now()))
		fault(FAULT_INPUT, "%s is being served: stop `almoner serve` first (one that was "
		      "killed counts for 8 seconds)", m->from);
}

static const char *hex(struct arena *a, const void *bytes, size_t n)
{
	char *text = arena_get(a, n * 2 + 1);

	return sodium_bin2hex(text, n * 2 + 1, bytes, n);
}

static void see_table(void *arg, const char *name, const struct carry_sum *sum)
{
	struct moving *m = arg;

	m->moved.tables++;
	m->moved.rows += sum->rows;
	buf_fmt(m->out, "%-24s %9lld  %s\n", name, (long long)sum->rows,
	        hex(m->arena, sum->hash, sizeof sum->hash));
}

static const char *head_of(struct arena *a, struct db *db, struct backup_audit_row *row)
{
	if (!ONE(db, a, backup_audit, row, .none = { 0 }))
		return "row 0";
	return arena_fmt(a, "row %lld %s", (long long)row->id,
	                 hex(a, row->hash.p, row->hash.n));
}

/* The chain is followed where it is now, with FROM's key. */
static void see_last(void *arg, struct db *from, struct db *to)
{
	struct moving *m = arg;
	struct backup_audit_row was = { 0 }, is = { 0 };
	const char *head = head_of(m->arena, from, &was), *there = head_of(m->arena, to, &is);
	struct audit_finding f;

	buf_fmt(m->out, "audit head in %s: %s\naudit head in %s: %s\n", m->from, head, m->to,
	        there);
	if (strcmp(head, there) != 0)
		fault(FAULT_DB, "the audit trail ends elsewhere than it did: nothing was kept");
	m->moved.audit_row = was.id;
	f = audit_verify(to, was.id, was.id ? was.hash.p : NULL);
	if (f.state != AUDIT_SOUND)
		fault(FAULT_INPUT, "the audit trail of %s is not sound, so it is not moved: %s",
		      m->from, audit_finding_text(m->arena, &f));
	files_carry(m);
}

/* ---- the deed --------------------------------------------------------------------------- */

static void move_work(void *arg)
{
	struct moving *m = arg;
	struct carry_order o = { .from = m->from, .to = m->made, .hold = true, .first = see_from,
	                         .table = see_table, .last = see_last, .arg = m };

	if (!m->server)
		folder_remove(m->made);
	folder_make(m->made);
	if (m->server)
		files_check(m);
	audit_key_load(m->from);
	db_carry(&o);
	if (m->server)
		return;
	folder_sync(m->made);
	if (fault_due() || rename(m->made, m->to) != 0)
		fault(FAULT_IO, "cannot make %s: %s", m->to, strerror(errno));
	folder_sync(folder_above(m->arena, m->to));
}

static const char *without_slash(struct arena *a, const char *dir)
{
	size_t n = strlen(dir);

	while (n > 1 && dir[n - 1] == '/')
		n--;
	return arena_dupn(a, dir, n);
}

struct backup_moved backup_move(struct arena *a, const char *from, const char *to,
                                struct buf *out)
{
	struct moving m = { .arena = a, .from = from, .to = to, .made = to, .out = out,
	                    .server = db_on_server(to) };
	struct fault broke;

	if (!db_exists(from))
		fault(FAULT_INPUT, "there is no council in %s", from);
	if (m.server ? db_exists(to) : !folder_is_free(to))
		fault(FAULT_INPUT, "there is %s in %s already: a council is moved into an empty "
		      "place", m.server ? "a council" : "data", to);
	if (!m.server) {
		m.to = without_slash(a, to);
		m.made = arena_fmt(a, "%s.part", m.to);
	}
	boundary_run(move_work, &m, &broke);
	if (broke.kind == FAULT_NONE)
		return m.moved;
	if (!m.server)
		folder_remove(m.made);
	fault(broke.kind, "%s", broke.why);
}
