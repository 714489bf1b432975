/* SPDX-License-Identifier: MIT */
/*
 * test_keep.c -- dated rows never overlap and are never edited once begun (law 3).
 */
#include "market/inside.h"
#include "market/keep.sql.h"
#include "t/t.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })

struct act {
	struct db *db;
	struct arena *a;
	Date from;
	Money rate;
	struct accreditation_answers standing;
	int64_t revision;
	enum kept got;
	FairPriceId price;
	AccreditationId accreditation;
	TimeBandId band;
	LocalityDistrictId district;
};

static struct act act_in(struct t *t)
{
	return (struct act){ .db = t->db, .a = t->arena };
}

static bool set_price(void *arg)
{
	struct act *x = arg;

	x->got = fair_price_set(x->db, x->a, SERVICE_HOMECARE, NORTH, x->from, x->rate,
	                        COMMISSIONER, T_NOW, &x->price);
	return x->got == KEPT;
}

/* Every day of some years has exactly one price, or none before the first. */
static void chain_is_whole(struct t *t)
{
	struct fair_price_chain_row *r;
	size_t n = ALL(t->db, t->arena, fair_price_chain, &r,
	               .service = V((int64_t)SERVICE_HOMECARE), .locality = V(NORTH));

	for (size_t i = 1; i < n; i++) {
		OK(date_cmp(r[i - 1].until_day, r[i].from_day) <= 0);
		IS(r[i].prev_until.n, r[i - 1].until_day.n);
	}
}

TEST(a_price_takes_over_from_the_one_before)
{
	Date today = moment_date(T_NOW);
	struct act x = act_in(t);

	world_make(t->db);
	x.from = date_plus(today, 10);
	x.rate = money(2150);
	db_write(t->db, set_price, &x);
	IS(x.got, KEPT);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH,
	                             date_plus(today, 9))), 2000);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH,
	                             date_plus(today, 10))), 2150);
	x.from = date_plus(today, 5);            /* between the two */
	x.rate = money(2050);
	db_write(t->db, set_price, &x);
	IS(x.got, KEPT);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH,
	                             date_plus(today, 9))), 2050);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH,
	                             date_plus(today, 10))), 2150);
	chain_is_whole(t);
	x.from = date_of_day(19000);             /* before all */
	x.rate = money(1500);
	db_write(t->db, set_price, &x);
	IS(x.got, KEPT);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH, date_of_day(19999))),
	   1500);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH, date_of_day(20000))),
	   2000);
	OK(!money_known(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH,
	                              date_of_day(18999))));
	chain_is_whole(t);
}

TEST(a_price_that_has_begun_stays)
{
	Date today = moment_date(T_NOW);
	struct act x = act_in(t);

	world_make(t->db);
	x.from = date_of_day(20000);
	x.rate = money(9900);
	db_write(t->db, set_price, &x);
	IS(x.got, KEPT_ALREADY);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH, today)), 2000);
	x.from = date_plus(today, 1);            /* one that has not is corrected */
	db_write(t->db, set_price, &x);
	x.rate = money(2100);
	db_write(t->db, set_price, &x);
	IS(x.got, KEPT);
	IS(money_pence(fair_price_on(t->db, t->arena, SERVICE_HOMECARE, NORTH,
	                             date_plus(today, 1))), 2100);
	chain_is_whole(t);
}

/* Law 3 on made-up data: two hundred prices in any order leave one whole chain. */
TEST_PLAIN(prices_in_any_order_never_overlap)
{
	struct act x = act_in(t);
	uint32_t seed = 7;

	world_make(t->db);
	for (int i = 0; i < 200; i++) {
		seed = seed * 1103515245u + 12345u;
		x.from = date_of_day(18000 + (seed >> 16) % 4000);
		x.rate = money(1500 + i);
		db_write(t->db, set_price, &x);
		OK(x.got == KEPT || x.got == KEPT_ALREADY);
	}
	chain_is_whole(t);
	OK(!db_integrity(t->db, t->arena));
}

TEST(a_chain_is_planned_in_a_gap_and_at_its_ends)
{
	struct chained c[] = { { 1, { 100 }, { 200 }, { 0 } }, { 2, { 300 }, { 400 }, { 200 } } };
	struct chain_plan p = chain_insert(c, 2, (Date){ 250 });

	IS(p.relink, 2);
	IS(p.shorten, 0);
	IS(p.prev.n, 200);
	IS(p.until.n, 300);
	p = chain_insert(c, 2, (Date){ 150 });
	IS(p.shorten, 1);
	IS(p.relink, 0);
	IS(p.until.n, 200);
	p = chain_insert(c, 2, (Date){ 50 });
	IS(p.relink, 1);
	IS(p.until.n, 100);
	IS(p.prev.n, 0);
	p = chain_insert(c, 2, (Date){ 500 });
	IS(p.prev.n, 400);
	IS(p.until.n, DATE_OPEN.n);
	OK(chain_insert(c, 2, (Date){ 300 }).taken);
	IS(chain_insert(c, 0, (Date){ 300 }).until.n, DATE_OPEN.n);
}

/* ---- standings --------------------------------------------------------------------- */

static bool add_standing(void *arg)
{
	struct act *x = arg;

	x->got = accreditation_add(x->db, x->a, GORSE, &x->standing, COMMISSIONER, T_NOW,
	                           &x->accreditation);
	return x->got == KEPT;
}

static bool change_standing(void *arg)
{
	struct act *x = arg;

	x->got = accreditation_change(x->db, x->a, x->accreditation, x->revision, &x->standing,
	                              COMMISSIONER, T_NOW, &x->accreditation);
	return x->got == KEPT;
}

static bool remove_standing(void *arg)
{
	struct act *x = arg;

	x->got = accreditation_end(x->db, x->a, x->accreditation, x->revision, ENDED_REMOVED,
	                           x->from,
	                           "Registration cancelled", COMMISSIONER);
	return x->got == KEPT;
}

TEST(a_standing_is_changed_from_a_day_on)
{
	Date today = moment_date(T_NOW);
	struct act x = act_in(t);
	struct accreditation row;
	AccreditationId first;

	world_make(t->db);
	x.standing = (struct accreditation_answers){ .lot = { 1 },
		.from = today, .localities = "[1]", .reason = "Applied and met the standard" };
	db_write(t->db, add_standing, &x);
	IS(x.got, KEPT);
	first = x.accreditation;
	db_write(t->db, add_standing, &x);
	IS(x.got, KEPT_ALREADY);
	x.accreditation = first;
	x.revision = 1;
	x.standing.from = date_plus(today, 30);
	x.standing.localities = "[1,2]";
	db_write(t->db, change_standing, &x);
	IS(x.got, KEPT);
	NEED(ONE(t->db, t->arena, accreditation_load, &row, .id = V(first)));
	IS(row.until_day.n, date_plus(today, 30).n);
	IS(row.ended_how, ENDED_SUPERSEDED);
	x.from = date_plus(today, 40);
	db_write(t->db, remove_standing, &x);
	IS(x.got, KEPT);
	db_write(t->db, remove_standing, &x);
	IS(x.got, KEPT_STALE);
}

TEST(a_standing_keeps_within_its_framework)
{
	struct act x = act_in(t);

	world_make(t->db);
	x.standing = (struct accreditation_answers){ .lot = { 1 },
		.from = date_of_day(19999), .localities = "[1]", .reason = "r" };
	db_write(t->db, add_standing, &x);
	IS(x.got, KEPT_DATES);
	x.standing.from = date_of_day(20100);
	x.standing.until = date_of_day(20100);
	db_write(t->db, add_standing, &x);
	IS(x.got, KEPT_DATES);
	x.standing.lot = (LotId){ 9 };
	db_write(t->db, add_standing, &x);
	IS(x.got, KEPT_GONE);
}

/* ---- bands and districts ----------------------------------------------------------- */

static bool change_band(void *arg)
{
	struct act *x = arg;
	struct band_answers b = { "Morning", 127, { 390 }, { 720 }, 1 };

	x->got = time_band_change(x->db, x->a, (TimeBandId){ 1 }, &b, x->from, COMMISSIONER,
	                          &x->band);
	return x->got == KEPT;
}

TEST(a_changed_band_keeps_what_was_stated)
{
	static const struct need morning[] = { { 127, { 480 }, { 540 } } };
	struct act x = act_in(t);
	struct wanted w = { .service = SERVICE_HOMECARE, .locality = NORTH, .needs = morning,
		.nneeds = 1,
		.floor_rank = INT_NONE, .unrated_ok = true, .start = moment_date(T_NOW) };
	struct standing s;

	world_make(t->db);
	x.from = moment_date(T_NOW);
	db_write(t->db, change_band, &x);
	IS(x.got, KEPT);
	OK(provider_standing_one(t->db, t->arena, &w, CEDAR, T_NOW, &s));
	IS(s.obstacles, 0);
	IS(s.free.n, 3000);
	x.from = date_of_day(19000);
	db_write(t->db, change_band, &x);
	IS(x.got, KEPT_DATES);
}

static bool set_district(void *arg)
{
	struct act *x = arg;

	x->got = district_set(x->db, x->a, " wm1 ", SOUTH, x->from, COMMISSIONER, T_NOW,
	                      &x->district);
	return x->got == KEPT;
}

static bool set_no_district(void *arg)
{
	struct act *x = arg;

	x->got = district_set(x->db, x->a, "<b>1", SOUTH, x->from, COMMISSIONER, T_NOW,
	                      &x->district);
	return false;
}

TEST(a_district_moves_to_another_locality)
{
	struct act x = act_in(t);
	struct district_chain_row *r;

	world_make(t->db);
	x.from = moment_date(T_NOW);
	db_write(t->db, set_district, &x);
	IS(x.got, KEPT);
	NEED(ALL(t->db, t->arena, district_chain, &r, .district = V("WM1")) == 2);
	IS(r[0].until_day.n, x.from.n);
	IS(r[1].prev_until.n, x.from.n);
	db_write(t->db, set_no_district, &x);
	IS(x.got, KEPT_DATES);
}
