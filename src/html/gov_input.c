/* SPDX-License-Identifier: MIT */
/*
 * gov_input.c -- questions answered by typing, choosing from a list, or
 * giving a file: input, password, textarea, character count, select, file.
 */
#include "html/gov_inside.h"

static const char *unless_blank(const char *s)
{
	return BLANK(s) ? NULL : s;
}

/* ---- input ---- */

static void input_control(struct page *pg, const struct gov_input *in, const char *ids)
{
	const char *mode = in->number && !in->inputmode ? "numeric" : in->inputmode;
	bool unsaid = in->spellcheck == GOV_UNSAID;
	enum gov_tri spelling = in->number && unsaid ? GOV_NO : in->spellcheck;

	tag_begin(pg, "input");
	TAG_CLASS(pg, "govuk-input", in->classes,
	          gov_field_wrong(&in->field) ? "govuk-input--error" : NULL);
	tag_attr(pg, "id", gov_field_id(&in->field) ? gov_field_id(&in->field) : "");
	tag_attr(pg, "name", in->name ? in->name : "");
	tag_attr(pg, "type", BLANK(in->type) ? "text" : in->type);
	tag_attr(pg, "spellcheck", gov_tri_text(spelling));
	tag_attr(pg, "value", in->value);
	tag_attr(pg, "disabled", ON(in->disabled));
	tag_attr(pg, "aria-describedby", ids);
	tag_attr(pg, "autocomplete", in->autocomplete);
	tag_attr(pg, "autocapitalize", in->autocapitalize);
	tag_attr(pg, "pattern", in->pattern);
	tag_attr(pg, "inputmode", mode);
	tag_attrs(pg, in->attrs);
	tag_void(pg);
}

static bool affix_given(const char *words, const struct gov_affix *more)
{
	return !BLANK(words) || (more && (!BLANK(more->text) || html_given(more->html)));
}

/* Hidden from screen readers: the label or hint must say the unit. */
static void affix(struct page *pg, const char *base, const char *words,
                  const struct gov_affix *more)
{
	static const struct gov_affix plain = { 0 };

	if (!affix_given(words, more))
		return;
	more = more ? more : &plain;
	tag_begin(pg, "div");
	TAG_CLASS(pg, base, more->classes);
	tag_attr(pg, "aria-hidden", "true");
	tag_attrs(pg, more->attrs);
	tag_body(pg);
	put_or_text(pg, more->html, words ? words : more->text);
	end(pg);
}

static void input_inside(struct page *pg, const struct gov_input *in, const char *ids)
{
	bool wrapped = affix_given(in->prefix, in->prefix_more) ||
	               affix_given(in->suffix, in->suffix_more) ||
	               html_given(in->before) || html_given(in->after);

	if (wrapped)
		gov_open(pg, "div", NULL, "govuk-input__wrapper", in->wrapper_classes,
		         in->wrapper_attrs);
	put(pg, in->before);
	affix(pg, "govuk-input__prefix", in->prefix, in->prefix_more);
	input_control(pg, in, ids);
	affix(pg, "govuk-input__suffix", in->suffix, in->suffix_more);
	put(pg, in->after);
	if (wrapped)
		end(pg);
}

void gov_input(struct page *pg, struct gov_input in)
{
	gov_field_open(pg, &in.field, NULL);
	input_inside(pg, &in, gov_field_explain(pg, &in.field));
	end(pg);
}

/* ---- password ---- */

/* Hidden until script runs: without script it could not do anything. */
static Html show_button(struct page *pg, const struct gov_password *in)
{
	struct page *part = page_part(pg);

	gov_button(part, (struct gov_button){
		.type = "button",
		.text = in->show ? in->show : "Show",
		.classes = gov_join(pg, "govuk-button--secondary govuk-password-input__toggle "
		                   "govuk-js-password-input-toggle", in->button_classes),
		.attrs = ATTRS("aria-controls", gov_field_id(&in->field),
		               "aria-label", in->show_label ? in->show_label : "Show password",
		               "hidden", attr_on),
	});
	put(part, in->after);
	return page_html(part);
}

void gov_password_input(struct page *pg, struct gov_password in)
{
	struct gov_input box = { .field = in.field };

	box.classes = gov_join(pg, "govuk-password-input__input govuk-js-password-input-input",
	                      in.classes);
	box.type = "password";
	box.spellcheck = GOV_NO;
	box.autocapitalize = "none";
	box.autocomplete = BLANK(in.autocomplete) ? "current-password" : in.autocomplete;
	box.wrapper_classes = "govuk-password-input__wrapper";
	box.after = show_button(pg, &in);
	gov_field_open(pg, &in.field, "govuk-password-input");
	tag_attr(pg, "data-module", "govuk-password-input");
	gov_i18n(pg, ATTRS("show-password", in.show, "hide-password", in.hide,
	                   "show-password-aria-label", in.show_label,
	                   "hide-password-aria-label", in.hide_label,
	                   "password-shown-announcement", in.shown_said,
	                   "password-hidden-announcement", in.hidden_said));
	input_inside(pg, &box, gov_field_explain(pg, &box.field));
	end(pg);
}

/* ---- textarea, character count ---- */

static void textarea_inside(struct page *pg, const struct gov_textarea *in, const char *ids)
{
	put(pg, in->before);
	tag_begin(pg, "textarea");
	TAG_CLASS(pg, "govuk-textarea",
	          gov_field_wrong(&in->field) ? "govuk-textarea--error" : NULL, in->classes);
	tag_attr(pg, "id", gov_field_id(&in->field) ? gov_field_id(&in->field) : "");
	tag_attr(pg, "name", in->name ? in->name : "");
	tag_int(pg, "rows", in->rows ? in->rows : 5);
	tag_attr(pg, "spellcheck", gov_tri_text(in->spellcheck));
	tag_attr(pg, "disabled", ON(in->disabled));
	tag_attr(pg, "aria-describedby", ids);
	tag_attr(pg, "autocomplete", unless_blank(in->autocomplete));
	tag_attrs(pg, in->attrs);
	tag_body(pg);
	/* A browser drops the first line break in a textarea: give it one to drop. */
	if (in->value && (*in->value == '\n' || *in->value == '\r'))
		text(pg, "\n");
	text(pg, in->value);
	end(pg);
	put(pg, in->after);
}

void gov_textarea(struct page *pg, struct gov_textarea in)
{
	gov_field_open(pg, &in.field, NULL);
	textarea_inside(pg, &in, gov_field_explain(pg, &in.field));
	end(pg);
}

/* "You can enter up to %{count} characters", the count put in. */
static const char *count_message(struct page *pg, const struct gov_character_count *in,
                                 unsigned limit, bool words)
{
	static const char mark[] = "%{count}";
	struct buf out = buf_new(pg->arena);
	const char *message = in->message;

	if (limit == 0)
		return NULL;
	if (BLANK(message))
		message = words ? "You can enter up to %{count} words"
		                : "You can enter up to %{count} characters";
	while (*message) {
		if (text_begins(message, mark)) {
			buf_int(&out, limit);
			message += sizeof mark - 1;
		} else {
			buf_char(&out, *message++);
		}
	}
	return buf_text(&out);
}

static void count_data(struct page *pg, const struct gov_character_count *in,
                       const char *count_type)
{
	tag_attr(pg, "data-module", "govuk-character-count");
	if (in->max)
		tag_int(pg, "data-maxlength", in->max);
	if (in->max_words)
		tag_int(pg, "data-maxwords", in->max_words);
	if (in->threshold)
		tag_int(pg, "data-threshold", in->threshold);
	tag_attr(pg, "data-count-type", count_type);
	/* With no limit said here script sets one, and needs the words for it. */
	if (!in->max && !in->max_words)
		gov_i18n(pg, ATTRS("textarea-description.other", in->message));
	gov_i18n(pg, in->i18n);
}

void gov_character_count(struct page *pg, struct gov_character_count in)
{
	const char *count_type = !BLANK(in.count_type) ? in.count_type
	                       : in.max_words ? "words" : NULL;
	const char *info = gov_id(pg, gov_field_id(&in.field), "-info");
	struct gov_textarea area = {
		.field = in.field, .rows = in.rows, .spellcheck = in.spellcheck };
	struct page *message = page_part(pg);

	gov_hint(message, (struct gov_hint){
		.text = count_message(pg, &in, in.max_words ? in.max_words : in.max,
		                      text_same(count_type, "words")),
		.id = info,
		.classes = gov_join(pg, "govuk-character-count__message", in.message_classes),
	});
	put(message, in.after);
	area.after = page_html(message);
	area.classes = gov_join(pg, "govuk-js-character-count", in.classes);
	area.described_by = gov_join(pg, info, in.described_by);
	gov_field_open(pg, &in.field, "govuk-character-count");
	count_data(pg, &in, count_type);
	textarea_inside(pg, &area, gov_field_explain(pg, &area.field));
	end(pg);
}

/* ---- select ---- */

static void option(struct page *pg, const struct gov_option *in, const char *chosen)
{
	const char *value = in->value ? in->value : in->text;
	bool selected = in->selected == GOV_YES ||
	                (in->selected == GOV_UNSAID && !BLANK(chosen) && text_same(value, chosen));

	tag_begin(pg, "option");
	tag_attr(pg, "value", in->value);
	tag_attr(pg, "selected", ON(selected));
	tag_attr(pg, "disabled", ON(in->disabled));
	tag_attrs(pg, in->attrs);
	tag_body(pg);
	text(pg, in->text);
	end(pg);
}

void gov_select(struct page *pg, struct gov_select in)
{
	const char *ids;

	gov_field_open(pg, &in.field, NULL);
	ids = gov_field_explain(pg, &in.field);
	put(pg, in.before);
	tag_begin(pg, "select");
	TAG_CLASS(pg, "govuk-select", in.classes,
	          gov_field_wrong(&in.field) ? "govuk-select--error" : NULL);
	tag_attr(pg, "id", gov_field_id(&in.field) ? gov_field_id(&in.field) : "");
	tag_attr(pg, "name", in.name ? in.name : "");
	tag_attr(pg, "disabled", ON(in.disabled));
	tag_attr(pg, "aria-describedby", ids);
	tag_attrs(pg, in.attrs);
	tag_body(pg);
	for (size_t i = 0; i < in.nitems; i++)
		if (in.items[i].text || in.items[i].value)
			option(pg, &in.items[i], in.value);
	end(pg);
	put(pg, in.after);
	end(pg);
}

const struct gov_option *gov_options_of(struct arena *arena, const struct vocab *vocab,
                                        const char *first)
{
	struct gov_option *all = NEWN(arena, struct gov_option, vocab->n + 1), *at = all;

	if (first)
		*at++ = (struct gov_option){ .text = first, .value = "" };
	for (size_t i = 0; i < vocab->n; i++)
		*at++ = (struct gov_option){ .text = vocab->words[i].label,
		                             .value = vocab->words[i].key };
	return all;
}

/* ---- file ---- */

void gov_file_upload(struct page *pg, struct gov_file in)
{
	const char *ids;

	gov_field_open(pg, &in.field, NULL);
	ids = gov_field_explain(pg, &in.field);
	put(pg, in.before);
	if (in.script) {
		tag_begin(pg, "div");
		TAG_CLASS(pg, "govuk-file-upload-wrapper", in.wrapper_classes);
		tag_attr(pg, "data-module", "govuk-file-upload");
		gov_i18n(pg, in.i18n);
		tag_attrs(pg, in.wrapper_attrs);
		tag_body(pg);
	}
	tag_begin(pg, "input");
	TAG_CLASS(pg, "govuk-file-upload", in.classes,
	          gov_field_wrong(&in.field) ? "govuk-file-upload--error" : NULL);
	tag_attr(pg, "id", gov_field_id(&in.field) ? gov_field_id(&in.field) : "");
	tag_attr(pg, "name", in.name ? in.name : "");
	tag_attr(pg, "type", "file");
	tag_attr(pg, "accept", in.accept);
	tag_attr(pg, "disabled", ON(in.disabled));
	tag_attr(pg, "multiple", ON(in.multiple));
	tag_attr(pg, "aria-describedby", ids);
	tag_attrs(pg, in.attrs);
	tag_void(pg);
	if (in.script)
		end(pg);
	put(pg, in.after);
	end(pg);
}
