/* SPDX-License-Identifier: MIT */
/*
 * import_inside.h -- what the files of the importer share: what is known
 * before the file is read, and one location's facts.
 */
#ifndef ALM_MARKET_IMPORT_INSIDE_H
#define ALM_MARKET_IMPORT_INSIDE_H

#include "market/market.h"

#include <sodium.h>

/* ---- what is known, in memory, found by the regulator's reference -------- */
struct area { const char *name; bool mentioned; };    /* a local authority */

struct known_location {
	const char *ref;             /* NULL: a free place */
	LocationId  id;
	uint64_t    hash;            /* 0: none is stored  */
	struct area *area;           /* NULL: not said, or not asked yet */
	bool        gone, seen;
	bool        ended;           /* deregistered: no file need have it */
};
struct known_provider {
	const char *ref, *name;
	ProviderId  id;
	bool        settled;         /* its name was taken from this file already */
};

struct known {
	struct arena *arena;
	struct known_location *locations; size_t location_room, nlocations;
	struct known_provider *providers; size_t provider_room, nproviders;
	struct area **areas;              size_t area_room, nareas;
	Date latest;                 /* on which one of them was registered: how old the last
	                              * file was, about; none: no file says */
};

/* All that is stored of a regulator. */
struct known *known_load(struct db *, struct arena *, enum regulator);
struct known_location *known_location(const struct known *, const char *ref);  /* NULL: new */
struct known_provider *known_provider(const struct known *, const char *ref);
struct known_provider *known_provider_add(struct known *, const char *ref, const char *name,
                                          ProviderId);
/* The areas of all, marking those of what was seen: wanted only when something may be gone. */
void known_areas_load(struct db *, struct known *, enum regulator);
struct area *known_area(struct known *, const char *name);     /* made when new; NULL for "" */

/* ---- one location's facts, as stored and as the file says ------------------ */
struct facts {
	const char *name, *address, *town, *postcode, *district, *authority, *phone, *uprn,
		*combined;
	int64_t     hidden, status, places;
	Date        registered, ended, inspected;
	const char *rating;          /* the overall one */
	int64_t     rank;
	Date        rated;
	const char *provider_ref, *provider_name;
	unsigned    services;        /* bits 1 << enum service */
};

/* What is watched, and what waits to be told at the end: import_news.c. */
struct watching;
struct telling;

/* The walk: one for a preview or an application. */
struct import {
	struct db    *db;
	struct arena *a, *row;       /* of the result; of one row, given back after it */
	const struct import_order *order;
	enum regulator regulator;
	bool          apply, first;  /* first: nothing of this regulator was known */
	bool          partial;       /* the file is of some only                   */
	ImportRunId   run;
	struct known *known;
	size_t        nseen;         /* of what is known */
	Date          latest;        /* on which one of this file was registered */
	struct import_result *out;
	size_t        kept[8];       /* notes kept of each kind */
	crypto_generichash_state rows;
	struct watching *watching;   /* NULL until it is asked for     */
	struct telling  *telling;    /* NULL until there is something  */
};

/* Keep a note, if there is room; texts are copied. */
void import_note(struct import *, struct import_note);
/* Take a row that is new, or whose hash differs; `was` NULL: new. */
void import_row_take(struct import *, const struct reg_row *, const struct reg_location *,
                     struct known_location *was);
/* A location that is not in the file any more. */
void import_row_gone(struct import *, struct known_location *);

/* ---- ratings against those that are stored (import_rated.c) ------------------------ */
struct rating_other { const char *question, *was; const struct reg_rating *now; };
struct ratings_compared {
	struct rating_other *list; size_t n;     /* to be written            */
	int         event;                       /* EVENT_RATED_DOWN...; 0   */
	bool        again;                       /* the same grade of a later day */
	const char *was, *now;                   /* of the event             */
};
/* `known`: since when the location is. */
struct ratings_compared ratings_compare(struct import *, LocationId, Moment known,
                                        const struct reg_location *);

/* ---- what is news to somebody here (import_news.c) -------------------------------- */
struct whose { LocationId location; ProviderId was, is; const char *district, *authority; };
/* It happened.  Who should know of it is told by news_end(). */
void news_event(struct import *, const struct whose *, int event, const char *was,
                const char *now);
/* A location began, or ended, in this file: it may follow another, or be followed. */
void news_began(struct import *, const struct whose *);
void news_ended(struct import *, const struct whose *);
/* The regulator says that `before` goes on as `after`: references. */
void news_follows(struct import *, const char *before, const char *after);
/* After the walk: notices, and successions to be confirmed. */
void news_end(struct import *);

/* The services that a regulator's words mean: bits 1 << enum service, at least one. */
unsigned services_of(const struct reg_location *);
int64_t  sector_of(const struct reg_location *);

#endif
