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

#endif
