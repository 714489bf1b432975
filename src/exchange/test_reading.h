/* SPDX-License-Identifier: MIT */
/*
 * test_reading.h -- for this room's tests: what a reader of regulators' files read, or refused.
 */
#ifndef ALM_TEST_READING_H
#define ALM_TEST_READING_H

#include <string.h>

#include "exchange/regulator.h"
#include "t/t.h"

/* Go on to that reference and read it. */
static inline bool read_ref(struct t *t, struct reg_reader *r, const char *ref,
                            struct reg_location *out)
{
	struct reg_row row;
	enum reg_step step;

	while ((step = reg_next(r, &row)) == REG_STEP_ROW || step == REG_STEP_REFUSED) {
		if (step == REG_STEP_ROW && text_same(row.ref, ref))
			return reg_read(r, t->arena, out) == REG_STEP_ROW;
	}
	return false;
}

static inline const struct reg_rating *rating(const struct reg_location *l, int question)
{
	static const struct reg_rating none = { .text = "none" };

	for (size_t i = 0; i < l->nratings; i++) {
		if (l->ratings[i].question == question)
			return &l->ratings[i];
	}
	return &none;
}

/* One row of what was said to be wrong: "row column: reason". */
static inline char *refused(struct t *t, enum reg_file file, const char *text)
{
	struct reg_reader *r = reg_open(t->arena, file, text, strlen(text));
	struct buf b = buf_new(t->arena);
	struct reg_location l;
	struct reg_row row;
	enum reg_step step;

	while ((step = reg_next(r, &row)) != REG_STEP_END) {
		const struct reg_refusal *no = reg_refusal(r);

		if (step == REG_STEP_ROW)
			step = reg_read(r, t->arena, &l);
		if (step != REG_STEP_ROW)
			buf_fmt(&b, "%lld %s: %s;", (long long)no->row, no->column, no->reason);
		if (step == REG_STEP_WRONG)
			break;
	}
	return buf_text(&b);
}

#endif
