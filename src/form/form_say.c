/* SPDX-License-Identifier: MIT */
/*
 * form_say.c -- answers told: in people's words for checking, as hidden
 * inputs to be sent on.
 */
#include <string.h>

#include "form/form_inside.h"

/* ---- in words ---- */

static const char *ids_text(struct asking *ask, const struct field *f, const struct answer *at)
{
	struct choices all = field_choices(ask, f);
	struct buf out = buf_new(ask->arena);

	for (size_t i = 0; i < at->nkeys; i++) {
		const struct choice *one = choice_by_key(all, at->keys[i]);

		buf_str(&out, out.n ? ", " : "");
		buf_str(&out, one ? one->label : at->keys[i]);
	}
	return buf_text(&out);
}

static const char *number_text(struct arena *a, const struct field *f, int64_t n)
{
	if (n == INT_NONE)
		return "";
	switch (f->kind) {
	case FIELD_BOOL:    return n ? "Yes" : "No";
	case FIELD_MONEY:   return money_text(a, money(n));
	case FIELD_DATE:    return date_text(a, date_of_day(n));
	case FIELD_MOMENT:  return moment_text(a, (Moment){ n });
	case FIELD_MINUTES:
		return f->as == AS_TIME ? time_text(a, minutes(n))
		     : f->as == AS_HOURS ? hours_text(a, minutes(n)) : span_text(a, minutes(n));
	case FIELD_INT: case FIELD_CODE: case FIELD_ID:
		return arena_fmt(a, "%lld", (long long)n);
	case FIELD_TEXT: case FIELD_ROWS: case FIELD_FILE:
		break;
	}
	SURE(!"a field with a number");
	return "";
}

static const char *value_text(struct asking *ask, const struct field *f, const void *form);

/* "Mon, Tue, 08:30, 45 min" */
static const char *row_text(struct asking *ask, const struct form *group, const void *row)
{
	struct buf out = buf_new(ask->arena);

	for (size_t i = 0; i < group->nfields; i++) {
		const struct field *f = &group->fields[i];
		const char *said;

		if (f->as == AS_HIDDEN || !form_asks(group, f, row) || !field_given(f, row))
			continue;
		said = value_text(ask, f, row);
		buf_str(&out, out.n ? ", " : "");
		/* A bare number or "Yes" says nothing without its question. */
		if ((f->kind == FIELD_INT && !f->words) || f->kind == FIELD_BOOL)
			buf_fmt(&out, "%s: ", field_label(ask->arena, f));
		buf_str(&out, said);
	}
	return buf_text(&out);
}

static const void *row_at(const struct field *f, const void *form, size_t i)
{
	const struct rows *rows = field_in(f, form);

	return (const char *)rows->at + i * f->group->size;
}

static const char *rows_text(struct asking *ask, const struct field *f, const void *form)
{
	const struct rows *rows = field_in(f, form);
	struct buf out = buf_new(ask->arena);

	for (size_t i = 0; i < rows->n; i++) {
		buf_str(&out, i ? "; " : "");
		buf_str(&out, row_text(ask, f->group, row_at(f, form, i)));
	}
	return buf_text(&out);
}

static const char *value_text(struct asking *ask, const struct field *f, const void *form)
{
	struct answer at;
	const struct choice *one;

	if (f->as == AS_PASSWORD)
		return field_given(f, form) ? "Given" : "";
	if (f->kind == FIELD_ROWS)
		return rows_text(ask, f, form);
	if (f->kind == FIELD_FILE)
		return field_given(f, form) ? ((const struct file *)field_in(f, form))->name : "";
	if (!field_chooses(f))
		return f->kind != FIELD_TEXT ? number_text(ask->arena, f, field_number(f, form))
		     : field_text(f, form) ? field_text(f, form) : "";
	at = answer_of_value(ask, f, form);
	if (field_many(f))
		return ids_text(ask, f, &at);
	if (!*at.text)
		return "";
	one = choice_by_key(field_choices(ask, f), at.text);
	return one ? one->label : at.text;
}

const char *form_value_text(struct rq *rq, const struct field *f, const void *form)
{
	struct asking ask = asking_begin(rq, NULL);

	return value_text(&ask, f, form);
}

/* ---- check your answers ---- */

static Html rows_html(struct asking *ask, const struct field *f, const void *form)
{
	const struct rows *rows = field_in(f, form);
	struct page *pg = page_new(ask->arena);

	EL(pg, "ul", "class", "govuk-list");
	for (size_t i = 0; i < rows->n; i++) {
		el(pg, "li");
		bdi(pg, row_text(ask, f->group, row_at(f, form, i)));
		end(pg);
	}
	end(pg);
	return page_html(pg);
}

static struct gov_fact answer_fact(struct asking *ask, const struct field *f, const void *form,
                                   const char *change_href)
{
	struct gov_fact fact = { .key = field_label(ask->arena, f) };
	const char *said = value_text(ask, f, form);

	if (change_href)
		fact.href = arena_fmt(ask->arena, "%s#%s%s", change_href, f->name,
		                      f->kind == FIELD_DATE || f->kind == FIELD_MOMENT
		                      ? "-day" : "");
	if (!*said)
		fact.value = "Not given";
	else if (f->kind == FIELD_ROWS)
		fact.value_html = rows_html(ask, f, form);
	else if (f->as == AS_LONG)
		fact.value_html = html_lines(ask->arena, said);
	else
		fact.value_html = html_bdi(ask->arena, said);
	return fact;
}

static void answers_put(struct page *pg, const struct gov_fact *facts, size_t n)
{
	if (n)
		gov_summary_list(pg, (struct gov_summary){ .items = facts, .nitems = n });
}

void form_answers(struct rq *rq, struct page *pg, const struct form *form, const void *at,
                  const char *change_href)
{
	struct asking ask = asking_begin(rq, NULL);
	struct gov_fact *facts = NEWN(rq->arena, struct gov_fact, form->nfields);
	size_t n = 0;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = &form->fields[i];

		if (f->section) {
			answers_put(pg, facts, n);
			n = 0;
			el_text(pg, "h2", "govuk-heading-m", f->section);
		}
		if (f->as != AS_HIDDEN && form_asks(form, f, at))
			facts[n++] = answer_fact(&ask, f, at, change_href);
	}
	answers_put(pg, facts, n);
}

/* ---- hidden ---- */

static void fields_hide(struct asking *ask, struct page *pg, const struct form *form,
                        const void *at, const struct field *group, int64_t row)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = &form->fields[i];
		const char *name = group ? row_name(ask->arena, group, row, f->name) : f->name;
		struct answer is;

		if (!form_asks(form, f, at) || f->kind == FIELD_FILE || f->as == AS_PASSWORD)
			continue;
		if (f->kind == FIELD_ROWS) {
			const struct rows *rows = field_in(f, at);

			for (size_t k = 0; k < rows->n; k++)
				fields_hide(ask, pg, f->group, row_at(f, at, k), f, (int64_t)k);
			continue;
		}
		is = answer_of_value(ask, f, at);
		if (!field_many(f))
			hidden(pg, name, is.text);
		for (size_t k = 0; k < is.nkeys; k++)
			hidden(pg, name, is.keys[k]);
	}
}

void form_hidden(struct rq *rq, struct page *pg, const struct form *form, const void *at)
{
	struct asking ask = asking_begin(rq, NULL);

	fields_hide(&ask, pg, form, at, NULL, 0);
}
