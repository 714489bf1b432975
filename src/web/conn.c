/* SPDX-License-Identifier: MIT */
/*
 * conn.c -- a table by descriptor, since that is all that recv() tells us.
 */
#include "web/conn.h"

#include <errno.h>
#include <sys/socket.h>

#include "base/log.h"
#include "web/link.h"

enum { IDLE_MS = 30000, CLOSING_MS = 500, OTHER_FDS = 1024 };

static struct {
	struct conn  *by_fd;
	unsigned     *open, n, limit, size;     /* descriptors in use; connections allowed */
	int           slow_ms;
	bool          closing;
	struct page_look look;
	uint64_t    (*id)(void);
	struct arena *scratch;
} my;

static ssize_t conn_tap(int fd, char *bytes, ssize_t got);

void conns_open(struct arena *a, unsigned limit, int slow_ms, const struct page_look *look,
                uint64_t (*id)(void))
{
	/* Descriptors are given lowest first, so few lie above the connections. */
	my.size = limit + OTHER_FDS;
	my.limit = limit;
	my.by_fd = NEWN(a, struct conn, my.size);
	my.open = NEWN(a, unsigned, my.size);
	my.slow_ms = slow_ms;
	my.look = *look;
	my.id = id;
	my.scratch = arena_new("refusal", 64 << 10);
	guard_tap = conn_tap;
}

struct conn *conn_begin(int fd)
{
	struct conn *c;

	if (fd < 0 || (unsigned)fd >= my.size)
		return NULL;
	c = &my.by_fd[fd];
	*c = (struct conn){ .fd = fd, .at = my.n };
	my.open[my.n++] = (unsigned)fd;
	guard_start(&c->guard);
	conn_phase(c, CONN_IDLE, 0);
	return c;
}

void conn_end(struct conn *c)
{
	const unsigned last = my.open[--my.n];

	my.open[c->at] = last;
	my.by_fd[last].at = c->at;
	c->phase = CONN_NONE;
}

bool conn_take(struct conn *c)
{
	return c && c->taken++ < c->guard.heads;
}

void conn_phase(struct conn *c, enum conn_phase phase, uint64_t bytes)
{
	const int64_t now = mono_ms();

	c->phase = phase;
	switch (phase) {
	case CONN_IDLE:
		c->until_ms = now + (my.closing ? CLOSING_MS : IDLE_MS);
		break;
	case CONN_HEAD:
		/* With nearly all places taken, the slow must make room. */
		c->until_ms = now + (my.n > my.limit / 4 * 3 ? my.slow_ms / 8 : my.slow_ms);
		break;
	case CONN_BODY:
	case CONN_REPLY:
		c->until_ms = now + my.slow_ms + (int64_t)(bytes / CONN_SLOWEST);
		break;
	case CONN_NONE:
	case CONN_WAIT:
		c->until_ms = INT64_MAX;
	}
}

unsigned conns_count(void)
{
	return my.n;
}

/* Say why on the wire itself: the parser knows nothing of this request. */
static void conn_refuse(struct conn *c, int status, const char *why)
{
	const uint64_t id = my.id();
	struct buf page;
	char rest[4096];

	log_line(LOG_WARN, "refused", "request=%llx status=%d why=\"%s\"", (unsigned long long)id,
	         status, why);
	arena_reset(my.scratch);
	page = buf_new(my.scratch);
	page_write_raw(&page, &my.look, status, id);
	(void)send(c->fd, page.s, page.n, MSG_DONTWAIT | MSG_NOSIGNAL);
	(void)shutdown(c->fd, SHUT_WR);
	/* Closing with bytes unread would send a reset that overtakes the page. */
	for (int i = 0; i < 64; i++)
		if (recvfrom(c->fd, rest, sizeof rest, MSG_DONTWAIT, NULL, NULL) <= 0)
			break;
}

/* All that the parser reads comes by here; see guard.h. */
static ssize_t conn_tap(int fd, char *bytes, ssize_t got)
{
	struct conn *c = fd >= 0 && (unsigned)fd < my.size ? &my.by_fd[fd] : NULL;

	if (!c || c->phase == CONN_NONE)
		return got;
	if (c->phase == CONN_IDLE)
		conn_phase(c, CONN_HEAD, 0);
	if (guard_pass(&c->guard, bytes, (size_t)got))
		return got;
	/* In the other phases an answer may be half way out already. */
	if (c->phase == CONN_HEAD || c->phase == CONN_BODY)
		conn_refuse(c, c->guard.status, c->guard.why);
	conn_phase(c, CONN_WAIT, 0);
	errno = ECONNRESET;
	return -1;
}

void conns_sweep(void)
{
	const int64_t now = mono_ms();

	for (unsigned i = 0; i < my.n; i++) {
		struct conn *c = &my.by_fd[my.open[i]];

		if (c->until_ms >= now)
			continue;
		if (c->phase == CONN_HEAD || c->phase == CONN_BODY)
			conn_refuse(c, 408, c->phase == CONN_HEAD ? "slow head" : "slow body");
		/* The library notices and ends the connection in its own time. */
		(void)shutdown(c->fd, SHUT_RDWR);
		conn_phase(c, CONN_WAIT, 0);
	}
}

void conns_close_idle(void)
{
	my.closing = true;
	for (unsigned i = 0; i < my.n; i++)
		if (my.by_fd[my.open[i]].phase == CONN_IDLE)
			conn_phase(&my.by_fd[my.open[i]], CONN_IDLE, 0);
}
