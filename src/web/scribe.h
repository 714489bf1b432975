/* SPDX-License-Identifier: MIT */
/*
 * scribe.h -- the process that writes down, for all workers, what has to be on
 * the disk before their pages leave.
 *
 *	worker: note ----.                       .---> done: the page leaves
 *	worker: note -----+--> one transaction --+---> done
 *	worker: note ----'     and one sync      '---> not written: a fault
 *
 * While one lot is synced the next gathers, so the slower the disk and the
 * more who ask, the more share a sync.  The sockets are made before any child
 * and the supervisor keeps them: notes outlive a scribe who ends, except the
 * lot in its hands, whose workers give up after a while.
 */
#ifndef ALM_WEB_SCRIBE_H
#define ALM_WEB_SCRIBE_H

#include "web/wire.h"

/* The supervisor's, before the first child: with room for so many workers. */
bool scribe_open(int seats) MUST_USE;
void scribe_close(void);
/* In a child: this seat is mine.  Any other number: I have nothing to say. */
void scribe_sit(int seat);
/* The scribe's life. */
void scribe_run(const struct serve_options *, const struct wire_app *) NORETURN;

#endif
