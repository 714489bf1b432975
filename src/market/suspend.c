/* SPDX-License-Identifier: MIT */
/*
 * suspend.c -- nothing new for a provider, from this second until it is lifted.
 *
 *	no embargo --suspend(reason)--> in force --lift(reason)--> lifted
 *
 * Both pass through the provider's row, so that of two at once one is told
 * that it is so already.  An embargo that was lifted is kept, with both
 * reasons; a new one is a new row (B&NES 3g.8).
 */
#include "market/inside.h"
#include "market/suspend.sql.h"

#include "audit/audit.h"

enum suspended provider_suspend(struct db *db, struct arena *a, ProviderId provider,
                                LocationId location, const char *reason, Date review,
                                UserAccountId by, Moment now, EmbargoId *out)
{
	struct suspend_subject who = { .provider = V(provider) };
	struct embargo_running_row running;
	struct suspend_subject_row subject;

	db_need_write(db);
	SURE(!BLANK(reason));
	*out = (EmbargoId){ 0 };
	if (location.v)
		who.location = V(location);
	if (DO(db, provider_touch, .id = V(provider)) != 1 ||
	    !suspend_subject_one(db, a, &subject, &who))
		return SUSPEND_GONE;
	if (ONE(db, a, embargo_running, &running, .provider = V(provider), .location = V(location),
	        .now = V(now))) {
		*out = running.id;
		return SUSPEND_ALREADY;
	}
	*out = NEW_ID(db, EmbargoId);
	DO(db, embargo_insert, .id = V(*out), .provider = V(provider), .location = V(location),
	   .from_ms = V(now), .reason = V(reason), .made_by = V(by), .review_day = V(review));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "provider.suspend",
		.thing = "embargo", .thing_id = out->v, .reason = reason,
		.detail = arena_fmt(a, "{\"provider\":%lld,\"location\":%lld,\"review\":\"%s\"}",
			(long long)provider.v, (long long)location.v, date_iso(a, review)) });
	/* The hook knows what each offer is for, and lets stand what another location may take. */
	suspend_hook(db, a, provider, by, now);
	return SUSPEND_DONE;
}

enum suspended embargo_lift(struct db *db, struct arena *a, EmbargoId id, const char *reason,
                            UserAccountId by, Moment now)
{
	struct embargo e;

	db_need_write(db);
	SURE(!BLANK(reason));
	if (!ONE(db, a, embargo_load, &e, .id = V(id)))
		return SUSPEND_GONE;
	DO(db, provider_touch, .id = V(e.provider));
	if (DO(db, embargo_end, .id = V(id), .lift_ms = V(now), .lift_reason = V(reason),
	       .lifted_by = V(by)) != 1)
		return SUSPEND_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "provider.lift",
		.thing = "embargo", .thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"provider\":%lld}", (long long)e.provider.v) });
	return SUSPEND_DONE;
}
