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
#include "market/lot.sql.h"
#include "market/suspend.sql.h"

#include "audit/audit.h"
#include "exchange/json.h"

static void suspend_audit(struct db *db, struct arena *a, EmbargoId id, ProviderId provider,
                          const struct suspension *in, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_int(&j, "provider", provider.v);
	json_put_int(&j, "location", in->location.v);
	json_put_int(&j, "lot", in->lot.v);
	json_put_int(&j, "locality", in->locality.v);
	json_put_text(&j, "evidence", in->evidence);
	json_put_text(&j, "decided", in->decided);
	json_put_date(&j, "review", in->review);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "provider.suspend",
		.thing = "embargo", .thing_id = id.v, .reason = in->reason,
		.detail = buf_text(&b) });
}

/* Does it name what is there, and what can meet? */
static enum suspended subject_sound(struct db *db, struct arena *a, ProviderId provider,
                                    const struct suspension *in)
{
	struct suspend_subject who = { .provider = V(provider) };
	struct db_list place = db_list_new(a);
	struct suspend_subject_row subject;
	struct lot_beyond_row beyond;

	if (in->location.v)
		who.location = V(in->location);
	if (in->lot.v)
		who.lot = V(in->lot);
	if (in->locality.v)
		who.locality = V(in->locality);
	if (!suspend_subject_one(db, a, &subject, &who))
		return SUSPEND_GONE;
	db_list_add(&place, in->locality.v);
	return in->lot.v && in->locality.v &&
	       ONE(db, a, lot_beyond, &beyond, .lot = V(in->lot),
	           .localities = V(db_list_text(&place))) ? SUSPEND_PLACE : SUSPEND_DONE;
}

enum suspended provider_suspend(struct db *db, struct arena *a, ProviderId provider,
                                const struct suspension *in, UserAccountId by, Moment now,
                                EmbargoId *out)
{
	struct embargo_running_row running;
	enum suspended got;

	db_need_write(db);
	SURE(!BLANK(in->reason));
	*out = (EmbargoId){ 0 };
	if (DO(db, provider_touch, .id = V(provider)) != 1)
		return SUSPEND_GONE;
	if ((got = subject_sound(db, a, provider, in)) != SUSPEND_DONE)
		return got;
	if (ONE(db, a, embargo_running, &running, .provider = V(provider),
	        .location = V(in->location), .lot = V(in->lot), .locality = V(in->locality),
	        .now = V(now))) {
		*out = running.id;
		return SUSPEND_ALREADY;
	}
	*out = NEW_ID(db, EmbargoId);
	DO(db, embargo_insert, .id = V(*out), .provider = V(provider), .location = V(in->location),
	   .lot = V(in->lot), .locality = V(in->locality), .from_ms = V(now),
	   .reason = V(in->reason), .evidence = V(in->evidence), .decided_by = V(in->decided),
	   .made_by = V(by), .review_day = V(in->review));
	suspend_audit(db, a, *out, provider, in, by);
	/* The hook knows what each offer is for, and lets stand what is not suspended. */
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
