/* SPDX-License-Identifier: MIT */
/*
 * term.h -- the life of a framework.  Part of market/market.h.
 *
 *	coming -> open -> evaluating -> standstill -> live -> in extension -> expired
 *	                                              live: windows open and close
 *
 * Its state is what its days say, and stored nowhere (B&NES 3e.7: five years
 * and two more, a review in year 4, windows every six months, exceptions with
 * a reason).  Of a framework that another council hosts we keep the same days,
 * for packages may be called off only within them.  A day that ends something
 * is the first on which it is over.
 */
#ifndef ALM_MARKET_TERM_H
#define ALM_MARKET_TERM_H

#include "base/vocab.h"
#include "db/db.h"

#define FRAMEWORK_STATES(X, P)                                                    \
	X(P, 1, COMING,     "coming",     "grey",      "Coming")                   \
	X(P, 2, OPEN,       "open",       "blue",      "Open for applications")    \
	X(P, 3, EVALUATING, "evaluating", "purple",    "In evaluation")            \
	X(P, 4, STANDSTILL, "standstill", "yellow",    "In standstill")            \
	X(P, 5, LIVE,       "live",       "green",     "Live")                     \
	X(P, 6, EXTENDED,   "in-extension", "turquoise", "In extension")             \
	X(P, 7, EXPIRED,    "expired",    "grey",      "Expired")
VOCAB(framework_state, FRAMEWORK, FRAMEWORK_STATES)

/* Whose terms: the council's own; another council's, which we call off on; a dynamic list,
 * open to applications all its life. */
#define FRAMEWORK_KINDS(X, P)                                                     \
	X(P, 1, OWN,     "own",     "",       "The council's own")                 \
	X(P, 2, HOSTED,  "hosted",  "purple", "Hosted by another authority")       \
	X(P, 3, DYNAMIC, "dynamic", "blue",   "Dynamic purchasing list")
VOCAB(framework_kind, TERMS, FRAMEWORK_KINDS)

struct framework_days { Date apply_from, apply_until, told, from, term, until; };
/* By what its days say; days that are not known are passed over. */
enum framework_state framework_state_on(const struct framework_days *, Date on);

struct framework_answers {
	const char *name, *host;         /* host: whose terms, of one that another hosts */
	unsigned    kind;                /* enum framework_kind; 0: hosted if it has a host */
	Date apply_from, apply_until, told, from, term, extend, review, refer_from, refer_until;
};

enum termed {
	TERMED,
	TERM_GONE,           /* no such framework                                           */
	TERM_STALE,          /* somebody changed it since it was shown                      */
	TERM_ORDER,          /* the days are not in order, or beyond what the terms allow   */
	TERM_CLASH,          /* another window is open on those days                        */
	TERM_REASON,         /* a window sooner than policy has it, and no reason           */
	TERM_HOST,           /* hosted by nobody, or its own and hosted                     */
	TERM_ALWAYS,         /* a dynamic list is open all its life, and needs no window    */
};

/* In a write transaction of the caller's, like all that follow; one audit row each.
 * Only `name`, `from` and `term` must be known.  TERM_ORDER, TERM_HOST. */
enum termed framework_add(struct db *, struct arena *, const struct framework_answers *,
                          UserAccountId by, FrameworkId *out) MUST_USE;
/*
 * It goes on until another day, no later than its terms allow, and with it the
 * standings that run to its end.  TERM_GONE, TERM_STALE, TERM_ORDER.
 */
enum termed framework_extend(struct db *, struct arena *, FrameworkId, int64_t revision,
                             Date until, const char *reason, UserAccountId by,
                             size_t *standings) MUST_USE;
/* What the review of the whole framework came to.  TERM_GONE, TERM_STALE. */
enum termed framework_review(struct db *, struct arena *, FrameworkId, int64_t revision, Date on,
                             const char *review, UserAccountId by) MUST_USE;
/*
 * Providers may apply from `opens` and no more on `closes`.  One that opens less than
 * `months` after the one before it opened is an exception and wants a reason.
 * TERM_GONE, TERM_ORDER (not within its life), TERM_CLASH, TERM_REASON, TERM_ALWAYS.
 */
enum termed framework_window_add(struct db *, struct arena *, FrameworkId, Date opens, Date closes,
                                 int months, const char *reason, UserAccountId by, Moment now,
                                 FrameworkWindowId *out) MUST_USE;

#endif
