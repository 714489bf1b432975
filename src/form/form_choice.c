/* SPDX-License-Identifier: MIT */
/*
 * form_choice.c -- what may be chosen: the words of a vocabulary, by their
 * keys, or the rows of a statement, by their ids.
 *
 * The statement is run again when the form is read, so that only what would
 * be offered now can be chosen: a forged or outdated id is refused.
 */
#include "form/form_inside.h"
#include "list/list.h"

bool field_chooses(const struct field *f)
{
	return f->words || f->from;
}

bool field_many(const struct field *f)
{
	return f->as == AS_CHECKBOXES && field_chooses(f);
}

static struct choices of_words(struct arena *a, const struct vocab *words)
{
	struct choice *list = NEWN(a, struct choice, words->n);

	for (size_t i = 0; i < words->n; i++)
		list[i] = (struct choice){ words->words[i].key, words->words[i].label,
		                           words->words[i].code };
	return (struct choices){ list, words->n };
}

static struct choices of_rows(struct rq *rq, const struct sql *sql)
{
	const struct list_choice *rows;
	size_t n = list_choices(rq, sql, &rows);
	struct choice *list = NEWN(rq->arena, struct choice, n);

	for (size_t i = 0; i < n; i++)
		list[i] = (struct choice){ rows[i].key, rows[i].label, rows[i].id };
	return (struct choices){ list, n };
}

static const struct choice yes_no[] = { { "yes", "Yes", 1 }, { "no", "No", 0 } };

struct choices field_choices(struct asking *ask, const struct field *f)
{
	struct offered *seen;

	if (f->kind == FIELD_BOOL)
		return (struct choices){ yes_no, COUNT(yes_no) };
	for (seen = ask->offered; seen; seen = seen->next)
		if (seen->field == f)
			return seen->choices;
	seen = NEW(ask->arena, struct offered);
	seen->field = f;
	seen->choices = f->words ? of_words(ask->arena, f->words) : of_rows(ask->rq, f->from);
	seen->next = ask->offered;
	ask->offered = seen;
	return seen->choices;
}

const struct choice *choice_by_key(struct choices all, const char *key)
{
	for (size_t i = 0; i < all.n; i++)
		if (text_same(all.list[i].key, key))
			return &all.list[i];
	return NULL;
}

const struct choice *choice_by_code(struct choices all, int64_t code)
{
	for (size_t i = 0; i < all.n; i++)
		if (all.list[i].code == code)
			return &all.list[i];
	return NULL;
}
