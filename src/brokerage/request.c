/* SPDX-License-Identifier: MIT */
/*
 * request.c -- raising, changing, withdrawing and closing a request.
 *
 * Whatever changes what is asked for ends the running step: offers were made
 * for something else.  They lapse, the providers are told, and the broker
 * sends the request again.
 */
#include "brokerage/inside.h"
#include "brokerage/offer.sql.h"
#include "people/people.h"

/* When care is needed: urgency sorts by it.  A start day counts from 8 in the morning. */
static Moment due_of(const struct request_answers *in)
{
	return in->reason == REASON_DISCHARGE ? in->ready : moment_at(in->start, minutes(8 * 60));
}

static int64_t council_share(const struct request_answers *in)
{
	if (in->funding == FUNDING_JOINT)
		return in->council_pct;
	return in->funding == FUNDING_COUNCIL ? 100 : 0;
}

/* The rows that hang on a request: visits, skills, outcomes. */
static void write_parts(struct db *db, RequestId id, const struct request_answers *in)
{
	for (size_t i = 0; i < in->nvisits; i++) {
		const struct visit *v = &in->visits[i];

		DO(db, request_visit_insert, .id = V(NEW_ID(db, RequestVisitId)), .request = V(id),
		   .days = V(v->days), .earliest_mins = V(v->earliest), .latest_mins = V(v->latest),
		   .length_mins = V(v->length), .carers = V(v->carers));
	}
	if (!BLANK(in->skills))
		DO(db, request_skill_insert, .request = V(id), .skills = V(in->skills));
	for (size_t i = 0; i < in->noutcomes; i++)
		DO(db, request_outcome_insert, .id = V(NEW_ID(db, RequestOutcomeId)),
		   .request = V(id), .words = V(in->outcomes[i]));
}

/* For whom, where, and who asks. */
struct asking {
	PersonId person;
	LocalityId locality;
	const char *district;
	TeamId team;
	UserAccountId by;
};

static RequestId insert_request(struct db *db, const struct asking *who,
                                const struct request_answers *in, Moment now)
{
	struct visit_totals t = visits_total(in->visits, in->nvisits);
	RequestId id = NEW_ID(db, RequestId);

	DO(db, request_insert, .id = V(id), .person = V(who->person),
	   .reason = V((int64_t)in->reason), .service = V((int64_t)in->service),
	   .locality = V(who->locality), .district = V(who->district),
	   .funding = V((int64_t)in->funding), .council_pct = V(council_share(in)),
	   .hospital = V(in->hospital), .ward = V(in->ward), .ready_ms = V(in->ready),
	   .start_day = V(in->start), .due_ms = V(due_of(in)), .week_mins = V(t.week),
	   .week_visits = V(t.visits), .most_carers = V(t.most_carers),
	   .most_daily = V(t.most_daily), .wishes = V(in->wishes), .notes = V(in->notes),
	   .team = V(who->team), .made_by = V(who->by), .made_ms = V(now),
	   .reopens = V(in->reopens));
	write_parts(db, id, in);
	return id;
}

static void audit_raised(struct db *db, struct arena *a, RequestId id, PersonId person,
                         const struct request_answers *in, const struct me *me)
{
	struct visit_totals t = visits_total(in->visits, in->nvisits);

	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = "request.raise",
		.thing = "request", .thing_id = id.v, .person = person,
		.detail = arena_fmt(a, "{\"minutes_a_week\":%lld,\"visits\":%lld%s}",
			(long long)t.week.n, (long long)t.visits, in->reopens.v ? arena_fmt(a,
			",\"rest_of\":%lld", (long long)in->reopens.v) : "") });
}

/* Does another open request ask for this service for this person? */
static bool asked_already(struct db *db, struct arena *a, PersonId person, unsigned service,
                          RequestId except, RequestId *out)
{
	struct request_open_of_person_row open;

	if (!ONE(db, a, request_open_of_person, &open, .person = V(person),
	         .service = V((int64_t)service), .except = V(except)))
		return false;
	*out = open.id;
	return true;
}

enum raised request_raise(struct db *db, struct arena *a, PersonId person,
                          const struct request_answers *in, const struct me *me, Moment now,
                          RequestId *out)
{
	struct person p;

	db_need_write(db);
	if (!person_load(db, a, person, &p) || !p.locality.v || BLANK(p.district))
		return RAISED_NO_LOCALITY;
	if (asked_already(db, a, person, in->service, (RequestId){ -1 }, out))
		return RAISED_ALREADY;
	*out = insert_request(db, &(struct asking){ person, p.locality, p.district, me->team,
	                                            me->id }, in, now);
	audit_raised(db, a, *out, person, in, me);
	return RAISED;
}

RequestId request_raise_rest(struct db *db, struct arena *a, const struct request *of,
                             const struct request_answers *in, const struct me *me, Moment now)
{
	RequestId id = insert_request(db, &(struct asking){ of->person, of->locality, of->district,
	                                                    of->team, of->made_by }, in, now);

	audit_raised(db, a, id, of->person, in, me);
	return id;
}

/* The row lock.  Says why it could not be had. */
static enum changed lock(struct db *db, struct arena *a, RequestId id, int64_t revision,
                         struct request *r)
{
	db_need_write(db);
	if (!ONE(db, a, request_load, r, .id = V(id)))
		return CHANGED_GONE;
	if (!r->open)
		return CHANGED_CLOSED;
	return r->revision == revision ? CHANGED : CHANGED_STALE;
}

/* The running step is over and whatever was offered lapses. */
static void drop_offers(struct db *db, struct arena *a, const struct request *r, enum step_end how,
                        const char *why, Moment now)
{
	if (r->step.v) {
		tell_invited(db, a, r->step, "A request has changed", why, now);
		step_close(db, r->step, how, now);
	}
	DO(db, offers_lapse_of_request, .request = V(r->id));
}

enum changed request_change(struct db *db, struct arena *a, RequestId id, int64_t revision,
                            const struct request_answers *in, const char *reason,
                            const char *detail, const struct me *me, Moment now)
{
	struct visit_totals t = visits_total(in->visits, in->nvisits);
	struct request r;
	RequestId other;
	enum changed got = lock(db, a, id, revision, &r);

	if (got != CHANGED)
		return got;
	if (asked_already(db, a, r.person, in->service, id, &other))
		return CHANGED_ALREADY;
	drop_offers(db, a, &r, STEP_CHANGED,
	            "What is asked for has changed. Your offer has lapsed; you will be asked "
	            "again if the request comes to you.", now);
	DO(db, request_update, .id = V(id), .revision = V(revision),
	   .reason = V((int64_t)in->reason),
	   .service = V((int64_t)in->service), .funding = V((int64_t)in->funding),
	   .council_pct = V(council_share(in)), .hospital = V(in->hospital), .ward = V(in->ward),
	   .ready_ms = V(in->ready), .start_day = V(in->start), .due_ms = V(due_of(in)),
	   .week_mins = V(t.week), .week_visits = V(t.visits), .most_carers = V(t.most_carers),
	   .most_daily = V(t.most_daily), .wishes = V(in->wishes), .notes = V(in->notes));
	visits_replace(db, id);
	DO(db, request_skill_delete, .request = V(id));
	DO(db, request_outcome_delete, .request = V(id));
	write_parts(db, id, in);
	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = "request.change",
		.thing = "request", .thing_id = id.v, .person = r.person, .reason = reason,
		.detail = detail });
	return CHANGED;
}

static enum changed close_as(struct db *db, struct arena *a, RequestId id, int64_t revision,
                             enum request_stage stage, const char *verb, const char *reason,
                             const struct me *me, Moment now)
{
	struct request r;
	enum changed got = lock(db, a, id, revision, &r);

	if (got != CHANGED)
		return got;
	drop_offers(db, a, &r, STEP_WITHDRAWN,
	            "The request is no longer open. Thank you for looking at it.", now);
	DO(db, request_lock, .id = V(id), .revision = V(revision));
	DO(db, request_close, .id = V(id), .stage = V((int64_t)stage), .closed_ms = V(now),
	   .close_reason = V(reason));
	request_recount(db, id);
	audit_write(db, &(struct audit_entry){ .who = me->id, .verb = verb, .thing = "request",
		.thing_id = id.v, .person = r.person, .reason = reason });
	return CHANGED;
}

enum changed request_withdraw(struct db *db, struct arena *a, RequestId id, int64_t revision,
                              const char *reason, const struct me *me, Moment now)
{
	return close_as(db, a, id, revision, STAGE_WITHDRAWN, "request.withdraw", reason, me, now);
}

enum changed request_close_unmet(struct db *db, struct arena *a, RequestId id, int64_t revision,
                                 const char *reason, const struct me *me, Moment now)
{
	return close_as(db, a, id, revision, STAGE_UNMET, "request.unmet", reason, me, now);
}

size_t request_visits(struct db *db, struct arena *a, RequestId id, struct visit **out)
{
	struct request_visit *rows;
	size_t n = ALL(db, a, request_visit_list, &rows, .request = V(id));

	*out = NEWN(a, struct visit, n + 1);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct visit){ rows[i].days, rows[i].earliest_mins,
			rows[i].latest_mins, rows[i].length_mins, rows[i].carers };
	return n;
}
