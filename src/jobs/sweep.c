/* SPDX-License-Identifier: MIT */
/*
 * sweep.c -- what nobody needs any more: a few rows at a time.
 *
 *	sessions 30 days after they were last seen, sent forms' keys after a
 *	week, wrong passwords after a day, links in mail when they end, drafts
 *	after 90 days, done jobs after 90 days (longer than any job of the clock
 *	is caught up with)
 */
#include "jobs/inside.h"

enum { SESSION_DAYS = 30, SUBMISSION_DAYS = 7, TRY_DAYS = 1, DRAFT_DAYS = 90, JOB_DAYS = 90 };

static Moment days_ago(Moment now, int64_t days)
{
	return moment_plus(now, minutes(-days * 24 * 60));
}

void sweep(struct db *db, Moment now)
{
	DO(db, sweep_sessions, .before = V(days_ago(now, SESSION_DAYS)));
	DO(db, sweep_submissions, .before = V(days_ago(now, SUBMISSION_DAYS)));
	DO(db, sweep_tries, .before = V(days_ago(now, TRY_DAYS)));
	DO(db, sweep_links, .before = V(now));
	DO(db, sweep_drafts, .before = V(days_ago(now, DRAFT_DAYS)));
	DO(db, sweep_jobs, .before = V(days_ago(now, JOB_DAYS)));
}
