/* SPDX-License-Identifier: MIT */
/*
 * pages.c -- pages that belong to no room: home, accessibility, the colour.
 */
#include "site/inside.h"

#include <string.h>

#include "site/setting.h"

/* ---- home -------------------------------------------------------------- */

/* Where she may go, each with a sentence: the navigation in words. */
static void ways(struct rq *rq, struct page *pg)
{
	size_t n;
	const struct route *const *routes = map_routes(turn_of(rq)->site->map, &n);

	if (!rq->look.nnav)
		return;
	EL(pg, "dl", "class", "govuk-list");
	for (size_t i = 0; i < n; i++) {
		const struct route *r = routes[i];

		if (!r->nav || !rq_may(rq, r->may))
			continue;
		el(pg, "dt");
		el_link(pg, r->path, r->nav);
		end(pg);
		if (r->says)
			el_text(pg, "dd", "govuk-hint", r->says);
		else
			el_text(pg, "dd", "govuk-hint", r->title);
	}
	end(pg);
}

struct reply home_get(struct rq *rq)
{
	struct page *pg;

	if (rq->format == AS_JSON)
		return go(rq, NULL, "/api.json");
	rq->look.title = NULL;           /* the service's own name says it */
	rq->look.h1 = rq->look.service;
	pg = show_begin(rq);
	if (!rq->me->id.v)
		gov_button(pg, (struct gov_button){ .text = "Sign in", .href = "/sign-in",
		                                    .start = true });
	else
		for (size_t i = 0; i < nrooms; i++)
			if (rooms[i]->home)
				rooms[i]->home(rq, pg);
	ways(rq, pg);
	return show(rq, pg);
}

/* ---- accessibility statement ------------------------------------------- */

/* What the Public Sector Bodies Accessibility Regulations 2018 ask of it. */
struct reply accessibility_get(struct rq *rq)
{
	struct page *pg;
	const char *contact = arena_dup(rq->arena, setting(rq->db, "council.contact"));

	rq->look.title = rq->look.h1 = "Accessibility statement";
	pg = show_begin(rq);
	column_begin(pg, "two-thirds");
	para(pg, arena_fmt(rq->arena, "This statement is about %s, run by %s. As many people as "
	                   "possible should be able to use it: with the keyboard alone, with a "
	                   "screen reader, at 400 per cent magnification, without scripts, and "
	                   "on paper.",
	                   rq->look.service, rq->look.council));
	heading(pg, 2, "How accessible it is");
	para(pg, "It is made to meet the Web Content Accessibility Guidelines 2.2, level AA. Every "
	     "page is tried with an automatic checker, by keyboard only, without scripts and on "
	     "a narrow screen before each release. Charts have the same figures as a table beside "
	     "them, and every table can be had as a file.");
	heading(pg, 2, "If something does not work for you");
	para(pg, arena_fmt(rq->arena, "Tell %s. Say which page it was, what you use, and in which "
	                   "form you need the information.", contact));
	heading(pg, 2, "If you are not content with the answer");
	para(pg, "In England, Scotland and Wales the Equality and Human Rights Commission enforces "
	     "the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility "
	     "Regulations 2018; the Equality Advisory and Support Service advises. In Northern "
	     "Ireland it is the Equality Commission for Northern Ireland.");
	column_end(pg);
	return show(rq, pg);
}

/* ---- the council's colour ---------------------------------------------- */

struct reply theme_get(struct rq *rq)
{
	char *css = arena_fmt(rq->arena, ":root{--govuk-brand-colour:%s}\n",
	                      setting(rq->db, "council.colour"));
	struct reply r = file_reply(rq, "text/css; charset=utf-8", NULL, css, strlen(css));

	r.keep = true;           /* the address has the colour in it */
	return r;
}
