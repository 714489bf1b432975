/* SPDX-License-Identifier: MIT */
/*
 * visit.c -- libmicrohttpd's callbacks: gather a request, hand it on, reply.
 *
 * A body up to LINK_INLINE is gathered in the visit's arena, a larger one in
 * a memory file.  One that is too large is read to its end where that is
 * bearable, and only then refused: a browser that is still sending does not
 * listen, and would show its own page instead of ours.
 */
#include "web/visit.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "web/conn.h"
#include "web/head.h"
#include "web/page.h"
#include "web/reply.h"
#include "web/tally.h"

#define ARENA_MOST  ((size_t)1 << 20)   /* of one visit: head, small body, a page     */
#define HELD_MOST   ((size_t)512 << 20) /* of all bodies at once: files are memory too */
#define BEARABLE    4                   /* times the limit are read before refusing   */
#define POOL_MOST   64u                 /* idle visits that keep their arena          */
#define LATE_MS     250                 /* a quick page slower than this is logged    */

struct visit {
	struct job  job;                /* first: dispatch gives it back */
	struct arena *arena;
	struct MHD_Connection *mhd;
	struct conn *conn;
	struct visit *older, *newer, *next_free;
	enum { BEGUN, GATHERING, SUSPENDED, DONE } stage;
	char       *path, *query;
	const char *method, *peer;
	const char *route;              /* as the tally counts it */
	enum wire_lane lane;
	struct buf  body;
	size_t      body_n, limit, dropped;
	int         refusal;            /* decided, but the body is still coming */
	struct reply_dress dress;
	int         status;
	struct MHD_Response *reply;
	size_t      reply_n;
	uint32_t    page_us, faults;
};

static struct {
	const struct serve_options *options;
	const struct wire_app *app;
	struct dispatch *dispatch;
	struct page_look look;
	struct arena  *arena;
	struct visit  *free, *oldest, *newest;
	uint64_t id;
	size_t   held_n;
	unsigned pooled;
	bool     closing, resumed;
} my;

void visits_open(struct arena *a, const struct serve_options *options, const struct wire_app *app,
                 struct dispatch *d)
{
	my.options = options;
	my.app = app;
	my.dispatch = d;
	my.arena = a;
	my.look = (struct page_look){ options->title, options->style };
	/* Never the same twice, over restarts too: seconds, then a count. */
	my.id = (uint64_t)(clock_now().ms / 1000) << 24;
}

void visits_close(void)
{
	my.closing = true;
}

bool visits_before(uint64_t id)
{
	return my.oldest && my.oldest->job.ask.id < id;
}

uint64_t visit_id(void)
{
	return ++my.id;
}

bool visits_resumed(void)
{
	const bool was = my.resumed;

	my.resumed = false;
	return was;
}

/* ---- life of a visit ------------------------------------------------- */

static struct visit *visit_new(void)
{
	struct visit *v = my.free;
	struct arena *a;

	if (v)
		my.free = v->next_free;
	else
		v = NEW(my.arena, struct visit);
	a = v->arena;
	if (a)
		my.pooled--;
	else
		a = arena_new("visit", ARENA_MOST);
	*v = (struct visit){ .arena = a, .older = my.newest, .job = { .file = -1 } };
	v->job.ask.id = visit_id();
	v->body = buf_new(a);
	if (my.newest)
		my.newest->newer = v;
	else
		my.oldest = v;
	my.newest = v;
	return v;
}

static void visit_free(struct visit *v)
{
	SURE(v->stage != SUSPENDED);
	if (v->older)
		v->older->newer = v->newer;
	else
		my.oldest = v->newer;
	if (v->newer)
		v->newer->older = v->older;
	else
		my.newest = v->older;
	if (v->job.file >= 0)
		close(v->job.file);
	my.held_n -= v->body_n;
	if (v->reply)
		MHD_destroy_response(v->reply);
	if (my.pooled < POOL_MOST)
		arena_reset(v->arena), my.pooled++;
	else
		arena_end(&v->arena);
	v->next_free = my.free;
	my.free = v;
}

void visit_connection(void *cls, struct MHD_Connection *mhd, void **conn,
                      enum MHD_ConnectionNotificationCode code)
{
	(void)cls;
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		*conn = conn_begin(MHD_get_connection_info(mhd,
		                   MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
	else if (*conn)
		conn_end(*conn);
}

/* The address as sent, which libmicrohttpd otherwise shows only decoded. */
void *visit_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
	struct visit *v = visit_new();
	char *query;

	(void)cls;
	v->mhd = mhd;
	v->conn = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	v->path = arena_dup(v->arena, uri);
	query = strchr(v->path, '?');
	v->query = query ? query + 1 : v->path + strlen(v->path);
	if (query)
		*query = '\0';
	return v;
}

void visit_completed(void *cls, struct MHD_Connection *mhd, void **visit,
                     enum MHD_RequestTerminationCode why)
{
	struct visit *v = *visit;

	(void)cls, (void)mhd, (void)why;
	if (!v)
		return;
	*visit = NULL;
	if (v->conn)
		conn_phase(v->conn, CONN_IDLE, 0);
	visit_free(v);
}

/* ---- replying ---------------------------------------------------------- */

static enum MHD_Result visit_queue(struct visit *v, int status, struct MHD_Response *r, size_t n)
{
	enum MHD_Result done;

	if (!r)
		return MHD_NO;          /* no memory: the connection is cut */
	v->stage = DONE;
	tally_reply(v->route, status);
	if (v->job.born_ms)
		tally_took(v->lane, mono_ms() - v->job.born_ms);
	if (v->conn)
		conn_phase(v->conn, CONN_REPLY, n);
	done = MHD_queue_response(v->mhd, (unsigned)status, r);
	MHD_destroy_response(r);
	return done;
}

static enum MHD_Result visit_page(struct visit *v, int status)
{
	struct MHD_Response *r;

	r = reply_page(v->arena, &my.look, status, v->job.ask.id, v->dress);
	return visit_queue(v, status, r, 0);
}

static enum MHD_Result visit_asset(struct visit *v, const struct wire_asset *asset)
{
	int status = 200;
	struct MHD_Response *r = reply_asset(asset, v->mhd, &status, v->dress);

	return visit_queue(v, status, r, asset->len);
}

/* Numbers for whoever wonders why: how long it waited, worked, and for the disk. */
static void visit_note(const struct visit *v)
{
	const int64_t now = mono_ms(), took = now - v->job.born_ms;

	if (v->job.slow || took < LATE_MS)
		return;
	log_line(LOG_INFO, "late", "request=%llx ms=%lld waited=%lld page_us=%u disk_faults=%u "
	         "held=%lld", (unsigned long long)v->job.ask.id, (long long)took,
	         (long long)(v->job.sent_ms - v->job.born_ms), v->page_us, v->faults,
	         (long long)(v->job.held_ms ? now - v->job.held_ms : 0));
}

static void visit_go(struct visit *v)
{
	visit_note(v);
	if (!v->reply)
		v->reply = reply_page(v->arena, &my.look, v->status, v->job.ask.id, v->dress);
	v->stage = DONE;
	MHD_resume_connection(v->mhd);
	my.resumed = true;
}

void visit_done(struct job *job, const struct job_end *end)
{
	struct visit *v = (struct visit *)job;

	v->page_us = end->page_us;
	v->faults = end->faults;
	v->dress.close = v->dress.close || my.closing;
	v->status = end->status > 0 ? end->status : -end->status;
	if (end->status > 0) {
		v->reply_n = reply_size(end);
		v->reply = reply_worker(end, v->dress);
		if (!v->reply)
			v->status = 500;
	}
	if (!end->held)
		visit_go(v);
}

void visit_let(struct job *job, int sorry)
{
	struct visit *v = (struct visit *)job;

	if (sorry && v->reply) {
		MHD_destroy_response(v->reply);
		v->reply = NULL;
		v->reply_n = 0;
	}
	if (sorry)
		v->status = sorry;
	visit_go(v);
}

/* ---- the head ---------------------------------------------------------- */

static enum MHD_Result visit_head(struct visit *v, const char *method)
{
	struct link_ask *ask = &v->job.ask;
	struct head head;

	v->stage = GATHERING;
	v->dress.close = true;
	if (!conn_take(v->conn)) {
		log_line(LOG_ERROR, "unguarded", "request=%llx", (unsigned long long)ask->id);
		return visit_page(v, 500);
	}
	head_read(&head, v->arena, v->mhd, my.options->trust_proxy);
	v->job.part[PART_HEADERS] = head.pairs;
	ask->part[PART_HEADERS] = (uint32_t)head.pairs_n;
	v->peer = head.peer;
	v->dress.https = head.https;
	v->method = head_method(method);
	if (!v->method)
		return visit_page(v, 405);

	v->lane = my.app->lane ? my.app->lane(v->method, v->path) : WIRE_QUICK;
	v->route = my.app->route ? my.app->route(v->path) : NULL;
	v->job.slow = v->lane != WIRE_QUICK;
	v->job.again = v->method[0] != 'P';
	v->limit = v->lane == WIRE_UPLOAD ? my.options->upload_limit : my.options->body_limit;
	if (head.length > v->limit) {
		/* Who asks first, or brings a mountain, is told at once. */
		if (head.length > v->limit * BEARABLE || head.expects)
			return visit_page(v, 413);
		v->refusal = 413;
	}
	conn_phase(v->conn, CONN_BODY, head.chunked ? v->limit : head.length);
	v->dress.close = false;
	return MHD_YES;
}

/* ---- the body ------------------------------------------------------------ */

/* From the arena to a memory file, when it outgrows the message. */
static bool body_outgrow(struct visit *v)
{
	v->job.file = link_file("body");
	return v->job.file >= 0 && link_file_add(v->job.file, v->body.s, v->body.n);
}

static bool body_add(struct visit *v, const char *data, size_t n)
{
	if (my.held_n + n > HELD_MOST)
		return false;
	if (v->job.file < 0 && v->body_n + n <= LINK_INLINE)
		buf_add(&v->body, data, n);
	else if ((v->job.file < 0 && !body_outgrow(v)) || !link_file_add(v->job.file, data, n))
		return false;
	v->body_n += n;
	my.held_n += n;
	return true;
}

static enum MHD_Result visit_body(struct visit *v, const char *data, size_t *n)
{
	if (!v->refusal && v->body_n + *n > v->limit)
		v->refusal = 413;
	if (!v->refusal && !body_add(v, data, *n))
		v->refusal = 503;
	if (v->refusal) {
		v->dress.close = true;
		v->dropped += *n;
		if (v->dropped > v->limit * BEARABLE)
			return MHD_NO;
	}
	*n = 0;
	return MHD_YES;
}

/* ---- all is there ---------------------------------------------------------- */

static void part_set(struct job *job, enum link_part part, const char *text)
{
	job->part[part] = text;
	job->ask.part[part] = (uint32_t)strlen(text) + 1;
}

static enum MHD_Result visit_dispatch(struct visit *v)
{
	struct job *job = &v->job;

	job->ask.magic = LINK_ASK;
	job->ask.received_ms = clock_now().ms;
	job->ask.https = v->dress.https;
	job->born_ms = mono_ms();
	part_set(job, PART_METHOD, v->method);
	part_set(job, PART_PATH, v->path);
	part_set(job, PART_QUERY, v->query);
	part_set(job, PART_PEER, v->peer);
	job->part[PART_BODY] = "";
	if (job->file >= 0) {
		link_file_seal(job->file);
		job->ask.file_len = v->body_n;
	} else if (v->body_n > 0) {
		job->part[PART_BODY] = v->body.s;
		job->ask.part[PART_BODY] = (uint32_t)v->body_n;
	}
	conn_phase(v->conn, CONN_WAIT, 0);
	v->stage = SUSPENDED;
	MHD_suspend_connection(v->mhd);
	if (!dispatch_take(my.dispatch, job)) {
		struct job_end full = { .status = -503, .file = -1 };
		visit_done(job, &full);
	}
	return MHD_YES;
}

static enum MHD_Result visit_whole(struct visit *v)
{
	v->dress.close = v->dress.close || my.closing;
	if (v->refusal)
		return visit_page(v, v->refusal);
	for (size_t i = 0; i < my.app->nassets; i++) {
		const struct wire_asset *asset = &my.app->assets[i];

		if (strcmp(v->path, asset->path) != 0)
			continue;
		v->route = "/assets/{asset*}";
		return v->job.again ? visit_asset(v, asset) : visit_page(v, 405);
	}
	if (strcmp(v->path, "/healthz") == 0) {
		const bool well = dispatch_healthy(my.dispatch);

		v->route = "/healthz";
		return visit_queue(v, well ? 200 : 503,
		                   reply_plain(well ? "ok\n" : "no worker\n", v->dress), 0);
	}
	return visit_dispatch(v);
}

enum MHD_Result visit_handle(void *cls, struct MHD_Connection *mhd, const char *url,
                             const char *method, const char *version, const char *data, size_t *n,
                             void **visit)
{
	struct visit *v = *visit;

	(void)cls, (void)mhd, (void)url, (void)version;
	switch (v->stage) {
	case BEGUN:
		return visit_head(v, method);
	case GATHERING:
		return *n > 0 ? visit_body(v, data, n) : visit_whole(v);
	case SUSPENDED:
		return MHD_YES;
	case DONE:
		break;
	}
	struct MHD_Response *r = v->reply;
	v->reply = NULL;
	return r ? visit_queue(v, v->status, r, v->reply_n) : MHD_NO;
}
