/* SPDX-License-Identifier: MIT */
/*
 * json_read.c -- JSON from outside: cut into records, judged, read within limits.
 *
 * jansson reads each value; its memory is its own and is given back by the
 * arena's defers.  Depth is counted before it starts, for it is recursive.
 */
#include "exchange/json.h"

#include <jansson.h>
#include <string.h>

#include "base/fault.h"

const struct json_limits json_limits_usual = { 16 << 20, 32 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- one value ------------------------------------------------------------- */

/* Past the string that begins at p; `end` if it does not end. */
static const char *past_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++) {
		if (*p == '\\')
			p++;
	}
	return p < end ? p + 1 : end;
}

static int depth_of(const char *p, const char *end)
{
	int depth = 0, most = 0;

	while (p < end) {
		if (*p == '"') {
			p = past_string(p, end);
			continue;
		}
		if ((*p == '{' || *p == '[') && ++depth > most)
			most = depth;
		depth -= *p == '}' || *p == ']';
		p++;
	}
	return most;
}

static void value_drop(void *value)
{
	json_decref(value);
}

/* What a person can do about it, in place of the library's own words. */
static const char *broken_sentence(struct arena *a, const json_error_t *e)
{
	enum json_error_code code = json_error_code(e);

	if (code == json_error_premature_end_of_input)
		return arena_fmt(a, "The JSON ends too early, on line %d: it seems to be "
		                    "cut short. Fetch the whole file again.", e->line);
	if (code == json_error_duplicate_key)
		return arena_fmt(a, "On line %d of the JSON one object has the same name twice. "
		                    "Fetch the file again.", e->line);
	if (code == json_error_numeric_overflow)
		return arena_fmt(a, "On line %d of the JSON a number is too big to be read. "
		                    "Correct it.", e->line);
	if (code == json_error_invalid_utf8)
		return arena_fmt(a, "On line %d the JSON is not UTF-8. Save it as UTF-8.", e->line);
	return arena_fmt(a, "This is not JSON: line %d, column %d cannot be read. "
	                    "Check that it is the right file.", e->line, e->column);
}

struct json_t *json_read(struct arena *a, const char *bytes, size_t n,
                         const struct json_limits *limits, const char **sentence)
{
	json_error_t error;
	json_t *value;

	if (!limits)
		limits = &json_limits_usual;
	if (n > limits->bytes) {
		*sentence = arena_fmt(a, "This JSON has %zu bytes; the most we read is %zu. "
		                         "Send it in parts.", n, limits->bytes);
		return NULL;
	}
	if (depth_of(bytes, bytes + n) > limits->depth) {
		*sentence = arena_fmt(a, "This JSON is nested deeper than the %d levels we read. "
		                         "Check that it is the right file.", limits->depth);
		return NULL;
	}
	if (fault_due())
		fault(FAULT_MEMORY, "json: no memory");
	value = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &error);
	if (!value && json_error_code(&error) == json_error_out_of_memory)
		fault(FAULT_MEMORY, "json: no memory");
	if (!value)
		*sentence = broken_sentence(a, &error);
	else
		arena_defer(a, value_drop, value);
	return value;
}

/* ---- records --------------------------------------------------------------------- */

struct json_cutter json_cutter(const char *bytes, size_t n)
{
	struct json_cutter c = { .at = bytes, .end = bytes + n };

	if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		c.at += 3;
	while (c.at < c.end && is_blank(*c.at))
		c.at++;
	if (c.at < c.end && *c.at == '[') {
		c.array = true;
		c.at++;
	}
	return c;
}

static enum json_cut cut_broken(struct json_cutter *c, const char *sentence)
{
	c->sentence = sentence;
	c->done = true;
	return JSON_BROKEN;
}

/* Past the object that begins at p; NULL: it does not end. */
static const char *past_object(const char *p, const char *end)
{
	int depth = 0;

	while (p < end) {
		if (*p == '"') {
			p = past_string(p, end);
			continue;
		}
		depth += *p == '{' || *p == '[';
		depth -= *p == '}' || *p == ']';
		p++;
		if (depth == 0)
			return p;
	}
	return NULL;
}

enum json_cut json_cut(struct json_cutter *c, const char **record, size_t *n)
{
	const char *stop;

	if (c->sentence)
		return JSON_BROKEN;
	/* Between objects: a comma in an array, a line break outside one. */
	while (c->at < c->end && (is_blank(*c->at) || (c->array && c->n && *c->at == ',')))
		c->at++;
	if (c->at == c->end && c->array && !c->done)
		return cut_broken(c, "The JSON ends inside its list: it seems to be cut short. "
		                     "Fetch the whole file again.");
	if (c->at == c->end)
		return JSON_END;
	if (c->array && *c->at == ']') {
		c->array = false;
		c->done = true;
		c->at++;
		return json_cut(c, record, n);
	}
	if (c->done || *c->at != '{')
		return cut_broken(c, "This is not a list of JSON objects, nor one object a line. "
		                     "Check that it is the right file.");
	stop = past_object(c->at, c->end);
	if (!stop)
		return cut_broken(c, "The JSON ends inside a record: it seems to be cut short. "
		                     "Fetch the whole file again.");
	*record = c->at;
	*n = (size_t)(stop - c->at);
	c->at = stop;
	c->n++;
	return JSON_RECORD;
}

/* ---- members ----------------------------------------------------------------------- */

struct json_t *json_member(const struct json_t *object, const char *key)
{
	return json_is_object(object) ? json_object_get(object, key) : NULL;
}

const char *json_member_text(const struct json_t *object, const char *key)
{
	const char *text = json_string_value(json_member(object, key));

	return text ? text : "";
}

int64_t json_member_int(const struct json_t *object, const char *key)
{
	const json_t *member = json_member(object, key);
	int64_t n;

	if (json_is_integer(member))
		return json_integer_value(member);
	/* Some publishers write their numbers as text. */
	return json_is_string(member) && int_parse(json_string_value(member), &n) ? n : INT_NONE;
}

size_t json_items(const struct json_t *array)
{
	return json_array_size(array);          /* nought, of anything else */
}

struct json_t *json_item(const struct json_t *array, size_t i)
{
	return json_array_get(array, i);
}
