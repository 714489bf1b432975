/* SPDX-License-Identifier: MIT */
/*
 * post.c -- a form is sent: checked to be ours, and done once.
 *
 *	from another site                      403
 *	session ended, or none                 the sign-in page, which keeps what was typed
 *	token of another session               the form again, as typed
 *	{ key and answers seen before          where it went then
 *	  problems                             rolled back; the form again, as typed
 *	  handler: go                          key kept, draft dropped, committed
 *	  handler: anything else               rolled back }
 *
 * The braces are one write transaction, which may be run again.
 */
#include "site/inside.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "audit/audit.h"
#include "auth/auth.h"
#include "site/site.sql.h"

#define DAY_MS INT64_C(86400000)

/* ---- is it ours? ------------------------------------------------------- */

/* What the browser says of the page that sent it; an old one, or a program, says nothing. */
static bool same_site(const struct wire_request *w)
{
	const char *fetched = wire_header(w, "Sec-Fetch-Site");
	const char *origin = wire_header(w, "Origin"), *host = wire_header(w, "Host");

	if (fetched)
		return strcmp(fetched, "same-origin") == 0 || strcmp(fetched, "none") == 0;
	if (!origin)
		return true;
	origin = strstr(origin, "://");
	return origin && host && strcasecmp(origin + 3, host) == 0;
}

static bool token_right(struct turn *t)
{
	const char *sent = wire_header(t->rq.wire, "X-CSRF-Token");

	return csrf_right(t->rq.me, sent ? sent : param(&t->rq.body, "csrf"));
}

/* ---- the key ----------------------------------------------------------- */

static bool key_fine(const char *s)
{
	size_t n = s ? strlen(s) : 0;

	return n >= 16 && n <= 64 && strspn(s, "0123456789abcdefghijklmnopqrstuvwxyz"
	                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == n;
}

bool key_take(struct rq *rq)
{
	const char *sent = param(&rq->body, "key");

	if (!sent)
		sent = wire_header(rq->wire, "Idempotency-Key");
	if (!key_fine(sent))
		return false;
	rq->key = sent;
	return true;
}

/*
 * The page and, after "#", what came from it.  Sent again as it was, a form is
 * the same act; sent again by the same person from the same page after she
 * went back and corrected it, it is another, which must not be taken for done.
 */
static const char *act_of(struct rq *rq)
{
	unsigned char hash[16];
	char *hex = arena_get(rq->arena, 2 * sizeof hash + 1);
	crypto_generichash_state st;

	crypto_generichash_init(&st, NULL, 0, sizeof hash);
	for (size_t i = 0; i < rq->body.n; i++) {
		const struct param *p = &rq->body.list[i];

		if (strcmp(p->name, "csrf") == 0 || strcmp(p->name, "key") == 0)
			continue;
		crypto_generichash_update(&st, (const unsigned char *)p->name, strlen(p->name) + 1);
		crypto_generichash_update(&st, (const unsigned char *)&p->len, sizeof p->len);
		crypto_generichash_update(&st, (const unsigned char *)p->value, p->len);
	}
	crypto_generichash_final(&st, hash, sizeof hash);
	sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
	return arena_fmt(rq->arena, "%s#%s", rq->path, hex);
}

/* ---- in the transaction ------------------------------------------------ */

static bool sent_before(struct turn *t)
{
	struct submission_find_row r;
	size_t page;

	if (!ONE(t->rq.db, t->rq.arena, submission_find, &r, .key = V(t->rq.key)))
		return false;
	page = strcspn(r.path, "#");
	if (r.user_account.v != t->rq.me->id.v || strlen(t->rq.path) != page ||
	    strncmp(r.path, t->rq.path, page) != 0)
		t->reply = conflict(&t->rq, "This form was sent already",
		                    "It was sent from another page or by somebody else. Open the "
		                    "page again before you fill it in.");
	else if (r.path[page] && strcmp(r.path, act_of(&t->rq)) != 0)
		return false;
	else
		t->reply = (struct reply){ .kind = REPLY_GO, .to = r.went_to };
	return true;
}

static void sent_now(struct turn *t)
{
	struct rq *rq = &t->rq;
	Moment old = { rq->now.ms - 14 * DAY_MS };

	DO(rq->db, submission_sweep, .before = V(old));
	DO(rq->db, submission_put, .key = V(rq->key), .user_account = V(rq->me->id),
	   .path = V(act_of(rq)), .went_to = V(t->reply.to), .at_ms = V(rq->now));
}

/* What was found wrong while decoding is wrong however often it is run. */
static void problems_begin(struct turn *t)
{
	t->rq.nproblems = 0;
	for (size_t i = 0; i < t->body.nproblems; i++)
		problem_add(&t->rq, t->body.problems[i].field, "%s", t->body.problems[i].text);
}

static void handle(struct turn *t)
{
	const struct route *r = t->rq.route;
	bool fine = true;

	problems_begin(t);
	/* Made anew in this transaction, for it is judged by what is true in it. */
	t->rq.form = r->form;
	if (route_asks(r) && !form_asked(&t->rq)) {
		t->reply = not_found(&t->rq);
		return;
	}
	if (t->rq.form) {
		t->form = form_new(t->rq.arena, t->rq.form);
		fine = form_read(&t->rq, t->rq.form, &t->rq.body, t->form);
	}
	if (!fine || t->rq.nproblems)
		t->reply = (struct reply){ .kind = REPLY_REFUSE };
	else
		t->reply = r->post(&t->rq, t->form);
}

static bool send_work(void *arg)
{
	struct turn *t = arg;

	t->trail = NULL;
	if (t->keyed && sent_before(t))
		return false;
	handle(t);
	if (t->reply.kind != REPLY_GO)
		return false;
	if (t->keyed)
		sent_now(t);
	draft_sent(&t->rq);
	/* A provider that could count its rows would know how busy the others are. */
	t->trail = audit_stands(t->rq.db, t->rq.arena,
	                        t->rq.me->id.v && !t->rq.me->provider.v);
	return true;
}

/* ---- what is sent back ------------------------------------------------- */

/*
 * Answers that do not fit are given back only to who could have opened the
 * form: of a thing that she may not see, nothing is drawn again.  And what
 * load() told the audit trail is told again, for whatever a handler told it
 * was rolled back, and the page shows the thing all the same.
 */
static bool not_hers(struct turn *t)
{
	const struct route *r = t->rq.route;
	struct reply loaded;

	if (route_asks(r) && !form_asked(&t->rq)) {
		send_reply(t, not_found(&t->rq));
		return true;
	}
	if (!t->rq.form || !r->load)
		return false;
	loaded = r->load(&t->rq, form_new(t->rq.arena, t->rq.form));
	if (loaded.kind == REPLY_DEFAULT || loaded.status != 404)
		return false;
	send_reply(t, loaded);
	return true;
}

static void answer(struct turn *t)
{
	int status = t->reply.status ? t->reply.status : 422;

	if ((t->reply.kind == REPLY_REFUSE || t->reply.kind == REPLY_PAGE) && not_hers(t))
		return;
	if (t->reply.kind != REPLY_REFUSE) {
		send_reply(t, t->reply);
		return;
	}
	if (t->rq.format == AS_JSON || !t->rq.form)
		send_problems(t, status);
	else
		send_form(t, status, &t->rq.body);
}

/* Her session has ended, or she never signed in: keep it over signing in. */
static void keep_and_sign_in(struct turn *t)
{
	static const char *const not_typed[] = { "csrf", "key", NULL };
	struct rq *rq = &t->rq;
	const char *path = arena_fmt(rq->arena, "%s%s%s", rq->path, *rq->wire->query ? "?" : "",
	                             rq->wire->query);
	struct reply r;

	if (rq->format == AS_JSON || t->body.json || !route_asks(rq->route)) {
		send_status(t, 401, "Sign in first", "Your session has ended, or you have not "
		            "signed in. Nothing was changed.");
		return;
	}
	r = sign_in_kept(rq, path, params_encode(rq->arena, &rq->body, not_typed));
	r.status = 401;
	send_reply(t, r);
}

/* She has signed in anew since the page was drawn: nothing is lost, but look again. */
static void refuse_token(struct turn *t)
{
	if (t->rq.format == AS_JSON || t->body.json || !route_asks(t->rq.route)) {
		send_status(t, 403, "This was not sent from a page of ours",
		            "Nothing was changed. Open the page again and send it from there; a "
		            "program sends the header X-CSRF-Token.");
		return;
	}
	if (not_hers(t))
		return;
	t->form = form_new(t->rq.arena, t->rq.form);
	problem_add(&t->rq, NULL, "You have signed in again since this page was opened. Check your "
	            "answers and send them again");
	send_form(t, 403, &t->rq.body);
}

static bool refused_unread(struct turn *t)
{
	struct rq *rq = &t->rq;

	if (!same_site(rq->wire)) {
		rq->body.n = 0;
		send_status(t, 403, "This was not sent from a page of ours",
		            "Another site tried to send it in your name. Nothing was changed.");
		return true;
	}
	if (t->body.status) {
		send_status(t, t->body.status, "What you sent could not be read", t->body.why);
		return true;
	}
	if (!rq->route->post) {
		send_status(t, 405, "Nothing can be sent here", "This address can only be read.");
		return true;
	}
	if (!rq_may(rq, rq->route->may) && !rq->me->id.v) {
		keep_and_sign_in(t);
		return true;
	}
	return false;
}

static bool redrawn(struct turn *t)
{
	const struct form *form = form_asked(&t->rq);
	struct params typed;

	if (!form || !form_only_redraws(&t->rq, form, &t->rq.body, &typed))
		return false;
	if (not_hers(t))
		return true;
	t->form = form_new(t->rq.arena, form);
	send_form(t, 200, &typed);
	return true;
}

void turn_post(struct turn *t)
{
	struct rq *rq = &t->rq;

	if (refused_unread(t))
		return;
	if (!rq_may(rq, rq->route->may)) {
		send_reply(t, refusal(rq));
		return;
	}
	if (rq->me->id.v && !token_right(t)) {
		refuse_token(t);
		return;
	}
	if (redrawn(t))
		return;
	if (rq->route->own_transaction)
		handle(t);
	else
		db_write(rq->db, send_work, t);
	answer(t);
}
