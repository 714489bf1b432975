/* SPDX-License-Identifier: MIT */
/*
 * disclosure.h -- which figures are hidden, so that nobody is given away.
 *
 * Figures of small groups are hidden.  But readers subtract: they know that
 * lines and columns add up.  So further figures are hidden, until for each
 * hidden one there is another set of figures that looks the same:
 *
 *	a move of figure x:  some hidden figures, x among them, all go up or
 *	                     down by one step, every sum holds, none falls
 *	                     below what readers know it to be at least
 *
 * With a move there is a second table with the same published figures in which
 * x is another, so that no reader, however clever, can say which of the two is
 * true.  The search for the move that hides least (of the figures of fewest
 * people, totals last) says what else is hidden.  What is not defended, and
 * why: doc/decisions/data-packs.md.  No database, no memory of its own.
 */
#ifndef ALM_SHAPING_DISCLOSURE_H
#define ALM_SHAPING_DISCLOSURE_H

#include "base/base.h"

struct figure {
	int64_t value;               /* from nought up                                      */
	int64_t people;              /* of whom it tells                                    */
	int64_t step;                /* by how much it must be able to be another, from 1   */
	bool    hidden;              /* filled in                                           */
};
/* What readers know: figure `whole` is the sum of the parts.  Each in one unit. */
struct figure_sum { size_t whole; const size_t *parts; size_t nparts; };

struct disclosure {
	struct figure *figures;
	size_t         n;
	const struct figure_sum *sums;
	size_t         nsums;
	int64_t        smallest;     /* fewer people than these are hidden                  */
	bool           zeros_shown;  /* nought is shown, and so a hidden figure is at least 1 */
};

/* Hides small groups alone.  How many. */
size_t disclosure_small(struct disclosure *);
/*
 * Hides small groups and what else must be.  How many are hidden in all.
 * *sound: each has a move.  False only where the search was given up; then
 * nothing may be published.
 */
size_t disclosure_hide(struct arena *, struct disclosure *, bool *sound);

#endif
