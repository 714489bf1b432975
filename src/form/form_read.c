/* SPDX-License-Identifier: MIT */
/*
 * form_read.c -- what was sent becomes the form's struct; all that is wrong
 * is said at once.
 */
#include "form/form_inside.h"

static void problem_say(struct asking *ask, const char *name, const char *why)
{
	if (ask->row)
		problem_add(ask->rq, name, "%s: %s", ask->row, why);
	else
		problem_add(ask->rq, name, "%s", why);
}

/* Sent under one name, told under another: rows are renumbered when blank ones are dropped. */
static void field_read(struct asking *ask, const struct field *f, const char *sent,
                       const char *told, void *form)
{
	struct answer at = answer_typed(ask, f, sent);
	struct judgement j = answer_judge(ask, f, &at, form);

	if (j.what == JUDGED_FINE || (j.what == JUDGED_EMPTY && (!f->need || ask->partly)))
		return;
	if (f->as != AS_HIDDEN)
		problem_say(ask, told, j.what == JUDGED_EMPTY ? f->need : j.why);
	else
		/* Nobody typed it and nobody can correct it. */
		problem_add(ask->rq, NULL, "This page is out of date. Open it again and repeat "
		            "what you did");
}

/* The rules of a row do not know which row it is: put the number into what they said. */
static void row_check(struct asking *ask, const struct field *f, size_t i, void *row)
{
	struct rq *rq = ask->rq;
	size_t before = rq->nproblems;

	f->group->check(rq, row);
	for (size_t k = before; k < rq->nproblems; k++) {
		struct problem *p = &rq->problems[k];

		p->field = p->field ? row_name(ask->arena, f, (int64_t)i, p->field) : f->name;
		p->text = arena_fmt(ask->arena, "%s: %s", ask->row, p->text);
	}
}

static void row_read(struct asking *ask, const struct field *f, size_t i, int64_t number,
                     void *row)
{
	const struct form *group = f->group;
	size_t before = ask->rq->nproblems;

	form_clear(group, row);
	ask->row = row_title(ask->arena, f, i);
	for (size_t k = 0; k < group->nfields; k++) {
		const struct field *in = &group->fields[k];

		SURE(in->kind != FIELD_ROWS);
		if (form_asks(group, in, row))
			field_read(ask, in, row_name(ask->arena, f, number, in->name),
			           row_name(ask->arena, f, (int64_t)i, in->name), row);
	}
	if (group->check && ask->rq->nproblems == before)
		row_check(ask, f, i, row);
	ask->row = NULL;
}

static void rows_read(struct asking *ask, const struct field *f, void *form)
{
	struct rows *out = field_at(f, form);
	size_t most = f->rows ? f->rows : ROWS_MOST, n;
	int64_t *numbers;

	n = rows_sent(ask, f, false, &numbers);
	if (n == 0 && f->need && !ask->partly)
		problem_say(ask, f->name, f->need);
	if (n > most) {
		problem_say(ask, f->name, arena_fmt(ask->arena, "%s: give at most %zu",
		                                    field_label(ask->arena, f), most));
		n = most;
	}
	out->at = n ? arena_getn(ask->arena, f->group->size, n) : NULL;
	out->n = n;
	for (size_t i = 0; i < n; i++)
		row_read(ask, f, i, numbers[i], (char *)out->at + i * f->group->size);
}

bool form_read(struct rq *rq, const struct form *form, const struct params *sent, void *out)
{
	struct asking ask = asking_begin(rq, sent);

	ask.partly = form->partly;
	form_clear(form, out);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = &form->fields[i];

		/* In the order of the table, so that when() may look at what came before. */
		if (!form_asks(form, f, out))
			continue;
		if (f->kind == FIELD_ROWS)
			rows_read(&ask, f, out);
		else
			field_read(&ask, f, f->name, f->name, out);
	}
	if (form->check && rq->nproblems == 0)
		form->check(rq, out);
	return rq->nproblems == 0;
}

/* ---- what was saved ---- */

static void complete_rows(struct asking *ask, const struct field *f, const struct rows *rows)
{
	const struct form *group = f->group;

	for (size_t i = 0; i < rows->n; i++) {
		const void *row = (const char *)rows->at + i * group->size;

		ask->row = row_title(ask->arena, f, i);
		for (size_t k = 0; k < group->nfields; k++) {
			const struct field *in = &group->fields[k];

			if (in->need && form_asks(group, in, row) && !field_given(in, row))
				problem_say(ask, row_name(ask->arena, f, (int64_t)i, in->name),
				            in->need);
		}
		ask->row = NULL;
	}
}

bool form_complete(struct rq *rq, const struct form *form, const void *at)
{
	struct asking ask = asking_begin(rq, NULL);
	size_t before = rq->nproblems;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = &form->fields[i];

		if (!form_asks(form, f, at))
			continue;
		if (f->need && !field_given(f, at))
			problem_say(&ask, f->name, f->need);
		else if (f->kind == FIELD_ROWS)
			complete_rows(&ask, f, field_in(f, at));
	}
	return rq->nproblems == before;
}
