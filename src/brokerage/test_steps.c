/* SPDX-License-Identifier: MIT */
/*
 * test_steps.c -- a request whose turn breaks keeps no other from its own; an
 * invitation is reminded of once.
 */
#include "brokerage/inside.h"
#include "jobs/jobs.h"
#include "site/setting.h"
#include "t/client.h"
#include "t/t.h"
#include "t/world.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char ask[] = "reason=support-plan&start=2026-06-22&visits.0.days=mon&"
	"visits.0.earliest=7:30&visits.0.latest=9:00&visits.0.length=60&visits.0.carers=1";

/* Raised for `who` and sent to tier 2, whose window is the same for all. */
static RequestId sent(struct client *c, PersonId who)
{
	const char *path = arena_fmt(c->arena, "/people/%lld/requests/new", (long long)who.v);
	RequestId id;

	client_as(c, "worker");
	IS(client_send(c, path, ask), 200);
	IS(client_post(c, path, arena_fmt(c->arena, "%s&checked=1",
	                                  page_form(c->arena, c->body, path))), 303);
	id.v = strtoll(strrchr(c->location, '/') + 1, NULL, 10);
	client_as(c, "broker");
	IS(client_send(c, arena_fmt(c->arena, "/requests/%lld/send", (long long)id.v),
	               "tier=2&reason=Full"), 303);
	return id;
}

/*
 * Its last step has the highest number there is, so that another one cannot be
 * written: a fault of the database in the middle of the verb.  There is no way
 * to run a string: a statement is made of it, as mksql would.
 */
static bool poison(void *arg)
{
	static const char *const none[] = { NULL };
	static const struct sql_piece piece = {
		"UPDATE step SET step_no = 9223372036854775807 WHERE request = "
		"(SELECT min(id) FROM request)", -1, 0 };
	static const struct sql q = { .name = "poison", .file = __FILE__, .pieces = &piece,
		.npieces = 1, .args = none, .order_names = none, .writes = true };

	return db_do(arg, &q, NULL) == 1;
}

static int64_t tier_of(struct t *t, RequestId id)
{
	struct request r;

	NEED(ONE(t->db, t->arena, request_load, &r, .id = V(id)));
	return r.tier_no;
}

/* A turn of the clerk, and what it said on standard error meanwhile. */
static const char *turn_heard(struct t *t, struct clerk *clerk, Moment now)
{
	char *said = arena_get(t->arena, 16384);
	int file, was = dup(STDERR_FILENO);

	file = open("/tmp", O_TMPFILE | O_RDWR, 0600);
	NEED(file >= 0);
	SURE(dup2(file, STDERR_FILENO) == STDERR_FILENO);
	clerk_turn(clerk, now);
	SURE(dup2(was, STDERR_FILENO) == STDERR_FILENO);
	close(was);
	SURE(pread(file, said, 16383, 0) >= 0);
	close(file);
	return said;
}

TEST_PLAIN(a_broken_request_stops_no_other)
{
	struct client *c;
	struct clerk *clerk;
	RequestId broken, whole;
	Moment late = moment_plus(T_NOW, minutes(25 * 60));
	const char *said;

	world_make(t->db);
	c = client_new(t);
	broken = sent(c, ADA);
	whole = sent(c, BEN);
	NEED(db_write(t->db, poison, t->db));
	clerk = clerk_new(t->arena, t->db, t_directory(t), T_NOW);
	said = turn_heard(t, clerk, late);
	HAS(said, arena_fmt(t->arena, "work=steps:%lld", (long long)broken.v));
	LACKS(said, arena_fmt(t->arena, "work=steps:%lld", (long long)whole.v));
	IS(tier_of(t, broken), 2);               /* as it was, all of its change undone */
	IS(tier_of(t, whole), 3);
	/* And again in the next turn: it is not forgotten, and still in nobody's way. */
	said = turn_heard(t, clerk, moment_plus(late, minutes(1)));
	HAS(said, arena_fmt(t->arena, "work=steps:%lld", (long long)broken.v));
}

/* ---- reminders ----------------------------------------------------------------------- */

static size_t reminders_due(struct t *t, Moment now)
{
	int64_t ids[10];

	return invitations_due(t->db, t->arena, now, ids, COUNT(ids));
}

static bool never(void *db)
{
	struct arena *a = arena_new("a setting", 65536);
	bool set = setting_save(db, a, "remind.hours", "0") == NULL;

	arena_end(&a);
	return set;
}

/* Tier 2 asks Brook, Cedar and Dale, for 24 hours from half past nine. */
TEST_PLAIN(a_provider_is_reminded_once)
{
	int64_t ids[10];
	Moment early = moment_plus(T_NOW, minutes(21 * 60)),
	       near = moment_plus(T_NOW, minutes(22 * 60 + 1)),
	       late = moment_plus(T_NOW, minutes(24 * 60));
	struct client *c;
	size_t n;

	world_make(t->db);
	c = client_new(t);
	sent(c, ADA);
	IS(reminders_due(t, early), 0);
	IS(reminders_due(t, late), 0);           /* too late to answer */
	n = invitations_due(t->db, t->arena, near, ids, COUNT(ids));
	IS(n, 3);
	invitation_remind_once(t->db, t->arena, ids[0], near);
	invitation_remind_once(t->db, t->arena, ids[0], near);
	IS(reminders_due(t, near), 2);
	client_as(c, "admin");
	client_get(c, "/mail.csv");
	OK(strstr(c->body, "still waits for your answer") != NULL);
	OK(strstr(strstr(c->body, "still waits for your answer") + 1,
	          "still waits for your answer") == NULL);
	OK(db_write(t->db, never, t->db));
	IS(reminders_due(t, near), 0);
}
