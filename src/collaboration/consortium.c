/* SPDX-License-Identifier: MIT */
/*
 * consortium.c -- consortia and alliances: who is in them, and what is to be met by when.
 */
#include "audit/audit.h"
#include "base/utf8.h"
#include "collaboration/collaboration.h"
#include "collaboration/consortium.sql.h"
#include "exchange/json.h"

VOCAB_WORDS(together_kind, TOGETHER, TOGETHER_KINDS)
VOCAB_WORDS(milestone_state, MILESTONE, MILESTONE_STATES)

enum { ENTITY_MONTH = 9, REGISTERED_AFTER = 6 };

static void group_audit(struct db *db, struct arena *a, const char *verb, const char *thing,
                        int64_t id, const char *name, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "name", name);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = thing,
		.thing_id = id, .detail = buf_text(&b) });
}

/* ---- a group ------------------------------------------------------------------------------- */

static void milestone_put(struct db *db, ConsortiumId id, const struct milestone_answers *m)
{
	DO(db, milestone_insert, .id = V(NEW_ID(db, ConsortiumMilestoneId)), .consortium = V(id),
	   .name = V(m->name), .due_day = V(m->due), .owner = V(m->owner), .met_day = V(m->met),
	   .note = V(m->note));
}

/* The legal entity by the next 1 September, registered by the 1 March after. */
static void milestones_start(struct db *db, ConsortiumId id, Date today, UserAccountId by)
{
	Date entity = date_make(date_civil(today).year, ENTITY_MONTH, 1);

	if (date_cmp(entity, today) <= 0)
		entity = date_plus_months(entity, 12);
	milestone_put(db, id, &(struct milestone_answers){ .name = "The legal entity exists",
		.due = entity, .owner = by });
	milestone_put(db, id, &(struct milestone_answers){
		.name = "It is registered with the regulator",
		.due = date_plus_months(entity, REGISTERED_AFTER), .owner = by });
}

enum joined consortium_add(struct db *db, struct arena *a, const struct consortium_answers *in,
                           UserAccountId by, Moment now, ConsortiumId *out)
{
	db_need_write(db);
	*out = NEW_ID(db, ConsortiumId);
	if (TRY(db, consortium_insert, .id = V(*out), .name = V(in->name),
	        .name_key = V(utf8_key(a, in->name)), .kind = V((int64_t)in->kind),
	        .purpose = V(in->purpose), .framework = V(in->framework), .entity = V(in->entity),
	        .made_by = V(by), .made_ms = V(now)) == TRY_UNIQUE)
		return JOIN_ALREADY;
	if (in->kind == TOGETHER_CONSORTIUM)
		milestones_start(db, *out, moment_date(now), by);
	group_audit(db, a, "consortium.add", "consortium", out->v, in->name, by);
	return JOINED;
}

enum joined consortium_change(struct db *db, struct arena *a, ConsortiumId id, int64_t revision,
                              const struct consortium_answers *in, UserAccountId by)
{
	const char *key = utf8_key(a, in->name);
	struct consortium_named_row other;
	struct consortium c;

	db_need_write(db);
	if (!ONE(db, a, consortium_load, &c, .id = V(id)))
		return JOIN_GONE;
	if (ONE(db, a, consortium_named, &other, .name_key = V(key)) && other.id.v != id.v)
		return JOIN_ALREADY;
	if (DO(db, consortium_update, .id = V(id), .revision = V(revision), .name = V(in->name),
	       .name_key = V(key), .kind = V((int64_t)in->kind), .purpose = V(in->purpose),
	       .framework = V(in->framework), .entity = V(in->entity)) != 1)
		return JOIN_STALE;
	group_audit(db, a, "consortium.change", "consortium", id.v, in->name, by);
	return JOINED;
}

/* ---- members ------------------------------------------------------------------------------- */

enum joined member_add(struct db *db, struct arena *a, ConsortiumId id, ProviderId provider,
                       const char *part_taken, Date from, UserAccountId by)
{
	ConsortiumMemberId made = NEW_ID(db, ConsortiumMemberId);
	struct member_there_row other;

	db_need_write(db);
	if (DO(db, consortium_touch, .id = V(id)) != 1)
		return JOIN_GONE;
	if (ONE(db, a, member_there, &other, .consortium = V(id), .provider = V(provider)))
		return JOIN_ALREADY;
	DO(db, member_insert, .id = V(made), .consortium = V(id), .provider = V(provider),
	   .part_taken = V(part_taken), .from_day = V(from));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "consortium.member",
		.thing = "consortium_member", .thing_id = made.v,
		.detail = arena_fmt(a, "{\"consortium\":%lld,\"provider\":%lld,\"from\":\"%s\"}",
			(long long)id.v, (long long)provider.v, date_iso(a, from)) });
	return JOINED;
}

enum joined member_leave(struct db *db, struct arena *a, ConsortiumMemberId id, Date left,
                         UserAccountId by)
{
	struct consortium_member m;

	db_need_write(db);
	if (!ONE(db, a, member_load, &m, .id = V(id)))
		return JOIN_GONE;
	if (date_known(m.left_day))
		return JOIN_ALREADY;
	if (date_cmp(left, m.from_day) <= 0)
		return JOIN_ORDER;
	if (DO(db, member_left, .id = V(id), .left_day = V(left)) != 1)
		return JOIN_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "consortium.leave",
		.thing = "consortium_member", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"left\":\"%s\"}", date_iso(a, left)) });
	return JOINED;
}

/* ---- milestones ---------------------------------------------------------------------------- */

enum joined milestone_add(struct db *db, struct arena *a, ConsortiumId id,
                          const struct milestone_answers *in, UserAccountId by)
{
	db_need_write(db);
	if (DO(db, consortium_touch, .id = V(id)) != 1)
		return JOIN_GONE;
	milestone_put(db, id, in);
	group_audit(db, a, "consortium.milestone", "consortium", id.v, in->name, by);
	return JOINED;
}

enum joined milestone_change(struct db *db, struct arena *a, ConsortiumMilestoneId id,
                             int64_t revision, const struct milestone_answers *in,
                             UserAccountId by)
{
	struct consortium_milestone *m;

	db_need_write(db);
	if (!ALL(db, a, milestone_list, &m, .milestone = V(id), .today = V(in->due)))
		return JOIN_GONE;
	if (DO(db, milestone_update, .id = V(id), .revision = V(revision), .name = V(in->name),
	       .due_day = V(in->due), .owner = V(in->owner), .met_day = V(in->met),
	       .note = V(in->note)) != 1)
		return JOIN_STALE;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "consortium.milestone-change",
		.thing = "consortium_milestone", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"due\":[\"%s\",\"%s\"],\"met\":\"%s\"}",
			date_iso(a, m[0].due_day), date_iso(a, in->due), date_iso(a, in->met)) });
	return JOINED;
}
