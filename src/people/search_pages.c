/* SPDX-License-Identifier: MIT */
/*
 * search_pages.c -- looking for a person, and what was found with why.
 */
#include "people/inside.h"

#include "audit/audit.h"
#include "exchange/table.h"
#include "html/alm.h"
#include "list/record.h"

enum { HITS_MOST = 25 };

static const struct column hit_columns[] = {
	{ .key = "id", .label = "Record", .kind = CELL_INT, .in_files_only = true },
	{ .key = "name", .label = "Name" },
	{ .key = "born", .label = "Date of birth", .kind = CELL_DATE },
	{ .key = "postcode", .label = "Postcode" },
	{ .key = "locality", .label = "Locality" },
	{ .key = "why", .label = "Why it is shown" },
	{ .key = "score", .label = "Likeness", .kind = CELL_INT, .in_files_only = true,
	  .means = "100: all that was sought agrees; 55: the least that is shown" },
};

static void hits_put(struct rq *rq, struct table *t, const struct person_hit *hits, size_t n)
{
	PersonId *ids = NEWN(rq->arena, PersonId, n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct person_hit *h = &hits[i];
		struct cell *c = table_add(t);

		ids[i] = h->id;
		c[0] = cell_of_int(h->id.v);
		c[1] = cell_linked(cell_of_text(arena_fmt(rq->arena, "%s, %s", h->family_name,
		                                          h->given_name)),
		                   arena_fmt(rq->arena, "/people/%lld", (long long)h->id.v));
		c[2] = cell_of_date(h->born);
		c[3] = cell_of_text(h->postcode);
		c[4] = cell_of_text(h->locality_name);
		c[5] = cell_of_text(h->why);
		c[6] = cell_of_int(h->score);
	}
	/* Names are about to be shown: that is kept before the page leaves. */
	audit_listed(rq, "people", ids, n);
}

static struct table hits_table(struct rq *rq, const struct person_hit *hits, size_t n)
{
	struct table t = table_new(rq->arena, "people", "People found", hit_columns,
	                           COUNT(hit_columns));

	hits_put(rq, &t, hits, n);
	return t;
}

size_t people_search(struct rq *rq, struct record *rec, const char *q, size_t most)
{
	struct table *t = record_table(rec, "people", "People", hit_columns, COUNT(hit_columns));
	struct person_hit *hits;
	size_t n = person_find(rq->db, rq->arena, rq->me->id, q, most + 1, &hits);

	hits_put(rq, t, hits, n < most ? n : most);
	return n;
}

enum { PEOPLE_OF_A_LIST = 100 };

const char *people_sought(struct rq *rq, const char *q)
{
	struct db_list ids = db_list_new(rq->arena);
	struct person_hit *hits;
	size_t n = person_find(rq->db, rq->arena, rq->me->id, q, PEOPLE_OF_A_LIST, &hits);

	for (size_t i = 0; i < n; i++)
		db_list_add(&ids, hits[i].id.v);
	return db_list_text(&ids);
}

void draw_hits(struct rq *rq, struct page *pg, const char *caption, const struct person_hit *hits,
               size_t n)
{
	struct table t = hits_table(rq, hits, n);

	t.title = caption;
	table_draw(pg, &t);
}

static void draw_box(struct page *pg, const char *q)
{
	EL(pg, "form", "method", "get", "action", "/people", "role", "search", "aria-label",
	   "People", "novalidate", attr_on);
	gov_input(pg, (struct gov_input){ .name = "q", .value = q,
		.label = "Who are you looking for?",
		.hint = "Names in any order and spelling, date of birth, NHS or CHI number, "
		        "postcode; or several of these",
		.autocomplete = "off", .spellcheck = GOV_NO });
	gov_button(pg, (struct gov_button){ .text = "Search" });
	end(pg);
}

/* The way to a new record comes after the search, so that fewer are made twice. */
static void draw_none_of_these(struct rq *rq, struct page *pg, size_t n)
{
	if (rq_may(rq, MAY_ASK))
		gov_button(pg, (struct gov_button){
			.href = "/people/new", .classes = "govuk-button--secondary",
			.text = n ? "None of these: record a new person" : "Record a new person" });
}

struct reply people_get(struct rq *rq)
{
	const char *q = text_trim(rq->arena, param(&rq->query, "q"));
	struct person_hit *hits;
	size_t n = *q ? person_find(rq->db, rq->arena, rq->me->id, q, HITS_MOST, &hits) : 0;
	struct table t;
	struct page *pg;

	if (rq->format != AS_PAGE) {
		t = hits_table(rq, n ? hits : NULL, n);
		return table_reply(rq, &t);
	}
	rq->look.title = rq->look.h1 = "People";
	pg = show_begin(rq);
	draw_box(pg, q);
	if (n)
		draw_hits(rq, pg, "People found, most alike first", hits, n);
	if (n == HITS_MOST)
		para(pg, arena_fmt(rq->arena, "Only the first %d are shown. Add a name, a date "
		                   "of birth or a postcode to find others.", HITS_MOST));
	if (*q && !n)
		gov_inset_text(pg, (struct gov_inset){
			.text = "Nobody was found. Try less: only the last name, or only the date "
			        "of birth." });
	if (*q)
		draw_none_of_these(rq, pg, n);
	return show(rq, pg);
}
