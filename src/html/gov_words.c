/* SPDX-License-Identifier: MIT */
/*
 * gov_words.c -- components that say something: tags, buttons, banners,
 * details, insets, warnings, panels.
 */
#include <string.h>

#include "html/gov_inside.h"

/* ---- shared ---- */

void gov_open(struct page *pg, const char *tag, const char *id, const char *base,
              const char *classes, struct attrs attrs)
{
	tag_begin(pg, tag);
	if (!BLANK(id))
		tag_attr(pg, "id", id);
	TAG_CLASS(pg, base, classes);
	tag_attrs(pg, attrs);
	tag_body(pg);
}

const char *gov_heading(unsigned level, unsigned usual)
{
	static const char *const names[] = { "h1", "h2", "h3", "h4", "h5", "h6" };

	if (level < 1 || level > COUNT(names))
		level = usual;
	return names[level - 1];
}

const char *gov_join(struct page *pg, const char *a, const char *b)
{
	if (BLANK(a))
		return BLANK(b) ? NULL : b;
	return BLANK(b) ? a : arena_fmt(pg->arena, "%s %s", a, b);
}

const char *gov_id(struct page *pg, const char *id, const char *suffix)
{
	return arena_fmt(pg->arena, "%s%s", id ? id : "undefined", suffix);
}

void gov_i18n(struct page *pg, struct attrs words)
{
	for (size_t i = 0; i + 1 < words.n; i += 2)
		if (!BLANK(words.list[i + 1]))
			tag_attr(pg, arena_fmt(pg->arena, "data-i18n.%s", words.list[i]),
			         words.list[i + 1]);
}

bool gov_has_class(const char *classes, const char *part)
{
	return classes && strstr(classes, part);
}

const char *gov_tri_text(enum gov_tri tri)
{
	return tri == GOV_UNSAID ? NULL : tri == GOV_YES ? "true" : "false";
}

/* ---- tag, phase banner ---- */

void gov_tag(struct page *pg, struct gov_tag in)
{
	tag_begin(pg, "strong");
	if (BLANK(in.colour))
		TAG_CLASS(pg, "govuk-tag", in.classes);
	else
		TAG_CLASS(pg, "govuk-tag", arena_fmt(pg->arena, "govuk-tag--%s", in.colour),
		          in.classes);
	tag_attrs(pg, in.attrs);
	tag_body(pg);
	put_or_text(pg, in.html, in.text);
	end(pg);
}

void gov_tag_word(struct page *pg, const struct vocab *vocab, int64_t code)
{
	const struct word *word = vocab_find(vocab, code);

	if (word)
		gov_tag(pg, (struct gov_tag){ .text = word->label, .colour = word->colour });
}

Html html_tag_word(struct arena *arena, const struct vocab *vocab, int64_t code)
{
	struct page *pg = page_new(arena);

	gov_tag_word(pg, vocab, code);
	return page_html(pg);
}

void gov_phase_banner(struct page *pg, struct gov_phase in)
{
	gov_open(pg, "div", NULL, "govuk-phase-banner govuk-width-container", in.classes, in.attrs);
	EL(pg, "p", "class", "govuk-phase-banner__content");
	tag_begin(pg, "strong");
	TAG_CLASS(pg, "govuk-tag govuk-phase-banner__content__tag", in.tag_classes);
	tag_body(pg);
	put_or_text(pg, in.tag_html, in.tag);
	end(pg);
	text(pg, " ");
	EL(pg, "span", "class", "govuk-phase-banner__text");
	put_or_text(pg, in.html, in.text);
	end(pg);
	end(pg);
	end(pg);
}

/* ---- button ---- */

static void start_icon(struct page *pg)
{
	put(pg, HTML_LIT("<svg class=\"govuk-button__start-icon\""
	                 " xmlns=\"http://www.w3.org/2000/svg\" width=\"17.5\" height=\"19\""
	                 " viewBox=\"0 0 33 40\" aria-hidden=\"true\" focusable=\"false\">"
	                 "<path fill=\"currentColor\" d=\"M0 0h13l20 20-20 20H0l20-20z\"/></svg>"));
}

/* The icon makes the button a flex box: markup beside it must be one item. */
static void button_words(struct page *pg, const struct gov_button *in)
{
	bool wrapped = in->start && html_given(in->html);

	if (wrapped)
		el(pg, "span");
	put_or_text(pg, in->html, in->text);
	if (wrapped)
		end(pg);
	if (in->start)
		start_icon(pg);
}

void gov_button(struct page *pg, struct gov_button in)
{
	if (!BLANK(in.href)) {
		tag_begin(pg, "a");
		tag_attr(pg, "href", in.href);
		tag_attr(pg, "role", "button");
		tag_attr(pg, "draggable", "false");
	} else {
		tag_begin(pg, "button");
		tag_attr(pg, "type", in.type ? in.type : "submit");
		tag_attr(pg, "value", BLANK(in.value) ? NULL : in.value);
		tag_attr(pg, "name", BLANK(in.name) ? NULL : in.name);
		tag_attr(pg, "disabled", ON(in.disabled));
		tag_attr(pg, "aria-disabled", in.disabled ? "true" : NULL);
		tag_attr(pg, "data-prevent-double-click", gov_tri_text(in.once));
	}
	TAG_CLASS(pg, "govuk-button", in.classes, in.start ? "govuk-button--start" : NULL);
	tag_attr(pg, "data-module", "govuk-button");
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "id", BLANK(in.id) ? NULL : in.id);
	tag_body(pg);
	button_words(pg, &in);
	end(pg);
}

/* ---- details, inset, warning ---- */

void gov_details_begin(struct page *pg, struct gov_details in)
{
	tag_begin(pg, "details");
	tag_attr(pg, "id", BLANK(in.id) ? NULL : in.id);
	TAG_CLASS(pg, "govuk-details", in.classes);
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "open", ON(in.open));
	tag_body(pg);
	EL(pg, "summary", "class", "govuk-details__summary");
	EL(pg, "span", "class", "govuk-details__summary-text");
	put_or_text(pg, in.summary_html, in.summary);
	end(pg);
	end(pg);
	EL(pg, "div", "class", "govuk-details__text");
	put_or_text(pg, in.html, in.text);
}

void gov_details_end(struct page *pg)
{
	end(pg);
	end(pg);
}

void gov_details(struct page *pg, struct gov_details in)
{
	gov_details_begin(pg, in);
	gov_details_end(pg);
}

void gov_inset_text(struct page *pg, struct gov_inset in)
{
	gov_open(pg, "div", in.id, "govuk-inset-text", in.classes, in.attrs);
	put_or_text(pg, in.html, in.text);
	end(pg);
}

void gov_warning_text(struct page *pg, struct gov_warning in)
{
	gov_open(pg, "div", NULL, "govuk-warning-text", in.classes, in.attrs);
	put(pg, HTML_LIT("<span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!</span>"));
	EL(pg, "strong", "class", "govuk-warning-text__text");
	el_text(pg, "span", "govuk-visually-hidden",
	        BLANK(in.icon_text) ? "Warning" : in.icon_text);
	text(pg, " ");
	put_or_text(pg, in.html, in.text);
	end(pg);
	end(pg);
}

/* ---- notification banner ---- */

static void banner_header(struct page *pg, const struct gov_banner *in, const char *title_id)
{
	const char *usual = in->success ? "Success" : "Important";

	EL(pg, "div", "class", "govuk-notification-banner__header");
	EL(pg, gov_heading(in->heading_level, 2), "class", "govuk-notification-banner__title",
	   "id", title_id);
	put_or_text(pg, in->title_html, BLANK(in->title) ? usual : in->title);
	end(pg);
	end(pg);
}

void gov_notification_banner(struct page *pg, struct gov_banner in)
{
	const char *title_id =
		BLANK(in.title_id) ? "govuk-notification-banner-title" : in.title_id;
	/* A success is read out at once; other news is a landmark to go to. */
	const char *role = in.success ? "alert" : "region";

	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-notification-banner",
	          in.success ? "govuk-notification-banner--success" : NULL, in.classes);
	tag_attr(pg, "role", BLANK(in.role) ? role : in.role);
	tag_attr(pg, "aria-labelledby", title_id);
	tag_attr(pg, "data-module", "govuk-notification-banner");
	tag_attr(pg, "data-disable-auto-focus", gov_tri_text(in.no_focus));
	tag_attrs(pg, in.attrs);
	tag_body(pg);
	banner_header(pg, &in, title_id);
	EL(pg, "div", "class", "govuk-notification-banner__content");
	if (html_given(in.html))
		put(pg, in.html);
	else if (!BLANK(in.text))
		el_text(pg, "p", "govuk-notification-banner__heading", in.text);
	end(pg);
	end(pg);
}

/* ---- panel ---- */

static void panel_action(struct page *pg, const struct gov_panel_action *in)
{
	if (BLANK(in->href) || text_same(in->type, "button")) {
		gov_button(pg, (struct gov_button){
			.text = in->text,
			.type = BLANK(in->type) ? "button" : in->type,
			.href = in->href,
			.classes = gov_join(pg, "govuk-button--inverse", in->classes),
			.attrs = in->attrs,
		});
		return;
	}
	tag_begin(pg, "a");
	TAG_CLASS(pg, "govuk-link govuk-link--inverse", in->classes);
	tag_attr(pg, "href", in->href);
	tag_attrs(pg, in->attrs);
	tag_body(pg);
	text(pg, in->text);
	end(pg);
}

static void panel_actions(struct page *pg, const struct gov_panel *in)
{
	gov_open(pg, "div", NULL, "govuk-panel__actions", in->actions_classes, in->actions_attrs);
	if (in->nitems > 0) {
		EL(pg, "div", "class", "govuk-button-group");
		for (size_t i = 0; i < in->nitems; i++)
			panel_action(pg, &in->items[i]);
		end(pg);
	}
	end(pg);
}

void gov_panel(struct page *pg, struct gov_panel in)
{
	bool interruption = in.interruption ||
	                    gov_has_class(in.classes, "govuk-panel--interruption");

	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-panel", interruption ? NULL : "govuk-panel--confirmation",
	          in.interruption ? "govuk-panel--interruption" : NULL, in.classes);
	tag_attrs(pg, in.attrs);
	tag_body(pg);
	EL(pg, gov_heading(in.heading_level, 1), "class", "govuk-panel__title");
	put_or_text(pg, in.title_html, in.title);
	end(pg);
	if (html_given(in.html) || !BLANK(in.text)) {
		EL(pg, "div", "class", "govuk-panel__body");
		put_or_text(pg, in.html, in.text);
		end(pg);
	}
	if (interruption && (in.actions || in.nitems > 0))
		panel_actions(pg, &in);
	end(pg);
}
