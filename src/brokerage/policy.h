/* SPDX-License-Identifier: MIT */
/*
 * policy.h -- the published order of priority as dated data (B&NES 3g.4).
 *
 * A policy of a service holds from a day until the next one begins; a step
 * copies the terms of its tier, so a new policy changes nothing that runs.
 */
#ifndef ALM_POLICY_H
#define ALM_POLICY_H

#include "brokerage/inside.h"

/* The lowest rating at which somebody is asked, on the common scale. */
#define FLOORS(X, P)                                                         \
	X(P, 2, IMPROVE,     "requires-improvement", "", "Requires improvement, or adequate") \
	X(P, 3, GOOD,        "good",                 "", "Good")          \
	X(P, 4, OUTSTANDING, "outstanding",          "", "Outstanding, or very good")
VOCAB(floor, FLOOR, FLOORS)

struct policy_terms {
	const char *name;
	int64_t     service;
	Date        from;
	int64_t     floor;           /* enum floor; INT_NONE: anybody             */
	bool        unrated_ok;
	struct pay_rule pay;
	const struct tier_terms {
		const char *name;
		int64_t     who, price, choice;
		bool        approval;
		Minutes     urgent, standard;
		Money       ceiling;         /* MONEY_NONE: none                  */
	} *tiers;
	size_t      ntiers;
};

enum policy_set { POLICY_SET, POLICY_NOT_LATER, POLICY_NO_TIERS };
/*
 * A new policy of a service from a day on; the one before ends the day before.
 * POLICY_NOT_LATER: one that begins on that day or later stands already.  The
 * caller holds the write transaction.
 */
enum policy_set policy_set(struct db *, struct arena *, const struct policy_terms *,
                           UserAccountId by, PolicyId *out) MUST_USE;

/* The order of B&NES 3g.4 with its windows, for a council that has none yet. */
enum policy_set policy_default(struct db *, struct arena *, int64_t service, Date from,
                               UserAccountId by, PolicyId *out) MUST_USE;

#endif
