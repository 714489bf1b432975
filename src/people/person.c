/* SPDX-License-Identifier: MIT */
/*
 * person.c -- the record of a person: who may open it, saving it, where she lives.
 *
 *	open to all who may see people --restricted--> to those named on it only
 *	                               <--opened again--  (nobody is named any more)
 *
 * The locality follows from the postcode on the day of saving.  A number that
 * another open record has is refused; a restricted one's is not, for the
 * refusal would tell that the record exists (model.md, law 8).
 */
#include "people/inside.h"

#include "base/utf8.h"
#include "exchange/identifiers.h"

bool person_load(struct db *db, struct arena *a, PersonId id, struct person *out)
{
	return ONE(db, a, person_load, out, .id = V(id));
}

bool person_may_open(struct db *db, struct arena *a, PersonId id, UserAccountId me, Moment now)
{
	struct person_visible_row r;

	return ONE(db, a, person_visible, &r, .id = V(id), .me = V(me), .now = V(now));
}

LocalityId locality_of(struct db *db, struct arena *a, const char *postcode, Date on)
{
	struct locality_of_district_row r;
	char whole[9], district[5];
	const char *d = postcode;

	if (postcode_check(postcode, whole) == ID_FINE) {
		postcode_district(whole, district);
		d = district;
	}
	if (BLANK(d) || !ONE(db, a, locality_of_district, &r, .district = V(d), .on = V(on)))
		return (LocalityId){ 0 };
	return r.locality;
}

/* ---- saving ------------------------------------------------------------------------ */

/* A record's columns as they follow from the answers. */
struct kept {
	const char *name_key, *nhs, *chi, *postcode, *district, *phone, *contact_phone;
	LocalityId  locality;
};

static const char *none_if_blank(const char *s)
{
	return BLANK(s) ? NULL : s;
}

static const char *phone_kept(struct arena *a, const char *s)
{
	char tidy[20];

	return phone_check(s, tidy) == ID_FINE ? arena_dup(a, tidy) : none_if_blank(s);
}

static struct kept kept_of(struct db *db, struct arena *a, const struct person_form *f, Date today)
{
	struct kept k = { .postcode = none_if_blank(f->postcode) };
	char digits[11], whole[9], district[5];

	k.name_key = utf8_key(a, arena_fmt(a, "%s %s", f->family_name, f->given_name));
	if (nhs_number_check(f->nhs_number, digits) == ID_FINE)
		k.nhs = arena_dup(a, digits);
	if (chi_number_check(f->chi_number, digits) == ID_FINE)
		k.chi = arena_dup(a, digits);
	if (postcode_check(f->postcode, whole) == ID_FINE) {
		k.postcode = arena_dup(a, whole);
		postcode_district(whole, district);
		k.district = none_if_blank(arena_dup(a, district));
		k.locality = locality_of(db, a, whole, today);
	}
	k.phone = phone_kept(a, f->phone);
	k.contact_phone = phone_kept(a, f->contact_phone);
	return k;
}

/* What both statements take. */
#define PERSON_ANSWERS(f, k)                                                                     \
	.given_name = V((f)->given_name), .family_name = V((f)->family_name),                    \
	.known_as = V(none_if_blank((f)->known_as)), .name_key = V((k).name_key),                \
	.born_day = V((f)->born), .nhs_number = V((k).nhs), .chi_number = V((k).chi),            \
	.address = V(none_if_blank((f)->address)), .postcode = V((k).postcode),                  \
	.district = V((k).district), .locality = V((k).locality), .phone = V((k).phone),         \
	.language = V(none_if_blank((f)->language)),                                             \
	.communication = V(none_if_blank((f)->communication)),                                   \
	.contact_name = V(none_if_blank((f)->contact_name)),                                     \
	.contact_phone = V((k).contact_phone), .warnings = V(none_if_blank((f)->warnings)),      \
	.restricted = V((int64_t)(f)->restricted)

enum person_saved person_add(struct db *db, struct arena *a, const struct person_form *f,
                             Moment now, PersonId *out)
{
	struct kept k = kept_of(db, a, f, moment_date(now));

	db_need_write(db);
	*out = NEW_ID(db, PersonId);
	if (TRY(db, person_insert, .id = V(*out), .made_ms = V(now), PERSON_ANSWERS(f, k))
	    == TRY_UNIQUE)
		return PERSON_NUMBER_TAKEN;
	person_words_keep(db, a, *out, f);
	return PERSON_SAVED;
}

enum person_saved person_change(struct db *db, struct arena *a, PersonId id,
                                const struct person_form *f, Moment now)
{
	struct kept k = kept_of(db, a, f, moment_date(now));
	struct person was;

	db_need_write(db);
	if (!person_load(db, a, id, &was))
		return PERSON_GONE;
	if (was.revision != f->revision)
		return PERSON_STALE;
	switch (TRY(db, person_update, .id = V(id), .revision = V(f->revision),
	            PERSON_ANSWERS(f, k))) {
	case TRY_UNIQUE:
		return PERSON_NUMBER_TAKEN;
	case TRY_DONE: case TRY_FOREIGN: case TRY_CHECK:
		break;
	}
	/* Who was named must not come back unseen, should it be restricted again. */
	if (!f->restricted)
		DO(db, person_named_clear, .person = V(id));
	person_words_keep(db, a, id, f);
	return PERSON_SAVED;
}

PersonId person_number_holder(struct db *db, struct arena *a, const struct person_form *f,
                              PersonId but)
{
	struct kept k = kept_of(db, a, f, moment_date(clock_now()));
	const char *numbers[] = { k.nhs, k.chi };
	struct people_of_number_row *rows;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		size_t n = 0;

		if (numbers[i])
			n = ALL(db, a, people_of_number, &rows, .number = V(numbers[i]));
		for (size_t r = 0; r < n; r++)
			if (rows[r].id.v != but.v)
				return rows[r].id;
	}
	return (PersonId){ 0 };
}

struct person_form person_to_form(const struct person *p)
{
	return (struct person_form){ .scheme = INT_NONE, .given_name = p->given_name,
		.family_name = p->family_name, .known_as = p->known_as, .born = p->born_day,
		.nhs_number = p->nhs_number, .chi_number = p->chi_number, .address = p->address,
		.postcode = p->postcode, .phone = p->phone, .language = p->language,
		.communication = p->communication, .contact_name = p->contact_name,
		.contact_phone = p->contact_phone, .warnings = p->warnings,
		.restricted = p->restricted == 1, .alike = INT_NONE, .revision = p->revision };
}
