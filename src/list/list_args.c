/* SPDX-License-Identifier: MIT */
/*
 * list_args.c -- a statement's arguments, found by their names: in the path,
 * in the filters, in who asks and when.
 */
#include <string.h>

#include "base/utf8.h"
#include "list/list_inside.h"

void (*list_names_hook)(struct rq *, const char *list, const PersonId *, size_t n);

enum { FILTER_TEXT_MOST = 200 };

/* ---- statements ---- */

bool sql_has_arg(const struct sql *sql, const char *name)
{
	for (size_t i = 0; i < sql->nargs; i++)
		if (strcmp(sql->args[i], name) == 0)
			return true;
	return false;
}

int sql_order(const struct sql *sql, const char *name)
{
	for (int i = 0; name && sql->order_names && sql->order_names[i]; i++)
		if (strcmp(sql->order_names[i], name) == 0)
			return i + 1;
	return 0;
}

int sql_column(const struct sql *sql, const char *name)
{
	for (size_t i = 0; i < sql->ncols; i++)
		if (strcmp(sql->cols[i].name, name) == 0)
			return (int)i;
	return -1;
}

size_t list_choices(struct rq *rq, const struct sql *sql, const struct list_choice **out)
{
	int id = sql_column(sql, "id"), label = sql_column(sql, "label");
	struct list_choice *list;
	struct list_args args;
	char *rows = NULL;
	size_t n;

	SURE(id >= 0 && label >= 0 && sql->cols[label].kind == COL_TEXT);
	list_fill(rq, sql, NULL, 0, NULL, &args);
	n = db_all(rq->db, rq->arena, sql, args.vals, args.order, &rows);
	list = NEWN(rq->arena, struct list_choice, n);
	for (size_t i = 0; i < n; i++) {
		const char *row = rows + i * sql->row_size;

		list[i].label = *(const char *const *)(row + sql->cols[label].at);
		if (sql->cols[id].kind == COL_TEXT) {
			list[i].key = *(const char *const *)(row + sql->cols[id].at);
			continue;
		}
		list[i].id = *(const int64_t *)(row + sql->cols[id].at);
		list[i].key = arena_fmt(rq->arena, "%lld", (long long)list[i].id);
	}
	*out = list;
	return n;
}

/* ---- filters ---- */

static struct val val_of_int(int64_t n)
{
	return (struct val){ VAL_INT, n, NULL, 0 };
}

static struct val val_of_text(const char *s)
{
	return (struct val){ VAL_TEXT, 0, s, 0 };
}

static void in_force(struct filter_now *now, const char *value, const char *shown, struct val val)
{
	now->value = value;
	now->shown = shown;
	now->val = val;
}

static bool choice_read(struct filter_now *now, const char *typed)
{
	const struct list_filter *rule = now->rule;
	const struct word *word;

	if (rule->words) {
		word = vocab_by_key(rule->words, typed);
		if (word)
			in_force(now, word->key, word->label, val_of_int(word->code));
		return word != NULL;
	}
	for (size_t i = 0; i < now->nchoices; i++) {
		const struct list_choice *one = &now->choices[i];

		if (!text_same(one->key, typed))
			continue;
		in_force(now, one->key, one->label,
		         one->id ? val_of_int(one->id) : val_of_text(one->key));
		return true;
	}
	return false;
}

/* What was typed into one filter; false: it cannot be. */
static bool filter_read(struct arena *a, struct filter_now *now, const char *typed)
{
	Date day;

	switch (now->rule->as) {
	case FILTER_CHOICE:
		return choice_read(now, typed);
	case FILTER_TEXT:
		if (utf8_length(typed) > FILTER_TEXT_MOST)
			return false;
		in_force(now, typed, typed, val_of_text(typed));
		return true;
	case FILTER_DATE:
		if (!date_parse(typed, &day))
			return false;
		in_force(now, date_iso(a, day), date_text(a, day), val_of_int(date_day(day)));
		return true;
	case FILTER_YES:
		if (text_same(typed, "no"))
			return true;
		if (!text_same(typed, "yes") && !text_same(typed, "1"))
			return false;
		in_force(now, "yes", "Yes", val_of_int(1));
		return true;
	}
	SURE(!"a kind of filter");
	return false;
}

void filters_read(struct list_plan *plan, bool from_address)
{
	const struct list *list = plan->list;
	struct arena *a = plan->rq->arena;

	plan->filters = NEWN(a, struct filter_now, list->nfilters);
	for (size_t i = 0; i < list->nfilters; i++) {
		struct filter_now *now = &plan->filters[i];
		const char *typed, *name = list->filters[i].name;
		/* The last one: a box to tick has an empty value of the same name before it. */
		size_t n = from_address ? param_count(&plan->rq->query, name) : 0;

		now->rule = &list->filters[i];
		if (now->rule->from)
			now->nchoices = list_choices(plan->rq, now->rule->from, &now->choices);
		typed = text_trim(a, n ? param_nth(&plan->rq->query, name, n - 1)
		                       : now->rule->otherwise);
		if (!*typed || filter_read(a, now, typed))
			continue;
		list_note(plan, arena_fmt(a, "%s cannot be “%.60s”, so this filter was left out.",
		                          now->rule->label, typed));
	}
}

/* ---- arguments ---- */

static struct val val_of_id(int64_t id)
{
	return val_int_or(id, id == 0);
}

static bool own_arg(const struct rq *rq, const char *name, struct val *out)
{
	const struct me *me = rq->me;

	if (strcmp(name, "now") == 0)
		*out = val_of_int(rq->now.ms);
	else if (strcmp(name, "today") == 0)
		*out = val_of_int(date_day(rq->today));
	else if (strcmp(name, "me") == 0)
		*out = val_of_id(me ? me->id.v : 0);
	else if (strcmp(name, "files") == 0)
		*out = rq->format == AS_PAGE ? (struct val){ VAL_MISSING } : val_of_int(1);
	else if (strcmp(name, "my_team") == 0)
		*out = val_of_id(me ? me->team.v : 0);
	else if (strcmp(name, "my_provider") == 0)
		*out = val_of_id(me ? me->provider.v : 0);
	else
		return false;
	return true;
}

static bool path_arg(const struct rq *rq, const char *name, struct val *out)
{
	for (size_t i = 0; i < rq->nids; i++) {
		if (strcmp(rq->ids[i].name, name) != 0)
			continue;
		*out = val_of_int(rq->ids[i].v);
		return true;
	}
	return false;
}

/* A number as people write it: "17", "#17". */
static int64_t number_of(const char *s)
{
	int64_t n;

	return s && int_parse(*s == '#' ? s + 1 : s, &n) && n > 0 ? n : 0;
}

/* "q_number" and "q_people" of the filter q: with nothing sought, none. */
static bool sought_arg(const struct list_plan *plan, const char *name, struct val *out)
{
	for (size_t i = 0; i < plan->list->nfilters; i++) {
		const struct filter_now *now = &plan->filters[i];
		size_t n = strlen(now->rule->name);

		if (now->rule->as != FILTER_TEXT || strncmp(name, now->rule->name, n) != 0)
			continue;
		if (strcmp(name + n, "_number") == 0)
			*out = val_of_int(number_of(now->value));
		else if (strcmp(name + n, "_people") == 0)
			*out = val_of_text(now->value ? list_people_hook(plan->rq, now->value)
			                              : "[]");
		else
			continue;
		return true;
	}
	return false;
}

/* "q" is as typed, "q_key" folded. */
static bool filter_arg(const struct list_plan *plan, const char *name, struct val *out)
{
	for (size_t i = 0; i < plan->list->nfilters; i++) {
		const struct filter_now *now = &plan->filters[i];
		size_t n = strlen(now->rule->name);

		if (!now->value || strncmp(name, now->rule->name, n) != 0)
			continue;
		if (!name[n]) {
			*out = now->val;
			return true;
		}
		if (now->rule->as != FILTER_TEXT || strcmp(name + n, "_key") != 0)
			continue;
		*out = val_of_text(utf8_key(plan->rq->arena, now->value));
		return true;
	}
	return false;
}

void list_fill_from(const struct list_plan *plan, const struct sql *sql, int64_t limit,
                    int64_t skip, struct list_args *out)
{
	SURE(sql->nargs <= COUNT(out->vals));
	*out = (struct list_args){ .order = sql_order(sql, plan->order) };
	/* A statement that has orders wants one of them. */
	if (!out->order && sql->order_names && sql->order_names[0])
		out->order = 1;
	for (size_t i = 0; i < sql->nargs; i++) {
		const char *name = sql->args[i];
		struct val *val = &out->vals[i];

		if (strcmp(name, "limit") == 0)
			*val = val_of_int(limit);
		else if (strcmp(name, "skip") == 0)
			*val = val_of_int(skip);
		else if (!path_arg(plan->rq, name, val) && !own_arg(plan->rq, name, val) &&
		         !sought_arg(plan, name, val))
			(void)filter_arg(plan, name, val);
	}
}

void list_fill(struct rq *rq, const struct sql *sql, const struct list_filter *filters,
               size_t nfilters, const char *order, struct list_args *out)
{
	struct list list;
	struct list_plan plan = { .rq = rq, .list = &list, .order = order };

	/* Only its filters are looked at. */
	memset(&list, 0, sizeof list);
	list.filters = filters;
	list.nfilters = nfilters;
	filters_read(&plan, true);
	list_fill_from(&plan, sql, LIST_CHOICES, 0, out);
}
