/* SPDX-License-Identifier: MIT */
/*
 * list_first.c -- the first rows of a list, as a table of a record: what a
 * search shows of each list that it looks through.
 */
#include "list/list_inside.h"
#include "list/record.h"

/* A search looks through all: what a list leaves out until it is asked, too. */
static void otherwise_off(struct list_plan *plan)
{
	for (size_t i = 0; i < plan->list->nfilters; i++)
		if (!param(&plan->rq->query, plan->list->filters[i].name))
			plan->filters[i].value = NULL;
}

/* On a page the digits of a number by which a thing is known are not grouped. */
static void ids_plain(struct cols_now *cols, const struct rq *rq)
{
	for (size_t i = 0; rq->format == AS_PAGE && i < cols->n; i++)
		if (cols->list[i].plain)
			cols->columns[i].kind = CELL_TEXT;
}

static struct cell cell_first(struct rq *rq, const struct list *list, const struct cols_now *cols,
                              size_t i, const void *row)
{
	const struct col_now *now = &cols->list[i];
	/* What a page of the list draws by itself has no cell. */
	struct cell c = now->at < 0 && !now->col->make ? cell_none()
	              : col_cell(rq, list, now, row);
	struct buf link = buf_new(rq->arena);

	if (c.has && now->plain && cols->columns[i].kind == CELL_TEXT)
		c = cell_of_text(arena_fmt(rq->arena, "%lld", (long long)c.n));
	if (c.has && now->nlink)
		c.link = arena_dup(rq->arena, col_link(list, now, row, &link));
	return c;
}

struct list_first list_first(struct rq *rq, struct record *rec, const struct list *list,
                             const char *key, size_t rows)
{
	struct list_plan plan = list_plan(rq, list, true);
	struct cols_now cols = cols_now(rq->arena, list);
	struct table *t = record_table(rec, key, list->title, cols.columns, cols.n);
	struct names names = { .arena = rq->arena };
	struct list_first out = { 0 };
	struct list_args args;
	char *row = NULL;
	size_t n;

	ids_plain(&cols, rq);
	otherwise_off(&plan);
	list_fill_from(&plan, list->sql, (int64_t)rows + 1, 0, &args);
	n = db_all(rq->db, rq->arena, list->sql, args.vals, args.order, &row);
	out.more = n > rows;
	out.rows = out.more ? rows : n;
	for (size_t i = 0; i < out.rows; i++, row += list->sql->row_size) {
		struct cell *c = table_add(t);

		for (size_t k = 0; k < cols.n; k++)
			c[k] = cell_first(rq, list, &cols, k, row);
		names_add(&names, list, &cols, row);
	}
	names_tell(rq, list, &names);
	return out;
}
