/* SPDX-License-Identifier: MIT */
/*
 * test_patience.c -- a patient worker is the humblest for a while, and then not.
 */
#include "t/t.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "web/patience.h"

static void nap(int ms)
{
	struct timespec t = { .tv_nsec = ms * 1000000L };

	while (nanosleep(&t, &t) != 0)
		continue;
}

/* Until it is so, for two seconds at most: how soon is the scheduler's business. */
static bool comes_to(int policy)
{
	for (int i = 0; i < 200 && sched_getscheduler(0) != policy; i++)
		nap(10);
	return sched_getscheduler(0) == policy;
}

/* What the child ends with: 0 when it went as it should. */
static int lives(bool allowed)
{
	const struct rlimit none = { 0, 0 };
	bool ok;

	if (!allowed && (setrlimit(RLIMIT_NICE, &none) != 0 || (!geteuid() && setuid(65534) != 0)))
		return 2;
	if (patience_open() != allowed)
		return 3;
	ok = getpriority(PRIO_PROCESS, 0) == 10 && sched_getscheduler(0) == SCHED_OTHER;
	patience_begin(60000);
	ok = ok && sched_getscheduler(0) == (allowed ? SCHED_IDLE : SCHED_OTHER);
	patience_end();
	ok = ok && sched_getscheduler(0) == SCHED_OTHER;
	patience_begin(20);
	ok = ok && comes_to(SCHED_OTHER);
	patience_end();
	return !ok;
}

/* In a child: nobody may raise himself again. */
static int child_lives(bool allowed)
{
	const pid_t child = fork();
	int status = -1;

	if (child == 0)
		_exit(lives(allowed));
	SURE(waitpid(child, &status, 0) == child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Not tortured: no call of it is a fallible one of ours.  Only root may come back anywhere. */
TEST_PLAIN(a_patient_worker_comes_back)
{
	if (geteuid() == 0)
		IS(child_lives(true), 0);
}

TEST_PLAIN(who_may_not_come_back_does_not_go)
{
	IS(child_lives(false), 0);
}
