/* SPDX-License-Identifier: MIT */
/*
 * council.c -- what Westmarch decided before any request, and between them.
 *
 *	founded      localities, teams, the regulator's register, the framework
 *	each March   the fair price of an hour from 1 April
 *	in between   a new provider joins; one gives its contract back; one is
 *	             suspended for five weeks
 *	lately       the regulator's ratings, and what providers say they can take
 *
 * All of it by the rooms' own verbs, with the clock set to the day.
 */
#include "demo/inside.h"

#include "brokerage/policy.h"
#include "demo/demo.sql.h"
#include "site/setting.h"

#include <string.h>

enum { FAIR_NOW = 2210, FAIR_RISE = 75, NEWEST_RATINGS = 20 };

Date year_start(Date day)
{
	struct civil d = date_civil(day);

	return date_make(d.month < 4 ? d.year - 1 : d.year, 4, 1);
}

Money fair_on(const struct council *c, int place, Date day)
{
	int year = date_civil(year_start(day)).year - c->first_year;

	SURE(year >= 0 && year < YEARS_MOST);
	return c->fair[place][year];
}

/* Nine in the morning of a day. */
static Moment morning(Date d)
{
	return moment_at(d, minutes(9 * 60));
}

static void localities(struct council *c)
{
	LocalityDistrictId row;

	for (int i = 0; i < PLACES; i++) {
		SURE(locality_add(c->db, c->arena, places[i].name, c->admin, &c->place[i]) == KEPT);
		for (int d = 0; d < 3 && places[i].districts[d]; d++)
			SURE(district_set(c->db, c->arena, places[i].districts[d], c->place[i],
			                  moment_date(c->founded), c->admin, c->founded,
			                  &row) == KEPT);
	}
}

/* The files are read as the command line would: a refused one is a bug of ours. */
static void read_file(struct council *c, enum import_kind kind, const char *name, const char *bytes,
                      int line)
{
	struct import_order o = { .kind = kind,
		                  .file_name = name,
		                  .bytes = bytes,
		                  .n = strlen(bytes),
		                  .by = c->admin,
		                  .now = clock_now() };
	struct import_result r = import_apply(c->db, c->arena, &o);

	SURE(!r.refused && r.n_refused == 0);
	c->made.file[line] = bytes;
	c->made.import_line[line] =
		arena_fmt(c->arena, "%s: %s", name, import_counts_text(c->arena, &r));
}

/* Where a provider is told of requests. */
static void announce(struct council *c, int i, int64_t revision)
{
	const char *email = arena_fmt(c->arena, "requests@firm%02d.example.org", i);

	SURE(provider_email_set(c->db, c->arena, c->firm[i].id, revision, email, c->admin) == KEPT);
}

static void firms_found(struct council *c)
{
	struct demo_provider_list_row *rows;
	size_t n = ALL(c->db, c->arena, demo_provider_list, &rows, .none = { 0 });

	for (int i = 0; i < FIRMS; i++)
		for (size_t k = 0; k < n; k++)
			if (text_same(rows[k].name, firm_specs[i].legal)) {
				c->firm[i].id = rows[k].id;
				announce(c, i, rows[k].revision);
			}
	for (int i = 0; i < FIRMS; i++)
		SURE(c->firm[i].id.v);
}

/* Ids of localities as JSON text. */
static const char *place_ids(struct council *c, unsigned bits)
{
	struct db_list l = db_list_new(c->arena);

	for (int i = 0; i < PLACES; i++)
		if (bits >> i & 1)
			db_list_add(&l, c->place[i].v);
	return db_list_text(&l);
}

/* On the first framework, or from its first day on the second. */
static AccreditationId accredit(struct council *c, int firm, unsigned part, unsigned bits,
                                Date from, const char *reason)
{
	AccreditationId id;

	SURE(accreditation_add(c->db, c->arena, c->firm[firm].id, &(struct accreditation_answers){
		.lot = c->lot[date_cmp(from, c->second) >= 0][part], .from = from,
		.localities = place_ids(c, bits), .reason = reason },
		c->commissioner, clock_now(), &id) == KEPT);
	return id;
}

static void standings(struct council *c, Date from)
{
	static const char met[] = "Met the accreditation standards";

	for (int i = 0; i < FIRMS; i++) {
		unsigned bits = firm_specs[i].places;

		switch (firm_specs[i].kind) {
		case FIRM_STRATEGIC:
			accredit(c, i, PART_B, bits, from,
			         "Won a Part B contract by mini-competition");
			accredit(c, i, PART_A, 63, from, met);
			break;
		case FIRM_LEAVER:
			c->leaver = accredit(c, i, PART_A, bits, from, met);
			break;
		case FIRM_SPOT: case FIRM_PART_A: case FIRM_SILENT:
			accredit(c, i, PART_A, bits, from, met);
			break;
		case FIRM_INTERIM:
			accredit(c, i, PART_INTERIM, bits, from,
			         "Interim agreement until it applies");
			break;
		case FIRM_OUT_OF_AREA:
			accredit(c, i, PART_OUT_OF_AREA, bits, from,
			         "Accredited by a neighbouring council");
			break;
		case FIRM_NEWCOMER: case FIRM_OUTSIDE: case FIRM_OTHER:
			break;
		}
	}
}

/* The first framework, and from the day on which it ends the one that is in its third year. */
enum { SECOND_MONTHS = 35 };

static FrameworkId framework_make(struct council *c, const char *name, Date from, Date term,
                                  Date review, Date extend)
{
	FrameworkId id;

	SURE(framework_add(c->db, c->arena, &(struct framework_answers){
		.name = name, .apply_from = date_plus_months(from, -6),
		.apply_until = date_plus_months(from, -4), .told = date_plus(from, -28),
		.from = from, .term = term, .review = review, .extend = extend },
		c->commissioner, &id) == TERMED);
	return id;
}

static void window_make(struct council *c, Date opens, const char *reason)
{
	FrameworkWindowId id;

	SURE(framework_window_add(c->db, c->arena, c->framework, opens, date_plus(opens, 28), 6,
	                          reason, c->commissioner, clock_now(), &id) == TERMED);
}

static void frameworks(struct council *c, Date from)
{
	const Date second = date_plus_months(date_month_start(c->today), -SECOND_MONTHS);

	c->second = second;
	c->framework = framework_make(c, "Homecare framework, first round", from, second, DATE_NONE,
	                              DATE_NONE);
	lots_make(c, c->lot[0], from);
	standings(c, from);
	c->framework = framework_make(c, "Homecare framework", second, date_plus_months(second, 60),
	                              date_plus_months(second, 36), date_plus_months(second, 84));
	lots_make(c, c->lot[1], second);
	standings(c, second);
	window_make(c, date_plus_months(second, 12), NULL);
	window_make(c, date_plus_months(second, 24), NULL);
	window_make(c, date_plus_months(second, 28), "For the rural pilot: nobody on the framework "
	            "goes to the far villages");
	window_make(c, date_plus_months(second, 34), NULL);
}

static void block_make(struct council *c, int firm, int place, Date from, Date until)
{
	struct block_answers b = {
		.locality = c->place[place], .service = SERVICE_HOMECARE, .from = from,
		.until = until, .week = c->block_week, .rate = c->block_rate,
	};

	b.name = arena_fmt(c->arena, "%s: %s", places[place].name, firm_specs[firm].name);
	SURE(block_add(c->db, c->arena, c->firm[firm].id, &b, c->commissioner,
	               &c->firm[firm].block[place]) == KEPT);
}

static void blocks(struct council *c, Date from, Date until)
{
	for (int i = 0; i < FIRM_BLOCKS; i++)
		for (int p = 0; p < PLACES; p++)
			if (firm_specs[i].blocks >> p & 1)
				block_make(c, i, p, from, until);
}

static void bands(struct council *c)
{
	static const struct band_answers all[BANDS] = {
		{ "Morning", 31, { 390 }, { 660 }, 1 },
		{ "Lunch", 31, { 660 }, { 870 }, 2 },
		{ "Tea", 31, { 870 }, { 1110 }, 3 },
		{ "Evening", 31, { 1110 }, { 1380 }, 4 },
		{ "Weekend day", 96, { 390 }, { 1110 }, 5 },
		{ "Weekend evening", 96, { 1110 }, { 1380 }, 6 },
	};

	for (int i = 0; i < BANDS; i++)
		SURE(time_band_add(c->db, c->arena, &all[i], moment_date(c->founded),
		                   c->commissioner, &c->band[i]) == KEPT);
}

static void skills(struct council *c)
{
	static const char *const all[SKILLS] = {
		"Dementia care", "Moving and handling with a hoist", "Catheter care", "PEG feeding",
		"End of life care", "British Sign Language", "Polish spoken", "Punjabi spoken",
	};
	struct chance own = { 5 };

	for (int i = 0; i < SKILLS; i++)
		SURE(skill_add(c->db, c->arena, all[i], c->commissioner, &c->skill[i]) == KEPT);
	for (int f = 0; f < FIRMS; f++) {
		struct db_list l = db_list_new(c->arena);

		for (int i = 0; i < SKILLS; i++)
			if (i < 2 || f < 6 || chance_in(&own, 2, 5))
				db_list_add(&l, c->skill[i].v);
		if (firm_specs[f].kind != FIRM_OTHER)
			SURE(provider_skills_set(c->db, c->arena, c->firm[f].id, db_list_text(&l),
			                         c->commissioner) == KEPT);
	}
}

/* ---- the order of priority --------------------------------------------------------- */

static void policy_known(struct council *c)
{
	struct demo_tier_list_row *rows;
	struct demo_policy_row policy;

	SURE(ONE(c->db, c->arena, demo_policy, &policy, .service = V((int64_t)SERVICE_HOMECARE)));
	c->pay = (struct pay_rule){ policy.rounding_mins, policy.short_call_mins };
	c->ntiers = ALL(c->db, c->arena, demo_tier_list, &rows, .policy = V(policy.id));
	SURE(c->ntiers >= 5 && c->ntiers <= TIERS_MOST);
	for (size_t i = 0; i < c->ntiers; i++)
		c->tier[i] = (struct tier){ rows[i].id, rows[i].tier_no, rows[i].who, rows[i].price,
			rows[i].choice, rows[i].needs_approval,
			rows[i].urgent_mins, rows[i].standard_mins, rows[i].ceiling_pence };
}

/* ---- prices --------------------------------------------------------------------------- */

static void price_year(struct council *c, int year)
{
	int back = date_civil(year_start(c->today)).year - year;
	FairPriceId row;

	for (int p = 0; p < PLACES; p++) {
		Money rate = money(FAIR_NOW - FAIR_RISE * back + places[p].dearer);
		Date from = date_make(year, 4, 1);

		c->fair[p][year - c->first_year] = rate;
		SURE(fair_price_set(c->db, c->arena, SERVICE_HOMECARE, c->place[p], from, rate,
		                    c->commissioner, clock_now(), &row) == KEPT);
	}
}

/* ---- between the requests --------------------------------------------------------------- */

/* What is decided on a day, from the founding on: 0 nothing more. */
enum { HAPPENINGS = YEARS_MOST + 28 + TENDER_STEPS };

enum decision {
	PRICE_MARCH,
	TENDER_GOES_ON,
	RETURN_ASKED,
	NEWCOMER_JOINS,
	LEAVER_GOES,
	SHUT_BEGINS,
	SHUT_ENDS,
	RATINGS_COME,
	CAPACITY_SAID,
	YOUNG_ASKED,
	YOUNG_AWARDED,
	YOUNG_SUSPENDED,
	YOUNG_LIFTED,
	APPLICATIONS,
	EVIDENCE_ASKED
};

static void newcomer_joins(struct council *c)
{
	accredit(c, FIRM_NEW, PART_A, firm_specs[FIRM_NEW].places, moment_date(clock_now()),
	         "Joined the framework: met the accreditation standards");
}

static void shut(struct council *c)
{
	SURE(provider_suspend(c->db, c->arena, c->firm[FIRM_SHUT].id, &(struct suspension){
		.reason = "Three missed visits in a week and no registered manager",
		.evidence = "Visit reports of the contract officer",
		.decided = "Head of commissioning",
		.review = date_plus(moment_date(clock_now()), 28) },
		c->commissioner, clock_now(), &c->embargo) == SUSPEND_DONE);
}

static void reopened(struct council *c)
{
	SURE(embargo_lift(c->db, c->arena, c->embargo,
	                  "Improvement plan met at the review; a manager is in post",
	                  c->commissioner, clock_now()) == SUSPEND_DONE);
}

/* Who can take what, as said by the providers themselves; the silent one says it too. */
static void say_capacity(struct council *c)
{
	for (int i = 0; i < FIRMS; i++) {
		struct capacity_stated s[PLACES * BANDS];
		unsigned bits = firm_specs[i].kind == FIRM_STRATEGIC ? 63 : firm_specs[i].places;
		size_t n = 0;

		if (firm_specs[i].kind == FIRM_OTHER || firm_specs[i].kind == FIRM_LEAVER)
			continue;
		for (int p = 0; p < PLACES; p++)
			for (int b = 0; b < BANDS && bits >> p & 1; b++)
				s[n++] = (struct capacity_stated){
					c->place[p], c->band[b],
					minutes(30 *
					        chance_between(&c->dice, i % 9 == 4 ? 0 : 2, 40))
				};
		capacity_state(c->db, c->arena, c->firm[i].id, s, n, c->firm[i].scheduler,
		               clock_now());
	}
}

/* year: of a price; of what is one of several: which. */
struct happening { Moment at; enum decision what; int year; };

static size_t happenings(const struct council *c, struct happening out[HAPPENINGS])
{
	int last = date_civil(year_start(c->today)).year;
	size_t n = 0;

	for (int y = c->first_year + 1; y <= last; y++)
		out[n++] = (struct happening){ morning(date_make(y, 3, 3)), PRICE_MARCH, y };
	out[n++] = (struct happening){ morning(date_plus(c->today, -205)), RETURN_ASKED, 0 };
	out[n++] = (struct happening){ morning(date_plus(c->today, -22)), RETURN_ASKED, 0 };
	out[n++] = (struct happening){ morning(newcomer_from(c)), NEWCOMER_JOINS, 0 };
	out[n++] = (struct happening){ morning(date_plus(c->leaves, -28)), LEAVER_GOES, 0 };
	out[n++] = (struct happening){ c->shut_from, SHUT_BEGINS, 0 };
	out[n++] = (struct happening){ c->shut_until, SHUT_ENDS, 0 };
	out[n++] = (struct happening){ morning(date_plus(c->today, -NEWEST_RATINGS)),
		                       RATINGS_COME, 0 };
	out[n++] = (struct happening){ moment_plus(c->live_from, minutes(-60)), CAPACITY_SAID, 0 };
	for (int i = 0; i < TENDER_STEPS; i++)
		out[n++] = (struct happening){ moment_plus(morning(date_plus(c->today,
			tendered_days[i])), minutes(30)), TENDER_GOES_ON, i };
	for (int i = 0; i < 3; i++) {
		out[n++] = (struct happening){ morning(date_plus(c->today, -190 + 50 * i)),
			                       YOUNG_ASKED, i };
		out[n++] = (struct happening){ morning(date_plus(c->today, -189 + 50 * i)),
			                       YOUNG_AWARDED, i };
	}
	for (int i = 0; i < 9; i++) {
		static const int opens[] = { 24, 28, 34 }, after[] = { 2, 30, 44 };

		out[n++] = (struct happening){
			morning(date_plus(date_plus_months(c->second, opens[i / 3]), after[i % 3])),
			APPLICATIONS, i };
	}
	out[n++] = (struct happening){ morning(date_plus(c->today, -30)), EVIDENCE_ASKED, 0 };
	out[n++] = (struct happening){ morning(date_plus(c->today, -80)), YOUNG_SUSPENDED, 0 };
	out[n++] = (struct happening){ morning(date_plus(c->today, -62)), YOUNG_LIFTED, 0 };
	return n;
}

static void happen(struct council *c, const struct happening *h)
{
	switch (h->what) {
	case RETURN_ASKED:
		asked_return(c);
		break;
	case PRICE_MARCH:
		price_year(c, h->year);
		break;
	case NEWCOMER_JOINS:
		newcomer_joins(c);
		break;
	case LEAVER_GOES:
		SURE(accreditation_end(c->db, c->arena, c->leaver, 1, ENDED_WITHDRAWN, c->leaves,
		     "Gave the contract back: cannot recruit", c->commissioner) == KEPT);
		break;
	case SHUT_BEGINS:
		shut(c);
		break;
	case SHUT_ENDS:
		reopened(c);
		break;
	case RATINGS_COME:
		read_file(c, IMPORTED_CQC_LOCATION, "cqc-locations.json",
		          firms_ratings(c->arena, date_plus(c->today, -NEWEST_RATINGS)), 1);
		break;
	case CAPACITY_SAID:
		say_capacity(c);
		break;
	case TENDER_GOES_ON:
		tendered_step(c, h->year);
		break;
	case YOUNG_ASKED:
		young_asked(c, h->year);
		break;
	case YOUNG_AWARDED:
		young_awarded(c, h->year);
		break;
	case YOUNG_SUSPENDED:
		young_suspended(c);
		break;
	case YOUNG_LIFTED:
		young_lifted(c);
		break;
	case APPLICATIONS:
		applied_window(c, h->year);
		break;
	case EVIDENCE_ASKED:
		applied_evidence(c);
		break;
	}
}

void council_due(struct council *c, Moment until)
{
	struct happening all[HAPPENINGS], *next;
	size_t n = happenings(c, all);

	do {
		next = NULL;
		for (size_t i = 0; i < n; i++)
			if (all[i].at.ms > c->decided.ms && all[i].at.ms <= until.ms &&
			    (!next || all[i].at.ms < next->at.ms))
				next = &all[i];
		if (next) {
			trail_write(c, next->at);
			clock_set(next->at);
			happen(c, next);
			c->decided = next->at;
		}
	} while (next);
}

static void settings(struct council *c)
{
	static const struct { const char *name, *value;
	} all[] = {
		{ "council.name", "Westmarch Council" },
		{ "demo", "yes" },
		{ "council.contact", "the service desk, 01632 960000" },
		{ "mail.from", "brokerage@westmarch.example.org" },
		{ "returns.to",
		  "discharge@hospital.example.org commissioning@westmarch.example.org" },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		SURE(!setting_save(c->db, c->arena, all[i].name, all[i].value));
	audit_write(
		c->db,
		&(struct audit_entry){
			.verb = "setting.save",
			.thing = "setting",
			.thing_id = 1,
			.detail = "{\"council.name\":\"Westmarch Council\",\"demo\":\"yes\"}" });
}

void council_found(struct council *c)
{
	Date from = moment_date(c->founded);
	PolicyId policy;

	clock_set(c->founded);
	c->decided = c->founded;
	settings(c);
	localities(c);
	read_file(c, IMPORTED_CQC_DIRECTORY, "cqc-directory.csv",
	          firms_directory(c->arena, date_plus(from, -1)), 0);
	firms_found(c);
	council_staff(c);
	frameworks(c, from);
	blocks(c, from, date_plus_months(c->today, 18));
	bands(c);
	skills(c);
	SURE(policy_default(c->db, c->arena, SERVICE_HOMECARE, from, c->commissioner, &policy) ==
	     POLICY_SET);
	policy_known(c);
	asked_found(c);
	applied_found(c);
	other_frameworks(c);
	for (int y = c->first_year; morning(date_make(y, 3, 3)).ms <= c->founded.ms; y++)
		price_year(c, y);
}
