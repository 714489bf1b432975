/* SPDX-License-Identifier: MIT */
/*
 * meter.h -- what rooms have counted for those who keep the service running:
 * rows of a table in each room.
 *
 * A label can only be a word of a vocabulary, so no name, number or address can
 * become one.
 */
#ifndef ALM_SITE_METER_H
#define ALM_SITE_METER_H

#include "base/vocab.h"
#include "db/db.h"

struct meter {
	const char *name;            /* "almoner_jobs"; a gauge                           */
	const char *help;            /* one line                                          */
	const char *label;           /* with words: what they are called, "state"         */
	const struct vocab *words;   /* the statement's rows are a code of these and n;
	                              * NULL: it is one row, n                            */
	const struct sql *sql;       /* no arguments                                      */
};

/* All rooms' meters, and how the clerk and the disk do, as Prometheus reads them. */
void site_tell(struct db *, struct arena *, const char *dir, Moment now, struct buf *out);

/* What files beside the database tell (rooms.c); dir may be NULL. */
extern void (*meter_files_hook)(const char *dir, Moment now, struct buf *out);

/* Why it should not be sent any requests, in a sentence; NULL: it should.  The schema is
 * not this program's, no clerk leads, or the disk is full.  dir NULL: no disk to look at. */
const char *site_not_ready(struct db *, struct arena *, const char *dir, Moment now);

#endif
