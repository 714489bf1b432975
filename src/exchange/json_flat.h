/* SPDX-License-Identifier: MIT */
/*
 * json_flat.h -- a JSON object as the names and values that a form would send.
 *
 *	{"rate": 21.5, "days": ["mon", "tue"], "visits": [{"mins": 30}]}
 *	rate=21.5  days=mon  days=tue  visits.0.mins=30
 *
 * null is an empty answer; true and false are "yes" and "no".
 */
#ifndef ALM_JSON_FLAT_H
#define ALM_JSON_FLAT_H

#include "base/base.h"

struct json_t;

/* False: it is not an object.  `put` may add to the arena; values live in it. */
bool json_flat(struct arena *, const struct json_t *,
               void (*put)(void *arg, const char *name, const char *value, size_t n), void *arg)
	MUST_USE;

#endif
