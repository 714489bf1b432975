/* SPDX-License-Identifier: MIT */
/*
 * test_house.c -- the server under test and its clients.
 *
 *	/a          quick: "pid=N", then what was asked
 *	/sleep?MS   quick, but asleep      /slow?MS    the same in the slow lane
 *	/abort      an assertion fails     /fault?K    a fault of kind K
 *	/big?N      N bytes, to be packed  /up         an upload: bytes and their sum
 *	/note?TEXT  the scribe has it written; "full": his disk is, "die": he dies
 */
#include "web/test_house.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "web/link.h"

/* ---- the application ----------------------------------------------------- */

static int64_t number(const char *s)
{
	int64_t n = 0;

	return int_parse(s, &n) ? n : 0;
}

static uint64_t sum_of(const char *bytes, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum = sum * 31 + (unsigned char)bytes[i];
	return sum;
}

static void house_answer(void *app, struct arena *a, const struct wire_request *rq,
                         struct wire_reply *reply)
{
	struct buf pairs = buf_new(a), body = buf_new(a);
	const char *wanted = wire_header(rq, "X-Forwarded-For");

	SURE(app);
	if (text_begins(rq->path, "/s"))
		usleep((useconds_t)number(rq->query) * 1000);
	SURE(!text_same(rq->path, "/abort"));
	if (text_same(rq->path, "/fault"))
		fault((enum fault_kind)number(rq->query), "on purpose");
	if (text_same(rq->path, "/note"))
		SURE(wire_note(rq->query, strlen(rq->query)));
	buf_fmt(&body, "pid=%d %s %s ?%s n=%zu sum=%llx fd=%d peer=%s https=%d forwarded=%s\n",
	        (int)getpid(), rq->method, rq->path, rq->query, rq->body_len,
	        (unsigned long long)sum_of(rq->body, rq->body_len), rq->body_fd >= 0, rq->peer,
	        rq->https, wanted ? wanted : "none");
	if (text_same(rq->path, "/big"))
		for (int64_t i = 0, n = number(rq->query); i < n; i++)
			buf_char(&body, (char)('a' + i % 26));
	wire_pair(&pairs, "Content-Type", "text/plain");
	wire_pair(&pairs, "Content-Length", "1");      /* not its business: to be ignored */
	reply->headers = buf_text(&pairs);
	reply->body = body.s;
	reply->len = body.n;
	reply->pack = true;
}

static enum wire_lane house_lane(const char *method, const char *path)
{
	(void)method;
	if (text_same(path, "/up"))
		return WIRE_UPLOAD;
	return text_same(path, "/slow") ? WIRE_SLOW : WIRE_QUICK;
}

static void *house_state(const struct serve_options *options)
{
	if (options->mine && text_same(options->mine, "broken"))
		fault(FAULT_DB, "no database");
	return (void *)(uintptr_t)options;
}

static void house_clerk(void *app)
{
	int turns = 0;

	SURE(app);
	while (wire_rest(20))
		turns++;
	log_line(LOG_INFO, "clerk done", "worked=%d", turns > 0);
}

/* Each lot takes as long as a slow disk, and is a line of the log. */
static void house_scribe(void *app, struct arena *a, const struct wire_note *notes, size_t n)
{
	SURE(app);
	usleep(3000);
	for (size_t i = 0; i < n; i++) {
		const char *text = arena_dupn(a, notes[i].bytes, notes[i].n);

		SURE(!text_same(text, "die"));
		if (text_same(text, "full"))
			fault(FAULT_FULL, "on purpose");
	}
	log_line(LOG_INFO, "lot", "notes=%zu", n);
}

static const struct wire_asset assets[] = {
	{ "/assets/a-1.css", "text/css; charset=utf-8", "body{color:red}", 15, "not gzip", 8,
	  "\"1\"" },
	{ "/assets/b-1.svg", "image/svg+xml", "<svg/>", 6, NULL, 0, "\"2\"" },
};

static const struct wire_app house_app = {
	.open = house_state, .answer = house_answer, .lane = house_lane, .clerk = house_clerk,
	.scribe = house_scribe,
	.assets = assets, .nassets = COUNT(assets),
};

/* ---- the house ----------------------------------------------------------- */

static char *file_text(struct arena *a, const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st = { 0 };
	char *text;
	ssize_t got;

	if (fd < 0 || fstat(fd, &st) != 0)
		return arena_dup(a, "");
	text = arena_get(a, (size_t)st.st_size + 1);
	got = read(fd, text, (size_t)st.st_size);
	(void)got;
	close(fd);
	return text;
}

char *house_log(struct house *h)
{
	return file_text(h->t->arena, h->log);
}

/* A test that ends early must not leave a server behind. */
static void house_abandon(void *house)
{
	struct house *h = house;

	if (h->pid > 0 && kill(h->pid, SIGKILL) == 0)
		waitpid(h->pid, NULL, 0);
}

bool house_open(struct house *h, struct t *t, struct serve_options options)
{
	const bool broken = options.mine != NULL;
	const int64_t until = mono_ms() + (broken ? 1500 : 10000);
	int log;

	*h = (struct house){ .t = t };
	h->log = arena_fmt(t->arena, "%s/log", t_directory(t));
	log = open(h->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	options.listen = options.listen ? options.listen : "127.0.0.1:0";
	options.style = "/assets/a-1.css";
	h->pid = fork();
	if (h->pid == 0) {
		(void)dup2(log, STDERR_FILENO);
		close(log);
		clock_set(MOMENT_NONE);
		log_least = LOG_INFO;
		(void)signal(SIGABRT, SIG_DFL);         /* the harness reports deaths of its own */
		_exit(serve(&options, &house_app));
	}
	close(log);
	h->kept = NEW(t->arena, struct house);
	*h->kept = *h;
	arena_defer(t->arena, house_abandon, h->kept);
	while (mono_ms() < until && waitpid(h->pid, NULL, WNOHANG) == 0) {
		const char *ready = strstr(house_log(h), "what=\"ready\" listen=");

		if (ready && text_begins(ready + 20, "unix:"))
			return true;
		if (ready && sscanf(ready + 20, "127.0.0.1:%d ", &h->port) == 1)
			return true;
		usleep(5000);
	}
	return false;
}

int house_end(struct house *h, int patience_ms)
{
	const int64_t until = mono_ms() + patience_ms;
	int status = 0;
	pid_t got;

	while ((got = waitpid(h->pid, &status, WNOHANG)) == 0 && mono_ms() < until)
		usleep(2000);
	if (got == 0) {
		kill(h->pid, SIGKILL);
		waitpid(h->pid, &status, 0);
		status = -1;
	}
	h->kept->pid = 0;
	return status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int house_close(struct house *h)
{
	kill(h->pid, SIGTERM);
	return house_end(h, 8000);
}

int house_connect(struct house *h)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)h->port),
	                          .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (s >= 0 && connect(s, (struct sockaddr *)&at, sizeof at) == 0)
		return s;
	if (s >= 0)
		close(s);
	return -1;
}

/* ---- one question --------------------------------------------------------- */

/* Is the answer all there?  Its body's length, or -1: not yet. */
static int64_t answer_whole(const char *text, size_t n, bool no_body, size_t *body_at)
{
	const char *end = memmem(text, n, "\r\n\r\n", 4);
	const char *length = end ? strcasestr(text, "\r\nContent-Length:") : NULL;
	long long want = 0;

	if (!end)
		return -1;
	*body_at = (size_t)(end + 4 - text);
	if (length && length < end && !no_body)
		(void)sscanf(length + 17, "%lld", &want);
	return n >= *body_at + (size_t)want ? want : -1;
}

static bool read_more(int s, struct buf *text, int ms)
{
	struct pollfd news = { .fd = s, .events = POLLIN };
	char part[16384];
	ssize_t got;

	if (poll(&news, 1, ms) <= 0)
		return false;
	got = read(s, part, sizeof part);
	if (got > 0)
		buf_add(text, part, (size_t)got);
	return got > 0;
}

/* Has the server hung up?  Waits a little for it. */
static bool hung_up(int s)
{
	struct pollfd news = { .fd = s, .events = POLLIN };
	char c;

	return poll(&news, 1, 300) > 0 && read(s, &c, 1) <= 0;
}

struct answer ask_on(struct house *h, int s, const void *bytes, size_t n, bool no_body)
{
	struct buf text = buf_new(h->t->arena);
	struct answer a = { .text = arena_dup(h->t->arena, "") };
	const char *p = bytes;
	size_t body_at = 0;
	int64_t len = -1;

	while (n > 0) {
		const ssize_t put = send(s, p, n, MSG_NOSIGNAL);

		if (put <= 0)
			break;          /* it would not listen: perhaps it answered */
		p += put;
		n -= (size_t)put;
	}
	do
		len = text.n ? answer_whole(buf_text(&text), text.n, no_body, &body_at) : -1;
	while (len < 0 && read_more(s, &text, 8000));
	if (len < 0)
		return a;
	a.text = buf_text(&text);
	a.body = a.text + body_at;
	a.body_n = (size_t)len;
	(void)sscanf(a.text, "HTTP/1.1 %d", &a.status);
	a.closed = strstr(a.text, "\r\nConnection: close\r\n") && hung_up(s);
	return a;
}

struct answer ask(struct house *h, const char *method, const char *path, const char *headers,
                  const void *body, size_t n)
{
	struct buf text = buf_new(h->t->arena);
	struct answer a = { 0 };
	const int s = house_connect(h);

	if (s < 0)
		return (struct answer){ .text = arena_dup(h->t->arena, "no connection") };
	buf_fmt(&text, "%s %s HTTP/1.1\r\nHost: a\r\n%s", method, path, headers);
	if (body)
		buf_fmt(&text, "Content-Length: %zu\r\n", n);
	buf_str(&text, "\r\n");
	if (body)
		buf_add(&text, body, n);
	a = ask_on(h, s, text.s, text.n, strcmp(method, "HEAD") == 0);
	close(s);
	return a;
}

struct answer ask_get(struct house *h, const char *path)
{
	return ask(h, "GET", path, "", NULL, 0);
}

/* ---- many ------------------------------------------------------------------- */

enum { CLIENTS = 128 };

struct client { int s; int64_t asked_ms; size_t n; char text[4096]; struct storm *storm; };

static bool client_ask(struct house *h, struct client *c)
{
	char text[256];
	const int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n",
	                       c->storm->path);

	if (c->s < 0)
		c->s = house_connect(h);
	c->n = 0;
	c->asked_ms = mono_ms();
	return c->s >= 0 && send(c->s, text, (size_t)n, MSG_NOSIGNAL) == n;
}

static void client_drop(struct client *c)
{
	close(c->s);
	c->s = -1;
}

static void client_hear(struct client *c, bool *whole)
{
	const ssize_t got = read(c->s, c->text + c->n, sizeof c->text - 1 - c->n);
	size_t at;
	int status = 0, pid;

	*whole = false;
	if (got <= 0) {
		c->storm->lost++;
		client_drop(c);
		*whole = true;
		return;
	}
	c->n += (size_t)got;
	c->text[c->n] = '\0';
	if (answer_whole(c->text, c->n, false, &at) < 0)
		return;
	*whole = true;
	if (mono_ms() - c->asked_ms > c->storm->most_ms)
		c->storm->most_ms = mono_ms() - c->asked_ms;
	(void)sscanf(c->text, "HTTP/1.1 %d", &status);
	c->storm->count[status / 100 < 6 ? status / 100 : 0]++;
	if (sscanf(c->text + at, "pid=%d", &pid) == 1)
		c->storm->worker = pid;
	if (strstr(c->text, "\r\nConnection: close\r\n"))
		client_drop(c);
}

static int clients_open(struct house *h, struct client *all, struct storm *storm)
{
	int n = 0;

	for (; storm; storm = storm->beside)
		for (int i = 0; i < storm->clients && n < CLIENTS; i++) {
			all[n] = (struct client){ .s = -1, .storm = storm };
			SURE(client_ask(h, &all[n]));
			n++;
		}
	return n;
}

void storm_run(struct house *h, struct storm *storm)
{
	struct client *all = NEWN(h->t->arena, struct client, CLIENTS);
	struct pollfd news[CLIENTS];
	const int n = clients_open(h, all, storm);
	const int64_t latest = mono_ms() + 20000;
	int64_t until = mono_ms() + storm->ms;
	int64_t next = mono_ms() + storm->every_ms;
	int open = n;

	/* After the time is up each is still owed its answer, within 5 s. */
	while (open > 0 && mono_ms() < until + 5000) {
		for (int i = 0; i < n; i++)
			news[i] = (struct pollfd){ .fd = all[i].s, .events = POLLIN };
		(void)poll(news, (nfds_t)n, 20);
		for (int i = 0; i < n; i++) {
			bool whole = false;

			if (all[i].s < 0 || !news[i].revents)
				continue;
			client_hear(&all[i], &whole);
			if (whole && (mono_ms() >= until || !client_ask(h, &all[i]))) {
				if (all[i].s >= 0)
					client_drop(&all[i]);
				open--;
			}
		}
		if (storm->each && mono_ms() >= next && mono_ms() < until) {
			storm->each(h, storm);
			storm->calls++;
			next = mono_ms() + storm->every_ms;
			if (storm->calls < storm->at_least && next >= until && next < latest)
				until = next + storm->every_ms;
		}
	}
	for (int i = 0; i < n; i++)
		if (all[i].s >= 0) {
			all[i].storm->lost++;
			client_drop(&all[i]);
		}
}
