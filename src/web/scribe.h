/* SPDX-License-Identifier: MIT */
/*
 * scribe.h -- the process that writes down, for all workers, what has to be on
 * the disk before their pages leave.
 *
 *	worker --page, held--> door . . . . . . . . . . . . . . . the page leaves
 *	   '----its notes----> scribe --one transaction--> word --^ (or a sorry)
 *	                       (of all that came meanwhile)
 *
 * The worker waits for nobody: the door holds the page until the scribe's
 * word for it has come.  While one lot is synced the next gathers, so the
 * slower the disk and the more who ask, the more share a sync.  The sockets
 * are made before any child and the supervisor keeps them: notes outlive a
 * scribe who ends, except the lot in its hands, whose pages are given up.
 */
#ifndef ALM_WEB_SCRIBE_H
#define ALM_WEB_SCRIBE_H

#include "web/wire.h"

enum { SCRIBE_LOT = 64 };               /* pages in one transaction, at most */

/* Which try at which request: a page that was tried again is noted again. */
struct scribe_page { uint64_t id; uint32_t again; uint32_t unused; };

/* From the scribe to the door: what became of the notes of these pages. */
struct scribe_word {
	uint32_t status;                /* 0: written; else what to answer instead */
	uint32_t n;
	struct scribe_page page[SCRIBE_LOT];
};

/* The supervisor's, before the first child. */
bool scribe_open(void) MUST_USE;
void scribe_close(void);
/* In a child: what I have of it.  The door hears, a worker speaks, others neither. */
enum scribe_seat { SCRIBE_NOBODY, SCRIBE_DOOR, SCRIBE_WORKER };
void scribe_sit(enum scribe_seat);

/* The door's: its end, to be watched (-1: no scribe), and one word off it. */
int  scribe_ear(void);
bool scribe_hear(struct scribe_word *) MUST_USE;        /* false: none there */

/*
 * A worker's: around each request.  Between them wire_note() gathers.  At the
 * end, true: sent, the page has to be held; false: there is none, or it was
 * written by the worker himself, since the scribe does not take it.  May fault.
 */
void scribe_begin(struct arena *, struct scribe_page);
bool scribe_end(const struct wire_app *, void *state, struct arena *) MUST_USE;

/* The scribe's life. */
void scribe_run(const struct serve_options *, const struct wire_app *) NORETURN;

#endif
