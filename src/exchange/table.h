/* SPDX-License-Identifier: MIT */
/*
 * table.h -- one model of a table, whatever it becomes.
 *
 * Lists, reports and exports of the whole system are a struct table: typed
 * columns, then rows of cells.  A page, a CSV file, a spreadsheet and JSON
 * are drawn from the same cells, so they cannot disagree.  What each kind of
 * cell becomes:
 *
 *	kind      a person reads    CSV            spreadsheet    JSON
 *	TEXT      as it is          guarded text   a string       "string"
 *	INT       1,234             1234           number         1234
 *	DECIMAL   12.5              12.5           number         12.5
 *	PERCENT   40.2%             40.2           number         40.2
 *	MONEY     £1,234.50         1234.50        number, £      1234.50
 *	DATE      31 March 2026     2026-03-31     date           "2026-03-31"
 *	MOMENT    31 Mar 4:05pm     2026-03-31T15:05:00.000Z  date and time (London)  the same
 *	MINUTES   13.5 h            810            [h]:mm         810
 *	TIME      08:30             08:30          time           "08:30"
 *	WORD      the label         the label      a string       "key"
 *	BOOL      Yes, No           Yes, No        a string       true, false
 *	nothing   an empty cell     nothing        empty          null
 *	held back [c]               [c]            "[c]"          null
 *
 * "A person reads" is html/'s business; cell_text() gives the words.
 * MINUTES columns are headed "Label (minutes)" in CSV.  Totals are a last
 * row of pages and spreadsheets and "totals" of JSON; CSV carries only data.
 */
#ifndef ALM_TABLE_H
#define ALM_TABLE_H

#include "base/base.h"
#include "base/date.h"
#include "base/money.h"
#include "base/vocab.h"

enum cell_kind {
	CELL_TEXT,      /* the default of a column that says nothing        */
	CELL_INT,
	CELL_DECIMAL,   /* n is scaled: 125 with one place is 12.5          */
	CELL_PERCENT,   /* likewise: 402 with one place is 40.2 per cent    */
	CELL_MONEY,
	CELL_DATE,
	CELL_MOMENT,
	CELL_MINUTES,   /* a length of time                                 */
	CELL_TIME,      /* minutes after midnight                           */
	CELL_WORD,      /* a code of the column's vocabulary                */
	CELL_BOOL,
};

/* An all-zero cell is an empty one.  Make the others with the cell_*() below. */
struct cell {
	bool        has;
	const char *text;       /* TEXT only                                      */
	int64_t     n;          /* every other kind: number, pence, day, ms, code */
	const char *link;       /* an address of this system, for pages; or NULL  */
	bool        held;       /* not `has`, but held back, not empty            */
};

enum cell_total { TOTAL_NONE, TOTAL_SUM };

struct column {
	const char         *key;      /* JSON, addresses, sorting: "weekly_cost"        */
	const char         *label;    /* for people and for the heads of files          */
	enum cell_kind      kind;
	int                 places;   /* of DECIMAL and PERCENT: 0 to 4                 */
	const struct vocab *words;    /* of WORD                                        */
	enum cell_total     total;
	const char         *means;    /* its definition, for the notes; NULL: plain     */
	int                 width;    /* in a spreadsheet, in characters; 0: by kind    */
	bool                on_page_only;  /* actions and the like: not in files        */
	bool                in_files_only; /* ids and such                              */
	const char         *from;     /* the statement's column, for record_fill()      */
};

/* What was asked for, in people's words: "Locality" "North"; shown above the
 * table, on the notes sheet and in JSON. */
struct table_filter { const char *key, *label, *value; };

struct table {
	const char          *name;      /* the file's name without its ending: "five-pm-return" */
	const char          *title;
	const char          *about;     /* who reads it, what counts; NULL: nothing             */
	const char          *council;   /* whose figures; NULL: not said                        */
	Moment               as_at;     /* the moment of which the figures are true             */
	const struct column *columns;
	size_t               ncolumns;
	const struct table_filter *filters;
	size_t               nfilters;
	/* Rows in memory, one after another (table_add); a streamed table has none. */
	struct cell         *cells;
	size_t               nrows, room;
	struct arena        *arena;
};

/* ---- cells ---------------------------------------------------------- */
struct cell cell_none(void);
struct cell cell_of_text(const char *);            /* NULL and "": an empty cell */
struct cell cell_of_int(int64_t);                  /* INT_NONE: empty            */
struct cell cell_of_money(Money);                  /* MONEY_NONE: empty          */
struct cell cell_of_date(Date);                    /* none: empty                */
struct cell cell_of_moment(Moment);                /* none: empty                */
struct cell cell_of_minutes(Minutes);              /* MINUTES and TIME           */
struct cell cell_of_word(int64_t code);            /* 0: empty                   */
struct cell cell_of_bool(bool);
struct cell cell_linked(struct cell, const char *link);
/* Held back, so as to give nobody away: "[c]", as official statistics mark it. */
struct cell cell_held(void);
extern const char cell_held_mark[];

/* What a person reads on a page: "" for an empty cell. */
const char *cell_text(struct arena *, const struct column *, const struct cell *);
/* What a CSV file says, before quoting and guarding: "" for an empty cell. */
const char *cell_plain(struct arena *, const struct column *, const struct cell *);

/* ---- tables in memory ------------------------------------------------- */
/* Columns, filters and texts are the caller's and must outlive the table. */
struct table table_new(struct arena *, const char *name, const char *title,
                       const struct column *, size_t ncolumns);
/* A new row of empty cells, to be filled in the order of the columns.  The
 * pointer is good until the next table_add(). */
struct cell *table_add(struct table *);
const struct cell *table_at(const struct table *, size_t row);

/* ---- totals --------------------------------------------------------------- */
/*
 * Add a row into the totals, one cell a column.  Start from NEWN(a, struct
 * cell, ncolumns); columns without a total stay empty.  Past the range of
 * money or of 64 bits: fault.
 */
void table_sum(const struct table *, struct cell *totals, const struct cell *row);
bool table_has_totals(const struct table *);

/* ---- files ------------------------------------------------------------------ */
enum table_format { TABLE_CSV, TABLE_XLSX, TABLE_JSON };

extern const char *const table_ending[];     /* "csv", "xlsx", "json"                */
extern const char *const table_media[];      /* "text/csv; charset=utf-8; header=present"... */

/*
 * Write row by row, so that a hundred thousand rows need no hundred thousand
 * rows of memory:
 *
 *	struct table_out *o = table_open(a, &table, TABLE_CSV);
 *	while (...)
 *		table_put(o, cells);
 *	bytes = table_close(o, &n);
 *
 * table_close() returns the file's bytes in the arena.  A spreadsheet is
 * written through a temporary file; where that cannot be made: fault(IO).
 */
struct table_out;
struct table_out *table_open(struct arena *, const struct table *, enum table_format);
void        table_put(struct table_out *, const struct cell *row);
const char *table_close(struct table_out *, size_t *n);

/* All of that for a table in memory. */
const char *table_file(struct arena *, const struct table *, enum table_format, size_t *n);

/* ---- several tables as one file ------------------------------------------------ */
struct book {
	const char  *name;      /* the file's name without its ending              */
	const char  *title, *about, *council;   /* for the notes of a spreadsheet  */
	Moment       as_at;
	const struct table *const *tables;
	size_t       ntables;
};
/*
 * TABLE_XLSX: a sheet for each table, by its title.  TABLE_CSV: one after
 * another with an empty line between, each beneath a line that holds its title.
 * Not TABLE_JSON: how tables hang together is its room's to say.
 */
const char *book_file(struct arena *, const struct book *, enum table_format, size_t *n);

#endif
