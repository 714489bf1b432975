/* SPDX-License-Identifier: MIT */
/*
 * pack.h -- market data packs: figures for whoever may bid.  Part of shaping/shaping.h.
 *
 * Bidders ask for numbers of people (Aberdeen: "data to be made available");
 * the council knows its hours, its package sizes (B&NES 3a.5, 3a.6), times of
 * day, single and double-handed visits and what it could not find (Shropshire:
 * the 5 pm update).  A pack has them by locality for whole months, as it was
 * issued; small numbers and what would tell them are hidden (disclosure.h).
 *
 *	issued --> public        --withdrawn, with a reason--> its figures are no longer shown
 *
 * A month is in one pack only: two that overlap could be subtracted.  A pack
 * that was wrong is withdrawn, and the same months may then be issued again.
 * People whose record is restricted are in none of it
 * (doc/decisions/restricted-in-returns.md; doc/decisions/data-packs.md).
 */
#ifndef ALM_SHAPING_PACK_H
#define ALM_SHAPING_PACK_H

#include "base/vocab.h"
#include "db/db.h"

#define PACK_PARTS(X, P)                                                                \
	X(P, 1, SIZES,    "sizes",    "", "People, by hours of support a week")         \
	X(P, 2, HANDS,    "hands",    "", "People, by care workers at a visit")         \
	X(P, 3, SERVICES, "services", "", "People, by kind of service")                 \
	X(P, 4, TIMES,    "times",    "", "Hours of support a week, by time of day")    \
	X(P, 5, REQUESTS, "requests", "", "Requests, and what became of them")
VOCAB(pack_part, HOLDS, PACK_PARTS)

enum { PARTS_OF_PACK = 5, PACK_MONTHS = 24, SIZES_MOST = 10 };

/* ---- what is counted: facts.c --------------------------------------------------------- */
/* A person with support in the months: as it was on the last day of it. */
struct pack_person {
	PersonId id;
	size_t   line;               /* of the locality, from 1                             */
	Minutes  week;               /* of care workers' time                               */
	int64_t  hands, service;     /* most care workers at a visit; of most hours         */
	int64_t *times;              /* minutes a week in each time band, then at others    */
};
/* A request that was open in the months. */
struct pack_request { PersonId person; size_t line; int64_t outcome; };
enum { BECAME_FOUND = 1, BECAME_WITHDRAWN, BECAME_UNMET, BECAME_WAITING, BECAME_MOST = 4 };

struct pack_facts {
	const char **places; size_t nplaces;         /* localities, by name                 */
	const char **bands;  size_t nbands;          /* time bands, and "Other times"       */
	int64_t      sizes[SIZES_MOST]; size_t nsizes;   /* hours at which a size begins    */
	struct pack_person *people; size_t npeople;
	struct pack_request *requests; size_t nrequests; /* sorted by person                */
};
/* All that happened in [from, until). */
struct pack_facts pack_facts_load(struct db *, struct arena *, Date from, Date until);

/* ---- figures: pack_make.c --------------------------------------------------------------- */
struct pack_figure {
	int64_t part, line, col;     /* line 0: the whole council; col 0: the total         */
	const char *line_name, *col_name;
	int64_t figure;              /* people, minutes, requests; INT_NONE: hidden         */
};
struct pack_rule { int64_t smallest; bool zeros_shown; };
struct pack_made {
	struct pack_figure *list; size_t n;          /* by part, line, column               */
	size_t hidden;
	bool   sound;                /* false: nothing of it may be published               */
};
/* `small_only`: without what else must be hidden; for the test's control. */
struct pack_made pack_make(struct arena *, const struct pack_facts *, struct pack_rule,
                           bool small_only);
/* As the settings packs.smallest and packs.zeros have it. */
struct pack_rule pack_rule_now(struct db *);
/* Of what is issued: its digest. */
void pack_hash(const struct pack_figure *, size_t n, unsigned char hash[32]);

/* Those of an issued pack; how many. */
size_t pack_figures_load(struct db *, struct arena *, DataPackId, struct pack_figure **out);

/* ---- verbs: pack.c ------------------------------------------------------------------------- */
enum packed {
	PACKED,
	PACK_GONE,           /* no such pack                                                */
	PACK_STALE,          /* somebody changed it since it was shown                      */
	PACK_ORDER,          /* not whole months, none or too many, or not over             */
	PACK_OVERLAP,        /* some of these months are in another pack                    */
	PACK_REASON,         /* the months are issued again, and no reason                  */
	PACK_EMPTY,          /* there is no locality: nothing can be counted                */
	PACK_UNSOUND,        /* what must be hidden was not found                           */
	PACK_ALREADY,        /* it is withdrawn                                             */
};
/* May these months be issued, whole and over?  PACK_ORDER. */
enum packed pack_months(Date from, Date until, Date today);
/* Count, hide and keep; public at once.  In a write transaction of the caller's, one audit
 * row.  `reason`: of months that were issued before and withdrawn. */
enum packed pack_issue(struct db *, struct arena *, const char *name, Date from, Date until,
                       const char *reason, UserAccountId by, Moment now,
                       DataPackId *out) MUST_USE;
/* It was wrong: its figures are no longer shown.  PACK_GONE, PACK_STALE, PACK_ALREADY. */
enum packed pack_withdraw(struct db *, struct arena *, DataPackId, int64_t revision,
                          const char *why, UserAccountId by, Moment now) MUST_USE;

#endif
