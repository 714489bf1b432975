/* SPDX-License-Identifier: MIT */
/*
 * journey_inside.h -- what the two halves of the journeys' runner share:
 * journey.c reads lines, goes to pages and sends forms; journey_page.c works
 * with the page that is open.
 */
#ifndef ALM_T_JOURNEY_INSIDE_H
#define ALM_T_JOURNEY_INSIDE_H

#include "t/client.h"
#include "t/journey.h"

enum { NAMES = 40, TABS = 4 };

struct journey {
	struct t      *t;
	struct client *c;
	struct client *tabs[TABS];       /* browsers side by side: "in 2"        */
	struct clerk  *clerk;
	const char    *file;
	int            line, steps;
	struct { const char *name; int64_t v; } known[NAMES];
	size_t         nknown;
	const char    *sent_to, *sent;   /* the last press, for "again"          */
};

#define FAIL(j, ...) t_fail((j)->file, (j)->line, __VA_ARGS__)

/* "{request}" in a text -> the number that an earlier line took. */
char *journey_filled(struct journey *, const char *);
void  journey_learn(struct journey *, const char *name, int64_t);
/* "n=v" words, urlencoded. */
char *journey_fields(struct journey *, char **words, int n);
/* Follow a redirect; status and place stay those of the answer before it. */
void  journey_follow(struct journey *);

/* One step of journey_page.c; false: it has no such verb. */
bool  journey_page_step(struct journey *, char **words, int n);

#endif
