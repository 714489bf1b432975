/* SPDX-License-Identifier: MIT */
/*
 * clerk.h -- the process that works when nobody asks: jobs, reports, mail.
 */
#ifndef ALM_WEB_CLERK_H
#define ALM_WEB_CLERK_H

#include "web/wire.h"

/* Opens the application and lives its clerk()'s life; wire_rest() is its sleep.
 * SIGTERM must be blocked. */
void clerk_run(const struct serve_options *, const struct wire_app *) NORETURN;

#endif
