/* SPDX-License-Identifier: MIT */
/*
 * demo.h -- a council that does not exist, to look at and to measure.
 *
 * Westmarch Council has six localities, forty providers, three years of
 * requests and sixty that are open now.  Its market has the shape of B&NES
 * section 3a and 5.1: six providers hold about 70 % of the council's spend,
 * four of them about 40 % of the last year's new packages; a package is 8
 * hours a week for the council and 13.5 for the NHS; in the size `council`
 * the two spend about ten million pounds a year.
 *
 * All is invented: people, firms, streets, and postcodes of an area that the
 * Royal Mail has not given to anybody.  NHS numbers are of the range kept
 * for tests; telephone numbers of the one that Ofcom keeps for drama.
 *
 * The same seed and moment give the same council, but for the audit chain's
 * key and the salts of passwords.
 */
#ifndef ALM_DEMO_H
#define ALM_DEMO_H

#include "base/vocab.h"
#include "db/db.h"
#include "site/verb.h"

#define DEMO_SIZES(X, P)                                                                  \
	X(P, 1, SMALL,   "small",   "", "A quarter of a council: made in some seconds")    \
	X(P, 2, COUNCIL, "council", "", "A council that spends ten million pounds a year") \
	X(P, 3, LARGE,   "large",   "", "A hundred thousand requests, for measuring")
VOCAB(demo_size, DEMO, DEMO_SIZES)

struct demo_order {
	enum demo_size size;
	int64_t     requests;            /* of the three years; 0: by the size      */
	int64_t     open;                /* requests open now; 0: by the size       */
	uint64_t    seed;
	Moment      now;                 /* the present of the council              */
	const char *passphrase;          /* of every account; NULL: one is made up  */
};

/* The shape, as it is measured in what was made. */
struct demo_figures {
	Money   spend_council, spend_nhs;        /* of the last 12 months                 */
	int64_t six_permille;                    /* of the council's spend                */
	int64_t strategic_permille;              /* of the last 12 months' new packages   */
	int64_t strategic_before_permille;       /* of those of the 12 months before      */
	Minutes hours_council, hours_nhs;        /* the average live package, a week      */
	int64_t under_five_permille;             /* of the council's live packages        */
	int64_t team_bought, team_bought_before; /* from a new provider: B&NES 3a.9       */
	int64_t other_bought, other_bought_before;
	int64_t live, open;                      /* placements; requests                  */
	int64_t requests, people;
};

struct demo_sign_in { const char *role, *email, *name; };
struct demo_made {
	struct demo_sign_in sign_in[44];
	size_t      nsign_ins;
	const char *passphrase;
	const char *import_line[2];              /* what the importer said of its files   */
	const char *file[2];                     /* those files: directory, ratings       */
};

/* Make it in an empty, migrated database whose audit key is taken up. */
void demo_make(struct db *, struct arena *, const struct demo_order *, struct demo_made *,
               struct demo_figures *);

/* "2026-06-15T10:30", or the day alone: ten o'clock. */
bool demo_moment(const char *, Moment *out) MUST_USE;

struct room;
extern const struct room demo_room;

#endif
