/* SPDX-License-Identifier: MIT */
/*
 * page.h -- the headers that every response carries, and the few pages that
 * are shown when there is no application to ask.
 *
 * They must be drawn without a database, by a door that can open nothing, so
 * they are plain; they say what happened to what was typed, what to do, and
 * the number under which the log has it.
 */
#ifndef ALM_WEB_PAGE_H
#define ALM_WEB_PAGE_H

#include "base/base.h"

struct page_look { const char *title, *style; };  /* of the service; NULL: none */

/* What every response says, assets and refusals too.  `https` adds HSTS. */
struct page_pair { const char *name, *value; };
const struct page_pair *page_pairs(bool https, size_t *n);

#define PAGE_NO_STORE "no-store"                  /* Cache-Control of all that is not an asset */
#define PAGE_TYPE     "text/html; charset=utf-8"
#define PAGE_RETRY_S  "2"                         /* Retry-After of 503 */
#define PAGE_METHODS  "GET, HEAD, POST"           /* Allow of 405 */

/* Statuses that have words: 400 404 405 408 413 414 431 500 503 504 507. */
void page_write(struct buf *, const struct page_look *, int status, uint64_t id);
/* The same as a whole HTTP/1.1 response that closes the connection, for
 * requests that the parser never saw. */
void page_write_raw(struct buf *, const struct page_look *, int status, uint64_t id);

#endif
