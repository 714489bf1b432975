/* SPDX-License-Identifier: MIT */
/*
 * settings.c -- the administrator's page of settings: one question for each row of
 * the table in setting.c.
 */
#include "site/settings.h"


#include "audit/audit.h"
#include "form/form.h"
#include "site/setting.h"

enum { SETTINGS_MOST = 40 };

struct settings { const char *value[SETTINGS_MOST]; };

/* Made once from the table: a new row there is a new question here. */
static struct field fields[SETTINGS_MOST];
struct form settings_form = {
	.name = "settings", .size = sizeof(struct settings), .fields = fields,
	.title = "Settings", .button = "Save",
};

void settings_form_make(void)
{
	SURE(setting_count <= SETTINGS_MOST);
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *s = &setting_table[i];

		fields[i] = (struct field){
			.name = s->name, .kind = FIELD_TEXT, .max = 1000,
			.at = offsetof(struct settings, value) + i * sizeof(const char *),
			.label = s->label, .hint = s->hint,
			.width = s->kind == SETTING_TEXT ? NULL : "10",
		};
	}
	settings_form.nfields = setting_count;
}

struct reply settings_load(struct rq *rq, void *form)
{
	struct settings *in = form;

	for (size_t i = 0; i < setting_count; i++)
		in->value[i] = arena_dup(rq->arena, setting(rq->db, setting_table[i].name));
	return (struct reply){ .kind = REPLY_DEFAULT };
}

struct reply settings_post(struct rq *rq, void *form)
{
	const struct settings *in = form;
	struct settings was = { 0 };

	settings_load(rq, &was);
	for (size_t i = 0; i < setting_count; i++) {
		const char *name = setting_table[i].name, *why;

		if (text_same(in->value[i], was.value[i]))
			continue;
		why = setting_save(rq->db, rq->arena, name, in->value[i] ? in->value[i] : "");
		if (why)
			problem_add(rq, name, "%s", why);
	}
	if (rq->nproblems)
		return (struct reply){ .kind = REPLY_REFUSE };
	AUDIT(rq, .verb = "setting.change", .thing = "setting",
	      .detail = form_changes(rq->arena, &settings_form, &was, in));
	return go(rq, "Settings changed", "/settings");
}
