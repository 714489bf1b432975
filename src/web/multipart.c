/* SPDX-License-Identifier: MIT */
/*
 * multipart.c -- forms with files (RFC 7578): parts between boundary lines.
 *
 *	--B CRLF  headers CRLF CRLF  bytes  CRLF --B  ...  CRLF --B--
 *
 * A file's bytes are not copied: they lie where the body lies.  A field that
 * nobody chose a file for is sent with an empty name and no bytes, and counts
 * as not sent.
 */
#include "web/params.h"

#include <string.h>

#include "base/utf8.h"

static void broken(struct decoded *d, const char *why)
{
	if (!d->status) {
		d->status = 400;
		d->why = why;
	}
}

/* The value of NAME="..." (or NAME=token) in a header's value; NULL: not there. */
static char *attribute(struct arena *a, const char *s, const char *name)
{
	size_t n = strlen(name);

	while ((s = strchr(s, ';'))) {
		size_t len;

		s++;
		s += strspn(s, " \t");
		if (strncasecmp(s, name, n) != 0 || s[n] != '=')
			continue;
		s += n + 1;
		if (*s != '"')
			return arena_dupn(a, s, strcspn(s, "; \t"));
		len = strcspn(++s, "\"");
		return arena_dupn(a, s, len);
	}
	return NULL;
}

/* The header of that name in a part's head, which ends with an empty line. */
static char *head_find(struct arena *a, const char *head, size_t n, const char *name)
{
	size_t len = strlen(name);
	const char *end = head + n;

	while (head < end) {
		const char *stop = memmem(head, (size_t)(end - head), "\r\n", 2);

		if (!stop)
			stop = end;
		if ((size_t)(stop - head) > len && head[len] == ':' &&
		    strncasecmp(head, name, len) == 0)
			return text_trim(a, arena_dupn(a, head + len + 1,
			                               (size_t)(stop - head) - len - 1));
		head = stop + 2;
	}
	return NULL;
}

/* Browsers write a quote or a line end in a name as %22, %0D, %0A. */
static const char *plain_name(struct decoded *d, const char *s)
{
	size_t n;
	char *out = percent_decode(d->arena, s, strlen(s), false, &n);

	return utf8_check(out, n) == UTF8_FINE ? out : "file";
}

/* Some browsers once sent the whole path. */
static const char *last_step(const char *path)
{
	const char *slash = strrchr(path, '/'), *back = strrchr(path, '\\');

	if (back && (!slash || back > slash))
		slash = back;
	return slash ? slash + 1 : path;
}

static void part(struct decoded *d, const char *s, size_t n)
{
	const char *gap = memmem(s, n, "\r\n\r\n", 4);
	char *says, *name, *file;

	if (!gap) {
		broken(d, "A part of the form has no end to its head.");
		return;
	}
	says = head_find(d->arena, s, (size_t)(gap - s), "Content-Disposition");
	name = says ? attribute(d->arena, says, "name") : NULL;
	if (!name) {
		broken(d, "A part of the form has no name.");
		return;
	}
	file = attribute(d->arena, says, "filename");
	gap += 4;
	n -= (size_t)(gap - s);
	if (file && !*file && !n)
		return;
	params_add(d, plain_name(d, name), gap, n,
	           file ? last_step(plain_name(d, file)) : NULL);
}

void params_multipart(struct decoded *d, const char *content_type, const char *s, size_t n)
{
	const char *boundary = attribute(d->arena, content_type, "boundary"), *end = s + n;
	const char *line;
	size_t line_n;

	if (BLANK(boundary) || strlen(boundary) > 70) {
		broken(d, "The form does not say where its parts end.");
		return;
	}
	line = arena_fmt(d->arena, "\r\n--%s", boundary);
	line_n = strlen(line);
	/* The first boundary has no line end before it; what is before it is not ours. */
	if (n >= line_n - 2 && memcmp(s, line + 2, line_n - 2) == 0)
		s += line_n - 2;
	else if ((s = memmem(s, n, line, line_n)))
		s += line_n;
	while (s && !d->status) {
		const char *stop;

		if (end - s >= 2 && memcmp(s, "--", 2) == 0)
			return;
		stop = end - s >= 2 ? memmem(s, (size_t)(end - s), line, line_n) : NULL;
		if (!stop || memcmp(s, "\r\n", 2) != 0)
			break;
		/* From the CRLF of the boundary's own line: a part without headers has its gap. */
		part(d, s + 2, (size_t)(stop - s) - 2);
		s = stop + line_n;
	}
	broken(d, "The form was cut short on its way. Send it again.");
}
