/* SPDX-License-Identifier: MIT */
/*
 * record.h -- one thing: its facts and the tables that hang on it.
 *
 * A handler says the facts once; the page draws them as a summary list and
 * tables, and the JSON form of the same address has the same facts.
 *
 *	struct record *rec = record_new(rq->arena, "request", id, "Request 17");
 *	record_text(rec, "locality", "Locality", r.locality_name);
 *	record_money(rec, "week_cost", "Weekly cost", r.week_pence);
 *	struct table *t = record_table(rec, "visits", "Visits", visit_cols, COUNT(visit_cols));
 *	if (rq->format != AS_PAGE)
 *		return record_reply(rq, rec);
 *	record_draw_facts(rq, pg, rec);
 *	record_draw_table(rq, pg, rec, "visits");
 */
#ifndef ALM_RECORD_H
#define ALM_RECORD_H

#include "exchange/table.h"
#include "web/rq.h"

struct record *record_new(struct arena *, const char *kind, int64_t id, const char *title);
void record_fact(struct record *, const struct column *, struct cell);
void record_text(struct record *, const char *key, const char *label, const char *);
void record_int(struct record *, const char *key, const char *label, int64_t);
void record_money(struct record *, const char *key, const char *label, Money);
void record_date(struct record *, const char *key, const char *label, Date);
void record_moment(struct record *, const char *key, const char *label, Moment);
void record_minutes(struct record *, const char *key, const char *label, Minutes);
void record_word(struct record *, const char *key, const char *label, const struct vocab *,
                 int64_t code);
/* The last fact's "Change" link, or the address its value leads to; pages only. */
void record_change(struct record *, const char *href);
void record_link(struct record *, const char *href);
/* The last fact is not drawn while it is empty: JSON says null all the same. */
void record_if_any(struct record *);
/* A fact that files and JSON have and the page does not, or the other way round. */
void record_not_on_page(struct record *);

struct table *record_table(struct record *, const char *key, const char *title,
                           const struct column *, size_t ncolumns);

/* A row for each of the statement's.  A column says with .from which it shows; one
 * without stays empty, to be filled by hand. */
void record_fill(struct table *, const struct sql *, const void *rows, size_t n);

void record_draw_facts(struct rq *, struct page *, const struct record *);
void record_draw_table(struct rq *, struct page *, const struct record *, const char *key);
/* A table of exchange/table.h on a page. */
void table_draw(struct page *, const struct table *);

#endif
