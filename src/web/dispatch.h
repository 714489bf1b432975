/* SPDX-License-Identifier: MIT */
/*
 * dispatch.h -- which request goes to which worker, and when to give up.
 *
 * Knows jobs and worker sockets; knows nothing of HTTP, so that it can be
 * tried alone.
 *
 *	waiting --free worker, lane allows--> running --answer--> done --(held: word)--> let go
 *	   ^  \--deadline--> 503                  |--deadline--> 504, worker condemned
 *	   '--worker died, may run again, first time--|
 *	                                          '--worker died--> 500
 *
 * A held answer is let go when the scribe's word for it comes, before or after
 * it; when that is bad, or does not come in HELD_MS, a sorry goes instead.
 *
 * Lanes: slow jobs (reports, exports, uploads) hold at most half of the
 * workers, so that four slow reports cannot stop the pages of everyone; and
 * at most half of the queue, for the same reason.  Half of the workers are
 * patient ones, who step back for all others (patience.h): slow jobs go to
 * them, and quick ones only when the others are stuck.  Instead one quick GET
 * may be sent ahead to a worker who has just begun another.
 */
#ifndef ALM_WEB_DISPATCH_H
#define ALM_WEB_DISPATCH_H

#include <sys/types.h>

#include "base/base.h"
#include "web/link.h"

struct job {
	struct link_ask ask;            /* ->id names the job                      */
	const char *part[PARTS];        /* must live until the job is done         */
	int         file;               /* of a large body, or -1                  */
	bool        slow;               /* which lane                              */
	bool        again;              /* may be run twice: it changes nothing    */
	int         tries;
	int         word;               /* of the scribe: 0 none yet, 200 written, else status */
	int64_t     born_ms, sent_ms, held_ms;
	struct job *next;
};

/* What became of a job.  status < 0: nobody answered, and -status is why. */
struct job_end {
	int         status;
	const char *headers, *body;     /* valid during the call only              */
	size_t      headers_n, body_n;
	int         file;               /* >= 0: the body, file_n bytes; yours to close */
	size_t      file_n;
	uint32_t    page_us, faults;
	bool        held;               /* made ready, but kept until `let`        */
};

struct dispatch_rules {
	int   workers;                  /* as configured: what half means          */
	unsigned slow;                  /* slow jobs at once; 0, or more than half of
	                                 * the workers: half                       */
	int   queue;                    /* jobs that may wait                      */
	int   deadline_ms;
	bool  no_lanes;
	void (*done)(struct job *, const struct job_end *);
	/* What was held may go; `sorry` other than 0: this status instead. */
	void (*let)(struct job *, int sorry);
	void (*hired)(pid_t);           /* its database is open                    */
	void (*condemn)(pid_t);         /* it is overdue: have it killed           */
};

#define DISPATCH_SLOTS 256              /* workers, counting those that are leaving */

struct dispatch;
struct scribe_word;

/* `epoll`: where worker sockets are to be watched, tagged with their slot. */
struct dispatch *dispatch_new(struct arena *, const struct dispatch_rules *, int epoll);
bool dispatch_take(struct dispatch *, struct job *) MUST_USE;   /* false: no room to wait */
void dispatch_hire(struct dispatch *, int fd, pid_t);
void dispatch_retire(struct dispatch *, pid_t);                 /* after what it is doing */
void dispatch_event(struct dispatch *, unsigned slot);          /* its socket has news    */
void dispatch_word(struct dispatch *, const struct scribe_word *);
void dispatch_tick(struct dispatch *);                          /* deadlines; now and then */
bool dispatch_healthy(const struct dispatch *);                 /* some worker has answered */
/* How it stands, for whoever watches. */
struct dispatch_now { unsigned quick, slow, held, busy, idle, starting; };
struct dispatch_now dispatch_now(const struct dispatch *);
unsigned dispatch_open(const struct dispatch *);                /* jobs waiting and running */

#endif
