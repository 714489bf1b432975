/* SPDX-License-Identifier: MIT */
/*
 * test_reporting.h -- the views for reporting, read as their readers do: by the
 * engine's own library, of an invented council.
 */
#ifndef ALM_TEST_REPORTING_H
#define ALM_TEST_REPORTING_H

#include "t/t.h"

/* Rows as texts, one line each, alike on both engines and sorted; and the names of columns. */
struct seen { const char **lines, **names; size_t n, ncolumns; };

/* "@requests" is that view, wherever the engine has it. */
struct seen views_read(struct t *, struct db *, const char *sql);
/* The first number of the first row. */
int64_t     views_number(struct t *, struct db *, const char *sql);
/* The names of all views but the one that says which they are. */
struct seen views_all(struct t *, struct db *);
/* What LONDON_DAY() of a moment is. */
const char *views_london_day(struct t *, struct db *, Moment);
/* Any text at all, also one that changes rows. */
bool        council_bends(struct t *, struct db *, const char *sql);   /* false: refused */
void        council_bend(struct t *, struct db *, const char *sql);
/* The same council of so many requests each time, at T_NOW. */
void        council_invent(struct t *, struct db *, int requests);

#endif
