/* SPDX-License-Identifier: MIT */
/*
 * live.c -- the last days, played through the rooms' own verbs.
 *
 * Each request has a goal: where it stands now.  Its acts are put on an
 * agenda with their times, counted back from now; whenever a step begins,
 * whoever was asked gets his answer's time.  Before each act the clock is set
 * to it, and deadlines have their own acts, so that the verbs see what they
 * would have seen.
 */
#include "demo/inside.h"

#include "base/log.h"
#include "brokerage/returns.h"
#include "demo/demo.sql.h"

#include <string.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

enum goal {
	GOAL_NEW,
	GOAL_WAIT,
	GOAL_SEALED,
	GOAL_DECIDE,
	GOAL_STUCK,
	GOAL_AWARDED,
	GOAL_WITHDRAWN
};

struct item {
	enum goal goal;
	size_t    tier;                  /* in which it stands, from 0                  */
	Moment raised, begins[TIERS_MOST + 1]; /* of each tier's step; [tier + 1]: its end */
	bool      urgent;
	int64_t   person;
	RequestId id;
	StepId    known;                 /* the step whose answers are on the agenda    */
	PlacementId placement;
};

enum act_kind { ACT_RAISE, ACT_SEND, ACT_OFFER, ACT_DECLINE, ACT_SEE, ACT_DEADLINE, ACT_AWARD,
                ACT_BEGIN, ACT_WITHDRAW, ACT_SUSPEND, ACT_RETURN };
struct act {
	Moment       at;
	int64_t      seq;
	enum act_kind kind;
	struct item *item;
	InvitationId invitation;
	int          firm;               /* of a return: the hour */
	bool         late;               /* an offer that begins too late to be taken at once */
};
struct agenda {
	struct council *c;
	struct arena   *a;               /* of one act           */
	struct act     *act; size_t n, room;
	struct item    *items; size_t nitems;
};

static void add_act(struct agenda *g, struct act act)
{
	if (act.at.ms > g->c->now.ms)
		return;
	if (g->n == g->room) {
		size_t room = g->room ? 2 * g->room : 512;

		g->act = arena_grow(g->c->trail.arena, g->act, g->room * sizeof act,
		                    room * sizeof act);
		g->room = room;
	}
	act.seq = g->c->seq++;
	g->act[g->n++] = act;
}

static struct act next_act(struct agenda *g)
{
	size_t first = 0;
	struct act act;

	for (size_t i = 1; i < g->n; i++)
		if (g->act[i].at.ms < g->act[first].at.ms ||
		    (g->act[i].at.ms == g->act[first].at.ms && g->act[i].seq < g->act[first].seq))
			first = i;
	act = g->act[first];
	g->act[first] = g->act[--g->n];
	return act;
}

/* ---- where each is to stand -------------------------------------------------------- */

static int64_t window(const struct council *c, const struct item *x, size_t tier)
{
	const struct tier *t = &c->tier[tier < c->ntiers ? tier : c->ntiers - 1];

	return (x->urgent ? t->urgent.n : t->standard.n) * MINUTE;
}

static bool has_ended(enum goal g)
{
	return g == GOAL_DECIDE || g == GOAL_STUCK || g == GOAL_AWARDED;
}

/* Backwards: the end of the last step, its beginning, and those of the tiers before. */
static void set_times(struct council *c, struct item *x, int64_t ago_least, int64_t ago_most)
{
	struct chance *d = &c->dice;
	int64_t at = c->now.ms - chance_between(d, ago_least, ago_most);

	if (has_ended(x->goal)) {
		x->begins[x->tier + 1] = (Moment){ at };
		at -= window(c, x, x->tier) * chance_between(d, 30, 85) / 100;
	} else if (x->goal != GOAL_NEW && x->goal != GOAL_WITHDRAWN) {
		at = c->now.ms - window(c, x, x->tier) * chance_between(d, 10, 75) / 100;
	}
	x->begins[x->tier] = (Moment){ at };
	for (size_t t = x->tier; t-- > 0; ) {
		at -= window(c, x, t) * chance_between(d, 20, 75) / 100;
		x->begins[t] = (Moment){ at };
	}
	x->raised = (Moment){ x->goal == GOAL_NEW
		                      ? at
		                      : at - chance_between(d, 20 * MINUTE, 200 * MINUTE) };
}

static void add_item(struct agenda *g, enum goal goal, size_t tier, int64_t ago_least,
                     int64_t ago_most)
{
	struct item *x = &g->items[g->nitems++];
	struct council *c = g->c;

	*x = (struct item){ .goal = goal, .tier = tier, .urgent = chance_in(&c->dice, 11, 20) };
	set_times(c, x, ago_least, ago_most);
	add_act(g, (struct act){ .at = x->raised, .kind = ACT_RAISE, .item = x });
	if (goal == GOAL_NEW)
		return;
	if (goal == GOAL_WITHDRAWN) {
		add_act(g, (struct act){ .at = { x->raised.ms + 3 * HOUR },
		                         .kind = ACT_WITHDRAW,
		                         .item = x });
		return;
	}
	add_act(g, (struct act){ .at = x->begins[0], .kind = ACT_SEND, .item = x });
	if (goal == GOAL_AWARDED)
		add_act(g, (struct act){ .at = { x->begins[tier + 1].ms + 40 * MINUTE },
		                         .kind = ACT_AWARD,
		                         .item = x });
}

/* Of sixty that are open: how many stand where.  The tier is the list's place of it. */
static const struct {
	enum goal goal;
	size_t tier;
	int of_60;
	int64_t ago_least, ago_most;
} open_now[] = {
	{ GOAL_NEW, 0, 9, 4 * MINUTE, 7 * HOUR },
	{ GOAL_WAIT, 0, 8, 0, 0 },
	{ GOAL_SEALED, 0, 4, 0, 0 },
	{ GOAL_WAIT, 1, 6, 0, 0 },
	{ GOAL_SEALED, 1, 9, 0, 0 },
	{ GOAL_WAIT, 2, 3, 0, 0 },
	{ GOAL_SEALED, 2, 3, 0, 0 },
	{ GOAL_DECIDE, 0, 4, 8 * MINUTE, 9 * HOUR },
	{ GOAL_DECIDE, 1, 5, 8 * MINUTE, 20 * HOUR },
	{ GOAL_DECIDE, 2, 4, 8 * MINUTE, 20 * HOUR },
	{ GOAL_STUCK, 3, 5, 1 * HOUR, 40 * HOUR },
};

static void add_items(struct agenda *g)
{
	struct council *c = g->c;
	int64_t done = 0, made = 0, of = c->order.open;

	for (size_t i = 0; i < COUNT(open_now); i++) {
		done += open_now[i].of_60;
		for (; made < done * of / 60; made++)
			add_item(g, open_now[i].goal, open_now[i].tier, open_now[i].ago_least,
			         open_now[i].ago_most);
	}
	/* And as many that were decided in these days, at the pace of the years before. */
	made = c->order.requests * 9 / 1095;
	if (made > 4 * of)
		made = 4 * of;
	for (int64_t i = 0; i < made; i++)
		add_item(g, i % 12 == 11 ? GOAL_WITHDRAWN : GOAL_AWARDED,
		         i % 12 == 11 ? 0 : (size_t)(i % 3), i % 6 == 0 ? HOUR : 5 * HOUR,
		         i % 6 == 0 ? 9 * HOUR : 8 * DAY);
	add_act(g, (struct act){ .at = { c->now.ms - 3 * HOUR }, .kind = ACT_SUSPEND });
	for (int back = 6; back >= 0; back--)
		for (int hour = 12; hour <= 17; hour += 5)
			add_act(g, (struct act){ .at = moment_at(date_plus(c->today, -back),
			                                         minutes(hour * 60)),
			                         .kind = ACT_RETURN,
			                         .firm = hour });
}

/* ---- raising and sending --------------------------------------------------------------- */

static struct request_answers answers_of(struct council *c, struct item *x, struct visit *v,
                                         int place)
{
	static const char *const notes[] = {
		NULL, "Uses a walking frame indoors.", "Likes to be called by her first name.",
		"Two flights of stairs.", "Diabetic: meals on time.", NULL,
	};
	struct chance *d = &c->dice;
	unsigned funding = chance_in(d, 1, 5) ? FUNDING_NHS : FUNDING_COUNCIL;
	struct request_answers in = { .service = SERVICE_HOMECARE, .funding = funding, .visits = v,
		.council_pct = 100, .reason = funding == FUNDING_NHS ? REASON_CHC : REASON_PLAN };
	Date day = moment_date(x->raised);

	in.nvisits = grid_make(d, grid_next(c, funding), v);
	in.start = date_plus(day, (int)chance_between(d, 3, 12));
	if (x->urgent) {
		in.reason = REASON_DISCHARGE;
		in.hospital = place < 3 ? "Royal Marches Hospital" : "Tarn Valley Hospital";
		in.ward = chance_in(d, 1, 2) ? "Frailty ward" : "Ward 7";
		in.ready = (Moment){ x->raised.ms +
			             (chance_in(d, 1, 3)
			                      ? chance_between(d, -60 * HOUR, 0)
			                      : chance_between(d, -9 * HOUR, 14 * HOUR)) };
		in.start = date_plus(
			moment_date(in.ready.ms > x->raised.ms ? in.ready : x->raised), 1);
	}
	in.notes = CHANCE_OF(d, notes);
	if (chance_in(d, 1, 8))
		in.skills = arena_fmt(c->arena, "[%lld]",
		                      (long long)c->skill[chance_between(d, 0, 1)].v);
	return in;
}

static void do_raise(struct agenda *g, struct item *x)
{
	struct council *c = g->c;
	struct visit v[PLAN_VISITS];
	/* The silent provider works in the other three: there a tier ends by its deadline alone. */
	static const int near[] = { 0, 1, 4 };
	int place = x->goal == GOAL_NEW || x->goal == GOAL_WAIT
	                    ? (int)chance_between(&c->dice, 0, PLACES - 1)
	                    : CHANCE_OF(&c->dice, near);
	struct request_answers in = answers_of(c, x, v, place);
	int team = x->urgent ? (place < 3 ? 0 : 1) : 2 + place;
	const char *words[2] = { outcome_words(&c->dice, 0), outcome_words(&c->dice, 1) };
	struct me me = me_of(c->asks[team], c->team[team], (ProviderId){ 0 });

	in.outcomes = words;
	in.noutcomes = 1 + chance_in(&c->dice, 1, 2);
	x->person = resident_add(c, g->a, x->raised, place, me.id);
	trail_write(c, x->raised);
	SURE(request_raise(c->db, g->a, c->people[x->person].id, &in, &me, x->raised, &x->id) ==
	     RAISED);
}

static struct demo_request_now_row now_of(struct agenda *g, const struct item *x)
{
	struct demo_request_now_row r;

	SURE(ONE(g->c->db, g->a, demo_request_now, &r, .id = V(x->id)));
	return r;
}

static void do_send(struct agenda *g, struct item *x, Moment at)
{
	struct council *c = g->c;
	struct me me =
		me_of(c->brokers[chance_between(&c->dice, 0, 2)], c->team[8], (ProviderId){ 0 });

	for (size_t t = 0; t < c->ntiers && !c->tier[t].approval; t++) {
		struct send_order o = {
			.request = x->id,
			.revision = now_of(g, x).revision,
			.tier_no = c->tier[t].no,
			.reason = t ? "Nobody in the tiers before can take it at these times."
			            : NULL
		};

		/* Some are given longer, so that the list is alive tomorrow too. */
		if (x->tier == 0 && !has_ended(x->goal))
			o.deadline = (Moment){ c->now.ms + chance_between(&c->dice, 1, 28) * HOUR };

		if (request_send(c->db, g->a, &o, &me, at) == SENDING_DONE)
			return;
	}
}

/* ---- answers ------------------------------------------------------------------------------ */

static int firm_of(const struct council *c, ProviderId id)
{
	for (int i = 0; i < FIRMS; i++)
		if (c->firm[i].id.v == id.v)
			return i;
	return -1;
}

/* Who offers in the step where it stands: some of them, and never the silent one. */
static enum act_kind answer_of(struct agenda *g, const struct item *x, bool final, size_t nth,
                               size_t asked)
{
	struct chance *d = &g->c->dice;

	if (!final || x->goal == GOAL_STUCK)
		return ACT_DECLINE;
	switch (x->goal) {
	case GOAL_SEALED:
		return nth == 0 || chance_in(d, 1, 4) ? ACT_OFFER
		       : chance_in(d, 1, 2)           ? ACT_DECLINE
		                                      : ACT_SEE;
	case GOAL_DECIDE: case GOAL_AWARDED:
		return nth == 0 || chance_in(d, 1, 3) ? ACT_OFFER : ACT_DECLINE;
	case GOAL_WAIT:
		return nth + 1 < asked && chance_in(d, 2, 5) ? ACT_DECLINE : ACT_SEE;
	case GOAL_NEW: case GOAL_STUCK: case GOAL_WITHDRAWN:
		break;
	}
	return ACT_DECLINE;
}

/* The moment up to which this step's answers come. */
static Moment answers_until(const struct agenda *g, const struct item *x, size_t tier,
                            Moment deadline, bool final)
{
	Moment until = !final               ? x->begins[tier + 1]
	               : has_ended(x->goal) ? x->begins[x->tier + 1]
	                                    : g->c->now;

	return until.ms < deadline.ms - MINUTE ? until : (Moment){ deadline.ms - MINUTE };
}

static void plan_answers(struct agenda *g, struct item *x)
{
	struct demo_request_now_row r = now_of(g, x);
	struct demo_asked_list_row *rows;
	size_t n, tier = 0, nth = 0;
	bool final;
	Moment until;

	if (!r.step.v || r.step.v == x->known.v)
		return;
	x->known = r.step;
	n = ALL(g->c->db, g->a, demo_asked_list, &rows, .step = V(r.step));
	while (tier + 1 < g->c->ntiers && g->c->tier[tier].no < r.tier_no)
		tier++;
	final = tier >= x->tier;
	until = answers_until(g, x, tier, r.deadline_ms, final);
	if (until.ms <= rows[0].sent_ms.ms + 2 * MINUTE)
		until.ms = rows[0].sent_ms.ms + 12 * MINUTE;
	add_act(g, (struct act){
			   .at = { r.deadline_ms.ms + 1000 }, .kind = ACT_DEADLINE, .item = x });
	for (size_t i = 0; i < n; i++) {
		int firm = firm_of(g->c, rows[i].provider);
		bool waits = final && x->goal == GOAL_SEALED && n > 1 && i + 1 == n;
		int64_t left = until.ms - rows[i].sent_ms.ms;
		Moment at = { i + 1 == n ? until.ms : rows[i].sent_ms.ms +
		              chance_between(&g->c->dice, left / 10, left) };

		if (firm == FIRM_MUTE || waits || (n == 1 && final && x->goal == GOAL_SEALED))
			continue;
		add_act(g, (struct act){ .at = at,
		                         .kind = answer_of(g, x, final, nth++, n),
		                         .item = x,
		                         .invitation = rows[i].id,
		                         .firm = firm,
		                         .late = x->goal == GOAL_SEALED });
	}
}

static void do_offer(struct agenda *g, const struct act *act)
{
	struct council *c = g->c;
	struct me me = me_of(c->firm[act->firm].scheduler, (TeamId){ 0 }, c->firm[act->firm].id);
	struct demo_visit_list_row *v;
	size_t n = ALL(c->db, g->a, demo_visit_list, &v, .request = V(act->item->id));
	struct offer_time *times = NEWN(g->a, struct offer_time, n + 1);
	struct demo_request_now_row r = now_of(g, act->item);
	struct offer_answers in = { .times = times, .ntimes = n, .start = r.start_day };
	Money fair = fair_on(c, c->people[act->item->person].place, c->today), most = MONEY_NONE;

	for (size_t i = 0; i < n; i++)
		times[i] = (struct offer_time){ v[i].id, minutes(v[i].earliest_mins.n +
			                                         15 * (act->firm % 3)) };
	if (date_cmp(in.start, moment_date(act->at)) < 0)
		in.start = moment_date(act->at);
	if (act->late || chance_in(&c->dice, 1, 5))
		in.start = date_plus(in.start, (int)chance_between(&c->dice, 1, 4));
	if (act->item->goal == GOAL_DECIDE && n > 1 && chance_in(&c->dice, 1, 6))
		in.ntimes = n - 1;
	in.rate = money_plus(fair, money(5 * chance_between(&c->dice, -12, 30)));
	if (chance_in(&c->dice, 1, 4))
		in.note = "A regular worker lives two streets away.";
	/* One who asks too much is told the most that this tier takes. */
	if (offer_make(c->db, g->a, act->invitation, &in, &me, act->at, &most) == OFFERED_DEAR) {
		in.rate = most;
		SURE(offer_make(c->db, g->a, act->invitation, &in, &me, act->at, &most) == OFFERED);
	}
}

static void do_decline(struct agenda *g, const struct act *act)
{
	static const int reasons[] = { 60, 14, 6, 10, 8, 2 };
	struct council *c = g->c;
	struct me me = me_of(c->firm[act->firm].scheduler, (TeamId){ 0 }, c->firm[act->firm].id);
	unsigned reason = 1 + (unsigned)chance_weighted(&c->dice, reasons, COUNT(reasons));
	enum offered got = invitation_decline(c->db, g->a, act->invitation, reason,
		reason == DECLINE_OTHER ? "Two workers off sick this week" : NULL, &me, act->at);

	SURE(got == OFFERED || got == OFFERED_LATE || got == OFFERED_EMBARGO ||
	     got == OFFERED_CLOSED);
}

/* ---- decisions ------------------------------------------------------------------------------- */

/* The first in order, or the second with a reason. */
static void do_award(struct agenda *g, struct item *x, Moment at)
{
	struct council *c = g->c;
	struct demo_request_now_row r = now_of(g, x);
	struct me me =
		me_of(c->brokers[chance_between(&c->dice, 0, 2)], c->team[8], (ProviderId){ 0 });
	struct demo_offer_list_row *rows;
	size_t n = ALL(c->db, g->a, demo_offer_list, &rows, .request = V(x->id));
	enum awarded got = AWARD_GONE;

	if (r.stage != STAGE_OFFERS)
		return;
	for (size_t i = 0; i < n && got != AWARD_DONE; i++)
		got = offer_award(
			c->db, g->a, rows[i].id, r.revision,
			"Can begin when the person needs it, and the family knows them.", &me, at,
			&x->placement);
	if (got == AWARD_DONE)
		add_act(g, (struct act){ .at = moment_at(date_plus(rows[0].start_day, 0),
		                                         minutes(9 * 60)),
		                         .kind = ACT_BEGIN,
		                         .item = x,
		                         .firm = firm_of(c, rows[0].provider) });
}

static void do_begin(struct agenda *g, const struct act *act)
{
	struct council *c = g->c;
	struct me me = me_of(c->firm[act->firm].scheduler, (TeamId){ 0 }, c->firm[act->firm].id);

	if (!placement_begin(c->db, g->a, act->item->placement, &me, act->at))
		log_line(LOG_WARN, "placement not begun", "id=%lld",
		         (long long)act->item->placement.v);
}

static void do_withdraw(struct agenda *g, struct item *x, Moment at)
{
	struct council *c = g->c;
	struct demo_request_now_row r = now_of(g, x);
	struct me me = me_of(c->asks[2], c->team[2], (ProviderId){ 0 });

	SURE(request_withdraw(c->db, g->a, x->id, r.revision, "The family will help for now", &me,
	                      at) == CHANGED);
}

static void do_suspend(struct agenda *g, Moment at)
{
	struct council *c = g->c;
	EmbargoId id;

	SURE(provider_suspend(c->db, g->a, c->firm[FIRM_SHUT_NOW].id, &(struct suspension){
		.reason = "Safeguarding enquiry open after two medication errors",
		.evidence = "Two reports of the community pharmacist",
		.decided = "Director of adult social care",
		.review = date_plus(c->today, 21) }, c->commissioner, at, &id) == SUSPEND_DONE);
}

static bool perform(void *arg)
{
	struct agenda *g = arg;
	struct act act = next_act(g);

	trail_write(g->c, act.at);
	clock_set(act.at);
	switch (act.kind) {
	case ACT_RAISE:
		do_raise(g, act.item);
		break;
	case ACT_SEND:
		do_send(g, act.item, act.at);
		break;
	case ACT_OFFER:
		do_offer(g, &act);
		break;
	case ACT_DECLINE:
		do_decline(g, &act);
		break;
	case ACT_SEE:
		invitation_see(g->c->db, act.invitation, act.at);
		break;
	case ACT_DEADLINE:
		steps_advance(g->c->db, g->a, act.at);
		break;
	case ACT_AWARD:
		do_award(g, act.item, act.at);
		break;
	case ACT_BEGIN:
		do_begin(g, &act);
		break;
	case ACT_WITHDRAW:
		do_withdraw(g, act.item, act.at);
		break;
	case ACT_RETURN:
		return_issue(g->c->db, g->a, act.firm == 12 ? RETURN_NOON : RETURN_FIVE,
		             moment_date(act.at), act.at);
		break;
	case ACT_SUSPEND:
		do_suspend(g, act.at);
		break;
	}
	if (act.item && act.item->id.v)
		plan_answers(g, act.item);
	return true;
}

void live_make(struct council *c)
{
	struct agenda g = { .c = c, .a = arena_new("demo act", (size_t)64 << 20) };

	g.items = NEWN(c->arena, struct item, 6 * c->order.open + 8);
	add_items(&g);
	while (g.n) {
		db_write(c->db, perform, &g);
		arena_reset(g.a);
	}
	arena_end(&g.a);
}
