/* SPDX-License-Identifier: MIT */
/*
 * task.h -- what waits for somebody: rows of a table in each room.
 *
 * A task is computed from facts each time it is asked for, and is gone when
 * the fact is: nobody ticks it off.  One statement gives both the rows of
 * /tasks and the number on the home page and in the morning's letter.
 */
#ifndef ALM_TASK_H
#define ALM_TASK_H

#include "web/rq.h"

/*
 * The statement has the columns `id` and `n` (how many there are in all:
 * count(*) OVER ()), and of these what it knows: `about` (text, and nothing
 * that identifies a person), `since_ms` or `since_day`, `until_ms` or
 * `until_day`, `link` (text).  Most urgent first.  Its arguments are found by
 * name: "now", "today", "tomorrow", "me", "my_team", "my_provider", "limit",
 * and, by `days` or `setting`, "ago_ms", "ago_day" and "ahead_day"; "late_ms"
 * is ten minutes ago.
 */
struct task_kind {
	const char *key;                     /* "offers": of JSON                            */
	const char *one, *many;              /* "request with offers to compare"             */
	unsigned    may;                     /* whose it is: all of these rights             */
	const struct sql *sql;
	const char *link;                    /* "/requests/{id}/offers"; NULL: the row's own */
	const char *all;                     /* the list of them; NULL: /tasks               */
	int         days;                    /* so many days ago or ahead...                 */
	const char *setting;                 /* ...or as this setting says                   */
	/* Of a kind whose `about` is a name of the program's: its words for people. */
	const char *(*about)(const char *);
};

struct task { int64_t id; const char *about, *link; Moment since, until; };
/* All of one kind: how many, and the first of them. */
struct task_group { const struct task_kind *kind; int64_t n; struct task *list; size_t nlist; };

/* What waits for `me`, kinds without any left out, in the order of the rooms' tables;
 * of each the first `most`. */
size_t tasks_of(struct db *, struct arena *, const struct me *, Moment now, size_t most,
                struct task_group **out);
/* "3 requests with offers to compare", "1 request..." */
const char *task_words(struct arena *, const struct task_group *);

/* On the home page: the numbers, and the way to all. */
void tasks_home(struct rq *, struct page *);
struct reply tasks_get(struct rq *);

/* What the site itself asks people for: drafts, failed jobs, mail that does not go out. */
enum { SITE_TASKS = 4 };
extern const struct task_kind site_tasks[SITE_TASKS];

/* ---- the morning's letter: remind.c --------------------------------------------- */
struct job;
/* At 8 in London: a letter with numbers and links to each who has tasks and wants it. */
void remind_job(struct db *, struct arena *, struct job *);

#endif
