/* SPDX-License-Identifier: MIT */
/*
 * neighbour.h -- what neighbours buy: notices of others, from open contracting data.
 * Part of tender/tender.h.
 */
#ifndef ALM_TENDER_NEIGHBOUR_H
#define ALM_TENDER_NEIGHBOUR_H

#include "base/vocab.h"
#include "db/db.h"

/* "So much or more": the code is the amount in pence. */
#define WATCHED_WORTHS(X, P)                                                 \
	X(P, 10000000,   HUNDRED,  "100000",   NULL, "£100,000 or more")      \
	X(P, 50000000,   HALF,     "500000",   NULL, "£500,000 or more")      \
	X(P, 100000000,  MILLION,  "1000000",  NULL, "£1 million or more")    \
	X(P, 1000000000, MILLIONS, "10000000", NULL, "£10 million or more")
VOCAB(watched_worth, WORTH, WATCHED_WORTHS)

/* Refusals that are told, of all that are counted. */
enum { WATCHED_NOTES = 200 };
struct watched_note { int64_t row; const char *why; };
struct watched_read {
	const char *broken;                      /* the file as a whole is refused, and why */
	int64_t n_new, n_changed, n_unchanged, n_refused;
	struct watched_note *notes;
	size_t nnotes;
};

/*
 * Read a file of releases (exchange/ocds_read.h).  The caller holds the write transaction, and
 * rolls it back when the file is broken, or when it was only to be tried.
 */
struct watched_read watched_read(struct db *, struct arena *, const char *bytes, size_t n,
                                 UserAccountId by, Moment now);
/* "new 3, changed 1, unchanged 160, refused 0" */
const char *watched_counts_text(struct arena *, const struct watched_read *);

#endif
