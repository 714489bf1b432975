/* SPDX-License-Identifier: MIT */
/*
 * collaboration.h -- providers that work together: a lead with subcontractors,
 * consortia and alliances, staff who go where packages go.
 *
 *	subcontract   agreed --its days--> in force --> ended
 *	placement     with the lead | delivered by a subcontractor, from day to day
 *	milestone     coming -> met | late -> met late
 *	staff move    planned, with a list of what keeps care going -> moved
 *
 * Aberdeen: a primary provider's relation with its subcontractors fails when it
 * keeps the best packages, or when they hold out for more money.  So the shares
 * of packages and hours, and the rates, of each can be read month by month.
 * Groups that become a legal entity have it by 1 September and its registration
 * by 1 March; staff transfer is planned before, for the capacity that is lost.
 * Glasgow 5.2: alliances.
 *
 * It says what is agreed and how it comes out; who is asked for a package stays
 * brokerage's business.  Nothing here names a care worker or a person; people
 * whose record is restricted are in no share.
 */
#ifndef ALM_COLLABORATION_H
#define ALM_COLLABORATION_H

#include "base/vocab.h"
#include "db/db.h"
#include "web/route.h"

extern const struct room collaboration_room;

#define TOGETHER_KINDS(X, P)                                                    \
	X(P, 1, CONSORTIUM, "consortium", "blue",   "Consortium")               \
	X(P, 2, ALLIANCE,   "alliance",   "purple", "Alliance")
VOCAB(together_kind, TOGETHER, TOGETHER_KINDS)

#define MILESTONE_STATES(X, P)                                                  \
	X(P, 1, COMING,   "coming",   "blue",   "Coming")                        \
	X(P, 2, MET,      "met",      "green",  "Met in time")                   \
	X(P, 3, LATE,     "late",     "red",    "Late")                          \
	X(P, 4, MET_LATE, "met-late", "yellow", "Met late")
VOCAB(milestone_state, MILESTONE, MILESTONE_STATES)

enum joined {
	JOINED,
	JOIN_GONE,           /* no such provider, placement, group, move or item            */
	JOIN_STALE,          /* somebody changed it since it was shown                      */
	JOIN_ORDER,          /* days not in order, or beyond what they depend on            */
	JOIN_ITSELF,         /* a provider with itself                                      */
	JOIN_OVERLAP,        /* there is one for these days already                         */
	JOIN_NO_SUBCONTRACT, /* nothing is agreed with that provider on that day            */
	JOIN_ALREADY,        /* a group of that name; a member; it has ended or moved       */
};

/* In a write transaction of the caller's, like all that follow; one audit row each. */

/* ---- subcontracts: subcontract.c ----------------------------------------------------------- */
struct subcontract_answers {
	ProviderId  lead, sub;
	FrameworkId framework;
	BlockId     block;           /* none: all that the lead does on the framework       */
	Date        from, until;     /* until: none: as long as the framework               */
	const char *terms;
};
/* After any former one of the two on that framework.  JOIN_GONE, JOIN_ITSELF, JOIN_ORDER
 * (not within the framework's life), JOIN_OVERLAP. */
enum joined subcontract_add(struct db *, struct arena *, const struct subcontract_answers *,
                            UserAccountId by, Moment now, SubcontractId *out) MUST_USE;
/* It ends sooner; packages that are with it go back to the lead on that day.  JOIN_GONE,
 * JOIN_STALE, JOIN_ORDER (not sooner, or before it began). */
enum joined subcontract_end(struct db *, struct arena *, SubcontractId, int64_t revision,
                            Date until, const char *reason, UserAccountId by) MUST_USE;
/*
 * From a day on the care of a placement is given by a subcontractor of its
 * provider, as long as the placement and the subcontract last; none: by the
 * provider itself.  `lead`: whose placement it must be.  JOIN_GONE: not theirs;
 * JOIN_ORDER: not within the placement's days, or not after the last change;
 * JOIN_NO_SUBCONTRACT.
 */
enum joined delivery_set(struct db *, struct arena *, PlacementId, ProviderId lead,
                         ProviderId sub, Date from, Money rate, UserAccountId by,
                         Moment now) MUST_USE;

/* ---- how it comes out: shares.c ------------------------------------------------------------ */
struct share {
	Date        month;           /* its first day                                       */
	ProviderId  provider;        /* the lead, or who delivers for it                    */
	const char *name;
	int64_t     packages, packages_of;   /* on the month's last day, or today; of all   */
	Minutes     week, week_of;   /* hours a week of them; of all                        */
	Money       rate;            /* what the council pays an hour, weighted by hours    */
	Money       paid;            /* what the lead pays an hour, where it is known       */
};
/* The last `months` months, the newest first; in each the lead and then by name. */
size_t shares_load(struct db *, struct arena *, ProviderId lead, Date today, int months,
                   struct share **out);

/* ---- groups: consortium.c ------------------------------------------------------------------ */
struct consortium_answers {
	const char *name, *purpose;
	unsigned    kind;            /* enum together_kind                                  */
	FrameworkId framework;
	ProviderId  entity;
};
/*
 * A consortium begins with two milestones: its legal entity, due on the next 1
 * September, and its registration, due on the 1 March after (Aberdeen).  Their
 * owner is `by`.  JOIN_ALREADY: the name.
 */
enum joined consortium_add(struct db *, struct arena *, const struct consortium_answers *,
                           UserAccountId by, Moment now, ConsortiumId *out) MUST_USE;
enum joined consortium_change(struct db *, struct arena *, ConsortiumId, int64_t revision,
                              const struct consortium_answers *, UserAccountId by) MUST_USE;
/* JOIN_GONE, JOIN_ALREADY: it is a member. */
enum joined member_add(struct db *, struct arena *, ConsortiumId, ProviderId,
                       const char *part_taken, Date from, UserAccountId by) MUST_USE;
/* JOIN_GONE, JOIN_ALREADY: it has left; JOIN_ORDER: before it joined. */
enum joined member_leave(struct db *, struct arena *, ConsortiumMemberId, Date left,
                         UserAccountId by) MUST_USE;
struct milestone_answers {
	const char *name;
	Date        due;
	UserAccountId owner;
	Date        met;             /* none: not yet                                       */
	const char *note;
};
enum joined milestone_add(struct db *, struct arena *, ConsortiumId,
                          const struct milestone_answers *, UserAccountId by) MUST_USE;
/* Also that it is met.  JOIN_GONE, JOIN_STALE. */
enum joined milestone_change(struct db *, struct arena *, ConsortiumMilestoneId,
                             int64_t revision, const struct milestone_answers *,
                             UserAccountId by) MUST_USE;

/* ---- staff: move.c ------------------------------------------------------------------------- */
struct move_answers {
	ProviderId  from, to;
	FrameworkId framework;
	const char *reason;
	int64_t     packages, workers;
	Minutes     week;
	Date        planned;
	UserAccountId owner;
};
/* With the list of what keeps care going, due on days before and after the move.
 * JOIN_ITSELF. */
enum joined move_add(struct db *, struct arena *, const struct move_answers *, UserAccountId by,
                     Moment now, StaffMoveId *out) MUST_USE;
/* An item of the list is done.  JOIN_GONE; JOIN_ALREADY. */
enum joined move_item_done(struct db *, struct arena *, StaffMoveItemId, Date on,
                           const char *note, UserAccountId by) MUST_USE;
/* The packages have moved, and so many workers with them.  JOIN_GONE, JOIN_STALE, JOIN_ALREADY. */
enum joined move_done(struct db *, struct arena *, StaffMoveId, int64_t revision, Date on,
                      int64_t went, UserAccountId by) MUST_USE;

#endif
