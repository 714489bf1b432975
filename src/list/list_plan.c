/* SPDX-License-Identifier: MIT */
/*
 * list_plan.c -- what the address of a list asks for, and addresses that ask
 * for a little more or less.
 */
#include <string.h>

#include "list/list_inside.h"

enum { PAGE_ROWS = 50, PAGE_MOST = 1000000 };

void list_note(struct list_plan *plan, const char *note)
{
	if (!plan->notes)
		plan->notes = NEWN(plan->rq->arena, const char *, plan->list->nfilters + 3);
	plan->notes[plan->nnotes++] = note;
}

static void order_read(struct list_plan *plan)
{
	struct rq *rq = plan->rq;
	const char *asked = param(&rq->query, "sort");

	if (BLANK(asked))
		return;
	if (sql_order(plan->list->sql, asked))
		plan->order = asked;
	else
		list_note(plan, arena_fmt(rq->arena, "There is no order “%.60s”, so the usual "
		                          "one is shown.", asked));
}

static void page_read(struct list_plan *plan)
{
	struct rq *rq = plan->rq;
	const char *asked = param(&rq->query, "page");
	int64_t page;

	if (BLANK(asked))
		return;
	plan->page_said = true;
	if (int_parse(asked, &page) && page >= 1 && page <= PAGE_MOST)
		plan->page = page;
	else
		list_note(plan, arena_fmt(rq->arena, "There is no page “%.60s”, so the first one "
		                          "is shown.", asked));
}

struct list_plan list_plan(struct rq *rq, const struct list *list, bool from_address)
{
	struct list_plan plan = {
		.rq = rq, .list = list, .page = 1, .order = list->order,
		.rows = list->page_rows ? list->page_rows : PAGE_ROWS,
	};

	SURE(!list->order || sql_order(list->sql, list->order));
	filters_read(&plan, from_address);
	if (from_address) {
		order_read(&plan);
		page_read(&plan);
	}
	return plan;
}

const char *list_query(const struct list_plan *plan, const char *order, int64_t page,
                       const struct filter_now *without)
{
	struct buf out = buf_new(plan->rq->arena);
	const char *text;

	for (size_t i = 0; i < plan->list->nfilters; i++) {
		const struct filter_now *now = &plan->filters[i];
		const char *value = now == without ? NULL : now->value;

		/* Silence means the usual; so "none at all" has to be said. */
		if (now->rule->otherwise && !value)
			value = "";
		if (value && !text_same(value, now->rule->otherwise))
			url_add(&out, now->rule->name, value);
	}
	if (!order)
		order = plan->order;
	if (order && !text_same(order, plan->list->order))
		url_add(&out, "sort", order);
	if (page > 1)
		url_add_int(&out, "page", page);
	text = buf_text(&out);
	return *text == '?' ? text + 1 : text;
}

const char *list_href(const struct list_plan *plan, const char *order, int64_t page,
                      const struct filter_now *without)
{
	const char *query = list_query(plan, order, page, without);

	return *query ? arena_fmt(plan->rq->arena, "%s?%s", plan->rq->path, query) : plan->rq->path;
}
