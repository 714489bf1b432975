/* SPDX-License-Identifier: MIT */
/*
 * parse_pack.c -- a record between two processes of one machine.
 *
 * A number is its 8 bytes; a text its length, its bytes and a NUL, so that it
 * can be used where it lies.
 */
#include "exchange/parse_child.h"

#include <string.h>

#include "base/utf8.h"

void pack_int(struct buf *b, int64_t n)
{
	buf_add(b, (const char *)&n, sizeof n);
}

void pack_text(struct buf *b, const char *s)
{
	uint32_t n = s ? (uint32_t)strlen(s) : 0;

	buf_add(b, (const char *)&n, sizeof n);
	buf_add(b, s ? s : "", (size_t)n + 1);
}

static bool take(struct unpack *u, void *to, size_t n)
{
	if (u->broken || (size_t)(u->end - u->at) < n) {
		u->broken = true;
		memset(to, 0, n);
		return false;
	}
	memcpy(to, u->at, n);
	u->at += n;
	return true;
}

int64_t unpack_int(struct unpack *u)
{
	int64_t n;

	return take(u, &n, sizeof n) ? n : 0;
}

int64_t unpack_within(struct unpack *u, int64_t low, int64_t high)
{
	int64_t n = unpack_int(u);

	if (n >= low && n <= high)
		return n;
	u->broken = true;
	return low;
}

const char *unpack_text(struct unpack *u)
{
	const char *s;
	uint32_t n;

	if (!take(u, &n, sizeof n))
		return "";
	s = u->at;
	/* Control characters can do no harm here; NUL and bad UTF-8 are lies. */
	if ((size_t)(u->end - s) <= n || s[n] != '\0' || memchr(s, '\0', n) ||
	    utf8_check(s, n) == UTF8_BROKEN) {
		u->broken = true;
		return "";
	}
	u->at += (size_t)n + 1;
	return s;
}

bool unpack_done(const struct unpack *u)
{
	return !u->broken && u->at == u->end;
}
