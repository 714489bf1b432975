/* SPDX-License-Identifier: MIT */
/*
 * form_json.c -- a form for machines: what changed, for the audit trail, and
 * the schema of what may be sent, for the API description.
 */
#include <string.h>

#include "exchange/json.h"
#include "form/form_inside.h"

/* ---- values ---- */

static void put_value(struct json_out *, const char *key, const struct field *, const void *form);

static void put_bits(struct json_out *j, const char *key, const struct field *f, int64_t bits)
{
	json_open_array(j, key);
	for (size_t i = 0; i < f->words->n; i++)
		if (bits >> (f->words->words[i].code - 1) & 1)
			json_put_text(j, NULL, f->words->words[i].key);
	json_close_array(j);
}

/* "[1,2]" is JSON already, but of text: its numbers are put one by one. */
static void put_ids(struct json_out *j, const char *key, const char *list)
{
	json_open_array(j, key);
	for (const char *s = list; *(s += strcspn(s, "0123456789")); ) {
		int64_t id = 0;

		for (; *s >= '0' && *s <= '9'; s++)
			id = id * 10 + *s - '0';
		json_put_int(j, NULL, id);
	}
	json_close_array(j);
}

static void put_rows(struct json_out *j, const char *key, const struct field *f,
                     const struct rows *rows)
{
	const struct form *group = f->group;

	json_open_array(j, key);
	for (size_t i = 0; i < rows->n; i++) {
		json_open_object(j, NULL);
		for (size_t k = 0; k < group->nfields; k++)
			if (group->fields[k].as != AS_HIDDEN)
				put_value(j, group->fields[k].name, &group->fields[k],
				          (const char *)rows->at + i * group->size);
		json_close_object(j);
	}
	json_close_array(j);
}

static void put_number(struct json_out *j, const char *key, const struct field *f, int64_t n)
{
	const struct word *word;

	if (f->words) {
		word = vocab_find(f->words, n);
		if (word)
			json_put_text(j, key, word->key);
		else
			json_put_int(j, key, n);
		return;
	}
	switch (f->kind) {
	case FIELD_BOOL:    json_put_bool(j, key, n); return;
	case FIELD_MONEY:   json_put_money(j, key, money(n)); return;
	case FIELD_DATE:    json_put_date(j, key, date_of_day(n)); return;
	case FIELD_MOMENT:  json_put_moment(j, key, (Moment){ n }); return;
	case FIELD_MINUTES:
		if (f->as == AS_TIME)
			json_put_text(j, key, time_text(j->out->arena, minutes(n)));
		else
			json_put_int(j, key, n);
		return;
	case FIELD_INT: case FIELD_CODE: case FIELD_ID:
		json_put_int(j, key, n);
		return;
	case FIELD_TEXT: case FIELD_ROWS: case FIELD_FILE:
		break;
	}
	SURE(!"a field with a number");
}

static void put_value(struct json_out *j, const char *key, const struct field *f, const void *form)
{
	if (!field_given(f, form) && f->kind != FIELD_BOOL)
		json_put_null(j, key);
	else if (f->kind == FIELD_ROWS)
		put_rows(j, key, f, field_in(f, form));
	else if (f->kind == FIELD_FILE)
		json_put_text(j, key, ((const struct file *)field_in(f, form))->name);
	else if (f->kind == FIELD_TEXT && field_many(f))
		put_ids(j, key, field_text(f, form));
	else if (f->kind == FIELD_TEXT)
		json_put_text(j, key, field_text(f, form));
	else if (field_many(f))
		put_bits(j, key, f, field_number(f, form));
	else
		put_number(j, key, f, field_number(f, form));
}

/* ---- what changed ---- */

static const char *value_json(struct arena *a, const struct field *f, const void *form)
{
	struct buf out = buf_new(a);
	struct json_out j = json_out(&out);

	put_value(&j, NULL, f, form);
	return buf_text(&out);
}

const char *form_changes(struct arena *a, const struct form *form, const void *old,
                         const void *now)
{
	struct buf out = buf_new(a);
	struct json_out j = json_out(&out);

	json_open_object(&j, NULL);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = &form->fields[i];

		if (f->as == AS_HIDDEN || f->as == AS_PASSWORD)
			continue;
		/* Two values are the same when they are told the same. */
		if (old ? text_same(value_json(a, f, old), value_json(a, f, now))
		        : !field_given(f, now))
			continue;
		json_open_array(&j, f->name);
		if (old)
			put_value(&j, NULL, f, old);
		else
			json_put_null(&j, NULL);
		put_value(&j, NULL, f, now);
		json_close_array(&j);
	}
	json_close_object(&j);
	return buf_text(&out);
}

/* ---- the schema ---- */

static void schema_object(struct json_out *, const char *key, const struct form *, bool partly);

static void put_keys(struct json_out *j, const struct field *f)
{
	json_open_array(j, "enum");
	for (size_t i = 0; i < f->words->n; i++)
		json_put_text(j, NULL, f->words->words[i].key);
	json_close_array(j);
}

static void put_limits(struct json_out *j, const char *least, const char *most,
                       const struct field *f, int places)
{
	if (f->min || f->max)
		json_put_decimal(j, least, f->min, places);
	if (f->max)
		json_put_decimal(j, most, f->max, places);
}

static void schema_text(struct json_out *j, const struct field *f)
{
	json_put_text(j, "type", "string");
	if (f->as == AS_EMAIL)
		json_put_text(j, "format", "email");
	if (f->as == AS_PASSWORD)
		json_put_text(j, "format", "password");
	if (f->min)
		json_put_int(j, "minLength", f->min);
	json_put_int(j, "maxLength", field_most(f));
}

/* One choice: a key, or an id that the statement offers. */
static void schema_choice(struct json_out *j, const struct field *f)
{
	json_put_text(j, "type", f->words || f->kind == FIELD_TEXT ? "string" : "integer");
	if (f->words)
		put_keys(j, f);
}

static void schema_plain(struct json_out *j, const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXT:
		schema_text(j, f);
		return;
	case FIELD_BOOL:
		json_put_text(j, "type", "boolean");
		return;
	case FIELD_MONEY:
		json_put_text(j, "type", "number");
		put_limits(j, "minimum", "maximum", f, 2);
		return;
	case FIELD_DATE: case FIELD_MOMENT:
		json_put_text(j, "type", "string");
		json_put_text(j, "format", f->kind == FIELD_DATE ? "date" : "date-time");
		return;
	case FIELD_FILE:
		json_put_text(j, "type", "string");
		json_put_text(j, "format", "binary");
		return;
	case FIELD_MINUTES:
		if (f->as == AS_TIME || f->as == AS_HOURS) {
			json_put_text(j, "type", "string");
			json_put_text(j, "pattern", f->as == AS_TIME ? "^[0-9]{1,2}:[0-9]{2}$"
			                                         : "^[0-9]+([.:][0-9]+)?$");
			return;
		}
		json_put_text(j, "type", "integer");
		put_limits(j, "minimum", "maximum", f, 0);
		return;
	case FIELD_INT: case FIELD_CODE: case FIELD_ID:
		json_put_text(j, "type", "integer");
		put_limits(j, "minimum", "maximum", f, 0);
		return;
	case FIELD_ROWS:
		break;
	}
	SURE(!"a field of one value");
}

static void schema_field(struct json_out *j, const struct field *f, bool partly)
{
	if (f->kind == FIELD_ROWS) {
		json_open_object(j, f->name);
		json_put_text(j, "type", "array");
		json_put_int(j, "maxItems", (int64_t)(f->rows ? f->rows : ROWS_MOST));
		schema_object(j, "items", f->group, partly);
	} else if (field_many(f)) {
		json_open_object(j, f->name);
		json_put_text(j, "type", "array");
		json_open_object(j, "items");
		json_put_text(j, "type", f->words ? "string" : "integer");
		if (f->words)
			put_keys(j, f);
		json_close_object(j);
	} else {
		json_open_object(j, f->name);
		if (field_chooses(f))
			schema_choice(j, f);
		else
			schema_plain(j, f);
	}
	json_put_text(j, "title", field_label(j->out->arena, f));
	if (f->hint)
		json_put_text(j, "description", f->hint);
	json_close_object(j);
}

/* What is only asked sometimes cannot always be required. */
static bool always_needed(const struct field *f)
{
	return f->need && !f->when && !f->depends;
}

static void schema_object(struct json_out *j, const char *key, const struct form *form,
                          bool partly)
{
	size_t needed = 0;

	json_open_object(j, key);
	json_put_text(j, "type", "object");
	if (form->title)
		json_put_text(j, "title", form->title);
	json_open_object(j, "properties");
	for (size_t i = 0; i < form->nfields; i++) {
		schema_field(j, &form->fields[i], partly);
		needed += !partly && always_needed(&form->fields[i]);
	}
	json_close_object(j);
	if (needed) {
		json_open_array(j, "required");
		for (size_t i = 0; i < form->nfields; i++)
			if (always_needed(&form->fields[i]))
				json_put_text(j, NULL, form->fields[i].name);
		json_close_array(j);
	}
	json_close_object(j);
}

void form_schema(struct buf *out, const struct form *form)
{
	struct json_out j = json_out(out);

	schema_object(&j, NULL, form, form->partly);
}
