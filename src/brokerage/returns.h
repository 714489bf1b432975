/* SPDX-License-Identifier: MIT */
/*
 * returns.h -- what hospitals, commissioners and directors read: the noon and
 * the 5 pm return and the monthly dashboard (B&NES 002 3a; 003 2nd line of
 * defence: "daily 12 noon update on packages waiting to facilitate hospital
 * discharge", "5pm daily update...").
 *
 *	facts (one statement, as at a moment) --pick--> a number, and its list
 *	figures = tables of such numbers      --JSON--> kept as issued
 *
 * A number and the list behind it are the same pick of the same facts, so
 * they cannot disagree.  Nothing here knows a person: requests stand under
 * their numbers, and what people wrote as reasons is shown to brokers only.
 * Requests for people whose record is restricted are in none of it, whoever
 * reads (doc/decisions/restricted-in-returns.md).
 *
 * "As at" leaves out what happened later.  What a later change overwrote (a
 * ready date, a ward) is counted as it is now: an issued return keeps what it
 * said, and its page shows what a count of today would say differently.
 */
#ifndef ALM_RETURNS_H
#define ALM_RETURNS_H

#include "brokerage/inside.h"
#include "brokerage/returns.sql.h"
#include "exchange/table.h"
#include "jobs/calendar.h"

#define RETURN_KINDS(X, P)                                                   \
	X(P, 1, NOON,    "noon",    "blue",   "Noon return")              \
	X(P, 2, FIVE,    "five",    "purple", "5 pm return")              \
	X(P, 3, MONTHLY, "monthly", "green",  "Monthly dashboard")
VOCAB(return_kind, RETURN, RETURN_KINDS)

/* Times of day, by London's clock, from the hour to the next one's. */
#define DAY_PARTS(X, P)                                                      \
	X(P, 1, EARLY, "before-9", "", "Before 9am")                      \
	X(P, 2, NINE,  "9-11",     "", "9am to 11am")                     \
	X(P, 3, ELEVEN, "11-1",    "", "11am to 1pm")                     \
	X(P, 4, ONE,   "1-3",      "", "1pm to 3pm")                      \
	X(P, 5, THREE, "3-5",      "", "3pm to 5pm")                      \
	X(P, 6, LATE,  "after-5",  "", "After 5pm")
VOCAB(day_part, PART_OF_DAY, DAY_PARTS)

/* Sets of requests.  The first four are those open at the moment; the others
 * have had it happen to them in a span of time up to it. */
#define RETURN_SETS(X, P)                                                    \
	X(P, 1, OUTSTANDING, "outstanding", "", "Outstanding")            \
	X(P, 2, DISCHARGE,   "discharge",   "", "Waiting for a hospital discharge") \
	X(P, 3, READY,       "ready",       "", "Ready to leave hospital") \
	X(P, 4, OTHER,       "other",       "", "Outstanding for another reason") \
	X(P, 5, REQUESTED,   "requested",   "", "Requested")              \
	X(P, 6, SOURCED,     "sourced",     "", "Sourced")                \
	X(P, 7, WITHDRAWN,   "withdrawn",   "", "Withdrawn")              \
	X(P, 8, UNMET,       "unmet",       "", "Closed unmet")           \
	X(P, 9, OUT_OF_ORDER, "out-of-order", "", "Sourced outside the order") \
	X(P, 10, NOT_FIRST,  "not-first",   "", "Sourced, not with the first in order")
VOCAB(return_set, SET, RETURN_SETS)

/* ---- facts ------------------------------------------------------------------ */
struct fact {
	struct return_fact row;
	const struct return_step *last;  /* sent by then; NULL: none was                 */
	const struct return_step *won;   /* whose offer was taken; NULL: none            */
	int64_t jumps;               /* of its steps: out of the order of tiers          */
	bool    open;                /* at the moment                                    */
	int64_t stage;               /* then; enum request_stage                         */
	Moment  sourced;             /* none: not by then                                */
	Moment  closed;
	int64_t elapsed_ms;          /* asked to sourced, or to the moment               */
	int64_t workdays;            /* the same in working days; the first day is nought */
	int64_t asked, found;        /* enum day_part; found 0: not sourced              */
};
struct facts { struct fact *list; size_t n; Moment from, as_at; };

/* All that was open at some time in (from, as_at], but for restricted people. */
struct facts facts_load(struct db *, struct arena *, Moment from, Moment as_at);

/* Which of them: all-zero members ask nothing. */
struct pick {
	enum return_set set;
	Moment      since, until;    /* of what happened; both included                  */
	LocalityId  locality;
	const char *hospital;
	int64_t     calls;           /* 1 single, 2 several on the fullest day           */
	int64_t     carers;          /* 1, 2                                             */
	int64_t     asked, found;    /* enum day_part                                    */
	int64_t     reason;
};
bool   fact_picked(const struct fact *, const struct pick *);
size_t facts_count(const struct facts *, const struct pick *);

/* How long it took, and at what rate: of the picked that are sourced. */
struct spread {
	int64_t n;
	int64_t mean_ms, median_ms, longest_ms;        /* INT_NONE: none was */
	int64_t mean_work10, median_work10, longest_work;   /* tenths of a day; days */
	Money   rate;                /* an hour, weighted by hours: rounded once, here   */
	Minutes week;                /* placed a week                                    */
};
struct spread facts_spread(struct arena *, const struct facts *, const struct pick *);

/* ---- figures: tables of them -------------------------------------------------- */
enum { FIGURE_PARTS = 10 };
struct figures {
	enum return_kind kind;
	Date        day;             /* for a month: its first                           */
	Moment      as_at;
	const char *title;
	const char *rule;            /* whom it leaves out; NULL: kept before there was one */
	/* in_mail: so many of its last rows stand in the letter, too. */
	struct sheet { const char *key; struct table table; size_t in_mail; } parts[FIGURE_PARTS];
	size_t      nparts;
};

/* The standing rule of what is never counted: true whether there is such a person or not. */
extern const char return_rule[];

/* "12 June 2026"; of a month "June 2026". */
const char *return_day_text(struct arena *, enum return_kind, Date);
/* The moment of which a return of that day is true: 12:00, 17:00, the month's
 * end; or now, if that is earlier. */
Moment return_moment(enum return_kind, Date, Moment now);
/* Compute it from the facts; `months`: how many rows a dashboard has, this one
 * the last; reasons: with the words of brokers in it. */
struct figures *figures_make(struct db *, struct arena *, enum return_kind, Date, Moment now,
                             int months, bool reasons);
const struct table *figures_part(const struct figures *, const char *key);  /* NULL: none such */

/* The address of the list behind a pick. */
const char *pick_href(struct arena *, enum return_kind, Date, const struct pick *);

/* "five-2026-06-12"; of one of its tables "five-areas-2026-06-12". */
const char *figures_name(struct arena *, const struct figures *, const char *part);
/* All of it as one file, but for JSON. */
struct book figures_book(struct arena *, const struct figures *);
/* As JSON: for files and the API ("tables", typed) and for keeping. */
const char *figures_json(struct arena *, const struct figures *);
const char *figures_keep(struct arena *, const struct figures *);
/* From what was kept; NULL: it is broken. */
struct figures *figures_kept(struct arena *, const char *kept);

struct difference { const char *part, *line, *column, *issued, *now; };
/* Where two say differently, in words; at most `max`. */
size_t figures_differ(struct arena *, const struct figures *issued, const struct figures *now,
                      struct difference *, size_t max);

/* ---- issuing ---------------------------------------------------------------------- */
/*
 * Make a return, keep it, put it in the audit trail and mail it to whoever the
 * setting returns.to names.  In a transaction of its own.  False: it was issued
 * before, which two clerks at once may find.
 */
bool return_issue(struct db *, struct arena *, enum return_kind, Date, Moment now);

extern const struct room returns_room;

#endif
