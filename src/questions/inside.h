/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of questions share.
 */
#ifndef ALM_QUESTIONS_INSIDE_H
#define ALM_QUESTIONS_INSIDE_H

#include "audit/audit.h"
#include "exchange/json.h"
#include "questions/questions.h"

enum { STEM_MOST = 40, CHOICES_MOST = 60, COLUMNS_MOST = 20, TABLE_ROWS = 50 };

/* "Date of birth?" as "date_of_birth": a to z, 0 to 9, and `gap` between. */
const char *slug(struct arena *, const char *words, char gap);
bool kind_chooses(int64_t kind);                  /* among choices of its own */

/* ---- a draft's lock: its revision ---- */
enum drafted draft_touch(struct db *, struct arena *, QuestionnaireVersionId, int64_t revision);

#endif
