/* SPDX-License-Identifier: MIT */
/*
 * returns_charts.c -- the dashboard's pictures, drawn from its own tables.
 */
#include "brokerage/returns_pages.h"

#include "exchange/json.h"
#include "html/alm.h"
#include "html/chart.h"
#include "html/layout.h"

static size_t column_at(const struct table *t, const char *key)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		if (text_same(t->columns[i].key, key))
			return i;
	bug(__FILE__, __LINE__, "a column of the dashboard");
}

static const char *const *labels_of(struct arena *a, const struct table *t)
{
	const char **labels = NEWN(a, const char *, t->nrows + 1);

	for (size_t i = 0; i < t->nrows; i++)
		labels[i] = table_at(t, i)[0].text;
	return labels;
}

/* One column of a table as a line of the picture; minutes are drawn as hours. */
static struct chart_series series_of(struct arena *a, const struct table *t, const char *key,
                                     const char *name)
{
	int64_t *values = NEWN(a, int64_t, t->nrows + 1);
	const char **hrefs = NEWN(a, const char *, t->nrows + 1);
	size_t at = column_at(t, key);

	for (size_t i = 0; i < t->nrows; i++) {
		const struct cell *c = &table_at(t, i)[at];

		values[i] = !c->has ? INT_NONE : t->columns[at].kind == CELL_MINUTES ? c->n / 60
			: c->n;
		hrefs[i] = c->link;
	}
	return (struct chart_series){ name, values, hrefs };
}

static char *tenths_text(struct arena *a, int64_t n)
{
	struct buf b = buf_new(a);

	buf_decimal(&b, n, 1);
	return buf_text(&b);
}

static bool any(const struct table *t, const char *key)
{
	size_t at = column_at(t, key);

	for (size_t i = 0; i < t->nrows; i++)
		if (table_at(t, i)[at].n)
			return true;
	return false;
}

struct drawing { const char *id, *title, *note; enum chart_kind kind; bool tenths; };

static void draw(struct page *pg, const struct table *t, struct drawing d,
                 const struct chart_series *s, size_t n)
{
	chart(pg, (struct chart){ .id = d.id, .kind = d.kind, .title = d.title, .note = d.note,
		.label_head = "Month", .labels = labels_of(pg->arena, t), .nlabels = t->nrows,
		.series = s, .nseries = n, .show = d.tenths ? tenths_text : NULL });
}

/* The newest month's figures, to be seen from afar. */
static void draw_figures(struct page *pg, const struct table *months)
{
	static const char *const keys[] = { "requested", "sourced", "outstanding", "mean_days",
		"rate" };
	const struct cell *row = table_at(months, months->nrows - 1);
	struct alm_figure figures[COUNT(keys)];

	for (size_t i = 0; i < COUNT(keys); i++) {
		size_t at = column_at(months, keys[i]);

		figures[i] = (struct alm_figure){ .value = row[at].has
			? cell_text(pg->arena, &months->columns[at], &row[at]) : "None",
			.label = months->columns[at].label, .href = row[at].link };
	}
	alm_figures(pg, figures, COUNT(keys));
}

void monthly_charts(struct page *pg, const struct figures *f)
{
	const struct table *months = figures_part(f, "months"), *bought = figures_part(f, "bought");
	const struct table *provision = figures_part(f, "provision");
	struct arena *a = pg->arena;

	if (!months || !months->nrows)
		return;
	draw_figures(pg, months);
	draw(pg, months, (struct drawing){ "asked", "Requests by month", NULL, CHART_COLUMNS,
		false },
	     (struct chart_series[]){ series_of(a, months, "requested", "Requested"),
	                              series_of(a, months, "sourced", "Sourced"),
	                              series_of(a, months, "outstanding",
	                                        "Outstanding at its end") }, 3);
	draw(pg, months, (struct drawing){ "days", "Days from request to sourced",
	     "Day and night, to a tenth of a day.", CHART_LINES, true },
	     (struct chart_series[]){ series_of(a, months, "mean_days", "Mean"),
	                              series_of(a, months, "median_days", "Median") }, 2);
	draw(pg, bought, (struct drawing){ "hours", "Pre-purchased hours",
		"Whole hours in the month.", CHART_COLUMNS, false },
	     (struct chart_series[]){ series_of(a, bought, "bought", "Bought"),
	                              series_of(a, bought, "used", "Used"),
	                              series_of(a, bought, "wasted", "Wasted") }, 3);
	if (!any(provision, "in_house")) {
		para(pg, "Nothing was provided in house in these months.");
		return;
	}
	draw(pg, provision, (struct drawing){ "share", "In-house share of hours, per cent", NULL,
	     CHART_LINES, true },
	     (struct chart_series[]){ series_of(a, provision, "share", "In-house share") }, 1);
}
