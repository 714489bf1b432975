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
#include "tender/inside.h"
#include "tender/page.sql.h"

/* What a verb answered, as a reply: back to the opportunity, or why not. */
struct reply tendered_reply(struct rq *, enum tendered, const char *flash, OpportunityId);
const char *opportunity_path(struct rq *, OpportunityId, const char *more);
/* The opportunity of the address, or false: none such, or none that may be seen. */
bool opportunity_here(struct rq *, struct opportunity *);

/* public_pages.c */
extern const struct list opportunity_list;
struct reply opportunity_get(struct rq *);
struct reply opportunity_document_get(struct rq *);
/* feed_pages.c */
struct reply opportunity_feed_get(struct rq *);
/* keep_pages.c */
extern const struct list opportunity_kept;
extern const struct form opportunity_form, document_form, publish_opportunity_form, amend_form,
	cancel_form;
struct reply opportunity_new_load(struct rq *, void *);
struct reply opportunity_new_post(struct rq *, void *);
struct reply opportunity_change_load(struct rq *, void *);
struct reply opportunity_change_post(struct rq *, void *);
struct reply document_load(struct rq *, void *);
struct reply document_post(struct rq *, void *);
struct reply publish_opportunity_load(struct rq *, void *);
struct reply publish_opportunity_post(struct rq *, void *);
struct reply amend_load(struct rq *, void *);
struct reply amend_post(struct rq *, void *);
struct reply cancel_load(struct rq *, void *);
struct reply cancel_post(struct rq *, void *);

#endif
