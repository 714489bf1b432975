/* SPDX-License-Identifier: MIT */
/*
 * test_params.c -- the same answers, however they were sent; and what is no text.
 */
#include <string.h>

#include "t/t.h"
#include "web/params.h"

static struct params urlencoded(struct t *t, struct decoded *d, const char *s)
{
	*d = (struct decoded){ .arena = t->arena };
	params_urlencoded(d, s, strlen(s));
	return decoded_params(d);
}

TEST(a_query_is_names_and_values_in_their_order)
{
	struct decoded d;
	struct params p = urlencoded(t, &d, "a=1&b=two+words&a=%32&c&=none&d=%C5%B5");

	IS(p.n, 5);
	SAME(param(&p, "a"), "1");
	SAME(param_nth(&p, "a", 1), "2");
	IS(param_count(&p, "a"), 2);
	SAME(param(&p, "b"), "two words");
	SAME(param(&p, "c"), "");
	SAME(param(&p, "d"), "ŵ");
	OK(!param(&p, "e"));
	IS(d.nproblems, 0);
}

TEST(a_percent_sign_that_encodes_nothing_is_itself)
{
	struct decoded d;
	struct params p = urlencoded(t, &d, "a=100%&b=%zz&c=%4");

	SAME(param(&p, "a"), "100%");
	SAME(param(&p, "b"), "%zz");
	SAME(param(&p, "c"), "%4");
}

TEST(what_is_no_text_is_kept_as_far_as_it_goes_and_said)
{
	static const struct { const char *sent, *kept, *said; } cases[] = {
		{ "n=a%00b",       "ab",          "taken out" },
		{ "n=a%1Bb",       "ab",          "taken out" },
		{ "n=%C0%AFx",     "\uFFFD",      "could not be read" },     /* overlong / */
		{ "n=%ED%A0%80x",  "\uFFFD",      "could not be read" },     /* a surrogate */
		{ "n=caf%E9",      "caf\uFFFD",   "could not be read" },     /* Latin-1 */
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct decoded d;
		struct params p = urlencoded(t, &d, cases[i].sent);

		NEED(d.nproblems == 1);
		SAME(d.problems[0].field, "n");
		HAS(d.problems[0].text, cases[i].said);
		HAS(param(&p, "n"), cases[i].kept);
	}
}

TEST(right_to_left_marks_are_text)
{
	struct decoded d;
	struct params p = urlencoded(t, &d, "n=%E2%80%AEabc");

	IS(d.nproblems, 0);
	SAME(param(&p, "n"), "\u202Eabc");
}

TEST(line_ends_become_one_kind)
{
	struct decoded d;
	struct params p = urlencoded(t, &d, "n=a%0D%0Ab%0Dc%0Ad");

	SAME(param(&p, "n"), "a\nb\nc\nd");
}

TEST(a_name_with_nul_or_no_text_is_nobodys)
{
	struct decoded d;
	struct params p = urlencoded(t, &d, "a%00b=1&%FF=2&c=3");

	IS(p.n, 1);
	SAME(param(&p, "c"), "3");
}

/* Five thousand and one of them, once straight: the arena calls alone are 10,000. */
TEST_PLAIN(more_answers_than_a_form_has_are_refused)
{
	struct decoded d = { .arena = t->arena };
	struct buf b = buf_new(t->arena);

	for (int i = 0; i <= PARAMS_MOST; i++)
		buf_str(&b, "a=1&");
	params_urlencoded(&d, b.s, b.n);
	IS(d.status, 413);
	IS(d.n, PARAMS_MOST);
}

TEST(encoding_and_decoding_give_the_same)
{
	static const char *const but[] = { "csrf", NULL };
	struct decoded d = { .arena = t->arena }, again = { .arena = t->arena };
	struct params p;
	char *text;

	params_add(&d, "a b", "x=1&y\n%+é", strlen("x=1&y\n%+é"), NULL);
	params_add(&d, "csrf", "secret", 6, NULL);
	params_add(&d, "file", "bytes", 5, "f.csv");
	p = decoded_params(&d);
	text = params_encode(t->arena, &p, but);
	LACKS(text, "secret");
	LACKS(text, "bytes");
	params_urlencoded(&again, text, strlen(text));
	p = decoded_params(&again);
	IS(p.n, 1);
	SAME(param(&p, "a b"), "x=1&y\n%+é");
}

/* ---- multipart --------------------------------------------------------- */

#define TYPE "multipart/form-data; boundary=XX"
#define FIELD(name) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static struct decoded multipart(struct t *t, const char *type, const char *s)
{
	struct decoded d = { .arena = t->arena };

	params_multipart(&d, type, s, strlen(s));
	return d;
}

TEST(a_file_comes_with_its_name_and_bytes)
{
	struct decoded d = multipart(t, TYPE,
		FIELD("kind") "cqc\r\n"
		"--XX\r\ncontent-disposition: form-data; name=\"file\"; "
		"filename=\"C:\\a\\%22b%22.csv\"\r\n"
		"Content-Type: text/csv\r\n\r\nx,y\r\n1,2\r\n--not it\r\n--XX--\r\n");
	struct params p = decoded_params(&d);

	IS(d.status, 0);
	NEED(p.n == 2);
	SAME(param(&p, "kind"), "cqc");
	SAME(p.list[1].file_name, "\"b\".csv");
	IS(p.list[1].len, strlen("x,y\r\n1,2\r\n--not it"));
	OK(!memcmp(p.list[1].value, "x,y\r\n1,2\r\n--not it", p.list[1].len));
}

TEST(no_file_chosen_is_no_file)
{
	struct decoded d = multipart(t, TYPE,
		"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n"
		"\r\n--XX--");

	IS(d.status, 0);
	IS(d.n, 0);
}

TEST(a_form_in_parts_that_is_broken_is_refused)
{
	static const struct { const char *type, *body; } cases[] = {
		{ "multipart/form-data",       FIELD("a") "1\r\n--XX--" },
		{ TYPE,                        FIELD("a") "cut short" },
		{ TYPE,                        FIELD("a") "1\r\n--XX" },
		{ TYPE,                        "--XX\r\nno head\r\n--XX--" },
		{ TYPE, "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--" },
		{ TYPE,                        "nothing of the kind" },
		{ TYPE,                        "--XXgarbage\r\n\r\n--XX--" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		IS(multipart(t, cases[i].type, cases[i].body).status, 400);
}

/* ---- JSON -------------------------------------------------------------- */

TEST(json_is_the_same_form)
{
	static const char json[] = "{\"rate\": 21.5, \"n\": 3, \"days\": [\"mon\", \"tue\"], "
		"\"yes\": true, \"none\": null, \"visits\": [{\"mins\": 30}, {\"mins\": 45}]}";
	struct decoded d = { .arena = t->arena };
	struct params p;

	params_json(&d, json, strlen(json));
	p = decoded_params(&d);
	IS(d.status, 0);
	SAME(param(&p, "rate"), "21.5");
	SAME(param(&p, "n"), "3");
	IS(param_count(&p, "days"), 2);
	SAME(param_nth(&p, "days", 1), "tue");
	SAME(param(&p, "yes"), "yes");
	SAME(param(&p, "none"), "");
	SAME(param(&p, "visits.1.mins"), "45");
}

TEST(json_that_is_no_form_is_refused_with_a_sentence)
{
	static const char *const cases[] = { "[1]", "\"x\"", "{\"a\":", "{\"a\":1}{", "" };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct decoded d = { .arena = t->arena };

		params_json(&d, cases[i], strlen(cases[i]));
		IS(d.status, 400);
		OK(!BLANK(d.why));
	}
}

/* ---- cookies ----------------------------------------------------------- */

TEST(a_cookie_is_found_by_its_whole_name)
{
	struct wire_request w = { .headers = "Cookie\0a=1; session=tok; xsession=no; e=\0" };

	SAME(cookie_value(t->arena, &w, "session"), "tok");
	SAME(cookie_value(t->arena, &w, "a"), "1");
	SAME(cookie_value(t->arena, &w, "e"), "");
	OK(!cookie_value(t->arena, &w, "sess"));
	OK(!cookie_value(t->arena, &w, "b"));
}
