/* SPDX-License-Identifier: MIT */
/*
 * listen.h -- "127.0.0.1:8080", "[::1]:0" and "unix:/run/almoner.sock".
 */
#ifndef ALM_WEB_LISTEN_H
#define ALM_WEB_LISTEN_H

#include "base/base.h"

#define LISTEN_DEFAULT "127.0.0.1:8080"

/*
 * A listening socket, or -1 having logged why.  The address that it got (port
 * 0 becomes a real one) is written to `got`, which has room for 128 bytes.
 */
int  listen_open(const char *address, char *got) MUST_USE;
/* Takes away the file of a unix: address; for others nothing. */
void listen_gone(const char *address);

#endif
