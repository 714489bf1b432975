/* SPDX-License-Identifier: MIT */
/*
 * tally.c -- counts as they are counted, and as Prometheus reads them (text
 * format 0.0.4).
 *
 * The teller's question is a number, and the answer begins with it: what was
 * asked of a door that is gone may be answered by the next.
 */
#include "web/tally.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/link.h"

enum { ROUTES = 512, ANSWER_MS = 1000 };

static const int codes[] = {
	200, 303, 304, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 431, 500, 503, 504,
	507, 0 /* any other */
};

/* Upper bounds in milliseconds: a page is to be there in 100. */
static const int bounds[] = { 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000 };

static const char *const lanes[] = { "quick", "slow", "upload" };

static struct {
	int  ends[2];                   /* [0] the teller's, [1] the door's */
	bool open;
	enum tally_seat seat;
	uint32_t asked;
	struct { const char *route; uint64_t n[COUNT(codes)]; } routes[ROUTES];
	size_t   nroutes;
	struct { uint64_t n[COUNT(bounds) + 1], ms; } took[COUNT(lanes)];
	uint64_t lots, pages, failed;
	struct arena *arena;
} my;

/* ---- sockets ----------------------------------------------------------- */

static void end_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool tally_open(void)
{
	my.seat = TALLY_NOBODY;
	my.open = link_pair(my.ends);
	return my.open;
}

void tally_sit(enum tally_seat seat)
{
	if (!my.open)
		return;
	my.seat = seat;
	if (seat != TALLY_TELLER)
		end_close(&my.ends[0]);
	if (seat != TALLY_DOOR)
		end_close(&my.ends[1]);
	if (seat != TALLY_NOBODY)
		my.arena = arena_new("tally", (size_t)4 << 20);
}

void tally_close(void)
{
	tally_sit(TALLY_NOBODY);
	my.open = false;
}

/* ---- counting ---------------------------------------------------------- */

/* The first place is for what fits no route, and for routes beyond the last. */
static size_t route_place(const char *route)
{
	if (my.nroutes == 0)
		my.routes[my.nroutes++].route = "none";
	if (!route)
		return 0;
	for (size_t i = 1; i < my.nroutes; i++)
		if (my.routes[i].route == route)
			return i;
	if (my.nroutes == ROUTES)
		return 0;
	my.routes[my.nroutes].route = route;
	return my.nroutes++;
}

void tally_reply(const char *route, int status)
{
	size_t i = 0;

	while (codes[i] && codes[i] != status)
		i++;
	my.routes[route_place(route)].n[i]++;
}

void tally_took(enum wire_lane lane, int64_t ms)
{
	size_t i = 0;

	while (i < COUNT(bounds) && ms > bounds[i])
		i++;
	my.took[lane].n[i]++;
	my.took[lane].ms += (uint64_t)ms;
}

void tally_lot(unsigned pages, bool written)
{
	my.lots++;
	my.pages += pages;
	my.failed += written ? 0 : pages;
}

/* ---- telling ------------------------------------------------------------- */

void tally_head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_fmt(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void one(struct buf *b, const char *name, const char *type, const char *help, uint64_t n)
{
	tally_head(b, name, type, help);
	buf_fmt(b, "%s %llu\n", name, (unsigned long long)n);
}

static void replies_tell(struct buf *b)
{
	tally_head(b, "almoner_requests_total", "counter",
	           "Requests answered, by row of the routes");
	for (size_t r = 0; r < my.nroutes; r++)
		for (size_t i = 0; i < COUNT(codes); i++) {
			if (!my.routes[r].n[i])
				continue;
			buf_fmt(b, "almoner_requests_total{route=\"%s\",status=\"",
			        my.routes[r].route);
			if (codes[i])
				buf_fmt(b, "%d", codes[i]);
			else
				buf_str(b, "other");
			buf_fmt(b, "\"} %llu\n", (unsigned long long)my.routes[r].n[i]);
		}
}

static void took_tell(struct buf *b)
{
	tally_head(b, "almoner_request_seconds", "histogram",
	           "From a request's last byte to its reply, by lane");
	for (size_t l = 0; l < COUNT(lanes); l++) {
		uint64_t sum = 0;

		for (size_t i = 0; i < COUNT(bounds); i++) {
			sum += my.took[l].n[i];
			buf_fmt(b, "almoner_request_seconds_bucket{lane=\"%s\",", lanes[l]);
			buf_fmt(b, "le=\"%d.%03d\"} %llu\n", bounds[i] / 1000, bounds[i] % 1000,
			        (unsigned long long)sum);
		}
		sum += my.took[l].n[COUNT(bounds)];
		buf_fmt(b, "almoner_request_seconds_bucket{lane=\"%s\",le=\"+Inf\"} %llu\n"
		        "almoner_request_seconds_sum{lane=\"%s\"} %llu.%03llu\n"
		        "almoner_request_seconds_count{lane=\"%s\"} %llu\n",
		        lanes[l], (unsigned long long)sum, lanes[l],
		        (unsigned long long)my.took[l].ms / 1000,
		        (unsigned long long)my.took[l].ms % 1000, lanes[l],
		        (unsigned long long)sum);
	}
}

static void now_tell(struct buf *b, const struct dispatch_now *now, unsigned connections)
{
	tally_head(b, "almoner_queue_length", "gauge", "Requests that wait for a worker, by lane");
	buf_fmt(b, "almoner_queue_length{lane=\"quick\"} %u\n"
	        "almoner_queue_length{lane=\"slow\"} %u\n", now->quick, now->slow);
	tally_head(b, "almoner_workers", "gauge", "Workers, by what they do");
	buf_fmt(b, "almoner_workers{state=\"busy\"} %u\nalmoner_workers{state=\"idle\"} %u\n"
	        "almoner_workers{state=\"starting\"} %u\n", now->busy, now->idle, now->starting);
	one(b, "almoner_replies_held", "gauge", "Pages that wait for the scribe's word", now->held);
	one(b, "almoner_connections", "gauge", "Open connections of clients", connections);
	one(b, "almoner_scribe_lots_total", "counter", "Transactions of the scribe", my.lots);
	one(b, "almoner_scribe_pages_total", "counter", "Pages whose readers were noted", my.pages);
	one(b, "almoner_scribe_pages_failed_total", "counter",
	    "Pages given up because their notes could not be written", my.failed);
}

/* ---- question and answer --------------------------------------------------- */

int tally_ear(void)
{
	return my.open ? my.ends[1] : -1;
}

void tally_answer(const struct dispatch_now *now, unsigned connections)
{
	uint32_t number;
	struct iovec ask = { &number, sizeof number };
	struct buf b;
	int fd;

	if (link_recv(my.ends[1], &ask, 1, &fd, MSG_DONTWAIT) != sizeof number)
		return;
	arena_reset(my.arena);
	b = buf_new(my.arena);
	now_tell(&b, now, connections);
	took_tell(&b);
	replies_tell(&b);
	/* All of it in one message: beyond its room only routes are left out. */
	while (b.n > LINK_MESSAGE - sizeof number - 1) {
		b.n--;
		while (b.n > 0 && b.s[b.n - 1] != '\n')
			b.n--;
	}
	struct iovec io[2] = { { &number, sizeof number }, { b.s, b.n } };
	(void)!link_send(my.ends[1], io, 2, -1, MSG_DONTWAIT);
}

static bool answer_take(struct buf *out)
{
	struct pollfd news = { .fd = my.ends[0], .events = POLLIN };
	uint32_t number = 0;
	struct iovec io[2] = { { &number, sizeof number } };
	int fd;

	arena_reset(my.arena);
	io[1] = (struct iovec){ arena_get(my.arena, LINK_MESSAGE), LINK_MESSAGE };
	while (poll(&news, 1, ANSWER_MS) > 0) {
		const ssize_t got = link_recv(my.ends[0], io, 2, &fd, MSG_DONTWAIT);

		if (got < (ssize_t)sizeof number)
			return false;
		if (number != my.asked)
			continue;       /* to a question that was given up */
		buf_add(out, io[1].iov_base, (size_t)got - sizeof number);
		return true;
	}
	return false;
}

bool tally_ask(struct buf *out)
{
	struct iovec ask = { &my.asked, sizeof my.asked };

	my.asked++;
	return my.open && link_send(my.ends[0], &ask, 1, -1, MSG_DONTWAIT) > 0 && answer_take(out);
}
