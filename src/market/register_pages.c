/* SPDX-License-Identifier: MIT */
/*
 * register_pages.c -- what everybody may see of the providers (B&NES 3g.9).
 *
 * Name, place, the regulator's rating and its date, and the standing with the
 * council, suspension and removal included.  No personal data: no reason, no
 * name of anybody; where the regulator hides an address, so does this.
 */
#include "market/page.sql.h"
#include "market/pages.h"

static struct cell services_cell(struct rq *rq, const void *row)
{
	const struct market_register_list_row *r = row;

	return cell_of_text(service_list_text(rq->arena, r->services_text));
}

static struct cell since_cell(struct rq *rq, const void *row)
{
	const struct market_register_list_row *r = row;

	(void)rq;
	return moment_known(r->since_ms) ? cell_of_date(moment_date(r->since_ms)) : cell_none();
}

static const struct list_col register_cols[] = {
	{ "id",            "Number",   .as = CELL_INT, .in_files_only = true },
	{ "name",          "Name",     .link = "/register/{id}" },
	{ "provider_name", "Provider" },
	{ "town",          "Town" },
	{ "services",      "Services", .make = services_cell },
	{ "latest_rating", "Rating",   .means = "As the regulator published it" },
	{ "latest_day",    "Rated on", .as = CELL_DATE },
	{ "status",        "Standing with the council", .as = CELL_WORD,
	  .words = &market_status_vocab },
	{ "scope",         "Suspended", .means = "What is suspended of it: lots, localities" },
	{ "suspended_since", "Suspended since", .as = CELL_DATE, .make = since_cell },
	{ "regulator",     "Regulator", .as = CELL_WORD, .words = &regulator_vocab,
	  .in_files_only = true },
	{ "ref",           "Reference", .in_files_only = true },
};

static const struct list_filter register_filters[] = {
	{ "q",       "Name or registration number", FILTER_TEXT },
	{ "town",    "Town",     FILTER_CHOICE, .from = &market_town_choices_sql },
	{ "service", "Service",  FILTER_CHOICE, .words = &service_vocab },
	{ "status",  "Standing", FILTER_CHOICE, .words = &market_status_vocab },
};

static void register_above(struct rq *rq, struct page *pg)
{
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, "/register/changes", "Who was accredited, suspended or removed, and when");
	end(pg);
	if (rq->me->id.v)
		return;
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, "/join", "A provider that wants to work with us asks for an account here");
	end(pg);
}

const struct list market_register = {
	.name = "register", .title = "Register of care providers",
	.why = "Read by anybody who looks for care: who there is, how they are rated, and whether "
	       "the "
	       "council places with them",
	.sql = &market_register_list_sql, .cols = register_cols, .ncols = COUNT(register_cols),
	.filters = register_filters, .nfilters = COUNT(register_filters), .page_rows = 50,
	.wide = true, .none = "No provider is in the register yet", .above = register_above,
};

static const struct column asked_cols[] = {
	{ .key = "question", .from = "question", .label = "Question", .kind = CELL_WORD,
	  .words = &reg_question_vocab },
	{ .key = "value", .from = "value", .label = "Rating" },
	{ .key = "given", .from = "given_day", .label = "Published", .kind = CELL_DATE },
};

static void put_place(struct record *rec, const struct market_register_list_row *r)
{
	if (r->hidden)
		return;
	record_text(rec, "town", "Town", r->town);
	record_text(rec, "address", "Address", r->address);
	record_text(rec, "postcode", "Postcode", r->postcode);
	record_text(rec, "phone", "Telephone", r->phone);
}

static void put_ratings(struct rq *rq, struct record *rec, LocationId id)
{
	struct table *t = record_table(rec, "ratings", "Latest ratings", asked_cols,
	                               COUNT(asked_cols));
	struct market_register_ratings_row *r;
	size_t n = ALL(rq->db, rq->arena, market_register_ratings, &r, .location = V(id));

	record_fill(t, &market_register_ratings_sql, r, n);
}

struct reply register_get(struct rq *rq)
{
	struct market_register_list_row r;
	struct record *rec;

	if (!ONE(rq->db, rq->arena, market_register_list, &r,
	         .location = V(ID(rq, LocationId, "location")),
	         .today = V(rq->today), .now = V(rq->now), .limit = V((int64_t)1),
	         .skip = V((int64_t)0)))
		return not_found(rq);
	rec = record_new(rq->arena, "register-location", r.id.v, r.name);
	record_text(rec, "name", "Name", r.name);
	record_text(rec, "provider", "Provider", r.provider_name);
	record_word(rec, "status", "Standing with the council", &market_status_vocab, r.status);
	record_text(rec, "scope", "Suspended", r.scope);
	record_if_any(rec);
	if (moment_known(r.since_ms))
		record_date(rec, "suspended_since", "Suspended since", moment_date(r.since_ms));
	record_text(rec, "services", "Services", service_list_text(rq->arena, r.services_text));
	put_place(rec, &r);
	record_text(rec, "rating", "Rating", r.latest_rating);
	record_date(rec, "rated", "Rated on", r.latest_day);
	record_date(rec, "inspected", "Last inspected", r.inspected_day);
	record_word(rec, "regulator", "Regulator", &regulator_vocab, r.regulator);
	record_text(rec, "ref", "Reference", r.ref);
	record_word(rec, "registration", "Registration", &reg_status_vocab, r.registration);
	record_date(rec, "registered", "Registered on", r.registered_day);
	record_int(rec, "places", "Places", r.places);
	put_ratings(rq, rec, r.id);
	rq->look.back = "/register";
	return record_reply(rq, rec);
}
