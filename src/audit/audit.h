/* SPDX-License-Identifier: MIT */
/*
 * audit.h -- who did what to which thing, in a chain that shows tampering.
 *
 *	hash(n) = BLAKE2b-256 keyed with DIR/audit.key over hash(n-1) and every
 *	          field of row n, each with its length before it
 *
 * The key lies outside the database: whoever can write the database alone can
 * neither change, drop, swap nor add a row unseen.  Rows are numbered 1, 2,
 * 3... without gaps.  What the chain alone cannot show is that its newest
 * rows were cut off; for that, keep a head elsewhere (`almoner check` prints
 * it) and hand it to audit_verify().
 *
 * Every change writes one row in the change's own transaction, and so does
 * every opening of a person's record (model.md, law 7).
 */
#ifndef ALM_AUDIT_H
#define ALM_AUDIT_H

#include "db/db.h"

struct rq;

enum { AUDIT_KEY = 32, AUDIT_HASH = 32 };

/* ---- the key ----------------------------------------------------------- */
/* Make DIR/audit.key (0600), or leave the one that is there; cannot: fault(IO). */
void audit_key_make(const char *dir);
/* Take it up in this process; none, or not 32 bytes: fault(IO). */
void audit_key_load(const char *dir);
/* For tests: this one. */
void audit_key_set(const unsigned char key[AUDIT_KEY]);

/* ---- writing ----------------------------------------------------------- */
struct audit_entry {
	UserAccountId who;           /* none: the program itself                      */
	const char   *verb;          /* "request.award", "person.open": thing.act     */
	const char   *thing;         /* table of what changed                         */
	int64_t       thing_id;
	PersonId      person;        /* whose record it touches; none                 */
	const char   *reason;        /* as given by who did it; NULL                  */
	const char   *detail;        /* what changed, as JSON; NULL: "{}"             */
};
/*
 * Append a row at clock_now().  The caller holds the write transaction, in
 * which the change itself is made.  Returns the row's number.
 */
int64_t audit_write(struct db *, const struct audit_entry *);

/*
 * Where the trail stands in the open write transaction: "NUMBER HASH" of its
 * last row, in the arena; without `numbered` the hash alone, for those who
 * must not learn how much others do.  Kept by whoever sent the change, it is
 * an outside witness: that row, with that hash, is there for ever.
 */
const char *audit_stands(struct db *, struct arena *, bool numbered);

/* The same for the one who asks: AUDIT(rq, .verb = "team.add", .thing = "team", .thing_id = id) */
int64_t audit_by(struct rq *, struct audit_entry);
#define AUDIT(rq, ...) audit_by((rq), (struct audit_entry){ __VA_ARGS__ })

/*
 * A person's record is shown to the one who asks; reason: why, where one was
 * asked for, else NULL.  Writes "person.open" in a transaction of its own (or
 * in the caller's, when a POST has one), before the bytes leave.
 */
void audit_open(struct rq *, PersonId, const char *reason);
/*
 * A list that names people is shown: one row "person.list" with their ids.
 * `list` is the list's name; no ids: no row.
 */
void audit_listed(struct rq *, const char *list, const PersonId *, size_t n);

/*
 * Rows of looking, as audit_open() and audit_listed() had the scribe write
 * them down: all of them in one transaction, in the order of the notes.
 */
struct wire_note;
void audit_notes(struct db *, const struct wire_note *, size_t n);

/* ---- reading ----------------------------------------------------------- */
enum audit_state {
	AUDIT_SOUND,
	AUDIT_GAP,          /* a number is missing, or stands twice        */
	AUDIT_UNLINKED,     /* prev_hash is not the hash of the row before */
	AUDIT_CHANGED,      /* the row does not give its hash              */
	AUDIT_CUT,          /* the rows end before the head that is known  */
};
struct audit_finding {
	enum audit_state state;
	int64_t row;                            /* where; when sound: how many rows */
	unsigned char head[AUDIT_HASH];         /* of the last row read             */
};
/* Follow the chain from the first row.  known_row > 0: there must be that row, with that hash. */
struct audit_finding audit_verify(struct db *, int64_t known_row,
                                  const unsigned char known_head[AUDIT_HASH]);
const char *audit_finding_text(struct arena *, const struct audit_finding *);

extern const struct room audit_room;

#endif
