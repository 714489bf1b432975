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

/* Tell the invited providers of a step, by mail: a link, and no personal data. */
void tell_invited(struct db *, struct arena *, StepId, const char *subject, const char *words,
                  Moment now);
/* "https://.../path", for mail; "" when the council has not said its address. */
const char *mail_address(struct db *, struct arena *, const char *path);

#endif
