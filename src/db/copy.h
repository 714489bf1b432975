/* SPDX-License-Identifier: MIT */
/*
 * copy.h -- a council's database as it stands at one moment, for whoever backs it up.
 */
#ifndef ALM_DB_COPY_H
#define ALM_DB_COPY_H

#include "db/aside.h"
#include "db/db.h"

/*
 * All pages of DIR's database as they stand at one moment, in order, while others read
 * and write: writers are held only until the moment is fixed.  begin() is given a
 * connection that reads that moment, and where in the log it is (frame 0: not known).  Both
 * may fault.  SQLite's only.
 */
struct db_copy {
	void (*begin)(void *arg, struct db *, int64_t pages, int page_size,
	              const struct log_at *);
	void (*page)(void *arg, const void *page, size_t n);
	void *arg;
};
void db_copy(const char *dir, const struct db_copy *);
/* "rows TABLE N", a line for each table, by name. */
void db_counts(struct db *, struct buf *out);

#endif
