/* SPDX-License-Identifier: MIT */
/*
 * list.h -- a list is a statement and one row for each column.
 *
 * The page (50 rows, filters, sorting and page number all in the address), the
 * CSV file, the spreadsheet, the JSON and the printed form follow from the
 * same rows, through exchange/table.h, so that they cannot disagree.
 *
 * Arguments of the statement are found by name: an id of the path, a filter,
 * and "now", "today", "me", "my_team", "my_provider", "limit", "skip"; and "files",
 * which is not there for a page: for lines with what only files have.
 * Filters must be "--?name" lines, orders "--=name" lines.
 */
#ifndef ALM_LIST_H
#define ALM_LIST_H

#include "exchange/table.h"
#include "web/rq.h"

struct list_col {
	const char *name;                    /* a column of the statement; the key in files */
	const char *label;
	enum cell_kind as;                   /* CELL_TEXT: by the statement's type */
	int places;
	const struct vocab *words;           /* of a code: drawn as a tag when it has colours */
	const char *link;                    /* "/requests/{id}": columns of the row in braces */
	const char *order, *order_down;      /* orders that its heading switches to */
	enum cell_total total;
	const char *means;                   /* definition, for the notes */
	bool on_page_only, in_files_only;
	struct cell (*make)(struct rq *, const void *row);   /* computed; name is then only a key */
	void (*draw)(struct rq *, struct page *, const void *row);  /* on pages: more than text */
};

enum filter_as { FILTER_CHOICE, FILTER_TEXT, FILTER_DATE, FILTER_YES };
struct list_filter {
	const char *name, *label;
	enum filter_as as;
	const struct vocab *words;           /* choices: a vocabulary... */
	const struct sql *from;              /* ...or a statement with columns id, label */
	const char *otherwise;               /* the value when the address says nothing */
};

struct list {
	const char *name, *title;
	const char *why;                     /* who reads it, when: every list says so */
	const struct sql *sql;
	const struct sql *count;             /* columns: n; the same filters; NULL: not counted */
	const struct list_col *cols;
	size_t ncols;
	const struct list_filter *filters;
	size_t nfilters;
	const char *order;                   /* the usual one */
	size_t page_rows;                    /* 50 */
	const char *none;                    /* a sentence when there are no rows */
	bool wide;
	/* A column with the PersonId each row names: its showing is audited through
	 * list_names_hook; NULL: names nobody. */
	const char *person;
	void (*above)(struct rq *, struct page *);    /* buttons, a word of context */
};

/* Set by site/: keeps in the audit trail whose names a list has shown. */
extern void (*list_names_hook)(struct rq *, const char *list, const PersonId *, size_t n);
/* Set in rooms.c: who is meant by these words, as far as the reader may know of them. */
extern const char *(*list_people_hook)(struct rq *, const char *q);

/*
 * The reply for a list's own address, in the format that was asked for.  The
 * address says "?sort=newest&page=2&stage=open"; what it says that cannot be
 * is left out, and a note on the page says so.  Files have all rows, up to
 * LIST_FILE_ROWS; JSON too, unless the address says which page.
 */
struct reply list_reply(struct rq *, const struct list *);
/* The list inside another page (its first rows, no filters), with a link to all of it. */
void list_panel(struct rq *, struct page *, const struct list *, size_t rows, const char *href);

/*
 * The first rows of the list that the address's filters leave, as a table
 * `key` of the record; usual filters that the address does not name are off.
 * Whom they name is audited.
 */
struct record;
struct list_first { size_t rows; bool more; };
struct list_first list_first(struct rq *, struct record *, const struct list *, const char *key,
                             size_t rows);

/* Fill a statement's arguments by name from the request; for form choices too. */
struct list_args { struct val vals[40]; int order; };
void list_fill(struct rq *, const struct sql *, const struct list_filter *, size_t nfilters,
               const char *order, struct list_args *);

/*
 * What list_fill() finds, besides the names above: for a filter of text "q"
 * also "q_key", folded as by utf8_key(); "q_number", the whole number that it
 * is, or 0; "q_people", whom it fits for this reader, as JSON text "[1,2]" (by
 * list_people_hook).  The last two are never missing: with nothing sought, a
 * statement that asks for them finds nobody.  A filter that the address leaves
 * empty ("?stage=") is not in force, even if it has an `otherwise`.  What is
 * not found stays missing, which the statement must allow.  Outside of lists
 * "limit" is LIST_CHOICES and "skip" 0.
 */
enum { LIST_CHOICES = 10000, LIST_FILE_ROWS = 200000 };

/* The rows of a statement with columns id and label: choices of a form or a filter. */
struct list_choice { const char *key, *label; int64_t id; };  /* key: the id as text */
size_t list_choices(struct rq *, const struct sql *, const struct list_choice **);

/* One cell of a statement's row, by the column's type. */
struct cell list_cell(const struct sql *, size_t col, const void *row);

#endif
