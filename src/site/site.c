/* SPDX-License-Identifier: MIT */
/*
 * site.c -- one request, from the wire to the wire.
 */
#include "site/inside.h"

#include <sodium.h>
#include <string.h>

#include "audit/audit.h"
#include "auth/auth.h"
#include "base/log.h"
#include "base/utf8.h"
#include "jobs/jobs.h"
#include "jobs/lease.h"
#include "list/list.h"
#include "site/meter.h"
#include "site/setting.h"
#include "site/settings.h"
#include "web/assets.h"

/* ---- opening ----------------------------------------------------------- */

struct site *site_open(struct arena *a, struct db *db)
{
	struct site *s = NEW(a, struct site);

	SURE(sodium_init() >= 0);
	*s = (struct site){
		.arena = a, .db = db, .map = map_new(a, rooms, nrooms),
		.style = asset_path("almoner.css"), .script = asset_path("almoner.js"),
		.autocomplete = asset_path("accessible-autocomplete.min.js"),
		.icon = asset_path("favicon.svg"),
	};
	/* list/ knows no audit trail: whose names a list shows is told here. */
	list_names_hook = audit_listed;
	setting_forget();
	settings_form_make();
	return s;
}

static void *app_open(const struct serve_options *o)
{
	struct site *s;

	SURE(o->mine);
	audit_key_load(o->mine);
	s = site_open(arena_new("site", (size_t)16 << 20), db_open(o->mine, DB_READ_WRITE));
	s->dir = o->mine;
	return s;
}

static void app_clerk(void *app)
{
	struct site *s = app;

	clerk_live(s->db, s->dir, wire_clerk());
}

static void app_pulse(void *app)
{
	struct site *s = app;

	lease_live(s->db, wire_clerk());
}

enum { NOTES_A_CHECKPOINT = 1500, ROOM_MS = 3000 };

static void app_scribe(void *app, struct arena *a, const struct wire_note *notes, size_t n)
{
	struct site *s = app;

	(void)a;
	audit_notes(s->db, notes, n);
	/* While pages are shown without a pause the clerk's turns come too seldom:
	 * all would look for each page of the file in a long WAL first. */
	s->noted += n;
	if (s->noted >= NOTES_A_CHECKPOINT) {
		s->noted = 0;
		db_checkpoint(s->db);
	}
}

static bool is_slow(const struct route *r, const char *path)
{
	return (r && r->slow) || text_ends(path, ".csv") || text_ends(path, ".xlsx");
}

enum wire_lane site_lane(const char *method, const char *path)
{
	const struct route *r = map_route(map_of_rooms(), path);

	if (r && r->upload && strcmp(method, "POST") == 0)
		return WIRE_UPLOAD;
	return is_slow(r, path) ? WIRE_SLOW : WIRE_QUICK;
}

/* An address is of a row with and without the ending of a format. */
static const char *app_route(const char *path)
{
	static const char *const endings[] = { ".json", ".csv", ".xlsx" };
	const struct route *r = map_route(map_of_rooms(), path);
	char bare[256];

	for (size_t i = 0; !r && i < COUNT(endings); i++) {
		const size_t n = strlen(path), e = strlen(endings[i]);

		if (n <= e || n >= sizeof bare || !text_ends(path, endings[i]))
			continue;
		memcpy(bare, path, n - e);
		bare[n - e] = '\0';
		r = map_route(map_of_rooms(), bare);
	}
	return r ? r->path : NULL;
}

static void app_tell(void *app, struct arena *a, struct buf *out)
{
	struct site *s = app;

	site_tell(s->db, a, s->dir, clock_now(), out);
}

/* ---- reading the request ----------------------------------------------- */

/* False: it is no text. */
static bool path_read(struct turn *t, const char **path)
{
	const char *sent = t->rq.wire->path;
	size_t n;

	*path = percent_decode(t->rq.arena, sent, strlen(sent), false, &n);
	return utf8_check(*path, n) == UTF8_FINE;
}

static char *key_make(struct arena *a)
{
	unsigned char bytes[16];
	char *text = arena_get(a, 2 * sizeof bytes + 1);

	randombytes_buf(bytes, sizeof bytes);
	return sodium_bin2hex(text, 2 * sizeof bytes + 1, bytes, sizeof bytes);
}

/* What pages that break before anybody is known are drawn with. */
static const struct me stranger = { .rights = MAY_ANYONE };

/* All that needs no database comes first: should that break, what was typed is known. */
static void turn_read(struct turn *t)
{
	struct rq *rq = &t->rq;
	const char *path;

	rq->key = key_make(rq->arena);
	t->query.arena = t->body.arena = rq->arena;
	params_urlencoded(&t->query, rq->wire->query, strlen(rq->wire->query));
	rq->query = decoded_params(&t->query);
	if (!path_read(t, &path) || !map_find(t->site->map, rq, path))
		rq->route = NULL;
	rq->form = rq->route ? rq->route->form : NULL;
	t->post = strcmp(rq->wire->method, "POST") == 0;
	if (t->post) {
		params_body(&t->body, rq->wire);
		rq->body = decoded_params(&t->body);
		t->keyed = key_take(rq);
	}
	/* A page is of one moment, who asks included; what is long leaves moments to others. */
	db_one_moment(rq->db, !t->post && !is_slow(rq->route, rq->wire->path));
	rq->me = auth_me(rq);
}

/* ---- GET --------------------------------------------------------------- */

const struct form *form_asked(struct rq *rq)
{
	if (!rq->form && rq->route->form_of)
		rq->form = rq->route->form_of(rq);
	return rq->form;
}

static void form_get(struct turn *t)
{
	struct rq *rq = &t->rq;
	const struct route *r = rq->route;
	struct decoded kept = { .arena = rq->arena };
	struct params typed;

	if (!form_asked(rq)) {
		send_reply(t, not_found(rq));
		return;
	}
	t->form = form_new(rq->arena, rq->form);
	if (r->load) {
		struct reply loaded = r->load(rq, t->form);

		if (loaded.kind != REPLY_DEFAULT) {
			send_reply(t, loaded);
			return;
		}
	}
	if (rq->format != AS_PAGE) {
		struct buf b = buf_new(rq->arena);

		form_schema(&b, rq->form);
		send_reply(t, file_reply(rq, "application/schema+json", NULL, buf_text(&b), b.n));
		return;
	}
	t->draft = draft_of_page(rq);
	t->draft_used = t->draft.id.v && text_same(param(&rq->query, "draft"), "kept");
	if (t->draft_used)
		params_urlencoded(&kept, t->draft.body, strlen(t->draft.body));
	typed = decoded_params(&kept);
	send_form(t, 200, t->draft_used ? &typed : NULL);
}

static void turn_get(struct turn *t)
{
	struct rq *rq = &t->rq;
	const struct route *r = rq->route;
	struct reply reply = { .kind = REPLY_DEFAULT };

	if (is_slow(r, rq->wire->path))
		db_wait_room(rq->db, ROOM_MS);
	if (r->get)
		reply = r->get(rq);
	if (reply.kind == REPLY_DEFAULT && r->list)
		reply = list_reply(rq, r->list);
	if (reply.kind == REPLY_DEFAULT && route_asks(r)) {
		form_get(t);
		return;
	}
	if (reply.kind == REPLY_DEFAULT)
		reply = not_found(rq);
	send_reply(t, reply);
}

/* ---- may she? ---------------------------------------------------------- */

/* The page she wanted, to be gone to after signing in. */
static struct reply sign_in_first(struct rq *rq)
{
	struct buf to = buf_new(rq->arena);

	buf_str(&to, "/sign-in");
	url_add(&to, "next", arena_fmt(rq->arena, "%s%s%s", rq->path, *rq->wire->query ? "?" : "",
	                               rq->wire->query));
	return (struct reply){ .kind = REPLY_GO, .to = buf_text(&to) };
}

/* A thing that she may not see looks like one that is not there; a page says so. */
struct reply refusal(struct rq *rq)
{
	log_line(LOG_WARN, "refused", "request=%llx user=%lld route=%s",
	         (unsigned long long)rq->wire->id, (long long)rq->me->id.v, rq->route->path);
	return rq->nids ? not_found(rq) : not_allowed(rq, NULL);
}

static bool get_refused(struct turn *t)
{
	struct rq *rq = &t->rq;

	if (rq_may(rq, rq->route->may))
		return false;
	if (!rq->me->id.v && rq->format == AS_PAGE)
		send_reply(t, sign_in_first(rq));
	else if (!rq->me->id.v)
		send_status(t, 401, "Sign in first", "Send the session's cookie with the request.");
	else
		send_reply(t, refusal(rq));
	return true;
}

/* With a first password in hand there is one thing to do. */
static bool must_change_first(struct turn *t)
{
	struct rq *rq = &t->rq;

	if (!rq->me->must_change || rq->route->may == MAY_ANYONE ||
	    strcmp(rq->path, "/account/password") == 0)
		return false;
	send_reply(t, go(rq, NULL, "/account/password"));
	return true;
}

/* ---- the turn ---------------------------------------------------------- */

static void turn_work(void *arg)
{
	struct turn *t = arg;

	setting_turn(true);
	turn_read(t);
	look_fill(t);
	if (!t->rq.route)
		send_reply(t, not_found(&t->rq));
	else if (must_change_first(t))
		return;
	else if (t->post)
		turn_post(t);
	else if (!get_refused(t))
		turn_get(t);
}

static const struct { enum fault_kind kind; int status; const char *title, *text; } sorry[] = {
	{ FAULT_FULL, 507, "Sorry, the service cannot save anything at the moment",
	  "Its disk is full. You can still read. Nothing that you sent just now was saved." },
	{ FAULT_AGAIN, 503, "Sorry, the service is busy",
	  "Others were saving at the same moment. Nothing that you sent just now was saved." },
	{ FAULT_UNKNOWN, 500, "Sorry, we do not know whether that was saved",
	  "The service lost sight of its data at that moment. Send it again: if it was saved, it "
	  "is not done a second time." },
	{ FAULT_NONE, 500, "Sorry, there is a problem with the service",
	  "Nothing you typed was saved twice. Try again; if it happens again, tell your service "
	  "desk the reference at the foot of this page." },
};

struct apology { struct turn *t; enum fault_kind kind; };

static void apologise(void *arg)
{
	struct apology *a = arg;
	struct turn *t = a->t;
	size_t i = 0;

	while (sorry[i].kind != FAULT_NONE && sorry[i].kind != a->kind)
		i++;
	t->flash_seen = NULL;
	t->reply = (struct reply){ 0 };
	*t->out = (struct wire_reply){ 0 };
	if (!t->rq.me)
		t->rq.me = &stranger;
	send_back(t, sorry[i].status, sorry[i].title, sorry[i].text);
}

void site_answer(void *site, struct arena *a, const struct wire_request *w,
                 struct wire_reply *out)
{
	struct site *s = site;
	struct turn *t = NEW(a, struct turn);
	struct apology sad = { t, FAULT_NONE };
	struct fault broke;

	*t = (struct turn){ .site = s, .out = out, .rq = {
		.db = s->db, .arena = a, .wire = w, .now = clock_now(), .path = "/" } };
	t->rq.today = moment_date(t->rq.now);
	sad.kind = boundary_run(turn_work, t, &broke);
	setting_turn(false);
	db_one_moment(s->db, false);
	if (sad.kind == FAULT_NONE)
		return;
	db_abandon(s->db);
	log_line(LOG_ERROR, "fault", "request=%llx route=%s why=\"%s\"", (unsigned long long)w->id,
	         t->rq.route ? t->rq.route->path : "none", broke.why);
	/* If that breaks too, the worker says a plain sorry. */
	if (boundary_run(apologise, &sad, NULL) != FAULT_NONE) {
		db_abandon(s->db);
		fault(sad.kind, "%s", broke.why);
	}
}

const struct wire_app site_app = {
	.open = app_open, .answer = site_answer, .lane = site_lane, .clerk = app_clerk,
	.pulse = app_pulse, .route = app_route, .tell = app_tell, .scribe = app_scribe,
};
