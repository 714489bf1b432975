/* SPDX-License-Identifier: MIT */
/*
 * gov_choice.c -- questions answered by choosing, and dates in three boxes:
 * radios, checkboxes, date input.
 */
#include <string.h>

#include "html/gov_inside.h"

/* Radios and checkboxes differ in these words and in what is chosen. */
struct look {
	const char *type, *base, *input, *label, *hint, *item, *divider, *conditional, *hidden;
};

#define LOOK(type, base) { type, base, base "__input", base "__label", base "__hint",      \
	base "__item", base "__divider", base "__conditional", base "__conditional--hidden" }

static const struct look radio = LOOK("radio", "govuk-radios");
static const struct look checkbox = LOOK("checkbox", "govuk-checkboxes");

static bool chosen(const struct gov_choices *in, const struct gov_choice *item)
{
	if (item->checked != GOV_UNSAID)
		return item->checked == GOV_YES;
	if (!BLANK(in->value) && item->value && strcmp(item->value, in->value) == 0)
		return true;
	for (size_t i = 0; item->value && i < in->nvalues; i++)
		if (in->values[i] && strcmp(item->value, in->values[i]) == 0)
			return true;
	return false;
}

static bool choice_said(const struct gov_choice *item)
{
	return item->value || item->text || item->divider || html_given(item->html);
}

static const char *choice_id(struct page *pg, const struct gov_choices *in, size_t i)
{
	const char *prefix = BLANK(in->id_prefix) ? in->name : in->id_prefix;

	if (!BLANK(in->items[i].id))
		return in->items[i].id;
	/* The first has no number, so that the error summary can lead to it. */
	return i == 0 ? prefix : arena_fmt(pg->arena, "%s-%zu", prefix ? prefix : "", i + 1);
}

static void choice_box(struct page *pg, const struct gov_choices *in, const struct look *look,
                       size_t i, const char *ids)
{
	const struct gov_choice *item = &in->items[i];
	const char *id = choice_id(pg, in, i);
	bool hinted = !BLANK(item->hint) || html_given(item->hint_html);
	const char *hint_id = hinted ? gov_id(pg, id, "-item-hint") : NULL;

	EL(pg, "div", "class", look->item);
	tag_begin(pg, "input");
	tag_attr(pg, "class", look->input);
	tag_attr(pg, "id", id);
	tag_attr(pg, "name", BLANK(item->name) ? in->name : item->name);
	tag_attr(pg, "type", look->type);
	tag_attr(pg, "value", item->value ? item->value : "");
	tag_attr(pg, "checked", ON(chosen(in, item)));
	tag_attr(pg, "disabled", ON(item->disabled));
	if (html_given(item->reveals))
		tag_attr(pg, "data-aria-controls", arena_fmt(pg->arena, "conditional-%s", id));
	tag_attr(pg, "data-behaviour", BLANK(item->behaviour) ? NULL : item->behaviour);
	tag_attr(pg, "aria-describedby", gov_join(pg, ids, hint_id));
	tag_attrs(pg, item->attrs);
	tag_void(pg);
	gov_label(pg, (struct gov_label){
		.text = item->text, .html = item->html, .target = id, .attrs = item->label_attrs,
		.classes = gov_join(pg, look->label, item->label_classes),
	});
	if (hinted)
		gov_hint(pg, (struct gov_hint){ .text = item->hint, .html = item->hint_html,
		                                .id = hint_id, .classes = look->hint,
		                                .attrs = item->hint_attrs });
	end(pg);
}

static void choice(struct page *pg, const struct gov_choices *in, const struct look *look,
                   size_t i, const char *ids)
{
	const struct gov_choice *item = &in->items[i];

	if (!BLANK(item->divider)) {
		el_text(pg, "div", look->divider, item->divider);
		return;
	}
	choice_box(pg, in, look, i, ids);
	if (!html_given(item->reveals))
		return;
	tag_begin(pg, "div");
	TAG_CLASS(pg, look->conditional, chosen(in, item) ? NULL : look->hidden);
	tag_attr(pg, "id", arena_fmt(pg->arena, "conditional-%s", choice_id(pg, in, i)));
	tag_body(pg);
	put(pg, item->reveals);
	end(pg);
}

static void choices(struct page *pg, const struct gov_choices *in, const struct look *look)
{
	const char *prefix = BLANK(in->id_prefix) ? in->name : in->id_prefix;
	const char *ids = gov_group_begin(pg, &in->group, prefix, NULL);

	/* Only a checkbox may stand alone; a radio without a fieldset is a mistake. */
	if (look != &checkbox)
		ids = NULL;
	tag_begin(pg, "div");
	TAG_CLASS(pg, look->base,
	          in->small ? arena_fmt(pg->arena, "%s--small", look->base) : NULL,
	          in->in_line ? arena_fmt(pg->arena, "%s--inline", look->base) : NULL,
	          in->classes);
	tag_attrs(pg, in->attrs);
	tag_attr(pg, "data-module", look->base);
	tag_body(pg);
	put(pg, in->before);
	for (size_t i = 0; i < in->nitems; i++)
		if (choice_said(&in->items[i]))
			choice(pg, in, look, i, ids);
	put(pg, in->after);
	end(pg);
	gov_group_end(pg, &in->group);
}

void gov_radios(struct page *pg, struct gov_choices in)
{
	choices(pg, &in, &radio);
}

void gov_checkboxes(struct page *pg, struct gov_choices in)
{
	choices(pg, &in, &checkbox);
}

const struct gov_choice *gov_choices_of(struct arena *arena, const struct vocab *vocab)
{
	struct gov_choice *all = NEWN(arena, struct gov_choice, vocab->n + 1);

	for (size_t i = 0; i < vocab->n; i++)
		all[i] = (struct gov_choice){ .text = vocab->words[i].label,
		                              .value = vocab->words[i].key };
	return all;
}

/* ---- date input ---- */

static bool part_wrong(const struct gov_date_part *part)
{
	return part->error == GOV_YES || gov_has_class(part->classes, "govuk-input--error");
}

static const char *capitalised(struct page *pg, const char *name)
{
	char *label = arena_fmt(pg->arena, "%s", name ? name : "");

	for (char *c = label; *c; c++)
		if (c == label ? *c >= 'a' && *c <= 'z' : *c >= 'A' && *c <= 'Z')
			*c ^= 0x20;
	return label;
}

static void date_box(struct page *pg, const struct gov_date *in, const struct gov_date_part *part,
                     bool any_wrong)
{
	const char *prefix = BLANK(in->name) ? NULL : in->name;
	const char *id = BLANK(in->id) ? prefix : in->id;
	bool said = gov_has_class(part->classes, "govuk-input--error");
	bool bad = !said && (part_wrong(part) || (part->error != GOV_NO && !any_wrong &&
	                                          gov_group_wrong(&in->group)));
	const char *width = gov_has_class(part->classes, "govuk-input--width-") ? NULL
	                  : text_same(part->name, "year") ? "govuk-input--width-4"
	                  : "govuk-input--width-2";
	const char *classes = gov_join(pg, "govuk-date-input__input",
	                              bad ? "govuk-input--error" : NULL);

	EL(pg, "div", "class", "govuk-date-input__item");
	gov_input(pg, (struct gov_input){
		.label = part->label ? part->label : capitalised(pg, part->name),
		.label_classes = "govuk-date-input__label",
		.id = !BLANK(part->id) ? part->id
		      : arena_fmt(pg->arena, "%s-%s", id ? id : "undefined", part->name),
		.name = prefix ? arena_fmt(pg->arena, "%s-%s", prefix, part->name) : part->name,
		.classes = gov_join(pg, gov_join(pg, classes, width), part->classes),
		.value = part->value,
		.inputmode = BLANK(part->inputmode) ? "numeric" : part->inputmode,
		.autocomplete = part->autocomplete,
		.pattern = part->pattern,
		.attrs = part->attrs,
	});
	end(pg);
}

/* The usual three boxes, with what was typed and which of them are wrong. */
static void usual_parts(const struct gov_date *in, struct gov_date_part out[3])
{
	static const char *const names[] = { "day", "month", "year" };
	const char *const values[] = { in->day, in->month, in->year };

	for (size_t i = 0; i < 3; i++) {
		out[i] = (struct gov_date_part){ .name = names[i], .value = values[i] };
		if (in->error_on)
			out[i].error = strchr(in->error_on, names[i][0]) ? GOV_YES : GOV_NO;
	}
}

void gov_date_input(struct page *pg, struct gov_date in)
{
	const char *id = BLANK(in.id) ? in.name : in.id;
	struct gov_date_part usual[3];
	const struct gov_date_part *parts = in.items;
	size_t nparts = in.nitems;
	bool any_wrong = false;

	if (nparts == 0) {
		usual_parts(&in, usual);
		parts = usual;
		nparts = COUNT(usual);
	}
	for (size_t i = 0; i < nparts; i++)
		any_wrong = any_wrong || part_wrong(&parts[i]);
	gov_group_begin(pg, &in.group, id, "group");
	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-date-input", in.classes);
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "id", BLANK(id) ? NULL : id);
	tag_body(pg);
	put(pg, in.before);
	for (size_t i = 0; i < nparts; i++)
		if (parts[i].name || parts[i].label)
			date_box(pg, &in, &parts[i], any_wrong);
	put(pg, in.after);
	end(pg);
	gov_group_end(pg, &in.group);
}
