/* SPDX-License-Identifier: MIT */
/*
 * table_file.c -- a table as a file: CSV and JSON, and the way to a spreadsheet.
 *
 * CSV is the header and the data, nothing else, with a mark so that Excel
 * reads the letters.  JSON carries all that a page shows: filters, the
 * meaning of columns, rows by key, totals.
 */
#include "exchange/csv.h"
#include "exchange/json.h"
#include "exchange/table.h"
#include "exchange/xlsx.h"

const char *const table_ending[] = { "csv", "xlsx", "json" };
const char *const table_media[] = {
	"text/csv; charset=utf-8; header=present",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/json",
};

struct table_out {
	struct arena       *arena;
	struct arena       *scratch;    /* words of one row: see scratch_new() */
	const struct table *table;
	enum table_format   format;
	struct buf          buf;        /* of CSV and JSON              */
	struct json_out     json;
	struct xlsx        *xlsx;
	struct cell        *totals;     /* NULL: no column has one      */
	int64_t             nrows;
};

/* ---- CSV ------------------------------------------------------------------ */

static void csv_head(struct table_out *o)
{
	const struct table *t = o->table;
	bool first = true;

	for (size_t i = 0; i < t->ncolumns; i++) {
		const struct column *col = &t->columns[i];

		if (col->on_page_only)
			continue;
		if (!first)
			buf_char(&o->buf, ',');
		first = false;
		csv_put_plain(&o->buf, col->kind == CELL_MINUTES
			? arena_fmt(o->arena, "%s (minutes)", col->label) : col->label);
	}
	buf_str(&o->buf, "\r\n");
}

static void csv_cell(struct table_out *o, const struct column *col, const struct cell *c)
{
	struct buf *b = &o->buf;

	if (!c->has) {
		csv_put_plain(b, c->held ? cell_held_mark : "");
		return;
	}
	switch (col->kind) {
	case CELL_TEXT:
	case CELL_WORD:
		csv_put_text(b, cell_plain(o->scratch, col, c), true);
		break;
	case CELL_INT:
	case CELL_MINUTES:
		buf_int(b, c->n);
		break;
	case CELL_DECIMAL:
	case CELL_PERCENT:
		buf_decimal(b, c->n, col->places);
		break;
	case CELL_MONEY:
		buf_decimal(b, c->n, 2);
		break;
	case CELL_DATE:
	case CELL_MOMENT:
	case CELL_TIME:
	case CELL_BOOL:
		csv_put_plain(b, cell_plain(o->scratch, col, c));
		break;
	}
}

static void csv_line(struct table_out *o, const struct cell *row)
{
	bool first = true;

	for (size_t i = 0; i < o->table->ncolumns; i++) {
		if (o->table->columns[i].on_page_only)
			continue;
		if (!first)
			buf_char(&o->buf, ',');
		first = false;
		csv_cell(o, &o->table->columns[i], &row[i]);
	}
	buf_str(&o->buf, "\r\n");
}

/* ---- JSON ----------------------------------------------------------------- */

static const char *const kind_names[] = {
	[CELL_TEXT] = "text", [CELL_INT] = "integer", [CELL_DECIMAL] = "decimal",
	[CELL_PERCENT] = "percent", [CELL_MONEY] = "money", [CELL_DATE] = "date",
	[CELL_MOMENT] = "moment", [CELL_MINUTES] = "minutes", [CELL_TIME] = "time",
	[CELL_WORD] = "word", [CELL_BOOL] = "boolean",
};

static void json_begin(struct table_out *o)
{
	const struct table *t = o->table;
	struct json_out *j = &o->json;

	json_open_object(j, NULL);
	json_put_text(j, "name", t->name);
	json_put_text(j, "title", t->title);
	json_put_text(j, "about", t->about);
	json_put_text(j, "council", t->council);
	json_put_moment(j, "as_at", t->as_at);
	json_open_object(j, "filters");
	for (size_t i = 0; i < t->nfilters; i++)
		json_put_text(j, t->filters[i].key, t->filters[i].value);
	json_close_object(j);
	json_open_array(j, "columns");
	for (size_t i = 0; i < t->ncolumns; i++) {
		const struct column *col = &t->columns[i];

		if (col->on_page_only)
			continue;
		json_open_object(j, NULL);
		json_put_text(j, "key", col->key);
		json_put_text(j, "label", col->label);
		json_put_text(j, "kind", kind_names[col->kind]);
		if (col->means)
			json_put_text(j, "means", col->means);
		json_close_object(j);
	}
	json_close_array(j);
	json_open_array(j, "rows");
}

static void json_cell(struct table_out *o, const struct column *col, const struct cell *c)
{
	struct json_out *j = &o->json;
	const struct word *word;

	if (!c->has) {
		json_put_null(j, col->key);
		return;
	}
	switch (col->kind) {
	case CELL_INT:
	case CELL_MINUTES:
		json_put_int(j, col->key, c->n);
		break;
	case CELL_DECIMAL:
	case CELL_PERCENT:
		json_put_decimal(j, col->key, c->n, col->places);
		break;
	case CELL_MONEY:
		json_put_money(j, col->key, money(c->n));
		break;
	case CELL_BOOL:
		json_put_bool(j, col->key, c->n);
		break;
	case CELL_WORD:
		word = vocab_find(col->words, c->n);
		json_put_text(j, col->key, word ? word->key : NULL);
		break;
	case CELL_TEXT:
	case CELL_DATE:
	case CELL_MOMENT:
	case CELL_TIME:
		json_put_text(j, col->key, cell_plain(o->scratch, col, c));
		break;
	}
}

static void json_row(struct table_out *o, const char *key, const struct cell *row, bool totals)
{
	json_open_object(&o->json, key);
	for (size_t i = 0; i < o->table->ncolumns; i++) {
		const struct column *col = &o->table->columns[i];

		if (!col->on_page_only && (!totals || col->total))
			json_cell(o, col, &row[i]);
	}
	json_close_object(&o->json);
}

static void json_end(struct table_out *o)
{
	json_close_array(&o->json);
	json_put_int(&o->json, "count", o->nrows);
	if (o->totals)
		json_row(o, "totals", o->totals, true);
	json_close_object(&o->json);
	buf_char(&o->buf, '\n');
}

/* ---- the three alike -------------------------------------------------------- */

/*
 * Words are made beside the file, not behind it: a buffer that is the newest
 * thing of its arena grows where it stands, and the words of a hundred
 * thousand rows need the room of one.
 */
#define SCRATCH_CAP ((size_t)16 << 20)

static void scratch_end(void *arg)
{
	struct table_out *o = arg;

	arena_end(&o->scratch);
}

static void scratch_new(struct table_out *o)
{
	o->scratch = arena_new("row of a file", SCRATCH_CAP);
	arena_defer(o->arena, scratch_end, o);
}

struct table_out *table_open(struct arena *a, const struct table *t, enum table_format format)
{
	struct table_out *o = NEW(a, struct table_out);

	*o = (struct table_out){ .arena = a, .table = t, .format = format, .buf = buf_new(a) };
	if (format != TABLE_XLSX)
		scratch_new(o);
	o->json = json_out(&o->buf);
	if (table_has_totals(t))
		o->totals = NEWN(a, struct cell, t->ncolumns);
	switch (format) {
	case TABLE_CSV:
		csv_put_mark(&o->buf);
		csv_head(o);
		break;
	case TABLE_JSON:
		json_begin(o);
		break;
	case TABLE_XLSX:
		o->xlsx = xlsx_open(a);
		xlsx_sheet(o->xlsx, t);
		break;
	}
	return o;
}

void table_put(struct table_out *o, const struct cell *row)
{
	o->nrows++;
	if (o->scratch)
		arena_reset(o->scratch);
	if (o->totals)
		table_sum(o->table, o->totals, row);
	switch (o->format) {
	case TABLE_CSV:  csv_line(o, row); break;
	case TABLE_JSON: json_row(o, NULL, row, false); break;
	case TABLE_XLSX: xlsx_put(o->xlsx, row); break;
	}
}

const char *table_close(struct table_out *o, size_t *n)
{
	const struct table *t = o->table;

	if (o->format == TABLE_XLSX) {
		xlsx_sheet_end(o->xlsx, o->totals);
		return xlsx_close(o->xlsx, &(struct book){ .title = t->title,
			.council = t->council, .as_at = t->as_at }, n);
	}
	if (o->format == TABLE_JSON)
		json_end(o);
	*n = o->buf.n;
	return buf_text(&o->buf);
}

const char *table_file(struct arena *a, const struct table *t, enum table_format format, size_t *n)
{
	struct table_out *o = table_open(a, t, format);

	for (size_t i = 0; i < t->nrows; i++)
		table_put(o, table_at(t, i));
	return table_close(o, n);
}

/* ---- several as one ----------------------------------------------------------- */

/* The next table takes the place of the one before. */
static void book_table(struct table_out *o, const struct table *t, bool first)
{
	o->table = t;
	o->totals = table_has_totals(t) ? NEWN(o->arena, struct cell, t->ncolumns) : NULL;
	if (o->xlsx) {
		xlsx_sheet(o->xlsx, t);
	} else {
		if (!first)
			buf_str(&o->buf, "\r\n");
		csv_put_text(&o->buf, t->title, true);
		buf_str(&o->buf, "\r\n");
		csv_head(o);
	}
	for (size_t i = 0; i < t->nrows; i++)
		table_put(o, table_at(t, i));
	if (o->xlsx)
		xlsx_sheet_end(o->xlsx, o->totals);
}

const char *book_file(struct arena *a, const struct book *b, enum table_format format, size_t *n)
{
	struct table_out *o = NEW(a, struct table_out);

	*o = (struct table_out){ .arena = a, .format = format, .buf = buf_new(a) };
	SURE(format != TABLE_JSON && b->ntables > 0);
	if (format == TABLE_XLSX) {
		o->xlsx = xlsx_open(a);
	} else {
		scratch_new(o);
		csv_put_mark(&o->buf);
	}
	for (size_t i = 0; i < b->ntables; i++)
		book_table(o, b->tables[i], i == 0);
	if (o->xlsx)
		return xlsx_close(o->xlsx, b, n);
	*n = o->buf.n;
	return buf_text(&o->buf);
}
