/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of shaping share with each other and nobody else.
 */
#ifndef ALM_SHAPING_INSIDE_H
#define ALM_SHAPING_INSIDE_H

#include "audit/audit.h"
#include "shaping/shaping.h"
#include "shaping/pilot.sql.h"

/* The ideas and stages that a council begins with (start.c). */
struct start_idea { const char *name, *idea; };
enum { START_IDEAS = 10, START_STAGES = 8 };
extern const struct start_idea start_ideas[START_IDEAS];
extern const struct stage_answers start_stages[START_STAGES];

/* The pilot as it is, to be changed: PILOTED, PILOT_GONE, PILOT_STALE, PILOT_ENDED. */
enum piloted pilot_here(struct db *, struct arena *, PilotId, int64_t revision,
                        struct pilot_lock_row *) MUST_USE;
/* The step at which it stands; false: all are passed. */
bool step_here(struct db *, struct arena *, PilotId, struct pilot_step *) MUST_USE;

#endif
