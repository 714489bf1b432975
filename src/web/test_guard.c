/* SPDX-License-Identifier: MIT */
/*
 * test_guard.c -- the guard refuses what can be read two ways, however the
 * network cuts it, and nothing else.
 */
#include "t/t.h"

#include <string.h>

#include "web/guard.h"
#include "web/test_corpus.h"

/* The whole in two parts, cut before byte `cut`.  The status of the refusal, or 0. */
static int feed(struct guard *g, const struct raw *raw, size_t cut)
{
	guard_start(g);
	if (!guard_pass(g, raw->bytes, cut) || !guard_pass(g, raw->bytes + cut, raw->n - cut))
		return g->status;
	return 0;
}

TEST(guard_judges_the_corpus)
{
	struct guard g;

	for (size_t i = 0; i < COUNT(corpus); i++) {
		const int status = feed(&g, &corpus[i], corpus[i].n);

		if (status != corpus[i].status || (!status && g.heads != corpus[i].heads))
			t_fail(__FILE__, __LINE__, "%s: status %d, want %d; heads %u, want %u",
			       corpus[i].name, status, corpus[i].status, g.heads, corpus[i].heads);
	}
	OK(COUNT(corpus) > 80);
}

TEST(guard_says_the_same_however_it_is_cut)
{
	struct guard g;

	for (size_t i = 0; i < COUNT(corpus); i++)
		for (size_t cut = 0; cut < corpus[i].n && cut < 400; cut++)
			if (feed(&g, &corpus[i], cut) != corpus[i].status)
				t_fail(__FILE__, __LINE__, "%s, cut at %zu", corpus[i].name, cut);
}

TEST(guard_says_the_same_byte_by_byte)
{
	struct guard g;

	for (size_t i = 0; i < COUNT(corpus); i++) {
		guard_start(&g);
		for (size_t at = 0; at < corpus[i].n && guard_pass(&g, corpus[i].bytes + at, 1); )
			at++;
		if (g.status != corpus[i].status)
			t_fail(__FILE__, __LINE__, "%s: %d", corpus[i].name, g.status);
	}
}

TEST(guard_never_forgives)
{
	static const char bad[] = "GET /a HTTP/1.1\n";
	static const char good[] = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
	struct guard g;

	guard_start(&g);
	OK(!guard_pass(&g, bad, sizeof bad - 1));
	OK(!guard_pass(&g, good, sizeof good - 1));
	IS(g.heads, 0);
	IS(g.state, GUARD_REFUSED);
}

/* A body of n bytes is n bytes: 10 MB of line feeds are nobody's head. */
TEST(guard_counts_long_bodies)
{
	static const char head[] =
		"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10485760\r\n\r\n";
	char *feeds = arena_get(t->arena, 1 << 20);
	struct guard g;

	memset(feeds, '\n', 1 << 20);
	guard_start(&g);
	OK(guard_pass(&g, head, sizeof head - 1));
	for (int i = 0; i < 10; i++)
		OK(guard_pass(&g, feeds, 1 << 20));
	IS(g.state, GUARD_LINE);
	OK(!guard_pass(&g, feeds, 1));
}
