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

static void NOINLINE buf_grow(struct buf *b, size_t n)
{
	size_t want = b->cap ? b->cap * 2 : BUF_FIRST;

	if (n >= SIZE_MAX / 4 || b->n + n + 1 > want)
		want = b->n + n + 1;  /* if absurd, the arena refuses it */
	b->s = arena_grow(b->arena, b->s, b->cap, want);
	b->cap = want;
}

/* Room for n more bytes and a NUL: there is, nearly always. */
static inline void buf_room(struct buf *b, size_t n)
{
	if (n >= b->cap - b->n)
		buf_grow(b, n);
}

void buf_reserve(struct buf *b, size_t n)
{
	buf_room(b, n);
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

/* ---- formats ------------------------------------------------------------- */

/*
 * Most formats of a page have nothing in them but %s, %d and their like.  Those
 * are written here: the library's way costs several times as much, which was a
 * fifth of the time of a work list (`make bench`).  All others go to it.
 */
struct spec { char kind; bool wide, size; int zeros; };

/* What follows a %; NULL: not one of the simple ones. */
static const char *spec_read(const char *s, struct spec *spec)
{
	*spec = (struct spec){ 0 };
	if (*s == '0' && s[1] >= '1' && s[1] <= '9') {
		spec->zeros = s[1] - '0';
		s += 2;
	}
	if (*s == 'l' && s[1] == 'l') {
		spec->wide = true;
		s += 2;
	} else if (*s == 'z') {
		spec->size = true;
		s++;
	}
	spec->kind = *s;
	if (*s == 'd')
		return spec->size ? NULL : s + 1;
	if (*s == 'u')
		return s + 1;
	if (*s == '%' || *s == 's' || *s == 'c')
		return spec->zeros || spec->wide || spec->size ? NULL : s + 1;
	return NULL;
}

static void digits_add(struct buf *b, uint64_t u, bool minus, int width)
{
	char digits[32], *p = digits + sizeof digits, *stop = p;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	while (stop - p < width - minus)
		*--p = '0';
	if (minus)
		*--p = '-';
	buf_add(b, p, (size_t)(stop - p));
}

static void signed_add(struct buf *b, int64_t i, int width)
{
	/* Nearly all numbers of a page. */
	if (i >= 0 && i < 10 && width <= 1) {
		buf_char(b, (char)('0' + i));
		return;
	}
	digits_add(b, i < 0 ? -(uint64_t)i : (uint64_t)i, i < 0, width);
}

/* False: there is something else in it, and half of it may be written. */
static bool simple_add(struct buf *b, const char *fmt, va_list ap)
{
	struct spec spec;
	const char *stop;

	while ((stop = strchr(fmt, '%'))) {
		buf_add(b, fmt, (size_t)(stop - fmt));
		fmt = spec_read(stop + 1, &spec);
		if (!fmt)
			return false;
		if (spec.kind == '%')
			buf_char(b, '%');
		else if (spec.kind == 's')
			buf_str(b, va_arg(ap, const char *));
		else if (spec.kind == 'c')
			buf_char(b, (char)va_arg(ap, int));
		else if (spec.kind == 'd' && spec.wide)
			signed_add(b, va_arg(ap, long long), spec.zeros);
		else if (spec.kind == 'd')
			signed_add(b, va_arg(ap, int), spec.zeros);
		else if (spec.size)
			digits_add(b, va_arg(ap, size_t), false, spec.zeros);
		else if (spec.wide)
			digits_add(b, va_arg(ap, unsigned long long), false, spec.zeros);
		else
			digits_add(b, va_arg(ap, unsigned), false, spec.zeros);
	}
	buf_str(b, fmt);
	return true;
}

void buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	const size_t before = b->n;
	va_list again, again2;
	int n;

	va_copy(again, ap);
	if (simple_add(b, fmt, ap)) {
		va_end(again);
		return;
	}
	b->n = before;
	va_copy(again2, again);
	buf_room(b, BUF_FIRST - 1);
	n = vsnprintf(b->s + b->n, b->cap - b->n, fmt, again);
	SURE(n >= 0);
	if ((size_t)n >= b->cap - b->n) {
		buf_room(b, (size_t)n);
		n = vsnprintf(b->s + b->n, b->cap - b->n, fmt, again2);
		SURE(n >= 0);
	}
	va_end(again);
	va_end(again2);
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
	signed_add(b, i, 0);
}

char *buf_text(struct buf *b)
{
	buf_room(b, 0);
	b->s[b->n] = '\0';
	return b->s;
}
