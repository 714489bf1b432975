/* SPDX-License-Identifier: MIT */
/*
 * calendar.h -- which days are worked, in each nation of the United Kingdom.
 *
 * The table calendar has a row for every day, with the number of working days
 * up to it (seq_*), so that the working days between two days are one
 * subtraction.  It is made from rules and from the table bank_holiday: what
 * was proclaimed besides, and what was moved for it.  That is a council's own
 * data: a holiday proclaimed tomorrow is a row, and the days that it concerns
 * are mended in the same transaction.  Source: gov.uk/bank-holidays (OGL).
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

#define HOLIDAY_KINDS(X, P)                                                           \
	X(P, 1, ADDED,     "added",     "", "A bank holiday besides the usual ones") \
	X(P, 2, CANCELLED, "cancelled", "", "A usual bank holiday that is worked")
VOCAB(holiday_kind, HOLIDAY, HOLIDAY_KINDS)

/* What was proclaimed, of all nations, read once. */
struct proclaimed { const struct bank_holidays_row *list; size_t n; };
struct proclaimed proclaimed_load(struct db *, struct arena *);

/* Is it neither a weekend nor a bank holiday?  By the rules alone... */
bool day_usual(enum nation, Date);
/* ...and with what was proclaimed. */
bool day_worked(const struct proclaimed *, enum nation, Date);

/* Fill the table, or bring it up to this program's rules.  The caller holds the transaction. */
void calendar_fill(struct db *);
void calendar_fill_years(struct db *, int first, int last);     /* tests: less of it */
/* A day of one nation may be worked or not from now on: it, and the numbers of those after it,
 * are made right.  The caller holds the transaction. */
void calendar_mend(struct db *, struct arena *, enum nation, Date);

/* The council's nation, by its setting. */
enum nation nation_here(struct db *);

/* ---- what is proclaimed ------------------------------------------------------ */
enum holiday_kept {
	HOLIDAY_KEPT,
	HOLIDAY_FAR,            /* beyond the years of the calendar                 */
	HOLIDAY_WEEKEND,        /* nobody works then anyhow                         */
	HOLIDAY_ALREADY,        /* added: it is one by rule                         */
	HOLIDAY_NONE,           /* cancelled: it is none by rule; dropped: no such row */
	HOLIDAY_TWICE,          /* something is proclaimed for that day             */
};
/* Each changes the calendar and is audited.  The caller holds the transaction. */
enum holiday_kept holiday_put(struct db *, struct arena *, enum nation, Date, enum holiday_kind,
                              const char *name, UserAccountId by) MUST_USE;
enum holiday_kept holiday_drop(struct db *, struct arena *, BankHolidayId, const char *reason,
                               UserAccountId by) MUST_USE;

/*
 * Make it as gov.uk/bank-holidays.json has it, in the years that the file has.
 * The caller holds the transaction, and rolls back what is refused.
 */
struct holiday_file {
	const char *refused;            /* the file as a whole, in a sentence; NULL: taken */
	int64_t     added, dropped;     /* rows                                            */
	int64_t     cancelled;          /* of those added                                  */
};
struct holiday_file holiday_file_take(struct db *, struct arena *, const char *bytes, size_t n,
                                      UserAccountId by);

/* ---- counting by the table ------------------------------------------------- */
/* The running numbers of a stretch of days; days outside it are taken for its ends. */
struct workdays { Date first; size_t n; const int64_t *seq; };

struct workdays workdays_load(struct db *, struct arena *, enum nation, Date from, Date until);
/* Working days after `from`, up to and with `to`: the day of asking is day nought. */
int64_t workdays_between(const struct workdays *, Date from, Date to);

#endif
