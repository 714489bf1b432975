/* SPDX-License-Identifier: MIT */
/*
 * test_lot.c -- what a framework is divided into, and what each lot pays.
 */
#include "market/market.h"
#include "market/keep.sql.h"
#include "market/lot.sql.h"
#include "market/page.sql.h"
#include "t/t.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })
#define SINGLE ((LotId){ 1 })           /* Part A; Brook is on lot 2, Cedar and others here */
#define NORTH ((LocalityId){ 1 })
#define SOUTH ((LocalityId){ 2 })

struct work {
	struct t *t;
	struct lot_answers in;
	struct rate_answers rate;
	struct accreditation_answers standing;
	FrameworkId framework;
	LotId lot;
	LotRateId made;
	int64_t revision;
	enum lotted got;
	enum kept kept;
};

static bool add(void *arg)
{
	struct work *w = arg;

	w->got = lot_add(w->t->db, w->t->arena, w->framework, &w->in, COMMISSIONER, T_NOW, &w->lot);
	return w->got == LOTTED;
}

static bool change(void *arg)
{
	struct work *w = arg;

	w->got = lot_change(w->t->db, w->t->arena, w->lot, w->revision, &w->in, COMMISSIONER);
	return w->got == LOTTED;
}

static bool price(void *arg)
{
	struct work *w = arg;

	w->got = lot_rate_set(w->t->db, w->t->arena, w->lot, &w->rate, COMMISSIONER, T_NOW,
	                      &w->made);
	return w->got == LOTTED;
}

static bool stand(void *arg)
{
	struct work *w = arg;
	AccreditationId id;

	w->kept = accreditation_add(w->t->db, w->t->arena, (ProviderId){ 6 }, &w->standing,
	                            COMMISSIONER, T_NOW, &id);
	return w->kept == KEPT;
}

static struct work work_in(struct t *t)
{
	world_make(t->db);
	return (struct work){ .t = t, .framework = { 1 }, .in = { .number = 4,
		.name = "Rural homecare", .service = SERVICE_HOMECARE, .part = PART_A,
		.localities = "[2]" } };
}

TEST(a_lot_is_added_and_changed)
{
	struct work w = work_in(t);
	struct lot_localities_row *l;
	struct lot lot;

	db_write(t->db, add, &w);
	IS(w.got, LOTTED);
	NEED(ONE(t->db, t->arena, lot_load, &lot, .id = V(w.lot)));
	SAME(lot.name, "Rural homecare");
	IS(lot.starts_day.n, date_of_day(20000).n);
	IS(lot.ends_day.n, date_of_day(22000).n);
	w.revision = lot.revision;
	w.in.name = "Far villages";
	w.in.until = date_of_day(21000);
	w.in.localities = "[]";
	db_write(t->db, change, &w);
	IS(w.got, LOTTED);
	IS(ALL(t->db, t->arena, lot_localities, &l, .lot = V(w.lot)), 0);
	db_write(t->db, change, &w);
	IS(w.got, LOT_STALE);
}

TEST_PLAIN(a_lot_that_cannot_be_is_refused)
{
	struct work w = work_in(t);

	w.in.number = 1;
	db_write(t->db, add, &w);
	IS(w.got, LOT_TAKEN);
	w.in.number = 4;
	w.in.from = date_of_day(19999);
	db_write(t->db, add, &w);
	IS(w.got, LOT_DATES);
	w.in.from = date_of_day(20500);
	w.in.until = date_of_day(20500);
	db_write(t->db, add, &w);
	IS(w.got, LOT_DATES);
	w.in.until = date_of_day(22001);
	db_write(t->db, add, &w);
	IS(w.got, LOT_DATES);
	w.framework = (FrameworkId){ 9 };
	db_write(t->db, add, &w);
	IS(w.got, LOT_GONE);
	w.lot = (LotId){ 99 };
	db_write(t->db, change, &w);
	IS(w.got, LOT_GONE);
}

/* What standings hold of a lot is not taken from under them. */
TEST_PLAIN(a_lot_keeps_what_is_held_of_it)
{
	struct work w = work_in(t);

	w.lot = SINGLE;
	w.revision = 1;
	w.in = (struct lot_answers){ .number = 1, .name = "Single packages",
		.service = SERVICE_DAY, .part = PART_A };
	db_write(t->db, change, &w);
	IS(w.got, LOT_HELD);
	w.in.service = SERVICE_HOMECARE;
	w.in.localities = "[1]";
	db_write(t->db, change, &w);
	IS(w.got, LOT_HELD);
	w.in.localities = "[1,2]";
	w.in.until = date_of_day(21999);
	db_write(t->db, change, &w);
	IS(w.got, LOT_HELD);
	w.in.until = DATE_NONE;
	w.in.number = 2;
	db_write(t->db, change, &w);
	IS(w.got, LOT_TAKEN);
	w.in.number = 7;
	db_write(t->db, change, &w);
	IS(w.got, LOTTED);
}

TEST(a_standing_keeps_within_its_lot)
{
	struct work w = work_in(t);

	w.in.until = date_of_day(21000);
	db_write(t->db, add, &w);
	NEED(w.got == LOTTED);
	w.standing = (struct accreditation_answers){ .lot = w.lot, .from = date_of_day(20600),
		.localities = "[1,2]", .reason = "Applied" };
	db_write(t->db, stand, &w);
	IS(w.kept, KEPT_PLACES);
	w.standing.localities = "[2]";
	w.standing.until = date_of_day(21500);
	db_write(t->db, stand, &w);
	IS(w.kept, KEPT_DATES);
	w.standing.until = DATE_NONE;
	db_write(t->db, stand, &w);
	IS(w.kept, KEPT);
	db_write(t->db, stand, &w);
	IS(w.kept, KEPT_ALREADY);
}

static bool narrow(void *arg)
{
	struct work *w = arg;

	DO(w->t->db, lot_locality_insert, .lot = V(SINGLE), .localities = V("[1]"));
	return true;
}

/* Control: what no verb does is found by `almoner check`. */
TEST_PLAIN(a_standing_beyond_its_lot_is_found)
{
	struct market_check_standing_places_row *r;
	struct market_check_rates_row *rates;
	struct work w = work_in(t);

	IS(ALL(t->db, t->arena, market_check_standing_places, &r), 0);
	IS(ALL(t->db, t->arena, market_check_rates, &rates), 0);
	OK(db_write(t->db, narrow, &w));
	IS(ALL(t->db, t->arena, market_check_standing_places, &r), 2);   /* Cedar, Elm: South */
}

/* ---- rates --------------------------------------------------------------------------- */

static bool set_rate(struct work *w, LocalityId place, unsigned kind, int64_t pence, int64_t from)
{
	w->rate = (struct rate_answers){ .locality = place, .unit = UNIT_HOUR, .kind = kind,
		.rate = pence ? money(pence) : MONEY_NONE, .from = date_of_day(from) };
	db_write(w->t->db, price, w);
	return w->got == LOTTED;
}

static struct lot_terms on(struct work *w, LocalityId place, int64_t day)
{
	return lot_terms_on(w->t->db, w->t->arena, w->lot, place, UNIT_HOUR, date_of_day(day));
}

TEST(a_place_pays_its_own_rate)
{
	struct work w = work_in(t);

	w.lot = SINGLE;
	IS(on(&w, NORTH, 20619).kind, 0);
	OK(set_rate(&w, (LocalityId){ 0 }, RATED_MOST, 2000, 20600));
	OK(set_rate(&w, SOUTH, RATED_FIXED, 2150, 20610));
	OK(set_rate(&w, (LocalityId){ 0 }, RATED_OFFERED, 0, 20700));
	IS(on(&w, NORTH, 20599).kind, 0);
	IS(on(&w, NORTH, 20619).kind, RATED_MOST);
	IS(money_pence(on(&w, NORTH, 20619).rate), 2000);
	IS(money_pence(on(&w, SOUTH, 20609).rate), 2000);
	IS(on(&w, SOUTH, 20619).kind, RATED_FIXED);
	IS(money_pence(on(&w, SOUTH, 20619).rate), 2150);
	IS(on(&w, NORTH, 20700).kind, RATED_OFFERED);
	OK(!money_known(on(&w, NORTH, 20700).rate));
	IS(money_pence(on(&w, SOUTH, 20700).rate), 2150);
	SAME(lot_terms_text(t->arena, RATED_MOST, money(2000)), "At most £20.00");
}

/* Rates before, between and after others; one that has not begun is corrected. */
TEST_PLAIN(rates_of_a_lot_follow_each_other)
{
	static const int64_t from[] = { 20700, 20600, 20800, 20650, 20630 };
	struct work w = work_in(t);
	struct lot_rate_chain_row *r;
	size_t n;

	w.lot = SINGLE;
	for (size_t i = 0; i < COUNT(from); i++)
		OK(set_rate(&w, NORTH, RATED_MOST, 2000 + (int64_t)i, from[i]));
	OK(set_rate(&w, NORTH, RATED_FIXED, 2222, 20800));
	IS(money_pence(on(&w, NORTH, 20900).rate), 2222);
	OK(!set_rate(&w, NORTH, RATED_MOST, 1, 20600));
	IS(w.got, LOT_RATED);
	n = ALL(t->db, t->arena, lot_rate_chain, &r, .lot = V(SINGLE), .place = V(NORTH.v),
	        .unit = V((int64_t)UNIT_HOUR));
	IS(n, COUNT(from));
	for (size_t i = 1; i < n; i++)
		IS(r[i - 1].until_day.n, r[i].from_day.n);
}

TEST_PLAIN(a_rate_is_of_a_place_that_the_lot_covers)
{
	struct work w = work_in(t);

	db_write(t->db, add, &w);
	OK(!set_rate(&w, NORTH, RATED_MOST, 2000, 20600));
	IS(w.got, LOT_PLACE);
	OK(set_rate(&w, SOUTH, RATED_MOST, 2000, 20600));
	OK(!set_rate(&w, (LocalityId){ 99 }, RATED_MOST, 2000, 20600));
	IS(w.got, LOT_GONE);
	w.lot = (LotId){ 99 };
	OK(!set_rate(&w, SOUTH, RATED_MOST, 2000, 20600));
	IS(w.got, LOT_GONE);
}

/* ---- joining --------------------------------------------------------------------------- */

struct framed { struct t *t; struct framework_answers in; FrameworkId id; enum termed got; };

static bool frame(void *arg)
{
	struct framed *f = arg;

	f->got = framework_add(f->t->db, f->t->arena, &f->in, COMMISSIONER, &f->id);
	return f->got == TERMED;
}

static bool window(void *arg)
{
	struct framed *f = arg;
	FrameworkWindowId id;

	f->got = framework_window_add(f->t->db, f->t->arena, f->id, date_of_day(21000),
	                              date_of_day(21030), 6, NULL, COMMISSIONER, T_NOW, &id);
	return f->got == TERMED;
}

static bool joinable(struct framed *f, int64_t day)
{
	return framework_takes_applications(f->t->db, f->t->arena, f->id, date_of_day(day));
}

TEST_PLAIN(a_dynamic_list_is_open_all_its_life)
{
	struct framed f = { .t = t, .in = { .name = "Children", .kind = TERMS_DYNAMIC,
		.from = date_of_day(20600), .term = date_of_day(22000) } };

	world_make(t->db);
	db_write(t->db, frame, &f);
	OK(!joinable(&f, 20599));
	OK(joinable(&f, 20600));
	OK(joinable(&f, 21999));
	OK(!joinable(&f, 22000));
	db_write(t->db, window, &f);
	IS(f.got, TERM_ALWAYS);
	f.in.kind = TERMS_OWN;
	f.in.apply_from = date_of_day(20500);
	f.in.apply_until = date_of_day(20550);
	db_write(t->db, frame, &f);
	OK(joinable(&f, 20500));
	OK(!joinable(&f, 20550));
	db_write(t->db, window, &f);
	IS(f.got, TERMED);
	OK(joinable(&f, 21000));
	OK(!joinable(&f, 21030));
}

TEST_PLAIN(what_another_hosts_is_not_ours_to_open)
{
	struct framed f = { .t = t, .in = { .name = "Fostering", .kind = TERMS_HOSTED,
		.from = date_of_day(20600), .term = date_of_day(22000) } };

	world_make(t->db);
	db_write(t->db, frame, &f);
	IS(f.got, TERM_HOST);
	f.in.host = "A neighbour";
	db_write(t->db, frame, &f);
	IS(f.got, TERMED);
	OK(!joinable(&f, 20700));
	f.in.kind = TERMS_OWN;
	db_write(t->db, frame, &f);
	IS(f.got, TERM_HOST);
}
