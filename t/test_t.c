/* SPDX-License-Identifier: MIT */
/*
 * test_t.c -- does the harness see what it is there to see?
 *
 * Controls are tests that fail on purpose; the tests below run them quietly
 * and look at what came of it.
 */
#include "t/t.h"

#include "base/fault.h"

#include <fcntl.h>
#include <unistd.h>

static bool on;                       /* never true: a compiler must not guess the checks */

static struct outcome control(const char *name, long most)
{
	struct outcome out;
	const struct test *c = control_find(name);

	SURE(c);
	test_run(c, most, true, &out);
	return out;
}

/* ---- checks that fail ------------------------------------------------- */

CONTROL(all_is_well)
{
	OK(!on);
	NEED(!on);
	IS(1 + on, 1);
	SAME(arena_dup(t->arena, "a"), "a");
	SAME(NULL, NULL);
	HAS("brook", "roo");
	LACKS("brook", "cedar");
	FAULTS(FAULT_IO, fault(FAULT_IO, "on purpose"));
	DIES(SURE(on));
	IS(moment_cmp(clock_now(), T_NOW), 0);
}

CONTROL(bad_ok)      { OK(on); }
CONTROL(bad_is)      { IS(1 + on, 2); }
CONTROL(bad_same)    { SAME("brook", "broom"); }
CONTROL(bad_null)    { SAME(NULL, ""); }
CONTROL(bad_has)     { HAS("brook", "cedar"); }
CONTROL(bad_lacks)   { LACKS("brook", "roo"); }
CONTROL(bad_kind)    { FAULTS(FAULT_IO, fault(FAULT_DB, "another")); }
CONTROL(bad_calm)    { FAULTS(FAULT_IO, on); }
CONTROL(bad_alive)   { DIES(SURE(!on)); }
CONTROL(bad_escaped) { DIES(fault(FAULT_IO, "no death")); }
CONTROL(bad_fault)   { fault(FAULT_IO, "out of the test"); }
CONTROL(bad_twice)   { OK(on); OK(on); }
CONTROL(bad_need)
{
	NEED(on);
	OK(on);                       /* is not reached */
}

/* The controls are the subject, and bring their own torture. */
TEST_PLAIN(a_failing_check_is_seen)
{
	static const char *const one[] = {
		"bad_ok", "bad_is", "bad_same", "bad_null", "bad_has", "bad_lacks", "bad_kind",
		"bad_calm", "bad_alive", "bad_escaped", "bad_fault", "bad_need",
	};

	if (t->address)                      /* no children there: t/t.c */
		return;
	IS(control("all_is_well", 100).failures, 0);
	for (size_t i = 0; i < COUNT(one); i++)
		IS(control(one[i], 100).failures, 1);
	IS(control("bad_twice", 100).failures, 2);
}

TEST_PLAIN(a_failing_check_says_what_it_saw)
{
	struct outcome is = control("bad_is", 0), same = control("bad_same", 0);
	struct outcome f = control("bad_fault", 0);

	HAS(is.first, "test_t.c:");
	HAS(is.first, "1 + on (got 1, wanted 2)");
	HAS(same.first, "got \"brook\", wanted \"broom\"");
	HAS(f.first, "out of the test");
}

/* ---- torture ------------------------------------------------------------- */

static int runs;
static int left_open[8];
static int nleft;

/* Three fallible calls: what a well-behaved verb does. */
CONTROL(three_calls)
{
	runs++;
	for (int i = 0; i < 3; i++)
		if (fault_due())
			fault(FAULT_IO, "call %d", i);
}

CONTROL(swallows)
{
	(void)fault_due();
}

/* A NEED that fails after the failure was swallowed must not look like a fault. */
CONTROL(swallows_then_needs)
{
	NEED(!fault_due());
}

CONTROL(absorbs)
{
	ABSORBS();
	(void)fault_due();
}

CONTROL(check_excused_after)
{
	if (fault_due())
		OK(on);               /* excused, for it comes after */
	ABSORBS();
}

CONTROL(check_counts_before)
{
	OK(fault_countdown != 1);     /* false only before the second call fails */
	for (int i = 0; i < 2; i++)
		if (fault_due())
			fault(FAULT_IO, "call %d", i);
}

CONTROL(leaves_a_file_open)
{
	int fd = open("/dev/null", O_RDONLY);

	if (fault_due()) {
		left_open[nleft++ % 8] = fd;
		fault(FAULT_IO, "and forgets the file");
	}
	close(fd);
}

CONTROL(many_calls)
{
	runs++;
	for (int i = 0; i < 1000; i++)
		if (fault_due())
			fault(FAULT_IO, "call %d", i);
}

TEST_PLAIN(every_call_fails_once)
{
	struct outcome out;

	runs = 0;
	out = control("three_calls", 100);
	IS(out.calls, 3);
	IS(out.tortures, 3);
	IS(runs, 4);                  /* and once straight */
	IS(out.failures, 0);
	runs = 0;
	out = control("many_calls", 50);
	IS(out.calls, 1000);
	IS(out.tortures, 50);
	IS(runs, 51);
	IS(out.failures, 0);
}

TEST_PLAIN(a_swallowed_failure_is_seen)
{
	HAS(control("swallows", 100).first, "swallowed");
	HAS(control("swallows_then_needs", 100).first, "swallowed");
	IS(control("absorbs", 100).failures, 0);
}

TEST_PLAIN(checks_count_only_before_the_failure)
{
	IS(control("check_excused_after", 100).failures, 0);
	HAS(control("check_counts_before", 100).first, "[T_AT=1]");
}

TEST_PLAIN(a_file_left_open_is_seen)
{
	nleft = 0;
	HAS(control("leaves_a_file_open", 100).first, "file was left open");
	for (int i = 0; i < nleft && i < 8; i++)
		close(left_open[i]);
}

/* The real thing: an arena under torture neither leaks nor comes back. */
TEST(an_arena_survives_torture)
{
	static struct arena *own;     /* set beyond a setjmp() */
	struct boundary b;

	BOUNDARY_AROUND(b, own = arena_new("own", 4096); arena_get(own, 100));
	arena_end(&own);
	if (b.broke.kind)
		fault(b.broke.kind, "%s", b.broke.why);
	OK(arena_fmt(t->arena, "%d", 7));
}
