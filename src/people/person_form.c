/* SPDX-License-Identifier: MIT */
/*
 * person_form.c -- the rows of a person's questions, and its rules.
 *
 * Scotland asks for the CHI number, the other nations for the NHS number
 * (in Northern Ireland it is the Health and Care number: same digits, same
 * check).  The page says which by the hidden answer "scheme".
 */
#include "people/inside.h"

#include <string.h>

#include "exchange/identifiers.h"

enum { OLDEST = 120 };

static bool asks_nhs(const void *form)
{
	return ((const struct person_form *)form)->scheme != SCHEME_CHI;
}

static bool asks_chi(const void *form)
{
	return ((const struct person_form *)form)->scheme != SCHEME_NHS;
}

static bool shown_alike(const void *form)
{
	return ((const struct person_form *)form)->alike != INT_NONE;
}

#define PERSON_QUESTIONS \
	{ IN(struct person_form, scheme), .as = AS_HIDDEN, .min = SCHEME_NHS, .max = SCHEME_CHI }, \
	{ IN(struct person_form, given_name), .section = "Who it is", .label = "First names", \
	  .max = 100, .need = "Enter the first name" }, \
	{ IN(struct person_form, family_name), .label = "Last name", .max = 100, \
	  .need = "Enter the last name" }, \
	{ IN(struct person_form, known_as), .label = "Known as", .max = 100, \
	  .hint = "The name that the person uses, if it is another" }, \
	{ IN(struct person_form, born), .label = "Date of birth", \
	  .hint = "For example, 27 3 1938" }, \
	{ IN(struct person_form, nhs_number), .label = "NHS number", .width = "10", .max = 20, \
	  .hint = "10 digits, like 943 476 5919", .when = asks_nhs }, \
	{ IN(struct person_form, chi_number), .label = "CHI number", .width = "10", .max = 20, \
	  .hint = "10 digits, of which the first six are the date of birth", .when = asks_chi }, \
	{ IN(struct person_form, address), .section = "Where the person lives", \
	  .label = "Address", .as = AS_LONG, .max = 400, .hint = "Without the postcode" }, \
	{ IN(struct person_form, postcode), .label = "Postcode", .as = AS_POSTCODE, .width = "10", \
	  .bad = "Postcode must be a full postcode, like AA3 1AB" }, \
	{ IN(struct person_form, phone), .label = "Telephone", .as = AS_PHONE, .max = 40, \
	  .width = "20" }, \
	{ IN(struct person_form, language), .section = "How to speak with the person", \
	  .label = "First language", .max = 60, .width = "20", .hint = "If it is not English" }, \
	{ IN(struct person_form, communication), .label = "Communication needs", .as = AS_LONG, \
	  .max = 1000, \
	  .hint = "Hearing, sight, an interpreter, how decisions are best explained" }, \
	{ IN(struct person_form, contact_name), .section = "Carer or next of kin", \
	  .label = "Name", .max = 120 }, \
	{ IN(struct person_form, contact_phone), .label = "Their telephone", .as = AS_PHONE, \
	  .max = 40, .width = "20" }, \
	{ IN(struct person_form, warnings), .section = "For those who visit", .label = "Warnings", \
	  .as = AS_LONG, .max = 2000, \
	  .hint = "Dogs, oxygen, moving and handling, risk to staff" }, \
	{ IN(struct person_form, restricted), .label = "Restricted record: only staff named " \
	  "on it can find or open it" },

static const struct field new_fields[] = {
	PERSON_QUESTIONS
	{ IN(struct person_form, alike), .as = AS_HIDDEN },
	{ IN(struct person_form, seen_alike), .when = shown_alike,
	  .label = "I have looked at the likely duplicates: this is another person" },
};
static const struct field change_fields[] = {
	PERSON_QUESTIONS
	{ IN(struct person_form, revision), .as = AS_HIDDEN },
};

/* ---- rules ---------------------------------------------------------------------- */

static void check_number(struct rq *rq, const char *field, const char *scheme, enum id_answer got)
{
	switch (got) {
	case ID_FINE: case ID_EMPTY:
		return;
	case ID_SHAPE:
		problem_add(rq, field, "%s must be 10 digits, like %s", scheme,
		            text_same(field, "nhs_number") ? "943 476 5919" : "270338 0011");
		return;
	case ID_CHECK:
		problem_add(rq, field, "This is not a real %s: its last digit does not "
		            "fit the others. Check each digit", scheme);
		return;
	case ID_DAY:
		problem_add(rq, field, "This is not a real %s: it must begin with a "
		            "date of birth", scheme);
	}
}

/* Its first six digits are the day of birth, the century aside. */
static bool chi_fits(const char *chi, Date born)
{
	struct civil c = date_civil(born);
	int said[3];

	for (int i = 0; i < 3; i++)
		said[i] = (chi[2 * i] - '0') * 10 + chi[2 * i + 1] - '0';
	return said[0] == c.day && said[1] == c.month && said[2] == c.year % 100;
}

static void check_born(struct rq *rq, const struct person_form *f)
{
	if (!date_known(f->born))
		return;
	if (date_cmp(f->born, rq->today) > 0)
		problem_add(rq, "born", "Date of birth must be in the past");
	else if (date_age(f->born, rq->today) >= OLDEST)
		problem_add(rq, "born", "Date of birth must be less than %d years ago", OLDEST);
}

/* Names that are all punctuation could be neither sorted nor found. */
static void check_name(struct rq *rq, const char *field, const char *what, const char *name)
{
	struct name_words *w = NEW(rq->arena, struct name_words);

	name_words_cut(rq->arena, w, name);
	if (!w->n)
		problem_add(rq, field, "%s must have letters in it", what);
}

static void person_check(struct rq *rq, void *form)
{
	struct person_form *f = form;
	char digits[11];
	enum id_answer chi;

	check_name(rq, "given_name", "First name", f->given_name);
	check_name(rq, "family_name", "Last name", f->family_name);
	check_born(rq, f);
	check_number(rq, "nhs_number", "NHS number", nhs_number_check(f->nhs_number, digits));
	if (!BLANK(f->nhs_number) && *digits)
		f->nhs_number = arena_dup(rq->arena, digits);
	chi = chi_number_check(f->chi_number, digits);
	check_number(rq, "chi_number", "CHI number", chi);
	if (chi != ID_FINE)
		return;
	f->chi_number = arena_dup(rq->arena, digits);
	if (date_known(f->born) && !chi_fits(f->chi_number, f->born))
		problem_add(rq, "chi_number", "The CHI number begins with %.2s/%.2s/%.2s, which "
		            "is not the date of birth above. Check both", digits, digits + 2,
		            digits + 4);
}

const struct form person_new_form = { FORM(struct person_form, new_fields), .name = "person",
	.title = "Record a person", .button = "Save", .check = person_check };
const struct form person_change_form = { FORM(struct person_form, change_fields),
                                         .name = "person-change",
	.title = "Change a record", .button = "Save the changes", .check = person_check };
