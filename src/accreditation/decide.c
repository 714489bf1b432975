/* SPDX-License-Identifier: MIT */
/*
 * decide.c -- looked into, decided by one, confirmed by another, reviewed by a third.
 *
 *	decide    by whoever has no interest
 *	confirm   by another, without an interest, who did not score: in the same
 *	          transaction accepted places become standings and the letter is written
 *	back      by another, with words; it is decided anew
 *	review    asked for by the provider in time; ended by who took no part
 */
#include "accreditation/inside.h"

#include "jobs/calendar.h"

VOCAB_WORDS(application_look, LOOK, APPLICATION_LOOKS)
VOCAB_WORDS(application_found, FOUND, APPLICATION_FINDINGS)
VOCAB_WORDS(application_reviewed, REVIEWED, APPLICATION_REVIEWS)

/* ---- looked into ----------------------------------------------------- */

enum decided application_look(struct db *db, struct arena *a, ApplicationId id,
                              const struct look_answers *in, UserAccountId by, Moment now)
{
	struct application x;

	if (!application_hold(db, a, id, &x))
		return DECIDED_GONE;
	if (x.state != APPLICATION_SENT && x.state != APPLICATION_EVALUATING &&
	    x.state != APPLICATION_MODERATED)
		return DECIDED_STATE;
	DO(db, check_insert, .id = V(NEW_ID(db, ApplicationCheckId)), .application = V(id),
	   .kind = V((int64_t)in->kind), .done_day = V(in->done),
	   .outcome = V((int64_t)in->outcome), .note = V(in->note), .made_by = V(by),
	   .made_ms = V(now));
	application_audit(db, id, "application.look", in->note, arena_fmt(a,
	                  "{\"kind\":\"%s\",\"outcome\":\"%s\"}",
	                  vocab_find(&application_look_vocab, in->kind)->key,
	                  vocab_find(&application_found_vocab, in->outcome)->key), by);
	return DECIDED_DONE;
}

/* Visited is who is based here, or holds no accreditation elsewhere; references are taken up
 * of who is based elsewhere (Shropshire app. 2). */
unsigned looks_due(struct db *db, struct arena *a, const struct application *x)
{
	struct application_asks asks;
	struct check_list_row *rows;
	size_t n = ALL(db, a, check_list, &rows, .application = V(x->id));
	unsigned due = 0;
	int64_t refs = 0;

	if (!ONE(db, a, asks_load, &asks, .framework = V(x->framework)))
		return 0;
	if (asks.finance)
		due |= 1u << LOOK_FINANCE;
	if (asks.credit)
		due |= 1u << LOOK_CREDIT;
	if (asks.visit && (x->based_here == 1 || BLANK(x->elsewhere)))
		due |= 1u << LOOK_VISIT;
	if (asks.refs && x->based_here != 1)
		due |= 1u << LOOK_REFERENCE;
	for (size_t i = 0; i < n; i++) {
		refs += rows[i].kind == LOOK_REFERENCE;
		if (rows[i].kind != LOOK_REFERENCE || refs >= asks.refs)
			due &= ~(1u << rows[i].kind);
	}
	return due;
}

/* ---- decided --------------------------------------------------------- */

static bool interested(struct db *db, struct arena *a, const struct application *x,
                       UserAccountId who)
{
	struct panel_place_row at;

	return ONE(db, a, panel_place, &at, .sheet = V(x->sheet), .member = V(who)) && at.interest;
}

static const struct verdict *verdict_on(const struct decision_answers *in, LotId lot,
                                        LocalityId locality)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->list[i].lot.v == lot.v && in->list[i].locality.v == locality.v)
			return &in->list[i];
	return NULL;
}

/* Each place that was asked for is accepted within the lot's days, or refused with a reason. */
static enum decided verdicts_sound(const struct decision_answers *in,
                                   const struct application_places_row *places, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct verdict *v = verdict_on(in, places[i].lot, places[i].locality);

		if (!v || (!v->accepted && BLANK(v->reason)))
			return DECIDED_REASON;
		if (v->accepted && (date_cmp(in->from, places[i].starts_day) < 0 ||
		                    date_cmp(in->from, places[i].ends_day) >= 0))
			return DECIDED_DATES;
	}
	return DECIDED_DONE;
}

enum decided application_decide(struct db *db, struct arena *a, ApplicationId id,
                                const struct decision_answers *in, UserAccountId by, Moment now)
{
	struct application_places_row *places;
	ApplicationDecisionId decision;
	struct application x;
	enum decided got;
	size_t n;

	SURE(!BLANK(in->words));
	if (!application_hold(db, a, id, &x))
		return DECIDED_GONE;
	if (x.state != APPLICATION_MODERATED)
		return DECIDED_STATE;
	if (!in->no_interest || interested(db, a, &x, by))
		return DECIDED_INTEREST;
	if (looks_due(db, a, &x))
		return DECIDED_CHECKS;
	n = ALL(db, a, application_places, &places, .application = V(id));
	if ((got = verdicts_sound(in, places, n)) != DECIDED_DONE)
		return got;
	decision = NEW_ID(db, ApplicationDecisionId);
	DO(db, decision_insert, .id = V(decision), .application = V(id),
	   .round = V(x.round == INT_NONE ? INT64_C(1) : x.round + 1), .from_day = V(in->from),
	   .words = V(in->words), .decided_by = V(by), .decided_ms = V(now));
	for (size_t i = 0; i < n; i++) {
		const struct verdict *v = verdict_on(in, places[i].lot, places[i].locality);

		DO(db, verdict_insert, .decision = V(decision), .lot = V(v->lot),
		   .locality = V(v->locality), .accepted = V((int64_t)v->accepted),
		   .reason = V(v->reason));
	}
	application_audit(db, id, "application.decide", in->words, NULL, by);
	return DECIDED_DONE;
}

/* ---- confirmed: standings follow ------------------------------------- */

static enum decided kept_as(enum kept got)
{
	switch (got) {
	case KEPT:
		return DECIDED_DONE;
	case KEPT_ALREADY:
		return DECIDED_HELD;
	case KEPT_DATES:
		return DECIDED_DATES;
	case KEPT_GONE:
	case KEPT_STALE:
	case KEPT_PLACES:
		break;
	}
	return DECIDED_STATE;
}

/* One standing for each lot of which a place was accepted; never from a day that is over. */
static enum decided standings_make(struct db *db, struct arena *a, const struct application *x,
                                   UserAccountId by, Moment now)
{
	const Date today = moment_date(now);
	struct verdict_list_row *v;
	size_t n = ALL(db, a, verdict_list, &v, .decision = V(x->decision)), next;
	AccreditationId id;

	for (size_t i = 0; i < n; i = next) {
		struct db_list places = db_list_new(a);
		bool any = false;
		enum decided got;

		for (next = i; next < n && v[next].lot.v == v[i].lot.v; next++)
			if (v[next].accepted) {
				db_list_add(&places, v[next].locality.v);
				any = true;
			}
		if (!any)
			continue;
		got = kept_as(accreditation_add(db, a, x->provider, &(struct accreditation_answers){
			.lot = v[i].lot, .localities = db_list_text(&places), .reason = x->words,
			.from = date_cmp(x->from_day, today) < 0 ? today : x->from_day }, by, now,
			&id));
		if (got != DECIDED_DONE)
			return got;
		DO(db, standing_link, .accreditation = V(id), .decision = V(x->decision));
	}
	return DECIDED_DONE;
}

/* Another than who decided, at a decision that waits. */
static enum decided second_here(struct db *db, struct arena *a, ApplicationId id,
                                UserAccountId by, struct application *x)
{
	if (!application_hold(db, a, id, x))
		return DECIDED_GONE;
	if (x->state != APPLICATION_DECIDED)
		return DECIDED_STATE;
	if (x->decided_by.v == by.v)
		return DECIDED_SAME;
	return interested(db, a, x, by) ? DECIDED_INTEREST : DECIDED_DONE;
}

enum decided application_confirm(struct db *db, struct arena *a, ApplicationId id,
                                 bool no_interest, UserAccountId by, Moment now)
{
	struct application_scored_by_row scored;
	struct application x;
	enum decided got = second_here(db, a, id, by, &x);

	if (got != DECIDED_DONE)
		return got;
	if (!no_interest)
		return DECIDED_INTEREST;
	if (ONE(db, a, application_scored_by, &scored, .sheet = V(x.sheet), .who = V(by)))
		return DECIDED_SCORER;
	if (interested(db, a, &x, x.decided_by))
		return DECIDED_INTEREST;
	if (DO(db, decision_confirm, .id = V(x.decision), .confirmed_by = V(by),
	       .confirmed_ms = V(now)) != 1)
		return DECIDED_STATE;
	if ((got = standings_make(db, a, &x, by, now)) != DECIDED_DONE)
		return got;
	application_audit(db, id, "application.confirm", NULL, NULL, by);
	letter_decision(db, a, &x, now);
	return DECIDED_DONE;
}

enum decided application_back(struct db *db, struct arena *a, ApplicationId id, const char *why,
                              UserAccountId by, Moment now)
{
	struct application x;
	enum decided got = second_here(db, a, id, by, &x);

	SURE(!BLANK(why));
	if (got != DECIDED_DONE)
		return got;
	if (DO(db, decision_back, .id = V(x.decision), .back_by = V(by), .back_ms = V(now),
	       .back = V(why)) != 1)
		return DECIDED_STATE;
	application_audit(db, id, "application.back", why, NULL, by);
	return DECIDED_DONE;
}

/* ---- reviewed -------------------------------------------------------- */

Date review_last_day(struct db *db, struct arena *a, Moment told)
{
	const int64_t days = setting_int(db, "application.review_days");
	const Date from = moment_date(told);
	/* Even of bank holidays at both ends of it three days in each seven are worked. */
	const int span = (int)(3 * days + 14);
	struct workdays w = workdays_load(db, a, nation_here(db), from, date_plus(from, span));
	int n = 0;

	while (n < span && workdays_between(&w, from, date_plus(from, n)) < days)
		n++;
	return date_plus(from, n);
}

enum decided application_review_ask(struct db *db, struct arena *a, ApplicationId id,
                                    const char *words, UserAccountId by, Moment now)
{
	struct application x;

	SURE(!BLANK(words));
	if (!application_hold(db, a, id, &x))
		return DECIDED_GONE;
	if (x.state != APPLICATION_TOLD || moment_known(x.asked_ms))
		return DECIDED_STATE;
	if (date_cmp(moment_date(now), review_last_day(db, a, x.confirmed_ms)) > 0)
		return DECIDED_LATE;
	if (DO(db, review_insert, .decision = V(x.decision), .words = V(words), .asked_by = V(by),
	       .asked_ms = V(now)) != 1)
		return DECIDED_STATE;
	application_audit(db, id, "application.review", words, NULL, by);
	return DECIDED_DONE;
}

enum decided application_review_end(struct db *db, struct arena *a, ApplicationId id,
                                    enum application_reviewed outcome, const char *reason,
                                    UserAccountId by, Moment now)
{
	struct application_took_part_row part;
	struct application_scored_by_row scored;
	struct application x;

	SURE(!BLANK(reason));
	if (!application_hold(db, a, id, &x))
		return DECIDED_GONE;
	if (x.state != APPLICATION_REVIEW)
		return DECIDED_STATE;
	if (ONE(db, a, application_took_part, &part, .application = V(id), .who = V(by)) ||
	    ONE(db, a, application_scored_by, &scored, .sheet = V(x.sheet), .who = V(by)))
		return DECIDED_SAME;
	if (interested(db, a, &x, by))
		return DECIDED_INTEREST;
	if (DO(db, review_done, .decision = V(x.decision), .outcome = V((int64_t)outcome),
	       .reason = V(reason), .done_by = V(by), .done_ms = V(now)) != 1)
		return DECIDED_STATE;
	application_audit(db, id, "application.review_end", reason, arena_fmt(a,
	                  "{\"outcome\":\"%s\"}",
	                  vocab_find(&application_reviewed_vocab, outcome)->key), by);
	letter_review(db, a, &x, outcome, reason, now);
	return DECIDED_DONE;
}
