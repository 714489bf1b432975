/* SPDX-License-Identifier: MIT */
/*
 * brokerage.h -- finding a provider for a package of care, in the council's
 * published order (B&NES 3g.4, 3e.4).
 *
 * A request is raised for one person; a broker sends it to one tier of the
 * policy at a time, as a step with a deadline; each provider of that tier who
 * could take it is invited; offers stay sealed until the deadline or until
 * all have answered; one offer is awarded, and the placement exists.
 *
 *	request     open --send--> (tier n, step) --offers in--> awarded | withdrawn | closed unmet
 *	step        running --all declined, or deadline without offer--> ended, next tier
 *	                    --all answered, or deadline with offers---> ended, opened
 *	                    --first acceptable offer (where the tier says so)--> ended, opened
 *	invitation  sent -> offered | declined | lapsed (deadline) | withdrawn
 *	offer       sealed -> won | lost | withdrawn | lapsed (embargo, change)
 *
 * Every state change passes through the request's row (its revision is the
 * lock), has its time, and is in the audit trail.  Who the providers are and
 * what stands in their way is market/'s; payment is finance/'s.
 */
#ifndef ALM_BROKERAGE_H
#define ALM_BROKERAGE_H

#include "base/vocab.h"
#include "db/db.h"
#include "market/market.h"
#include "web/route.h"

#define REQUEST_STAGES(X, P)                                                            \
	X(P, 1, NEW,       "new",       "blue",   "Not sent yet")                        \
	X(P, 2, SENT,      "sent",      "purple", "With providers")                      \
	X(P, 3, OFFERS,    "offers",    "green",  "Offers to decide")                    \
	X(P, 4, STUCK,     "stuck",     "red",                                           \
	  "Needs a decision")                           \
	X(P, 5, AWARDED,   "awarded",   "grey",   "Sourced")                             \
	X(P, 6, WITHDRAWN, "withdrawn", "grey",   "Withdrawn")                           \
	X(P, 7, UNMET,     "unmet",     "orange", "Closed unmet")
VOCAB(request_stage, STAGE, REQUEST_STAGES)

#define REQUEST_REASONS(X, P)                                                           \
	X(P, 1, DISCHARGE, "hospital-discharge",    "red",    "Hospital discharge")      \
	X(P, 2, PLAN,      "support-plan",          "blue",   "Support plan")            \
	X(P, 3, CHC,       "continuing-healthcare", "purple", "Continuing healthcare")   \
	X(P, 4, CHANGE,    "change",                "grey",   "Change of a package")     \
	X(P, 5, FAILURE,   "provider-failure",      "orange", "Provider failure")
VOCAB(request_reason, REASON, REQUEST_REASONS)

#define FUNDINGS(X, P)                                                                  \
	X(P, 1, COUNCIL, "council", "blue",   "Council")                                 \
	X(P, 2, NHS,     "nhs",     "purple", "NHS")                                     \
	X(P, 3, JOINT,   "joint",   "teal",   "Joint: council and NHS")
VOCAB(funding, FUNDING, FUNDINGS)

/* Whom a tier asks. */
#define TIER_WHOS(X, P)                                                                 \
	X(P, 1, BLOCK,   "block",   "",                                                  \
	  "Part B contracts and pre-purchased hours in the locality")                    \
	X(P, 2, PART_A,  "part-a",  "", "Part A of the framework")                       \
	X(P, 3, INTERIM, "interim", "", "Interim or out-of-area accredited")             \
	X(P, 4, OPEN,    "open",    "", "Not on the framework")
VOCAB(tier_who, WHO, TIER_WHOS)

#define TIER_PRICES(X, P)                                                               \
	X(P, 1, ANY,   "any",   "", "At any rate up to the ceiling")                     \
	X(P, 2, FAIR,  "fair",  "", "At or under the fair price of care")                \
	X(P, 3, BLOCK, "block", "", "At the rate of the block")
VOCAB(tier_price, PRICE, TIER_PRICES)

#define TIER_CHOICES(X, P)                                                              \
	X(P, 1, BEST,  "best",  "", "Best at the deadline")                              \
	X(P, 2, FIRST, "first", "", "First acceptable")
VOCAB(tier_choice, CHOICE, TIER_CHOICES)

#define STEP_JUMPS(X, P)                                                                \
	X(P, 1, IN_ORDER, "in-order", "green",  "In order")                              \
	X(P, 2, SKIPPED,  "skipped",  "orange", "Tiers skipped")                         \
	X(P, 3, BACK,     "back",     "yellow", "Went back")
VOCAB(step_jump, JUMP, STEP_JUMPS)

#define STEP_ENDS(X, P)                                                                 \
	X(P, 1, OPENED,    "opened",    "green",  "Offers opened")                       \
	X(P, 2, NONE,      "none",      "grey",   "No offer by the deadline")            \
	X(P, 3, DECLINED,  "declined",  "grey",   "All declined")                        \
	X(P, 4, NOBODY,    "nobody",    "grey",   "Nobody in this tier could be asked")  \
	X(P, 5, MOVED,     "moved",     "orange", "Moved by the broker")                 \
	X(P, 6, CHANGED,   "changed",   "yellow", "The request changed")                 \
	X(P, 7, WITHDRAWN, "withdrawn", "grey",   "The request was withdrawn")
VOCAB(step_end, STEP, STEP_ENDS)

#define INVITATION_STATES(X, P)                                                         \
	X(P, 1, SENT,      "sent",      "blue",   "Asked")                               \
	X(P, 2, OFFERED,   "offered",   "green",  "Offered")                             \
	X(P, 3, DECLINED,  "declined",  "grey",   "Declined")                            \
	X(P, 4, LAPSED,    "lapsed",    "grey",   "No answer in time")                   \
	X(P, 5, WITHDRAWN, "withdrawn", "grey",   "Taken back")
VOCAB(invitation_state, INVITATION, INVITATION_STATES)

#define OFFER_STATES(X, P)                                                              \
	X(P, 1, LIVE,      "live",      "blue",   "Offer made")                          \
	X(P, 2, LOST,      "lost",      "grey",   "Not chosen")                          \
	X(P, 3, WON,       "won",       "green",  "Chosen")                              \
	X(P, 4, WITHDRAWN, "withdrawn", "grey",   "Withdrawn")                           \
	X(P, 5, LAPSED,    "lapsed",    "orange", "Lapsed")
VOCAB(offer_state, OFFER, OFFER_STATES)

#define DECLINE_REASONS(X, P)                                                           \
	X(P, 1, CAPACITY, "no-capacity", "", "No capacity at these times")               \
	X(P, 2, LOCALITY, "too-far",     "", "Too far to travel")                        \
	X(P, 3, SKILLS,   "skills",      "", "Not the right skills")                     \
	X(P, 4, PRICE,    "price",       "", "Not at this price")                        \
	X(P, 5, SIZE,     "size",        "", "Too small or too large a package")         \
	X(P, 6, OTHER,    "other",       "", "Another reason")
VOCAB(decline_reason, DECLINE, DECLINE_REASONS)

#define SINGLE_OR_DOUBLE(X, P)                                                          \
	X(P, 1, ONE, "1", "", "One care worker")                                         \
	X(P, 2, TWO, "2", "", "Two care workers")
VOCAB(carers, CARERS, SINGLE_OR_DOUBLE)

/* ---- the visit grid ---------------------------------------------------------- */
/* Visits alike on several days: bit 0 of days is Monday. */
struct visit { int64_t days; Minutes earliest, latest, length; int64_t carers; };

struct visit_totals {
	Minutes week;               /* carer minutes a week: length x days x carers */
	int64_t visits;             /* a week */
	int64_t most_carers;        /* 1, or 2 where any visit is double-handed */
	int64_t most_daily;         /* visits on the fullest day: 1 is a single call */
};
struct visit_totals visits_total(const struct visit *, size_t n);

/* How part hours are paid: from the policy's row, by date. */
struct pay_rule { Minutes round_up, shortest; };

/* What a week of these visits costs at a rate for an hour of one carer.  A
 * visit is paid for at least `shortest` and up to the next `round_up`; the
 * penny is rounded once, on the week. */
Money visits_cost(const struct visit *, size_t n, Money rate, struct pay_rule);

/* ---- raising a request: the caller holds the write transaction ----------------- */
/* The answers, as the form reads them and as the JSON of the same address gives them. */
struct request_answers {
	unsigned    reason;          /* enum request_reason */
	const char *hospital, *ward;
	Moment      ready;           /* of a discharge: fit to leave from */
	unsigned    service, funding;
	int64_t     council_pct;     /* of a joint package */
	Date        start;
	const struct visit *visits; size_t nvisits;
	const char *skills;          /* ids as JSON text: "[3,5]" */
	const char *wishes, *notes;
	const char *const *outcomes; size_t noutcomes;
	RequestId   reopens;         /* the one whose rest this is; none */
};

enum raised { RAISED, RAISED_NO_LOCALITY, RAISED_ALREADY };
/*
 * Ask the market for support for a person.  RAISED_ALREADY: an open request
 * of the same service exists for the person (law 2); *out is that one.
 */
enum raised request_raise(struct db *, struct arena *, PersonId, const struct request_answers *,
                          const struct me *, Moment now, RequestId *out) MUST_USE;

enum changed {
	CHANGED, CHANGED_STALE, CHANGED_CLOSED, CHANGED_GONE,
	CHANGED_ALREADY,             /* another open request asks for that service (law 2) */
};
/* Change what is asked for.  A running step ends, its offers lapse, and the
 * providers are told; the broker sends it again. */
enum changed request_change(struct db *, struct arena *, RequestId, int64_t revision,
                            const struct request_answers *, const char *reason, const char *detail,
                            const struct me *, Moment now) MUST_USE;
enum changed request_withdraw(struct db *, struct arena *, RequestId, int64_t revision,
                              const char *reason, const struct me *, Moment now) MUST_USE;
/* The broker gives up: nobody could be found.  Kept and reported as unmet. */
enum changed request_close_unmet(struct db *, struct arena *, RequestId, int64_t revision,
                                 const char *reason, const struct me *, Moment now) MUST_USE;

/* ---- the tiers ------------------------------------------------------------------ */
/* One provider in one tier: asked, could be asked, or why not. */
struct candidate {
	struct standing standing;
	int64_t     tier_no;         /* 0: in no tier */
	unsigned    obstacles;       /* bits 1 << enum obstacle, for that tier */
};
/*
 * All providers tier by tier, in the order in which they would be asked.  A
 * provider stands in the first tier that takes it; Part A providers stand in
 * tier 2 and are asked again in tier 3.
 */
size_t request_candidates(struct db *, struct arena *, RequestId, Moment now,
                          struct candidate **out);

enum sending {
	SENDING_DONE, SENDING_STALE, SENDING_CLOSED, SENDING_GONE,
	SENDING_NEEDS_REASON,        /* skipping or going back without saying why */
	SENDING_NEEDS_APPROVAL,      /* the tier wants a manager's approval */
	SENDING_NO_TIER,             /* no policy today, or no such tier */
	SENDING_NOBODY,              /* nobody in that tier can be asked: nothing was changed */
};
struct send_order {
	RequestId   request;
	int64_t     revision, tier_no;
	Moment      deadline;        /* none: by the policy's window */
	const char *reason;          /* of a skip or of going back */
	bool        approved;        /* by `me`, who has MAY_APPROVE */
};
enum sending request_send(struct db *, struct arena *, const struct send_order *, const struct me *,
                          Moment now) MUST_USE;

/*
 * The requests whose step has to end, for its deadline has passed: the longest
 * due first, at most `most`.  The clerk asks every few seconds and then moves
 * each on with step_advance(), in a transaction and a boundary of its own, so
 * that a request which breaks keeps no other waiting.
 */
size_t steps_due(struct db *, struct arena *, Moment now, int64_t *ids, size_t most);
void   step_advance(struct db *, struct arena *, RequestId, Moment now);
/* All of them, where a fault should end the whole (tests, demonstrations).
 * Returns how many there were. */
size_t steps_advance(struct db *, struct arena *, Moment now);

/* ---- answers of the providers ------------------------------------------------------ */
struct offer_answers {
	Money       rate;
	Date        start;
	const char *note;
	const char *visits;          /* ids of the visits covered, as JSON text; NULL: all */
	const struct offer_time { RequestVisitId visit; Minutes start; } *times; size_t ntimes;
};
enum offered {
	OFFERED, OFFERED_LATE, OFFERED_CLOSED, OFFERED_EMBARGO, OFFERED_GONE,
	OFFERED_DEAR,                /* above what this tier or lot takes: the most is in *most */
	OFFERED_NOT_FIXED,           /* the lot has a fixed rate, and this is another: in *most */
	OFFERED_NO_VISITS,
};
/* Make or change an offer.  Whether it is in time is decided here, in the
 * transaction, by the clock `now` of the request's arrival. */
enum offered offer_make(struct db *, struct arena *, InvitationId, const struct offer_answers *,
                        const struct me *, Moment now, Money *most) MUST_USE;
enum offered offer_withdraw(struct db *, struct arena *, InvitationId, const struct me *,
                            Moment now) MUST_USE;
enum offered invitation_decline(struct db *, struct arena *, InvitationId, unsigned reason,
                                const char *note, const struct me *, Moment now) MUST_USE;
/* Stamp that the provider has seen it; once. */
void invitation_see(struct db *, InvitationId, Moment now);
/* The live offers of a provider lapse, and its invitations are taken back, as
 * far as it may give their service no more: what a suspension does at once
 * (market's suspend_hook), be it of all of it or of a location. */
void offers_lapse(struct db *, struct arena *, ProviderId, UserAccountId by, Moment now);

/* ---- the award ----------------------------------------------------------------------- */
enum awarded {
	AWARD_DONE,
	AWARD_TAKEN,                 /* somebody was first: see award_load() */
	AWARD_STALE, AWARD_GONE,
	AWARD_SEALED,                /* offers may not be seen yet */
	AWARD_NEEDS_REASON,          /* it is not the first in order */
	AWARD_EMBARGO,
};
/*
 * Award an offer.  Creates the placement with its element, everything copied
 * in; a partial offer leaves the rest as a new request that points back.
 * Winner, losers and whoever asked are told by mail.
 */
enum awarded offer_award(struct db *, struct arena *, OfferId, int64_t revision, const char *reason,
                         const struct me *, Moment now, PlacementId *out) MUST_USE;
/* The provider says that care has begun.  False: no such placement, or said before. */
bool placement_begin(struct db *, struct arena *, PlacementId, const struct me *,
                     Moment now) MUST_USE;

/* The requests of a person as a table of the person's page and record (pg NULL:
 * of the record only). */
void person_requests(struct rq *, struct page *, struct record *, PersonId);

extern const struct room brokerage_room;

#endif
