/* SPDX-License-Identifier: MIT */
/*
 * may.h -- who may do what: rights, and the roles that hold them.
 *
 * A route names one right.  A role holds rights (auth/roles.c has the table,
 * which is also the access matrix for the auditor).  People hold roles.
 */
#ifndef ALM_WEB_MAY_H
#define ALM_WEB_MAY_H

#include "base/vocab.h"

/* Codes are stored as bits of user_account.roles: append, never renumber. */
#define ROLES(X, P)                                                                    \
	X(P, 1,  SOCIAL_WORKER, "social-worker", "blue",   "Social worker")             \
	X(P, 2,  MANAGER,       "team-manager",  "blue",   "Team manager")              \
	X(P, 3,  BROKER,        "broker",        "purple", "Broker")                    \
	X(P, 4,  COMMISSIONER,  "commissioner",  "green",  "Commissioner")              \
	X(P, 5,  DIRECTOR,      "director",      "grey",   "Director or auditor")       \
	X(P, 6,  PROVIDER,      "provider",      "orange", "Provider's scheduler")      \
	X(P, 7,  ADMIN,         "administrator", "red",    "Administrator")             \
	X(P, 8,  HOSPITAL,      "hospital",      "teal",   "Hospital discharge team")   \
	X(P, 9,  FINANCE,       "finance",       "yellow", "Finance officer")           \
	X(P, 10, EVALUATOR,     "evaluator",     "teal",   "Evaluator")
VOCAB(role, ROLE, ROLES)

enum may {
	MAY_ANYONE     = 1 << 0,   /* the public                                        */
	MAY_SIGNED_IN  = 1 << 1,   /* whoever has signed in                             */
	/* Open people's records.  By need to know: a discharge, a duplicate, a call at night
	 * cross teams, so every opening is in the trail, and what must be kept from
	 * colleagues is restricted to those named on the record. */
	MAY_SEE_PERSON = 1 << 2,
	MAY_ASK        = 1 << 3,   /* record a person, raise and change a request       */
	MAY_BROKER     = 1 << 4,   /* work list, send, compare, award                   */
	MAY_APPROVE    = 1 << 5,   /* let a request go to the last tier                 */
	MAY_MARKET     = 1 << 6,   /* policy, accreditation, prices, bands, suspension  */
	MAY_SEE_MARKET = 1 << 7,   /* read the same                                     */
	MAY_RETURNS    = 1 << 8,   /* returns and the dashboard: no personal data       */
	MAY_OFFER      = 1 << 9,   /* a provider's portal: own organisation only        */
	MAY_ADMIN      = 1 << 10,  /* users, teams, settings, imports                   */
	MAY_AUDIT      = 1 << 11,  /* read the audit trail                              */
	MAY_EVALUATE   = 1 << 12,  /* score and moderate answers, as member of a panel  */
};

/* The rights of a set of roles (a bit 1 << code for each), MAY_ANYONE included. */
unsigned may_of_roles(int64_t roles);

#endif
