/* SPDX-License-Identifier: MIT */
/*
 * client.c -- requests to the application, and what it answered.
 */
#include "t/client.h"

#include <string.h>
#include <strings.h>

#include "audit/audit.h"
#include "auth/auth.h"
#include "auth/auth.sql.h"
#include "base/fault.h"
#include "html/html.h"
#include "site/setting.h"
#include "t/world.h"
#include "web/params.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

static struct client *client_make(struct t *t, struct db *db, struct site *site)
{
	struct client *c = NEW(t->arena, struct client);

	*c = (struct client){ .t = t, .arena = t->arena, .db = db, .site = site,
	                      .peer = "192.0.2.1", .type = "", .location = "", .body = "",
	                      .text = "", .path = "/", .fail_at = -1 };
	return c;
}

struct client *client_new(struct t *t)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";

	auth_cheap_for_tests();
	audit_key_set(key);
	return client_make(t, t->db, site_open(t->arena, t->db));
}

struct client *client_another(struct client *c)
{
	return client_make(c->t, c->db, c->site);
}

/* ---- what is sent ------------------------------------------------------ */

void client_header(struct client *c, const char *name, const char *value)
{
	SURE(c->nheaders < CLIENT_HEADERS);
	c->headers[c->nheaders].name = name;
	c->headers[c->nheaders++].value = value;
}

const char *client_cookie(const struct client *c, const char *name)
{
	for (size_t i = 0; i < CLIENT_COOKIES; i++)
		if (text_same(c->cookies[i].name, name) && c->cookies[i].name)
			return c->cookies[i].value;
	return NULL;
}

static const char *pairs_of(struct client *c, const char *type)
{
	struct buf b = buf_new(c->arena), jar = buf_new(c->arena);

	wire_pair(&b, "Host", "almoner.test");
	if (type)
		wire_pair(&b, "Content-Type", type);
	for (size_t i = 0; i < c->nheaders; i++)
		wire_pair(&b, c->headers[i].name, c->headers[i].value);
	for (size_t i = 0; i < CLIENT_COOKIES; i++)
		if (c->cookies[i].name)
			buf_fmt(&jar, "%s%s=%s", jar.n ? "; " : "", c->cookies[i].name,
			        c->cookies[i].value);
	if (jar.n)
		wire_pair(&b, "Cookie", buf_text(&jar));
	c->nheaders = 0;
	buf_char(&b, '\0');
	return buf_text(&b);
}

/* ---- what comes back --------------------------------------------------- */

static void cookie_keep(struct client *c, const char *set)
{
	const char *eq = strchr(set, '=');
	char *name = arena_dupn(c->arena, set, (size_t)(eq - set));
	char *value = arena_dupn(c->arena, eq + 1, strcspn(eq + 1, ";"));
	size_t at = CLIENT_COOKIES;

	for (size_t i = 0; i < CLIENT_COOKIES; i++)
		if (text_same(c->cookies[i].name, name) ||
		    (!c->cookies[i].name && at == CLIENT_COOKIES))
			at = i;
	SURE(at < CLIENT_COOKIES);
	c->cookies[at].name = strstr(set, "Max-Age=0") ? NULL : name;
	c->cookies[at].value = value;
}

const char *client_replied(const struct client *c, const char *name)
{
	for (const char *p = c->reply_headers; p && *p;) {
		const char *value = p + strlen(p) + 1;

		if (strcasecmp(p, name) == 0)
			return value;
		p = value + strlen(value) + 1;
	}
	return NULL;
}

static const char *pairs_copy(struct arena *a, const char *pairs)
{
	struct buf b = buf_new(a);

	for (const char *p = pairs; p && *p;) {
		size_t n = strlen(p) + 1;

		n += strlen(p + n) + 1;
		buf_add(&b, p, n);
		p += n;
	}
	buf_add(&b, "", 1);
	return b.s;
}

static void take(struct client *c, const struct wire_reply *r)
{
	const char *seen;

	c->status = r->status ? r->status : 200;
	c->body = arena_dupn(c->arena, r->body ? r->body : "", r->len);
	c->len = r->len;
	c->reply_headers = pairs_copy(c->arena, r->headers);
	for (const char *p = c->reply_headers; *p;) {
		const char *value = p + strlen(p) + 1;

		if (strcmp(p, "Set-Cookie") == 0)
			cookie_keep(c, value);
		p = value + strlen(value) + 1;
	}
	c->type = client_replied(c, "Content-Type") ? client_replied(c, "Content-Type") : "";
	c->location = client_replied(c, "Location") ? client_replied(c, "Location") : "";
	c->text = text_begins(c->type, "text/html") ? page_words(c->arena, c->body) : c->body;
	if (!text_begins(c->type, "text/html"))
		return;
	seen = page_input(c->arena, c->body, "csrf");
	c->csrf = seen ? seen : c->csrf;
	seen = page_input(c->arena, c->body, "key");
	c->key = seen ? seen : c->key;
}

struct call {
	struct client *c;
	struct arena  *arena;
	struct wire_request rq;
	struct wire_reply   reply;
};

static void call(void *arg)
{
	struct call *k = arg;

	if (k->c->fail_at >= 0)
		fault_countdown = k->c->fail_at;
	site_answer(k->c->site, k->arena, &k->rq, &k->reply);
	take(k->c, &k->reply);
}

int client_raw(struct client *c, const char *path, const char *type, const char *body, size_t n)
{
	static uint64_t id = 1;
	struct call k = { .c = c };
	size_t cut = strcspn(path, "?");
	struct fault broke;

	k.rq = (struct wire_request){
		.id = id++, .method = body ? "POST" : "GET",
		.path = arena_dupn(c->arena, path, cut),
		.query = path[cut] ? path + cut + 1 : "",
		.headers = pairs_of(c, body ? type : NULL),
		.peer = c->peer, .body = body ? body : "", .body_len = n, .body_fd = -1,
		.received = clock_now(), .https = c->https,
	};
	c->path = arena_dup(c->arena, path);
	k.arena = arena_new("request", (size_t)64 << 20);
	/* A fault that comes through is the worker's plain 500. */
	if (boundary_run(call, &k, &broke) != FAULT_NONE) {
		c->status = 500;
		c->body = c->text = c->type = c->location = "";
		c->len = 0;
	}
	if (c->fail_at >= 0) {
		c->failed = fault_countdown < 0;
		fault_countdown = c->fail_at = -1;
	}
	arena_end(&k.arena);
	return c->status;
}

/* ---- what a person does ------------------------------------------------ */

int client_get(struct client *c, const char *path)
{
	return client_raw(c, path, NULL, NULL, 0);
}

int client_follow(struct client *c)
{
	for (int i = 0; i < 10 && c->status == 303; i++)
		client_get(c, c->location);
	return c->status;
}

static bool named(const char *fields, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = fields; s; s = strchr(s, '&') ? strchr(s, '&') + 1 : NULL)
		if (strncmp(s, name, n) == 0 && s[n] == '=')
			return true;
	return false;
}

int client_post(struct client *c, const char *path, const char *fields)
{
	struct buf b = buf_new(c->arena);

	buf_str(&b, "?");
	buf_str(&b, fields);
	if (c->csrf && !named(fields, "csrf"))
		url_add(&b, "csrf", c->csrf);
	if (c->key && !named(fields, "key"))
		url_add(&b, "key", c->key);
	return client_raw(c, path, FORM_TYPE, buf_text(&b) + 1, b.n - 1);
}

/* "start" given as one text stands for the boxes start-day, start-month... of the page. */
static bool given_whole(struct arena *a, const struct params *given, const char *name)
{
	const char *dash = strrchr(name, '-');

	return dash && param(given, arena_dupn(a, name, (size_t)(dash - name)));
}

char *client_fields_over(struct client *c, const char *form, const char *fields)
{
	struct decoded has = { .arena = c->arena }, given = { .arena = c->arena };
	struct params old, new;
	struct buf b = buf_new(c->arena);

	params_urlencoded(&has, form, strlen(form));
	params_urlencoded(&given, fields, strlen(fields));
	old = decoded_params(&has);
	new = decoded_params(&given);
	buf_str(&b, "?");
	buf_str(&b, fields);
	for (size_t i = 0; i < old.n; i++)
		if (!param(&new, old.list[i].name) &&
		    !given_whole(c->arena, &new, old.list[i].name))
			url_add(&b, old.list[i].name, old.list[i].value);
	return buf_text(&b) + 1;
}

int client_send(struct client *c, const char *path, const char *fields)
{
	const char *form, *all;

	client_get(c, path);
	form = page_form(c->arena, c->body, path);
	if (!form)
		return c->status;       /* there is none: what the page said instead */
	all = client_fields_over(c, form, fields);
	return client_raw(c, path, FORM_TYPE, all, strlen(all));
}

#define PART_LINE "--part-of-a-form"
static void part(struct buf *b, const char *name, const char *file, const char *bytes, size_t n)
{
	buf_fmt(b, PART_LINE "\r\nContent-Disposition: form-data; name=\"%s\"", name);
	if (file)
		buf_fmt(b, "; filename=\"%s\"\r\nContent-Type: application/octet-stream", file);
	buf_str(b, "\r\n\r\n");
	buf_add(b, bytes, n);
	buf_str(b, "\r\n");
}

int client_upload(struct client *c, const char *path, const char *fields,
                  const struct client_file *f)
{
	struct decoded d = { .arena = c->arena };
	struct buf b = buf_new(c->arena);
	const char *form;
	struct params all;

	client_get(c, path);
	form = page_form(c->arena, c->body, path);
	if (!form)
		return c->status;
	form = client_fields_over(c, form, fields);
	params_urlencoded(&d, form, strlen(form));
	all = decoded_params(&d);
	for (size_t i = 0; i < all.n; i++)
		part(&b, all.list[i].name, NULL, all.list[i].value, strlen(all.list[i].value));
	part(&b, f->field, f->name, f->bytes, f->n);
	buf_str(&b, PART_LINE "--\r\n");
	return client_raw(c, path, "multipart/form-data; boundary=part-of-a-form", b.s, b.n);
}

int client_json(struct client *c, const char *path, const char *json)
{
	if (c->csrf)
		client_header(c, "X-CSRF-Token", c->csrf);
	client_header(c, "Accept", "application/json");
	return client_raw(c, path, "application/json", json, strlen(json));
}

/* ---- signing in -------------------------------------------------------- */

struct giving { struct client *c; const char *email; };

/* The world's people come without passwords: give this one hers. */
static bool give_password(void *arg)
{
	struct giving *g = arg;
	struct account_by_key_row r;

	SURE(ONE(g->c->db, g->c->arena, account_by_key, &r, .email_key = V(g->email)));
	if (!BLANK(r.password_hash))
		return false;
	SURE(account_password(g->c->db, g->c->arena, r.id, WORLD_PASSWORD, false, r.id) ==
	     ACCOUNT_OK);
	return true;
}

void client_sign_out(struct client *c)
{
	memset(c->cookies, 0, sizeof c->cookies);
	c->csrf = c->key = NULL;
}

void client_as(struct client *c, const char *name)
{
	struct giving g = { c, arena_fmt(c->arena, "%s@example.org", name) };
	struct buf b = buf_new(c->arena);

	db_write(c->db, give_password, &g);
	client_sign_out(c);
	client_get(c, "/sign-in");
	url_add(&b, "email", g.email);
	url_add(&b, "password", WORLD_PASSWORD);
	client_post(c, "/sign-in", buf_text(&b) + 1);
	IS(c->status, 303);
	client_get(c, "/account");       /* for its token */
}
