/* SPDX-License-Identifier: MIT */
/*
 * person_form.h -- the questions of a person's record: one struct, one row each.
 *
 * To add a question: a member here, a row in person_form.c, a column in
 * schema/ and in person.sql, a line in person_save() and in person_to_form().
 */
#ifndef ALM_PERSON_FORM_H
#define ALM_PERSON_FORM_H

#include "form/form.h"
#include "people/people.h"

/* Whose numbers are asked for: NHS, or in Scotland CHI.  None: both. */
enum { SCHEME_NHS = 1, SCHEME_CHI = 2 };

struct person_form {
	int64_t     scheme;
	const char *given_name, *family_name, *known_as;
	Date        born;
	const char *nhs_number, *chi_number;
	const char *address, *postcode, *phone;
	const char *language, *communication;
	const char *contact_name, *contact_phone;
	const char *warnings;
	bool        restricted;
	int64_t     alike;              /* which likely duplicates the reader was shown; none: none */
	bool        seen_alike;         /* she says that they are others */
	int64_t     revision;
};

extern const struct form person_new_form, person_change_form;

/* The questions filled in with what the record says. */
struct person_form person_to_form(const struct person *);

#endif
