/* SPDX-License-Identifier: MIT */
/*
 * test_csv.c -- files as councils write them, and files that nobody should.
 *
 * The scanner walks bits of 64-byte windows; what it says is compared with a
 * reader that looks at one byte after the other and knows nothing of windows.
 */
#include "exchange/csv.h"

#include "exchange/test_fixture.h"

/* Rows as text: fields between bars, rows ended by a stroke. */
static char *told(struct t *t, const char *bytes, size_t n, const struct csv_limits *limits)
{
	struct csv *c = csv_open(t->arena, bytes, n, limits);
	struct buf b = buf_new(t->arena);
	struct csv_row row;
	enum csv_step step;

	while ((step = csv_next(c, &row)) == CSV_ROW) {
		for (size_t i = 0; i < row.n; i++) {
			if (i)
				buf_char(&b, '|');
			buf_add(&b, row.field[i].s, row.field[i].n);
		}
		buf_char(&b, '/');
	}
	if (step == CSV_REFUSED)
		buf_str(&b, csv_refusal(c)->sentence);
	return buf_text(&b);
}

static char *told_text(struct t *t, const char *text)
{
	return told(t, text, strlen(text), NULL);
}

TEST(fields_and_rows)
{
	SAME(told_text(t, "a,b\nc,d\n"), "a|b/c|d/");
	SAME(told_text(t, "a,b\r\nc,d"), "a|b/c|d/");
	SAME(told_text(t, "a,b\rc,d\r"), "a|b/c|d/");
	SAME(told_text(t, "a,,\n,b\n"), "a||/|b/");
	SAME(told_text(t, "\"a,b\",\"c\nd\"\n"), "a,b|c\nd/");
	SAME(told_text(t, "\"a \"\"b\"\" c\",\"\"\"\"\n"), "a \"b\" c|\"/");
	SAME(told_text(t, "5\" pipe,\"x\"y\"z\",\"\"\n"), "5\" pipe|xy\"z\"|/");
	SAME(told_text(t, "a\n\n , \nb\n"), "a/b/");
	SAME(told_text(t, ""), "");
	SAME(told_text(t, "\n\r\n"), "");
}

TEST(rows_are_numbered_as_people_count)
{
	static const char text[] = "head\r\n\r\n\"one\r\ntwo\rthree\nfour\"\r\nlast\n";
	struct csv *c = csv_open(t->arena, text, sizeof text - 1, NULL);
	struct csv_row row;

	IS(csv_next(c, &row), CSV_ROW);
	IS(row.row, 1);
	IS(csv_next(c, &row), CSV_ROW);
	IS(row.row, 3);
	IS(row.line, 3);
	IS(csv_next(c, &row), CSV_ROW);
	IS(row.row, 4);
	IS(row.line, 7);
	IS(row.raw_n, 4);
	IS(csv_next(c, &row), CSV_END);
	IS(csv_field(&row, 9).n, 0);
	IS(csv_field(&row, -1).n, 0);
}

TEST(marks_at_the_beginning)
{
	SAME(told_text(t, "\xEF\xBB\xBF" "a,b\n"), "a|b/");
	SAME(told_text(t, "\xC3\xAF\xC2\xBB\xC2\xBF" "a,b\n"), "a|b/");
	SAME(told_text(t, "\xC3\x83\xC2\xAF\xC3\x82\xC2\xBB\xC3\x82\xC2\xBF" "a,b\n"), "a|b/");
	SAME(told_text(t, "\xEF\xBB\xBF\xC3\xAF\xC2\xBB\xC2\xBF\"a\",b\n"), "a|b/");
}

TEST(windows_letters_when_it_is_not_utf8)
{
	struct csv *c;

	SAME(told_text(t, "caf\xC3\xA9,\xE2\x80\x99\n"), "café|’/");
	SAME(told_text(t, "caf\xE9,\"\x93hi\x94 \"\"x\"\"\",\x92\n"), "café|“hi” \"x\"|’/");
	/* Decided once: one bad byte, and the good ones are Windows' too. */
	SAME(told_text(t, "\xC3\xA9\n\xE9\n"), "Ã©/é/");
	c = csv_open(t->arena, "\xE9", 1, NULL);
	IS(csv_coding_of(c), CSV_CP1252);
	/* Overlong, surrogate, past the end: none of these is UTF-8. */
	IS(csv_coding_of(csv_open(t->arena, "\xC0\xAF", 2, NULL)), CSV_CP1252);
	IS(csv_coding_of(csv_open(t->arena, "\xED\xA0\x80", 3, NULL)), CSV_CP1252);
	IS(csv_coding_of(csv_open(t->arena, "\xF4\x90\x80\x80", 4, NULL)), CSV_CP1252);
	IS(csv_coding_of(csv_open(t->arena, "\xF0\x9F\x98\x80", 4, NULL)), CSV_UTF8);
	IS(csv_coding_of(csv_open(t->arena, "ok", 2, NULL)), CSV_ASCII);
}

TEST(sixteen_bit_files)
{
	static const char little[] = "\xFF\xFE" "a\0,\0\xE9\0\n\0=\xD8\0\xDE\n\0";
	static const char big[] = "\0a\0,\0b\0\n\0c\0,\0d";

	SAME(told(t, little, sizeof little - 1, NULL), "a|é/😀/");
	SAME(told(t, big, sizeof big - 1, NULL), "a|b/c|d/");
}

TEST(refusals_say_what_where_and_what_to_do)
{
	static const char nul[] = "a,b\nc,\0d\n";
	struct csv_limits small = { 3, 10, 2 };
	struct buf wide = buf_new(t->arena);

	for (int i = 0; i < 9999; i++)
		buf_char(&wide, ',');
	buf_str(&wide, "x\n");
	SAME(told(t, wide.s, wide.n, NULL), "This file has 10,000 columns in row 1; the most we "
	     "read is 2,000. Take out the columns that are not needed and save it again.");
	HAS(told(t, nul, sizeof nul - 1, NULL), "a|b/Row 2 (line 2) has a NUL byte");
	HAS(told_text(t, "a\n\"b,c\nd"), "a/This file ends inside a quoted field of row 2, "
	                                 "which begins on line 2");
	HAS(told(t, "a\nb\nc\n", 6, &small), "a/b/This file has more than 2 rows");
	HAS(told(t, "a,bbbbbbbbbbb\n", 14, &small), "Column 2 of row 1 (line 1) is longer");
}

TEST(after_a_refusal_nothing_more)
{
	struct csv *c = csv_open(t->arena, "\"a", 2, NULL);
	struct csv_row row;

	IS(csv_next(c, &row), CSV_REFUSED);
	IS(csv_next(c, &row), CSV_REFUSED);
	IS(csv_refusal(c)->why, CSV_CUT_SHORT);
}

/* ---- the header ----------------------------------------------------------- */

static const struct csv_want wants[] = {
	{ "Name", .must = true },
	{ "Amount", .or_name = "Net", .must = true },
	{ "CQC Location", .prefix = true },
	{ "Never" },
};

static enum csv_step seek(struct t *t, const char *text, int *at, struct csv **c)
{
	struct csv_header h;

	*c = csv_open(t->arena, text, strlen(text), NULL);
	return csv_find_header(*c, wants, COUNT(wants), at, &h);
}

TEST(a_header_is_found_by_its_names)
{
	struct csv_header h;
	struct csv_row row;
	struct csv *c;
	int at[COUNT(wants)];

	IS(seek(t, "Report,,\n\nOf May\n CQC location (for office,NAME ,net.,,\n1,Ann,2\n", at, &c),
	   CSV_ROW);
	IS(at[0], 1);
	IS(at[1], 2);
	IS(at[2], 0);
	IS(at[3], -1);
	IS(csv_next(c, &row), CSV_ROW);
	OK(slice_is(csv_field(&row, at[0]), "ann"));

	c = csv_open(t->arena, "Name;Amount\n1;2\n", 16, NULL);
	IS(csv_find_header(c, wants, COUNT(wants), at, &h), CSV_ROW);
	IS(h.n, 2);
	SAME(h.name[1], "Amount");
	IS(seek(t, "Name\tAmount\n1\t2\n", at, &c), CSV_ROW);
}

TEST(a_header_that_is_not_there)
{
	struct csv *c;
	int at[COUNT(wants)];

	IS(seek(t, "x,y\nName,Cost\n1,2\n", at, &c), CSV_REFUSED);
	IS(csv_refusal(c)->why, CSV_NO_HEADER);
	HAS(csv_refusal(c)->sentence, "The nearest, row 2, lacks Amount.");
	IS(seek(t, "Name,Amount,name\n", at, &c), CSV_REFUSED);
	IS(csv_refusal(c)->why, CSV_TWICE);
	IS(seek(t, "\n \n", at, &c), CSV_REFUSED);
	IS(csv_refusal(c)->why, CSV_EMPTY);
	IS(seek(t, "1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n"
	           "Name,Net\n", at, &c), CSV_REFUSED);
}

TEST(layouts_are_told_apart)
{
	struct csv_header one, same, other;
	int at[COUNT(wants)];
	struct csv *c = csv_open(t->arena, "Name,Net\n", 9, NULL);

	IS(csv_find_header(c, wants, COUNT(wants), at, &one), CSV_ROW);
	c = csv_open(t->arena, "x\nName, Net\r\n1,2", 17, NULL);
	IS(csv_find_header(c, wants, COUNT(wants), at, &same), CSV_ROW);
	c = csv_open(t->arena, "Net,Name\n", 9, NULL);
	IS(csv_find_header(c, wants, COUNT(wants), at, &other), CSV_ROW);
	OK(one.mark == same.mark);
	OK(one.mark != other.mark);
}

/* ---- against a plain reader -------------------------------------------------- */

/* One byte after the other, by the states of RFC 4180 as spreadsheets extend it. */
static char *told_plainly(struct t *t, const char *s, size_t n)
{
	struct buf all = buf_new(t->arena), row = buf_new(t->arena);
	enum { START, PLAIN, QUOTED, AFTER } state = START;
	bool something = false;

	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? s[i] : '\n';

		if (i == n && state == QUOTED) {
			buf_str(&all, "cut");
			break;
		}
		if (i == n && state == START && !row.n && !(i && s[i - 1] == ','))
			break;
		if (state == QUOTED && c != '"') {
			buf_char(&row, c);
			something |= c != ' ' && c != '\n' && c != '\r';
		} else if (c == '"' && state != PLAIN) {
			if (state == AFTER)
				buf_char(&row, '"');
			something |= state == AFTER;
			state = state == QUOTED ? AFTER : QUOTED;
		} else if (c == ',') {
			buf_char(&row, '|');
			state = START;
		} else if (c == '\n' || c == '\r') {
			i += c == '\r' && i + 1 < n && s[i + 1] == '\n';
			if (something) {
				buf_add(&all, row.s, row.n);
				buf_char(&all, '/');
			}
			row.n = 0;
			something = false;
			state = START;
		} else {
			buf_char(&row, c);
			something |= c != ' ';
			state = PLAIN;
		}
	}
	return buf_text(&all);
}

static uint64_t dice(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 33;
}

/* Not tortured: its many runs are the straight tests' calls again. */
TEST_PLAIN(the_same_as_a_plain_reader)
{
	static const char letters[] = ",,,\"\"\"\n\r ab";
	uint64_t seed = 42;
	char text[300];

	for (int round = 0; round < 20000; round++) {
		struct arena_mark mark = arena_mark(t->arena);
		size_t n = dice(&seed) % (round % 2 ? 12 : sizeof text);
		size_t of = round % 3 ? sizeof letters - 1 : 4;
		const char *plain, *fast;

		for (size_t i = 0; i < n; i++)
			text[i] = dice(&seed) % 4 ? 'x' : letters[dice(&seed) % of];
		plain = told_plainly(t, text, n);
		fast = told(t, text, n, NULL);
		if (text_ends(plain, "cut")) {
			HAS(fast, "ends inside a quoted field");
			OK(strncmp(plain, fast, strlen(plain) - 3) == 0);
		} else {
			SAME(fast, plain);
		}
		arena_back(t->arena, mark);
	}
}

/* ---- written and read back ----------------------------------------------------- */

TEST(what_is_written_is_read_back)
{
	static const char *const texts[] = {
		"", "plain", "a,b", "a\"b", "\"", "a\nb", "a\r\nb", " blank ", "x;y", "tab\tin",
		"Ünï", "-12.50", "=1+1", "'quoted'",
	};
	struct buf b = buf_new(t->arena);
	struct csv *c;
	struct csv_row row;

	buf_str(&b, "x");
	for (size_t i = 0; i < COUNT(texts); i++) {
		buf_char(&b, ',');
		csv_put_plain(&b, texts[i]);
	}
	c = csv_open(t->arena, b.s, b.n, NULL);
	IS(csv_next(c, &row), CSV_ROW);
	IS(row.n, COUNT(texts) + 1);
	for (size_t i = 0; i < COUNT(texts); i++)
		SAME(arena_dupn(t->arena, row.field[i + 1].s, row.field[i + 1].n), texts[i]);
}

static char *guarded(struct t *t, const char *text)
{
	struct buf b = buf_new(t->arena);

	csv_put_text(&b, text, true);
	return buf_text(&b);
}

TEST(formulas_are_disarmed)
{
	SAME(guarded(t, "=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
	SAME(guarded(t, "+44 1632"), "\"'+44 1632\"");
	SAME(guarded(t, "-1"), "\"'-1\"");
	SAME(guarded(t, "@x"), "\"'@x\"");
	SAME(guarded(t, "\t=x"), "\"'\t=x\"");
	SAME(guarded(t, "\r=x"), "\"'\r=x\"");
	SAME(guarded(t, "＝1"), "\"'＝1\"");
	SAME(guarded(t, "＠1"), "\"'＠1\"");
	SAME(guarded(t, "a=b"), "a=b");
	SAME(guarded(t, ""), "");
}
