/* SPDX-License-Identifier: MIT */
/*
 * scribe.c -- notes in, one transaction, words out.
 *
 * A message of notes = which page, how many; then the length and the bytes of
 * each.  One socket takes those of all workers; another has the door's ear.
 */
#include "web/scribe.h"

#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "web/link.h"
#include "web/worker.h"

enum { NOTES_MOST = 16 << 10, LOT_NOTES = 512 };

struct notes_head { struct scribe_page page; uint32_t n, unused; };

static struct {
	int notes[2], words[2];         /* of each: [0] is written, [1] read */
	bool open;
	enum scribe_seat seat;
	/* a worker's: of the request at hand */
	struct notes_head head;
	struct buf said;
} my;

/* ---- sockets ----------------------------------------------------------- */

static void end_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool scribe_open(void)
{
	my.notes[0] = my.notes[1] = my.words[0] = my.words[1] = -1;
	my.seat = SCRIBE_NOBODY;
	my.open = link_pair(my.notes) && link_pair(my.words);
	return my.open;
}

void scribe_sit(enum scribe_seat seat)
{
	if (!my.open)
		return;
	my.seat = seat;
	if (seat != SCRIBE_WORKER)
		end_close(&my.notes[0]);
	if (seat != SCRIBE_DOOR)
		end_close(&my.words[1]);
	end_close(&my.notes[1]);
	end_close(&my.words[0]);
}

void scribe_close(void)
{
	scribe_sit(SCRIBE_NOBODY);
	my.open = false;
}

/* ---- the door's side --------------------------------------------------- */

int scribe_ear(void)
{
	return my.open ? my.words[1] : -1;
}

bool scribe_hear(struct scribe_word *word)
{
	struct iovec io = { word, sizeof *word };
	int fd;
	const ssize_t got = link_recv(my.words[1], &io, 1, &fd, MSG_DONTWAIT);

	return got == sizeof *word && word->n <= SCRIBE_LOT;
}

/* ---- a worker's side --------------------------------------------------- */

void scribe_begin(struct arena *a, struct scribe_page page)
{
	my.head = (struct notes_head){ .page = page };
	my.said = buf_new(a);
}

bool wire_note(const void *bytes, size_t n)
{
	const uint32_t length = (uint32_t)n;

	if (my.seat != SCRIBE_WORKER)
		return false;
	buf_add(&my.said, (const char *)&length, sizeof length);
	buf_add(&my.said, bytes, n);
	my.head.n++;
	return true;
}

/* The notes of a message, at `note`: their number; 0: nonsense. */
static size_t notes_read(const struct notes_head *head, const char *bytes, size_t n,
                         struct wire_note *note, size_t most)
{
	uint32_t length;

	if (head->n > most)
		return 0;
	for (size_t i = 0; i < head->n; i++) {
		if (n < sizeof length)
			return 0;
		memcpy(&length, bytes, sizeof length);
		if (n - sizeof length < length)
			return 0;
		note[i] = (struct wire_note){ bytes + sizeof length, length };
		bytes += sizeof length + length;
		n -= sizeof length + length;
	}
	return n == 0 ? head->n : 0;
}

bool scribe_end(const struct wire_app *app, void *state, struct arena *a)
{
	struct iovec io[2] = { { &my.head, sizeof my.head }, { my.said.s, my.said.n } };
	struct wire_note *note;

	if (my.head.n == 0)
		return false;
	if (my.head.n <= LOT_NOTES && my.said.n <= NOTES_MOST &&
	    link_send(my.notes[0], io, 2, -1, MSG_DONTWAIT) > 0)
		return true;
	note = NEWN(a, struct wire_note, my.head.n);
	SURE(notes_read(&my.head, my.said.s, my.said.n, note, my.head.n) == my.head.n);
	app->scribe(state, a, note, my.head.n);
	return false;
}

/* ---- the scribe's side ------------------------------------------------- */

struct lot {
	const struct wire_app *app;
	void *state;
	struct arena *arena;
	struct scribe_word word;
	struct wire_note note[2 * LOT_NOTES];   /* the last page's may go beyond one */
	size_t n;
	char  *room;
};

/* One page's notes, if there are any yet and there is room for them. */
static bool lot_take(struct lot *l, int flags)
{
	char *bytes = l->room + l->word.n * NOTES_MOST;
	struct notes_head head;
	struct iovec io[2] = { { &head, sizeof head }, { bytes, NOTES_MOST } };
	int fd;
	const ssize_t got = link_recv(my.notes[1], io, 2, &fd, flags);
	size_t n;

	if (got < (ssize_t)sizeof head)
		return false;
	n = notes_read(&head, bytes, (size_t)got - sizeof head, l->note + l->n, LOT_NOTES);
	if (n > 0)
		l->word.page[l->word.n++] = head.page;
	l->n += n;
	return true;
}

/*
 * Wait for one; then take those that are there already.  When the lot before
 * had several, more are on their way: those few are worth a moment, for a sync
 * costs more than a page.
 */
static void lot_gather(struct lot *l)
{
	static const struct timespec moment = { .tv_nsec = 1000 * 1000 };
	const bool many = l->word.n > 1;

	l->word.n = 0;
	l->n = 0;
	while (!lot_take(l, 0))
		;
	if (many)
		(void)nanosleep(&moment, NULL);
	while (l->word.n < SCRIBE_LOT && l->n < LOT_NOTES && lot_take(l, MSG_DONTWAIT))
		;
}

static void lot_write(void *arg)
{
	struct lot *l = arg;

	l->app->scribe(l->state, l->arena, l->note, l->n);
}

static void lot_tell(struct lot *l, const struct fault *f)
{
	struct iovec io = { &l->word, sizeof l->word };

	l->word.status = f->kind == FAULT_NONE ? 0 : (uint32_t)worker_status(f->kind);
	/* Waits while there is no door: the next one hears it. */
	(void)!link_send(my.words[0], &io, 1, -1, 0);
}

void scribe_run(const struct serve_options *options, const struct wire_app *app)
{
	struct arena *life = arena_new("scribe", (size_t)4 << 20);
	struct lot *l = NEW(life, struct lot);
	struct fault f;

	l->app = app;
	l->room = NEWN(life, char, SCRIBE_LOT * NOTES_MOST);
	l->arena = arena_new("notes", (size_t)16 << 20);
	l->state = worker_open(options, app);
	for (;;) {
		lot_gather(l);
		if (boundary_run(lot_write, l, &f) != FAULT_NONE)
			log_line(LOG_ERROR, "fault", "notes=%zu why=\"%s\"", l->n, f.why);
		lot_tell(l, &f);
		/* After a failed sync nobody knows what is on the disk: the next
		 * one starts from the file. */
		if (f.kind == FAULT_IO)
			_exit(1);
		arena_reset(l->arena);
	}
}
