/* SPDX-License-Identifier: MIT */
/*
 * test_unseen.c -- a restricted person's existence cannot be computed from
 * anything that the reader may see (law 8 of the model).
 *
 *	world --all a reader can see--> before
 *	world + a restricted person with many requests --the same--> after
 *	before = after, byte for byte, but for tokens
 *
 * What can be seen: every route without an id that a reader may open, as page,
 * CSV and JSON (a spreadsheet has the cells of the CSV), every list behind a
 * number of a return, the returns as they would be kept.  The routes are those
 * of the rooms' own tables, so that a new page is tried at once.  Not: the
 * trail, whose rows stay without a number (doc/decisions/read-audit.md), and
 * the hours of a block (law 5).
 *
 * With it: a number of requests on the home page is as long as its list, for
 * each reader.
 */
#include <stdlib.h>
#include <string.h>

#include "brokerage/returns.h"
#include "brokerage/test_thrown.h"
#include "t/client.h"
#include "t/world.h"
#include "web/route.h"

enum { MANY = 40 };

/* The last two see nothing of requests, whosever they are. */
static const char *const readers[] = { "worker", "broker2", "manager", "commissioner", "director",
	"admin", "p1" };
enum { READ_RETURNS = COUNT(readers) - 2 };
/* Of things that have a number, hers (request 265) among them, and what seeks her. */
static const char *const things[] = { "/people/1", "/people/1.json", "/people?q=Secret",
	"/people.json?q=Sal", "/people/3", "/providers/2", "/providers/2.json", "/requests/265",
	"/requests/265.json", "/search?q=265", "/search?q=Secret", "/search.json?q=sal+secret",
	"/requests/mine?q=secret", "/requests.csv?q=secret", "/returns/issued/1" };
static const char *const endings[] = { "", ".csv", ".json" };
/* The trail tells of every look, this test's too; sessions have their own tokens. */
static const char *const left_out[] = { "/audit", "/session", "/account" };
/* From here on all readers see the same. */
#define RETURNS "\n== the returns"

/* ---- all that a reader can see ------------------------------------------------- */

/* A body without what is another one each time: tokens and keys of forms, a page's reference. */
static void see_body(struct buf *b, const char *body, const struct client *c)
{
	static const char reference[] = "Reference of this page: <code>";
	const char *const tokens[] = { c->csrf, c->key };

	while (*body) {
		size_t n = text_begins(body, reference) ? strcspn(body, "/") : 0;

		for (size_t i = 0; i < COUNT(tokens); i++)
			if (!BLANK(tokens[i]) && text_begins(body, tokens[i]))
				n = strlen(tokens[i]);
		buf_char(b, n ? '*' : *body);
		body += n ? n : 1;
	}
}

static void see(struct buf *b, struct client *c, const char *path)
{
	buf_fmt(b, "\n== %s %d\n", path, client_get(c, path));
	see_body(b, c->body, c);
}

static bool is_left_out(const char *path)
{
	for (size_t i = 0; i < COUNT(left_out); i++)
		if (strcmp(path, left_out[i]) == 0)
			return true;
	return strchr(path, '{') || strchr(path, '.');
}

static void see_routes(struct buf *b, struct client *c)
{
	for (size_t r = 0; r < nrooms; r++)
		for (size_t i = 0; i < rooms[r]->nroutes; i++)
			for (size_t k = 0; k < COUNT(endings); k++) {
				const char *path = rooms[r]->routes[i].path;

				if (!is_left_out(path) && (!k || strcmp(path, "/") != 0))
					see(b, c, arena_fmt(c->arena, "%s%s", path, endings[k]));
			}
}

/* The lists behind the numbers of a return: each set of it, and each of its links. */
static void see_behind(struct buf *b, struct client *c, const struct figures *f)
{
	for (size_t s = 0; s < return_set_vocab.n; s++)
		see(b, c, arena_fmt(c->arena, "/returns/requests.csv?return=%s&set=%s",
		                    vocab_find(&return_kind_vocab, f->kind)->key,
		                    return_set_vocab.words[s].key));
	for (size_t p = 0; p < f->nparts; p++) {
		const struct table *t = &f->parts[p].table;

		for (size_t i = 0; i < t->nrows * t->ncolumns; i++)
			if (t->cells[i].link && text_begins(t->cells[i].link, "/returns/requests"))
				see(b, c, t->cells[i].link);
	}
}

static const struct figures *figures_now(struct t *t, enum return_kind kind)
{
	return figures_make(t->db, t->arena, kind, moment_date(T_NOW), T_NOW, 4, false);
}

/* The returns as they would be kept, of which all readers have the same. */
static const char *all_kept(struct t *t)
{
	struct buf b = buf_new(t->arena);

	for (enum return_kind kind = RETURN_NOON; kind <= RETURN_MONTHLY; kind++)
		buf_str(&b, figures_keep(t->arena, figures_now(t, kind)));
	return buf_text(&b);
}

/* One that is open still, with those who could take it. */
static int64_t an_open_one(void)
{
	int i = 0;

	while (thrown[i].fate != OPEN)
		i++;
	return thrown[i].id;
}

static const char *all_seen(struct t *t, struct client *c, const char *reader)
{
	struct buf b = buf_new(t->arena);

	client_as(c, reader);
	see_routes(&b, c);
	for (size_t i = 0; i < COUNT(things); i++)
		see(&b, c, things[i]);
	see(&b, c, arena_fmt(t->arena, "/requests/%lld", (long long)an_open_one()));
	buf_str(&b, RETURNS);
	for (enum return_kind kind = RETURN_NOON; kind <= RETURN_MONTHLY; kind++)
		see_behind(&b, c, figures_now(t, kind));
	return buf_text(&b);
}

/* The first line in which they differ; NULL: none. */
static const char *first_difference(struct arena *a, const char *one, const char *two)
{
	size_t n = 0, line = 0;

	while (one[n] && one[n] == two[n])
		if (one[n++] == '\n')
			line = n;
	if (one[n] == two[n])
		return NULL;
	return arena_fmt(a, "%.200s", two + (n - line > 100 ? n - 100 : line));
}

/* ---- the law -------------------------------------------------------------------- */

struct by_hand { struct db *db; struct sql_piece piece; };

static bool do_by_hand(void *arg)
{
	static const char *const no_names[] = { NULL };
	struct by_hand *x = arg;
	struct sql one = { .name = "by_hand", .file = __FILE__, .pieces = &x->piece, .npieces = 1,
		.args = no_names, .order_names = no_names, .writes = true };

	db_do(x->db, &one, NULL);
	return true;
}

static void by_hand(struct t *t, const char *text)
{
	db_write(t->db, do_by_hand, &(struct by_hand){ t->db, { text, -1, 0 } });
}

/* Not tortured: a thousand pages. */
TEST_PLAIN(a_restricted_person_changes_nothing_that_others_see)
{
	const char *before[COUNT(readers)], *named, *secret, *kept;
	struct client *c;

	thrown_write(t);
	c = client_new(t);
	client_as(c, "broker");
	/* Looking once changes what is new: who was here, what was opened. */
	for (size_t i = 0; i < COUNT(readers); i++)
		all_seen(t, c, readers[i]);
	for (size_t i = 0; i < COUNT(readers); i++)
		before[i] = all_seen(t, c, readers[i]);
	named = all_seen(t, c, "broker");
	kept = all_kept(t);
	HAS(before[1], "Archer, Ada");
	HAS(before[4], "\n== /returns/five.json 200");
	thrown_write_for(t, SECRET, MANY);
	SAME(all_kept(t), kept);
	for (size_t i = 0; i < COUNT(readers); i++)
		SAME(first_difference(t->arena, before[i], all_seen(t, c, readers[i])), NULL);

	/* Who is named on the record sees her in lists, and the same returns as all. */
	secret = all_seen(t, c, "broker");
	OK(first_difference(t->arena, named, secret) != NULL);
	HAS(secret, "Secret, Sal");
	SAME(first_difference(t->arena, strstr(named, RETURNS), strstr(secret, RETURNS)), NULL);

	/* The control: were she not restricted, everybody would see it. */
	by_hand(t, "UPDATE person SET restricted = 0 WHERE id = 3");
	OK(first_difference(t->arena, all_kept(t), kept) != NULL);
	for (size_t i = 0; i < READ_RETURNS; i++)
		OK(first_difference(t->arena, before[i], all_seen(t, c, readers[i])) != NULL);
}

/* ---- what adds up over everybody ---------------------------------------------------- */

static int64_t hours(struct t *t, const char *key)
{
	const struct table *b = figures_part(figures_now(t, RETURN_FIVE), "blocks");

	for (size_t i = 0; i < b->ncolumns; i++)
		if (strcmp(b->columns[i].key, key) == 0)
			return table_at(b, 0)[i].n;
	NEED(false);
	return 0;
}

/* Hours bought ahead are used by whoever uses them (law 5); nothing else tells. */
TEST_PLAIN(used_hours_are_everybodys)
{
	int64_t used;

	thrown_write(t);
	thrown_write_for(t, SECRET, MANY);
	used = hours(t, "used");
	by_hand(t, "UPDATE element SET block = 1, week_mins = 60 WHERE id = (SELECT min(e.id) "
	        "FROM element e JOIN placement p ON p.id = e.placement WHERE p.person = 3)");
	IS(hours(t, "used"), used + 60);
	IS(hours(t, "used") + hours(t, "free"), hours(t, "bought"));
}

/* ---- the numbers of the home page ----------------------------------------------------- */

static int64_t rows_of(struct client *c, const char *href)
{
	size_t path = strcspn(href, "?");
	int64_t n = -1;                 /* the heading is no row */

	IS(client_get(c, arena_fmt(c->arena, "%.*s.csv%s", (int)path, href, href + path)), 200);
	for (const char *s = c->body; (s = strchr(s, '\n')); s++)
		n++;
	return n;
}

/* Others lead to a page of tasks or a form, which are as long as they are. */
static bool opens_requests(const char *href)
{
	return text_begins(href, "/requests") || text_begins(href, "/portal/placements") ||
	       text_same(href, "/portal");
}

/* Each number of requests that a page shows from afar; their sum. */
static int64_t numbers_open(struct client *c, const char *page)
{
	static const char link[] = "<li class=\"alm-figures__item\"><a href=\"";
	static const char value[] = "<span class=\"alm-figures__value\">";
	int64_t whole = 0;

	for (const char *s = page, *v; (s = strstr(s, link)); ) {
		const char *href;
		int64_t n;

		s += strlen(link);
		NEED((v = strstr(s, value)));
		n = strtoll(v + strlen(value), NULL, 10);
		href = page_words(c->arena, arena_dupn(c->arena, s, strcspn(s, "\"")));
		if (!opens_requests(href))
			continue;
		IS(rows_of(c, href), n);
		whole += n;
	}
	return whole;
}

TEST_PLAIN(a_number_of_the_home_page_is_as_long_as_its_list)
{
	static const char *const who[] = { "worker", "broker", "broker2", "p2" };
	int64_t whole = 0;
	struct client *c;

	thrown_write(t);
	thrown_write_for(t, SECRET, MANY);
	by_hand(t, "UPDATE placement SET started_ms = made_ms WHERE id % 3 = 0");
	c = client_new(t);
	for (size_t i = 0; i < COUNT(who); i++) {
		client_as(c, who[i]);
		IS(client_get(c, "/"), 200);
		whole += numbers_open(c, c->body);
	}
	OK(whole > 100);
}

TEST(a_difference_is_noticed)
{
	OK(!first_difference(t->arena, "one\ntwo", "one\ntwo"));
	OK(first_difference(t->arena, "one\ntwo\nthree", "one\ntwo\nthree 4") != NULL);
	OK(first_difference(t->arena, "one\ntwo\nthree", "one\ntwo") != NULL);
	SAME(first_difference(t->arena, "one\ntwo", "one\ntow"), "tow");
}
