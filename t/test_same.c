/* SPDX-License-Identifier: MIT */
/*
 * test_same.c -- the same question asked of two engines has the same answer (law 10).
 *
 * The same demonstration council is made twice, in the test's database (on
 * PostgreSQL under t/pg/run) and in one of SQLite in memory.  Then somebody of
 * each role walks through both, step by step: every link of every page, each
 * list in every order that its headings offer, as CSV and as JSON, and through each of
 * its filters.  What a person reads, and the bytes of files, must be alike.
 */
#include <string.h>

#include "audit/audit.h"
#include "auth/auth.h"
#include "demo/demo.h"
#include "list/list.h"
#include "site/setting.h"
#include "t/client.h"
#include "t/t_pg.h"
#include "web/route.h"

enum { ALIKE_MOST = 2, PAGES_MOST = 120, PATHS_MOST = 3000, REQUESTS = 150 };

struct walk {
	struct t *t;
	struct client *a, *b;
	const char *role;
	const char *path[PATHS_MOST], *shape[PATHS_MOST];   /* shape: without its numbers */
	size_t n, at;
	size_t unlike;
};

/* ---- where to go ------------------------------------------------------------- */

static const char *shape_of(struct arena *a, const char *path)
{
	struct buf b = buf_new(a);

	for (const char *s = path; *s; s++)
		if (*s < '0' || *s > '9')
			buf_char(&b, *s);
		else if (s == path || s[-1] < '0' || s[-1] > '9')
			buf_char(&b, '#');
	return buf_text(&b);
}

/* Two requests are walked through, not a hundred. */
static void walk_add(struct walk *w, const char *path)
{
	const char *shape = shape_of(w->t->arena, path);
	int alike = 0;

	if (*path != '/' || path[1] == '/' || text_begins(path, "/assets/") ||
	    text_begins(path, "/sign-") || strstr(path, ".xlsx") || w->n == PATHS_MOST)
		return;
	for (size_t i = 0; i < w->n; i++) {
		if (strcmp(w->path[i], path) == 0)
			return;
		alike += strcmp(w->shape[i], shape) == 0;
	}
	if (alike >= ALIKE_MOST)
		return;
	w->path[w->n] = path;
	w->shape[w->n++] = shape;
}

/* The value of an attribute, its references read as a browser reads them. */
static const char *unescaped(struct arena *a, const char *s, size_t n)
{
	struct buf b = buf_new(a);

	for (const char *end = s + n; s < end; s++) {
		buf_char(&b, *s);
		if (end - s >= 5 && strncmp(s, "&amp;", 5) == 0)
			s += 4;
	}
	return buf_text(&b);
}

static void links_add(struct walk *w, const char *html)
{
	static const char mark[] = " href=\"";

	while ((html = strstr(html, mark))) {
		const char *end;

		html += sizeof mark - 1;
		end = html + strcspn(html, "\"#");
		walk_add(w, unescaped(w->t->arena, html, (size_t)(end - html)));
		html = end;
	}
}

static void filters_add(struct walk *w, const char *path, const struct list *list)
{
	struct arena *a = w->t->arena;

	for (size_t i = 0; i < list->nfilters; i++) {
		const struct list_filter *f = &list->filters[i];

		for (size_t k = 0; f->words && k < f->words->n; k++)
			walk_add(w, arena_fmt(a, "%s?%s=%s", path, f->name,
			                      f->words->words[k].key));
		if (f->from)
			walk_add(w, arena_fmt(a, "%s?%s=1", path, f->name));
		if (f->as == FILTER_YES)
			walk_add(w, arena_fmt(a, "%s?%s=yes", path, f->name));
		if (f->as == FILTER_TEXT) {
			walk_add(w, arena_fmt(a, "%s?%s=an", path, f->name));
			walk_add(w, arena_fmt(a, "%s?%s=12", path, f->name));
		}
		if (f->as == FILTER_DATE)
			walk_add(w, arena_fmt(a, "%s?%s=2026-06-01", path, f->name));
	}
}

static void lists_add(struct walk *w)
{
	for (size_t i = 0; i < nrooms; i++)
		for (size_t k = 0; k < rooms[i]->nroutes; k++) {
			const struct route *r = &rooms[i]->routes[k];

			if (r->list && !strchr(r->path, '{'))
				filters_add(w, r->path, r->list);
		}
}

/* ---- are they alike? ----------------------------------------------------------- */

static void tell(struct walk *w, const char *path, const char *a, const char *b)
{
	size_t at = 0, from;

	while (a[at] && a[at] == b[at])
		at++;
	from = at > 60 ? at - 60 : 0;
	t_fail(__FILE__, __LINE__, "%s as %s: \"%.130s\" and \"%.130s\"", path, w->role, a + from,
	       b + from);
	w->unlike++;
}

/* What is drawn by lot stands at the foot of a page that failed. */
static const char *read_of(struct t *t, const struct client *c)
{
	const char *end = strstr(c->text, "Reference of this page");

	return end ? arena_dupn(t->arena, c->text, (size_t)(end - c->text)) : c->text;
}

static void step(struct walk *w)
{
	const char *path = w->path[w->at++];
	const int status = client_get(w->a, path);
	const bool page = text_begins(w->a->type, "text/html");

	if (client_get(w->b, path) != status) {
		t_fail(__FILE__, __LINE__, "%s as %s: %d and %d", path, w->role, status,
		       w->b->status);
		w->unlike++;
		return;
	}
	if (status == 303) {
		if (strcmp(w->a->location, w->b->location) != 0)
			tell(w, path, w->a->location, w->b->location);
		walk_add(w, w->a->location);
		return;
	}
	OK(status < 500);
	if (page && strcmp(read_of(w->t, w->a), read_of(w->t, w->b)) != 0)
		tell(w, path, read_of(w->t, w->a), read_of(w->t, w->b));
	else if (!page && strcmp(w->a->body, w->b->body) != 0)
		tell(w, path, w->a->body, w->b->body);
	if (page)
		links_add(w, w->a->body);
}

/* ---- two councils, and who walks ------------------------------------------------- */

static void make(struct t *t, struct db *db, uint64_t seed, struct demo_made *made)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	struct demo_order o = { .size = DEMO_SMALL, .requests = REQUESTS, .seed = seed,
	                        .now = T_NOW, .passphrase = "seven silver herons" };
	struct demo_figures f;

	audit_key_set(key);
	auth_cheap_for_tests();
	demo_make(db, t->arena, &o, made, &f);
	clock_set(T_NOW);
	setting_forget();
}

static struct client *client_on(struct t *t, struct db *db)
{
	struct db *own = t->db;
	struct client *c;

	t->db = db;
	c = client_new(t);
	t->db = own;
	return c;
}

static void sign_in(struct client *c, const char *email)
{
	struct buf fields = buf_new(c->arena);

	client_sign_out(c);
	buf_str(&fields, "email=");
	url_part(&fields, email);
	buf_str(&fields, "&password=seven+silver+herons");
	client_get(c, "/sign-in");
	IS(client_send(c, "/sign-in", buf_text(&fields)), 303);
}

static size_t walk_through(struct t *t, struct db *other, const struct demo_made *made,
                           size_t pages)
{
	struct client *a = client_on(t, t->db), *b = client_on(t, other);
	size_t seen = 0;

	for (size_t i = 0; i < made->nsign_ins; i++) {
		const struct demo_sign_in *who = &made->sign_in[i];
		struct walk *w = NEW(t->arena, struct walk);

		if (i && strcmp(who->role, made->sign_in[i - 1].role) == 0)
			continue;
		*w = (struct walk){ .t = t, .a = a, .b = b, .role = who->role };
		sign_in(a, who->email);
		sign_in(b, who->email);
		walk_add(w, "/");
		lists_add(w);
		while (w->at < w->n && w->at < pages && w->unlike < 5)
			step(w);
		seen += w->at;
	}
	return seen;
}

/* Not tortured: each page's own tests are. */
TEST_PLAIN(two_engines_give_the_same_answers)
{
	struct db *other = db_open_memory();
	struct demo_made made;

	make(t, t->db, 3, &made);
	make(t, other, 3, &made);
	/* On SQLite both are of one kind, and a few pages show that nothing else differs. */
	OK(walk_through(t, other, &made, t_pg() ? PAGES_MOST : 40) > 200);
	db_close(&other);
}

CONTROL(two_councils_of_other_seeds)
{
	struct db *other = db_open_memory();
	struct demo_made made;

	make(t, t->db, 3, &made);
	make(t, other, 4, &made);
	walk_through(t, other, &made, 60);
	db_close(&other);
}

TEST_PLAIN(a_walk_sees_what_is_not_alike)
{
	struct outcome out;

	test_run(control_find("two_councils_of_other_seeds"), 0, true, &out);
	OK(out.failures > 5);
}
