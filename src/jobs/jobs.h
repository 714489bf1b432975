/* SPDX-License-Identifier: MIT */
/*
 * jobs.h -- work that is done while nobody waits: the clerk's.
 *
 *	waiting -> running -> done
 *	                   -> waiting again (a fault: after 1, 4, 16... minutes)
 *	                   -> failed (no tries left, or it says so) -> waiting (job_again)
 *
 * Rows of a table in each room say what there is: jobs that somebody asks for
 * (job_add), jobs that the clock asks for (at), and chores, which are done
 * every so often and leave no row.  Of several clerks, on one machine or many,
 * one leads (jobs/lease.h); each job is claimed by one besides, and a job of the
 * clock has a unique key, so it exists once.
 *
 * A job may be run again after it was cut short (the machine stopped): what it
 * changes, it changes in transactions of its own that can be repeated.
 */
#ifndef ALM_JOBS_H
#define ALM_JOBS_H

#include "base/vocab.h"
#include "db/db.h"

#define JOB_STATES(X, P)                                   \
	X(P, 1, WAITING, "waiting", "blue",   "Waiting") \
	X(P, 2, RUNNING, "running", "purple", "Running") \
	X(P, 3, DONE,    "done",    "green",  "Done")    \
	X(P, 4, FAILED,  "failed",  "red",    "Failed")
VOCAB(job_state, JOB, JOB_STATES)

struct job {
	JobId       id;
	const char *kind, *args;     /* args: as the one who added it wrote them        */
	Moment      due;             /* of a job of the clock: the moment it is for     */
	Moment      now;
	int64_t     tries;           /* this one included                               */
	UserAccountId by;
	const char *dir;             /* the council's directory                         */
	const char *message;         /* to be left behind: "12 of 12 made"              */
	bool        failed;          /* it cannot be done, and message says why: not tried again */
	bool        stepped;         /* has said how far it is                          */
};

struct job_kind {
	const char *name;            /* "return.noon"                                   */
	const char *says;            /* one sentence, for the page of jobs              */
	/* Outside any transaction; a fault ends this try. */
	void      (*run)(struct db *, struct arena *, struct job *);
	int         tries;           /* 0: five                                         */

	/* Of the clock: every day at a time in London, or on a day of each month. */
	bool        on_clock;
	int         at_mins;         /* minutes after midnight                          */
	int         month_day;       /* 0: every day                                    */
	int         catch_up;        /* how many missed ones are made after a standstill */

	/* A chore: done every so often, without a row; run is not used. */
	int         every_ms;
	void      (*chore)(struct db *, struct arena *, const char *dir, Moment now);
	/* A chore of many pieces has these two instead: the ids of what is due, `most` of
	 * them at most, and the work on one.  Each piece has a boundary of its own, so one
	 * that breaks keeps no other from its turn; it is logged as "NAME:ID", and due again. */
	size_t    (*pieces)(struct db *, struct arena *, Moment now, int64_t *ids, size_t most);
	void      (*piece)(struct db *, struct arena *, int64_t id, Moment now);
};

/*
 * Ask for a job.  The caller holds the write transaction.  With a unique key
 * that was asked for before: nothing is added, and the id is none.
 */
JobId job_add(struct db *, const char *kind, const char *args, const char *unique_key,
              Moment run_at, UserAccountId by);
/* A job that failed is asked for again, under its key.  False: it has not failed.
 * The caller holds the write transaction. */
bool  job_again(struct db *, const char *unique_key, Moment run_at, UserAccountId by);
/* How far it is; in a transaction of its own: the first time, then at most once a second
 * by the clock. */
void  job_progress(struct db *, struct job *, int64_t done, int64_t total);

/* How a job stands that somebody waits for. */
struct job_now {
	int64_t     state;           /* enum job_state                                  */
	int64_t     tries, progress, total;
	Moment      run_at;          /* waiting: when it will be tried                  */
	const char *message;
};
bool  job_find(struct db *, struct arena *, const char *unique_key, struct job_now *);

/* When a job of the clock was last due, at or before `now`; by London's clock. */
Moment job_last_due(const struct job_kind *, Moment now);
Moment job_due_before(const struct job_kind *, Moment due);

/* ---- the clerk -------------------------------------------------------------------- */
struct clerk;
struct clerk *clerk_new(struct arena *, struct db *, const char *dir, Moment started);
/* There are others: he works only while this holder's lease is (lease.h). */
void   clerk_held(struct clerk *, const char *holder);
/* One turn: chores, the clock, jobs, mail.  Never faults but where the disk cannot be
 * trusted (a failed sync): then the process must end.  Returns how many jobs were run. */
size_t clerk_turn(struct clerk *, Moment now);
/* The clerk's life: a turn every second, until told to stop (wire_app.clerk). */
void   clerk_live(struct db *, const char *dir, const char *holder);

struct room;
extern const struct room jobs_room;              /* /jobs, for the administrator */

#endif
