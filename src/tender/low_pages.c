/* SPDX-License-Identifier: MIT */
/*
 * low_pages.c -- a price far below the others: its provider is asked, explains it in its
 * portal, and staff decide on what it said.
 */
#include "tender/pages.h"

#define HERE(rq) ID(rq, OpportunityId, "opportunity")
#define LOT(rq)  ID(rq, OpportunityLotId, "lot")

enum { DAYS_TO_EXPLAIN = 7 };

/* ---- asked ------------------------------------------------------------------------ */

struct low_ask_in { Date last; };
static const struct field low_ask_fields[] = {
	{ IN(struct low_ask_in, last), .label = "Until", .need = "Enter until when",
	  .hint = "The last day on which the provider may explain its price" },
};
const struct form low_ask_form = {
	.name = "low-price-ask", FORM(struct low_ask_in, low_ask_fields),
	.title = "Ask for an explanation", .button = "Ask",
	.lead = "The provider is written to: how its price is made up. It answers in its portal, "
	        "and nothing is decided before its answer is.",
};

struct reply low_ask_load(struct rq *rq, void *form)
{
	struct low_ask_in *in = form;

	in->last = date_plus(rq->today, DAYS_TO_EXPLAIN);
	return opened_load(rq, form);
}

struct reply low_ask_post(struct rq *rq, void *form)
{
	const struct low_ask_in *in = form;

	return judged_reply(rq, low_price_ask(rq->db, rq->arena, HERE(rq), LOT(rq),
	                    ID(rq, ResponseSentId, "response"), in->last, rq->me->id, rq->now),
	                    "Asked: the provider is written to",
	                    opportunity_path(rq, HERE(rq), "/ranking"));
}

/* ---- explained, by the provider ------------------------------------------------------ */

struct explain_in { const char *words; };
static const struct field explain_fields[] = {
	{ IN(struct explain_in, words), .label = "How your price is made up", .as = AS_LONG,
	  .max = 4000, .hint = "Wages, travel, what else makes it possible",
	  .need = "Enter how your price is made up" },
};
const struct form explain_form = {
	.name = "low-price-explain", FORM(struct explain_in, explain_fields),
	.title = "Explain your price", .button = "Send",
	.lead = "Your price lies far below the others: it is accepted or refused on what you say. "
	        "You may change your words until that day, or until it is decided.",
};

static const struct column own_cols[] = {
	{ .key = "lot", .label = "Lot", .kind = CELL_INT },
	{ .key = "title", .label = "Title" },
	{ .key = "price", .label = "Your price", .kind = CELL_MONEY },
	{ .key = "last", .label = "To explain until", .kind = CELL_DATE },
	{ .key = "said", .label = "Explained", .kind = CELL_MOMENT },
	{ .key = "words", .label = "Your explanation" },
};

size_t put_low_prices(struct rq *rq, struct record *rec, OpportunityId id)
{
	struct table *t = record_table(rec, "low_prices", "Prices to explain", own_cols,
	                               COUNT(own_cols));
	struct low_price_own *w;
	size_t n = ALL(rq->db, rq->arena, low_price_own_list, &w, .opportunity = V(id),
	               .provider = V(rq->me->provider));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(w[i].number);
		c[1] = cell_of_text(w[i].title);
		c[1].link = response_path(rq, id, arena_fmt(rq->arena, "/lots/%lld/explain",
		                          (long long)w[i].opportunity_lot.v));
		c[2] = cell_of_money(w[i].price_pence);
		c[3] = cell_of_date(date_plus(w[i].until_day, -1));
		c[4] = cell_of_moment(w[i].said_ms);
		c[5] = cell_of_text(w[i].explanation);
	}
	return n;
}

/* The price is looked for first: of another's nothing shows, not even that it may be. */
struct reply explain_load(struct rq *rq, void *form)
{
	struct explain_in *in = form;
	struct low_price_own *w;
	struct opportunity o;
	size_t n = ALL(rq->db, rq->arena, low_price_own_list, &w, .opportunity = V(HERE(rq)),
	               .provider = V(rq->me->provider));

	for (size_t i = 0; i < n; i++)
		if (w[i].opportunity_lot.v == LOT(rq).v && portal_opportunity(rq, &o)) {
			in->words = w[i].explanation;
			return (struct reply){ REPLY_DEFAULT };
		}
	return not_found(rq);
}

struct reply explain_post(struct rq *rq, void *form)
{
	const struct explain_in *in = form;
	enum judged got = low_price_explain(rq->db, rq->arena, HERE(rq), LOT(rq), in->words,
	                                    rq->me, rq->now);

	if (got == JUDGED)
		return go(rq, "Sent", "%s", response_path(rq, HERE(rq), ""));
	if (got == JUDGED_PAST)
		return refuse(rq, NULL, "The day until which you could explain it is over. What "
		              "you typed is still here: write to the council");
	if (got == JUDGED_ALREADY)
		return refuse(rq, NULL, "It is decided already. What you typed is still here");
	return not_found(rq);
}

/* ---- decided on ------------------------------------------------------------------- */

struct low_in { const char *heard; unsigned accepted; const char *reason; int64_t said; };
static const struct field low_fields[] = {
	{ IN(struct low_in, heard), .label = "What the provider said otherwise", .as = AS_LONG,
	  .max = 4000, .hint = "By letter or on the telephone; empty: only what it wrote in its "
	  "portal" },
	{ IN(struct low_in, accepted), .label = "Is the price accepted?", .words = &yes_or_no_vocab,
	  .need = "Say whether the price is accepted" },
	{ IN(struct low_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .need = "Enter the reason" },
	{ IN(struct low_in, said), .as = AS_HIDDEN },
};
const struct form low_form = {
	.name = "low-price", FORM(struct low_in, low_fields),
	.title = "A price far below the others", .button = "Save",
	.lead = "The provider was asked to explain it: decide on what it said.",
};

static bool low_price_here(struct rq *rq, struct low_price *out)
{
	return ONE(rq->db, rq->arena, low_price_load, out,
	           .response_sent = V(ID(rq, ResponseSentId, "response")),
	           .opportunity_lot = V(LOT(rq)));
}

struct reply low_load(struct rq *rq, void *form)
{
	struct low_in *in = form;
	struct low_price w;

	if (low_price_here(rq, &w)) {
		in->heard = w.heard;
		in->said = moment_known(w.said_ms) ? w.said_ms.ms : 0;
	}
	return opened_load(rq, form);
}

void low_above(struct rq *rq, struct page *pg, const void *form)
{
	struct record *rec = record_new(rq->arena, "low-price", 0, "A low price");
	struct low_price w;

	(void)form;
	if (!low_price_here(rq, &w))
		return;
	record_moment(rec, "asked", "Asked", w.asked_ms);
	record_date(rec, "last", "To explain until", date_plus(w.until_day, -1));
	record_moment(rec, "said", "Explained", w.said_ms);
	record_if_any(rec);
	record_text(rec, "explanation", "In its own words",
	            moment_known(w.said_ms) ? w.explanation : "Nothing yet");
	record_draw_facts(rq, pg, rec);
}

struct reply low_post(struct rq *rq, void *form)
{
	const struct low_in *in = form;
	const Moment said = in->said > 0 ? (Moment){ in->said } : MOMENT_NONE;

	return judged_reply(rq, low_price_decide(rq->db, rq->arena, HERE(rq), LOT(rq),
	                    ID(rq, ResponseSentId, "response"), in->heard, said,
	                    in->accepted == SAY_YES, in->reason, rq->me->id, rq->now), "Decided",
	                    opportunity_path(rq, HERE(rq), "/ranking"));
}
