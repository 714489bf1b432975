/* SPDX-License-Identifier: MIT */
/*
 * list_inside.h -- what the files of the list engine share.
 */
#ifndef ALM_LIST_INSIDE_H
#define ALM_LIST_INSIDE_H

#include "list/list.h"

/* ---- what the address asks for: list_args.c, list_plan.c ---- */

struct filter_now {
	const struct list_filter *rule;
	const char *value;               /* as in the address; NULL: not in force */
	const char *shown;               /* in people's words */
	struct val  val;
	const struct list_choice *choices; size_t nchoices;
};

struct list_plan {
	struct rq         *rq;
	const struct list *list;
	struct filter_now *filters;
	const char        *order;        /* one that the statement has; NULL: it has none */
	int64_t            page;         /* from 1 */
	bool               page_said;
	size_t             rows;         /* of a page */
	const char       **notes; size_t nnotes;
};

/* from_address: false: only what filters say otherwise.  Notes grow in the plan. */
void filters_read(struct list_plan *, bool from_address);
struct list_plan list_plan(struct rq *, const struct list *, bool from_address);
void list_note(struct list_plan *, const char *);
void list_fill_from(const struct list_plan *, const struct sql *, int64_t limit, int64_t skip,
                    struct list_args *);
bool sql_has_arg(const struct sql *, const char *);
int  sql_order(const struct sql *, const char *name);     /* 0: none of that name */

/*
 * An address of the same list: all that was asked for, but with this order
 * (NULL: the same), this page, without that filter (NULL: with all).
 */
const char *list_query(const struct list_plan *, const char *order, int64_t page,
                       const struct filter_now *without);
const char *list_href(const struct list_plan *, const char *order, int64_t page,
                      const struct filter_now *without);

/* ---- columns and cells: list_cell.c ---- */

enum { LINK_PARTS = 4, WORDS_KEPT = 16 };
struct col_now {
	const struct list_col *col;
	int    at;                       /* column of the statement; -1: made */
	bool   number, plain;            /* right-aligned; an id, whose digits are not grouped */
	struct { const char *before; size_t nbefore; int col; } link[LINK_PARTS];
	size_t nlink;                    /* 0: no link */
	Html  *words;                    /* of a vocabulary: by code, as drawn the first time */
};
struct cols_now { struct col_now *list; struct column *columns; size_t n; int person; };

struct cols_now cols_now(struct arena *, const struct list *);
struct cell     col_cell(struct rq *, const struct list *, const struct col_now *, const void *row);
int             sql_column(const struct sql *, const char *name);     /* -1: none such */
bool            kind_is_number(enum cell_kind);
/* Where a cell leads, into *out; NULL: nowhere, for a column of the address is empty. */
const char     *col_link(const struct list *, const struct col_now *, const void *row,
                         struct buf *out);

/* What cell_text() says, written straight into a page. */
void cell_put(struct page *, const struct column *, const struct cell *);
/* Words that have a colour are drawn as tags, others as text. */
bool word_has_colour(const struct vocab *, int64_t code);
void cell_put_whole(struct page *, const struct column *, const struct cell *, bool plain_digits);

/* ---- tables on pages: table_page.c ---- */
void td_begin(struct page *, bool number, bool names_row);     /* end with td_end() */
void td_end(struct page *, bool names_row);
void totals_draw(struct page *, const struct column *, size_t n, const struct cell *totals,
                 const char *label);

/* ---- filters on a page: list_filter.c ---- */
size_t      filters_chosen(const struct list_plan *);          /* in force */
void        filters_draw(const struct list_plan *, struct page *);
const char *filters_clear_href(const struct list_plan *);      /* the list with none */

/* ---- names shown ---- */
struct names { struct arena *arena; PersonId *list; size_t n, cap; };
void names_add(struct names *, const struct list *, const struct cols_now *, const void *row);
void names_tell(struct rq *, const struct list *, const struct names *);

struct reply list_page(struct rq *, const struct list *);
struct reply list_file(const struct list_plan *);

#endif
