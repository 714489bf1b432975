/* SPDX-License-Identifier: MIT */
/*
 * standing_pages.c -- what the commissioner does to a provider: suspend and
 * lift, accredit, change and end, buy hours ahead, keep its address and skills.
 */
#include "market/keep.sql.h"
#include "market/page.sql.h"
#include "market/pages.h"
#include "market/suspend.sql.h"

#define HERE(rq) ID((rq), ProviderId, "provider")

static struct reply to_provider(struct rq *rq, ProviderId id, const char *flash)
{
	return go(rq, flash, "/providers/%lld", (long long)id.v);
}

/* What a verb answered, as a reply. */
static struct reply kept_reply(struct rq *rq, enum kept got, ProviderId id, const char *flash)
{
	switch (got) {
	case KEPT:
		return to_provider(rq, id, flash);
	case KEPT_GONE:
		return not_found(rq);
	case KEPT_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case KEPT_ALREADY:
		return refuse(rq, NULL,
		              "The provider already stands on this lot on some of these days. "
		              "Change or end that standing first");
	case KEPT_DATES:
		return refuse(rq, "from",
		              "The days must lie within those of the lot and its framework, and "
		              "a change must begin after what it changes began");
	case KEPT_PLACES:
		return refuse(rq, "localities",
		              "The lot does not cover all of these localities. Choose among those "
		              "that it names");
	}
	return not_found(rq);
}

static bool name_here(struct rq *rq, ProviderId id)
{
	struct market_provider_row p;

	if (!ONE(rq->db, rq->arena, market_provider, &p, .provider = V(id)))
		return false;
	rq->look.caption = p.name;
	rq->look.back = arena_fmt(rq->arena, "/providers/%lld", (long long)id.v);
	return true;
}

struct reply provider_form_load(struct rq *rq, void *form)
{
	(void)form;
	return name_here(rq, HERE(rq)) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

/* ---- suspending ------------------------------------------------------------------- */

struct suspend_in {
	LocationId  location;
	LotId       lot;
	LocalityId  locality;
	const char *reason, *evidence, *decided;
	Date        review;
};

static const struct field suspend_fields[] = {
	{ IN(struct suspend_in, location), .label = "Location", .section = "What is suspended",
	  .from = &market_location_choices_sql,
	  .hint = "Each of these three narrows it. Leave all empty for the whole provider" },
	{ IN(struct suspend_in, lot), .label = "Lot", .from = &market_held_lot_choices_sql,
	  .hint = "Leave it empty for every lot" },
	{ IN(struct suspend_in, locality), .label = "Locality",
	  .from = &market_locality_choices_sql, .hint = "Leave it empty for everywhere" },
	{ IN(struct suspend_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .section = "Why",
	  .hint = "Kept in the record; the public register says it only where the settings say so",
	  .need = "Enter the reason" },
	{ IN(struct suspend_in, evidence), .label = "Evidence", .as = AS_LONG, .max = 2000,
	  .hint = "What it rests on, or the reference under which that is kept" },
	{ IN(struct suspend_in, decided), .label = "Decided by", .max = 200,
	  .hint = "Name and post. Leave it empty if you decide it" },
	{ IN(struct suspend_in, review), .label = "Review on",
	  .hint = "When this is looked at again",
	  .need = "Enter the day on which this is reviewed" },
};

static void suspend_check(struct rq *rq, void *form)
{
	const struct suspend_in *in = form;

	if (date_cmp(in->review, rq->today) < 0)
		problem_add(rq, "review", "The review must not be in the past");
}

const struct form suspend_form = {
	.name = "suspension", FORM(struct suspend_in, suspend_fields), .title = "Suspend",
	.lead = "From the moment you press the button nothing new is offered, and open offers "
	        "lapse. "
	        "Care that is running goes on.",
	.button = "Suspend now", .danger = true, .check = suspend_check,
};

struct reply suspend_post(struct rq *rq, void *form)
{
	const struct suspend_in *in = form;
	EmbargoId id;

	const struct suspension of = { .location = in->location, .lot = in->lot,
		.locality = in->locality, .reason = in->reason, .evidence = in->evidence,
		.decided = in->decided, .review = in->review };

	switch (provider_suspend(rq->db, rq->arena, HERE(rq), &of, rq->me->id, rq->now, &id)) {
	case SUSPEND_DONE:
		return to_provider(rq, HERE(rq), "Suspended: nothing new is offered");
	case SUSPEND_ALREADY:
		return refuse(rq, NULL, "It is suspended already");
	case SUSPEND_PLACE:
		return refuse(rq, "locality", "The lot does not cover this locality: nothing would "
		              "be suspended");
	case SUSPEND_GONE:
		break;
	}
	return not_found(rq);
}

struct lift_in { const char *reason; };

static const struct field lift_fields[] = {
	{ IN(struct lift_in, reason), .label = "Why is it lifted?", .as = AS_LONG, .max = 2000,
	  .need = "Enter why the suspension is lifted" },
};
const struct form lift_form = {
	.name = "lifting", FORM(struct lift_in, lift_fields), .title = "Lift a suspension",
	.button = "Lift the suspension",
};

static bool embargo_here(struct rq *rq, struct embargo *e)
{
	return ONE(rq->db, rq->arena, embargo_load, e, .id = V(ID(rq, EmbargoId, "embargo"))) &&
	       name_here(rq, e->provider);
}

struct reply lift_load(struct rq *rq, void *form)
{
	struct embargo e;

	(void)form;
	return embargo_here(rq, &e) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

void lift_above(struct rq *rq, struct page *pg, const void *form)
{
	struct embargo e;

	(void)form;
	if (embargo_here(rq, &e))
		GOV_SUMMARY(pg, { "What", embargo_what(rq->arena, e.location_name, e.lot_number,
		                                       e.lot_name, e.locality_name) },
		            { "Since", moment_text(rq->arena, e.from_ms) }, { "Reason", e.reason },
		            { "Evidence", BLANK(e.evidence) ? "None entered" : e.evidence },
		            { "Decided by", e.decided_name });
}

struct reply lift_post(struct rq *rq, void *form)
{
	const struct lift_in *in = form;
	struct embargo e;

	if (!embargo_here(rq, &e))
		return not_found(rq);
	switch (embargo_lift(rq->db, rq->arena, e.id, in->reason, rq->me->id, rq->now)) {
	case SUSPEND_DONE:
		return to_provider(rq, e.provider, "The suspension is lifted");
	case SUSPEND_ALREADY:
		return refuse(rq, NULL, "It has been lifted already");
	case SUSPEND_PLACE:
	case SUSPEND_GONE:
		break;
	}
	return not_found(rq);
}

/* ---- accrediting -------------------------------------------------------------------- */

struct accredit_in {
	LotId       lot;
	Date        from, last;
	const char *localities, *reason;
	int64_t     revision;
};

#define ACCREDIT_FIELDS                                                                        \
	{ IN(struct accredit_in, lot), .label = "Lot", .from = &market_lot_choices_sql,         \
	  .hint = "Its service and its part are the lot's", .need = "Choose the lot" },         \
	{ IN(struct accredit_in, localities), .label = "Localities", .as = AS_CHECKBOXES,       \
	  .from = &market_locality_choices_sql, .need = "Choose at least one locality" },       \
	{ IN(struct accredit_in, from), .label = "From", .need = "Enter the first day" },       \
	{ IN(struct accredit_in, last), .label = "Last day",                                    \
	  .hint = "Leave it empty for as long as the lot runs" },                               \
	{ IN(struct accredit_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,        \
	  .need = "Enter the reason" }

static const struct field accredit_fields[] = { ACCREDIT_FIELDS };
static const struct field accreditation_fields[] = {
	ACCREDIT_FIELDS,
	{ IN(struct accredit_in, revision), .as = AS_HIDDEN },
};

const struct form accredit_form = {
	.name = "accreditation", FORM(struct accredit_in, accredit_fields), .title = "Accredit",
	.button = "Accredit",
};
const struct form accreditation_form = {
	.name = "accreditation-change", FORM(struct accredit_in, accreditation_fields),
	.title = "Change a standing",
	.lead = "What holds now ends the day before; what you enter holds from its first day on.",
	.button = "Change",
};

static struct accreditation_answers accredit_answers(const struct accredit_in *in)
{
	return (struct accreditation_answers){
		.lot = in->lot, .from = in->from,
		.until = date_known(in->last) ? date_plus(in->last, 1) : DATE_NONE,
		.localities = in->localities, .reason = in->reason };
}

struct reply accredit_load(struct rq *rq, void *form)
{
	struct accredit_in *in = form;

	in->from = rq->today;
	return provider_form_load(rq, form);
}

struct reply accredit_post(struct rq *rq, void *form)
{
	struct accreditation_answers in = accredit_answers(form);
	AccreditationId id;

	return kept_reply(rq, accreditation_add(rq->db, rq->arena, HERE(rq), &in, rq->me->id,
	                                        rq->now, &id),
	                  HERE(rq), "Accredited");
}

static bool accreditation_here(struct rq *rq, struct accreditation *a)
{
	return ONE(rq->db, rq->arena, accreditation_load, a,
	           .id = V(ID(rq, AccreditationId, "accreditation"))) && name_here(rq, a->provider);
}

struct reply accreditation_load_form(struct rq *rq, void *form)
{
	struct accreditation_locality_ids_row *l;
	struct db_list ids = db_list_new(rq->arena);
	struct accredit_in *in = form;
	struct accreditation a;
	size_t n;

	if (!accreditation_here(rq, &a))
		return not_found(rq);
	n = ALL(rq->db, rq->arena, accreditation_locality_ids, &l, .accreditation = V(a.id));
	for (size_t i = 0; i < n; i++)
		db_list_add(&ids, l[i].locality.v);
	*in = (struct accredit_in){ .lot = a.lot, .localities = db_list_text(&ids),
		.revision = a.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply accreditation_change_post(struct rq *rq, void *form)
{
	struct accreditation_answers in = accredit_answers(form);
	const struct accredit_in *f = form;
	struct accreditation a;
	AccreditationId id;

	if (!accreditation_here(rq, &a))
		return not_found(rq);
	return kept_reply(rq, accreditation_change(rq->db, rq->arena, a.id, f->revision, &in,
	                                           rq->me->id,
	                                           rq->now, &id), a.provider, "Standing changed");
}

struct standing_end_in { unsigned how; Date last; const char *reason; int64_t revision; };

static const struct field standing_end_fields[] = {
	{ IN(struct standing_end_in, how), .label = "How does it end?",
	  .words = &standing_end_choices, .need = "Choose how it ends" },
	{ IN(struct standing_end_in, last), .label = "Last day",
	  .hint = "The last day on which the provider holds it", .need = "Enter the last day" },
	{ IN(struct standing_end_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .need = "Enter the reason" },
	{ IN(struct standing_end_in, revision), .as = AS_HIDDEN },
};
const struct form standing_end_form = {
	.name = "accreditation-end", FORM(struct standing_end_in, standing_end_fields),
	.title = "End a standing", .button = "End it", .danger = true,
};

struct reply standing_end_load(struct rq *rq, void *form)
{
	struct standing_end_in *in = form;
	struct accreditation a;

	if (!accreditation_here(rq, &a))
		return not_found(rq);
	in->revision = a.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply standing_end_post(struct rq *rq, void *form)
{
	const struct standing_end_in *in = form;
	struct accreditation a;
	enum kept got;

	if (!accreditation_here(rq, &a))
		return not_found(rq);
	got = accreditation_end(rq->db, rq->arena, a.id, in->revision, (enum standing_end)in->how,
	                        date_plus(in->last, 1), in->reason, rq->me->id);
	if (got == KEPT_DATES)
		return refuse(rq, "last",
		              "The last day must be one on which the provider holds it");
	return kept_reply(rq, got, a.provider, "The standing ends");
}

/* ---- hours bought ahead --------------------------------------------------------------- */

struct block_in {
	const char *name;
	unsigned    service;
	LocalityId  locality;
	Date        from, last;
	Minutes     week;
	Money       rate;
};

static const struct field block_fields[] = {
	{ IN(struct block_in, name), .label = "Name", .max = 120,
	  .need = "Enter a name for these hours" },
	{ IN(struct block_in, service), .label = "Service", .words = &service_vocab,
	  .need = "Choose the service" },
	{ IN(struct block_in, locality), .label = "Locality", .from = &market_locality_choices_sql,
	  .need = "Choose the locality" },
	{ IN(struct block_in, week), .label = "Hours a week", .as = AS_HOURS, .min = 1,
	  .max = 600000, .need = "Enter how many hours a week are bought" },
	{ IN(struct block_in, rate), .label = "Rate an hour", .min = 1, .max = 100000,
	  .need = "Enter the rate an hour" },
	{ IN(struct block_in, from), .label = "From", .need = "Enter the first day" },
	{ IN(struct block_in, last), .label = "Last day",
	  .hint = "Leave it empty if it has no end" },
};
const struct form block_form = {
	.name = "block", FORM(struct block_in, block_fields), .title = "Add hours bought ahead",
	.button = "Add",
};

struct reply block_post(struct rq *rq, void *form)
{
	const struct block_in *in = form;
	struct block_answers b = { .locality = in->locality, .service = in->service,
		.name = in->name,
		.from = in->from, .until = date_known(in->last) ? date_plus(in->last,
		                                                            1) : DATE_NONE,
		.week = in->week, .rate = in->rate };
	BlockId id;
	enum kept got = block_add(rq->db, rq->arena, HERE(rq), &b, rq->me->id, &id);

	if (got == KEPT_DATES)
		return refuse(rq, "last", "The last day must not be before the first");
	return kept_reply(rq, got, HERE(rq), "Hours added");
}

struct block_end_in { Date last; const char *reason; };

static const struct field block_end_fields[] = {
	{ IN(struct block_end_in, last), .label = "Last day", .need = "Enter the last day" },
	{ IN(struct block_end_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .need = "Enter the reason" },
};
const struct form block_end_form = {
	.name = "block-end", FORM(struct block_end_in, block_end_fields),
	.title = "End hours bought ahead", .button = "End", .danger = true,
};

static bool block_here(struct rq *rq, struct block_days_row *b)
{
	return ONE(rq->db, rq->arena, block_days, b, .id = V(ID(rq, BlockId, "block"))) &&
	       name_here(rq, b->provider);
}

struct reply block_end_load(struct rq *rq, void *form)
{
	struct block_days_row b;

	(void)form;
	return block_here(rq, &b) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply block_end_post(struct rq *rq, void *form)
{
	const struct block_end_in *in = form;
	struct block_days_row b;
	enum kept got;

	if (!block_here(rq, &b))
		return not_found(rq);
	got = block_end(rq->db, rq->arena, b.id, date_plus(in->last, 1), in->reason, rq->me->id);
	if (got == KEPT_DATES)
		return refuse(rq, "last", "The last day must be one on which these hours run");
	return kept_reply(rq, got, b.provider, "The hours end");
}

/* ---- address and skills ------------------------------------------------------------------ */

struct email_in { const char *email; int64_t revision; };

static const struct field email_fields[] = {
	{ IN(struct email_in, email), .label = "Email address", .as = AS_EMAIL, .max = 254,
	  .hint = "Of the people who answer requests. Nothing in the mail identifies anybody" },
	{ IN(struct email_in, revision), .as = AS_HIDDEN },
};
const struct form email_form = {
	.name = "provider-email", FORM(struct email_in, email_fields),
	.title = "Where requests are announced", .button = "Save",
};

struct reply email_load(struct rq *rq, void *form)
{
	struct market_provider_row p;
	struct email_in *in = form;

	if (!ONE(rq->db, rq->arena, market_provider, &p, .provider = V(HERE(rq))))
		return not_found(rq);
	*in = (struct email_in){ p.email, p.revision };
	return provider_form_load(rq, form);
}

struct reply email_post(struct rq *rq, void *form)
{
	const struct email_in *in = form;

	return kept_reply(rq, provider_email_set(rq->db, rq->arena, HERE(rq), in->revision,
	                                         in->email,
	                                         rq->me->id), HERE(rq), "Address changed");
}

struct skills_in { const char *skills; };

static const struct field skills_fields[] = {
	{ IN(struct skills_in, skills), .label = "Skills", .as = AS_CHECKBOXES,
	  .from = &market_skill_choices_sql },
};
const struct form skills_form = {
	.name = "provider-skills", FORM(struct skills_in, skills_fields), .title = "Skills",
	.button = "Save",
};

struct reply skills_load(struct rq *rq, void *form)
{
	struct provider_skill_ids_row *s;
	struct db_list ids = db_list_new(rq->arena);
	struct skills_in *in = form;
	size_t n = ALL(rq->db, rq->arena, provider_skill_ids, &s, .provider = V(HERE(rq)));

	for (size_t i = 0; i < n; i++)
		db_list_add(&ids, s[i].skill.v);
	in->skills = db_list_text(&ids);
	return provider_form_load(rq, form);
}

struct reply skills_post(struct rq *rq, void *form)
{
	const struct skills_in *in = form;

	return kept_reply(rq, provider_skills_set(rq->db, rq->arena, HERE(rq), in->skills,
	                                          rq->me->id),
	                  HERE(rq), "Skills changed");
}
