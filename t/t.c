/* SPDX-License-Identifier: MIT */
/*
 * t.c -- the checks, and the program that runs every test.
 *
 *	tests [PART]     all, or those whose "file name" contains PART, or begins with it
 *	                 where that is said as ./src/db/
 *
 * T_TORTURE=N in the environment: at most N failing calls a test ("all": every
 * one, as at night).  T_AT=N: only call N failing, to look at one failure.
 *
 * The last line is "N passed, N failed"; the status is 1 if any failed.
 */
#include "t/t.h"
#include "t/t_pg.h"

#include "base/fault.h"
#include "base/log.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TORTURES  64             /* a test, unless T_TORTURE says otherwise */
#define SHOWN     160            /* characters of a long text */

static struct test *first, **next = &first;

void test_register(struct test *test)
{
	*next = test;
	next = &test->next;
}

const struct test *control_find(const char *name)
{
	const struct test *test;

	for (test = first; test; test = test->next)
		if (test->kind == TEST_CONTROL && strcmp(test->name, name) == 0)
			return test;
	return NULL;
}

/*
 * SQLite asks for memory all the time.  A long memory of what was freed makes each
 * of its pages a cold one: a third of all the time of the tests.
 */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=8:malloc_context_size=8";
}

/* ---- checks ------------------------------------------------------------ */

/* Has the injected failure happened?  Then nothing has to hold any more. */
static bool excused(void)
{
	return t_now.torturing && fault_countdown < 0;
}

void t_fail(const char *file, int line, const char *fmt, ...)
{
	char why[500], where[40] = "";
	struct outcome *out = t_now.outcome;
	va_list ap;

	SURE(out);                    /* a check outside of any test */
	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	if (t_now.at >= 0)
		snprintf(where, sizeof where, " [T_AT=%ld]", t_now.at);
	if (!out->failures++)
		snprintf(out->first, sizeof out->first, "%s:%d %s%s", file, line, why, where);
	if (!t_now.quiet)
		printf("not ok %s:%d %s%s\n", file, line, why, where);
}

void t_ok(bool claim, const char *file, int line, const char *text)
{
	if (!claim && !excused())
		t_fail(file, line, "%s", text);
}

void t_need(bool claim, const char *file, int line, const char *text)
{
	t_ok(claim, file, line, text);
	if (claim)
		return;
	fault_raised--;               /* this one is the harness's: it hides no swallowed one */
	fault(FAULT_INPUT, "%s:%d needed %s", file, line, text);
}

void t_is(long long got, long long want, const char *file, int line, const char *what)
{
	if (got != want && !excused())
		t_fail(file, line, "%s (got %lld, wanted %lld)", what, got, want);
}

/* Where two long texts part, less a little to see what came before. */
static size_t parting(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	return i < SHOWN / 2 ? 0 : i - SHOWN / 4;
}

void t_same(const char *got, const char *want, const char *file, int line, const char *what)
{
	size_t from;

	if (excused() || got == want || (got && want && strcmp(got, want) == 0))
		return;
	if (!got || !want) {
		t_fail(file, line, "%s (got %.*s, wanted %.*s)", what,
		       SHOWN, got ? got : "NULL", SHOWN, want ? want : "NULL");
		return;
	}
	from = parting(got, want);
	t_fail(file, line, "%s (from byte %zu got \"%.*s\", wanted \"%.*s\")", what, from,
	       SHOWN, got + from, SHOWN, want + from);
}

void t_has(const char *text, const char *part, bool wanted, const char *file, int line,
           const char *what)
{
	bool found = text && strstr(text, part);

	if (found != wanted && !excused())
		t_fail(file, line, "%s (%s \"%.*s\")", what, wanted ? "lacks" : "has", SHOWN, part);
}

/* A child shares its parent's session with a server, which would be spoilt: it is not made. */
int t_child_begin(void)
{
	int child, nowhere;

	if (t_pg())
		return -1;

	fflush(stdout);
	child = fork();
	SURE(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		nowhere = open("/dev/null", O_WRONLY);
		dup2(nowhere, STDERR_FILENO); /* its last words are expected */
	}
	return child;
}

void t_child_survived(void)
{
	_exit(0);
}

void t_child_end(int child, const char *file, int line, const char *what)
{
	int status = 0;

	if (child < 0)
		return;
	SURE(waitpid(child, &status, 0) == child);
	t_ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, file, line, what);
}

/* ---- the program --------------------------------------------------------- */

static const struct test *running;

/* A run that dies takes the program with it: say at least which it was. */
static void died(int sig)
{
	static const char words[] = "\nnot ok: died in ";
	ssize_t n = write(STDOUT_FILENO, words, sizeof words - 1);
	char at[24];
	int len = snprintf(at, sizeof at, " [T_AT=%ld]\n", t_now.at);

	if (running)
		n = write(STDOUT_FILENO, running->name, strlen(running->name));
	n = write(STDOUT_FILENO, at, (size_t)len);
	(void)n;
	signal(sig, SIG_DFL);
	raise(sig);
}

static bool wanted(const struct test *test, const char *part)
{
	char whole[400];

	snprintf(whole, sizeof whole, "%s %s", test->file, test->name);
	if (test->kind == TEST_CONTROL)
		return false;
	if (part && text_begins(part, "./"))
		return text_begins(whole, part + 2);
	return !part || strstr(whole, part);
}

static long number_asked(const char *name, long otherwise)
{
	int64_t n;

	return int_parse(getenv(name), &n) && n >= 0 ? (long)n : otherwise;
}

/* How many calls may fail in a test; "all" is a number that no test reaches. */
static long tortures_asked(void)
{
	if (t_only >= 0 || text_same(getenv("T_TORTURE"), "all"))
		return LONG_MAX / 2;
	return number_asked("T_TORTURE", TORTURES);
}

int main(int argc, char **argv)
{
	long passed = 0, failed = 0, tortures = 0, most;
	const char *file = "";
	struct outcome out;

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGABRT, died);
	signal(SIGALRM, died);
	log_least = LOG_ERROR;
	t_only = number_asked("T_AT", -1);
	most = tortures_asked();
	for (running = first; running; running = running->next) {
		if (!wanted(running, argv[1]))
			continue;
		if (strcmp(file, running->file) != 0)
			printf("# %s\n", file = running->file);
		test_run(running, most, false, &out);
		tortures += out.tortures;
		if (out.failures) {
			failed++;
			printf("not ok %s\n", running->name);
			continue;
		}
		passed++;
		if (out.tortures)
			printf("ok %s (%ld of %ld calls failed)\n", running->name,
			       out.tortures, out.calls);
		else
			printf("ok %s\n", running->name);
	}
	printf("# %ld runs under torture\n%ld passed, %ld failed\n", tortures, passed, failed);
	return failed || !passed;
}
