/* SPDX-License-Identifier: MIT */
/*
 * shaped.c -- how Westmarch shapes its market: ten ideas, of which one went on,
 * one stopped and two run; whom it met and what it answered; a data pack.
 */
#include "demo/inside.h"

#include "shaping/engagement.sql.h"
#include "shaping/pilot.sql.h"
#include "shaping/shaping.h"

static Date today(void)
{
	return moment_date(clock_now());
}

/* ---- pilots ---------------------------------------------------------------------------- */

static struct pilot pilot_of(struct council *c, const char *name)
{
	struct pilot *all;
	size_t n = ALL(c->db, c->arena, pilot_list, &all, .today = V(today()),
	               .limit = V((int64_t)100), .skip = V((int64_t)0),
	               .order = PILOT_LIST_BY_NAME);

	for (size_t i = 0; i < n; i++)
		if (text_same(all[i].name, name))
			return all[i];
	SURE(!"a pilot of the long list");
	return all[0];
}

static void decide(struct council *c, const char *name, enum pilot_decision how, Date on,
                   const char *why)
{
	const struct pilot p = pilot_of(c, name);

	SURE(pilot_decide(c->db, c->arena, p.id, p.revision, how, on, why, c->commissioner,
	                  clock_now()) == PILOTED);
}

/* Through all its stages, one a fortnight, up to today. */
static void choose(struct council *c, const char *name)
{
	static const char *const why[] = { "Meets the basic criteria", "Two councils learned from "
		"it; we may ask them", "The outline is sound", "First among our priorities",
		"The Better Care Fund will pay", "Three providers would join",
		"Procurement and social work agree", "Ready: how it is evaluated is agreed" };

	for (int i = 0; i < (int)COUNT(why); i++)
		decide(c, name, DECIDE_GO, date_plus(today(), 14 * (i + 1 - (int)COUNT(why))),
		       why[i]);
}

static const struct begun {
	const char *name, *measure, *unit;
	enum pilot_aim aim;
	int64_t cohort, baseline, target;
	int firm;
} begun[] = {
	{ "Rural support", "Requests of the Vale that wait over a week", "requests a month",
	  AIM_LESS, 14, 9, 3, 5 },
	{ "Urgent care at home", "Hospital stays avoided", "stays a month", AIM_MORE, 10, 0, 6, 1 },
	{ "Flexible homecare", "Hours that were planned and not needed", "hours a week", AIM_LESS,
	  20, 45, 25, 0 },
	{ "Trusted reviewer", "Reviews done within a year", "per cent", AIM_MORE, 30, 58, 90, 2 },
};

static void begin(struct council *c, const struct begun *b, int days)
{
	const struct measure_answers m = { b->measure, b->unit, b->aim, b->baseline, b->target,
		28 };
	struct pilot p;
	PilotMeasureId id;

	choose(c, b->name);
	p = pilot_of(c, b->name);
	SURE(pilot_begin(c->db, c->arena, p.id, p.revision, today(), date_plus(today(), days),
	                 b->cohort, c->commissioner) == PILOTED);
	p = pilot_of(c, b->name);
	SURE(pilot_provider_add(c->db, c->arena, p.id, p.revision, c->firm[b->firm].id,
	                        WITH_DELIVERING, today(), NULL, c->commissioner, clock_now()) ==
	     PILOTED);
	p = pilot_of(c, b->name);
	SURE(measure_add(c->db, c->arena, p.id, p.revision, &m, c->commissioner, &id) == PILOTED);
}

/* From the baseline towards a value, every 28 days up to today. */
static void read(struct council *c, const char *name, int64_t to, int times)
{
	const struct pilot p = pilot_of(c, name);
	struct pilot_measure *m;

	SURE(ALL(c->db, c->arena, measure_list, &m, .pilot = V(p.id)) == 1);
	for (int i = 1; i <= times; i++)
		SURE(reading_add(c->db, c->arena, m[0].id,
		                 date_plus(today(), -28 * (times - i)), m[0].baseline +
		                 (to - m[0].baseline) * i / times, NULL, c->commissioner,
		                 clock_now()) == PILOTED);
}

static void conclude(struct council *c, const char *name, enum pilot_end how,
                     const char *learned)
{
	const struct pilot p = pilot_of(c, name);
	const struct pilot_ending in = { how, today(), learned, c->framework,
		date_month_start(date_plus(today(), 40)) };

	SURE(pilot_conclude(c->db, c->arena, p.id, p.revision, &in, c->commissioner,
	                    clock_now()) == PILOTED);
}

/* One idea is in selection, and late. */
static void plan_late(struct council *c)
{
	const struct pilot p = pilot_of(c, "Assistive technology");
	struct pilot_step *s;
	struct step_due due[2];

	SURE(ALL(c->db, c->arena, pilot_steps, &s, .pilot = V(p.id)) >= 3);
	due[0] = (struct step_due){ s[1].id, date_plus(today(), 10) };
	due[1] = (struct step_due){ s[2].id, date_plus(today(), 90) };
	SURE(pilot_plan(c->db, c->arena, p.id, p.revision, due, 2, c->commissioner) == PILOTED);
}

/* ---- engagement -------------------------------------------------------------------------- */

struct theme { const char *said, *did, *changed; };

static void meet(struct council *c, struct meeting_answers in, const struct theme *r, size_t n,
                 bool shown)
{
	EngagementSessionId id;
	struct engagement_session s;

	in.on = date_plus(today(), -14);
	in.framework = c->framework;
	SURE(meeting_add(c->db, c->arena, &in, c->commissioner, clock_now(), &id) == ENGAGED);
	for (size_t i = 0; i < n; i++) {
		const struct theme_answers t = { r[i].said, r[i].did, r[i].changed,
			r[i].did ? DATE_NONE : date_plus(today(), 10) };
		EngagementThemeId theme;

		SURE(theme_add(c->db, c->arena, id, &t, c->commissioner, clock_now(), &theme) ==
		     ENGAGED);
		if (shown && t.did)
			SURE(theme_publish(c->db, c->arena, theme, 1, true, c->commissioner,
			                   clock_now()) == ENGAGED);
	}
	SURE(ONE(c->db, c->arena, meeting_here, &s, .id = V(id)));
	if (shown)
		SURE(meeting_publish(c->db, id, s.revision, true, c->commissioner, clock_now()) ==
		     ENGAGED);
}

#define HEARD_BIT(x) (INT64_C(1) << (HEARD_##x - 1))

static void met_first(struct council *c)
{
	static const struct theme workshop[] = {
		{ "Paying by the minute makes good care impossible", "A pilot of flexible homecare",
		  "Two providers are paid for weeks, not minutes" },
		{ "Nobody comes to the Vale", "A pilot of rural support, with travel paid",
		  "Three providers have rounds there" },
		{ "We hear of requests too late", "The order of priority is published", NULL },
	};
	static const struct theme carers[] = {
		{ "Too many different people come to the house",
		  "Asked of providers in their return", NULL },
		{ "We do not know whom to call", "A card in each home with two numbers",
		  "Calls to the council fell" },
	};

	meet(c, (struct meeting_answers){ .name = "What should homecare be? A workshop",
		.kind = MEETING_WORKSHOP, .audience = HEARD_BIT(PROVIDERS) | HEARD_BIT(STAFF),
		.place = "Marchbury Guildhall", .attended = 82, .asked = 40,
		.topic = "Outcomes instead of time and task; what stands in the way" },
	     workshop, COUNT(workshop), true);
	meet(c, (struct meeting_answers){ .name = "Carers' drop-in", .kind = MEETING_DROP_IN,
		.audience = HEARD_BIT(CARERS) | HEARD_BIT(PEOPLE), .place = "Carers' centre",
		.attended = 31, .asked = INT_NONE, .topic = "What matters about homecare" },
	     carers, COUNT(carers), true);
}

static void met_lately(struct council *c)
{
	static const struct theme forum[] = {
		{ "Tell us how many people and hours there are, by locality",
		  "A data pack each half year", "Bidders have the same figures" },
		{ "What happens to staff when packages move?", NULL, NULL },
	};

	meet(c, (struct meeting_answers){ .name = "Provider forum, questions and answers",
		.kind = MEETING_QUESTIONS, .audience = HEARD_BIT(PROVIDERS), .place = "Online",
		.attended = 65, .asked = 60, .topic = "Part B: the next contracts" },
	     forum, COUNT(forum), true);
	meet(c, (struct meeting_answers){ .name = "Rural support, a visit to Upper Tarn",
		.kind = MEETING_VISIT, .audience = HEARD_BIT(WORKERS), .attended = 6,
		.asked = INT_NONE, .topic = "A round with care workers", .place = "Upper Tarn" },
	     NULL, 0, false);
}

/* ---- when ------------------------------------------------------------------------------------ */

void shaped_first(struct council *c)
{
	SURE(pilots_start(c->db, c->arena, c->commissioner, clock_now()) > 0);
	met_first(c);
}

void shaped_then(struct council *c)
{
	decide(c, "Assistive technology", DECIDE_GO, today(), "Meets the basic criteria");
	decide(c, "Neighbourhood teams", DECIDE_STOP, today(), "We have too few community nurses "
	       "for one place; learn from those who try it first");
	begin(c, &begun[0], 180);
	begin(c, &begun[1], 180);
}

void shaped_lately(struct council *c)
{
	read(c, "Rural support", 3, 6);
	read(c, "Urgent care at home", 1, 6);
	conclude(c, "Rural support", END_MAINSTREAM, "A round that pays for travel is filled; one "
	         "provider for each valley is enough");
	conclude(c, "Urgent care at home", END_STOP, "Capacity that is kept free is used for other "
	         "things by the third week. It needs a team of its own");
	begin(c, &begun[2], 300);
	begin(c, &begun[3], 300);
	plan_late(c);
	together_first(c);
}

void shaped_now(struct council *c)
{
	read(c, "Flexible homecare", 31, 4);
	read(c, "Trusted reviewer", 71, 3);
	met_lately(c);
	together_now(c);
}

void shaped_pack(struct council *c)
{
	const Date until = date_month_start(c->today), from = date_plus_months(until, -6);
	DataPackId id;

	SURE(pack_issue(c->db, c->arena, "Homecare in Westmarch, six months", from, until, NULL,
	                c->commissioner, c->now, &id) == PACKED);
}
