/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of brokerage share with each other and nobody else.
 */
#ifndef ALM_BROKERAGE_INSIDE_H
#define ALM_BROKERAGE_INSIDE_H

#include "audit/audit.h"
#include "brokerage/brokerage.h"
#include "brokerage/request.sql.h"
#include "brokerage/tier.sql.h"
#include "papers/mail.h"

/* The visit grid of a request, in the order of the day. */
size_t request_visits(struct db *, struct arena *, RequestId, struct visit **out);
/*
 * Ask anew for what an award leaves undone: in the place and for the team and
 * the person who asked for the whole, wherever she for whom it is lives by now.
 */
RequestId request_raise_rest(struct db *, struct arena *, const struct request *of,
                             const struct request_answers *, const struct me *, Moment now);
/* Throw the grid away, with the offered times that hang on it: it is replaced. */
void   visits_replace(struct db *, RequestId);
/* Count answers and live offers anew; after every change of either. */
void   request_recount(struct db *, RequestId);
/* Part-hour rules of a service on a day. */
struct pay_rule pay_rule_on(struct db *, struct arena *, int64_t service, Date on);
/* What the market is asked about a request. */
struct wanted request_wanted(struct db *, struct arena *, const struct request *, Moment now);

/* End a step: those who have not answered lapse. */
void step_close(struct db *, StepId, enum step_end, Moment now);
/* After an answer: end the step if it has what it waited for, and go on. */
void step_consider(struct db *, struct arena *, RequestId, Moment now);
/* On to the next tier by itself, or to a person's decision. */
void step_next(struct db *, struct arena *, const struct request *, Moment now);
/* May the offers of a request be seen?  Sealed while the step that they
 * answer is running. */
bool offers_open(struct db *, struct arena *, const struct request *, Moment now);
/*
 * Was the seal of an offer broken before its request was closed, or by its
 * deadline?  Else whoever withdraws a request would read what was sealed, and
 * ask anew.  Of an open request offers_open() decides; of an awarded one all
 * may be read.
 */
bool offer_opened(const struct request *, int64_t ended_how, Moment deadline, Moment now);

/* What an offer may ask for an hour, and what says so. */
enum limit_by { LIMIT_ANY, LIMIT_CEILING, LIMIT_FAIR, LIMIT_BLOCK, LIMIT_LOT };
struct rate_limit { enum limit_by by; Money most; bool exact; };
struct rate_limit rate_limit_of(const struct invitation *);

/* Tell the invited providers of a step, by mail: a link, and no personal data. */
void tell_invited(struct db *, struct arena *, StepId, const char *subject, const char *words,
                  Moment now);
/* Invitations whose one reminder is due, and the sending of it, in a transaction of its own. */
size_t invitations_due(struct db *, struct arena *, Moment now, int64_t *ids, size_t most);
void   invitation_remind_once(struct db *, struct arena *, int64_t id, Moment now);
/* "https://.../path", for mail; "" when the council has not said its address. */
const char *mail_address(struct db *, struct arena *, const char *path);

#endif
