/* SPDX-License-Identifier: MIT */
/*
 * watch.c -- contract managers, notices looked at, and which location follows which.
 */
#include "market/inside.h"
#include "market/watch.sql.h"

#include "audit/audit.h"

#include <string.h>

VOCAB_WORDS(watched, WATCHED, WATCHED_WHY)
VOCAB_WORDS(follows, FOLLOWS, FOLLOWS_BY)
VOCAB_WORDS(succession, SUCCESSION, SUCCESSIONS)
VOCAB_WORDS(notice_state, NOTICE, NOTICE_STATES)
VOCAB_WORDS(notices_whose, WHOSE, NOTICES_WHOSE)

/* ---- contract managers ------------------------------------------------------------- */

static struct chain_plan manager_plan(struct db *db, struct arena *a, ProviderId provider,
                                      Date from)
{
	struct contract_manager_chain_row *rows;
	size_t n = ALL(db, a, contract_manager_chain, &rows, .provider = V(provider));
	struct chained *c = NEWN(a, struct chained, n + 1);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct chained){ rows[i].id.v, rows[i].from_day, rows[i].until_day,
			rows[i].prev_until };
	return chain_insert(c, n, from);
}

enum watch_answer contract_manager_set(struct db *db, struct arena *a, ProviderId provider,
                                       UserAccountId who, Date from, UserAccountId by, Moment now)
{
	struct contract_manager_account_row account;
	struct watch_provider_row p;
	struct chain_plan plan;
	ContractManagerId id;

	db_need_write(db);
	if (!ONE(db, a, watch_provider, &p, .id = V(provider)))
		return WATCH_GONE;
	if (who.v && !ONE(db, a, contract_manager_account, &account, .id = V(who)))
		return WATCH_WRONG;
	plan = manager_plan(db, a, provider, from);
	if (plan.taken) {
		id = (ContractManagerId){ plan.shorten };
		DO(db, contract_manager_correct, .id = V(id), .user_account = V(who),
		   .set_by = V(by), .set_ms = V(now));
	} else {
		id = NEW_ID(db, ContractManagerId);
		if (plan.shorten)
			DO(db, contract_manager_shorten,
			   .id = V(((ContractManagerId){ plan.shorten })), .until_day = V(from));
		if (plan.relink)
			DO(db, contract_manager_relink,
			   .id = V(((ContractManagerId){ plan.relink })),
			   .prev_until = V(plan.until));
		DO(db, contract_manager_insert, .id = V(id), .provider = V(provider),
		   .user_account = V(who), .from_day = V(from), .until_day = V(plan.until),
		   .prev_until = V(plan.prev), .set_by = V(by), .set_ms = V(now));
	}
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "contract_manager.set",
		.thing = "provider", .thing_id = provider.v,
		.detail = arena_fmt(a, "{\"user\":%lld,\"from\":\"%s\"}", (long long)who.v,
			date_iso(a, from)) });
	return WATCH_DONE;
}

/* ---- notices ------------------------------------------------------------------------ */

enum watch_answer notice_look(struct db *db, struct arena *a, RegulatorNoticeId id,
                              const char *did, UserAccountId by, Moment now)
{
	struct regulator_notice n;

	db_need_write(db);
	SURE(!BLANK(did));
	if (!ONE(db, a, notice_load, &n, .id = V(id)))
		return WATCH_GONE;
	if (DO(db, notice_look, .id = V(id), .looked_ms = V(now), .looked_by = V(by),
	       .did = V(did)) != 1)
		return WATCH_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "notice.look",
		.thing = "regulator_notice", .thing_id = id.v, .reason = did,
		.detail = arena_fmt(a, "{\"provider\":%lld}", (long long)n.provider.v) });
	return WATCH_DONE;
}

/* ---- one location follows another ------------------------------------------------------ */

/* Would the predecessor go on from its own successor? */
static bool circle(struct db *db, struct arena *a, LocationId predecessor, LocationId successor)
{
	struct succession_circle_row n;

	SURE(ONE(db, a, succession_circle, &n, .location = V(predecessor), .other = V(successor)));
	return n.n > 0;
}

static void succession_audit(struct db *db, struct arena *a, LocationSuccessionId id,
                             const char *verb, LocationId predecessor, LocationId successor,
                             const char *reason, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb,
		.thing = "location_succession", .thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"predecessor\":%lld,\"successor\":%lld}",
			(long long)predecessor.v, (long long)successor.v) });
}

enum watch_answer succession_decide(struct db *db, struct arena *a, LocationSuccessionId id,
                                    bool confirmed, const char *reason, UserAccountId by,
                                    Moment now)
{
	struct succession_row s;

	db_need_write(db);
	SURE(confirmed || !BLANK(reason));
	if (!ONE(db, a, succession_load, &s, .id = V(id)))
		return WATCH_GONE;
	if (s.confirmed == INT_NONE && confirmed && circle(db, a, s.predecessor, s.successor))
		return WATCH_WRONG;
	if (DO(db, succession_decide, .id = V(id), .confirmed = V(confirmed), .decided_by = V(by),
	       .decided_ms = V(now), .reason = V(reason)) != 1)
		return WATCH_ALREADY;
	succession_audit(db, a, id, confirmed ? "succession.confirm" : "succession.decline",
	                 s.predecessor, s.successor, reason, by);
	return WATCH_DONE;
}

enum watch_answer succession_name(struct db *db, struct arena *a, LocationId successor,
                                  const char *ref, const char *reason, UserAccountId by,
                                  Moment now, LocationSuccessionId *out)
{
	struct location_by_ref_row before;
	struct succession_known known;

	db_need_write(db);
	SURE(!BLANK(reason));
	if (!ONE(db, a, location_by_ref, &before, .ref = V(ref), .location = V(successor)))
		return WATCH_GONE;
	if (circle(db, a, before.id, successor))
		return WATCH_WRONG;
	if (ONE(db, a, succession_pair, &known, .successor = V(successor),
	        .predecessor = V(before.id))) {
		*out = known.id;
		if (DO(db, succession_again, .id = V(known.id), .decided_by = V(by),
		       .decided_ms = V(now), .reason = V(reason)) != 1)
			return WATCH_ALREADY;
	} else {
		*out = NEW_ID(db, LocationSuccessionId);
		DO(db, succession_put, .id = V(*out), .predecessor = V(before.id),
		   .successor = V(successor), .now = V(now), .decided_by = V(by),
		   .reason = V(reason));
	}
	succession_audit(db, a, *out, "succession.name", before.id, successor, reason, by);
	return WATCH_DONE;
}
