/* SPDX-License-Identifier: MIT */
/*
 * ocds.c -- releases and packages of the Open Contracting Data Standard, written.
 *
 * A member that has nothing to say is left out: the standard refuses empty
 * arrays and takes null for "deleted".
 */
#include "exchange/ocds.h"

VOCAB_WORDS(ocds_tag, OCDS, OCDS_TAGS)

#define LOTS "https://raw.githubusercontent.com/open-contracting-extensions/" \
	"ocds_lots_extension/v1.1.5/extension.json"
#define LICENCE "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

/* ---- small things ----------------------------------------------------------------- */

static void put_text(struct json_out *j, const char *key, const char *s)
{
	if (!BLANK(s))
		json_put_text(j, key, s);
}

static void put_moment(struct json_out *j, const char *key, Moment m)
{
	if (moment_known(m))
		json_put_moment(j, key, m);
}

/* A day is the beginning of it: the standard wants a date with a time. */
static void put_day(struct json_out *j, const char *key, Date d)
{
	if (date_known(d))
		json_put_moment(j, key, moment_at(d, minutes(0)));
}

/* The last second of a day that is still in it. */
static void put_last(struct json_out *j, const char *key, Date d)
{
	if (date_known(d))
		json_put_moment(j, key,
		                (Moment){ moment_at(date_plus(d, 1), minutes(0)).ms - 1000 });
}

static void put_value(struct json_out *j, const char *key, Money m)
{
	if (!money_known(m))
		return;
	json_open_object(j, key);
	json_put_money(j, "amount", m);
	json_put_text(j, "currency", "GBP");
	json_close_object(j);
}

static void put_word(struct json_out *j, const char *key, const char *word)
{
	json_open_array(j, key);
	json_put_text(j, NULL, word);
	json_close_array(j);
}

static void put_reference(struct json_out *j, const char *key, const struct ocds_party *p)
{
	json_open_object(j, key);
	json_put_text(j, "id", p->id);
	json_put_text(j, "name", p->name);
	json_close_object(j);
}

/* ---- who -------------------------------------------------------------------------- */

static void put_party(struct json_out *j, const struct ocds_party *p)
{
	json_open_object(j, NULL);
	json_put_text(j, "id", p->id);
	json_put_text(j, "name", p->name);
	json_open_array(j, "roles");
	if (p->buyer) {
		json_put_text(j, NULL, "buyer");
		json_put_text(j, NULL, "procuringEntity");
	}
	if (p->tenderer)
		json_put_text(j, NULL, "tenderer");
	if (p->supplier)
		json_put_text(j, NULL, "supplier");
	json_close_array(j);
	json_close_object(j);
}

/* ---- the plan ---------------------------------------------------------------------- */

static void put_planning(struct json_out *j, const struct ocds_release *r)
{
	if (BLANK(r->rationale))
		return;
	json_open_object(j, "planning");
	json_put_text(j, "rationale", r->rationale);
	if (money_known(r->value)) {
		json_open_object(j, "budget");
		put_value(j, "amount", r->value);
		json_close_object(j);
	}
	json_close_object(j);
}

/* ---- the tender ------------------------------------------------------------------- */

static void put_criterion(struct json_out *j, const char *type, const char *name, int64_t percent)
{
	if (percent <= 0)
		return;
	json_open_object(j, NULL);
	json_put_text(j, "type", type);
	json_put_text(j, "name", name);
	json_open_array(j, "numbers");
	json_open_object(j, NULL);
	json_put_int(j, "number", percent);
	json_put_text(j, "weight", "percentageExact");
	json_close_object(j);
	json_close_array(j);
	json_close_object(j);
}

static void put_lot(struct json_out *j, const struct ocds_lot *l, const char *status)
{
	json_open_object(j, NULL);
	json_put_text(j, "id", l->id);
	json_put_text(j, "title", l->title);
	json_put_text(j, "status", l->cancelled ? "unsuccessful" : status);
	put_value(j, "value", l->value);
	json_open_object(j, "awardCriteria");
	json_open_array(j, "criteria");
	put_criterion(j, "quality", "Quality", l->quality);
	put_criterion(j, "price", "Price", l->price);
	put_criterion(j, "quality", "Social value", l->social);
	json_close_array(j);
	json_close_object(j);
	json_close_object(j);
}

static void put_items(struct json_out *j, const struct ocds_release *r)
{
	if (BLANK(r->cpv) || !r->nlots)
		return;
	json_open_array(j, "items");
	for (size_t i = 0; i < r->nlots; i++) {
		json_open_object(j, NULL);
		json_put_text(j, "id", r->lots[i].id);
		json_open_object(j, "classification");
		json_put_text(j, "scheme", "CPV");
		json_put_text(j, "id", r->cpv);
		json_close_object(j);
		json_put_text(j, "relatedLot", r->lots[i].id);
		json_close_object(j);
	}
	json_close_array(j);
}

static void put_documents(struct json_out *j, const struct ocds_release *r)
{
	if (!r->ndocuments)
		return;
	json_open_array(j, "documents");
	for (size_t i = 0; i < r->ndocuments; i++) {
		json_open_object(j, NULL);
		json_put_text(j, "id", r->documents[i].id);
		json_put_text(j, "documentType", r->documents[i].kind);
		json_put_text(j, "title", r->documents[i].title);
		json_put_text(j, "url", r->documents[i].url);
		put_moment(j, "datePublished", r->documents[i].at);
		json_close_object(j);
	}
	json_close_array(j);
}

static void put_changes(struct json_out *j, const struct ocds_release *r)
{
	if (!r->nchanges)
		return;
	json_open_array(j, "amendments");
	for (size_t i = 0; i < r->nchanges; i++) {
		json_open_object(j, NULL);
		json_put_text(j, "id", r->changes[i].id);
		json_put_moment(j, "date", r->changes[i].at);
		json_put_text(j, "description", r->changes[i].words);
		json_close_object(j);
	}
	json_close_array(j);
}

static void put_periods(struct json_out *j, const struct ocds_release *r)
{
	json_open_object(j, "tenderPeriod");
	put_moment(j, "startDate", r->opens);
	put_moment(j, "endDate", r->closes);
	json_close_object(j);
	json_open_object(j, "enquiryPeriod");
	put_moment(j, "startDate", r->opens);
	put_moment(j, "endDate", r->ask_until);
	json_close_object(j);
	if (date_known(r->award)) {
		json_open_object(j, "awardPeriod");
		put_day(j, "startDate", r->award);
		json_close_object(j);
	}
	if (date_known(r->from) || date_known(r->last)) {
		json_open_object(j, "contractPeriod");
		put_day(j, "startDate", r->from);
		put_last(j, "endDate", r->last);
		put_last(j, "maxExtentDate", r->extend_last);
		json_close_object(j);
	}
}

static void put_tender(struct json_out *j, const struct ocds_release *r)
{
	json_open_object(j, "tender");
	json_put_text(j, "id", r->tender);
	put_text(j, "title", r->title);
	put_text(j, "description", r->about);
	json_put_text(j, "status", r->status);
	put_text(j, "procurementMethod", r->method);
	put_text(j, "procurementMethodDetails", r->method_details);
	json_put_text(j, "mainProcurementCategory", "services");
	json_put_text(j, "awardCriteria", "ratedCriteria");
	put_reference(j, "procuringEntity", &r->parties[0]);
	put_value(j, "value", r->value);
	put_periods(j, r);
	put_items(j, r);
	if (r->nlots) {
		json_open_array(j, "lots");
		for (size_t i = 0; i < r->nlots; i++)
			put_lot(j, &r->lots[i], r->status);
		json_close_array(j);
	}
	put_documents(j, r);
	put_changes(j, r);
	json_close_object(j);
}

/* ---- awards, contracts ------------------------------------------------------------ */

static void put_award(struct json_out *j, const struct ocds_award *w)
{
	json_open_object(j, NULL);
	json_put_text(j, "id", w->id);
	put_text(j, "title", w->title);
	json_put_text(j, "status", w->supplier ? "active" : "unsuccessful");
	put_moment(j, "date", w->at);
	put_value(j, "value", w->value);
	if (w->supplier) {
		json_open_array(j, "suppliers");
		put_reference(j, NULL, w->supplier);
		json_close_array(j);
	}
	put_word(j, "relatedLots", w->lot);
	json_close_object(j);
}

static void put_contract(struct json_out *j, const struct ocds_release *r,
                         const struct ocds_contract *c)
{
	json_open_object(j, NULL);
	json_put_text(j, "id", c->id);
	json_put_text(j, "awardID", c->award);
	put_text(j, "title", c->title);
	json_put_text(j, "status", "active");
	if (date_known(r->from) || date_known(r->last)) {
		json_open_object(j, "period");
		put_day(j, "startDate", r->from);
		put_last(j, "endDate", r->last);
		put_last(j, "maxExtentDate", r->extend_last);
		json_close_object(j);
	}
	put_value(j, "value", c->value);
	put_moment(j, "dateSigned", c->at);
	json_close_object(j);
}

static void put_outcome(struct json_out *j, const struct ocds_release *r)
{
	if (r->nawards) {
		json_open_array(j, "awards");
		for (size_t i = 0; i < r->nawards; i++)
			put_award(j, &r->awards[i]);
		json_close_array(j);
	}
	if (r->ncontracts) {
		json_open_array(j, "contracts");
		for (size_t i = 0; i < r->ncontracts; i++)
			put_contract(j, r, &r->contracts[i]);
		json_close_array(j);
	}
}

static void put_framework(struct json_out *j, const struct ocds_release *r)
{
	if (BLANK(r->framework))
		return;
	json_open_array(j, "relatedProcesses");
	json_open_object(j, NULL);
	json_put_text(j, "id", "1");
	put_word(j, "relationship", "framework");
	put_text(j, "title", r->framework_name);
	json_put_text(j, "scheme", "ocid");
	json_put_text(j, "identifier", r->framework);
	json_close_object(j);
	json_close_array(j);
}

void ocds_release_put(struct json_out *j, const char *key, const struct ocds_release *r)
{
	json_open_object(j, key);
	json_put_text(j, "ocid", r->ocid);
	json_put_text(j, "id", r->id);
	json_put_moment(j, "date", r->at);
	put_word(j, "tag", vocab_find(&ocds_tag_vocab, r->tag)->key);
	json_put_text(j, "initiationType", "tender");
	json_put_text(j, "language", "en");
	json_open_array(j, "parties");
	for (size_t i = 0; i < r->nparties; i++)
		put_party(j, &r->parties[i]);
	json_close_array(j);
	put_reference(j, "buyer", &r->parties[0]);
	put_planning(j, r);
	put_tender(j, r);
	put_outcome(j, r);
	put_framework(j, r);
	json_close_object(j);
}

/* ---- packages --------------------------------------------------------------------- */

void ocds_package_begin(struct json_out *j, const struct ocds_package *p, const char *what)
{
	json_open_object(j, NULL);
	json_put_text(j, "uri", p->uri);
	json_put_text(j, "version", "1.1");
	put_word(j, "extensions", LOTS);
	json_put_moment(j, "publishedDate", p->at);
	json_open_object(j, "publisher");
	json_put_text(j, "name", p->publisher);
	json_close_object(j);
	json_put_text(j, "license", LICENCE);
	json_open_array(j, what);
}

void ocds_package_end(struct json_out *j, const struct ocds_package *p)
{
	json_close_array(j);
	if (p->next) {
		json_open_object(j, "links");
		json_put_text(j, "next", p->next);
		json_close_object(j);
	}
	json_close_object(j);
}
