/* SPDX-License-Identifier: MIT */
/*
 * fault.c -- the one place that jumps.
 *
 * Boundaries are a stack, kept in the frames of who runs them; a fault writes down
 * what broke in the innermost and jumps there.  A boundary is taken off the
 * stack before its caller sees the outcome, so a fault in the clearing up
 * goes to the next one out.
 */
#include "base/boundary.h"

#include <stdio.h>

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

void boundary_enter(struct boundary *b)
{
	b->broke = (struct fault){ 0 };
	b->outer = innermost;
	innermost = b;
}

void boundary_leave(struct boundary *b)
{
	SURE(innermost == b);
	innermost = b->outer;
}

enum fault_kind boundary_run(void (*work)(void *), void *arg, struct fault *out)
{
	struct boundary b;

	BOUNDARY_AROUND(b, work(arg));
	if (out)
		*out = b.broke;
	return b.broke.kind;
}

bool fault_due(void)
{
	return fault_countdown >= 0 && fault_countdown-- == 0;
}
