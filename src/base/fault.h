/* SPDX-License-Identifier: MIT */
/*
 * fault.h -- when the world breaks, not when the answer is no.
 *
 * A fault abandons the request or job: control returns to the one boundary,
 * the transaction is rolled back and the arena is released.  Domain code
 * neither raises nor catches.  Never raise inside a callback of a foreign
 * library: its frames would be jumped over.
 */
#ifndef ALM_FAULT_H
#define ALM_FAULT_H

#include "base/base.h"

enum fault_kind {
	FAULT_NONE,
	FAULT_DB,       /* the database refused or broke                         */
	FAULT_AGAIN,    /* busy or serialisation failure: the work may be rerun  */
	FAULT_FULL,     /* no room on the disk                                   */
	FAULT_MEMORY,   /* an arena reached its cap, or the machine its end      */
	FAULT_IO,       /* a file or socket                                      */
	FAULT_INPUT,    /* text that no honest client sends: the door's business */
	FAULT_UNKNOWN,  /* it may have been kept or not: nobody can say, never rerun */
};

struct fault {
	enum fault_kind kind;
	char why[240];          /* for the log: never personal data */
};

/* Abandon the work.  With no boundary running it is a bug. */
void fault(enum fault_kind, const char *fmt, ...) NORETURN PRINTF(2, 3);

/*
 * Run `work(arg)`.  Returns FAULT_NONE if it came back, else what broke (in
 * *out, when given).  Boundaries nest; the innermost catches.
 */
enum fault_kind boundary_run(void (*work)(void *), void *arg, struct fault *out);

/*
 * Torture: every fallible call asks whether it is the one to fail this time.
 * `fault_countdown` < 0 (the default) is never.
 */
extern long fault_countdown;  /* back at -1 once it has fired */
extern long fault_raised;     /* faults so far: shows the harness that none was swallowed */
bool fault_due(void);

#endif
