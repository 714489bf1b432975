/* SPDX-License-Identifier: MIT */
/*
 * standing.c -- who could take a request, and why everyone else cannot.
 *
 * A statement a kind of fact reads it for all providers at once; the facts
 * are then laid beside each provider here, found by its id in a sorted list.
 *
 *	rating    of the location that gives the service: one in our districts
 *	          before any other, then the one that was rated last
 *	suspended the provider, or each of its locations that gives the service; or
 *	          something ran out that suspends by policy (evidence.h)
 *	capacity  for every stretch asked for, some free minutes stated in a
 *	          time band that it overlaps
 */
#include "market/inside.h"
#include "market/standing.sql.h"

#include <stdlib.h>
#include <string.h>

/* One provider while its facts are gathered. */
struct gather {
	struct standing *out;
	bool     reachable, accredited;
	size_t   locations, closed;              /* registered, and of them under an embargo */
	const char *lacks;                       /* the gravest gap that stops it, in words */
	bool     near;                           /* its rating is of a location near by */
	Date     rated;
	const char *embargo;                     /* the reason of the first in force */
	uint64_t bands;                          /* in which it has stated free minutes */
	uint64_t skills;                         /* of those wanted */
};

struct gathering {
	struct db *db;
	struct arena *a;
	const struct wanted *w;
	Moment now;
	Date today, from;                        /* from: the day on which care would begin */
	ProviderId only;                         /* none: all */
	struct gather *list;                     /* by provider's id */
	size_t n;
	const char *ids;
	uint64_t bands_wanted[64];               /* of each need: the bands it overlaps */
};

static int by_provider(const void *x, const void *y)
{
	int64_t a = ((const struct gather *)x)->out->provider.v;
	int64_t b = ((const struct gather *)y)->out->provider.v;

	return (a > b) - (a < b);
}

/* NULL: it is none of ours. */
static struct gather *gather_of(struct gathering *g, ProviderId id)
{
	size_t lo = 0, hi = g->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (g->list[mid].out->provider.v < id.v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < g->n && g->list[lo].out->provider.v == id.v ? &g->list[lo] : NULL;
}

/* B before A before interim before out of area before nothing (B&NES 3e.4). */
static int part_order(int64_t part)
{
	switch (part) {
	case PART_B:           return 0;
	case PART_A:           return 1;
	case PART_INTERIM:     return 2;
	case PART_OUT_OF_AREA: return 3;
	default:               return 4;
	}
}

static void gather_accreditations(struct gathering *g)
{
	struct standing_accreditations_row *r;
	struct standing_accreditations in = { .service = V(g->w->service),
		.locality = V(g->w->locality), .on_day = V(g->today) };
	size_t n;

	if (g->only.v)
		in.provider = V(g->only);
	n = standing_accreditations_all(g->db, g->a, &r, &in);
	for (size_t i = 0; i < n; i++) {
		struct gather *p = gather_of(g, r[i].provider);

		if (!p)
			continue;
		p->accredited = true;
		if (r[i].here && part_order(r[i].part) < part_order(p->out->part))
			p->out->part = r[i].part;
	}
}

/* Does this location say more about what we would get than the one before it? */
static bool rates_better(const struct gather *p, const struct standing_locations_row *l)
{
	if (BLANK(l->latest_rating))
		return false;
	if (!p->out->rating)
		return true;
	if (p->near != (l->near == 1))
		return l->near == 1;
	return date_cmp(l->latest_day, p->rated) > 0;
}

static void gather_location(struct gather *p, const struct standing_locations_row *l,
                            const struct standing_embargoes_row *e, size_t ne)
{
	p->locations++;
	for (size_t i = 0; i < ne; i++)
		if (e[i].location.v && e[i].location.v == l->id.v) {
			p->closed++;
			if (!p->embargo)
				p->embargo = e[i].reason;
			break;
		}
	if (!rates_better(p, l))
		return;
	p->near = l->near == 1;
	p->rated = l->latest_day;
	p->out->rating = l->latest_rating;
	p->out->rank = rank_on_common_scale(l->regulator, l->latest_rank);
}

static void gather_locations(struct gathering *g)
{
	struct standing_embargoes_row *e;
	struct standing_locations_row *l;
	size_t ne = ALL(g->db, g->a, standing_embargoes, &e, .providers = V(g->ids),
	                .now = V(g->now));
	size_t nl = ALL(g->db, g->a, standing_locations, &l, .providers = V(g->ids),
	                .service = V(g->w->service), .on_day = V(g->today));
	struct gather *p;

	for (size_t i = 0; i < nl; i++)
		if ((p = gather_of(g, l[i].provider)))
			gather_location(p, &l[i], e, ne);
	for (size_t i = 0; i < ne; i++)
		if (!e[i].location.v && (p = gather_of(g, e[i].provider))) {
			p->embargo = e[i].reason;
			p->out->obstacles |= 1u << OBSTACLE_SUSPENDED;
		}
	for (size_t i = 0; i < g->n; i++) {
		p = &g->list[i];
		if (p->locations && p->closed == p->locations)
			p->out->obstacles |= 1u << OBSTACLE_SUSPENDED;
		if (!p->locations)
			p->out->obstacles |= 1u << OBSTACLE_REGISTRATION;
	}
}

/* Of several blocks of one provider the one with most left is asked under. */
static void gather_blocks(struct gathering *g)
{
	struct standing_blocks in = { .service = V(g->w->service), .locality = V(g->w->locality),
		.on_day = V(g->from) };
	struct db_list ids = db_list_new(g->a);
	struct standing_blocks_row *b;
	struct standing_draws_row *d;
	struct draw *draws;
	size_t nb, nd, n;

	if (g->only.v)
		in.provider = V(g->only);
	if (!(nb = standing_blocks_all(g->db, g->a, &b, &in)))
		return;
	for (size_t i = 0; i < nb; i++)
		db_list_add(&ids, b[i].id.v);
	nd = ALL(g->db, g->a, standing_draws, &d, .blocks = V(db_list_text(&ids)),
	         .on_day = V(g->from));
	draws = NEWN(g->a, struct draw, nd + 1);
	for (size_t i = 0; i < nb; i++) {
		struct gather *p = gather_of(g, b[i].provider);
		int64_t left;

		n = 0;
		for (size_t j = 0; j < nd; j++)
			if (d[j].block.v == b[i].id.v)
				draws[n++] = (struct draw){ d[j].from_day, d[j].until_day,
					d[j].week_mins };
		left = b[i].week_mins.n - draws_peak(draws, n, g->from).n;
		if (!p || left <= p->out->block_free.n)
			continue;
		p->out->block = b[i].id;
		p->out->block_free = minutes(left);
		p->out->block_rate = b[i].rate_pence;
	}
}

/* A band is asked for when the days and the times of a need meet it. */
static bool overlaps(const struct need *need, const struct standing_bands_row *b)
{
	return (need->days & b->days) && need->from.n < b->end_mins.n &&
		need->until.n > b->start_mins.n;
}

static void gather_capacity(struct gathering *g)
{
	struct standing_capacity in = { .locality = V(g->w->locality) };
	struct standing_capacity_row *c;
	struct standing_bands_row *b;
	size_t nneeds = g->w->nneeds < 64 ? g->w->nneeds : 64;
	size_t nb = ALL(g->db, g->a, standing_bands, &b, .on_day = V(g->today)), n;
	uint64_t any = 0;

	if (g->only.v)
		in.provider = V(g->only);
	n = standing_capacity_all(g->db, g->a, &c, &in);
	for (size_t i = 0; i < nb && i < 64; i++) {
		for (size_t k = 0; k < nneeds; k++)
			if (overlaps(&g->w->needs[k], &b[i]))
				g->bands_wanted[k] |= UINT64_C(1) << i;
		if (!nneeds)
			any |= UINT64_C(1) << i;
	}
	for (size_t k = 0; k < nneeds; k++)
		any |= g->bands_wanted[k];
	for (size_t i = 0; i < n; i++) {
		struct gather *p = gather_of(g, c[i].provider);

		if (!p)
			continue;
		if (moment_cmp(c[i].stated_ms, p->out->stated) > 0)
			p->out->stated = c[i].stated_ms;
		for (size_t k = 0; k < nb && k < 64; k++)
			if (b[k].id.v == c[i].time_band.v && (any >> k & 1) &&
			    c[i].free_mins.n > 0) {
				p->bands |= UINT64_C(1) << k;
				p->out->free.n += c[i].free_mins.n;
			}
	}
	for (size_t i = 0; i < g->n; i++) {
		bool short_of = !g->list[i].bands;

		for (size_t k = 0; k < nneeds; k++)
			short_of |= !(g->list[i].bands & g->bands_wanted[k]);
		if (short_of)
			g->list[i].out->obstacles |= 1u << OBSTACLE_CAPACITY;
	}
}

/* What it must show and does not: as if suspended, or asked for nothing new. */
static void gather_evidence(struct gathering *g)
{
	struct evidence_gap *gaps;
	size_t n = evidence_gaps(g->db, g->a, g->ids, false, g->now, &gaps);

	for (size_t i = 0; i < n; i++) {
		struct gather *p = gather_of(g, gaps[i].provider);

		if (!p || gaps[i].lapse == LAPSE_WARN)
			continue;
		p->out->obstacles |= gaps[i].lapse == LAPSE_SUSPEND
			? 1u << OBSTACLE_SUSPENDED : 1u << OBSTACLE_EVIDENCE;
		if (!p->lacks)
			p->lacks = gaps[i].words;
	}
}

static const char *names_missing(struct arena *a, const struct standing_skills_wanted_row *s,
                                 size_t n, uint64_t had)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < n; i++)
		if (!(had >> i & 1)) {
			buf_str(&b, b.n ? ", " : "");
			buf_str(&b, s[i].name);
		}
	return buf_text(&b);
}

static void gather_skills(struct gathering *g)
{
	struct db_list ids = db_list_new(g->a);
	struct standing_skills_wanted_row *s;
	struct standing_skills_had_row *h;
	struct gather *p;
	uint64_t all;
	size_t n, nh;

	if (!g->w->nskills)
		return;
	for (size_t i = 0; i < g->w->nskills; i++)
		db_list_add(&ids, g->w->skills[i].v);
	n = ALL(g->db, g->a, standing_skills_wanted, &s, .skills = V(db_list_text(&ids)));
	SURE(n < 64);
	all = (UINT64_C(1) << n) - 1;
	nh = ALL(g->db, g->a, standing_skills_had, &h, .skills = V(db_list_text(&ids)),
	         .providers = V(g->ids));
	for (size_t i = 0; i < nh; i++)
		for (size_t k = 0; k < n; k++)
			if (s[k].id.v == h[i].skill.v && (p = gather_of(g, h[i].provider)))
				p->skills |= UINT64_C(1) << k;
	for (size_t i = 0; i < g->n; i++) {
		p = &g->list[i];
		if (p->skills == all)
			continue;
		p->out->obstacles |= 1u << OBSTACLE_SKILL;
		p->out->missing = names_missing(g->a, s, n, p->skills);
	}
}

/* What the gathered facts amount to. */
static void conclude(const struct gathering *g, struct gather *p)
{
	const struct wanted *w = g->w;
	struct standing *s = p->out;
	bool rated = s->rank != INT_NONE;

	if (!p->accredited)
		s->obstacles |= 1u << OBSTACLE_NOT_ACCREDITED;
	else if (!s->part)
		s->obstacles |= 1u << OBSTACLE_LOCALITY;
	if (rated ? w->floor_rank != INT_NONE && s->rank < w->floor_rank : !w->unrated_ok)
		s->obstacles |= 1u << OBSTACLE_RATING;
	if (!p->reachable)
		s->obstacles |= 1u << OBSTACLE_NO_SIGN_IN;
	if (s->obstacles & 1u << OBSTACLE_SUSPENDED)
		s->missing = p->embargo ? p->embargo : p->lacks;
	else if (s->obstacles & 1u << OBSTACLE_EVIDENCE)
		s->missing = p->lacks;
	if (!s->missing)
		s->missing = "";
	if (!s->rating)
		s->rating = "";
}

static void gather_all(struct gathering *g, const struct standing_candidate *c,
                       struct standing *out)
{
	struct db_list ids = db_list_new(g->a);

	g->today = moment_date(g->now);
	g->from = date_cmp(g->w->start, g->today) > 0 ? g->w->start : g->today;
	g->list = NEWN(g->a, struct gather, g->n + 1);
	for (size_t i = 0; i < g->n; i++) {
		out[i] = (struct standing){ .provider = c[i].id, .name = c[i].name,
			.block_rate = MONEY_NONE, .rank = INT_NONE };
		g->list[i] = (struct gather){ .out = &out[i], .reachable = c[i].reachable == 1 };
		db_list_add(&ids, c[i].id.v);
	}
	qsort(g->list, g->n, sizeof *g->list, by_provider);
	g->ids = db_list_text(&ids);
	gather_accreditations(g);
	gather_locations(g);
	gather_blocks(g);
	gather_capacity(g);
	gather_skills(g);
	gather_evidence(g);
	for (size_t i = 0; i < g->n; i++)
		conclude(g, &g->list[i]);
}

/* Candidates came by name; a stable order keeps that among equals. */
struct ranked { struct standing s; size_t at; };

static int by_standing(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	int blocked = (a->s.obstacles != 0) - (b->s.obstacles != 0);
	int part = part_order(a->s.part) - part_order(b->s.part);

	return blocked ? blocked : part ? part : (a->at > b->at) - (a->at < b->at);
}

size_t provider_standing(struct db *db, struct arena *a, const struct wanted *w, Moment now,
                         struct standing **out)
{
	struct gathering g = { .db = db, .a = a, .w = w, .now = now };
	struct standing_candidate *c;
	struct ranked *sorted;

	g.n = ALL(db, a, standing_candidate_list, &c, .service = V(w->service),
	          .on_day = V(moment_date(now)));
	*out = NEWN(a, struct standing, g.n + 1);
	gather_all(&g, c, *out);
	sorted = NEWN(a, struct ranked, g.n + 1);
	for (size_t i = 0; i < g.n; i++)
		sorted[i] = (struct ranked){ (*out)[i], i };
	qsort(sorted, g.n, sizeof *sorted, by_standing);
	for (size_t i = 0; i < g.n; i++)
		(*out)[i] = sorted[i].s;
	return g.n;
}

bool provider_standing_one(struct db *db, struct arena *a, const struct wanted *w, ProviderId id,
                           Moment now, struct standing *out)
{
	struct gathering g = { .db = db, .a = a, .w = w, .now = now, .only = id, .n = 1 };
	struct standing_candidate c;

	if (!ONE(db, a, standing_candidate_one, &c, .provider = V(id)))
		return false;
	gather_all(&g, &c, out);
	return true;
}
