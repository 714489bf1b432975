/* SPDX-License-Identifier: MIT */
/*
 * test_scotland.c -- a council area of the real Scottish register, sourced.
 *
 * journey b1600 "The care at home services of one council area are imported, accredited, and asked"
 * paper   issue 2, section 3: the main job runs on real input
 * paper   002 Bath and North East Somerset, 3g.4
 *
 * The extract of March 2026 in t/fixtures has 22 of them.  One holds hours
 * bought ahead, most stand in Part A, two are interim, the rest are not on the
 * framework.  Ten requests go through the tiers in turn: answered in the
 * first, in the second after a refusal, and, when a deadline has passed, in
 * the third.  Every rate is the test's own and the same for all: nothing is
 * said of the providers that the register does not say.
 */
#include "jobs/calendar.h"
#include "jobs/jobs.h"
#include "site/site.h"
#include "t/client.h"
#include "t/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROVIDERS = 30, REQUESTS = 10 };

struct scotland {
	struct t      *t;
	struct client *admin, *commissioner, *worker, *broker;
	struct clerk  *clerk;
	int64_t        homecare[PROVIDERS];       /* providers, by number */
	size_t         nhomecare;
};

/* ---- looking beneath the pages ------------------------------------------------- */

/* Numbers that a statement of this file finds. */
static size_t numbers(struct t *t, const char *text, int64_t **out)
{
	static const struct col col[] = { { "n", 0, COL_INT } };
	struct sql_piece *piece = NEW(t->arena, struct sql_piece);
	struct sql *q = NEW(t->arena, struct sql);

	*piece = (struct sql_piece){ text, -1, 0 };
	*q = (struct sql){ .name = "numbers", .file = __FILE__, .pieces = piece, .npieces = 1,
	                   .cols = col, .ncols = 1, .row_size = sizeof **out };
	return db_all(t->db, t->arena, q, NULL, 0, out);
}

static int64_t number(struct t *t, const char *text)
{
	int64_t *n;

	NEED(numbers(t, text, &n) == 1);
	return n[0];
}

static char *file_bytes(struct t *t, const char *name, size_t *n)
{
	struct buf b = buf_new(t->arena);
	char part[4096];
	size_t got;
	FILE *f = fopen(name, "r");

	NEED(f);
	while ((got = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, got);
	fclose(f);
	*n = b.n;
	return buf_text(&b);
}

/* ---- the register --------------------------------------------------------------- */

static void import(struct scotland *s, const char *want)
{
	struct client_file f = { .field = "file", .name = "care-inspectorate-2026-03.csv" };
	struct t *t = s->t;
	const char *at;

	f.bytes = file_bytes(t, "t/fixtures/care-inspectorate-2026-03.csv", &f.n);
	IS(client_upload(s->admin, "/imports/new", "kind=care-inspectorate", &f), 303);
	at = s->admin->location;
	IS(client_follow(s->admin), 200);
	HAS(s->admin->text, want);
	at = arena_fmt(t->arena, "%.*s/apply", (int)strcspn(at, "?"), at);
	IS(client_send(s->admin, at, "sure=yes"), 303);
	clerk_turn(s->clerk, clock_now());
	IS(client_follow(s->admin), 200);
	HAS(s->admin->text, "Applied: new 60");
}

/* ---- the council's own rules ------------------------------------------------------ */

static void keep(struct scotland *s, const char *path, const char *fields)
{
	if (client_send(s->commissioner, path, fields) != 303)
		t_fail(__FILE__, __LINE__, "%s %s: %d %.400s", path, fields,
		       s->commissioner->status,
		       s->commissioner->text);
}

static void make_angus(struct scotland *s)
{
	struct t *t = s->t;
	int64_t angus;

	keep(s, "/localities/new", "name=Angus");
	angus = number(t, "SELECT id AS n FROM locality WHERE name = 'Angus'");
	for (int dd = 7; dd <= 11; dd++)
		keep(s, "/districts/new", arena_fmt(t->arena, "district=DD%d&locality=%lld&"
		     "from=2026-06-15", dd, (long long)angus));
	keep(s, "/prices/new", arena_fmt(t->arena, "service=homecare&locality=%lld&"
	     "from=2026-06-15&rate=22.00", (long long)angus));
}

/* On which lot of the world's framework the n-th of them stands: block contracts, single
 * packages, interim; 0: on none. */
static int lot_of(size_t n)
{
	return n == 0 ? 2 : n < 12 ? 1 : n < 14 ? 3 : 0;
}

static void accredit_all(struct scotland *s)
{
	struct t *t = s->t;
	long long angus = number(t, "SELECT id AS n FROM locality WHERE name = 'Angus'");
	int64_t *ids;

	s->nhomecare = numbers(t, "SELECT DISTINCT l.provider AS n FROM location l JOIN "
	                       "location_service v "
	                       "ON v.location = l.id WHERE l.regulator = 1 AND v.service = 1 AND "
	                       "l.latest_rank >= 2 ORDER BY 1", &ids);
	NEED(s->nhomecare >= 14 && s->nhomecare <= PROVIDERS);
	memcpy(s->homecare, ids, s->nhomecare * sizeof *ids);
	for (size_t i = 0; i < s->nhomecare; i++)
		if (lot_of(i))
			keep(s, arena_fmt(t->arena, "/providers/%lld/accredit", (long long)ids[i]),
			     arena_fmt(t->arena,
			               "lot=%d&localities=%lld&from=2026-06-15&reason=Applied",
			               lot_of(i), angus));
	keep(s, arena_fmt(t->arena, "/providers/%lld/blocks", (long long)ids[0]),
	     arena_fmt(t->arena,
	               "name=Angus+hours&service=homecare&locality=%lld&week=40&rate=21.00&"
	               "from=2026-06-15", angus));
}

/* ---- its schedulers ------------------------------------------------------------------ */

static struct client *scheduler(struct scotland *s, int64_t provider)
{
	struct client *c = client_another(s->broker);

	client_as(c, arena_fmt(s->t->arena, "s%lld", (long long)provider));
	return c;
}

/* Accounts are another journey's (010): here they are rows. */
static bool put_schedulers(void *arg)
{
	static const struct sql_piece piece = {
		"INSERT INTO user_account (id, email, email_key, name, roles, provider, "
		        "password_hash, made_ms) "
		"SELECT id + 5000, 's' || id || '@example.org', 's' || id || '@example.org', "
		        "'Scheduler', 64, "
		"id, '', 1 FROM provider WHERE regulator = 1", -1, 0 };
	static const char *const none[] = { NULL };
	static const struct sql q = { .name = "schedulers", .file = __FILE__, .pieces = &piece,
		.npieces = 1, .args = none, .order_names = none, .writes = true };

	calendar_fill_years(arg, 2025, 2027);
	db_do(arg, &q, NULL);
	return true;
}

static void state_hours(struct scotland *s)
{
	struct t *t = s->t;
	long long angus = number(t, "SELECT id AS n FROM locality WHERE name = 'Angus'");

	for (size_t i = 0; i < s->nhomecare && lot_of(i); i++) {
		struct client *c = scheduler(s, s->homecare[i]);

		client_get(c, "/portal/capacity");
		IS(client_post(c, "/portal/capacity", arena_fmt(t->arena,
		                "free.%lld.1=50&free.%lld.2=50",
		                                                angus, angus)), 303);
	}
}

/* ---- ten requests -------------------------------------------------------------------------- */

/* A person in Angus, and what is asked for: the request's number. */
static int64_t ask(struct scotland *s, int n)
{
	static const char *const names[] = { "Agnes", "Bruce", "Catriona", "Duncan", "Elspeth",
	                                    "Fergus",
		"Grace", "Hamish", "Isla", "Jock" };
	static const char *const last[] = { "Kirriemuir", "Lunan", "Montrose", "Noran", "Ogilvy",
	                                   "Prosen",
		"Quharity", "Rossie", "Strathmore", "Tannadice" };
	struct client *c = s->worker;
	struct t *t = s->t;
	const char *to;

	IS(client_send(c, "/people/new", arena_fmt(t->arena, "given_name=%s&family_name=%s&"
	   "postcode=DD%d+1AA&born=%d/3/1940", names[n], last[n], 7 + n % 5, n + 1)), 303);
	to = arena_fmt(t->arena, "%.*s/requests/new", (int)strcspn(c->location, "?"), c->location);
	client_send(c, to,
	            "reason=hospital-discharge&hospital=Infirmary&ward=3&ready=2026-06-15T09:00&"
	            "start=2026-06-16&visits.0.days=mon&visits.0.days=thu&visits.0.earliest=8:00&"
	            "visits.0.latest=9:00&visits.0.length=45&visits.0.carers=1");
	to = arena_dup(t->arena, c->path);
	IS(client_raw(c, to, "application/x-www-form-urlencoded", arena_fmt(t->arena,
	                "%s&checked=1",
	   page_form(t->arena, c->body, to)), strlen(page_form(t->arena, c->body, to)) + 10), 303);
	return strtoll(c->location + strlen("/requests/"), NULL, 10);
}

/* What a provider answers to its invitation of the running step; rate NULL: no. */
static void answer(struct scotland *s, int64_t request, int64_t provider, const char *rate)
{
	struct t *t = s->t;
	struct client *c = scheduler(s, provider);
	long long i = number(t, arena_fmt(t->arena, "SELECT i.id AS n FROM invitation i JOIN "
	                                  "request r ON "
		"r.step = i.step WHERE r.id = %lld AND i.provider = %lld", (long long)request,
		(long long)provider));
	int got = rate ? client_send(c, arena_fmt(t->arena, "/portal/requests/%lld/offer", i),
	                             arena_fmt(t->arena, "rate=%s&start=2026-06-16", rate))
	               : client_send(c, arena_fmt(t->arena, "/portal/requests/%lld/decline", i),
	                             "reason=no-capacity");

	if (got != 303)
		t_fail(__FILE__, __LINE__, "%d: %.500s", got, c->text);
}

/* Everybody who is asked in the running step. */
static size_t asked(struct scotland *s, int64_t request, int64_t **out)
{
	return numbers(s->t, arena_fmt(s->t->arena, "SELECT i.provider AS n FROM invitation i "
	                               "JOIN request r "
		"ON r.step = i.step WHERE r.id = %lld ORDER BY i.provider", (long long)request),
		        out);
}

static int64_t tier_of(struct scotland *s, int64_t request)
{
	return number(s->t, arena_fmt(s->t->arena, "SELECT tier_no AS n FROM request WHERE id = "
	                              "%lld",
	                              (long long)request));
}

static void award_first(struct scotland *s, int64_t request)
{
	struct t *t = s->t;
	const char *link;

	client_as(s->broker, "broker");
	IS(client_get(s->broker, arena_fmt(t->arena, "/requests/%lld/offers",
	                                   (long long)request)), 200);
	link = strstr(s->broker->body, "/offers/");
	NEED(link);
	IS(client_send(s->broker, arena_fmt(t->arena, "%.*s", (int)strcspn(link, "\""), link),
	               ""), 303);
	IS(client_follow(s->broker), 200);
	HAS(s->broker->text, "Sourced with");
}

/* Answered in the first tier, in the second, or in the third after its deadline. */
static void source(struct scotland *s, int n)
{
	struct t *t = s->t;
	int64_t request, *who;
	size_t nwho;

	client_as(s->worker, "worker");
	request = ask(s, n);
	client_as(s->broker, "broker");
	IS(client_send(s->broker, arena_fmt(t->arena, "/requests/%lld/send", (long long)request),
	               ""), 303);
	IS(tier_of(s, request), 1);
	nwho = asked(s, request, &who);
	IS(nwho, 1);
	IS(who[0], s->homecare[0]);
	answer(s, request, who[0], n % 3 == 0 ? "21.00" : NULL);
	if (n % 3 != 0) {
		IS(tier_of(s, request), 2);
		nwho = asked(s, request, &who);
		OK(nwho >= 10);
	}
	if (n % 3 == 1) {
		answer(s, request, who[1], "22.00");
		answer(s, request, who[2], "21.50");
		clock_set((Moment){ clock_now().ms + 3 * 3600000 });
		clerk_turn(s->clerk, clock_now());
	}
	if (n % 3 == 2) {
		clock_set((Moment){ clock_now().ms + 3 * 3600000 });
		clerk_turn(s->clerk, clock_now());
		IS(tier_of(s, request), 3);
		nwho = asked(s, request, &who);
		answer(s, request, who[3], "23.00");
		clock_set((Moment){ clock_now().ms + 3 * 3600000 });
		clerk_turn(s->clerk, clock_now());
	}
	award_first(s, request);
	IS(tier_of(s, request), n % 3 + 1);
}

/* ---- the journey ---------------------------------------------------------------------- */

/* Not tortured: each of its calls is, in the room's own tests. */
TEST_PLAIN(a_council_area_of_the_register_is_sourced)
{
	struct scotland s = { .t = t };
	struct buf broken = buf_new(t->arena);

	world_make(t->db);
	s.admin = client_new(t);
	s.commissioner = client_another(s.admin);
	s.worker = client_another(s.admin);
	s.broker = client_another(s.admin);
	s.clerk = clerk_new(t->arena, t->db, t_directory(t), clock_now());
	client_as(s.admin, "admin");
	client_as(s.commissioner, "commissioner");
	import(&s, "60");
	IS(number(t, "SELECT count(*) AS n FROM location WHERE regulator = 1"), 60);
	make_angus(&s);
	accredit_all(&s);
	db_write(t->db, put_schedulers, t->db);
	state_hours(&s);
	for (int n = 0; n < REQUESTS; n++)
		source(&s, n);
	IS(number(t, "SELECT count(*) AS n FROM award"), REQUESTS);
	IS(number(t, "SELECT count(*) AS n FROM placement"), REQUESTS);
	IS(number(t, "SELECT count(*) AS n FROM step WHERE jump <> 1"), 0);
	/* As `almoner check` asks; the small council's own people are rows without an index. */
	IS(site_check(t->db, t->arena, &broken), 1);
	HAS(buf_text(&broken), "BROKEN  people.");
	client_as(s.broker, "broker");
	client_get(s.broker, "/requests");
	HAS(s.broker->text, "There are no open requests");
}
