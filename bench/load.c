/* SPDX-License-Identifier: MIT */
/*
 * load.c -- asks a server for one page, again and again, and says how long it
 * had to wait.
 *
 *	load HOST:PORT PATH [-H HEADER] [-c CONNECTIONS] [-d SECONDS] [-r RATE] [-w SECONDS]
 *	     [-p FIELDS]
 *
 * With -p it sends a form; each run of 32 underscores in FIELDS becomes a number
 * that no other request has (a key, a name).
 *
 * Without a rate the loop is closed: each connection asks again as soon as it
 * has its answer, which finds the saturation.  With one it is open: request n
 * is due at start + n/RATE whatever became of those before it, and its latency
 * counts from that moment, so that a stall is felt by all who would have come
 * during it (no "coordinated omission").  A request that finds no connection
 * free waits its turn, and that wait counts.
 *
 * The first -w seconds warm the server up and are not counted.  Prints one
 * line of NAME=VALUE; milliseconds.  Only 200 (of a form: 303) with a
 * Content-Length is good; status 1: some answer was not.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS_MOST = 1024, ROOM = 1 << 16, MARK = 32, MARKS_MOST = 8 };

struct conn {
	int     fd;
	bool    busy, counts;
	int64_t due;                     /* when its request should have been sent     */
	size_t  head;                    /* bytes of the head that are here, until complete */
	size_t  left;                    /* bytes of the body still to come            */
	bool    in_body;
	char    room[ROOM];
};

struct load {
	const char *host, *port, *path, *header, *fields;
	int      connections;
	int64_t  seconds, warm;          /* nanoseconds                                */
	int64_t  rate;                   /* a second; 0: closed loop                   */

	char     request[8192];
	size_t   request_n;
	char    *mark[MARKS_MOST];       /* where the number of a request goes         */
	int      marks;
	uint64_t number, run;
	const char *good;                /* how a good answer begins                   */
	struct addrinfo *to;
	struct conn *conns;
	int      poll;

	int64_t  began, ends;
	int64_t  sent;                   /* of those that are due by the rate          */
	uint32_t *took;                  /* microseconds of each good answer           */
	size_t   n, room;
	size_t   bad, bytes_least, bytes_most;
};

static void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "no");
	exit(2);
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- a connection ------------------------------------------------------- */

static void conn_open(struct load *l, struct conn *c)
{
	const int on = 1;
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };

	c->fd = socket(l->to->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, l->to->ai_addr, l->to->ai_addrlen) != 0)
		die("connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (epoll_ctl(l->poll, EPOLL_CTL_ADD, c->fd, &e) != 0)
		die("epoll");
	c->busy = c->in_body = false;
	c->head = 0;
}

static void conn_again(struct load *l, struct conn *c)
{
	close(c->fd);
	conn_open(l, c);
}

/* Of this run and no other. */
static void request_number(struct load *l)
{
	char digits[MARK + 1];

	snprintf(digits, sizeof digits, "%016llx%016llx", (unsigned long long)l->run,
	         (unsigned long long)++l->number);
	for (int i = 0; i < l->marks; i++)
		memcpy(l->mark[i], digits, MARK);
}

static void conn_ask(struct load *l, struct conn *c, int64_t due)
{
	request_number(l);
	c->due = due;
	c->counts = due >= l->began + l->warm;
	c->busy = true;
	if (send(c->fd, l->request, l->request_n, MSG_NOSIGNAL) != (ssize_t)l->request_n)
		die("send");
}

static void keep_time(struct load *l, int64_t ns)
{
	/* Sent in the last moment, and due just after it. */
	if (ns < 0)
		ns = 0;
	if (l->n == l->room) {
		l->room = l->room ? 2 * l->room : 1 << 16;
		l->took = realloc(l->took, l->room * sizeof *l->took);
		if (!l->took)
			die("memory");
	}
	l->took[l->n++] = (uint32_t)(ns / 1000);
}

static void conn_done(struct load *l, struct conn *c)
{
	if (c->counts && now_ns() <= l->ends)
		keep_time(l, now_ns() - c->due);
	c->busy = c->in_body = false;
	c->head = 0;
}

static void conn_bad(struct load *l, struct conn *c)
{
	l->bad++;
	conn_again(l, c);
}

/* The head is complete: what it promises.  False: not a good answer. */
static bool head_read(struct load *l, struct conn *c, char *end)
{
	const char *length;

	*end = '\0';
	if (strncmp(c->room, l->good, strlen(l->good)) != 0)
		return false;
	length = strcasestr(c->room, "\ncontent-length:");
	if (!length)
		return false;
	c->left = strtoul(length + 16, NULL, 10);
	if (c->left < l->bytes_least)
		l->bytes_least = c->left;
	if (c->left > l->bytes_most)
		l->bytes_most = c->left;
	c->in_body = true;
	return true;
}

static void conn_read(struct load *l, struct conn *c)
{
	const size_t at = c->in_body ? 0 : c->head;
	ssize_t got = recv(c->fd, c->room + at, ROOM - 1 - at, MSG_DONTWAIT);
	size_t body = got > 0 ? (size_t)got : 0;
	char *end;

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		conn_bad(l, c);
		return;
	}
	if (!c->in_body) {
		c->head += body;
		c->room[c->head] = '\0';
		end = strstr(c->room, "\r\n\r\n");
		if (!end)
			return;
		body = c->head - (size_t)(end + 4 - c->room);
		if (!head_read(l, c, end)) {
			conn_bad(l, c);
			return;
		}
	}
	if (body > c->left) {
		conn_bad(l, c);
		return;
	}
	c->left -= body;
	if (c->left == 0)
		conn_done(l, c);
}

/* ---- the loop ----------------------------------------------------------- */

static int64_t next_due(const struct load *l)
{
	return l->began + l->sent * 1000000000 / l->rate;
}

/* Send what is due, as far as connections are free. */
static void ask_all(struct load *l)
{
	for (int i = 0; i < l->connections; i++) {
		struct conn *c = &l->conns[i];
		const int64_t now = now_ns();

		if (c->busy)
			continue;
		if (l->rate == 0) {
			conn_ask(l, c, now);
		} else {
			if (next_due(l) > now)
				return;
			conn_ask(l, c, next_due(l));
			l->sent++;
		}
	}
}

/* Until something comes, or (open loop) is due. */
static int await(const struct load *l, struct epoll_event *got, int n)
{
	int64_t left = l->rate ? next_due(l) - now_ns() : 1000000000;
	struct timespec t;

	if (left < 0)
		left = 0;
	t = (struct timespec){ left / 1000000000, left % 1000000000 };
	return epoll_pwait2(l->poll, got, n, &t, NULL);
}

static void run(struct load *l)
{
	struct epoll_event got[64];

	l->began = now_ns();
	l->ends = l->began + l->warm + l->seconds;
	while (now_ns() < l->ends) {
		int n;

		ask_all(l);
		n = await(l, got, 64);
		for (int i = 0; i < n; i++)
			conn_read(l, got[i].data.ptr);
	}
	/* Who was due and has no answer yet has waited this long at least. */
	for (int i = 0; i < l->connections && l->rate > 0; i++)
		if (l->conns[i].busy && l->conns[i].counts)
			keep_time(l, l->ends - l->conns[i].due);
	while (l->rate > 0 && next_due(l) < l->ends) {
		keep_time(l, l->ends - next_due(l));
		l->sent++;
	}
}

/* ---- what it came to ---------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* " p99=12.345": the time that this many of a thousand did not exceed. */
static void say_time(const struct load *l, const char *name, size_t permille)
{
	const uint32_t us = l->n ? l->took[(l->n - 1) * permille / 1000] : 0;

	printf(" %s=%u.%03u", name, us / 1000, us % 1000);
}

static void say(struct load *l)
{
	const int64_t tenths = (int64_t)l->n * 10000000000 / l->seconds;

	if (l->n)
		qsort(l->took, l->n, sizeof *l->took, by_size);
	printf("n=%zu bad=%zu rate=%lld.%lld", l->n, l->bad, (long long)(tenths / 10),
	       (long long)(tenths % 10));
	say_time(l, "p50", 500);
	say_time(l, "p90", 900);
	say_time(l, "p99", 990);
	say_time(l, "p999", 999);
	say_time(l, "max", 1000);
	printf(" bytes=%zu..%zu\n", l->bytes_most ? l->bytes_least : 0, l->bytes_most);
}

/* ---- beginning ---------------------------------------------------------- */

static int64_t whole(const char *text)
{
	return strtoll(text, NULL, 10);
}

static void arguments(struct load *l, int argc, char **argv)
{
	char *colon;
	int o;

	while ((o = getopt(argc, argv, "H:c:d:p:r:w:")) != -1) {
		switch (o) {
		case 'H': l->header = optarg; break;
		case 'c': l->connections = (int)whole(optarg); break;
		case 'd': l->seconds = whole(optarg) * 1000000000; break;
		case 'p': l->fields = optarg; break;
		case 'r': l->rate = whole(optarg); break;
		case 'w': l->warm = whole(optarg) * 1000000000; break;
		default: exit(2);
		}
	}
	if (argc - optind != 2 || !(colon = strrchr(argv[optind], ':')) ||
	    l->connections < 1 || l->connections > CONNECTIONS_MOST || l->seconds <= 0) {
		fputs("load HOST:PORT PATH [-H HEADER] [-c CONNECTIONS] [-d SECONDS] [-r RATE] "
		      "[-w SECONDS] [-p FIELDS]\n", stderr);
		exit(2);
	}
	*colon = '\0';
	l->host = argv[optind];
	l->port = colon + 1;
	l->path = argv[optind + 1];
}

static void request_make(struct load *l)
{
	static const char mark[] = "________________________________";
	const char *fields = l->fields ? l->fields : "";
	char *at = l->request;

	_Static_assert(sizeof mark == MARK + 1, "as long as the number");
	l->run = (uint64_t)now_ns();
	l->good = l->fields ? "HTTP/1.1 303" : "HTTP/1.1 200";
	if (l->fields)
		l->request_n = (size_t)snprintf(l->request, sizeof l->request,
			"POST %s HTTP/1.1\r\nHost: %s:%s\r\nOrigin: http://%s:%s\r\n%s\r\n"
			"Content-Type: application/x-www-form-urlencoded\r\n"
			"Content-Length: %zu\r\n\r\n%s", l->path, l->host, l->port, l->host,
			l->port, l->header, strlen(fields), fields);
	else
		l->request_n = (size_t)snprintf(l->request, sizeof l->request,
			"GET %s HTTP/1.1\r\nHost: %s:%s\r\n%s\r\n\r\n", l->path, l->host, l->port,
			l->header);
	if (l->request_n >= sizeof l->request)
		die("too long");
	while ((at = strstr(at, mark)) && l->marks < MARKS_MOST) {
		l->mark[l->marks++] = at;
		at += MARK;
	}
}

int main(int argc, char **argv)
{
	struct load l = { .connections = 32, .seconds = 5000000000, .warm = 1000000000,
	                  .header = "Accept: */*", .bytes_least = SIZE_MAX };
	const struct addrinfo hint = { .ai_socktype = SOCK_STREAM };

	arguments(&l, argc, argv);
	request_make(&l);
	if (getaddrinfo(l.host, l.port, &hint, &l.to) != 0)
		die("address");
	/* The kernel may be late by 50 us with a timer, unless asked. */
	prctl(PR_SET_TIMERSLACK, 1000);
	l.poll = epoll_create1(EPOLL_CLOEXEC);
	l.conns = calloc((size_t)l.connections, sizeof *l.conns);
	if (l.poll < 0 || !l.conns)
		die("begin");
	for (int i = 0; i < l.connections; i++)
		conn_open(&l, &l.conns[i]);
	run(&l);
	say(&l);
	return l.bad || !l.n;
}
