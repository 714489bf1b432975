/* SPDX-License-Identifier: MIT */
/*
 * sheets_zip.c -- members of a zip file, by its directory at the end.
 */
#include "exchange/sheets_inside.h"

#include <string.h>
#include <zlib.h>

enum {
	LOCAL_HEADER = 30, DIRECTORY_HEADER = 46, END_HEADER = 22,
	MEMBER_CAP = 128 << 20,
};

static unsigned two(const char *p)
{
	return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

static size_t four(const char *p)
{
	return two(p) | (size_t)two(p + 2) << 16;
}

bool zip_open(struct arena *a, struct zip *z, const char *bytes, size_t n)
{
	const size_t look = n < 65535 + END_HEADER ? n : 65535 + END_HEADER;

	*z = (struct zip){ .arena = a, .bytes = bytes, .n = n };
	if (n < END_HEADER)
		return false;
	for (const char *at = bytes + n - END_HEADER; at >= bytes + n - look; at--) {
		if (memcmp(at, "PK\x05\x06", 4) != 0)
			continue;
		z->members = two(at + 10);
		z->directory = four(at + 16);
		return z->directory < n;
	}
	return false;
}

static const char *unpack(struct zip *z, const char *entry, size_t *n)
{
	const size_t packed = four(entry + 20), whole = four(entry + 24), at = four(entry + 42);
	const unsigned method = two(entry + 10);
	z_stream s = { 0 };
	size_t data;
	char *out;
	int got;

	z->large |= whole > MEMBER_CAP;
	if ((two(entry + 8) & 1) || whole > MEMBER_CAP || at + LOCAL_HEADER > z->n)
		return NULL;                    /* encrypted, too large, or out of the file */
	data = at + LOCAL_HEADER + two(z->bytes + at + 26) + two(z->bytes + at + 28);
	if (data > z->n || packed > z->n - data || (method == 0 && packed != whole))
		return NULL;
	out = arena_get(z->arena, whole + 1);
	*n = whole;
	out[whole] = 0;
	if (method == 0) {
		memcpy(out, z->bytes + data, whole);
		return out;
	}
	if (method != Z_DEFLATED || inflateInit2(&s, -MAX_WBITS) != Z_OK)
		return NULL;
	s.next_in = (Bytef *)(uintptr_t)(z->bytes + data);
	s.avail_in = (uInt)packed;
	s.next_out = (Bytef *)out;
	s.avail_out = (uInt)whole;
	got = inflate(&s, Z_FINISH);
	inflateEnd(&s);
	return got == Z_STREAM_END && s.avail_out == 0 ? out : NULL;
}

const char *zip_text(struct zip *z, const char *name, size_t *n)
{
	const size_t name_n = strlen(name);
	size_t at = z->directory;

	for (size_t i = 0; i < z->members; i++) {
		const char *entry = z->bytes + at;

		if (at + DIRECTORY_HEADER > z->n || memcmp(entry, "PK\x01\x02", 4) != 0)
			return NULL;
		const size_t has = two(entry + 28);

		if (at + DIRECTORY_HEADER + has > z->n)
			return NULL;
		if (has == name_n && memcmp(entry + DIRECTORY_HEADER, name, has) == 0)
			return unpack(z, entry, n);
		at += DIRECTORY_HEADER + has + two(entry + 30) + two(entry + 32);
	}
	return NULL;
}
