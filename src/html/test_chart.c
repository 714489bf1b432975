/* SPDX-License-Identifier: MIT */
/*
 * test_chart.c -- pictures of numbers: whole ones against a golden text, and
 * what holds for all.
 */
#include <string.h>

#include "html/chart_draw.h"
#include "t/t.h"

static const char *const days[] = { "Mon", "Tue", "Wed" };
static const int64_t few[] = { 2, INT_NONE, 5 };
static const int64_t more[] = { 1, 3, 4 };

static const char *drawn(struct t *t, struct chart in)
{
	struct page *pg = page_new(t->arena);

	chart(pg, in);
	return page_text(pg, NULL);
}

static struct chart small(enum chart_kind kind)
{
	static const struct chart_series waiting = { .name = "Waiting", .values = few };

	return (struct chart){ .id = "c", .kind = kind, .title = "Requests <waiting>",
	                       .labels = days, .nlabels = 3, .series = &waiting, .nseries = 1 };
}

/* Two columns of 2 and 5 on an axis to 5: 96 and 240 of 240 units high; none for Tuesday. */
static const char columns[] =
	"<svg class=\"alm-chart__picture\" xmlns=\"http://www.w3.org/2000/svg\" "
	"viewBox=\"0 0 640 284\" role=\"img\" aria-labelledby=\"c-title c-about\" "
	"focusable=\"false\">"
	"<title id=\"c-title\">Requests &lt;waiting&gt;</title>"
	"<desc id=\"c-about\">Column chart, Mon to Wed. Waiting: lowest 2 (Mon), "
	"highest 5 (Wed), last 5 (Wed).</desc>"
	"<line class=\"alm-chart__zero\" x1=\"24.0\" y1=\"256.0\" x2=\"624.0\" "
	"y2=\"256.0\"></line>"
	"<text class=\"alm-chart__text alm-chart__text--end\" x=\"16.0\" "
	"y=\"260.0\">0</text>"
	"<line class=\"alm-chart__grid\" x1=\"24.0\" y1=\"208.0\" x2=\"624.0\" "
	"y2=\"208.0\"></line>"
	"<text class=\"alm-chart__text alm-chart__text--end\" x=\"16.0\" "
	"y=\"212.0\">1</text>"
	"<line class=\"alm-chart__grid\" x1=\"24.0\" y1=\"160.0\" x2=\"624.0\" "
	"y2=\"160.0\"></line>"
	"<text class=\"alm-chart__text alm-chart__text--end\" x=\"16.0\" "
	"y=\"164.0\">2</text>"
	"<line class=\"alm-chart__grid\" x1=\"24.0\" y1=\"112.0\" x2=\"624.0\" "
	"y2=\"112.0\"></line>"
	"<text class=\"alm-chart__text alm-chart__text--end\" x=\"16.0\" "
	"y=\"116.0\">3</text>"
	"<line class=\"alm-chart__grid\" x1=\"24.0\" y1=\"64.0\" x2=\"624.0\" "
	"y2=\"64.0\"></line>"
	"<text class=\"alm-chart__text alm-chart__text--end\" x=\"16.0\" "
	"y=\"68.0\">4</text>"
	"<line class=\"alm-chart__grid\" x1=\"24.0\" y1=\"16.0\" x2=\"624.0\" "
	"y2=\"16.0\"></line>"
	"<text class=\"alm-chart__text alm-chart__text--end\" x=\"16.0\" "
	"y=\"20.0\">5</text>"
	"<rect class=\"alm-chart__mark alm-chart__mark--1\" x=\"52.0\" y=\"160.0\" "
	"width=\"135.4\" height=\"96.0\">"
	"<title>Mon, Waiting: 2</title></rect>"
	"<text class=\"alm-chart__text alm-chart__text--middle\" x=\"119.7\" "
	"y=\"155.0\">2</text>"
	"<rect class=\"alm-chart__mark alm-chart__mark--1\" x=\"452.0\" y=\"16.0\" "
	"width=\"135.4\" height=\"240.0\">"
	"<title>Wed, Waiting: 5</title></rect>"
	"<text class=\"alm-chart__text alm-chart__text--middle\" x=\"519.7\" "
	"y=\"11.0\">5</text>"
	"<text class=\"alm-chart__text alm-chart__text--middle\" x=\"124.0\" "
	"y=\"276.0\">Mon</text>"
	"<text class=\"alm-chart__text alm-chart__text--middle\" x=\"324.0\" "
	"y=\"276.0\">Tue</text>"
	"<text class=\"alm-chart__text alm-chart__text--middle\" x=\"524.0\" "
	"y=\"276.0\">Wed</text>"
	"</svg>";

TEST(columns_are_golden)
{
	HAS(drawn(t, small(CHART_COLUMNS)), columns);
}

TEST(lines_lift_where_there_is_no_value)
{
	const char *out = drawn(t, small(CHART_LINES));

	/* Two moves, no stroke between them. */
	HAS(out, "<path d=\"M124.0 160.0M524.0 16.0\""
	         " class=\"alm-chart__line alm-chart__line--1\">");
	HAS(out, "<td class=\"govuk-table__cell govuk-table__cell--numeric\">-</td>");
}

TEST(every_kind_has_words_and_table)
{
	const enum chart_kind kinds[] = { CHART_COLUMNS, CHART_STACKED, CHART_BARS, CHART_LINES };
	const char *const links[] = { "/list?day=1", NULL, "/list?day=3" };
	const struct chart_series both[] = {
		{ .name = "Waiting", .values = few, .hrefs = links },
		{ .name = "Placed & gone", .values = more },
	};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct chart in = small(kinds[i]);
		const char *out;

		in.series = both;
		in.nseries = 2;
		in.has_target = true;
		in.target = 4;
		in.label_head = "Day";
		out = drawn(t, in);
		HAS(out, "role=\"img\" aria-labelledby=\"c-title c-about\"");
		HAS(out, "<title id=\"c-title\">Requests &lt;waiting&gt;</title>");
		HAS(out, "Waiting: lowest 2 (Mon), highest 5 (Wed), last 5 (Wed).");
		HAS(out, "Target: 4.");
		HAS(out, "<a class=\"govuk-link\" href=\"/list?day=3\">5</a>");
		HAS(out, "<th scope=\"row\" class=\"govuk-table__header\">Tue</th>");
		HAS(out, "Placed &amp; gone");
		LACKS(out, "style=");
		LACKS(out, "nan");
		LACKS(out, "inf");
		LACKS(out, "=\"-");             /* no negative place or size */
	}
}

TEST(nothing_to_show_is_said)
{
	struct chart in = small(CHART_COLUMNS);
	static const int64_t none[] = { INT_NONE, INT_NONE, INT_NONE };
	static const struct chart_series empty = { .name = "Waiting", .values = none };

	in.nlabels = 0;
	HAS(drawn(t, in), "There is nothing to show");
	in = small(CHART_LINES);
	in.series = &empty;
	HAS(drawn(t, in), "Waiting: no values.");
	LACKS(drawn(t, in), "nan");
}

static void axis_is(struct t *t, int64_t least, int64_t most, struct axis want)
{
	struct axis got = axis_make(least, most);

	(void)t;
	IS(got.low, want.low);
	IS(got.high, want.high);
	IS(got.step, want.step);
	OK(got.low <= least && got.high >= most && got.low < got.high);
}

TEST(axes_are_round_and_hold_everything)
{
	axis_is(t, 0, 0, (struct axis){ 0, 1, 1 });
	axis_is(t, 0, 5, (struct axis){ 0, 5, 1 });
	axis_is(t, 0, 9, (struct axis){ 0, 10, 2 });
	axis_is(t, 3, 97, (struct axis){ 0, 100, 20 });
	axis_is(t, -3, 7, (struct axis){ -4, 8, 2 });
	axis_is(t, 0, 123456, (struct axis){ 0, 150000, 50000 });
	axis_is(t, 0, INT64_C(9007199254740991),
	        (struct axis){ 0, INT64_C(10000000000000000), INT64_C(2000000000000000) });
}

TEST(numbers_have_their_commas)
{
	SAME(chart_number(t->arena, 0), "0");
	SAME(chart_number(t->arena, 999), "999");
	SAME(chart_number(t->arena, -1234567), "-1,234,567");
	SAME(chart_number(t->arena, INT64_MIN), "-9,223,372,036,854,775,808");
	SAME(chart_money(t->arena, 123450), "£1,235");
	SAME(chart_money(t->arena, 123449), "£1,234");
	SAME(chart_money(t->arena, -50), "-£1");
	SAME(chart_money(t->arena, -49), "£0");
}

TEST(a_sparkline_is_one_path_with_its_words)
{
	struct page *pg = page_new(t->arena);
	static const int64_t flat[] = { 7, 7 };

	sparkline(pg, "Falling from 5 to 1", more, 3);
	HAS(page_text(pg, NULL), "aria-label=\"Falling from 5 to 1\"");
	HAS(page_text(pg, NULL), "d=\"M2.0 22.0L48.0 8.7L94.0 2.0\"");
	pg = page_new(t->arena);
	sparkline(pg, "Level", flat, 2);
	HAS(page_text(pg, NULL), "d=\"M2.0 22.0L94.0 22.0\"");
	pg = page_new(t->arena);
	sparkline(pg, "Nothing", NULL, 0);
	HAS(page_text(pg, NULL), "d=\"\"");
}

/* Not tortured: a child dies. */
TEST_PLAIN(a_chart_of_nothing_is_a_bug)
{
	struct chart in = small(CHART_BARS);

	in.nseries = 0;
	DIES(drawn(t, in));
	in.nseries = CHART_SERIES + 1;
	DIES(drawn(t, in));
}
