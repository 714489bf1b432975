/* SPDX-License-Identifier: MIT */
/*
 * lots.c -- what Westmarch's frameworks are divided into and pay; a framework
 * for young people that a neighbour hosts, with what is called off from it; a
 * dynamic purchasing list; and a lot that was suspended in one place for a while.
 */
#include "demo/inside.h"

#include "brokerage/offer.sql.h"
#include "brokerage/policy.h"
#include "brokerage/request.sql.h"
#include "brokerage/tier.sql.h"
#include "people/people.h"

/* ---- homecare ----------------------------------------------------------------------------- */

static LotId lot_make(struct council *c, FrameworkId of, int64_t number, const char *name,
                      unsigned service, unsigned part, const char *localities)
{
	LotId id;

	SURE(lot_add(c->db, c->arena, of, &(struct lot_answers){ .number = number, .name = name,
		.service = service, .part = part, .localities = localities }, c->commissioner,
		clock_now(), &id) == LOTTED);
	return id;
}

static void rate_make(struct council *c, LotId lot, LocalityId place, unsigned unit, unsigned kind,
                      Money rate, Date from)
{
	LotRateId id;

	SURE(lot_rate_set(c->db, c->arena, lot, &(struct rate_answers){ .locality = place,
		.unit = unit, .kind = kind, .rate = rate, .from = from }, c->commissioner,
		clock_now(), &id) == LOTTED);
}

/* At most so much, more in the far villages, and more again from the second April. */
void lots_make(struct council *c, LotId lot[5], Date from)
{
	static const struct { enum part part; const char *name; int64_t most; } lots[] = {
		{ PART_A, "Single packages", 2650 }, { PART_B, "Block contracts", 0 },
		{ PART_INTERIM, "Interim agreements", 2850 },
		{ PART_OUT_OF_AREA, "Out of area", 0 },
	};
	const LocalityId everywhere = { 0 };
	const Date april = year_start(date_plus_months(from, 18));

	for (size_t i = 0; i < COUNT(lots); i++) {
		const LotId id = lot_make(c, c->framework, (int64_t)i + 1, lots[i].name,
		                          SERVICE_HOMECARE, lots[i].part, "[]");

		lot[lots[i].part] = id;
		if (!lots[i].most) {
			rate_make(c, id, everywhere, UNIT_HOUR, RATED_OFFERED, MONEY_NONE, from);
			continue;
		}
		rate_make(c, id, everywhere, UNIT_HOUR, RATED_MOST, money(lots[i].most), from);
		rate_make(c, id, everywhere, UNIT_HOUR, RATED_MOST, money(lots[i].most + 80),
		          april);
		rate_make(c, id, c->place[PLACE_FAR], UNIT_HOUR, RATED_MOST,
		          money(lots[i].most + 250), from);
	}
}

LotId lot_asked(const struct council *c, const struct tier *t, int firm, int place, Moment at)
{
	const LotId *lot = c->lot[moment_cmp(at, moment_at(c->second, minutes(0))) >= 0];
	const struct firm_spec *f = &firm_specs[firm];

	switch ((enum tier_who)t->who) {
	case WHO_BLOCK:
		return f->places >> place & 1 ? lot[PART_B] : lot[PART_A];
	case WHO_PART_A:
		return lot[PART_A];
	case WHO_INTERIM:
		return lot[f->kind == FIRM_INTERIM ? PART_INTERIM : PART_OUT_OF_AREA];
	case WHO_OPEN:
		break;
	}
	return (LotId){ 0 };
}

/* ---- what a neighbour hosts, and the list --------------------------------------------------- */

/* Two firms that are registered for it too, in the place where both work. */
static const int young_firms[] = { FIRM_YOUNG, FIRM_YOUNG_TOO };

static void stand(struct council *c, int firm, LotId lot, Date from, const char *localities,
                  const char *reason)
{
	AccreditationId id;

	SURE(accreditation_add(c->db, c->arena, c->firm[firm].id, &(struct accreditation_answers){
		.lot = lot, .from = from, .localities = localities,
		.reason = reason }, c->commissioner, clock_now(), &id) == KEPT);
}

static FrameworkId other_framework(struct council *c, const char *name, const char *host,
                                   unsigned kind, Date from)
{
	FrameworkId id;

	SURE(framework_add(c->db, c->arena, &(struct framework_answers){ .name = name,
		.host = host, .kind = kind, .from = from, .term = date_plus_months(from, 48) },
		c->commissioner, &id) == TERMED);
	return id;
}

void other_frameworks(struct council *c)
{
	const Date from = date_plus_months(date_month_start(c->today), -14);
	const char *here = arena_fmt(c->arena, "[%lld]", (long long)c->place[PLACE_YOUNG].v);
	const LocalityId everywhere = { 0 };
	FrameworkId young, list;
	LotId days;
	PolicyId policy;

	young = other_framework(c, "Supported living for young people, 16 to 25",
	                        "Eastvale County Council", TERMS_HOSTED, from);
	c->young = lot_make(c, young, 1, "Shared houses", SERVICE_SUPPORTED, PART_A, "[]");
	(void)lot_make(c, young, 2, "Short stays", SERVICE_SUPPORTED, PART_A, here);
	rate_make(c, c->young, everywhere, UNIT_HOUR, RATED_MOST, money(2400), from);
	rate_make(c, c->young, everywhere, UNIT_NIGHT, RATED_FIXED, money(9500), from);
	for (size_t i = 0; i < COUNT(young_firms); i++)
		stand(c, young_firms[i], c->young, from, here, "Stands on the host's list");
	SURE(policy_default(c->db, c->arena, SERVICE_SUPPORTED, moment_date(c->founded),
	                    c->commissioner, &policy) == POLICY_SET);
	list = other_framework(c, "Day opportunities: dynamic purchasing list", NULL, TERMS_DYNAMIC,
	                       from);
	days = lot_make(c, list, 1, "Days out and about", SERVICE_DAY, PART_A, "[]");
	(void)lot_make(c, list, 2, "Working days", SERVICE_DAY, PART_A, "[]");
	rate_make(c, days, everywhere, UNIT_VISIT, RATED_OFFERED, MONEY_NONE, from);
	stand(c, FIRM_YOUNG, days, date_plus_months(from, 2), here,
	      "Applied when it was ready, and met the standards");
}

/* ---- what is called off from it ----------------------------------------------------------- */

static const struct { const char *given, *family; int year; int64_t hours; } young_people[] = {
	{ "Robin", "Ashdale", 2008, 4 }, { "Sky", "Penhallow", 2006, 3 },
	{ "Jude", "Marlowe", 2009, 5 },
};

static PersonId young_person(struct council *c, int nth)
{
	struct chance dice = { 31u + (unsigned)nth };
	struct person_form f = { .scheme = SCHEME_NHS, .given_name = young_people[nth].given,
		.family_name = young_people[nth].family,
		.born = date_make(young_people[nth].year, 5, 4 + nth) };
	PersonId id;

	f.address = arena_fmt(c->arena, "%s\n%s", street_make(&dice, c->arena),
	                      places[PLACE_YOUNG].name);
	f.postcode = postcode_make(&dice, c->arena, places[PLACE_YOUNG].districts[0]);
	SURE(person_add(c->db, c->arena, &f, clock_now(), &id) == PERSON_SAVED);
	audit_write(c->db, &(struct audit_entry){ .who = c->asks[2 + PLACE_YOUNG],
		.verb = "person.add", .thing = "person", .thing_id = id.v, .person = id });
	return id;
}

static void say_hours(struct council *c, int firm)
{
	struct capacity_stated s[BANDS];

	for (int b = 0; b < BANDS; b++)
		s[b] = (struct capacity_stated){ c->place[PLACE_YOUNG], c->band[b], minutes(1200) };
	capacity_state(c->db, c->arena, c->firm[firm].id, s, BANDS, c->firm[firm].scheduler,
	               clock_now());
}

static void answer(struct council *c, RequestId request, int firm, Money rate)
{
	const struct me me = me_of(c->firm[firm].scheduler, (TeamId){ 0 }, c->firm[firm].id);
	struct invitation_list_row *asked;
	struct request_visit *v;
	struct offer_time times[PLAN_VISITS];
	struct offer_answers in = { .rate = rate, .times = times,
		.start = date_plus(moment_date(clock_now()), 6) };
	size_t n = ALL(c->db, c->arena, invitation_list, &asked, .request = V(request));
	size_t nv = ALL(c->db, c->arena, request_visit_list, &v, .request = V(request));
	Money most;

	for (size_t i = 0; i < nv && i < COUNT(times); i++)
		times[in.ntimes++] = (struct offer_time){ v[i].id, v[i].earliest_mins };
	for (size_t i = 0; i < n; i++)
		if (asked[i].provider.v == c->firm[firm].id.v)
			SURE(offer_make(c->db, c->arena, asked[i].id, &in, &me, clock_now(),
			                &most) == OFFERED);
}

static int64_t revision_of(struct council *c, RequestId id)
{
	struct request r;

	SURE(ONE(c->db, c->arena, request_load, &r, .id = V(id)));
	return r.revision;
}

void young_asked(struct council *c, int nth)
{
	const struct me asks = me_of(c->asks[2 + PLACE_YOUNG], c->team[2 + PLACE_YOUNG],
	                             (ProviderId){ 0 });
	const struct me broker = me_of(c->brokers[nth % 3], c->team[8], (ProviderId){ 0 });
	const struct visit evenings = { 127, minutes(16 * 60), minutes(17 * 60),
		minutes(60 * young_people[nth].hours), 1 };
	const struct request_answers in = { .reason = REASON_PLAN, .service = SERVICE_SUPPORTED,
		.funding = FUNDING_COUNCIL, .start = date_plus(moment_date(clock_now()), 7),
		.visits = &evenings, .nvisits = 1 };
	RequestId *id = &c->young_request[nth];

	for (size_t i = 0; i < COUNT(young_firms); i++)
		say_hours(c, young_firms[i]);
	SURE(request_raise(c->db, c->arena, young_person(c, nth), &in, &asks, clock_now(),
	                   id) == RAISED);
	SURE(request_send(c->db, c->arena, &(struct send_order){ .request = *id,
		.revision = revision_of(c, *id), .tier_no = 2,
		.reason = "No hours are bought ahead for young people" }, &broker,
		clock_now()) == SENDING_DONE);
	for (size_t i = 0; i < COUNT(young_firms); i++)
		answer(c, *id, young_firms[i], money(2290 + 15 * (nth + 2 * (int64_t)i)));
}

void young_awarded(struct council *c, int nth)
{
	const struct me broker = me_of(c->brokers[nth % 3], c->team[8], (ProviderId){ 0 });
	const RequestId id = c->young_request[nth];
	struct offer_list_row *offers;
	PlacementId placement;

	SURE(ALL(c->db, c->arena, offer_list, &offers, .request = V(id)) == COUNT(young_firms));
	SURE(offer_award(c->db, c->arena, offers[0].id, revision_of(c, id), NULL, &broker,
	                 clock_now(), &placement) == AWARD_DONE);
}

/* ---- a lot, in one place, for a while ----------------------------------------------------- */

void young_suspended(struct council *c)
{
	SURE(provider_suspend(c->db, c->arena, c->firm[FIRM_YOUNG].id, &(struct suspension){
		.lot = c->young, .locality = c->place[PLACE_YOUNG],
		.reason = "Night cover in the shared house was missing twice",
		.evidence = "Visit report of the host's contract officer",
		.decided = "Head of children's commissioning",
		.review = date_plus(moment_date(clock_now()), 21) }, c->commissioner, clock_now(),
		&c->young_embargo) == SUSPEND_DONE);
}

void young_lifted(struct council *c)
{
	SURE(embargo_lift(c->db, c->arena, c->young_embargo,
	                  "Two night workers are in post; seen at an unannounced visit",
	                  c->commissioner, clock_now()) == SUSPEND_DONE);
}
