/* SPDX-License-Identifier: MIT */
/*
 * start.h -- the set of questionnaires to begin with, as the rows that it is.
 *
 * Choices are "Yes; !No; Partly=2": "!" fails, "=" gives points.  Columns are
 * "Name; Since: date".  What is loaded is a draft like any other: staff change
 * all of it.
 */
#ifndef ALM_QUESTIONS_START_H
#define ALM_QUESTIONS_START_H

#include "questions/questions.h"

struct start_question {
	const char *stem;
	unsigned    kind;
	const char *section, *label, *help, *need;
	const char *choices, *columns;
	const char *on_stem, *on_keys;
	int64_t     weight;
	unsigned    seen_by;                 /* 0: all */
	int64_t     most;                    /* 0: the kind's own */
};
struct start_set {
	const char *name;
	enum questionnaire_kind kind;
	const char *opening;
	const struct start_question *questions;
	size_t n;
};
enum { START_SETS = 2 };
extern const struct start_set start_selection, start_return;

#endif
