/* SPDX-License-Identifier: MIT */
/*
 * test_list.c -- page, CSV and JSON of one list say the same; the address
 * keeps all that was asked; files have every row in little memory.
 */
#include "list/test_list.h"

#include <jansson.h>
#include <string.h>

#include "exchange/csv.h"
#include "exchange/json.h"
#include "list/list_inside.h"

/* ---- every format says the same ---- */

/* The columns as the tests know them, without asking the engine. */
static const struct column known[MANY_COLS] = {
	{ .key = "id", .kind = CELL_INT }, { .key = "name" },
	{ .key = "kind", .kind = CELL_WORD, .words = &many_kind_vocab },
	{ .key = "pence", .kind = CELL_MONEY }, { .key = "day", .kind = CELL_DATE },
	{ .key = "at", .kind = CELL_MOMENT }, { .key = "mins", .kind = CELL_MINUTES },
	{ .key = "tenths", .kind = CELL_DECIMAL, .places = 1 }, { .key = "yes", .kind = CELL_BOOL },
	{ .key = "twice" }, { .key = "note" }, { .key = "do" },
};

static void known_cells(struct arena *a, const struct many_row *r, struct cell cells[MANY_COLS])
{
	const struct cell all[MANY_COLS] = {
		cell_of_int(r->id), cell_of_text(r->name), cell_of_word(r->kind),
		cell_of_money(r->cost), cell_of_date(r->day), cell_of_moment(r->at),
		r->mins.n == INT_NONE ? cell_none() : cell_of_minutes(r->mins),
		cell_of_int(r->tenths), cell_of_bool(r->yes),
		cell_of_text(arena_fmt(a, "twice %lld", (long long)(2 * r->id))),
		cell_of_text(r->note), cell_of_text(r->name),
	};

	memcpy(cells, all, sizeof all);
}

TEST(the_page_says_what_the_rows_say)
{
	struct rq rq = many_rq(t, AS_PAGE, NOTHING_ASKED);
	struct many_row *rows;
	struct cell cells[MANY_COLS];
	const char *html;

	many_make(t, 40);
	html = many_page(&rq, &many_list);
	IS(many_rows(t, &rows), 40);
	for (size_t i = 0; i < 40; i++) {
		known_cells(t->arena, &rows[i], cells);
		for (size_t c = 0, shown = 0; c < MANY_COLS; c++) {
			if (c == 10) {               /* the note is for files only */
				SAME(html_cell(t->arena, html, i, MANY_COLS - 1), NULL);
				continue;
			}
			SAME(html_cell(t->arena, html, i, shown++),
			     cell_text(t->arena, &known[c], &cells[c]));
		}
	}
	LACKS(html, "<b>");
	HAS(html, "href=\"/many/2/of/Team%202\"");
	HAS(html, "40 rows");
}

/* As the file has it: text that a spreadsheet would run has a ' before it. */
static const char *guarded(struct arena *a, const struct column *col, const struct cell *c)
{
	const char *plain = cell_plain(a, col, c);

	return (col->kind == CELL_TEXT || col->kind == CELL_WORD) && *plain == '=' ?
	       arena_fmt(a, "'%s", plain) : plain;
}

static const char *csv_text(struct arena *a, struct slice s)
{
	struct buf out = buf_new(a);

	for (size_t i = 0; i < s.n; i++)
		buf_char(&out, s.s[i]);
	return buf_text(&out);
}

TEST(the_csv_says_what_the_rows_say)
{
	struct rq rq = many_rq(t, AS_CSV, NOTHING_ASKED);
	struct many_row *rows;
	struct cell cells[MANY_COLS];
	struct reply reply;
	struct csv *csv;
	struct csv_row line;

	many_make(t, 40);
	reply = list_reply(&rq, &many_list);
	IS(reply.kind, REPLY_BYTES);
	SAME(reply.file_name, "many.csv");
	IS(many_rows(t, &rows), 40);
	csv = csv_open(t->arena, reply.bytes, reply.len, NULL);
	NEED(csv_next(csv, &line) == CSV_ROW);
	IS(line.n, MANY_COLS - 1);
	SAME(csv_text(t->arena, line.field[6]), "Length (minutes)");
	for (size_t i = 0; i < 40; i++) {
		NEED(csv_next(csv, &line) == CSV_ROW);
		known_cells(t->arena, &rows[i], cells);
		for (size_t c = 0; c < MANY_COLS - 1; c++)
			SAME(csv_text(t->arena, csv_field(&line, (int)c)),
			     guarded(t->arena, &known[c], &cells[c]));
	}
	IS(csv_next(csv, &line), CSV_END);
}

/* A JSON value as the table's own words for it would be. */
static const char *json_plain(struct arena *a, const json_t *v)
{
	if (json_is_null(v))
		return "";
	if (json_is_string(v))
		return json_string_value(v);
	if (json_is_boolean(v))
		return json_is_true(v) ? "Yes" : "No";
	if (json_is_integer(v))
		return arena_fmt(a, "%lld", (long long)json_integer_value(v));
	return json_is_real(v) ? arena_fmt(a, "%.2f", json_real_value(v)) : "?";
}

TEST(the_json_says_what_the_rows_say)
{
	struct rq rq = many_rq(t, AS_JSON, NOTHING_ASKED);
	struct cell cells[MANY_COLS];
	struct many_row *rows;
	const char *sentence;
	struct reply reply;
	json_t *all, *list;

	many_make(t, 40);
	reply = list_reply(&rq, &many_list);
	SAME(reply.file_name, NULL);
	IS(many_rows(t, &rows), 40);
	all = json_read(t->arena, reply.bytes, reply.len, NULL, &sentence);
	NEED(all);
	list = json_object_get(all, "rows");
	IS(json_array_size(list), 40);
	for (size_t i = 0; i < 40; i++) {
		const json_t *row = json_array_get(list, i);

		known_cells(t->arena, &rows[i], cells);
		IS(json_object_size(row), MANY_COLS - 1);
		for (size_t c = 0; c < MANY_COLS - 1; c++) {
			const json_t *v = json_object_get(row, known[c].key);
			const char *want = cell_plain(t->arena, &known[c], &cells[c]);

			if (known[c].kind == CELL_WORD)
				want = vocab_find(&many_kind_vocab, cells[c].n)->key;
			if (known[c].kind == CELL_DECIMAL && cells[c].has)
				want = arena_fmt(t->arena, "%s0", want);
			SAME(json_plain(t->arena, v), want);
		}
	}
}

TEST(what_is_written_straight_is_what_the_words_are)
{
	static const int64_t numbers[] = {
		0, 1, -1, 9, 10, 99, 100, 999, 1000, -1000, 123456, 1234567, -1234567, 100000,
		20000, 2932896, -719162, INT64_C(1774969507123), INT64_C(9007199254740991), 59,
		1439,
	};
	const struct column columns[] = {
		{ .kind = CELL_INT }, { .kind = CELL_DECIMAL, .places = 1 },
		{ .kind = CELL_DECIMAL, .places = 4 }, { .kind = CELL_PERCENT, .places = 2 },
		{ .kind = CELL_PERCENT }, { .kind = CELL_MONEY }, { .kind = CELL_DATE },
		{ .kind = CELL_MOMENT }, { .kind = CELL_MINUTES }, { .kind = CELL_BOOL },
	};

	for (size_t c = 0; c < COUNT(columns); c++)
		for (size_t i = 0; i < COUNT(numbers); i++) {
			struct cell one = { .has = true, .n = numbers[i] };
			struct page *pg = page_new(t->arena);

			/* A day of our calendar. */
			if (columns[c].kind == CELL_DATE && (one.n > 2932896 || one.n < -719162))
				continue;
			cell_put(pg, &columns[c], &one);
			SAME(page_text(pg, NULL), cell_text(t->arena, &columns[c], &one));
		}
}

/* ---- totals ---- */

TEST(totals_are_the_sum_of_what_is_shown)
{
	struct rq rq = many_rq(t, AS_PAGE, NOTHING_ASKED);
	const struct column money_column = { .kind = CELL_MONEY };
	struct many_row *rows;
	struct cell sum = cell_of_int(0);
	const char *html;

	many_make(t, 60);
	html = many_page(&rq, &many_list);
	IS(many_rows(t, &rows), 60);
	for (size_t i = 0; i < 50; i++)
		sum.n += money_known(rows[i].cost) ? money_pence(rows[i].cost) : 0;
	SAME(html_cell(t->arena, html, 50, 0), "Total of these rows");
	SAME(html_cell(t->arena, html, 50, 3), cell_text(t->arena, &money_column, &sum));
	SAME(html_cell(t->arena, html, 50, 1), "");
	rq = many_rq(t, AS_PAGE, ASKED({ "q", "Team 2", 6, NULL }));
	HAS(many_page(&rq, &many_list), ">Total</th>");
}

/* ---- pages ---- */

TEST(pages_follow_each_other)
{
	struct rq rq = many_rq(t, AS_PAGE, NOTHING_ASKED);
	const char *html;

	many_make(t, 120);
	html = many_page(&rq, &many_list);
	SAME(html_cell(t->arena, html, 0, 0), "1");
	SAME(html_cell(t->arena, html, 49, 0), "50");
	HAS(html, "Rows 1 to 50</p>");
	HAS(html, "href=\"/many?page=2\"");
	LACKS(html, "Previous");
	rq = many_rq(t, AS_PAGE, ASKED({ "page", "3", 1, NULL }));
	html = many_page(&rq, &many_list);
	SAME(html_cell(t->arena, html, 0, 0), "101");
	SAME(html_cell(t->arena, html, 19, 0), "120");
	HAS(html, "Rows 101 to 120");
	HAS(html, "href=\"/many?page=2\"");
	LACKS(html, "page=4");
	rq = many_rq(t, AS_PAGE, ASKED({ "page", "9", 1, NULL }));
	html = many_page(&rq, &many_list);
	HAS(html, "There are no rows on this page.");
	rq = many_rq(t, AS_PAGE, ASKED({ "page", "2", 1, NULL }));
	html = many_page(&rq, &many_counted_list);
	HAS(html, "Rows 51 to 100 of 120");
	HAS(html, "href=\"/many?page=3\"");
	SAME(html_cell(t->arena, html, 0, 0), "51");
}

TEST(a_statement_without_a_limit_is_cut_here)
{
	struct rq rq = many_rq(t, AS_PAGE, ASKED({ "page", "3", 1, NULL }));
	const char *html;

	many_make(t, 45);
	html = many_page(&rq, &many_short_list);
	HAS(html, "Rows 41 to 45 of 45");
	SAME(html_cell(t->arena, html, 0, 0), "41");
	SAME(html_cell(t->arena, html, 4, 0), "45");
	rq = many_rq(t, AS_PAGE, ASKED({ "page", "7", 1, NULL }));
	HAS(many_page(&rq, &many_short_list), "There are no rows on this page.");
}

TEST(a_page_of_json_may_be_asked_for)
{
	struct rq rq = many_rq(t, AS_JSON, ASKED({ "page", "2", 1, NULL }));
	struct reply reply;

	many_make(t, 60);
	reply = list_reply(&rq, &many_list);
	HAS(reply.bytes, "\"id\":51,");
	HAS(reply.bytes, "\"id\":60,");
	LACKS(reply.bytes, "\"id\":50,");
	rq = many_rq(t, AS_JSON, NOTHING_ASKED);
	reply = list_reply(&rq, &many_list);
	HAS(reply.bytes, "\"id\":1,");
	HAS(reply.bytes, "\"id\":60,");
}

/* ---- the address ---- */

TEST(addresses_keep_what_was_asked)
{
	struct rq rq = many_rq(t, AS_PAGE, ASKED(
		{ "kind", "two", 3, NULL }, { "q", "Team", 4, NULL }, { "sort", "name", 4, NULL },
		{ "stray", "x", 1, NULL }));
	const char *html;

	many_make(t, 900);
	html = many_page(&rq, &many_counted_list);
	HAS(html, "href=\"/many?kind=two&amp;q=Team&amp;sort=name&amp;page=2\"");
	HAS(html, "href=\"/many.csv?kind=two&amp;q=Team&amp;sort=name\"");
	/* By name upwards now: the heading turns it round, the other goes back to the usual. */
	HAS(html, "aria-sort=\"ascending\"");
	HAS(html, "href=\"/many?kind=two&amp;q=Team&amp;sort=name_down\"");
	HAS(html, "href=\"/many?kind=two&amp;q=Team\"");
	/* Chips: each without itself. */
	HAS(html, "class=\"alm-chip\" href=\"/many?q=Team&amp;sort=name\"");
	HAS(html, "class=\"alm-chip\" href=\"/many?kind=two&amp;sort=name\"");
	HAS(html, "Kind: <bdi>The second, &quot;kind&quot;</bdi>");
	HAS(html, "<details class=\"govuk-details\" open");
	HAS(html, "name=\"sort\" value=\"name\"");
	LACKS(html, "stray");
	rq = many_rq(t, AS_PAGE, ASKED({ "sort", "name_down", 9, NULL }));
	html = many_page(&rq, &many_list);
	HAS(html, "aria-sort=\"descending\"");
	HAS(html, "href=\"/many?sort=name\"");
	SAME(html_cell(t->arena, html, 0, 0), "97");
}

static int64_t shown(struct t *t, struct params query)
{
	struct rq rq = many_rq(t, AS_JSON, query);
	struct reply reply = list_reply(&rq, &many_list);
	const char *sentence;

	return (int64_t)json_array_size(json_object_get(
		json_read(t->arena, reply.bytes, reply.len, NULL, &sentence), "rows"));
}

TEST(filters_choose_rows)
{
	many_make(t, 90);
	IS(shown(t, NOTHING_ASKED), 90);
	IS(shown(t, ASKED({ "kind", "two", 3, NULL })), 30);
	IS(shown(t, ASKED({ "kind", "", 0, NULL })), 90);
	IS(shown(t, ASKED({ "q", " Team 8 ", 8, NULL })), 8);
	IS(shown(t, ASKED({ "since", "1/3/1970", 8, NULL })), 32);
	IS(shown(t, ASKED({ "odd", "", 0, NULL }, { "odd", "yes", 3, NULL })), 45);
	IS(shown(t, ASKED({ "one", "2", 1, NULL })), 1);
	IS(shown(t, ASKED({ "odd", "yes", 3, NULL }, { "one", "2", 1, NULL })), 0);
}

TEST(what_cannot_be_is_left_out_with_a_note)
{
	struct rq rq = many_rq(t, AS_PAGE, ASKED(
		{ "kind", "<script>", 8, NULL }, { "since", "31/02/2026", 10, NULL },
		{ "odd", "perhaps", 7, NULL }, { "one", "17", 2, NULL },
		{ "sort", "id; DROP", 8, NULL }, { "page", "-1", 2, NULL }));
	const char *html;

	many_make(t, 20);
	html = many_page(&rq, &many_list);
	HAS(html, "Kind cannot be “&lt;script&gt;”, so this filter was left out.");
	HAS(html, "Since cannot be “31/02/2026”");
	HAS(html, "Odd only cannot be");
	/* A team there is, but none that is offered. */
	HAS(html, "Just cannot be “17”");
	HAS(html, "There is no order “id; DROP”");
	HAS(html, "There is no page “-1”");
	HAS(html, "20 rows");
	LACKS(html, "<script>");
	LACKS(html, "alm-chip\"");
}

TEST(hostile_filter_text_is_shown_and_sent_on_escaped)
{
	static const char evil[] = "\"><script>&a=b\xE2\x80\xAE";
	struct rq rq = many_rq(t, AS_PAGE, ASKED({ "q", evil, sizeof evil - 1, NULL }));
	const char *html;

	many_make(t, 5);
	html = many_page(&rq, &many_list);
	HAS(html, "Nothing matches these filters.");
	HAS(html, "value=\"&quot;&gt;&lt;script&gt;&amp;a=b");
	LACKS(html, "<script>");
}

static const struct list_filter usual_filters[] = {
	{ .name = "kind", .label = "Kind", .words = &many_kind_vocab, .otherwise = "one" },
	{ .name = "odd", .label = "Odd", .as = FILTER_YES, .otherwise = "yes" },
};

TEST(a_usual_filter_can_be_taken_off)
{
	struct list list = many_list;
	struct rq rq = many_rq(t, AS_PAGE, NOTHING_ASKED);
	const char *html;

	list.filters = usual_filters;
	list.nfilters = COUNT(usual_filters);
	many_make(t, 48);
	html = many_page(&rq, &list);
	HAS(html, "8 rows");
	HAS(html, "class=\"alm-chip\" href=\"/many?kind=\"");
	HAS(html, "href=\"/many?kind=&amp;odd=\"");
	rq = many_rq(t, AS_PAGE, ASKED({ "kind", "", 0, NULL }, { "odd", "", 0, NULL }));
	html = many_page(&rq, &list);
	HAS(html, "48 rows");
	/* The way back to the usual is the plain address, which a sort link must not take. */
	HAS(html, "href=\"/many?kind=&amp;odd=&amp;sort=name\"");
}

/* ---- names, panels, files ---- */

static size_t told;
static int64_t told_last;

static void tell(struct rq *rq, const char *list, const PersonId *ids, size_t n)
{
	(void)rq;
	SURE(text_same(list, "many"));
	told = n;
	told_last = ids[n - 1].v;
}

TEST(whose_names_are_shown_is_told)
{
	void (*before)(struct rq *, const char *, const PersonId *, size_t) = list_names_hook;
	struct rq rq = many_rq(t, AS_PAGE, NOTHING_ASKED);
	struct rq file = many_rq(t, AS_CSV, NOTHING_ASKED);
	struct boundary around;

	many_make(t, 70);
	list_names_hook = tell;
	told = 0;
	BOUNDARY_AROUND(around, many_page(&rq, &many_list));
	IS(told, 50);
	IS(told_last, 50);
	BOUNDARY_AROUND(around, list_reply(&file, &many_list));
	list_names_hook = before;
	IS(told, 70);
	IS(told_last, 70);
}

TEST(a_panel_shows_the_first_rows_whatever_the_address_says)
{
	struct rq rq = many_rq(t, AS_PAGE, ASKED({ "kind", "two", 3, NULL },
	                                         { "page", "2", 1, NULL }));
	struct page *pg = page_new(t->arena);
	const char *html;

	many_make(t, 30);
	list_panel(&rq, pg, &many_counted_list, 5, "/many");
	html = page_text(pg, NULL);
	SAME(html_cell(t->arena, html, 0, 0), "1");
	SAME(html_cell(t->arena, html, 4, 0), "5");
	HAS(html, "<a class=\"govuk-link\" href=\"/many\">See all 30</a>");
	LACKS(html, "sort=");
	LACKS(html, "<form");
}

/* What a search shows of a list: its filters are the address's, the usual ones are off. */
TEST(the_first_rows_are_a_table_of_a_record)
{
	void (*before)(struct rq *, const char *, const PersonId *, size_t) = list_names_hook;
	struct list list = many_list;
	struct rq rq = many_rq(t, AS_PAGE, ASKED({ "kind", "two", 3, NULL }));
	struct record *rec = record_new(t->arena, "search", 0, "Search");
	struct list_first first = { 0 };
	struct boundary around;
	struct page *pg = page_new(t->arena);

	list.filters = usual_filters;
	list.nfilters = COUNT(usual_filters);
	many_make(t, 60);
	list_names_hook = tell;
	told = 0;
	BOUNDARY_AROUND(around, first = list_first(&rq, rec, &list, "many", 5));
	list_names_hook = before;
	IS(first.rows, 5);
	OK(first.more);
	IS(told, 5);
	rec = record_new(t->arena, "search", 0, "Search");
	first = list_first(&rq, rec, &list, "many", 20);
	IS(first.rows, 20);                      /* a third of all: "odd" is not in force */
	OK(!first.more);
	record_draw_table(&rq, pg, rec, "many");
	HAS(page_text(pg, NULL), "Team 1");
}

TEST(an_empty_list_says_so)
{
	struct rq rq = many_rq(t, AS_PAGE, NOTHING_ASKED), file = many_rq(t, AS_CSV, NOTHING_ASKED);
	struct page *pg = page_new(t->arena);

	HAS(many_page(&rq, &many_list), "There is nothing.");
	list_panel(&rq, pg, &many_list, 5, "/many");
	SAME(page_text(pg, NULL), "<p class=\"govuk-body\">There is nothing.</p>");
	HAS(list_reply(&file, &many_list).bytes, "Id,Name,Kind");
}

/* Not tortured: it is about size, and takes its time. */
TEST_PLAIN(a_file_takes_little_more_than_its_bytes)
{
	struct arena *a = arena_new("test", 64 << 20);
	struct rq rq = many_rq(t, AS_CSV, NOTHING_ASKED);
	struct reply reply;

	many_make(t, 20000);
	rq.arena = a;
	reply = list_reply(&rq, &many_list);
	OK(reply.len > 1000000);
	/* The bytes, what their buffer outgrew, and the words of dates. */
	OK(arena_used(a) < 8 * reply.len);
	HAS(reply.bytes + reply.len - 200, "\r\n20000,");
	arena_end(&a);
}

TEST_PLAIN(a_file_that_is_too_long_says_that_it_was_cut)
{
	struct arena *a = arena_new("test", (size_t)512 << 20);
	struct rq rq = many_rq(t, AS_JSON, ASKED({ "kind", "one", 3, NULL }));
	struct rq all = many_rq(t, AS_JSON, NOTHING_ASKED);
	struct reply reply;

	many_make(t, LIST_FILE_ROWS + 1);
	rq.arena = all.arena = a;
	LACKS(list_reply(&rq, &many_list).bytes, "There are more rows");
	reply = list_reply(&all, &many_list);
	HAS(reply.bytes, "There are more rows: these are the first 200000.");
	HAS(reply.bytes, "{\"id\":200000,");
	LACKS(reply.bytes, "{\"id\":200001,");
	arena_end(&a);
}
