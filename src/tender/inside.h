/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of tender share with each other and nobody else.
 */
#ifndef ALM_TENDER_INSIDE_H
#define ALM_TENDER_INSIDE_H

#include "audit/audit.h"
#include "exchange/ocds.h"
#include "market/market.h"
#include "questions/questions.h"
#include "tender/tender.h"

/* One row in the audit trail about an opportunity. */
void opportunity_audit(struct db *, OpportunityId, const char *verb, const char *reason,
                       const char *detail, UserAccountId by);
/* To everybody who follows it: the words, and where to read on. */
void opportunity_tell(struct db *, struct arena *, OpportunityId, const char *subject,
                      const char *words, Moment now);
/* Those who may answer a call-off are told that it is open; of what is open to all nobody is. */
void opportunity_invite(struct db *, struct arena *, const struct opportunity *, Moment now);
/* Has it been published, and has its deadline not passed? */
bool opportunity_open(const struct opportunity *, Moment now);
/*
 * Keep a release of the open contracting standard: what it is now, and why.  In the
 * transaction of the step that it tells of.
 */
void release_write(struct db *, struct arena *, OpportunityId, enum ocds_tag, Moment now);
/* A package of all releases, `most` of them from that page on (1 is the first). */
const char *ocds_packages(struct db *, struct arena *, int64_t page, int64_t most, Moment now);
/* A package with the record of one: its releases, and what they come to. */
const char *ocds_record(struct db *, struct arena *, const struct opportunity *, Moment now);

#endif
