/* SPDX-License-Identifier: MIT */
/*
 * shaping.h -- shaping the market, as the Care Act has it: what the council
 * tries out, whom it listens to, and what it tells those who may bid.
 *
 *	pilots       ideas through stages, small cohorts, measures, what was learned
 *	engagement   sessions, what was said and what came of it; published by decision
 *	data packs   figures of what is bought and what is not met, small numbers hidden
 *
 * It decides nothing about providers, prices or placements: it reads them.
 * Nothing here knows a person: cohorts and figures are numbers, and people
 * whose record is restricted are in none of them.
 */
#ifndef ALM_SHAPING_H
#define ALM_SHAPING_H

#include "shaping/engagement.h"
#include "shaping/pack.h"
#include "shaping/pilot.h"
#include "web/route.h"

extern const struct room shaping_room;

#endif
