/* SPDX-License-Identifier: MIT */
/*
 * dispatch.c -- two queues, a table of workers, and the deadlines of both.
 */
#include "web/dispatch.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "web/scribe.h"

/* How young the page is behind which another is sent; when workers are stuck. */
enum { AHEAD_MS = 2, STUCK_MS = 20 };

struct post {                           /* a worker's place */
	int         fd;                 /* -1: nobody here  */
	pid_t       pid;
	bool        ready, leaving;
	bool        patient;            /* better for a slow job than for a quick one */
	struct job *job;
	struct job *ahead;              /* in its socket, not begun */
};

struct queue { struct job *first, **end; unsigned n; };

struct dispatch {
	struct dispatch_rules rules;
	int          epoll;
	struct post  post[DISPATCH_SLOTS];
	unsigned     idle[DISPATCH_SLOTS], nidle;  /* a stack: the warmest worker first */
	struct queue quick, slow;
	struct queue held;                         /* answered, not yet let go */
	unsigned     running, slow_running;
	char        *in;                           /* one answer as it comes */
};

static void queue_add(struct queue *q, struct job *job)
{
	job->next = NULL;
	*q->end = job;
	q->end = &job->next;
	q->n++;
}

static void queue_push(struct queue *q, struct job *job)
{
	job->next = q->first;
	q->first = job;
	if (!job->next)
		q->end = &job->next;
	q->n++;
}

static struct job *queue_pop(struct queue *q)
{
	struct job *job = q->first;

	q->first = job->next;
	if (!q->first)
		q->end = &q->first;
	q->n--;
	return job;
}

struct dispatch *dispatch_new(struct arena *a, const struct dispatch_rules *rules, int epoll)
{
	struct dispatch *d = NEW(a, struct dispatch);

	d->rules = *rules;
	d->epoll = epoll;
	d->quick.end = &d->quick.first;
	d->slow.end = &d->slow.first;
	d->held.end = &d->held.first;
	d->in = NEWN(a, char, LINK_MESSAGE);
	for (unsigned i = 0; i < DISPATCH_SLOTS; i++)
		d->post[i].fd = -1;
	return d;
}

/* ---- ends of jobs and of workers ------------------------------------- */

static void job_count(struct dispatch *d, const struct job *job, int by)
{
	d->running += (unsigned)by;
	d->slow_running += job->slow ? (unsigned)by : 0;
}

static void job_fail(struct dispatch *d, struct job *job, int status)
{
	struct job_end end = { .status = -status, .file = -1 };

	d->rules.done(job, &end);
}

static struct job *post_clear(struct dispatch *d, struct post *p)
{
	struct job *job = p->job;

	p->job = NULL;
	if (job)
		job_count(d, job, -1);
	return job;
}

/* What was sent ahead goes back to its queue: nobody has begun it. */
static void ahead_back(struct dispatch *d, struct post *p)
{
	struct job *job = p->ahead;

	p->ahead = NULL;
	if (!job)
		return;
	job_count(d, job, -1);
	job->tries--;
	queue_push(&d->quick, job);
}

static void post_close(struct dispatch *d, struct post *p)
{
	const unsigned slot = (unsigned)(p - d->post);

	(void)epoll_ctl(d->epoll, EPOLL_CTL_DEL, p->fd, NULL);
	close(p->fd);
	*p = (struct post){ .fd = -1 };
	for (unsigned i = 0; i < d->nidle; i++)
		if (d->idle[i] == slot)
			d->idle[i--] = d->idle[--d->nidle];
}

/* The worker is gone or broken, and with it perhaps what it was doing. */
static void post_lost(struct dispatch *d, struct post *p)
{
	struct job *job = post_clear(d, p);
	const pid_t pid = p->pid;

	ahead_back(d, p);
	post_close(d, p);
	if (!job)
		return;
	/* Once more only: a request that kills would otherwise kill them all. */
	const bool again = job->again && job->tries < 2;
	log_line(LOG_ERROR, "worker lost", "worker=%d request=%llx method=%s again=%d", (int)pid,
	         (unsigned long long)job->ask.id, job->part[PART_METHOD], again);
	if (again)
		queue_push(job->slow ? &d->slow : &d->quick, job);
	else
		job_fail(d, job, 500);
}

/* ---- sending --------------------------------------------------------- */

enum sent { SENT_OK, SENT_LOST, SENT_UNFIT };

static enum sent job_send(struct post *p, struct job *job)
{
	struct iovec io[PARTS + 1] = { { &job->ask, sizeof job->ask } };
	ssize_t sent;

	job->ask.tries = (uint32_t)job->tries;
	for (int i = 0; i < PARTS; i++)
		io[i + 1] = (struct iovec){ (void *)(uintptr_t)job->part[i], job->ask.part[i] };
	sent = link_send(p->fd, io, PARTS + 1, job->file, MSG_DONTWAIT);
	if (sent < 0)
		return errno == EMSGSIZE ? SENT_UNFIT : SENT_LOST;
	job->word = 0;
	job->tries++;
	job->sent_ms = mono_ms();
	return SENT_OK;
}

static unsigned slow_most(const struct dispatch *d)
{
	const unsigned half = d->rules.workers > 1 ? (unsigned)d->rules.workers / 2 : 1;

	return d->rules.slow && d->rules.slow < half ? d->rules.slow : half;
}

/* The warmest of the idle who are patient, or not.  NULL: there is none. */
static struct post *idle_find(struct dispatch *d, bool patient)
{
	for (unsigned i = d->nidle; i-- > 0; )
		if (d->post[d->idle[i]].patient == patient)
			return &d->post[d->idle[i]];
	return NULL;
}

static void idle_leave(struct dispatch *d, const struct post *p)
{
	unsigned at = 0;

	while (d->idle[at] != (unsigned)(p - d->post))
		at++;
	d->nidle--;
	memmove(&d->idle[at], &d->idle[at + 1], (d->nidle - at) * sizeof *d->idle);
}

static bool any_quick(const struct dispatch *d)
{
	for (unsigned i = 0; i < DISPATCH_SLOTS; i++)
		if (d->post[i].fd >= 0 && d->post[i].ready && !d->post[i].patient)
			return true;
	return false;
}

/*
 * Who takes the first of this queue: one of his kind.  A patient worker may get
 * no processor while others are at work, so a quick page goes to him only when
 * it has waited (then those are stuck, and not at work) or there is nobody else.
 */
static struct post *post_for(struct dispatch *d, const struct queue *q)
{
	const struct job *job = q->first;
	struct post *p = idle_find(d, job->slow);

	if (!p && d->nidle &&
	    (job->slow || mono_ms() - job->born_ms >= STUCK_MS || !any_quick(d)))
		p = idle_find(d, !job->slow);
	return p;
}

static struct queue *queue_next(struct dispatch *d, struct post **to)
{
	if (d->quick.first && (*to = post_for(d, &d->quick)))
		return &d->quick;
	if (d->slow.first && d->slow_running < slow_most(d) && (*to = post_for(d, &d->slow)))
		return &d->slow;
	return NULL;
}

/*
 * Behind a page that was just begun, one more may be sent: its worker then goes
 * on without sleeping, and the door hears of several at once.  Only pages that
 * change nothing: they may be asked of another if he dies.
 */
static bool suits_ahead(const struct post *p, int64_t now)
{
	return p->fd >= 0 && p->job && !p->ahead && !p->leaving && !p->patient &&
	       !p->job->slow && now - p->job->sent_ms <= AHEAD_MS;
}

static void ahead_run(struct dispatch *d)
{
	const int64_t now = d->quick.first ? mono_ms() : 0;

	for (unsigned i = 0; i < DISPATCH_SLOTS && d->quick.first && d->quick.first->again; i++) {
		struct post *p = &d->post[i];
		struct job *job = d->quick.first;

		if (!suits_ahead(p, now) || job_send(p, job) != SENT_OK)
			continue;
		p->ahead = queue_pop(&d->quick);
		job_count(d, job, 1);
	}
}

/* Hand out work until workers or work run out. */
static void dispatch_run(struct dispatch *d)
{
	struct queue *q;
	struct post *p;

	while ((q = queue_next(d, &p))) {
		struct job *job = queue_pop(q);

		idle_leave(d, p);
		switch (job_send(p, job)) {
		case SENT_OK:
			p->job = job;
			job_count(d, job, 1);
			break;
		case SENT_LOST:
			/* An idle worker that takes no message is dead or stuck; the
			 * message was not delivered, so the job has lost nothing. */
			d->rules.condemn(p->pid);
			queue_push(q, job);
			post_lost(d, p);
			break;
		case SENT_UNFIT:
			d->idle[d->nidle++] = (unsigned)(p - d->post);
			job_fail(d, job, 431);
		}
	}
	ahead_run(d);
}

bool dispatch_take(struct dispatch *d, struct job *job)
{
	struct queue *q;
	const unsigned bound = (unsigned)d->rules.queue;

	job->slow = job->slow && !d->rules.no_lanes;
	q = job->slow ? &d->slow : &d->quick;
	/* With a free worker the queue is passed through, not waited in. */
	if (q->n >= (job->slow ? bound / 2 + 1 : bound) && !(d->nidle && !q->n))
		return false;
	queue_add(q, job);
	dispatch_run(d);
	return true;
}

/* ---- answers that are held ------------------------------------------- */

enum { WRITTEN = 200, HELD_MS = 5000 };

/* What was asked may have been done, though not noted: only a page that
 * changes nothing may say that nothing was saved. */
static int sorry_for(const struct job *job, int status)
{
	return job->again ? status : 500;
}

static void job_hold(struct dispatch *d, struct job *job)
{
	job->held_ms = mono_ms();
	queue_add(&d->held, job);
}

static bool is_page(const struct job *job, const struct scribe_page *page)
{
	return job && job->ask.id == page->id && job->ask.tries == page->again;
}

/* Take it out of those that are held; NULL: not among them. */
static struct job *held_take(struct dispatch *d, const struct scribe_page *page)
{
	struct queue *q = &d->held;

	for (struct job **at = &q->first; *at; at = &(*at)->next) {
		struct job *job = *at;

		if (!is_page(job, page))
			continue;
		*at = job->next;
		if (!*at)
			q->end = at;
		q->n--;
		return job;
	}
	return NULL;
}

/* The word may be here before the page. */
static struct job *running_find(struct dispatch *d, const struct scribe_page *page)
{
	for (unsigned i = 0; i < DISPATCH_SLOTS; i++) {
		struct post *p = &d->post[i];

		if (p->fd >= 0 && is_page(p->job, page))
			return p->job;
		if (p->fd >= 0 && is_page(p->ahead, page))
			return p->ahead;
	}
	return NULL;
}

void dispatch_word(struct dispatch *d, const struct scribe_word *word)
{
	const int status = word->status ? (int)word->status : WRITTEN;
	struct job *job;

	for (uint32_t i = 0; i < word->n; i++) {
		job = held_take(d, &word->page[i]);
		if (job)
			d->rules.let(job, status == WRITTEN ? 0 : sorry_for(job, status));
		else if ((job = running_find(d, &word->page[i])))
			job->word = status;
	}
}

static void held_expire(struct dispatch *d, int64_t held_before)
{
	while (d->held.first && d->held.first->held_ms < held_before) {
		struct job *job = queue_pop(&d->held);

		log_line(LOG_ERROR, "no word of the scribe", "request=%llx",
		         (unsigned long long)job->ask.id);
		d->rules.let(job, sorry_for(job, 503));
	}
}

/* ---- workers come, answer and go ------------------------------------- */

void dispatch_hire(struct dispatch *d, int fd, pid_t pid)
{
	for (unsigned i = 0; i < DISPATCH_SLOTS; i++) {
		struct epoll_event want = { .events = EPOLLIN, .data.u32 = i };

		if (d->post[i].fd >= 0)
			continue;
		d->post[i] = (struct post){ .fd = fd, .pid = pid };
		SURE(epoll_ctl(d->epoll, EPOLL_CTL_ADD, fd, &want) == 0);
		return;
	}
	close(fd);      /* it sees the end of its socket and leaves */
}

void dispatch_retire(struct dispatch *d, pid_t pid)
{
	for (unsigned i = 0; i < DISPATCH_SLOTS; i++) {
		struct post *p = &d->post[i];

		if (p->fd < 0 || p->pid != pid)
			continue;
		p->leaving = true;
		if (!p->job)
			post_close(d, p);
	}
}

static void post_free(struct dispatch *d, struct post *p)
{
	if (p->ahead) {
		p->job = p->ahead;
		p->ahead = NULL;
		p->job->sent_ms = mono_ms();
	} else if (p->leaving)
		post_close(d, p);
	else
		d->idle[d->nidle++] = (unsigned)(p - d->post);
}

/* Is it an answer to what this worker was asked, and whole? */
static bool answer_fits(const struct post *p, const struct link_answer *a, ssize_t got, int file)
{
	const struct job *job = p->job;

	if (got < (ssize_t)sizeof *a || a->magic != LINK_ANSWER)
		return false;
	if (sizeof *a + a->headers + (size_t)a->body != (size_t)got)
		return false;
	if ((file < 0) != (a->file_len == 0))
		return false;
	return job ? a->id == job->ask.id : !p->ready && a->id == 0;
}

static void post_answer(struct dispatch *d, struct post *p, const struct link_answer *a, int file)
{
	struct job *job = post_clear(d, p);
	struct job_end end = {
		.status = (int)a->status,
		.headers = d->in, .headers_n = a->headers,
		.body = d->in + a->headers, .body_n = a->body,
		.file = file, .file_n = (size_t)a->file_len,
		.page_us = a->page_us, .faults = a->faults,
		.held = a->held && job->word != WRITTEN,
	};

	post_free(d, p);
	d->rules.done(job, &end);
	if (end.held && job->word)
		d->rules.let(job, sorry_for(job, job->word));
	else if (end.held)
		job_hold(d, job);
}

void dispatch_event(struct dispatch *d, unsigned slot)
{
	struct post *p = &d->post[slot];
	struct link_answer a = { 0 };
	struct iovec io[2] = { { &a, sizeof a }, { d->in, LINK_MESSAGE } };
	int file;
	ssize_t got;

	if (slot >= DISPATCH_SLOTS || p->fd < 0)
		return;
	got = link_recv(p->fd, io, 2, &file, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return;
	if (!answer_fits(p, &a, got, file)) {
		if (file >= 0)
			close(file);
		if (got > 0)
			d->rules.condemn(p->pid);
		post_lost(d, p);
	} else if (p->job) {
		post_answer(d, p, &a, file);
	} else {
		p->ready = true;
		p->patient = a.status != 0;
		d->rules.hired(p->pid);
		post_free(d, p);
	}
	dispatch_run(d);
}

/* ---- deadlines --------------------------------------------------------- */

/* Jobs wait in order of birth, but for those pushed back, which are older. */
static void queue_expire(struct dispatch *d, struct queue *q, int64_t born_before)
{
	while (q->first && q->first->born_ms < born_before)
		job_fail(d, queue_pop(q), 503);
}

void dispatch_tick(struct dispatch *d)
{
	const int64_t born_before = mono_ms() - d->rules.deadline_ms;

	held_expire(d, mono_ms() - HELD_MS);
	for (unsigned i = 0; i < DISPATCH_SLOTS; i++) {
		struct post *p = &d->post[i];

		if (p->fd < 0 || !p->job || p->job->born_ms >= born_before)
			continue;
		log_line(LOG_ERROR, "overdue", "worker=%d request=%llx method=%s", (int)p->pid,
		         (unsigned long long)p->job->ask.id, p->job->part[PART_METHOD]);
		d->rules.condemn(p->pid);
		struct job *job = post_clear(d, p);
		ahead_back(d, p);
		post_close(d, p);
		job_fail(d, job, 504);
	}
	queue_expire(d, &d->quick, born_before);
	queue_expire(d, &d->slow, born_before);
	dispatch_run(d);
}

bool dispatch_healthy(const struct dispatch *d)
{
	for (unsigned i = 0; i < DISPATCH_SLOTS; i++)
		if (d->post[i].fd >= 0 && d->post[i].ready && !d->post[i].leaving)
			return true;
	return false;
}

struct dispatch_now dispatch_now(const struct dispatch *d)
{
	struct dispatch_now now = { .quick = d->quick.n, .slow = d->slow.n, .held = d->held.n,
	                            .busy = d->running, .idle = d->nidle };

	for (unsigned i = 0; i < DISPATCH_SLOTS; i++)
		now.starting += d->post[i].fd >= 0 && !d->post[i].ready;
	return now;
}

unsigned dispatch_open(const struct dispatch *d)
{
	return d->running + d->quick.n + d->slow.n + d->held.n;
}
