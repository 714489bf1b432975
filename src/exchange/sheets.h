/* SPDX-License-Identifier: MIT */
/*
 * sheets.h -- a spreadsheet of somebody else's, read as CSV.
 *
 * XLSX and ODS: a zip file of XML.  Each sheet becomes a CSV text whose rows
 * and columns are the sheet's, so that what is said of row 17 is found in row
 * 17; a day is written as 2026-03-31 however the sheet shows it, a number as a
 * whole one where it is.  Formulas are not computed: the value that was saved
 * with them counts.  Read in a parser's child (parse_child.h) only: what it
 * unpacks may be large.
 */
#ifndef ALM_SHEETS_H
#define ALM_SHEETS_H

#include "base/base.h"

struct sheet { const char *name, *csv; size_t n; };

/* Does it begin as a zip file does? */
bool sheets_zipped(const char *bytes, size_t n);

/* The sheets in the book's order, in the arena.  NULL, or why it cannot be read, for people. */
const char *sheets_read(struct arena *, const char *bytes, size_t n, struct sheet **out,
                        size_t *count);

#endif
