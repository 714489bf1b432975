/* SPDX-License-Identifier: MIT */
/*
 * test_access.c -- the access matrix: every route of every room, as every role.
 *
 * The table of routes and the table of roles say what must come out; nothing is
 * listed here, so a new route is in the matrix from its first day.
 */
#include <string.h>

#include "auth/auth.h"
#include "site/match.h"
#include "t/client.h"
#include "t/world.h"

static const struct { const char *name; int64_t roles; } people[] = {
	{ NULL, 0 },
	{ "worker",       1 << ROLE_SOCIAL_WORKER },
	{ "broker",       1 << ROLE_BROKER },
	{ "manager",      1 << ROLE_BROKER | 1 << ROLE_MANAGER },
	{ "commissioner", 1 << ROLE_COMMISSIONER },
	{ "director",     1 << ROLE_DIRECTOR },
	{ "p1",           1 << ROLE_PROVIDER },
	{ "admin",        1 << ROLE_ADMIN },
};

/* The route's path with 1 for every id, or another number. */
static char *path_with(struct arena *a, const char *path, const char *id)
{
	struct buf b = buf_new(a);

	while (*path) {
		if (*path != '{') {
			buf_char(&b, *path++);
			continue;
		}
		buf_str(&b, id);
		path = strchr(path, '}') + 1;
	}
	return buf_text(&b);
}

static bool has_id(const struct route *r)
{
	return strchr(r->path, '{') != NULL;
}

/* What comes out where she may not: to the sign-in page, or a no that tells nothing. */
static void refused(struct client *c, const struct route *r, bool anonymous)
{
	if (anonymous)
		OK(c->status == 303 && text_begins(c->location, "/sign-in?next="));
	else
		IS(c->status, has_id(r) && !strchr(r->path, '*') ? 404 : 403);
}

static void route_as(struct client *c, const struct route *r, unsigned rights, bool anonymous)
{
	const char *path = path_with(c->arena, r->path, "1");
	long before = t_now.outcome->failures;

	client_get(c, path);
	if (!(r->may & rights))
		refused(c, r, anonymous);
	else
		OK(c->status == 200 || c->status == 303 || c->status == 404 || c->status == 409 ||
		   (c->status == 403 && has_id(r)));
	client_get(c, arena_fmt(c->arena, "%s.json", path));
	OK(c->status < 500);
	if (!(r->may & rights) && !strchr(r->path, '*'))
		OK(c->status == 401 || c->status == 403 || c->status == 404);
	if (t_now.outcome->failures != before)
		t_fail(r->path, 0, "GET as %s: %d %.200s", c->t->fixture ? (char *)c->t->fixture
		       : "nobody", c->status, c->text);
}

/* A post without a token, or without the right, does nothing for anybody. */
static void post_as(struct client *c, const struct route *r, unsigned rights, bool anonymous)
{
	const char *path = path_with(c->arena, r->path, "1");

	if (!r->post || r->may == MAY_ANYONE)
		return;
	client_raw(c, path, "application/x-www-form-urlencoded", "x=1", 3);
	if (anonymous)
		IS(c->status, 401);
	else if (r->may & rights)
		/* No form is drawn again of a thing that is not there. */
		OK(c->status == 403 || (has_id(r) && c->status == 404));
	else
		OK(c->status == 403 || c->status == 404);
}

/* Some hundreds of pages: once straight is enough. */
TEST_PLAIN(every_route_as_every_role)
{
	struct map *map = map_new(t->arena, rooms, nrooms);
	size_t n, pages = 0;
	const struct route *const *routes = map_routes(map, &n);
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	for (size_t i = 0; i < COUNT(people); i++) {
		unsigned rights = may_of_roles(people[i].roles);

		t->fixture = (char *)(uintptr_t)people[i].name;
		if (people[i].name)
			client_as(c, people[i].name);
		for (size_t j = 0; j < n; j++, pages++) {
			route_as(c, routes[j], rights, !people[i].name);
			post_as(c, routes[j], rights, !people[i].name);
		}
	}
	OK(pages > 100);
}

/* Each page of a refusal has a reference of its own; all else must be the same. */
static char *but_reference(struct client *c)
{
	const char *at = strstr(c->text, "Reference of this page");

	return arena_dupn(c->arena, c->text, at ? (size_t)(at - c->text) : strlen(c->text));
}

/* One number that is there and one that is not: whoever may not see either cannot tell. */
TEST_PLAIN(no_refusal_tells_what_exists)
{
	struct map *map = map_new(t->arena, rooms, nrooms);
	size_t n;
	const struct route *const *routes = map_routes(map, &n);
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "p1");
	for (size_t i = 0; i < n; i++) {
		const char *there;
		int status;

		if (!has_id(routes[i]) || routes[i]->may & may_of_roles(1 << ROLE_PROVIDER))
			continue;
		client_get(c, path_with(t->arena, routes[i]->path, "1"));
		there = but_reference(c);
		status = c->status;
		client_get(c, path_with(t->arena, routes[i]->path, "999999999"));
		IS(c->status, status);
		SAME(but_reference(c), there);
	}
}
