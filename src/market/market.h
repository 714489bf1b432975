/* SPDX-License-Identifier: MIT */
/*
 * market.h -- who may work for us, on what standing, at what price.
 *
 * Knows providers and their registered locations (from the regulators'
 * files), accreditations and their localities, embargoes, pre-purchased
 * hours, the fair price of care, time bands, skills and stated capacity.
 * It says who could take a request and why not (provider_standing); whom to
 * ask, in which order, is brokerage's business.
 */
#ifndef ALM_MARKET_H
#define ALM_MARKET_H

#include "base/vocab.h"
#include "db/db.h"
#include "exchange/regulator.h"      /* REGULATORS, REG_STATUSES */
#include "market/evidence.h"         /* what providers must show */
#include "market/import.h"           /* regulators' files */
#include "market/keep.h"             /* what the commissioner keeps */
#include "market/lot.h"               /* lots and what they pay */
#include "market/term.h"             /* the life of a framework */
#include "web/route.h"

#define SECTORS(X, P)                                                                \
	X(P, 1, PRIVATE,   "private",   "", "Private")                                \
	X(P, 2, VOLUNTARY, "voluntary", "", "Voluntary or not for profit")            \
	X(P, 3, COUNCIL,   "council",   "", "Council")                                \
	X(P, 4, HEALTH,    "health",    "", "Health board or trust")
VOCAB(sector, SECTOR, SECTORS)

/* Kinds of care.  The regulators' words are mapped to these by market/import.c. */
#define SERVICES(X, P)                                                               \
	X(P, 1,  HOMECARE,     "homecare",         "", "Homecare")                    \
	X(P, 2,  SUPPORTED,    "supported-living", "", "Supported living")            \
	X(P, 3,  RESIDENTIAL,  "care-home",        "", "Care home")                   \
	X(P, 4,  NURSING,      "nursing-home",     "", "Care home with nursing")      \
	X(P, 5,  DAY,          "day-support",      "", "Day support")                 \
	X(P, 6,  REABLEMENT,   "reablement",       "", "Reablement")                  \
	X(P, 7,  EXTRA_CARE,   "extra-care",       "", "Extra care housing")          \
	X(P, 8,  SHARED_LIVES, "shared-lives",     "", "Shared Lives")                \
	X(P, 9,  FOSTERING,    "fostering",        "", "Fostering")                   \
	X(P, 10, OTHER,        "other",            "", "Other")
VOCAB(service, SERVICE, SERVICES)

/* Parts of the framework (B&NES 3e.4) and what stands beside it. */
#define PARTS(X, P)                                                                  \
	X(P, 1, A,           "part-a",      "green",  "Part A: individual packages")  \
	X(P, 2, B,           "part-b",      "purple", "Part B: block contract")       \
	X(P, 3, INTERIM,     "interim",     "blue",   "Interim agreement")            \
	X(P, 4, OUT_OF_AREA, "out-of-area", "grey",   "Accredited out of area")
VOCAB(part, PART, PARTS)
enum { PARTS_END = PART_OUT_OF_AREA + 1 };     /* room for something of each */

#define REGISTRATION_EVENTS(X, P)                                                    \
	X(P, 1, REGISTERED, "registered", "green",  "Registered")                     \
	X(P, 2, STATUS,     "status",     "orange", "Registration changed")           \
	X(P, 3, RENAMED,    "renamed",    "blue",   "Renamed")                        \
	X(P, 4, MOVED,      "moved",      "blue",   "Moved")                          \
	X(P, 5, PROVIDER,   "provider",   "purple", "Changed hands")                  \
	X(P, 6, SERVICES,   "services",   "blue",   "Services changed")               \
	X(P, 7, GONE,       "gone",       "red",    "No longer in the register")      \
	X(P, 8, BACK,       "back",       "green",  "Back in the register")
VOCAB(registration_event, EVENT, REGISTRATION_EVENTS)

/* Days of bands and of visits: bit 0 of a set of them is Monday. */
#define WEEKDAYS(X, P)                                                                  \
	X(P, 1, MONDAY,    "mon", "", "Mon")                                             \
	X(P, 2, TUESDAY,   "tue", "", "Tue")                                             \
	X(P, 3, WEDNESDAY, "wed", "", "Wed")                                             \
	X(P, 4, THURSDAY,  "thu", "", "Thu")                                             \
	X(P, 5, FRIDAY,    "fri", "", "Fri")                                             \
	X(P, 6, SATURDAY,  "sat", "", "Sat")                                             \
	X(P, 7, SUNDAY,    "sun", "", "Sun")
VOCAB(weekday, DAY, WEEKDAYS)
/* "Every day", "Monday to Friday", "Mon, Wed". */
const char *days_text(struct arena *, int64_t bits);

/* Why somebody cannot take a request.  In the order in which they are said. */
#define OBSTACLES(X, P)                                                              \
	X(P, 1, NOT_ACCREDITED, "not-accredited", "grey", "Not accredited for this service") \
	X(P, 2, SUSPENDED, "suspended", "red", "Suspended: nothing new") \
	X(P, 3, LOCALITY, "locality", "grey", "Does not serve this locality") \
	X(P, 4, CAPACITY, "capacity", "yellow", "No free hours stated in these time bands") \
	X(P, 5, SKILL, "skill", "yellow", "A skill is missing") \
	X(P, 6, RATING, "rating", "orange", "Rated below the council's floor") \
	X(P, 7, REGISTRATION, "registration", "red", "Not registered to give it") \
	X(P, 8, NO_SIGN_IN, "no-sign-in", "grey", "Nobody there can sign in") \
	X(P, 9, EVIDENCE, "evidence", "red", "Something it must show is not there")
VOCAB(obstacle, OBSTACLE, OBSTACLES)

/* One stretch that is asked for: which days, from when to when (minutes after midnight). */
struct need { int64_t days; Minutes from, until; };

/* What a request needs, as far as the market can tell. */
struct wanted {
	int64_t     service;            /* enum service */
	LocalityId  locality;
	Date        start;
	const struct need *needs; size_t nneeds;
	const SkillId *skills; size_t nskills;
	int64_t     floor_rank;         /* on the common scale; INT_NONE: no floor */
	bool        unrated_ok;
};

/*
 * The regulators' grades on one scale, the CQC's: 4 outstanding, 3 good, 2
 * requires improvement, 1 inadequate.  The Care Inspectorate's words decide:
 * 6 excellent and 5 very good are 4; 4 good is 3; 3 adequate is 2; 2 weak and
 * 1 unsatisfactory are 1.  No grade: INT_NONE.
 */
int64_t rank_on_common_scale(int64_t regulator, int64_t rank);

/* A provider as brokerage sees it for one request. */
struct standing {
	ProviderId  provider;
	const char *name;
	int64_t     part;               /* best part held here and now, for this service; 0: none */
	BlockId     block;              /* pre-purchased hours here with something left */
	Minutes     block_free;         /* a week */
	Money       block_rate;
	Minutes     free;               /* stated free time in the bands that are asked for */
	Moment      stated;             /* when it said so */
	const char *rating;             /* latest, as published */
	int64_t     rank;               /* on the common scale 1-4; INT_NONE: not rated */
	unsigned    obstacles;          /* bits 1 << enum obstacle; 0: could take it */
	const char *missing;            /* missing skills, or the embargo's reason */
	const char *scope;              /* of the embargo, in words; "": the whole provider */
	LotId       lots[PARTS_END];    /* by enum part: the lot held here that nothing stops */
	unsigned    shut;               /* bits 1 << enum part: held here, all of it suspended */
};
/* Why not, in words, of one obstacle: "Suspended in North locality". */
const char *obstacle_text(struct arena *, enum obstacle, const struct standing *);

/*
 * Every provider with any standing for this service (accredited now or ever,
 * or registered to give it in an area we use), with what stands in its way;
 * those without an obstacle first, then by part, then by name.
 */
size_t provider_standing(struct db *, struct arena *, const struct wanted *, Moment now,
                         struct standing **out);
/* The same for one provider; false: no such provider. */
bool provider_standing_one(struct db *, struct arena *, const struct wanted *, ProviderId,
                           Moment now, struct standing *out) MUST_USE;

/* Nothing new for it, from this moment on?  Also where evidence that suspends ran out. */
bool provider_embargoed(struct db *, struct arena *, ProviderId, Moment now) MUST_USE;
/*
 * No new package of a service in a locality, called off from a lot (none: from whichever it
 * stands on there, or from no framework): what is suspended meets it.
 */
bool provider_embargoed_for(struct db *, struct arena *, ProviderId, int64_t service, LocalityId,
                            LotId, Moment now) MUST_USE;

/* The fair price of care of an hour on a day; MONEY_NONE: the council has set none. */
Money fair_price_on(struct db *, struct arena *, int64_t service, LocalityId, Date on);

/* What is left of a block each week from a day on: bought less drawn by live elements. */
Minutes block_left(struct db *, struct arena *, BlockId, Date from);

/* What is named narrows it: only this location, on this lot, in this locality. */
struct suspension {
	LocationId  location;
	LotId       lot;
	LocalityId  locality;
	const char *reason;
	const char *evidence;           /* what it rests on, or where that is kept */
	const char *decided;            /* who decided, by name and post; NULL: who enters it */
	Date        review;
};
enum suspended {
	SUSPEND_DONE, SUSPEND_ALREADY,
	SUSPEND_GONE,                   /* no such provider, or location or lot of its own */
	SUSPEND_PLACE,                  /* the lot does not cover the locality */
};
/*
 * Nothing new from this second for a provider, as far as is said (B&NES 3g.8).
 * The caller holds the write transaction, and lets open offers lapse
 * (brokerage's offers_lapse, called through suspend_hook).
 */
enum suspended provider_suspend(struct db *, struct arena *, ProviderId, const struct suspension *,
                                UserAccountId by, Moment now, EmbargoId *out) MUST_USE;
/* "at Brook House, on lot 2 (Villages), in North locality"; "": the whole provider. */
const char *embargo_scope_text(struct arena *, const char *location, int64_t lot_number,
                               const char *lot, const char *locality);
enum suspended embargo_lift(struct db *, struct arena *, EmbargoId, const char *reason,
                            UserAccountId by,
                            Moment now) MUST_USE;
/* Set by rooms.c: what else must happen in the same transaction as a suspension. */
extern void (*suspend_hook)(struct db *, struct arena *, ProviderId, UserAccountId by, Moment now);

extern const struct room market_room;

#endif
