/* SPDX-License-Identifier: MIT */
/*
 * keep.h -- the data file stays in memory.
 *
 * A file that nobody touches for a while is paged out; the next requests then
 * wait for the disk, all of them in the same read (measured: 612 ms, with this
 * 42 ms).  So the supervisor maps and locks it, before the port opens and
 * again as it grows.  Never a worker: its close() of any descriptor of the
 * file would drop the locks of its database connection (POSIX).
 */
#ifndef ALM_WEB_KEEP_H
#define ALM_WEB_KEEP_H

#include "base/base.h"

/* Lock the file as it is now; cheap when its size has not changed.  A file
 * that may not be locked, or is over half of the machine's memory, is read
 * through once instead, and the log says so. */
void keep_file(const char *path);

#endif
