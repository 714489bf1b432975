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

/* Old sessions, sent forms, drafts, jobs: a few of each. */
void sweep(struct db *, Moment now);

#endif
