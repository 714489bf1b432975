/* SPDX-License-Identifier: MIT */
/*
 * test_tender.h -- an opportunity in the world: two lots, a document, a questionnaire.
 */
#ifndef ALM_TEST_TENDER_H
#define ALM_TEST_TENDER_H

#include "t/t.h"
#include "t/world.h"
#include "tender/inside.h"

#define CARL ((UserAccountId){ 5 })               /* commissioners */
#define CORA ((UserAccountId){ 8 })
#define SCHEDULER(p) ((UserAccountId){ (p) + 10 })

/* What its days are in these tests: T_NOW is 15 June 2026 at 9:00. */
Moment tender_at(int month, int day, int hour);
/* Homecare in two lots, open to everybody; questions until 29 June, deadline 6 July at noon. */
struct opportunity_answers tender_usual(struct t *);
/* In the world, with a questionnaire that is published ("How will you do it?", a vow). */
void tender_world(struct t *);
/* Added, with a document; and published. */
OpportunityId tender_added(struct t *, struct opportunity_answers);
OpportunityId tender_published(struct t *, struct opportunity_answers);
/* The usual one. */
OpportunityId tender_open(struct t *);
struct opportunity tender_load(struct t *, OpportunityId);
/* How many letters to that address have these words in subject or body. */
size_t tender_letters(struct t *, const char *to, const char *words);

/* A whole response at a moment, with a price for each lot (MONEY_NONE: not for that lot). */
void tender_respond(struct t *, OpportunityId, ProviderId, Money first, Money second, Moment);
/* Opened at the deadline of the usual one, by Carl and Cora. */
void tender_opened(struct t *, OpportunityId);
/* Evaluated: two score each response's two questions with so many points (of 5), by provider. */
struct tender_marks { ProviderId provider; int64_t quality, social; };
void tender_scored(struct t *, OpportunityId, const struct tender_marks *, size_t n);

#endif
