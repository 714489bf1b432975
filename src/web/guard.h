/* SPDX-License-Identifier: MIT */
/*
 * guard.h -- which requests may reach the HTTP parser at all.
 *
 * libmicrohttpd 0.9.75 takes bare line feeds, folded headers, NUL in a value,
 * doubled Content-Length and more: harmless alone, but beside a proxy that
 * reads them otherwise one request becomes two (CWE-444).  So every byte that
 * the parser receives passes here first, and a head is either what RFC 9112
 * says a sender must send or is refused.  The guard follows the framing, so
 * that it knows where the next head begins.
 *
 *	LINE -> headers -> LINE ...                       no body
 *	             \--> BODY(n) -> LINE                 Content-Length
 *	             \--> { SIZE -> DATA(n) }* -> LINE    chunked, without trailers
 *	any violation -> REFUSED, for ever
 */
#ifndef ALM_WEB_GUARD_H
#define ALM_WEB_GUARD_H

#include <sys/types.h>

#include "base/base.h"

#define GUARD_HEAD_MAX   (16u << 10)    /* bytes of one head     */
#define GUARD_TARGET_MAX (8u << 10)     /* bytes of its address  */
#define GUARD_LINES_MAX  100u           /* header lines          */

enum guard_state {
	GUARD_LINE,             /* before a request line          */
	GUARD_LINE_LF,          /* an empty line before it: its CR*/
	GUARD_METHOD,
	GUARD_TARGET,
	GUARD_VERSION,
	GUARD_VERSION_LF,
	GUARD_NAME_FIRST,       /* first byte of a header line    */
	GUARD_NAME,
	GUARD_VALUE,
	GUARD_VALUE_LF,
	GUARD_END_LF,           /* the empty line after the head  */
	GUARD_BODY,
	GUARD_SIZE,             /* of a chunk, hexadecimal        */
	GUARD_SIZE_LF,
	GUARD_DATA,
	GUARD_DATA_CR,          /* after a chunk                  */
	GUARD_DATA_LF,
	GUARD_REFUSED,
};

struct guard {
	enum guard_state state;
	int         status;             /* of the refusal: 400, 413, 414, 431 */
	const char *why;                /* the same in words, for the log     */
	uint32_t    heads;              /* whole heads let through so far     */
	uint64_t    body_left;          /* of the body or chunk               */
	unsigned    bytes, lines, at;   /* of this head; in this element      */
	unsigned    lengths, codings, hosts;
	uint64_t    length;
	bool        old, chunked;       /* HTTP/1.0; a chunked body           */
	char        name[20];           /* lower case; longer ones are cut    */
	char        value[128];         /* of the headers that are looked at  */
	unsigned    name_n, value_n;
	bool        value_cut;
};

void guard_start(struct guard *);

/*
 * Look at the `n` bytes that follow those seen before.  False: the connection
 * is refused (->status and ->why say how); nothing of these bytes, and nothing
 * after them, may reach the parser.
 */
bool guard_pass(struct guard *, const char *bytes, size_t n) MUST_USE;

/*
 * The tap: libmicrohttpd offers no place to see bytes before it parses them,
 * but it reads every socket with recv(), which guard_recv.c stands in for.
 * While a tap is set each successful read goes through it; the tap returns
 * what recv() shall return.  Only the door sets it.
 */
typedef ssize_t guard_tap_fn(int fd, char *bytes, ssize_t got);
extern guard_tap_fn *guard_tap;

#endif
