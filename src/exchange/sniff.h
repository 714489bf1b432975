/* SPDX-License-Identifier: MIT */
/*
 * sniff.h -- what a file seems to be, so that a wrong one is named.
 *
 * "This is not the file" helps nobody; "this seems to be the Irish register
 * of HIQA" does.  Judged by its first bytes and by the names of its columns,
 * never by its own name.
 */
#ifndef ALM_SNIFF_H
#define ALM_SNIFF_H

#include "base/base.h"

enum file_kind {
	FILE_UNKNOWN, FILE_EMPTY,
	FILE_CARE_INSPECTORATE, FILE_CQC_DIRECTORY, FILE_CQC_LOCATION, FILE_OFSTED, /* are read */
	FILE_CQC_LIST, FILE_CQC_PROVIDER, FILE_CQC_DERIVED, FILE_CQC_FILTERS, FILE_CQC_RATINGS,
	FILE_HIQA, FILE_RQIA,
	FILE_SPEND, FILE_CONTRACTS, FILE_POSTCODES, FILE_OCDS, FILE_OPEN_REFERRAL,
	FILE_XLSX, FILE_XLS, FILE_ODS, FILE_ZIP, FILE_PDF, FILE_HTML, FILE_PICTURE,
	FILE_JSON, FILE_CSV,
};

struct sniffed {
	enum file_kind kind;
	const char    *seems;   /* "the Irish register of HIQA": fits after "This seems to be" */
	const char    *advice;  /* what to do instead, a whole sentence; "" if there is none   */
};

struct sniffed file_sniff(struct arena *, const char *bytes, size_t n);

#endif
