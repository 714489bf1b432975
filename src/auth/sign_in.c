/* SPDX-License-Identifier: MIT */
/*
 * sign_in.c -- the pages of signing in and out, and links from mail.
 *
 *	wait in force --> refused (429), nothing looked at
 *	name unknown, wrong, account closed --> refused, counted, same words, same time
 *	right --> old session ended, new token (no fixation), typed form kept, go on
 *
 * The refusal must be remembered, so these pages hold their own transactions.
 */
#include "auth/inside.h"

#include <string.h>

#include "audit/audit.h"
#include "auth/auth.sql.h"
#include "base/log.h"
#include "exchange/json.h"
#include "form/form.h"
#include "site/draft.h"

struct sign_in { const char *email, *password, *next, *kept_path, *kept_body; };

static const struct field sign_in_fields[] = {
	{ IN(struct sign_in, email), .label = "Email address", .as = AS_EMAIL, .max = 254,
	  .autocomplete = "username", .need = "Enter your email address" },
	{ IN(struct sign_in, password), .label = "Password", .as = AS_PASSWORD, .max = 1000,
	  .autocomplete = "current-password", .keep_blanks = true, .need = "Enter your password" },
	{ IN(struct sign_in, next), .as = AS_HIDDEN, .max = 2000 },
	{ IN(struct sign_in, kept_path), .as = AS_HIDDEN, .max = 2000 },
	{ IN(struct sign_in, kept_body), .as = AS_HIDDEN, .max = DRAFT_MOST, .keep_blanks = true },
};
const struct form sign_in_form = {
	.name = "sign-in", FORM(struct sign_in, sign_in_fields),
	.title = "Sign in", .button = "Sign in",
};

/* A path of this service: nobody is sent elsewhere by a link to the sign-in page. */
static const char *safe_path(const char *path)
{
	if (BLANK(path) || path[0] != '/' || path[1] == '/' || path[1] == '\\' ||
	    strpbrk(path, "\r\n\t "))
		return "/";
	return path;
}

struct reply sign_in_load(struct rq *rq, void *form)
{
	struct sign_in *in = form;

	in->next = param(&rq->query, "next");
	if (rq->me->id.v)
		return go(rq, NULL, "%s", safe_path(in->next));
	return (struct reply){ .kind = REPLY_DEFAULT };
}

static void kept_above(struct rq *rq, struct page *pg, const void *form)
{
	const struct sign_in *in = form;

	(void)rq;
	gov_inset_text(pg, (struct gov_inset){
		.text = in->kept_body
		        ? "You have to sign in again before this can be sent. What you typed is "
		          "kept on this page: after signing in you will see it, and can send it."
		        : "You have to sign in again before this can be sent. It is too long to "
		          "be kept here: sign in in another window, then go back and send it." });
}

struct reply sign_in_kept(struct rq *rq, const char *path, const char *body)
{
	struct sign_in *in = form_new(rq->arena, &sign_in_form);

	in->next = in->kept_path = path;
	in->kept_body = strlen(body) <= DRAFT_MOST ? body : NULL;
	rq->look.title = "Sign in";
	/* The form's own address is not the page that asked for it. */
	rq->path = "/sign-in";
	return form_page(rq, &sign_in_form, in, NULL, kept_above);
}

/* ---- trying ------------------------------------------------------------ */

struct trying {
	struct rq *rq;
	const struct sign_in *in;
	struct throttle throttle;
	struct account_by_key_row who;
	bool known, kept;
	char *cookie;
};

static bool wrong_work(void *arg)
{
	struct trying *t = arg;

	throttle_wrong(t->rq, &t->throttle);
	if (t->known)
		audit_write(t->rq->db, &(struct audit_entry){
			.verb = "session.refuse", .thing = "user_account",
			.thing_id = t->who.id.v });
	return true;
}

static bool right_work(void *arg)
{
	struct trying *t = arg;
	struct rq *rq = t->rq;
	const struct sign_in *in = t->in;
	UserAccountId was = auth_was(rq);

	throttle_right(rq, &t->throttle);
	if (rq->me->session.v)
		session_end(rq, rq->me->session);
	/* Typed by somebody else at this browser: not hers to see. */
	t->kept = !BLANK(in->kept_path) && !BLANK(in->kept_body) &&
	          (!was.v || was.v == t->who.id.v) &&
	          draft_keep(rq->db, rq->arena, t->who.id, in->kept_path, in->kept_body, rq->now);
	t->cookie = session_start(rq, t->who.id);
	audit_write(rq->db, &(struct audit_entry){
		.who = t->who.id, .verb = "session.start", .thing = "user_account",
		.thing_id = t->who.id.v });
	return true;
}

static struct reply wait_reply(struct rq *rq, int64_t ms)
{
	struct reply r;

	/* Whole minutes from a minute on: nobody counts 873 seconds. */
	if (ms > 60000)
		r = refuse(rq, NULL, "Too many wrong passwords. Try again in %d minutes",
		           (int)((ms + 59999) / 60000));
	else
		r = refuse(rq, NULL, "Too many wrong passwords. Try again in %d seconds",
		           (int)((ms + 999) / 1000));
	r.status = 429;
	return r;
}

static struct reply signed_in(struct rq *rq, const struct trying *t)
{
	struct reply r;

	if (t->kept)
		r = go(rq, NULL, "%s", draft_href(rq->arena, safe_path(t->in->kept_path)));
	else
		r = go(rq, NULL, "%s", safe_path(t->in->next));
	r.cookie = t->cookie;
	return r;
}

struct reply sign_in_post(struct rq *rq, void *form)
{
	struct sign_in *in = form;
	const char *key = text_lower(rq->arena, in->email);
	struct trying t = { .rq = rq, .in = in, .throttle = throttle_keys(rq, in->email) };
	int64_t wait = throttle_wait_ms(rq, &t.throttle);
	bool right;

	if (wait > 0)
		return wait_reply(rq, wait);
	t.known = ONE(rq->db, rq->arena, account_by_key, &t.who, .email_key = V(key));
	right = password_right(t.known ? t.who.password_hash : NULL, in->password);
	if (!right || moment_known(t.who.disabled_ms)) {
		log_line(LOG_WARN, "sign-in refused", "request=%llx",
		         (unsigned long long)rq->wire->id);
		db_write(rq->db, wrong_work, &t);
		return refuse(rq, "password", "Enter the email address and the password that "
		              "belong together");
	}
	db_write(rq->db, right_work, &t);
	return signed_in(rq, &t);
}

/* ---- signing out ------------------------------------------------------- */

struct nothing { int64_t none; };
static const struct field no_fields[] = { { IN(struct nothing, none), .as = AS_HIDDEN } };
const struct form sign_out_form = {
	.name = "sign-out", FORM(struct nothing, no_fields), .title = "Sign out",
	.button = "Sign out",
};

static bool out_work(void *arg)
{
	struct rq *rq = arg;

	session_end(rq, rq->me->session);
	audit_write(rq->db, &(struct audit_entry){
		.who = rq->me->id, .verb = "session.end", .thing = "user_account",
		.thing_id = rq->me->id.v });
	return true;
}

struct reply sign_out_post(struct rq *rq, void *form)
{
	struct reply r = go(rq, "You are signed out", "/sign-in");

	(void)form;
	if (rq->me->session.v)
		db_write(rq->db, out_work, rq);
	r.cookie = session_cookie_gone(rq);
	return r;
}

/* ---- what the script asks to keep a session alive ---------------------- */

struct reply session_get(struct rq *rq)
{
	struct buf b = buf_new(rq->arena);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_int(&j, "seconds", rq->me->seconds);
	json_put_text(&j, "csrf", rq->me->csrf);
	json_close_object(&j);
	return file_reply(rq, "application/json", NULL, buf_text(&b), b.n);
}

/* ---- links in mail ----------------------------------------------------- */

char *auth_link_make(struct db *db, struct arena *a, const char *path, UserAccountId who)
{
	struct token token = token_make();
	Moment now = clock_now(), until = { now.ms + INT64_C(30) * 86400000 };

	db_need_write(db);
	SURE(path[0] == '/' && path[1] != '/');
	DO(db, link_add, .id = V(NEW_ID(db, MailLinkId)),
	   .token_hash = V(((struct bytes){ token.hash, sizeof token.hash })), .path = V(path),
	   .user_account = V(who), .made_ms = V(now), .until_ms = V(until));
	return arena_fmt(a, "/l/%s", token.text);
}

struct reply link_get(struct rq *rq)
{
	struct token token;
	struct link_find_row r;

	if (!token_read(strrchr(rq->path, '/') + 1, &token) ||
	    !ONE(rq->db, rq->arena, link_find, &r,
	         .token_hash = V(((struct bytes){ token.hash, sizeof token.hash }))))
		return not_found(rq);
	if (moment_minus_ms(rq->now, r.until_ms) > 0)
		return (struct reply){ .kind = REPLY_STATUS, .status = 410,
			.title = "This link is too old",
			.text = "Sign in, and look for it on your home page." };
	if (r.user_account.v && r.user_account.v != rq->me->id.v)
		return not_found(rq);
	return go(rq, NULL, "%s", r.path);
}
