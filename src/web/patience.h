/* SPDX-License-Identifier: MIT */
/*
 * patience.h -- how a patient worker steps back for those who answer quick pages.
 *
 *	nice 10 --a request--> runs only when nobody else would --PATIENCE_MS--> nice 10
 *
 * Nice alone would not do: the scheduler then lets a long report end its slice
 * of some milliseconds while a page waits.  Running only when nobody else would
 * alone would not do either: beside something that wants the processor all the
 * time a report would never end.  Where this process may not come back from
 * there (RLIMIT_NICE; our unit sets it), it stays at nice 10.
 */
#ifndef ALM_WEB_PATIENCE_H
#define ALM_WEB_PATIENCE_H

#include "base/base.h"

enum { PATIENCE_MS = 2000 };

/* Once, at the beginning.  False: nice is all there is. */
bool patience_open(void);
/* Around each request; after patience_open() only. */
void patience_begin(int ms);
void patience_end(void);

#endif
