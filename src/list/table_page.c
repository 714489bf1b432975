/* SPDX-License-Identifier: MIT */
/*
 * table_page.c -- a table of cells as HTML.
 */
#include "html/alm.h"
#include "list/list_inside.h"
#include "list/record.h"

void td_begin(struct page *pg, bool number, bool names_row)
{
	if (names_row)
		put(pg, HTML_LIT("<th scope=\"row\" class=\"govuk-table__header\">"));
	else if (number)
		put(pg, HTML_LIT("<td class=\"govuk-table__cell govuk-table__cell--numeric\">"));
	else
		put(pg, HTML_LIT("<td class=\"govuk-table__cell\">"));
}

void td_end(struct page *pg, bool names_row)
{
	if (names_row)
		put(pg, HTML_LIT("</th>"));
	else
		put(pg, HTML_LIT("</td>"));
}

/* The label stands in the first column, unless that has a total of its own. */
void totals_draw(struct page *pg, const struct column *columns, size_t n,
                 const struct cell *totals, const char *label)
{
	bool first = true;

	put(pg, HTML_LIT("<tr class=\"govuk-table__row alm-totals\">"));
	for (size_t i = 0; i < n; i++) {
		if (columns[i].in_files_only)
			continue;
		td_begin(pg, kind_is_number(columns[i].kind), first);
		if (first && !totals[i].has)
			text(pg, label);
		else
			cell_put(pg, &columns[i], &totals[i]);
		td_end(pg, first);
		first = false;
	}
	put(pg, HTML_LIT("</tr>"));
}

static void table_head(struct page *pg, const struct table *t)
{
	put(pg, HTML_LIT("<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">"));
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (t->columns[i].in_files_only)
			continue;
		tag_begin(pg, "th");
		tag_attr(pg, "scope", "col");
		TAG_CLASS(pg, "govuk-table__header", kind_is_number(t->columns[i].kind) ?
		          "govuk-table__header--numeric" : NULL);
		tag_body(pg);
		text(pg, t->columns[i].label);
		end(pg);
	}
	put(pg, HTML_LIT("</tr></thead><tbody class=\"govuk-table__body\">"));
}

static void table_line(struct page *pg, const struct table *t, const struct cell *row)
{
	bool first = true;

	put(pg, HTML_LIT("<tr class=\"govuk-table__row\">"));
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (t->columns[i].in_files_only)
			continue;
		td_begin(pg, kind_is_number(t->columns[i].kind), first);
		if (row[i].link && row[i].has)
			EL(pg, "a", "class", "govuk-link", "href", row[i].link);
		if (t->columns[i].kind == CELL_WORD && row[i].has && !row[i].link &&
		    word_has_colour(t->columns[i].words, row[i].n))
			gov_tag_word(pg, t->columns[i].words, row[i].n);
		else
			cell_put(pg, &t->columns[i], &row[i]);
		if (row[i].link && row[i].has)
			end(pg);
		td_end(pg, first);
		first = false;
	}
	put(pg, HTML_LIT("</tr>"));
}

void table_draw(struct page *pg, const struct table *t)
{
	struct cell *totals = NEWN(pg->arena, struct cell, t->ncolumns);
	bool has_totals = t->nrows > 0 && table_has_totals(t);

	alm_scroll_begin(pg, t->title);
	put(pg, HTML_LIT("<table class=\"govuk-table\"><caption class=\"govuk-table__caption "
	                 "govuk-table__caption--m\">"));
	text(pg, t->title);
	put(pg, HTML_LIT("</caption>"));
	table_head(pg, t);
	for (size_t i = 0; i < t->nrows; i++) {
		table_line(pg, t, table_at(t, i));
		if (has_totals)
			table_sum(t, totals, table_at(t, i));
	}
	if (has_totals)
		totals_draw(pg, t->columns, t->ncolumns, totals, "Total");
	put(pg, HTML_LIT("</tbody></table>"));
	alm_scroll_end(pg);
}
