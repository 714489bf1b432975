/* SPDX-License-Identifier: MIT */
/*
 * worker.h -- a worker's life: one request at a time, until the door hangs up.
 *
 *	opens its database -> says so -> { takes a request -> answers it }* -> EOF: ends
 *
 * It never outlives its usefulness: an assertion aborts it, the door condemns
 * it when overdue, and should the door be gone too its own alarm ends it.
 */
#ifndef ALM_WEB_WORKER_H
#define ALM_WEB_WORKER_H

#include "base/fault.h"
#include "web/wire.h"

/*
 * `link`: the worker's end of its socket pair with the door.  A patient worker
 * is given the slow requests, and steps back when others want the processor.
 */
void worker_run(int link, bool patient, const struct serve_options *,
                const struct wire_app *) NORETURN;

/* What a fault is answered with. */
int worker_status(enum fault_kind);

/* The application's open(), or the end of this process. */
void *worker_open(const struct serve_options *, const struct wire_app *);

#endif
