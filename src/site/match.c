/* SPDX-License-Identifier: MIT */
/*
 * match.c -- routes cut into steps once, and compared step by step.
 *
 * Some two hundred routes; most differ in the first step or in how many steps
 * they have, which is looked at first.  Far below a microsecond each.
 */
#include "site/match.h"

#include <string.h>

enum { STEPS = 8 };

struct steps { const char *s[STEPS]; size_t len[STEPS]; size_t n; };
struct entry { const struct route *route; struct steps steps; };
struct map {
	struct entry *entries;
	const struct route **routes;
	size_t n;
};

/* "/a/b" is two steps, "/" none.  False: too many, an empty one, or no slash in front. */
static bool steps_cut(const char *path, struct steps *out)
{
	out->n = 0;
	if (*path != '/')
		return false;
	if (!path[1])
		return true;
	while (*path == '/') {
		size_t len = strcspn(++path, "/");

		if (!len || out->n == STEPS)
			return false;
		out->s[out->n] = path;
		out->len[out->n++] = len;
		path += len;
	}
	return true;
}

struct map *map_new(struct arena *a, const struct room *const *list, size_t n)
{
	struct map *m = NEW(a, struct map);
	size_t all = 0;

	for (size_t i = 0; i < n; i++)
		all += list[i]->nroutes;
	m->entries = NEWN(a, struct entry, all);
	m->routes = NEWN(a, const struct route *, all);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < list[i]->nroutes; j++) {
			const struct route *r = &list[i]->routes[j];

			SURE(r->may);
			for (size_t k = 0; k < m->n; k++)
				SURE(strcmp(m->routes[k]->path, r->path) != 0);
			SURE(steps_cut(r->path, &m->entries[m->n].steps));
			m->entries[m->n].route = r;
			m->routes[m->n++] = r;
		}
	return m;
}

const struct route *const *map_routes(const struct map *m, size_t *n)
{
	*n = m->n;
	return m->routes;
}

/* A number from 1, of at most 18 digits, without a sign or leading noughts. */
static bool step_id(const char *s, size_t len, int64_t *out)
{
	int64_t n = 0;

	if (!len || len > 18 || *s == '0')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		n = n * 10 + (s[i] - '0');
	}
	*out = n;
	return true;
}

/* rq NULL: only whether it fits. */
static bool entry_fits(const struct entry *e, const struct steps *p, struct rq *rq)
{
	int64_t id;

	if (e->steps.n != p->n)
		return false;
	if (rq)
		rq->nids = 0;
	for (size_t i = 0; i < p->n; i++) {
		const char *want = e->steps.s[i];
		size_t len = e->steps.len[i];

		if (*want != '{') {
			if (len != p->len[i] || memcmp(want, p->s[i], len) != 0)
				return false;
			continue;
		}
		if (want[len - 2] == '*')
			continue;
		if (!step_id(p->s[i], p->len[i], &id))
			return false;
		if (!rq)
			continue;
		SURE(rq->nids < PATH_IDS);
		rq->ids[rq->nids].v = id;
		rq->ids[rq->nids++].name = arena_dupn(rq->arena, want + 1, len - 2);
	}
	return true;
}

static const struct route *find_exact(const struct map *m, struct rq *rq, const char *path)
{
	struct steps p;

	if (!steps_cut(path, &p))
		return NULL;
	for (size_t i = 0; i < m->n; i++)
		if (entry_fits(&m->entries[i], &p, rq))
			return m->entries[i].route;
	return NULL;
}

const struct route *map_route(const struct map *m, const char *path)
{
	return find_exact(m, NULL, path);
}

bool map_find(const struct map *m, struct rq *rq, const char *path)
{
	static const struct { const char *ending; enum format as; } endings[] = {
		{ ".json", AS_JSON }, { ".csv", AS_CSV }, { ".xlsx", AS_XLSX },
	};
	const char *accept = wire_header(rq->wire, "Accept");

	rq->format = AS_PAGE;
	rq->path = path;
	rq->route = find_exact(m, rq, path);
	if (rq->route) {
		if (accept && strstr(accept, "application/json") && !strstr(accept, "text/html"))
			rq->format = AS_JSON;
		return true;
	}
	for (size_t i = 0; i < COUNT(endings); i++) {
		size_t n = strlen(path), e = strlen(endings[i].ending);

		if (n <= e || !text_ends(path, endings[i].ending))
			continue;
		rq->format = endings[i].as;
		rq->path = arena_dupn(rq->arena, path, n - e);
		rq->route = find_exact(m, rq, rq->path);
	}
	return rq->route != NULL;
}

const struct map *map_of_rooms(void)
{
	static struct arena *own;
	static struct map *map;

	if (!own)
		own = arena_new("routes", (size_t)4 << 20);
	if (!map)
		map = map_new(own, rooms, nrooms);
	return map;
}
