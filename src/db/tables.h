/* SPDX-License-Identifier: MIT */
/*
 * tables.h -- the tables of this program's schema, for whoever reads or writes all of them.
 *
 * They are asked of SQLite's catalogue after the steps have run, so that no
 * list has to be kept; both engines have the same ones, for the steps are the same.
 */
#ifndef ALM_DB_TABLES_H
#define ALM_DB_TABLES_H

#include "db/engine.h"

struct table {
	const char *name;
	const char *const *columns;
	size_t      ncols;
	const char *key;                 /* "a", "b": what orders the rows, quoted */
	bool        placed;              /* has its place in the order             */
};

/* Those of a SQLite connection, a table before those that refer to it.  NULL: refused. */
struct table *engine_tables(struct engine *, struct arena *, size_t *n);

#endif
