/* SPDX-License-Identifier: MIT */
/*
 * test_json.c -- JSON out is read by another's reader; JSON in has limits.
 */
#include "exchange/json.h"

#include "t/t.h"

#include <jansson.h>
#include <string.h>

TEST(every_kind_of_value)
{
	struct buf b = buf_new(t->arena);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "text", "a\"b\\c\n\t\r\x01\x7F</script>&\xE2\x80\xA8\xE2\x82\xAC");
	json_put_text(&j, "nothing", NULL);
	json_put_int(&j, "int", INT64_MAX);
	json_put_int(&j, "none", INT_NONE);
	json_put_decimal(&j, "small", -5, 2);
	json_put_decimal(&j, "least", INT64_MIN + 1, 4);
	json_put_bool(&j, "yes", true);
	json_put_money(&j, "money", money(10));
	json_put_money(&j, "no money", MONEY_NONE);
	json_put_date(&j, "date", date_make(2026, 3, 31));
	json_put_date(&j, "no date", DATE_NONE);
	json_put_moment(&j, "moment", T_NOW);
	json_open_array(&j, "list");
	json_put_int(&j, NULL, 1);
	json_put_null(&j, NULL);
	json_open_object(&j, NULL);
	json_close_object(&j);
	json_close_array(&j);
	json_close_object(&j);
	SAME(buf_text(&b),
	     "{\"text\":\"a\\\"b\\\\c\\n\\t\\r\\u0001\\u007f\\u003c/script"
	     "\\u003e\\u0026\\u2028€\","
	     "\"nothing\":null,\"int\":9223372036854775807,\"none\":null,\"small\":-0.05,"
	     "\"least\":-922337203685477.5807,\"yes\":true,\"money\":0.10,\"no money\":null,"
	     "\"date\":\"2026-03-31\",\"no date\":null,\"moment\":\"2026-06-15T08:30:00.000Z\","
	     "\"list\":[1,null,{}]}");
	OK(j.depth == 0);
}

static const char *why_not(struct t *t, const char *text, size_t n)
{
	const char *sentence = "read";

	return json_read(t->arena, text, n, NULL, &sentence) ? "read" : sentence;
}

TEST(what_is_refused)
{
	char deep[80];

	memset(deep, '[', 40);
	memset(deep + 40, ']', 40);
	SAME(why_not(t, "{\"a\":[1,2.5,\"x\"]}", 17), "read");
	HAS(why_not(t, deep, sizeof deep), "deeper than the 32 levels");
	SAME(why_not(t, deep + 10, 60), "read");
	HAS(why_not(t, "{\"a\":1", 6), "ends too early, on line 1");
	HAS(why_not(t, "{\"a\":1,\"a\":2}", 13), "the same name twice");
	HAS(why_not(t, "{\"a\":99999999999999999999}", 26), "too big");
	HAS(why_not(t, "{\"a\":\"\\u0000\"}", 14), "This is not JSON");
	HAS(why_not(t, "{\"a\":\"\xC0\xAF\"}", 10), "not UTF-8");
	HAS(why_not(t, "{}x", 3), "This is not JSON");
	HAS(why_not(t, "{\"a\"\n 1}", 8), "line 2, column");
	HAS(why_not(t, "", 0), "ends too early");

	const char *sentence;
	struct json_limits small = { 4, 8 };
	OK(!json_read(t->arena, "[1,2]", 5, &small, &sentence));
	HAS(sentence, "has 5 bytes; the most we read is 4");
}

/* The records, with a stroke behind each; then how it ended. */
static char *cuts(struct t *t, const char *text)
{
	struct json_cutter c = json_cutter(text, strlen(text));
	struct buf b = buf_new(t->arena);
	const char *record;
	enum json_cut cut;
	size_t n;

	while ((cut = json_cut(&c, &record, &n)) == JSON_RECORD) {
		buf_add(&b, record, n);
		buf_char(&b, '/');
	}
	buf_str(&b, cut == JSON_BROKEN ? "broken" : "");
	IS(json_cut(&c, &record, &n), cut);
	return buf_text(&b);
}

TEST(files_of_records_are_cut)
{
	SAME(cuts(t, "{\"a\":1}"), "{\"a\":1}/");
	SAME(cuts(t, "\xEF\xBB\xBF [ {\"a\":\"}]\\\"{\"} , {\"b\":[{}]} ] "),
	     "{\"a\":\"}]\\\"{\"}/{\"b\":[{}]}/");
	SAME(cuts(t, "{}\n{}\r\n\n{}\n"), "{}/{}/{}/");
	SAME(cuts(t, "[]"), "");
	SAME(cuts(t, ""), "");
	SAME(cuts(t, "[{}"), "{}/broken");
	SAME(cuts(t, "[{},"), "{}/broken");
	SAME(cuts(t, "{\"a\":"), "broken");
	SAME(cuts(t, "{\"a\":\"x\\\""), "broken");
	SAME(cuts(t, "[1,2]"), "broken");
	SAME(cuts(t, "[{}] {}"), "{}/broken");
	SAME(cuts(t, "name,amount"), "broken");
}

TEST(members_of_whatever_it_is)
{
	static const char text[] = "{\"s\":\"x\",\"n\":4,\"w\":\"12\",\"d\":1.5}";
	const char *sentence;
	const json_t *o = json_read(t->arena, text, sizeof text - 1, NULL, &sentence);

	NEED(o != NULL);
	SAME(json_member_text(o, "s"), "x");
	SAME(json_member_text(o, "n"), "");
	SAME(json_member_text(o, "gone"), "");
	SAME(json_member_text(NULL, "s"), "");
	IS(json_member_int(o, "n"), 4);
	IS(json_member_int(o, "w"), 12);
	IS(json_member_int(o, "s"), INT_NONE);
	IS(json_member_int(o, "d"), INT_NONE);
	OK(!json_member(json_member(o, "s"), "x"));
}
