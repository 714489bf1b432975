/* SPDX-License-Identifier: MIT */
/*
 * tier.c -- who stands in which tier, and sending a request to one.
 *
 * A tier of the policy says whom it asks (TIER_WHOS), at what price, for how
 * long, and whether a manager must approve.  A provider stands in the first
 * tier whose `who` fits its standing for this service in this locality; Part
 * A providers stand in every Part A tier, so they are asked at the fair price
 * first and above it only when that has brought nothing (B&NES 3g.4, note).
 */
#include "brokerage/inside.h"

struct pay_rule pay_rule_on(struct db *db, struct arena *a, int64_t service, Date on)
{
	struct policy p;

	if (!ONE(db, a, policy_on, &p, .service = V(service), .on_day = V(on)))
		return (struct pay_rule){ { 0 }, { 0 } };
	return (struct pay_rule){ p.rounding_mins, p.short_call_mins };
}

struct wanted request_wanted(struct db *db, struct arena *a, const struct request *r, Moment now)
{
	struct wanted w = { .service = r->service, .locality = r->locality, .start = r->start_day,
		.floor_rank = INT_NONE, .unrated_ok = true };
	struct request_skill_list_row *skills;
	struct visit *v;
	struct need *needs;
	SkillId *ids;
	struct policy p;

	w.nneeds = request_visits(db, a, r->id, &v);
	needs = NEWN(a, struct need, w.nneeds + 1);
	for (size_t i = 0; i < w.nneeds; i++)
		needs[i] = (struct need){ v[i].days, v[i].earliest,
		                          minutes(v[i].latest.n + v[i].length.n) };
	w.needs = needs;
	w.nskills = ALL(db, a, request_skill_list, &skills, .request = V(r->id));
	ids = NEWN(a, SkillId, w.nskills + 1);
	for (size_t i = 0; i < w.nskills; i++)
		ids[i] = skills[i].id;
	w.skills = ids;
	if (ONE(db, a, policy_on, &p, .service = V(r->service), .on_day = V(moment_date(now)))) {
		w.floor_rank = p.floor_rank;
		w.unrated_ok = p.unrated_ok;
	}
	return w;
}

/* Does a tier ask providers of this standing? */
static bool tier_takes(const struct policy_tier *t, const struct standing *s)
{
	switch ((enum tier_who)t->who) {
	case WHO_BLOCK:
		return s->part == PART_B || (s->block.v && s->block_free.n > 0);
	case WHO_PART_A:
		return s->part == PART_A ||
		       (s->part == PART_B && !(s->shut >> PART_A & 1));
	case WHO_INTERIM:
		return s->part == PART_INTERIM || s->part == PART_OUT_OF_AREA;
	case WHO_OPEN:
		return s->obstacles >> OBSTACLE_NOT_ACCREDITED & 1;
	}
	return false;
}

/* The lot from which a tier calls off a package; none: outside every framework. */
static LotId lot_in(const struct policy_tier *t, const struct standing *s)
{
	const LotId first = s->lots[t->who == WHO_PART_A ? PART_A : PART_B];

	if ((t->who == WHO_BLOCK || t->who == WHO_PART_A) && first.v)
		return first;
	return t->who == WHO_OPEN ? (LotId){ 0 } : s->lots[s->part];
}

/* In the tier for those not on the framework, its lack of a standing is no obstacle. */
static unsigned obstacles_in(const struct policy_tier *t, const struct standing *s)
{
	unsigned ob = s->obstacles;

	if (t->who == WHO_OPEN)
		ob &= ~(1u << OBSTACLE_NOT_ACCREDITED | 1u << OBSTACLE_CAPACITY);
	return ob;
}

struct tiers { struct policy policy; struct policy_tier *list; size_t n; };

static bool tiers_on(struct db *db, struct arena *a, int64_t service, Date on, struct tiers *out)
{
	if (!ONE(db, a, policy_on, &out->policy, .service = V(service), .on_day = V(on)))
		return false;
	out->n = ALL(db, a, tier_list, &out->list, .policy = V(out->policy.id));
	return out->n > 0;
}

size_t request_candidates(struct db *db, struct arena *a, RequestId id, Moment now,
                          struct candidate **out)
{
	struct request r;
	struct standing *s;
	struct wanted w;
	struct tiers t;
	size_t n;
	bool policy;

	*out = NULL;
	if (!ONE(db, a, request_load, &r, .id = V(id)))
		return 0;
	w = request_wanted(db, a, &r, now);
	n = provider_standing(db, a, &w, now, &s);
	policy = tiers_on(db, a, r.service, moment_date(now), &t);
	*out = NEWN(a, struct candidate, n + 1);
	for (size_t i = 0; i < n; i++) {
		(*out)[i] = (struct candidate){ .standing = s[i], .obstacles = s[i].obstacles };
		for (size_t j = 0; policy && j < t.n; j++)
			if (tier_takes(&t.list[j], &s[i])) {
				(*out)[i].tier_no = t.list[j].tier_no;
				(*out)[i].obstacles = obstacles_in(&t.list[j], &s[i]);
				break;
			}
	}
	return n;
}

/* ---- sending ------------------------------------------------------------------ */

static const struct policy_tier *tier_no(const struct tiers *t, int64_t no)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].tier_no == no)
			return &t->list[i];
	return NULL;
}

static const struct policy_tier *tier_after(const struct tiers *t, int64_t no)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].tier_no > no)
			return &t->list[i];
	return NULL;
}

/*
 * Going back is to a tier at or before the one reached; skipping is past the
 * next one.  A request that has changed starts anew at the first tier.
 */
static enum step_jump jump_to(const struct tiers *t, const struct request *r, int64_t to)
{
	const struct policy_tier *next = tier_after(t, r->stage == STAGE_NEW ? 0 : r->tier_no);

	if (r->stage != STAGE_NEW && to <= r->tier_no)
		return JUMP_BACK;
	return next && to > next->tier_no ? JUMP_SKIPPED : JUMP_IN_ORDER;
}

/* Those of a tier who could take it, as they will be asked. */
static size_t askable(struct db *db, struct arena *a, const struct request *r,
                      const struct policy_tier *t, Moment now, struct standing **out)
{
	struct wanted w = request_wanted(db, a, r, now);
	struct standing *all;
	size_t n = provider_standing(db, a, &w, now, &all), m = 0;

	*out = NEWN(a, struct standing, n + 1);
	for (size_t i = 0; i < n; i++)
		if (tier_takes(t, &all[i]) && !obstacles_in(t, &all[i]))
			(*out)[m++] = all[i];
	return m;
}

struct sending_to {
	const struct request *r;
	const struct policy_tier *tier;
	const struct standing *who; size_t nwho;
	enum step_jump jump;
	Moment deadline;
};

/* What the lot pays an hour is copied: later rates reach no offer that was asked for before. */
static void write_invitations(struct db *db, struct arena *a, const struct sending_to *s,
                              StepId step, Moment now)
{
	struct lot_terms pays = { 0, MONEY_NONE };
	LotId of = { 0 };

	for (size_t i = 0; i < s->nwho; i++) {
		const LotId lot = lot_in(s->tier, &s->who[i]);
		const BlockId block = s->tier->who == WHO_BLOCK ? s->who[i].block : (BlockId){ 0 };

		if (lot.v != of.v)
			pays = lot_terms_on(db, a, lot, s->r->locality, UNIT_HOUR,
			                    moment_date(now));
		of = lot;
		DO(db, invitation_insert, .id = V(NEW_ID(db, InvitationId)), .step = V(step),
		   .request = V(s->r->id), .provider = V(s->who[i].provider), .block = V(block),
		   .lot = V(lot), .lot_kind = V(lot.v && pays.kind ? pays.kind : INT_NONE),
		   .lot_pence = V(lot.v ? pays.rate : MONEY_NONE),
		   .position = V((int64_t)i + 1), .sent_ms = V(now),
		   .deadline_ms = V(s->deadline));
	}
}

/* Write the step and its invitations, and tell those who are asked. */
static void write_step(struct db *db, struct arena *a, const struct sending_to *s,
                       const char *reason, UserAccountId by, bool approved, Moment now)
{
	const struct policy_tier *t = s->tier;
	StepId step = NEW_ID(db, StepId);

	DO(db, step_insert, .id = V(step), .request = V(s->r->id), .policy_tier = V(t->id),
	   .tier_no = V(t->tier_no), .choice = V(t->choice), .price = V(t->price),
	   .fair_pence = V(fair_price_on(db, a, s->r->service, s->r->locality, moment_date(now))),
	   .ceiling_pence = V(t->ceiling_pence), .sent_ms = V(now), .deadline_ms = V(s->deadline),
	   .sent_by = V(by), .jump = V((int64_t)s->jump), .jump_reason = V(reason),
	   .approved_by = V(approved ? by : (UserAccountId){ 0 }));
	write_invitations(db, a, s, step, now);
	DO(db, request_stage_set, .id = V(s->r->id), .stage = V((int64_t)STAGE_SENT),
	   .tier_no = V(t->tier_no), .step = V(step), .deadline_ms = V(s->deadline),
	   .asked = V((int64_t)s->nwho), .answered = V((int64_t)0), .sent_ms = V(now));
	request_recount(db, s->r->id);
	tell_invited(db, a, step, "A request for care is open to you",
	             "You can offer or decline until the deadline that the page shows.", now);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "request.send",
		.thing = "request", .thing_id = s->r->id.v, .person = s->r->person,
		.reason = reason,
		.detail = arena_fmt(a, "{\"tier\":%lld,\"asked\":%zu,\"jump\":\"%s\"}",
			(long long)t->tier_no, s->nwho,
			vocab_find(&step_jump_vocab, s->jump)->key) });
}

static Moment window_end(const struct request *r, const struct policy_tier *t, Moment now)
{
	return moment_plus(now, r->reason == REASON_DISCHARGE ? t->urgent_mins : t->standard_mins);
}

enum sending request_send(struct db *db, struct arena *a, const struct send_order *o,
                          const struct me *me, Moment now)
{
	struct sending_to s = { .deadline = o->deadline };
	struct request r;
	struct standing *who;
	struct tiers t;

	db_need_write(db);
	if (!ONE(db, a, request_load, &r, .id = V(o->request)))
		return SENDING_GONE;
	if (!r.open)
		return SENDING_CLOSED;
	if (r.revision != o->revision)
		return SENDING_STALE;
	if (!tiers_on(db, a, r.service, moment_date(now), &t) ||
	    !(s.tier = tier_no(&t, o->tier_no)))
		return SENDING_NO_TIER;
	s.jump = jump_to(&t, &r, o->tier_no);
	if (s.jump != JUMP_IN_ORDER && BLANK(o->reason))
		return SENDING_NEEDS_REASON;
	if (s.tier->needs_approval && !o->approved)
		return SENDING_NEEDS_APPROVAL;
	s.nwho = askable(db, a, &r, s.tier, now, &who);
	if (!s.nwho)
		return SENDING_NOBODY;
	s.who = who;
	s.r = &r;
	if (!moment_known(s.deadline))
		s.deadline = window_end(&r, s.tier, now);
	DO(db, request_lock, .id = V(r.id), .revision = V(r.revision));
	if (r.step.v)
		step_close(db, r.step, STEP_MOVED, now);
	write_step(db, a, &s, o->reason, me->id, o->approved, now);
	return SENDING_DONE;
}

/*
 * Go on by itself to the next tier that has somebody to ask.  A tier that
 * wants approval, or the end of the policy, is for a person to decide.
 */
void step_next(struct db *db, struct arena *a, const struct request *r, Moment now)
{
	const struct policy_tier *t;
	struct standing *who;
	struct tiers tiers;
	size_t n;

	if (tiers_on(db, a, r->service, moment_date(now), &tiers))
		for (int64_t no = r->tier_no; (t = tier_after(&tiers, no)) && !t->needs_approval;
		     no = t->tier_no) {
			if (!(n = askable(db, a, r, t, now, &who)))
				continue;
			write_step(db, a, &(struct sending_to){ .r = r, .tier = t, .who = who,
				.nwho = n, .jump = JUMP_IN_ORDER,
				.deadline = window_end(r, t, now) },
				NULL, (UserAccountId){ 0 }, false, now);
			return;
		}
	DO(db, request_stage_only, .id = V(r->id), .stage = V((int64_t)STAGE_STUCK));
}
