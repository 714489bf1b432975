/* SPDX-License-Identifier: MIT */
/*
 * test_gov_ask.c -- options of the Nunjucks macros to our structs: questions.
 */
#include <string.h>

#include "html/test_gov.h"

#define TEXT(o, key)  opt_text(pg, (o), (key))
#define HTML(o, key)  opt_html(pg, (o), (key))
#define ATTR(o)       opt_attrs(pg, (o), "attributes")
#define PART(o, key)  json_object_get((o), (key))

/* An object that is there, but says nothing, still counts as said. */
static const char *said_text(struct page *pg, json_t *o)
{
	const char *s = TEXT(o, "text");

	return s || !o ? s : "";
}

void opt_field(struct page *pg, json_t *o, struct gov_field *out)
{
	json_t *label = PART(o, "label"), *hint = PART(o, "hint");
	json_t *error = PART(o, "errorMessage"), *group = PART(o, "formGroup");

	*out = (struct gov_field){
		.name = TEXT(o, "name"), .id = TEXT(o, "id"),
		.label = TEXT(label, "text"), .label_html = HTML(label, "html"),
		.heading = opt_on(label, "isPageHeading"),
		.label_classes = TEXT(label, "classes"), .label_attrs = ATTR(label),
		.hint = said_text(pg, hint), .hint_html = HTML(hint, "html"),
		.error = TEXT(error, "text"), .error_html = HTML(error, "html"),
		.described_by = TEXT(o, "describedBy"), .value = TEXT(o, "value"),
		.disabled = opt_on(o, "disabled"),
		.group_classes = TEXT(group, "classes"), .group_attrs = ATTR(group),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o),
	};
}

void opt_group(struct page *pg, json_t *o, struct gov_group *out)
{
	json_t *set = PART(o, "fieldset"), *legend = PART(set, "legend");
	json_t *hint = PART(o, "hint"), *error = PART(o, "errorMessage");
	json_t *group = PART(o, "formGroup");
	const char *by = TEXT(set, "describedBy");

	*out = (struct gov_group){
		.fieldset = json_is_object(set),
		.legend = TEXT(legend, "text"), .legend_html = HTML(legend, "html"),
		.heading = opt_on(legend, "isPageHeading"),
		.legend_classes = TEXT(legend, "classes"),
		.fieldset_classes = TEXT(set, "classes"), .fieldset_attrs = ATTR(set),
		.described_by = by ? by : TEXT(o, "describedBy"),
		.hint = said_text(pg, hint), .hint_html = HTML(hint, "html"),
		.error = TEXT(error, "text"), .error_html = HTML(error, "html"),
		.group_classes = TEXT(group, "classes"), .group_attrs = ATTR(group),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o),
	};
}

/* ---- words ---- */

void draw_label(struct page *pg, json_t *o)
{
	gov_label(pg, (struct gov_label){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .target = TEXT(o, "for"),
		.heading = opt_on(o, "isPageHeading"), .classes = TEXT(o, "classes"),
		.attrs = ATTR(o) });
}

void draw_hint(struct page *pg, json_t *o)
{
	gov_hint(pg, (struct gov_hint){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .id = TEXT(o, "id"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

void draw_error_message(struct page *pg, json_t *o)
{
	gov_error_message(pg, (struct gov_error){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .id = TEXT(o, "id"),
		.hidden = TEXT(o, "visuallyHiddenText"), .classes = TEXT(o, "classes"),
		.attrs = ATTR(o) });
}

static void read_problem(struct page *pg, json_t *o, void *out)
{
	*(struct gov_problem *)out = (struct gov_problem){
		.text = TEXT(o, "text"), .html = HTML(o, "html"), .href = TEXT(o, "href"),
		.attrs = ATTR(o) };
}

void draw_error_summary(struct page *pg, json_t *o)
{
	size_t n;
	json_t *list = opt_list(o, "errorList", &n);
	const char *title = TEXT(o, "titleText");

	gov_error_summary(pg, (struct gov_error_summary){
		.title = title ? title : "", .title_html = HTML(o, "titleHtml"),
		.text = TEXT(o, "descriptionText"), .html = HTML(o, "descriptionHtml"),
		.items = opt_items(pg, list, sizeof(struct gov_problem), read_problem), .nitems = n,
		.no_focus = opt_tri(o, "disableAutoFocus"),
		.classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

void draw_fieldset(struct page *pg, json_t *o)
{
	json_t *legend = PART(o, "legend");

	gov_fieldset(pg, (struct gov_fieldset){
		.legend = TEXT(legend, "text"), .legend_html = HTML(legend, "html"),
		.heading = opt_on(legend, "isPageHeading"),
		.legend_classes = TEXT(legend, "classes"),
		.role = TEXT(o, "role"), .described_by = TEXT(o, "describedBy"),
		.html = HTML(o, "html"), .classes = TEXT(o, "classes"), .attrs = ATTR(o) });
}

/* ---- fields ---- */

static struct gov_affix *read_affix(struct page *pg, json_t *o)
{
	struct gov_affix *affix = NEW(pg->arena, struct gov_affix);

	*affix = (struct gov_affix){ .text = TEXT(o, "text"), .html = HTML(o, "html"),
	                             .classes = TEXT(o, "classes"), .attrs = ATTR(o) };
	return affix;
}

void draw_input(struct page *pg, json_t *o)
{
	json_t *wrapper = PART(o, "inputWrapper");
	struct gov_input in = {
		.prefix_more = read_affix(pg, PART(o, "prefix")),
		.suffix_more = read_affix(pg, PART(o, "suffix")),
		.type = TEXT(o, "type"), .inputmode = TEXT(o, "inputmode"),
		.autocomplete = TEXT(o, "autocomplete"),
		.autocapitalize = TEXT(o, "autocapitalize"), .pattern = TEXT(o, "pattern"),
		.spellcheck = opt_tri(o, "spellcheck"),
		.wrapper_classes = TEXT(wrapper, "classes"), .wrapper_attrs = ATTR(wrapper),
	};

	opt_field(pg, o, &in.field);
	gov_input(pg, in);
}

void draw_textarea(struct page *pg, json_t *o)
{
	struct gov_textarea in = { .rows = opt_number(o, "rows"),
	                           .spellcheck = opt_tri(o, "spellcheck"),
	                           .autocomplete = TEXT(o, "autocomplete") };

	opt_field(pg, o, &in.field);
	gov_textarea(pg, in);
}

/* "charactersUnderLimitText": {"one": "..."} is our "characters-under-limit.one", "...". */
static void add_words(struct page *pg, json_t *o, const char *option, const char *key,
                      const char **list, size_t *n)
{
	json_t *words = PART(o, option), *value;
	const char *form;

	if (json_is_string(words)) {
		list[(*n)++] = key;
		list[(*n)++] = TEXT(o, option);
	}
	json_object_foreach(json_is_object(words) ? words : NULL, form, value) {
		list[(*n)++] = arena_fmt(pg->arena, "%s.%s", key, form);
		list[(*n)++] = TEXT(words, form);
	}
}

void draw_character_count(struct page *pg, json_t *o)
{
	static const char *const map[][2] = {
		{ "charactersUnderLimitText", "characters-under-limit" },
		{ "charactersAtLimitText", "characters-at-limit" },
		{ "charactersOverLimitText", "characters-over-limit" },
		{ "wordsUnderLimitText", "words-under-limit" },
		{ "wordsAtLimitText", "words-at-limit" },
		{ "wordsOverLimitText", "words-over-limit" },
	};
	const char **list = NEWN(pg->arena, const char *, 64);
	size_t n = 0;
	struct gov_character_count in = {
		.rows = opt_number(o, "rows"), .max = opt_number(o, "maxlength"),
		.max_words = opt_number(o, "maxwords"), .threshold = opt_number(o, "threshold"),
		.count_type = TEXT(o, "countType"), .message = TEXT(o, "textareaDescriptionText"),
		.message_classes = TEXT(PART(o, "countMessage"), "classes"),
		.spellcheck = opt_tri(o, "spellcheck"),
	};

	for (size_t i = 0; i < COUNT(map); i++)
		add_words(pg, o, map[i][0], map[i][1], list, &n);
	in.i18n = (struct attrs){ list, n };
	opt_field(pg, o, &in.field);
	gov_character_count(pg, in);
}

void draw_password_input(struct page *pg, json_t *o)
{
	struct gov_password in = {
		.autocomplete = TEXT(o, "autocomplete"),
		.show = TEXT(o, "showPasswordText"), .hide = TEXT(o, "hidePasswordText"),
		.show_label = TEXT(o, "showPasswordAriaLabelText"),
		.hide_label = TEXT(o, "hidePasswordAriaLabelText"),
		.shown_said = TEXT(o, "passwordShownAnnouncementText"),
		.hidden_said = TEXT(o, "passwordHiddenAnnouncementText"),
		.button_classes = TEXT(PART(o, "button"), "classes"),
	};

	opt_field(pg, o, &in.field);
	gov_password_input(pg, in);
}

void draw_file_upload(struct page *pg, json_t *o)
{
	static const char *const map[][2] = {
		{ "chooseFilesButtonText", "choose-files-button" },
		{ "noFileChosenText", "no-file-chosen" },
		{ "multipleFilesChosenText", "multiple-files-chosen" },
		{ "dropInstructionText", "drop-instruction" },
		{ "enteredDropZoneText", "entered-drop-zone" },
		{ "leftDropZoneText", "left-drop-zone" },
	};
	const char **list = NEWN(pg->arena, const char *, 64);
	size_t n = 0;
	struct gov_file in = {
		.multiple = opt_on(o, "multiple"), .script = opt_on(o, "javascript"),
		.wrapper_classes = TEXT(o, "wrapperClasses"),
		.wrapper_attrs = opt_attrs(pg, o, "wrapperAttributes"),
	};

	for (size_t i = 0; i < COUNT(map); i++)
		add_words(pg, o, map[i][0], map[i][1], list, &n);
	in.i18n = (struct attrs){ list, n };
	opt_field(pg, o, &in.field);
	gov_file_upload(pg, in);
}

static void read_option(struct page *pg, json_t *o, void *out)
{
	*(struct gov_option *)out = (struct gov_option){
		.text = TEXT(o, "text"), .value = TEXT(o, "value"),
		.selected = opt_tri(o, "selected"), .disabled = opt_on(o, "disabled"),
		.attrs = ATTR(o) };
	if (json_is_false(PART(o, "value")))
		((struct gov_option *)out)->value = "false";
}

void draw_select(struct page *pg, json_t *o)
{
	size_t n;
	json_t *list = opt_list(o, "items", &n);
	struct gov_select in = {
		.items = opt_items(pg, list, sizeof(struct gov_option), read_option), .nitems = n,
	};

	opt_field(pg, o, &in.field);
	gov_select(pg, in);
}

/* ---- choices ---- */

static void read_choice(struct page *pg, json_t *o, void *out)
{
	json_t *label = PART(o, "label"), *hint = PART(o, "hint");

	*(struct gov_choice *)out = (struct gov_choice){
		.value = TEXT(o, "value"), .text = TEXT(o, "text"), .html = HTML(o, "html"),
		.hint = TEXT(hint, "text"), .hint_html = HTML(hint, "html"),
		.hint_attrs = ATTR(hint),
		.divider = TEXT(o, "divider"), .reveals = HTML(PART(o, "conditional"), "html"),
		.checked = opt_tri(o, "checked"), .disabled = opt_on(o, "disabled"),
		.id = TEXT(o, "id"), .name = TEXT(o, "name"), .behaviour = TEXT(o, "behaviour"),
		.label_classes = TEXT(label, "classes"), .label_attrs = ATTR(label),
		.attrs = ATTR(o) };
}

static struct gov_choices read_choices(struct page *pg, json_t *o)
{
	struct gov_choices in = {
		.name = TEXT(o, "name"), .id_prefix = TEXT(o, "idPrefix"),
		.value = TEXT(o, "value"),
	};
	json_t *list = opt_list(o, "items", &in.nitems);
	json_t *chosen = opt_list(o, "values", &in.nvalues);
	const char **values = NEWN(pg->arena, const char *, in.nvalues + 1);

	for (size_t i = 0; i < in.nvalues; i++)
		values[i] = arena_dup(pg->arena, json_string_value(json_array_get(chosen, i)));
	in.values = values;
	in.items = opt_items(pg, list, sizeof(struct gov_choice), read_choice);
	opt_group(pg, o, &in.group);
	return in;
}

void draw_radios(struct page *pg, json_t *o)
{
	gov_radios(pg, read_choices(pg, o));
}

void draw_checkboxes(struct page *pg, json_t *o)
{
	gov_checkboxes(pg, read_choices(pg, o));
}

/* ---- dates ---- */

static void read_part(struct page *pg, json_t *o, void *out)
{
	*(struct gov_date_part *)out = (struct gov_date_part){
		.name = TEXT(o, "name"), .label = TEXT(o, "label"), .value = TEXT(o, "value"),
		.id = TEXT(o, "id"), .classes = TEXT(o, "classes"),
		.inputmode = TEXT(o, "inputmode"), .autocomplete = TEXT(o, "autocomplete"),
		.pattern = TEXT(o, "pattern"), .error = opt_tri(o, "error"), .attrs = ATTR(o) };
}

/* Where the macro is told the parts one by one: false leaves a part out. */
static struct gov_date_part *read_usual(struct page *pg, json_t *o)
{
	static const char *const keys[] = { "day", "month", "year" };
	struct gov_date_part *parts = NEWN(pg->arena, struct gov_date_part, COUNT(keys));

	for (size_t i = 0; i < COUNT(keys); i++) {
		json_t *part = PART(o, keys[i]);

		if (json_is_false(part))
			continue;
		read_part(pg, part, &parts[i]);
		if (!parts[i].name)
			parts[i].name = keys[i];
		/* Whatever the macro is told to call it, the year is wide. */
		if (i == 2 && json_is_object(part) && PART(part, "name") &&
		    (!parts[i].classes || !strstr(parts[i].classes, "width-")))
			parts[i].classes = parts[i].classes
				? arena_fmt(pg->arena, "govuk-input--width-4 %s", parts[i].classes)
				: "govuk-input--width-4";
	}
	return parts;
}

void draw_date_input(struct page *pg, json_t *o)
{
	struct gov_date in = { .id = TEXT(o, "id"), .name = TEXT(o, "namePrefix") };
	json_t *values = PART(o, "values"), *list = opt_list(o, "items", &in.nitems);
	struct gov_date_part *parts;

	parts = in.nitems ? opt_items(pg, list, sizeof *parts, read_part) : read_usual(pg, o);
	in.nitems = in.nitems ? in.nitems : 3;
	for (size_t i = 0; i < in.nitems; i++) {
		const char *name = parts[i].name;

		if (parts[i].value || !name)
			continue;
		/* Told one by one as well as in a list, the one lends the other its value. */
		parts[i].value = TEXT(PART(o, name), "value");
		if (parts[i].value)
			continue;
		parts[i].value = TEXT(values, in.name ? arena_fmt(pg->arena, "%s-%s", in.name, name)
		                              : name);
	}
	in.items = parts;
	opt_group(pg, o, &in.group);
	gov_date_input(pg, in);
}
