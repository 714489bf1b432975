/* SPDX-License-Identifier: MIT */
/*
 * alm.h -- our own components, for what GOV.UK has none: classes "alm-...".
 *
 * Their style is in assets/almoner.scss.  All work without script and in
 * print; what is wider than a small screen scrolls in a region of its own
 * that the keyboard can reach.
 */
#ifndef ALM_ALM_H
#define ALM_ALM_H

#include "base/date.h"
#include "html/gov.h"

/* ---- identity bar: whose record is open ---- */
struct alm_identity {
	const char *name;                             /* isolated: it is what people typed */
	const struct gov_fact *items; size_t nitems;  /* "Born", "NHS number"... key and value */
	const char *warning;                          /* "Restricted record"; may be NULL */
	Html        actions;
};
void alm_identity(struct page *, struct alm_identity);

/* ---- timeline: what happened, newest first as given ---- */
struct alm_event {
	const char *title, *by, *when, *when_iso;     /* when as text; ISO for the machine */
	const char *text; Html html;
	const char *colour;                           /* of the dot, as of a tag; may be NULL */
};
void alm_timeline(struct page *, const struct alm_event *, size_t n);

/* ---- filter panel: a form that only asks (GET) ---- */
struct alm_filter {
	const char *action, *summary;                 /* "Filter" */
	size_t      chosen;                           /* how many are in force: opens it */
	const char *clear_href;
	bool        open;
};
void alm_filter_begin(struct page *, struct alm_filter);   /* ...fields... */
void alm_filter_end(struct page *, struct alm_filter);     /* its button, and the way back to all */

/* ---- sub navigation: pages of one record ---- */
/* A count of 0 is not shown. */
struct alm_sub_item { const char *text, *href; bool current; int64_t count; };
void alm_sub_nav(struct page *, const char *label, const struct alm_sub_item *, size_t n);

/* ---- a number in a badge: "3", read as "3 waiting" ---- */
void alm_badge(struct page *, int64_t n, const char *of_what);

/* ---- a wide table in a region that scrolls: begin, table, end ---- */
void alm_scroll_begin(struct page *, const char *label);
void alm_scroll_end(struct page *);

/* ---- visits of a week, by day and time band ---- */
struct alm_visit {
	int day;                                      /* 1 = Monday */
	int band;                                     /* an index of bands */
	const char *text;                             /* "07:30-08:30" */
	const char *note;                             /* "45 min, two carers" */
	bool missing;                                 /* not covered by this offer */
};
struct alm_grid {
	const char *caption;
	const char *const *bands; size_t nbands;
	const struct alm_visit *visits; size_t nvisits;
};
void alm_visit_grid(struct page *, struct alm_grid);

/* ---- side by side: one column a thing, one row a fact ---- */
struct alm_compare {
	const char *caption;
	const char *const *heads; size_t nheads;      /* the things: offers */
	const struct alm_compare_row *items; size_t nitems;
	int best;                                     /* 1...: this column is marked; 0: none */
	const char *best_text;                        /* "First in order" */
};
struct alm_compare_row {
	const char *name;
	const struct gov_cell *cells;                 /* nheads of them */
};
void alm_compare(struct page *, struct alm_compare);

/* ---- a line to copy: an address, a reference.  Script adds the button. ---- */
void alm_copy(struct page *, const char *label, const char *what);

/* ---- ways on from a page: buttons to pages beneath it, the first shown is the main one ---- */
struct alm_way { const char *text, *to; bool shown; };        /* "Extend" "extend" */
void alm_ways(struct page *, const char *at, const struct alm_way *, size_t n);

/* ---- how far a job is ---- */
void alm_progress(struct page *, const char *label, int64_t done, int64_t of);

/* ---- numbers to see from afar: the head of a dashboard ---- */
struct alm_figure { const char *value, *label, *href, *note; };
void alm_figures(struct page *, const struct alm_figure *, size_t n);

/* ---- links below a list: the same as CSV, spreadsheet, JSON ---- */
/* "/requests", and "sort=age" or NULL */
void alm_downloads(struct page *, const char *path, const char *query);
/* The same in other words than "The same": "The whole return". */
void alm_downloads_of(struct page *, const char *what, const char *path, const char *query);

/* ---- nothing to show, and what to do about it ---- */
void alm_empty(struct page *, const char *text, const char *href, const char *link);

#endif
