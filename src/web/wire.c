/* SPDX-License-Identifier: MIT */
/*
 * wire.c -- the shape of header pairs, which both sides of the wire share.
 */
#include "web/wire.h"

#include <string.h>
#include <strings.h>

const char *wire_header(const struct wire_request *rq, const char *name)
{
	const char *p = rq->headers;

	while (p && *p) {
		const char *value = p + strlen(p) + 1;

		if (strcasecmp(p, name) == 0)
			return value;
		p = value + strlen(value) + 1;
	}
	return NULL;
}

void wire_pair(struct buf *to, const char *name, const char *value)
{
	/* A line end here would let a value write headers of its own. */
	for (const char *p = value; *p; p++)
		SURE((unsigned char)*p >= ' ' && *p != 0x7f);
	SURE(*name);
	buf_add(to, name, strlen(name) + 1);
	buf_add(to, value, strlen(value) + 1);
}
