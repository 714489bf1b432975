/* SPDX-License-Identifier: MIT */
/*
 * import_known.c -- what is stored of a regulator's locations and providers,
 * read once into tables that are found by reference.
 *
 * One query for all instead of one a row: the second run of a whole register
 * then costs little more than reading the file.  Open addressing, sized to
 * twice what it holds; nothing is ever taken out.
 */
#include "market/import_inside.h"
#include "market/import.sql.h"

#include <string.h>

static uint64_t mark_of(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	while (*s)
		h = (h ^ (unsigned char)*s++) * UINT64_C(1099511628211);
	return h ^ h >> 29;
}

/* Where it stands, or the free place where it would. */
static struct known_location *location_place(const struct known *k, const char *ref)
{
	size_t i = mark_of(ref) & (k->location_room - 1);

	while (k->locations[i].ref && strcmp(k->locations[i].ref, ref) != 0)
		i = (i + 1) & (k->location_room - 1);
	return &k->locations[i];
}

static struct known_provider *provider_place(const struct known *k, const char *ref)
{
	size_t i = mark_of(ref) & (k->provider_room - 1);

	while (k->providers[i].ref && strcmp(k->providers[i].ref, ref) != 0)
		i = (i + 1) & (k->provider_room - 1);
	return &k->providers[i];
}

static size_t room_for(size_t n)
{
	size_t room = 64;

	while (room < 2 * n)
		room *= 2;
	return room;
}

struct known_location *known_location(const struct known *k, const char *ref)
{
	struct known_location *l = location_place(k, ref);

	return l->ref ? l : NULL;
}

struct known_provider *known_provider(const struct known *k, const char *ref)
{
	struct known_provider *p = provider_place(k, ref);

	return p->ref ? p : NULL;
}

struct known_provider *known_provider_add(struct known *k, const char *ref, const char *name,
                                          ProviderId id)
{
	struct known_provider *p;

	if (2 * (k->nproviders + 1) > k->provider_room) {
		struct known_provider *old = k->providers;
		size_t room = k->provider_room;

		k->provider_room = room_for(room);
		k->providers = NEWN(k->arena, struct known_provider, k->provider_room);
		for (size_t i = 0; i < room; i++)
			if (old[i].ref)
				*provider_place(k, old[i].ref) = old[i];
	}
	p = provider_place(k, ref);
	*p = (struct known_provider){ .ref = arena_dup(k->arena, ref),
		.name = arena_dup(k->arena, name), .id = id };
	k->nproviders++;
	return p;
}

/* There are some hundreds of authorities at most, and neighbours share one. */
struct area *known_area(struct known *k, const char *name)
{
	static const size_t step = 64;

	if (BLANK(name))
		return NULL;
	for (size_t i = k->nareas; i-- > 0;)
		if (strcmp(k->areas[i]->name, name) == 0)
			return k->areas[i];
	if (k->nareas == k->area_room) {
		k->areas = arena_grow(k->arena, k->areas, k->area_room * sizeof *k->areas,
		                      (k->area_room + step) * sizeof *k->areas);
		k->area_room += step;
	}
	k->areas[k->nareas] = NEW(k->arena, struct area);
	k->areas[k->nareas]->name = arena_dup(k->arena, name);
	return k->areas[k->nareas++];
}

void known_areas_load(struct db *db, struct known *k, enum regulator regulator)
{
	struct import_known_areas_row *r;
	size_t n = ALL(db, k->arena, import_known_areas, &r, .regulator = V((int64_t)regulator));

	for (size_t i = 0; i < n; i++) {
		struct known_location *l = known_location(k, r[i].ref);

		/* A new one lies in an area that was mentioned when its row was read. */
		if (!l)
			continue;
		l->area = known_area(k, r[i].authority);
		l->ended = r[i].status == REG_GONE;
		if (l->seen && l->area)
			l->area->mentioned = true;
	}
}

static uint64_t hash_of(struct bytes b)
{
	uint64_t hash = 0;

	if (b.n == sizeof hash)
		memcpy(&hash, b.p, sizeof hash);
	return hash;
}

struct known *known_load(struct db *db, struct arena *a, enum regulator regulator)
{
	struct known *k = NEW(a, struct known);
	struct import_known_locations_row *l;
	struct import_known_providers_row *p;
	size_t n = ALL(db, a, import_known_locations, &l, .regulator = V((int64_t)regulator));

	k->arena = a;
	k->location_room = room_for(n);
	k->locations = NEWN(a, struct known_location, k->location_room);
	for (size_t i = 0; i < n; i++)
		*location_place(k, l[i].ref) = (struct known_location){ .ref = l[i].ref,
			.id = l[i].id, .hash = hash_of(l[i].row_hash),
			.gone = moment_known(l[i].gone_ms) };
	for (size_t i = 0; i < n; i++)
		if (date_cmp(l[i].registered_day, k->latest) > 0)
			k->latest = l[i].registered_day;
	k->nlocations = n;
	n = ALL(db, a, import_known_providers, &p, .regulator = V((int64_t)regulator));
	k->provider_room = room_for(n);
	k->providers = NEWN(a, struct known_provider, k->provider_room);
	for (size_t i = 0; i < n; i++)
		*provider_place(k, p[i].ref) = (struct known_provider){ .ref = p[i].ref,
			.name = p[i].name, .id = p[i].id };
	k->nproviders = n;
	return k;
}
