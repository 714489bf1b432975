/* SPDX-License-Identifier: MIT */
/*
 * pages.h -- what pages.c asks of an engine, besides engine.h.  SQLite's only.
 */
#ifndef ALM_DB_PAGES_H
#define ALM_DB_PAGES_H

#include "db/aside.h"
#include "db/engine.h"

/* ---- a copy of one moment ----
 * The connection reads and nobody writes while engine_pages() runs; as long as it goes on
 * reading, the pages are those of that moment.  NULL: refused.  Pages count from 1. */
struct engine_pages;
struct engine_pages *engine_pages(struct engine *, struct arena *);
int64_t engine_pages_count(const struct engine_pages *);
int     engine_pages_size(const struct engine_pages *);
/* Where the log ends at that moment; frame 0: nobody has written since it began. */
const struct log_at *engine_pages_log(const struct engine_pages *);
bool    engine_page(struct engine_pages *, int64_t number, void *to) MUST_USE;
/* Where the log ends now; false: not known. */
bool    engine_log_end(struct engine *, struct log_at *end);
/* "rows TABLE N", a line for each table, by name. */
bool    engine_counts(struct engine *, struct buf *out) MUST_USE;

#endif
