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

/* ---- marks (score.c), also of panels (panel_marks.c) ---- */
struct score_slot { int64_t points; const char *note; };     /* of score_form, moderation_form */
/* Of a score_form's struct; how many were given. */
int64_t marks_put(struct db *, const struct score_form *, const void *at, UserAccountId by, Moment);
/* What is scored of a sheet, with marks that are not sorted out by who asks. */
void scores_read(struct db *, struct arena *, const struct question_form *, UserAccountId me,
                 struct scores *);
/* The form to score by is whole in this struct. */
bool marks_whole(const struct scores *, UserAccountId who);
/* Leaves of a panel's sheet what its rules let `me` see, and adds what was agreed.  False:
 * the sheet is on no panel. */
bool panel_judges(struct db *, struct arena *, const struct question_form *, UserAccountId me,
                  struct scores *);
enum paneled panel_hold(struct db *, struct arena *, PanelId);
void panel_audit(struct db *, PanelId, const char *verb, const char *reason, const char *detail,
                 UserAccountId by);

#endif
