/* SPDX-License-Identifier: MIT */
/*
 * sandbox.h -- what the door may still do once it stands: nothing but talk.
 *
 * Landlock takes away every file, seccomp every system call that the door's
 * loop does not make (they fail with EPERM; running a program kills).  An
 * attacker who takes over the parser then has the bytes of other requests in
 * flight, but no file, no database and no way out to the network.
 */
#ifndef ALM_WEB_SANDBOX_H
#define ALM_WEB_SANDBOX_H

#include "base/base.h"

/* True if both are on and were seen to refuse.  Cannot be undone. */
bool sandbox_enter(void) MUST_USE;

/*
 * From now on no system call but these (SCMP_SYS numbers), and memory that
 * cannot be run.  Any other fails with EPERM, or ends the process by SIGSYS.
 * False: the kernel would not, and nothing is kept back.  No privileges may
 * be gained first (PR_SET_NO_NEW_PRIVS): the caller has seen to that.
 */
enum sandbox_else { SANDBOX_REFUSES, SANDBOX_KILLS };
bool sandbox_calls(const int *calls, size_t n, enum sandbox_else) MUST_USE;

#endif
