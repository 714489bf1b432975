/* SPDX-License-Identifier: MIT */
/*
 * xlsx.c -- tables as a spreadsheet, written row by row to a temporary file.
 *
 * libxlsxwriter keeps one row in memory ("constant memory"), the rest in
 * files of its own.  A fault anywhere leaves through the arena's defers,
 * which give back the workbook and remove the file.  Days are Excel's: those
 * since 30 December 1899; before March 1900 its calendar is wrong, and the
 * day is written as text.
 */
#include "exchange/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/fault.h"
#include "base/utf8.h"

#define EXCEL_1970   25569          /* 1 January 1970, as Excel counts days    */
#define EXCEL_SOUND  61             /* 1 March 1900: from here its days are so */
#define SHEET_ROWS   1048576
#define TEXT_MOST    32767          /* characters of a cell                    */
#define WIDTH_LEAST  9
#define WIDTH_MOST   60
#define NAME_MOST    31             /* letters of a sheet's name               */

/* One table's. */
struct leaf {
	const struct table *table;
	const char         *name;
	lxw_worksheet      *sheet;
	lxw_format        **formats, **bold_formats;    /* by column */
	int                *widths;
	lxw_row_t           row;
	int64_t             left_out;
	struct leaf        *before;
};

struct xlsx {
	struct arena       *arena;
	char               *path;
	lxw_workbook       *book;
	lxw_format         *bold, *wrap;
	struct leaf        *leaf;       /* the newest */
};

/* ---- opening ------------------------------------------------------------ */

static void xlsx_drop(void *arg)
{
	struct xlsx *x = arg;
	lxw_worksheet *sheet;

	if (x->book) {
		/* The library closes its temporary files only when it writes the book. */
		LXW_FOREACH_WORKSHEET(sheet, x->book) {
			if (sheet->optimize_tmpfile)
				fclose(sheet->optimize_tmpfile);
			sheet->optimize_tmpfile = NULL;
		}
		lxw_workbook_free(x->book);
	}
	x->book = NULL;
	if (x->path)
		unlink(x->path);
	x->path = NULL;
}

/* Every call of the library goes through here: it fails for want of memory or disk. */
static void need(lxw_error e, const char *what)
{
	if (e != LXW_NO_ERROR)
		fault(FAULT_IO, "spreadsheet: %s: %s", what, lxw_strerror(e));
}

static char *temporary_path(struct arena *a)
{
	const char *dir = getenv("TMPDIR");
	char *path = arena_fmt(a, "%s/almoner-XXXXXX", BLANK(dir) ? "/tmp" : dir);
	int fd = fault_due() ? -1 : mkstemp(path);

	if (fd < 0)
		fault(FAULT_IO, "spreadsheet: no temporary file");
	close(fd);
	return path;
}

static const char *number_format(struct arena *a, const struct column *col)
{
	switch (col->kind) {
	case CELL_INT:     return "#,##0";
	case CELL_DECIMAL: return col->places ? arena_fmt(a, "#,##0.%0*d", col->places, 0)
	                                      : "#,##0";
	case CELL_PERCENT: return col->places ? arena_fmt(a, "0.%0*d\"%%\"", col->places, 0)
	                                      : "0\"%\"";
	case CELL_MONEY:   return "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00";
	case CELL_DATE:    return "dd/mm/yyyy";
	case CELL_MOMENT:  return "dd/mm/yyyy hh:mm";
	case CELL_MINUTES: return "[h]:mm";
	case CELL_TIME:    return "hh:mm";
	case CELL_TEXT:
	case CELL_WORD:
	case CELL_BOOL:    break;
	}
	return "@";             /* text, so that editing "=1" leaves it text */
}

static lxw_format *format_new(struct xlsx *x, const char *numbers, bool bold)
{
	lxw_format *f = fault_due() ? NULL : workbook_add_format(x->book);

	if (!f)
		fault(FAULT_MEMORY, "spreadsheet: no format");
	if (numbers)
		format_set_num_format(f, numbers);
	if (bold)
		format_set_bold(f);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
	return f;
}

static bool name_taken(const struct xlsx *x, const char *name)
{
	for (const struct leaf *l = x->leaf; l; l = l->before)
		if (strcasecmp(l->name, name) == 0)
			return true;
	return strcasecmp(name, "notes") == 0 || strcasecmp(name, "history") == 0;
}

/* So many letters of a title, without []:*?/\'; cut between words, if it must be. */
static char *name_of(struct arena *a, const char *title, size_t most)
{
	struct buf b = buf_new(a);
	size_t blank = 0;
	uint32_t c;

	for (size_t n = 0; *title && n < most; n++) {
		title += utf8_next(title, &c);
		if (c == ' ')
			blank = b.n;
		utf8_put(&b, c < 0x80 && strchr("[]:*?/\\'", (int)c) ? ' ' : c);
	}
	return text_trim(a, *title && *title != ' ' && blank
		? arena_dupn(a, b.s, blank) : buf_text(&b));
}

/* A sheet's name: 31 letters at most, and of no other sheet, however its case. */
static const char *sheet_name(const struct xlsx *x, const char *title)
{
	const char *name = name_of(x->arena, title, NAME_MOST);

	if (BLANK(name) || (!x->leaf && name_taken(x, name)))
		name = "Table";
	for (int i = 2; name_taken(x, name); i++)
		name = arena_fmt(x->arena, "%s (%d)",
		                 name_of(x->arena, title, NAME_MOST - 6), i);
	return name;
}

static int default_width(const struct column *col)
{
	int head = (int)utf8_length(col->label) + 3;   /* room for the filter's button */
	int least = col->kind == CELL_MOMENT ? 17 : col->kind == CELL_DATE ? 12 : WIDTH_LEAST;

	return col->width ? col->width : head > least ? head : least;
}

static void text_put(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col,
                     const char *text, lxw_format *format)
{
	if (utf8_length(text) > TEXT_MOST) {
		const char *end = text;
		uint32_t c;

		for (size_t i = 0; i < TEXT_MOST - 1; i++)
			end += utf8_next(end, &c);
		text = arena_fmt(x->arena, "%.*s…", (int)(end - text), text);
	}
	need(worksheet_write_string(sheet, row, col, text, format), "text");
}

static void head_put(struct xlsx *x, struct leaf *l)
{
	const struct table *t = l->table;
	lxw_col_t at = 0;

	for (size_t i = 0; i < t->ncolumns; i++) {
		if (!t->columns[i].on_page_only)
			text_put(x, l->sheet, 0, at++, t->columns[i].label, x->bold);
	}
	if (at)
		need(worksheet_autofilter(l->sheet, 0, 0, 0, (lxw_col_t)(at - 1)), "filter");
	l->row = 1;
	worksheet_freeze_panes(l->sheet, 1, 0);
	worksheet_repeat_rows(l->sheet, 0, 0);
	worksheet_set_landscape(l->sheet);
	worksheet_set_paper(l->sheet, 9);       /* A4 */
	worksheet_fit_to_pages(l->sheet, 1, 0);
}

struct xlsx *xlsx_open(struct arena *a)
{
	struct xlsx *x = NEW(a, struct xlsx);
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };

	x->arena = a;
	arena_defer(a, xlsx_drop, x);
	x->path = temporary_path(a);
	x->book = fault_due() ? NULL : workbook_new_opt(x->path, &options);
	if (!x->book)
		fault(FAULT_MEMORY, "spreadsheet: no workbook");
	return x;
}

void xlsx_sheet(struct xlsx *x, const struct table *t)
{
	struct leaf *l = NEW(x->arena, struct leaf);

	l->table = t;
	l->name = sheet_name(x, t->title);
	l->sheet = fault_due() ? NULL : workbook_add_worksheet(x->book, l->name);
	if (!l->sheet)
		fault(FAULT_MEMORY, "spreadsheet: no sheet");
	if (!x->leaf) {
		x->bold = format_new(x, NULL, true);
		x->wrap = format_new(x, NULL, false);
		format_set_text_wrap(x->wrap);
	}
	l->formats = NEWN(x->arena, lxw_format *, t->ncolumns);
	l->bold_formats = NEWN(x->arena, lxw_format *, t->ncolumns);
	l->widths = NEWN(x->arena, int, t->ncolumns);
	for (size_t i = 0; i < t->ncolumns; i++) {
		const char *numbers = number_format(x->arena, &t->columns[i]);

		l->formats[i] = format_new(x, numbers, false);
		l->bold_formats[i] = format_new(x, numbers, true);
		l->widths[i] = default_width(&t->columns[i]);
	}
	head_put(x, l);
	l->before = x->leaf;
	x->leaf = l;
}

/* ---- rows ------------------------------------------------------------------ */

static void words_put(struct xlsx *x, lxw_col_t at, size_t i, const struct cell *c, lxw_format *f)
{
	struct leaf *l = x->leaf;
	const char *text = cell_plain(x->arena, &l->table->columns[i], c);
	int width = (int)utf8_length(text) + 1;

	if (!l->table->columns[i].width && width > l->widths[i])
		l->widths[i] = width < WIDTH_MOST ? width : WIDTH_MOST;
	text_put(x, l->sheet, l->row, at, text, f);
}

/* The number that Excel keeps for a cell; false: it has none, write words. */
static bool excel_number(const struct column *col, const struct cell *c, double *out)
{
	static const double scales[] = { 1, 10, 100, 1000, 10000 };
	Moment m = { c->n };
	int64_t day;

	switch (col->kind) {
	case CELL_INT:
		/* Past 2^53 a spreadsheet's number is another one. */
		*out = (double)c->n;
		return c->n < INT64_C(1) << 53 && c->n > -(INT64_C(1) << 53);
	case CELL_DECIMAL:
	case CELL_PERCENT:
		*out = (double)c->n / scales[col->places];
		return true;
	case CELL_MONEY:
		*out = (double)c->n / 100;
		return true;
	case CELL_DATE:
		*out = (double)(c->n + EXCEL_1970);
		return c->n + EXCEL_1970 >= EXCEL_SOUND;
	case CELL_MOMENT:
		day = date_day(moment_date(m)) + EXCEL_1970;
		*out = (double)day + (double)moment_time(m).n / 1440;
		return day >= EXCEL_SOUND;
	case CELL_MINUTES:
	case CELL_TIME:
		*out = (double)c->n / 1440;
		return c->n >= 0;
	case CELL_TEXT:
	case CELL_WORD:
	case CELL_BOOL:
		break;
	}
	return false;
}

static void row_put(struct xlsx *x, const struct cell *row, lxw_format **formats)
{
	struct leaf *l = x->leaf;
	const struct table *t = l->table;
	struct arena_mark mark = arena_mark(x->arena);
	lxw_col_t at = 0;
	double n;

	for (size_t i = 0; i < t->ncolumns; i++) {
		if (t->columns[i].on_page_only)
			continue;
		if (!row[i].has && !row[i].held)
			;
		else if (row[i].has && excel_number(&t->columns[i], &row[i], &n))
			need(worksheet_write_number(l->sheet, l->row, at, n, formats[i]), "number");
		else
			words_put(x, at, i, &row[i], formats[i]);
		at++;
	}
	arena_back(x->arena, mark);
	l->row++;
}

void xlsx_put(struct xlsx *x, const struct cell *row)
{
	/* The last row of the sheet is kept for the totals. */
	if (x->leaf->row >= SHEET_ROWS - 1)
		x->leaf->left_out++;
	else
		row_put(x, row, x->leaf->formats);
}

void xlsx_sheet_end(struct xlsx *x, const struct cell *totals)
{
	struct leaf *l = x->leaf;
	lxw_row_t last = l->row - 1;    /* the totals are no row to be filtered */
	lxw_col_t at = 0;

	if (totals)
		row_put(x, totals, l->bold_formats);
	for (size_t i = 0; i < l->table->ncolumns; i++) {
		if (!l->table->columns[i].on_page_only) {
			worksheet_set_column(l->sheet, at, at, l->widths[i], NULL);
			at++;
		}
	}
	/* Asked for now the filter is refused: a sheet written row by row does not go back. */
	l->sheet->autofilter.last_row = last;
}

/* ---- notes, and the end --------------------------------------------------------- */

struct notes { struct xlsx *xlsx; lxw_worksheet *sheet; lxw_row_t row; };

static void note(struct notes *n, const char *label, const char *value)
{
	if (BLANK(value))
		return;
	text_put(n->xlsx, n->sheet, n->row, 0, label, n->xlsx->bold);
	text_put(n->xlsx, n->sheet, n->row++, 1, value, n->xlsx->wrap);
}

/* Of one table, what was asked for and what its columns mean. */
static void leaf_notes(struct notes *n, const struct leaf *l)
{
	const struct table *t = l->table;

	note(n, "About", t->about);
	for (size_t i = 0; i < t->nfilters; i++)
		note(n, t->filters[i].label, t->filters[i].value);
	if (l->left_out)
		note(n, "Not all of it", arena_fmt(n->xlsx->arena,
			"%lld rows do not fit on a sheet and are left out. The CSV file has all.",
			(long long)l->left_out));
	n->row++;
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (!t->columns[i].on_page_only)
			note(n, t->columns[i].label, t->columns[i].means);
	}
}

/* The first leaf first: they are chained from the newest. */
static void leaves_notes(struct notes *n, const struct leaf *l)
{
	if (l->before)
		leaves_notes(n, l->before);
	n->row++;
	note(n, "Table", l->table->title);
	leaf_notes(n, l);
}

static void notes_put(struct xlsx *x, const struct book *book)
{
	struct notes n = { .xlsx = x,
		.sheet = fault_due() ? NULL : workbook_add_worksheet(x->book, "Notes") };

	if (!n.sheet)
		fault(FAULT_MEMORY, "spreadsheet: no notes");
	worksheet_set_column(n.sheet, 0, 0, 26, NULL);
	worksheet_set_column(n.sheet, 1, 1, 90, NULL);
	note(&n, "Title", book->title);
	note(&n, "Council", book->council);
	note(&n, "As at", moment_text(x->arena, book->as_at));
	note(&n, "About", book->about);
	if (x->leaf->before)
		leaves_notes(&n, x->leaf);
	else
		leaf_notes(&n, x->leaf);
}

static const char *file_bytes(struct arena *a, const char *path, size_t *n)
{
	struct stat st;
	char *bytes = NULL;
	FILE *f;

	/* The room first: nothing may be open when the arena refuses it. */
	if (stat(path, &st) == 0)
		bytes = arena_get(a, (size_t)st.st_size + 1);
	f = bytes && !fault_due() ? fopen(path, "rb") : NULL;
	*n = f ? fread(bytes, 1, (size_t)st.st_size, f) : 0;
	if (f)
		fclose(f);
	if (*n == 0 || *n != (size_t)st.st_size)
		fault(FAULT_IO, "spreadsheet: cannot read it back");
	return bytes;
}

const char *xlsx_close(struct xlsx *x, const struct book *b, size_t *n)
{
	lxw_doc_properties about = { 0 };
	lxw_workbook *book = x->book;
	lxw_error closed;

	notes_put(x, b);
	about.title = arena_dup(x->arena, b->title);
	about.company = arena_dup(x->arena, b->council);
	/* Nought would be the clock's time; a book without a moment gets the first day. */
	about.created = moment_known(b->as_at) ? (time_t)(b->as_at.ms / 1000) : 86400;
	need(workbook_set_properties(book, &about), "properties");

	x->book = NULL;                 /* closing frees it, come what may */
	closed = workbook_close(book);
	need(fault_due() ? LXW_ERROR_CREATING_XLSX_FILE : closed, "closing");

	const char *bytes = file_bytes(x->arena, x->path, n);
	xlsx_drop(x);
	return bytes;
}
