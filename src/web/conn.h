/* SPDX-License-Identifier: MIT */
/*
 * conn.h -- the door's connections: what phase each is in, and for how long.
 *
 *	IDLE --first byte--> HEAD --whole--> BODY --all there--> WAIT --answer--> REPLY --> IDLE
 *
 * A client pays for slowness with its own connection only: a phase in which
 * it is the client's turn (all but WAIT) has a time, the body and the reply
 * with more of it for each byte, at SLOWEST bytes a millisecond.  (The HTTP
 * library counts inactivity only, which a byte a second never is.)
 */
#ifndef ALM_WEB_CONN_H
#define ALM_WEB_CONN_H

#include "base/base.h"
#include "web/guard.h"
#include "web/page.h"

enum { CONN_SLOWEST = 16 };             /* bytes a millisecond: a poor mobile link */

enum conn_phase { CONN_NONE, CONN_IDLE, CONN_HEAD, CONN_BODY, CONN_WAIT, CONN_REPLY };

struct conn {
	int      fd;
	enum conn_phase phase;
	int64_t  until_ms;              /* of this phase                           */
	uint32_t taken;                 /* requests begun, of those that the guard passed */
	unsigned at;                    /* place in the list of the open           */
	struct guard guard;
};

/* Sets the guard's tap.  `slow_ms`: for a head; `id`: numbers for refusals. */
void conns_open(struct arena *, unsigned limit, int slow_ms, const struct page_look *,
                uint64_t (*id)(void));
struct conn *conn_begin(int fd);
void     conn_end(struct conn *);
/* Did the next request's head come through the guard?  Fails closed. */
bool     conn_take(struct conn *) MUST_USE;
/* `bytes` of body or reply are to go over the line in this phase. */
void     conn_phase(struct conn *, enum conn_phase, uint64_t bytes);
void     conns_sweep(void);             /* a few times a second */
unsigned conns_count(void);
/* The house is closing: idle connections have half a second left. */
void     conns_close_idle(void);

#endif
