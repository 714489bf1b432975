/* SPDX-License-Identifier: MIT */
/*
 * xlsx.h -- tables as a spreadsheet; table_open() and book_file() are the ways
 * to it.
 *
 * A sheet for each table (bold frozen head, filters, widths, typed columns,
 * totals as values), then "Notes" (title, as at, filters, what columns mean).
 * Text is always text: never a formula, never a link.  The same tables give
 * the same bytes, for the file's date is the book's as_at.
 */
#ifndef ALM_XLSX_H
#define ALM_XLSX_H

#include "exchange/table.h"

struct xlsx;

struct xlsx *xlsx_open(struct arena *);
/* A sheet for the table: named by its title, as far as 31 letters go, and by
 * none that another sheet has.  The one before must have ended. */
void         xlsx_sheet(struct xlsx *, const struct table *);
/* Past the 1,048,576 rows of a sheet, rows are left out and the notes say so. */
void         xlsx_put(struct xlsx *, const struct cell *row);
/* totals NULL: none of its columns has one. */
void         xlsx_sheet_end(struct xlsx *, const struct cell *totals);
/* The notes tell of the book, then of each table. */
const char  *xlsx_close(struct xlsx *, const struct book *, size_t *n);

#endif
