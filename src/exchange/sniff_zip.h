/* SPDX-License-Identifier: MIT */
/*
 * sniff_zip.h -- what a zip file seems to hold; private to sniff.c.
 */
#ifndef ALM_SNIFF_ZIP_H
#define ALM_SNIFF_ZIP_H

#include "exchange/sniff.h"

struct sniffed zip_sniff(struct arena *, const char *bytes, size_t n);

#endif
