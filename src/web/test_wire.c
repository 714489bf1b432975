/* SPDX-License-Identifier: MIT */
/*
 * test_wire.c -- pairs, packing, the door's own pages, addresses.
 */
#include "t/t.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "web/listen.h"
#include "web/pack.h"
#include "web/page.h"
#include "web/wire.h"

TEST(pairs_are_found_by_name_in_any_case)
{
	struct buf b = buf_new(t->arena);
	struct wire_request rq = { 0 };

	wire_pair(&b, "Content-Type", "text/html");
	wire_pair(&b, "X-Empty", "");
	wire_pair(&b, "Set-Cookie", "a=b");
	rq.headers = buf_text(&b);
	SAME(wire_header(&rq, "content-type"), "text/html");
	SAME(wire_header(&rq, "x-empty"), "");
	SAME(wire_header(&rq, "SET-COOKIE"), "a=b");
	OK(!wire_header(&rq, "text/html"));
	OK(!wire_header(&rq, "Cookie"));
	rq.headers = "";
	OK(!wire_header(&rq, "Cookie"));
}

TEST_PLAIN(a_header_cannot_be_split)     /* a bug ends the process; there is no fault to inject */
{
	struct buf b = buf_new(t->arena);

	DIES(wire_pair(&b, "Location", "/a\r\nSet-Cookie: x"));
	DIES(wire_pair(&b, "Location", "/a\n"));
	DIES(wire_pair(&b, "", "x"));
}

TEST(gzip_is_wanted_only_by_those_who_say_so)
{
	OK(pack_wanted("gzip"));
	OK(pack_wanted("deflate, gzip;q=1.0, br"));
	OK(pack_wanted("br,GZIP ; q=0.5"));
	OK(!pack_wanted(NULL));
	OK(!pack_wanted(""));
	OK(!pack_wanted("br"));
	OK(!pack_wanted("gzip;q=0"));
	OK(!pack_wanted("gzip; q=0.000"));
	OK(!pack_wanted("xgzip, gzipx"));
}

static int64_t unpack(const char *in, size_t n, char *out, size_t room)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)in, .avail_in = (uInt)n,
	               .next_out = (Bytef *)out, .avail_out = (uInt)room };
	int ended;

	if (inflateInit2(&z, 15 + 16) != Z_OK)
		return -1;
	ended = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return ended == Z_STREAM_END ? (int64_t)(room - z.avail_out) : -1;
}

TEST(packing_comes_back_the_same)
{
	char *page = arena_get(t->arena, 40000), *back = arena_get(t->arena, 40000), *packed;
	size_t n = 0;

	for (size_t i = 0; i < 40000; i++)
		page[i] = "<td class=\"govuk-table__cell\">"[i % 30];
	/* Twice, for the stream is used again. */
	for (int i = 0; i < 2; i++) {
		packed = pack_gzip(t->arena, page, 40000 - (size_t)i, &n);
		NEED(packed != NULL);
		OK(n < 2000);
		IS(unpack(packed, n, back, 40000), 40000 - i);
		OK(memcmp(page, back, 40000 - (size_t)i) == 0);
	}
	/* What does not shrink is left alone. */
	for (uint32_t i = 0, x = 1; i < 2000; i++)
		page[i] = (char)((x = x * 1664525u + 1013904223u) >> 24);
	OK(!pack_gzip(t->arena, page, 2000, &n));
}

TEST(pages_say_what_to_do_and_escape_the_title)
{
	const struct page_look look = { "Care <b> & \"co\"", "/assets/a.css" };
	struct buf b = buf_new(t->arena);
	char *text;

	page_write(&b, &look, 500, 0xabc123);
	text = buf_text(&b);
	HAS(text, "Sorry, there is a problem with the service");
	HAS(text, "Care &lt;b> &amp; &quot;co&quot;");
	HAS(text, "href=\"/assets/a.css\"");
	HAS(text, "abc123");
	HAS(text, "saved twice");
	LACKS(text, "<b>");
	LACKS(text, "style=");
	LACKS(text, "<script");
}

TEST(every_status_has_words_and_unknown_ones_those_of_500)
{
	static const int known[] = { 400, 404, 405, 408, 413, 414, 431, 500, 503, 504, 507 };
	const struct page_look look = { 0 };

	for (size_t i = 0; i < COUNT(known); i++) {
		struct buf b = buf_new(t->arena);

		page_write_raw(&b, &look, known[i], 1);
		OK(text_begins(buf_text(&b), arena_fmt(t->arena, "HTTP/1.1 %d ", known[i])));
		HAS(buf_text(&b), "\r\nConnection: close\r\n");
		HAS(buf_text(&b), "\r\nContent-Security-Policy: default-src 'none';");
		LACKS(buf_text(&b), "Strict-Transport-Security");
		if (known[i] != 500)
			LACKS(buf_text(&b), "there is a problem with the service");
	}
	struct buf b = buf_new(t->arena);
	page_write(&b, &look, 599, 1);
	HAS(buf_text(&b), "there is a problem with the service");
}

TEST(hsts_is_said_over_https_only)
{
	size_t plain, secure;

	const struct page_pair *pair = page_pairs(true, &secure);
	(void)page_pairs(false, &plain);
	IS(secure, plain + 1);
	SAME(pair[plain].name, "Strict-Transport-Security");
}

/* Sockets: nothing here asks whether it is to fail. */
TEST_PLAIN(addresses)
{
	static const char *const bad[] = {
		"", "8080", "example.org:8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
		"127.0.0.1:-1", "127.0.0.1:x", "[::1:80", "::1]:80", "unix:", "300.1.1.1:80",
	};
	/* A dozen refusals are meant, and would only fill the log. */
	const int loud = dup(STDERR_FILENO), quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
	char got[128], again[128];
	int s;

	(void)dup2(quiet, STDERR_FILENO);
	for (size_t i = 0; i < COUNT(bad); i++) {
		s = listen_open(bad[i], got);
		if (s >= 0)
			t_fail(__FILE__, __LINE__, "took %s", bad[i]);
	}
	s = listen_open("127.0.0.1:0", got);
	NEED(s >= 0);
	OK(text_begins(got, "127.0.0.1:") && strcmp(got, "127.0.0.1:0") != 0);
	/* The same port again is refused while it is held. */
	OK(listen_open(got, again) < 0);
	close(s);
	s = listen_open("localhost:0", got);
	OK(s >= 0 && text_begins(got, "127.0.0.1:"));
	close(s);
	(void)dup2(loud, STDERR_FILENO);
	close(loud);
	close(quiet);
}
