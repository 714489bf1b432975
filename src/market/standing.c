/* SPDX-License-Identifier: MIT */
/*
 * standing.c -- who could take a request, and why everyone else cannot.
 *
 * A statement a kind of fact reads it for all providers at once; the facts
 * are then laid beside each provider here, found by its id in a sorted list.
 *
 *	rating    of the location that gives the service: one in our districts
 *	          before any other, then the one that was rated last (candidates.c)
 *	suspended on every lot that it holds here, as scope.c tells; holding none, the whole;
 *	          or something ran out that suspends by policy (evidence.h)
 *	capacity  for every stretch asked for, some free minutes stated in a
 *	          time band that it overlaps
 */
#include "market/gather.h"

#include <stdlib.h>
#include <string.h>

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

/* ---- what it holds ------------------------------------------------------------- */

static bool is_here(const struct standing_here_row *here, size_t n, AccreditationId id)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (here[mid].accreditation.v < id.v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && here[lo].accreditation.v == id.v;
}

static size_t lot_at(const struct gathering *g, LotId id)
{
	for (size_t i = 0; i < g->nlots; i++)
		if (g->lots[i].id.v == id.v)
			return i;
	return g->nlots;
}

/* A lot that it holds here: one that nothing stops, or one that is suspended. */
static void gather_lot(const struct gathering *g, struct gather *p, size_t at)
{
	const int64_t part = g->lots[at].part;
	const struct standing_embargoes_row *stop;
	LotId *held = &p->out->lots[part];

	SURE(part > 0 && part < PARTS_END);
	if (p->stops.nembargoes &&
	    (stop = stopped_by(&p->stops, g->lots[at].id, g->w->locality))) {
		p->out->shut |= 1u << part;
		if (!p->stop || part_order(part) < part_order(p->stop_part)) {
			p->stop = stop;
			p->stop_part = part;
		}
	} else if (!held->v || at < lot_at(g, *held)) {
		*held = g->lots[at].id;
	}
}

/* What is held today of the lots from which packages are called off today. */
static void gather_accreditations(struct gathering *g)
{
	struct standing_here_row *here;
	size_t nhere = g->nheld ? ALL(g->db, g->a, standing_here, &here,
	                              .locality = V(g->w->locality)) : 0;
	struct gather *p;
	size_t at;

	for (size_t i = 0; i < g->nheld; i++) {
		const struct standing_accreditations_row *r = &g->held[i];

		if (date_cmp(r->from_day, g->today) > 0 || date_cmp(r->until_day, g->today) <= 0 ||
		    (at = lot_at(g, r->lot)) == g->nlots || !g->lots[at].runs ||
		    !(p = gather_of(g, r->provider)))
			continue;
		p->accredited = true;
		if (is_here(here, nhere, r->id))
			gather_lot(g, p, at);
	}
}

/*
 * Its best part here is the best of those that nothing stops, else of those that are
 * suspended; where it holds nothing here, what is suspended of the whole of it counts.
 */
static void conclude_part(const struct gathering *g, struct gather *p)
{
	static const enum part best[] = { PART_B, PART_A, PART_INTERIM, PART_OUT_OF_AREA };
	struct standing *s = p->out;

	for (size_t i = 0; i < COUNT(best) && !s->part; i++)
		if (s->lots[best[i]].v)
			s->part = best[i];
	for (size_t i = 0; i < COUNT(best); i++)
		if (s->lots[best[i]].v)
			s->shut &= ~(1u << best[i]);
	/* Hours bought ahead are Part B's: suspended there, none are drawn. */
	if (s->shut >> PART_B & 1)
		s->block = (BlockId){ 0 };
	if (!s->part && !p->stop && p->stops.nembargoes)
		p->stop = stopped_by(&p->stops, (LotId){ 0 }, g->w->locality);
	else if (s->part)
		p->stop = NULL;
	for (size_t i = 0; i < COUNT(best) && !s->part; i++)
		if (s->shut >> best[i] & 1)
			s->part = best[i];
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

static bool holds_here(const struct standing *s)
{
	for (size_t i = 0; i < COUNT(s->lots); i++)
		if (s->lots[i].v)
			return true;
	return s->shut != 0;
}

/* What it must show and does not, of those who stand here: as if suspended, or asked for
 * nothing new.  The others are asked nothing, whatever they lack. */
static void gather_evidence(struct gathering *g)
{
	struct db_list ids = db_list_new(g->a);
	struct evidence_gap *gaps;
	size_t n;

	for (size_t i = 0; i < g->n; i++)
		if (holds_here(g->list[i].out))
			db_list_add(&ids, g->list[i].out->provider.v);
	n = evidence_gaps_among(g->db, g->a, db_list_text(&ids), g->now, &gaps);
	for (size_t i = 0; i < n; i++) {
		struct gather *p = gather_of(g, gaps[i].provider);

		if (!p)
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

	conclude_part(g, p);
	if (!p->accredited)
		s->obstacles |= 1u << OBSTACLE_NOT_ACCREDITED;
	else if (!s->part)
		s->obstacles |= 1u << OBSTACLE_LOCALITY;
	if (rated ? w->floor_rank != INT_NONE && s->rank < w->floor_rank : !w->unrated_ok)
		s->obstacles |= 1u << OBSTACLE_RATING;
	if (!p->reachable)
		s->obstacles |= 1u << OBSTACLE_NO_SIGN_IN;
	s->scope = "";
	if (p->stop) {
		s->obstacles |= 1u << OBSTACLE_SUSPENDED;
		s->missing = p->stop->reason;
		s->scope = embargo_scope_text(g->a, p->stop->location_name, p->stop->lot_number,
		                              p->stop->lot_name, p->stop->locality_name);
	} else if (p->lacks) {
		s->missing = p->lacks;
	}
	if (!s->missing)
		s->missing = "";
	if (!s->rating)
		s->rating = "";
}

/* False: there is nobody. */
static bool gather_all(struct gathering *g, struct standing **out)
{
	g->today = moment_date(g->now);
	g->from = date_cmp(g->w->start, g->today) > 0 ? g->w->start : g->today;
	if (!gather_candidates(g, out))
		return false;
	gather_locations(g);
	gather_accreditations(g);
	gather_blocks(g);
	gather_capacity(g);
	gather_skills(g);
	gather_evidence(g);
	for (size_t i = 0; i < g->n; i++)
		conclude(g, &g->list[i]);
	return true;
}

/* Candidates came by name, and stay so among equals: where they lie says it. */
static int by_standing(const void *x, const void *y)
{
	const struct standing *a = *(const struct standing *const *)x;
	const struct standing *b = *(const struct standing *const *)y;
	int blocked = (a->obstacles != 0) - (b->obstacles != 0);
	int part = part_order(a->part) - part_order(b->part);

	return blocked ? blocked : part ? part : (a > b) - (a < b);
}

size_t provider_standing(struct db *db, struct arena *a, const struct wanted *w, Moment now,
                         struct standing **out)
{
	struct gathering g = { .db = db, .a = a, .w = w, .now = now };
	const struct standing **order;
	struct standing *list;

	if (!gather_all(&g, &list))
		g.n = 0;
	order = NEWN(a, const struct standing *, g.n + 1);
	for (size_t i = 0; i < g.n; i++)
		order[i] = &list[i];
	qsort(order, g.n, sizeof *order, by_standing);
	*out = NEWN(a, struct standing, g.n + 1);
	for (size_t i = 0; i < g.n; i++)
		(*out)[i] = *order[i];
	return g.n;
}

bool provider_standing_one(struct db *db, struct arena *a, const struct wanted *w, ProviderId id,
                           Moment now, struct standing *out)
{
	struct gathering g = { .db = db, .a = a, .w = w, .now = now, .only = id };
	struct standing *one;

	if (!gather_all(&g, &one))
		return false;
	*out = *one;
	return true;
}

bool provider_embargoed_for(struct db *db, struct arena *a, ProviderId id, int64_t service,
                            LocalityId locality, LotId lot, Moment now)
{
	const struct wanted w = { .service = service, .locality = locality };
	struct standing s = { .provider = id };
	struct gather one = { .out = &s };
	struct gathering g = { .db = db, .a = a, .w = &w, .now = now, .only = id, .n = 1,
		.list = &one, .keys = &id.v, .today = moment_date(now) };

	if (evidence_suspends(db, a, id, now))
		return true;
	gather_locations(&g);
	if (!one.stops.nembargoes)
		return false;
	if (lot.v)
		return stopped_by(&one.stops, lot, locality) != NULL;
	gather_held(&g);
	gather_accreditations(&g);
	conclude_part(&g, &one);
	return one.stop != NULL;
}
