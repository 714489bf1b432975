/* SPDX-License-Identifier: MIT */
/*
 * people.h -- the people who have or seek support.
 *
 * Decides who a person is (identity, near duplicates, postcode to locality)
 * and who may open a record.  It does not decide what support they get.
 * Opening a record is a fact of the audit trail (audit_open); a restricted
 * record exists only for those named on it, in every list, count and search.
 */
#ifndef ALM_PEOPLE_H
#define ALM_PEOPLE_H

#include "db/db.h"
#include "people/person.sql.h"      /* struct person */
#include "web/route.h"

/* ---- finding -------------------------------------------------------------- */
struct person_hit {
	PersonId    id;
	const char *given_name, *family_name, *postcode, *locality_name;
	Date        born;
	int         score;          /* 100: all that was sought agrees; 55: the least */
	const char *why;            /* "same NHS number", "similar name, same date of birth" */
};

/*
 * Whoever fits `q`: names in any order and spelling, a date of birth, an NHS
 * or CHI number, a postcode, or several of these.  Best first, at most `max`.
 * Restricted people are found only by those who are named on the record.
 */
size_t person_find(struct db *, struct arena *, UserAccountId me, const char *q, size_t max,
                   struct person_hit **out);

/* The ids of the same, as JSON text: what lists are filtered by (list_people_hook). */
const char *people_sought(struct rq *, const char *q);

/* ---- what a record says ---------------------------------------------------------- */
/* Whose numbers are asked for: NHS, or in Scotland CHI.  INT_NONE: both. */
enum { SCHEME_NHS = 1, SCHEME_CHI = 2 };

/* The answers; those who do not ask by a page leave what they have none of NULL or zero. */
struct person_form {
	int64_t     scheme;
	const char *given_name, *family_name, *known_as;
	Date        born;
	const char *nhs_number, *chi_number;
	const char *address, *postcode, *phone;
	const char *language, *communication;
	const char *contact_name, *contact_phone;
	const char *warnings;
	bool        restricted;
	int64_t     alike;              /* the likely duplicates that were shown; none: none */
	bool        seen_alike;         /* she says that they are others */
	int64_t     revision;
};

/* Near duplicates of what is about to be recorded: shown before a new record is made. */
size_t person_alike(struct db *, struct arena *, UserAccountId me, const struct person_form *,
                    struct person_hit **out);

/* ---- verbs: the caller holds the write transaction -------------------------- */
enum person_saved { PERSON_SAVED, PERSON_STALE, PERSON_GONE, PERSON_NUMBER_TAKEN };

/*
 * Record a new person; the locality follows from the postcode, today.  Numbers,
 * postcode and telephone are kept in their usual form, and not at all where
 * they are none.  Neither verb audits: who does it is known to the caller.
 */
enum person_saved person_add(struct db *, struct arena *, const struct person_form *, Moment now,
                             PersonId *out) MUST_USE;
/* The revision is the form's.  One that is no longer restricted has nobody named on it. */
enum person_saved person_change(struct db *, struct arena *, PersonId, const struct person_form *,
                                Moment now) MUST_USE;

/*
 * Bring the index of names in line with the record: for whoever wrote the row
 * without the verbs above (tests, loads).  The caller holds the transaction.
 */
void person_index(struct db *, struct arena *, PersonId);

/* May they open it?  False for a restricted record on which they are not named. */
bool person_may_open(struct db *, struct arena *, PersonId, UserAccountId, Moment now) MUST_USE;

/*
 * A person's page is also other rooms': set in rooms.c.  Adds facts and tables
 * to the record (for JSON and files) and, unless the page is NULL, draws them.
 */
extern void (*person_panels)(struct rq *, struct page *, struct record *, PersonId);

/* false: no such person.  Does not ask who reads: see person_may_open(). */
bool person_load(struct db *, struct arena *, PersonId, struct person *out) MUST_USE;

/* The locality of a postcode or district on a day; none if no row has it. */
LocalityId locality_of(struct db *, struct arena *, const char *postcode, Date on);

extern const struct room people_room;

#endif
