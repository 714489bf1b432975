/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- the pages of brokerage, for its table of routes; and the pieces
 * of a page that two of them draw.
 */
#ifndef ALM_BROKERAGE_PAGES_H
#define ALM_BROKERAGE_PAGES_H

#include "brokerage/inside.h"
#include "form/form.h"
#include "list/list.h"
#include "site/task.h"

struct record;

/* request_pages.c */
void person_above(struct rq *, struct page *, const void *form);
struct reply request_new_load(struct rq *, void *);
struct reply request_new_post(struct rq *, void *);
struct reply request_get(struct rq *);
struct reply request_change_load(struct rq *, void *);
struct reply request_change_post(struct rq *, void *);
struct reply request_close_load(struct rq *, void *);
struct reply request_withdraw_post(struct rq *, void *);
struct reply request_unmet_post(struct rq *, void *);
extern const struct form request_withdraw_form, request_unmet_form;
const char *request_skills_text(struct rq *, RequestId);
void record_need(struct rq *, struct record *, const struct request *);
/* In the person's own words: for the council, and for whoever was chosen. */
void record_wishes(struct rq *, struct record *, const struct request *);
void record_visits(struct rq *, struct record *, RequestId);

/* home.c */
void brokerage_home(struct rq *, struct page *);                 /* what waits, in numbers */

/* lists.c */
extern const struct list work_list_list, team_requests_list, portal_list, portal_placements_list;

/* found.c */
extern const struct list requests_found_list, placements_found_list;
enum { BROKERAGE_SEARCHES = 4 };
extern const struct search_part brokerage_searches[BROKERAGE_SEARCHES];

/* task.c */
enum { BROKERAGE_TASKS = 10 };
extern const struct task_kind brokerage_tasks[BROKERAGE_TASKS];

/* tier_pages.c */
void draw_candidates(struct rq *, struct page *, const struct request *);
void record_story(struct rq *, struct record *, const struct request *);
void draw_story(struct rq *, struct page *, struct record *);
struct reply send_load(struct rq *, void *);
void send_above(struct rq *, struct page *, const void *);
struct reply send_post(struct rq *, void *);
extern const struct form request_send_form;

/* award_pages.c */
void draw_award(struct rq *, struct page *, const struct request *);
struct reply offers_get(struct rq *);
struct reply award_load(struct rq *, void *);
void award_above(struct rq *, struct page *, const void *);
struct reply award_post(struct rq *, void *);
extern const struct form award_form;

/* portal_pages.c */
struct reply portal_request_get(struct rq *);
struct reply offer_load(struct rq *, void *);
void offer_above(struct rq *, struct page *, const void *);
struct reply offer_post(struct rq *, void *);
struct reply decline_load(struct rq *, void *);
struct reply decline_post(struct rq *, void *);
struct reply offer_withdraw_post(struct rq *, void *);
struct reply portal_placement_get(struct rq *);
struct reply placement_begin_load(struct rq *, void *);
struct reply placement_begin_post(struct rq *, void *);
extern const struct form offer_form, decline_form, offer_withdraw_form, placement_begin_form;

/* policy_pages.c */
extern const struct list policy_list_list;
struct reply policy_get(struct rq *);
struct reply policy_new_load(struct rq *, void *);
struct reply policy_new_post(struct rq *, void *);
extern const struct form policy_new_form;

/* A request whose person the reader may see; else it is as if it were missing (law 8). */
bool request_seen(struct rq *, RequestId, struct request *) MUST_USE;

#endif
