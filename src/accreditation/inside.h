/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of accreditation share.
 */
#ifndef ALM_ACCREDITATION_INSIDE_H
#define ALM_ACCREDITATION_INSIDE_H

#include "accreditation/accreditation.h"
#include "audit/audit.h"
#include "auth/auth.h"
#include "exchange/json.h"
#include "papers/mail.h"
#include "site/setting.h"

void application_audit(struct db *, ApplicationId, const char *verb, const char *reason,
                       const char *detail, UserAccountId by);
/* Takes the row's lock, and loads it as it is then.  False: no such application. */
bool application_hold(struct db *, struct arena *, ApplicationId, struct application *);

/* A registered location in one of our districts, on that day. */
bool application_based_here(struct db *, struct arena *, ProviderId, Moment now);
/* New to this market: it supports nobody here, as it says, and never stood on a framework. */
bool application_newcomer(struct db *, struct arena *, const struct application *);

/* ---- letters to the provider (letters.c): to its address, or to who can sign in there ---- */
void provider_write(struct db *, struct arena *, ProviderId, const char *email,
                    const char *subject, const char *body, Moment now);
/* What was decided, place by place, with the reasons, and until when a review may be asked for. */
void letter_decision(struct db *, struct arena *, const struct application *, Moment now);
void letter_review(struct db *, struct arena *, const struct application *,
                   enum application_reviewed, const char *reason, Moment now);
void letter_received(struct db *, struct arena *, const struct application *, Moment now);

#endif
