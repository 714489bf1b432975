/* SPDX-License-Identifier: MIT */
/*
 * list_file.c -- a list as a file: all its rows, however many pages they are.
 *
 * Rows are read and written one by one; what each needs lies in an arena of
 * its own that is emptied between rows, so that a file of a hundred thousand
 * rows takes the memory of its bytes and no more.
 */
#include "list/list_inside.h"
#include "list/record.h"

enum { ROW_ARENA = 16 << 20 };

static enum table_format format_of(enum format format)
{
	switch (format) {
	case AS_CSV:  return TABLE_CSV;
	case AS_XLSX: return TABLE_XLSX;
	case AS_JSON: return TABLE_JSON;
	case AS_PAGE: break;
	}
	SURE(!"a format of files");
	return TABLE_JSON;
}

static struct reply bytes_reply(struct rq *rq, const char *name, const char *bytes, size_t n)
{
	enum table_format format = format_of(rq->format);

	return (struct reply){
		.kind = REPLY_BYTES, .status = 200, .type = table_media[format],
		.bytes = bytes, .len = n,
		/* JSON is for programs: it is answered, not saved. */
		.file_name = format == TABLE_JSON ? NULL
		           : arena_fmt(rq->arena, "%s.%s", name, table_ending[format]),
	};
}

struct reply table_reply(struct rq *rq, const struct table *t)
{
	struct page *pg;
	const char *bytes;
	size_t n;

	if (rq->format != AS_PAGE) {
		bytes = table_file(rq->arena, t, format_of(rq->format), &n);
		return bytes_reply(rq, t->name, bytes, n);
	}
	if (!rq->look.title)
		rq->look.title = t->title;
	if (!rq->look.h1)
		rq->look.h1 = rq->look.title;
	pg = show_begin(rq);
	if (t->about)
		el_text(pg, "p", "govuk-body", t->about);
	table_draw(pg, t);
	return show(rq, pg);
}

struct reply book_reply(struct rq *rq, const struct book *b)
{
	size_t n;
	const char *bytes = book_file(rq->arena, b, format_of(rq->format), &n);
	struct reply r = bytes_reply(rq, b->name, bytes, n);

	/* Its first line is a title: no header for a program to go by. */
	if (rq->format == AS_CSV)
		r.type = "text/csv; charset=utf-8; header=absent";
	return r;
}

/* ---- all rows ---- */

static void arena_leave(void *a)
{
	struct arena *rows = a;

	arena_end(&rows);
}

/* It ends with the request, however that ends. */
static struct arena *arena_of_rows(struct arena *request)
{
	struct arena *rows = arena_new("rows of a file", ROW_ARENA);

	arena_defer(request, arena_leave, rows);
	return rows;
}

/* Is there a row after the last that a file may have? */
static bool too_many(const struct list_plan *plan)
{
	const struct sql *sql = plan->list->sql;
	struct rq *rq = plan->rq;
	struct list_args args;

	if (!sql_has_arg(sql, "limit") || !sql_has_arg(sql, "skip"))
		return false;
	list_fill_from(plan, sql, 1, LIST_FILE_ROWS, &args);
	return db_one(rq->db, rq->arena, sql, args.vals, args.order,
	              arena_get(rq->arena, sql->row_size));
}

static const char *about(const struct list_plan *plan, bool cut)
{
	struct buf out = buf_new(plan->rq->arena);

	buf_str(&out, plan->list->why);
	for (size_t i = 0; i < plan->nnotes; i++) {
		buf_str(&out, out.n ? ". " : "");
		buf_str(&out, plan->notes[i]);
	}
	if (cut)
		buf_fmt(&out, "%sThere are more rows: these are the first %d. Use filters for the "
		        "rest.", out.n ? ". " : "", LIST_FILE_ROWS);
	return out.n ? buf_text(&out) : NULL;
}

static void filters_tell(const struct list_plan *plan, struct table *t)
{
	struct table_filter *list = NEWN(plan->rq->arena, struct table_filter,
	                                 plan->list->nfilters);

	t->filters = list;
	for (size_t i = 0; i < plan->list->nfilters; i++) {
		const struct filter_now *now = &plan->filters[i];

		if (now->value)
			list[t->nfilters++] = (struct table_filter){
				now->rule->name, now->rule->label, now->shown };
	}
}

static void rows_put(const struct list_plan *plan, const struct cols_now *cols,
                     const struct list_args *args, struct table_out *out, size_t most)
{
	const struct list *list = plan->list;
	struct rq *rq = plan->rq, row_rq = *rq;
	struct arena *rows = arena_of_rows(rq->arena);
	struct names names = { .arena = rq->arena };
	struct cell *cells = NEWN(rq->arena, struct cell, cols->n);
	void *row = arena_get(rq->arena, list->sql->row_size);
	struct db_cursor *cursor;
	struct arena_mark mark;

	/* What columns compute is forgotten with their row. */
	row_rq.arena = rows;
	cursor = db_open_rows(rq->db, rq->arena, list->sql, args->vals, args->order);
	mark = arena_mark(rows);
	for (size_t n = 0; n < most && db_next(cursor, rows, row); n++) {
		for (size_t i = 0; i < cols->n; i++)
			cells[i] = cols->columns[i].on_page_only ? cell_none()
			         : col_cell(&row_rq, list, &cols->list[i], row);
		table_put(out, cells);
		names_add(&names, list, cols, row);
		arena_back(rows, mark);
	}
	db_close_rows(cursor);
	/* Only now: to keep it in the audit trail is a write, which wants no open reader. */
	names_tell(rq, list, &names);
}

struct reply list_file(const struct list_plan *plan)
{
	const struct list *list = plan->list;
	struct rq *rq = plan->rq;
	struct cols_now cols = cols_now(rq->arena, list);
	struct table t = table_new(rq->arena, list->name, list->title, cols.columns, cols.n);
	/* A program may ask for pages; a file is always whole. */
	bool paged = rq->format == AS_JSON && plan->page_said;
	size_t most = paged ? plan->rows : LIST_FILE_ROWS;
	struct list_args args;
	struct table_out *out;
	const char *bytes;
	size_t n;

	t.council = rq->look.council;
	t.as_at = rq->now;
	t.about = about(plan, !paged && too_many(plan));
	filters_tell(plan, &t);
	list_fill_from(plan, list->sql, (int64_t)most, paged ? (plan->page - 1) * (int64_t)most : 0,
	               &args);
	out = table_open(rq->arena, &t, format_of(rq->format));
	rows_put(plan, &cols, &args, out, most);
	bytes = table_close(out, &n);
	return bytes_reply(rq, t.name, bytes, n);
}

struct reply list_reply(struct rq *rq, const struct list *list)
{
	struct list_plan plan;

	if (rq->format == AS_PAGE)
		return list_page(rq, list);
	plan = list_plan(rq, list, true);
	return list_file(&plan);
}
