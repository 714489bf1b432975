/* SPDX-License-Identifier: MIT */
/*
 * clerk.c -- what is done while nobody waits, a turn every second.
 *
 *	turn:  chores that are due -> jobs of the clock put down -> jobs run -> mail
 *
 * Of several clerks one leads (lease.h); the others wait until he is gone.
 *
 * Each piece of work has a boundary of its own (a chore may be of many: the
 * steps that are due are one each): what breaks is logged, undone and tried
 * later, and the rest goes on.  Only the checkpoint has none: after
 * a failed sync nobody knows what is on the disk, so the process must end and
 * the next one start from the file.
 */
#include "jobs/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "jobs/lease.h"
#include "jobs/lease.sql.h"
#include "papers/mail.h"
#include "web/link.h"
#include "web/wire.h"

enum { JOBS_A_TURN = 4, MAIL_A_TURN = 20, PIECES_A_TURN = 200, KINDS = 64 };
enum { REST_MS = 1000, CHECKPOINT_MS = 1000, NOTE_MS = 15 * 1000, SWEEP_MS = 15 * 60 * 1000 };
enum { ARENA_CAP = 256 << 20 };

struct clerk {
	struct db    *db;
	struct arena *turn;          /* emptied after each piece of work             */
	const char   *dir;
	Moment        started, now;
	Moment        checkpointed, swept, noted;
	const char   *holder;        /* of the lease; NULL: there is only this one   */
	Moment        leads;         /* since when, by the lease; none: another does */
	int64_t       checkpoint_us; /* the longest since it was noted               */
	struct { const struct job_kind *kind; Moment last; } kinds[KINDS];   /* done, or put down */
	size_t        nkinds;
};

static void clerk_leave(void *arg)
{
	struct clerk *c = arg;

	arena_end(&c->turn);
}

struct clerk *clerk_new(struct arena *a, struct db *db, const char *dir, Moment started)
{
	struct clerk *c = NEW(a, struct clerk);

	*c = (struct clerk){ .db = db, .dir = dir, .turn = arena_new("clerk", ARENA_CAP),
	                     .started = started };
	arena_defer(a, clerk_leave, c);
	for (size_t r = 0; r < nrooms; r++)
		for (size_t i = 0; i < rooms[r]->njobs; i++) {
			SURE(c->nkinds < KINDS);
			c->kinds[c->nkinds++].kind = &rooms[r]->jobs[i];
		}
	return c;
}

/* Run a piece of work; false: it broke, and is undone. */
static bool attempt(struct clerk *c, const char *what, void (*work)(void *), void *arg,
                    struct fault *broke)
{
	struct fault f;
	bool ok = boundary_run(work, arg, broke ? broke : &f) == FAULT_NONE;

	if (!ok) {
		db_abandon(c->db);
		log_line(LOG_ERROR, "clerk", "work=%s why=\"%s\"", what, (broke ? broke : &f)->why);
	}
	arena_reset(c->turn);
	return ok;
}

/* ---- leading ------------------------------------------------------------------------ */

struct lead { struct clerk *clerk; bool mine; };

/*
 * Whoever begins to lead finds the jobs that the one before him had in hand:
 * they would be lost until LOST_MINS were over.
 */
static void lead_work(void *arg)
{
	struct lead *l = arg;
	struct clerk *c = l->clerk;
	Moment taken = MOMENT_NONE, now = clock_now();

	l->mine = lease_mine(c->db, c->turn, LEASE_CLERK, c->holder, now, &taken);
	if (!l->mine) {
		c->leads = MOMENT_NONE;
	} else if (moment_cmp(taken, c->leads) != 0) {
		DO(c->db, job_release, .now = V(now));
		c->leads = taken;
		log_line(LOG_INFO, "clerk leads", "holder=%s", c->holder);
	}
}

void clerk_held(struct clerk *c, const char *holder)
{
	c->holder = holder;
}

bool clerk_leads(struct clerk *c)
{
	struct lead l = { .clerk = c };

	return !c->holder || (attempt(c, "lease", lead_work, &l, NULL) && l.mine);
}

/* ---- chores ------------------------------------------------------------------------ */

struct chore { struct clerk *clerk; const struct job_kind *kind; };

static void chore_work(void *arg)
{
	struct chore *x = arg;

	x->kind->chore(x->clerk->db, x->clerk->turn, x->clerk->dir, x->clerk->now);
}

/* The ids outlive the arena, which is emptied after each piece. */
struct pieces {
	struct clerk *clerk;
	const struct job_kind *kind;
	int64_t ids[PIECES_A_TURN];
	size_t n, at;
};

static void pieces_find(void *arg)
{
	struct pieces *x = arg;

	x->n = x->kind->pieces(x->clerk->db, x->clerk->turn, x->clerk->now, x->ids,
	                       COUNT(x->ids));
}

static void piece_work(void *arg)
{
	struct pieces *x = arg;

	x->kind->piece(x->clerk->db, x->clerk->turn, x->ids[x->at], x->clerk->now);
}

static void chore_in_pieces(struct clerk *c, const struct job_kind *k)
{
	struct pieces x = { .clerk = c, .kind = k };
	char what[80];

	if (!attempt(c, k->name, pieces_find, &x, NULL))
		return;
	for (x.at = 0; x.at < x.n; x.at++) {
		snprintf(what, sizeof what, "%s:%lld", k->name, (long long)x.ids[x.at]);
		attempt(c, what, piece_work, &x, NULL);
	}
}

static void chores(struct clerk *c)
{
	for (size_t i = 0; i < c->nkinds; i++) {
		const struct job_kind *k = c->kinds[i].kind;

		if (!k->every_ms || moment_minus_ms(c->now, c->kinds[i].last) < k->every_ms)
			continue;
		if (!clerk_leads(c))
			return;
		c->kinds[i].last = c->now;
		if (k->pieces)
			chore_in_pieces(c, k);
		else
			attempt(c, k->name, chore_work, &(struct chore){ c, k }, NULL);
	}
}

/* ---- the clock ----------------------------------------------------------------------- */

struct due { struct clerk *clerk; const struct job_kind *kind; Moment last; };

static const char *due_key(struct arena *a, const struct job_kind *k, Moment due)
{
	return arena_fmt(a, "%s@%s", k->name, moment_iso(a, due));
}

/*
 * Put down whatever has become due since the newest that stands in the table;
 * the first time of all, since this clerk began: what a council did before it
 * had us is not ours to return.  '@' + 1 is 'A'.
 */
static bool due_write(void *arg)
{
	struct due *x = arg;
	struct arena *a = x->clerk->turn;
	Moment due[40], first = x->clerk->started;
	struct job_newest_key_row row;
	size_t n = 0;
	const char *newest = NULL;

	if (ONE(x->clerk->db, a, job_newest_key, &row, .low = V(arena_fmt(a, "%s@", x->kind->name)),
	        .high = V(arena_fmt(a, "%sA", x->kind->name))))
		newest = row.newest;
	for (Moment m = x->last; n < COUNT(due) && n < (size_t)x->kind->catch_up;
	     m = job_due_before(x->kind, m)) {
		const char *key = due_key(a, x->kind, m);

		if (newest ? strcmp(key, newest) <= 0 : moment_cmp(m, first) <= 0)
			break;
		due[n++] = m;
	}
	while (n--)
		job_add(x->clerk->db, x->kind->name, arena_fmt(a, "%lld", (long long)due[n].ms),
		        due_key(a, x->kind, due[n]), due[n], (UserAccountId){ 0 });
	return true;
}

static void due_work(void *arg)
{
	struct due *x = arg;

	db_write(x->clerk->db, due_write, x);
}

static void clock_jobs(struct clerk *c)
{
	for (size_t i = 0; i < c->nkinds; i++) {
		const struct job_kind *k = c->kinds[i].kind;
		Moment last;

		if (!k->on_clock)
			continue;
		last = job_last_due(k, c->now);
		if (moment_cmp(last, c->kinds[i].last) == 0)
			continue;
		if (attempt(c, k->name, due_work, &(struct due){ c, k, last }, NULL))
			c->kinds[i].last = last;
	}
}

/* ---- jobs ----------------------------------------------------------------------------- */

struct turn { struct clerk *clerk; const struct job_kind *kind; struct job job; bool found; };

static void find_work(void *arg)
{
	struct turn *t = arg;
	struct clerk *c = t->clerk;
	struct job_row row;

	t->found = false;
	if (!ONE(c->db, c->turn, job_due, &row, .now = V(c->now)) ||
	    DO(c->db, job_claim, .id = V(row.id), .seen_ms = V(row.run_at_ms), .running =
	       V((int64_t)JOB_RUNNING), .started_ms = V(c->now),
	       .lost_ms = V(moment_plus(c->now, minutes(LOST_MINS)))) != 1)
		return;
	t->found = true;
	t->job = (struct job){ .id = row.id, .kind = row.kind, .args = row.args, .now = c->now,
	                       .tries = row.tries + 1, .by = row.user_account, .dir = c->dir };
	t->kind = job_kind_find(row.kind);
	if (t->kind && t->kind->on_clock)
		SURE(int_parse(row.args, &t->job.due.ms));
	if (t->kind && t->kind->run)
		t->kind->run(c->db, c->turn, &t->job);
	else
		t->job.message = "This program does not know how to do it";
	t->job.failed |= !t->kind;
	if (DO(c->db, job_end, .id = V(row.id), .tries = V(t->job.tries),
	       .state = V((int64_t)(t->job.failed ? JOB_FAILED : JOB_DONE)),
	       .done_ms = V(c->now), .run_at_ms = V(c->now),
	       .message = V(t->job.message ? t->job.message : "")) != 1)
		log_line(LOG_WARN, "job was taken over", "job=%lld", (long long)row.id.v);
}

struct ending { struct turn *turn; const char *why; };

/* After a fault: again in 1, 4, 16... minutes, or no more. */
static void end_badly(void *arg)
{
	struct ending *e = arg;
	struct turn *t = e->turn;
	int64_t most = t->kind && t->kind->tries ? t->kind->tries : TRIES_USUAL, wait = 1;
	bool again = t->job.tries < most;

	for (int64_t i = 1; i < t->job.tries && wait < 240; i++)
		wait *= 4;
	DO(t->clerk->db, job_end, .id = V(t->job.id), .tries = V(t->job.tries),
	   .state = V((int64_t)(again ? JOB_WAITING : JOB_FAILED)),
	   .done_ms = V(again ? MOMENT_NONE : t->clerk->now),
	   .run_at_ms = V(moment_plus(t->clerk->now, minutes(wait))), .message = V(e->why));
}

static bool one_job(struct clerk *c)
{
	struct turn t = { .clerk = c };
	struct fault f;

	if (attempt(c, "job", find_work, &t, &f))
		return t.found;
	if (t.found)
		attempt(c, "job's end", end_badly, &(struct ending){ &t, f.why }, NULL);
	return t.found;
}

/* ---- mail ------------------------------------------------------------------------------ */

static void mail_work(void *arg)
{
	struct clerk *c = arg;

	mail_flush(c->db, c->turn, c->dir, c->now, MAIL_A_TURN);
}

static void sweep_work(void *arg)
{
	struct clerk *c = arg;

	sweep(c->db, c->now);
}

/* ---- a turn ----------------------------------------------------------------------------- */

static bool is_time(Moment *last, Moment now, int every_ms)
{
	if (moment_known(*last) && moment_minus_ms(now, *last) < every_ms)
		return false;
	*last = now;
	return true;
}

static void note_work(void *arg)
{
	struct clerk *c = arg;

	DO(c->db, lease_note, .name = V(LEASE_CLERK), .holder = V(c->holder),
	   .checkpoint_us = V(c->checkpoint_us));
}

static void checkpoint(struct clerk *c)
{
	const int64_t began = mono_us();

	db_checkpoint(c->db);
	if (mono_us() - began > c->checkpoint_us)
		c->checkpoint_us = mono_us() - began;
	if (!c->holder || !is_time(&c->noted, c->now, NOTE_MS))
		return;
	attempt(c, "note", note_work, c, NULL);
	c->checkpoint_us = 0;
}

size_t clerk_turn(struct clerk *c, Moment now)
{
	size_t n = 0;

	c->now = now;
	if (!clerk_leads(c))
		return 0;
	chores(c);
	clock_jobs(c);
	while (n < JOBS_A_TURN && clerk_leads(c) && one_job(c))
		n++;
	if (clerk_leads(c))
		attempt(c, "mail", mail_work, c, NULL);
	if (is_time(&c->swept, now, SWEEP_MS))
		attempt(c, "sweep", sweep_work, c, NULL);
	if (is_time(&c->checkpointed, now, CHECKPOINT_MS))
		checkpoint(c);
	return n;
}

void clerk_live(struct db *db, const char *dir, const char *holder)
{
	struct arena *a = arena_new("clerk's life", (size_t)1 << 20);
	struct clerk *c = clerk_new(a, db, dir, clock_now());

	clerk_held(c, holder);
	db_make_room(db);
	/* Work that is left over is gone on with at once, unless it is time to stop. */
	while (wire_rest(clerk_turn(c, clock_now()) == JOBS_A_TURN ? 0 : REST_MS))
		;
	arena_end(&a);
}
