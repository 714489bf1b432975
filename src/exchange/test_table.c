/* SPDX-License-Identifier: MIT */
/*
 * test_table.c -- one table, three files, the same facts.
 */
#include "exchange/table.h"

#include "base/fault.h"
#include "exchange/csv.h"
#include "exchange/json.h"
#include "exchange/sniff_zip.h"
#include "t/t.h"

#include <jansson.h>
#include <string.h>

#define MOODS(X, P)                                    \
	X(P, 1, CALM,  "calm",  "green", "Calm, mostly")  \
	X(P, 2, CROSS, "cross", "red",   "Cross")
VOCAB(mood, MOOD, MOODS)
VOCAB_WORDS(mood, MOOD, MOODS)

static const struct column columns[] = {
	{ "name",    "Name" },
	{ "visits",  "Visits",  .kind = CELL_INT, .total = TOTAL_SUM },
	{ "days",    "Days",    .kind = CELL_DECIMAL, .places = 1 },
	{ "share",   "Share",   .kind = CELL_PERCENT, .places = 1 },
	{ "weekly",  "Weekly",  .kind = CELL_MONEY, .total = TOTAL_SUM, .means = "Planned weeks" },
	{ "start",   "Start",   .kind = CELL_DATE },
	{ "asked",   "Asked",   .kind = CELL_MOMENT },
	{ "hours",   "Care",    .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ "at",      "At",      .kind = CELL_TIME },
	{ "mood",    "Mood",    .kind = CELL_WORD, .words = &mood_vocab },
	{ "double",  "Two carers", .kind = CELL_BOOL },
	{ "open",    "Open",    .on_page_only = true },
	{ "id",      "Id",      .kind = CELL_INT, .in_files_only = true },
};

static const struct table_filter filters[] = {
	{ "locality", "Locality", "North & South" },
};

static struct table table_of_two(struct t *t)
{
	struct table tab = table_new(t->arena, "five-pm", "5 pm return: today", columns,
	                             COUNT(columns));
	struct cell *c = table_add(&tab);
	size_t i = 0;

	tab.council = "Westmere Council";
	tab.as_at = T_NOW;
	tab.filters = filters;
	tab.nfilters = COUNT(filters);
	c[i++] = cell_of_text("=Ada, \"B\" <b>");
	c[i++] = cell_of_int(1234);
	c[i++] = cell_of_int(-5);
	c[i++] = cell_of_int(402);
	c[i++] = cell_of_money(money(-123456));
	c[i++] = cell_of_date(date_make(2026, 3, 31));
	c[i++] = cell_of_moment(moment_at(date_make(2026, 6, 15), minutes(965)));
	c[i++] = cell_of_minutes(minutes(810));
	c[i++] = cell_of_minutes(minutes(510));
	c[i++] = cell_of_word(MOOD_CALM);
	c[i++] = cell_of_bool(true);
	c[i++] = cell_linked(cell_of_text("Open"), "/requests/1");
	c[i++] = cell_of_int(7);
	c = table_add(&tab);
	c[1] = cell_of_int(6);
	c[4] = cell_of_money(money(10));
	c[10] = cell_of_bool(false);
	return tab;
}

TEST(cells_in_words)
{
	static const char *const words[] = {
		"=Ada, \"B\" <b>", "1,234", "-0.5", "40.2%", "-£1,234.56", "31 March 2026",
		"15 Jun 4:05pm", "13.5 h", "08:30", "Calm, mostly", "Yes", "Open", "7",
	};
	struct table tab = table_of_two(t);

	for (size_t i = 0; i < COUNT(columns); i++) {
		SAME(cell_text(t->arena, &columns[i], &table_at(&tab, 0)[i]), words[i]);
		if (!table_at(&tab, 1)[i].has)
			SAME(cell_text(t->arena, &columns[i], &table_at(&tab, 1)[i]), "");
	}
	OK(!cell_of_text("").has);
	OK(!cell_of_int(INT_NONE).has);
	OK(!cell_of_money(MONEY_NONE).has);
	OK(cell_of_money(money(0)).has);
	OK(!cell_of_date(DATE_NONE).has);
	OK(!cell_of_word(0).has);
	OK(cell_of_minutes(minutes(0)).has);
}

TEST(a_table_as_csv)
{
	struct table tab = table_of_two(t);
	size_t n;
	const char *csv = table_file(t->arena, &tab, TABLE_CSV, &n);

	SAME(csv, "\xEF\xBB\xBF"
	     "Name,Visits,Days,Share,Weekly,Start,Asked,Care (minutes),At,Mood,Two carers,Id\r\n"
	     "\"'=Ada, \"\"B\"\" <b>\",1234,-0.5,40.2,-1234.56,2026-03-31,"
	     "2026-06-15T15:05:00.000Z,810,08:30,\"Calm, mostly\",Yes,7\r\n"
	     ",6,,,0.10,,,,,,No,\r\n");
	IS(n, strlen(csv));
}

/* A figure that would give somebody away is no empty cell, and no number anywhere. */
TEST(what_is_held_back)
{
	struct table tab = table_new(t->arena, "held", "Held", &columns[1], 1);
	size_t n;

	table_add(&tab)[0] = cell_held();
	table_add(&tab)[0] = cell_of_int(7);
	SAME(cell_text(t->arena, &columns[1], table_at(&tab, 0)), "[c]");
	SAME(table_file(t->arena, &tab, TABLE_CSV, &n), "\xEF\xBB\xBFVisits\r\n[c]\r\n7\r\n");
	HAS(table_file(t->arena, &tab, TABLE_JSON, &n), "{\"visits\":null},{\"visits\":7}");
	OK(table_file(t->arena, &tab, TABLE_XLSX, &n) != NULL);
}

TEST(a_table_as_json)
{
	struct table tab = table_of_two(t);
	const char *sentence = "";
	size_t n;
	const char *text = table_file(t->arena, &tab, TABLE_JSON, &n);
	const json_t *all = json_read(t->arena, text, n, NULL, &sentence), *row;

	SAME(sentence, "");
	NEED(all != NULL);
	SAME(json_member_text(all, "title"), "5 pm return: today");
	SAME(json_member_text(json_member(all, "filters"), "locality"), "North & South");
	IS(json_member_int(all, "count"), 2);
	row = json_array_get(json_member(all, "rows"), 0);
	SAME(json_member_text(row, "name"), "=Ada, \"B\" <b>");
	SAME(json_member_text(row, "mood"), "calm");
	SAME(json_member_text(row, "at"), "08:30");
	IS(json_member_int(row, "hours"), 810);
	OK(json_is_true(json_member(row, "double")));
	OK(!json_member(row, "open"));
	row = json_array_get(json_member(all, "rows"), 1);
	OK(json_is_null(json_member(row, "name")));
	HAS(text, "\"weekly\":-1234.56,");
	HAS(text, "\"totals\":{\"visits\":1240,\"weekly\":-1234.46,\"hours\":810}");
	LACKS(text, "<b>");
	IS(json_array_size(json_member(all, "columns")), COUNT(columns) - 1);
}

TEST(a_table_as_a_spreadsheet)
{
	struct table tab = table_of_two(t);
	size_t n, again_n;
	const char *xlsx = table_file(t->arena, &tab, TABLE_XLSX, &n);
	const char *again = table_file(t->arena, &tab, TABLE_XLSX, &again_n);
	const char *sheet = zip_peek(t->arena, xlsx, n, "xl/worksheets/sheet1.xml");
	const char *notes = zip_peek(t->arena, xlsx, n, "xl/worksheets/sheet2.xml");

	/* The same bytes whenever it is made. */
	NEED(n == again_n);
	OK(memcmp(xlsx, again, n) == 0);
	HAS(zip_peek(t->arena, xlsx, n, "xl/workbook.xml"), "name=\"5 pm return  today\"");
	/* Text is a string, never a formula. */
	HAS(sheet, "t=\"inlineStr\"><is><t>=Ada, \"B\" &lt;b&gt;</t>");
	LACKS(sheet, "<f>");
	HAS(sheet, "<v>-1234.56</v>");
	HAS(sheet, "<v>46112</v>");             /* 31 March 2026 */
	HAS(sheet, "<v>0.5625</v>");            /* 13.5 hours    */
	HAS(sheet, "<v>-0.5</v>");
	HAS(sheet, "<t>Calm, mostly</t>");
	HAS(sheet, "state=\"frozen\"");
	HAS(sheet, "<autoFilter ref=\"A1:L3\"/>");
	HAS(sheet, "<v>1240</v>");              /* the total, a value */
	LACKS(sheet, "<t>Open</t>");
	HAS(zip_peek(t->arena, xlsx, n, "docProps/core.xml"), "2026-06-15T08:30:00Z");
	HAS(notes, "<t>Westmere Council</t>");
	HAS(notes, "<t>15 June 2026 at 9:30am</t>");
	HAS(notes, "<t>North &amp; South</t>");
	HAS(notes, "<t>Planned weeks</t>");
}

/* Sheets are named by their titles, cut between words, each by another name. */
TEST(several_tables_are_one_file)
{
	static const struct column one[] = {
		{ "n", "N", .kind = CELL_INT, .total = TOTAL_SUM, .means = "How many" },
	};
	struct table first = table_of_two(t), second, third, fourth;
	const struct table *all[] = { &first, &second, &third, &fourth };
	struct book b = { .name = "all", .title = "All of it", .about = "A rule",
		.as_at = T_NOW, .tables = all, .ntables = COUNT(all) };
	const char *xlsx, *names, *notes;
	size_t n;

	second = table_new(t->arena, "b", "Time of day against time of day, 28 days", one, 1);
	third = table_new(t->arena, "c", "TIME OF DAY against time of day, 29 days", one, 1);
	fourth = table_new(t->arena, "d", "Notes", one, 1);
	*table_add(&second) = cell_of_int(4);
	*table_add(&second) = cell_of_int(5);
	*table_add(&third) = cell_of_int(8);
	xlsx = book_file(t->arena, &b, TABLE_XLSX, &n);
	names = zip_peek(t->arena, xlsx, n, "xl/workbook.xml");
	HAS(names, "name=\"5 pm return  today\" sheetId=\"1\"");
	HAS(names, "name=\"Time of day against time of\" sheetId=\"2\"");
	HAS(names, "name=\"TIME OF DAY against time (2)\" sheetId=\"3\"");
	HAS(names, "name=\"Notes (2)\" sheetId=\"4\"");
	HAS(names, "name=\"Notes\" sheetId=\"5\"");
	HAS(zip_peek(t->arena, xlsx, n, "xl/worksheets/sheet1.xml"), "<v>1240</v>");
	HAS(zip_peek(t->arena, xlsx, n, "xl/worksheets/sheet2.xml"), "<v>9</v>");
	HAS(zip_peek(t->arena, xlsx, n, "xl/worksheets/sheet3.xml"), "<v>8</v>");
	notes = zip_peek(t->arena, xlsx, n, "xl/worksheets/sheet5.xml");
	HAS(notes, "<t>A rule</t>");
	HAS(notes, "<t>How many</t>");
	HAS(notes, "<t>Planned weeks</t>");

	b.tables = all + 1;
	b.ntables = 2;
	SAME(book_file(t->arena, &b, TABLE_CSV, &n), "\xEF\xBB\xBF"
	     "\"Time of day against time of day, 28 days\"\r\nN\r\n4\r\n5\r\n\r\n"
	     "\"TIME OF DAY against time of day, 29 days\"\r\nN\r\n8\r\n");
	DIES(book_file(t->arena, &b, TABLE_JSON, &n));
}

TEST(odd_spreadsheets)
{
	static const struct column one[] = {
		{ "d", "Day", .kind = CELL_DATE }, { "t", "Text" }, { "n", "N", .kind = CELL_INT },
	};
	struct table tab = table_new(t->arena, "x", "[Notes]", one, COUNT(one));
	struct cell *c = table_add(&tab);
	char *long_text = arena_get(t->arena, 40001);
	const char *xlsx, *sheet;
	size_t n;

	memset(long_text, 'x', 40000);
	c[0] = cell_of_date(date_make(1899, 12, 31));
	c[1] = cell_of_text(long_text);
	c[2] = cell_of_int(INT64_MAX);
	xlsx = table_file(t->arena, &tab, TABLE_XLSX, &n);
	sheet = zip_peek(t->arena, xlsx, n, "xl/worksheets/sheet1.xml");
	HAS(sheet, "<t>1899-12-31</t>");        /* Excel has no such day */
	HAS(sheet, "xx…</t>");
	HAS(sheet, "<t>9223372036854775807</t>");
	HAS(zip_peek(t->arena, xlsx, n, "xl/workbook.xml"), "name=\"Table\"");
}

TEST(a_total_of_nothing_is_nothing)
{
	static const struct column one[] = {
		{ "n", "N", .kind = CELL_INT, .total = TOTAL_SUM },
	};
	struct table tab = table_new(t->arena, "x", "X", one, 1);
	size_t n;

	table_add(&tab);
	HAS(table_file(t->arena, &tab, TABLE_JSON, &n), "\"count\":1,\"totals\":{\"n\":null}");
}

TEST(totals_that_are_too_big)
{
	static const struct column one[] = {
		{ "n", "N", .kind = CELL_INT, .total = TOTAL_SUM },
	};
	struct table tab = table_new(t->arena, "x", "X", one, 1);
	size_t n;

	*table_add(&tab) = cell_of_int(INT64_MAX);
	*table_add(&tab) = cell_of_int(1);
	FAULTS(FAULT_INPUT, table_file(t->arena, &tab, TABLE_CSV, &n));
}

/* A law: whatever the cells, CSV and JSON say the same. Not tortured: too many calls. */
TEST_PLAIN(csv_and_json_agree)
{
	static const struct column two[] = {
		{ "text", "Text" }, { "money", "Money", .kind = CELL_MONEY },
	};
	static const char letters[] = "a,\"\n\r;' \t<&\\=é";
	uint64_t seed = 7;
	size_t n;

	for (int round = 0; round < 300; round++) {
		struct arena_mark mark = arena_mark(t->arena);
		struct table tab = table_new(t->arena, "x", "X", two, 2);
		struct cell *c = table_add(&tab);
		char text[12] = "x";
		const char *file, *sentence;
		const json_t *row;
		struct csv_header h;
		struct csv_row line;
		int at[2];

		for (int i = 1; i < 11; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			/* The two bytes of é only together, so at the end. */
			text[i] = letters[(seed >> 33) % (sizeof letters - 3)];
		}
		c[0] = cell_of_text(text);
		c[1] = cell_of_money(money((int64_t)(seed >> 12)  - (INT64_C(1) << 51)));

		file = table_file(t->arena, &tab, TABLE_CSV, &n);
		struct csv *csv = csv_open(t->arena, file, n, NULL);
		NEED(csv_find_header(csv, (struct csv_want[]){ { "Text", .must = true },
		     { "Money", .must = true } }, 2, at, &h) == CSV_ROW);
		NEED(csv_next(csv, &line) == CSV_ROW);
		SAME(arena_dupn(t->arena, line.field[0].s, line.field[0].n), text);

		file = table_file(t->arena, &tab, TABLE_JSON, &n);
		const json_t *all = json_read(t->arena, file, n, NULL, &sentence);
		NEED(all != NULL);
		row = json_array_get(json_member(all, "rows"), 0);
		SAME(json_member_text(row, "text"), text);
		HAS(file, arena_fmt(t->arena, "\"money\":%.*s}", (int)line.field[1].n,
		                    line.field[1].s));
		arena_back(t->arena, mark);
	}
}
