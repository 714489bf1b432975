/* SPDX-License-Identifier: MIT */
/*
 * test_depends.c -- questions that are asked only after others, and forms
 * that are saved before they are whole.
 */
#include "form/test_form.h"

#define DEP_PLACES(X, P)                               \
	X(P, 1, HOME, "home",     NULL, "At home")     \
	X(P, 2, WARD, "hospital", NULL, "In hospital") \
	X(P, 3, STREET, "street", NULL, "Nowhere")
enum dep_place { DEP_PLACES(VOCAB_ENUM_, DEP) };
static const struct word place_words[] = { DEP_PLACES(VOCAB_WORD_, DEP) };
static const struct vocab places = { "places", place_words, COUNT(place_words) };

struct dep_row { const char *name; bool paid; Money wage; };
struct dep {
	unsigned    place;
	int64_t     before;
	bool        known;
	const char *ward, *street, *since;
	struct rows helpers;
};
static const struct field row_fields[] = {
	{ IN(struct dep_row, name), .label = "Name", .need = "Enter the name" },
	{ IN(struct dep_row, paid), .label = "Is paid" },
	{ IN(struct dep_row, wage), .label = "Wage", .depends = "paid=yes",
	  .need = "Enter the wage" },
};
static const struct form row_form = { FORM(struct dep_row, row_fields), .title = "Helper" };

static const struct field fields[] = {
	{ IN(struct dep, place), .label = "Place", .words = &places, .need = "Choose the place" },
	{ IN(struct dep, before), .label = "Before", .as = AS_CHECKBOXES, .words = &places },
	{ IN(struct dep, known), .label = "Known", .as = AS_RADIOS },
	{ IN(struct dep, ward), .label = "Ward", .depends = "place=2", .need = "Enter the ward" },
	{ IN(struct dep, street), .label = "Street", .depends = "before=home,street",
	  .need = "Enter the street" },
	{ IN(struct dep, since), .label = "Since", .depends = "known=yes",
	  .need = "Enter since when" },
	{ IN(struct dep, helpers), .label = "Helpers", .group = &row_form, .need = "Add a helper" },
};
static const struct form whole = { FORM(struct dep, fields), .name = "dep" };
static const struct form partly = { FORM(struct dep, fields), .name = "dep", .partly = true };

/* How many problems there are, and which questions were asked. */
static size_t sent(struct t *t, struct params p, struct dep *got, const char *field,
                   const char **said)
{
	struct rq rq = try_rq(t);
	bool fine = form_read(&rq, &whole, &p, got);

	OK(fine == (rq.nproblems == 0));
	*said = try_problem(&rq, field);
	return rq.nproblems;
}

TEST(a_question_follows_from_the_answer_before_it)
{
	struct arena *a = t->arena;
	const char *said;
	struct dep got;

	/* A word by its code, several by their keys, a truth by "yes". */
	IS(sent(t, SENT(a, "place=hospital", "helpers.0.name=Bo"), &got, "ward", &said), 1);
	SAME(said, "Enter the ward");
	IS(sent(t, SENT(a, "place=home", "ward=3a", "street=Elm Row", "since=May",
	                "helpers.0.name=Bo"), &got, "ward", &said), 0);
	OK(!got.ward && !got.street && !got.since);
	IS(sent(t, SENT(a, "place=home", "before=street", "helpers.0.name=Bo"), &got, "street",
	        &said), 1);
	SAME(said, "Enter the street");
	IS(sent(t, SENT(a, "place=home", "before=hospital", "street=Elm Row",
	                "helpers.0.name=Bo"), &got, "street", &said), 0);
	OK(!got.street);
	IS(sent(t, SENT(a, "place=home", "known=yes", "helpers.0.name=Bo"), &got, "since", &said),
	   1);
	SAME(said, "Enter since when");
	IS(sent(t, SENT(a, "place=home", "known=no", "helpers.0.name=Bo"), &got, "since", &said),
	   0);
	/* And within a row. */
	IS(sent(t, SENT(a, "place=home", "helpers.0.name=Bo", "helpers.0.paid=yes"), &got,
	        "helpers.0.wage", &said), 1);
	SAME(said, "Helper 1: Enter the wage");
}

TEST(what_is_saved_partly_is_asked_for_in_the_end)
{
	struct rq rq = try_rq(t);
	struct params p = SENT(t->arena, "place=hospital", "helpers.0.paid=yes");
	struct buf schema = buf_new(t->arena);
	struct dep got;

	OK(form_read(&rq, &partly, &p, &got));
	IS(got.place, DEP_WARD);
	NEED(got.helpers.n == 1);
	OK(!form_complete(&rq, &partly, &got));
	IS(rq.nproblems, 3);
	SAME(try_problem(&rq, "ward"), "Enter the ward");
	SAME(try_problem(&rq, "helpers.0.name"), "Helper 1: Enter the name");
	SAME(try_problem(&rq, "helpers.0.wage"), "Helper 1: Enter the wage");
	/* What is no such value is refused all the same. */
	rq = try_rq(t);
	p = SENT(t->arena, "place=nowhere at all");
	OK(!form_read(&rq, &partly, &p, &got));
	rq = try_rq(t);
	p = SENT(t->arena, "place=home", "helpers.0.name=Bo");
	OK(form_read(&rq, &partly, &p, &got));
	OK(form_complete(&rq, &partly, &got));
	form_schema(&schema, &partly);
	LACKS(buf_text(&schema), "required");
	form_schema(&schema, &whole);
	HAS(buf_text(&schema), "\"required\":[\"place\",\"helpers\"]");
}
