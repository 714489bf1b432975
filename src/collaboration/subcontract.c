/* SPDX-License-Identifier: MIT */
/*
 * subcontract.c -- a lead's subcontractors, and the placements that they deliver.
 */
#include "audit/audit.h"
#include "collaboration/collaboration.h"
#include "collaboration/subcontract.sql.h"

static Date first_of(Date a, Date b)
{
	return date_cmp(a, b) < 0 ? a : b;
}

/* ---- agreed -------------------------------------------------------------------------------- */

static bool provider_there(struct db *db, struct arena *a, ProviderId id)
{
	struct subcontract_provider_row p;

	return ONE(db, a, subcontract_provider, &p, .id = V(id));
}

enum joined subcontract_add(struct db *db, struct arena *a, const struct subcontract_answers *in,
                            UserAccountId by, Moment now, SubcontractId *out)
{
	struct subcontract_framework_row f;
	struct subcontract_last_row last = { .until_day = DATE_NONE };
	Date until;

	db_need_write(db);
	if (!provider_there(db, a, in->lead) || !provider_there(db, a, in->sub) ||
	    !ONE(db, a, subcontract_framework, &f, .id = V(in->framework)))
		return JOIN_GONE;
	if (in->lead.v == in->sub.v)
		return JOIN_ITSELF;
	until = date_known(in->until) ? in->until : f.until_day;
	if (date_cmp(in->from, until) >= 0 || date_cmp(in->from, f.from_day) < 0 ||
	    date_cmp(until, f.until_day) > 0)
		return JOIN_ORDER;
	if (ONE(db, a, subcontract_last, &last, .lead = V(in->lead), .sub = V(in->sub),
	        .framework = V(in->framework)) && date_cmp(in->from, last.until_day) < 0)
		return JOIN_OVERLAP;
	*out = NEW_ID(db, SubcontractId);
	if (TRY(db, subcontract_insert, .id = V(*out), .lead = V(in->lead), .sub = V(in->sub),
	        .framework = V(in->framework), .block = V(in->block), .from_day = V(in->from),
	        .until_day = V(until), .prev_until = V(last.until_day), .terms = V(in->terms),
	        .made_by = V(by), .made_ms = V(now)) != TRY_DONE)
		return JOIN_OVERLAP;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "subcontract.add",
		.thing = "subcontract", .thing_id = out->v,
		.detail = arena_fmt(a, "{\"lead\":%lld,\"sub\":%lld,\"from\":\"%s\"}",
			(long long)in->lead.v, (long long)in->sub.v, date_iso(a, in->from)) });
	return JOINED;
}

enum joined subcontract_end(struct db *db, struct arena *a, SubcontractId id, int64_t revision,
                            Date until, const char *reason, UserAccountId by)
{
	struct subcontract s;

	db_need_write(db);
	SURE(!BLANK(reason));
	if (!ONE(db, a, subcontract_load, &s, .id = V(id)))
		return JOIN_GONE;
	if (date_cmp(until, s.until_day) >= 0 || date_cmp(until, s.from_day) <= 0)
		return JOIN_ORDER;
	if (DO(db, subcontract_shorten, .id = V(id), .revision = V(revision),
	       .until_day = V(until), .end_reason = V(reason)) != 1)
		return JOIN_STALE;
	DO(db, subcontract_follow, .lead = V(s.lead), .sub = V(s.sub), .framework = V(s.framework),
	   .was_day = V(s.until_day), .prev_until = V(until));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "subcontract.end",
		.thing = "subcontract", .thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"until\":\"%s\"}", date_iso(a, until)) });
	return JOINED;
}

/* ---- who delivers -------------------------------------------------------------------------- */

static void delivery_audit(struct db *db, struct arena *a, PlacementId id, ProviderId sub,
                           Date from, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "placement.delivery",
		.thing = "placement", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"by\":%lld,\"from\":\"%s\"}", (long long)sub.v,
			date_iso(a, from)) });
}

enum joined delivery_set(struct db *db, struct arena *a, PlacementId id, ProviderId lead,
                         ProviderId sub, Date from, Money rate, UserAccountId by, Moment now)
{
	struct delivery_last_row last = { .until_day = DATE_NONE };
	struct delivery_placement_row pl;
	struct subcontract_on_row s;

	db_need_write(db);
	if (!ONE(db, a, delivery_placement, &pl, .id = V(id)) || pl.provider.v != lead.v)
		return JOIN_GONE;
	if (date_cmp(from, pl.from_day) < 0 || date_cmp(from, pl.until_day) >= 0)
		return JOIN_ORDER;
	if (sub.v && !ONE(db, a, subcontract_on, &s, .lead = V(lead), .sub = V(sub),
	                  .on_day = V(from)))
		return JOIN_NO_SUBCONTRACT;
	if (ONE(db, a, delivery_last, &last, .placement = V(id))) {
		if (date_cmp(from, last.from_day) <= 0)
			return JOIN_ORDER;
		last.until_day = first_of(last.until_day, from);
		DO(db, delivery_shorten, .id = V(last.id), .until_day = V(last.until_day));
	}
	if (sub.v && TRY(db, delivery_insert, .id = V(NEW_ID(db, PlacementDeliveryId)),
	                 .placement = V(id), .provider = V(sub), .from_day = V(from),
	                 .until_day = V(pl.until_day), .prev_until = V(last.until_day),
	                 .rate_pence = V(rate),
	                 .made_by = V(by), .made_ms = V(now)) != TRY_DONE)
		return JOIN_STALE;
	delivery_audit(db, a, id, sub, from, by);
	return JOINED;
}
