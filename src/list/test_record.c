/* SPDX-License-Identifier: MIT */
/*
 * test_record.c -- what a handler says once, a page and a program both read.
 */
#include "list/test_list.h"

static const struct column visit_columns[] = {
	{ .key = "day", .label = "Day", .kind = CELL_WORD, .words = &many_kind_vocab },
	{ .key = "from", .label = "From", .kind = CELL_TIME },
	{ .key = "length", .label = "Length", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "id", .label = "Id", .kind = CELL_INT, .in_files_only = true },
	{ .key = "act", .label = "Act", .on_page_only = true },
};

static struct record *example(struct t *t)
{
	struct record *rec = record_new(t->arena, "request", 17, "Request <17>");
	struct table *visits;
	struct cell *row;

	record_text(rec, "locality", "Locality", "North <b>\n& south");
	record_change(rec, "/requests/17/change");
	record_money(rec, "week_cost", "Weekly cost", money(123450));
	record_money(rec, "other_cost", "Other cost", MONEY_NONE);
	record_date(rec, "start", "Start", date_make(2026, 3, 31));
	record_moment(rec, "ready", "Ready", (Moment){ INT64_C(1774969507123) });
	record_minutes(rec, "length", "Length", minutes(810));
	record_int(rec, "visits_n", "Visits", 1234);
	record_link(rec, "/visits");
	record_word(rec, "kind", "Kind", &many_kind_vocab, 1);
	record_text(rec, "secret", "Not on the page", "for programs");
	record_not_on_page(rec);
	visits = record_table(rec, "visits", "Visits", visit_columns, COUNT(visit_columns));
	for (int i = 1; i <= 2; i++) {
		row = table_add(visits);
		row[0] = cell_of_word(i);
		row[1] = cell_of_minutes(minutes(450 * i));
		row[2] = cell_linked(cell_of_minutes(minutes(45)), "/visits/1");
		row[3] = cell_of_int(100 + i);
		row[4] = cell_of_text("act");
	}
	return rec;
}

TEST(a_record_is_flat_json)
{
	struct rq rq = many_rq(t, AS_JSON, NOTHING_ASKED);
	struct reply reply = record_reply(&rq, example(t));

	IS(reply.status, 200);
	SAME(reply.type, "application/json");
	SAME(reply.bytes,
	     "{\"record\":\"request\",\"id\":17,\"title\":\"Request \\u003c17\\u003e\","
	     "\"locality\":\"North \\u003cb\\u003e\\n\\u0026 south\",\"week_cost\":1234.50,"
	     "\"other_cost\":null,\"start\":\"2026-03-31\",\"ready\":\"2026-03-31T15:05:07.123Z\","
	     "\"length\":810,\"visits_n\":1234,\"kind\":\"one\",\"secret\":\"for programs\","
	     "\"visits\":[{\"day\":\"one\",\"from\":\"07:30\",\"length\":45,\"id\":101},"
	     "{\"day\":\"two\",\"from\":\"15:00\",\"length\":45,\"id\":102}]}");
}

TEST(a_record_is_a_page_with_its_tables)
{
	struct rq rq = many_rq(t, AS_PAGE, NOTHING_ASKED);
	struct reply reply = record_reply(&rq, example(t));
	const char *html;
	size_t n;

	IS(reply.kind, REPLY_PAGE);
	html = layout_end(reply.page, &rq.look, &n);
	HAS(html, "Request &lt;17&gt;");
	HAS(html, "North &lt;b&gt;<br>&amp; south");
	HAS(html, "£1,234.50");
	HAS(html, "Not known");
	HAS(html, "31 March 2026 at 4:05pm");
	HAS(html, "13.5 h");
	HAS(html, "<a class=\"govuk-link\" href=\"/visits\">1,234</a>");
	HAS(html, "href=\"/requests/17/change\"");
	LACKS(html, "for programs");
	LACKS(html, "<b>");
	SAME(html_cell(t->arena, html, 0, 1), "07:30");
	SAME(html_cell(t->arena, html, 1, 3), "act");
	SAME(html_cell(t->arena, html, 1, 4), NULL);
	SAME(html_cell(t->arena, html, 2, 0), "Total");
	SAME(html_cell(t->arena, html, 2, 2), "1.5 h");
}

TEST(a_record_is_a_file_of_facts_or_of_a_table)
{
	struct rq facts = many_rq(t, AS_CSV, NOTHING_ASKED);
	struct rq visits = many_rq(t, AS_CSV, ASKED({ "table", "visits", 6, NULL }));
	struct reply reply = record_reply(&facts, example(t));

	SAME(reply.file_name, "request.csv");
	HAS(reply.bytes, "Weekly cost,1234.50\r\n");
	HAS(reply.bytes, "Start,2026-03-31\r\n");
	HAS(reply.bytes, "Not on the page,for programs\r\n");
	reply = record_reply(&visits, example(t));
	SAME(reply.file_name, "request-visits.csv");
	HAS(reply.bytes, "Day,From,Length (minutes),Id\r\n");
	HAS(reply.bytes, ",15:00,45,102\r\n");
}
