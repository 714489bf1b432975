/* SPDX-License-Identifier: MIT */
/*
 * job.c -- asking for a job, and when one of the clock is due.
 */
#include "jobs/inside.h"

VOCAB_WORDS(job_state, JOB, JOB_STATES)

JobId job_add(struct db *db, const char *kind, const char *args, const char *unique_key,
              Moment run_at, UserAccountId by)
{
	JobId id;

	db_need_write(db);
	SURE(job_kind_find(kind));
	id = NEW_ID(db, JobId);
	if (DO(db, job_put, .id = V(id), .kind = V(kind), .args = V(args ? args : ""),
	       .run_at_ms = V(run_at), .user_account = V(by), .unique_key = V(unique_key)) != 1)
		return (JobId){ 0 };
	return id;
}

void job_progress(struct db *db, struct job *job, int64_t done, int64_t total)
{
	Moment now = clock_now();

	if (job->stepped && done < total && moment_minus_ms(now, job->now) < 1000)
		return;
	job->stepped = true;
	job->now = now;
	DO(db, job_step, .id = V(job->id), .progress = V(done), .total = V(total),
	   .tries = V(job->tries), .run_at_ms = V(moment_plus(now, minutes(LOST_MINS))));
}

bool job_again(struct db *db, const char *unique_key, Moment run_at, UserAccountId by)
{
	db_need_write(db);
	return DO(db, job_wait_again, .unique_key = V(unique_key), .run_at_ms = V(run_at),
	          .user_account = V(by)) == 1;
}

bool job_find(struct db *db, struct arena *a, const char *unique_key, struct job_now *out)
{
	struct job_by_key_row row;

	if (!ONE(db, a, job_by_key, &row, .unique_key = V(unique_key)))
		return false;
	*out = (struct job_now){ row.state, row.tries, row.progress, row.total, row.run_at_ms,
		row.message };
	return true;
}

const struct job_kind *job_kind_find(const char *name)
{
	for (size_t r = 0; r < nrooms; r++)
		for (size_t i = 0; i < rooms[r]->njobs; i++)
			if (text_same(rooms[r]->jobs[i].name, name))
				return &rooms[r]->jobs[i];
	return NULL;
}

/* ---- the clock: days and times as London's clock shows them -------------------------- */

static Moment due_on(const struct job_kind *k, Date d)
{
	return moment_at(d, minutes(k->at_mins));
}

static Date day_before(const struct job_kind *k, Date d)
{
	return k->month_day ? date_plus_months(d, -1) : date_plus(d, -1);
}

Moment job_last_due(const struct job_kind *k, Moment now)
{
	Date d = moment_date(now);

	SURE(k->on_clock && k->month_day <= 28);
	if (k->month_day)
		d = date_plus(date_month_start(d), k->month_day - 1);
	if (moment_cmp(due_on(k, d), now) > 0)
		d = day_before(k, d);
	return due_on(k, d);
}

Moment job_due_before(const struct job_kind *k, Moment due)
{
	return due_on(k, day_before(k, moment_date(due)));
}
