/* SPDX-License-Identifier: MIT */
/*
 * gov_field.c -- what all questions share: label, hint, error message, error
 * summary, fieldset, and the group around a field or a set of choices.
 *
 * Whatever describes a control is named in its aria-describedby, always in
 * the order: what the caller says, the hint, the error.
 */
#include "html/gov_inside.h"

#define NO_ATTRS ((struct attrs){ 0 })

/* ---- label, hint, error ---- */

void gov_label(struct page *pg, struct gov_label in)
{
	if (BLANK(in.text) && !html_given(in.html))
		return;
	if (in.heading)
		EL(pg, "h1", "class", "govuk-label-wrapper");
	tag_begin(pg, "label");
	TAG_CLASS(pg, "govuk-label", in.classes);
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "for", BLANK(in.target) ? NULL : in.target);
	tag_body(pg);
	put_or_text(pg, in.html, in.text);
	end(pg);
	if (in.heading)
		end(pg);
}

void gov_hint(struct page *pg, struct gov_hint in)
{
	gov_open(pg, "div", in.id, "govuk-hint", in.classes, in.attrs);
	put_or_text(pg, in.html, in.text);
	end(pg);
}

void gov_error_message(struct page *pg, struct gov_error in)
{
	const char *hidden = in.hidden ? in.hidden : "Error";

	gov_open(pg, "p", in.id, "govuk-error-message", in.classes, in.attrs);
	if (*hidden) {
		EL(pg, "span", "class", "govuk-visually-hidden");
		text(pg, hidden);
		text(pg, ":");
		end(pg);
		text(pg, " ");
	}
	put_or_text(pg, in.html, in.text);
	end(pg);
}

/* ---- error summary ---- */

static void problem(struct page *pg, const struct gov_problem *in)
{
	el(pg, "li");
	if (!BLANK(in->href)) {
		tag_begin(pg, "a");
		tag_attr(pg, "href", in->href);
		tag_attrs(pg, in->attrs);
		tag_body(pg);
	}
	put_or_text(pg, in->html, in->text);
	if (!BLANK(in->href))
		end(pg);
	end(pg);
}

void gov_error_summary(struct page *pg, struct gov_error_summary in)
{
	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-error-summary", in.classes);
	tag_attr(pg, "data-disable-auto-focus", gov_tri_text(in.no_focus));
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "data-module", "govuk-error-summary");
	tag_body(pg);
	/* The alert is a child: on the element that script focuses, it is read half. */
	EL(pg, "div", "role", "alert");
	EL(pg, "h2", "class", "govuk-error-summary__title");
	put_or_text(pg, in.title_html, in.title ? in.title : "There is a problem");
	end(pg);
	EL(pg, "div", "class", "govuk-error-summary__body");
	if (html_given(in.html) || !BLANK(in.text)) {
		el(pg, "p");
		put_or_text(pg, in.html, in.text);
		end(pg);
	}
	if (in.nitems > 0) {
		EL(pg, "ul", "class", "govuk-list govuk-error-summary__list");
		for (size_t i = 0; i < in.nitems; i++)
			problem(pg, &in.items[i]);
		end(pg);
	}
	end(pg);
	end(pg);
	end(pg);
}

/* ---- fieldset ---- */

void gov_fieldset_begin(struct page *pg, struct gov_fieldset in)
{
	tag_begin(pg, "fieldset");
	TAG_CLASS(pg, "govuk-fieldset", in.classes);
	tag_attr(pg, "role", BLANK(in.role) ? NULL : in.role);
	tag_attr(pg, "aria-describedby", BLANK(in.described_by) ? NULL : in.described_by);
	tag_attrs(pg, in.attrs);
	tag_body(pg);
	if (html_given(in.legend_html) || !BLANK(in.legend)) {
		gov_open(pg, "legend", NULL, "govuk-fieldset__legend", in.legend_classes, NO_ATTRS);
		if (in.heading)
			EL(pg, "h1", "class", "govuk-fieldset__heading");
		put_or_text(pg, in.legend_html, in.legend);
		if (in.heading)
			end(pg);
		end(pg);
	}
	put(pg, in.html);
}

void gov_fieldset_end(struct page *pg)
{
	end(pg);
}

void gov_fieldset(struct page *pg, struct gov_fieldset in)
{
	gov_fieldset_begin(pg, in);
	gov_fieldset_end(pg);
}

/* ---- the group around one field ---- */

const char *gov_field_id(const struct gov_field *in)
{
	return BLANK(in->id) ? in->name : in->id;
}

static bool said(const char *words, Html html)
{
	return words || html_given(html);
}

static bool wrong(const char *error, Html html)
{
	return !BLANK(error) || html_given(html);
}

/* Hint and error; `ids` is what describes the control so far. */
static const char *explain(struct page *pg, const char *id, struct gov_hint hint,
                           struct gov_error error, const char *ids)
{
	if (said(hint.text, hint.html)) {
		hint.id = gov_id(pg, id, "-hint");
		gov_hint(pg, hint);
		ids = gov_join(pg, ids, hint.id);
	}
	if (wrong(error.text, error.html)) {
		error.id = gov_id(pg, id, "-error");
		gov_error_message(pg, error);
		ids = gov_join(pg, ids, error.id);
	}
	return ids;
}

static void group_open(struct page *pg, bool error, const char *base, const char *classes,
                       struct attrs attrs)
{
	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-form-group", error ? "govuk-form-group--error" : NULL, base, classes);
	tag_attrs(pg, attrs);
}

void gov_field_open(struct page *pg, const struct gov_field *in, const char *base)
{
	group_open(pg, wrong(in->error, in->error_html), base, in->group_classes, in->group_attrs);
}

const char *gov_field_explain(struct page *pg, const struct gov_field *in)
{
	const char *id = gov_field_id(in);

	tag_body(pg);
	gov_label(pg, (struct gov_label){
		.text = in->label, .html = in->label_html, .heading = in->heading,
		.classes = in->label_classes, .attrs = in->label_attrs, .target = id,
	});
	return explain(pg, id,
	               (struct gov_hint){ .text = in->hint, .html = in->hint_html,
	                                  .attrs = in->hint_attrs },
	               (struct gov_error){ .text = in->error, .html = in->error_html },
	               in->described_by);
}

bool gov_field_wrong(const struct gov_field *in)
{
	return wrong(in->error, in->error_html);
}

/* ---- the group around choices ---- */

static bool has_fieldset(const struct gov_group *in)
{
	return in->fieldset || said(in->legend, in->legend_html);
}

const char *gov_group_begin(struct page *pg, const struct gov_group *in, const char *prefix,
                            const char *role)
{
	const char *ids = in->described_by;

	group_open(pg, wrong(in->error, in->error_html), NULL, in->group_classes, in->group_attrs);
	tag_body(pg);
	if (has_fieldset(in)) {
		/* The fieldset comes before what describes it: say the ids first. */
		if (said(in->hint, in->hint_html))
			ids = gov_join(pg, ids, gov_id(pg, prefix, "-hint"));
		if (wrong(in->error, in->error_html))
			ids = gov_join(pg, ids, gov_id(pg, prefix, "-error"));
		gov_fieldset_begin(pg, (struct gov_fieldset){
			.legend = in->legend, .legend_html = in->legend_html,
			.heading = in->heading, .legend_classes = in->legend_classes,
			.classes = in->fieldset_classes, .attrs = in->fieldset_attrs,
			.role = role, .described_by = ids,
		});
	}
	ids = explain(pg, prefix, (struct gov_hint){ .text = in->hint, .html = in->hint_html },
	              (struct gov_error){ .text = in->error, .html = in->error_html },
	              in->described_by);
	return has_fieldset(in) ? NULL : ids;
}

void gov_group_end(struct page *pg, const struct gov_group *in)
{
	if (has_fieldset(in))
		gov_fieldset_end(pg);
	end(pg);
}

bool gov_group_wrong(const struct gov_group *in)
{
	return wrong(in->error, in->error_html);
}
