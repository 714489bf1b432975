/* SPDX-License-Identifier: MIT */
/*
 * alm.c -- our own components: identity bar, timeline, filter panel, sub
 * navigation, badge, progress, figures, downloads.  Tables are in alm_table.c.
 */
#include "html/alm.h"

/* ---- identity bar ---- */

void alm_identity(struct page *pg, struct alm_identity in)
{
	EL(pg, "section", "class", "alm-identity", "aria-label", "Whose record this is");
	EL(pg, "p", "class", "alm-identity__name");
	bdi(pg, in.name);
	end(pg);
	if (!BLANK(in.warning))
		gov_tag(pg, (struct gov_tag){ .text = in.warning, .colour = "red" });
	EL(pg, "dl", "class", "alm-identity__facts");
	for (size_t i = 0; i < in.nitems; i++) {
		const struct gov_fact *fact = &in.items[i];

		if (!fact->value && !html_given(fact->value_html))
			continue;
		EL(pg, "div", "class", "alm-identity__fact");
		el(pg, "dt");
		put_or_text(pg, fact->key_html, fact->key);
		end(pg);
		el(pg, "dd");
		put_or_text(pg, fact->value_html, fact->value);
		end(pg);
		end(pg);
	}
	end(pg);
	if (html_given(in.actions)) {
		EL(pg, "div", "class", "alm-identity__actions");
		put(pg, in.actions);
		end(pg);
	}
	end(pg);
}

/* ---- timeline ---- */

static void event(struct page *pg, const struct alm_event *in)
{
	tag_begin(pg, "li");
	TAG_CLASS(pg, "alm-timeline__item",
	          in->colour ? arena_fmt(pg->arena, "alm-timeline__item--%s", in->colour) : NULL);
	tag_body(pg);
	el_text(pg, "p", "alm-timeline__title", in->title);
	EL(pg, "p", "class", "alm-timeline__when");
	EL(pg, "time", "datetime", in->when_iso);
	text(pg, in->when);
	end(pg);
	if (!BLANK(in->by)) {
		text(pg, " by ");
		bdi(pg, in->by);
	}
	end(pg);
	if (html_given(in->html) || !BLANK(in->text)) {
		EL(pg, "div", "class", "alm-timeline__text govuk-body");
		put_or_text(pg, in->html, in->text);
		end(pg);
	}
	end(pg);
}

void alm_timeline(struct page *pg, const struct alm_event *events, size_t n)
{
	EL(pg, "ol", "class", "alm-timeline");
	for (size_t i = 0; i < n; i++)
		if (events[i].title)
			event(pg, &events[i]);
	end(pg);
}

/* ---- filter panel ---- */

void alm_filter_begin(struct page *pg, struct alm_filter in)
{
	const char *summary = in.summary ? in.summary : "Filter";

	if (in.chosen > 0)
		summary = arena_fmt(pg->arena, "%s (%zu chosen)", summary, in.chosen);
	EL(pg, "div", "class", "alm-filter", "role", "search");
	gov_details_begin(pg, (struct gov_details){ .summary = summary,
	                                            .open = in.open || in.chosen > 0 });
	EL(pg, "form", "method", "get", "action", in.action, "novalidate", attr_on);
	EL(pg, "div", "class", "alm-filter__fields");
}

void alm_filter_end(struct page *pg, struct alm_filter in)
{
	end(pg);
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){
		.text = "Apply", .classes = "govuk-button--secondary" });
	if (in.chosen > 0 && in.clear_href)
		el_link(pg, in.clear_href, "Clear all");
	end(pg);
	end(pg);
	gov_details_end(pg);
	end(pg);
}

/* ---- badge, sub navigation ---- */

void alm_badge(struct page *pg, int64_t n, const char *of_what)
{
	EL(pg, "span", "class", "alm-badge");
	text_int(pg, n);
	if (!BLANK(of_what)) {
		EL(pg, "span", "class", "govuk-visually-hidden");
		text(pg, " ");
		text(pg, of_what);
		end(pg);
	}
	end(pg);
}

void alm_sub_nav(struct page *pg, const char *label, const struct alm_sub_item *items, size_t n)
{
	EL(pg, "nav", "class", "alm-sub-nav", "aria-label", label);
	EL(pg, "ul", "class", "alm-sub-nav__list");
	for (size_t i = 0; i < n; i++) {
		if (!items[i].text)
			continue;
		EL(pg, "li", "class", "alm-sub-nav__item");
		EL(pg, "a", "class", "alm-sub-nav__link", "href", items[i].href,
		   "aria-current", items[i].current ? "page" : NULL);
		text(pg, items[i].text);
		if (items[i].count > 0) {
			text(pg, " ");
			alm_badge(pg, items[i].count, NULL);
		}
		end(pg);
		end(pg);
	}
	end(pg);
	end(pg);
}

/* ---- copy, progress ---- */

void alm_copy(struct page *pg, const char *label, const char *what)
{
	EL(pg, "div", "class", "alm-copy");
	el_text(pg, "code", "alm-copy__text", what);
	EL(pg, "button", "type", "button", "hidden", attr_on, "data-copy", what,
	   "class", "govuk-button govuk-button--secondary alm-copy__button");
	text(pg, "Copy");
	EL(pg, "span", "class", "govuk-visually-hidden");
	text(pg, " ");
	text(pg, label);
	end(pg);
	end(pg);
	end(pg);
}

void alm_progress(struct page *pg, const char *label, int64_t done, int64_t of)
{
	SURE(of >= 0 && done >= 0);
	EL(pg, "p", "class", "alm-progress govuk-body");
	el(pg, "label");        /* around it: no id that could be there twice */
	text(pg, label);
	text(pg, " ");
	tag_begin(pg, "progress");
	tag_attr(pg, "class", "alm-progress__bar");
	tag_int(pg, "value", done < of ? done : of);
	tag_int(pg, "max", of > 0 ? of : 1);
	tag_body(pg);
	end(pg);
	end(pg);
	text(pg, arena_fmt(pg->arena, " %lld of %lld", (long long)done, (long long)of));
	end(pg);
}

/* ---- figures, downloads, nothing ---- */

void alm_figures(struct page *pg, const struct alm_figure *figures, size_t n)
{
	EL(pg, "ul", "class", "alm-figures");
	for (size_t i = 0; i < n; i++) {
		const struct alm_figure *f = &figures[i];

		if (!f->value)
			continue;
		EL(pg, "li", "class", "alm-figures__item");
		EL(pg, f->href ? "a" : "span", "href", f->href,
		   "class", f->href ? "alm-figures__link" : NULL);
		el_text(pg, "span", "alm-figures__value", f->value);
		text(pg, " ");
		el_text(pg, "span", "alm-figures__label", f->label);
		end(pg);
		if (!BLANK(f->note))
			el_text(pg, "span", "alm-figures__note", f->note);
		end(pg);
	}
	end(pg);
}

void alm_downloads(struct page *pg, const char *path, const char *query)
{
	alm_downloads_of(pg, "The same", path, query);
}

void alm_downloads_of(struct page *pg, const char *what, const char *path, const char *query)
{
	static const char *const kinds[][2] = {
		{ ".csv", "CSV" }, { ".xlsx", "spreadsheet" }, { ".json", "JSON" },
	};

	EL(pg, "p", "class", "govuk-body-s alm-downloads");
	text(pg, what);
	text(pg, " as ");
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (i > 0)
			text(pg, i + 1 < COUNT(kinds) ? ", " : " or ");
		el_link(pg, arena_fmt(pg->arena, "%s%s%s%s", path, kinds[i][0],
		                      BLANK(query) ? "" : "?", BLANK(query) ? "" : query),
		        kinds[i][1]);
	}
	end(pg);
}

void alm_empty(struct page *pg, const char *words, const char *href, const char *link)
{
	EL(pg, "div", "class", "alm-empty");
	el_text(pg, "p", "govuk-body", words);
	if (href) {
		EL(pg, "p", "class", "govuk-body");
		el_link(pg, href, link);
		end(pg);
	}
	end(pg);
}

/* ---- ways on ---- */

void alm_ways(struct page *pg, const char *at, const struct alm_way *w, size_t n)
{
	bool first = true;

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < n; i++) {
		if (!w[i].shown)
			continue;
		gov_button(pg, (struct gov_button){ .text = w[i].text,
			.href = arena_fmt(pg->arena, "%s/%s", at, w[i].to),
			.classes = first ? NULL : "govuk-button--secondary" });
		first = false;
	}
	end(pg);
}
