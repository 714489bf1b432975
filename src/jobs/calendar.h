/* SPDX-License-Identifier: MIT */
/*
 * calendar.h -- which days are worked, in each nation of the United Kingdom.
 *
 * The table calendar has a row for every day, with the number of working days
 * up to it (seq_*), so that the working days between two days are one
 * subtraction.  It is made from rules and from a short table of the
 * exceptions that were proclaimed; the source is gov.uk/bank-holidays (OGL).
 */
#ifndef ALM_CALENDAR_H
#define ALM_CALENDAR_H

#include "base/vocab.h"
#include "db/db.h"

/* The keys are the values of the setting council.nation. */
#define NATIONS(X, P)                                          \
	X(P, 1, EW, "ew", "", "England and Wales")          \
	X(P, 2, SC, "sc", "", "Scotland")                   \
	X(P, 3, NI, "ni", "", "Northern Ireland")
VOCAB(nation, NATION, NATIONS)

enum { CALENDAR_FIRST = 2010, CALENDAR_LAST = 2035 };   /* years */

/* Is it neither a weekend nor a bank holiday?  From the rules, without a database. */
bool day_worked(enum nation, Date);

/* Fill the table, or bring it up to this program's rules.  The caller holds the transaction. */
void calendar_fill(struct db *);
void calendar_fill_years(struct db *, int first, int last);     /* tests: less of it */

/* The council's nation, by its setting. */
enum nation nation_here(struct db *);

/* ---- counting by the table ------------------------------------------------- */
/* The running numbers of a stretch of days; days outside it are taken for its ends. */
struct workdays { Date first; size_t n; const int64_t *seq; };

struct workdays workdays_load(struct db *, struct arena *, enum nation, Date from, Date until);
/* Working days after `from`, up to and with `to`: the day of asking is day nought. */
int64_t workdays_between(const struct workdays *, Date from, Date to);

#endif
