/* SPDX-License-Identifier: MIT */
/*
 * test_together.c -- leads and subcontractors, groups, and staff that move.
 */
#include "brokerage/brokerage.h"
#include "collaboration/collaboration.h"
#include "collaboration/consortium.sql.h"
#include "collaboration/move.sql.h"
#include "collaboration/subcontract.sql.h"
#include "t/client.h"
#include "t/world.h"

#define COMMISSIONER ((UserAccountId){ 5 })
#define FRAMEWORK ((FrameworkId){ 1 })

struct work {
	struct t *t;
	enum { SUB, END_SUB, DELIVER, GROUP, CHANGE_GROUP, MEMBER, LEAVE, MILESTONE, MOVE, TICK,
	       MOVED } what;
	struct subcontract_answers sub;
	SubcontractId subcontract;
	PlacementId placement;
	ProviderId lead, by;
	Money rate;
	struct consortium_answers group;
	ConsortiumId consortium;
	ConsortiumMemberId member;
	ConsortiumMilestoneId milestone;
	struct milestone_answers met;
	struct move_answers move;
	StaffMoveId moved;
	StaffMoveItemId item;
	int64_t revision;
	Date day;
	enum joined got;
};

static enum joined work_of(struct work *w, struct db *db, struct arena *a)
{
	switch (w->what) {
	case SUB:
		return subcontract_add(db, a, &w->sub, COMMISSIONER, T_NOW, &w->subcontract);
	case END_SUB:
		return subcontract_end(db, a, w->subcontract, w->revision, w->day, "It failed",
		                       COMMISSIONER);
	case DELIVER:
		return delivery_set(db, a, w->placement, w->lead, w->by, w->day, w->rate,
		                    COMMISSIONER, T_NOW);
	case GROUP:
		return consortium_add(db, a, &w->group, COMMISSIONER, T_NOW, &w->consortium);
	case CHANGE_GROUP:
		return consortium_change(db, a, w->consortium, w->revision, &w->group,
		                         COMMISSIONER);
	case MEMBER:
		return member_add(db, a, w->consortium, w->by, "Days", w->day, COMMISSIONER);
	case LEAVE:
		return member_leave(db, a, w->member, w->day, COMMISSIONER);
	case MILESTONE:
		return milestone_change(db, a, w->milestone, w->revision, &w->met, COMMISSIONER);
	case MOVE:
		return move_add(db, a, &w->move, COMMISSIONER, T_NOW, &w->moved);
	case TICK:
		return move_item_done(db, a, w->item, w->day, NULL, COMMISSIONER);
	case MOVED:
		return move_done(db, a, w->moved, w->revision, w->day, 3, COMMISSIONER);
	}
	return JOIN_GONE;
}

static bool work_do(void *arg)
{
	struct work *w = arg;

	w->got = work_of(w, w->t->db, w->t->arena);
	return w->got == JOINED;
}

static enum joined now_do(struct work *w, int what)
{
	w->what = what;
	db_write(w->t->db, work_do, w);
	return w->got;
}

static Date in(int days)
{
	return date_plus(moment_date(T_NOW), days);
}

/* ---- subcontracts -------------------------------------------------------------------------- */

TEST(a_subcontract_has_its_days)
{
	struct work w = { .t = t, .sub = { .lead = BROOK, .sub = DALE, .framework = FRAMEWORK,
		.from = in(0), .until = in(100), .terms = "A third of the hours" } };

	world_make(t->db);
	w.sub.sub = BROOK;
	IS(now_do(&w, SUB), JOIN_ITSELF);
	w.sub.sub.v = 99;
	IS(now_do(&w, SUB), JOIN_GONE);
	w.sub.sub = DALE;
	IS(now_do(&w, SUB), JOINED);
	IS(now_do(&w, SUB), JOIN_OVERLAP);
	w.sub.from = in(200);
	w.sub.until = in(200);
	IS(now_do(&w, SUB), JOIN_ORDER);
	w.sub.until = DATE_NONE;
	w.sub.from = in(100);
	IS(now_do(&w, SUB), JOINED);
	/* The first ends sooner, and the second still comes after it. */
	w.subcontract.v = 1;
	w.revision = 1;
	w.day = in(100);
	IS(now_do(&w, END_SUB), JOIN_ORDER);
	w.day = in(50);
	IS(now_do(&w, END_SUB), JOINED);
	w.day = in(40);
	IS(now_do(&w, END_SUB), JOIN_STALE);
	w.subcontract.v = 99;
	IS(now_do(&w, END_SUB), JOIN_GONE);
}

/* Ada is placed with Brook, an hour on each Monday. */
static bool place(void *arg)
{
	static const struct visit monday = { 1, { 450 }, { 540 }, { 60 }, 1 };
	struct work *w = arg;
	struct db *db = w->t->db;
	struct arena *a = w->t->arena;
	const struct me brook = world_scheduler(BROOK);
	const struct request_answers asks = { .reason = REASON_PLAN, .service = SERVICE_HOMECARE,
		.funding = FUNDING_COUNCIL, .start = in(0), .visits = &monday, .nvisits = 1,
		.skills = "[]" };
	const struct offer_time time = { { 1 }, { 450 } };
	const struct offer_answers offers = { .rate = money(1850), .start = in(0),
		.times = &time, .ntimes = 1 };
	enum awarded got = AWARD_STALE;
	RequestId id;
	Money most;

	SURE(request_raise(db, a, ADA, &asks, &world_worker, T_NOW, &id) == RAISED);
	SURE(request_send(db, a, &(struct send_order){ .request = id, .revision = 1,
	                  .tier_no = 1 },
	                  &world_broker, T_NOW) == SENDING_DONE);
	SURE(offer_make(db, a, (InvitationId){ 1 }, &offers, &brook, T_NOW, &most) == OFFERED);
	for (int64_t revision = 1; got == AWARD_STALE && revision < 20; revision++)
		got = offer_award(db, a, (OfferId){ 1 }, revision, NULL, &world_broker, T_NOW,
		                  &w->placement);
	return got == AWARD_DONE;
}

static struct share only_share(struct t *t, Date on, size_t *n)
{
	struct share *s;

	*n = shares_load(t->db, t->arena, BROOK, on, 1, &s);
	return *n ? s[0] : (struct share){ .name = "" };
}

TEST_PLAIN(who_delivers_is_dated_and_shared)
{
	struct work w = { .t = t, .lead = BROOK, .by = DALE, .day = in(10), .rate = money(1700),
		.sub = { .lead = BROOK, .sub = DALE, .framework = FRAMEWORK, .from = in(0),
		         .until = in(100) } };
	struct share s;
	size_t n;

	world_make(t->db);
	OK(db_write(t->db, place, &w));
	IS(now_do(&w, DELIVER), JOIN_NO_SUBCONTRACT);
	IS(now_do(&w, SUB), JOINED);
	w.lead = CEDAR;
	IS(now_do(&w, DELIVER), JOIN_GONE);
	w.lead = BROOK;
	w.day = in(-10);
	IS(now_do(&w, DELIVER), JOIN_ORDER);
	w.day = in(10);
	IS(now_do(&w, DELIVER), JOINED);
	IS(now_do(&w, DELIVER), JOIN_ORDER);
	s = only_share(t, in(5), &n);
	IS(n, 1);
	IS(s.provider.v, BROOK.v);
	IS(money_pence(s.rate), 1850);
	s = only_share(t, in(12), &n);
	IS(s.provider.v, DALE.v);
	IS(s.packages, 1);
	IS(s.week.n, 60);
	IS(money_pence(s.paid), 1700);
	/* Back with the lead, by its word; and by the subcontract's end. */
	s = only_share(t, in(110), &n);
	IS(s.provider.v, BROOK.v);
	w.by.v = 0;
	w.day = in(30);
	IS(now_do(&w, DELIVER), JOINED);
	s = only_share(t, in(31), &n);
	IS(s.provider.v, BROOK.v);
	OK(!money_known(s.paid));
}

/* ---- groups -------------------------------------------------------------------------------- */

TEST(a_consortium_has_milestones_and_members)
{
	struct work w = { .t = t, .by = DALE, .day = in(0), .revision = 1,
		.group = { "The North together", "Homecare and days", TOGETHER_CONSORTIUM,
		           FRAMEWORK, { 0 } } };
	struct consortium_milestone *m;
	struct consortium_member *members;

	world_make(t->db);
	IS(now_do(&w, GROUP), JOINED);
	IS(now_do(&w, GROUP), JOIN_ALREADY);
	w.consortium.v = 1;
	IS(ALL(t->db, t->arena, milestone_list, &m, .consortium = V(w.consortium),
	       .today = V(in(0))), 2);
	SAME(date_iso(t->arena, m[0].due_day), "2026-09-01");
	SAME(date_iso(t->arena, m[1].due_day), "2027-03-01");
	IS(m[0].state, MILESTONE_COMING);
	w.milestone = m[0].id;
	w.met = (struct milestone_answers){ m[0].name, m[0].due_day, COMMISSIONER,
		date_make(2026, 9, 4), "A little late" };
	IS(now_do(&w, MILESTONE), JOINED);
	IS(now_do(&w, MILESTONE), JOIN_STALE);
	IS(ALL(t->db, t->arena, milestone_list, &m, .consortium = V(w.consortium),
	       .today = V(date_make(2027, 4, 1))), 2);
	IS(m[0].state, MILESTONE_MET_LATE);
	IS(m[1].state, MILESTONE_LATE);

	IS(now_do(&w, MEMBER), JOINED);
	IS(now_do(&w, MEMBER), JOIN_ALREADY);
	IS(ALL(t->db, t->arena, member_list, &members, .consortium = V(w.consortium)), 1);
	w.member = members[0].id;
	IS(now_do(&w, LEAVE), JOIN_ORDER);
	w.day = in(5);
	IS(now_do(&w, LEAVE), JOINED);
	IS(now_do(&w, LEAVE), JOIN_ALREADY);
	w.group.name = "The North and the South";
	w.revision = 99;
	IS(now_do(&w, CHANGE_GROUP), JOIN_STALE);
	w.consortium.v = 99;
	IS(now_do(&w, CHANGE_GROUP), JOIN_GONE);
	IS(now_do(&w, MEMBER), JOIN_GONE);
	w.group.kind = TOGETHER_ALLIANCE;
	IS(now_do(&w, GROUP), JOINED);
	IS(ALL(t->db, t->arena, milestone_list, &m, .consortium = V(w.consortium),
	       .today = V(in(0))), 0);
}

/* ---- staff --------------------------------------------------------------------------------- */

TEST(staff_move_with_a_plan)
{
	struct work w = { .t = t, .revision = 1, .day = in(60),
		.move = { BROOK, BROOK, FRAMEWORK, "The contract ends", 12, 5, { 6000 }, in(60),
		          COMMISSIONER } };
	struct task_move_items_row *late;
	struct staff_move_item *items;
	size_t n;

	world_make(t->db);
	IS(now_do(&w, MOVE), JOIN_ITSELF);
	w.move.to = CEDAR;
	IS(now_do(&w, MOVE), JOINED);
	n = ALL(t->db, t->arena, move_item_list, &items, .move = V(w.moved));
	IS(n, 10);
	SAME(date_iso(t->arena, items[4].due_day), date_iso(t->arena, in(32)));
	/* What should have been done a month ago is late. */
	IS(ALL(t->db, t->arena, task_move_items, &late, .today = V(in(0)),
	       .limit = V((int64_t)20)), 1);
	w.item = items[0].id;
	IS(now_do(&w, TICK), JOINED);
	IS(now_do(&w, TICK), JOIN_ALREADY);
	IS(ALL(t->db, t->arena, task_move_items, &late, .today = V(in(0)),
	       .limit = V((int64_t)20)), 0);
	IS(now_do(&w, MOVED), JOINED);
	IS(now_do(&w, MOVED), JOIN_ALREADY);
	w.moved.v = 99;
	IS(now_do(&w, MOVED), JOIN_GONE);
	w.item.v = 99;
	IS(now_do(&w, TICK), JOIN_GONE);
}
