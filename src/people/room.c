/* SPDX-License-Identifier: MIT */
/*
 * room.c -- what of people has an address, and what must hold of their records.
 */
#include "people/inside.h"
#include "site/site.h"

static const struct route routes[] = {
	{ .path = "/people", .may = MAY_SEE_PERSON, .title = "People", .nav = "People",
	  .get = people_get,
	  .says = "Find people by name in any order and spelling, date of birth, NHS or CHI "
	          "number, or postcode." },
	{ .path = "/people/new", .may = MAY_ASK, .title = "Record a person",
	  .form = &person_new_form,
	  .load = person_new_load, .above = person_new_above, .post = person_new_post,
	  .says = "Record a new person. Likely duplicates are refused once, with the mark "
	          "\"alike\"; send it back with \"seen_alike\"." },
	{ .path = "/people/{person}", .may = MAY_SEE_PERSON, .get = person_get,
	  .says = "A person's record. Opening it is kept in the audit trail." },
	{ .path = "/people/{person}/change", .may = MAY_ASK, .title = "Change a record",
	  .form = &person_change_form, .load = person_change_load, .post = person_change_post,
	  .says = "Change a person's record." },
	{ .path = "/people/{person}/named", .may = MAY_SEE_PERSON,
	  .title = "Who may open this record",
	  .form = &person_named_form, .load = person_named_load, .above = person_named_above,
	  .post = person_named_post, .says = "Who may open a restricted record; name somebody." },
	{ .path = "/people/{person}/named/{user}", .may = MAY_SEE_PERSON,
	  .title = "Take off the record",
	  .form = &person_unnamed_form, .load = person_unnamed_load, .post = person_unnamed_post,
	  .says = "Take somebody off a restricted record." },
};

static const struct search_part searches[] = {
	{ .key = "people", .title = "People", .may = MAY_SEE_PERSON, .path = "/people",
	  .find = people_search, .else_text = "Record a new person", .else_path = "/people/new",
	  .else_may = MAY_ASK },
};

static const struct check checks[] = {
	{ .name = "restricted-not-found", .sql = &check_restricted_words_sql,
	  .says = "A restricted person is not in the index of names (law 8)" },
	{ .name = "people-found", .sql = &check_no_words_sql,
	  .says = "Everybody else is in the index of names" },
	{ .name = "named-only-if-restricted", .sql = &check_named_open_sql,
	  .says = "Nobody is named on a record that all may open" },
};

const struct room people_room = {
	.name = "people", .routes = routes, .nroutes = COUNT(routes),
	.searches = searches, .nsearches = COUNT(searches),
	.checks = checks, .nchecks = COUNT(checks),
};
