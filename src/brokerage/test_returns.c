/* SPDX-License-Identifier: MIT */
/*
 * test_returns.c -- every figure against a slow count of what was thrown
 * together: loops that know nothing of SQL, picks or indexes.
 */
#include "brokerage/returns.h"
#include "brokerage/test_thrown.h"
#include "t/world.h"

#include <string.h>

/* ---- the slow count --------------------------------------------------------------------- */

struct asking {
	int64_t from, to;               /* ms, both included                     */
	int64_t place, calls, carers;   /* 0: any                                */
};

static bool asked(const struct thrown *x, const struct asking *q)
{
	return (!q->place || q->place == x->place) && (!q->carers || q->carers == x->carers) &&
	       (!q->calls || (q->calls == 1) == (x->daily == 1));
}

static int64_t slow_made(struct asking q)
{
	int64_t n = 0;

	for (int i = 0; i < THROWN; i++)
		n += asked(&thrown[i], &q) && thrown[i].made >= q.from && thrown[i].made <= q.to;
	return n;
}

static int64_t slow_closed(struct asking q, enum fate fate)
{
	int64_t n = 0;

	for (int i = 0; i < THROWN; i++)
		n += asked(&thrown[i], &q) && thrown[i].fate == fate &&
			thrown[i].closed >= q.from &&
		     thrown[i].closed <= q.to;
	return n;
}

static int64_t slow_open(struct asking q, int discharge)
{
	int64_t n = 0;

	for (int i = 0; i < THROWN; i++)
		n += asked(&thrown[i], &q) && thrown[i].made <= q.to &&
		     (!thrown[i].closed || thrown[i].closed > q.to) &&
		     (discharge < 0 || thrown[i].discharge == discharge);
	return n;
}

/* Spans of what was won, in no order; their number. */
static int slow_spans(struct asking q, int64_t *out)
{
	int n = 0;

	for (int i = 0; i < THROWN; i++)
		if (asked(&thrown[i], &q) && thrown[i].fate == WON && thrown[i].closed >= q.from &&
		    thrown[i].closed <= q.to)
			out[n++] = thrown[i].closed - thrown[i].made;
	return n;
}

/* A sum of so many spans as tenths of days, as a person would round them. */
static int64_t tenths(int64_t sum_ms, int64_t n)
{
	return (sum_ms * 20 + n * DAY_MS) / (2 * n * DAY_MS);
}

static int64_t slow_mean(struct asking q)
{
	int64_t v[THROWN], all = 0;
	int n = slow_spans(q, v);

	for (int i = 0; i < n; i++)
		all += v[i];
	return tenths(all, n);
}

/* The value that as many are below as above, found by counting; of an even number, two. */
static int64_t slow_median(struct asking q)
{
	int64_t v[THROWN], low = -1, high = -1;
	int n = slow_spans(q, v);

	for (int i = 0; i < n; i++) {
		int less = 0, same = 0;

		for (int j = 0; j < n; j++) {
			less += v[j] < v[i];
			same += v[j] == v[i];
		}
		if (less <= (n - 1) / 2 && (n - 1) / 2 < less + same)
			low = v[i];
		if (less <= n / 2 && n / 2 < less + same)
			high = v[i];
	}
	return tenths(low + high, 2);
}

static int64_t slow_rate(struct asking q)
{
	int64_t paid = 0, mins = 0;

	for (int i = 0; i < THROWN; i++)
		if (thrown[i].fate == WON && thrown[i].closed >= q.from &&
		    thrown[i].closed <= q.to) {
			paid += thrown[i].rate * thrown[i].week;
			mins += thrown[i].week;
		}
	return (2 * paid + mins) / (2 * mins);
}

/* ---- figures -------------------------------------------------------------------------------- */

static const struct cell *figure(const struct figures *f, const char *part, size_t row,
                                 const char *key)
{
	const struct table *t = figures_part(f, part);

	NEED(t && row < t->nrows);
	for (size_t i = 0; i < t->ncolumns; i++)
		if (strcmp(t->columns[i].key, key) == 0)
			return &table_at(t, row)[i];
	NEED(false);
	return NULL;
}
#define FIG(f, part, row, key) (figure((f), (part), (row), (key))->n)

static void five_is_right(struct t *t, Date day)
{
	struct figures *f = figures_make(t->db, t->arena, RETURN_FIVE, day, T_NOW, 0, false);
	struct asking today = { moment_at(day, minutes(0)).ms, f->as_at.ms, 0, 0, 0 };
	struct asking span = { moment_at(date_plus(day, -27), minutes(0)).ms, f->as_at.ms, 0, 0,
		0 };

	IS(FIG(f, "outstanding", 0, "packages"), slow_open(span, 1));
	IS(FIG(f, "outstanding", 2, "packages"), slow_open(span, 0));
	IS(FIG(f, "outstanding", 3, "packages"), slow_open(span, -1));
	IS(FIG(f, "sourcing", 0, "requested"), slow_made(today));
	IS(FIG(f, "sourcing", 0, "sourced"), slow_closed(today, WON));
	IS(FIG(f, "sourcing", 1, "requested"), slow_made(span));
	IS(FIG(f, "sourcing", 1, "sourced"), slow_closed(span, WON));
	IS(FIG(f, "sourcing", 1, "withdrawn"), slow_closed(span, WITHDRAWN));
	IS(FIG(f, "sourcing", 1, "unmet"), slow_closed(span, GIVEN_UP));
	IS(FIG(f, "sourcing", 1, "mean_days"), slow_mean(span));
	IS(FIG(f, "sourcing", 1, "median_days"), slow_median(span));
	IS(FIG(f, "sourcing", 1, "rate"), slow_rate(span));
	for (int i = 0; i < 2; i++) {
		struct asking place = span, calls = span, carers = span;

		place.place = calls.calls = carers.carers = i + 1;
		IS(FIG(f, "areas", (size_t)i, "requested"), slow_made(place));
		IS(FIG(f, "areas", (size_t)i, "sourced"), slow_closed(place, WON));
		IS(FIG(f, "areas", (size_t)i, "outstanding"), slow_open(place, -1));
		IS(FIG(f, "areas", (size_t)i, "mean_days"), slow_mean(place));
		IS(FIG(f, "calls", (size_t)i, "requested"), slow_made(calls));
		IS(FIG(f, "carers", (size_t)i, "sourced"), slow_closed(carers, WON));
	}
}

TEST_PLAIN(five_pm_equals_a_slow_count)
{
	thrown_write(t);
	for (int back = 0; back < 90; back += 7)
		five_is_right(t, date_plus(moment_date(T_NOW), -back));
	five_is_right(t, date_make(2026, 3, 29));       /* the clock goes on */
}

TEST_PLAIN(time_of_day_equals_a_slow_count)
{
	static const char *const keys[] = { "before-9", "9-11", "11-1", "1-3", "3-5", "after-5" };
	static const int from[] = { 0, 9, 11, 13, 15, 17, 24 };
	struct figures *f;
	Date day = moment_date(T_NOW);
	int64_t since = moment_at(date_plus(day, -27), minutes(0)).ms;

	thrown_write(t);
	f = figures_make(t->db, t->arena, RETURN_FIVE, day, T_NOW, 0, false);
	for (size_t a = 0; a < 6; a++)
		for (size_t b = 0; b < 6; b++) {
			int64_t n = 0;

			for (int i = 0; i < THROWN; i++) {
				/* All of these days are summer time: an hour on from UTC. */
				int64_t asked_h = (thrown[i].made / 3600000 + 1) % 24;
				int64_t found_h = (thrown[i].closed / 3600000 + 1) % 24;

				n += thrown[i].fate == WON && thrown[i].closed >= since &&
				     asked_h >= from[a] && asked_h < from[a + 1] &&
				     found_h >= from[b] && found_h < from[b + 1];
			}
			IS(FIG(f, "clock", a, keys[b]), n);
		}
}

TEST_PLAIN(months_equal_a_slow_count)
{
	struct figures *f;

	thrown_write(t);
	f = figures_make(t->db, t->arena, RETURN_MONTHLY, moment_date(T_NOW), T_NOW, 4, false);
	IS(figures_part(f, "months")->nrows, 4);
	for (int i = 0; i < 4; i++) {
		Date first = date_make(2026, 3 + i, 1);
		int64_t end = moment_at(date_plus_months(first, 1), minutes(0)).ms - 1;
		struct asking q = { moment_at(first, minutes(0)).ms, end < T_NOW.ms ? end
			: T_NOW.ms, 0, 0, 0 };
		int64_t skipped = 0;

		for (int k = 0; k < THROWN; k++)
			skipped += thrown[k].fate == WON && thrown[k].out_of_order &&
			           thrown[k].closed >= q.from && thrown[k].closed <= q.to;
		IS(FIG(f, "months", (size_t)i, "requested"), slow_made(q));
		IS(FIG(f, "months", (size_t)i, "sourced"), slow_closed(q, WON));
		IS(FIG(f, "months", (size_t)i, "outstanding"), slow_open(q, -1));
		IS(FIG(f, "months", (size_t)i, "out_of_order"), skipped);
		if (slow_closed(q, WON))
			IS(FIG(f, "months", (size_t)i, "median_days"), slow_median(q));
	}
}

TEST_PLAIN(noon_is_who_waits_to_leave_hospital)
{
	struct figures *f;
	struct asking q;
	int64_t n = 0;

	thrown_write(t);
	f = figures_make(t->db, t->arena, RETURN_NOON, date_make(2026, 5, 20), T_NOW, 0, false);
	q = (struct asking){ 0, moment_at(date_make(2026, 5, 20), minutes(720)).ms, 0, 0, 0 };
	IS(f->as_at.ms, q.to);
	IS(figures_part(f, "waiting")->nrows, slow_open(q, 1));
	for (size_t i = 0; i < figures_part(f, "hospitals")->nrows; i++)
		n += FIG(f, "hospitals", i, "waiting");
	IS(n, slow_open(q, 1));
	OK(n > 0);
}

/* Pre-purchased hours: used and free are bought (law 5). */
TEST_PLAIN(bought_is_used_and_free)
{
	struct figures *f;

	thrown_write(t);
	f = figures_make(t->db, t->arena, RETURN_FIVE, moment_date(T_NOW), T_NOW, 0, false);
	IS(figures_part(f, "blocks")->nrows, 1);
	IS(FIG(f, "blocks", 0, "bought"), 20 * 60);
	IS(FIG(f, "blocks", 0, "used") + FIG(f, "blocks", 0, "free"), 20 * 60);
	f = figures_make(t->db, t->arena, RETURN_MONTHLY, date_make(2026, 4, 1), T_NOW, 1, false);
	IS(FIG(f, "bought", 0, "bought"), (20 * 60 * 30 * 2 + 7) / 14);
	IS(FIG(f, "bought", 0, "used") + FIG(f, "bought", 0, "wasted"),
	   FIG(f, "bought", 0, "bought"));
}

/* ---- steps ------------------------------------------------------------------------------- */

static bool send_twice(void *arg)
{
	struct db *db = arg;
	const struct thrown *x = &thrown[0];

	for (int64_t tier = 1; tier <= 2; tier++) {
		StepId step = NEW_ID(db, StepId);

		DO(db, step_insert, .id = V(step), .request = V(((RequestId){ x->id })),
		   .policy_tier = V(((PolicyTierId){ tier })), .tier_no = V(tier),
		   .choice = V((int64_t)CHOICE_BEST), .price = V((int64_t)PRICE_ANY),
		   .fair_pence = V(money(2000)), .ceiling_pence = V(MONEY_NONE),
		   .sent_ms = V((Moment){ x->made + 20 * tier }),
		   .deadline_ms = V((Moment){ x->made + DAY_MS }), .sent_by = V(world_broker.id),
		   .jump = V((int64_t)JUMP_IN_ORDER), .jump_reason = V((const char *)NULL),
		   .approved_by = V(((UserAccountId){ 0 })));
		if (tier == 1)
			DO(db, step_finish, .id = V(step), .ended_ms = V((Moment){ x->made + 30 }),
			   .ended_how = V((int64_t)STEP_NOBODY));
	}
	return true;
}

/* What came later is not known yet, whatever the request has become. */
TEST_PLAIN(the_last_step_by_then_tells_the_stage)
{
	static const struct { int64_t after, stage, tier; } then[] = {
		{ 0, STAGE_NEW, 0 }, { 20, STAGE_SENT, 1 }, { 30, STAGE_STUCK, 1 },
		{ 40, STAGE_SENT, 2 },
	};

	thrown_write_open(t, 1);
	OK(db_write(t->db, send_twice, t->db));
	for (size_t i = 0; i < COUNT(then); i++) {
		const Moment as_at = { thrown[0].made + then[i].after };
		struct facts f = facts_load(t->db, t->arena, as_at, as_at);
		const struct fact *x = NULL;

		for (size_t k = 0; k < f.n; k++)
			if (f.list[k].row.id.v == thrown[0].id)
				x = &f.list[k];
		OK(x != NULL);
		IS(x->stage, then[i].stage);
		IS(x->last ? x->last->tier_no : 0, then[i].tier);
		OK(!x->won);
	}
}
