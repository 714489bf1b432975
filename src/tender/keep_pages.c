/* SPDX-License-Identifier: MIT */
/*
 * keep_pages.c -- an opportunity, for staff: written, published, changed, cancelled.
 */
#include "tender/pages.h"

#define HERE(rq) ID(rq, OpportunityId, "opportunity")

enum { NOON = 720 };
/* Of a lot: a hundred thousand million pounds, so that forty of them can be added up. */
#define VALUE_MOST INT64_C(10000000000000)

/* ---- the list --------------------------------------------------------------------- */

static struct cell state_cell(struct rq *rq, const void *row)
{
	const struct opportunity_kept_list_row *r = row;

	return cell_of_word(opportunity_state_at(OPPORTUNITY_OF(r), rq->now));
}

static const struct list_col kept_cols[] = {
	{ "id",             "Number",   .as = CELL_INT, .in_files_only = true },
	{ "title",          "Title",    .link = "/opportunities/{id}" },
	{ "state",          "State",    .as = CELL_WORD, .words = &opportunity_state_vocab,
	  .make = state_cell },
	{ "service",        "Service",  .as = CELL_WORD, .words = &service_vocab },
	{ "framework_name", "Under" },
	{ "part",           "Part",     .as = CELL_WORD, .words = &part_vocab },
	{ "value_pence",    "Value",    .as = CELL_MONEY },
	{ "publish_day",    "To be published", .as = CELL_DATE },
	{ "announced_ms",   "Announced", .as = CELL_MOMENT, .in_files_only = true },
	{ "close_ms",       "Deadline", .as = CELL_MOMENT },
	{ "award_day",      "Award planned", .as = CELL_DATE },
	{ "unanswered",     "Questions to answer", .as = CELL_INT },
};

static const struct list_filter kept_filters[] = {
	{ "q",       "Words of the title", FILTER_TEXT },
	{ "service", "Service", FILTER_CHOICE, .words = &service_vocab },
};

static void kept_above(struct rq *rq, struct page *pg)
{
	if (rq_may(rq, MAY_MARKET))
		gov_button(pg, (struct gov_button){ .text = "Plan an opportunity",
			.href = "/opportunities/new" });
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, "/neighbours", "What neighbours buy");
	end(pg);
}

const struct list opportunity_kept = {
	.name = "opportunities-kept", .title = "Opportunities, planned ones too",
	.why = "Read by commissioners each week: what is to be published, answered, opened, "
	       "decided",
	.sql = &opportunity_kept_list_sql, .cols = kept_cols, .ncols = COUNT(kept_cols),
	.filters = kept_filters, .nfilters = COUNT(kept_filters), .page_rows = 50, .wide = true,
	.none = "No opportunity is planned yet", .above = kept_above,
};

/* ---- what a verb answered --------------------------------------------------------- */

static const struct { const char *field, *words; } refusals[] = {
	[TENDERED_STALE] = { NULL, "Someone else changed this since you opened it. Open it again" },
	[TENDERED_PUBLISHED] = { NULL, "It is published already: what it says is changed in the "
	  "open, and everybody is told" },
	[TENDERED_OVER] = { NULL, "Its deadline has passed, or it was cancelled" },
	[TENDERED_ORDER] = { "close", "These days are not in order: questions, deadline, award, "
	  "contract from, until, extension" },
	[TENDERED_PAST] = { "ask_until", "Questions must be possible for some time yet" },
	[TENDERED_SHORTER] = { "close", "What was announced is never drawn nearer: neither the "
	  "deadline nor the last day for questions" },
	[TENDERED_LOTS] = { "lots", "The weights of each lot must add to 100 per cent" },
	[TENDERED_QUESTIONS] = { NULL, "Publish a version of its questionnaire first" },
	[TENDERED_DOCUMENTS] = { NULL, "Add a document first, a specification at least" },
	[TENDERED_FRAMEWORK] = { NULL, "The framework does not live today, so nothing may be "
	  "called off under it" },
	[TENDERED_FOREIGN] = { "framework_lot", "Choose a lot of that framework, part and "
	  "service" },
	[TENDERED_ANNOUNCED] = { NULL, "It is announced already" },
	[TENDERED_FILE] = { "file", "The file must have something in it, be smaller than 10 MB, "
	  "and have a name of at most 200 letters" },
};

struct reply tendered_reply(struct rq *rq, enum tendered got, const char *flash, OpportunityId id)
{
	if (got == TENDERED)
		return go(rq, flash, "%s", opportunity_path(rq, id, ""));
	if (got == TENDERED_GONE)
		return not_found(rq);
	return refuse(rq, refusals[got].field, "%s", refusals[got].words);
}

/* ---- written ---------------------------------------------------------------------- */

struct lot_in {
	const char *title, *price_of;
	Money value;
	int64_t quality, price, social;
};
struct opportunity_in {
	const char *title, *about, *cpv;
	unsigned service;
	FrameworkId framework;
	unsigned part;
	LotId framework_lot;
	QuestionnaireId questionnaire;
	struct rows lots;
	Date publish;
	Moment ask_until, close;
	Date award, from, last, extend_last;
	int64_t revision;
};

static const struct field lot_fields[] = {
	{ IN(struct lot_in, title), .label = "Lot", .max = 200, .need = "Enter the lot's title" },
	{ IN(struct lot_in, price_of), .label = "Price of", .max = 120,
	  .hint = "What a price is stated for: an hour of care, a week, a year",
	  .need = "Enter what a price is stated for" },
	{ IN(struct lot_in, value), .label = "Value of the whole term", .max = VALUE_MOST,
	  .hint = "Without extensions and VAT; empty: not said" },
	{ IN(struct lot_in, quality), .label = "Quality counts, per cent", .max = 100,
	  .width = "5", .need = "Enter what quality counts, 0 if nothing" },
	{ IN(struct lot_in, price), .label = "Price counts, per cent", .max = 100, .width = "5",
	  .need = "Enter what the price counts, 0 if nothing" },
	{ IN(struct lot_in, social), .label = "Social value counts, per cent", .max = 100,
	  .width = "5", .need = "Enter what social value counts, 0 if nothing" },
};

static void lot_check(struct rq *rq, void *form)
{
	const struct lot_in *in = form;

	if (in->quality + in->price + in->social != 100)
		problem_add(rq, "social", "The weights of a lot must add to 100 per cent");
}

static const struct form lot_group = { FORM(struct lot_in, lot_fields), .title = "Lot",
	.check = lot_check };

static bool is_call_off(const void *form)
{
	return ((const struct opportunity_in *)form)->framework.v != 0;
}

static const struct field opportunity_fields[] = {
	{ IN(struct opportunity_in, title), .label = "Title", .max = 200,
	  .need = "Enter the title" },
	{ IN(struct opportunity_in, about), .label = "What is asked", .as = AS_LONG, .max = 8000,
	  .need = "Enter what is asked" },
	{ IN(struct opportunity_in, service), .label = "Service", .words = &service_vocab,
	  .as = AS_SELECT, .need = "Choose the service" },
	{ IN(struct opportunity_in, cpv), .label = "CPV code", .min = 8, .max = 8, .width = "10",
	  .hint = "Eight figures of the Common Procurement Vocabulary, like 85312000" },
	{ IN(struct opportunity_in, framework), .label = "Under a framework",
	  .from = &opportunity_framework_options_sql, .as = AS_SELECT, .section = "Who may respond",
	  .hint = "A call-off: only those who have standing there may respond. Empty: everybody" },
	{ IN(struct opportunity_in, part), .label = "Part", .words = &part_vocab,
	  .as = AS_SELECT, .when = is_call_off, .need = "Choose the part",
	  .hint = "Who is on Part A may respond for Part B" },
	{ IN(struct opportunity_in, framework_lot), .label = "Lot of the framework",
	  .from = &opportunity_lot_options_sql, .as = AS_SELECT, .when = is_call_off,
	  .hint = "Only those who stand on that lot may respond. Empty: all on the part" },
	{ IN(struct opportunity_in, questionnaire), .label = "What a response answers",
	  .from = &opportunity_questionnaire_options_sql, .as = AS_SELECT,
	  .hint = "A questionnaire with a published version",
	  .need = "Choose the questionnaire" },
	{ IN(struct opportunity_in, lots), .label = "Lots and what counts", .group = &lot_group,
	  .rows = LOTS_MOST, .need = "Enter one lot at least" },
	{ IN(struct opportunity_in, publish), .label = "To be published on", .section = "Days" },
	{ IN(struct opportunity_in, ask_until), .label = "Questions until",
	  .need = "Enter until when questions may be asked" },
	{ IN(struct opportunity_in, close), .label = "Deadline", .need = "Enter the deadline" },
	{ IN(struct opportunity_in, award), .label = "Award planned for" },
	{ IN(struct opportunity_in, from), .label = "Contract from" },
	{ IN(struct opportunity_in, last), .label = "Contract's last day" },
	{ IN(struct opportunity_in, extend_last), .label = "May be extended until" },
	{ IN(struct opportunity_in, revision), .as = AS_HIDDEN },
};

static void opportunity_check(struct rq *rq, void *form)
{
	const struct opportunity_in *in = form;

	for (const char *s = in->cpv; s && *s; s++)
		if (*s < '0' || *s > '9') {
			problem_add(rq, "cpv", "CPV code must be eight figures, like 85312000");
			return;
		}
}

const struct form opportunity_form = {
	.name = "opportunity", FORM(struct opportunity_in, opportunity_fields),
	.title = "Plan an opportunity", .button = "Save", .check = opportunity_check,
	.lead = "Nobody outside the council sees it before it is published.",
};

static struct opportunity_answers answers_of(struct rq *rq, const struct opportunity_in *in)
{
	const struct lot_in *lot = in->lots.at;
	struct tender_lot *lots = NEWN(rq->arena, struct tender_lot, in->lots.n + 1);

	for (size_t i = 0; i < in->lots.n; i++)
		lots[i] = (struct tender_lot){ lot[i].title, lot[i].price_of, lot[i].value,
			lot[i].quality, lot[i].price, lot[i].social };
	return (struct opportunity_answers){ .title = in->title, .about = in->about,
		.cpv = in->cpv, .service = in->service, .framework = in->framework,
		.part = in->part,
		.framework_lot = in->framework.v ? in->framework_lot : (LotId){ 0 },
		.questionnaire = in->questionnaire, .publish = in->publish,
		.ask_until = in->ask_until, .close = in->close, .award = in->award,
		.from = in->from, .until = date_plus(in->last, 1),
		.extend = date_plus(in->extend_last, 1), .lots = { lots, in->lots.n } };
}

/* Four weeks at noon, and a week before that for questions. */
struct reply opportunity_new_load(struct rq *rq, void *form)
{
	struct opportunity_in *in = form;

	in->publish = rq->today;
	in->close = moment_at(date_plus(rq->today, 28), minutes(NOON));
	in->ask_until = moment_at(date_plus(rq->today, 21), minutes(NOON));
	rq->look.back = "/opportunities/kept";
	return (struct reply){ REPLY_DEFAULT };
}

struct reply opportunity_new_post(struct rq *rq, void *form)
{
	const struct opportunity_answers in = answers_of(rq, form);
	OpportunityId id = { 0 };
	enum tendered got = opportunity_add(rq->db, rq->arena, &in, rq->me->id, rq->now, &id);

	return tendered_reply(rq, got, "Opportunity planned", id);
}

struct reply opportunity_change_load(struct rq *rq, void *form)
{
	struct opportunity_in *in = form;
	struct opportunity_lot *l;
	struct opportunity o;
	struct lot_in *lot;
	size_t n;

	if (!opportunity_here(rq, &o))
		return not_found(rq);
	n = ALL(rq->db, rq->arena, opportunity_lot_list, &l, .opportunity = V(o.id));
	lot = NEWN(rq->arena, struct lot_in, n + 1);
	for (size_t i = 0; i < n; i++)
		lot[i] = (struct lot_in){ l[i].title, l[i].price_of, l[i].value_pence,
			l[i].quality, l[i].price, l[i].social };
	*in = (struct opportunity_in){ o.title, o.about, o.cpv, (unsigned)o.service, o.framework,
		o.framework.v ? (unsigned)o.part : 0, o.framework_lot,
		o.questionnaire, { lot, n }, o.publish_day,
		o.ask_until_ms, o.close_ms, o.award_day, o.from_day, date_plus(o.until_day, -1),
		date_plus(o.extend_day, -1), o.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply opportunity_change_post(struct rq *rq, void *form)
{
	const struct opportunity_in *typed = form;
	const struct opportunity_answers in = answers_of(rq, typed);

	return tendered_reply(rq, opportunity_change(rq->db, rq->arena, HERE(rq), typed->revision,
	                                             &in, rq->me->id, rq->now), "Saved", HERE(rq));
}

/* ---- its documents ---------------------------------------------------------------- */

struct document_in { const char *title; unsigned kind; struct file file; };

static const struct field document_fields[] = {
	{ IN(struct document_in, title), .label = "Title", .max = 200, .need = "Enter the title" },
	{ IN(struct document_in, kind), .label = "Kind", .words = &document_kind_vocab,
	  .need = "Choose the kind" },
	{ IN(struct document_in, file), .label = "File", .max = DOCUMENT_MOST,
	  .need = "Choose the file" },
};
const struct form document_form = {
	.name = "opportunity-document", FORM(struct document_in, document_fields),
	.title = "Add a document", .button = "Add",
	.lead = "Of what is published, everybody who follows it is told.",
};

struct reply document_load(struct rq *rq, void *form)
{
	struct opportunity o;

	(void)form;
	return opportunity_here(rq, &o) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply document_post(struct rq *rq, void *form)
{
	const struct document_in *in = form;
	OpportunityDocumentId id;

	return tendered_reply(rq, opportunity_document_add(rq->db, rq->arena, HERE(rq),
	                      (enum document_kind)in->kind, in->title, &in->file, rq->me->id,
	                      rq->now, &id), "Document added", HERE(rq));
}

/* ---- announced as planned --------------------------------------------------------- */

/* As for a cancellation: the reason, and of what revision. */
struct cancel_in { const char *reason; int64_t revision; };
static const struct field announce_fields[] = {
	{ IN(struct cancel_in, reason), .label = "Why it is planned", .as = AS_LONG, .max = 2000,
	  .hint = "Everybody reads it: the need, and what it follows from",
	  .need = "Enter why it is planned" },
	{ IN(struct cancel_in, revision), .as = AS_HIDDEN },
};
const struct form announce_form = {
	.name = "opportunity-announce", FORM(struct cancel_in, announce_fields),
	.title = "Announce it as planned", .button = "Announce it",
	.lead = "Everybody sees from now on what is planned, its value and its days, and each "
	        "change of them. Documents are published later, with the opportunity; until then "
	        "nobody can ask or respond.",
};

struct reply announce_post(struct rq *rq, void *form)
{
	const struct cancel_in *in = form;

	return tendered_reply(rq, opportunity_announce(rq->db, rq->arena, HERE(rq), in->revision,
	                                               in->reason, rq->me->id, rq->now),
	                      "Announced", HERE(rq));
}

/* ---- published -------------------------------------------------------------------- */

struct publish_in { int64_t revision; };
static const struct field publish_fields[] = { { IN(struct publish_in, revision),
	.as = AS_HIDDEN } };
const struct form publish_opportunity_form = {
	.name = "opportunity-publish", FORM(struct publish_in, publish_fields),
	.title = "Publish", .button = "Publish",
	.lead = "Everybody sees it from now on. What a response is asked is settled with it, and "
	        "its days can only become later.",
};

struct reply publish_opportunity_load(struct rq *rq, void *form)
{
	struct publish_in *in = form;
	struct opportunity o;

	if (!opportunity_here(rq, &o))
		return not_found(rq);
	in->revision = o.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply publish_opportunity_post(struct rq *rq, void *form)
{
	const struct publish_in *in = form;

	return tendered_reply(rq, opportunity_publish(rq->db, rq->arena, HERE(rq), in->revision,
	                      rq->me->id, rq->now), "Published", HERE(rq));
}

/* ---- amended ---------------------------------------------------------------------- */

struct amend_in {
	const char *words, *about;
	Moment ask_until, close;
	Date award, from, last, extend_last;
	int64_t revision;
};
static const struct field amend_fields[] = {
	{ IN(struct amend_in, words), .label = "What changes, and why", .as = AS_LONG, .max = 4000,
	  .hint = "Everybody who follows it is sent this, and it stands on the public page",
	  .need = "Enter what changes" },
	{ IN(struct amend_in, about), .label = "What is asked", .as = AS_LONG, .max = 8000,
	  .need = "Enter what is asked" },
	{ IN(struct amend_in, ask_until), .label = "Questions until",
	  .need = "Enter until when questions may be asked" },
	{ IN(struct amend_in, close), .label = "Deadline", .need = "Enter the deadline" },
	{ IN(struct amend_in, award), .label = "Award planned for" },
	{ IN(struct amend_in, from), .label = "Contract from" },
	{ IN(struct amend_in, last), .label = "Contract's last day" },
	{ IN(struct amend_in, extend_last), .label = "May be extended until" },
	{ IN(struct amend_in, revision), .as = AS_HIDDEN },
};
const struct form amend_form = {
	.name = "opportunity-amendment", FORM(struct amend_in, amend_fields),
	.title = "Change what was published", .button = "Publish the change",
};

struct reply amend_load(struct rq *rq, void *form)
{
	struct amend_in *in = form;
	struct opportunity o;

	if (!opportunity_here(rq, &o))
		return not_found(rq);
	*in = (struct amend_in){ NULL, o.about, o.ask_until_ms, o.close_ms, o.award_day,
		o.from_day, date_plus(o.until_day, -1), date_plus(o.extend_day, -1), o.revision };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply amend_post(struct rq *rq, void *form)
{
	const struct amend_in *in = form;
	const struct amendment now = { in->words, in->about, in->ask_until, in->close, in->award,
		in->from, date_plus(in->last, 1), date_plus(in->extend_last, 1) };

	return tendered_reply(rq, opportunity_amend(rq->db, rq->arena, HERE(rq), in->revision, &now,
	                                            rq->me->id, rq->now),
	                      "Changed, and everybody who follows it is told", HERE(rq));
}

/* ---- cancelled -------------------------------------------------------------------- */

static const struct field cancel_fields[] = {
	{ IN(struct cancel_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .hint = "Everybody reads it", .need = "Enter the reason" },
	{ IN(struct cancel_in, revision), .as = AS_HIDDEN },
};
const struct form cancel_form = {
	.name = "opportunity-cancel", FORM(struct cancel_in, cancel_fields),
	.title = "Cancel an opportunity", .button = "Cancel it", .danger = true,
};

struct reply cancel_load(struct rq *rq, void *form)
{
	struct cancel_in *in = form;
	struct opportunity o;

	if (!opportunity_here(rq, &o))
		return not_found(rq);
	in->revision = o.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply cancel_post(struct rq *rq, void *form)
{
	const struct cancel_in *in = form;

	return tendered_reply(rq, opportunity_cancel(rq->db, rq->arena, HERE(rq), in->revision,
	                                             in->reason, rq->me->id, rq->now),
	                      "Cancelled", HERE(rq));
}
