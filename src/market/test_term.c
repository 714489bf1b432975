/* SPDX-License-Identifier: MIT */
/*
 * test_term.c -- a framework's life: what its days say, and who may change them.
 */
#include "market/market.h"
#include "market/keep.sql.h"
#include "market/page.sql.h"
#include "market/term.sql.h"
#include "t/client.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })

static Date day(int year, int month, int d)
{
	return date_make(year, month, d);
}

/* B&NES 3e.7: five years and two, applications in the spring before. */
static struct framework_answers usual(void)
{
	return (struct framework_answers){ .name = "Homecare 2027",
		.apply_from = day(2026, 7, 1), .apply_until = day(2026, 9, 1),
		.told = day(2026, 12, 1),
		.from = day(2027, 1, 1), .term = day(2032, 1, 1), .extend = day(2034, 1, 1),
		.review = day(2030, 1, 1) };
}

TEST_PLAIN(the_days_say_the_state)
{
	const struct framework_days d = { .apply_from = day(2026, 7, 1),
		.apply_until = day(2026, 9, 1), .told = day(2026, 12, 1), .from = day(2027, 1, 1),
		.term = day(2032, 1, 1), .until = day(2034, 1, 1) };
	static const struct framework_days bare = { .from = { 739000 }, .until = { 740000 } };

	IS(framework_state_on(&d, day(2026, 6, 30)), FRAMEWORK_COMING);
	IS(framework_state_on(&d, day(2026, 7, 1)), FRAMEWORK_OPEN);
	IS(framework_state_on(&d, day(2026, 8, 31)), FRAMEWORK_OPEN);
	IS(framework_state_on(&d, day(2026, 9, 1)), FRAMEWORK_EVALUATING);
	IS(framework_state_on(&d, day(2026, 12, 1)), FRAMEWORK_STANDSTILL);
	IS(framework_state_on(&d, day(2027, 1, 1)), FRAMEWORK_LIVE);
	IS(framework_state_on(&d, day(2031, 12, 31)), FRAMEWORK_LIVE);
	IS(framework_state_on(&d, day(2032, 1, 1)), FRAMEWORK_EXTENDED);
	IS(framework_state_on(&d, day(2034, 1, 1)), FRAMEWORK_EXPIRED);
	IS(framework_state_on(&bare, (Date){ 738999 }), FRAMEWORK_COMING);
	IS(framework_state_on(&bare, (Date){ 739999 }), FRAMEWORK_LIVE);
}

struct work {
	struct t *t;
	struct framework_answers in;
	FrameworkId id;
	int64_t revision;
	Date opens, closes, until;
	const char *reason;
	enum termed got;
	size_t standings;
};

static bool add(void *arg)
{
	struct work *w = arg;

	w->got = framework_add(w->t->db, w->t->arena, &w->in, COMMISSIONER, &w->id);
	return w->got == TERMED;
}

static bool extend(void *arg)
{
	struct work *w = arg;

	w->got = framework_extend(w->t->db, w->t->arena, w->id, w->revision, w->until, "It works",
	                          COMMISSIONER, &w->standings);
	return w->got == TERMED;
}

static bool window(void *arg)
{
	struct work *w = arg;
	FrameworkWindowId id;

	w->got = framework_window_add(w->t->db, w->t->arena, w->id, w->opens, w->closes, 6,
	                              w->reason, COMMISSIONER, T_NOW, &id);
	return w->got == TERMED;
}

static enum termed added(struct t *t, struct framework_answers in)
{
	struct work w = { .t = t, .in = in };

	db_write(t->db, add, &w);
	return w.got;
}

TEST(days_out_of_order_are_refused)
{
	struct framework_answers in = usual();

	world_make(t->db);
	IS(added(t, in), TERMED);
	in.told = day(2026, 8, 1);
	IS(added(t, in), TERM_ORDER);
	in = usual();
	in.term = in.from;
	IS(added(t, in), TERM_ORDER);
	in = usual();
	in.extend = day(2031, 1, 1);
	IS(added(t, in), TERM_ORDER);
	in = usual();
	in.review = day(2035, 1, 1);
	IS(added(t, in), TERM_ORDER);
	in = usual();
	in.refer_from = day(2028, 1, 1);
	in.refer_until = day(2027, 6, 1);
	IS(added(t, in), TERM_ORDER);
	in = (struct framework_answers){ .name = "Bare", .from = in.from, .term = in.term };
	IS(added(t, in), TERMED);
}

/* Standings that run to its end go on with it, those that end before do not. */
TEST(an_extension_carries_its_standings)
{
	const Date end = date_of_day(22000), longer = date_of_day(22700);
	struct work w = { .t = t, .id = { 1 }, .revision = 1, .until = longer };
	struct accreditation a;

	world_make(t->db);
	OK(!db_write(t->db, extend, &w));
	IS(w.got, TERM_ORDER);                     /* its terms know no extension */
	w.in = usual();
	OK(db_write(t->db, add, &w));
	w.revision = 1;
	w.until = day(2034, 1, 2);
	OK(!db_write(t->db, extend, &w));
	IS(w.got, TERM_ORDER);
	w.until = day(2033, 1, 1);
	OK(db_write(t->db, extend, &w));
	IS(w.standings, 0);
	OK(!db_write(t->db, extend, &w));
	IS(w.got, TERM_STALE);
	w.revision = 2;
	OK(!db_write(t->db, extend, &w));
	IS(w.got, TERM_ORDER);                     /* it goes until then already */
	w.id = (FrameworkId){ 99 };
	OK(!db_write(t->db, extend, &w));
	IS(w.got, TERM_GONE);
	OK(ONE(t->db, t->arena, accreditation_load, &a, .id = V((AccreditationId){ 1 })));
	IS(date_day(a.until_day), date_day(end));
}

TEST(a_window_sooner_than_policy_wants_a_reason)
{
	struct work w = { .t = t, .id = { 1 }, .opens = day(2026, 7, 1),
		.closes = day(2026, 8, 1) };
	struct framework_window_list_row *list;

	world_make(t->db);
	OK(db_write(t->db, window, &w));
	w.opens = day(2026, 7, 15), w.closes = day(2026, 9, 1);
	OK(!db_write(t->db, window, &w));
	IS(w.got, TERM_CLASH);
	w.opens = day(2026, 12, 31), w.closes = day(2027, 2, 1);
	OK(!db_write(t->db, window, &w));
	IS(w.got, TERM_REASON);
	w.reason = "For the rural pilot";
	OK(db_write(t->db, window, &w));
	w.reason = NULL;
	w.opens = day(2027, 7, 1), w.closes = day(2027, 8, 1);
	OK(db_write(t->db, window, &w));
	w.opens = day(2031, 1, 1), w.closes = day(2031, 2, 1);
	OK(!db_write(t->db, window, &w));
	IS(w.got, TERM_ORDER);                     /* it does not live as long */
	IS(ALL(t->db, t->arena, framework_window_list, &list, .framework = V(w.id)), 3);
	OK(list[1].early == 1 && !BLANK(list[1].reason));
}

/* Nobody is asked under it outside of the days on which packages may be called off. */
TEST_PLAIN(packages_are_called_off_within_the_referral_window)
{
	const struct need need = { 127, minutes(480), minutes(540) };
	struct wanted want = { .service = SERVICE_HOMECARE, .locality = { 1 },
		.start = moment_date(T_NOW), .needs = &need, .nneeds = 1, .floor_rank = INT_NONE,
		.unrated_ok = true };
	struct sql_piece p = { "UPDATE framework SET refer_until_day = 20619 WHERE id = 1", -1, 0 };
	const struct sql shut = { .name = "shut", .file = __FILE__, .pieces = &p, .npieces = 1,
	                          .writes = true };
	struct standing s;

	world_make(t->db);
	OK(provider_standing_one(t->db, t->arena, &want, (ProviderId){ 3 }, T_NOW, &s));
	IS(s.obstacles & 1u << OBSTACLE_NOT_ACCREDITED, 0);
	db_do(t->db, &shut, NULL);
	OK(provider_standing_one(t->db, t->arena, &want, (ProviderId){ 3 }, T_NOW, &s));
	OK(s.obstacles & 1u << OBSTACLE_NOT_ACCREDITED);
	OK(provider_standing_one(t->db, t->arena, &want, (ProviderId){ 3 },
	                         moment_plus(T_NOW, minutes(-1440)), &s));
	IS(s.obstacles & 1u << OBSTACLE_NOT_ACCREDITED, 0);
}

static bool go_over(void *arg)
{
	struct work *w = arg;
	struct accreditation_answers in = { .from = w->in.from, .localities = "[1]",
		.reason = "As before" };
	const struct lot_answers lot = { .number = 1, .name = "Single packages",
		.service = SERVICE_HOMECARE, .part = PART_A };
	AccreditationId id;

	OK(framework_add(w->t->db, w->t->arena, &w->in, COMMISSIONER, &w->id) == TERMED);
	OK(lot_add(w->t->db, w->t->arena, w->id, &lot, COMMISSIONER, T_NOW, &in.lot) == LOTTED);
	return accreditation_add(w->t->db, w->t->arena, (ProviderId){ 3 }, &in, COMMISSIONER, T_NOW,
	                         &id) == KEPT;
}

static size_t changes_of(struct t *t, const char *key)
{
	struct register_change *list;

	return ALL(t->db, t->arena, market_register_changes, &list, .now = V(T_NOW),
	           .today = V(date_of_day(22010)), .q = V(key), .q_key = V(key),
	           .limit = V((int64_t)50), .skip = V((int64_t)0));
}

/* The register's history tells of who ends, not of who goes on. */
TEST_PLAIN(going_over_into_the_next_framework_is_no_news)
{
	struct work w = { .t = t, .in = { .name = "Next", .from = date_of_day(22000),
		.term = date_of_day(23000) } };

	world_make(t->db);
	IS(changes_of(t, "dale support"), 2);
	OK(db_write(t->db, go_over, &w));
	IS(changes_of(t, "dale support"), 1);
	IS(changes_of(t, "cedar care"), 2);
}

TEST_PLAIN(a_commissioner_keeps_frameworks)
{
	struct client *c;

	world_make(t->db);
	c = client_new(t);
	client_as(c, "commissioner");
	IS(client_send(c, "/frameworks/new", "name=Day+support&kind=hosted&"
	               "host=Swindon&from=2026-07-01&"
	               "last=2030-06-30&extend_last=2032-06-30&review=2029-01-01"), 303);
	IS(client_get(c, c->location), 200);
	HAS(c->text, "State Coming");
	HAS(c->text, "Hosted by Swindon");
	HAS(c->text, "May be extended until 30 June 2032");
	IS(client_send(c, "/frameworks/1/windows/new", "opens=2026-07-01&last=2026-07-31"), 303);
	IS(client_send(c, "/frameworks/1/windows/new", "opens=2026-09-01&last=2026-09-30"), 422);
	HAS(c->text, "say why this is an exception");
	IS(client_send(c, "/frameworks/1/windows/new", "opens=2026-09-01&last=2026-09-30&"
	               "reason=A+new+entrant"), 303);
	IS(client_get(c, "/frameworks/1"), 200);
	HAS(c->text, "1 September 2026 30 September 2026 Yes A new entrant Carl Commissioner");
	IS(client_send(c, "/frameworks/1/extend", "last=2033-01-01&reason=x"), 422);
	IS(client_send(c, "/frameworks/1/review",
	               "on=2026-06-10&words=Replace+it&revision=3"), 303);
	IS(client_get(c, "/frameworks/1.json"), 200);
	HAS(c->body, "\"review_words\":\"Replace it\"");
	client_as(c, "broker");
	IS(client_get(c, "/frameworks"), 200);
	LACKS(c->text, "Add a framework");
	IS(client_get(c, "/frameworks/1"), 200);
	LACKS(c->text, "Note the review");
}
