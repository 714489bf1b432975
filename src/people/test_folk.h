/* SPDX-License-Identifier: MIT */
/*
 * test_folk.h -- people for the tests of this room, recorded as the pages do it.
 */
#ifndef ALM_PEOPLE_TEST_FOLK_H
#define ALM_PEOPLE_TEST_FOLK_H

#include "people/inside.h"
#include "t/t.h"

#define ME     ((UserAccountId){ 1 })          /* the worker of t/world.h */
#define BROKER ((UserAccountId){ 2 })
#define FOLK(...) ((struct person_form){ __VA_ARGS__ })

/* Record one in a transaction of its own; what came of it, and who it is. */
enum person_saved folk_save(struct t *, struct person_form, PersonId *);
/* The same, sure to be new. */
PersonId folk_add(struct t *, struct person_form);
enum person_saved folk_change(struct t *, PersonId, struct person_form);
/* Name somebody on a record, to a moment (none: for good). */
void folk_name(struct t *, PersonId, UserAccountId, Moment until);
/* Is that person found, among the first `max`? */
bool folk_found(struct t *, UserAccountId me, const char *q, size_t max, PersonId);

#endif
