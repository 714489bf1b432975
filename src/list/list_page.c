/* SPDX-License-Identifier: MIT */
/*
 * list_page.c -- a list as a page: a table that is sorted by its headings,
 * page numbers, and the ways to files.
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

/* Fifty rows say the same few words. */
static void word_draw(struct page *pg, const struct col_now *now, const struct vocab *words,
                      int64_t code)
{
	Html *kept = code >= 0 && code < WORDS_KEPT ? &now->words[code] : &(Html){ NULL, 0 };

	if (!html_given(*kept))
		*kept = word_has_colour(words, code)
		      ? html_tag_word(pg->arena, words, code)
		      : html_text(pg->arena, vocab_label(words, code));
	put(pg, *kept);
}

static void value_draw(struct page *pg, const struct col_now *now, const struct column *column,
                       const struct cell *c, const char *link)
{
	if (link) {
		put(pg, HTML_LIT("<a class=\"govuk-link\" href=\""));
		text(pg, link);
		put(pg, HTML_LIT("\">"));
	}
	if (column->kind == CELL_WORD && c->has && !link)
		word_draw(pg, now, column->words, c->n);
	else
		cell_put_whole(pg, column, c, now->plain);
	if (link)
		put(pg, HTML_LIT("</a>"));
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

/* Filters other than the ones a list has by itself. */
static bool filters_asked(const struct list_plan *plan)
{
	for (size_t i = 0; i < plan->list->nfilters; i++) {
		const struct filter_now *f = &plan->filters[i];

		if (f->value && !text_same(f->value, f->rule->otherwise))
			return true;
	}
	return false;
}

static void none_draw(const struct list_plan *plan, struct page *pg)
{
	if (plan->page > 1)
		alm_empty(pg, "There are no rows on this page.", list_href(plan, NULL, 1, NULL),
		          "Go to the first page");
	else if (filters_asked(plan))
		alm_empty(pg, "Nothing matches these filters.", filters_clear_href(plan),
		          "Clear the filters");
	else if (filters_chosen(plan))
		alm_empty(pg, none_words(plan->list), filters_clear_href(plan), "Show all");
	else
		alm_empty(pg, none_words(plan->list), NULL, NULL);
}

struct reading { struct list_plan plan; struct shown shown; };

static void page_get(void *arg)
{
	struct reading *r = arg;

	r->plan = list_plan(r->plan.rq, r->plan.list, true);
	r->shown = rows_get(&r->plan);
}

struct reply list_page(struct rq *rq, const struct list *list)
{
	struct reading r = { .plan = { .rq = rq, .list = list } };
	const struct list_plan *plan = &r.plan;
	const struct shown *shown = &r.shown;
	struct page *pg;

	/* Choices, rows and their number agree; and all before the page is begun:
	 * what the database refuses leaves no half page. */
	db_read(rq->db, page_get, &r);
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
	if (shown->n == 0) {
		none_draw(plan, pg);
		return show(rq, pg);
	}
	count_draw(plan, pg, shown);
	table_of_rows(plan, pg, shown, true);
	pages_draw(plan, pg, shown);
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
