/* SPDX-License-Identifier: MIT */
/*
 * form_input.c -- one question as the component that fits its kind.
 */
#include <string.h>

#include "form/form_inside.h"

enum { RADIOS_MOST = 7 };        /* more words than that are a select */

/* GOV.UK marks what may be left empty, not what must be filled in. */
static const char *label_shown(struct asking *ask, const struct question *q)
{
	const struct field *f = q->field;
	const char *label = field_label(ask->arena, f);

	/* A row of one question is left out by leaving it empty. */
	return f->need || f->kind == FIELD_BOOL || q->sole ? label
	     : arena_fmt(ask->arena, "%s (optional)", label);
}

static const char *width_class(struct asking *ask, const struct question *q)
{
	const struct field *f = q->field;
	const char *width = f->width;

	if (!width && f->kind != FIELD_TEXT)
		width = f->kind == FIELD_MONEY ? "10" : "5";
	if (!width && (f->as == AS_POSTCODE || f->as == AS_PHONE))
		width = f->as == AS_POSTCODE ? "10" : "20";
	return width ? arena_fmt(ask->arena, "govuk-input--width-%s", width) : NULL;
}

/* ---- choices ---- */

static struct gov_group group_of(struct asking *ask, const struct question *q)
{
	return (struct gov_group){
		.legend = label_shown(ask, q),
		.legend_classes = q->compact ? NULL : "govuk-fieldset__legend--s",
		.hint = q->field->hint, .error = q->error, .group_attrs = q->attrs,
	};
}

static const struct gov_choice *choice_items(struct asking *ask, struct choices all)
{
	struct gov_choice *items = NEWN(ask->arena, struct gov_choice, all.n);

	for (size_t i = 0; i < all.n; i++)
		items[i] = (struct gov_choice){ .value = all.list[i].key,
		                                .text = all.list[i].label };
	return items;
}

static void choose_from_select(struct asking *ask, struct page *pg, const struct question *q,
                               struct choices all)
{
	const struct field *f = q->field;
	struct gov_option *items = NEWN(ask->arena, struct gov_option, all.n + 1);

	items[0] = (struct gov_option){ .value = "", .text = f->need ? "Choose" : "None" };
	for (size_t i = 0; i < all.n; i++)
		items[i + 1] = (struct gov_option){ .value = all.list[i].key,
		                                    .text = all.list[i].label };
	gov_select(pg, (struct gov_select){
		.name = q->name, .label = label_shown(ask, q), .hint = f->hint, .error = q->error,
		.value = q->answer.text, .group_attrs = q->attrs,
		.items = items, .nitems = all.n + 1,
		.attrs = ATTRS("data-autocomplete", ON(f->as == AS_SEARCH)),
	});
}

/*
 * A box that is not ticked sends nothing, which cannot be told from a form
 * that never had it: the empty value before it says that it was there.
 */
static void choose_by_boxes(struct asking *ask, struct page *pg, const struct question *q,
                            struct choices all)
{
	hidden(pg, q->name, "");
	gov_checkboxes(pg, (struct gov_choices){
		.group = group_of(ask, q), .name = q->name, .small = q->compact,
		.values = q->answer.keys, .nvalues = q->answer.nkeys,
		.items = choice_items(ask, all), .nitems = all.n,
	});
}

static void choose_one_box(struct page *pg, const struct question *q, const char *label)
{
	bool yes = text_same(q->answer.text, "yes") || text_same(q->answer.text, "true") ||
	           text_same(q->answer.text, "on") || text_same(q->answer.text, "1");

	hidden(pg, q->name, "");
	gov_checkboxes(pg, (struct gov_choices){
		.name = q->name, .error = q->error, .small = q->compact, .group_attrs = q->attrs,
		GOV_ITEMS(gov_choice, { .value = "yes", .text = label, .hint = q->field->hint,
		                        .checked = yes ? GOV_YES : GOV_NO }),
	});
}

void question_choose(struct asking *ask, struct page *pg, const struct question *q)
{
	const struct field *f = q->field;
	struct choices all = field_choices(ask, f);
	/* A bool that was never asked is false too: "No" is chosen only by who chose it. */
	const char *chosen = f->kind == FIELD_BOOL && !q->answer.given &&
	                     text_same(q->answer.text, "no") ? "" : q->answer.text;
	bool radios = f->as == AS_RADIOS ||
	              (f->as == AS_USUAL && f->words && all.n <= RADIOS_MOST && !q->compact);

	if (field_many(f)) {
		/* Where there is nothing to choose from, there is no question. */
		if (all.n > 0 || f->need)
			choose_by_boxes(ask, pg, q, all);
	} else if (f->kind == FIELD_BOOL && f->as != AS_RADIOS) {
		choose_one_box(pg, q, label_shown(ask, q));
	} else if (radios) {
		gov_radios(pg, (struct gov_choices){
			.group = group_of(ask, q), .name = q->name, .value = chosen,
			.items = choice_items(ask, all), .nitems = all.n,
			.small = q->compact, .in_line = f->kind == FIELD_BOOL,
		});
	} else {
		choose_from_select(ask, pg, q, all);
	}
}

/* ---- dates ---- */

/* Which boxes are wrong, of "dmyt"; NULL: all, for the fault was not found in one. */
const char *date_wrong_boxes(struct asking *ask, const struct field *f, const struct answer *at)
{
	struct judgement j;
	Moment moment;
	Date day;

	if (answer_blank(f, at))
		return NULL;
	j = f->kind == FIELD_DATE ? date_judge(ask->arena, f, at, &day)
	  : moment_judge(ask->arena, f, at, &moment);
	return j.what == JUDGED_BAD && *j.on ? arena_dup(ask->arena, j.on) : NULL;
}

static enum gov_tri wrong_box(const char *error, const char *on, char box)
{
	return error && (!on || strchr(on, box)) ? GOV_YES : GOV_NO;
}

void question_date(struct asking *ask, struct page *pg, const struct question *q)
{
	const struct answer *at = &q->answer;
	const char *on = q->error ? date_wrong_boxes(ask, q->field, at) : NULL;
	struct gov_date_part parts[] = {
		{ .name = "day", .value = at->day, .error = wrong_box(q->error, on, 'd') },
		{ .name = "month", .value = at->month, .error = wrong_box(q->error, on, 'm') },
		{ .name = "year", .value = at->year, .error = wrong_box(q->error, on, 'y') },
		{ .name = "time", .value = at->time, .error = wrong_box(q->error, on, 't'),
		  .inputmode = "text", .classes = "govuk-input--width-5" },
	};

	gov_date_input(pg, (struct gov_date){
		.group = group_of(ask, q), .name = q->name,
		.items = parts, .nitems = q->field->kind == FIELD_MOMENT ? 4 : 3,
	});
}

/* ---- boxes to type in ---- */

static struct gov_field box_of(struct asking *ask, const struct question *q)
{
	return (struct gov_field){
		.name = q->name, .label = label_shown(ask, q), .hint = q->field->hint,
		.error = q->error, .value = q->answer.text, .group_attrs = q->attrs,
		.group_classes = q->compact && q->field->kind == FIELD_TEXT && !q->field->width
		                 ? "alm-rows__words" : NULL,
	};
}

static void long_draw(struct asking *ask, struct page *pg, const struct question *q)
{
	const struct field *f = q->field;

	/* The count is only of use where the limit is felt. */
	if (f->max)
		gov_character_count(pg, (struct gov_character_count){
			.field = box_of(ask, q), .max = (unsigned)f->max, .threshold = 75,
			.rows = q->compact ? 2 : 5 });
	else
		gov_textarea(pg, (struct gov_textarea){
			.field = box_of(ask, q), .rows = q->compact ? 2 : 5 });
}

/* "Minutes" needs no unit behind it. */
static bool says_unit(struct asking *ask, const struct field *f, const char *unit)
{
	return strstr(text_lower(ask->arena, field_label(ask->arena, f)), unit) != NULL;
}

static void line_draw(struct asking *ask, struct page *pg, const struct question *q)
{
	const struct field *f = q->field;
	struct gov_input in = { .field = box_of(ask, q) };

	in.classes = width_class(ask, q);
	in.autocomplete = f->autocomplete;
	if (f->as == AS_EMAIL || f->as == AS_PHONE) {
		in.type = f->as == AS_EMAIL ? "email" : "tel";
		in.spellcheck = GOV_NO;
	}
	if (f->kind == FIELD_MONEY) {
		in.prefix = "£";
		in.inputmode = "decimal";
	} else if (f->kind == FIELD_MINUTES && f->as == AS_HOURS) {
		in.suffix = says_unit(ask, f, "hours") ? NULL : "hours";
		in.inputmode = "decimal";
	} else if (f->kind == FIELD_MINUTES && f->as != AS_TIME) {
		in.suffix = says_unit(ask, f, "minutes") ? NULL : "minutes";
		in.number = true;
	} else if (f->kind == FIELD_INT || f->kind == FIELD_ID || f->kind == FIELD_CODE) {
		in.number = true;
	}
	gov_input(pg, in);
}

void question_draw(struct asking *ask, struct page *pg, const struct question *q)
{
	const struct field *f = q->field;

	if (field_chooses(f) || f->kind == FIELD_BOOL) {
		question_choose(ask, pg, q);
	} else if (f->kind == FIELD_DATE || f->kind == FIELD_MOMENT) {
		question_date(ask, pg, q);
	} else if (f->kind == FIELD_FILE) {
		gov_file_upload(pg, (struct gov_file){ .field = box_of(ask, q) });
	} else if (f->as == AS_PASSWORD) {
		struct gov_password in = { .field = box_of(ask, q),
		                           .autocomplete = f->autocomplete };

		/* What was typed is not sent over the wire again. */
		in.value = NULL;
		gov_password_input(pg, in);
	} else if (f->as == AS_LONG) {
		long_draw(ask, pg, q);
	} else {
		line_draw(ask, pg, q);
	}
}
