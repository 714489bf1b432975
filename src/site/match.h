/* SPDX-License-Identifier: MIT */
/*
 * match.h -- from an address to its route.
 *
 * A step "{request}" of a route's path is a number from 1 and becomes an id;
 * "{token*}" is any text, which the handler reads from rq->path.  Every other
 * step must be the same.  ".json", ".csv" and ".xlsx" at the end ask for a
 * format, unless a route has just that name.
 */
#ifndef ALM_SITE_MATCH_H
#define ALM_SITE_MATCH_H

#include "web/route.h"

struct map;

/* All rooms' routes.  Two routes of one path are a bug. */
struct map *map_new(struct arena *, const struct room *const *, size_t nrooms);
/* Those of this program, made once: for whoever has no site, as the door. */
const struct map *map_of_rooms(void);
/* Sets rq->route, ids, nids, path (without the ending) and format; false: no such address. */
bool map_find(const struct map *, struct rq *, const char *path) MUST_USE;
/* The same without a request: an exact path's route; NULL: none. */
const struct route *map_route(const struct map *, const char *path);
/* Every route, in the order of the rooms. */
const struct route *const *map_routes(const struct map *, size_t *n);

#endif
