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
/* Has staff with a right of its own a sheet to read?  Not what an application is drafted with,
 * nor what a panel keeps from its member. */
bool staff_reads(struct rq *, const struct answer_sheet *);
/* Tables of a record, and those of scores drawn. */
void record_scores(struct rq *, struct record *, const struct scores *);
void record_draw_scores(struct rq *, struct page *, struct record *, const struct scores *);
/* sheet_pages.c; `files`: under which address the files are ("/sheets/3/files"). */
void record_answers(struct rq *, struct record *, const struct question_form *);
void record_files(struct rq *, struct record *, const struct question_form *, const void *form,
                  const char *files);

/* panel_pages.c */
extern const struct list panels_list, panels_all_list;
extern const struct form panel_form, panel_member_form, panel_release_form, panel_sheet_form;
PanelId panel_here(const struct rq *);
const char *panel_path(struct rq *, PanelId);
struct reply paneled_reply(struct rq *, enum paneled, const char *field, const char *flash,
                           const char *to);
/* The panel of the address, for its members and commissioners. */
bool panel_open(struct rq *, struct panel *, struct panel_member_load_row *mine);
struct reply panel_new_load(struct rq *, void *);
struct reply panel_new_post(struct rq *, void *);
struct reply panel_member_load_form(struct rq *, void *);
struct reply panel_member_post(struct rq *, void *);
struct reply panel_release_post(struct rq *, void *);
struct reply panel_sheet_post(struct rq *, void *);
struct reply panel_get(struct rq *);
/* panel_score_pages.c */
extern const struct form panel_interest_form, panel_final_form, panel_lock_form;
struct reply panel_interest_load(struct rq *, void *);
struct reply panel_interest_post(struct rq *, void *);
struct reply panel_sheet_get(struct rq *);
struct reply panel_file_get(struct rq *);
const struct form *panel_score_form(struct rq *);
struct reply panel_score_load(struct rq *, void *);
struct reply panel_score_post(struct rq *, void *);
struct reply panel_final_load(struct rq *, void *);
struct reply panel_final_post(struct rq *, void *);
const struct form *panel_agree_form(struct rq *);
struct reply panel_agree_load(struct rq *, void *);
struct reply panel_agree_post(struct rq *, void *);
struct reply panel_lock_post(struct rq *, void *);

#endif
