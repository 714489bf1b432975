/* SPDX-License-Identifier: MIT */
/*
 * client.h -- a browser without a window, in the test's own process.
 *
 *	struct client *c = client_new(t);            on the test's database
 *	client_as(c, "broker");                      broker@example.org of t/world.h
 *	IS(client_get(c, "/requests"), 200);
 *	HAS(c->text, "Ada Archer");                  what a person reads
 *	IS(client_send(c, "/teams/new", "name=North&kind=hospital"), 303);
 *	IS(client_follow(c), 200);
 *
 * client_send() does what a person does: opens the page, leaves what stands in
 * its form as it is but for what is given, and sends it, hidden fields and
 * all.  client_post() sends just what it is given, with the token and the key
 * of the page seen last where they are missing.  Cookies are kept.  There is
 * no wire: the application's answer() is called, and a fault that comes
 * through is a 500, as the worker makes it.
 */
#ifndef ALM_T_CLIENT_H
#define ALM_T_CLIENT_H

#include "db/db.h"
#include "site/site.h"
#include "t/t.h"

enum { CLIENT_COOKIES = 8, CLIENT_HEADERS = 8 };

struct client {
	struct t     *t;
	struct arena *arena;            /* the test's: all that is answered stays   */
	struct db    *db;
	struct site  *site;
	struct { const char *name, *value; } cookies[CLIENT_COOKIES];
	const char   *peer;             /* "192.0.2.1"                              */
	bool          https;
	/* Sent with the next request only: client_header(). */
	struct { const char *name, *value; } headers[CLIENT_HEADERS];
	size_t        nheaders;

	/* Which fallible call of the next request fails; -1: none.  failed: it had so many. */
	long          fail_at;
	bool          failed;

	/* the last answer */
	int           status;
	const char   *body;             /* bytes, with a NUL after them             */
	size_t        len;
	const char   *text;             /* of a page: what a person reads           */
	const char   *type, *location;  /* headers; "" if none                      */
	const char   *reply_headers;    /* pairs, as in wire.h                      */
	const char   *path;             /* where it came from                       */
	const char   *csrf, *key;       /* of the last page that had them           */
};

struct client *client_new(struct t *);
/* Another browser on the same site: nothing shared but the database. */
struct client *client_another(struct client *);

/* Sign in as NAME@example.org of the world, by the page; whoever it was before is signed out. */
void client_as(struct client *, const char *name);
void client_sign_out(struct client *);           /* forget the cookies, as a closed browser does */

/* Each returns the status. */
int client_get(struct client *, const char *path);
int client_follow(struct client *);              /* redirects, until a page; at most ten */
int client_send(struct client *, const char *path, const char *fields);
int client_post(struct client *, const char *path, const char *fields);
/* The page's own fields (page_form) but for those that `given` names. */
char *client_fields_over(struct client *, const char *form, const char *given);
/* A form with a file in it: multipart, with the token and key of its page. */
struct client_file { const char *field, *name, *bytes; size_t n; };
int client_upload(struct client *, const char *path, const char *fields,
                  const struct client_file *);
int client_json(struct client *, const char *path, const char *json);   /* with the token */
/* Anything: body NULL is a GET. */
int client_raw(struct client *, const char *path, const char *type, const char *body, size_t n);
void client_header(struct client *, const char *name, const char *value);
const char *client_cookie(const struct client *, const char *name);     /* NULL: none */
const char *client_replied(const struct client *, const char *name);    /* a header; NULL: none */

/* ---- reading pages: client_page.c -------------------------------------- */
/* Tags away, entities decoded, blanks run together. */
char *page_words(struct arena *, const char *html);
/* What a browser would send from the form whose action begins with `action` (its
 * query aside), urlencoded, without buttons; NULL: no such form. */
char *page_form(struct arena *, const char *html, const char *action);
/* The value of the last <input name=...>; NULL: none. */
char *page_input(struct arena *, const char *html, const char *name);

#endif
