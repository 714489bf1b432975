/* SPDX-License-Identifier: MIT */
/*
 * layout.c -- head, header, navigation, main and footer of every page.
 */
#include "html/layout.h"

enum { PAGE_ROOM = 60 << 10 };

/* ---- head ---- */

static bool has_errors(const struct layout *l)
{
	return l->errors || l->nproblems > 0;
}

/* "Error: Requests - Care brokerage - Westmarch Council" */
static void window_title(struct page *pg, const struct layout *l)
{
	const char *const parts[] = { l->title, l->service, l->council };
	bool any = false;

	el(pg, "title");
	if (has_errors(l))
		text(pg, "Error: ");
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (BLANK(parts[i]))
			continue;
		if (any)
			text(pg, " - ");
		text(pg, parts[i]);
		any = true;
	}
	end(pg);
}

static void head(struct page *pg, const struct layout *l)
{
	el(pg, "head");
	VOID(pg, "meta", "charset", "utf-8");
	window_title(pg, l);
	VOID(pg, "meta", "name", "viewport",
	     "content", "width=device-width, initial-scale=1, viewport-fit=cover");
	if (l->theme_colour)
		VOID(pg, "meta", "name", "theme-color", "content", l->theme_colour);
	/* Addresses in pages may hold ids: they are nobody else's business. */
	VOID(pg, "meta", "name", "referrer", "content", "same-origin");
	if (l->icon)
		VOID(pg, "link", "rel", "icon", "type", "image/svg+xml", "href", l->icon);
	if (l->css)
		VOID(pg, "link", "rel", "stylesheet", "href", l->css);
	if (l->theme_css)
		VOID(pg, "link", "rel", "stylesheet", "href", l->theme_css);
	if (l->js) {
		EL(pg, "script", "type", "module", "src", l->js);
		end(pg);
	}
	end(pg);
}

/* ---- header ---- */

/* One box on every page; it only asks, so it needs no token. */
static void search_box(struct page *pg, const struct layout *l)
{
	EL(pg, "form", "class", "alm-search", "method", "get", "action", l->search,
	   "role", "search", "aria-label", "Everything");
	EL(pg, "label", "class", "govuk-visually-hidden", "for", "site-search");
	text(pg, "Search by name or number");
	end(pg);
	VOID(pg, "input", "class", "govuk-input alm-search__box", "id", "site-search", "name", "q",
	     "type", "search", "value", l->search_q, "autocomplete", "off",
	     "spellcheck", "false");
	EL(pg, "button", "type", "submit", "class", "alm-link-button");
	text(pg, "Search");
	end(pg);
	end(pg);
}

static void account(struct page *pg, const struct layout *l)
{
	if (!l->user && !l->sign_in)
		return;
	EL(pg, "div", "class", "alm-account govuk-width-container");
	if (!l->user) {
		el_link(pg, l->sign_in, "Sign in");
		end(pg);
		return;
	}
	if (l->search)
		search_box(pg, l);
	EL(pg, "span", "class", "alm-account__who");
	EL(pg, l->user_href ? "a" : "span", "href", l->user_href,
	   "class", l->user_href ? "govuk-link" : NULL);
	bdi(pg, l->user);
	end(pg);
	if (!BLANK(l->organisation)) {
		text(pg, ", ");
		bdi(pg, l->organisation);
	}
	end(pg);
	if (l->sign_out) {
		post_begin(pg, l->sign_out, l->csrf, NULL, false);
		EL(pg, "button", "type", "submit", "class", "alm-link-button");
		text(pg, "Sign out");
		end(pg);
		end(pg);
	}
	end(pg);
}

static void header(struct page *pg, const struct layout *l)
{
	EL(pg, "header", "class", "govuk-template__header");
	gov_generic_header(pg, (struct gov_header){ .logo = l->council, .url = l->home });
	account(pg, l);
	gov_service_navigation(pg, (struct gov_service_nav){
		.service = l->service, .service_url = l->home, .items = l->nav, .nitems = l->nnav,
	});
	if (l->demo)
		gov_phase_banner(pg, (struct gov_phase){
			.tag = "Demonstration",
			.text = "Every person, provider and price here is invented.",
		});
	end(pg);
}

/* ---- what comes between header and contents ---- */

static void before_main(struct page *pg, const struct layout *l)
{
	if (l->ncrumbs > 0)
		gov_breadcrumbs(pg, (struct gov_breadcrumbs){
			.items = l->crumbs, .nitems = l->ncrumbs, .collapse = true });
	if (l->ncrumbs == 0 && l->back) {
		/* A landmark, so that all of the page is in one. */
		EL(pg, "nav", "aria-label", "Back");
		gov_back_link(pg, (struct gov_back_link){ .href = l->back });
		end(pg);
	}
}

/* ---- footer ---- */

static void footer_link(struct page *pg, const char *href, const char *words)
{
	EL(pg, "li", "class", "govuk-footer__inline-list-item");
	EL(pg, "a", "class", "govuk-footer__link", "href", href);
	text(pg, words);
	end(pg);
	end(pg);
}

/* Only on paper: who printed it and when, for a page that may lie about. */
static void printed(struct page *pg, const struct layout *l)
{
	if (!l->user && !moment_known(l->now))
		return;
	EL(pg, "p", "class", "alm-print-only");
	text(pg, "Printed");
	if (l->user) {
		text(pg, " by ");
		bdi(pg, l->user);
	}
	if (moment_known(l->now)) {
		text(pg, " on ");
		text(pg, moment_text(pg->arena, l->now));
	}
	end(pg);
}

static void footer(struct page *pg, const struct layout *l)
{
	EL(pg, "footer", "class", "govuk-template__footer");
	EL(pg, "div", "class", "govuk-footer alm-footer");
	EL(pg, "div", "class", "govuk-width-container");
	el_text(pg, "h2", "govuk-visually-hidden", "About this service");
	EL(pg, "ul", "class", "govuk-footer__inline-list");
	footer_link(pg, l->accessibility_href ? l->accessibility_href : "/accessibility",
	            "Accessibility statement");
	for (size_t i = 0; i < l->nfooter_links; i++)
		footer_link(pg, l->footer_links[i].href, l->footer_links[i].text);
	end(pg);
	el_text(pg, "p", "govuk-body-s alm-footer__owner", l->council);
	if (l->request_id) {
		EL(pg, "p", "class", "govuk-body-s");
		text(pg, "Reference of this page: ");
		el_text(pg, "code", NULL, l->request_id);
		end(pg);
	}
	printed(pg, l);
	end(pg);
	end(pg);
	end(pg);
}

/* ---- the page ---- */

static void main_head(struct page *pg, const struct layout *l)
{
	if (l->nproblems > 0)
		gov_error_summary(pg, (struct gov_error_summary){
			.items = l->problems, .nitems = l->nproblems });
	if (!BLANK(l->flash))
		gov_notification_banner(pg, (struct gov_banner){
			.text = l->flash, .success = true });
	if (!BLANK(l->caption))
		el_text(pg, "span", "govuk-caption-l", l->caption);
	if (!BLANK(l->h1))
		heading(pg, 1, l->h1);
}

/* What the script must know is said in attributes: nothing is inline. */
static void body_begin(struct page *pg, const struct layout *l)
{
	tag_begin(pg, "body");
	TAG_CLASS(pg, "govuk-template__body", l->wide ? "alm-wide" : NULL);
	if (l->session_seconds > 0)
		tag_int(pg, "data-session-seconds", l->session_seconds);
	tag_attr(pg, "data-session-path", l->session_path);
	tag_attr(pg, "data-autocomplete-src", l->autocomplete_js);
	tag_body(pg);
}

struct page *layout_begin(struct arena *arena, const struct layout *l)
{
	struct page *pg = page_new(arena);

	/* Most pages fit; growing among the pieces they are made of means copying. */
	buf_reserve(&pg->out, PAGE_ROOM);
	put(pg, HTML_LIT("<!DOCTYPE html>\n"));
	EL(pg, "html", "lang", BLANK(l->lang) ? "en" : l->lang, "class", "govuk-template");
	head(pg, l);
	body_begin(pg, l);
	gov_skip_link(pg, (struct gov_skip_link){
		.text = "Skip to main content", .href = "#main-content" });
	header(pg, l);
	EL(pg, "div", "class", "govuk-width-container");
	before_main(pg, l);
	EL(pg, "main", "class", "govuk-main-wrapper", "id", "main-content");
	main_head(pg, l);
	return pg;
}

const char *layout_end(struct page *pg, const struct layout *l, size_t *n)
{
	end(pg);        /* main */
	end(pg);        /* its container */
	footer(pg, l);
	end(pg);        /* body */
	end(pg);        /* html */
	return page_text(pg, n);
}

/* ---- pieces for handlers ---- */

void hidden(struct page *pg, const char *name, const char *value)
{
	if (value)
		VOID(pg, "input", "type", "hidden", "name", name, "value", value);
}

void post_begin(struct page *pg, const char *action, const char *csrf, const char *key, bool upload)
{
	/* novalidate: our own messages say more, and in the summary too. */
	EL(pg, "form", "method", "post", "action", action, "novalidate", attr_on,
	   "enctype", upload ? "multipart/form-data" : NULL);
	hidden(pg, "csrf", csrf);
	hidden(pg, "key", key);
}

void column_begin(struct page *pg, const char *width)
{
	EL(pg, "div", "class", "govuk-grid-row");
	EL(pg, "div", "class", arena_fmt(pg->arena, "govuk-grid-column-%s", width));
}

void column_end(struct page *pg)
{
	end(pg);
	end(pg);
}

void heading(struct page *pg, unsigned level, const char *words)
{
	static const char *const tags[] = { "h1", "h2", "h3", "h4" };
	static const char *const classes[] = {
		"govuk-heading-l", "govuk-heading-m", "govuk-heading-s", "govuk-heading-s",
	};

	SURE(level >= 1 && level <= COUNT(tags));
	el_text(pg, tags[level - 1], classes[level - 1], words);
}

void para(struct page *pg, const char *words)
{
	el_text(pg, "p", "govuk-body", words);
}
