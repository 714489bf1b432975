/* SPDX-License-Identifier: MIT */
/*
 * look.c -- the frame that every page shares: council, navigation, who reads it.
 */
#include "site/inside.h"

#include <string.h>

#include "site/setting.h"

static bool lies_under(const char *path, const char *at, size_t len)
{
	return strncmp(path, at, len) == 0 && (path[len] == '/' || !path[len]);
}

/* What a provider does with /opportunities/3 is at /portal/opportunities/3. */
static bool belongs_to(const char *path, const char *at)
{
	static const char portal[] = "/portal";
	const size_t len = strlen(at);

	return len > 1 && (lies_under(path, at, len) ||
	       (lies_under(path, portal, sizeof portal - 1) &&
	        lies_under(path + sizeof portal - 1, at, len)));
}

/* The navigation: routes that have a word for it, as far as she may go there. */
static void nav_fill(struct turn *t)
{
	struct rq *rq = &t->rq;
	size_t n, shown = 0, longest = 0, nearest = 0;  /* the address that a page lies under */
	const struct route *const *routes = map_routes(t->site->map, &n);
	struct gov_nav_item *items;

	for (size_t i = 0; i < n; i++)
		shown += routes[i]->nav != NULL;
	items = NEWN(rq->arena, struct gov_nav_item, shown);
	rq->look.nav = items;
	for (size_t i = 0; i < n; i++) {
		const struct route *r = routes[i];
		size_t len = strlen(r->path);

		if (!r->nav || !rq_may(rq, r->may))
			continue;
		/* What the public may see too is not in the way of those who are signed in. */
		items[rq->look.nnav++] = (struct gov_nav_item){
			.text = r->nav, .href = r->path,
			.current = rq->path && strcmp(rq->path, r->path) == 0,
		};
		if (rq->path && len >= longest && belongs_to(rq->path, r->path)) {
			longest = len;
			nearest = rq->look.nnav;
		}
	}
	if (nearest && !items[nearest - 1].current)
		items[nearest - 1].active = true;
}

static void reader_fill(struct rq *rq)
{
	struct layout *l = &rq->look;

	if (!rq->me->id.v) {
		l->sign_in = "/sign-in";
		return;
	}
	l->user = rq->me->name;
	l->user_href = "/account";
	l->organisation = rq->me->organisation;
	l->sign_out = "/sign-out";
	l->csrf = rq->me->csrf;
	l->session_path = "/session";
	l->session_seconds = rq->me->seconds;
}

static void flash_fill(struct turn *t)
{
	const char *sent = cookie_value(t->rq.arena, t->rq.wire, "flash");
	struct decoded d = { .arena = t->rq.arena };
	struct params ps;

	if (!sent || t->post || t->rq.format != AS_PAGE)
		return;
	params_urlencoded(&d, sent, strlen(sent));
	ps = decoded_params(&d);
	t->rq.look.flash = t->flash_seen = param(&ps, "says");
}

void look_fill(struct turn *t)
{
	struct rq *rq = &t->rq;
	struct layout *l = &rq->look;
	const char *colour = arena_dup(rq->arena, setting(rq->db, "council.colour"));

	*l = (struct layout){
		.council = arena_dup(rq->arena, setting(rq->db, "council.name")),
		.service = arena_dup(rq->arena, setting(rq->db, "council.service")),
		.home = "/", .css = t->site->style, .js = t->site->script,
		.autocomplete_js = t->site->autocomplete, .icon = t->site->icon,
		/* The colour in the address: a new one is a new file to the browser. */
		.theme_css = arena_fmt(rq->arena, "/theme.css?c=%s", colour + 1),
		.theme_colour = colour,
		.accessibility_href = "/accessibility",
		.lang = "en", .now = rq->now, .demo = setting_yes(rq->db, "demo"),
	};
	if (rq->route)
		l->title = rq->route->title;
	reader_fill(rq);
	if (!rq->me->must_change)
		nav_fill(t);
	if (rq->me->id.v && !rq->me->must_change)
		l->search = "/search";
	flash_fill(t);
}
