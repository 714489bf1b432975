/* SPDX-License-Identifier: MIT */
/*
 * import_job.c -- applying an import is the clerk's work: whoever asked need
 * not wait, and other requests do not wait for her.
 *
 *	asked --> job "import.apply@RUN" waiting --> running --> done: the run is applied
 *	                                                    --> failed: the file is refused,
 *	          ^                                             or three faults
 *	          '------------- asked again ------------------'
 *
 * One job a run, by its key.  All is one transaction, so half of a file is
 * never seen; and a job that was cut short after its commit finds the run
 * applied and has nothing more to do.
 */
#include "market/import.sql.h"
#include "market/market.h"

static const char kind_name[] = "import.apply";

static const char *key_of(struct arena *a, ImportRunId id)
{
	return arena_fmt(a, "%s@%lld", kind_name, (long long)id.v);
}

enum import_asked import_ask(struct db *db, struct arena *a, ImportRunId id, UserAccountId by,
                             Moment now)
{
	const char *key = key_of(a, id);
	struct import_run run;

	db_need_write(db);
	if (!ONE(db, a, import_run_load, &run, .id = V(id)))
		return IMPORT_ASKED_GONE;
	if (run.state != IMPORT_PREVIEWED)
		return IMPORT_ASKED_LATE;
	if (!job_add(db, kind_name, arena_fmt(a, "%lld", (long long)id.v), key, now, by).v &&
	    !job_again(db, key, now, by))
		return IMPORT_ASKED_BEFORE;
	return IMPORT_ASKED;
}

bool import_job_now(struct db *db, struct arena *a, ImportRunId id, struct job_now *out)
{
	return job_find(db, a, key_of(a, id), out);
}

/* ---- the clerk's part ------------------------------------------------------------- */

struct applying {
	struct db    *db;
	struct arena *a;
	struct job   *job;
	ImportRunId   id;
	enum import_ran ran;
	struct import_result r;
};

static bool apply(void *arg)
{
	struct applying *x = arg;

	x->ran = import_run_apply(x->db, x->a, x->id, x->job->by, x->job->now, &x->r);
	return x->ran == IMPORT_RAN;
}

static int64_t rows_of(const struct import_run *r)
{
	return r->n_new + r->n_changed + r->n_unchanged + r->n_refused;
}

static void apply_run(struct db *db, struct arena *a, struct job *job)
{
	struct applying x = { .db = db, .a = a, .job = job };
	struct import_run run;
	int64_t rows = 0;

	SURE(int_parse(job->args, &x.id.v));
	if (ONE(db, a, import_run_load, &run, .id = V(x.id)))
		rows = rows_of(&run);
	job_progress(db, job, 0, rows);
	db_write(db, apply, &x);
	switch (x.ran) {
	case IMPORT_RAN:
		job_progress(db, job, rows, rows);
		job->message = arena_fmt(a, "Applied: %s", import_counts_text(a, &x.r));
		return;
	case IMPORT_RAN_ALREADY:
		job->message = "It had been applied already";
		return;
	case IMPORT_RAN_REFUSED:
		job->failed = true;
		job->message = x.r.message;
		return;
	case IMPORT_RAN_GONE:
		job->failed = true;
		job->message = "There is no such import any more.";
		return;
	}
}

const struct job_kind import_jobs[IMPORT_JOBS] = {
	{ .name = kind_name, .says = "A regulator's file that was looked through is applied",
	  .run = apply_run, .tries = 3 },
};
