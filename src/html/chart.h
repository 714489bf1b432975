/* SPDX-License-Identifier: MIT */
/*
 * chart.h -- pictures of numbers, drawn by the server as SVG.
 *
 * A chart is a figure: a heading, the picture (role img, with title and
 * description), and the same numbers as a table in a details element, each
 * of which may lead to the list behind it.  Colours are classes of our style
 * sheet; every series has its own shade, dash and marker, so that a chart can
 * be read in black and white.  No script.
 *
 *	chart(pg, (struct chart){
 *		.id = "waiting", .kind = CHART_COLUMNS, .title = "Requests waiting",
 *		.labels = days, .nlabels = 7, .series = &waiting, .nseries = 1 });
 */
#ifndef ALM_CHART_H
#define ALM_CHART_H

#include "html/html.h"

enum chart_kind {
	CHART_COLUMNS,          /* upright bars; several series side by side */
	CHART_STACKED,          /* series on top of each other; below zero draws nothing */
	CHART_BARS,             /* lying bars: for long names */
	CHART_LINES,
};

enum { CHART_SERIES = 6 };

struct chart_series {
	const char    *name;
	const int64_t *values;                /* one for each label; INT_NONE is a gap */
	const char *const *hrefs;             /* may be NULL: where each number's list is */
};

struct chart {
	const char *id;                       /* unique on the page */
	enum chart_kind kind;
	const char *title;
	const char *note;                     /* a sentence below the title; may be NULL */
	const char *label_head;               /* heading of the table's first column: "Month" */
	const char *const *labels; size_t nlabels;
	const struct chart_series *series; size_t nseries;    /* CHART_SERIES at most */
	char *(*show)(struct arena *, int64_t);   /* a number in words: "£1,200"; NULL: "1,200" */
	bool table_open;                      /* the table is shown from the start */
	int64_t target;                       /* a line across, when has_target */
	bool has_target; const char *target_name;
};
void chart(struct page *, struct chart);

/* A small line within text or a table cell; `label` says it in words. */
void sparkline(struct page *, const char *label, const int64_t *values, size_t n);

char *chart_number(struct arena *, int64_t);      /* "12,345": the usual `show` */
char *chart_money(struct arena *, int64_t pence); /* "£1,234": whole pounds */

#endif
