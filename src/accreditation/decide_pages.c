/* SPDX-License-Identifier: MIT */
/*
 * decide_pages.c -- a decision, place by place; confirmed or sent back; a review's end.
 */
#include "accreditation/pages.h"

struct reply decided_reply(struct rq *rq, enum decided got, const char *field, const char *flash,
                           const char *to)
{
	switch (got) {
	case DECIDED_DONE:
		return go(rq, flash, "%s", to);
	case DECIDED_GONE:
		return not_found(rq);
	case DECIDED_STATE:
		return refuse(rq, NULL, "It is decided, or not at this step any more: somebody was "
		              "first. Look at it again");
	case DECIDED_CHECKS:
		return refuse(rq, NULL, "Something has not been looked into yet: the "
		              "application's page says what");
	case DECIDED_INTEREST:
		return refuse(rq, "no_interest", "Who decides must have no interest in the "
		              "provider");
	case DECIDED_SCORER:
		return refuse(rq, NULL, "Who scored the answers does not confirm the decision: "
		              "ask somebody else");
	case DECIDED_SAME:
		return refuse(rq, NULL, "You took part in this: somebody else does this step");
	case DECIDED_REASON:
		return refuse(rq, field, "Say of each place whether it is accepted, and why not "
		              "where it is not");
	case DECIDED_DATES:
		return refuse(rq, "from", "The first day must be within the days of each lot");
	case DECIDED_HELD:
		return refuse(rq, NULL, "The provider stands on one of these lots already: refuse "
		              "that place, and change the standing instead");
	case DECIDED_LATE:
		return refuse(rq, NULL, "The time in which a review could be asked for is over");
	}
	return not_found(rq);
}

/* ---- decided: a form with two questions for each place --------------- */

#define VERDICTS(X, P)                             \
	X(P, 1, YES, "accept", "", "Accept")        \
	X(P, 2, NO,  "refuse", "", "Refuse")
VOCAB(application_verdict, VERDICT, VERDICTS)
VOCAB_WORDS(application_verdict, VERDICT, VERDICTS)

struct verdict_slot { unsigned accepted; const char *reason; };
struct decide_head { Date from; const char *words; bool no_interest; };
struct decide_struct { struct decide_head head; struct verdict_slot slots[]; };

static const struct field decide_ends[] = {
	{ .name = "from", .at = offsetof(struct decide_head, from), .kind = FIELD_DATE,
	  .label = "What is accepted holds from", .section = "All of it",
	  .need = "Enter the first day" },
	{ .name = "words", .at = offsetof(struct decide_head, words), .kind = FIELD_TEXT,
	  .as = AS_LONG, .max = 4000, .label = "Words of the decision",
	  .hint = "They stand in the letter to the provider",
	  .need = "Write the words of the decision" },
	{ .name = "no_interest", .at = offsetof(struct decide_head, no_interest),
	  .kind = FIELD_BOOL, .label = "I have no interest in this provider",
	  .need = "Who decides must have no interest in the provider" },
};

static void place_fields(struct rq *rq, struct field *f, const struct application_places_row *p,
                         size_t i)
{
	const size_t at = offsetof(struct decide_struct, slots) + i * sizeof(struct verdict_slot);

	f[0] = (struct field){ .kind = FIELD_CODE, .words = &application_verdict_vocab,
		.name = arena_fmt(rq->arena, "place-%lld-%lld", (long long)p->lot.v,
		                  (long long)p->locality.v),
		.at = at + offsetof(struct verdict_slot, accepted),
		.label = arena_fmt(rq->arena, "Lot %lld, %s, in %s", (long long)p->number,
		                   p->lot_name, p->locality_name),
		.need = "Accept or refuse this place" };
	f[1] = (struct field){ .kind = FIELD_TEXT, .as = AS_LONG, .max = 2000,
		.name = arena_fmt(rq->arena, "why-%lld-%lld", (long long)p->lot.v,
		                  (long long)p->locality.v),
		.at = at + offsetof(struct verdict_slot, reason), .label = "Why",
		.hint = "Needed where it is refused" };
}

const struct form *decide_form(struct rq *rq)
{
	struct form *form = NEW(rq->arena, struct form);
	struct application_places_row *p;
	struct application x;
	struct field *f;
	size_t n;

	if (!application_load(rq->db, rq->arena, APPLICATION_HERE(rq), &x))
		return NULL;
	n = ALL(rq->db, rq->arena, application_places, &p, .application = V(x.id));
	f = NEWN(rq->arena, struct field, 2 * n + COUNT(decide_ends));
	for (size_t i = 0; i < n; i++)
		place_fields(rq, &f[2 * i], &p[i], i);
	for (size_t i = 0; i < COUNT(decide_ends); i++)
		f[2 * n + i] = decide_ends[i];
	*form = (struct form){ .name = "application-decision", .fields = f,
		.nfields = 2 * n + COUNT(decide_ends),
		.size = sizeof(struct decide_struct) + (n + 1) * sizeof(struct verdict_slot),
		.title = "Decide", .button = "Decide",
		.lead = "Somebody else confirms it, and only then the provider is told." };
	return form;
}

struct reply decide_load(struct rq *rq, void *form)
{
	struct decide_struct *in = form;
	struct reply r = staff_load(rq, form);
	struct application x;

	if (r.kind != REPLY_DEFAULT)
		return r;
	SURE(application_load(rq->db, rq->arena, APPLICATION_HERE(rq), &x));
	if (x.state != APPLICATION_MODERATED)
		return conflict(rq, "It is not to be decided",
		                "Its panel is not locked yet, or it is decided or withdrawn.");
	in->head.from = date_plus_months(date_month_start(rq->today), 1);
	return r;
}

struct reply decide_post(struct rq *rq, void *form)
{
	const struct decide_struct *in = form;
	struct application_places_row *p;
	struct verdict *v;
	size_t n = ALL(rq->db, rq->arena, application_places, &p,
	               .application = V(APPLICATION_HERE(rq)));

	v = NEWN(rq->arena, struct verdict, n + 1);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct verdict){ p[i].lot, p[i].locality,
			in->slots[i].accepted == VERDICT_YES, in->slots[i].reason };
	return decided_reply(rq, application_decide(rq->db, rq->arena, APPLICATION_HERE(rq),
		&(struct decision_answers){ in->head.from, in->head.words, v, n,
			in->head.no_interest }, rq->me->id, rq->now), NULL,
		"Decided: somebody else confirms it", staff_path(rq, ""));
}

/* ---- confirmed, sent back -------------------------------------------- */

struct confirm_in { bool no_interest; };
static const struct field confirm_fields[] = {
	{ IN(struct confirm_in, no_interest), .label = "I have no interest in this provider",
	  .need = "Who decides must have no interest in the provider" },
};
const struct form application_confirm_form = { .name = "application-confirm",
	FORM(struct confirm_in, confirm_fields), .title = "Confirm the decision",
	.button = "Confirm", .lead = "What is accepted becomes its standing, and the provider is "
	"told." };

void verdicts_above(struct rq *rq, struct page *pg, const void *form)
{
	struct record *rec = record_new(rq->arena, "verdicts", 0, "Decided");
	struct application x;

	(void)form;
	if (!application_load(rq->db, rq->arena, APPLICATION_HERE(rq), &x) || !x.decision.v)
		return;
	record_text(rec, "by", "Decided by", x.decided_name);
	record_text(rec, "words", "Words of the decision", x.words);
	record_date(rec, "from", "What is accepted holds from", x.from_day);
	put_verdicts(rq, rec, &x);
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "verdicts");
}

struct reply application_confirm_post(struct rq *rq, void *form)
{
	const struct confirm_in *in = form;

	return decided_reply(rq, application_confirm(rq->db, rq->arena, APPLICATION_HERE(rq),
	                     in->no_interest, rq->me->id, rq->now), NULL,
	                     "Confirmed, and the provider is told", staff_path(rq, ""));
}

struct back_in { const char *words; };
static const struct field back_fields[] = {
	{ IN(struct back_in, words), .label = "Why", .as = AS_LONG, .max = 2000,
	  .need = "Say why it is sent back" },
};
const struct form back_form = { .name = "application-back", FORM(struct back_in, back_fields),
	.title = "Send the decision back", .button = "Send back",
	.lead = "It is decided anew. What was decided stays on the record." };

struct reply back_post(struct rq *rq, void *form)
{
	const struct back_in *in = form;

	return decided_reply(rq, application_back(rq->db, rq->arena, APPLICATION_HERE(rq),
	                     in->words, rq->me->id, rq->now), NULL, "Sent back",
	                     staff_path(rq, ""));
}

/* ---- reviewed -------------------------------------------------------- */

struct review_in { unsigned outcome; const char *reason; };
static const struct field review_fields[] = {
	{ IN(struct review_in, outcome), .label = "What the review came to",
	  .words = &application_reviewed_vocab, .need = "Say what it came to" },
	{ IN(struct review_in, reason), .label = "Reason", .as = AS_LONG, .max = 4000,
	  .hint = "It stands in the letter to the provider", .need = "Enter the reason" },
};
const struct form review_end_form = { .name = "application-review-end",
	FORM(struct review_in, review_fields), .title = "End the review", .button = "End it",
	.lead = "By somebody who took no part in the decision." };

void review_above(struct rq *rq, struct page *pg, const void *form)
{
	struct decisions_of_row *d;
	size_t n = ALL(rq->db, rq->arena, decisions_of, &d,
	               .application = V(APPLICATION_HERE(rq)));

	(void)form;
	if (n && d[n - 1].review_words)
		gov_inset_text(pg, (struct gov_inset){ .text = d[n - 1].review_words });
}

struct reply review_end_post(struct rq *rq, void *form)
{
	const struct review_in *in = form;

	return decided_reply(rq, application_review_end(rq->db, rq->arena, APPLICATION_HERE(rq),
	                     in->outcome, in->reason, rq->me->id, rq->now), NULL,
	                     "The review is ended, and the provider is told",
	                     staff_path(rq, ""));
}
