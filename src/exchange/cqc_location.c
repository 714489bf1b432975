/* SPDX-License-Identifier: MIT */
/*
 * cqc_location.c -- a location record of the CQC's API.
 *
 * Every member but the id may be missing.  Ratings come in two shapes:
 * "currentRatings" of inspections, and "assessment" of the single assessment
 * framework, which may rate one key question anew and leave the others.  So
 * each question keeps the newest rating of either, and so does each question
 * of a service or group of people that is rated apart.  Contacts and managers
 * are people and are not read.  Standards: section 2.
 */
#include <jansson.h>
#include <string.h>

#include "exchange/identifiers.h"
#include "exchange/reg_inside.h"

static struct slice whole(const char *text)
{
	return (struct slice){ text, strlen(text) };
}

static const char *member(struct take *t, const json_t *o, const char *key)
{
	return clean_text(t->arena, whole(json_member_text(o, key)));
}

static Date member_date(struct take *t, const json_t *o, const char *key)
{
	return clean_date(t, key, member(t, o, key));
}

bool cqc_care_home(const struct reg_location *l)
{
	static const char *const homes[] = {
		"Residential homes", "Nursing homes",
		"Care home service with nursing", "Care home service without nursing",
	};

	for (size_t i = 0; i < l->ntypes; i++) {
		for (size_t k = 0; k < COUNT(homes); k++) {
			if (slice_is(whole(l->types[i]), homes[k]))
				return true;
		}
	}
	return false;
}

/* ---- ratings -------------------------------------------------------------- */

/* Of what, and when it could be read. */
struct rated { const char *service; Date on; };

static void put_rating(struct take *t, struct reg_location *out, const struct rated *of,
                       const char *name, const char *text)
{
	const struct word *question = vocab_by_key(&reg_question_vocab, name);

	/* The CQC's own five and the overall; what else it may name is not ours to grade. */
	if (*text && question && question->code <= ASKED_WELL_LED)
		rating_put(t, out, &(struct reg_rating){ question->code, text, reg_rank_cqc(text),
			of->on, of->service });
}

static void put_questions(struct take *t, struct reg_location *out, const struct rated *of,
                          const json_t *list)
{
	size_t i;
	json_t *q;

	json_array_foreach(list, i, q) {
		Date own = member_date(t, q, "reportDate");

		put_rating(t, out, &(struct rated){ of->service, date_known(own) ? own : of->on },
		           member(t, q, "name"), member(t, q, "rating"));
	}
}

/* An object with a rating of its own and those of its questions. */
static void put_rated(struct take *t, struct reg_location *out, const struct rated *of,
                      const json_t *o)
{
	put_rating(t, out, of, "overall", member(t, o, "rating"));
	put_questions(t, out, of, json_member(o, "keyQuestionRatings"));
}

static void read_inspections(struct take *t, struct reg_location *out)
{
	const json_t *current = json_member(t->r->record, "currentRatings");
	const json_t *overall = json_member(current, "overall");
	struct rated whole_one = { "", member_date(t, overall, "reportDate") };
	size_t i;
	json_t *s;

	if (!date_known(whole_one.on))
		whole_one.on = member_date(t, current, "reportDate");
	put_rated(t, out, &whole_one, overall);
	json_array_foreach(json_member(current, "serviceRatings"), i, s) {
		struct rated of = { member(t, s, "name"), member_date(t, s, "reportDate") };

		if (!date_known(of.on))
			of.on = whole_one.on;
		if (*of.service)
			put_rated(t, out, &of, s);
	}
}

/* Are several groups of services assessed apart? */
static bool several_groups(struct take *t, const json_t *assessments)
{
	const char *first = NULL;
	size_t i, k;
	json_t *a, *g;

	json_array_foreach(assessments, i, a) {
		json_array_foreach(json_member(json_member(a, "ratings"), "asgRatings"), k, g) {
			const char *name = member(t, g, "name");

			if (first && !text_same(first, name))
				return true;
			first = name;
		}
	}
	return false;
}

/* A group that is assessed alone is the location; of several each is kept beside it. */
static void read_assessments(struct take *t, struct reg_location *out)
{
	const json_t *assessments = json_member(t->r->record, "assessment");
	const bool several = several_groups(t, assessments);
	size_t i, k;
	json_t *a, *g;

	json_array_foreach(assessments, i, a) {
		const json_t *ratings = json_member(a, "ratings");
		const json_t *overall = json_member(ratings, "overall");
		Date published = member_date(t, a, "assessmentPlanPublishedDateTime");

		if (overall)
			put_rated(t, out, &(struct rated){ "", published }, overall);
		json_array_foreach(json_member(ratings, "asgRatings"), k, g) {
			/* What counts is when it could be read, as for inspections. */
			Date on = date_known(published) ? published
			                                : member_date(t, g, "assessmentDate");

			if (!overall)
				put_rated(t, out, &(struct rated){ "", on }, g);
			if (several && *member(t, g, "name"))
				put_rated(t, out, &(struct rated){ member(t, g, "name"), on }, g);
		}
	}
}

/* ---- lists ------------------------------------------------------------------ */

static size_t read_names(struct take *t, const char *list, const char *key, const char *or_key,
                         const char ***out)
{
	const json_t *items = json_member(t->r->record, list);
	size_t i, n = 0;
	json_t *item;

	*out = NEWN(t->arena, const char *, json_array_size(items));
	json_array_foreach(items, i, item) {
		const char *name = member(t, item, key);

		if (!*name)
			name = member(t, item, or_key);
		if (*name)
			(*out)[n++] = name;
	}
	return n;
}

static void read_links(struct take *t, struct reg_location *out)
{
	const json_t *list = json_member(t->r->record, "relationships");
	size_t i;
	json_t *item;

	out->links = NEWN(t->arena, struct reg_link, json_array_size(list));
	json_array_foreach(list, i, item) {
		struct slice type = whole(json_member_text(item, "type"));
		bool before = slice_is(type, "HSCA Predecessor");

		if (!before && !slice_is(type, "HSCA Successor"))
			continue;
		out->links[out->nlinks++] = (struct reg_link){
			before ? LINK_BEFORE : LINK_AFTER, member(t, item, "relatedLocationId"),
			member(t, item, "relatedLocationName"), member(t, item, "reason") };
	}
}

/* ---- the record --------------------------------------------------------------- */

static void read_status(struct take *t, struct reg_location *out)
{
	const json_t *o = t->r->record;
	const char *status = member(t, o, "registrationStatus");

	out->registered = member_date(t, o, "registrationDate");
	out->deregistered = member_date(t, o, "deregistrationDate");
	if (slice_is(whole(status), "Deregistered"))
		out->status = REG_GONE;
	else if (*status && !slice_is(whole(status), "Registered"))
		take_refuse(t, "registrationStatus", status, "\"%.40s\" is not a status that we "
		            "know: Registered, Deregistered.", status);
	else if (slice_is(whole(member(t, o, "dormancy")), "Y"))
		out->status = REG_INACTIVE;
}

static void read_address(struct take *t, struct reg_location *out)
{
	const json_t *o = t->r->record;
	const char *one = member(t, o, "postalAddressLine1");
	const char *two = member(t, o, "postalAddressLine2");

	out->address = arena_fmt(t->arena, "%s%s%s", one, *one && *two ? "\n" : "", two);
	out->town = member(t, o, "postalAddressTownCity");
	out->county = member(t, o, "postalAddressCounty");
	clean_postcode(t, out, member(t, o, "postalCode"));
	out->phone = clean_phone(t->arena, member(t, o, "mainPhoneNumber"));
	out->website = member(t, o, "website");
	out->uprn = clean_uprn(t->arena, member(t, o, "uprn"));
	out->council = member(t, o, "localAuthority");
	out->region = member(t, o, "region");
	out->health_board = member(t, o, "onspdIcbName");
}

void cqc_location_read(struct take *t, struct reg_location *out)
{
	const json_t *o = t->r->record;
	const char *home = member(t, o, "careHome");

	out->regulator = REGULATOR_CQC;
	out->name = member(t, o, "name");
	out->also_known_as = member(t, o, "alsoKnownAs");
	out->provider_ref = member(t, o, "providerId");
	out->provider_name = member(t, o, "providerName");
	if (*out->provider_ref && !cqc_ref(out->provider_ref))
		take_refuse(t, "providerId", out->provider_ref,
		            "\"%.40s\" is not a provider's reference like 1-101611848.",
		            out->provider_ref);
	out->ods_code = member(t, o, "odsCode");
	out->care_service = member(t, o, "type");
	out->beds = json_member_int(o, "numberOfBeds");
	out->inspected = member_date(t, json_member(o, "lastInspection"), "date");
	out->checked = member_date(t, json_member(o, "lastReport"), "publicationDate");
	read_status(t, out);
	read_address(t, out);
	/* The long word ("Domiciliary care service") says more than the short one. */
	out->ntypes = read_names(t, "gacServiceTypes", "description", "name", &out->types);
	out->nspecialisms = read_names(t, "specialisms", "name", "name", &out->specialisms);
	out->care_home = *home ? slice_is(whole(home), "Y") : cqc_care_home(out);
	read_links(t, out);
	read_inspections(t, out);
	read_assessments(t, out);
}
