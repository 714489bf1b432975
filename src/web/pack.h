/* SPDX-License-Identifier: MIT */
/*
 * pack.h -- gzip of a reply, in the worker, so that the door does no work.
 *
 * Level 1: a 30 KB page shrinks about sixfold; higher levels cost more time
 * than they save bytes on the networks that councils have.
 */
#ifndef ALM_WEB_PACK_H
#define ALM_WEB_PACK_H

#include "base/base.h"

#define PACK_LEAST 1024u                /* bytes; less is not worth a header */

/* Does this Accept-Encoding (NULL: none) take gzip?  "gzip;q=0" does not. */
bool pack_wanted(const char *accept_encoding);

/* The gzip of `n` bytes, in the arena, its length in *out_n; NULL when it
 * would not be smaller, or zlib cannot. */
char *pack_gzip(struct arena *, const void *bytes, size_t n, size_t *out_n);

#endif
