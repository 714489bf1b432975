/* SPDX-License-Identifier: MIT */
/*
 * test_fault.c -- a fault goes to the innermost boundary, and no further.
 */
#include "base/fault.h"
#include "t/t.h"

static int steps;

static void work_well(void *arg)
{
	*(int *)arg = 7;
}

static void work_badly(void *arg)
{
	steps++;
	fault(FAULT_DB, "row %d", *(int *)arg);
}

static void work_nested(void *arg)
{
	struct fault inner;

	IS(boundary_run(work_badly, arg, &inner), FAULT_DB);
	SAME(inner.why, "row 3");
	steps++;
	fault(FAULT_FULL, "the outer one");
}

/* None of these makes a fallible call, so none can be tortured. */
TEST_PLAIN(work_that_comes_back_is_no_fault)
{
	struct fault f = { FAULT_IO, "left over" };
	int n = 0;

	IS(boundary_run(work_well, &n, &f), FAULT_NONE);
	IS(f.kind, FAULT_NONE);
	SAME(f.why, "");
	IS(n, 7);
	IS(boundary_run(work_well, &n, NULL), FAULT_NONE);
}

TEST_PLAIN(the_innermost_boundary_catches)
{
	struct fault f;
	int n = 3;

	steps = 0;
	IS(boundary_run(work_nested, &n, &f), FAULT_FULL);
	SAME(f.why, "the outer one");
	IS(steps, 2);
}

TEST_PLAIN(a_boundary_serves_many_times)
{
	int n = 1;

	steps = 0;
	for (int i = 0; i < 1000; i++)
		IS(boundary_run(work_badly, &n, NULL), FAULT_DB);
	IS(steps, 1000);
}

TEST_PLAIN(a_long_reason_is_cut)
{
	struct boundary b;

	BOUNDARY_AROUND(b, fault(FAULT_IO, "%500d", 1));
	IS(b.broke.kind, FAULT_IO);
	for (size_t i = 0; i < sizeof b.broke.why - 1; i++)
		IS(b.broke.why[i], ' ');
	IS(b.broke.why[sizeof b.broke.why - 1], '\0');
}

TEST_PLAIN(bugs_die)
{
	DIES(bug("file", 1, "claim"));
	DIES(fault(FAULT_NONE, "a fault of no kind"));
}

TEST_PLAIN(the_countdown_fires_once)
{
	long was = fault_countdown;

	fault_countdown = 2;
	OK(!fault_due());
	OK(!fault_due());
	OK(fault_due());
	OK(!fault_due());
	IS(fault_countdown, -1);
	OK(!fault_due());
	fault_countdown = was;
}
