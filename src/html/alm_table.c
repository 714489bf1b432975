/* SPDX-License-Identifier: MIT */
/*
 * alm_table.c -- wide tables: the scrolling region, the week of visits, and
 * things side by side.
 */
#include "html/alm.h"

/* ---- a region that scrolls ---- */

void alm_scroll_begin(struct page *pg, const char *label)
{
	/* Focusable: the keyboard must be able to scroll it (WCAG 2.1.1).  No landmark: of
	 * those a page should have few. */
	EL(pg, "div", "class", "alm-scroll", "role", "group", "aria-label", label, "tabindex", "0");
}

void alm_scroll_end(struct page *pg)
{
	end(pg);
}

/* ---- visits by day and time band ---- */

static void visits_of(struct page *pg, const struct alm_grid *in, int day, int band)
{
	bool any = false;

	EL(pg, "td", "class", "govuk-table__cell alm-grid__cell");
	for (size_t i = 0; i < in->nvisits; i++) {
		const struct alm_visit *visit = &in->visits[i];

		if (visit->day != day || visit->band != band)
			continue;
		tag_begin(pg, "div");
		TAG_CLASS(pg, "alm-grid__visit",
		          visit->missing ? "alm-grid__visit--missing" : NULL);
		tag_body(pg);
		el_text(pg, "span", "alm-grid__time", visit->text);
		if (!BLANK(visit->note)) {
			text(pg, " ");
			el_text(pg, "span", "alm-grid__note", visit->note);
		}
		if (visit->missing)
			el_text(pg, "span", "alm-grid__note", " Not covered");
		end(pg);
		any = true;
	}
	if (!any)
		el_text(pg, "span", "govuk-visually-hidden", "No visit");
	end(pg);
}

static void week_head(struct page *pg)
{
	EL(pg, "thead", "class", "govuk-table__head");
	table_row(pg);
	EL(pg, "th", "scope", "col", "class", "govuk-table__header");
	text(pg, "Time of day");
	end(pg);
	for (int day = 1; day <= 7; day++) {
		EL(pg, "th", "scope", "col", "class", "govuk-table__header");
		text(pg, weekday_name(day));
		end(pg);
	}
	table_row_end(pg);
	end(pg);
}

void alm_visit_grid(struct page *pg, struct alm_grid in)
{
	const char *caption = BLANK(in.caption) ? "Visits in a week" : in.caption;

	alm_scroll_begin(pg, caption);
	EL(pg, "table", "class", "govuk-table alm-grid");
	EL(pg, "caption", "class", "govuk-table__caption govuk-table__caption--m");
	text(pg, caption);
	end(pg);
	week_head(pg);
	EL(pg, "tbody", "class", "govuk-table__body");
	for (size_t band = 0; band < in.nbands; band++) {
		table_row(pg);
		cell_header(pg, in.bands[band]);
		for (int day = 1; day <= 7; day++)
			visits_of(pg, &in, day, (int)band);
		table_row_end(pg);
	}
	end(pg);
	end(pg);
	alm_scroll_end(pg);
}

/* ---- side by side ---- */

static bool is_best(const struct alm_compare *in, size_t column)
{
	return in->best > 0 && (size_t)in->best == column + 1;
}

static void compare_head(struct page *pg, const struct alm_compare *in)
{
	EL(pg, "thead", "class", "govuk-table__head");
	table_row(pg);
	/* The corner names nothing: a td, for an empty th confuses. */
	cell(pg, NULL);
	for (size_t i = 0; i < in->nheads; i++) {
		tag_begin(pg, "th");
		tag_attr(pg, "scope", "col");
		TAG_CLASS(pg, "govuk-table__header", is_best(in, i) ? "alm-compare__best" : NULL);
		tag_body(pg);
		bdi(pg, in->heads[i]);
		if (is_best(in, i) && !BLANK(in->best_text)) {
			text(pg, " ");
			gov_tag(pg, (struct gov_tag){ .text = in->best_text, .colour = "green" });
		}
		end(pg);
	}
	table_row_end(pg);
	end(pg);
}

static void compare_cell(struct page *pg, const struct gov_cell *in, bool best)
{
	tag_begin(pg, "td");
	TAG_CLASS(pg, "govuk-table__cell", best ? "alm-compare__best" : NULL,
	          in->number ? "alm-compare__number" : NULL, in->classes);
	tag_attrs(pg, in->attrs);
	tag_body(pg);
	put_or_text(pg, in->html, in->text);
	end(pg);
}

void alm_compare(struct page *pg, struct alm_compare in)
{
	alm_scroll_begin(pg, in.caption);
	EL(pg, "table", "class", "govuk-table alm-compare");
	EL(pg, "caption", "class", "govuk-table__caption govuk-table__caption--m");
	text(pg, in.caption);
	end(pg);
	compare_head(pg, &in);
	EL(pg, "tbody", "class", "govuk-table__body");
	for (size_t i = 0; i < in.nitems; i++) {
		if (!in.items[i].name)
			continue;
		table_row(pg);
		cell_header(pg, in.items[i].name);
		for (size_t j = 0; j < in.nheads; j++)
			compare_cell(pg, &in.items[i].cells[j], is_best(&in, j));
		table_row_end(pg);
	}
	end(pg);
	end(pg);
	alm_scroll_end(pg);
}
