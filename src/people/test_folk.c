/* SPDX-License-Identifier: MIT */
/*
 * test_folk.c -- recording people for tests.
 */
#include "people/test_folk.h"

struct saving { struct t *t; struct person_form form; PersonId id; enum person_saved got; };

static bool save(void *arg)
{
	struct saving *s = arg;

	s->got = person_add(s->t->db, s->t->arena, &s->form, T_NOW, &s->id);
	return s->got == PERSON_SAVED;
}

static bool change(void *arg)
{
	struct saving *s = arg;

	s->got = person_change(s->t->db, s->t->arena, s->id, &s->form, T_NOW);
	return s->got == PERSON_SAVED;
}

enum person_saved folk_save(struct t *t, struct person_form form, PersonId *id)
{
	struct saving s = { t, form, { 0 }, PERSON_GONE };

	db_write(t->db, save, &s);
	*id = s.id;
	return s.got;
}

PersonId folk_add(struct t *t, struct person_form form)
{
	PersonId id;

	NEED(folk_save(t, form, &id) == PERSON_SAVED);
	return id;
}

enum person_saved folk_change(struct t *t, PersonId id, struct person_form form)
{
	struct saving s = { t, form, id, PERSON_GONE };

	db_write(t->db, change, &s);
	return s.got;
}

struct naming { struct t *t; PersonId id; UserAccountId who; Moment until; };

static bool name(void *arg)
{
	struct naming *n = arg;

	DO(n->t->db, person_named_put, .id = V(NEW_ID(n->t->db, PersonNamedId)), .person = V(n->id),
	   .user_account = V(n->who), .until_ms = V(n->until),
	   .reason = V("works with the person"));
	return true;
}

void folk_name(struct t *t, PersonId id, UserAccountId who, Moment until)
{
	db_write(t->db, name, &(struct naming){ t, id, who, until });
}

bool folk_found(struct t *t, UserAccountId me, const char *q, size_t max, PersonId id)
{
	struct person_hit *hits;
	size_t n = person_find(t->db, t->arena, me, q, max, &hits);

	for (size_t i = 0; i < n; i++)
		if (hits[i].id.v == id.v)
			return true;
	return false;
}
