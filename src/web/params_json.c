/* SPDX-License-Identifier: MIT */
/*
 * params_json.c -- a JSON object as the answers to a form.
 */
#include "web/params.h"

#include <string.h>

#include "exchange/json.h"
#include "exchange/json_flat.h"

static void put_one(void *arg, const char *name, const char *value, size_t n)
{
	params_add(arg, name, value, n, NULL);
}

void params_json(struct decoded *d, const char *s, size_t n)
{
	const char *sentence = NULL;
	struct json_t *all = json_read(d->arena, s, n, &json_limits_usual, &sentence);

	d->json = true;
	if (all && !json_flat(d->arena, all, put_one, d))
		sentence = "The JSON must be an object with the form's answers as its members.";
	if (sentence && !d->status) {
		d->status = 400;
		d->why = sentence;
	}
}
