/* SPDX-License-Identifier: MIT */
/*
 * parse_child.h -- a file of somebody else's is read where it can do no harm.
 *
 * The bytes of an upload are a stranger's.  Whatever takes them apart runs in
 * a child of its own, forked for this file, which has no file, no network and
 * no database: it writes records to a pipe and ends.
 *
 *	parent                             child
 *	parse_child_open  ----fork---->    limits on, filter on, parser runs
 *	parse_child_next  <---records--    parse_put, parse_put...
 *	      |           <----end-----    the parser came back
 *	      '--> a record | the end | failed: ended before its time, too long,
 *	           too much memory.  Then nothing that came is to be kept.
 *
 * The child finds in its memory what the parent had when it forked: the bytes
 * need not be sent, and what is known already can be asked without a question
 * on the wire.  Nothing that it writes there comes back.  What a parser may
 * use up is in `parse_limits`; where the kernel has no seccomp the limits hold
 * alone, and the log says so once.
 */
#ifndef ALM_PARSE_CHILD_H
#define ALM_PARSE_CHILD_H

#include "base/base.h"

struct parse_limits {
	size_t memory;          /* bytes, beyond what the parent had            */
	int    cpu_s;           /* of the child's own work                      */
	int    wait_ms;         /* that the parent waits for records, in all    */
	bool   unfiltered;      /* tests: without seccomp                       */
};
/* 512 MiB; 15 s; 20 s: over before a request's 30 s are, which would cost the worker. */
extern const struct parse_limits parse_limits_usual;

/* ---- in the child ---------------------------------------------------------- */
struct parse_out;
/* Takes the file apart.  What it throws as a fault ends it as FAILED. */
typedef void parser(struct parse_out *, const void *arg);
/* One record; what lies in it is between the parser and its reader. */
void parse_put(struct parse_out *, const void *record, size_t n);

/* ---- in the parent ----------------------------------------------------------- */
enum parse_step { PARSE_RECORD, PARSE_END, PARSE_FAILED };

struct parse_child;

/*
 * `limits` NULL: the usual ones.  The child ends with the arena at the latest.
 * A fault (FAULT_IO) when there is no process or pipe to be had.
 */
struct parse_child *parse_child_open(struct arena *, parser *, const void *arg,
                                     const struct parse_limits *limits);
/* The next record, good until the one after it.  After PARSE_END and
 * PARSE_FAILED the child is gone. */
enum parse_step parse_child_next(struct parse_child *, const char **record, size_t *n) MUST_USE;
/* After PARSE_FAILED: what happened and what to do, for people. */
const char *parse_child_sentence(const struct parse_child *);

/* ---- records: numbers and texts, one after another ----------------------------- */
void pack_int(struct buf *, int64_t);
void pack_text(struct buf *, const char *);             /* NULL like "" */

/* What came from a child is judged, not believed: `broken` once it does not fit. */
struct unpack { const char *at, *end; bool broken; };

int64_t     unpack_int(struct unpack *);
/* A whole number from `low` to `high`; else broken, and `low`. */
int64_t     unpack_within(struct unpack *, int64_t low, int64_t high);
/* UTF-8, where it lies in the record; "" when broken. */
const char *unpack_text(struct unpack *);
bool        unpack_done(const struct unpack *);         /* all taken, and all fitted */

#endif
