/* SPDX-License-Identifier: MIT */
/*
 * search.c -- one box for everything: what the rooms' search_parts find.
 *
 * It knows no room: each part is a list that has a filter "q" or a function
 * of its room, shows its first rows to who may open it, and leads to all.
 */
#include "site/inside.h"

#include "base/utf8.h"
#include "html/alm.h"
#include "list/list.h"
#include "list/record.h"

enum { ROWS_OF_A_PART = 5, WORDS_MOST = 100, PARTS_MOST = 16, ORDERS = 10 };

struct found {
	const struct search_part *part;
	size_t rows;
	bool   more;
};

static struct found part_find(struct rq *rq, struct record *rec, const struct search_part *part,
                              const char *q)
{
	struct found out = { .part = part };
	struct list_first first;

	if (part->find) {
		out.rows = part->find(rq, rec, q, ROWS_OF_A_PART);
		out.more = out.rows > ROWS_OF_A_PART;
		return out;
	}
	first = list_first(rq, rec, part->list, part->key, ROWS_OF_A_PART);
	out.rows = first.rows;
	out.more = first.more;
	return out;
}

static size_t parts_find(struct rq *rq, struct record *rec, const char *q, struct found *out)
{
	const struct search_part *parts[ORDERS][PARTS_MOST];
	size_t in[ORDERS] = { 0 }, n = 0;

	for (size_t i = 0; i < nrooms; i++)
		for (size_t k = 0; k < rooms[i]->nsearches; k++) {
			const struct search_part *part = &rooms[i]->searches[k];

			if (!rq_may(rq, part->may))
				continue;
			SURE(part->order < ORDERS && ++n <= PARTS_MOST);
			parts[part->order][in[part->order]++] = part;
		}
	n = 0;
	for (int o = 0; o < ORDERS; o++)
		for (size_t k = 0; k < in[o]; k++)
			out[n++] = part_find(rq, rec, parts[o][k], q);
	return n;
}

static void part_draw(struct rq *rq, struct page *pg, const struct record *rec,
                      const struct found *f, const char *q)
{
	struct buf all = buf_new(rq->arena);

	record_draw_table(rq, pg, rec, f->part->key);
	buf_str(&all, f->part->path);
	url_add(&all, "q", q);
	el(pg, "p");
	el_link(pg, buf_text(&all), arena_fmt(rq->arena, "%s: %s", f->more ? "See all" :
	                                      "See the list", f->part->title));
	end(pg);
}

static void none_draw(struct rq *rq, struct page *pg, const struct found *found, size_t n)
{
	gov_inset_text(pg, (struct gov_inset){
		.text = "Nothing that you may see was found. Try less: one name, or only "
		        "the number." });
	for (size_t i = 0; i < n; i++)
		if (found[i].part->else_path && rq_may(rq, found[i].part->else_may))
			gov_button(pg, (struct gov_button){ .text = found[i].part->else_text,
				.href = found[i].part->else_path,
				.classes = "govuk-button--secondary" });
}

static void found_draw(struct rq *rq, struct page *pg, const struct record *rec,
                       const struct found *found, size_t n, const char *q)
{
	size_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		rows += found[i].rows;
		if (found[i].rows)
			part_draw(rq, pg, rec, &found[i], q);
	}
	if (!rows)
		none_draw(rq, pg, found, n);
}

/* Words in which there is no letter or digit would fit everything. */
static bool can_be_sought(struct arena *a, const char *q)
{
	return *utf8_key(a, q) && utf8_length(q) <= WORDS_MOST;
}

struct reply search_get(struct rq *rq)
{
	const char *q = text_trim(rq->arena, param(&rq->query, "q"));
	struct record *rec = record_new(rq->arena, "search", 0, "Search");
	struct found found[PARTS_MOST];
	bool sought = can_be_sought(rq->arena, q);
	struct page *pg;
	size_t n;

	record_text(rec, "q", "Sought", q);
	n = sought ? parts_find(rq, rec, q, found) : 0;
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.h1 = rq->look.title = "Search";
	rq->look.search_q = q;
	rq->look.wide = true;
	pg = show_begin(rq);
	if (sought)
		found_draw(rq, pg, rec, found, n, q);
	else
		para(pg, "Type a name or a number into the box at the head of the page.");
	return show(rq, pg);
}
