/* SPDX-License-Identifier: MIT */
/*
 * person_form.h -- the questions of a person's record, a row for each member of
 * struct person_form (people.h).
 *
 * To add a question: a member there, a row in person_form.c, a column in
 * schema/ and in person.sql, a line in person_save() and in person_to_form().
 */
#ifndef ALM_PERSON_FORM_H
#define ALM_PERSON_FORM_H

#include "form/form.h"
#include "people/people.h"

extern const struct form person_new_form, person_change_form;

/* The questions filled in with what the record says. */
struct person_form person_to_form(const struct person *);

#endif
