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

struct list_first list_first(struct rq *rq, struct record *rec, const struct list *list,
                             const char *key, size_t rows)
{
	struct list_plan plan = list_plan(rq, list, true);
	struct cols_now cols = cols_now(rq->arena, list);
	struct table *t = record_table(rec, key, list->title, cols.columns, cols.n);
	struct names names = { .arena = rq->arena };
	struct buf link = buf_new(rq->arena);
	struct list_first out = { 0 };
	struct list_args args;
	char *row = NULL;
	size_t n;

	otherwise_off(&plan);
	list_fill_from(&plan, list->sql, (int64_t)rows + 1, 0, &args);
	n = db_all(rq->db, rq->arena, list->sql, args.vals, args.order, &row);
	out.more = n > rows;
	out.rows = out.more ? rows : n;
	for (size_t i = 0; i < out.rows; i++, row += list->sql->row_size) {
		struct cell *c = table_add(t);

		for (size_t k = 0; k < cols.n; k++) {
			c[k] = col_cell(rq, list, &cols.list[k], row);
			if (c[k].has && cols.list[k].nlink)
				c[k].link = arena_dup(rq->arena,
				                      col_link(list, &cols.list[k], row, &link));
		}
		names_add(&names, list, &cols, row);
	}
	names_tell(rq, list, &names);
	return out;
}
