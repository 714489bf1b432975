/* SPDX-License-Identifier: MIT */
/*
 * xlsx.c -- a table as a spreadsheet, written row by row to a temporary file.
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

struct xlsx {
	struct arena       *arena;
	const struct table *table;
	char               *path;
	lxw_workbook       *book;
	lxw_worksheet      *sheet;
	lxw_format         *bold, *wrap, **formats, **bold_formats;  /* by column */
	int                *widths;
	lxw_row_t           row;
	int64_t             left_out;
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

/* A sheet's name: 31 letters, without []:*?/\ and not "Notes". */
static char *sheet_name(struct arena *a, const char *title)
{
	struct buf b = buf_new(a);
	uint32_t c;

	for (size_t n = 0; *title && n < 31; n++) {
		title += utf8_next(title, &c);
		utf8_put(&b, c < 0x80 && strchr("[]:*?/\\'", (int)c) ? ' ' : c);
	}
	char *name = text_trim(a, buf_text(&b));

	return BLANK(name) || strcmp(text_lower(a, name), "notes") == 0
		|| strcmp(text_lower(a, name), "history") == 0 ? arena_dup(a, "Table") : name;
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

static void head_put(struct xlsx *x)
{
	const struct table *t = x->table;
	lxw_col_t at = 0;

	for (size_t i = 0; i < t->ncolumns; i++) {
		if (!t->columns[i].on_page_only)
			text_put(x, x->sheet, 0, at++, t->columns[i].label, x->bold);
	}
	if (at)
		need(worksheet_autofilter(x->sheet, 0, 0, 0, (lxw_col_t)(at - 1)), "filter");
	x->row = 1;
	worksheet_freeze_panes(x->sheet, 1, 0);
	worksheet_repeat_rows(x->sheet, 0, 0);
	worksheet_set_landscape(x->sheet);
	worksheet_set_paper(x->sheet, 9);       /* A4 */
	worksheet_fit_to_pages(x->sheet, 1, 0);
}

struct xlsx *xlsx_open(struct arena *a, const struct table *t)
{
	struct xlsx *x = NEW(a, struct xlsx);
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };

	x->arena = a;
	x->table = t;
	arena_defer(a, xlsx_drop, x);
	x->path = temporary_path(a);
	x->book = fault_due() ? NULL : workbook_new_opt(x->path, &options);
	if (!x->book)
		fault(FAULT_MEMORY, "spreadsheet: no workbook");
	x->sheet = workbook_add_worksheet(x->book, sheet_name(a, t->title));
	if (!x->sheet)
		fault(FAULT_MEMORY, "spreadsheet: no sheet");

	x->bold = format_new(x, NULL, true);
	x->wrap = format_new(x, NULL, false);
	format_set_text_wrap(x->wrap);
	x->formats = NEWN(a, lxw_format *, t->ncolumns);
	x->bold_formats = NEWN(a, lxw_format *, t->ncolumns);
	x->widths = NEWN(a, int, t->ncolumns);
	for (size_t i = 0; i < t->ncolumns; i++) {
		const char *numbers = number_format(a, &t->columns[i]);

		x->formats[i] = format_new(x, numbers, false);
		x->bold_formats[i] = format_new(x, numbers, true);
		x->widths[i] = default_width(&t->columns[i]);
	}
	head_put(x);
	return x;
}

/* ---- rows ------------------------------------------------------------------ */

static void words_put(struct xlsx *x, lxw_col_t at, size_t i, const struct cell *c, lxw_format *f)
{
	const char *text = cell_plain(x->arena, &x->table->columns[i], c);
	int width = (int)utf8_length(text) + 1;

	if (!x->table->columns[i].width && width > x->widths[i])
		x->widths[i] = width < WIDTH_MOST ? width : WIDTH_MOST;
	text_put(x, x->sheet, x->row, at, text, f);
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
	const struct table *t = x->table;
	struct arena_mark mark = arena_mark(x->arena);
	lxw_col_t at = 0;
	double n;

	for (size_t i = 0; i < t->ncolumns; i++) {
		if (t->columns[i].on_page_only)
			continue;
		if (!row[i].has)
			;
		else if (excel_number(&t->columns[i], &row[i], &n))
			need(worksheet_write_number(x->sheet, x->row, at, n, formats[i]), "number");
		else
			words_put(x, at, i, &row[i], formats[i]);
		at++;
	}
	arena_back(x->arena, mark);
	x->row++;
}

void xlsx_put(struct xlsx *x, const struct cell *row)
{
	/* The last row of the sheet is kept for the totals. */
	if (x->row >= SHEET_ROWS - 1)
		x->left_out++;
	else
		row_put(x, row, x->formats);
}

/* ---- notes, and the end --------------------------------------------------------- */

static void note(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t *row, const char *label,
                 const char *value)
{
	if (BLANK(value))
		return;
	text_put(x, sheet, *row, 0, label, x->bold);
	text_put(x, sheet, (*row)++, 1, value, x->wrap);
}

static void notes_put(struct xlsx *x)
{
	const struct table *t = x->table;
	lxw_worksheet *sheet = fault_due() ? NULL : workbook_add_worksheet(x->book, "Notes");
	lxw_row_t row = 0;

	if (!sheet)
		fault(FAULT_MEMORY, "spreadsheet: no notes");
	worksheet_set_column(sheet, 0, 0, 26, NULL);
	worksheet_set_column(sheet, 1, 1, 90, NULL);
	note(x, sheet, &row, "Title", t->title);
	note(x, sheet, &row, "Council", t->council);
	note(x, sheet, &row, "As at", moment_text(x->arena, t->as_at));
	note(x, sheet, &row, "About", t->about);
	for (size_t i = 0; i < t->nfilters; i++)
		note(x, sheet, &row, t->filters[i].label, t->filters[i].value);
	if (x->left_out)
		note(x, sheet, &row, "Not all of it", arena_fmt(x->arena,
			"%lld rows do not fit on a sheet and are left out. The CSV file has all.",
			(long long)x->left_out));
	row++;
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (!t->columns[i].on_page_only)
			note(x, sheet, &row, t->columns[i].label, t->columns[i].means);
	}
}

static void sheet_finish(struct xlsx *x, const struct cell *totals)
{
	const struct table *t = x->table;
	lxw_row_t last = x->row - 1;    /* the totals are no row to be filtered */
	lxw_col_t at = 0;

	if (totals)
		row_put(x, totals, x->bold_formats);
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (!t->columns[i].on_page_only) {
			worksheet_set_column(x->sheet, at, at, x->widths[i], NULL);
			at++;
		}
	}
	/* Asked for now the filter is refused: a sheet written row by row does not go back. */
	x->sheet->autofilter.last_row = last;
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

const char *xlsx_close(struct xlsx *x, const struct cell *totals, size_t *n)
{
	lxw_doc_properties about = { 0 };
	lxw_workbook *book = x->book;
	lxw_error closed;

	sheet_finish(x, totals);
	notes_put(x);
	about.title = arena_dup(x->arena, x->table->title);
	about.company = arena_dup(x->arena, x->table->council);
	/* Nought would be the clock's time; a table without a moment gets the first day. */
	about.created = moment_known(x->table->as_at) ? (time_t)(x->table->as_at.ms / 1000) : 86400;
	need(workbook_set_properties(book, &about), "properties");

	x->book = NULL;                 /* closing frees it, come what may */
	closed = workbook_close(book);
	need(fault_due() ? LXW_ERROR_CREATING_XLSX_FILE : closed, "closing");

	const char *bytes = file_bytes(x->arena, x->path, n);
	xlsx_drop(x);
	return bytes;
}
