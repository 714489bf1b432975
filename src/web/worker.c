/* SPDX-License-Identifier: MIT */
/*
 * worker.c -- takes one message, gives the application one request, sends one
 * message back.
 */
#include "web/worker.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "web/link.h"
#include "web/pack.h"
#include "web/page.h"
#include "web/patience.h"
#include "web/scribe.h"

struct worker {
	int    link;
	const struct serve_options *options;
	const struct wire_app *app;
	void  *state;                   /* the application's            */
	struct arena *arena;            /* of the request at hand       */
	char  *in;                      /* its parts, one after another */
	struct wire_request rq;
	struct wire_reply   reply;
	bool   held;                    /* by the door, until its notes are written */
};

/* How a worker ends; the supervisor logs the number. */
enum { END_HUNG_UP = 0, END_NO_OPEN = 3, END_NONSENSE = 4, END_NO_FILE = 5 };

/* ---- a request comes ------------------------------------------------- */

static bool ask_fits(const struct link_ask *ask, ssize_t got, const char *in)
{
	size_t sum = sizeof *ask;

	if (got < (ssize_t)sizeof *ask || ask->magic != LINK_ASK)
		return false;
	for (int i = 0; i < PARTS; i++) {
		sum += ask->part[i];
		if (sum > (size_t)got)
			return false;
		/* All but the body are texts. */
		if (i != PART_BODY && (ask->part[i] == 0 || in[sum - sizeof *ask - 1] != '\0'))
			return false;
	}
	return sum == (size_t)got;
}

static void ask_open(struct worker *w, const struct link_ask *ask, int file)
{
	const char *part[PARTS], *p = w->in;

	for (int i = 0; i < PARTS; i++) {
		part[i] = p;
		p += ask->part[i];
	}
	w->rq = (struct wire_request){
		.id = ask->id, .method = part[PART_METHOD], .path = part[PART_PATH],
		.query = part[PART_QUERY], .headers = part[PART_HEADERS], .peer = part[PART_PEER],
		.body = part[PART_BODY], .body_len = ask->part[PART_BODY], .body_fd = file,
		.received = { ask->received_ms }, .https = ask->https != 0,
	};
	/* The message ends with the body, so its last byte is followed by our zero. */
	w->in[p - w->in] = '\0';
	if (file < 0)
		return;
	void *map = mmap(NULL, ask->file_len, PROT_READ, MAP_SHARED, file, 0);
	if (map == MAP_FAILED)
		_exit(END_NO_FILE);
	w->rq.body = map;
	w->rq.body_len = ask->file_len;
}

static void ask_close(struct worker *w)
{
	if (w->rq.body_fd < 0)
		return;
	munmap((void *)(uintptr_t)w->rq.body, w->rq.body_len);
	close(w->rq.body_fd);
}

/* ---- it is answered ---------------------------------------------------- */

static void app_answer(void *arg)
{
	struct worker *w = arg;

	w->app->answer(w->state, w->arena, &w->rq, &w->reply);
}

int worker_status(enum fault_kind kind)
{
	return kind == FAULT_FULL ? 507 : kind == FAULT_AGAIN ? 503 : 500;
}

/* The application let a fault through: say so, plainly. */
static void reply_fault(struct worker *w, const struct fault *f)
{
	const struct page_look look = { w->options->title, w->options->style };
	struct buf page, pairs;

	log_line(LOG_ERROR, "fault", "request=%llx method=%s why=\"%s\"",
	         (unsigned long long)w->rq.id, w->rq.method, f->why);
	arena_reset(w->arena);
	page = buf_new(w->arena);
	pairs = buf_new(w->arena);
	w->held = false;
	w->reply = (struct wire_reply){ .status = worker_status(f->kind) };
	page_write(&page, &look, w->reply.status, w->rq.id);
	wire_pair(&pairs, "Content-Type", PAGE_TYPE);
	w->reply.headers = buf_text(&pairs);
	w->reply.body = page.s;
	w->reply.len = page.n;
}

static size_t pairs_length(const char *pairs)
{
	const char *p = pairs;

	while (p && *p) {
		p += strlen(p) + 1;
		p += strlen(p) + 1;
	}
	return (size_t)(p - pairs);
}

static void reply_pack(struct worker *w)
{
	struct buf pairs = buf_new(w->arena);
	size_t n;
	char *packed;

	if (!w->reply.pack || w->reply.len < PACK_LEAST)
		return;
	buf_add(&pairs, w->reply.headers ? w->reply.headers : "", pairs_length(w->reply.headers));
	wire_pair(&pairs, "Vary", "Accept-Encoding");
	if (pack_wanted(wire_header(&w->rq, "Accept-Encoding"))
	    && (packed = pack_gzip(w->arena, w->reply.body, w->reply.len, &n))) {
		wire_pair(&pairs, "Content-Encoding", "gzip");
		w->reply.body = packed;
		w->reply.len = n;
	}
	w->reply.headers = buf_text(&pairs);
}

static void answer_all(void *arg)
{
	struct worker *w = arg;

	app_answer(w);
	reply_pack(w);
	w->held = scribe_end(w->app, w->state, w->arena);
}

static bool reply_send(struct worker *w, struct link_answer *a)
{
	const size_t head = pairs_length(w->reply.headers);
	const bool large = w->reply.len > LINK_INLINE;
	struct iovec io[3] = {
		{ a, sizeof *a },
		{ (void *)(uintptr_t)w->reply.headers, head },
		{ (void *)(uintptr_t)w->reply.body, large ? 0 : w->reply.len },
	};
	int file = -1;
	ssize_t sent;

	SURE(head <= LINK_HEAD);
	if (large) {
		file = link_file("reply");
		if (file < 0 || !link_file_add(file, w->reply.body, w->reply.len))
			_exit(END_NO_FILE);
		a->file_len = w->reply.len;
	}
	a->magic = LINK_ANSWER;
	a->status = w->reply.status ? (uint32_t)w->reply.status : 200;
	a->held = w->held;
	a->headers = (uint32_t)head;
	a->body = (uint32_t)io[2].iov_len;
	sent = link_send(w->link, io, 3, file, 0);
	if (file >= 0)
		close(file);
	return sent > 0;
}

static long disk_faults(void)
{
	struct rusage use;

	return getrusage(RUSAGE_SELF, &use) == 0 ? use.ru_majflt : 0;
}

/* One request; false when the door has hung up. */
static bool worker_turn(struct worker *w)
{
	struct link_ask ask = { 0 };
	struct iovec io[2] = { { &ask, sizeof ask }, { w->in, LINK_MESSAGE } };
	struct link_answer a = { 0 };
	struct fault f;
	int file;
	const ssize_t got = link_recv(w->link, io, 2, &file, 0);

	if (got == 0)
		return false;
	if (!ask_fits(&ask, got, w->in) || (file < 0) != (ask.file_len == 0))
		_exit(END_NONSENSE);

	const int64_t began = mono_us();
	const long faults = disk_faults();
	/* The second line of defence, should the door not live to condemn us. */
	alarm((unsigned)w->options->deadline_ms / 1000 + 3);
	patience_begin(PATIENCE_MS);
	ask_open(w, &ask, file);
	w->reply = (struct wire_reply){ 0 };
	scribe_begin(w->arena, (struct scribe_page){ .id = ask.id, .again = ask.tries });
	if (boundary_run(answer_all, w, &f) != FAULT_NONE)
		reply_fault(w, &f);
	a.id = ask.id;
	a.page_us = (uint32_t)(mono_us() - began);
	a.faults = (uint32_t)(disk_faults() - faults);
	const bool on = reply_send(w, &a);
	ask_close(w);
	arena_reset(w->arena);
	patience_end();
	alarm(0);
	return on;
}

/* ---- beginning and end ------------------------------------------------- */

struct opening { const struct serve_options *options; const struct wire_app *app; void *state; };

static void app_open(void *arg)
{
	struct opening *o = arg;

	o->state = o->app->open ? o->app->open(o->options) : NULL;
}

void *worker_open(const struct serve_options *options, const struct wire_app *app)
{
	struct opening o = { options, app, NULL };
	struct fault f;

	if (boundary_run(app_open, &o, &f) != FAULT_NONE) {
		log_line(LOG_ERROR, "cannot open", "why=\"%s\"", f.why);
		_exit(END_NO_OPEN);
	}
	return o.state;
}

void worker_run(int link, bool patient, const struct serve_options *options,
                const struct wire_app *app)
{
	struct worker w = { .link = link, .options = options, .app = app };
	struct link_answer hello = { .magic = LINK_ANSWER, .status = patient };
	struct iovec io = { &hello, sizeof hello };
	struct arena *life = arena_new("worker", LINK_MESSAGE * 2);

	if (patient && !patience_open())
		log_line(LOG_INFO, "patience is nice alone", "pid=%d", (int)getpid());
	w.in = NEWN(life, char, LINK_MESSAGE + 1);
	w.arena = arena_new("request", options->arena_cap);
	w.state = worker_open(options, app);
	if (link_send(link, &io, 1, -1, 0) < 0)
		_exit(END_HUNG_UP);
	while (worker_turn(&w))
		continue;
	_exit(END_HUNG_UP);
}
