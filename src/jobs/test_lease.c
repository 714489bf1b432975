/* SPDX-License-Identifier: MIT */
/*
 * test_lease.c -- one clerk leads; another takes over from one who is dead, and
 * no job is lost or done twice.
 */
#include "t/t.h"

#include "audit/audit.h"
#include "base/fault.h"
#include "base/log.h"
#include "jobs/inside.h"
#include "jobs/lease.h"
#include "t/world.h"
#include "web/clerk.h"
#include "web/link.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static Moment after(int64_t ms)
{
	return (Moment){ T_NOW.ms + ms };
}

TEST(one_holds_it_until_he_is_silent)
{
	Moment taken = MOMENT_NONE, again = MOMENT_NONE;

	OK(lease_hold(t->db, t->arena, "clerk", "a", T_NOW));
	OK(!lease_hold(t->db, t->arena, "clerk", "b", after(1)));
	OK(lease_hold(t->db, t->arena, "other", "b", after(1)));
	OK(lease_mine(t->db, t->arena, "clerk", "a", after(1), &taken));
	OK(!lease_mine(t->db, t->arena, "clerk", "b", after(1), &taken));
	/* Renewed, it is the same holding. */
	OK(lease_hold(t->db, t->arena, "clerk", "a", after(2000)));
	OK(lease_mine(t->db, t->arena, "clerk", "a", after(9000 - 1), &again));
	IS(taken.ms, again.ms);
	/* Too near the end is no longer his, and not yet another's. */
	OK(!lease_mine(t->db, t->arena, "clerk", "a", after(9001), &again));
	OK(!lease_hold(t->db, t->arena, "clerk", "b", after(10000)));
	OK(lease_hold(t->db, t->arena, "clerk", "b", after(10001)));
	OK(!lease_hold(t->db, t->arena, "clerk", "a", after(10002)));
	/* Given up, it is anybody's at once; another's is not given up. */
	lease_end(t->db, "clerk", "a");
	OK(!lease_hold(t->db, t->arena, "clerk", "a", after(10003)));
	lease_end(t->db, "clerk", "b");
	OK(lease_hold(t->db, t->arena, "clerk", "a", after(10004)));
}

/* The clock went ahead, its holder died, and the clock was put right. */
TEST(one_from_a_clock_that_was_wrong_is_nobodys)
{
	Moment taken;

	OK(lease_hold(t->db, t->arena, "clerk", "a", after(LEASE_FAR_MS - LEASE_MS)));
	OK(!lease_hold(t->db, t->arena, "clerk", "b", T_NOW));
	OK(lease_is_held(t->db, t->arena, "clerk", T_NOW));
	OK(lease_hold(t->db, t->arena, "clerk", "a", after(LEASE_FAR_MS)));
	OK(!lease_is_held(t->db, t->arena, "clerk", T_NOW));
	OK(lease_hold(t->db, t->arena, "clerk", "b", T_NOW));
	OK(lease_mine(t->db, t->arena, "clerk", "b", T_NOW, &taken));
	IS(taken.ms, T_NOW.ms);
	OK(!lease_hold(t->db, t->arena, "clerk", "a", after(1)));
}

TEST(who_holds_it_anew_knows_it)
{
	Moment taken = MOMENT_NONE, again = MOMENT_NONE;

	OK(lease_hold(t->db, t->arena, "clerk", "a", T_NOW));
	OK(lease_mine(t->db, t->arena, "clerk", "a", T_NOW, &taken));
	OK(lease_hold(t->db, t->arena, "clerk", "a", after(60000)));
	OK(lease_mine(t->db, t->arena, "clerk", "a", after(60000), &again));
	OK(taken.ms != again.ms);
}

/* ---- two clerks, and one is killed --------------------------------------------- */

enum { JOBS = 40, LONG_MS = 150 };

static bool jobs_put(void *db)
{
	for (int64_t i = 1; i <= JOBS; i++) {
		char key[24];

		snprintf(key, sizeof key, "k%lld", (long long)i);
		DO(db, job_put, .id = V(((JobId){ i })), .kind = V("return.noon"), .args = V("0"),
		   .run_at_ms = V(((Moment){ 1 })), .user_account = V(((UserAccountId){ 0 })),
		   .unique_key = V(key));
	}
	return true;
}

/*
 * What a real clerk does with a job (clerk.c), on jobs that take a while: the
 * ledger is a pipe, which outlives him.  "b" begun, "e" ended and kept.
 */
static int ledger[2];

static void ledger_say(char what, int64_t job, const char *who)
{
	char line[160];
	const int n = snprintf(line, sizeof line, "%c %lld %s\n", what, (long long)job, who);

	SURE(write(ledger[1], line, (size_t)n) == n);
}

static void *open_it(const struct serve_options *o)
{
	return db_open(o->mine, DB_READ_WRITE);
}

static void beat(void *db)
{
	lease_live(db, wire_clerk());
}

static bool job_one(struct db *db, struct arena *a, Moment now)
{
	struct job_row row;

	if (!ONE(db, a, job_due, &row, .now = V(now)) ||
	    DO(db, job_claim, .id = V(row.id), .seen_ms = V(row.run_at_ms),
	       .running = V((int64_t)JOB_RUNNING), .started_ms = V(now),
	       .lost_ms = V(moment_plus(now, minutes(LOST_MINS)))) != 1)
		return false;
	ledger_say('b', row.id.v, wire_clerk());
	usleep(LONG_MS * 1000);
	if (DO(db, job_end, .id = V(row.id), .tries = V(row.tries + 1),
	       .state = V((int64_t)JOB_DONE), .done_ms = V(now), .run_at_ms = V(now),
	       .message = V("")) == 1)
		ledger_say('e', row.id.v, wire_clerk());
	return true;
}

static void work(void *db)
{
	struct arena *a = arena_new("test", (size_t)1 << 20);
	struct clerk *c = clerk_new(a, db, NULL, clock_now());

	clerk_held(c, wire_clerk());
	ledger_say('s', getpid(), wire_clerk());
	while (wire_rest(20))
		while (clerk_leads(c) && job_one(db, a, clock_now()))
			;
	arena_end(&a);
}

static const struct wire_app clerks = { .open = open_it, .clerk = work, .pulse = beat };

static pid_t clerk_start(const char *dir)
{
	const struct serve_options o = { .mine = dir };
	const pid_t pid = fork();
	sigset_t term;

	if (pid)
		return pid;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &term, NULL);
	clock_set(MOMENT_NONE);
	log_least = LOG_ERROR;
	clerk_run(&o, &clerks);
}

struct told { int begun[JOBS + 1], ended[JOBS + 1], all; char last[100]; };

static void ledger_read(struct told *told, struct buf *b)
{
	char part[4096];
	ssize_t n;

	while ((n = read(ledger[0], part, sizeof part)) > 0)
		buf_add(b, part, (size_t)n);
	*told = (struct told){ 0 };
	for (const char *p = buf_text(b); p && *p; p = strchr(p, '\n') + 1) {
		long long job = 0;
		char what = 0, who[100] = "";

		if (sscanf(p, "%c %lld %99s", &what, &job, who) != 3)
			continue;
		if (what == 'b' && job >= 1 && job <= JOBS)
			told->begun[job]++, memcpy(told->last, who, sizeof who);
		if (what == 'e' && job >= 1 && job <= JOBS)
			told->ended[job]++, told->all++;
	}
}

static void wait_for(struct told *told, struct buf *b, int ended, int most_ms)
{
	const int64_t until = mono_ms() + most_ms;

	do {
		usleep(20000);
		ledger_read(told, b);
	} while (told->all < ended && mono_ms() < until);
}

/* Slow, since nobody may be impatient: 8 s until the dead is taken for dead. */
TEST_PLAIN(a_killed_clerk_is_followed_within_ten_seconds)
{
	const char *dir = t_directory(t);
	struct buf b = buf_new(t->arena);
	struct told told, later;
	struct db *db;
	pid_t clerk[2], leader, other;
	int status, twice = 0, lost = 0, cut = 0;
	int64_t killed;

	db_create(dir);
	db = db_open(dir, DB_READ_WRITE);
	db_write(db, jobs_put, db);
	db_close(&db);
	SURE(pipe2(ledger, O_CLOEXEC) == 0 && fcntl(ledger[0], F_SETFL, O_NONBLOCK) == 0);
	for (int i = 0; i < 2; i++)
		clerk[i] = clerk_start(dir);
	wait_for(&told, &b, 5, 8000);
	OK(told.all >= 5);
	leader = strstr(told.last, arena_fmt(t->arena, ".%d.", (int)clerk[0])) ? clerk[0]
	                                                                       : clerk[1];
	other = leader == clerk[0] ? clerk[1] : clerk[0];
	kill(leader, SIGKILL);
	killed = mono_ms();
	waitpid(leader, NULL, 0);
	ledger_read(&told, &b);
	wait_for(&later, &b, told.all + 1, 12000);
	OK(mono_ms() - killed < 10000);
	/* The control: nobody worked before the lease was over. */
	OK(mono_ms() - killed > 4000);
	wait_for(&later, &b, JOBS, 20000);
	for (int i = 1; i <= JOBS; i++) {
		lost += later.ended[i] == 0;
		twice += later.ended[i] > 1;
		cut += later.begun[i] - later.ended[i];
	}
	IS(lost, 0);
	IS(twice, 0);
	/* The one that the dead had in hand was begun again, and no other. */
	OK(cut <= 1);
	kill(other, SIGTERM);
	waitpid(other, &status, 0);
	OK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	close(ledger[0]);
	close(ledger[1]);
}
