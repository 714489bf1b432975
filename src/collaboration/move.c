/* SPDX-License-Identifier: MIT */
/*
 * move.c -- packages move and staff with them; what keeps care going meanwhile.
 */
#include "audit/audit.h"
#include "collaboration/collaboration.h"
#include "collaboration/move.sql.h"

/* The continuity plan (Aberdeen: contingency planning between 1 June and 1 September): what,
 * and how many days before the move; after it, if negative. */
static const struct { const char *what; int before; } plan[] = {
	{ "It is agreed which packages move, and when", 90 },
	{ "People and their families know who will come, and from when", 60 },
	{ "Care workers are told and consulted, and whoever speaks for them", 60 },
	{ "It is known how many would go and how many would not; the gap is planned for", 45 },
	{ "The new provider has the information on those who go that the law gives it", 28 },
	{ "The new provider has the hours: rotas are whole for the first two weeks", 14 },
	{ "Care plans, risks, keys and medicines are handed over", 7 },
	{ "Both providers have somebody on call for the weekend of the move", 3 },
	{ "Every visit of the first week was made", -7 },
	{ "What went wrong is written down and learned from", -28 },
};

enum joined move_add(struct db *db, struct arena *a, const struct move_answers *in,
                     UserAccountId by, Moment now, StaffMoveId *out)
{
	db_need_write(db);
	if (in->from.v == in->to.v)
		return JOIN_ITSELF;
	*out = NEW_ID(db, StaffMoveId);
	DO(db, move_insert, .id = V(*out), .from_provider = V(in->from), .to_provider = V(in->to),
	   .framework = V(in->framework), .reason = V(in->reason), .packages = V(in->packages),
	   .week_mins = V(in->week), .workers = V(in->workers), .planned_day = V(in->planned),
	   .owner = V(in->owner), .made_by = V(by), .made_ms = V(now));
	for (size_t i = 0; i < COUNT(plan); i++)
		DO(db, move_item_insert, .id = V(NEW_ID(db, StaffMoveItemId)), .move = V(*out),
		   .position = V((int64_t)i + 1), .what = V(plan[i].what),
		   .due_day = V(date_plus(in->planned, -plan[i].before)));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "move.add",
		.thing = "staff_move", .thing_id = out->v, .reason = in->reason,
		.detail = arena_fmt(a, "{\"from\":%lld,\"to\":%lld,\"planned\":\"%s\"}",
			(long long)in->from.v, (long long)in->to.v, date_iso(a, in->planned)) });
	return JOINED;
}

enum joined move_item_done(struct db *db, struct arena *a, StaffMoveItemId id, Date on,
                           const char *note, UserAccountId by)
{
	struct staff_move_item item;

	db_need_write(db);
	if (!ONE(db, a, move_item_load, &item, .id = V(id)))
		return JOIN_GONE;
	if (DO(db, move_item_settle, .id = V(id), .done_day = V(on), .done_by = V(by),
	       .note = V(note)) != 1)
		return JOIN_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "move.item",
		.thing = "staff_move_item", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"on\":\"%s\"}", date_iso(a, on)) });
	return JOINED;
}

enum joined move_done(struct db *db, struct arena *a, StaffMoveId id, int64_t revision, Date on,
                      int64_t went, UserAccountId by)
{
	struct staff_move m;

	db_need_write(db);
	if (!ONE(db, a, move_load, &m, .id = V(id)))
		return JOIN_GONE;
	if (date_known(m.moved_day))
		return JOIN_ALREADY;
	if (DO(db, move_moved, .id = V(id), .revision = V(revision), .moved_day = V(on),
	       .went = V(went)) != 1)
		return JOIN_STALE;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "move.done",
		.thing = "staff_move", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"on\":\"%s\",\"went\":%lld}", date_iso(a, on),
			(long long)went) });
	return JOINED;
}
