/* SPDX-License-Identifier: MIT */
/*
 * fault.c -- the one place that jumps.
 *
 * Boundaries are a stack of frames in boundary_run(); a fault writes down
 * what broke in the innermost and jumps there.  A boundary is taken off the
 * stack before its caller sees the outcome, so a fault in the clearing up
 * goes to the next one out.
 */
#include "base/fault.h"

#include <setjmp.h>
#include <stdio.h>

struct boundary {
	struct boundary *outer;
	struct fault     broke;
	jmp_buf          here;
};

static struct boundary *innermost;

long fault_countdown = -1;
long fault_raised;

void fault(enum fault_kind kind, const char *fmt, ...)
{
	va_list ap;

	SURE(kind != FAULT_NONE);
	fault_raised++;
	if (!innermost)
		bug(__FILE__, __LINE__, fmt);
	innermost->broke.kind = kind;
	va_start(ap, fmt);
	vsnprintf(innermost->broke.why, sizeof innermost->broke.why, fmt, ap);
	va_end(ap);
	longjmp(innermost->here, 1);
}

enum fault_kind boundary_run(void (*work)(void *), void *arg, struct fault *out)
{
	struct boundary b = { .outer = innermost };

	/* `b` is read after the jump only through memory that fault() wrote. */
	innermost = &b;
	if (setjmp(b.here) == 0)
		work(arg);
	SURE(innermost == &b);
	innermost = b.outer;
	if (out)
		*out = b.broke;
	return b.broke.kind;
}

bool fault_due(void)
{
	return fault_countdown >= 0 && fault_countdown-- == 0;
}
