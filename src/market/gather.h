/* SPDX-License-Identifier: MIT */
/*
 * gather.h -- what candidates.c and standing.c share: the facts of each provider
 * while they are laid beside each other.
 */
#ifndef ALM_MARKET_GATHER_H
#define ALM_MARKET_GATHER_H

#include "market/inside.h"

/* One provider while its facts are gathered. */
struct gather {
	struct standing *out;
	bool     reachable, accredited, registered;
	struct stops stops;                      /* its locations, and what is suspended */
	const struct standing_embargoes_row *stop;   /* of the best lot that it holds here */
	int64_t  stop_part;
	const char *lacks;                       /* the gravest gap in its evidence, in words */
	bool     near;                           /* its rating is of a location near by */
	Date     rated;
	LocationId rated_at;
	uint64_t bands;                          /* in which it has stated free minutes */
	uint64_t skills;                         /* of those wanted */
};

struct gathering {
	struct db *db;
	struct arena *a;
	const struct wanted *w;
	Moment now;
	Date today, from;                        /* from: the day on which care would begin */
	ProviderId only;                         /* none: all */
	struct gather *list;                     /* by provider's id, as the keys are */
	int64_t *keys;
	size_t n;
	const char *ids;                         /* of all of them, as JSON text */
	const struct standing_lots_row *lots; size_t nlots;             /* of the service */
	const struct standing_accreditations_row *held; size_t nheld;   /* of these, ever */
	const struct standing_location *near; size_t nnear;             /* in our districts */
	uint64_t bands_wanted[64];               /* of each need: the bands it overlaps */
};

/* NULL: it is none of ours. */
struct gather *gather_of(const struct gathering *, ProviderId);
/* Who is told of, by name: *out is room for g->n of them, that many are made.  False: nobody. */
bool gather_candidates(struct gathering *, struct standing **out);
/* The lots of the service, and what is held of them. */
void gather_held(struct gathering *);
/* Where they are registered, how they are rated, and what of them is suspended. */
void gather_locations(struct gathering *);

#endif
