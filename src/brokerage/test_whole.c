/* SPDX-License-Identifier: MIT */
/*
 * test_whole.c -- the law of formats: a whole return says the same as page,
 * CSV, spreadsheet and JSON.
 *
 * Each format is read back by itself, cell by cell, and held against the
 * figures; each reader has a control in which one cell is another.
 */
#include <jansson.h>
#include <string.h>

#include "brokerage/returns.h"
#include "brokerage/test_thrown.h"
#include "exchange/csv.h"
#include "exchange/json.h"
#include "exchange/sniff_zip.h"
#include "html/html.h"
#include "t/client.h"
#include "t/world.h"

/* ---- page ----------------------------------------------------------------------- */

/* The cells stand on the page in their order, each table behind its title. */
static bool page_agrees(struct arena *a, const char *page, const struct figures *f)
{
	for (size_t p = 0; p < f->nparts; p++) {
		const struct table *t = &f->parts[p].table;

		if (!(page = strstr(page, t->title)))
			return false;
		for (size_t i = 0; i < t->nrows * t->ncolumns; i++) {
			const char *words = page_words(a, html_text(a, cell_text(a,
				&t->columns[i % t->ncolumns], &t->cells[i])).markup);

			if (!(page = strstr(page, words)))
				return false;
			page += strlen(words);
		}
	}
	return true;
}

/* ---- CSV ------------------------------------------------------------------------ */

static bool row_is(struct arena *a, const struct csv_row *line, const struct table *t,
                   const struct cell *row)
{
	if (line->n != t->ncolumns)
		return false;
	for (size_t i = 0; i < t->ncolumns; i++)
		if (!text_same(arena_dupn(a, line->field[i].s, line->field[i].n),
		               cell_plain(a, &t->columns[i], &row[i])))
			return false;
	return true;
}

static bool csv_agrees(struct arena *a, const char *bytes, const struct figures *f)
{
	struct csv *csv = csv_open(a, bytes, strlen(bytes), NULL);
	struct csv_row line;

	for (size_t p = 0; p < f->nparts; p++) {
		const struct table *t = &f->parts[p].table;

		if (csv_next(csv, &line) != CSV_ROW || line.n != 1 ||
		    !text_same(slice_text(a, line.field[0]), t->title))
			return false;
		if (csv_next(csv, &line) != CSV_ROW || line.n != t->ncolumns)
			return false;
		for (size_t r = 0; r < t->nrows; r++)
			if (csv_next(csv, &line) != CSV_ROW ||
			    !row_is(a, &line, t, table_at(t, r)))
				return false;
	}
	return csv_next(csv, &line) == CSV_END;
}

/* ---- spreadsheet ------------------------------------------------------------------ */

/* What stands in a cell of a sheet: a number as it is written, or text; NULL: nothing. */
static const char *sheet_at(struct arena *a, const char *sheet, size_t row, size_t column)
{
	const char *c = strstr(sheet, arena_fmt(a, "<c r=\"%c%zu\"", (int)('A' + column), row + 1));
	const char *end = c ? strstr(c, "</c>") : NULL, *v;

	if (!end)
		return NULL;
	c = arena_dupn(a, c, (size_t)(end - c));
	if (!(v = strstr(c, "<v>")) && !(v = strstr(c, "<t>")))
		return NULL;
	return page_words(a, arena_dupn(a, v + 3, strcspn(v + 3, "<")));
}

/* A decimal as billionths. */
static int64_t billionths(const char *s)
{
	bool less = *s == '-';
	int64_t n = 0, places = -1;

	for (s += less; *s && places < 9; s++) {
		if (*s == '.') {
			places = 0;
			continue;
		}
		n = n * 10 + (*s - '0');
		places += places >= 0;
	}
	for (places = places < 0 ? 0 : places; places < 9; places++)
		n *= 10;
	return less ? -n : n;
}

enum { BILLION = 1000000000, EXCEL_1970 = 25569, DAY_MINS = 24 * 60 };

/* Of days, as minutes. */
static int64_t as_minutes(const char *days)
{
	return (billionths(days) / 1000 * DAY_MINS + BILLION / 2000) / (BILLION / 1000);
}

static int64_t ten_to(int places)
{
	return places ? 10 * ten_to(places - 1) : 1;
}

static bool sheet_cell_is(const struct column *col, const struct cell *c, const char *said)
{
	Moment m = { c->n };

	if (!c->has || !said)
		return !c->has && !said;
	switch (col->kind) {
	case CELL_INT:
		return billionths(said) == c->n * BILLION;
	case CELL_DECIMAL:
	case CELL_PERCENT:
		return billionths(said) == c->n * (BILLION / ten_to(col->places));
	case CELL_MONEY:
		return billionths(said) == c->n * (BILLION / 100);
	case CELL_MINUTES:
		return as_minutes(said) == c->n;
	case CELL_MOMENT:
		return as_minutes(said) == (date_day(moment_date(m)) + EXCEL_1970) * DAY_MINS +
		                           moment_time(m).n;
	case CELL_TEXT:
		return text_same(said, c->text);
	case CELL_DATE:
	case CELL_TIME:
	case CELL_WORD:
	case CELL_BOOL:
		break;
	}
	return false;
}

static bool xlsx_agrees(struct arena *a, const char *bytes, size_t n, const struct figures *f)
{
	for (size_t p = 0; p < f->nparts; p++) {
		const struct table *t = &f->parts[p].table;
		const char *sheet = zip_peek(a, bytes, n,
			arena_fmt(a, "xl/worksheets/sheet%zu.xml", p + 1));

		if (!sheet)
			return false;
		for (size_t i = 0; i < t->nrows * t->ncolumns; i++) {
			size_t at = i % t->ncolumns;

			if (!sheet_cell_is(&t->columns[at], &t->cells[i],
			                   sheet_at(a, sheet, i / t->ncolumns + 1, at)))
				return false;
		}
	}
	return true;
}

/* ---- JSON -------------------------------------------------------------------------- */

static bool json_cell_is(const struct column *col, const struct cell *c, const json_t *said)
{
	int64_t scale = col->kind == CELL_MONEY ? 100 : ten_to(col->places);

	if (!c->has)
		return json_is_null(said);
	switch (col->kind) {
	case CELL_INT:
	case CELL_MINUTES:
		return json_is_integer(said) && json_integer_value(said) == c->n;
	case CELL_DECIMAL:
	case CELL_PERCENT:
	case CELL_MONEY:
		/* Half of the last place is far more than a number in JSON can be off. */
		return json_is_number(said) &&
		       (int64_t)(json_number_value(said) * (int)(2 * scale) + 1) / 2 == c->n;
	case CELL_TEXT:
		return text_same(json_string_value(said), c->text);
	case CELL_MOMENT:
		return json_is_string(said);     /* its words are CSV's */
	case CELL_DATE:
	case CELL_TIME:
	case CELL_WORD:
	case CELL_BOOL:
		break;
	}
	return false;
}

static bool json_agrees(struct arena *a, const char *body, const struct figures *f)
{
	const char *why;
	const json_t *tables = json_member(json_read(a, body, strlen(body), NULL, &why), "tables");

	if (json_object_size(tables) != f->nparts)
		return false;
	for (size_t p = 0; p < f->nparts; p++) {
		const struct table *t = &f->parts[p].table;
		const json_t *rows = json_member(json_member(tables, f->parts[p].key), "rows");

		if (json_array_size(rows) != t->nrows)
			return false;
		for (size_t i = 0; i < t->nrows * t->ncolumns; i++) {
			const struct column *col = &t->columns[i % t->ncolumns];
			const json_t *row = json_array_get(rows, i / t->ncolumns);

			if (!json_cell_is(col, &t->cells[i], json_member(row, col->key)))
				return false;
		}
	}
	return true;
}

/* ---- the law ------------------------------------------------------------------------ */

struct four { const char *page, *csv, *json, *xlsx; size_t n; };

static struct four four_of(struct client *c, const char *path, const char *query)
{
	struct four x;

	IS(client_get(c, arena_fmt(c->arena, "%s%s", path, query)), 200);
	x.page = c->text;
	IS(client_get(c, arena_fmt(c->arena, "%s.csv%s", path, query)), 200);
	x.csv = c->body;
	IS(client_get(c, arena_fmt(c->arena, "%s.json%s", path, query)), 200);
	x.json = c->body;
	IS(client_get(c, arena_fmt(c->arena, "%s.xlsx%s", path, query)), 200);
	x.xlsx = c->body;
	x.n = c->len;
	return x;
}

static int agreeing(struct arena *a, const struct four *x, const struct figures *f)
{
	return page_agrees(a, x->page, f) + csv_agrees(a, x->csv, f) + json_agrees(a, x->json, f) +
	       xlsx_agrees(a, x->xlsx, x->n, f);
}

static void whole_is_the_same(struct t *t, const struct four *x, const struct figures *f)
{
	OK(page_agrees(t->arena, x->page, f));
	OK(csv_agrees(t->arena, x->csv, f));
	OK(json_agrees(t->arena, x->json, f));
	OK(xlsx_agrees(t->arena, x->xlsx, x->n, f));
	/* Controls: a figure that is another, in the last table with a row, is seen in all four. */
	for (size_t p = f->nparts; p-- > 0;) {
		const struct table *table = &f->parts[p].table;

		for (size_t i = table->nrows * table->ncolumns; i-- > 0;)
			if (table->columns[i % table->ncolumns].kind == CELL_INT &&
			    table->cells[i].has) {
				table->cells[i].n += 987654;
				IS(agreeing(t->arena, x, f), 0);
				table->cells[i].n -= 987654;
				IS(agreeing(t->arena, x, f), 4);
				return;
			}
	}
}

/* As a broker, who sees every table.  Not tortured: many thousand cells. */
TEST_PLAIN(a_whole_return_says_the_same_in_all_formats)
{
	static const struct { enum return_kind kind; const char *path, *query; } all[] = {
		{ RETURN_NOON, "/returns/noon", "?day=2026-05-20" },
		{ RETURN_FIVE, "/returns/five", "?day=2026-06-15" },
		{ RETURN_MONTHLY, "/returns/monthly", "?month=2026-06-01&months=4" },
	};
	struct figures *f;
	struct client *c;
	struct four x;

	thrown_write(t);
	c = client_new(t);
	client_as(c, "broker");
	for (size_t i = 0; i < COUNT(all); i++) {
		Date day = all[i].kind == RETURN_NOON ? date_make(2026, 5, 20) : moment_date(T_NOW);

		f = figures_make(t->db, t->arena, all[i].kind, day, T_NOW, 4, true);
		x = four_of(c, all[i].path, all[i].query);
		whole_is_the_same(t, &x, f);
		HAS(x.page, return_rule);
		HAS(x.json, return_rule);
		HAS(client_replied(c, "Content-Disposition"), figures_name(t->arena, f, NULL));
	}
}

TEST_PLAIN(an_issued_return_says_the_same_in_all_formats)
{
	Date day = date_make(2026, 6, 12);
	struct issued row;
	struct figures *f;
	struct client *c;
	struct four x;
	char *at;

	thrown_write(t);
	OK(return_issue(t->db, t->arena, RETURN_NOON, day, T_NOW));
	NEED(ONE(t->db, t->arena, issued_find, &row, .kind = V((int64_t)RETURN_NOON),
	         .for_day = V(day)));
	f = figures_kept(t->arena, row.figures);
	NEED(f);
	SAME(f->rule, return_rule);
	at = arena_fmt(t->arena, "/returns/issued/%lld", (long long)row.id.v);
	c = client_new(t);
	client_as(c, "broker");
	x = four_of(c, at, "");
	whole_is_the_same(t, &x, f);
	HAS(x.csv, "Packages waiting for a hospital discharge");

	/* Those who see no wards have no such table in any of their files either. */
	client_as(c, "director");
	x = four_of(c, at, "");
	OK(!csv_agrees(t->arena, x.csv, f));
	memmove(f->parts, f->parts + 1, --f->nparts * sizeof *f->parts);
	LACKS(x.page, "Packages waiting for a hospital discharge");
	whole_is_the_same(t, &x, f);
	IS(client_get(c, arena_fmt(t->arena, "%s.csv?part=waiting", at)), 404);
	IS(client_get(c, arena_fmt(t->arena, "%s.json?part=areas", at)), 200);
	LACKS(c->body, "\"tables\"");
}
