/* SPDX-License-Identifier: MIT */
/*
 * ship_restore.c -- a council from a folder of pieces.
 *
 *	newest base (if it is not whole, the one before) -> its pages
 *	  -> pieces from its number on, as long as each begins where the last one ended;
 *	     applied from the one on that the base's moment stands in
 *	  -> checked as every restore is
 *
 * A piece is read whole before anything of it is applied, and applied as one:
 * it ends at a commit.
 */
#include "backup/ship.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"

enum { PIECE_BYTES = 16 << 20 };

struct applying {
	struct arena  *arena;
	const char    *folder;
	struct seal_by by;
	struct ship_reached *reached;
	struct arena  *own;              /* for one piece */
	int            fd;               /* of the database */
	bool           changed;
};

/* ---- one piece ---------------------------------------------------------------- */

static void page_put(void *arg, const struct ship_head *h, uint32_t number, const void *page)
{
	struct applying *k = arg;
	ssize_t done = fault_due() ? (errno = EIO, -1)
	             : pwrite(k->fd, page, (size_t)h->page_size,
	                      (int64_t)(number - 1) * h->page_size);

	if (done != h->page_size)
		fault(done >= 0 || errno == ENOSPC ? FAULT_FULL : FAULT_IO,
		      "cannot write the database: %s", strerror(errno));
	k->changed = true;
}

struct reading { struct applying *k; int64_t number; struct ship_piece piece; };

static void read_work(void *arg)
{
	struct reading *r = arg;

	ship_piece_read(r->k->own, r->k->folder, r->number, r->k->by, &r->piece);
}

static bool is_in(const struct ship_piece *p, const struct log_at *at)
{
	for (int64_t i = 0; i < p->head.nranges; i++)
		if (memcmp(p->ranges[i].salt, at->salt, LOG_SALT) == 0 &&
		    p->ranges[i].from <= at->frame && at->frame <= p->ranges[i].to)
			return true;
	return log_at_same(&p->head.from, at) || log_at_same(&p->head.to, at);
}

static void piece_apply(struct applying *k, struct reading *r)
{
	r->piece.page = page_put;
	r->piece.arg = k;
	ship_piece_read(k->own, k->folder, r->number, k->by, &r->piece);
	if (ftruncate(k->fd, r->piece.head.db_pages * r->piece.head.page_size) != 0)
		fault(FAULT_IO, "cannot write the database: %s", strerror(errno));
	k->reached->pieces++;
	k->reached->made = (Moment){ r->piece.head.made_ms };
}

/* ---- all of them ----------------------------------------------------------------- */

/* Why there is no piece of that number; NULL: since there is none behind it either. */
static const char *missing(struct applying *k, int64_t number)
{
	int64_t *numbers;
	size_t n = ship_numbers(k->arena, k->folder, "piece", &numbers);

	return n && numbers[n - 1] > number
	       ? arena_fmt(k->arena, "piece %lld is missing", (long long)number) : NULL;
}

/* False: here it ends, and k->reached->stopped says why. */
static bool piece_next(struct applying *k, int64_t number, const struct backup_head *base,
                       struct log_at *at, bool *in)
{
	struct reading r = { .k = k, .number = number };
	struct fault broke;

	arena_reset(k->own);
	if (access(ship_piece_name(k->own, k->folder, number), F_OK) != 0) {
		k->reached->stopped = missing(k, number);
		return false;
	}
	if (boundary_run(read_work, &r, &broke) != FAULT_NONE) {
		k->reached->stopped = arena_dup(k->arena, broke.why);
		return false;
	}
	if (number > base->ship_from && !log_at_same(at, &r.piece.head.from)) {
		k->reached->stopped = arena_fmt(k->arena, "piece %lld does not go on from the one "
		                                "before it", (long long)number);
		return false;
	}
	*at = r.piece.head.to;
	*in = *in || is_in(&r.piece, &base->log);
	if (*in)
		piece_apply(k, &r);
	return true;
}

struct working { struct applying *k; const struct backup_head *base; };

static void pieces_work(void *arg)
{
	struct working *w = arg;
	struct log_at at = { .frame = 0 };
	bool in = false;

	for (int64_t i = w->base->ship_from; piece_next(w->k, i, w->base, &at, &in); i++)
		;
	if (w->k->changed && fsync(w->k->fd) != 0)
		fault(FAULT_IO, "the database did not reach the disk");
}

static bool pieces_apply(void *arg, const char *part, const struct backup_head *base)
{
	struct applying *k = arg;
	struct working w = { k, base };
	struct fault broke;

	if (!base->ship_from)
		fault(FAULT_INPUT, "this is a copy, and no base that pieces go on from");
	k->changed = false;
	k->reached->pieces = 0;
	k->reached->made = base->made;
	k->fd = open(arena_fmt(k->arena, "%s/almoner.db", part), O_WRONLY | O_CLOEXEC);
	if (k->fd < 0)
		fault(FAULT_IO, "cannot open %s/almoner.db: %s", part, strerror(errno));
	k->own = arena_new("piece", PIECE_BYTES);
	boundary_run(pieces_work, &w, &broke);
	arena_end(&k->own);
	close(k->fd);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
	return k->changed;
}

/* ---- from which base ---------------------------------------------------------------- */

struct trying {
	struct applying *k;
	const char *dir;
	struct backup_head head;
};

static void base_work(void *arg)
{
	struct trying *t = arg;
	const struct backup_more more = { pieces_apply, t->k };

	t->head = backup_restore_more(t->k->arena, t->k->reached->base, t->dir, t->k->by, &more);
}

struct backup_head ship_restore(struct arena *a, const char *folder, const char *dir,
                                struct seal_by by, struct ship_reached *reached)
{
	struct applying k = { .arena = a, .folder = folder, .by = by, .reached = reached };
	struct trying t = { .k = &k, .dir = dir };
	struct fault broke = { FAULT_NONE }, first = { FAULT_NONE };
	int64_t *bases;
	size_t n = ship_numbers(a, folder, "base", &bases);

	if (!n)
		fault(FAULT_INPUT, "there is no base in %s (almoner-base-NUMBER.alm)", folder);
	for (size_t i = n; i-- > 0; ) {
		*reached = (struct ship_reached){ .base = ship_base_name(a, folder, bases[i]) };
		if (boundary_run(base_work, &t, &broke) == FAULT_NONE)
			return t.head;
		if (first.kind == FAULT_NONE)
			first = broke;
		if (broke.kind != FAULT_INPUT)
			break;
	}
	fault(first.kind, "%s", first.why);
}
