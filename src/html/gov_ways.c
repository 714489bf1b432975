/* SPDX-License-Identifier: MIT */
/*
 * gov_ways.c -- getting about: back link, breadcrumbs, skip link, header,
 * service navigation, pagination, tabs.
 */
#include "html/gov_inside.h"

/* ---- small links ---- */

static void link_begin(struct page *pg, const char *href, const char *base, const char *classes,
                       struct attrs attrs)
{
	tag_begin(pg, "a");
	tag_attr(pg, "href", href);
	TAG_CLASS(pg, base, classes);
	tag_attrs(pg, attrs);
	tag_body(pg);
}

void gov_back_link(struct page *pg, struct gov_back_link in)
{
	link_begin(pg, BLANK(in.href) ? "#" : in.href, "govuk-back-link", in.classes, in.attrs);
	put_or_text(pg, in.html, BLANK(in.text) ? "Back" : in.text);
	end(pg);
}

void gov_skip_link(struct page *pg, struct gov_skip_link in)
{
	tag_begin(pg, "a");
	tag_attr(pg, "href", BLANK(in.href) ? "#content" : in.href);
	TAG_CLASS(pg, "govuk-skip-link", in.classes);
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "data-module", "govuk-skip-link");
	tag_body(pg);
	put_or_text(pg, in.html, in.text);
	end(pg);
}

void gov_breadcrumbs(struct page *pg, struct gov_breadcrumbs in)
{
	tag_begin(pg, "nav");
	TAG_CLASS(pg, "govuk-breadcrumbs", in.classes,
	          in.collapse ? "govuk-breadcrumbs--collapse-on-mobile" : NULL);
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "aria-label", in.label ? in.label : "Breadcrumb");
	tag_body(pg);
	EL(pg, "ol", "class", "govuk-breadcrumbs__list");
	for (size_t i = 0; i < in.nitems; i++) {
		const struct gov_crumb *crumb = &in.items[i];
		bool linked = !BLANK(crumb->href);

		EL(pg, "li", "class", "govuk-breadcrumbs__list-item",
		   "aria-current", linked ? NULL : "page");
		if (linked)
			link_begin(pg, crumb->href, "govuk-breadcrumbs__link", NULL, crumb->attrs);
		put_or_text(pg, crumb->html, crumb->text);
		if (linked)
			end(pg);
		end(pg);
	}
	end(pg);
	end(pg);
}

void gov_generic_header(struct page *pg, struct gov_header in)
{
	gov_open(pg, "div", NULL, "govuk-generic-header", in.classes, in.attrs);
	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-generic-header__container",
	          BLANK(in.container_classes) ? "govuk-width-container" : in.container_classes);
	tag_body(pg);
	EL(pg, "div", "class", "govuk-generic-header__logo");
	EL(pg, "a", "href", BLANK(in.url) ? "/" : in.url,
	   "class", "govuk-generic-header__homepage-link");
	put_or_text(pg, in.logo_html, in.logo);
	end(pg);
	end(pg);
	end(pg);
	end(pg);
}

/* ---- service navigation ---- */

static void nav_words(struct page *pg, const struct gov_nav_item *item)
{
	/* <strong>: whoever overrides our colours still sees where she is. */
	bool here = item->active || item->current;

	if (here)
		EL(pg, "strong", "class", "govuk-service-navigation__active-fallback");
	put_or_text(pg, item->html, item->text);
	if (here)
		end(pg);
}

static bool nav_item_said(const struct gov_nav_item *item)
{
	return item->text || item->href || html_given(item->html);
}

static void nav_item(struct page *pg, const struct gov_nav_item *item)
{
	const char *here = item->current ? "page" : item->active ? "true" : NULL;

	tag_begin(pg, "li");
	TAG_CLASS(pg, "govuk-service-navigation__item",
	          here ? "govuk-service-navigation__item--active" : NULL);
	tag_body(pg);
	if (!BLANK(item->href)) {
		tag_begin(pg, "a");
		tag_attr(pg, "class", "govuk-service-navigation__link");
		tag_attr(pg, "href", item->href);
		tag_attr(pg, "aria-current", here);
		tag_attrs(pg, item->attrs);
		tag_body(pg);
		nav_words(pg, item);
		end(pg);
	} else if (!BLANK(item->text) || html_given(item->html)) {
		EL(pg, "span", "class", "govuk-service-navigation__text", "aria-current", here);
		nav_words(pg, item);
		end(pg);
	}
	end(pg);
}

static void nav_toggle(struct page *pg, const struct gov_service_nav *in, const char *menu,
                       const char *id)
{
	bool labelled = !BLANK(in->menu_label) && !text_same(in->menu_label, menu);

	EL(pg, "button", "type", "button",
	   "class", "govuk-service-navigation__toggle govuk-js-service-navigation-toggle",
	   "aria-controls", id, "aria-label", labelled ? in->menu_label : NULL,
	   "hidden", attr_on, "aria-hidden", "true");
	text(pg, menu);
	end(pg);
}

static void nav_list(struct page *pg, const struct gov_service_nav *in, size_t said)
{
	const char *menu = BLANK(in->menu_text) ? "Menu" : in->menu_text;
	const char *id = BLANK(in->nav_id) ? "navigation" : in->nav_id;

	tag_begin(pg, "nav");
	tag_attr(pg, "aria-label", BLANK(in->nav_label) ? menu : in->nav_label);
	TAG_CLASS(pg, "govuk-service-navigation__wrapper", in->nav_classes);
	tag_body(pg);
	if (in->collapse == GOV_YES || (in->collapse == GOV_UNSAID && said > 1))
		nav_toggle(pg, in, menu, id);
	EL(pg, "ul", "class", "govuk-service-navigation__list", "id", id);
	put(pg, in->nav_start);
	for (size_t i = 0; i < in->nitems; i++)
		if (nav_item_said(&in->items[i]))
			nav_item(pg, &in->items[i]);
	put(pg, in->nav_finish);
	end(pg);
	end(pg);
}

static void nav_service(struct page *pg, const struct gov_service_nav *in)
{
	if (BLANK(in->service))
		return;
	EL(pg, "span", "class", "govuk-service-navigation__service-name");
	if (BLANK(in->service_url))
		EL(pg, "span", "class", "govuk-service-navigation__text");
	else
		EL(pg, "a", "href", in->service_url, "class", "govuk-service-navigation__link");
	text(pg, in->service);
	end(pg);
	end(pg);
}

void gov_service_navigation(struct page *pg, struct gov_service_nav in)
{
	/* With more than the list in it, it is a landmark of its own. */
	bool section = !BLANK(in.service) || html_given(in.start) || html_given(in.finish);
	size_t said = 0;

	for (size_t i = 0; i < in.nitems; i++)
		said += nav_item_said(&in.items[i]);
	tag_begin(pg, section ? "section" : "div");
	if (section)
		tag_attr(pg, "aria-label", in.label ? in.label : "Service information");
	TAG_CLASS(pg, "govuk-service-navigation", in.classes);
	tag_attr(pg, "data-module", "govuk-service-navigation");
	tag_attrs(pg, in.attrs);
	tag_body(pg);
	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-width-container",
	          in.finish_inline ? "govuk-service-navigation__inlining-container" : NULL);
	tag_body(pg);
	put(pg, in.start);
	EL(pg, "div", "class", "govuk-service-navigation__container");
	nav_service(pg, &in);
	if (said > 0 || html_given(in.nav_start) || html_given(in.nav_finish))
		nav_list(pg, &in, said);
	end(pg);
	put(pg, in.finish);
	end(pg);
	end(pg);
}

/* ---- pagination ---- */

#define ARROW(side, path)                                                                \
	HTML_LIT("<svg class=\"govuk-pagination__icon govuk-pagination__icon--" side "\"" \
	         " xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\""       \
	         " aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\">"       \
	         "<path d=\"" path "\"></path></svg>")

static Html arrow(bool next)
{
	if (next)
		return ARROW("next", "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l"
		             "-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z");
	return ARROW("prev", "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449"
	             "-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z");
}

static void page_step(struct page *pg, const struct gov_page_link *to, bool next, bool block)
{
	EL(pg, "div", "class", next ? "govuk-pagination__next" : "govuk-pagination__prev");
	tag_begin(pg, "a");
	tag_attr(pg, "class", "govuk-link govuk-pagination__link");
	tag_attr(pg, "href", to->href);
	tag_attr(pg, "rel", next ? "next" : "prev");
	tag_attrs(pg, to->attrs);
	tag_body(pg);
	if (block || !next)
		put(pg, arrow(next));
	tag_begin(pg, "span");
	TAG_CLASS(pg, "govuk-pagination__link-title",
	          block && BLANK(to->label) ? "govuk-pagination__link-title--decorated" : NULL);
	tag_body(pg);
	if (html_given(to->html) || !BLANK(to->text)) {
		put_or_text(pg, to->html, to->text);
	} else {
		text(pg, next ? "Next" : "Previous");
		el_text(pg, "span", "govuk-visually-hidden", " page");
	}
	end(pg);
	if (block && !BLANK(to->label)) {
		el_text(pg, "span", "govuk-visually-hidden", ":");
		el_text(pg, "span", "govuk-pagination__link-label", to->label);
	}
	if (!block && next)
		put(pg, arrow(next));
	end(pg);
	end(pg);
}

static void page_item(struct page *pg, const struct gov_page_item *item)
{
	tag_begin(pg, "li");
	TAG_CLASS(pg, "govuk-pagination__item",
	          item->current ? "govuk-pagination__item--current" : NULL,
	          item->ellipsis ? "govuk-pagination__item--ellipsis" : NULL);
	tag_body(pg);
	if (item->ellipsis) {
		put(pg, HTML_LIT("&ctdot;"));
	} else {
		tag_begin(pg, "a");
		tag_attr(pg, "class", "govuk-link govuk-pagination__link");
		tag_attr(pg, "href", item->href ? item->href : "");
		tag_attr(pg, "aria-label", item->hidden ? item->hidden
		         : arena_fmt(pg->arena, "Page %s", item->number ? item->number : ""));
		tag_attr(pg, "aria-current", item->current ? "page" : NULL);
		tag_attrs(pg, item->attrs);
		tag_body(pg);
		text(pg, item->number);
		end(pg);
	}
	end(pg);
}

void gov_pagination(struct page *pg, struct gov_pagination in)
{
	bool back = !BLANK(in.previous.href), on = !BLANK(in.next.href);
	bool block = in.nitems == 0 && (back || on);

	tag_begin(pg, "nav");
	TAG_CLASS(pg, "govuk-pagination", block ? "govuk-pagination--block" : NULL, in.classes);
	tag_attr(pg, "aria-label", BLANK(in.landmark) ? "Pagination" : in.landmark);
	tag_attrs(pg, in.attrs);
	tag_body(pg);
	if (back)
		page_step(pg, &in.previous, false, block);
	if (in.nitems > 0) {
		EL(pg, "ul", "class", "govuk-pagination__list");
		for (size_t i = 0; i < in.nitems; i++)
			if (in.items[i].number || in.items[i].ellipsis || in.items[i].href)
				page_item(pg, &in.items[i]);
		end(pg);
	}
	if (on)
		page_step(pg, &in.next, true, block);
	end(pg);
}

static const char *page_href(struct page *pg, const char *href, int64_t n)
{
	return arena_fmt(pg->arena, "%s%lld", href, (long long)n);
}

/* First, last, here and its neighbours; what lies between is "...". */
void gov_pages(struct page *pg, const char *href, int64_t at, int64_t last)
{
	const int64_t wanted[] = { 1, at - 1, at, at + 1, last };
	struct gov_page_item items[2 * COUNT(wanted)] = { 0 };
	struct gov_pagination in = { .items = items };
	int64_t shown = 0;

	if (last < 2)
		return;
	for (size_t i = 0; i < COUNT(wanted); i++) {
		int64_t n = wanted[i];

		if (n <= shown || n > last)
			continue;
		if (n > shown + 1)
			items[in.nitems++].ellipsis = true;
		items[in.nitems++] = (struct gov_page_item){
			.number = arena_fmt(pg->arena, "%lld", (long long)n),
			.href = page_href(pg, href, n),
			.current = n == at,
		};
		shown = n;
	}
	if (at > 1)
		in.previous.href = page_href(pg, href, at - 1);
	if (at < last)
		in.next.href = page_href(pg, href, at + 1);
	gov_pagination(pg, in);
}

/* ---- tabs ---- */

static const char *tab_id(struct page *pg, const struct gov_tabs *in, size_t i)
{
	if (!BLANK(in->items[i].id))
		return in->items[i].id;
	return arena_fmt(pg->arena, "%s-%zu", BLANK(in->id_prefix) ? "" : in->id_prefix, i + 1);
}

static bool tab_said(const struct gov_tab *tab)
{
	return tab->label || tab->id || tab->text || html_given(tab->html);
}

static void tab_list(struct page *pg, const struct gov_tabs *in)
{
	EL(pg, "ul", "class", "govuk-tabs__list");
	for (size_t i = 0; i < in->nitems; i++) {
		if (!tab_said(&in->items[i]))
			continue;
		tag_begin(pg, "li");
		TAG_CLASS(pg, "govuk-tabs__list-item",
		          i == 0 ? "govuk-tabs__list-item--selected" : NULL);
		tag_body(pg);
		tag_begin(pg, "a");
		tag_attr(pg, "class", "govuk-tabs__tab");
		tag_attr(pg, "href", arena_fmt(pg->arena, "#%s", tab_id(pg, in, i)));
		tag_attrs(pg, in->items[i].attrs);
		tag_body(pg);
		text(pg, in->items[i].label);
		end(pg);
		end(pg);
	}
	end(pg);
}

static void tab_panel(struct page *pg, const struct gov_tabs *in, size_t i)
{
	const struct gov_tab *tab = &in->items[i];

	tag_begin(pg, "div");
	TAG_CLASS(pg, "govuk-tabs__panel", i > 0 ? "govuk-tabs__panel--hidden" : NULL);
	tag_attr(pg, "id", tab_id(pg, in, i));
	tag_attrs(pg, tab->panel_attrs);
	tag_body(pg);
	if (html_given(tab->html))
		put(pg, tab->html);
	else if (!BLANK(tab->text))
		el_text(pg, "p", "govuk-body", tab->text);
	end(pg);
}

void gov_tabs(struct page *pg, struct gov_tabs in)
{
	tag_begin(pg, "div");
	tag_attr(pg, "id", BLANK(in.id) ? NULL : in.id);
	TAG_CLASS(pg, "govuk-tabs", in.classes);
	tag_attrs(pg, in.attrs);
	tag_attr(pg, "data-module", "govuk-tabs");
	tag_body(pg);
	el_text(pg, "h2", "govuk-tabs__title", in.title ? in.title : "Contents");
	if (in.nitems > 0) {
		tab_list(pg, &in);
		for (size_t i = 0; i < in.nitems; i++)
			if (tab_said(&in.items[i]))
				tab_panel(pg, &in, i);
	}
	end(pg);
}
