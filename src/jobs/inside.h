/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of jobs/ share.
 */
#ifndef ALM_JOBS_INSIDE_H
#define ALM_JOBS_INSIDE_H

#include "jobs/jobs.h"
#include "jobs/jobs.sql.h"
#include "web/route.h"

/* After so long without progress another clerk may take a running job for lost. */
enum { LOST_MINS = 5, TRIES_USUAL = 5 };

const struct job_kind *job_kind_find(const char *name);      /* NULL: no room has it */

/* bank_holiday_pages.c */
extern const struct list bank_holiday_list_list;
extern const struct form bank_holiday_form, bank_holiday_drop_form, bank_holiday_file_form;
struct reply bank_holiday_file_post(struct rq *, void *form);
struct reply bank_holiday_post(struct rq *, void *form);
struct reply bank_holiday_drop_load(struct rq *, void *form);
struct reply bank_holiday_drop_post(struct rq *, void *form);
void bank_holiday_above(struct rq *, struct page *, const void *form);

/* Asked before anything is begun, for another may lead since.  Who begins to lead puts
 * the jobs of the one before him down again. */
bool clerk_leads(struct clerk *);

/* Old sessions, sent forms, drafts, jobs: a few of each. */
void sweep(struct db *, Moment now);

#endif
