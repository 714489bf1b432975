/* SPDX-License-Identifier: MIT */
/*
 * patience.c -- the scheduler's classes, and a timer that ends the humblest.
 */
#include "web/patience.h"

#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

enum { PATIENT_NICE = 10 };

static struct { bool open; timer_t timer; } my;

static void class_set(int policy)
{
	(void)sched_setscheduler(0, policy, &(struct sched_param){ 0 });
}

static void timer_start(int ms)
{
	const struct itimerspec once = { .it_value = { ms / 1000, ms % 1000 * 1000000L } };

	(void)timer_settime(my.timer, 0, &once, NULL);
}

static void on_timer(int sig)
{
	(void)sig;
	class_set(SCHED_OTHER);
}

/* Who may be a little less nice again may come back from the humblest class too. */
static bool may_come_back(void)
{
	const bool may = setpriority(PRIO_PROCESS, 0, PATIENT_NICE - 1) == 0;

	return may && setpriority(PRIO_PROCESS, 0, PATIENT_NICE) == 0;
}

bool patience_open(void)
{
	struct sigaction act = { .sa_handler = on_timer, .sa_flags = SA_RESTART };
	struct sigevent tell = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGVTALRM };

	if (setpriority(PRIO_PROCESS, 0, PATIENT_NICE) != 0 || !may_come_back())
		return false;
	my.open = sigaction(SIGVTALRM, &act, NULL) == 0
	       && timer_create(CLOCK_MONOTONIC, &tell, &my.timer) == 0;
	return my.open;
}

void patience_begin(int ms)
{
	if (!my.open)
		return;
	class_set(SCHED_IDLE);
	timer_start(ms);
}

void patience_end(void)
{
	if (!my.open)
		return;
	timer_start(0);
	class_set(SCHED_OTHER);
}
