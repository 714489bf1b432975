/* SPDX-License-Identifier: MIT */
/*
 * supervisor.c -- starts, watches, replaces; knows no HTTP and no SQL.
 *
 * A worker or clerk that ends is replaced: at once if it had come so far as to
 * open its database, else after 50 ms, 100 ms ... 5 s.  A worker that is to be
 * rolled (SIGHUP) leaves only when its successor has opened its database.
 * When the door ends its workers see the end of their sockets and end too.
 *
 * Whoever is started at the same address of the same data is given the sockets
 * (handover.h); when he is up we go.
 *
 *	RUNNING --SIGTERM, or an heir is ready--> CLOSING (door answers what is there;
 *	clerk finishes) --> ended
 */
#include "web/wire.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "web/clerk.h"
#include "web/door.h"
#include "web/handover.h"
#include "web/keep.h"
#include "web/link.h"
#include "web/listen.h"
#include "web/notify.h"
#include "web/options.h"
#include "web/scribe.h"
#include "web/tally.h"
#include "web/teller.h"
#include "web/worker.h"

enum { CHILDREN = 256, GRACE_MS = 5000, KEEP_MS = 30000, BACKOFF_MS = 50, BACKOFF_MOST = 5000 };
enum role { ROLE_NONE, ROLE_DOOR, ROLE_WORKER, ROLE_CLERK, ROLE_SCRIBE, ROLE_TELLER };

static const char *const role_name[] = { "none", "door", "worker", "clerk", "scribe",
                                         "teller" };

/* A place to be filled: pid 0 means that it is due at due_ms. */
struct child {
	enum role role;
	pid_t   pid;
	pid_t   replaces;               /* to be retired when this one is hired     */
	bool    retired;                /* leaves, and is not replaced              */
	bool    settled;                /* has opened its database                  */
	bool    patient;                /* of a worker: the slow requests are his   */
	int     failures;               /* in a row, before settling                */
	int64_t born_ms, due_ms;
};

static struct {
	struct serve_options options;
	const struct wire_app *app;
	struct child child[CHILDREN];
	int      listener, orders, signals;     /* orders: our end of the door's */
	int      admin;                         /* where the teller listens; -1 */
	int      before_us;                     /* to him whom we follow; -1: nobody, or done */
	int      ear, heir;                     /* for those who would follow us; one of them */
	pid_t    successor;                     /* whom SIGUSR2 started */
	bool     yielded;
	bool     ready, closing;
	int64_t  kill_ms, keep_ms;
	sigset_t mask, before;
	char     address[128];
} my;

/* ---- in the child ------------------------------------------------------ */

/* The supervisor decides when each ends: a terminal's Ctrl-C or a service
 * manager's signal to the whole group must not fail requests. */
static void child_settle(enum role role, pid_t parent)
{
	static const int not_ours[] = { SIGINT, SIGHUP, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2 };
	const int fds[] = { my.before_us, my.ear, my.heir };

	const struct rlimit no_core = { 0, 0 };

	log_role = role_name[role];
	(void)prctl(PR_SET_NAME, role_name[role]);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	for (size_t i = 0; i < COUNT(not_ours); i++)
		if (role != ROLE_CLERK || not_ours[i] != SIGTERM)
			(void)signal(not_ours[i], SIG_IGN);
	(void)signal(SIGALRM, SIG_DFL);
	/* A core file would be personal data on a disk that nobody guards. */
	(void)setrlimit(RLIMIT_CORE, &no_core);
	close(my.signals);
	if (role != ROLE_DOOR && my.listener >= 0)
		close(my.listener);
	if (my.orders >= 0)
		close(my.orders);
	for (size_t i = 0; i < COUNT(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	if (role != ROLE_SCRIBE)
		scribe_sit(role == ROLE_WORKER ? SCRIBE_WORKER :
		           role == ROLE_DOOR ? SCRIBE_DOOR : SCRIBE_NOBODY);
	tally_sit(role == ROLE_DOOR ? TALLY_DOOR : role == ROLE_TELLER ? TALLY_TELLER
	                                                               : TALLY_NOBODY);
	if (role != ROLE_TELLER && my.admin >= 0)
		close(my.admin);
	/* To the clerk SIGTERM means something, even before it can listen:
	 * blocked, it waits. */
	if (role == ROLE_CLERK)
		sigaddset(&my.before, SIGTERM);
	(void)sigprocmask(SIG_SETMASK, &my.before, NULL);
}

/* ---- starting ------------------------------------------------------------ */

static struct child *child_place(enum role role)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (my.child[i].role == ROLE_NONE) {
			my.child[i] = (struct child){ .role = role };
			return &my.child[i];
		}
	return NULL;
}

static struct child *worker_place(bool patient)
{
	struct child *c = child_place(ROLE_WORKER);

	if (c)
		c->patient = patient;
	return c;
}

static struct child *child_of(pid_t pid)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (my.child[i].pid == pid && pid > 0)
			return &my.child[i];
	return NULL;
}

static void child_failed(struct child *c)
{
	int64_t wait = BACKOFF_MS;

	for (int i = 0; i < c->failures && wait < BACKOFF_MOST; i++)
		wait *= 2;
	c->failures++;
	c->due_ms = mono_ms() + wait;
}

/* The role's life begins after fork(): `theirs` is its end of a pair, `ours`
 * goes to the door or stays here. */
static void child_start(struct child *c)
{
	const pid_t parent = getpid();
	int ends[2] = { -1, -1 };

	if ((c->role == ROLE_DOOR || c->role == ROLE_WORKER) && !link_pair(ends)) {
		child_failed(c);
		return;
	}
	c->pid = fork();
	if (c->pid == 0) {
		child_settle(c->role, parent);
		if (ends[0] >= 0)
			close(ends[0]);
		if (c->role == ROLE_DOOR)
			door_run(my.listener, ends[1], &my.options, my.app);
		if (c->role == ROLE_WORKER)
			worker_run(ends[1], c->patient, &my.options, my.app);
		if (c->role == ROLE_SCRIBE)
			scribe_run(&my.options, my.app);
		if (c->role == ROLE_TELLER)
			teller_run(my.admin, &my.options, my.app);
		clerk_run(&my.options, my.app);
	}
	if (ends[1] >= 0)
		close(ends[1]);
	c->born_ms = mono_ms();
	c->settled = c->role != ROLE_WORKER;
	if (c->pid < 0) {
		log_line(LOG_ERROR, "cannot fork", "errno=%d", errno);
		c->pid = 0;
		child_failed(c);
	} else if (c->role == ROLE_DOOR) {
		my.orders = ends[0];
		return;
	} else if (c->role == ROLE_WORKER) {
		(void)link_order(my.orders, LINK_HIRE, c->pid, ends[0]);
	}
	if (ends[0] >= 0)
		close(ends[0]);
}

static void children_start_due(void)
{
	const int64_t now = mono_ms();

	if (my.closing)
		return;
	for (size_t i = 0; i < CHILDREN; i++) {
		struct child *c = &my.child[i];

		if (c->role == ROLE_NONE || c->pid > 0 || c->due_ms > now)
			continue;
		/* A worker without a door has nobody to work for. */
		if (c->role == ROLE_WORKER && my.orders < 0)
			continue;
		child_start(c);
	}
}

/* ---- ending ---------------------------------------------------------------- */

static void workers_forget(void)
{
	for (size_t i = 0; i < CHILDREN; i++) {
		struct child *c = &my.child[i];

		if (c->role != ROLE_WORKER || c->retired)
			continue;
		if (c->pid > 0) {
			/* It ends by itself, its socket having; another takes the place. */
			c->retired = true;
			(void)worker_place(c->patient);
		}
	}
}

static void child_ended(struct child *c, int status)
{
	const bool quick = mono_ms() - c->born_ms < 1000;
	const bool fine = my.closing || c->retired;

	log_line(fine ? LOG_DEBUG : LOG_WARN, "ended", "of=%s child=%d signal=%d code=%d",
	         role_name[c->role], (int)c->pid, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
	         WIFEXITED(status) ? WEXITSTATUS(status) : 0);
	c->pid = 0;
	if (c->role == ROLE_DOOR) {
		if (my.orders >= 0)
			close(my.orders);
		my.orders = -1;
		if (!my.closing)
			workers_forget();
	}
	if (c->retired || my.closing) {
		c->role = ROLE_NONE;
		return;
	}
	if (c->role == ROLE_WORKER ? c->settled : !quick)
		c->failures = 0, c->due_ms = 0;
	else
		child_failed(c);
}

static void children_reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		struct child *c = child_of(pid);

		if (c)
			child_ended(c, status);
		else if (pid == my.successor && !my.yielded)
			log_line(LOG_ERROR, "the new executable does not come up: going on",
			         "child=%d code=%d", (int)pid,
			         WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	}
}

static bool any_left(enum role role)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (my.child[i].pid > 0 && (role == ROLE_NONE || my.child[i].role == role))
			return true;
	return false;
}

static void children_signal(enum role role, int sig)
{
	for (size_t i = 0; i < CHILDREN; i++)
		if (my.child[i].pid > 0 && (role == ROLE_NONE || my.child[i].role == role))
			(void)kill(my.child[i].pid, sig);
}

static void close_begin(void)
{
	if (my.closing) {
		/* Asked twice: whoever asks is in a hurry. */
		children_signal(ROLE_NONE, SIGKILL);
		return;
	}
	my.closing = true;
	my.kill_ms = mono_ms() + my.options.deadline_ms + GRACE_MS;
	log_line(LOG_INFO, "closing", "address=%s", my.address);
	notify_service("STOPPING=1");
	/* The door has its own copy and closes it when it has answered all. */
	close(my.listener);
	my.listener = -1;
	if (my.orders >= 0)
		(void)link_order(my.orders, LINK_CLOSE, 0, -1);
	children_signal(ROLE_CLERK, SIGTERM);
}

/* ---- handing over ------------------------------------------------------------ */

/* Port 0 is another one each time: nobody can follow there. */
static bool is_fixed(void)
{
	return my.options.dir && !text_ends(my.options.listen, ":0");
}

static void heir_forget(void)
{
	if (my.heir >= 0)
		close(my.heir);
	my.heir = -1;
}

/* He has the sockets and is up: from now on who knocks is his. */
static void yield_begin(void)
{
	char state[40];

	snprintf(state, sizeof state, "MAINPID=%d", handover_pid(my.heir));
	notify_service(state);
	log_line(LOG_INFO, "handed over", "address=%s to=%d", my.address,
	         handover_pid(my.heir));
	my.closing = my.yielded = true;
	my.kill_ms = mono_ms() + my.options.deadline_ms + GRACE_MS;
	heir_forget();
	close(my.ear);
	close(my.listener);
	my.ear = my.listener = -1;
	if (my.orders >= 0)
		(void)link_order(my.orders, LINK_YIELD, 0, -1);
	children_signal(ROLE_CLERK, SIGTERM);
	children_signal(ROLE_TELLER, SIGKILL);
}

static void heirs_take(void)
{
	int talk = my.ear >= 0 && !my.closing ? handover_hear(my.ear) : -1;

	if (talk >= 0 && my.heir < 0)
		my.heir = talk;
	else if (talk >= 0)
		close(talk);            /* one at a time */
	if (my.heir < 0)
		return;
	switch (handover_said(my.heir)) {
	case HEIR_NOTHING:
		break;
	case HEIR_TAKES:
		if (!handover_give(my.heir, my.listener, my.address, my.admin, my.options.admin))
			heir_forget();
		break;
	case HEIR_IS_READY:
		if (!my.closing)
			yield_begin();
		break;
	case HEIR_IS_GONE:
		log_line(LOG_WARN, "nobody took over: going on", "address=%s", my.address);
		heir_forget();
	}
}

static void successor_start(void)
{
	if (my.options.argv && is_fixed() && !my.closing && my.heir < 0)
		my.successor = handover_start(my.options.argv, &my.before);
}

/* We are up: whoever served before us may go, and whoever comes may ask us. */
static void follow(void)
{
	if (is_fixed())
		my.ear = handover_open(my.options.dir, my.options.listen);
	if (my.before_us < 0)
		return;
	handover_ready(my.before_us);
	close(my.before_us);
	my.before_us = -1;
}

/* ---- rolling, orders, signals ------------------------------------------------ */

static void workers_roll(void)
{
	int n = 0;

	for (size_t i = 0; i < CHILDREN; i++) {
		struct child *old = &my.child[i], *fresh;

		if (old->role != ROLE_WORKER || old->pid <= 0 || old->retired || old->replaces
		    || !old->settled)
			continue;
		fresh = worker_place(old->patient);
		if (!fresh)
			break;
		fresh->replaces = old->pid;
		old->retired = true;
		n++;
	}
	log_line(LOG_INFO, "rolling", "workers=%d", n);
}

static void child_hired(struct child *c)
{
	c->settled = true;
	c->failures = 0;
	if (c->replaces)
		(void)link_order(my.orders, LINK_RETIRE, c->replaces, -1);
	c->replaces = 0;
	if (my.ready)
		return;
	my.ready = true;
	follow();
	log_line(LOG_INFO, "ready", "listen=%s workers=%d", my.address, my.options.workers);
	notify_service("READY=1");
}

static void orders_take(void)
{
	struct link_order order = { 0 };
	struct iovec io = { &order, sizeof order };
	struct child *c;
	int fd;

	while (my.orders >= 0
	       && link_recv(my.orders, &io, 1, &fd, MSG_DONTWAIT) == sizeof order) {
		c = child_of(order.pid);
		if (c && c->role == ROLE_WORKER && order.word == LINK_HIRED)
			child_hired(c);
		if (c && c->role == ROLE_WORKER && order.word == LINK_CONDEMN)
			(void)kill(c->pid, SIGKILL);
	}
}

static void signals_take(void)
{
	struct signalfd_siginfo si;

	while (read(my.signals, &si, sizeof si) == sizeof si) {
		if (si.ssi_signo == SIGHUP && !my.closing)
			workers_roll();
		else if (si.ssi_signo == SIGUSR2)
			successor_start();
		else if (si.ssi_signo == SIGTERM || si.ssi_signo == SIGINT)
			close_begin();
	}
	/* Signals of one kind merge: always look for all who ended. */
	children_reap();
}

/* ---- serve ------------------------------------------------------------------- */

static int patience_ms(void)
{
	const int64_t now = mono_ms();
	int64_t until = my.closing ? my.kill_ms : my.keep_ms;

	for (size_t i = 0; i < CHILDREN && !my.closing; i++)
		if (my.child[i].role != ROLE_NONE && my.child[i].pid == 0)
			until = my.child[i].due_ms < until ? my.child[i].due_ms : until;
	return until <= now ? 0 : (int)(until - now);
}

static void serve_turn(void)
{
	struct pollfd news[4] = { { .events = POLLIN }, { .events = POLLIN },
	                          { .events = POLLIN }, { .events = POLLIN } };

	children_start_due();
	news[0].fd = my.signals;
	news[1].fd = my.orders;         /* another one, if the door was started */
	news[2].fd = my.heir < 0 ? my.ear : -1;
	news[3].fd = my.heir;
	(void)poll(news, COUNT(news), patience_ms());
	if (news[2].revents || news[3].revents)
		heirs_take();
	orders_take();
	signals_take();
	/* The scribe is needed to the last page; then it holds nothing. */
	if (my.closing && !any_left(ROLE_DOOR) && !any_left(ROLE_WORKER))
		for (enum role r = ROLE_SCRIBE; r <= ROLE_TELLER; r++)
			children_signal(r, SIGKILL);
	if (my.closing && mono_ms() >= my.kill_ms)
		children_signal(ROLE_NONE, SIGKILL);
	if (!my.closing && mono_ms() >= my.keep_ms) {
		if (my.options.data_file)
			keep_file(my.options.data_file);
		my.keep_ms = mono_ms() + KEEP_MS;
	}
}

static void signals_open(void)
{
	static const int ours[] = { SIGCHLD, SIGHUP, SIGTERM, SIGINT, SIGUSR2 };

	sigemptyset(&my.mask);
	for (size_t i = 0; i < COUNT(ours); i++)
		sigaddset(&my.mask, ours[i]);
	(void)sigprocmask(SIG_BLOCK, &my.mask, &my.before);
	my.signals = signalfd(-1, &my.mask, SFD_CLOEXEC | SFD_NONBLOCK);
	SURE(my.signals >= 0);
}

static void places_fill(void)
{
	(void)child_place(ROLE_DOOR);
	for (int i = 0; i < my.options.workers; i++)
		(void)worker_place(i < my.options.workers / 2);
	if (my.app->clerk)
		(void)child_place(ROLE_CLERK);
	if (my.app->scribe && scribe_open())
		(void)child_place(ROLE_SCRIBE);
	/* Who only wants to know must not keep anybody from working. */
	if (my.options.admin && tally_open() && my.admin < 0)
		my.admin = teller_listen(my.options.admin);
	if (my.admin >= 0)
		(void)child_place(ROLE_TELLER);
}

/* The address: from whoever has it, or new. */
static bool address_have(void)
{
	struct estate e;

	switch (is_fixed() ? handover_take(my.options.dir, my.options.listen, &e, &my.before_us)
	                   : HEIR_NONE) {
	case HEIR_REFUSED:
		return false;
	case HEIR_TAKEN:
		my.listener = e.listener;
		memcpy(my.address, e.address, sizeof my.address);
		if (my.options.admin && e.admin >= 0 &&
		    text_same(my.options.admin, e.admin_address))
			my.admin = teller_inherit(my.options.admin, e.admin);
		else if (e.admin >= 0)
			close(e.admin);
		return true;
	case HEIR_NONE:
		break;
	}
	my.listener = listen_open(my.options.listen, my.address);
	return my.listener >= 0;
}

int serve(const struct serve_options *options, const struct wire_app *app)
{
	memset(&my, 0, sizeof my);
	my.options = *options;
	my.app = app;
	my.orders = my.admin = my.before_us = my.ear = my.heir = -1;
	log_role = "supervisor";
	options_fill(&my.options);
	descriptors_raise(&my.options);
	/* Before the port opens: a cold file then costs the start, not a request. */
	if (my.options.data_file)
		keep_file(my.options.data_file);
	my.keep_ms = mono_ms() + KEEP_MS;
	if (!address_have())
		return 1;
	signals_open();
	places_fill();
	while (!my.closing || any_left(ROLE_NONE))
		serve_turn();
	scribe_close();
	tally_close();
	if (my.admin >= 0) {
		close(my.admin);
		if (!my.yielded)
			teller_gone(my.options.admin);
	}
	if (!my.yielded)
		listen_gone(my.options.listen);
	if (my.ear >= 0) {
		close(my.ear);
		handover_gone(my.options.dir, my.options.listen);
	}
	close(my.signals);
	(void)sigprocmask(SIG_SETMASK, &my.before, NULL);
	log_line(LOG_INFO, "closed", "address=%s", my.address);
	return 0;
}
