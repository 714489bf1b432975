/* SPDX-License-Identifier: MIT */
/*
 * cqc_ratings.c -- the CQC's list of latest ratings: a row for each key question
 * of each service or group of people of each location.
 *
 * A location's rows are taken together, wherever they stand, in the order in
 * which the locations first come.  Who a location is, its first row says; of
 * the others only the rating counts.  "Overall" in the column of services is
 * the location as a whole.  It lists whoever is rated and says nothing of the
 * others.  Standards: section 1, 1c.
 */
#include <string.h>

#include "exchange/identifiers.h"
#include "exchange/reg_inside.h"

enum {
	LOCATION_ID, NAME, STREET, CITY, POSTCODE, COUNCIL, REGION, PROVIDER_ID, PROVIDER, SERVICE,
	DOMAIN, RATING, PUBLISHED, WANTS
};

const struct csv_want cqc_ratings_wants[] = {
	[LOCATION_ID] = { "Location ID", .must = true },
	[NAME]        = { "Location name", .or_name = "Name" },
	[STREET]      = { "Location street address", .or_name = "Street" },
	[CITY]        = { "Location city", .or_name = "City" },
	[POSTCODE]    = { "Location post code", .or_name = "Post code" },
	[COUNCIL]     = { "Location local authority", .or_name = "Local authority" },
	[REGION]      = { "Location region", .or_name = "Region" },
	[PROVIDER_ID] = { "Provider ID" },
	[PROVIDER]    = { "Provider name" },
	[SERVICE]     = { "Service / Population Group", .or_name = "Service/Population Group",
	                  .must = true },
	[DOMAIN]      = { "Domain", .must = true },
	[RATING]      = { "Latest rating", .must = true },
	[PUBLISHED]   = { "Publication date" },
};
const size_t cqc_ratings_nwants = COUNT(cqc_ratings_wants);
_Static_assert(COUNT(cqc_ratings_wants) == WANTS && WANTS <= REG_WANTS, "one want a column");

struct rated_row {
	int64_t     row, line;
	const char *service, *domain, *rating, *published;
	struct rated_row *next;
};

struct rated_location {
	const char *ref;
	const char *said[SERVICE];       /* of its first row, by column       */
	uint64_t    hash;
	struct rated_row *first, **last;
};

struct rated_locations {
	struct rated_location *list; size_t n, room, at;
	size_t *place, places;           /* by reference: index + 1; 0: free */
};

static struct rated_location *location_of(struct reg_reader *r, const char *ref)
{
	struct rated_locations *all = r->rated;
	size_t i;

	if (2 * (all->n + 1) > all->places) {
		all->places = all->places ? 2 * all->places : 1024;
		all->place = NEWN(r->arena, size_t, all->places);
		for (size_t k = 0; k < all->n; k++) {
			const char *s = all->list[k].ref;

			for (i = csv_mark(s, strlen(s), 0) & (all->places - 1); all->place[i];)
				i = (i + 1) & (all->places - 1);
			all->place[i] = k + 1;
		}
	}
	for (i = csv_mark(ref, strlen(ref), 0) & (all->places - 1); all->place[i];
	     i = (i + 1) & (all->places - 1))
		if (strcmp(all->list[all->place[i] - 1].ref, ref) == 0)
			return &all->list[all->place[i] - 1];
	if (all->n == all->room) {
		all->room = all->room ? 2 * all->room : 1024;
		all->list = arena_grow(r->arena, all->list, all->n * sizeof *all->list,
		                       all->room * sizeof *all->list);
	}
	all->place[i] = all->n + 1;
	all->list[all->n] = (struct rated_location){ .ref = ref };
	return &all->list[all->n++];
}

/* The list may move while it grows: where the next row goes is told by the first. */
static void row_add(struct rated_location *l, struct rated_row *row)
{
	if (l->first)
		*l->last = row;
	else
		l->first = row;
	l->last = &row->next;
}

bool cqc_ratings_open(struct reg_reader *r)
{
	struct take t = { .r = r, .arena = r->arena };
	enum csv_step step;

	r->key = LOCATION_ID;
	r->partial = true;
	r->rated = NEW(r->arena, struct rated_locations);
	while ((step = csv_next(r->csv, &r->row)) == CSV_ROW) {
		struct rated_location *l;
		struct rated_row *row;

		if (reg_cut_short(r))
			return false;
		l = location_of(r, take_text(&t, LOCATION_ID));
		l->hash = csv_mark(r->row.raw, r->row.raw_n,
		                   l->first ? l->hash : r->header.mark + READER_VERSION);
		for (int i = NAME; !l->first && i < SERVICE; i++)
			l->said[i] = take_text(&t, i);
		row = NEW(r->arena, struct rated_row);
		*row = (struct rated_row){ r->row.row, r->row.line, take_text(&t, SERVICE),
			take_text(&t, DOMAIN), take_text(&t, RATING), take_text(&t, PUBLISHED),
			NULL };
		row_add(l, row);
	}
	return step == CSV_END || reg_wrong_row(r);
}

bool cqc_ratings_next(struct reg_reader *r, struct slice *key, uint64_t *hash)
{
	struct rated_locations *all = r->rated;
	const struct rated_location *l = &all->list[all->at];

	if (all->at == all->n)
		return false;
	all->at++;
	r->now = l->first->row;
	r->line = l->first->line;
	*key = (struct slice){ l->ref, strlen(l->ref) };
	*hash = l->hash;
	return true;
}

void cqc_ratings_read(struct take *t, struct reg_location *out)
{
	const struct rated_location *l = &t->r->rated->list[t->r->rated->at - 1];

	out->regulator = REGULATOR_CQC;
	out->name = l->said[NAME];
	out->address = l->said[STREET];
	out->town = l->said[CITY];
	clean_postcode(t, out, l->said[POSTCODE]);
	out->council = l->said[COUNCIL];
	out->region = l->said[REGION];
	out->provider_ref = l->said[PROVIDER_ID];
	out->provider_name = l->said[PROVIDER];
	if (*out->provider_ref && !cqc_ref(out->provider_ref))
		take_refuse(t, cqc_ratings_wants[PROVIDER_ID].name, out->provider_ref,
		            "\"%.40s\" is not a provider's reference like 1-101611848.",
		            out->provider_ref);
	for (const struct rated_row *row = l->first; row; row = row->next) {
		const struct word *asked = vocab_by_key(&reg_question_vocab, row->domain);
		const bool whole = slice_is((struct slice){ row->service, strlen(row->service) },
		                            "Overall");

		t->r->now = row->row;
		t->r->line = row->line;
		if (*row->rating && asked && asked->code <= ASKED_WELL_LED)
			rating_put(t, out, &(struct reg_rating){ asked->code, row->rating,
				reg_rank_cqc(row->rating),
				clean_date(t, cqc_ratings_wants[PUBLISHED].name, row->published),
				whole ? "" : row->service });
	}
}
