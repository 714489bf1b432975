/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- what the pages of collaboration share with the room's table of routes.
 */
#ifndef ALM_COLLABORATION_PAGES_H
#define ALM_COLLABORATION_PAGES_H

#include "collaboration/collaboration.h"
#include "form/form.h"
#include "html/alm.h"
#include "list/list.h"
#include "list/record.h"
#include "site/task.h"

/* What a verb answered, as a reply; `on`: the field that a day or a name is about. */
struct reply joined_reply(struct rq *, enum joined, const char *on, const char *order,
                          const char *to, const char *flash);

/* subcontract_pages.c */
extern const struct list subcontracts_list, deliveries_list;
extern const struct form subcontract_form, subcontract_end_form, delivery_form;
struct reply subcontract_load_form(struct rq *, void *);
struct reply subcontract_post(struct rq *, void *);
struct reply subcontract_end_load(struct rq *, void *);
struct reply subcontract_end_post(struct rq *, void *);
struct reply shares_get(struct rq *);
struct reply delivery_load(struct rq *, void *);
void         delivery_above(struct rq *, struct page *, const void *);
struct reply delivery_post(struct rq *, void *);
/* consortium_pages.c */
extern const struct list consortia_list;
extern const struct form consortium_form, member_form, member_leave_form, milestone_form;
struct reply consortium_get(struct rq *);
struct reply consortium_new_load(struct rq *, void *);
struct reply consortium_new_post(struct rq *, void *);
struct reply consortium_load_form(struct rq *, void *);
struct reply consortium_post(struct rq *, void *);
struct reply member_load_form(struct rq *, void *);
struct reply member_post(struct rq *, void *);
struct reply member_leave_load(struct rq *, void *);
struct reply member_leave_post(struct rq *, void *);
struct reply milestone_new_load(struct rq *, void *);
struct reply milestone_new_post(struct rq *, void *);
struct reply milestone_load_form(struct rq *, void *);
struct reply milestone_post(struct rq *, void *);
/* move_pages.c */
extern const struct list moves_list;
extern const struct form move_form, move_item_form, move_done_form;
struct reply move_get(struct rq *);
struct reply move_new_load(struct rq *, void *);
struct reply move_new_post(struct rq *, void *);
struct reply move_item_form_load(struct rq *, void *);
struct reply move_item_post(struct rq *, void *);
struct reply move_done_load(struct rq *, void *);
struct reply move_done_post(struct rq *, void *);

#endif
