/* SPDX-License-Identifier: MIT */
/*
 * parse_child.c -- the fork, what the child may use, and the pipe between.
 *
 *	frame: kind (32 bits), length (32 bits), so many bytes
 *	HELLO (is the filter on?), RECORD..., then DONE or BROKE (enum fault_kind)
 *
 * An end without DONE is a child that was stopped: by the filter (SIGSYS), by
 * its limits (SIGXCPU, SIGKILL), or by its own mistake.
 */
#include "exchange/parse_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "web/sandbox.h"

const struct parse_limits parse_limits_usual = { (size_t)512 << 20, 15, 20 * 1000, false };

enum { FRAME_HELLO = 1, FRAME_RECORD, FRAME_DONE, FRAME_BROKE };
struct frame { uint32_t kind, n; };

enum { OUT_SIZE = 64 << 10, IN_SIZE = 64 << 10, RECORD_MOST = 64 << 20 };

/* The pipe, memory, the log's line, the end.  Not even reading. */
static const int allowed[] = {
	SCMP_SYS(write), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(brk),
	SCMP_SYS(clock_gettime), SCMP_SYS(getpid), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
};

/* ---- in the child ------------------------------------------------------------ */

struct parse_out { int fd; size_t n; char bytes[OUT_SIZE]; };

static struct parse_out out;            /* the child's; no room on the stack for it */

static void out_write(const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(out.fd, p, n);

		if (k < 0 && errno != EINTR)
			_exit(1);       /* nobody reads any more */
		if (k > 0) {
			p += k;
			n -= (size_t)k;
		}
	}
}

static void out_flush(void)
{
	out_write(out.bytes, out.n);
	out.n = 0;
}

static void out_add(const void *p, size_t n)
{
	if (n > OUT_SIZE - out.n)
		out_flush();
	if (n > OUT_SIZE) {
		out_write(p, n);
		return;
	}
	memcpy(out.bytes + out.n, p, n);
	out.n += n;
}

static void out_frame(uint32_t kind, const void *p, size_t n)
{
	struct frame f = { kind, (uint32_t)n };

	out_add(&f, sizeof f);
	out_add(p, n);
}

void parse_put(struct parse_out *to, const void *record, size_t n)
{
	SURE(to == &out);
	if (n > RECORD_MOST)
		fault(FAULT_MEMORY, "a record of %zu bytes", n);
	out_frame(FRAME_RECORD, record, n);
}

/* Address space in use, by the kernel's account: what is allowed comes on top. */
static size_t memory_now(void)
{
	unsigned long long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (f && fscanf(f, "%llu", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void limits_enter(const struct parse_limits *l)
{
	const struct rlimit none = { 0, 0 };
	const struct rlimit cpu = { (rlim_t)l->cpu_s, (rlim_t)l->cpu_s + 1 };
	const size_t now = memory_now();
	struct rlimit memory = { now + l->memory, now + l->memory };
	bool ok = setrlimit(RLIMIT_CORE, &none) == 0 && setrlimit(RLIMIT_CPU, &cpu) == 0
	    && setrlimit(RLIMIT_NPROC, &none) == 0;

	/* Without /proc the whole of the child has what else would come on top, and more. */
	if (!now)
		memory.rlim_cur = memory.rlim_max = 4 * l->memory;
	if (!ok || setrlimit(RLIMIT_AS, &memory) != 0)
		_exit(1);
}

/* Everything that is open but the log and the pipe. */
static void files_leave(void)
{
	if (dup2(out.fd, STDIN_FILENO) < 0)
		_exit(1);
	out.fd = STDIN_FILENO;
	close(STDOUT_FILENO);
	if (close_range(STDERR_FILENO + 1, ~0u, 0) != 0)
		for (int fd = STDERR_FILENO + 1; fd < 4096; fd++)
			close(fd);
}

static void signals_leave(void)
{
	static const int ours[] = { SIGINT, SIGHUP, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM,
		SIGXCPU, SIGSYS, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL };
	sigset_t none;

	sigemptyset(&none);
	for (size_t i = 0; i < COUNT(ours); i++)
		(void)signal(ours[i], SIG_DFL);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

struct work { parser *run; const void *arg; };

static void work_run(void *arg)
{
	struct work *w = arg;

	w->run(&out, w->arg);
}

static void child_live(int fd, pid_t parent, struct work *w, const struct parse_limits *l)
	NORETURN;

static void child_live(int fd, pid_t parent, struct work *w, const struct parse_limits *l)
{
	struct fault broke;
	int32_t filtered;

	out.fd = fd;
	log_role = "parser";
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	/* A failing call on purpose is for the parent; here it would look like a bad file. */
	fault_countdown = -1;
	signals_leave();
	limits_enter(l);
	files_leave();
	filtered = !l->unfiltered && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
	        && sandbox_calls(allowed, COUNT(allowed), SANDBOX_KILLS);
	out_frame(FRAME_HELLO, &filtered, sizeof filtered);
	if (boundary_run(work_run, w, &broke) == FAULT_NONE) {
		out_frame(FRAME_DONE, "", 0);
	} else {
		int32_t kind = (int32_t)broke.kind;

		log_line(LOG_WARN, "parser", "why=\"%s\"", broke.why);
		out_frame(FRAME_BROKE, &kind, sizeof kind);
	}
	out_flush();
	_exit(0);
}

/* ---- in the parent ------------------------------------------------------------- */

struct parse_child {
	struct arena *arena;
	pid_t pid;                      /* 0: gone                              */
	int   fd;
	int64_t wait_ms;                /* that is left                         */
	bool  greeted, unfiltered, over;
	char *in;                       /* bytes that came, [at, n) not taken   */
	size_t at, n, room;
	const char *sentence;
};

static void child_end(void *arg)
{
	struct parse_child *c = arg;

	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	if (c->pid > 0) {
		(void)kill(c->pid, SIGKILL);
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	c->pid = 0;
}

struct parse_child *parse_child_open(struct arena *a, parser *run, const void *arg,
                                     const struct parse_limits *limits)
{
	struct parse_child *c = NEW(a, struct parse_child);
	struct work w = { run, arg };
	const pid_t parent = getpid();
	int ends[2];

	if (!limits)
		limits = &parse_limits_usual;
	*c = (struct parse_child){ .arena = a, .fd = -1, .wait_ms = limits->wait_ms,
		.unfiltered = limits->unfiltered, .in = arena_get(a, IN_SIZE), .room = IN_SIZE,
		.sentence = "" };
	arena_defer(a, child_end, c);
	if (fault_due() || pipe2(ends, O_CLOEXEC) != 0)
		fault(FAULT_IO, "no pipe for a parser: %s", strerror(errno));
	c->pid = fault_due() ? -1 : fork();
	if (c->pid == 0)
		child_live(ends[1], parent, &w, limits);
	close(ends[1]);
	c->fd = ends[0];
	if (c->pid < 0)
		fault(FAULT_IO, "no process for a parser: %s", strerror(errno));
	return c;
}

const char *parse_child_sentence(const struct parse_child *c)
{
	return c->sentence;
}

static enum parse_step failed(struct parse_child *c, const char *why)
{
	c->sentence = arena_fmt(c->arena, "The file could not be read: %s. Nothing is changed. "
		"Check that it is the file as it was published, and try again; if it fails again, "
		"tell whoever looks after Almoner.", why);
	c->over = true;
	child_end(c);
	return PARSE_FAILED;
}

#define WHY_LONG   "reading it took too long"
#define WHY_MEMORY "reading it needed too much memory"
#define WHY_ENDED  "the program that reads it stopped in the middle"

/* The pipe is at its end and nobody said DONE: how did the child end? */
static enum parse_step ended_early(struct parse_child *c)
{
	int status = 0;

	/* What has ended already keeps its status; what only shut its pipe ends now. */
	(void)kill(c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	c->pid = 0;
	log_line(LOG_ERROR, "parser", "ended=%s number=%d",
	         WIFSIGNALED(status) ? "signal" : "exit",
	         WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return failed(c, WHY_LONG);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return failed(c, "it made the program that reads it ask for what it may not have");
	return failed(c, WHY_ENDED);
}

static int64_t now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum come { COME_BYTES, COME_END, COME_LATE };

/* More bytes.  Only what the child keeps us waiting is counted, not our own work. */
static enum come more(struct parse_child *c)
{
	struct pollfd p = { c->fd, POLLIN, 0 };
	int64_t began;
	ssize_t k;
	int ready = poll(&p, 1, 0);

	if (ready <= 0) {
		began = now_ms();
		ready = poll(&p, 1, (int)c->wait_ms);
		c->wait_ms -= now_ms() - began;
		if (ready == 0 || c->wait_ms <= 0)
			return COME_LATE;
		if (ready < 0)
			return COME_BYTES;      /* a signal: none yet */
	}
	do {
		k = read(c->fd, c->in + c->n, c->room - c->n);
	} while (k < 0 && errno == EINTR);
	if (k <= 0)
		return COME_END;
	c->n += (size_t)k;
	return COME_BYTES;
}

/* Have n bytes at `at`.  A record larger than the room gets a larger room. */
static enum come have(struct parse_child *c, size_t n)
{
	enum come come = COME_BYTES;

	if (c->n - c->at >= n)
		return come;
	memmove(c->in, c->in + c->at, c->n - c->at);
	c->n -= c->at;
	c->at = 0;
	if (n > c->room) {
		c->in = arena_grow(c->arena, c->in, c->room, n);
		c->room = n;
	}
	while (c->n < n && come == COME_BYTES)
		come = more(c);
	return come;
}

static enum parse_step not_come(struct parse_child *c, enum come come)
{
	if (come == COME_END)
		return ended_early(c);
	log_line(LOG_ERROR, "parser", "ended=\"too long\"");
	return failed(c, WHY_LONG);
}

/* Where there is no filter, say so once in a process's life. */
static void greet(struct parse_child *c, int32_t filtered)
{
	static bool said;

	c->greeted = true;
	if (!filtered && !c->unfiltered && !said)
		log_line(LOG_WARN, "parser", "seccomp=0: uploaded files are read within limits of "
		         "memory and time only");
	said |= !filtered && !c->unfiltered;
}

enum parse_step parse_child_next(struct parse_child *c, const char **record, size_t *n)
{
	struct frame f;
	enum come come;
	int32_t word = 0;

	for (;;) {
		if (c->over)
			return *c->sentence ? PARSE_FAILED : PARSE_END;
		if ((come = have(c, sizeof f)) != COME_BYTES)
			return not_come(c, come);
		memcpy(&f, c->in + c->at, sizeof f);
		c->at += sizeof f;
		if (f.n > RECORD_MOST)
			return failed(c, WHY_ENDED);
		if ((come = have(c, f.n)) != COME_BYTES)
			return not_come(c, come);
		*record = c->in + c->at;
		*n = f.n;
		c->at += f.n;
		if (f.kind == FRAME_RECORD && c->greeted)
			return PARSE_RECORD;
		if (f.n == sizeof word)
			memcpy(&word, *record, sizeof word);
		if (f.kind == FRAME_BROKE)
			return failed(c, word == FAULT_MEMORY ? WHY_MEMORY : WHY_ENDED);
		if (f.kind == FRAME_DONE) {
			c->over = true;
			child_end(c);
			return PARSE_END;
		}
		if (f.kind != FRAME_HELLO || c->greeted)
			return failed(c, WHY_ENDED);
		greet(c, word);
	}
}
