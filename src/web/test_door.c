/* SPDX-License-Identifier: MIT */
/*
 * test_door.c -- one client and the whole server: what is refused, what is
 * answered, and what every answer says about itself.
 *
 * All tests are plain: what could fail is in other processes.
 */
#include "web/test_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "web/link.h"
#include "web/page.h"
#include "web/sandbox.h"
#include "web/test_corpus.h"

static void check_safe_headers(struct answer a, const char *of)
{
	size_t n;
	const struct page_pair *pair = page_pairs(false, &n);

	for (size_t i = 0; i < n; i++)
		if (!strstr(a.text, pair[i].name))
			t_fail(__FILE__, __LINE__, "%s says no %s", of, pair[i].name);
	if (!strstr(a.text, "Cache-Control: "))
		t_fail(__FILE__, __LINE__, "%s says nothing of caching", of);
}

TEST_PLAIN(the_corpus_is_refused_over_the_wire)
{
	struct house h;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 2 }));
	for (size_t i = 0; i < COUNT(corpus); i++) {
		const struct raw *raw = &corpus[i];
		const struct arena_mark mark = arena_mark(t->arena);
		const int s = house_connect(&h);
		struct answer a = ask_on(&h, s, raw->bytes, raw->n, false);
		/* What comes after something good is refused when the good was not yet answered. */
		const int want = raw->status ? raw->status : 200;

		if (a.status != want)
			t_fail(__FILE__, __LINE__, "%s: %d, want %d", raw->name, a.status, want);
		if (raw->status && !a.closed)
			t_fail(__FILE__, __LINE__, "%s: left open", raw->name);
		if (raw->status)
			check_safe_headers(a, raw->name);
		close(s);
		arena_back(t->arena, mark);
	}
	IS(ask_get(&h, "/a").status, 200);
	IS(house_close(&h), 0);
}

/* The guard must see a head however it arrives. */
TEST_PLAIN(a_bad_head_in_small_pieces_is_refused)
{
	static const char bytes[] = "GET /a HTTP/1.1\r\nHost: a\r\nX: a\n b\r\n\r\n";
	struct house h;
	struct answer a;
	int s;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1 }));
	s = house_connect(&h);
	for (size_t i = 0; i < 30; i++) {
		SURE(send(s, bytes + i, 1, MSG_NOSIGNAL) == 1);
		usleep(1000);
	}
	a = ask_on(&h, s, bytes + 30, sizeof bytes - 31, false);
	IS(a.status, 400);
	OK(a.closed);
	close(s);
	/* And as the second of a connection, after an answer. */
	s = house_connect(&h);
	IS(ask_on(&h, s, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", 28, false).status, 200);
	a = ask_on(&h, s, "GET /a HTTP/1.1\nHost: a\n\n", 25, false);
	IS(a.status, 400);
	OK(a.closed);
	close(s);
	IS(house_close(&h), 0);
}

TEST_PLAIN(answers_are_dressed_and_framed)
{
	struct house h;
	struct answer a;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 2 }));
	a = ask_get(&h, "/a%20b?c=%00&d");
	IS(a.status, 200);
	HAS(a.body, "GET /a%20b ?c=%00&d n=0");
	HAS(a.text, "Cache-Control: no-store");
	HAS(a.body, "peer=127.0.0.1 https=0");
	check_safe_headers(a, "a page");

	a = ask(&h, "HEAD", "/a", "", NULL, 0);
	IS(a.status, 200);
	LACKS(a.text, "pid=");
	LACKS(a.text, "Content-Length: 0\r\n");
	check_safe_headers(a, "HEAD");

	a = ask(&h, "PUT", "/a", "", NULL, 0);
	IS(a.status, 405);
	HAS(a.text, "Allow: GET, HEAD, POST\r\n");
	check_safe_headers(a, "405");
	IS(ask(&h, "DELETE", "/a", "", "abc", 3).status, 405);
	IS(ask(&h, "TRACE", "/a", "", NULL, 0).status, 405);

	a = ask(&h, "POST", "/a", "", "name=x", 6);
	HAS(a.body, "POST /a ? n=6");
	HAS(a.body, "fd=0");
	IS(house_close(&h), 0);
}

TEST_PLAIN(assets_are_the_doors_own)
{
	struct house h;
	struct answer a;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1 }));
	a = ask_get(&h, "/assets/a-1.css");
	IS(a.status, 200);
	SAME(a.body, "body{color:red}");
	HAS(a.text, "Cache-Control: public, max-age=31536000, immutable");
	HAS(a.text, "Vary: Accept-Encoding");
	check_safe_headers(a, "an asset");
	a = ask(&h, "GET", "/assets/a-1.css", "Accept-Encoding: gzip\r\n", NULL, 0);
	SAME(a.body, "not gzip");
	HAS(a.text, "Content-Encoding: gzip");
	a = ask(&h, "GET", "/assets/a-1.css", "If-None-Match: W/\"1\"\r\n", NULL, 0);
	IS(a.status, 304);
	IS(ask(&h, "GET", "/assets/a-1.css", "If-None-Match: \"2\"\r\n", NULL, 0).status, 200);
	IS(ask(&h, "POST", "/assets/b-1.svg", "", "x", 1).status, 405);
	HAS(ask_get(&h, "/assets/c-1.svg").body, "GET /assets/c-1.svg");
	SAME(ask_get(&h, "/healthz").body, "ok\n");
	IS(house_close(&h), 0);
}

TEST_PLAIN(bodies_large_and_too_large)
{
	const size_t n = (size_t)3 << 20;
	struct house h;
	struct answer a;
	char *body = arena_get(t->arena, n);
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		body[i] = (char)(i * 7 + i / 251);
		sum = sum * 31 + (unsigned char)body[i];
	}
	NEED(house_open(&h, t, (struct serve_options){ .workers = 2, .body_limit = 1 << 20,
	                                               .upload_limit = 4 << 20 }));
	a = ask(&h, "POST", "/up", "", body, n);
	IS(a.status, 200);
	HAS(a.body, arena_fmt(t->arena, "n=%zu sum=%llx fd=1", n, (unsigned long long)sum));
	a = ask(&h, "POST", "/up", "", body, 65536);
	HAS(a.body, "n=65536 ");
	HAS(a.body, "fd=0");
	HAS(ask(&h, "POST", "/up", "", body, 65537).body, "fd=1");

	/* Over the limit: read to the end, then said; nothing reaches a worker. */
	a = ask(&h, "POST", "/a", "", body, n);
	IS(a.status, 413);
	HAS(a.body, "too large");
	check_safe_headers(a, "413");
	/* A mountain is refused at the gate. */
	a = ask(&h, "POST", "/a", "Content-Length: 1000000000\r\n", NULL, 0);
	IS(a.status, 413);
	OK(a.closed);
	/* Chunked, of unknown length, over the limit. */
	struct buf chunks = buf_new(t->arena);
	buf_str(&chunks, "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 20; i++) {
		buf_str(&chunks, "10000\r\n");
		buf_add(&chunks, body, 65536);
		buf_str(&chunks, "\r\n");
	}
	buf_str(&chunks, "0\r\n\r\n");
	const int s = house_connect(&h);
	a = ask_on(&h, s, chunks.s, chunks.n, false);
	IS(a.status, 413);
	close(s);
	IS(house_close(&h), 0);
}

TEST_PLAIN(replies_large_and_packed)
{
	struct house h;
	struct answer plain, packed;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1 }));
	plain = ask_get(&h, "/big?3000000");
	IS(plain.status, 200);
	OK(plain.body_n > 3000000);
	HAS(plain.text, "Vary: Accept-Encoding");
	packed = ask(&h, "GET", "/big?3000000", "Accept-Encoding: gzip\r\n", NULL, 0);
	HAS(packed.text, "Content-Encoding: gzip");
	OK(packed.body_n < 100000);
	LACKS(ask(&h, "GET", "/a", "Accept-Encoding: gzip\r\n", NULL, 0).text, "Content-Encoding");
	IS(house_close(&h), 0);
}

TEST_PLAIN(a_fault_is_a_page_and_the_worker_lives)
{
	struct house h;
	struct answer a;
	char *before;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1 }));
	before = arena_dupn(t->arena, ask_get(&h, "/a").body, 12);
	a = ask_get(&h, arena_fmt(t->arena, "/fault?%d", FAULT_DB));
	IS(a.status, 500);
	HAS(a.body, "saved twice");
	HAS(a.body, "/assets/a-1.css");
	check_safe_headers(a, "500");
	IS(ask_get(&h, arena_fmt(t->arena, "/fault?%d", FAULT_FULL)).status, 507);
	HAS(ask_get(&h, "/a").body, before);
	HAS(house_log(&h), "why=\"on purpose\"");
	IS(house_close(&h), 0);
}

TEST_PLAIN(a_proxy_is_believed_only_when_told_to)
{
	static const char headers[] =
		"X-Forwarded-For: 6.6.6.6, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n";
	struct house h;
	struct answer a;

	NEED(house_open(&h, t, (struct serve_options){ .workers = 1 }));
	a = ask(&h, "GET", "/a", headers, NULL, 0);
	HAS(a.body, "peer=127.0.0.1 https=0 forwarded=none");
	LACKS(a.text, "Strict-Transport-Security");
	IS(house_close(&h), 0);
	NEED(house_open(&h, t, (struct serve_options){ .workers = 1, .trust_proxy = true }));
	a = ask(&h, "GET", "/a", headers, NULL, 0);
	HAS(a.body, "peer=10.1.2.3 https=1 forwarded=none");
	HAS(a.text, "Strict-Transport-Security: max-age=");
	HAS(ask_get(&h, "/a").body, "peer=127.0.0.1 https=0");
	IS(house_close(&h), 0);
}

TEST_PLAIN(a_unix_socket_is_served_and_taken_away)
{
	const char *path = arena_fmt(t->arena, "unix:%s/door", t_directory(t));
	struct house h;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int s;

	memcpy(at.sun_path, path + 5, strlen(path + 5));
	NEED(house_open(&h, t, (struct serve_options){ .workers = 1, .listen = path }));
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	OK(connect(s, (struct sockaddr *)&at, sizeof at) == 0);
	IS(ask_on(&h, s, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", 28, false).status, 200);
	close(s);
	IS(house_close(&h), 0);
	OK(access(path + 5, F_OK) != 0);
}

static char *heard(struct t *t, int s)
{
	char *text = arena_get(t->arena, 64);
	struct timeval patience = { .tv_sec = 3 };

	(void)setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	(void)!recvfrom(s, text, 63, 0, NULL, NULL);
	return text;
}

TEST_PLAIN(the_service_manager_is_told)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	const int s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct house h;

	snprintf(at.sun_path, sizeof at.sun_path, "%s/notify", t_directory(t));
	NEED(bind(s, (struct sockaddr *)&at, sizeof at) == 0);
	setenv("NOTIFY_SOCKET", at.sun_path, 1);
	OK(house_open(&h, t, (struct serve_options){ .workers = 1 }));
	unsetenv("NOTIFY_SOCKET");
	SAME(heard(t, s), "READY=1");
	IS(house_close(&h), 0);
	SAME(heard(t, s), "STOPPING=1");
	close(s);
}

/* In a child, for it cannot be undone. */
TEST_PLAIN(the_sandbox_refuses_files_and_sockets)
{
	const pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(sandbox_enter() ? 0 : 1);
	waitpid(child, &status, 0);
	OK(WIFEXITED(status));
	IS(WEXITSTATUS(status), 0);
}
