/* SPDX-License-Identifier: MIT */
/*
 * guard_recv.c -- our recv(), which libmicrohttpd and every other library of
 * this executable finds before the C library's.
 *
 * A definition in the executable comes first in the search of symbols, so the
 * parser's reads can be looked at without a relay (two more copies and system
 * calls a request) or a patched library.  The door fails closed: a request
 * whose head did not come through the tap is not answered but refused, so a
 * library that stopped using recv() would be noticed at the first request.
 */
#undef _FORTIFY_SOURCE                  /* its recv() is an inline that cannot be defined */
#include "web/guard.h"

#include <sys/socket.h>

guard_tap_fn *guard_tap;

__attribute__((visibility("default"), used))
ssize_t recv(int fd, void *bytes, size_t n, int flags)
{
	ssize_t got = recvfrom(fd, bytes, n, flags, NULL, NULL);

	return guard_tap && got > 0 ? guard_tap(fd, bytes, got) : got;
}
