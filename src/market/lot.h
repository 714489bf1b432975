/* SPDX-License-Identifier: MIT */
/*
 * lot.h -- what a framework is divided into, and what each lot pays.  Part of
 * market/market.h.
 *
 * A provider is accredited on a lot: one service, in some places (none named:
 * everywhere), with days within the framework's.  A rate holds from its day
 * until another begins: fixed, at most, or as offered, for the whole lot or in
 * one place, which goes before the whole (B&NES 3e.4; Shropshire app. 2).
 */
#ifndef ALM_MARKET_LOT_H
#define ALM_MARKET_LOT_H

#include "market/keep.h"
#include "market/term.h"

#define RATE_KINDS(X, P)                                                          \
	X(P, 1, FIXED,   "fixed",   "green",  "Fixed")                             \
	X(P, 2, MOST,    "at-most", "yellow", "At most")                           \
	X(P, 3, OFFERED, "offered", "grey",   "As offered")
VOCAB(rate_kind, RATED, RATE_KINDS)

#define RATE_UNITS(X, P)                                                          \
	X(P, 1, HOUR,  "hour",  "", "An hour")                                     \
	X(P, 2, VISIT, "visit", "", "A visit")                                     \
	X(P, 3, NIGHT, "night", "", "A night")                                     \
	X(P, 4, WEEK,  "week",  "", "A week")
VOCAB(rate_unit, UNIT, RATE_UNITS)

struct lot_answers {
	int64_t     number;              /* in its framework: 1 to 999 */
	const char *name;
	unsigned    service, part;
	Date        from, until;         /* none: the framework's; until: the day after its last */
	const char *localities;          /* ids as JSON text; none: everywhere */
};

enum lotted {
	LOTTED,
	LOT_GONE,            /* no such framework, lot or locality                             */
	LOT_STALE,           /* somebody changed it since it was shown                         */
	LOT_TAKEN,           /* the framework has a lot of that number                         */
	LOT_DATES,           /* it would end before it begins, or outside the framework's days */
	LOT_HELD,            /* standings on it are of that service, in that place, on that day */
	LOT_RATED,           /* a rate begins on that day, and has begun                       */
	LOT_PLACE,           /* the lot does not cover that locality                           */
};

/* All in a write transaction of the caller's, one audit row each.
 * LOT_GONE, LOT_TAKEN, LOT_DATES. */
enum lotted lot_add(struct db *, struct arena *, FrameworkId, const struct lot_answers *,
                    UserAccountId by, Moment now, LotId *out) MUST_USE;
/*
 * What standings hold of it is not taken from them: LOT_HELD when its service
 * or part changes, or its days or places shrink, under one.
 * LOT_GONE, LOT_STALE, LOT_TAKEN, LOT_DATES.
 */
enum lotted lot_change(struct db *, struct arena *, LotId, int64_t revision,
                       const struct lot_answers *, UserAccountId by) MUST_USE;

struct rate_answers {
	LocalityId  locality;            /* none: all of the lot */
	unsigned    unit, kind;
	Money       rate;                /* of what is as offered: none */
	Date        from;
};
/* From that day on it pays this; one that has not begun is corrected.
 * LOT_GONE, LOT_PLACE, LOT_RATED. */
enum lotted lot_rate_set(struct db *, struct arena *, LotId, const struct rate_answers *,
                         UserAccountId by, Moment now, LotRateId *out) MUST_USE;

/* What a lot pays: `kind` 0: nothing is said; `rate`: MONEY_NONE as offered. */
struct lot_terms { int64_t kind; Money rate; };
struct lot_terms lot_terms_on(struct db *, struct arena *, LotId, LocalityId, enum rate_unit,
                              Date on);
/* "Fixed at £19.20", "At most £19.20", "As offered"; "" where nothing is said. */
const char *lot_terms_text(struct arena *, int64_t kind, Money rate);

/* May providers apply to join it on that day?  Never of one that another council hosts; all
 * its life of a dynamic list; else from its first round, and while a window is open. */
bool framework_takes_applications(struct db *, struct arena *, FrameworkId, Date on) MUST_USE;

#endif
