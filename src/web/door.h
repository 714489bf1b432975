/* SPDX-License-Identifier: MIT */
/*
 * door.h -- the process that speaks HTTP and nothing else.
 *
 * One thread and one epoll: libmicrohttpd's connections, the workers' sockets,
 * the supervisor's orders and a timer.  It holds no database and, once
 * started, can open no file.
 */
#ifndef ALM_WEB_DOOR_H
#define ALM_WEB_DOOR_H

#include "web/wire.h"

/* `listener` listens already; `orders` is the supervisor's end of a link_pair. */
void door_run(int listener, int orders, const struct serve_options *,
              const struct wire_app *) NORETURN;

#endif
