/* SPDX-License-Identifier: MIT */
/*
 * returns_inside.h -- what the makers of the three returns share.
 */
#ifndef ALM_RETURNS_INSIDE_H
#define ALM_RETURNS_INSIDE_H

#include "brokerage/returns.h"

struct making {
	struct db      *db;
	struct arena   *arena;
	struct figures *figures;
	struct facts    facts;
	bool            reasons;     /* with what people wrote                 */
};

/* A new table of the return, to be filled. */
struct table *sheet_add(struct making *, const char *key, const char *title, const char *about,
                        const struct column *, size_t ncolumns);
#define SHEET(m, key, title, about, cols) \
	sheet_add((m), (key), (title), (about), (cols), COUNT(cols))

/* A number that opens to the list behind it.  Its `until` is filled in. */
struct cell count_cell(struct making *, struct pick);
/* A request's number, which opens it. */
struct cell request_cell(struct arena *, const struct return_fact *);
/* Milliseconds as days with one decimal; INT_NONE: empty. */
struct cell days_cell(int64_t ms);
struct cell tenths_cell(int64_t tenths);
/* Hours a week of what is picked and open. */
Minutes  facts_week(const struct facts *, struct pick);

/* What was being given on some day of a span, and the hours bought ahead, loaded once for all
 * its months; drawn: only what draws on those, and without `sector` and `secret`. */
struct given {
	struct return_element *list; size_t n;
	struct return_block *blocks; size_t nblocks;
};
struct given given_load(struct db *, struct arena *, Date from, Date last, Moment as_at,
                        bool drawn);

/* Pre-purchased hours of each block over days of that span, as agreed by a moment.
 * `weekly`: of a week, as they stand on the day; else of all the days together. */
struct block_use { struct return_block row; Minutes bought, used; };
struct blocks { struct block_use *list; size_t n; };
struct blocks blocks_used(struct arena *, const struct given *, Date from, Date last,
                          Moment as_at, bool weekly);

/* The one exception from the rule: law 5 adds up over everybody. */
extern const char blocks_about[];

void make_noon(struct making *);
void make_five(struct making *);
void make_monthly(struct making *, int months, Moment now);
Moment month_moment(Date month, Moment now);

#endif
