/* SPDX-License-Identifier: MIT */
/*
 * form_value.c -- the members of a form's struct, by their kind.
 *
 * Only this file casts: the kinds came from the members' own types (IN()), so
 * each cast is to the type that the member has.
 */
#include <string.h>

#include "form/form_inside.h"

enum { LINE_MOST = 200, LONG_MOST = 4000, EMAIL_MOST = 254 };

struct asking asking_begin(struct rq *rq, const struct params *typed)
{
	return (struct asking){ .rq = rq, .arena = rq->arena, .typed = typed };
}

/* INT_NONE is what a number is that is not there, whatever its type calls none. */
int64_t field_number(const struct field *f, const void *form)
{
	const void *at = field_in(f, form);

	switch (f->kind) {
	case FIELD_INT:     return *(const int64_t *)at;
	case FIELD_CODE:    return *(const unsigned *)at ? *(const unsigned *)at : INT_NONE;
	case FIELD_BOOL:    return *(const bool *)at;
	case FIELD_MONEY:
		return money_known(*(const Money *)at) ? money_pence(*(const Money *)at) : INT_NONE;
	case FIELD_DATE:
		return date_known(*(const Date *)at) ? date_day(*(const Date *)at) : INT_NONE;
	case FIELD_MOMENT:
		return moment_known(*(const Moment *)at) ? ((const Moment *)at)->ms : INT_NONE;
	case FIELD_MINUTES: return ((const Minutes *)at)->n;
	case FIELD_ID:
		/* Every id is a struct of one int64_t. */
		return *(const int64_t *)at ? *(const int64_t *)at : INT_NONE;
	case FIELD_TEXT: case FIELD_ROWS: case FIELD_FILE:
		break;
	}
	SURE(!"a field with a number");
	return INT_NONE;
}

void field_number_set(const struct field *f, void *form, int64_t n)
{
	void *at = field_at(f, form);
	bool none = n == INT_NONE;

	switch (f->kind) {
	case FIELD_INT:     *(int64_t *)at = n; return;
	case FIELD_CODE:    *(unsigned *)at = none ? 0 : (unsigned)n; return;
	case FIELD_BOOL:    *(bool *)at = !none && n; return;
	case FIELD_MONEY:   *(Money *)at = none ? MONEY_NONE : money(n); return;
	case FIELD_DATE:    *(Date *)at = none ? DATE_NONE : date_of_day(n); return;
	case FIELD_MOMENT:  ((Moment *)at)->ms = none ? 0 : n; return;
	case FIELD_MINUTES: ((Minutes *)at)->n = n; return;
	case FIELD_ID:      *(int64_t *)at = none ? 0 : n; return;
	case FIELD_TEXT: case FIELD_ROWS: case FIELD_FILE:
		break;
	}
	SURE(!"a field with a number");
}

const char *field_text(const struct field *f, const void *form)
{
	SURE(f->kind == FIELD_TEXT);
	return *(const char *const *)field_in(f, form);
}

bool field_given(const struct field *f, const void *form)
{
	switch (f->kind) {
	case FIELD_TEXT: return !BLANK(field_text(f, form));
	case FIELD_ROWS: return ((const struct rows *)field_in(f, form))->n > 0;
	case FIELD_FILE: return ((const struct file *)field_in(f, form))->name != NULL;
	case FIELD_BOOL: return *(const bool *)field_in(f, form);
	case FIELD_INT:
		/* Of bits, none are set where nothing was chosen. */
		return field_number(f, form) != (field_many(f) ? 0 : INT_NONE);
	case FIELD_CODE: case FIELD_MONEY: case FIELD_DATE: case FIELD_MOMENT:
	case FIELD_MINUTES: case FIELD_ID:
		return field_number(f, form) != INT_NONE;
	}
	SURE(!"a kind of field");
	return false;
}

void field_clear(const struct field *f, void *form)
{
	switch (f->kind) {
	case FIELD_TEXT:
		*(const char **)field_at(f, form) = NULL;
		return;
	case FIELD_ROWS:
		*(struct rows *)field_at(f, form) = (struct rows){ 0 };
		return;
	case FIELD_FILE:
		*(struct file *)field_at(f, form) = (struct file){ 0 };
		return;
	case FIELD_INT: case FIELD_CODE: case FIELD_BOOL: case FIELD_MONEY: case FIELD_DATE:
	case FIELD_MOMENT: case FIELD_MINUTES: case FIELD_ID:
		field_number_set(f, form, field_many(f) ? 0 : INT_NONE);
		return;
	}
}

void form_clear(const struct form *form, void *at)
{
	memset(at, 0, form->size);
	for (size_t i = 0; i < form->nfields; i++)
		field_clear(&form->fields[i], at);
}

void *form_new(struct arena *a, const struct form *form)
{
	void *at = arena_get(a, form->size);

	form_clear(form, at);
	return at;
}

/* ---- conditions ---- */

const struct field *field_named(const struct form *form, const char *name, size_t n)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (strncmp(form->fields[i].name, name, n) == 0 && !form->fields[i].name[n])
			return &form->fields[i];
	return NULL;
}

static bool same_part(const char *s, const char *part, size_t n)
{
	return s && strncmp(s, part, n) == 0 && !s[n];
}

/* The word's code, or the number itself; INT_NONE: neither. */
static int64_t code_said(const struct field *on, const char *said, size_t n)
{
	int64_t code = 0;

	for (size_t i = 0; on->words && i < on->words->n; i++)
		if (same_part(on->words->words[i].key, said, n))
			return on->words->words[i].code;
	if (on->kind == FIELD_BOOL && (same_part("yes", said, n) || same_part("no", said, n)))
		return *said == 'y';
	for (size_t i = 0; i < n; i++) {
		if (said[i] < '0' || said[i] > '9' || i > 15)
			return INT_NONE;
		code = code * 10 + said[i] - '0';
	}
	return n ? code : INT_NONE;
}

static bool answer_is(const struct field *on, const char *said, size_t n, const void *at)
{
	int64_t code;

	if (on->kind == FIELD_TEXT)
		return same_part(field_text(on, at), said, n);
	code = code_said(on, said, n);
	if (code == INT_NONE)
		return false;
	if (field_many(on))
		return code > 0 && code < 64 && field_number(on, at) >> (code - 1) & 1;
	return field_number(on, at) == code;
}

bool form_asks(const struct form *form, const struct field *f, const void *at)
{
	const struct field *on;
	const char *said;

	if (f->when)
		return f->when(at);
	if (!f->depends)
		return true;
	said = f->depends + strcspn(f->depends, "=");
	on = field_named(form, f->depends, (size_t)(said - f->depends));
	SURE(on && *said);
	while (*said) {
		size_t n = strcspn(++said, ",");

		if (answer_is(on, said, n, at))
			return true;
		said += n;
	}
	return false;
}

/* "ready_date" without a label is "Ready date". */
const char *field_label(struct arena *a, const struct field *f)
{
	char *label;

	if (f->label)
		return f->label;
	label = arena_dup(a, f->name);
	for (char *c = label; *c; c++)
		if (*c == '_')
			*c = ' ';
	if (*label >= 'a' && *label <= 'z')
		*label = (char)(*label - 'a' + 'A');
	return label;
}

int64_t field_most(const struct field *f)
{
	return f->max ? f->max : f->as == AS_LONG ? LONG_MOST : f->as == AS_EMAIL ? EMAIL_MOST
	     : LINE_MOST;
}
