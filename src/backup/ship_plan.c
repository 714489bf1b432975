/* SPDX-License-Identifier: MIT */
/*
 * ship_plan.c -- the clerk's part of carrying changes off, and what is told of it.
 *
 *	every few seconds  `almoner ship`         fails three times on end: a failed job,
 *	                                          which the next that ends well mends
 *	no base, or a night old  `almoner ship --base`, a job of its own
 *	the folder's setting is empty  DIR/ship goes ten minutes later: nothing is put aside
 *
 * Both are children: a share that hangs must not keep the clerk from his work.
 */
#include "backup/ship.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backup/backup.sql.h"
#include "base/fault.h"
#include "base/log.h"
#include "jobs/jobs.h"
#include "jobs/lease.h"
#include "site/setting.h"

enum { BEHIND_MS = 60 * 1000, CLERK_MS = 30 * 1000 };
enum { OFF_MS = 10 * 60 * 1000, BASE_SOON_MS = 10 * 1000, BASE_LATE_MS = 10 * 60 * 1000 };
enum { FAILS_TOLD = 3, SLOW_MS = 45 * 1000, TELL_AGAIN_MS = 60 * 60 * 1000 };

/* One row each: how it stands. */
#define LOG_KEY "ship.log"
#define BASE_KEY "ship.base"

static struct {
	struct child turn, base;
	Moment begun, base_begun;
	int    fails, base_wait_ms;      /* the latter: until it is tried again */
	Moment told;                     /* that it fails; none: it does not */
} now_at;

/* ---- rows ------------------------------------------------------------------- */

struct telling { struct db *db; const char *kind, *key, *why; enum job_state state; Moment now; };

static bool tell_work(void *arg)
{
	struct telling *t = arg;

	job_add(t->db, t->kind, "", t->key, t->now, (UserAccountId){ 0 });
	if (t->state == JOB_RUNNING)
		DO(t->db, backup_running, .key = V(t->key), .now = V(t->now),
		   .until_ms = V(moment_plus(t->now, minutes((int64_t)24 * 60))));
	else
		DO(t->db, backup_ended, .key = V(t->key), .now = V(t->now), .message = V(t->why),
		   .state = V((int64_t)t->state));
	return true;
}

static void tell(struct db *db, const char *kind, const char *key, enum job_state state,
                 const char *why, Moment now)
{
	db_write(db, tell_work, &(struct telling){ db, kind, key, why, state, now });
	if (state != JOB_RUNNING)
		log_line(state == JOB_FAILED ? LOG_ERROR : LOG_INFO, "ship",
		         "kind=%s well=%d why=\"%s\"", kind, state == JOB_DONE, why);
}

/* ---- turns ---------------------------------------------------------------------- */

static void turn_failed(struct db *db, const char *why, Moment now)
{
	if (moment_known(now_at.told) && moment_minus_ms(now, now_at.told) < TELL_AGAIN_MS)
		return;
	tell(db, LOG_KEY, LOG_KEY, JOB_FAILED, why, now);
	now_at.told = now;
}

/* A clerk before this one may have told of a failure. */
static void turn_well(struct db *db, struct arena *a, Moment now)
{
	struct job_now job;
	const bool fresh = now_at.fails < 0;

	now_at.fails = 0;
	if (!moment_known(now_at.told) &&
	    !(fresh && job_find(db, a, LOG_KEY, &job) && job.state == JOB_FAILED))
		return;
	tell(db, LOG_KEY, LOG_KEY, JOB_DONE, "Changes are carried off again", now);
	now_at.told = MOMENT_NONE;
}

static void turn_look(struct db *db, struct arena *a, const char *folder, Moment now)
{
	const char *says;
	bool well;

	if (!child_ended(a, &now_at.turn, &well, &says)) {
		if (moment_minus_ms(now, now_at.begun) > SLOW_MS)
			turn_failed(db, arena_fmt(a, "It has been at it for a while: does %s "
			                          "answer?", folder), now);
		return;
	}
	if (well) {
		turn_well(db, a, now);
		return;
	}
	now_at.fails = now_at.fails < 0 ? 1 : now_at.fails + 1;
	if (now_at.fails >= FAILS_TOLD)
		turn_failed(db, says, now);
}

/* ---- bases ------------------------------------------------------------------------ */

static Moment night_before(Moment now, int64_t hour)
{
	Moment m = moment_at(moment_date(now), minutes(hour * 60));

	return moment_cmp(m, now) <= 0 ? m
	     : moment_at(date_plus(moment_date(now), -1), minutes(hour * 60));
}

static bool base_is_good(struct arena *a, const char *dir)
{
	struct ship_state s;
	struct ship_base b;

	return ship_state_read(a, dir, &s) && ship_base_read(a, dir, &b) && b.from >= s.first &&
	       s.begun;
}

static bool base_is_due(struct db *db, struct arena *a, const char *dir, Moment now)
{
	struct ship_state s;
	struct ship_base b;

	if (moment_minus_ms(now, now_at.base_begun) < now_at.base_wait_ms)
		return false;
	if (!ship_state_read(a, dir, &s) || !s.begun)
		return false;
	return !base_is_good(a, dir) || !ship_base_read(a, dir, &b) ||
	       moment_cmp(b.made, night_before(now, setting_int(db, "backup.hour"))) < 0;
}

static void base_look(struct db *db, struct arena *a, Moment now)
{
	const char *says;
	bool well;

	if (!child_ended(a, &now_at.base, &well, &says))
		return;
	tell(db, BASE_KEY, BASE_KEY, well ? JOB_DONE : JOB_FAILED, says, now);
	/* Sooner at first: without a base what is carried off is of no use. */
	now_at.base_wait_ms = well ? 0 : now_at.base_wait_ms * 2;
	if (!well && now_at.base_wait_ms < BASE_SOON_MS)
		now_at.base_wait_ms = BASE_SOON_MS;
	if (now_at.base_wait_ms > BASE_LATE_MS)
		now_at.base_wait_ms = BASE_LATE_MS;
	now_at.base_begun = now;
}

static void base_begin(struct db *db, struct arena *a, const char *const *words, Moment now)
{
	const char *why;

	now_at.base_begun = now;
	tell(db, BASE_KEY, BASE_KEY, JOB_RUNNING, "", now);
	why = child_start(a, &now_at.base, words);
	if (why)
		tell(db, BASE_KEY, BASE_KEY, JOB_FAILED, why, now);
}

/* A row that a clerk left running who is gone: whether a base is due shows in the folder. */
void ship_base_job(struct db *db, struct arena *a, struct job *job)
{
	(void)db, (void)a;
	job->message = "Another clerk began it, and is gone";
}

/* Somebody may do it by hand: only what was left alone for a while, and is in nobody's hands. */
static void switched_off(struct arena *a, const char *dir, Moment now)
{
	const char *ship = arena_fmt(a, "%s/ship", dir);
	struct ship_state s;

	if (access(ship, F_OK) != 0 ||
	    (ship_state_read(a, dir, &s) && moment_minus_ms(now, s.seen) < OFF_MS))
		return;
	if (ship_lock(a, dir, "lock", 0) && ship_lock(a, dir, "lock-base", 0))
		folder_remove(ship);
}

/* ---- the chore ---------------------------------------------------------------------- */

void ship_plan(struct db *db, struct arena *a, const char *dir, Moment now)
{
	const char *folder = arena_dup(a, setting(db, "ship.folder"));
	const char *key = arena_dup(a, setting(db, "backup.key")), *why;
	const char *words[] = { "ship", folder, "--data", dir, "--to-key", key, NULL, NULL };
	struct seal_key to;

	if (now_at.turn.pid)
		turn_look(db, a, folder, now);
	if (now_at.base.pid)
		base_look(db, a, now);
	if (BLANK(folder)) {
		if (!now_at.turn.pid && !now_at.base.pid && !db_on_server(dir))
			switched_off(a, dir, now);
		return;
	}
	if (!seal_public(key, &to)) {
		turn_failed(db, "Set the public key of copies: what `almoner backup-key` wrote "
		            "into the file of the public key", now);
		return;
	}
	if (!now_at.turn.pid &&
	    moment_minus_ms(now, now_at.begun) >= setting_int(db, "ship.seconds") * 1000) {
		if (!moment_known(now_at.begun))
			now_at.fails = -1;               /* nothing is known of those before */
		now_at.begun = now;
		why = child_start(a, &now_at.turn, words);
		if (why)
			turn_failed(db, why, now);
	}
	if (!now_at.base.pid && base_is_due(db, a, dir, now)) {
		words[6] = "--base";
		base_begin(db, a, words, now);
	}
}

/* ---- told ------------------------------------------------------------------------------ */

void ship_tell(const char *dir, Moment now, struct buf *out)
{
	struct arena *a = arena_new("ship told", (size_t)1 << 20);
	struct ship_state s;

	if (dir && ship_state_read(a, dir, &s) && moment_known(s.seen))
		buf_fmt(out, "# HELP almoner_shipped_age_seconds Since all changes stood in the "
		        "second folder\n# TYPE almoner_shipped_age_seconds gauge\n"
		        "almoner_shipped_age_seconds %lld\n"
		        "# HELP almoner_shipped_base_good 1: pieces go on from a base, and a "
		        "restore would have them\n# TYPE almoner_shipped_base_good gauge\n"
		        "almoner_shipped_base_good %d\n",
		        (long long)(moment_minus_ms(now, s.seen) / 1000), base_is_good(a, dir));
	arena_end(&a);
}

static bool somebody_serves(struct db *db, struct arena *a)
{
	struct lease_state clerk;

	return lease_state(db, a, LEASE_CLERK, &clerk) &&
	       moment_minus_ms(clock_now(), clerk.renewed) <= CLERK_MS;
}

static size_t check_all(struct db *db, struct arena *a, const char *dir, struct buf *out)
{
	struct ship_state s = { .begun = 0 };
	bool there = ship_state_read(a, dir, &s);
	int64_t age = there ? moment_minus_ms(clock_now(), s.seen) : 0;
	struct job_now job = { .state = 0 };
	const char *when = there && moment_known(s.seen) ? moment_iso(a, s.seen) : "never";

	if (!somebody_serves(db, a)) {
		buf_fmt(out, "ok      changes carried off: nobody serves this council; last: "
		        "%s\n", when);
		return 0;
	}
	if (job_find(db, a, LOG_KEY, &job) && job.state == JOB_FAILED) {
		buf_fmt(out, "BROKEN  changes carried off: last %s; %s\n        what to do: put "
		        "right what this says; it goes on by itself\n", when, job.message);
		return 1;
	}
	if (!there) {
		buf_str(out, "ok      changes carried off: not begun yet: it was switched on or "
		        "restored just now\n");
		return 0;
	}
	if (!moment_known(s.seen) || age > BEHIND_MS) {
		buf_fmt(out, "BROKEN  changes carried off: behind, last %s\n        what to do: "
		        "look whether %s answers and has room, and what the page Jobs says\n",
		        when, setting(db, "ship.folder"));
		return 1;
	}
	if (!base_is_good(a, dir)) {
		buf_str(out, "BROKEN  changes carried off: there is no base yet that they go on "
		        "from\n        what to do: the clerk makes one; wait until the page "
		        "Jobs says that it is done\n");
		return 1;
	}
	buf_fmt(out, "ok      changes carried off: all that was there %lld seconds ago\n",
	        (long long)(age / 1000));
	return 0;
}

struct checking { struct db *db; struct arena *arena; const char *dir; struct buf *out; size_t n; };

static void check_work(void *arg)
{
	struct checking *c = arg;

	c->n = check_all(c->db, c->arena, c->dir, c->out);
}

size_t ship_check(struct db *db, const char *dir, struct buf *out)
{
	struct checking c = { db, arena_new("ship check", (size_t)1 << 20), dir, out, 0 };
	struct fault broke = { FAULT_NONE };

	if (!BLANK(setting(db, "ship.folder")))
		boundary_run(check_work, &c, &broke);
	arena_end(&c.arena);
	if (broke.kind != FAULT_NONE)
		fault(broke.kind, "%s", broke.why);
	return c.n;
}
