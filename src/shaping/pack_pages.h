/* SPDX-License-Identifier: MIT */
/*
 * pack_pages.h -- what the pages of data packs share.
 */
#ifndef ALM_SHAPING_PACK_PAGES_H
#define ALM_SHAPING_PACK_PAGES_H

#include "shaping/pages.h"

/* One part of a pack as a table of the record: localities, then the whole council. */
struct table *pack_table(struct record *, struct arena *, const struct pack_figure *, size_t n,
                         int64_t part);

#endif
