/* SPDX-License-Identifier: MIT */
/*
 * test_scope.c -- a suspension of a lot, a locality or a location stops what it
 * names, and nothing else.
 */
#include "market/inside.h"
#include "market/page.sql.h"
#include "t/client.h"
#include "t/t.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })
#define BIT(o) (1u << OBSTACLE_##o)
#define SINGLE  ((LotId){ 1 })
#define BLOCKS  ((LotId){ 2 })

static int hooked;
static void (*hook_was)(struct db *, struct arena *, ProviderId, UserAccountId, Moment);
static void count_hook(struct db *db, struct arena *a, ProviderId p, UserAccountId by, Moment now)
{
	(void)db, (void)a, (void)p, (void)by, (void)now;
	hooked++;
}

static void hook_back(void *arg)
{
	(void)arg;
	suspend_hook = hook_was;
}

struct work {
	struct t *t;
	ProviderId who;
	struct suspension of;
	struct accreditation_answers standing;
	EmbargoId id;
	enum suspended got;
	enum kept kept;
};

static struct work work_in(struct t *t, ProviderId who)
{
	world_make(t->db);
	hook_was = suspend_hook;
	arena_defer(t->arena, hook_back, NULL);
	suspend_hook = count_hook;
	hooked = 0;
	return (struct work){ .t = t, .who = who, .of = { .reason = "Two missed visits" } };
}

static bool suspend(void *arg)
{
	struct work *w = arg;

	w->got = provider_suspend(w->t->db, w->t->arena, w->who, &w->of, COMMISSIONER, T_NOW,
	                          &w->id);
	return w->got == SUSPEND_DONE;
}

static bool stand(void *arg)
{
	struct work *w = arg;
	AccreditationId id;

	w->kept = accreditation_add(w->t->db, w->t->arena, w->who, &w->standing, COMMISSIONER,
	                            T_NOW, &id);
	return w->kept == KEPT;
}

static bool lift(void *arg)
{
	struct work *w = arg;

	w->got = embargo_lift(w->t->db, w->t->arena, w->id, "Put right", COMMISSIONER, T_NOW);
	return w->got == SUSPEND_DONE;
}

static struct standing at(struct work *w, LocalityId place)
{
	const struct wanted want = { .service = SERVICE_HOMECARE, .locality = place,
		.start = moment_date(T_NOW), .floor_rank = INT_NONE, .unrated_ok = true };
	struct standing s = { 0 };

	OK(provider_standing_one(w->t->db, w->t->arena, &want, w->who, T_NOW, &s));
	return s;
}

static bool stopped(struct work *w, LocalityId place, LotId lot)
{
	return provider_embargoed_for(w->t->db, w->t->arena, w->who, SERVICE_HOMECARE, place, lot,
	                              T_NOW);
}

TEST(a_suspended_locality_is_that_locality)
{
	struct work w = work_in(t, CEDAR);
	struct standing s;

	w.of.locality = NORTH;
	db_write(t->db, suspend, &w);
	IS(w.got, SUSPEND_DONE);
	IS(hooked, 1);
	s = at(&w, NORTH);
	IS(s.obstacles, BIT(SUSPENDED));
	SAME(obstacle_text(t->arena, OBSTACLE_SUSPENDED, &s), "Suspended in North locality");
	SAME(s.missing, "Two missed visits");
	IS(s.part, PART_A);
	IS(at(&w, SOUTH).obstacles, 0);
	OK(stopped(&w, NORTH, SINGLE));
	OK(stopped(&w, NORTH, (LotId){ 0 }));
	OK(!stopped(&w, SOUTH, SINGLE));
	OK(!provider_embargoed(t->db, t->arena, CEDAR, T_NOW));
	db_write(t->db, suspend, &w);
	IS(w.got, SUSPEND_ALREADY);
}

/* Whoever stands on another lot for it goes on being asked, under that one. */
TEST(a_suspended_lot_leaves_the_others)
{
	struct work w = work_in(t, BROOK);
	struct standing s;

	w.standing = (struct accreditation_answers){ .lot = SINGLE, .from = date_of_day(20600),
		.localities = "[1,2]", .reason = "Applied" };
	db_write(t->db, stand, &w);
	NEED(w.kept == KEPT);
	IS(at(&w, NORTH).part, PART_B);
	IS(at(&w, NORTH).lots[PART_A].v, SINGLE.v);
	w.of.lot = BLOCKS;
	db_write(t->db, suspend, &w);
	NEED(w.got == SUSPEND_DONE);
	s = at(&w, NORTH);
	IS(s.obstacles, 0);
	IS(s.part, PART_A);
	IS(s.shut, 1u << PART_B);
	IS(s.block.v, 0);
	OK(stopped(&w, NORTH, BLOCKS));
	OK(!stopped(&w, NORTH, SINGLE));
	OK(!stopped(&w, NORTH, (LotId){ 0 }));
	w.of.lot = SINGLE;
	w.of.locality = NORTH;
	db_write(t->db, suspend, &w);
	NEED(w.got == SUSPEND_DONE);
	s = at(&w, NORTH);
	IS(s.obstacles, BIT(SUSPENDED));
	IS(s.part, PART_B);
	SAME(s.scope, "on lot 2 (Block contracts)");
	IS(at(&w, SOUTH).obstacles, 0);
}

TEST(a_location_may_be_suspended_on_a_lot)
{
	struct work w = work_in(t, CEDAR);

	w.of.location = (LocationId){ 2 };
	w.of.lot = SINGLE;
	db_write(t->db, suspend, &w);
	NEED(w.got == SUSPEND_DONE);
	IS(at(&w, NORTH).obstacles, BIT(SUSPENDED));
	SAME(at(&w, NORTH).scope, "at Cedar Care, on lot 1 (Single packages)");
	OK(stopped(&w, SOUTH, SINGLE));
	OK(!stopped(&w, SOUTH, BLOCKS));
	db_write(t->db, lift, &w);
	IS(w.got, SUSPEND_DONE);
	IS(at(&w, NORTH).obstacles, 0);
}

TEST_PLAIN(what_cannot_be_suspended_is_refused)
{
	struct work w = work_in(t, CEDAR);

	w.of.lot = BLOCKS;                        /* not its own */
	db_write(t->db, suspend, &w);
	IS(w.got, SUSPEND_GONE);
	w.of.lot = (LotId){ 0 };
	w.of.locality = (LocalityId){ 99 };
	db_write(t->db, suspend, &w);
	IS(w.got, SUSPEND_GONE);
	IS(hooked, 0);
}

/* ---- what everybody reads ------------------------------------------------------------- */

TEST_PLAIN(the_register_says_what_is_suspended)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "commissioner");
	IS(client_send(c, "/providers/2/suspend", "lot=1&locality=1&reason=Two+missed+visits&"
	               "evidence=File+QA-17&decided=Head+of+care&review=2026-07-15"), 303);
	IS(client_follow(c), 200);
	HAS(c->text, "suspended on lot 1 (Single packages), in North locality: it is offered "
	    "nothing new there");
	HAS(c->text, "File QA-17 Head of care Carl Commissioner");
	IS(client_get(c, "/embargoes/1000/lift"), 200);
	HAS(c->text, "On lot 1 (Single packages), in North locality");
	HAS(c->text, "Decided by Head of care");
	c = client_new(t);
	IS(client_get(c, "/register?q=cedar"), 200);
	HAS(c->text, "Suspended in part Lot 1 (Single packages) in North locality");
	LACKS(c->text, "Two missed visits");
	IS(client_get(c, "/register/2"), 200);
	HAS(c->text, "Suspended Lot 1 (Single packages) in North locality");
	IS(client_get(c, "/register/2.json"), 200);
	HAS(c->body, "\"scope\":\"Lot 1 (Single packages) in North locality\"");
	IS(client_get(c, "/register/changes.csv?q=cedar"), 200);
	HAS(c->body, "1: Single packages,North,");
	IS(client_get(c, "/register/feed"), 200);
	HAS(c->body, "Cedar Care: Suspended on lot 1 (Single packages), in North locality");
	LACKS(c->body, "QA-17");
}
