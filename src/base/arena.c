/* SPDX-License-Identifier: MIT */
/*
 * arena.c -- memory that lives as long as a request.
 *
 * An arena is a chain of blocks, newest first; getting memory moves a tip
 * along the newest.  Each piece is zeroed when it is handed out, not when
 * its block is made, so that every byte is cleared once however often its
 * block is used again, and is warm in the cache when it is written.
 *
 * Under AddressSanitizer all that was not handed out is poisoned, and each
 * piece is followed by a gap, so that one byte too far is caught.
 */
#include "base/base.h"
#include "base/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define HIDE(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP 16
#else
#define HIDE(p, n) ((void)(p), (void)(n))
#define SHOW(p, n) ((void)(p), (void)(n))
#define GAP 0
#endif

#define GRAIN      16u                /* alignment of every piece */
#define BLOCK_SIZE ((size_t)64 << 10) /* the first; each next one is twice as big, ... */
#define BLOCK_MOST ((size_t)256 << 10) /* ... up to here; also the most that a reset keeps */

struct block {
	struct block *older;
	size_t size, used;            /* of data */
	_Alignas(GRAIN) char data[];
};

struct defer {
	struct defer *older;
	size_t at;                    /* arena->total before this was asked for */
	void (*fn)(void *);
	void *arg;
};

struct arena {
	const char *name;
	size_t cap, total;            /* bytes, as rounded to grains */
	struct block *now;
	struct defer *defers;
};

static size_t grains(size_t n)
{
	return ((n ? n : 1) + GAP + GRAIN - 1) & ~(size_t)(GRAIN - 1);
}

static struct block *block_new(struct block *older, size_t size)
{
	struct block *b = malloc(sizeof *b + size);

	if (!b)
		return NULL;
	b->older = older;
	b->size = size;
	b->used = 0;
	HIDE(b->data, size);
	return b;
}

static struct block *block_end(struct block *b)
{
	struct block *older = b->older;

	SHOW(b->data, b->size);
	free(b);
	return older;
}

struct arena *arena_new(const char *name, size_t cap_bytes)
{
	struct arena *a = fault_due() ? NULL : malloc(sizeof *a);

	if (!a)
		fault(FAULT_MEMORY, "arena %s: none to be had", name);
	*a = (struct arena){ .name = name, .cap = cap_bytes };
	a->now = block_new(NULL, BLOCK_SIZE);
	if (!a->now) {
		free(a);
		fault(FAULT_MEMORY, "arena %s: no first block", name);
	}
	return a;
}

/* Run what was deferred when `total` had reached `since` or later. */
static void defers_run(struct arena *a, size_t since)
{
	struct defer *d;

	while ((d = a->defers) && d->at >= since) {
		a->defers = d->older;
		d->fn(d->arg);
	}
}

void arena_end(struct arena **ap)
{
	struct arena *a = *ap;

	if (!a)
		return;
	*ap = NULL;
	defers_run(a, 0);
	while (a->now)
		a->now = block_end(a->now);
	free(a);
}

/*
 * One block is kept, the largest that is not extravagant: a worker whose
 * pages need 200 KB then asks the system for nothing from its third request.
 */
void arena_reset(struct arena *a)
{
	struct block *keep = NULL, *b;

	defers_run(a, 0);
	for (b = a->now; b; b = b->older)
		if (b->size <= BLOCK_MOST && (!keep || b->size > keep->size))
			keep = b;
	SURE(keep);                   /* the first block always qualifies */
	for (b = a->now; b; )
		if (b == keep)
			b = b->older;
		else
			b = block_end(b);
	keep->older = NULL;
	keep->used = 0;
	HIDE(keep->data, keep->size);
	a->now = keep;
	a->total = 0;
}

/* A block in which n more bytes fit, as the newest.  False: no memory. */
static bool block_add(struct arena *a, size_t n)
{
	size_t size = a->now->size < BLOCK_MOST ? a->now->size * 2 : BLOCK_MOST;
	struct block *b = block_new(a->now, n > size ? n : size);

	if (!b)
		return false;
	a->now = b;
	return true;
}

/* Move the tip by n bytes.  NULL: over the cap, no memory, or torture says so. */
static void *tip_move(struct arena *a, size_t n)
{
	size_t whole;
	char *p;

	if (fault_due() || n > a->cap)
		return NULL;
	whole = grains(n);
	if (whole > a->cap - a->total)
		return NULL;
	if (whole > a->now->size - a->now->used && !block_add(a, whole))
		return NULL;
	p = a->now->data + a->now->used;
	a->now->used += whole;
	a->total += whole;
	SHOW(p, n);
	return p;
}

static void refuse(const struct arena *a, size_t n) NORETURN;
static void refuse(const struct arena *a, size_t n)
{
	fault(FAULT_MEMORY, "arena %s: %zu more than %zu of %zu bytes",
	      a->name, n, a->total, a->cap);
}

/* As arena_get(), for those who overwrite every byte themselves. */
static void *arena_raw(struct arena *a, size_t n)
{
	void *p = tip_move(a, n);

	if (!p)
		refuse(a, n);
	return p;
}

void *arena_get(struct arena *a, size_t n)
{
	return memset(arena_raw(a, n), 0, n);
}

void *arena_getn(struct arena *a, size_t size, size_t n)
{
	size_t whole;

	if (__builtin_mul_overflow(size, n, &whole))
		refuse(a, SIZE_MAX);
	return arena_get(a, whole);
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t n)
{
	struct block *b = a->now;
	size_t had = grains(old), want;
	void *q;

	if (p && n >= old && n <= a->cap && (char *)p + had == b->data + b->used) {
		want = grains(n);
		if (want - had <= b->size - b->used && want - had <= a->cap - a->total) {
			if (fault_due())
				refuse(a, n);
			b->used += want - had;
			a->total += want - had;
			SHOW(p, n);
			return p;
		}
	}
	q = arena_raw(a, n);
	if (p)
		memcpy(q, p, old < n ? old : n);
	return q;
}

char *arena_dupn(struct arena *a, const char *s, size_t n)
{
	char *copy;

	if (!s)
		return NULL;
	copy = arena_raw(a, n + 1);
	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *arena_dup(struct arena *a, const char *s)
{
	return s ? arena_dupn(a, s, strlen(s)) : NULL;
}

char *arena_fmt(struct arena *a, const char *fmt, ...)
{
	struct buf b = buf_new(a);
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	return buf_text(&b);
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	size_t at = a->total;
	struct defer *d = tip_move(a, sizeof *d);

	if (!d) {
		fn(arg);              /* or what the caller opened would leak */
		refuse(a, sizeof *d);
	}
	*d = (struct defer){ .older = a->defers, .at = at, .fn = fn, .arg = arg };
	a->defers = d;
}

void fd_close(void *fd)
{
	if (*(int *)fd >= 0)
		close(*(int *)fd);
	*(int *)fd = -1;
}

struct arena_mark arena_mark(struct arena *a)
{
	return (struct arena_mark){ a->now, a->now->used, a->total };
}

void arena_back(struct arena *a, struct arena_mark m)
{
	struct block *b;

	SURE(m.total <= a->total);
	defers_run(a, m.total);
	while (a->now != m.block) {
		a->now = block_end(a->now);
		SURE(a->now);         /* else the mark was of another life */
	}
	b = a->now;
	b->used = m.used;
	a->total = m.total;
	HIDE(b->data + b->used, b->size - b->used);
}

size_t arena_used(const struct arena *a)
{
	return a->total;
}
