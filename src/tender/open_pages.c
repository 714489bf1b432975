/* SPDX-License-Identifier: MIT */
/*
 * open_pages.c -- responses, for staff: opened by two, then read.
 *
 * Before they are opened these pages say the same whether one came or a hundred.
 */
#include "tender/pages.h"

#define HERE(rq) ID(rq, OpportunityId, "opportunity")

/* ---- opened ----------------------------------------------------------------------- */

struct open_in { int64_t nothing; };
static const struct field open_fields[] = { { IN(struct open_in, nothing), .as = AS_HIDDEN } };
const struct form open_form = {
	.name = "responses-open", FORM(struct open_in, open_fields),
	.title = "Open the responses", .button = "Open",
	.lead = "Two different people open them, one after the other. Until both have, nobody sees "
	        "them.",
};

struct reply open_load(struct rq *rq, void *form)
{
	struct opportunity o;

	(void)form;
	return opportunity_here(rq, &o) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

void open_above(struct rq *rq, struct page *pg, const void *form)
{
	struct opportunity o;

	(void)form;
	if (opportunity_here(rq, &o) && moment_known(o.unseal_ms))
		para(pg, "A colleague has opened them already: you are the second.");
}

struct reply open_post(struct rq *rq, void *form)
{
	(void)form;
	switch (responses_open(rq->db, rq->arena, HERE(rq), rq->me->id, rq->now)) {
	case OPENED:
		return go(rq, "Opened", "%s", opportunity_path(rq, HERE(rq), "/responses"));
	case OPENED_HALF:
		return go(rq, "You are the first: a colleague must open them too", "%s",
		          opportunity_path(rq, HERE(rq), ""));
	case OPENED_GONE:
		return not_found(rq);
	case OPENED_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case OPENED_EARLY:
		return refuse(rq, NULL, "The responses are sealed until the deadline");
	case OPENED_SAME:
		return refuse(rq, NULL, "You are the first already: another must open them too");
	case OPENED_ALREADY:
		return refuse(rq, NULL, "The responses are opened already");
	case OPENED_CANCELLED:
		return refuse(rq, NULL, "It was cancelled: what was sent stays sealed");
	}
	return not_found(rq);
}

/* ---- all of them ------------------------------------------------------------------ */

static const struct column response_cols[] = {
	{ .key = "provider", .label = "Provider" },
	{ .key = "sent", .label = "Received", .kind = CELL_MOMENT },
	{ .key = "lot", .label = "Lot", .kind = CELL_INT },
	{ .key = "title", .label = "Title" },
	{ .key = "price", .label = "Price", .kind = CELL_MONEY },
};

static void put_response(struct rq *rq, struct table *t, OpportunityId id,
                         const struct response_opened_list_row *r)
{
	struct response_sent_price_list_row *p;
	size_t n = ALL(rq->db, rq->arena, response_sent_price_list, &p, .response_sent = V(r->id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_linked(cell_of_text(r->provider_name),
		                   arena_fmt(rq->arena, "/opportunities/%lld/responses/%lld",
		                             (long long)id.v, (long long)r->id.v));
		c[1] = cell_of_moment(r->sent_ms);
		c[2] = cell_of_int(p[i].number);
		c[3] = cell_of_text(p[i].title);
		c[4] = cell_of_money(p[i].price_pence);
	}
}

/* Sealed: the same for none as for many. */
static struct reply sealed(struct rq *rq)
{
	return conflict(rq, "The responses are sealed", "Nobody sees them before the deadline has "
	                "passed and two people have opened them.");
}

struct reply responses_get(struct rq *rq)
{
	struct response_opened_list_row *r;
	struct opportunity o;
	struct record *rec;
	struct table *t;
	struct page *pg;
	size_t n;

	if (!opportunity_here(rq, &o))
		return not_found(rq);
	if (!moment_known(o.opened_ms))
		return sealed(rq);
	rec = record_new(rq->arena, "responses", o.id.v, o.title);
	record_moment(rec, "opened", "Opened", o.opened_ms);
	t = record_table(rec, "responses", "Responses", response_cols, COUNT(response_cols));
	n = ALL(rq->db, rq->arena, response_opened_list, &r, .opportunity = V(o.id));
	for (size_t i = 0; i < n; i++)
		put_response(rq, t, o.id, &r[i]);
	record_int(rec, "received", "Responses received", (int64_t)n);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Responses";
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (n)
		record_draw_table(rq, pg, rec, "responses");
	return show(rq, pg);
}

/* ---- one of them ------------------------------------------------------------------ */

static const struct column answer_cols[] = {
	{ .key = "section", .label = "Section" },
	{ .key = "question", .label = "Question" },
	{ .key = "answer", .label = "Answer" },
};
static const struct column price_cols[] = {
	{ .key = "lot", .from = "number", .label = "Lot", .kind = CELL_INT },
	{ .key = "title", .from = "title", .label = "Title" },
	{ .key = "price_of", .from = "price_of", .label = "Price of" },
	{ .key = "price", .from = "price_pence", .label = "Price", .kind = CELL_MONEY },
};

static bool response_here(struct rq *rq, struct response_opened_load_row *r)
{
	return ONE(rq->db, rq->arena, response_opened_load, r, .opportunity = V(HERE(rq)),
	           .id = V(ID(rq, ResponseSentId, "response")));
}

static void put_answers(struct rq *rq, struct record *rec, const struct question_form *qf)
{
	struct table *t = record_table(rec, "answers", "Answers", answer_cols, COUNT(answer_cols));

	for (size_t i = 0; i < qf->form.nfields; i++)
		for (size_t k = 0; k < qf->nanswers; k++) {
			struct cell *c;

			if (qf->answers[k].question.v != qf->of[i]->q.id.v)
				continue;
			c = table_add(t);
			c[0] = cell_of_text(qf->of[i]->q.section);
			c[1] = cell_of_text(qf->of[i]->q.label);
			c[2] = cell_of_text(answer_words(rq->arena, qf->of[i],
			                                 qf->answers[k].value));
			if (qf->answers[k].file.v)
				c[2].link = arena_fmt(rq->arena,
					"/opportunities/%lld/responses/%lld/files/%lld",
					(long long)HERE(rq).v, (long long)rq_id(rq, "response"),
					(long long)qf->answers[k].file.v);
		}
}

struct reply response_opened_get(struct rq *rq)
{
	struct response_sent_price_list_row *p;
	struct response_opened_load_row r;
	struct question_form *qf;
	struct opportunity o;
	struct record *rec;
	struct table *t;
	struct page *pg;
	size_t n;

	/* Who is on its panel declares first, and reads nothing that he has an interest in. */
	if (!opportunity_here(rq, &o) || !response_here(rq, &r) ||
	    !panel_lets_read(rq->db, rq->arena, r.sheet, rq->me->id))
		return not_found(rq);
	qf = sheet_form(rq->db, rq->arena, r.sheet, SEEN_EVALUATORS, TO_READ);
	SURE(qf);
	rec = record_new(rq->arena, "response", r.id.v, r.provider_name);
	record_text(rec, "provider", "Provider", r.provider_name);
	record_moment(rec, "sent", "Received", r.sent_ms);
	t = record_table(rec, "prices", "Prices", price_cols, COUNT(price_cols));
	n = ALL(rq->db, rq->arena, response_sent_price_list, &p, .response_sent = V(r.id));
	record_fill(t, &response_sent_price_list_sql, p, n);
	put_answers(rq, rec, qf);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = r.provider_name;
	rq->look.back = opportunity_path(rq, o.id, "/responses");
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "prices");
	record_draw_table(rq, pg, rec, "answers");
	return show(rq, pg);
}

struct reply response_opened_file_get(struct rq *rq)
{
	struct response_opened_load_row r;
	struct response_file_load_row f;

	if (!response_here(rq, &r) ||
	    !panel_lets_read(rq->db, rq->arena, r.sheet, rq->me->id) ||
	    !ONE(rq->db, rq->arena, response_file_load, &f, .sheet = V(r.sheet),
	         .id = V(ID(rq, AnswerFileId, "file"))))
		return not_found(rq);
	return file_reply(rq, "application/octet-stream", f.name, f.bytes.p, f.bytes.n);
}
