/* SPDX-License-Identifier: MIT */
/*
 * scribe.c -- notes in, one transaction, answers out.
 *
 * One socket takes the notes of all; each seat has one for its answers.  A
 * ticket names the note, for an answer may come to the next in that seat.
 */
#include "web/scribe.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "web/link.h"
#include "web/worker.h"

enum { SEATS = 256, NOTE_MOST = 16 << 10, LOT_MOST = 64, GIVE_UP_MS = 5000 };

struct note_head { uint64_t ticket; uint32_t seat; };
struct note_done { uint64_t ticket; uint32_t fault; };   /* enum fault_kind */

static struct {
	int in[2];                      /* notes: [0] is written by all, [1] read */
	int out[SEATS][2];              /* answers: [0] is written, [1] read      */
	int seats;
	int seat;                       /* of this process; -1: none              */
	uint64_t tickets;
} my = { .in = { -1, -1 }, .seat = -1 };

/* ---- sockets ----------------------------------------------------------- */

static void end_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool scribe_open(int seats)
{
	my.seats = 0;
	my.seat = -1;
	if (!link_pair(my.in))
		return false;
	for (; my.seats < seats && my.seats < SEATS; my.seats++)
		if (!link_pair(my.out[my.seats]))
			return false;
	return true;
}

void scribe_close(void)
{
	scribe_sit(-1);
	end_close(&my.in[0]);
	my.seats = 0;
}

void scribe_sit(int seat)
{
	my.seat = my.in[0] >= 0 && seat >= 0 && seat < my.seats ? seat : -1;
	for (int i = 0; i < my.seats; i++) {
		end_close(&my.out[i][0]);
		if (i != my.seat)
			end_close(&my.out[i][1]);
	}
	end_close(&my.in[1]);
	if (my.seat < 0)
		end_close(&my.in[0]);
	/* No two processes ever draw the same ticket. */
	my.tickets = (uint64_t)getpid() << 32;
}

/* ---- a worker's side --------------------------------------------------- */

/* Wait for the answer to this ticket, past those for who sat here before. */
static enum fault_kind answer_await(uint64_t ticket)
{
	const int64_t until = mono_ms() + GIVE_UP_MS;
	struct pollfd news = { .fd = my.out[my.seat][1], .events = POLLIN };
	struct note_done done = { 0 };
	struct iovec io = { &done, sizeof done };
	int fd;

	for (int64_t left; (left = until - mono_ms()) > 0; ) {
		if (poll(&news, 1, (int)left) <= 0)
			continue;
		if (link_recv(news.fd, &io, 1, &fd, MSG_DONTWAIT) == sizeof done &&
		    done.ticket == ticket)
			return (enum fault_kind)done.fault;
	}
	return FAULT_AGAIN;
}

bool wire_note(const void *bytes, size_t n)
{
	struct note_head head = { .ticket = my.tickets + 1, .seat = (uint32_t)my.seat };
	struct iovec io[2] = { { &head, sizeof head }, { (void *)(uintptr_t)bytes, n } };
	enum fault_kind broke;

	if (my.seat < 0 || n > NOTE_MOST || link_send(my.in[0], io, 2, -1, MSG_DONTWAIT) < 0)
		return false;
	my.tickets++;
	broke = answer_await(head.ticket);
	if (broke != FAULT_NONE)
		fault(broke, "the scribe could not write it down");
	return true;
}

/* ---- the scribe's side ------------------------------------------------- */

struct lot {
	const struct wire_app *app;
	void *state;
	struct arena *arena;
	struct note_head head[LOT_MOST];
	struct wire_note note[LOT_MOST];
	size_t n;
	char  *room;
};

/* Wait for one; then take those that are there already. */
static void lot_gather(struct lot *l)
{
	for (l->n = 0; l->n < LOT_MOST; ) {
		char *bytes = l->room + l->n * NOTE_MOST;
		struct iovec io[2] = { { &l->head[l->n], sizeof *l->head }, { bytes, NOTE_MOST } };
		int fd;
		const ssize_t got = link_recv(my.in[1], io, 2, &fd, l->n ? MSG_DONTWAIT : 0);

		if (fd >= 0)
			close(fd);
		if (got <= (ssize_t)sizeof *l->head || l->head[l->n].seat >= (uint32_t)my.seats) {
			if (l->n)
				return;
			continue;
		}
		l->note[l->n].bytes = bytes;
		l->note[l->n++].n = (size_t)got - sizeof *l->head;
	}
}

static void lot_write(void *arg)
{
	struct lot *l = arg;

	l->app->scribe(l->state, l->arena, l->note, l->n);
}

static void lot_answer(struct lot *l, enum fault_kind broke)
{
	for (size_t i = 0; i < l->n; i++) {
		struct note_done done = { l->head[i].ticket, (uint32_t)broke };
		struct iovec io = { &done, sizeof done };

		/* Full: who sits there has not read for long, and gave up. */
		(void)!link_send(my.out[l->head[i].seat][0], &io, 1, -1, MSG_DONTWAIT);
	}
}

void scribe_run(const struct serve_options *options, const struct wire_app *app)
{
	struct arena *life = arena_new("scribe", (size_t)4 << 20);
	struct lot *l = NEW(life, struct lot);
	struct fault f;

	l->app = app;
	l->room = NEWN(life, char, LOT_MOST * NOTE_MOST);
	l->arena = arena_new("notes", (size_t)16 << 20);
	l->state = worker_open(options, app);
	for (;;) {
		lot_gather(l);
		if (boundary_run(lot_write, l, &f) != FAULT_NONE)
			log_line(LOG_ERROR, "fault", "notes=%zu why=\"%s\"", l->n, f.why);
		lot_answer(l, f.kind);
		arena_reset(l->arena);
	}
}
