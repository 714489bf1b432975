/* SPDX-License-Identifier: MIT */
/*
 * buf.c -- text that grows in its arena.
 *
 * Room doubles.  While the buffer is the newest thing in its arena it grows
 * where it stands, so that a page written in one go is never copied.  There
 * is always room for the NUL that buf_text() writes.
 */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

#define BUF_FIRST 64u

struct buf buf_new(struct arena *a)
{
	return (struct buf){ .arena = a };
}

/* Room for n more bytes and a NUL. */
static void buf_room(struct buf *b, size_t n)
{
	size_t want = b->cap ? b->cap * 2 : BUF_FIRST;

	if (b->s && n < b->cap - b->n)
		return;
	if (n >= SIZE_MAX / 4 || b->n + n + 1 > want)
		want = b->n + n + 1;  /* if absurd, the arena refuses it */
	b->s = arena_grow(b->arena, b->s, b->cap, want);
	b->cap = want;
}

void buf_add(struct buf *b, const char *s, size_t n)
{
	if (!n)
		return;
	buf_room(b, n);
	memcpy(b->s + b->n, s, n);
	b->n += n;
}

void buf_str(struct buf *b, const char *s)
{
	if (s)
		buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	buf_room(b, 1);
	b->s[b->n++] = c;
}

void buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	buf_room(b, BUF_FIRST - 1);
	n = vsnprintf(b->s + b->n, b->cap - b->n, fmt, ap);
	SURE(n >= 0);
	if ((size_t)n >= b->cap - b->n) {
		buf_room(b, (size_t)n);
		n = vsnprintf(b->s + b->n, b->cap - b->n, fmt, again);
		SURE(n >= 0);
	}
	va_end(again);
	b->n += (size_t)n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(b, fmt, ap);
	va_end(ap);
}

void buf_int(struct buf *b, int64_t i)
{
	char digits[20], *p = digits + sizeof digits;
	uint64_t u = i < 0 ? -(uint64_t)i : (uint64_t)i;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (i < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

char *buf_text(struct buf *b)
{
	buf_room(b, 0);
	b->s[b->n] = '\0';
	return b->s;
}
