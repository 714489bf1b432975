/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of site/ know of each other: one request's turn.
 */
#ifndef ALM_SITE_INSIDE_H
#define ALM_SITE_INSIDE_H

#include "form/form.h"
#include "site/draft.h"
#include "site/match.h"
#include "site/site.h"
#include "web/params.h"

struct site {
	struct arena *arena;
	struct db    *db;
	const char   *dir;               /* the council's directory; NULL in tests      */
	struct map   *map;
	const char   *style;             /* assets' addresses, looked up once           */
	const char   *script, *autocomplete, *icon;
	size_t        noted;             /* by the scribe since the last checkpoint      */
};

/* One request being answered.  rq comes first, so that a page's part which is
 * only given the rq can find the turn: turn_of(). */
struct turn {
	struct rq          rq;
	struct site       *site;
	struct wire_reply *out;
	struct decoded     query, body;
	void              *form;         /* of the route, as read                       */
	struct reply       reply;
	bool               post;
	bool               keyed;        /* the form came with a key: it may be a second time */
	struct draft       draft;        /* that this page could go on with; id 0: none */
	bool               draft_used;   /* it is in the form                           */
	const char        *trail;        /* of a change: where the audit trail stood with it */
	const char        *flash_seen;   /* shown now, so its cookie goes               */
};
static inline struct turn *turn_of(struct rq *rq)
{
	return (struct turn *)rq;
}

/* ---- look.c: the frame of the page ------------------------------------- */
void look_fill(struct turn *);

/* ---- site.c: she is signed in and may not: the reply, and a line in the log ---- */
struct reply refusal(struct rq *);

/* ---- site.c: rq->form, made if need be; NULL: there is none here -------- */
const struct form *form_asked(struct rq *);

/* ---- post.c ------------------------------------------------------------ */
void turn_post(struct turn *);
/* The key that came with the form, into rq->key; false: none, or none of ours. */
bool key_take(struct rq *);

/* ---- send.c: what goes out --------------------------------------------- */
void send_reply(struct turn *, struct reply);
/* A page that says what happened, or the same as JSON. */
void send_status(struct turn *, int status, const char *title, const char *text);
/* The same, with what was typed and a button that sends it again. */
void send_back(struct turn *, int status, const char *title, const char *text);
/* The route's form, drawn with what was typed (NULL: nothing); status of the reply. */
void send_form(struct turn *, int status, const struct params *typed);
void send_problems(struct turn *, int status);       /* as JSON */

/* ---- api.c ------------------------------------------------------------- */
struct reply api_get(struct rq *);

/* ---- search.c ---------------------------------------------------------- */
struct reply search_get(struct rq *);

/* ---- pages.c, draft.c -------------------------------------------------- */
struct reply home_get(struct rq *);
struct reply accessibility_get(struct rq *);
struct reply theme_get(struct rq *);
struct reply ready_get(struct rq *);             /* meter.c */
struct reply drafts_post(struct rq *, void *);
struct reply draft_drop_post(struct rq *, void *);

/* Of this host: "/..." but not "//..." or "/\..."; else "/". */
const char *path_of_ours(const char *);

#endif
