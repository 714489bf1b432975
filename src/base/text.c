/* SPDX-License-Identifier: MIT */
/*
 * text.c -- small questions about text, whole numbers from people, and the
 * last words of a program that found itself wrong.
 */
#include "base/base.h"
#include "base/log.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void bug(const char *file, int line, const char *claim)
{
	log_line(LOG_ERROR, "bug", "at=%s:%d claim=\"%s\"", file, line, claim);
	abort();
}

bool text_same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

bool text_begins(const char *s, const char *prefix)
{
	return s && strncmp(s, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *s, const char *suffix)
{
	size_t n = s ? strlen(s) : 0, m = strlen(suffix);

	return s && n >= m && memcmp(s + n - m, suffix, m) == 0;
}

char *text_trim(struct arena *a, const char *s)
{
	size_t from = 0, to = 0, at, n;
	uint32_t cp;
	bool begun = false;

	for (at = 0; s && s[at]; at += n) {
		n = utf8_next(s + at, &cp);
		if (utf8_blank(cp))
			continue;
		if (!begun)
			from = at;
		begun = true;
		to = at + n;
	}
	return arena_dupn(a, s ? s + from : "", to - from);
}

char *text_lower(struct arena *a, const char *s)
{
	char *copy = arena_dup(a, s ? s : ""), *p;

	for (p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return copy;
}

static bool blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool int_parse(const char *s, int64_t *out)
{
	int64_t n = 0;
	int sign;

	if (!s)
		return false;
	while (blank(*s))
		s++;
	sign = *s == '-' ? -1 : 1;
	if (*s == '-' || *s == '+')
		s++;
	if (*s < '0' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++)
		if (__builtin_mul_overflow(n, 10, &n)
		    || __builtin_add_overflow(n, sign * (*s - '0'), &n))
			return false;
	while (blank(*s))
		s++;
	if (*s || n == INT_NONE)
		return false;
	*out = n;
	return true;
}
