/* SPDX-License-Identifier: MIT */
/*
 * route.h -- what has an address: rows of a table, one table in each room.
 *
 * The rows are read by the dispatcher, the navigation, the access matrix, the
 * API description and the test that opens every address as every role.  A row
 * without a right does not pass the lint.
 *
 *	{ .path = "/requests", .may = MAY_BROKER, .list = &work_list, .nav = "Work list" },
 *	{ .path = "/requests/{request}", .may = MAY_BROKER, .get = request_get },
 *	{ .path = "/requests/{request}/award", .may = MAY_BROKER, .form = &award_form,
 *	  .load = award_load, .post = award_post, .title = "Award" },
 *
 * The same address with ".json", ".csv" or ".xlsx", or Accept: application/json,
 * is the same row in another format.
 */
#ifndef ALM_WEB_ROUTE_H
#define ALM_WEB_ROUTE_H

#include "web/rq.h"

struct form;
struct list;

struct route {
	const char *path;                        /* "/requests/{request}": an id; {token*}: text */
	unsigned    may;                         /* one of enum may */
	const char *title;                       /* of a form or list; handlers set their own */
	const char *nav;                         /* word in the navigation; NULL: not there */
	struct reply (*get)(struct rq *);        /* a page; with a form: drawn after load() */
	const struct list *list;                 /* the whole page is this list */
	const struct form *form;                 /* GET draws it, POST parses it */
	/* Or a form made for this request, in its arena: questions that are data.  NULL: of
	 * this address there is none, or none for who asks.  Handlers have it as rq->form. */
	const struct form *(*form_of)(struct rq *);
	/* Fill the form's struct for GET (NULL: all empty).  REPLY_DEFAULT: draw it. */
	struct reply (*load)(struct rq *, void *form);
	/* Called above the form on its page, also when it is drawn again: context. */
	void (*above)(struct rq *, struct page *, const void *form);
	/* In the write transaction.  go() commits; refuse() and the rest roll back. */
	struct reply (*post)(struct rq *, void *form);
	bool        own_transaction;             /* post() holds it: a refusal is kept too */
	bool        slow;                        /* a report, an export: the slow lane */
	bool        upload;                      /* multipart, larger bodies */
	bool        not_in_api;                  /* pages about pages: sign-in, the browser */
	const char *says;                        /* one sentence for the API description */
};

/*
 * What the search box of every page looks through (/search?q=): a list that
 * has a filter "q", or a function.  Only who holds the right sees the group.
 */
struct search_part {
	const char *key, *title;                 /* "requests", "Requests" */
	unsigned    may;
	const char *path;                        /* "See all" leads there, with q added */
	int         order;                       /* 0 to 9: people come first, then... */
	const struct list *list;
	/* Adds its table `key` to the record, of `most` rows at most; how many there are. */
	size_t    (*find)(struct rq *, struct record *, const char *q, size_t most);
	/* When nothing at all was found: "Record a new person", where, and who may. */
	const char *else_text, *else_path;
	unsigned    else_may;
};

static inline bool route_asks(const struct route *r)
{
	return r->form || r->form_of;
}

struct job_kind;
struct task_kind;
struct check;
struct verb;
struct meter;
struct room {
	const char *name;
	const struct route *routes;
	size_t nroutes;
	const struct job_kind *jobs;             /* jobs/jobs.h */
	size_t njobs;
	const struct task_kind *tasks;           /* site/task.h: what waits for whom */
	size_t ntasks;
	const struct search_part *searches;
	size_t nsearches;
	const struct check *checks;              /* site/site.h: what `almoner check` runs */
	size_t nchecks;
	const struct verb *verbs;                /* site/verb.h: `almoner VERB` */
	size_t nverbs;
	const struct meter *meters;              /* site/meter.h: what /metrics tells */
	size_t nmeters;
	/* What waits for this person, on the home page: drawn for whoever is signed in. */
	void (*home)(struct rq *, struct page *);
};

/* The rooms, in rooms.c: the only file that knows them all. */
extern const struct room *const rooms[];
extern const size_t nrooms;

#endif
