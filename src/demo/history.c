/* SPDX-License-Identifier: MIT */
/*
 * history.c -- day after day: how many requests come, and when.
 *
 *	of a day = requests a day x season x day of the week
 *
 * Winters bring half as many again as summers; Fridays bring the hospitals'
 * discharges, weekends and bank holidays little.  Requests that follow others
 * (a change, the rest of a partial award, a provider's failure) wait in lists
 * by day, and take their place among the day's new ones.
 */
#include "demo/inside.h"

#include "jobs/calendar.h"

enum { DAYS_OF_HISTORY = 1095, MICRO = 1000000, FOLLOWS_OF_100 = 13 };

/* In percent of an ordinary day; each list has the mean 100. */
static const int season[] = { 122, 114, 104, 95, 90, 86, 84, 84, 94, 101, 108, 118 };
static const int weekday_share[] = { 115, 110, 110, 120, 165, 50, 30 };

static void put_in_order(struct due **list, struct due *d)
{
	while (*list && ((*list)->at.ms < d->at.ms ||
	       ((*list)->at.ms == d->at.ms && (*list)->seq < d->seq)))
		list = &(*list)->next;
	d->next = *list;
	*list = d;
}

static int64_t day_of(const struct council *c, Moment m)
{
	return date_minus(moment_date(m), moment_date(c->founded));
}

void follow_add(struct council *c, struct follow f)
{
	struct due *d = NEW(c->trail.arena, struct due);
	int64_t day = day_of(c, f.made);

	SURE(day >= c->day && day < BLOCK_DAYS);
	*d = (struct due){ .at = f.made, .seq = c->seq++, .follows = true, .follow = f };
	put_in_order(day == c->day ? &c->today_first : &c->due[day], d);
}

/* The office's day: most come before noon and before five. */
static Moment time_on(struct council *c, Date day)
{
	static const int hours[] = { 4, 10, 16, 17, 11, 8, 12, 15, 13, 5, 2 };       /* from 8 */
	int64_t hour = 8 + (int64_t)chance_weighted(&c->dice, hours, COUNT(hours));

	return moment_at(day, minutes(hour * 60 + chance_between(&c->dice, 0, 59)));
}

static int64_t share_of(const struct proclaimed *p, Date day)
{
	int weekday = date_weekday(day);
	int64_t share =
		weekday <= 5 && !day_worked(p, NATION_EW, day) ? 25 : weekday_share[weekday - 1];

	return share * season[date_civil(day).month - 1];        /* 10,000 on an ordinary day */
}

struct days {
	struct council *c;
	struct arena *scratch;
	struct proclaimed holidays;
	int64_t until, owed, a_day;
};

static void make_day(struct days *x)
{
	struct council *c = x->c;
	Date day = date_plus(moment_date(c->founded), (int)c->day);

	c->today_first = c->due[c->day];
	x->owed += x->a_day * share_of(&x->holidays, day) / 10000 *
		chance_between(&c->dice, 70, 130) / 100;
	for (; x->owed >= MICRO; x->owed -= MICRO) {
		struct due *d = NEW(x->scratch, struct due);

		*d = (struct due){ .at = time_on(c, day), .seq = c->seq++ };
		put_in_order(&c->today_first, d);
	}
	while (c->today_first) {
		struct due *d = c->today_first;
		struct plan p;

		c->today_first = d->next;
		/* Who asks recorded the person ten minutes before. */
		council_due(c, (Moment){ d->at.ms - 600001 });
		trail_write(c, (Moment){ d->at.ms - 600001 });
		if (plan_make(c, d->at, d->follows ? &d->follow : NULL, &p))
			plan_write(c, x->scratch, &p);
	}
}

/* Some weeks in one transaction. */
static bool make_days(void *arg)
{
	struct days *x = arg;
	struct council *c = x->c;

	for (int64_t last = c->day + 28; c->day < last && c->day < x->until; c->day++) {
		struct arena_mark m = arena_mark(x->scratch);

		make_day(x);
		arena_back(x->scratch, m);
	}
	return true;
}

void history_make(struct council *c)
{
	struct days x = { .c = c, .until = day_of(c, c->live_from),
		.holidays = proclaimed_load(c->db, c->arena),
		.scratch = arena_new("demo day", (size_t)64 << 20) };

	x.a_day = c->order.requests * (100 - FOLLOWS_OF_100) * (MICRO / 100) / DAYS_OF_HISTORY;
	for (c->day = 1; c->day < x.until; )
		db_write(c->db, make_days, &x);
	arena_end(&x.scratch);
}
