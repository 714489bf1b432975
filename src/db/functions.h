/* SPDX-License-Identifier: MIT */
/*
 * functions.h -- the functions that our dialect adds to SQLite's own.
 */
#ifndef ALM_DB_FUNCTIONS_H
#define ALM_DB_FUNCTIONS_H

struct sqlite3;

/* Register them all on a connection; SQLite's result code. */
int functions_register(struct sqlite3 *);
int string_agg_register(struct sqlite3 *);

#endif
