/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of market share with each other and nobody else.
 */
#ifndef ALM_MARKET_INSIDE_H
#define ALM_MARKET_INSIDE_H

#include "market/market.h"
#include "market/standing.sql.h"

/* What one element draws from a block each week, from day to day. */
struct draw { Date from, until; Minutes week; };
/* The most that they draw in any one week from a day on. */
Minutes draws_peak(const struct draw *, size_t n, Date from);

/* evidence_gaps() of some, ids as JSON text, whether they hold a standing or not: those that
 * do more than warn.  Their names are not read. */
size_t evidence_gaps_among(struct db *, struct arena *, const char *providers, Moment now,
                           struct evidence_gap **out);

/*
 * Where a row that begins on a day goes into a chain of dated rows of one
 * owner (db/dialect.md): the row that covers the day is shortened and the new
 * one takes its rest; in a gap it ends where the next begins.
 */
struct chained { int64_t id; Date from, until, prev; };
struct chain_plan {
	bool    taken;                   /* a row begins on that very day: its id is in shorten */
	int64_t shorten;                 /* 0: none; its new end is the day */
	int64_t relink;                  /* 0: none; its prev is the new row's end */
	Date    until, prev;             /* of the new row */
};
struct chain_plan chain_insert(const struct chained *, size_t n, Date from);

/* What may stop one provider: its embargoes in force, and its locations that give the service. */
struct stops {
	const struct standing_embargoes_row *embargoes; size_t nembargoes;
	const struct standing_location *locations; size_t nlocations;
};
/* The embargo that stops it on a lot (none: on no lot) in a locality; NULL: nothing does. */
const struct standing_embargoes_row *stopped_by(const struct stops *, LotId, LocalityId);

#endif
