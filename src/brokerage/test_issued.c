/* SPDX-License-Identifier: MIT */
/*
 * test_issued.c -- page, files, JSON and lists of a return against each other;
 * a return as issued; and who reads what.
 */
#include "brokerage/returns_pages.h"
#include "brokerage/test_thrown.h"
#include "t/client.h"
#include "t/world.h"

#include <string.h>

/* ---- pages, files, lists ------------------------------------------------- */

static int64_t lines(const char *s)
{
	int64_t n = 0;

	for (; (s = strchr(s, '\n')); s++)
		n++;
	return n;
}

/* The list behind a number, as CSV, is as long as the number says. */
static int every_number_opens(struct client *c, const struct figures *f)
{
	int opened = 0;

	for (size_t p = 0; p < f->nparts; p++) {
		const struct table *table = &f->parts[p].table;

		for (size_t i = 0; i < table->nrows * table->ncolumns; i++) {
			const struct cell *x = &table->cells[i];
			const char *query = x->link ? strchr(x->link, '?') : NULL;

			if (!query || !text_begins(x->link, "/returns/requests"))
				continue;
			IS(client_get(c, arena_fmt(c->arena, "/returns/requests.csv%s", query)),
			   200);
			IS(lines(c->body) - 1, x->n);
			opened++;
		}
	}
	return opened;
}

TEST_PLAIN(every_number_is_as_long_as_its_list)
{
	struct client *c;

	thrown_write(t);
	c = client_new(t);
	client_as(c, "broker");
	OK(every_number_opens(c, figures_make(t->db, t->arena, RETURN_FIVE, moment_date(T_NOW),
	                                      T_NOW, 0,
	                                      false)) > 40);
	OK(every_number_opens(c, figures_make(t->db, t->arena, RETURN_NOON, date_make(2026, 5, 20),
	                                      T_NOW, 0,
	                                      false)) > 3);
	OK(every_number_opens(c, figures_make(t->db, t->arena, RETURN_MONTHLY, moment_date(T_NOW),
	                                      T_NOW, 3,
	                                      false)) > 10);
}

TEST_PLAIN(a_director_reads_no_personal_data)
{
	static const char *const paths[] = { "/returns", "/returns/noon", "/returns/five",
		"/returns/monthly",
		"/returns/five.json", "/returns/five.csv?part=exceptions", "/returns/noon.csv" };
	struct client *c;

	thrown_write(t);
	c = client_new(t);
	client_as(c, "director");
	for (size_t i = 0; i < COUNT(paths); i++) {
		IS(client_get(c, paths[i]), 200);
		LACKS(c->body, "Archer");
		LACKS(c->body, "href=\"/requests/");
		LACKS(c->body, "/returns/requests");
	}
	HAS(c->body, "Royal");
	client_as(c, "broker");
	IS(client_get(c, "/returns/five"), 200);        /* what was written is for brokers */
	HAS(c->text, "Ada Archer asked for it");
	client_as(c, "p1");
	IS(client_get(c, "/returns/five"), 403);
}

/* What a page says, its CSV and its JSON say too. */
TEST_PLAIN(page_and_files_say_the_same)
{
	struct figures *f;
	struct client *c;

	thrown_write(t);
	f = figures_make(t->db, t->arena, RETURN_FIVE, moment_date(T_NOW), T_NOW, 0, false);
	c = client_new(t);
	client_as(c, "director");
	for (size_t p = 0; p < f->nparts; p++) {
		const struct table *table = &f->parts[p].table;
		const char *page, *csv, *json;
		size_t n;

		client_get(c, "/returns/five?day=2026-06-15");
		page = c->text;
		client_get(c, arena_fmt(t->arena, "/returns/five.csv?day=2026-06-15&part=%s",
		                        f->parts[p].key));
		csv = c->body;
		client_get(c, "/returns/five.json?day=2026-06-15");
		json = c->body;
		SAME(csv, table_file(t->arena, table, TABLE_CSV, &n));
		HAS(json, table_file(t->arena, table, TABLE_JSON, &n));
		for (size_t i = 0; i < table->nrows * table->ncolumns; i++)
			HAS(page, page_words(t->arena, html_text(t->arena, cell_text(t->arena,
				&table->columns[i % table->ncolumns], &table->cells[i])).markup));
	}
}

/* ---- issuing -------------------------------------------------------------- */

static struct issued the_issued(struct t *t, enum return_kind kind, Date day)
{
	struct issued row = { .kind = 0 };

	NEED(ONE(t->db, t->arena, issued_find, &row, .kind = V((int64_t)kind), .for_day = V(day)));
	return row;
}

static bool move_ready(void *arg)
{
	struct db *db = arg;

	for (int i = 0; i < THROWN; i++)
		if (thrown[i].fate == OPEN)
			DO(db, request_close, .id = V(((RequestId){ thrown[i].id })),
			   .closed_ms = V((Moment){ thrown[i].made + 1 }),
			   .stage = V((int64_t)STAGE_WITHDRAWN),
			   .close_reason = V("corrected"));
	return true;
}

TEST_PLAIN(an_issued_return_stays_as_it_was)
{
	Date day = date_make(2026, 6, 12);
	struct difference d[50];
	struct figures *kept, *now;
	const char *before;

	thrown_write(t);
	OK(return_issue(t->db, t->arena, RETURN_FIVE, day, T_NOW));
	OK(!return_issue(t->db, t->arena, RETURN_FIVE, day, T_NOW));
	before = the_issued(t, RETURN_FIVE, day).figures;
	kept = figures_kept(t->arena, before);
	NEED(kept);
	SAME(figures_keep(t->arena, kept), before);
	now = figures_make(t->db, t->arena, RETURN_FIVE, day, T_NOW, 0, false);
	IS(figures_differ(t->arena, kept, now, d, COUNT(d)), 0);
	db_write(t->db, move_ready, t->db);
	now = figures_make(t->db, t->arena, RETURN_FIVE, day, T_NOW, 0, false);
	OK(figures_differ(t->arena, kept, now, d, COUNT(d)) > 0);
	SAME(the_issued(t, RETURN_FIVE, day).figures, before);
}

TEST_PLAIN(an_issued_return_is_a_page)
{
	struct client *c;

	thrown_write(t);
	OK(return_issue(t->db, t->arena, RETURN_NOON, date_make(2026, 6, 12), T_NOW));
	OK(return_issue(t->db, t->arena, RETURN_MONTHLY, date_make(2026, 5, 1), T_NOW));
	c = client_new(t);
	client_as(c, "director");
	IS(client_get(c, "/returns"), 200);
	HAS(c->text, "12 June 2026");
	IS(client_get(c, arena_fmt(t->arena, "/returns/issued/%lld",
	   (long long)the_issued(t, RETURN_NOON, date_make(2026, 6, 12)).id.v)), 200);
	HAS(c->text, "gives the same figures");
	IS(client_get(c, arena_fmt(t->arena, "/returns/issued/%lld.json",
	   (long long)the_issued(t, RETURN_MONTHLY, date_make(2026, 5, 1)).id.v)), 200);
	HAS(c->body, "\"return\":\"monthly\"");
	IS(client_get(c, "/returns/issued/999999"), 404);
	client_as(c, "broker");
	IS(client_get(c, "/returns/requests?set=nonsense"), 404);
}

/* A dashboard of an empty council is a page, not a fault. */
TEST_PLAIN(nothing_to_report)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "director");
	IS(client_get(c, "/returns/noon"), 200);
	IS(client_get(c, "/returns/five?day=1999-02-31"), 200);
	IS(client_get(c, "/returns/monthly?months=36"), 200);
	IS(client_get(c, "/returns/monthly.xlsx"), 200);
}

/* Wherever a call fails, nothing is issued, or all of it. */
TEST(issuing_breaks_cleanly)
{
	thrown_write_open(t, 6);
	return_issue(t->db, t->arena, RETURN_NOON, moment_date(T_NOW), T_NOW);
	OK(figures_kept(t->arena, the_issued(t, RETURN_NOON, moment_date(T_NOW)).figures) != NULL);
}
