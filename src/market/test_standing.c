/* SPDX-License-Identifier: MIT */
/*
 * test_standing.c -- who could take a request, why not, and in which order.
 */
#include "market/inside.h"
#include "market/import.sql.h"
#include "market/suspend.sql.h"
#include "t/t.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })
#define BIT(o) (1u << OBSTACLE_##o)

/* Every day from eight to nine: the world's morning band. */
static const struct need morning[] = { { 127, { 480 }, { 540 } } };

static struct wanted wanted_in(LocalityId locality)
{
	return (struct wanted){ .service = SERVICE_HOMECARE, .locality = locality,
		.start = moment_date(T_NOW), .needs = morning, .nneeds = COUNT(morning),
		.floor_rank = 2, .unrated_ok = true };
}

static struct standing standing_of(struct t *t, const struct wanted *w, ProviderId id, Moment now)
{
	struct standing s = { .rank = -1 };

	OK(provider_standing_one(t->db, t->arena, w, id, now, &s));
	return s;
}

TEST(all_stand_in_order_with_their_reasons)
{
	static const int64_t order[] = { 1, 2, 3, 5, 7, 4, 6 };
	static const unsigned why[] = { 0, 0, 0, 0, BIT(SUSPENDED), BIT(LOCALITY),
		BIT(NOT_ACCREDITED) };
	struct wanted w = wanted_in(NORTH);
	struct standing *s;

	world_make(t->db);
	NEED(provider_standing(t->db, t->arena, &w, T_NOW, &s) == COUNT(order));
	for (size_t i = 0; i < COUNT(order); i++) {
		IS(s[i].provider.v, order[i]);
		IS(s[i].obstacles, why[i]);
	}
	IS(s[0].part, PART_B);
	IS(s[0].block.v, 1);
	IS(s[0].block_free.n, 1200);
	IS(money_pence(s[0].block_rate), 1850);
	IS(s[3].part, PART_INTERIM);
	SAME(s[4].missing, "Poor inspection");
	SAME(s[1].rating, "Good");
	IS(s[1].rank, 3);
	IS(s[1].free.n, 3000);
}

TEST(one_is_told_as_among_all)
{
	struct wanted w = wanted_in(SOUTH);
	struct standing *all, s;
	size_t n;

	world_make(t->db);
	n = provider_standing(t->db, t->arena, &w, T_NOW, &all);
	NEED(n == 7);
	for (size_t i = 0; i < n; i++) {
		s = standing_of(t, &w, all[i].provider, T_NOW);
		IS(s.obstacles, all[i].obstacles);
		IS(s.part, all[i].part);
		IS(s.free.n, all[i].free.n);
		IS(s.block.v, all[i].block.v);
	}
	OK(!provider_standing_one(t->db, t->arena, &w, (ProviderId){ 99 }, T_NOW, &s));
}

struct stating { struct db *db; struct arena *a; Minutes morning; };

static bool state_hours(void *arg)
{
	struct stating *s = arg;
	struct capacity_stated c = { NORTH, { 1 }, s->morning };

	capacity_state(s->db, s->a, DALE, &c, 1, (UserAccountId){ 13 }, T_NOW);
	return true;
}

TEST(the_newest_statement_of_hours_counts)
{
	struct wanted w = wanted_in(NORTH);
	struct stating s = { t->db, t->arena, { 0 } };
	struct standing d;

	world_make(t->db);
	db_write(t->db, state_hours, &s);
	d = standing_of(t, &w, DALE, T_NOW);
	IS(d.obstacles, BIT(CAPACITY));
	IS(d.stated.ms, T_NOW.ms);
	s.morning = minutes(90);
	db_write(t->db, state_hours, &s);
	d = standing_of(t, &w, DALE, T_NOW);
	IS(d.obstacles, 0);
	IS(d.free.n, 90);
}

TEST(hours_must_be_free_for_every_need)
{
	static const struct need both[] = { { 1, { 480 }, { 540 } }, { 1, { 1200 }, { 1260 } } };
	struct wanted w = wanted_in(NORTH);
	struct stating s = { t->db, t->arena, { 0 } };

	world_make(t->db);
	w.needs = both;
	w.nneeds = COUNT(both);
	IS(standing_of(t, &w, DALE, T_NOW).obstacles, 0);
	IS(standing_of(t, &w, DALE, T_NOW).free.n, 6000);
	db_write(t->db, state_hours, &s);
	IS(standing_of(t, &w, DALE, T_NOW).obstacles, BIT(CAPACITY));
}

TEST(a_missing_skill_is_named)
{
	static const SkillId both[] = { { 1 }, { 2 } };
	struct wanted w = wanted_in(NORTH);
	struct standing s;

	world_make(t->db);
	w.skills = both;
	w.nskills = 1;
	IS(standing_of(t, &w, CEDAR, T_NOW).obstacles, 0);
	w.nskills = 2;
	s = standing_of(t, &w, CEDAR, T_NOW);
	IS(s.obstacles, BIT(SKILL));
	SAME(s.missing, "PEG feeding");
}

TEST(the_floor_is_on_the_common_scale)
{
	struct wanted w = wanted_in(NORTH);

	world_make(t->db);
	w.floor_rank = 3;
	IS(standing_of(t, &w, CEDAR, T_NOW).obstacles, 0);
	w.floor_rank = 4;
	IS(standing_of(t, &w, CEDAR, T_NOW).obstacles, BIT(RATING));
	IS(rank_on_common_scale(REGULATOR_CARE_INSPECTORATE, 6), 4);
	IS(rank_on_common_scale(REGULATOR_CARE_INSPECTORATE, 5), 4);
	IS(rank_on_common_scale(REGULATOR_CARE_INSPECTORATE, 4), 3);
	IS(rank_on_common_scale(REGULATOR_CARE_INSPECTORATE, 3), 2);
	IS(rank_on_common_scale(REGULATOR_CARE_INSPECTORATE, 2), 1);
	IS(rank_on_common_scale(REGULATOR_CQC, 4), 4);
	IS(rank_on_common_scale(REGULATOR_CQC, INT_NONE), INT_NONE);
}

static bool take_dale_off(void *db)
{
	DO(db, location_gone, .id = V(((LocationId){ 3 })), .gone_ms = V(T_NOW));
	return true;
}

TEST(nobody_is_asked_whom_the_register_lacks)
{
	struct wanted w = wanted_in(NORTH);
	struct standing s;

	world_make(t->db);
	db_write(t->db, take_dale_off, t->db);
	s = standing_of(t, &w, DALE, T_NOW);
	IS(s.obstacles, BIT(REGISTRATION));
	IS(s.rank, INT_NONE);
	w.unrated_ok = false;
	IS(standing_of(t, &w, DALE, T_NOW).obstacles, BIT(REGISTRATION) | BIT(RATING));
}

/* ---- suspension ------------------------------------------------------------------ */

static int lapsed;
static void count_lapse(struct db *db, struct arena *a, ProviderId p, UserAccountId by, Moment now)
{
	(void)db, (void)a, (void)by, (void)now;
	lapsed += p.v == CEDAR.v;
}

typedef void suspend_fn(struct db *, struct arena *, ProviderId, UserAccountId, Moment);
static suspend_fn *hook_was;

static void hook_back(void *arg)
{
	(void)arg;
	suspend_hook = hook_was;
}

/* Until the run ends, however it ends. */
static void hook_counts(struct t *t)
{
	hook_was = suspend_hook;
	arena_defer(t->arena, hook_back, NULL);
	suspend_hook = count_lapse;
	lapsed = 0;
}

struct suspending {
	struct db *db;
	struct arena *a;
	ProviderId who;                           /* none: Cedar */
	LocationId location;
	LotId lot;
	LocalityId locality;
	enum suspended got;
	EmbargoId id;
};

static bool suspend(void *arg)
{
	struct suspending *s = arg;

	s->got = provider_suspend(s->db, s->a, s->who.v ? s->who : CEDAR, &(struct suspension){
		.location = s->location, .lot = s->lot, .locality = s->locality,
		.reason = "Two missed visits" }, COMMISSIONER, T_NOW, &s->id);
	return s->got == SUSPEND_DONE;
}

static bool lift(void *arg)
{
	struct suspending *s = arg;

	s->got = embargo_lift(s->db, s->a, s->id, "Put right", COMMISSIONER,
	                      (Moment){ T_NOW.ms + 1000 });
	return s->got == SUSPEND_DONE;
}

TEST(a_suspension_holds_from_its_own_second)
{
	struct suspending s = { .db = t->db, .a = t->arena };
	struct wanted w = wanted_in(NORTH);

	world_make(t->db);
	hook_counts(t);
	db_write(t->db, suspend, &s);
	IS(s.got, SUSPEND_DONE);
	IS(lapsed, 1);
	OK(provider_embargoed(t->db, t->arena, CEDAR, T_NOW));
	OK(!provider_embargoed(t->db, t->arena, CEDAR, (Moment){ T_NOW.ms - 1 }));
	IS(standing_of(t, &w, CEDAR, T_NOW).obstacles, BIT(SUSPENDED));
	SAME(standing_of(t, &w, CEDAR, T_NOW).missing, "Two missed visits");
	db_write(t->db, suspend, &s);
	IS(s.got, SUSPEND_ALREADY);
	db_write(t->db, lift, &s);
	IS(s.got, SUSPEND_DONE);
	OK(provider_embargoed(t->db, t->arena, CEDAR, (Moment){ T_NOW.ms + 999 }));
	OK(!provider_embargoed(t->db, t->arena, CEDAR, (Moment){ T_NOW.ms + 1000 }));
	db_write(t->db, lift, &s);
	IS(s.got, SUSPEND_ALREADY);
}

TEST(all_its_locations_are_the_provider)
{
	struct suspending s = { .db = t->db, .a = t->arena, .location = { 2 } };
	struct wanted w = wanted_in(NORTH);

	world_make(t->db);
	db_write(t->db, suspend, &s);
	IS(s.got, SUSPEND_DONE);
	OK(provider_embargoed(t->db, t->arena, CEDAR, T_NOW));
	IS(standing_of(t, &w, CEDAR, T_NOW).obstacles, BIT(SUSPENDED));
	s.location = (LocationId){ 3 };           /* another's */
	db_write(t->db, suspend, &s);
	IS(s.got, SUSPEND_GONE);
}

/* ---- draws ----------------------------------------------------------------------- */

TEST(a_block_is_drawn_by_the_fullest_week)
{
	Date day = moment_date(T_NOW);
	struct draw d[] = {
		{ date_plus(day, -30), date_plus(day, 10), { 300 } },
		{ date_plus(day, 10), date_plus(day, 90), { 400 } },
			/* takes the place of the first */
		{ date_plus(day, 20), date_plus(day, 30), { 100 } },
	};

	IS(draws_peak(d, 3, day).n, 500);
	IS(draws_peak(d, 3, date_plus(day, 30)).n, 400);
	IS(draws_peak(d, 3, date_plus(day, 90)).n, 0);
	IS(draws_peak(d, 0, day).n, 0);
	world_make(t->db);
	IS(block_left(t->db, t->arena, (BlockId){ 1 }, day).n, 1200);
	IS(block_left(t->db, t->arena, (BlockId){ 99 }, day).n, 0);
}
