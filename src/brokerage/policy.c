/* SPDX-License-Identifier: MIT */
/*
 * policy.c -- a new order of priority follows the one before without a gap.
 */
#include "brokerage/policy.h"

#include "brokerage/policy.sql.h"
#include "exchange/json.h"

VOCAB_WORDS(floor, FLOOR, FLOORS)

enum { TIERS_MOST = 9, URGENT_MINS = 120, STANDARD_MINS = 1440 };

static void write_tiers(struct db *db, PolicyId id, const struct policy_terms *p)
{
	for (size_t i = 0; i < p->ntiers; i++) {
		const struct tier_terms *t = &p->tiers[i];

		DO(db, policy_tier_insert, .id = V(NEW_ID(db, PolicyTierId)), .policy = V(id),
		   .tier_no = V((int64_t)i + 1), .name = V(t->name), .who = V(t->who),
		   .price = V(t->price),
		   .needs_approval = V((int64_t)t->approval), .choice = V(t->choice),
		   .urgent_mins = V(t->urgent), .standard_mins = V(t->standard),
		   .ceiling_pence = V(t->ceiling));
	}
}

static const char *terms_json(struct arena *a, const struct policy_terms *p)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "service", vocab_find(&service_vocab, p->service)->key);
	json_put_date(&j, "from", p->from);
	json_open_array(&j, "tiers");
	for (size_t i = 0; i < p->ntiers; i++)
		json_put_text(&j, NULL, p->tiers[i].name);
	json_close_array(&j);
	json_close_object(&j);
	return buf_text(&b);
}

enum policy_set policy_set(struct db *db, struct arena *a, const struct policy_terms *p,
                           UserAccountId by, PolicyId *out)
{
	struct policy_newest_row before;
	bool follows;

	db_need_write(db);
	if (!p->ntiers || p->ntiers > TIERS_MOST)
		return POLICY_NO_TIERS;
	follows = ONE(db, a, policy_newest, &before, .service = V(p->service));
	if (follows && date_cmp(p->from, before.from_day) <= 0)
		return POLICY_NOT_LATER;
	if (follows)
		DO(db, policy_end, .id = V(before.id), .until_day = V(p->from));
	*out = NEW_ID(db, PolicyId);
	DO(db, policy_insert, .id = V(*out), .name = V(p->name), .service = V(p->service),
	   .from_day = V(p->from), .until_day = V(DATE_OPEN),
	   .prev_until = V(follows ? p->from : DATE_NONE), .floor_rank = V(p->floor),
	   .unrated_ok = V((int64_t)p->unrated_ok), .rounding_mins = V(p->pay.round_up),
	   .short_call_mins = V(p->pay.shortest));
	write_tiers(db, *out, p);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "policy.set", .thing = "policy",
		.thing_id = out->v, .detail = terms_json(a, p) });
	return POLICY_SET;
}

enum policy_set policy_default(struct db *db, struct arena *a, int64_t service, Date from,
                               UserAccountId by, PolicyId *out)
{
#define WINDOWS .urgent = { URGENT_MINS }, .standard = { STANDARD_MINS }
	struct tier_terms tiers[] = {
		{ "Part B contracts and pre-purchased hours", WHO_BLOCK, PRICE_BLOCK, CHOICE_BEST,
		  WINDOWS },
		{ "Part A at or under the fair price of care", WHO_PART_A, PRICE_FAIR, CHOICE_BEST,
		  WINDOWS },
		{ "Part A above the fair price of care", WHO_PART_A, PRICE_ANY, CHOICE_BEST,
		  WINDOWS },
		{ "Interim or out-of-area accredited", WHO_INTERIM, PRICE_ANY, CHOICE_BEST,
		  WINDOWS },
		{ "Not on the framework", WHO_OPEN, PRICE_ANY, CHOICE_BEST, .approval = true,
		  WINDOWS },
	};
#undef WINDOWS

	for (size_t i = 0; i < COUNT(tiers); i++)
		tiers[i].ceiling = MONEY_NONE;
	return policy_set(db, a,
	                  &(struct policy_terms){ .name = "Order of priority", .service = service,
		.from = from, .floor = FLOOR_IMPROVE, .unrated_ok = true, .tiers = tiers,
		.ntiers = COUNT(tiers) }, by, out);
}
