/* SPDX-License-Identifier: MIT */
/*
 * torture.c -- one test: straight, then with its calls failing one by one.
 *
 * The straight run counts the fallible calls, N.  Up to `most` of them are
 * then made to fail, one a run: all if N is not more, else the first half
 * of `most` one by one (opening, beginning) and the rest spread evenly over
 * the remainder, the last call always among them (committing, closing).
 *
 *	fresh fixture -> test with call n failing -> [fired?]
 *	    fired:     a fault was raised (unless ABSORBS); t_after_fault() agrees
 *	    not fired: the run was a straight one, and every check counts
 *	fixture closed -> as many files open as before
 */
#include "t/t.h"

#include "base/fault.h"

#include <dirent.h>
#include <limits.h>
#include <unistd.h>

#define ARENA_CAP ((size_t)3 << 29)
#define RUN_SECONDS 300          /* then the run is taken to hang: SIGALRM ends all */

struct run t_now;
long t_only = -1;

__attribute__((weak)) void t_fixture_open(struct t *t)
{
	(void)t;
}

__attribute__((weak)) void t_fixture_close(struct t *t)
{
	(void)t;
}

__attribute__((weak)) void t_after_fault(struct t *t)
{
	(void)t;
}

/* 0 where the system does not say: then nothing is compared. */
static long files_open(void)
{
	DIR *d = opendir("/proc/self/fd");
	long n = 0;

	if (!d)
		return 0;
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

struct once { const struct test *test; struct t *t; };

static void once_work(void *arg)
{
	struct once *o = arg;

	o->test->run(o->t);
}

static void after_work(void *arg)
{
	t_after_fault(arg);
}

static void straight_ended(const struct test *test, const struct fault *broke)
{
	/* NEED raises one of its own, after it has said what failed. */
	if (broke->kind && !t_now.outcome->failures)
		t_fail(test->file, 0, "%s: fault %d: %s", test->name, broke->kind, broke->why);
}

static void tortured_ended(const struct test *test, struct t *t, long raised)
{
	struct fault broke;

	if (!raised && !t->absorbs)
		t_fail(test->file, 0, "%s: the failing call was swallowed", test->name);
	if (boundary_run(after_work, t, &broke))
		t_fail(test->file, 0, "%s: afterwards: %s", test->name, broke.why);
}

static void arena_begin(void *arg)
{
	struct t *t = arg;

	t->arena = arena_new("test", ARENA_CAP);
	t_fixture_open(t);
}

static void fixture_end(void *arg)
{
	t_fixture_close(arg);
}

/* One run, with call `at` failing (LONG_MAX: none).  Returns the fallible calls before that. */
static long run_once(const struct test *test, long at)
{
	struct t t = { .test = test };
	struct once once = { test, &t };
	struct fault broke;
	long calls, raised = fault_raised;
	bool fired;

	clock_set(T_NOW);
	alarm(RUN_SECONDS);
	if (boundary_run(arena_begin, &t, &broke)) {
		t_fail(test->file, 0, "%s: no fixture: %s", test->name, broke.why);
	} else {
		raised = fault_raised;
		t_now.torturing = at != LONG_MAX;
		fault_countdown = at;
		boundary_run(once_work, &once, &broke);
		raised = fault_raised - raised;
	}
	fired = t_now.torturing && fault_countdown < 0;
	calls = fault_countdown < 0 ? at : at - fault_countdown;
	fault_countdown = -1;
	t_now.torturing = false;      /* from here on every check counts again */
	if (fired)
		tortured_ended(test, &t, raised);
	else
		straight_ended(test, &broke);
	if (boundary_run(fixture_end, &t, &broke))
		t_fail(test->file, 0, "%s: closing: %s", test->name, broke.why);
	arena_end(&t.arena);
	alarm(0);
	clock_set(MOMENT_NONE);
	return calls;
}

/* The i-th call to fail (from 0), when `most` are chosen out of `calls`. */
static long call_chosen(long i, long most, long calls)
{
	long near = most / 2;

	if (calls <= most || i < near)
		return i;
	return near + (i - near + 1) * (calls - near) / (most - near) - 1;
}

static void torture(const struct test *test, long most, struct outcome *out)
{
	long n = out->calls < most ? out->calls : most, files;

	for (long i = 0; i < n && !out->failures; i++) {
		files = files_open();
		t_now.at = call_chosen(i, most, out->calls);
		if (t_only >= 0 && t_now.at != t_only)
			continue;
		run_once(test, t_now.at);
		out->tortures++;
		if (files_open() != files)
			t_fail(test->file, 0, "%s: a file was left open", test->name);
	}
}

void test_run(const struct test *test, long most, bool quiet, struct outcome *out)
{
	struct run outer = t_now;     /* a test may run a control */

	*out = (struct outcome){ 0 };
	t_now = (struct run){ .outcome = out, .quiet = quiet, .at = -1 };
	out->calls = run_once(test, LONG_MAX);
	if (!out->failures && test->kind != TEST_STRAIGHT)
		torture(test, most, out);
	t_now = outer;
}
