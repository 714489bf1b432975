/* SPDX-License-Identifier: MIT */
/*
 * returns_pages.h -- the pages of the returns, for their table of routes.
 */
#ifndef ALM_RETURNS_PAGES_H
#define ALM_RETURNS_PAGES_H

#include "brokerage/returns.h"
#include "list/list.h"

/* returns_pages.c */
extern const struct list issued_list_list;
struct reply noon_get(struct rq *);
struct reply five_get(struct rq *);
struct reply monthly_get(struct rq *);
struct reply issued_get(struct rq *);
/* A day of the address, by name; `otherwise` when it is none. */
Date day_asked(struct rq *, const char *name, Date otherwise);

/* returns_list.c */
struct reply return_requests_get(struct rq *);

/* returns_charts.c */
void monthly_charts(struct page *, const struct figures *);

/* returns_verb.c */
extern const struct verb return_verbs[];
extern const size_t return_nverbs;

#endif
