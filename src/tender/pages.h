/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- what the pages of tender share: their forms and lists, which the
 * room's table of routes names.
 */
#ifndef ALM_TENDER_PAGES_H
#define ALM_TENDER_PAGES_H

#include "form/form.h"
#include "html/alm.h"
#include "list/list.h"
#include "list/record.h"
#include "site/setting.h"
#include "site/task.h"
#include "tender/inside.h"
#include "tender/page.sql.h"

/* What tells the state of a row of a list: opportunity_state_at(). */
#define OPPORTUNITY_OF(r) (&(struct opportunity){ .published_ms = (r)->published_ms,      \
	.ask_until_ms = (r)->ask_until_ms, .close_ms = (r)->close_ms,                     \
	.cancelled_ms = (r)->cancelled_ms, .opened_ms = (r)->opened_ms,                   \
	.panel = (r)->panel, .proposed_ms = (r)->proposed_ms,                             \
	.decided_ms = (r)->decided_ms, .standstill_day = (r)->standstill_day,             \
	.settled_ms = (r)->settled_ms })

/* What a verb answered, as a reply: back to the opportunity, or why not. */
struct reply tendered_reply(struct rq *, enum tendered, const char *flash, OpportunityId);
const char *opportunity_path(struct rq *, OpportunityId, const char *more);
/* The opportunity of the address, or false: none such, or none that may be seen. */
bool opportunity_here(struct rq *, struct opportunity *);

/* The published opportunity of an address in the portal, or false. */
bool portal_opportunity(struct rq *, struct opportunity *);
const char *response_path(struct rq *, OpportunityId, const char *more);

/* public_pages.c */
extern const struct list opportunity_list;
struct reply opportunity_get(struct rq *);
struct reply opportunity_document_get(struct rq *);
/* feed_pages.c */
struct reply opportunity_feed_get(struct rq *);
/* keep_pages.c */
extern const struct list opportunity_kept;
extern const struct form opportunity_form, document_form, publish_opportunity_form, amend_form,
	cancel_form, announce_form;
struct reply opportunity_new_load(struct rq *, void *);
struct reply opportunity_new_post(struct rq *, void *);
struct reply opportunity_change_load(struct rq *, void *);
struct reply opportunity_change_post(struct rq *, void *);
struct reply document_load(struct rq *, void *);
struct reply document_post(struct rq *, void *);
struct reply publish_opportunity_load(struct rq *, void *);
struct reply publish_opportunity_post(struct rq *, void *);
struct reply announce_post(struct rq *, void *);
struct reply amend_load(struct rq *, void *);
struct reply amend_post(struct rq *, void *);
struct reply cancel_load(struct rq *, void *);
struct reply cancel_post(struct rq *, void *);
/* clarify_pages.c */
extern const struct list clarification_public, clarification_desk;
extern const struct form clarification_form, clarifications_publish_form, ask_form;
struct reply clarification_load_form(struct rq *, void *);
void         clarification_above(struct rq *, struct page *, const void *);
struct reply clarification_post(struct rq *, void *);
struct reply clarifications_publish_load(struct rq *, void *);
struct reply clarifications_publish_post(struct rq *, void *);
struct reply ask_load(struct rq *, void *);
struct reply ask_post(struct rq *, void *);
/* portal_pages.c */
extern const struct list portal_opportunities;
extern const struct form follow_form;
struct reply portal_opportunity_get(struct rq *);
struct reply follow_load(struct rq *, void *);
struct reply follow_post(struct rq *, void *);
/* response_pages.c */
extern const struct form response_begin_form, response_withdraw_form, response_file_form,
	response_prices_form, response_send_form;
struct reply response_get(struct rq *);
struct reply response_begin_load(struct rq *, void *);
struct reply response_begin_post(struct rq *, void *);
struct reply response_withdraw_post(struct rq *, void *);
const struct form *response_answer_form(struct rq *);
struct reply response_answer_load(struct rq *, void *);
struct reply response_answer_post(struct rq *, void *);
struct reply response_file_load(struct rq *, void *);
struct reply response_file_post(struct rq *, void *);
struct reply response_given_get(struct rq *);
struct reply response_prices_load(struct rq *, void *);
struct reply response_prices_post(struct rq *, void *);
struct reply response_send_load(struct rq *, void *);
struct reply response_send_post(struct rq *, void *);
/* open_pages.c */
extern const struct form open_form;
struct reply open_load(struct rq *, void *);
void         open_above(struct rq *, struct page *, const void *);
struct reply open_post(struct rq *, void *);
struct reply responses_get(struct rq *);
struct reply response_opened_get(struct rq *);
struct reply response_opened_file_get(struct rq *);
/* award_pages.c */
extern const struct form evaluate_form, award_opportunity_form, confirm_form, settle_form;
extern const struct list contracts_register;
struct reply ranking_get(struct rq *);
struct reply opened_load(struct rq *, void *);
struct reply evaluate_post(struct rq *, void *);
struct reply judged_reply(struct rq *, enum judged, const char *flash, const char *to);
struct reply award_opportunity_load(struct rq *, void *);
void         award_opportunity_above(struct rq *, struct page *, const void *);
struct reply award_opportunity_post(struct rq *, void *);
/* A table "awards" of the record: to whom the lots go, or are proposed to go. */
size_t       put_awards(struct rq *, struct record *, OpportunityId, bool reasons);
void         confirm_above(struct rq *, struct page *, const void *);
struct reply confirm_post(struct rq *, void *);
struct reply settle_post(struct rq *, void *);
/* low_pages.c */
extern const struct form low_ask_form, explain_form, low_form;
struct reply low_ask_load(struct rq *, void *);
struct reply low_ask_post(struct rq *, void *);
/* A table "low_prices" of the record: what a provider was asked to explain. */
size_t       put_low_prices(struct rq *, struct record *, OpportunityId);
struct reply explain_load(struct rq *, void *);
struct reply explain_post(struct rq *, void *);
struct reply low_load(struct rq *, void *);
void         low_above(struct rq *, struct page *, const void *);
struct reply low_post(struct rq *, void *);
/* ocds_pages.c */
struct reply ocds_get(struct rq *);
struct reply opportunity_ocds_get(struct rq *);
/* neighbour_pages.c */
extern const struct list watched_notices;
struct reply watched_get(struct rq *);
struct words;
int import_ocds_run(struct words *);          /* almoner import ocds */
int export_ocds_run(struct words *);          /* almoner export ocds: ocds_pages.c */
/* task.c */
enum { TENDER_TASKS = 6 };
extern const struct task_kind tender_tasks[TENDER_TASKS];

#endif
