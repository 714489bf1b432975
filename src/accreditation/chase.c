/* SPDX-License-Identifier: MIT */
/*
 * chase.c -- evidence is asked for again before it runs out: a letter for each of some
 * days (60, 30, 7) before its end, once each.
 *
 * After a standstill one letter is written, not three: the days that were missed are
 * kept as done with it.  The letter and what says that it was written are one
 * transaction, for each evidence.
 */
#include "accreditation/inside.h"

enum { CHASE_DAYS = 12, DAYS_MOST = 366 };

/* The setting's numbers; what is none is passed over. */
static size_t chase_days(struct db *db, int64_t days[CHASE_DAYS])
{
	size_t n = 0;
	int64_t d = -1;

	for (const char *s = setting(db, "evidence.chase_days"); ; s++) {
		if (*s >= '0' && *s <= '9') {
			d = (d < 0 ? 0 : 10 * d) + (*s - '0');
			if (d > DAYS_MOST)
				d = DAYS_MOST;
			continue;
		}
		if (d >= 0 && n < CHASE_DAYS)
			days[n++] = d;
		d = -1;
		if (!*s)
			return n;
	}
}

struct chasing {
	struct db *db;
	struct arena *a;
	const struct evidence_ending_row *e;
	const int64_t *days;
	size_t n;
	Moment now;
	bool wrote;
};

static void chase_letter(struct chasing *x)
{
	const struct evidence_ending_row *e = x->e;

	provider_write(x->db, x->a, e->provider, e->email,
	               arena_fmt(x->a, "%s ends on %s", e->kind_name,
	                         date_text(x->a, date_plus(e->until_day, -1))),
	               arena_fmt(x->a, "%s of %s has its last day on %s.\n\nGive us the next one "
	                         "before that:\n%s/portal/evidence/new?kind=%lld\n\n"
	                         "What follows when it runs out: %s.\n", e->kind_name,
	                         e->provider_name, date_text(x->a, date_plus(e->until_day, -1)),
	                         setting(x->db, "council.address"), (long long)e->kind.v,
	                         vocab_label(&evidence_lapse_vocab, e->lapse)), x->now);
}

static bool chase_one(void *arg)
{
	struct chasing *x = arg;
	const int64_t left = date_minus(x->e->until_day, moment_date(x->now)) - 1;

	x->wrote = false;
	for (size_t i = 0; i < x->n; i++)
		if (left <= x->days[i] && DO(x->db, evidence_chased_put, .evidence = V(x->e->id),
		                             .days = V(x->days[i]), .at_ms = V(x->now)) == 1)
			x->wrote = true;
	if (x->wrote)
		chase_letter(x);
	return x->wrote;
}

size_t evidence_chase(struct db *db, struct arena *a, Moment now)
{
	const Date today = moment_date(now);
	struct evidence_ending_row *list;
	int64_t days[CHASE_DAYS], most = 0;
	size_t ndays = chase_days(db, days), n, wrote = 0;

	for (size_t i = 0; i < ndays; i++)
		most = days[i] > most ? days[i] : most;
	n = ALL(db, a, evidence_ending, &list, .on_day = V(today),
	        .ahead_day = V(date_plus(today, (int)most + 1)));
	for (size_t i = 0; i < n; i++) {
		struct chasing x = { db, a, &list[i], days, ndays, now, false };

		db_write(db, chase_one, &x);
		wrote += x.wrote;
	}
	return wrote;
}
