/* SPDX-License-Identifier: MIT */
/*
 * apply.c -- an application, from its first day until it is sent or withdrawn.
 */
#include "accreditation/inside.h"

VOCAB_WORDS(application_state, APPLICATION, APPLICATION_STATES)
VOCAB_WORDS(application_step, STEP, APPLICATION_STEPS)

void application_audit(struct db *db, ApplicationId id, const char *verb, const char *reason,
                       const char *detail, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "application",
		.thing_id = id.v, .reason = reason, .detail = detail });
}

bool application_load(struct db *db, struct arena *a, ApplicationId id, struct application *out)
{
	return application_list_one(db, a, out, &(struct application_list){ .id = V(id),
		.limit = V(INT64_C(1)), .skip = V(INT64_C(0)) });
}

bool application_hold(struct db *db, struct arena *a, ApplicationId id, struct application *out)
{
	db_need_write(db);
	return DO(db, application_touch, .id = V(id)) == 1 && application_load(db, a, id, out);
}

/* ---- what it asks ---------------------------------------------------- */

enum applied asks_set(struct db *db, struct arena *a, FrameworkId framework,
                      const struct asks_answers *in, UserAccountId by, Moment now)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	db_need_write(db);
	DO(db, asks_put, .framework = V(framework), .questionnaire = V(in->questionnaire),
	   .refs = V(in->refs), .visit = V((int64_t)in->visit), .plans = V((int64_t)in->plans),
	   .finance = V((int64_t)in->finance), .credit = V((int64_t)in->credit), .set_by = V(by),
	   .set_ms = V(now));
	json_open_object(&j, NULL);
	json_put_int(&j, "questionnaire", in->questionnaire.v);
	json_put_int(&j, "references", in->refs);
	json_put_bool(&j, "visit", in->visit);
	json_put_bool(&j, "plans", in->plans);
	json_put_bool(&j, "finance", in->finance);
	json_put_bool(&j, "credit", in->credit);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "application.asks",
		.thing = "framework", .thing_id = framework.v, .detail = buf_text(&b) });
	return APPLIED;
}

/* ---- begun ----------------------------------------------------------- */

/* Answers that were begun and belong to no application that runs are taken up again. */
static enum applied sheet_for(struct db *db, struct arena *a, QuestionnaireId q,
                              ProviderId provider, UserAccountId by, Moment now,
                              AnswerSheetId *out)
{
	struct application_of_sheet_row other;

	switch (sheet_begin(db, a, q, SUBJECT_APPLICATION, provider.v, by, now, out)) {
	case ANSWERED:
		return APPLIED;
	case ANSWERED_BEGUN:
		return ONE(db, a, application_of_sheet, &other, .sheet = V(*out)) ? APPLIED_BUSY
		                                                                 : APPLIED;
	case ANSWERED_UNPUBLISHED:
		return APPLIED_UNPUBLISHED;
	case ANSWERED_GONE:
	case ANSWERED_STALE:
	case ANSWERED_SENT:
	case ANSWERED_LACKING:
	case ANSWERED_PANEL:
	case ANSWERED_FILE:
		break;
	}
	return APPLIED_GONE;
}

enum applied application_begin(struct db *db, struct arena *a, FrameworkId framework,
                               ProviderId provider, UserAccountId by, Moment now,
                               ApplicationId *out)
{
	struct application_running_row running;
	struct application_asks asks;
	AnswerSheetId sheet;
	enum applied got;

	db_need_write(db);
	if (!framework_takes_applications(db, a, framework, moment_date(now)))
		return APPLIED_SHUT;
	if (!ONE(db, a, asks_load, &asks, .framework = V(framework)))
		return APPLIED_UNASKED;
	if (ONE(db, a, application_running, &running, .framework = V(framework),
	        .provider = V(provider))) {
		*out = running.id;
		return APPLIED_ALREADY;
	}
	if ((got = sheet_for(db, a, asks.questionnaire, provider, by, now, &sheet)) != APPLIED)
		return got;
	*out = NEW_ID(db, ApplicationId);
	DO(db, application_insert, .id = V(*out), .framework = V(framework),
	   .provider = V(provider), .sheet = V(sheet), .begun_by = V(by), .begun_ms = V(now));
	application_audit(db, *out, "application.begin", NULL,
	                  arena_fmt(a, "{\"framework\":%lld,\"provider\":%lld}",
	                            (long long)framework.v, (long long)provider.v), by);
	return APPLIED;
}

/* ---- filled in ------------------------------------------------------- */

static enum applied draft_hold(struct db *db, struct arena *a, ApplicationId id,
                               struct application *x)
{
	if (!application_hold(db, a, id, x))
		return APPLIED_GONE;
	return x->state == APPLICATION_DRAFT ? APPLIED : APPLIED_SENT;
}

enum applied application_want(struct db *db, struct arena *a, ApplicationId id, LotId lot,
                              const char *localities, UserAccountId by, Moment now)
{
	const char *places = BLANK(localities) ? "[]" : localities;
	struct application_lots_row *lots;
	struct application_beyond_row beyond;
	struct application x;
	enum applied got = draft_hold(db, a, id, &x);
	size_t n, at;

	if (got != APPLIED)
		return got;
	n = ALL(db, a, application_lots, &lots, .application = V(id), .provider = V(x.provider),
	        .framework = V(x.framework), .today = V(moment_date(now)));
	for (at = 0; at < n && lots[at].id.v != lot.v; at++)
		;
	if (at == n)
		return APPLIED_GONE;
	if (lots[at].held)
		return APPLIED_HELD;
	if (ONE(db, a, application_beyond, &beyond, .lot = V(lot), .localities = V(places)))
		return APPLIED_PLACE;
	DO(db, application_place_clear, .application = V(id), .lot = V(lot));
	DO(db, application_place_insert, .application = V(id), .lot = V(lot),
	   .localities = V(places));
	application_audit(db, id, "application.want", NULL,
	                  arena_fmt(a, "{\"lot\":%lld,\"localities\":%s}", (long long)lot.v,
	                            places), by);
	return APPLIED;
}

enum applied application_plan(struct db *db, struct arena *a, ApplicationId id,
                              const struct plan_answers *in, UserAccountId by)
{
	struct application x;
	enum applied got = draft_hold(db, a, id, &x);

	if (got != APPLIED)
		return got;
	DO(db, application_plans, .id = V(id), .works_here = V((int64_t)in->works_here),
	   .elsewhere = V(in->elsewhere), .mobilisation = V(in->mobilisation),
	   .recruitment = V(in->recruitment));
	application_audit(db, id, "application.plan", NULL, NULL, by);
	return APPLIED;
}

enum applied application_refer(struct db *db, struct arena *a, ApplicationId id,
                               const struct reference_answers *in, UserAccountId by)
{
	struct application x;
	enum applied got = draft_hold(db, a, id, &x);

	if (got != APPLIED)
		return got;
	DO(db, reference_insert, .id = V(NEW_ID(db, ApplicationReferenceId)),
	   .application = V(id), .authority = V(in->authority), .name = V(in->name),
	   .email = V(in->email), .phone = V(in->phone));
	application_audit(db, id, "application.refer", NULL, NULL, by);
	return APPLIED;
}

enum applied application_unrefer(struct db *db, struct arena *a, ApplicationId id,
                                 ApplicationReferenceId reference, UserAccountId by)
{
	struct application x;
	enum applied got = draft_hold(db, a, id, &x);

	if (got != APPLIED)
		return got;
	if (DO(db, reference_drop, .id = V(reference), .application = V(id)) != 1)
		return APPLIED_GONE;
	application_audit(db, id, "application.unrefer", NULL, NULL, by);
	return APPLIED;
}

/* ---- sent, withdrawn ------------------------------------------------- */

static enum applied answers_send(struct db *db, struct arena *a, const struct application *x,
                                 int64_t revision, UserAccountId by, Moment now)
{
	switch (sheet_send(db, a, x->sheet, revision, SEEN_ALL, by, now)) {
	case ANSWERED:
		return APPLIED;
	case ANSWERED_LACKING:
		return APPLIED_LACKING;
	case ANSWERED_STALE:
		return APPLIED_STALE;
	case ANSWERED_GONE:
	case ANSWERED_SENT:
	case ANSWERED_UNPUBLISHED:
	case ANSWERED_BEGUN:
	case ANSWERED_PANEL:
	case ANSWERED_FILE:
		break;
	}
	return APPLIED_SENT;
}

enum applied application_send(struct db *db, struct arena *a, ApplicationId id,
                              int64_t sheet_revision, UserAccountId by, Moment now)
{
	struct application x;
	struct lack *lacks;
	enum applied got = draft_hold(db, a, id, &x);

	if (got != APPLIED)
		return got;
	if (!framework_takes_applications(db, a, x.framework, moment_date(now)))
		return APPLIED_SHUT;
	if (application_lacks(db, a, &x, now, &lacks))
		return APPLIED_LACKING;
	if ((got = answers_send(db, a, &x, sheet_revision, by, now)) != APPLIED)
		return got;
	SURE(DO(db, application_sent, .id = V(id), .sent_by = V(by), .sent_ms = V(now),
	        .based_here = V((int64_t)application_based_here(db, a, x.provider, now)),
	        .newcomer = V((int64_t)application_newcomer(db, a, &x))) == 1);
	application_audit(db, id, "application.send", NULL, NULL, by);
	letter_received(db, a, &x, now);
	return APPLIED;
}

enum applied application_withdraw(struct db *db, struct arena *a, ApplicationId id,
                                  const char *reason, UserAccountId by, Moment now)
{
	struct application x;

	SURE(!BLANK(reason));
	if (!application_hold(db, a, id, &x))
		return APPLIED_GONE;
	switch ((enum application_state)x.state) {
	case APPLICATION_DRAFT:
	case APPLICATION_SENT:
	case APPLICATION_EVALUATING:
	case APPLICATION_MODERATED:
	case APPLICATION_DECIDED:
		break;
	case APPLICATION_WITHDRAWN:
		return APPLIED_SENT;
	case APPLICATION_TOLD:
	case APPLICATION_REVIEW:
		return APPLIED_DECIDED;
	}
	DO(db, application_withdraw, .id = V(id), .withdrawn_by = V(by), .withdrawn_ms = V(now),
	   .withdrawn = V(reason));
	application_audit(db, id, "application.withdraw", reason, NULL, by);
	return APPLIED;
}
