/* SPDX-License-Identifier: MIT */
/*
 * ocds_read.h -- open contracting data of others, read in a child (parse_child.h).
 *
 * A release package, an array of releases or packages, or one of them a line;
 * UTF-8, or Windows-1252 where it is not.  What the two services of this island
 * make of the standard is read as it is (measured on their releases of 2019
 * and 2025): Public Contracts Scotland has no id of a release (one is made of
 * its ocid and date), lost line breaks as "rnrn", regions as NUTS codes;
 * Contracts Finder has the CPV on the tender, and the region in its items.
 * Names of officials are not taken.
 */
#ifndef ALM_OCDS_READ_H
#define ALM_OCDS_READ_H

#include "base/base.h"
#include "base/date.h"
#include "base/money.h"

struct ocds_notice {
	const char *ocid, *id, *tag;             /* "tender", "award"...            */
	const char *title, *about, *buyer, *suppliers;
	const char *cpv, *cpv_label, *region, *method, *url;
	Money       value;                       /* in pounds; none: not said so    */
	Moment      at, closes;
	Date        from, last;
	int64_t     row;                         /* of the file, from 1             */
};

enum ocds_step { OCDS_NOTICE, OCDS_REFUSED, OCDS_END, OCDS_BROKEN };

struct ocds_reader;
/* The bytes stay where they are until the arena ends. */
struct ocds_reader *ocds_read_open(struct arena *, const char *bytes, size_t n);
/*
 * The next release.  REFUSED: *why says what of it, at notice->row, and the next may be
 * asked for.  BROKEN: *why says what is wrong with the file; nothing of it is to be kept.
 */
enum ocds_step ocds_read_next(struct ocds_reader *, struct arena *, struct ocds_notice *,
                              const char **why) MUST_USE;

#endif
