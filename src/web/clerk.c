/* SPDX-License-Identifier: MIT */
/*
 * clerk.c -- a life of work and rests; SIGTERM is noticed in the rests only,
 * so that it never interrupts a job half way.
 */
#include "web/clerk.h"

#include <poll.h>
#include <signal.h>
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
	c.state = worker_open(options, app);
	if (boundary_run(clerk_work, &c, &f) == FAULT_NONE)
		_exit(0);
	log_line(LOG_ERROR, "fault", "why=\"%s\"", f.why);
	_exit(1);
}
