/* SPDX-License-Identifier: MIT */
/*
 * send.c -- a handler's reply as headers and bytes.
 */
#include "site/inside.h"

#include <string.h>

#include "exchange/json.h"
#include "web/page.h"

/* ---- pieces ------------------------------------------------------------ */

static void put_out(struct turn *t, int status, struct buf *pairs, const char *bytes, size_t n)
{
	if (status == 503)
		wire_pair(pairs, "Retry-After", PAGE_RETRY_S);
	t->out->status = status;
	t->out->headers = buf_text(pairs);
	t->out->body = bytes;
	t->out->len = n;
}

static struct buf pairs_begin(struct turn *t, const char *type)
{
	struct buf b = buf_new(t->rq.arena);

	wire_pair(&b, "Content-Type", type);
	if (t->flash_seen)
		wire_pair(&b, "Set-Cookie", "flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
	return b;
}

static void send_page(struct turn *t, int status, struct page *pg, const char *cookie)
{
	struct buf pairs = pairs_begin(t, "text/html; charset=utf-8");
	size_t n;
	const char *bytes = layout_end(pg, &t->rq.look, &n);

	if (cookie)
		wire_pair(&pairs, "Set-Cookie", cookie);
	/* The session's token is masked anew on each page, so packing does not leak it. */
	t->out->pack = true;
	put_out(t, status, &pairs, bytes, n);
}

/*
 * A change that is committed says where the audit trail stood with it, so
 * that its sender can hold us to it (t/ledger does).
 */
static void trail_pair(struct turn *t, struct buf *pairs)
{
	if (t->post && t->trail && t->reply.kind == REPLY_GO)
		wire_pair(pairs, "X-Audit", t->trail);
}

static void send_json(struct turn *t, int status, struct buf *json, const char *cookie)
{
	struct buf pairs = pairs_begin(t, "application/json");

	if (cookie)
		wire_pair(&pairs, "Set-Cookie", cookie);
	trail_pair(t, &pairs);
	put_out(t, status, &pairs, buf_text(json), json->n);
}

/* ---- done: go there ---------------------------------------------------- */

static const char *flash_cookie(struct turn *t, const char *words)
{
	struct buf b = buf_new(t->rq.arena);

	url_add(&b, "says", words);
	return arena_fmt(t->rq.arena, "flash=%s; Path=/; Max-Age=120; HttpOnly; SameSite=Lax%s",
	                 buf_text(&b) + 1, t->rq.wire->https ? "; Secure" : "");
}

static void send_go(struct turn *t, const struct reply *r)
{
	struct buf b = buf_new(t->rq.arena);

	if (t->post && t->rq.format == AS_JSON) {
		struct json_out j = json_out(&b);

		json_open_object(&j, NULL);
		json_put_text(&j, "location", r->to);
		json_put_text(&j, "message", r->flash);
		json_close_object(&j);
		send_json(t, 200, &b, r->cookie);
		return;
	}
	wire_pair(&b, "Location", r->to);
	trail_pair(t, &b);
	if (r->flash)
		wire_pair(&b, "Set-Cookie", flash_cookie(t, r->flash));
	if (r->cookie)
		wire_pair(&b, "Set-Cookie", r->cookie);
	put_out(t, 303, &b, "", 0);
}

/* ---- files ------------------------------------------------------------- */

/* RFC 6266: the plain name for old readers, the exact one for others. */
static char *disposition(struct arena *a, const char *name)
{
	struct buf b = buf_new(a);

	buf_str(&b, "attachment; filename=\"");
	for (const char *s = name; *s; s++)
		buf_char(&b, *s < 0x20 || *s > 0x7e || strchr("\"\\/", *s) ? '-' : *s);
	buf_str(&b, "\"; filename*=UTF-8''");
	url_part(&b, name);
	return buf_text(&b);
}

static void send_bytes(struct turn *t, const struct reply *r)
{
	struct buf pairs = pairs_begin(t, r->type);

	if (r->file_name)
		wire_pair(&pairs, "Content-Disposition", disposition(t->rq.arena, r->file_name));
	if (r->cookie)
		wire_pair(&pairs, "Set-Cookie", r->cookie);
	if (r->keep)
		wire_pair(&pairs, "Cache-Control", "private, max-age=31536000, immutable");
	t->out->pack = text_begins(r->type, "text/") || text_begins(r->type, "application/json");
	put_out(t, r->status ? r->status : 200, &pairs, r->bytes, r->len);
}

/* ---- what went wrong --------------------------------------------------- */

void send_problems(struct turn *t, int status)
{
	struct buf b = buf_new(t->rq.arena);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_open_array(&j, "errors");
	for (size_t i = 0; i < t->rq.nproblems; i++) {
		json_open_object(&j, NULL);
		json_put_text(&j, "field", t->rq.problems[i].field);
		json_put_text(&j, "message", t->rq.problems[i].text);
		json_close_object(&j);
	}
	json_close_array(&j);
	json_close_object(&j);
	send_json(t, status, &b, t->reply.cookie);
}

/* JSON too for whoever asked for a file: an error in it would be taken for rows. */
static bool wants_json(const struct turn *t)
{
	return t->rq.format != AS_PAGE || t->body.json;
}

static struct page *status_page(struct turn *t, const char *title, const char *text)
{
	struct layout *l = &t->rq.look;
	struct page *pg;

	l->title = l->h1 = title;
	l->problems = NULL;
	l->nproblems = 0;
	l->caption = NULL;
	l->wide = false;
	l->request_id = arena_fmt(t->rq.arena, "%llx", (unsigned long long)t->rq.wire->id);
	pg = layout_begin(t->rq.arena, l);
	para(pg, text);
	return pg;
}

void send_status(struct turn *t, int status, const char *title, const char *text)
{
	if (wants_json(t)) {
		t->rq.nproblems = 0;
		problem_add(&t->rq, NULL, "%s. %s", title, text);
		send_problems(t, status);
		return;
	}
	send_page(t, status, status_page(t, title, text), t->reply.cookie);
}

static bool is_password(const struct turn *t, const char *name)
{
	const struct form *f = t->rq.form;

	for (size_t i = 0; f && i < f->nfields; i++)
		if (f->fields[i].as == AS_PASSWORD && strcmp(f->fields[i].name, name) == 0)
			return true;
	return false;
}

/* All that was typed, as hidden fields of a form that sends it again. */
static void typed_again(struct turn *t, struct page *pg)
{
	const char *action = arena_fmt(t->rq.arena, "%s%s%s", t->rq.path,
	                               *t->rq.wire->query ? "?" : "", t->rq.wire->query);
	bool files = false;

	post_begin(pg, action, t->rq.me->csrf, t->rq.key, false);
	for (size_t i = 0; i < t->rq.body.n; i++) {
		const struct param *p = &t->rq.body.list[i];

		files |= p->file_name != NULL;
		if (p->file_name || strcmp(p->name, "csrf") == 0 || strcmp(p->name, "key") == 0 ||
		    is_password(t, p->name))
			continue;
		hidden(pg, p->name, p->value);
	}
	if (files)
		para(pg, "A file cannot be kept on this page: go back and choose it again.");
	else
		gov_button(pg, (struct gov_button){ .text = "Send again" });
	end(pg);
}

void send_back(struct turn *t, int status, const char *title, const char *text)
{
	struct page *pg;

	if (wants_json(t) || !t->post || !t->rq.route || !t->rq.body.n) {
		send_status(t, status, title, text);
		return;
	}
	pg = status_page(t, title, text);
	para(pg, "What you typed is kept on this page. Leave it open until it has been sent.");
	typed_again(t, pg);
	send_page(t, status, pg, NULL);
}

/* ---- forms ------------------------------------------------------------- */

/* The draft that waits, or that was filled in, then what the route says itself. */
static void form_above(struct rq *rq, struct page *pg, const void *form)
{
	struct turn *t = turn_of(rq);

	if (t->draft_used) {
		EL(pg, "div", "class", "govuk-inset-text");
		text(pg, "These answers were kept from ");
		text(pg, moment_text(rq->arena, t->draft.saved));
		text(pg, ". They have not been sent: check them, and send them.");
		end(pg);
	} else if (t->draft.id.v) {
		EL(pg, "div", "class", "govuk-inset-text");
		para(pg, arena_fmt(rq->arena, "You have unsent answers from %s.",
		                   moment_text(rq->arena, t->draft.saved)));
		post_begin(pg, "/drafts/discard", rq->me->csrf, NULL, false);
		hidden(pg, "draft_path", arena_fmt(rq->arena, "%s%s%s", rq->path,
		       *rq->wire->query ? "?" : "", rq->wire->query));
		EL(pg, "div", "class", "govuk-button-group");
		gov_button(pg, (struct gov_button){
			.text = "Carry on with them", .classes = "govuk-button--secondary",
			.href = draft_href(rq->arena, arena_fmt(rq->arena, "%s%s%s", rq->path,
			        *rq->wire->query ? "?" : "", rq->wire->query)) });
		gov_button(pg, (struct gov_button){
			.text = "Throw them away", .classes = "govuk-button--warning" });
		end(pg);
		end(pg);
		end(pg);
	}
	if (rq->route->above)
		rq->route->above(rq, pg, form);
}

/* The first n steps of "/a/b/c": "/a/b" of 2. */
static char *steps_of(struct arena *a, const char *path, size_t n)
{
	const char *s = path;

	for (size_t i = 0; i < n && *s; i++)
		s += 1 + strcspn(s + 1, "/");
	return arena_dupn(a, path, (size_t)(s - path));
}

/* From a form back to its page: the nearest address above it that can be read. */
static void back_find(struct turn *t)
{
	struct rq *rq = &t->rq;
	size_t n = 0, nroutes;
	const struct route *const *routes = map_routes(t->site->map, &nroutes);

	for (const char *s = rq->route->path; *s; s++)
		n += *s == '/';
	while (!rq->look.back && --n > 0) {
		const char *above = steps_of(rq->arena, rq->route->path, n);

		for (size_t i = 0; i < nroutes; i++)
			if (strcmp(routes[i]->path, above) == 0 && rq_may(rq, routes[i]->may) &&
			    (routes[i]->get || routes[i]->list))
				rq->look.back = steps_of(rq->arena, rq->path, n);
	}
}

void send_form(struct turn *t, int status, const struct params *typed)
{
	struct reply r;

	back_find(t);
	r = form_page(&t->rq, t->rq.form, t->form, typed, form_above);

	r.status = status;
	r.cookie = t->reply.cookie;
	send_reply(t, r);
}

/* ---- any reply --------------------------------------------------------- */

void send_reply(struct turn *t, struct reply r)
{
	t->reply = r;
	switch (r.kind) {
	case REPLY_PAGE:
		send_page(t, r.status ? r.status : 200, r.page, r.cookie);
		return;
	case REPLY_GO:
		send_go(t, &r);
		return;
	case REPLY_BYTES:
		send_bytes(t, &r);
		return;
	case REPLY_STATUS:
		send_status(t, r.status, r.title, r.text);
		return;
	case REPLY_REFUSE:
	case REPLY_DEFAULT:
		break;
	}
	bug(__FILE__, __LINE__, "a reply that the dispatcher should have answered");
}
