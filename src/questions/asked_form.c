/* SPDX-License-Identifier: MIT */
/*
 * asked_form.c -- a version as a struct form, made in the request's arena.
 *
 * The form's struct is a row of slots, one for each question, so that an
 * offset is a number times the slot's size.  A kept answer is text that reads
 * back as the same value:
 *
 *	text     as typed            choice       its key
 *	number   12                  choices      keys: "a,c"
 *	money    21.50               declaration  yes
 *	date     2026-03-31          file         its name
 *	table    [{"name":"Bo","paid":"21.50"},...]
 */
#include <string.h>

#include "questions/inside.h"

/* Each member begins the slot. */
union slot {
	const char *text; int64_t number; unsigned code; bool vow; Money money; Date date;
	struct rows rows;
};

static union slot *slot_of(const struct field *f, void *at)
{
	return (union slot *)((char *)at + f->at);
}

static const union slot *slot_in(const struct field *f, const void *at)
{
	return (const union slot *)((const char *)at + f->at);
}

/* ---- fields ------------------------------------------------------------------ */

static const struct vocab *choice_words_of(struct arena *a, const struct asked *at)
{
	struct vocab *v = NEW(a, struct vocab);
	struct word *words = NEWN(a, struct word, at->nchoices);

	for (size_t i = 0; i < at->nchoices; i++)
		words[i] = (struct word){ .code = (int)i + 1, .key = at->choices[i].key,
		                          .label = at->choices[i].label };
	*v = (struct vocab){ at->q.stem, words, at->nchoices };
	return v;
}

static enum field_kind field_kind_of(int64_t kind)
{
	switch ((enum answer_kind)kind) {
	case ANSWER_NUMBER: case ANSWER_CHOICES: return FIELD_INT;
	case ANSWER_MONEY:  return FIELD_MONEY;
	case ANSWER_DATE:   return FIELD_DATE;
	case ANSWER_CHOICE: return FIELD_CODE;
	case ANSWER_TABLE:  return FIELD_ROWS;
	case ANSWER_VOW:    return FIELD_BOOL;
	case ANSWER_LINE: case ANSWER_WORDS: case ANSWER_FILE: break;
	}
	return FIELD_TEXT;
}

static const struct form *table_group(struct arena *a, const struct asked *at)
{
	struct field *fields = NEWN(a, struct field, at->ncolumns);
	struct form *group = NEW(a, struct form);

	for (size_t i = 0; i < at->ncolumns; i++)
		fields[i] = (struct field){ .name = at->columns[i].key,
			.at = i * sizeof(union slot), .label = at->columns[i].label,
			.kind = field_kind_of(at->columns[i].kind) };
	*group = (struct form){ .name = at->q.stem, .size = at->ncolumns * sizeof(union slot),
		.fields = fields, .nfields = at->ncolumns, .title = "Row" };
	return group;
}

/* "stem=a,b", if that question is in the form before this one. */
static const char *depends_of(struct arena *a, const struct question_form *qf, size_t n,
                              const struct question *q)
{
	for (size_t i = 0; q->on_stem && i < n; i++)
		if (text_same(qf->of[i]->q.stem, q->on_stem) &&
		    (kind_chooses(qf->of[i]->q.kind) || qf->of[i]->q.kind == ANSWER_VOW))
			return arena_fmt(a, "%s=%s", q->on_stem, q->on_keys);
	return NULL;
}

static const char *need_of(const struct question *q)
{
	return q->need || q->kind != ANSWER_VOW ? q->need
	     : "Tick the box if this is so: without it the answers cannot be sent";
}

static struct field field_of(struct arena *a, const struct question_form *qf, size_t n,
                             const struct asked *at, enum question_use use)
{
	const struct question *q = &at->q;
	struct field f = { .name = q->stem, .at = n * sizeof(union slot),
		.kind = field_kind_of(q->kind), .label = q->label, .hint = q->help,
		.need = need_of(q), .min = q->least == INT_NONE ? 0 : q->least,
		.max = q->most == INT_NONE ? 0 : q->most,
		.depends = depends_of(a, qf, n, q) };

	if (kind_chooses(q->kind))
		f.words = choice_words_of(a, at);
	if (q->kind == ANSWER_CHOICES)
		f.as = AS_CHECKBOXES;
	if (q->kind == ANSWER_WORDS)
		f.as = AS_LONG;
	if (q->kind == ANSWER_TABLE) {
		f.group = table_group(a, at);
		f.rows = TABLE_ROWS;
	}
	if (n == 0 || !text_same(q->section, qf->of[n - 1]->q.section))
		f.section = q->section;
	/* What is told is told whole. */
	if (use == TO_READ)
		f.hint = NULL;
	return f;
}

struct question_form *question_form(struct arena *a, const struct questions *set,
                                    enum question_audience who, enum question_use use)
{
	struct question_form *qf = NEW(a, struct question_form);
	struct field *fields = NEWN(a, struct field, set->n + 1);
	size_t n = 0;

	*qf = (struct question_form){ .set = set,
		.of = NEWN(a, const struct asked *, set->n + 1) };
	for (size_t i = 0; i < set->n; i++) {
		const struct asked *at = &set->list[i];

		if (at->q.seen_by > (int64_t)who || (use == TO_ANSWER && at->q.kind == ANSWER_FILE))
			continue;
		qf->of[n] = at;
		fields[n] = field_of(a, qf, n, at, use);
		n++;
	}
	if (use == TO_ANSWER) {
		fields[n] = (struct field){ .name = "revision", .at = n * sizeof(union slot),
			.kind = FIELD_INT, .as = AS_HIDDEN };
		n++;
	}
	qf->form = (struct form){ .name = "questionnaire", .size = n * sizeof(union slot),
		.fields = fields, .nfields = n, .title = set->v.name, .lead = set->v.opening,
		.button = "Save", .partly = use == TO_ANSWER };
	return qf;
}

int64_t *question_form_revision(const struct question_form *qf, void *at)
{
	const struct field *f = &qf->form.fields[qf->form.nfields - 1];

	SURE(f->as == AS_HIDDEN);
	return &slot_of(f, at)->number;
}

/* ---- out of the struct ------------------------------------------------------- */

static const char *keys_text(struct arena *a, const struct vocab *words, int64_t bits)
{
	struct buf b = buf_new(a);

	for (size_t i = 0; i < words->n; i++)
		if (bits >> (words->words[i].code - 1) & 1)
			buf_fmt(&b, "%s%s", b.n ? "," : "", words->words[i].key);
	return b.n ? buf_text(&b) : NULL;
}

static const char *value_of(struct arena *, const struct field *, const void *at);

static const char *table_text(struct arena *a, const struct field *f, const struct rows *rows)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	if (!rows->n)
		return NULL;
	json_open_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++) {
		json_open_object(&j, NULL);
		for (size_t k = 0; k < f->group->nfields; k++) {
			const struct field *in = &f->group->fields[k];
			const char *value = value_of(a, in, (const char *)rows->at +
			                             i * f->group->size);

			if (value)
				json_put_text(&j, in->name, value);
		}
		json_close_object(&j);
	}
	json_close_array(&j);
	return buf_text(&b);
}

/* NULL: none. */
static const char *value_of(struct arena *a, const struct field *f, const void *at)
{
	const union slot *s = slot_in(f, at);

	if (f->kind == FIELD_TEXT)
		return BLANK(s->text) ? NULL : s->text;
	if (f->kind == FIELD_CODE)
		return s->code ? vocab_find(f->words, s->code)->key : NULL;
	if (f->kind == FIELD_INT && f->words)
		return keys_text(a, f->words, s->number);
	if (f->kind == FIELD_INT)
		return s->number == INT_NONE ? NULL : arena_fmt(a, "%lld", (long long)s->number);
	if (f->kind == FIELD_MONEY)
		return money_known(s->money) ? money_plain(a, s->money) : NULL;
	if (f->kind == FIELD_DATE)
		return date_known(s->date) ? date_iso(a, s->date) : NULL;
	if (f->kind == FIELD_BOOL)
		return s->vow ? "yes" : NULL;
	SURE(f->kind == FIELD_ROWS);
	return table_text(a, f, &s->rows);
}

size_t question_form_answers(struct arena *a, const struct question_form *qf, const void *at,
                             struct answer **out)
{
	size_t n = 0;

	*out = NEWN(a, struct answer, qf->form.nfields);
	for (size_t i = 0; i < qf->form.nfields; i++) {
		const char *value = qf->of[i] ? value_of(a, &qf->form.fields[i], at) : NULL;

		if (value)
			(*out)[n++] = (struct answer){ .question = qf->of[i]->q.id,
			                               .value = value };
	}
	return n;
}

/* ---- into the struct --------------------------------------------------------- */

static int64_t bits_of(const struct vocab *words, const char *keys)
{
	int64_t bits = 0;

	for (const char *s = keys; *s; s += *s == ',') {
		size_t n = strcspn(s, ",");

		for (size_t i = 0; i < words->n; i++)
			if (strlen(words->words[i].key) == n &&
			    strncmp(words->words[i].key, s, n) == 0)
				bits |= INT64_C(1) << (words->words[i].code - 1);
		s += n;
	}
	return bits;
}

static void value_put(struct arena *, const struct field *, void *at, const char *value);

static void rows_put(struct arena *a, const struct field *f, struct rows *rows,
                     const char *value)
{
	const char *why;
	struct json_t *list = json_read(a, value, strlen(value), &json_limits_usual, &why);

	rows->n = json_items(list);
	rows->at = arena_getn(a, f->group->size, rows->n);
	for (size_t i = 0; i < rows->n; i++) {
		char *row = (char *)rows->at + i * f->group->size;

		memcpy(row, form_new(a, f->group), f->group->size);
		for (size_t k = 0; k < f->group->nfields; k++)
			value_put(a, &f->group->fields[k], row,
			          json_member_text(json_item(list, i), f->group->fields[k].name));
	}
}

/* What is no such value leaves it none: a choice of another version, say. */
static void value_put(struct arena *a, const struct field *f, void *at, const char *value)
{
	union slot *s = slot_of(f, at);
	const struct word *w;
	int64_t n;

	if (!*value)
		return;
	if (f->kind == FIELD_TEXT)
		s->text = value;
	else if (f->kind == FIELD_CODE)
		s->code = (w = vocab_by_key(f->words, value)) ? (unsigned)w->code : 0;
	else if (f->kind == FIELD_INT && f->words)
		s->number = bits_of(f->words, value);
	else if (f->kind == FIELD_INT)
		s->number = int_parse(value, &n) ? n : INT_NONE;
	else if (f->kind == FIELD_MONEY && !money_parse(value, &s->money))
		s->money = MONEY_NONE;
	else if (f->kind == FIELD_DATE && !date_parse(value, &s->date))
		s->date = DATE_NONE;
	else if (f->kind == FIELD_BOOL)
		s->vow = text_same(value, "yes");
	else if (f->kind == FIELD_ROWS)
		rows_put(a, f, &s->rows, value);
}

void question_form_fill(struct arena *a, const struct question_form *qf, void *at,
                        const struct answer *answers, size_t n)
{
	for (size_t i = 0; i < qf->form.nfields; i++)
		for (size_t k = 0; qf->of[i] && k < n; k++)
			if (answers[k].question.v == qf->of[i]->q.id.v) {
				value_put(a, &qf->form.fields[i], at, answers[k].value);
				break;
			}
}

/* ---- in words ---------------------------------------------------------------- */

static const char *labels_text(struct arena *a, const struct asked *at, const char *keys)
{
	struct buf b = buf_new(a);

	for (const char *s = keys; *s; s += *s == ',') {
		size_t n = strcspn(s, ",");
		const char *key = arena_dupn(a, s, n), *label = key;

		for (size_t i = 0; i < at->nchoices; i++)
			if (text_same(at->choices[i].key, key))
				label = at->choices[i].label;
		buf_fmt(&b, "%s%s", b.n ? ", " : "", label);
		s += n;
	}
	return buf_text(&b);
}

static const char *plain_words(struct arena *a, int64_t kind, const char *value)
{
	Money amount;
	Date day;

	if (kind == ANSWER_MONEY && money_parse(value, &amount))
		return money_text(a, amount);
	if (kind == ANSWER_DATE && date_parse(value, &day))
		return date_text(a, day);
	return kind == ANSWER_VOW ? "Yes" : value;
}

static const char *table_words(struct arena *a, const struct asked *at, const char *value)
{
	const char *why;
	struct json_t *list = json_read(a, value, strlen(value), &json_limits_usual, &why);
	struct buf b = buf_new(a);

	for (size_t i = 0; i < json_items(list); i++) {
		buf_str(&b, i ? "; " : "");
		for (size_t k = 0, said = 0; k < at->ncolumns; k++) {
			const char *one = json_member_text(json_item(list, i), at->columns[k].key);

			if (*one)
				buf_fmt(&b, "%s%s", said++ ? ", " : "",
				        plain_words(a, at->columns[k].kind, one));
		}
	}
	return buf_text(&b);
}

const char *answer_words(struct arena *a, const struct asked *at, const char *value)
{
	if (BLANK(value))
		return "";
	if (kind_chooses(at->q.kind))
		return labels_text(a, at, value);
	return at->q.kind == ANSWER_TABLE ? table_words(a, at, value)
	                                  : plain_words(a, at->q.kind, value);
}
