/* SPDX-License-Identifier: MIT */
/*
 * test_form.h -- a form with a question of every kind, for the tests of the
 * form engine, and the choices that the test database offers it.
 */
#ifndef ALM_TEST_FORM_H
#define ALM_TEST_FORM_H

#include "t/t.h"

#include "form/form.h"

#define TRY_REASONS(X, P)                                                  \
	X(P, 1, DISCHARGE, "hospital-discharge", "blue", "Hospital discharge") \
	X(P, 2, CHANGE,    "change",             NULL,   "Change")             \
	X(P, 3, CRISIS,    "crisis",             "red",  "Crisis")
enum try_reason { TRY_REASONS(VOCAB_ENUM_, TRY) };

struct try_visit { int64_t row_id, days; Minutes from, length; bool double_handed; };

struct try {
	const char *name, *notes, *email, *phone, *postcode, *secret, *teams, *raw;
	unsigned    reason, choice;
	int64_t     carers, days, revision;
	bool        agreed, urgent;
	Money       rate;
	Date        start;
	Moment      ready;
	Minutes     at, lasts, weekly;
	TeamId      team;
	struct rows visits;
	struct file letter;
	const char *ward;
};

extern const struct form try_form;

/* A request of somebody signed in, of the address /tries. */
struct rq try_rq(struct t *);
/* "a=1", "b=x y"...: a value is all after the first "=". */
struct params try_params(struct arena *, size_t n, const char *const *pairs);
#define SENT(a, ...) try_params((a), COUNT(((const char *const []){ __VA_ARGS__ })), \
                                (const char *const []){ __VA_ARGS__ })
/* The sentence for a field; NULL: none. */
const char *try_problem(const struct rq *, const char *field);
/* Teams 1 "North", 2 "South <b>", and 3 "Gone", which is not offered. */
void try_teams(struct t *);
/* All that form_hidden() and form_draw() put into inputs of that page, as they would be sent. */
struct params try_sent_back(struct arena *, const char *html);

#endif
