/* SPDX-License-Identifier: MIT */
/*
 * boundary.h -- the inside of fault.c, for it and for the test harness.
 *
 * Everybody else uses boundary_run().  A test wants a boundary around one
 * expression of its own function, and only setjmp() in that very function
 * can give it.
 */
#ifndef ALM_BOUNDARY_H
#define ALM_BOUNDARY_H

#include "base/fault.h"

#include <setjmp.h>

struct boundary {
	struct boundary *outer;
	struct fault     broke;
	jmp_buf          here;
};

void boundary_enter(struct boundary *);  /* then at once: if (setjmp(b.here) == 0) work */
void boundary_leave(struct boundary *);  /* however the work ended; b.broke says how    */

/* Run one expression in boundary `b`. */
#define BOUNDARY_AROUND(b, expr)                         \
	do {                                             \
		boundary_enter(&(b));                    \
		if (setjmp((b).here) == 0) {             \
			expr;                            \
		}                                        \
		boundary_leave(&(b));                    \
	} while (0)

#endif
