/* SPDX-License-Identifier: MIT */
/*
 * pack.c -- one zlib stream per process, kept, since setting one up costs as
 * much as packing a small page.
 */
#include "web/pack.h"

#include <limits.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, LEVEL = 1, MEMORY = 8 };

/* The quality after a coding's name is nought: "; q=0", "q=0.000". */
static bool is_refused(const char *params, size_t n)
{
	size_t i = 0;

	while (i < n && strchr("; \t", params[i]))
		i++;
	if (n - i < 3 || (params[i] != 'q' && params[i] != 'Q') || params[i + 1] != '=')
		return false;
	for (i += 2; i < n; i++)
		if (params[i] >= '1' && params[i] <= '9')
			return false;
	return true;
}

bool pack_wanted(const char *accept)
{
	while (accept && *accept) {
		accept += strspn(accept, ", \t");
		const size_t n = strcspn(accept, ",");
		const size_t name = strcspn(accept, ",; \t");

		if (name == 4 && strncasecmp(accept, "gzip", 4) == 0)
			return !is_refused(accept + name, n - name);
		accept += n;
	}
	return false;
}

char *pack_gzip(struct arena *a, const void *bytes, size_t n, size_t *out_n)
{
	static z_stream z;
	static bool begun;

	if (n > UINT_MAX / 2)
		return NULL;
	if (!begun)
		begun = deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY,
		                     Z_DEFAULT_STRATEGY) == Z_OK;
	if (!begun)
		return NULL;
	if (deflateReset(&z) != Z_OK)
		return NULL;

	/* Room for less than came in: if that does not do, it is not worth it. */
	char *out = arena_get(a, n);
	z.next_in = (Bytef *)(uintptr_t)bytes;
	z.avail_in = (uInt)n;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)n;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		return NULL;
	*out_n = n - z.avail_out;
	return out;
}
