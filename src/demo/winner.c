/* SPDX-License-Identifier: MIT */
/*
 * winner.c -- who gets a package: the market's shape over three years.
 *
 * B&NES 3a.7: four strategic and two spot providers hold about 70 % of the
 * council's spend, though only about 40 % of the last year's new packages are
 * the strategic partners', notably less than before.  B&NES 3a.9: one team
 * bought 29 packages from a new provider from April to December, after 3 in
 * the whole year before; another nearly stopped.
 */
#include "demo/inside.h"

enum { SMALL_CALL, MIDDLE, LARGE_CALL, OF_NHS };
enum { STRATEGIC, SPOT, ON_PART_A, FRINGE, GROUPS };

/* Shares of new packages, in percent: [years ago, 2 or more][size]. */
static const int shares[3][4][GROUPS] = {
	{ { 38, 6, 46, 10 }, { 43, 16, 33, 8 }, { 40, 42, 13, 5 }, { 32, 20, 36, 12 } },
	{ { 49, 6, 37, 8 },  { 51, 13, 28, 8 }, { 47, 33, 14, 6 }, { 42, 18, 30, 10 } },
	{ { 58, 5, 31, 6 },  { 59, 12, 23, 6 }, { 54, 28, 12, 6 }, { 48, 16, 27, 9 } },
};

Date newcomer_from(const struct council *c)
{
	struct civil d = date_civil(c->today);

	return date_make(d.year - 2, 4, 1);
}

/* The new packages that two teams bought of the newcomer, in a council's size. */
static const struct { int team; int64_t year_before, april_to_december; } bought[2] = {
	{ TEAM_EAGER, 3, 29 }, { TEAM_SHY, 14, 2 },
};

/* How many should have been bought up to a moment of that time; -1: it is another time. */
static int64_t due_by(const struct council *c, int who, Moment now, int *year)
{
	Date first = newcomer_from(c), day = moment_date(now);
	int64_t all, days, gone;

	*year = date_cmp(day, date_plus_months(first, 12)) >= 0;
	first = date_plus_months(first, *year ? 12 : 0);
	gone = date_minus(day, first);
	if (gone < 0 || gone >= (*year ? 275 : 365))
		return -1;
	days = *year ? 235 : 340;               /* all of them a good while before the end */
	all = *year ? bought[who].april_to_december : bought[who].year_before;
	if (who == 1)                           /* the eager team's 29 are in every size */
		all = all * c->order.requests / 3700;
	return gone >= days ? all : (all * gone + days - 1) / days;
}

/* 1: it must be the newcomer, -1: it must not, 0: as it comes. */
static int newcomer_wanted(struct council *c, const struct plan *p, int *who, int *year)
{
	int64_t due;

	for (*who = 0; *who < 2; ++*who)
		if (bought[*who].team == p->team) {
			due = due_by(c, *who, p->made, year);
			return due > c->new_bought[*who][*year] ? 1 : -1;
		}
	return date_cmp(moment_date(p->made), date_plus(newcomer_from(c), 10)) < 0 ? -1 : 0;
}

static bool shut_then(const struct council *c, const struct plan *p)
{
	return p->made.ms > c->shut_from.ms - INT64_C(8) * 86400000 &&
	       p->made.ms <= c->shut_until.ms;
}

/* Hours bought ahead come first, while there are any. */
static bool has_hours(const struct council *c, const struct plan *p, int firm)
{
	return block_fits(c, firm, p->place, p->from, date_plus(p->from, 200),
	                  visits_total(p->visit, p->nvisits).week.n);
}

/* What a firm counts for in its group; 0: it cannot have this package. */
static int weight_of(struct council *c, const struct plan *p, int firm, int newcomer)
{
	const struct firm_spec *f = &firm_specs[firm];
	bool here = f->places >> p->place & 1;

	if (p->after && p->after->not_firm == firm)
		return 0;
	switch (f->kind) {
	case FIRM_STRATEGIC:
		return has_hours(c, p, firm) ? 6 : here ? 2 : 1;
	case FIRM_NEWCOMER:
		return newcomer < 0 ? 0 : 2;
	case FIRM_LEAVER:
		return here && date_minus(c->leaves, moment_date(p->made)) > 45 ? 3 : 0;
	case FIRM_SILENT: case FIRM_OTHER:
		return 0;
	case FIRM_OUTSIDE:
		return 1;
	case FIRM_INTERIM: case FIRM_OUT_OF_AREA:
		return here ? 4 : 0;
	case FIRM_SPOT: case FIRM_PART_A:
		return here && !(firm == FIRM_SHUT && shut_then(c, p)) &&
		                       !(firm == FIRM_SHUT_NOW &&
		                         p->made.ms > c->now.ms - INT64_C(12) * 86400000)
		               ? 3
		               : 0;
	}
	return 0;
}

static int group_of(int firm)
{
	switch (firm_specs[firm].kind) {
	case FIRM_STRATEGIC:
		return STRATEGIC;
	case FIRM_SPOT:
		return SPOT;
	case FIRM_INTERIM: case FIRM_OUT_OF_AREA: case FIRM_OUTSIDE: case FIRM_OTHER:
		return FRINGE;
	case FIRM_PART_A: case FIRM_NEWCOMER: case FIRM_SILENT: case FIRM_LEAVER:
		break;
	}
	return ON_PART_A;
}

static int size_of(const struct plan *p)
{
	int64_t week = visits_total(p->visit, p->nvisits).week.n;

	if (p->funding == FUNDING_NHS)
		return OF_NHS;
	return week < 300 ? SMALL_CALL : week < 840 ? MIDDLE : LARGE_CALL;
}

static int pick_in(struct council *c, const struct plan *p, int group, int newcomer)
{
	int weights[FIRMS], any = 0;

	for (int i = 0; i < FIRMS; i++) {
		weights[i] = group_of(i) == group ? weight_of(c, p, i, newcomer) : 0;
		any += weights[i];
	}
	return any ? (int)share_next(c->owed_firm[group], weights, FIRMS) : -1;
}

int winner_pick(struct council *c, const struct plan *p)
{
	int64_t days = date_minus(c->today, moment_date(p->made));
	int size = size_of(p), era = days < 365 ? 0 : days < 730 ? 1 : 2, who, year, newcomer, firm;
	size_t group;

	newcomer = newcomer_wanted(c, p, &who, &year);
	if (newcomer > 0 && !(p->after && p->after->not_firm == FIRM_NEW)) {
		c->new_bought[who][year]++;
		share_took(c->owed_group[size], shares[era][size], GROUPS, ON_PART_A);
		return FIRM_NEW;
	}
	group = share_next(c->owed_group[size], shares[era][size], GROUPS);
	firm = pick_in(c, p, (int)group, newcomer);
	return firm >= 0 ? firm : pick_in(c, p, STRATEGIC, newcomer);
}
