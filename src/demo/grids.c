/* SPDX-License-Identifier: MIT */
/*
 * grids.c -- what people are helped with, and when: patterns of visits.
 *
 * The weights are chosen so that a package is 8 hours a week for the council,
 * more than four in ten under 5 hours, and 13.5 hours for the NHS (B&NES
 * 3a.5, 3a.6).  Requests take them in turn by weight (share_next), so that
 * the averages hold in a small council too.
 */
#include "demo/inside.h"

enum { EVERY_DAY = 127, WEEKDAYS_ONLY = 31, THRICE = 21, TWICE = 18 };

/* Times of day of the visits: the window in which a visit may begin. */
#define MORNING { 420 }, { 570 }
#define LUNCH   { 705 }, { 795 }
#define TEA     { 960 }, { 1080 }
#define BEDTIME { 1200 }, { 1320 }

static const struct template {
	int weight[2];                   /* council, NHS: of 100 each */
	struct visit visit[4];
}
templates[] = {
	{ { 17, 4 }, { { EVERY_DAY, MORNING, { 30 }, 1 } } },    /*  3.5 h */
	{ { 6, 0 }, { { WEEKDAYS_ONLY, MORNING, { 30 }, 1 } } }, /*  2.5 h */
	{ { 8, 0 }, { { THRICE, MORNING, { 45 }, 1 } } },        /*  2.25 h */
	{ { 7, 0 }, { { EVERY_DAY, LUNCH, { 30 }, 1 } } },       /*  3.5 h */
	{ { 3, 0 }, { { TWICE, MORNING, { 60 }, 1 } } },         /*  2 h */
	{ { 16, 18 },
	  { { EVERY_DAY, MORNING, { 30 }, 1 }, { EVERY_DAY, BEDTIME, { 30 }, 1 } } }, /* 7 h */
	{ { 10, 10 },
	  { { EVERY_DAY, MORNING, { 45 }, 1 }, { EVERY_DAY, TEA, { 30 }, 1 } } }, /* 8.75 h */
	{ { 13, 18 },
	  { { EVERY_DAY, MORNING, { 30 }, 1 },
	    { EVERY_DAY, LUNCH, { 30 }, 1 },
	    { EVERY_DAY, BEDTIME, { 30 }, 1 } } }, /* 10.5 h */
	{ { 9, 24 },
	  { { EVERY_DAY, MORNING, { 30 }, 1 },
	    { EVERY_DAY, LUNCH, { 30 }, 1 },
	    { EVERY_DAY, TEA, { 30 }, 1 },
	    { EVERY_DAY, BEDTIME, { 30 }, 1 } } }, /* 14 h */
	{ { 4, 10 },
	  { { EVERY_DAY, MORNING, { 45 }, 1 },
	    { EVERY_DAY, LUNCH, { 45 }, 1 },
	    { EVERY_DAY, BEDTIME, { 45 }, 1 } } }, /* 15.75 h */
	{ { 3, 16 },
	  { { EVERY_DAY, MORNING, { 30 }, 2 },
	    { EVERY_DAY, LUNCH, { 30 }, 2 },
	    { EVERY_DAY, TEA, { 30 }, 2 },
	    { EVERY_DAY, BEDTIME, { 30 }, 2 } } }, /* 28 h */
	{ { 4, 0 },
	  { { EVERY_DAY, MORNING, { 45 }, 2 }, { EVERY_DAY, BEDTIME, { 30 }, 2 } } }, /* 17.5 h */
};
_Static_assert(COUNT(templates) <= 16, "council.owed_grid has room for so many");

int grid_next(struct council *c, unsigned funding)
{
	int weights[COUNT(templates)], who = funding == FUNDING_NHS;

	for (size_t i = 0; i < COUNT(templates); i++)
		weights[i] = templates[i].weight[who];
	return (int)share_next(c->owed_grid[who], weights, COUNT(templates));
}

size_t grid_make(struct chance *c, int template_no, struct visit out[PLAN_VISITS])
{
	const struct template *t = &templates[template_no];
	int64_t shift = 15 * chance_between(c, -1, 1);       /* some like it earlier */
	size_t n = 0;

	for (; n < COUNT(t->visit) && t->visit[n].days; n++) {
		out[n] = t->visit[n];
		out[n].earliest.n += shift;
		out[n].latest.n += shift;
	}
	return n;
}
