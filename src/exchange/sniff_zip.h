/* SPDX-License-Identifier: MIT */
/*
 * sniff_zip.h -- what a zip file seems to hold; private to sniff.c and tests.
 */
#ifndef ALM_SNIFF_ZIP_H
#define ALM_SNIFF_ZIP_H

#include "exchange/sniff.h"

/* The first 64 KiB of a member's text; "" if it cannot be had. */
const char *zip_peek(struct arena *, const char *bytes, size_t n, const char *member);

struct sniffed zip_sniff(struct arena *, const char *bytes, size_t n);

#endif
