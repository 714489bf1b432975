/* SPDX-License-Identifier: MIT */
/*
 * award.c -- the decision for an offer, and the placement that it creates.
 *
 * Two brokers at the same moment: both hold the write transaction one after
 * the other, and the second finds the request closed (law 2; the table award
 * is unique by request besides).  Rate, hours, pattern and shares are copied
 * into the element: no later change of a card or a request reaches it.
 */
#include "brokerage/inside.h"
#include "brokerage/offer.sql.h"

/* Its place among the live offers: 1 is first in order. */
static int64_t rank_of(struct db *db, struct arena *a, const struct offer *o)
{
	struct offer_list_row *rows;
	size_t n = ALL(db, a, offer_list, &rows, .request = V(o->request),
	               .state = V((int64_t)OFFER_LIVE));

	for (size_t i = 0; i < n; i++)
		if (rows[i].id.v == o->id.v)
			return (int64_t)i + 1;
	return 0;
}

static PackageId package_for(struct db *db, struct arena *a, PersonId person, Moment now)
{
	struct package_of_person_row row;
	PackageId id;

	if (ONE(db, a, package_of_person, &row, .person = V(person)))
		return row.id;
	id = NEW_ID(db, PackageId);
	DO(db, package_insert, .id = V(id), .person = V(person), .made_ms = V(now));
	return id;
}

static void copy_pattern(struct db *db, struct arena *a, OfferId offer, ElementId element)
{
	struct offer_visit *v;
	size_t n = ALL(db, a, offer_visit_list, &v, .offer = V(offer));

	for (size_t i = 0; i < n; i++)
		DO(db, element_visit_insert, .element = V(element), .visit_no = V((int64_t)i + 1),
		   .days = V(v[i].days), .start_mins = V(v[i].start_mins),
		   .length_mins = V(v[i].length_mins), .carers = V(v[i].carers));
}

/* The hours bought ahead that it draws from: those it was asked under, if they
 * still last for all of it (law 5); an offer never draws a part of itself. */
static BlockId drawn_from(struct db *db, struct arena *a, const struct offer *o)
{
	if (o->block.v && block_left(db, a, o->block, o->start_day).n >= o->covered_mins.n)
		return o->block;
	return (BlockId){ 0 };
}

static void make_placement(struct db *db, struct arena *a, PlacementId id, const struct request *r,
                           const struct offer *o, AwardId award, Moment now)
{
	ElementId element = NEW_ID(db, ElementId);

	DO(db, placement_insert, .id = V(id), .package = V(package_for(db, a, r->person, now)),
	   .award = V(award), .request = V(r->id), .person = V(r->person),
	   .provider = V(o->provider), .lot = V(o->lot),
	   .service = V(r->service), .locality = V(r->locality), .made_ms = V(now),
	   .from_day = V(o->start_day), .until_day = V(DATE_OPEN));
	DO(db, element_insert, .id = V(element), .placement = V(id),
	   .block = V(drawn_from(db, a, o)), .from_day = V(o->start_day),
	   .until_day = V(DATE_OPEN), .rate_pence = V(o->rate_pence),
	   .week_mins = V(o->covered_mins), .week_visits = V(o->covered_visits),
	   .week_pence = V(o->week_pence), .funding = V(r->funding),
	   .council_pct = V(r->council_pct));
	copy_pattern(db, a, o->id, element);
}

/* What a partial offer leaves undone is asked for in a new request; none: it leaves nothing. */
static RequestId raise_rest(struct db *db, struct arena *a, const struct request *r,
                            const struct offer *o, const struct me *me, Moment now)
{
	struct request_visits_uncovered_row *rest;
	struct request_answers in = { .reason = (unsigned)r->reason, .hospital = r->hospital,
		.ward = r->ward, .ready = r->ready_ms, .service = (unsigned)r->service,
		.funding = (unsigned)r->funding, .council_pct = r->council_pct,
		.start = r->start_day, .wishes = r->wishes, .notes = r->notes, .reopens = r->id };
	struct request_outcome_list_row *said;
	struct request_skill_list_row *skills;
	struct db_list ids = db_list_new(a);
	const char **words;
	struct visit *v;
	size_t nskills;

	in.nvisits = ALL(db, a, request_visits_uncovered, &rest, .request = V(r->id),
	                 .offer = V(o->id));
	if (!in.nvisits)
		return (RequestId){ 0 };
	in.visits = v = NEWN(a, struct visit, in.nvisits);
	for (size_t i = 0; i < in.nvisits; i++)
		v[i] = (struct visit){ rest[i].days, rest[i].earliest_mins, rest[i].latest_mins,
		                       rest[i].length_mins, rest[i].carers };
	nskills = ALL(db, a, request_skill_list, &skills, .request = V(r->id));
	for (size_t i = 0; i < nskills; i++)
		db_list_add(&ids, skills[i].id.v);
	in.skills = db_list_text(&ids);
	in.noutcomes = ALL(db, a, request_outcome_list, &said, .request = V(r->id));
	in.outcomes = words = NEWN(a, const char *, in.noutcomes + 1);
	for (size_t i = 0; i < in.noutcomes; i++)
		words[i] = said[i].words;
	return request_raise_rest(db, a, r, &in, me, now);
}

/* Before they have lost, while they are told apart from those who withdrew. */
static void tell_losers(struct db *db, struct arena *a, const struct request *r,
                        const struct offer *o, Moment now)
{
	struct offer_losers_row *losers;
	size_t n = ALL(db, a, offer_losers, &losers, .request = V(r->id), .winner = V(o->id));

	for (size_t i = 0; i < n; i++)
		mail_send(db, losers[i].email, "Your offer was not chosen",
		          arena_fmt(a, "Thank you for your offer for request %lld. "
		                    "Another was chosen.\n\n%s\n", (long long)r->id.v,
		                    mail_address(db, a, "/portal")), now);
}

static void tell_winner(struct db *db, struct arena *a, const struct request *r,
                        const struct offer *o, PlacementId placement, Moment now)
{
	mail_send(db, o->provider_email, "Your offer was chosen",
	          arena_fmt(a, "Your offer for request %lld was chosen. Care begins on %s.\n"
	                    "The placement is here, after signing in:\n\n%s\n", (long long)r->id.v,
	                    date_text(a, o->start_day), mail_address(db, a,
	                    arena_fmt(a, "/portal/placements/%lld", (long long)placement.v))), now);
}

/* Whoever asked must not take a part for the whole. */
static void tell_asker(struct db *db, struct arena *a, const struct request *r,
                       const struct offer *o, RequestId rest, Moment now)
{
	const char *page = mail_address(db, a, arena_fmt(a, "/requests/%lld", (long long)r->id.v));

	if (!rest.v) {
		mail_send(db, r->made_by_email, "A package has been sourced",
		          arena_fmt(a, "Request %lld is sourced. Care begins on %s.\n\n%s\n",
		                    (long long)r->id.v, date_text(a, o->start_day), page), now);
		return;
	}
	mail_send(db, r->made_by_email, "A part of a package has been sourced",
	          arena_fmt(a, "Some of the visits of request %lld are sourced. Their care begins "
	                    "on %s.\n\n%s\n\nThe other visits are not sourced yet. They are asked "
	                    "for in request %lld:\n\n%s\n", (long long)r->id.v,
	                    date_text(a, o->start_day), page, (long long)rest.v,
	                    mail_address(db, a, arena_fmt(a, "/requests/%lld",
	                                                  (long long)rest.v))), now);
}

/* Why it cannot be awarded; AWARD_DONE: it can. */
static enum awarded refusal(struct db *db, struct arena *a, OfferId id, int64_t revision,
                            const char *reason, Moment now, struct offer *o, struct request *r,
                            int64_t *rank)
{
	if (!ONE(db, a, offer_load, o, .id = V(id)) ||
	    !ONE(db, a, request_load, r, .id = V(o->request)))
		return AWARD_GONE;
	if (r->stage == STAGE_AWARDED)
		return AWARD_TAKEN;
	if (!r->open || o->state != OFFER_LIVE)
		return AWARD_GONE;
	if (r->revision != revision)
		return AWARD_STALE;
	if (!offers_open(db, a, r, now))
		return AWARD_SEALED;
	if (provider_embargoed_for(db, a, o->provider, r->service, r->locality, o->lot, now))
		return AWARD_EMBARGO;
	*rank = rank_of(db, a, o);
	return *rank > 1 && BLANK(reason) ? AWARD_NEEDS_REASON : AWARD_DONE;
}

enum awarded offer_award(struct db *db, struct arena *a, OfferId id, int64_t revision,
                         const char *reason, const struct me *me, Moment now, PlacementId *out)
{
	AwardId award;
	struct request r;
	struct offer o;
	int64_t rank;
	enum awarded got;

	db_need_write(db);
	got = refusal(db, a, id, revision, reason, now, &o, &r, &rank);
	if (got != AWARD_DONE)
		return got;
	award = NEW_ID(db, AwardId);
	DO(db, request_lock, .id = V(r.id), .revision = V(revision));
	if (!moment_known(o.ended_ms) && r.step.v)
		step_close(db, r.step, STEP_OPENED, now);
	*out = NEW_ID(db, PlacementId);
	tell_losers(db, a, &r, &o, now);
	DO(db, offer_state_set, .id = V(id), .state = V((int64_t)OFFER_WON));
	DO(db, offers_lose, .request = V(r.id), .winner = V(id));
	DO(db, award_insert, .id = V(award), .request = V(r.id), .offer = V(id),
	   .awarded_by = V(me->id), .awarded_ms = V(now), .rank_no = V(rank),
	   .reason = V(reason));
	make_placement(db, a, *out, &r, &o, award, now);
	DO(db, request_award_stamp, .id = V(r.id), .awarded_ms = V(now));
	request_recount(db, r.id);
	tell_winner(db, a, &r, &o, *out, now);
	tell_asker(db, a, &r, &o, raise_rest(db, a, &r, &o, me, now), now);
	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = "request.award",
		.thing = "request", .thing_id = r.id.v, .person = r.person, .reason = reason,
		.detail = arena_fmt(a, "{\"offer\":%lld,\"provider\":%lld,\"rank\":%lld,"
			"\"placement\":%lld}", (long long)id.v, (long long)o.provider.v,
			(long long)rank, (long long)out->v) });
	return AWARD_DONE;
}

bool placement_begin(struct db *db, struct arena *a, PlacementId id, const struct me *me,
                     Moment now)
{
	struct placement p;

	db_need_write(db);
	if (DO(db, placement_start, .id = V(id), .started_ms = V(now)) != 1)
		return false;
	SURE(ONE(db, a, placement_load, &p, .id = V(id)));
	DO(db, request_started_by_placement, .placement = V(id), .started_ms = V(now));
	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = "placement.begin",
		.thing = "placement", .thing_id = id.v, .person = p.person });
	return true;
}
