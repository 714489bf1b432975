/* SPDX-License-Identifier: MIT */
/*
 * test_jobs.c -- the clock strikes when London's does, and each job is done once.
 */
#include "t/t.h"

#include "audit/audit.h"
#include "brokerage/returns.h"
#include "jobs/inside.h"
#include "t/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Moment at(int year, int month, int day, int hour, int minute)
{
	return moment_at(date_make(year, month, day), minutes(hour * 60 + minute));
}

/* ---- when --------------------------------------------------------------------------- */

TEST(noon_is_noon_on_both_sides_of_the_clock_change)
{
	const struct job_kind *noon = job_kind_find("return.noon");

	NEED(noon);
	/* Sunday 29 March 2026: 12:00 is 11:00 UTC; the day before it was 12:00 UTC. */
	SAME(moment_iso(t->arena, job_last_due(noon, at(2026, 3, 29, 12, 0))),
	     "2026-03-29T11:00:00.000Z");
	SAME(moment_iso(t->arena, job_last_due(noon, at(2026, 3, 29, 11, 59))),
	     "2026-03-28T12:00:00.000Z");
	SAME(moment_iso(t->arena, job_due_before(noon, at(2026, 3, 29, 12, 0))),
	     "2026-03-28T12:00:00.000Z");
	/* Sunday 25 October 2026: back to GMT. */
	SAME(moment_iso(t->arena, job_last_due(noon, at(2026, 10, 25, 23, 0))),
	     "2026-10-25T12:00:00.000Z");
	SAME(moment_iso(t->arena, job_due_before(noon, at(2026, 10, 25, 12, 0))),
	     "2026-10-24T11:00:00.000Z");
}

TEST(the_month_is_returned_on_its_first)
{
	const struct job_kind *monthly = job_kind_find("return.monthly");

	SAME(moment_iso(t->arena, job_last_due(monthly, at(2026, 7, 1, 6, 0))),
	     "2026-07-01T05:00:00.000Z");
	SAME(moment_iso(t->arena, job_last_due(monthly, at(2026, 7, 1, 5, 59))),
	     "2026-06-01T05:00:00.000Z");
	SAME(moment_iso(t->arena, job_due_before(monthly, at(2026, 1, 1, 6, 0))),
	     "2025-12-01T06:00:00.000Z");
}

/* ---- the clerk --------------------------------------------------------------------- */

static bool fill(void *db)
{
	calendar_fill_years(db, 2025, 2027);
	return true;
}

static struct clerk *a_clerk(struct t *t, Moment started)
{
	return clerk_new(t->arena, t->db, t_directory(t), started);
}

static size_t issued(struct t *t, enum return_kind kind)
{
	struct issued_list_row *rows;

	return ALL(t->db, t->arena, issued_list, &rows, .kind = V((int64_t)kind),
	           .limit = V((int64_t)999), .skip = V((int64_t)0), .order = ISSUED_LIST_BY_NEWEST);
}

TEST_PLAIN(returns_come_at_their_time_and_once)
{
	struct clerk *one, *two;

	world_make(t->db);
	db_write(t->db, fill, t->db);
	one = a_clerk(t, T_NOW);                         /* Monday, 9:30 */
	IS(clerk_turn(one, T_NOW), 0);                   /* what was before us is not ours */
	IS(issued(t, RETURN_NOON), 0);
	IS(clerk_turn(one, at(2026, 6, 15, 12, 0)), 1);
	IS(issued(t, RETURN_NOON), 1);
	IS(clerk_turn(one, at(2026, 6, 15, 12, 1)), 0);
	two = a_clerk(t, at(2026, 6, 15, 12, 2));        /* another clerk, or one after a crash */
	IS(clerk_turn(two, at(2026, 6, 15, 12, 2)), 0);
	IS(issued(t, RETURN_NOON), 1);
	IS(clerk_turn(two, at(2026, 6, 15, 17, 0)), 1);
	IS(clerk_turn(one, at(2026, 6, 15, 17, 0)), 0);
	IS(issued(t, RETURN_FIVE), 1);
}

TEST_PLAIN(what_was_missed_is_made_on_start)
{
	struct issued_list_row *rows;
	struct clerk *c;

	world_make(t->db);
	db_write(t->db, fill, t->db);
	c = a_clerk(t, T_NOW);
	clerk_turn(c, at(2026, 6, 15, 12, 0));
	/* The machine stood still from Monday afternoon to Thursday at one. */
	c = a_clerk(t, at(2026, 6, 18, 13, 0));
	while (clerk_turn(c, at(2026, 6, 18, 13, 0)))
		;
	IS(issued(t, RETURN_NOON), 4);
	NEED(ALL(t->db, t->arena, issued_list, &rows, .kind = V((int64_t)RETURN_NOON),
	         .limit = V((int64_t)9), .skip = V((int64_t)0),
	         .order = ISSUED_LIST_BY_NEWEST) == 4);
	IS(rows[1].as_at_ms.ms, at(2026, 6, 17, 12, 0).ms);
	IS(rows[1].made_ms.ms, at(2026, 6, 18, 13, 0).ms);
}

TEST_PLAIN(months_are_made)
{
	struct issued_list_row *rows;
	struct clerk *c;

	world_make(t->db);
	db_write(t->db, fill, t->db);
	c = a_clerk(t, T_NOW);
	while (clerk_turn(c, at(2026, 7, 1, 6, 0)))
		;
	NEED(ALL(t->db, t->arena, issued_list, &rows, .kind = V((int64_t)RETURN_MONTHLY),
	         .limit = V((int64_t)9), .skip = V((int64_t)0),
	         .order = ISSUED_LIST_BY_NEWEST) == 1);
	SAME(date_iso(t->arena, rows[0].for_day), "2026-06-01");
	IS(rows[0].as_at_ms.ms, at(2026, 7, 1, 0, 0).ms - 1);
}

/* ---- trying again -------------------------------------------------------------------- */

struct adding { struct db *db; const char *key; JobId id; };

static bool add_noon(void *arg)
{
	struct adding *x = arg;

	x->id = job_add(x->db, "return.noon", "1781521200000", x->key, T_NOW, (UserAccountId){ 0 });
	return true;
}

static struct job_list_row the_job(struct t *t)
{
	struct job_list_row *rows = NULL;

	NEED(ALL(t->db, t->arena, job_list, &rows, .limit = V((int64_t)9), .skip = V((int64_t)0),
	         .order = JOB_LIST_BY_OLDEST) >= 1);
	return rows[0];
}

TEST(a_key_is_one_job)
{
	struct adding x = { t->db, "return.noon@x", { 0 } };

	OK(db_write(t->db, add_noon, &x));
	OK(x.id.v != 0);
	OK(db_write(t->db, add_noon, &x));
	IS(x.id.v, 0);
}

struct noon { struct db *db; struct arena *arena; Moment due; };

static bool add_noon_of(void *arg)
{
	struct noon *x = arg;

	job_add(x->db, "return.noon", arena_fmt(x->arena, "%lld", (long long)x->due.ms),
	        arena_fmt(x->arena, "return.noon@%s", moment_iso(x->arena, x->due)), x->due,
	        (UserAccountId){ 0 });
	return true;
}

/* The checkpoint alone ends the clerk: the next one goes on. */
struct turning { struct clerk *clerk; Moment now; };

static void turn_once(void *arg)
{
	struct turning *x = arg;

	clerk_turn(x->clerk, x->now);
}

/*
 * Each fallible call of a whole turn fails once, on a day of its own: the
 * clerk lives, and some minutes later that day's return is there, once.
 */
TEST_PLAIN(whatever_fails_the_return_comes)
{
	bool fired = true;
	int days = 0;

	world_make(t->db);
	db_write(t->db, fill, t->db);
	while (fired && days < 2000) {
		Moment due = moment_plus(T_NOW, minutes(24 * 60 * days));
		struct clerk *c = a_clerk(t, due);

		db_write(t->db, add_noon_of, &(struct noon){ t->db, t->arena, due });
		fault_countdown = days;
		if (boundary_run(turn_once, &(struct turning){ c, due }, NULL) != FAULT_NONE)
			db_abandon(t->db);
		fired = fault_countdown < 0;
		fault_countdown = -1;
		for (int k = 1; k <= 6; k++)
			clerk_turn(c, moment_plus(due, minutes(k)));
		days++;
		if ((int)issued(t, RETURN_NOON) != days)
			break;
	}
	OK(!fired);
	OK(days > 50);
	IS(issued(t, RETURN_NOON), days);
	OK(!db_integrity(t->db, t->arena));
}

TEST_PLAIN(old_things_are_swept)
{
	world_make(t->db);
	DO(t->db, job_put, .id = V(((JobId){ 1 })), .kind = V("return.noon"), .args = V(""),
	   .run_at_ms = V(T_NOW), .user_account = V(((UserAccountId){ 0 })), .unique_key = V("k"));
	DO(t->db, job_claim, .id = V(((JobId){ 1 })), .seen_ms = V(T_NOW), .started_ms = V(T_NOW),
	   .running = V((int64_t)JOB_RUNNING), .lost_ms = V(T_NOW));
	DO(t->db, job_end, .id = V(((JobId){ 1 })), .tries = V((int64_t)1),
	   .state = V((int64_t)JOB_DONE),
	   .done_ms = V(T_NOW),
	   .run_at_ms = V(T_NOW), .message = V(""));
	sweep(t->db, moment_plus(T_NOW, minutes(89 * 24 * 60)));
	IS(the_job(t).id.v, 1);
	sweep(t->db, moment_plus(T_NOW, minutes(91 * 24 * 60)));
	IS(ALL(t->db, t->arena, job_list, &(struct job_list_row *){ NULL }, .limit = V((int64_t)9),
	       .skip = V((int64_t)0), .order = JOB_LIST_BY_OLDEST), 0);
}
