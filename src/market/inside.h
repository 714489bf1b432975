/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of market share with each other and nobody else.
 */
#ifndef ALM_MARKET_INSIDE_H
#define ALM_MARKET_INSIDE_H

#include "market/market.h"

/* What one element draws from a block each week, from day to day. */
struct draw { Date from, until; Minutes week; };
/* The most that they draw in any one week from a day on. */
Minutes draws_peak(const struct draw *, size_t n, Date from);

#endif
