/* SPDX-License-Identifier: MIT */
/*
 * sheets.c -- cells into CSV, and OpenDocument's sheets.
 */
#include "exchange/sheets_inside.h"

#include "base/date.h"

#include <string.h>

const char sheets_broken[] = "This spreadsheet is broken or was cut short. Fetch it again.";
const char sheets_large[] = "This spreadsheet is too large to be read here. Save the sheet that is "
	"needed as CSV (UTF-8).";

/* ---- a sheet being written -------------------------------------------------------- */

static void rows_due(struct sheet_out *o)
{
	for (; o->rows_due > 0; o->rows_due--)
		buf_char(&o->csv, '\n');
}

void sheet_cell(struct sheet_out *o, int64_t column, const char *text)
{
	if (BLANK(text) || column < o->column || column >= SHEET_COLUMNS || o->full)
		return;
	if (o->csv.n > SHEET_BYTES) {
		o->full = true;
		return;
	}
	rows_due(o);
	/* Between two cells of one row stand as many commas as columns. */
	for (int64_t c = o->begun ? o->column - 1 : 0; c < column; c++)
		buf_char(&o->csv, ',');
	csv_put_text(&o->csv, text, false);
	o->column = column + 1;
	o->begun = true;
}

void sheet_row_end(struct sheet_out *o)
{
	o->row++;
	o->rows_due++;
	o->column = 0;
	o->begun = false;
}

/*
 * "2611190.0", "2.61119E6", "45382.75": the whole part, and whether there is nothing else.
 * False: no number, or of more than eighteen digits.
 */
static bool whole_part(const char *s, int64_t *out, bool *exact)
{
	const bool minus = *s == '-';
	int64_t n = 0, scale = 0, exponent = 0;
	int digits = 0;
	bool point = false;

	for (s += minus; (*s >= '0' && *s <= '9') || (*s == '.' && !point); s++) {
		point |= *s == '.';
		if (*s == '.')
			continue;
		if (++digits > 18)
			return false;
		n = n * 10 + (*s - '0');
		scale -= point;
	}
	if (!digits || ((*s == 'E' || *s == 'e') &&
	                (!int_parse(s[1] == '+' ? s + 2 : s + 1, &exponent) || exponent > 18 ||
	                 exponent < -18)))
		return false;
	if (*s && *s != 'E' && *s != 'e')
		return false;
	*exact = true;
	for (scale += exponent; scale < 0; scale++, n /= 10)
		*exact &= n % 10 == 0;
	for (; scale > 0; scale--, n *= 10)
		if (n > INT64_MAX / 10)
			return false;
	*out = minus ? -n : n;
	return true;
}

const char *sheet_number(struct arena *a, const char *text)
{
	int64_t n;
	bool exact;

	/* Seventeen digits of a fraction that nearly is whole are left as they are. */
	return whole_part(text, &n, &exact) && exact ? arena_fmt(a, "%lld", (long long)n) : text;
}

const char *sheet_day(struct arena *a, const char *serial, bool from_1904)
{
	const Date first = from_1904 ? date_make(1904, 1, 1) : date_make(1899, 12, 30);
	int64_t n;
	bool exact;

	/* Below 61 Excel counts a 29 February 1900 that never was: no register is that old. */
	if (!whole_part(serial, &n, &exact) || n < 61 || n > 200000)
		return serial;
	return date_iso(a, date_plus(first, (int)n));
}

/* ---- OpenDocument -------------------------------------------------------------------- */

enum { ROWS_REPEATED = 10000 };

struct ods {
	struct arena *arena;
	struct xml    x;
	struct sheet_out out;
	struct buf    text;
	int64_t       column, repeat, row_repeat;
	size_t        row_from;         /* where the row at hand begins in the text */
	const char   *value;            /* a cell's own, when it is a day or number */
	int           notes;            /* depth of annotations: not the cell's     */
	bool          in_cell;
};

static int64_t repeated(struct ods *o, const char *attribute)
{
	int64_t n;

	return int_parse(xml_attribute(o->arena, &o->x, attribute), &n) && n > 0 ? n : 1;
}

static void cell_begins(struct ods *o)
{
	const char *kind = xml_attribute(o->arena, &o->x, "value-type");

	o->in_cell = true;
	o->repeat = repeated(o, "number-columns-repeated");
	o->text.n = 0;
	o->value = NULL;
	if (strcmp(kind, "date") == 0) {
		const char *day = xml_attribute(o->arena, &o->x, "date-value");

		o->value = arena_dupn(o->arena, day, strcspn(day, "T"));
	} else if (strcmp(kind, "float") == 0) {
		o->value = sheet_number(o->arena, xml_attribute(o->arena, &o->x, "value"));
	}
}

static void cell_ends(struct ods *o)
{
	const char *text = o->value ? o->value : buf_text(&o->text);

	if (!BLANK(text))
		for (int64_t i = 0; i < o->repeat && o->column + i < SHEET_COLUMNS; i++)
			sheet_cell(&o->out, o->column + i, text);
	o->column += o->repeat < SHEET_COLUMNS ? o->repeat : SHEET_COLUMNS;
	o->in_cell = false;
}

static void row_ends(struct ods *o)
{
	const bool filled = o->out.begun;
	const char *row = filled ? arena_dupn(o->arena, o->out.csv.s + o->row_from,
	                                      o->out.csv.n - o->row_from) : "";

	sheet_row_end(&o->out);
	for (int64_t i = 1; i < o->row_repeat; i++) {
		/* An empty row that is repeated a million times is the end of a sheet. */
		if (!filled) {
			o->out.rows_due += o->row_repeat - 1;
			break;
		}
		if (i > ROWS_REPEATED || o->out.csv.n > SHEET_BYTES)
			break;
		rows_due(&o->out);
		buf_str(&o->out.csv, row);
		sheet_row_end(&o->out);
	}
	if (o->out.rows_due > ROWS_REPEATED)
		o->out.rows_due = ROWS_REPEATED;
}

static void opened(struct ods *o)
{
	if (xml_is(&o->x, "annotation"))
		o->notes++;
	else if (xml_is(&o->x, "table-row")) {
		o->column = 0;
		o->row_repeat = repeated(o, "number-rows-repeated");
		rows_due(&o->out);
		o->row_from = o->out.csv.n;
	} else if (xml_is(&o->x, "table-cell") || xml_is(&o->x, "covered-table-cell"))
		cell_begins(o);
	else if (o->in_cell && xml_is(&o->x, "p") && o->text.n)
		buf_char(&o->text, '\n');
	else if (o->in_cell && (xml_is(&o->x, "s") || xml_is(&o->x, "tab")))
		buf_char(&o->text, ' ');
}

static void closed(struct ods *o)
{
	if (xml_is(&o->x, "annotation"))
		o->notes -= o->notes > 0;
	else if (xml_is(&o->x, "table-row"))
		row_ends(o);
	else if (xml_is(&o->x, "table-cell") || xml_is(&o->x, "covered-table-cell"))
		cell_ends(o);
}

/* One table, from its opening on; false: the file ends within it. */
static bool read_table(struct ods *o)
{
	enum xml_step step;

	o->out = (struct sheet_out){ .csv = buf_new(o->arena) };
	while ((step = xml_next(&o->x)) != XML_END) {
		if (step == XML_CLOSE && xml_is(&o->x, "table"))
			return true;
		if (step == XML_OPEN)
			opened(o);
		else if (step == XML_CLOSE)
			closed(o);
		else if (o->in_cell && !o->notes)
			xml_put(&o->text, &o->x);
	}
	return false;
}

const char *ods_sheets(struct zip *z, struct sheet **out, size_t *count)
{
	enum { MOST = 64 };
	size_t n;
	const char *text = zip_text(z, "content.xml", &n);
	struct ods o = { .arena = z->arena, .text = buf_new(z->arena) };
	enum xml_step step;

	if (!text)
		return sheets_broken;
	o.x = (struct xml){ .at = text, .end = text + n };
	*out = NEWN(z->arena, struct sheet, MOST);
	while ((step = xml_next(&o.x)) != XML_END && *count < MOST) {
		if (step != XML_OPEN || !xml_is(&o.x, "table") || o.x.closing)
			continue;
		const char *name = arena_dup(z->arena, xml_attribute(z->arena, &o.x, "name"));

		if (!read_table(&o))
			return sheets_broken;
		if (o.out.full)
			return sheets_large;
		(*out)[(*count)++] = (struct sheet){ name, buf_text(&o.out.csv), o.out.csv.n };
	}
	return NULL;
}

/* ---- either ------------------------------------------------------------------------------ */

bool sheets_zipped(const char *bytes, size_t n)
{
	return n >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0;
}

const char *sheets_read(struct arena *a, const char *bytes, size_t n, struct sheet **out,
                        size_t *count)
{
	const char *sentence;
	struct zip z;
	size_t size;

	*count = 0;
	if (!zip_open(a, &z, bytes, n))
		return sheets_broken;
	sentence = zip_text(&z, "xl/workbook.xml", &size) ? xlsx_sheets(&z, out, count)
	                                                  : ods_sheets(&z, out, count);
	return sentence && z.large ? sheets_large : sentence;
}
