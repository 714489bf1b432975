/* SPDX-License-Identifier: MIT */
/*
 * test_adversary.h -- somebody who reads a data pack as it is published, and
 * tries to tell what is hidden.
 *
 * It knows the published figures, what adds up, that the three totals of
 * people are one, and that a hidden figure is at least one (or nought, where
 * noughts are hidden).  It shares no code with what hides.
 */
#ifndef ALM_TEST_ADVERSARY_H
#define ALM_TEST_ADVERSARY_H

#include "shaping/shaping.h"

/* How many hidden figures it can tell. */
size_t adversary_tells(const struct pack_made *, struct pack_rule);

#endif
