/* SPDX-License-Identifier: MIT */
/*
 * csv_decode.c -- how a file's bytes are written: decided once for all of it.
 *
 * A file is UTF-16 when it begins with that mark or every other of its first
 * bytes is NUL; UTF-8 when all of it is well formed; else Windows-1252.  One
 * bad byte therefore makes the file Windows', which is what such files are:
 * exports of old databases with a few curly quotes.
 */
#include "exchange/csv.h"

#include <string.h>

#include "base/utf8.h"
#include "exchange/csv_scan.h"

/*
 * Some programs read a UTF-8 mark as three letters of Windows-1252 and write
 * those in UTF-8, mark and all; some files went through two such programs.
 */
static const struct { size_t n; const char *bytes; } marks[] = {
	{ 12, "\xC3\x83\xC2\xAF\xC3\x82\xC2\xBB\xC3\x82\xC2\xBF" },
	{  6, "\xC3\xAF\xC2\xBB\xC2\xBF" },
	{  3, "\xEF\xBB\xBF" },
};

static void skip_marks(const char **bytes, size_t *n)
{
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (*n < marks[i].n || memcmp(*bytes, marks[i].bytes, marks[i].n) != 0)
			continue;
		*bytes += marks[i].n;
		*n -= marks[i].n;
		i = (size_t)-1;         /* one mark may hide another */
	}
}

/* 'l' or 'b' for the order of UTF-16's bytes; 0: it is not UTF-16. */
static char utf16_order(const char *s, size_t n)
{
	size_t even = 0, odd = 0, look = n < 128 ? n : 128;

	if (n < 2)
		return 0;
	if (memcmp(s, "\xFF\xFE", 2) == 0)
		return 'l';
	if (memcmp(s, "\xFE\xFF", 2) == 0)
		return 'b';
	for (size_t i = 0; i < look; i++)
		*(i % 2 ? &odd : &even) += s[i] == 0;
	if (n >= 8 && odd > look * 2 / 5 && even == 0)
		return 'l';
	if (n >= 8 && even > look * 2 / 5 && odd == 0)
		return 'b';
	return 0;
}

static uint32_t utf16_unit(const char *s, char order)
{
	const unsigned char *u = (const unsigned char *)s;

	return order == 'l' ? u[0] | (uint32_t)u[1] << 8 : u[1] | (uint32_t)u[0] << 8;
}

static void from_utf16(struct arena *a, const char **bytes, size_t *n, char order)
{
	struct buf out = buf_new(a);
	const char *s = *bytes;

	for (size_t i = 0; i + 1 < *n; i += 2) {
		uint32_t c = utf16_unit(s + i, order);

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < *n) {
			uint32_t low = utf16_unit(s + i + 2, order);

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		if (c == 0xFEFF)
			continue;
		if (c >= 0xD800 && c < 0xE000)
			c = 0xFFFD;
		utf8_put(&out, c);
	}
	*n = out.n;
	*bytes = buf_text(&out);
}

/* The length of a well-formed UTF-8 letter that begins with a high byte; 0: it is not one. */
static size_t utf8_letter(const unsigned char *s, size_t n)
{
	static const struct { unsigned char from, to, low, high; size_t n; } forms[] = {
		{ 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 },
		{ 0xE1, 0xEC, 0x80, 0xBF, 3 }, { 0xED, 0xED, 0x80, 0x9F, 3 },
		{ 0xEE, 0xEF, 0x80, 0xBF, 3 }, { 0xF0, 0xF0, 0x90, 0xBF, 4 },
		{ 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
	};

	for (size_t i = 0; i < COUNT(forms); i++) {
		if (s[0] < forms[i].from || s[0] > forms[i].to)
			continue;
		if (n < forms[i].n || s[1] < forms[i].low || s[1] > forms[i].high)
			return 0;
		for (size_t k = 2; k < forms[i].n; k++) {
			if ((s[k] & 0xC0) != 0x80)
				return 0;
		}
		return forms[i].n;
	}
	return 0;
}

enum csv_coding csv_decode(struct arena *a, const char **bytes, size_t *n, const char **nul)
{
	enum csv_coding coding = CSV_ASCII;
	char order = utf16_order(*bytes, *n);

	if (order) {
		from_utf16(a, bytes, n, order);
		coding = CSV_UTF16;
	}
	skip_marks(bytes, n);
	*nul = *n ? memchr(*bytes, 0, *n) : NULL;
	if (coding == CSV_UTF16)
		return coding;

	const char *end = *bytes + *n;
	for (const char *p = find_high(*bytes, end); p < end; p = find_high(p, end)) {
		size_t k = utf8_letter((const unsigned char *)p, (size_t)(end - p));

		if (k == 0)
			return CSV_CP1252;
		coding = CSV_UTF8;
		p += k;
	}
	return coding;
}
