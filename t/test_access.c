/* SPDX-License-Identifier: MIT */
/*
 * test_access.c -- every route, by every role: t/access/matrix.tsv against what is.
 *
 *	nobody            a page: to the sign-in page; JSON: 401
 *	a role without    403; an address with a thing in it: 404, as if it were missing
 *	a role with       whatever the page says, but never 401, 403, 404 or 500
 *	another's thing   404, word for word that of a missing one
 *	sent with a right but without the token of a page: 403, to everybody
 *
 * as a page, as JSON, and sent.  A route that is not in the matrix fails, and
 * a line of the matrix that is no route.
 */
#include <string.h>

#include "t/matrix.h"

/* ---- is all in it? ----------------------------------------------------------------- */

static void check_complete(struct matrix *m)
{
	for (size_t i = 0; i < nrooms; i++)
		for (size_t k = 0; k < rooms[i]->nroutes; k++) {
			const char *path = rooms[i]->routes[k].path;
			size_t at = 0;

			while (at < m->n && strcmp(m->rows[at].path, path) != 0)
				at++;
			if (at == m->n)
				t_fail("t/access/matrix.tsv", 0, "%s is not in it", path);
		}
	for (size_t i = 0; i < m->n; i++)
		if (!route_of(m->rows[i].path))
			t_fail("t/access/matrix.tsv", m->rows[i].line, "%s is no route",
			       m->rows[i].path);
}

/* ---- one address, as a page, as JSON, and sent ------------------------------------ */

enum way { AS_A_PAGE, AS_JSON_TOO, SENT_BARE, SENT, WAYS };
static const char *const way_names[] = { "page", "JSON", "POST without a token",
                                         "POST" };

static void ask(struct client *c, const char *path, enum way way)
{
	if (way == AS_JSON_TOO)
		client_header(c, "Accept", "application/json");
	if (way == SENT_BARE)
		client_raw(c, path, "application/x-www-form-urlencoded", "nothing=", 8);
	else if (way == SENT)
		client_post(c, path, "nothing=");
	else
		client_get(c, path);
}

/* What a refused reader reads, without what differs from page to page. */
static const char *plain(struct t *t, const struct client *c)
{
	const char *end = strstr(c->text, "Reference of this page");

	return arena_fmt(t->arena, "%d %s", c->status, end ? arena_dupn(t->arena, c->text,
	                 (size_t)(end - c->text)) : c->text);
}

/* The same address, of a thing that is not there. */
static const char *missing(struct arena *a, const char *example)
{
	struct buf b = buf_new(a);

	for (const char *s = example; *s; s++)
		if (*s >= '0' && *s <= '9' && (s == example || s[-1] == '/'))
			buf_str(&b, "987654321");
		else if (*s < '0' || *s > '9')
			buf_char(&b, *s);
	return buf_text(&b);
}

static void wrong(const struct row *r, int role, enum way way, const char *path, int status,
                  const char *want)
{
	t_fail("t/access/matrix.tsv", r->line, "%s as %s, %s: %d, not %s", path, role_name(role),
	       way_names[way], status, want);
}

static void expect_refused(struct matrix *m, const struct row *r, int role, enum way way,
                           const char *path)
{
	struct client *c = m->by[role];
	const char *got;
	int want = role == NOBODY ? way == AS_A_PAGE ? 303 : 401 : strchr(r->path, '{') ? 404 : 403;

	ask(c, path, way);
	got = plain(m->t, c);
	if (c->status != want || (want == 303 && !text_begins(c->location, "/sign-in"))) {
		wrong(r, role, way, path, c->status, arena_fmt(m->t->arena, "%d", want));
		return;
	}
	if (want != 404)
		return;
	ask(c, missing(m->t->arena, path), way);
	if (strcmp(plain(m->t, c), got) != 0)
		wrong(r, role, way, path, c->status, arena_fmt(m->t->arena,
		      "as if it were missing: %.150s", got));
}

static void expect_allowed(struct matrix *m, const struct row *r, int role, enum way way,
                           const char *path)
{
	struct client *c = m->by[role];

	ask(c, path, way);
	if (way == SENT_BARE && c->status == 403)
		return;
	if (way == SENT_BARE || c->status == 401 || c->status == 403 || c->status == 404 ||
	    c->status >= 500 || text_begins(c->location, "/sign-in?"))
		wrong(r, role, way, path, c->status, "allowed");
}

static void try_role(struct matrix *m, const struct row *r, int role, enum way way)
{
	bool allowed = row_allows(r, role);
	char *other = arena_dup(m->t->arena, r->other);
	char *except = strstr(other, " except=");

	if (except)
		*except = '\0';
	if (strcmp(r->example, "-") != 0) {
		if (allowed)
			expect_allowed(m, r, role, way, r->example);
		else
			expect_refused(m, r, role, way, r->example);
	}
	if (strcmp(other, "-") != 0 && !(except && in_list(except + 1, role_name(role))))
		expect_refused(m, r, role, way, other);
}

static void try_row(struct matrix *m, const struct row *r)
{
	const struct route *route = route_of(r->path);

	for (int way = AS_A_PAGE; route && way < WAYS; way++) {
		/* What cannot be looked at is only sent, and the other way round. */
		if (way >= SENT_BARE ? !route->post
		    : !route->get && !route->list && !route_asks(route))
			continue;
		/* What everybody may send has nobody's token. */
		if (way == SENT_BARE && route->may == MAY_ANYONE)
			continue;
		/* Whoever is allowed comes last: what she sends may change what there is. */
		for (int pass = 0; pass < 2; pass++)
			for (int role = NOBODY; role < ROLES_END; role++)
				if (row_allows(r, role) == pass)
					try_role(m, r, role, (enum way)way);
		/* These end sessions. */
		if (way == SENT && (strcmp(r->path, "/sign-out") == 0 ||
		                    strcmp(r->path, "/account/sessions") == 0))
			matrix_sign_in(m);
	}
}

static void matrix_try(struct t *t, const char *flipped)
{
	struct matrix *m = matrix_new(t);

	if (!flipped)
		check_complete(m);
	for (size_t i = 0; i < m->n; i++) {
		struct row *r = &m->rows[i];

		if (!flipped)
			try_row(m, r);
		else if (strcmp(r->path, flipped) == 0) {
			r->roles = strcmp(r->roles, "broker") == 0 ? "administrator" : "broker";
			try_row(m, r);
		}
	}
}

/* Not tortured: what is asked here is who may, and the pages' own tests ask the rest. */
TEST_PLAIN(each_role_opens_what_the_matrix_says)
{
	matrix_try(t, NULL);
}

CONTROL(a_right_too_many)
{
	matrix_try(t, "/users");
}

TEST_PLAIN(the_matrix_can_fail)
{
	struct outcome out;

	test_run(control_find("a_right_too_many"), 0, true, &out);
	/* The administrator is let in and the broker is not, as a page and as JSON. */
	IS(out.failures, 4);
}
