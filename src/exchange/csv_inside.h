/* SPDX-License-Identifier: MIT */
/*
 * csv_inside.h -- the reader's own state, shared by csv.c and csv_header.c.
 */
#ifndef ALM_CSV_INSIDE_H
#define ALM_CSV_INSIDE_H

#include "exchange/csv.h"
#include "exchange/csv_scan.h"

struct csv {
	struct arena      *arena;
	const char        *start, *end;     /* past the byte-order marks          */
	const char        *at;              /* where the next row begins          */
	const char        *nul;             /* the first NUL, or NULL             */
	int64_t            row, line;       /* rows given; the line `at` is on    */
	char               separator;
	enum csv_coding    coding;
	struct scan        scan;            /* its next hit is at or after `at`   */
	struct csv_limits  limits;
	struct slice      *letter;          /* of Windows-1252, 128 of them       */
	struct slice      *field;           /* of the current row                 */
	char              *scratch;         /* texts that could not be slices     */
	size_t             scratch_n, scratch_cap;
	struct csv_refusal refusal;
};

void          csv_rewind(struct csv *);
enum csv_step csv_refuse(struct csv *, enum csv_why, int64_t row, int64_t line, char *sentence);

#endif
