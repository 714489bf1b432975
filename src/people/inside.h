/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of people share with each other and nobody else.
 */
#ifndef ALM_PEOPLE_INSIDE_H
#define ALM_PEOPLE_INSIDE_H

#include "people/find.sql.h"
#include "people/person_form.h"
#include "people/words.h"

/* ---- seek.c: what is sought, and who could be meant --------------------------- */
enum { SOUGHT_WORDS = 6, SOUGHT_NUMBERS = 2 };

struct sought {
	struct name_word words[SOUGHT_WORDS];
	size_t      nwords;
	const char *numbers[SOUGHT_NUMBERS];     /* ten digits: NHS, CHI */
	size_t      nnumbers;
	Date        born;
	const char *postcode, *district;         /* district: when no whole postcode was given */
};

/* What somebody typed into the search box, on a day. */
void sought_read(struct arena *, struct sought *, const char *q, Date today);
/* What would make somebody else the same as this one. */
void sought_of_form(struct arena *, struct sought *, const struct person_form *);
bool sought_anything(const struct sought *);
/*
 * Those who could be meant, a few hundred at most, in no order: whoever shares
 * a number, date or postcode, or has a word like one that is sought.
 */
size_t sought_candidates(struct db *, struct arena *, const struct sought *, UserAccountId me,
                         struct candidate **out);

/* ---- find.c --------------------------------------------------------------------- */
enum date_fit { DATE_OTHER, DATE_NEAR, DATE_SAME };
/* NEAR: day and month swapped, or one of day, month and year mistyped. */
enum date_fit date_fits(Date, Date);

/* ---- index.c: the words under which a person is found ------------------------------ */
/* Bring them in line with the record's names; a restricted record has none.  In a write. */
void person_words_keep(struct db *, struct arena *, PersonId, const struct person_form *);

/* ---- person.c ---------------------------------------------------------------------- */
/* May be told that the record is restricted, to say who may open it: they name themselves first. */
bool person_may_name(struct rq *, const struct person *);
/* Whoever else has a number: somebody the reader may know of, or none. */
PersonId person_number_holder(struct db *, struct arena *, const struct person_form *,
                              PersonId but);

/* ---- named_pages.c ---------------------------------------------------------------- */
extern const struct form person_named_form, person_unnamed_form;

/* ---- pages -------------------------------------------------------------------------- */
struct reply people_get(struct rq *);
size_t people_search(struct rq *, struct record *, const char *q, size_t most);
struct reply person_get(struct rq *);
struct reply person_new_load(struct rq *, void *);
void         person_new_above(struct rq *, struct page *, const void *);
struct reply person_new_post(struct rq *, void *);
struct reply person_change_load(struct rq *, void *);
struct reply person_change_post(struct rq *, void *);
void         person_named_above(struct rq *, struct page *, const void *);
struct reply person_named_load(struct rq *, void *);
struct reply person_named_post(struct rq *, void *);
struct reply person_unnamed_load(struct rq *, void *);
struct reply person_unnamed_post(struct rq *, void *);
void draw_hits(struct rq *, struct page *, const char *caption, const struct person_hit *,
               size_t n);

#endif
