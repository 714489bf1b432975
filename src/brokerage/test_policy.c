/* SPDX-License-Identifier: MIT */
/*
 * test_policy.c -- policies follow each other by days, and what was is not changed.
 */
#include "t/client.h"
#include "t/t.h"
#include "t/world.h"

#include "brokerage/checks.sql.h"
#include "brokerage/policy.h"
#include "brokerage/policy.sql.h"

struct setting_it { struct t *t; int64_t service; Date from; enum policy_set got; PolicyId id; };

static bool set_default(void *arg)
{
	struct setting_it *x = arg;

	x->got = policy_default(x->t->db, x->t->arena, x->service, x->from, world_commissioner.id,
	                        &x->id);
	return x->got == POLICY_SET;
}

TEST(a_policy_ends_the_day_before_the_next)
{
	struct setting_it x = { .t = t, .service = SERVICE_HOMECARE,
		.from = date_make(2026, 7, 1) };
	struct policy before, after;
	struct policy_tier *tiers;

	world_make(t->db);
	OK(db_write(t->db, set_default, &x));
	NEED(ONE(t->db, t->arena, policy_on, &before, .service = V(x.service),
	         .on_day = V(date_make(2026, 6, 30))));
	NEED(ONE(t->db, t->arena, policy_on, &after, .service = V(x.service),
	         .on_day = V(date_make(2026, 7, 1))));
	IS(before.id.v, 1);
	IS(after.id.v, x.id.v);
	IS(before.until_day.n, after.from_day.n);
	IS(ALL(t->db, t->arena, tier_list, &tiers, .policy = V(x.id)), 5);
	IS(tiers[0].urgent_mins.n, 120);
	IS(tiers[4].needs_approval, 1);
	OK(!db_write(t->db, set_default, &x));
	IS(x.got, POLICY_NOT_LATER);
	IS(ALL(t->db, t->arena, check_policy_gap, &(struct check_policy_gap_row *){ NULL },
	       .none = { 0 }), 0);
}

TEST(the_first_policy_of_a_service_has_none_before_it)
{
	struct setting_it x = { .t = t, .service = SERVICE_REABLEMENT,
		.from = date_make(2026, 1, 1) };
	struct policy p;

	world_make(t->db);
	OK(db_write(t->db, set_default, &x));
	OK(ONE(t->db, t->arena, policy_on, &p, .service = V(x.service),
	       .on_day = V(DATE_OPEN)) == false);
	OK(ONE(t->db, t->arena, policy_on, &p, .service = V(x.service),
	       .on_day = V(date_make(2030, 1, 1))));
	OK(!ONE(t->db, t->arena, policy_on, &p, .service = V(x.service),
		.on_day = V(date_make(2025, 12, 31))));
}

TEST_PLAIN(a_commissioner_sets_a_policy)
{
	struct client *c;
	struct policy p;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "commissioner");
	IS(client_get(c, "/policies"), 200);
	HAS(c->text, "Order of priority");
	IS(client_get(c, "/policies/1"), 200);
	HAS(c->text, "Part A above it");
	IS(client_get(c, "/policies/new"), 200);
	HAS(c->body, "Part A above it");                 /* begun from the present one */
	client_send(c, "/policies/new", "from=2026-05-01");
	HAS(c->text, "must be today or later");
	IS(client_send(c, "/policies/new", "from=2026-08-01&tiers.0.urgent=3.5"), 303);
	NEED(ONE(t->db, t->arena, policy_on, &p, .service = V((int64_t)SERVICE_HOMECARE),
	         .on_day = V(date_make(2026, 8, 1))));
	OK(p.id.v != 1);
	IS(p.floor_rank, 2);
	client_as(c, "director");
	IS(client_get(c, "/policies/new"), 403);
}
