/* SPDX-License-Identifier: MIT */
/*
 * list_page.c -- a list as a page: filters, chips, a table that is sorted by
 * its headings, page numbers, and the ways to files.
 */
#include <string.h>

#include "html/alm.h"
#include "list/list_inside.h"

/* ---- rows ---- */

struct shown {
	const char *rows;                /* row structs, one after another */
	size_t      n;
	bool        more;                /* there is a next page */
	int64_t     count;               /* of all pages; -1: not known */
};

static int64_t count_all(const struct list_plan *plan)
{
	const struct sql *sql = plan->list->count;
	struct list_args args;
	void *row;

	if (!sql)
		return -1;
	SURE(sql->ncols == 1 && sql->cols[0].kind == COL_INT);
	list_fill_from(plan, sql, 1, 0, &args);
	row = arena_get(plan->rq->arena, sql->row_size);
	return db_one(plan->rq->db, plan->rq->arena, sql, args.vals, args.order, row) ?
	       *(int64_t *)((char *)row + sql->cols[0].at) : 0;
}

/* One row more than is shown tells whether there is a next page. */
static struct shown rows_get(const struct list_plan *plan)
{
	const struct sql *sql = plan->list->sql;
	struct rq *rq = plan->rq;
	int64_t skip = (plan->page - 1) * (int64_t)plan->rows;
	struct shown out = { .count = -1 };
	struct list_args args;
	char *rows = NULL;
	size_t n;

	list_fill_from(plan, sql, (int64_t)plan->rows + 1, skip, &args);
	n = db_all(rq->db, rq->arena, sql, args.vals, args.order, &rows);
	/* A short list need not know of pages: it is cut here. */
	if (!sql_has_arg(sql, "limit")) {
		size_t past = (size_t)skip < n ? (size_t)skip : n;

		out.count = (int64_t)n;
		rows += past * sql->row_size;
		n -= past;
	}
	out.more = n > plan->rows;
	out.n = out.more ? plan->rows : n;
	out.rows = rows;
	/* All of it is on this page: there is nothing to count. */
	if (out.count < 0 && plan->page == 1 && !out.more)
		out.count = (int64_t)n;
	else if (out.count < 0)
		out.count = count_all(plan);
	return out;
}

/* ---- filters ---- */

static size_t filters_chosen(const struct list_plan *plan)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->list->nfilters; i++)
		n += plan->filters[i].value != NULL;
	return n;
}

static void filter_choice(struct page *pg, const struct filter_now *now, const char *id)
{
	size_t n = now->rule->words ? now->rule->words->n : now->nchoices;
	struct gov_option *items = NEWN(pg->arena, struct gov_option, n + 1);

	items[0] = (struct gov_option){ .value = "", .text = "All" };
	for (size_t i = 0; i < n; i++) {
		const struct word *word = now->rule->words ? &now->rule->words->words[i] : NULL;

		items[i + 1].value = word ? word->key : now->choices[i].key;
		items[i + 1].text = word ? word->label : now->choices[i].label;
	}
	gov_select(pg, (struct gov_select){ .name = now->rule->name, .id = id,
		.label = now->rule->label, .value = now->value, .items = items, .nitems = n + 1 });
}

static void filter_draw(struct page *pg, const struct filter_now *now)
{
	const struct list_filter *rule = now->rule;
	const char *id = arena_fmt(pg->arena, "filter-%s", rule->name);

	switch (rule->as) {
	case FILTER_CHOICE:
		filter_choice(pg, now, id);
		return;
	case FILTER_TEXT: case FILTER_DATE:
		gov_input(pg, (struct gov_input){
			.name = rule->name, .id = id, .label = rule->label,
			.value = rule->as == FILTER_DATE ? now->shown : now->value,
			.classes = rule->as == FILTER_DATE ? "govuk-input--width-10"
			                                   : "govuk-input--width-20" });
		return;
	case FILTER_YES:
		/* Unticked must be told from unsaid where the usual is ticked. */
		if (rule->otherwise)
			hidden(pg, rule->name, "");
		gov_checkboxes(pg, (struct gov_choices){ .name = rule->name, .id_prefix = id,
			.small = true,
			GOV_ITEMS(gov_choice, { .value = "yes", .text = rule->label,
			                        .checked = now->value ? GOV_YES : GOV_NO }) });
		return;
	}
}

static void chips_draw(const struct list_plan *plan, struct page *pg)
{
	EL(pg, "ul", "class", "alm-chips", "aria-label", "Filters in force");
	for (size_t i = 0; i < plan->list->nfilters; i++) {
		const struct filter_now *now = &plan->filters[i];

		if (!now->value)
			continue;
		el(pg, "li");
		EL(pg, "a", "class", "alm-chip", "href", list_href(plan, NULL, 1, now));
		el_text(pg, "span", "govuk-visually-hidden", "Remove the filter ");
		text(pg, now->rule->label);
		if (now->rule->as != FILTER_YES) {
			text(pg, ": ");
			bdi(pg, now->shown);
		}
		end(pg);
		end(pg);
	}
	end(pg);
}

/* All that filters may ask for, gone: those with a usual value are said to be empty. */
static const char *clear_href(const struct list_plan *plan)
{
	struct list_plan bare = *plan;

	bare.filters = NEWN(plan->rq->arena, struct filter_now, plan->list->nfilters);
	for (size_t i = 0; i < plan->list->nfilters; i++)
		bare.filters[i].rule = plan->filters[i].rule;
	return list_href(&bare, NULL, 1, NULL);
}

static void filters_draw(const struct list_plan *plan, struct page *pg)
{
	size_t chosen = filters_chosen(plan);
	struct alm_filter panel = { .action = plan->rq->path, .chosen = chosen,
	                            .clear_href = clear_href(plan) };

	if (plan->list->nfilters == 0)
		return;
	if (chosen)
		chips_draw(plan, pg);
	alm_filter_begin(pg, panel);
	for (size_t i = 0; i < plan->list->nfilters; i++)
		filter_draw(pg, &plan->filters[i]);
	if (!text_same(plan->order, plan->list->order))
		hidden(pg, "sort", plan->order);
	alm_filter_end(pg, panel);
}

/* ---- head ---- */

/* Does this order begin with what is greatest?  Its own text says so. */
static bool order_falls(const struct sql *sql, const char *name)
{
	int order = sql_order(sql, name);

	for (size_t i = 0; i < sql->npieces; i++) {
		const char *s = sql->pieces[i].text, *first, *comma;

		if (sql->pieces[i].order != order || !(first = strstr(s, "ORDER BY")))
			continue;
		comma = strchr(first, ',');
		first = strstr(first, " DESC");
		return first && (!comma || first < comma);
	}
	return false;
}

static void heading_draw(const struct list_plan *plan, struct page *pg, const struct col_now *now)
{
	const struct list_col *col = now->col;
	bool up = plan->order && text_same(plan->order, col->order);
	bool down = plan->order && col->order_down && text_same(plan->order, col->order_down);
	bool falls = (up || down) && order_falls(plan->list->sql, plan->order);

	tag_begin(pg, "th");
	tag_attr(pg, "scope", "col");
	TAG_CLASS(pg, "govuk-table__header", now->number ? "govuk-table__header--numeric" : NULL);
	if (up || down)
		tag_attr(pg, "aria-sort", falls ? "descending" : "ascending");
	tag_body(pg);
	if (col->order && !(up && !col->order_down)) {
		EL(pg, "a", "class", "govuk-link govuk-link--no-visited-state", "href",
		   list_href(plan, up ? col->order_down : col->order, 1, NULL));
		text(pg, col->label);
		end(pg);
	} else {
		text(pg, col->label);
	}
	end(pg);
}

static void head_draw(const struct list_plan *plan, struct page *pg, const struct cols_now *cols,
                      bool sortable)
{
	struct list_plan still = *plan;
	struct list list = *plan->list;

	/* Within another page the headings lead nowhere. */
	if (!sortable) {
		still.list = &list;
		still.order = NULL;
	}
	put(pg, HTML_LIT("<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">"));
	for (size_t i = 0; i < cols->n; i++) {
		struct list_col col = *cols->list[i].col;
		struct col_now now = cols->list[i];

		if (col.in_files_only)
			continue;
		if (!sortable)
			col.order = col.order_down = NULL;
		now.col = &col;
		heading_draw(&still, pg, &now);
	}
	put(pg, HTML_LIT("</tr></thead><tbody class=\"govuk-table__body\">"));
}

/* ---- body ---- */

static void value_draw(struct page *pg, const struct col_now *now, const struct column *column,
                       const struct cell *c, const char *link)
{
	if (link) {
		tag_begin(pg, "a");
		tag_attr(pg, "class", "govuk-link");
		tag_attr(pg, "href", link);
		tag_body(pg);
	}
	if (column->kind == CELL_WORD && c->has && !link) {
		const struct word *word = vocab_find(column->words, c->n);

		if (word && !BLANK(word->colour))
			gov_tag_word(pg, column->words, c->n);
		else
			cell_put(pg, column, c);
	} else {
		cell_put_whole(pg, column, c, now->plain);
	}
	if (link)
		end(pg);
}

static void row_draw(const struct list_plan *plan, struct page *pg, const struct cols_now *cols,
                     const void *row, struct cell *cells, struct buf *link)
{
	bool first = true;

	put(pg, HTML_LIT("<tr class=\"govuk-table__row\">"));
	for (size_t i = 0; i < cols->n; i++) {
		const struct col_now *now = &cols->list[i];
		const char *to = NULL;

		cells[i] = now->at < 0 && !now->col->make ? cell_none()
		         : col_cell(plan->rq, plan->list, now, row);
		if (now->col->in_files_only)
			continue;
		td_begin(pg, now->number, first);
		if (now->col->draw) {
			now->col->draw(plan->rq, pg, row);
		} else {
			/* A link without words would be a trap. */
			if (cells[i].has && now->nlink)
				to = col_link(plan->list, now, row, link);
			value_draw(pg, now, &cols->columns[i], &cells[i], to ? to : cells[i].link);
		}
		td_end(pg, first);
		first = false;
	}
	put(pg, HTML_LIT("</tr>"));
}

static void table_of_rows(const struct list_plan *plan, struct page *pg, const struct shown *shown,
                          bool sortable)
{
	const struct list *list = plan->list;
	struct arena *a = plan->rq->arena;
	struct cols_now cols = cols_now(a, list);
	struct table sums = table_new(a, list->name, list->title, cols.columns, cols.n);
	struct cell *cells = NEWN(a, struct cell, cols.n), *totals = NEWN(a, struct cell, cols.n);
	struct names names = { .arena = a };
	struct buf link = buf_new(a);
	bool has_totals = table_has_totals(&sums);

	if (cols.person >= 0) {
		for (size_t i = 0; i < shown->n; i++)
			names_add(&names, list, &cols, shown->rows + i * list->sql->row_size);
		names_tell(plan->rq, list, &names);
	}
	alm_scroll_begin(pg, list->title);
	put(pg, HTML_LIT("<table class=\"govuk-table\"><caption class=\"govuk-table__caption "
	                 "govuk-visually-hidden\">"));
	text(pg, list->title);
	put(pg, HTML_LIT("</caption>"));
	head_draw(plan, pg, &cols, sortable);
	for (size_t i = 0; i < shown->n; i++) {
		row_draw(plan, pg, &cols, shown->rows + i * list->sql->row_size, cells, &link);
		if (has_totals)
			table_sum(&sums, totals, cells);
	}
	if (has_totals)
		totals_draw(pg, cols.columns, cols.n, totals,
		            plan->page == 1 && !shown->more ? "Total" : "Total of these rows");
	put(pg, HTML_LIT("</tbody></table>"));
	alm_scroll_end(pg);
}

/* ---- the page ---- */

static const char *counted(struct arena *a, int64_t n)
{
	const struct column column = { .kind = CELL_INT };
	struct cell c = cell_of_int(n);

	return cell_text(a, &column, &c);
}

static void count_draw(const struct list_plan *plan, struct page *pg, const struct shown *shown)
{
	struct arena *a = plan->rq->arena;
	int64_t from = (plan->page - 1) * (int64_t)plan->rows;

	EL(pg, "p", "class", "govuk-body-s alm-count");
	if (plan->page == 1 && !shown->more) {
		text(pg, counted(a, (int64_t)shown->n));
		text(pg, shown->n == 1 ? " row" : " rows");
	} else {
		text(pg, arena_fmt(a, "Rows %s to %s", counted(a, from + 1),
		                   counted(a, from + (int64_t)shown->n)));
		if (shown->count >= 0)
			text(pg, arena_fmt(a, " of %s", counted(a, shown->count)));
	}
	end(pg);
}

static void pages_draw(const struct list_plan *plan, struct page *pg, const struct shown *shown)
{
	int64_t rows = (int64_t)plan->rows, last = (shown->count + rows - 1) / rows;
	const char *query = list_query(plan, NULL, 1, NULL);
	struct gov_pagination near = { 0 };

	if (shown->count >= 0) {
		gov_pages(pg, arena_fmt(plan->rq->arena, "%s?%s%spage=", plan->rq->path, query,
		                        *query ? "&" : ""), plan->page, last);
		return;
	}
	if (plan->page > 1)
		near.previous.href = list_href(plan, NULL, plan->page - 1, NULL);
	if (shown->more)
		near.next.href = list_href(plan, NULL, plan->page + 1, NULL);
	if (near.previous.href || near.next.href)
		gov_pagination(pg, near);
}

static const char *none_words(const struct list *list)
{
	return list->none ? list->none : "There is nothing here yet.";
}

static void none_draw(const struct list_plan *plan, struct page *pg)
{
	if (plan->page > 1)
		alm_empty(pg, "There are no rows on this page.", list_href(plan, NULL, 1, NULL),
		          "Go to the first page");
	else if (filters_chosen(plan))
		alm_empty(pg, "Nothing matches these filters.", clear_href(plan),
		          "Clear the filters");
	else
		alm_empty(pg, none_words(plan->list), NULL, NULL);
}

struct reply list_page(const struct list_plan *plan)
{
	const struct list *list = plan->list;
	struct rq *rq = plan->rq;
	/* Before the page is begun: what the database refuses leaves no half page. */
	struct shown shown = rows_get(plan);
	struct page *pg;

	if (!rq->look.title)
		rq->look.title = list->title;
	if (!rq->look.h1)
		rq->look.h1 = rq->look.title;
	rq->look.wide = rq->look.wide || list->wide;
	pg = show_begin(rq);
	if (list->why)
		el_text(pg, "p", "govuk-body-s alm-why", list->why);
	for (size_t i = 0; i < plan->nnotes; i++)
		gov_inset_text(pg, (struct gov_inset){ .text = plan->notes[i] });
	if (list->above)
		list->above(rq, pg);
	filters_draw(plan, pg);
	if (shown.n == 0) {
		none_draw(plan, pg);
		return show(rq, pg);
	}
	count_draw(plan, pg, &shown);
	table_of_rows(plan, pg, &shown, true);
	pages_draw(plan, pg, &shown);
	alm_downloads(pg, rq->path, list_query(plan, NULL, 1, NULL));
	return show(rq, pg);
}

void list_panel(struct rq *rq, struct page *pg, const struct list *list, size_t rows,
                const char *href)
{
	struct list_plan plan = list_plan(rq, list, false);
	struct shown shown;

	plan.rows = rows;
	shown = rows_get(&plan);
	if (shown.n == 0) {
		el_text(pg, "p", "govuk-body", none_words(list));
		return;
	}
	table_of_rows(&plan, pg, &shown, false);
	if (!href)
		return;
	el(pg, "p");
	el_link(pg, href, shown.count > (int64_t)shown.n ?
	        arena_fmt(rq->arena, "See all %s", counted(rq->arena, shown.count))
	        : arena_fmt(rq->arena, "See all: %s", list->title));
	end(pg);
}
