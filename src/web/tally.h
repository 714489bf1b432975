/* SPDX-License-Identifier: MIT */
/*
 * tally.h -- what the door counts, and how the teller asks for it.
 *
 * Only the door counts, in memory of its own; the teller asks over a pair of
 * sockets that is made before any child, so that either may be replaced.  A
 * count says which row of the routes it was, never which address.
 */
#ifndef ALM_WEB_TALLY_H
#define ALM_WEB_TALLY_H

#include "web/dispatch.h"
#include "web/wire.h"

/* The supervisor's, before the first child; then each child says what it has of it. */
bool tally_open(void) MUST_USE;
enum tally_seat { TALLY_NOBODY, TALLY_DOOR, TALLY_TELLER };
void tally_sit(enum tally_seat);
void tally_close(void);

/* ---- the door's ---- */
/* A reply on its way out.  route: the row's path, of static life; NULL: none fits. */
void tally_reply(const char *route, int status);
/* It was a worker's, and took so long from its last byte in to its first out. */
void tally_took(enum wire_lane, int64_t ms);
/* A word of the scribe's. */
void tally_lot(unsigned pages, bool written);
int  tally_ear(void);                   /* to be watched; -1: nobody asks */
/* The teller asks: answer. */
void tally_answer(const struct dispatch_now *, unsigned connections);

/* ---- the teller's ---- */
/* The door's counts as lines of metrics; false: it does not answer (it is being replaced). */
bool tally_ask(struct buf *out) MUST_USE;

/* A line "# HELP" and a line "# TYPE". */
void tally_head(struct buf *, const char *name, const char *type, const char *help);

#endif
