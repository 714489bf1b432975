/* SPDX-License-Identifier: MIT */
/*
 * layout.h -- the whole page around what a handler writes.
 *
 *	struct page *pg = layout_begin(arena, &l);      l.title = "Requests"...
 *	... the contents of <main> ...
 *	bytes = layout_end(pg, &l, &n);
 *
 * The council's own name and colour; no crown, logotype or typeface of
 * GOV.UK, which only services of central government may use.  Nothing is
 * inline: style sheets, theme and script are files, so that the content
 * security policy may be script-src 'self'; style-src 'self'.
 */
#ifndef ALM_LAYOUT_H
#define ALM_LAYOUT_H

#include "base/date.h"
#include "html/gov.h"

struct layout {
	/* the house: the same on every page */
	const char *council;              /* "Westmarch Council" */
	const char *service;              /* "Care brokerage"; part of the title */
	const char *home;                 /* "/" */
	const char *css, *theme_css, *js; /* addresses of our files; theme_css and js may be NULL */
	const char *autocomplete_js;      /* fetched where a page needs it; may be NULL */
	const char *icon;                 /* favicon, SVG; may be NULL */
	const char *theme_colour;         /* "#00594c"; may be NULL */
	const char *accessibility_href;   /* "/accessibility" */
	const struct gov_crumb *footer_links; size_t nfooter_links;   /* more links */

	/* who reads it; user NULL: nobody is signed in */
	const char *user, *user_href;     /* the name, and where her account is */
	const char *organisation;         /* shown after the name, may be NULL */
	const char *sign_out;             /* address of the sign-out form */
	const char *search, *search_q;    /* where the search box asks, and for what; or NULL */
	const char *sign_in;              /* address of sign-in, for a public page; may be NULL */
	const char *csrf;
	const struct gov_nav_item *nav; size_t nnav;
	const char *session_path;         /* asked to stay signed in; may be NULL */
	int64_t     session_seconds;      /* the session ends after so long; 0: not said */

	/* this page */
	const char *title;                /* of the window, before service and council */
	const char *h1;                   /* drawn as a heading when given */
	const char *caption;              /* above the h1 */
	const char *lang;                 /* "en" */
	bool        errors;               /* "Error: " before the title */
	const struct gov_problem *problems; size_t nproblems;   /* error summary; implies errors */
	const char *flash;                /* "Package placed": once, after a redirect */
	const char *back;                 /* address of the back link */
	const struct gov_crumb *crumbs; size_t ncrumbs;
	bool        wide;                 /* the full width, for work lists */
	bool        demo;                 /* a banner says that all of it is invented */
	Moment      now;                  /* "Printed by ... on ..." */
	const char *request_id;           /* in the footer of an error page; else NULL */
};

struct page *layout_begin(struct arena *, const struct layout *);
const char  *layout_end(struct page *, const struct layout *, size_t *n);

/*
 * <form method="post" novalidate> with its CSRF token; end(pg) closes it.
 * upload: multipart.  The names of the hidden fields are "csrf" and, when a
 * key is given, "key" (the idempotency key that every form carries).
 */
void post_begin(struct page *, const char *action, const char *csrf, const char *key, bool upload);
void hidden(struct page *, const char *name, const char *value);

/* Two thirds of the width, the usual for reading and forms; end(pg) twice. */
void column_begin(struct page *, const char *width);   /* "two-thirds", "full", "one-third" */
void column_end(struct page *);

void heading(struct page *, unsigned level, const char *text);  /* 1 l, 2 m, 3 s */
void para(struct page *, const char *text);

#endif
