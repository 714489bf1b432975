/* SPDX-License-Identifier: MIT */
/*
 * pilot.h -- pilots of new ways of support.  Part of shaping/shaping.h.
 *
 *	on the long list -> in selection -> chosen -> running -> learned from | mainstreamed
 *	            \--------------\-----------\---------\----> stopped
 *
 * An idea goes through the stages of the council's pipeline, one decision at a
 * time (B&NES app. 4), then runs with few people (3f.3: small cohorts; here a
 * number, never who they are), and ends with what was learned, whatever came
 * of it.  Its state is what its days say.  What is mainstreamed, and what runs
 * when a framework begins, goes on under Part B of a framework (3f.5).
 */
#ifndef ALM_SHAPING_PILOT_H
#define ALM_SHAPING_PILOT_H

#include "base/vocab.h"
#include "db/db.h"

#define PILOT_STATES(X, P)                                                       \
	X(P, 1, LISTED,     "listed",       "grey",      "On the long list")      \
	X(P, 2, SELECTING,  "in-selection", "blue",      "In selection")          \
	X(P, 3, CHOSEN,     "chosen",       "purple",    "Chosen, not begun")     \
	X(P, 4, RUNNING,    "running",      "green",     "Running")               \
	X(P, 5, LEARNED,    "learned",      "turquoise", "Ended: learned from")   \
	X(P, 6, STOPPED,    "stopped",      "orange",    "Stopped")               \
	X(P, 7, MAINSTREAM, "mainstream",   "teal",      "Mainstreamed")
VOCAB(pilot_state, PILOT, PILOT_STATES)

/* "Learn, stop, mainstream" (B&NES 3f.3). */
#define PILOT_ENDS(X, P)                                                         \
	X(P, 1, LEARN,      "learn",      "turquoise", "It ran its course: learn from it") \
	X(P, 2, STOP,       "stop",       "orange",    "Stop it")                 \
	X(P, 3, MAINSTREAM, "mainstream", "teal",      "Mainstream it")
VOCAB(pilot_end, END, PILOT_ENDS)

#define PILOT_DECISIONS(X, P)                                                    \
	X(P, 1, GO,     "go-on",  "green",  "Go on to the next stage")            \
	X(P, 2, CHANGE, "change", "yellow", "Change it, and come back to this stage") \
	X(P, 3, STOP,   "stop",   "orange", "Stop it")
VOCAB(pilot_decision, DECIDE, PILOT_DECISIONS)

#define PILOT_AIMS(X, P)                                                         \
	X(P, 1, MORE, "more", "", "More is better")                               \
	X(P, 2, LESS, "less", "", "Less is better")
VOCAB(pilot_aim, AIM, PILOT_AIMS)

/* B&NES app. 4, stage 6: potential providers; 3.7: trusted partners first. */
#define PILOT_ROLES(X, P)                                                        \
	X(P, 1, SCOPING,    "scoping",    "blue",  "Talked with about it")        \
	X(P, 2, DELIVERING, "delivering", "green", "Delivers it")
VOCAB(pilot_role, WITH, PILOT_ROLES)

enum piloted {
	PILOTED,
	PILOT_GONE,          /* no such pilot, stage or measure                             */
	PILOT_STALE,         /* somebody changed it since it was shown                      */
	PILOT_ENDED,         /* it has ended: it is not changed any more                    */
	PILOT_ORDER,         /* days that are to come, or not in order                      */
	PILOT_NOT_YET,       /* stages are still to be passed; it does not run              */
	PILOT_ALREADY,       /* a pilot of that name; it runs; a reading of that day        */
	PILOT_LACKS,         /* mainstreamed, but on no framework's Part B                  */
};

struct pilot_answers {
	const char *name, *idea;
	UserAccountId owner;
	int64_t     cohort;          /* people; INT_NONE: not known yet                     */
	const char *cohort_words;    /* which people, in general                            */
	const char *examples;        /* similar work elsewhere, and what was learned there  */
	const char *funding;         /* from which source                                   */
	Money       funds;
};

/* In a write transaction of the caller's, like all that follow; one audit row each. */

/* ---- the pipeline ------------------------------------------------------------------- */
struct stage_answers { const char *name, *guide; };
enum { STAGES_MOST = 20 };
/*
 * A new version of the stages; pilots that were begun keep theirs.  Of several
 * at once the last stands.  `n` from 1 to STAGES_MOST.
 */
PilotPipelineId pipeline_add(struct db *, struct arena *, const struct stage_answers *, size_t n,
                             const char *reason, UserAccountId by, Moment now);
/* The newest; where there is none, the eight stages of B&NES app. 4 are made. */
PilotPipelineId pipeline_now(struct db *, struct arena *, UserAccountId by, Moment now);

/* ---- a pilot ---------------------------------------------------------------------------- */
/* On the long list, on the newest stages.  PILOT_ALREADY: the name. */
enum piloted pilot_add(struct db *, struct arena *, const struct pilot_answers *,
                       UserAccountId by, Moment now, PilotId *out) MUST_USE;
/* The ideas of B&NES figure c, those that are not there yet; how many were added. */
size_t pilots_start(struct db *, struct arena *, UserAccountId by, Moment now);
/* PILOT_GONE, PILOT_STALE, PILOT_ENDED, PILOT_ALREADY. */
enum piloted pilot_change(struct db *, struct arena *, PilotId, int64_t revision,
                          const struct pilot_answers *, UserAccountId by) MUST_USE;
/* By when its stages are to be passed; DATE_NONE: not planned.  Days of stages that are
 * passed stay.  PILOT_ORDER: a stage before the one before it. */
struct step_due { PilotStepId step; Date due; };
enum piloted pilot_plan(struct db *, struct arena *, PilotId, int64_t revision,
                        const struct step_due *, size_t n, UserAccountId by) MUST_USE;
/*
 * What was decided at the stage where it stands, on a day not before the last
 * one's: go on, change, stop.  Stopped, it ends, and the reason is what was
 * learned.  PILOT_NOT_YET: all stages are passed: it is concluded instead.
 */
enum piloted pilot_decide(struct db *, struct arena *, PilotId, int64_t revision,
                          enum pilot_decision, Date on, const char *reason, UserAccountId by,
                          Moment now) MUST_USE;
/* It runs, from a day until (as planned) another, with so many people.  PILOT_NOT_YET:
 * stages are left; PILOT_ALREADY: it has begun. */
enum piloted pilot_begin(struct db *, struct arena *, PilotId, int64_t revision, Date from,
                         Date until, int64_t cohort, UserAccountId by) MUST_USE;
/* While it runs, or as it ends: it goes on under Part B of a framework from a day.
 * PILOT_NOT_YET: it has not begun; PILOT_ALREADY: it is there. */
enum piloted pilot_transfer(struct db *, struct arena *, PilotId, int64_t revision, FrameworkId,
                            Date from, UserAccountId by) MUST_USE;
struct pilot_ending {
	enum pilot_end how;
	Date        on;              /* not to come, nor before it began                    */
	const char *learned;
	FrameworkId framework;       /* mainstreamed: on whose Part B, unless it is there   */
	Date        onto;
};
/* PILOT_NOT_YET: it never ran, and can only be stopped.  PILOT_LACKS. */
enum piloted pilot_conclude(struct db *, struct arena *, PilotId, int64_t revision,
                            const struct pilot_ending *, UserAccountId by, Moment now) MUST_USE;

/* A provider that takes part.  PILOT_ALREADY: in that role already. */
enum piloted pilot_provider_add(struct db *, struct arena *, PilotId, int64_t revision, ProviderId,
                                enum pilot_role, Date from, const char *note, UserAccountId by,
                                Moment now) MUST_USE;

/* ---- measures ------------------------------------------------------------------------------ */
struct measure_answers {
	const char *name, *unit;
	unsigned    aim;             /* enum pilot_aim                                      */
	int64_t     baseline, target, every_days;
};
enum piloted measure_add(struct db *, struct arena *, PilotId, int64_t revision,
                         const struct measure_answers *, UserAccountId by,
                         PilotMeasureId *out) MUST_USE;
/* PILOT_ORDER: of a day to come; PILOT_ALREADY: of that day there is one. */
enum piloted reading_add(struct db *, struct arena *, PilotMeasureId, Date on, int64_t reading,
                         const char *note, UserAccountId by, Moment now) MUST_USE;

#endif
