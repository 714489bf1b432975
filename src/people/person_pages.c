/* SPDX-License-Identifier: MIT */
/*
 * person_pages.c -- a person's record: reading it, making a new one, changing it.
 *
 * A record that one may not open gives the very reply of one that does not
 * exist.  A new record is made only after likely duplicates were shown:
 *
 *	sent --nobody alike--> recorded
 *	     --alike--> drawn again with them --"this is another person"--> recorded
 */
#include "people/inside.h"

#include "audit/audit.h"
#include "html/alm.h"
#include "list/record.h"
#include "site/setting.h"


static bool person_here(struct rq *rq, struct person *out)
{
	PersonId id = ID(rq, PersonId, "person");

	return person_may_open(rq->db, rq->arena, id, rq->me->id, rq->now) &&
	       person_load(rq->db, rq->arena, id, out);
}

static int64_t scheme_here(struct rq *rq)
{
	return text_same(setting(rq->db, "council.nation"), "sc") ? SCHEME_CHI : SCHEME_NHS;
}

/* ---- the record --------------------------------------------------------------------- */

static struct record *record_of(struct rq *rq, const struct person *p)
{
	struct record *rec = record_new(rq->arena, "person", p->id.v,
	                                arena_fmt(rq->arena, "%s %s", p->given_name,
	                                          p->family_name));
	bool scotland = scheme_here(rq) == SCHEME_CHI;

	record_int(rec, "revision", "Revision", p->revision);
	record_not_on_page(rec);
	record_text(rec, "given_name", "First names", p->given_name);
	record_text(rec, "family_name", "Last name", p->family_name);
	record_text(rec, "known_as", "Known as", p->known_as);
	record_date(rec, "born", "Date of birth", p->born_day);
	if (!scotland || p->nhs_number)
		record_text(rec, "nhs_number", "NHS number", p->nhs_number);
	if (scotland || p->chi_number)
		record_text(rec, "chi_number", "CHI number", p->chi_number);
	record_text(rec, "address", "Address", p->address);
	record_text(rec, "postcode", "Postcode", p->postcode);
	record_text(rec, "locality", "Locality", p->locality_name);
	record_text(rec, "phone", "Telephone", p->phone);
	record_text(rec, "language", "First language", p->language);
	record_text(rec, "communication", "Communication needs", p->communication);
	record_text(rec, "contact_name", "Carer or next of kin", p->contact_name);
	record_text(rec, "contact_phone", "Their telephone", p->contact_phone);
	record_text(rec, "warnings", "Warnings", p->warnings);
	if (date_known(p->died_day))
		record_date(rec, "died", "Died", p->died_day);
	record_moment(rec, "recorded", "Recorded", p->made_ms);
	record_fact(rec, &(struct column){ .key = "restricted", .label = "Restricted",
	                                   .kind = CELL_BOOL },
	            cell_of_bool(p->restricted));
	return rec;
}

static void draw_identity(struct rq *rq, struct page *pg, const struct person *p)
{
	const char *born = date_text(rq->arena, p->born_day);
	int age = date_age(p->born_day, date_known(p->died_day) ? p->died_day : rq->today);

	alm_identity(pg, (struct alm_identity){
		.name = arena_fmt(rq->arena, "%s %s", p->given_name, p->family_name),
		.warning = p->restricted ? "Restricted record" : NULL,
		GOV_ITEMS(gov_fact,
			{ "Known as", p->known_as },
			{ "Born", age >= 0 ? arena_fmt(rq->arena, "%s (%d)", born, age) : born },
			{ "NHS number", p->nhs_number }, { "CHI number", p->chi_number },
			{ "Postcode", p->postcode }, { "Locality", p->locality_name }) });
}

static void draw_actions(struct rq *rq, struct page *pg, const struct person *p)
{
	long long id = (long long)p->id.v;

	if (!rq_may(rq, MAY_ASK))
		return;
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Ask for a package",
		.href = arena_fmt(rq->arena, "/people/%lld/requests/new", id) });
	gov_button(pg, (struct gov_button){ .text = "Change", .classes = "govuk-button--secondary",
		.href = arena_fmt(rq->arena, "/people/%lld/change", id) });
	if (p->restricted)
		gov_button(pg, (struct gov_button){ .text = "Who may open it",
			.classes = "govuk-button--secondary",
			.href = arena_fmt(rq->arena, "/people/%lld/named", id) });
	end(pg);
}

struct reply person_get(struct rq *rq)
{
	struct record *rec;
	struct person p;
	struct page *pg;

	if (!person_here(rq, &p))
		return not_found(rq);
	audit_open(rq, p.id, NULL);
	rec = record_of(rq, &p);
	if (rq->format != AS_PAGE) {
		person_panels(rq, NULL, rec, p.id);
		return record_reply(rq, rec);
	}
	rq->look.title = arena_fmt(rq->arena, "%s %s", p.given_name, p.family_name);
	rq->look.h1 = "Personal record";
	rq->look.caption = arena_fmt(rq->arena, "Record %lld", (long long)p.id.v);
	rq->look.back = "/people";
	pg = show_begin(rq);
	draw_identity(rq, pg, &p);
	draw_actions(rq, pg, &p);
	if (!BLANK(p.warnings))
		gov_warning_text(pg, (struct gov_warning){
			.html = html_lines(rq->arena, p.warnings) });
	if (!p.locality.v)
		gov_inset_text(pg, (struct gov_inset){ .text = BLANK(p.postcode)
			? "There is no postcode, so it is not known in which locality the person "
			  "lives. A package can be asked for once there is one."
			: "The postcode lies outside the council's localities. A package can be "
			  "asked for once the person lives in one, or a commissioner has added "
			  "the postcode's district." });
	record_draw_facts(rq, pg, rec);
	person_panels(rq, pg, rec, p.id);
	return show(rq, pg);
}

/* ---- a new one --------------------------------------------------------------------------- */

struct reply person_new_load(struct rq *rq, void *form)
{
	((struct person_form *)form)->scheme = scheme_here(rq);
	return (struct reply){ REPLY_DEFAULT };
}

/* Which they are, in a number: other ones must be looked at anew. */
static int64_t alike_mark(const struct person_hit *hits, size_t n)
{
	uint64_t mark = n;

	for (size_t i = 0; i < n; i++)
		mark += (uint64_t)hits[i].id.v * UINT64_C(2654435761) % 1000003;
	return n ? (int64_t)mark : INT_NONE;
}

void person_new_above(struct rq *rq, struct page *pg, const void *form)
{
	const struct person_form *f = form;
	struct person_hit *hits;
	size_t n;

	if (f->alike == INT_NONE)
		return;
	n = person_alike(rq->db, rq->arena, rq->me->id, f, &hits);
	if (n)
		draw_hits(rq, pg, "Is it one of these?", hits, n);
}

static struct reply number_taken(struct rq *rq, struct person_form *f, PersonId by)
{
	struct person p = { 0 };

	if (!by.v || !person_load(rq->db, rq->arena, by, &p))
		return refuse(rq, NULL, "Somebody else's record has this number by now. "
		              "Search for it");
	return refuse(rq, p.nhs_number && text_same(p.nhs_number, f->nhs_number) ? "nhs_number"
	              : "chi_number", "%s %s's record has this number already (record %lld). "
	              "Open that one, or correct the number", p.given_name, p.family_name,
	              (long long)p.id.v);
}

/* Whoever restricts a record is the first who may open it. */
static void name_myself(struct rq *rq, PersonId id)
{
	DO(rq->db, person_named_put, .id = V(NEW_ID(rq->db, PersonNamedId)), .person = V(id),
	   .user_account = V(rq->me->id), .until_ms = V(MOMENT_NONE),
	   .reason = V("Restricted the record"));
	AUDIT(rq, .verb = "person.name", .thing = "person", .thing_id = id.v, .person = id,
	      .reason = "Restricted the record",
	      .detail = arena_fmt(rq->arena, "{\"user_account\":%lld}", (long long)rq->me->id.v));
}

struct reply person_new_post(struct rq *rq, void *form)
{
	struct person_form *f = form;
	struct person_hit *hits;
	size_t n = person_alike(rq->db, rq->arena, rq->me->id, f, &hits);
	PersonId holder = person_number_holder(rq->db, rq->arena, f, (PersonId){ 0 }), id;
	int64_t mark = alike_mark(hits, n);
	bool looked = f->seen_alike && f->alike == mark;

	f->alike = mark;
	if (holder.v)
		return number_taken(rq, f, holder);
	if (n && !looked)
		return refuse(rq, "seen_alike", "Look at the likely duplicates above. If this is "
		              "another person, say so at the end of the form and save again");
	if (person_add(rq->db, rq->arena, f, rq->now, &id) != PERSON_SAVED)
		return number_taken(rq, f, holder);
	AUDIT(rq, .verb = "person.add", .thing = "person", .thing_id = id.v, .person = id,
	      .detail = form_changes(rq->arena, &person_new_form, NULL, f));
	if (f->restricted)
		name_myself(rq, id);
	return go(rq, "The person has been recorded", "/people/%lld", (long long)id.v);
}

/* ---- changing ------------------------------------------------------------------------------- */

struct reply person_change_load(struct rq *rq, void *form)
{
	struct person p;

	if (!person_here(rq, &p))
		return not_found(rq);
	audit_open(rq, p.id, NULL);
	*(struct person_form *)form = person_to_form(&p);
	((struct person_form *)form)->scheme = scheme_here(rq);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply person_change_post(struct rq *rq, void *form)
{
	struct person_form *f = form, was;
	struct person p;

	if (!person_here(rq, &p))
		return not_found(rq);
	was = person_to_form(&p);
	was.scheme = f->scheme;
	/* The number that is not asked for here stays as it is. */
	if (f->scheme == SCHEME_CHI)
		f->nhs_number = p.nhs_number;
	if (f->scheme == SCHEME_NHS)
		f->chi_number = p.chi_number;
	switch (person_change(rq->db, rq->arena, p.id, f, rq->now)) {
	case PERSON_SAVED:
		break;
	case PERSON_STALE:
		/* Drawn again with the newest revision, so that sending it again is meant. */
		f->revision = p.revision;
		return refuse(rq, NULL, "Somebody changed this record while you were writing. "
		              "Your answers are kept below; open the record beside this page, "
		              "compare, and save again");
	case PERSON_GONE:
		return not_found(rq);
	case PERSON_NUMBER_TAKEN:
		return number_taken(rq, f, person_number_holder(rq->db, rq->arena, f, p.id));
	}
	AUDIT(rq, .verb = "person.change", .thing = "person", .thing_id = p.id.v, .person = p.id,
	      .detail = form_changes(rq->arena, &person_change_form, &was, f));
	if (f->restricted && !p.restricted)
		name_myself(rq, p.id);
	return go(rq, "The record has been changed", "/people/%lld", (long long)p.id.v);
}
