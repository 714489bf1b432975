/* SPDX-License-Identifier: MIT */
/*
 * teller.h -- the process that tells how the house is: GET /metrics on the
 * admin socket, and nothing else.
 */
#ifndef ALM_WEB_TELLER_H
#define ALM_WEB_TELLER_H

#include "web/wire.h"

/*
 * The admin socket, or -1 having logged why: "unix:PATH", which only this user
 * may open, or an address of this machine's own loopback.
 */
int  teller_listen(const char *address) MUST_USE;
/* It was another's, and listens already; returns it. */
int  teller_inherit(const char *address, int listener);
/* Takes away the file of a unix: address, unless a later house has its own there. */
void teller_gone(const char *address);

/* Its life.  `listener` listens already. */
void teller_run(int listener, const struct serve_options *, const struct wire_app *) NORETURN;

#endif
