/* SPDX-License-Identifier: MIT */
/*
 * draft.c -- keep, find and drop drafts; the addresses the script asks.
 *
 * A draft's page is its path with its query, "draft=..." left out: the same
 * whether it is looked at, sent or given back.
 */
#include "site/inside.h"

#include <string.h>

#include "site/site.sql.h"

#define DAY_MS INT64_C(86400000)

static const char *const not_typed[] = { "csrf", "key", "draft", "draft_path", NULL };
static const char *const not_asked[] = { "draft", NULL };

const char *path_of_ours(const char *path)
{
	if (BLANK(path) || path[0] != '/' || path[1] == '/' || path[1] == '\\' ||
	    strpbrk(path, "\r\n\t "))
		return "/";
	return path;
}

/* "/a?x=1&draft=kept" is "/a?x=1". */
static char *page_key(struct arena *a, const char *path)
{
	const char *mark = strchr(path, '?');
	struct decoded d = { .arena = a };
	struct params query;
	const char *rest;

	if (!mark)
		return arena_dup(a, path);
	params_urlencoded(&d, mark + 1, strlen(mark + 1));
	query = decoded_params(&d);
	rest = params_encode(a, &query, not_asked);
	return arena_fmt(a, "%.*s%s%s", (int)(mark - path), path, *rest ? "?" : "", rest);
}

static char *own_key(struct rq *rq)
{
	const char *rest = params_encode(rq->arena, &rq->query, not_asked);

	return arena_fmt(rq->arena, "%s%s%s", rq->path, *rest ? "?" : "", rest);
}

char *draft_href(struct arena *a, const char *path)
{
	char *key = page_key(a, path);

	return arena_fmt(a, "%s%sdraft=kept", key, strchr(key, '?') ? "&" : "?");
}

bool draft_keep(struct db *db, struct arena *a, UserAccountId who, const char *path,
                const char *body, Moment now)
{
	const char *key = page_key(a, path);

	db_need_write(db);
	if (strcmp(path_of_ours(key), key) != 0 || strlen(key) > DRAFT_PATH_MOST ||
	    strlen(body) > DRAFT_MOST)
		return false;
	DO(db, draft_sweep, .user_account = V(who),
	   .before = V(((Moment){ now.ms - 30 * DAY_MS })));
	DO(db, draft_put, .id = V(NEW_ID(db, DraftId)), .user_account = V(who), .path = V(key),
	   .body = V(body), .saved_ms = V(now));
	return true;
}

struct draft draft_of_page(struct rq *rq)
{
	struct draft_find_row r;

	if (!rq->me->id.v || !ONE(rq->db, rq->arena, draft_find, &r, .user_account = V(rq->me->id),
	                          .path = V(own_key(rq))))
		return (struct draft){ 0 };
	return (struct draft){ r.id, r.body, r.saved_ms };
}

void draft_sent(struct rq *rq)
{
	if (rq->me->id.v)
		DO(rq->db, draft_drop, .user_account = V(rq->me->id), .path = V(own_key(rq)));
}

/* ---- what the script and the "discard" button ask ---------------------- */

struct keeping { struct rq *rq; const char *path, *body; };

static bool keep_work(void *arg)
{
	struct keeping *k = arg;

	return draft_keep(k->rq->db, k->rq->arena, k->rq->me->id, k->path, k->body, k->rq->now);
}

struct reply drafts_post(struct rq *rq, void *form)
{
	const char *path = param(&rq->body, "draft_path");
	struct keeping k = { rq, path_of_ours(path),
	                     params_encode(rq->arena, &rq->body, not_typed) };

	(void)form;
	if (!path || !db_write(rq->db, keep_work, &k))
		return (struct reply){ .kind = REPLY_STATUS, .status = 413,
		                       .title = "This is too long to keep",
		                       .text = "Send it before you leave the page." };
	return go(rq, NULL, "%s", draft_href(rq->arena, k.path));
}

static bool drop_work(void *arg)
{
	struct keeping *k = arg;

	DO(k->rq->db, draft_drop, .user_account = V(k->rq->me->id), .path = V(k->path));
	return true;
}

struct reply draft_drop_post(struct rq *rq, void *form)
{
	const char *path = param(&rq->body, "draft_path");
	struct keeping k = { rq, page_key(rq->arena, path_of_ours(path)), NULL };

	(void)form;
	db_write(rq->db, drop_work, &k);
	return go(rq, "Unsent answers thrown away", "%s", k.path);
}
