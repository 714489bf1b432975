/* SPDX-License-Identifier: MIT */
/*
 * rq.h -- one request as a handler sees it, and what it may answer.
 *
 * The dispatcher (site/) has found the route, the person, the ids in the path
 * and the form before a handler runs; checked the right, the CSRF token and
 * the text's encoding; and, for a POST, opened the write transaction in which
 * the handler runs and in which its idempotency key is kept.  So a handler
 * reads, decides, calls verbs and returns one of the replies below.  It may
 * be run again (another writer was first), so it touches nothing but the
 * database.
 */
#ifndef ALM_WEB_RQ_H
#define ALM_WEB_RQ_H

#include "base/date.h"
#include "db/db.h"
#include "html/layout.h"
#include "web/may.h"
#include "web/wire.h"

struct form;
struct route;
struct record;
struct table;
struct book;

/* Names and values of a query or a form body, decoded, in their order. */
struct param  { const char *name, *value; size_t len; const char *file_name; };
struct params { const struct param *list; size_t n; };
const char *param(const struct params *, const char *name);        /* the first; NULL: none */
size_t      param_count(const struct params *, const char *name);
const char *param_nth(const struct params *, const char *name, size_t i);

/* Who asks.  Nobody signed in: id 0, rights MAY_ANYONE. */
struct me {
	UserAccountId id;
	SessionId     session;
	const char   *name, *email, *csrf;
	int64_t       roles;       /* bits 1 << enum role */
	unsigned      rights;      /* bits of enum may    */
	TeamId        team;
	ProviderId    provider;     /* whose portal; none for council staff */
	const char   *organisation; /* the provider's name; NULL: the council's own */
	bool          must_change;  /* a first password: nothing but a new one is open */
	int64_t       seconds;      /* until the session ends, if nothing more is asked */
};

enum format { AS_PAGE, AS_JSON, AS_CSV, AS_XLSX };

struct problem { const char *field, *text; };                      /* field NULL: the whole form */

enum { PATH_IDS = 4 };

struct rq {
	struct db    *db;
	struct arena *arena;
	const struct wire_request *wire;
	const struct route *route;
	const struct form  *form;              /* the route's, or what its form_of() made */
	const char   *path;                    /* decoded, without ".json" and the like */
	struct params query, body;
	struct { const char *name; int64_t v; } ids[PATH_IDS];   /* "{request}" -> 17 */
	size_t        nids;
	const struct me *me;
	Moment        now;
	Date          today;                   /* in London */
	enum format   format;
	struct layout look;                    /* filled in; a handler sets title, back, wide... */
	const char   *key;                     /* idempotency key of this form */
	struct problem problems[40];           /* of the form being answered */
	size_t        nproblems;
};

/* An id of the path: ID(rq, RequestId, "request").  A name the route lacks is a bug. */
int64_t rq_id(const struct rq *, const char *name);
#define ID(rq, T, name) ((T){ rq_id((rq), (name)) })
bool rq_may(const struct rq *, unsigned right);

/* ---- replies ----------------------------------------------------------- */
enum reply_kind {
	REPLY_PAGE,       /* a page of ours is in .page             */
	REPLY_GO,         /* it is done: go to .to, showing .flash  */
	REPLY_REFUSE,     /* draw the form again, with the problems */
	REPLY_BYTES,      /* a file                                 */
	REPLY_STATUS,     /* 403, 404, 409, 410... with a sentence  */
	REPLY_DEFAULT,    /* whatever the route's table would do    */
};
struct reply {
	enum reply_kind kind;
	int status;
	struct page *page;
	const char *to, *flash;
	const char *type, *file_name, *bytes;
	size_t len;
	const char *cookie;                    /* a whole Set-Cookie value, or NULL */
	const char *title, *text;              /* of REPLY_STATUS */
	bool keep;                             /* by the browser: its address names its version */
};

/* Begin a page with rq->look; then show() it. */
struct page *show_begin(struct rq *);
struct reply show(struct rq *, struct page *);
/* It is done: the browser goes there and sees the words once. */
struct reply go(struct rq *, const char *flash, const char *fmt, ...) PRINTF(3, 4);
/* A problem with a field (or NULL: with all of it).  Collected, so that all
 * are shown together; refuse() returns the reply. */
void         problem_add(struct rq *, const char *field, const char *fmt, ...) PRINTF(3, 4);
struct reply refuse(struct rq *, const char *field, const char *fmt, ...) PRINTF(3, 4);
/* No such thing, or none that you may see: the two must look the same. */
struct reply not_found(struct rq *);
struct reply not_allowed(struct rq *, const char *why);
/* It has moved on: say what happened and where to look. */
struct reply conflict(struct rq *, const char *title, const char *text);
struct reply file_reply(struct rq *, const char *type, const char *name, const char *bytes,
                        size_t n);
/* A record or a table as the format that was asked for (JSON, CSV, XLSX). */
struct reply record_reply(struct rq *, struct record *);
struct reply table_reply(struct rq *, const struct table *);
/* Several tables as one CSV file or spreadsheet; not as a page, nor as JSON. */
struct reply book_reply(struct rq *, const struct book *);

#endif
