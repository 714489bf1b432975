/* SPDX-License-Identifier: MIT */
/*
 * xlsx.h -- a table as a spreadsheet; table_open() is the way to it.
 *
 * Two sheets: the table (bold frozen head, filters, widths, typed columns,
 * totals as values) and "Notes" (title, as at, filters, what columns mean).
 * Text is always text: never a formula, never a link.  The same table gives
 * the same bytes, for the file's date is the table's as_at.
 */
#ifndef ALM_XLSX_H
#define ALM_XLSX_H

#include "exchange/table.h"

struct xlsx;

struct xlsx *xlsx_open(struct arena *, const struct table *);
/* Past the 1,048,576 rows of a sheet, rows are left out and the notes say so. */
void         xlsx_put(struct xlsx *, const struct cell *row);
const char  *xlsx_close(struct xlsx *, const struct cell *totals, size_t *n);

#endif
