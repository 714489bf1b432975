/* SPDX-License-Identifier: MIT */
/*
 * returns_facts.c -- requests as they were at a moment, picked and counted.
 *
 *	stage then:  closed by then          -> not open
 *	             no step sent by then    -> not sent yet
 *	             its step still running  -> with providers
 *	             it ended with offers    -> offers to decide; changed -> not sent yet
 *	             it ended otherwise      -> needs a decision
 */
#include "brokerage/returns.h"

#include <stdlib.h>

VOCAB_WORDS(return_kind, RETURN, RETURN_KINDS)
VOCAB_WORDS(day_part, PART_OF_DAY, DAY_PARTS)
VOCAB_WORDS(return_set, SET, RETURN_SETS)

enum { DAY_MINS = 24 * 60 };

static bool by(Moment m, Moment as_at)
{
	return moment_known(m) && moment_cmp(m, as_at) <= 0;
}

static int64_t part_of_day(Moment m)
{
	int64_t hour = moment_time(m).n / 60;

	return hour < 9 ? PART_OF_DAY_EARLY : hour >= 17 ? PART_OF_DAY_LATE
		: (hour - 9) / 2 + PART_OF_DAY_NINE;
}

static int64_t stage_then(const struct fact *f, Moment as_at)
{
	if (!f->open)
		return f->row.now_stage;
	if (!f->last)
		return STAGE_NEW;
	if (!by(f->last->ended_ms, as_at))
		return STAGE_SENT;
	if (f->last->ended_how == STEP_OPENED)
		return STAGE_OFFERS;
	return f->last->ended_how == STEP_CHANGED ? STAGE_NEW : STAGE_STUCK;
}

static void fact_then(struct fact *f, Moment as_at)
{
	const struct return_fact *r = &f->row;

	f->open = !by(r->closed_ms, as_at);
	f->closed = f->open ? MOMENT_NONE : r->closed_ms;
	f->sourced = by(r->awarded_ms, as_at) ? r->awarded_ms : MOMENT_NONE;
	f->stage = stage_then(f, as_at);
	f->elapsed_ms = moment_minus_ms(moment_known(f->sourced) ? f->sourced : as_at, r->made_ms);
	f->asked = part_of_day(r->made_ms);
	f->found = moment_known(f->sourced) ? part_of_day(f->sourced) : 0;
}

/* Longest-standing first, so that lists need no other sorting. */
static int by_age(const void *one, const void *two)
{
	const struct fact *a = one, *b = two;
	int c = moment_cmp(a->row.made_ms, b->row.made_ms);

	return c ? c : (a->row.id.v > b->row.id.v) - (a->row.id.v < b->row.id.v);
}

static void count_workdays(struct db *db, struct arena *a, struct facts *f)
{
	struct workdays w;

	if (!f->n)
		return;
	w = workdays_load(db, a, nation_here(db), moment_date(f->list[0].row.made_ms),
	                  moment_date(f->as_at));
	for (size_t i = 0; i < f->n; i++) {
		struct fact *x = &f->list[i];

		x->workdays = workdays_between(&w, moment_date(x->row.made_ms),
			moment_date(moment_known(x->sourced) ? x->sourced : f->as_at));
	}
}

static int by_request(const void *one, const void *two)
{
	const struct fact *a = one, *b = two;

	return (a->row.id.v > b->row.id.v) - (a->row.id.v < b->row.id.v);
}

static void step_add(struct facts *f, const struct return_step *s)
{
	const struct fact key = { .row.id = s->request };
	struct fact *x = bsearch(&key, f->list, f->n, sizeof key, by_request);

	/* None: of somebody whose record is restricted. */
	if (!x)
		return;
	if (!x->last || s->step_no > x->last->step_no)
		x->last = s;
	if (x->row.won_step.v == s->id.v)
		x->won = s;
	x->jumps += s->jump != JUMP_IN_ORDER;
}

struct loading { struct db *db; struct arena *arena; struct facts f; };

static void facts_read(void *arg)
{
	struct loading *l = arg;
	struct facts *f = &l->f;
	struct return_fact *rows;
	struct return_step *steps;
	size_t nsteps;

	f->n = ALL(l->db, l->arena, return_facts, &rows, .from_ms = V(f->from),
	           .as_at_ms = V(f->as_at));
	nsteps = ALL(l->db, l->arena, return_steps, &steps, .from_ms = V(f->from),
	             .as_at_ms = V(f->as_at));
	f->list = NEWN(l->arena, struct fact, f->n + 1);
	for (size_t i = 0; i < f->n; i++)
		f->list[i].row = rows[i];
	qsort(f->list, f->n, sizeof *f->list, by_request);
	for (size_t i = 0; i < nsteps; i++)
		step_add(f, &steps[i]);
}

struct facts facts_load(struct db *db, struct arena *a, Moment from, Moment as_at)
{
	struct loading l = { db, a, { .from = from, .as_at = as_at } };

	db_read(db, facts_read, &l);
	for (size_t i = 0; i < l.f.n; i++)
		fact_then(&l.f.list[i], as_at);
	qsort(l.f.list, l.f.n, sizeof *l.f.list, by_age);
	count_workdays(db, a, &l.f);
	return l.f;
}

/* ---- picking ------------------------------------------------------------------ */

static bool within(Moment m, const struct pick *p)
{
	return moment_known(m) && (!moment_known(p->since) || moment_cmp(m, p->since) >= 0) &&
	       (!moment_known(p->until) || moment_cmp(m, p->until) <= 0);
}

/* Against the published order: a tier skipped or gone back to, or one that a
 * manager had to approve (BR2; B&NES 3g.4).  Within a tier the broker may
 * choose another offer than the first, for a reason: that is told by itself. */
static bool out_of_order(const struct fact *f)
{
	return f->jumps > 0 || (f->won && f->won->approved_by.v);
}

static bool in_set(const struct fact *f, const struct pick *p)
{
	switch (p->set) {
	case SET_OUTSTANDING:
		return f->open;
	case SET_DISCHARGE:
		return f->open && f->row.reason == REASON_DISCHARGE;
	case SET_READY:
		return f->open && f->row.reason == REASON_DISCHARGE &&
			by(f->row.ready_ms, p->until);
	case SET_OTHER:
		return f->open && f->row.reason != REASON_DISCHARGE;
	case SET_REQUESTED:
		return within(f->row.made_ms, p);
	case SET_SOURCED:
		return within(f->sourced, p);
	case SET_WITHDRAWN:
		return f->stage == STAGE_WITHDRAWN && within(f->closed, p);
	case SET_UNMET:
		return f->stage == STAGE_UNMET && within(f->closed, p);
	case SET_OUT_OF_ORDER:
		return within(f->sourced, p) && out_of_order(f);
	case SET_NOT_FIRST:
		return within(f->sourced, p) && f->row.rank_no > 1;
	}
	return false;
}

bool fact_picked(const struct fact *f, const struct pick *p)
{
	return in_set(f, p) && (!p->locality.v || p->locality.v == f->row.locality.v) &&
	       (!p->hospital || text_same(p->hospital, f->row.hospital)) &&
	       (!p->calls || (p->calls > 1) == (f->row.most_daily > 1)) &&
	       (!p->carers || p->carers == f->row.most_carers) &&
	       (!p->asked || p->asked == f->asked) && (!p->found || p->found == f->found) &&
	       (!p->reason || p->reason == f->row.reason);
}

size_t facts_count(const struct facts *f, const struct pick *p)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += fact_picked(&f->list[i], p);
	return n;
}

/* ---- how long it took ------------------------------------------------------------ */

static int by_size(const void *one, const void *two)
{
	const int64_t *a = one, *b = two;

	return (*a > *b) - (*a < *b);
}

/* Half up; of what is never negative. */
static int64_t share(int64_t n, int64_t of)
{
	return (2 * n + of) / (2 * of);
}

static int64_t sum(const int64_t *v, size_t n)
{
	int64_t s = 0;

	for (size_t i = 0; i < n; i++)
		s += v[i];
	return s;
}

/* Of sorted values, times ten: the middle one, or half of the two. */
static int64_t median10(const int64_t *v, size_t n)
{
	return (v[(n - 1) / 2] + v[n / 2]) * 5;
}

struct spread facts_spread(struct arena *a, const struct facts *f, const struct pick *p)
{
	struct arena_mark mark = arena_mark(a);
	int64_t *ms = NEWN(a, int64_t, f->n + 1), *days = NEWN(a, int64_t, f->n + 1), paid = 0;
	struct spread s = { 0, INT_NONE, INT_NONE, INT_NONE, INT_NONE, INT_NONE, INT_NONE,
	                    MONEY_NONE, { 0 } };
	size_t n = 0, ndays = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct fact *x = &f->list[i];

		if (!moment_known(x->sourced) || !fact_picked(x, p))
			continue;
		ms[n++] = x->elapsed_ms;
		if (x->workdays != INT_NONE)
			days[ndays++] = x->workdays;
		if (!money_known(x->row.rate_pence) || x->row.won_mins.n == INT_NONE)
			continue;
		paid += money_pence(x->row.rate_pence) * x->row.won_mins.n;
		s.week.n += x->row.won_mins.n;
	}
	s.n = (int64_t)n;
	if (!n) {
		arena_back(a, mark);
		return s;
	}
	qsort(ms, n, sizeof *ms, by_size);
	qsort(days, ndays, sizeof *days, by_size);
	s.mean_ms = share(sum(ms, n), s.n);
	s.median_ms = share(median10(ms, n), 10);
	s.longest_ms = ms[n - 1];
	if (ndays == n) {       /* else the calendar is not filled: not known */
		s.mean_work10 = share(sum(days, n) * 10, s.n);
		s.median_work10 = median10(days, n);
		s.longest_work = days[n - 1];
	}
	if (s.week.n)
		s.rate = money_share(money(paid), 1, s.week.n);
	arena_back(a, mark);
	return s;
}
