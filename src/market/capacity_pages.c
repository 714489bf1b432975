/* SPDX-License-Identifier: MIT */
/*
 * capacity_pages.c -- a provider says how many hours it has free.
 *
 * One grid: the localities in which it holds a standing, by the time bands of
 * today.  An empty box says nothing and leaves what was said before; "0" says
 * that there is nothing.  The boxes are named free.LOCALITY.BAND, which no
 * form's table could say before the rows are known.
 */
#include "market/page.sql.h"
#include "market/pages.h"

#include <string.h>

/* No provider has a thousand carers free at lunch. */
enum { MOST_MINS = 600000 };

struct grid {
	struct market_capacity_localities_row *localities; size_t nlocalities;
	struct market_bands_now_row *bands; size_t nbands;
	struct market_capacity_row *said; size_t nsaid;
};

static struct grid grid_of(struct rq *rq)
{
	ProviderId me = rq->me->provider;
	struct grid g;

	g.nlocalities = ALL(rq->db, rq->arena, market_capacity_localities, &g.localities,
	                    .provider = V(me), .today = V(rq->today));
	g.nbands = ALL(rq->db, rq->arena, market_bands_now, &g.bands, .today = V(rq->today));
	g.nsaid = ALL(rq->db, rq->arena, market_capacity, &g.said, .provider = V(me),
	              .today = V(rq->today));
	return g;
}

static const char *box_name(struct rq *rq, LocalityId l, TimeBandId b)
{
	return arena_fmt(rq->arena, "free.%lld.%lld", (long long)l.v, (long long)b.v);
}

static const struct market_capacity_row *said_of(const struct grid *g, LocalityId l, TimeBandId b)
{
	for (size_t i = 0; i < g->nsaid; i++)
		if (g->said[i].locality.v == l.v && g->said[i].time_band.v == b.v)
			return &g->said[i];
	return NULL;
}

/* "13.5 h" -> "13.5": what a box shows. */
static const char *hours_plain(struct arena *a, Minutes m)
{
	char *s = hours_text(a, m);
	char *h = strstr(s, " h");

	if (h)
		*h = '\0';
	return s;
}

/* "", "7", "7.5": false when it is no number of hours up to the most. */
static bool hours_parse(const char *typed, Minutes *out)
{
	int64_t whole = 0, part = 0, scale = 1;
	size_t n = 0;

	while (typed[n] >= '0' && typed[n] <= '9' && n < 7)
		whole = whole * 10 + (typed[n++] - '0');
	if (!n)
		return false;
	if (typed[n] == '.')
		for (n++; typed[n] >= '0' && typed[n] <= '9' && scale < 1000; n++, scale *= 10)
			part = part * 10 + (typed[n] - '0');
	if (typed[n])
		return false;
	*out = minutes(whole * 60 + part * 60 / scale);
	return out->n <= MOST_MINS;
}

/* ---- the page ------------------------------------------------------------------------ */

static const char *problem_here(const struct rq *rq, const char *name)
{
	for (size_t i = 0; i < rq->nproblems; i++)
		if (rq->problems[i].field && strcmp(rq->problems[i].field, name) == 0)
			return rq->problems[i].text;
	return NULL;
}

static void box_draw(struct rq *rq, struct page *pg, const struct grid *g, size_t l, size_t b,
                     bool typed)
{
	const char *name = box_name(rq, g->localities[l].id, g->bands[b].id);
	const struct market_capacity_row *said = said_of(g, g->localities[l].id, g->bands[b].id);
	const char *value = typed ? param(&rq->body, name) : NULL;

	if (!value && said)
		value = hours_plain(rq->arena, said->free_mins);
	cell_begin(pg, true);
	gov_input(pg, (struct gov_input){ .name = name, .id = name, .value = value, .suffix = "h",
		.label = arena_fmt(rq->arena, "Free hours a week in %s, %s", g->localities[l].name,
		                   g->bands[b].name),
		.label_classes = "govuk-visually-hidden", .error = problem_here(rq, name),
		.inputmode = "decimal", .classes = "govuk-input--width-4" });
	end(pg);
}

static void grid_draw(struct rq *rq, struct page *pg, const struct grid *g, bool typed)
{
	struct gov_cell *head = NEWN(rq->arena, struct gov_cell, g->nbands + 1);

	head[0].text = "Locality";
	for (size_t b = 0; b < g->nbands; b++)
		head[b + 1].text = arena_fmt(rq->arena, "%s, %s to %s", g->bands[b].name,
		                             time_text(rq->arena, g->bands[b].start_mins),
		                             day_end_text(rq->arena, g->bands[b].end_mins));
	alm_scroll_begin(pg, "Free hours a week");
	gov_table_begin(pg, (struct gov_table){ .caption = "Free hours a week",
		.head = head, .nhead = g->nbands + 1 });
	for (size_t l = 0; l < g->nlocalities; l++) {
		table_row(pg);
		cell_header(pg, g->localities[l].name);
		for (size_t b = 0; b < g->nbands; b++)
			box_draw(rq, pg, g, l, b, typed);
		table_row_end(pg);
	}
	gov_table_end(pg);
	alm_scroll_end(pg);
}

static Moment stated_last(const struct grid *g)
{
	Moment last = MOMENT_NONE;

	for (size_t i = 0; i < g->nsaid; i++)
		if (moment_cmp(g->said[i].stated_ms, last) > 0)
			last = g->said[i].stated_ms;
	return last;
}

static struct reply grid_page(struct rq *rq, const struct grid *g, bool typed)
{
	struct gov_problem *problems = NEWN(rq->arena, struct gov_problem, rq->nproblems + 1);
	Moment last = stated_last(g);
	struct page *pg;

	for (size_t i = 0; i < rq->nproblems; i++)
		problems[i] = (struct gov_problem){ .text = rq->problems[i].text,
			.href = rq->problems[i].field ? arena_fmt(rq->arena, "#%s",
			                                          rq->problems[i].field) : NULL };
	rq->look.title = rq->look.h1 = "Your free hours";
	rq->look.wide = true;
	rq->look.problems = problems;
	rq->look.nproblems = rq->nproblems;
	pg = show_begin(rq);
	para(pg, "Requests are offered to those who have hours free when the care is needed. What "
	         "you say "
	         "last counts; a box that you leave empty says nothing.");
	para(pg, moment_known(last) ? arena_fmt(rq->arena, "You stated them last on %s.",
	                                        moment_text(rq->arena, last))
	                            : "You have not stated any yet.");
	if (!g->nlocalities || !g->nbands) {
		alm_empty(pg, "You hold no standing in any locality, or the council has set no "
		              "time bands.",
		          NULL, NULL);
		return show(rq, pg);
	}
	post_begin(pg, rq->path, rq->me->csrf, rq->key, false);
	grid_draw(rq, pg, g, typed);
	gov_button(pg, (struct gov_button){ .text = "State these hours" });
	end(pg);
	return show(rq, pg);
}

/* For programs: the same as rows. */
static struct reply grid_table(struct rq *rq, const struct grid *g)
{
	static const struct column cols[] = {
		{ .key = "locality", .label = "Locality" }, { .key = "band", .label = "Time band" },
		{ .key = "box", .label = "Name of the box", .in_files_only = true },
		{ .key = "free", .label = "Free a week", .kind = CELL_MINUTES },
		{ .key = "stated", .label = "Stated", .kind = CELL_MOMENT },
	};
	struct table t = table_new(rq->arena, "free-hours", "Free hours", cols, COUNT(cols));

	for (size_t l = 0; l < g->nlocalities; l++)
		for (size_t b = 0; b < g->nbands; b++) {
			const struct market_capacity_row *said = said_of(g, g->localities[l].id,
			                                                 g->bands[b].id);
			struct cell *c = table_add(&t);

			c[0] = cell_of_text(g->localities[l].name);
			c[1] = cell_of_text(g->bands[b].name);
			c[2] = cell_of_text(box_name(rq, g->localities[l].id, g->bands[b].id));
			if (said) {
				c[3] = cell_of_minutes(said->free_mins);
				c[4] = cell_of_moment(said->stated_ms);
			}
		}
	return table_reply(rq, &t);
}

struct reply capacity_get(struct rq *rq)
{
	struct grid g = grid_of(rq);

	return rq->format == AS_PAGE ? grid_page(rq, &g, false) : grid_table(rq, &g);
}

/* ---- what was sent --------------------------------------------------------------------- */

/* Only boxes of the grid are read: another's locality cannot be stated for. */
static size_t read_boxes(struct rq *rq, const struct grid *g, struct capacity_stated *out)
{
	size_t n = 0;

	for (size_t l = 0; l < g->nlocalities; l++)
		for (size_t b = 0; b < g->nbands; b++) {
			const char *name = box_name(rq, g->localities[l].id, g->bands[b].id);
			const char *typed = text_trim(rq->arena, param(&rq->body, name));
			Minutes free_time;

			if (!*typed)
				continue;
			if (hours_parse(typed, &free_time))
				out[n++] = (struct capacity_stated){ g->localities[l].id,
					g->bands[b].id, free_time };
			else if (rq->nproblems + 1 < COUNT(rq->problems))
				problem_add(rq, name,
				            "Free hours in %s, %s, must be a number like 7.5",
				            g->localities[l].name, g->bands[b].name);
		}
	return n;
}

struct reply capacity_post(struct rq *rq, void *form)
{
	struct grid g = grid_of(rq);
	struct capacity_stated *stated = NEWN(rq->arena, struct capacity_stated,
	                                      g.nlocalities * g.nbands + 1);
	size_t n = read_boxes(rq, &g, stated);

	(void)form;
	if (rq->nproblems && rq->format == AS_PAGE) {
		struct reply r = grid_page(rq, &g, true);

		r.status = 422;
		return r;
	}
	if (rq->nproblems)
		return (struct reply){ REPLY_REFUSE };
	capacity_state(rq->db, rq->arena, rq->me->provider, stated, n, rq->me->id, rq->now);
	return go(rq, n ? "Your free hours are stated" : "Nothing was stated", "/portal/capacity");
}
