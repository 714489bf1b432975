/* SPDX-License-Identifier: MIT */
/*
 * settings.c -- the administrator's page of settings: one question for each row of
 * the table in setting.c, of the kind that its value is.
 */
#include "site/settings.h"

#include <stdio.h>

#include "audit/audit.h"
#include "form/form.h"
#include "site/setting.h"

enum { SETTINGS_MOST = 64, WORDS_MOST = 240 };

/* The answer to setting i is in that array which its kind has. */
struct settings {
	const char *text[SETTINGS_MOST];
	int64_t     number[SETTINGS_MOST];
	unsigned    code[SETTINGS_MOST];
};

/* Made once from the table: a new row there is a new question here. */
static struct field fields[SETTINGS_MOST];
static char needs[SETTINGS_MOST][WORDS_MOST], hints[SETTINGS_MOST][WORDS_MOST];
struct form settings_form = {
	.name = "settings", .size = sizeof(struct settings), .fields = fields,
	.title = "Settings", .button = "Save",
};

/* "Without a slash at its end. From 5 to 480 minutes" */
static const char *hint_of(const struct setting *s, char *room)
{
	if (s->kind != SETTING_NUMBER)
		return s->hint;
	snprintf(room, WORDS_MOST, "%s%sFrom %lld to %lld %s", s->hint ? s->hint : "",
	         s->hint ? ". " : "", (long long)s->min, (long long)s->max, s->unit);
	return room;
}

/* What has a value until somebody sets one may not be left empty. */
static const char *need_of(const struct setting *s, char *room)
{
	if (s->kind == SETTING_TEXT && s->min == 0)
		return NULL;
	snprintf(room, WORDS_MOST, "%s: %s", s->label,
	         s->words ? "choose one" : "this must not be empty");
	return room;
}

static struct field field_of(const struct setting *s, size_t i)
{
	struct field f = { .name = s->name, .label = s->label, .hint = hint_of(s, hints[i]),
	                   .need = need_of(s, needs[i]) };

	switch (s->kind) {
	case SETTING_TEXT:
	case SETTING_COLOUR:
	case SETTING_NUMBERS:
		f.kind = FIELD_TEXT;
		f.at = offsetof(struct settings, text) + i * sizeof(const char *);
		f.max = 1000;
		f.width = s->kind == SETTING_COLOUR ? "10" : NULL;
		break;
	case SETTING_NUMBER:
		f.kind = FIELD_INT;
		f.at = offsetof(struct settings, number) + i * sizeof(int64_t);
		f.min = s->min;
		f.max = s->max;
		break;
	case SETTING_YES:
	case SETTING_CHOICE:
		f.kind = FIELD_CODE;
		f.at = offsetof(struct settings, code) + i * sizeof(unsigned);
		f.words = s->words;
		break;
	}
	return f;
}

void settings_form_make(void)
{
	SURE(setting_count <= SETTINGS_MOST);
	for (size_t i = 0; i < setting_count; i++)
		fields[i] = field_of(&setting_table[i], i);
	settings_form.nfields = setting_count;
}

struct reply settings_load(struct rq *rq, void *form)
{
	struct settings *in = form;

	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *s = &setting_table[i];
		const char *value = setting(rq->db, s->name);

		if (s->words)
			in->code[i] = (unsigned)vocab_by_key(s->words, value)->code;
		else if (s->kind == SETTING_NUMBER)
			in->number[i] = setting_int(rq->db, s->name);
		else
			in->text[i] = arena_dup(rq->arena, value);
	}
	return (struct reply){ .kind = REPLY_DEFAULT };
}

/* The answer as the table of settings keeps it. */
static const char *value_of(struct arena *a, const struct settings *in, size_t i)
{
	const struct setting *s = &setting_table[i];

	if (s->words)
		return vocab_find(s->words, in->code[i])->key;
	if (s->kind == SETTING_NUMBER)
		return arena_fmt(a, "%lld", (long long)in->number[i]);
	return in->text[i] ? in->text[i] : "";
}

struct reply settings_post(struct rq *rq, void *form)
{
	const struct settings *in = form;
	struct settings was = { 0 };

	settings_load(rq, &was);
	for (size_t i = 0; i < setting_count; i++) {
		const char *name = setting_table[i].name, *why;
		const char *value = value_of(rq->arena, in, i);

		if (text_same(value, value_of(rq->arena, &was, i)))
			continue;
		why = setting_save(rq->db, rq->arena, name, value);
		if (why)
			problem_add(rq, name, "%s", why);
	}
	if (rq->nproblems)
		return (struct reply){ .kind = REPLY_REFUSE };
	AUDIT(rq, .verb = "setting.change", .thing = "setting",
	      .detail = form_changes(rq->arena, &settings_form, &was, in));
	return go(rq, "Settings changed", "/settings");
}
