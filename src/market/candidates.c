/* SPDX-License-Identifier: MIT */
/*
 * candidates.c -- who is told of for a service: whoever was ever accredited on
 * one of its lots, or is registered to give it in one of our districts.
 *
 * Of thousands the locations in our districts are read by district.  The rest of
 * a provider's locations are read only where they could say more: where it has
 * none in them, none of those is rated, or one location of it is suspended.
 */
#include "market/gather.h"

#include <stdlib.h>

struct gather *gather_of(const struct gathering *g, ProviderId id)
{
	size_t lo = 0, hi = g->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (g->keys[mid] < id.v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < g->n && g->keys[lo] == id.v ? &g->list[lo] : NULL;
}

/* ---- who ------------------------------------------------------------------------- */

void gather_held(struct gathering *g)
{
	struct standing_accreditations in = { 0 };
	struct db_list ids = db_list_new(g->a);
	struct standing_accreditations_row *held;
	struct standing_lots_row *lots;

	g->nlots = ALL(g->db, g->a, standing_lots, &lots, .service = V(g->w->service),
	               .on_day = V(g->today));
	for (size_t i = 0; i < g->nlots; i++)
		db_list_add(&ids, lots[i].id.v);
	in.lots = V(db_list_text(&ids));
	if (g->only.v)
		in.provider = V(g->only);
	g->nheld = g->nlots ? standing_accreditations_all(g->db, g->a, &held, &in) : 0;
	g->lots = lots;
	g->held = g->nheld ? held : NULL;
}

static int by_number(const void *x, const void *y)
{
	const int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

/* The numbers of all of them, each once, in order. */
static size_t keys_of(struct gathering *g)
{
	struct standing_location *near;
	size_t n = 0, kept = 0;

	if (g->only.v) {
		g->keys = NEWN(g->a, int64_t, 1);
		g->keys[0] = g->only.v;
		return 1;
	}
	g->nnear = ALL(g->db, g->a, standing_near, &near, .service = V(g->w->service),
	               .on_day = V(g->today));
	g->near = near;
	g->keys = NEWN(g->a, int64_t, g->nheld + g->nnear + 1);
	for (size_t i = 0; i < g->nheld; i++)
		g->keys[n++] = g->held[i].provider.v;
	for (size_t i = 0; i < g->nnear; i++)
		g->keys[n++] = g->near[i].provider.v;
	qsort(g->keys, n, sizeof *g->keys, by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || g->keys[kept - 1] != g->keys[i])
			g->keys[kept++] = g->keys[i];
	return kept;
}

bool gather_candidates(struct gathering *g, struct standing **out)
{
	struct db_list ids = db_list_new(g->a);
	struct standing_names_row *c;
	size_t n;

	gather_held(g);
	g->n = keys_of(g);
	for (size_t i = 0; i < g->n; i++)
		db_list_add(&ids, g->keys[i]);
	g->ids = db_list_text(&ids);
	n = ALL(g->db, g->a, standing_names, &c, .providers = V(g->ids));
	*out = NEWN(g->a, struct standing, n + 1);
	g->list = NEWN(g->a, struct gather, g->n + 1);
	for (size_t i = 0; i < n; i++) {
		struct gather *p = gather_of(g, c[i].id);

		(*out)[i] = (struct standing){ .provider = c[i].id, .name = c[i].name,
			.block_rate = MONEY_NONE, .rank = INT_NONE };
		p->out = &(*out)[i];
		p->reachable = c[i].reachable == 1;
	}
	return n > 0;
}

/* ---- where ----------------------------------------------------------------------- */

/* Does this location say more about what we would get than the one before it? */
static bool rates_better(const struct gather *p, const struct standing_location *l)
{
	const int later = date_cmp(l->latest_day, p->rated);

	if (BLANK(l->latest_rating))
		return false;
	if (!p->out->rating)
		return true;
	if (p->near != (l->near == 1))
		return l->near == 1;
	return later ? later > 0 : l->id.v < p->rated_at.v;
}

static void gather_location(struct gather *p, const struct standing_location *l)
{
	p->registered = true;
	if (!rates_better(p, l))
		return;
	p->near = l->near == 1;
	p->rated = l->latest_day;
	p->rated_at = l->id;
	p->out->rating = l->latest_rating;
	p->out->rank = rank_on_common_scale(l->regulator, l->latest_rank);
}

static bool location_suspended(const struct gather *p)
{
	for (size_t i = 0; i < p->stops.nembargoes; i++)
		if (p->stops.embargoes[i].location.v)
			return true;
	return false;
}

/* They come by provider: each is given its own stretch of them. */
static void gather_embargoes(struct gathering *g)
{
	struct standing_embargoes in = { .now = V(g->now) };
	struct standing_embargoes_row *e;
	struct gather *p;
	size_t n;

	if (g->only.v)
		in.provider = V(g->only);
	n = standing_embargoes_all(g->db, g->a, &e, &in);
	for (size_t i = 0; i < n; i++)
		if ((p = gather_of(g, e[i].provider)) && !p->stops.nembargoes++)
			p->stops.embargoes = &e[i];
}

void gather_locations(struct gathering *g)
{
	struct db_list more = db_list_new(g->a);
	struct standing_location *l;
	struct gather *p;
	size_t n = 0, wanted = 0;

	gather_embargoes(g);
	for (size_t i = 0; i < g->nnear; i++)
		if ((p = gather_of(g, g->near[i].provider)))
			gather_location(p, &g->near[i]);
	for (size_t i = 0; i < g->n; i++)
		if (!g->list[i].out->rating || location_suspended(&g->list[i])) {
			db_list_add(&more, g->keys[i]);
			wanted++;
		}
	if (wanted)
		n = ALL(g->db, g->a, standing_locations, &l, .providers = V(db_list_text(&more)),
		        .service = V(g->w->service), .on_day = V(g->today));
	for (size_t i = 0; i < n; i++) {
		p = gather_of(g, l[i].provider);
		if (!p->stops.nlocations++)
			p->stops.locations = &l[i];
		gather_location(p, &l[i]);
	}
	for (size_t i = 0; i < g->n; i++)
		if (!g->list[i].registered)
			g->list[i].out->obstacles |= 1u << OBSTACLE_REGISTRATION;
}
