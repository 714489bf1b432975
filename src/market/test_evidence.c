/* SPDX-License-Identifier: MIT */
/*
 * test_evidence.c -- what providers must show, and what follows in the second in
 * which it is over.
 */
#include "market/market.h"
#include "t/t.h"
#include "t/world.h"

#define KEEPER ((UserAccountId){ 5 })

struct shown {
	struct t *t;
	EvidenceKindId kind;
	EvidenceRuleId rule;
	EvidenceId evidence;
	struct evidence_rule_answers in;
	struct evidence_answers give;
	ProviderId provider;
	Moment now;
	bool sound;
	Money least;
	enum evidenced got;
};

static bool step_kind(void *arg)
{
	struct shown *s = arg;

	s->got = evidence_kind_add(s->t->db, s->t->arena, &(struct evidence_kind_answers){
		"Public liability insurance", EVIDENCE_INSURANCE, false, true }, KEEPER, s->now,
		&s->kind);
	return s->got == EVIDENCED;
}

static bool step_rule(void *arg)
{
	struct shown *s = arg;

	s->got = evidence_rule_set(s->t->db, s->t->arena, s->kind, &s->in, KEEPER, s->now,
	                           &s->rule);
	return s->got == EVIDENCED;
}

static bool step_give(void *arg)
{
	struct shown *s = arg;

	s->give.kind = s->kind;
	s->got = evidence_give(s->t->db, s->t->arena, s->provider, &s->give,
	                       (UserAccountId){ s->provider.v + 10 }, s->now, &s->evidence,
	                       &s->least);
	return s->got == EVIDENCED;
}

static bool step_check(void *arg)
{
	struct shown *s = arg;

	s->got = evidence_check(s->t->db, s->t->arena, s->evidence, s->sound,
	                        s->sound ? NULL : "Not yours", KEEPER, s->now);
	return s->got == EVIDENCED;
}

static enum evidenced run(struct shown *s, bool (*step)(void *))
{
	db_write(s->t->db, step, s);
	return s->got;
}

static Moment days_on(int days)
{
	return (Moment){ T_NOW.ms + days * INT64_C(86400000) };
}

/* Of everybody with a standing five million are asked, from today on. */
static struct shown shown_make(struct t *t, enum evidence_lapse lapse)
{
	struct shown s = { .t = t, .now = T_NOW, .provider = BROOK };

	world_make(t->db);
	IS(run(&s, step_kind), EVIDENCED);
	IS(run(&s, step_kind), EVIDENCED_ALREADY);
	s.in = (struct evidence_rule_answers){ true, money(500000000), lapse,
	                                       moment_date(T_NOW) };
	IS(run(&s, step_rule), EVIDENCED);
	IS(run(&s, step_rule), EVIDENCED_ALREADY);
	s.give = (struct evidence_answers){ .from = moment_date(T_NOW),
		.until = date_plus(moment_date(T_NOW), 30), .cover = money(500000000),
		.words = "An insurer, no. 7" };
	return s;
}

static unsigned obstacles(struct shown *s, Moment now, const char **why)
{
	struct wanted w = { .service = SERVICE_HOMECARE, .locality = NORTH,
		.start = moment_date(now), .floor_rank = INT_NONE, .unrated_ok = true };
	struct standing out;

	NEED(provider_standing_one(s->t->db, s->t->arena, &w, s->provider, now, &out));
	*why = out.missing;
	return out.obstacles;
}

TEST(insurance_that_runs_out_stops_new_packages_in_that_second)
{
	struct shown s = shown_make(t, LAPSE_NO_NEW);
	const char *why;

	IS(obstacles(&s, T_NOW, &why), 1u << OBSTACLE_EVIDENCE);
	SAME(why, "Public liability insurance is missing");
	/* Given, and not checked yet: it counts for a fortnight. */
	IS(run(&s, step_give), EVIDENCED);
	IS(obstacles(&s, T_NOW, &why), 0);
	IS(obstacles(&s, days_on(13), &why), 0);
	IS(obstacles(&s, days_on(15), &why), 1u << OBSTACLE_EVIDENCE);
	s.sound = true;
	IS(run(&s, step_check), EVIDENCED);
	IS(run(&s, step_check), EVIDENCED_ALREADY);
	IS(obstacles(&s, days_on(15), &why), 0);
	/* Its last day is 14 July; at midnight of London it is over. */
	IS(obstacles(&s, moment_at(date_plus(moment_date(T_NOW), 29), minutes(1439)), &why), 0);
	IS(obstacles(&s, moment_at(date_plus(moment_date(T_NOW), 30), minutes(0)), &why),
	   1u << OBSTACLE_EVIDENCE);
	SAME(why, "Public liability insurance ran out on 14 July 2026");
	/* Nothing new, but no suspension: an offer that stands may win. */
	OK(!provider_embargoed(t->db, t->arena, BROOK, days_on(40)));
	/* Whoever holds no standing is asked nothing. */
	s.provider = GORSE;
	IS(obstacles(&s, T_NOW, &why) & 1u << OBSTACLE_EVIDENCE, 0);
}

TEST(what_suspends_by_policy_is_a_suspension)
{
	struct shown s = shown_make(t, LAPSE_SUSPEND);
	const char *why;

	IS(obstacles(&s, T_NOW, &why), 1u << OBSTACLE_SUSPENDED);
	OK(provider_embargoed_for(t->db, t->arena, BROOK, SERVICE_HOMECARE, NORTH, (LotId){ 0 },
	                          T_NOW));
	IS(run(&s, step_give), EVIDENCED);
	OK(!provider_embargoed_for(t->db, t->arena, BROOK, SERVICE_HOMECARE, NORTH, (LotId){ 0 },
	                           T_NOW));
	s.sound = false;
	IS(run(&s, step_check), EVIDENCED);
	OK(provider_embargoed(t->db, t->arena, BROOK, T_NOW));
	OK(!provider_embargoed(t->db, t->arena, GORSE, T_NOW));
	/* From a day on it only warns; then it is asked no more. */
	s.in.from = date_plus(moment_date(T_NOW), 10);
	s.in.lapse = LAPSE_WARN;
	IS(run(&s, step_rule), EVIDENCED);
	OK(provider_embargoed(t->db, t->arena, BROOK, days_on(9)));
	OK(!provider_embargoed(t->db, t->arena, BROOK, days_on(10)));
	IS(obstacles(&s, days_on(10), &why), 0);
}

TEST(too_little_cover_too_late_and_no_file_are_refused)
{
	struct shown s = shown_make(t, LAPSE_WARN);
	struct evidence_gap *gaps;

	s.give.cover = money(499999999);
	IS(run(&s, step_give), EVIDENCED_LITTLE);
	IS(money_pence(s.least), 500000000);
	s.give.cover = MONEY_NONE;
	IS(run(&s, step_give), EVIDENCED_LITTLE);
	s.give.cover = money(500000000);
	s.give.until = s.give.from;
	IS(run(&s, step_give), EVIDENCED_DATES);
	s.give.until = (Date){ 0 };
	IS(run(&s, step_give), EVIDENCED_DATES);
	s.give.until = date_plus(s.give.from, 3);
	s.give.from = date_plus(s.give.from, -90);
	s.kind.v++;
	IS(run(&s, step_give), EVIDENCED_GONE);
	s.kind.v--;
	IS(run(&s, step_give), EVIDENCED);
	/* Six hold a standing, and five of them have shown nothing. */
	IS(evidence_gaps(t->db, t->arena, (ProviderId){ 0 }, false, T_NOW, &gaps), 5);
	IS(evidence_gaps(t->db, t->arena, GORSE, true, T_NOW, &gaps), 1);
	IS(evidence_gaps(t->db, t->arena, GORSE, false, T_NOW, &gaps), 0);
}
