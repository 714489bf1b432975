/* SPDX-License-Identifier: MIT */
/*
 * lease.h -- one leads: a row that says who, renewed by him, and until when.
 *
 *	nobody's --lease_hold()--> mine --every 2 s--> mine --lease_end()--> nobody's
 *	                             '--not renewed for 8 s--> nobody's
 *	ends ten minutes from now or later: nobody's, for the clock was wrong
 *
 * The same on every engine and on any number of machines, whose clocks must
 * agree to about a second.  It decides who begins something.  That something
 * is not done twice is not its business: what is begun is claimed by a guarded
 * update of its own row, and may be repeated.
 */
#ifndef ALM_JOBS_LEASE_H
#define ALM_JOBS_LEASE_H

#include "db/db.h"

/* The lease of whoever leads the clerks. */
#define LEASE_CLERK "clerk"

enum { LEASE_MS = 8000, LEASE_RENEW_MS = 2000, LEASE_ASK_MS = 1000 };
enum { LEASE_FAR_MS = 10 * 60 * 1000 };

/* Take it or renew it: true, mine until `now` + LEASE_MS.  Writes only if it may
 * be had; in a transaction of its own, or the caller's. */
bool lease_hold(struct db *, struct arena *, const char *name, const char *holder,
                Moment now) MUST_USE;
/* Mine, and for a second more at least: time enough to claim something.  *taken: since when. */
bool lease_mine(struct db *, struct arena *, const char *name, const char *holder, Moment now,
                Moment *taken) MUST_USE;
/* By anybody. */
bool lease_is_held(struct db *, struct arena *, const char *name, Moment now) MUST_USE;
/* How it stands, whoever holds it; false: nobody ever did. */
struct lease_state { Moment renewed; int64_t checkpoint_us; };
bool lease_state(struct db *, struct arena *, const char *name, struct lease_state *);
/* Somebody else may have it at once. */
void lease_end(struct db *, const char *name, const char *holder);

/* The pulse of a clerk (wire_app.pulse): holds the lease for him, who may be at a
 * long job, until told to stop. */
void lease_live(struct db *, const char *holder);

#endif
