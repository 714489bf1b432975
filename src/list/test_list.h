/* SPDX-License-Identifier: MIT */
/*
 * test_list.h -- a list with a column of every kind over as many rows as a
 * test wants, and readers of what it becomes.
 */
#ifndef ALM_TEST_LIST_H
#define ALM_TEST_LIST_H

#include "t/t.h"

#include "list/list.h"
#include "list/record.h"

struct many_row {
	int64_t id;
	const char *name;
	int64_t kind;
	Money cost;
	Date day;
	Moment at;
	Minutes mins;
	int64_t tenths, yes;
	const char *note;
};

enum { MANY_COLS = 12 };
extern const struct list many_list;          /* pages of 50, not counted   */
extern const struct list many_counted_list;  /* the same, counted          */
extern const struct list many_short_list;    /* its statement has no limit */
extern const struct sql many_sql;
extern const struct vocab many_kind_vocab;

/* n teams, of which what is shown is computed; some values are none. */
void many_make(struct t *, int64_t n);
/* All rows, as the database has them, in the usual order. */
size_t many_rows(struct t *, struct many_row **);

/* A request of /many with that query, given as "a=1", "b=2"... */
struct rq many_rq(struct t *, enum format, struct params query);
#define ASKED(...) ((struct params){ (const struct param[]){ __VA_ARGS__ },                  \
                                     COUNT(((const struct param[]){ __VA_ARGS__ })) })
#define NOTHING_ASKED ((struct params){ 0 })

/* The page of a list as HTML. */
const char *many_page(struct rq *, const struct list *);
/* The text of cell `col` of body row `row`, tags gone; NULL: no such cell. */
const char *html_cell(struct arena *, const char *html, size_t row, size_t col);

#endif
