/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- what the pages of accreditation share with the room's table of routes.
 */
#ifndef ALM_ACCREDITATION_PAGES_H
#define ALM_ACCREDITATION_PAGES_H

#include "accreditation/inside.h"
#include "html/alm.h"
#include "list/list.h"
#include "list/record.h"
#include "site/site.h"
#include "site/task.h"

#define APPLICATION_HERE(rq) ID((rq), ApplicationId, "application")

/* An address below the application of this page: of the portal, or of staff. */
const char *portal_path(struct rq *, const char *end);
const char *staff_path(struct rq *, const char *end);
/* The application of the address, if it is the reader's own organisation's. */
bool own_application(struct rq *, struct application *);
struct reply applied_reply(struct rq *, enum applied, const char *field, const char *flash,
                           const char *to);
struct reply decided_reply(struct rq *, enum decided, const char *field, const char *flash,
                           const char *to);
/* Until when a framework takes no applications: "The next window opens on..." */
const char *next_window_text(struct rq *, FrameworkId);
/* Facts and tables of an application that both sides see. */
void put_application(struct rq *, struct record *, const struct application *);
void put_places(struct rq *, struct record *, const struct application *);
size_t put_references(struct rq *, struct record *, const struct application *, bool own);
size_t put_verdicts(struct rq *, struct record *, const struct application *);
struct cell last_day_of(Date until);

/* portal_pages.c */
extern const struct form apply_form, application_send_form, application_withdraw_form,
	review_ask_form;
struct reply applications_own_get(struct rq *);
struct reply apply_load(struct rq *, void *);
struct reply apply_post(struct rq *, void *);
struct reply application_own_get(struct rq *);
struct reply application_send_load(struct rq *, void *);
void         application_send_above(struct rq *, struct page *, const void *);
struct reply application_send_post(struct rq *, void *);
struct reply own_draft_load(struct rq *, void *);
struct reply application_withdraw_post(struct rq *, void *);
struct reply review_ask_load(struct rq *, void *);
struct reply review_ask_post(struct rq *, void *);
/* step_pages.c */
extern const struct form want_form, plan_form, reference_form, reference_drop_form,
	answer_file_form;
struct reply want_load(struct rq *, void *);
struct reply want_post(struct rq *, void *);
struct reply plan_load(struct rq *, void *);
struct reply plan_post(struct rq *, void *);
struct reply reference_post(struct rq *, void *);
struct reply reference_drop_post(struct rq *, void *);
const struct form *own_answers_form(struct rq *);
struct reply own_answers_load(struct rq *, void *);
void         own_answers_above(struct rq *, struct page *, const void *);
struct reply own_answers_post(struct rq *, void *);
struct reply answer_file_load_form(struct rq *, void *);
struct reply answer_file_post(struct rq *, void *);
struct reply own_file_get(struct rq *);
/* staff_pages.c */
extern const struct list applications_list;
extern const struct form asks_form, application_panel_form, look_form;
struct reply application_get(struct rq *);
struct reply asks_load_form(struct rq *, void *);
struct reply asks_post(struct rq *, void *);
struct reply staff_load(struct rq *, void *);
struct reply application_panel_post(struct rq *, void *);
struct reply look_load(struct rq *, void *);
struct reply look_post(struct rq *, void *);
/* decide_pages.c */
extern const struct form application_confirm_form, back_form, review_end_form;
const struct form *decide_form(struct rq *);
struct reply decide_load(struct rq *, void *);
struct reply decide_post(struct rq *, void *);
void         verdicts_above(struct rq *, struct page *, const void *);
struct reply application_confirm_post(struct rq *, void *);
struct reply back_post(struct rq *, void *);
void         review_above(struct rq *, struct page *, const void *);
struct reply review_end_post(struct rq *, void *);
/* evidence_pages.c */
extern const struct list evidence_rules_list, evidence_all_list;
extern const struct form evidence_kind_form, evidence_rule_form, evidence_give_form,
	evidence_check_form;
struct reply evidence_own_get(struct rq *);
struct reply evidence_give_load(struct rq *, void *);
struct reply evidence_give_post(struct rq *, void *);
struct reply evidence_file_own_get(struct rq *);
struct reply evidence_kind_post(struct rq *, void *);
struct reply evidence_rule_load(struct rq *, void *);
struct reply evidence_rule_post(struct rq *, void *);
struct reply evidence_gaps_get(struct rq *);
struct reply evidence_get(struct rq *);
struct reply evidence_file_get(struct rq *);
struct reply evidence_check_load(struct rq *, void *);
struct reply evidence_check_post(struct rq *, void *);
/* sign_up_pages.c */
extern const struct list sign_ups_list;
extern const struct form sign_up_form, sign_up_confirm_form, sign_up_refuse_form;
void         sign_up_above(struct rq *, struct page *, const void *);
struct reply sign_up_post(struct rq *, void *);
struct reply sign_up_thanks_get(struct rq *);
struct reply sign_up_get(struct rq *);
struct reply sign_up_decide_load(struct rq *, void *);
struct reply sign_up_confirm_post(struct rq *, void *);
struct reply sign_up_refuse_post(struct rq *, void *);

#endif
