/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- what the pages of questions share with the room's table of routes.
 */
#ifndef ALM_QUESTIONS_PAGES_H
#define ALM_QUESTIONS_PAGES_H

#include "html/alm.h"
#include "list/list.h"
#include "list/record.h"
#include "questions/inside.h"
#include "site/site.h"

/* What a verb answered, as a reply: where to go, or why not. */
struct reply drafted_reply(struct rq *, enum drafted, const char *field, const char *flash,
                           const char *to);
struct reply answered_reply(struct rq *, enum answered, const char *flash, const char *to);
const char *version_path(struct rq *, QuestionnaireVersionId);
/* The sheet of the address; none, if it is one that this room does not show. */
AnswerSheetId sheet_asked(const struct rq *);
const char *sheet_path(struct rq *, AnswerSheetId);

/* lists.c */
extern const struct list questionnaires_list, sheets_list, answers_list;
/* keep_pages.c */
extern const struct form questionnaire_form, start_form, draft_form, version_form, publish_form;
struct reply questionnaire_post(struct rq *, void *);
struct reply start_post(struct rq *, void *);
struct reply questionnaire_get(struct rq *);
struct reply draft_load(struct rq *, void *);
struct reply draft_post(struct rq *, void *);
struct reply version_get(struct rq *);
struct reply version_form_load(struct rq *, void *);
struct reply version_form_post(struct rq *, void *);
struct reply publish_load(struct rq *, void *);
struct reply publish_post(struct rq *, void *);
const struct form *preview_form(struct rq *);
struct reply preview_post(struct rq *, void *);
/* question_pages.c */
extern const struct form question_ask_form, question_move_form, question_remove_form;
struct reply question_new_load(struct rq *, void *);
struct reply question_new_post(struct rq *, void *);
struct reply question_load_form(struct rq *, void *);
struct reply question_post(struct rq *, void *);
struct reply question_move_load(struct rq *, void *);
struct reply question_move_post(struct rq *, void *);
struct reply question_remove_post(struct rq *, void *);
/* sheet_pages.c */
extern const struct form begin_form, sheet_file_form, sheet_send_form;
struct reply begin_load(struct rq *, void *);
struct reply begin_post(struct rq *, void *);
struct reply sheet_get(struct rq *);
const struct form *sheet_answer_form(struct rq *);
struct reply sheet_answer_load(struct rq *, void *);
void         sheet_answer_above(struct rq *, struct page *, const void *);
struct reply sheet_answer_post(struct rq *, void *);
struct reply sheet_file_load(struct rq *, void *);
struct reply sheet_file_post(struct rq *, void *);
struct reply sheet_file_get(struct rq *);
struct reply sheet_send_load(struct rq *, void *);
struct reply sheet_send_post(struct rq *, void *);

/* judge_pages.c */
struct reply versions_compare_get(struct rq *);
struct reply sheets_compare_get(struct rq *);
const struct form *sheet_score_form(struct rq *);
struct reply sheet_score_load(struct rq *, void *);
struct reply sheet_score_post(struct rq *, void *);
struct reply sheet_scores_get(struct rq *);

#endif
