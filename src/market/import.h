/* SPDX-License-Identifier: MIT */
/*
 * import.h -- a regulator's file against what is known of its locations.
 *
 * Preview and application are the same walk through the file; only the second
 * writes.  A row whose hash is the one stored touches nothing, so a second
 * run of a file changes nothing and is quick.  What is found is counted
 * exactly and shown up to a limit.  Part of market/market.h.
 *
 *	run  previewed --ask--> (the clerk) --apply--> applied
 *	     refused (the file as a whole: nothing of it is taken)
 */
#ifndef ALM_MARKET_IMPORT_H
#define ALM_MARKET_IMPORT_H

#include "base/vocab.h"
#include "db/db.h"
#include "jobs/jobs.h"
#include "site/verb.h"

/* Keys are the words of the command line and of import_run.kind; codes are enum reg_file + 1. */
#define IMPORT_KINDS(X, P)                                                                  \
	X(P, 1, CI,            "care-inspectorate", "", "Care Inspectorate datastore (CSV)") \
	X(P, 2, CQC_DIRECTORY, "cqc-directory",     "", "CQC care directory (CSV)")          \
	X(P, 3, CQC_LOCATION,  "cqc-location",      "", "CQC location records (JSON)")       \
	X(P, 4, OFSTED,        "ofsted",            "",                                     \
	  "Ofsted social care providers, or joiners and leavers (CSV, XLSX, ODS)")             \
	X(P, 5, CQC_RATINGS,   "cqc-ratings",       "", "CQC latest ratings (CSV, XLSX, ODS)")
VOCAB(import_kind, IMPORTED, IMPORT_KINDS)

#define IMPORT_STATES(X, P)                                                                 \
	X(P, 1, PREVIEWED, "previewed", "blue",  "Previewed: nothing is changed yet")       \
	X(P, 2, APPLIED,   "applied",   "green", "Applied")                                 \
	X(P, 3, REFUSED,   "refused",   "red",   "Refused")
VOCAB(import_state, IMPORT, IMPORT_STATES)

#define FINDINGS(X, P)                                                                      \
	X(P, 1, REFUSED, "refused", "red",    "Refused")                                    \
	X(P, 2, GONE,    "gone",    "orange", "No longer in the file")                      \
	X(P, 3, CHANGED, "changed", "yellow", "Changed")                                    \
	X(P, 4, NEW,     "new",     "green",  "New")
VOCAB(finding, FINDING, FINDINGS)

/* At most so many findings of each of the four kinds are kept for showing. */
enum { FINDINGS_KEPT = 500 };

struct import_order {
	enum import_kind kind;
	const char   *file_name, *bytes;
	size_t        n;
	UserAccountId by;                /* none: the command line                   */
	Moment        now;
};

struct import_note {
	enum finding kind;
	int64_t      row;                /* of the file; 0: it has none              */
	const char  *ref, *label;        /* the location's reference and name        */
	const char  *field, *was, *now;  /* refused: column, value, reason           */
};

struct import_result {
	bool         refused;            /* the file as a whole                      */
	const char  *message;            /* why; or a warning to read before applying; "" */
	int64_t      n_new, n_changed, n_unchanged, n_gone, n_refused;
	struct import_note *notes;
	size_t       nnotes;
	unsigned char rows_hash[32];     /* by which the same file is known again */
};

/* What applying would do.  Writes nothing.  Results live in the arena. */
struct import_result import_preview(struct db *, struct arena *, const struct import_order *);
/* Do it.  The caller holds the write transaction, and rolls it back when the file is refused. */
struct import_result import_apply(struct db *, struct arena *, const struct import_order *);

/* "new 3, changed 1, unchanged 7788, gone 0, refused 0" */
const char *import_counts_text(struct arena *, const struct import_result *);

/* Keep a preview and its findings: with the file, to be applied later, or
 * refused.  The caller holds the write transaction. */
ImportRunId import_keep(struct db *, struct arena *, const struct import_order *,
                        const struct import_result *);
enum import_ran { IMPORT_RAN, IMPORT_RAN_REFUSED /* roll back */, IMPORT_RAN_GONE,
	IMPORT_RAN_ALREADY };

/*
 * Ask the clerk to apply a run.  The caller holds the write transaction.  Once
 * only, until the clerk has failed at it; nothing of the file is seen before
 * all of it is, so progress is of the whole: asked, begun, done.
 */
enum import_asked { IMPORT_ASKED, IMPORT_ASKED_BEFORE, IMPORT_ASKED_LATE /* applied */,
	IMPORT_ASKED_GONE };
enum import_asked import_ask(struct db *, struct arena *, ImportRunId, UserAccountId by,
                             Moment now) MUST_USE;
/* The clerk's job for a run; false: nobody has asked. */
bool import_job_now(struct db *, struct arena *, ImportRunId, struct job_now *);
/* Apply a run that was previewed, on the data as they are now. */
enum import_ran import_run_apply(struct db *, struct arena *, ImportRunId, UserAccountId by,
                                 Moment now,
                                 struct import_result *out) MUST_USE;

enum { IMPORT_JOBS = 1 };
extern const struct job_kind import_jobs[IMPORT_JOBS];

enum { IMPORT_VERBS = 1 };
extern const struct verb import_verbs[IMPORT_VERBS];

#endif
