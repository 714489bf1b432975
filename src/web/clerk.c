/* SPDX-License-Identifier: MIT */
/*
 * clerk.c -- a life of work and rests; SIGTERM is noticed in the rests only,
 * so that it never interrupts a job half way.
 *
 * The pulse is a child, forked before any database is open (SQLite's locks are
 * the process's).  Neither outlives the other: it is killed with the clerk, and
 * a clerk who has lost it ends at once, for others may take him for dead.
 */
#include "web/clerk.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "web/worker.h"

static volatile sig_atomic_t rest_over;

static void rest_end(int sig)
{
	(void)sig;
	rest_over = 1;
}

bool wire_rest(int ms)
{
	const struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
	sigset_t open;

	(void)sigprocmask(SIG_SETMASK, NULL, &open);
	sigdelset(&open, SIGTERM);
	if (!rest_over)
		(void)ppoll(NULL, 0, &t, &open);
	return !rest_over;
}

struct clerk { const struct wire_app *app; void *state; };

/* ---- the name and the pulse -------------------------------------------- */

static char  name[120];
static pid_t pulse;

const char *wire_clerk(void)
{
	return name;
}

static void name_make(void)
{
	char host[64] = "";

	(void)gethostname(host, sizeof host - 1);
	snprintf(name, sizeof name, "%s.%d.%llx", host, (int)getpid(),
	         (unsigned long long)clock_now().ms);
}

static void child_gone(int sig)
{
	(void)sig;
	/* The clerk has other children too, and waits for them himself. */
	if (pulse > 0 && waitpid(pulse, NULL, WNOHANG) == pulse)
		_exit(6);
}

static void pulse_work(void *app)
{
	const struct clerk *c = app;

	c->app->pulse(c->state);
}

static void pulse_run(const struct serve_options *options, const struct wire_app *app,
                      pid_t clerk) NORETURN;
static void pulse_run(const struct serve_options *options, const struct wire_app *app, pid_t clerk)
{
	struct clerk c = { .app = app };
	struct fault f;

	log_role = "pulse";
	(void)prctl(PR_SET_NAME, log_role);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != clerk)
		_exit(0);
	c.state = worker_open(options, app);
	_exit(boundary_run(pulse_work, &c, &f) == FAULT_NONE ? 0 : 1);
}

static void pulse_start(const struct serve_options *options, const struct wire_app *app)
{
	struct sigaction gone = { .sa_handler = child_gone, .sa_flags = SA_RESTART | SA_NOCLDSTOP };
	const pid_t clerk = getpid();

	pulse = fork();
	if (pulse == 0)
		pulse_run(options, app, clerk);
	if (pulse < 0)
		_exit(6);
	(void)sigaction(SIGCHLD, &gone, NULL);
	child_gone(SIGCHLD);            /* it may be over already */
}

/* It gives up the lease, so that another need not wait. */
static void pulse_stop(void)
{
	const pid_t was = pulse;

	pulse = 0;
	if (was > 0 && kill(was, SIGTERM) == 0)
		(void)waitpid(was, NULL, 0);
}

/* ---- the life ---------------------------------------------------------- */

static void clerk_work(void *arg)
{
	struct clerk *c = arg;

	c->app->clerk(c->state);
}

void clerk_run(const struct serve_options *options, const struct wire_app *app)
{
	struct sigaction stop = { .sa_handler = rest_end };
	struct clerk c = { .app = app };
	struct fault f;

	/* SIGTERM came blocked from the supervisor. */
	(void)sigaction(SIGTERM, &stop, NULL);
	name_make();
	if (app->pulse)
		pulse_start(options, app);
	c.state = worker_open(options, app);
	if (boundary_run(clerk_work, &c, &f) == FAULT_NONE) {
		pulse_stop();
		_exit(0);
	}
	log_line(LOG_ERROR, "fault", "why=\"%s\"", f.why);
	_exit(1);
}
