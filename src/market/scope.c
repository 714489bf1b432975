/* SPDX-License-Identifier: MIT */
/*
 * scope.c -- what a suspension is of, and whether it stops a provider here.
 *
 *	nothing named         the whole provider
 *	location              that location; the provider, when all that give the service are
 *	lot, locality         what is asked on that lot, in that locality
 *	several of them       only where all of them meet
 *
 * A suspension of a lot stops nobody who stands on another lot for the same
 * service there; one of a locality stops every lot in it (B&NES 3g.8).
 */
#include "market/inside.h"

static bool meets(const struct standing_embargoes_row *e, LotId lot, LocalityId locality)
{
	return (!e->lot.v || e->lot.v == lot.v) &&
	       (!e->locality.v || e->locality.v == locality.v);
}

/* The one that closes a location for that; NULL: none. */
static const struct standing_embargoes_row *closes(const struct stops *s, LocationId location,
                                                   LotId lot, LocalityId locality)
{
	for (size_t i = 0; i < s->nembargoes; i++)
		if (s->embargoes[i].location.v == location.v &&
		    meets(&s->embargoes[i], lot, locality))
			return &s->embargoes[i];
	return NULL;
}

const struct standing_embargoes_row *stopped_by(const struct stops *s, LotId lot,
                                                LocalityId locality)
{
	const struct standing_embargoes_row *first = NULL, *e;

	for (size_t i = 0; i < s->nembargoes; i++)
		if (!s->embargoes[i].location.v && meets(&s->embargoes[i], lot, locality))
			return &s->embargoes[i];
	for (size_t i = 0; i < s->nlocations; i++) {
		if (!(e = closes(s, s->locations[i].id, lot, locality)))
			return NULL;
		if (!first)
			first = e;
	}
	return first;
}

const char *embargo_scope_text(struct arena *a, const char *location, int64_t lot_number,
                               const char *lot, const char *locality)
{
	struct buf b = buf_new(a);

	if (!BLANK(location))
		buf_fmt(&b, "at %s", location);
	if (!BLANK(lot))
		buf_fmt(&b, "%son lot %lld (%s)", b.n ? ", " : "", (long long)lot_number, lot);
	if (!BLANK(locality))
		buf_fmt(&b, "%sin %s locality", b.n ? ", " : "", locality);
	return buf_text(&b);
}

const char *obstacle_text(struct arena *a, enum obstacle o, const struct standing *s)
{
	if (o == OBSTACLE_SUSPENDED && !BLANK(s->scope))
		return arena_fmt(a, "Suspended %s", s->scope);
	return vocab_label(&obstacle_vocab, (unsigned)o);
}
