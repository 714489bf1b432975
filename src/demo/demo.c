/* SPDX-License-Identifier: MIT */
/*
 * demo.c -- the making of Westmarch Council, from its founding to now.
 *
 *	founded -> (records of what is still running) -> three years of requests
 *	        -> the last twelve days, by the verbs -> returns issued -> now
 */
#include "demo/inside.h"

#include "brokerage/returns.h"
#include "demo/demo.sql.h"
#include "jobs/calendar.h"

VOCAB_WORDS(demo_size, DEMO, DEMO_SIZES)

/* A council's size, for which the shares of a council's blocks are told. */
enum { COUNCIL_REQUESTS = 3700, BLOCK_MINUTES = 120 * 60 };

static const struct { int64_t requests, open; } sizes[] = {
	[DEMO_SMALL] = { 1250, 60 },
	[DEMO_COUNCIL] = { COUNCIL_REQUESTS, 60 },
	[DEMO_LARGE] = { 88000, 2000 },
};

static struct council *council_new(struct db *db, struct arena *a, const struct demo_order *o)
{
	struct council *c = NEW(a, struct council);

	*c = (struct council){ .db = db, .arena = a, .order = *o, .dice = { o->seed } };
	if (!c->order.requests)
		c->order.requests = sizes[o->size].requests;
	if (!c->order.open)
		c->order.open = sizes[o->size].open;
	c->now = (Moment){ o->now.ms - o->now.ms % 60000 };
	c->today = moment_date(c->now);
	c->begun = moment_at(date_plus(c->today, -1095), minutes(0));
	c->founded = moment_at(date_plus(c->today, -1095 - 1000 - 30), minutes(9 * 60));
	c->live_from = moment_at(date_plus(c->today, -12), minutes(0));
	c->leaves = date_plus(c->today, -500);
	c->shut_from = moment_at(date_plus(c->today, -150), minutes(11 * 60 + 20));
	c->shut_until = moment_at(date_plus(c->today, -115), minutes(15 * 60));
	c->first_year = date_civil(year_start(moment_date(c->founded))).year;
	c->block_week = minutes(BLOCK_MINUTES * c->order.requests / COUNCIL_REQUESTS);
	c->block_rate = money(1930);
	c->drawn = arena_getn(a, sizeof *c->drawn, FIRM_BLOCKS);
	c->passphrase = o->passphrase ? o->passphrase : password_make(a);
	return c;
}

static void end_arena(void *arg)
{
	struct council *c = arg;

	arena_end(&c->trail.arena);
}

static bool found(void *arg)
{
	struct council *c = arg;

	calendar_fill(c->db);
	council_found(c);
	return true;
}

/* What was decided up to the last days, and the rest of the trail. */
static bool up_to_live(void *arg)
{
	struct council *c = arg;

	council_due(c, c->live_from);
	trail_write(c, c->live_from);
	return true;
}

static bool up_to_now(void *arg)
{
	struct council *c = arg;

	trail_write(c, c->now);
	DO(c->db, demo_mail_sent, .until = V(moment_plus(c->now, minutes(-120))));
	shaped_pack(c);
	together_shared(c);
	return true;
}

/* The last three months' dashboards, made when each month was over. */
static void dashboards(struct council *c)
{
	Date month = date_month_start(c->today);

	for (int back = 3; back >= 1; back--) {
		struct arena_mark m = arena_mark(c->arena);

		return_issue(c->db, c->arena, RETURN_MONTHLY, date_plus_months(month, -back),
		             c->now);
		arena_back(c->arena, m);
	}
}

void demo_make(struct db *db, struct arena *a, const struct demo_order *o, struct demo_made *made,
               struct demo_figures *figures)
{
	struct council *c = council_new(db, a, o);

	c->trail.arena = arena_new("demo trail", (size_t)1 << 30);
	arena_defer(a, end_arena, c);
	db_write(db, found, c);
	history_make(c);
	db_write(db, up_to_live, c);
	live_make(c);
	clock_set(c->now);
	db_write(db, up_to_now, c);
	dashboards(c);
	figures_read(c, figures);
	c->made.passphrase = c->passphrase;
	*made = c->made;
	clock_set(MOMENT_NONE);
}
