/* SPDX-License-Identifier: MIT */
/*
 * head.h -- what the door takes from a request's headers.
 *
 * The guard has already refused what can be read two ways; here is only what
 * is wanted: framing, who asks, and the pairs for the application.  What a
 * proxy says of the client is believed from our own proxy alone, and reaches
 * the application in no other form than `peer` and `https`.
 */
#ifndef ALM_WEB_HEAD_H
#define ALM_WEB_HEAD_H

#include <microhttpd.h>

#include "base/base.h"

struct head {
	const char *pairs;              /* "name\0value\0...\0", pairs_n bytes */
	size_t      pairs_n;
	const char *peer;               /* address; "" over a unix: socket     */
	uint64_t    length;             /* Content-Length; 0 if chunked        */
	bool        chunked, expects, https;
};

void head_read(struct head *, struct arena *, struct MHD_Connection *, bool trust_proxy);
/* The same text, kept for ever; NULL: a method that is not served. */
const char *head_method(const char *);

#endif
