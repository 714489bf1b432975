/* SPDX-License-Identifier: MIT */
/*
 * teller.c -- one question after the other, each with little time and one reply.
 *
 * Whoever asks is on this machine.  So the HTTP is the least that Prometheus
 * and curl speak: the first line is read, the rest is passed over.
 */
#include "web/teller.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "web/link.h"
#include "web/listen.h"
#include "web/tally.h"
#include "web/worker.h"

enum { HEAD_MOST = 8192, CLIENT_MS = 2000 };

static struct stat own;                 /* of the file that we listen at */

/* ---- the socket -------------------------------------------------------- */

static bool is_loopback(const char *address)
{
	return text_begins(address, "127.") || text_begins(address, "[::1]:") ||
	       text_begins(address, "localhost:");
}

/* Made beside and moved into place: a house that is about to go keeps its own. */
static int unix_listen(const char *path)
{
	char beside[256], got[128];
	int s;

	snprintf(beside, sizeof beside, "unix:%s.%d", path, (int)getpid());
	const mode_t was = umask(0177);
	s = listen_open(beside, got);
	(void)umask(was);
	if (s < 0)
		return -1;
	if (rename(beside + 5, path) != 0 || stat(path, &own) != 0) {
		log_line(LOG_ERROR, "cannot listen", "address=unix:%s", path);
		listen_gone(beside);
		close(s);
		return -1;
	}
	return s;
}

int teller_listen(const char *address)
{
	char got[128];
	int s;

	if (text_begins(address, "unix:"))
		return unix_listen(address + 5);
	if (!is_loopback(address)) {
		log_line(LOG_ERROR, "cannot listen", "address=%s why=\"metrics are told on this "
		         "machine only: a loopback address or unix:PATH\"", address);
		return -1;
	}
	s = listen_open(address, got);
	if (s >= 0)
		log_line(LOG_INFO, "metrics", "listen=%s", got);
	return s;
}

int teller_inherit(const char *address, int listener)
{
	if (text_begins(address, "unix:"))
		(void)stat(address + 5, &own);
	return listener;
}

void teller_gone(const char *address)
{
	struct stat now;

	if (text_begins(address, "unix:") && stat(address + 5, &now) == 0 &&
	    now.st_ino == own.st_ino && now.st_dev == own.st_dev)
		(void)unlink(address + 5);
}

/* ---- one question -------------------------------------------------------- */

/* The head to its end, or as much as came in time; false: nothing that makes sense. */
static bool head_take(int s, char *head, size_t room)
{
	const int64_t until = mono_ms() + CLIENT_MS;
	size_t n = 0;

	while (n < room - 1) {
		struct pollfd news = { .fd = s, .events = POLLIN };
		const int64_t left = until - mono_ms();
		ssize_t got;

		if (left <= 0 || poll(&news, 1, (int)left) <= 0)
			return false;
		got = recv(s, head + n, room - 1 - n, MSG_DONTWAIT);
		if (got <= 0)
			return false;
		n += (size_t)got;
		head[n] = '\0';
		if (strstr(head, "\r\n\r\n") || strstr(head, "\n\n"))
			return true;
	}
	return false;
}

static void send_all(int s, const char *bytes, size_t n)
{
	while (n > 0) {
		const ssize_t put = send(s, bytes, n, MSG_NOSIGNAL);

		if (put <= 0)
			return;
		bytes += put;
		n -= (size_t)put;
	}
}

static void reply(int s, struct arena *a, const char *status, const struct buf *body)
{
	const char *head = arena_fmt(a, "HTTP/1.1 %s\r\n"
		"Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
		"Content-Length: %zu\r\nConnection: close\r\n\r\n", status, body->n);

	send_all(s, head, strlen(head));
	send_all(s, body->s, body->n);
}

struct telling { const struct wire_app *app; void *state; struct arena *arena; struct buf b; };

static void app_tell(void *arg)
{
	struct telling *t = arg;

	t->app->tell(t->state, t->arena, &t->b);
}

/* What is not known is left out, but for what says so: almoner_door_up, almoner_database_up. */
static struct buf tell(const struct wire_app *app, void *state, struct arena *a)
{
	struct telling t = { app, state, a, buf_new(a) };
	struct buf all = buf_new(a), door = buf_new(a);
	const bool up = tally_ask(&door);
	bool sound = true;
	struct fault f;

	if (app->tell && boundary_run(app_tell, &t, &f) != FAULT_NONE) {
		log_line(LOG_ERROR, "fault", "why=\"%s\"", f.why);
		sound = false;
	}
	tally_head(&all, "almoner_door_up", "gauge", "1: the door answers");
	buf_fmt(&all, "almoner_door_up %d\n", up);
	tally_head(&all, "almoner_database_up", "gauge", "1: the database answers");
	buf_fmt(&all, "almoner_database_up %d\n", sound);
	buf_add(&all, door.s, door.n);
	if (sound)
		buf_add(&all, t.b.s, t.b.n);
	return all;
}

static void client_serve(int s, const struct wire_app *app, void *state, struct arena *a)
{
	const struct timeval patience = { CLIENT_MS / 1000, 0 };
	char *head = arena_get(a, HEAD_MOST);
	struct buf b = buf_new(a);

	(void)setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	if (!head_take(s, head, HEAD_MOST))
		return;
	if (!text_begins(head, "GET /metrics ") && !text_begins(head, "GET /metrics?")) {
		buf_str(&b, "GET /metrics\n");
		reply(s, a, "404 Not Found", &b);
		return;
	}
	b = tell(app, state, a);
	reply(s, a, "200 OK", &b);
}

void teller_run(int listener, const struct serve_options *options, const struct wire_app *app)
{
	struct arena *a = arena_new("teller", (size_t)16 << 20);
	void *state = worker_open(options, app);
	struct pollfd news = { .fd = listener, .events = POLLIN };

	for (;;) {
		int s;

		(void)poll(&news, 1, -1);
		s = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (s < 0)
			continue;
		client_serve(s, app, state, a);
		close(s);
		arena_reset(a);
	}
}
