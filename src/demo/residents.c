/* SPDX-License-Identifier: MIT */
/*
 * residents.c -- the people of Westmarch who have or seek support.
 *
 * Most are 75 to 95, as among those with care at home; one in 150 is a
 * restricted record, open to the worker who recorded it and to the brokers.
 */
#include "demo/inside.h"

#include "demo/demo.sql.h"
#include "people/person_form.h"

static Date born_of(struct chance *c, Date today)
{
	static const int weights[] = { 7, 22, 40, 31 };
	static const int youngest[] = { 19, 65, 75, 85 }, oldest[] = { 64, 74, 84, 98 };
	size_t band = chance_weighted(c, weights, COUNT(weights));

	return date_plus(today, -(int)chance_between(c, youngest[band] * 365, oldest[band] * 365));
}

/* Somebody near, of the same family as often as not. */
static const char *contact_of(struct chance *c, struct arena *a, const struct person_name *n)
{
	static const char *const kin[] = { "daughter",  "son",   "husband or wife",
		                           "neighbour", "niece", "friend" };
	struct person_name other = name_make(c);

	return arena_fmt(a, "%s %s (%s)", other.given,
	                 chance_in(c, 2, 3) ? n->family : other.family, CHANCE_OF(c, kin));
}

static void remember(struct council *c, PersonId id, int place, const char *district)
{
	if (c->npeople == c->people_room) {
		size_t room = c->people_room ? 2 * c->people_room : 1024;

		c->people =
			arena_grow(c->trail.arena, c->people, c->people_room * sizeof *c->people,
		                   room * sizeof *c->people);
		c->people_room = room;
	}
	c->people[c->npeople++] = (struct resident){ id, place, district, INT64_MAX };
}

static void name_on_it(struct council *c, PersonId id, UserAccountId who)
{
	DO(c->db, demo_named_insert, .id = V(NEW_ID(c->db, PersonNamedId)), .person = V(id),
	   .user_account = V(who), .reason = V("Works with this person"));
}

int64_t resident_add(struct council *c, struct arena *a, Moment at, int place, UserAccountId by)
{
	static const char *const warnings[] = {
		"Key safe to the left of the door",  "Small dog, friendly",
		"Oxygen in the house: no smoking",   "Two visitors at a time, please",
		"Uneven path: take care after dark",
	};
	const char *const *districts = places[place].districts;
	struct chance *d = &c->dice;
	const char *district = districts[1] && chance_in(d, 2, 5) ? districts[1] : districts[0];
	struct person_name n = name_make(d);
	char number[11];
	struct person_form f = { .scheme = SCHEME_NHS,
		                 .given_name = n.given,
		                 .family_name = n.family,
		                 .born = born_of(d, moment_date(at)),
		                 .language = n.language };
	PersonId id;

	nhs_number_make((int64_t)c->npeople, number);
	f.nhs_number = number;
	f.address = arena_fmt(a, "%s\n%s", street_make(d, a), places[place].name);
	f.postcode = postcode_make(d, a, district);
	f.phone = arena_fmt(a, "01632 960%03lld", (long long)chance_between(d, 0, 999));
	if (chance_in(d, 3, 4)) {
		f.contact_name = contact_of(d, a, &n);
		f.contact_phone =
			arena_fmt(a, "01632 960%03lld", (long long)chance_between(d, 0, 999));
	}
	if (chance_in(d, 1, 5))
		f.communication = chance_in(d, 1, 2) ? "Hard of hearing: speak to the left side"
		                                     : "Large print, please";
	if (n.language)
		f.communication = "Interpreter for reviews";
	if (chance_in(d, 1, 4))
		f.warnings = CHANCE_OF(d, warnings);
	f.restricted = chance_in(d, 1, 150);
	SURE(person_add(c->db, a, &f, at, &id) == PERSON_SAVED);
	if (f.restricted) {
		name_on_it(c, id, by);
		for (size_t i = 0; i < COUNT(c->brokers); i++)
			name_on_it(c, id, c->brokers[i]);
	}
	trail_add(&c->trail, at,
	          (struct audit_entry){ .who = by,
	                                .verb = "person.add",
	                                .thing = "person",
	                                .thing_id = id.v,
	                                .person = id },
	          0, 0, 0);
	remember(c, id, place, district);
	return (int64_t)c->npeople - 1;
}
