/* SPDX-License-Identifier: MIT */
/*
 * json_flat.c -- walk a JSON object and name each leaf by its way there.
 *
 * How deep it may be is json_read()'s limit, so recursion is bounded.
 */
#include "exchange/json_flat.h"

#include <jansson.h>
#include <string.h>

struct walk {
	struct arena *arena;
	void (*put)(void *, const char *, const char *, size_t);
	void *arg;
};

static void put_text(const struct walk *w, const char *name, const char *text)
{
	w->put(w->arg, name, text, strlen(text));
}

/* As it was written, near enough: 21.5 stays "21.5". */
static void put_real(const struct walk *w, const char *name, const json_t *v)
{
	char text[64];
	size_t n = json_dumpb(v, text, sizeof text, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

	if (n > 0 && n < sizeof text)
		w->put(w->arg, name, text, n);
}

static void value(const struct walk *w, const char *name, const json_t *v);

/* Plain values repeat the name, as ticked boxes do; objects are numbered rows. */
static void array(const struct walk *w, const char *name, const json_t *v)
{
	for (size_t i = 0; i < json_array_size(v); i++) {
		const json_t *one = json_array_get(v, i);
		bool row = json_is_object(one);

		value(w, row ? arena_fmt(w->arena, "%s.%zu", name, i) : name, one);
	}
}

static void object(const struct walk *w, const char *name, const json_t *v)
{
	const char *key;
	json_t *member;

	json_object_foreach((json_t *)v, key, member)
		value(w, name ? arena_fmt(w->arena, "%s.%s", name, key) : key, member);
}

static void value(const struct walk *w, const char *name, const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT:  object(w, name, v); return;
	case JSON_ARRAY:   array(w, name, v); return;
	case JSON_STRING:  w->put(w->arg, name, json_string_value(v),
	                          json_string_length(v)); return;
	case JSON_INTEGER: put_text(w, name, arena_fmt(w->arena, "%lld",
	                                               (long long)json_integer_value(v))); return;
	case JSON_REAL:    put_real(w, name, v); return;
	case JSON_TRUE:    put_text(w, name, "yes"); return;
	case JSON_FALSE:   put_text(w, name, "no"); return;
	case JSON_NULL:    put_text(w, name, ""); return;
	}
}

bool json_flat(struct arena *a, const struct json_t *v,
               void (*put)(void *, const char *, const char *, size_t), void *arg)
{
	struct walk w = { a, put, arg };

	if (!json_is_object((const json_t *)v))
		return false;
	object(&w, NULL, (const json_t *)v);
	return true;
}
