/* SPDX-License-Identifier: MIT */
/*
 * response_pages.c -- a provider writes its response: answers, files, prices; sends it, and
 * keeps the receipt.
 *
 * No address here has the number of a response, a sheet or a file in it:
 * numbers that run on would tell how many others write.
 */
#include <sodium.h>

#include "tender/pages.h"

/* ---- what a verb answered --------------------------------------------------------- */

static struct reply responded_reply(struct rq *rq, enum responded got, const char *flash,
                                    OpportunityId id)
{
	struct opportunity o;

	switch (got) {
	case RESPONDED:
	case RESPONDED_BEGUN:
		return go(rq, flash, "%s", response_path(rq, id, "/response"));
	case RESPONDED_GONE:
		return not_found(rq);
	case RESPONDED_NOTHING:
		return refuse(rq, NULL, "Nothing that you sent counts, so there is nothing to "
		              "take back");
	case RESPONDED_LATE:
		if (!ONE(rq->db, rq->arena, opportunity_load, &o, .id = V(id)))
			return not_found(rq);
		if (moment_known(o.cancelled_ms))
			return refuse(rq, NULL, "The opportunity was cancelled. What you typed is "
			              "still here");
		return refuse(rq, NULL, "The deadline was %s, and it was over when this came: it "
		              "is not received. What you typed is still here",
		              moment_text(rq->arena, o.close_ms));
	case RESPONDED_BARRED:
		return refuse(rq, NULL, "Only those with standing there may respond, and only "
		              "while they are not suspended. What you typed is still here");
	case RESPONDED_STALE:
		return refuse(rq, NULL, "A colleague changed the response since you opened it. "
		              "Open it again");
	case RESPONDED_CHANGED:
		return refuse(rq, NULL, "The opportunity was changed since you opened this page. "
		              "Read what changed, then open this page again and send");
	case RESPONDED_LACKING:
		return (struct reply){ .kind = REPLY_REFUSE };
	case RESPONDED_PRICES:
		return refuse(rq, NULL, "Enter a price for one lot at least");
	}
	return not_found(rq);
}

/* The response of who asks to the opportunity of the address. */
static bool response_here(struct rq *rq, struct opportunity *o, struct response *r)
{
	if (!portal_opportunity(rq, o) ||
	    !ONE(rq->db, rq->arena, response_of, r, .opportunity = V(o->id),
	         .provider = V(rq->me->provider)))
		return false;
	rq->look.back = response_path(rq, o->id, "/response");
	return true;
}

/* ---- its page --------------------------------------------------------------------- */

static const struct column price_cols[] = {
	{ .key = "lot", .from = "number", .label = "Lot", .kind = CELL_INT },
	{ .key = "title", .from = "title", .label = "Title" },
	{ .key = "price_of", .from = "price_of", .label = "Price of" },
	{ .key = "price", .from = "price_pence", .label = "Price", .kind = CELL_MONEY },
};
static const struct column sent_cols[] = {
	{ .key = "number", .label = "Sent", .kind = CELL_INT },
	{ .key = "at", .label = "Received", .kind = CELL_MOMENT },
	{ .key = "digest", .label = "Digest (SHA-256)" },
	{ .key = "counts", .label = "Counts", .kind = CELL_BOOL },
	{ .key = "ended", .label = "Replaced or taken back", .kind = CELL_MOMENT },
};

static const char *hex_of(struct rq *rq, struct bytes b)
{
	char *hex = NEWN(rq->arena, char, 2 * b.n + 1);

	return sodium_bin2hex(hex, 2 * b.n + 1, b.p, b.n);
}

/* What was sent and counts; none: nothing does. */
static AnswerSheetId sheet_counting(struct rq *rq, ResponseId id)
{
	struct response_sent *s;
	size_t n = ALL(rq->db, rq->arena, response_sent_list, &s, .response = V(id));

	return n && !moment_known(s[0].ended_ms) ? s[0].sheet : (AnswerSheetId){ 0 };
}

/* How many were sent. */
static size_t put_sent(struct rq *rq, struct record *rec, ResponseId id)
{
	struct table *t = record_table(rec, "sent", "Receipts", sent_cols, COUNT(sent_cols));
	struct response_sent *s;
	size_t n = ALL(rq->db, rq->arena, response_sent_list, &s, .response = V(id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(s[i].number);
		c[1] = cell_of_moment(s[i].sent_ms);
		c[2] = cell_of_text(hex_of(rq, s[i].digest));
		c[3] = cell_of_bool(!moment_known(s[i].ended_ms));
		c[4] = cell_of_moment(s[i].ended_ms);
	}
	return n;
}

static void put_prices(struct rq *rq, struct record *rec, ResponseId id)
{
	struct table *t = record_table(rec, "prices", "Prices", price_cols, COUNT(price_cols));
	struct response_price_list_row *p;
	size_t n = ALL(rq->db, rq->arena, response_price_list, &p, .response = V(id));

	record_fill(t, &response_price_list_sql, p, n);
}

static const struct column file_cols[] = {
	{ .key = "question", .label = "Question" },
	{ .key = "file", .label = "File" },
	{ .key = "give", .label = "Give a file", .on_page_only = true },
};

static void put_files(struct rq *rq, struct record *rec, const struct question_form *qf,
                      const void *at, OpportunityId id, bool in_work)
{
	const char *here = response_path(rq, id, "/response");
	struct table *t = record_table(rec, "files", "Files", file_cols, COUNT(file_cols));

	for (size_t i = 0; i < qf->form.nfields; i++) {
		const struct asked *q = qf->of[i];
		const char *given = NULL;
		struct cell *c;

		if (q->q.kind != ANSWER_FILE || !form_asks(&qf->form, &qf->form.fields[i], at))
			continue;
		for (size_t k = 0; k < qf->nanswers; k++)
			if (qf->answers[k].question.v == q->q.id.v)
				given = qf->answers[k].value;
		c = table_add(t);
		c[0] = cell_of_text(q->q.label);
		c[1] = cell_of_text(given);
		if (given)
			c[1].link = arena_fmt(rq->arena, "%s/given/%lld", here,
			                      (long long)q->q.id.v);
		if (in_work)
			c[2] = cell_linked(cell_of_text(given ? "Replace it" : "Give it"),
			                   arena_fmt(rq->arena, "%s/questions/%lld/file", here,
			                             (long long)q->q.id.v));
	}
}

static void ways_draw(struct rq *rq, struct page *pg, const struct opportunity *o, bool in_work,
                      bool counts)
{
	const struct { bool is; const char *words, *more; } ways[] = {
		{ !in_work, counts ? "Replace it" : "Begin a response", "/response/begin" },
		{ in_work, "Answer", "/response/answer" },
		{ in_work, "Prices", "/response/prices" },
		{ in_work, "Check and send", "/response/send" },
		{ counts, "Take it back", "/response/withdraw" },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].is)
			gov_button(pg, (struct gov_button){ .text = ways[i].words,
				.href = response_path(rq, o->id, ways[i].more),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

/* What the page shows of a response: what is in work, else what counts. */
struct shown {
	struct question_form *qf;
	void *at;
	size_t sent;
	bool in_work, counts;
};

static struct reply response_show(struct rq *rq, struct record *rec, const struct opportunity *o,
                                  const struct shown *s)
{
	struct page *pg;

	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Your response";
	rq->look.back = response_path(rq, o->id, "");
	pg = show_begin(rq);
	if (opportunity_open(o, rq->now))
		ways_draw(rq, pg, o, s->in_work, s->counts);
	record_draw_facts(rq, pg, rec);
	if (s->sent)
		record_draw_table(rq, pg, rec, "sent");
	if (!s->qf)
		return show(rq, pg);
	el_text(pg, "h2", "govuk-heading-m", s->in_work ? "In work: nobody but you sees it"
	                                                : "What you sent");
	record_draw_table(rq, pg, rec, "prices");
	form_answers(rq, pg, &s->qf->form, s->at, NULL);
	record_draw_table(rq, pg, rec, "files");
	return show(rq, pg);
}

struct reply response_get(struct rq *rq)
{
	struct shown s = { 0 };
	AnswerSheetId sheet;
	struct opportunity o;
	struct response r;
	struct record *rec;

	if (!portal_opportunity(rq, &o))
		return not_found(rq);
	rec = record_new(rq->arena, "your-response", o.id.v, o.title);
	record_moment(rec, "close", "Deadline", o.close_ms);
	if (ONE(rq->db, rq->arena, response_of, &r, .opportunity = V(o.id),
	        .provider = V(rq->me->provider))) {
		s.sent = put_sent(rq, rec, r.id);
		sheet = sheet_counting(rq, r.id);
		s.counts = sheet.v != 0;
		s.in_work = r.sheet.v != 0;
		sheet = s.in_work ? r.sheet : sheet;
		if (sheet.v) {
			s.qf = sheet_form(rq->db, rq->arena, sheet, SEEN_ALL, TO_READ);
			s.at = form_new(rq->arena, &s.qf->form);
			sheet_fill(rq->arena, s.qf, s.at);
			put_prices(rq, rec, r.id);
			put_files(rq, rec, s.qf, s.at, o.id, s.in_work);
		}
	}
	record_text(rec, "stands", "How it stands",
	            s.counts ? s.in_work ? "Received; another is in work" : "Received, sealed"
	                     : s.in_work ? "In work, not sent" : "Nothing sent");
	return response_show(rq, rec, &o, &s);
}

/* ---- begun, taken back ------------------------------------------------------------ */

struct nothing { int64_t nothing; };
static const struct field nothing_fields[] = { { IN(struct nothing, nothing), .as = AS_HIDDEN } };
const struct form response_begin_form = {
	.name = "response-begin", FORM(struct nothing, nothing_fields),
	.title = "Begin a response", .button = "Begin",
	.lead = "Nobody but your organisation sees it before it is opened. What you sent before "
	        "counts until you send again.",
};
const struct form response_withdraw_form = {
	.name = "response-withdraw", FORM(struct nothing, nothing_fields),
	.title = "Take your response back", .button = "Take it back", .danger = true,
	.lead = "You may send another until the deadline.",
};

struct reply response_begin_load(struct rq *rq, void *form)
{
	struct opportunity o;

	(void)form;
	return portal_opportunity(rq, &o) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply response_begin_post(struct rq *rq, void *form)
{
	OpportunityId id = ID(rq, OpportunityId, "opportunity");

	(void)form;
	return responded_reply(rq, response_begin(rq->db, rq->arena, id, rq->me, rq->now),
	                       "Begun", id);
}

struct reply response_withdraw_post(struct rq *rq, void *form)
{
	OpportunityId id = ID(rq, OpportunityId, "opportunity");

	(void)form;
	return responded_reply(rq, response_withdraw(rq->db, rq->arena, id, rq->me, rq->now),
	                       "Taken back: nothing of yours counts now", id);
}

/* ---- answered --------------------------------------------------------------------- */

const struct form *response_answer_form(struct rq *rq)
{
	struct question_form *qf;
	struct opportunity o;
	struct response r;

	if (!response_here(rq, &o, &r) || !r.sheet.v)
		return NULL;
	qf = sheet_form(rq->db, rq->arena, r.sheet, SEEN_ALL, TO_ANSWER);
	return qf ? &qf->form : NULL;
}

struct reply response_answer_load(struct rq *rq, void *form)
{
	sheet_fill(rq->arena, (const struct question_form *)rq->form, form);
	return (struct reply){ REPLY_DEFAULT };
}

static struct reply answered(struct rq *rq, enum answered got, const char *flash, OpportunityId id)
{
	if (got == ANSWERED)
		return go(rq, flash, "%s", response_path(rq, id, "/response"));
	if (got == ANSWERED_FILE)
		return refuse(rq, "file", "The file must have something in it, be smaller than "
		              "10 MB, and have a name of at most 200 letters");
	return responded_reply(rq, got == ANSWERED_GONE ? RESPONDED_GONE : RESPONDED_STALE, NULL,
	                       id);
}

struct reply response_answer_post(struct rq *rq, void *form)
{
	const struct question_form *qf = (const struct question_form *)rq->form;
	OpportunityId id = ID(rq, OpportunityId, "opportunity");
	struct response r;
	const enum responded is = response_writable(rq->db, rq->arena, id, rq->me, rq->now, &r);

	if (is != RESPONDED)
		return responded_reply(rq, is, NULL, id);
	return answered(rq, sheet_save(rq->db, rq->arena, qf, form, rq->me->id), "Answers saved",
	                id);
}

/* ---- files ------------------------------------------------------------------------ */

struct file_in { struct file file; };
static const struct field file_fields[] = {
	{ IN(struct file_in, file), .label = "File", .max = FILE_MOST, .need = "Choose the file" },
};
const struct form response_file_form = {
	.name = "response-file", FORM(struct file_in, file_fields), .title = "Give a file",
	.button = "Give it",
};

struct reply response_file_load(struct rq *rq, void *form)
{
	struct question_form *qf;
	const struct asked *at;
	struct opportunity o;
	struct response r;

	(void)form;
	if (!response_here(rq, &o, &r) || !r.sheet.v)
		return not_found(rq);
	qf = sheet_form(rq->db, rq->arena, r.sheet, SEEN_ALL, TO_READ);
	at = qf ? asked_by_id(qf->set, ID(rq, AskedQuestionId, "question")) : NULL;
	if (!at || at->q.kind != ANSWER_FILE)
		return not_found(rq);
	rq->look.caption = at->q.label;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply response_file_post(struct rq *rq, void *form)
{
	const struct file_in *in = form;
	OpportunityId id = ID(rq, OpportunityId, "opportunity");
	struct response r;
	const enum responded is = response_writable(rq->db, rq->arena, id, rq->me, rq->now, &r);

	if (is != RESPONDED)
		return responded_reply(rq, is, NULL, id);
	return answered(rq, sheet_file(rq->db, rq->arena, r.sheet,
	                               ID(rq, AskedQuestionId, "question"), &in->file, rq->me->id,
	                               rq->now), "File kept", id);
}

struct reply response_given_get(struct rq *rq)
{
	const AskedQuestionId question = ID(rq, AskedQuestionId, "question");
	struct response_file_load_row f;
	struct answer *answers;
	AnswerSheetId sheet;
	struct opportunity o;
	struct response r;
	size_t n;

	if (!response_here(rq, &o, &r))
		return not_found(rq);
	sheet = r.sheet.v ? r.sheet : sheet_counting(rq, r.id);
	n = ALL(rq->db, rq->arena, answer_list, &answers, .sheet = V(sheet));
	for (size_t i = 0; i < n; i++)
		if (answers[i].question.v == question.v && answers[i].file.v &&
		    ONE(rq->db, rq->arena, response_file_load, &f, .sheet = V(sheet),
		        .id = V(answers[i].file)))
			return file_reply(rq, "application/octet-stream", f.name, f.bytes.p,
			                  f.bytes.n);
	return not_found(rq);
}

/* ---- prices ----------------------------------------------------------------------- */

/* Nine thousand million pounds: more than anybody buys. */
#define PRICE_MOST INT64_C(900000000000)

struct price_row { OpportunityLotId lot; Money price; };
struct prices_in { struct rows prices; int64_t revision; };

static const struct field price_fields[] = {
	{ IN(struct price_row, lot), .label = "Lot", .as = AS_SELECT,
	  .from = &response_lot_options_sql, .need = "Choose the lot" },
	{ IN(struct price_row, price), .label = "Price", .min = 1, .max = PRICE_MOST,
	  .width = "10",
	  .hint = "Empty: you do not offer for this lot",
	  .bad = "Price must be an amount of money, like 21.50" },
};
static const struct form price_group = { FORM(struct price_row, price_fields), .title = "Lot" };

static const struct field prices_fields[] = {
	{ IN(struct prices_in, prices), .label = "Prices", .group = &price_group,
	  .rows = LOTS_MOST },
	{ IN(struct prices_in, revision), .as = AS_HIDDEN },
};

static void prices_check(struct rq *rq, void *form)
{
	const struct prices_in *in = form;
	const struct price_row *p = in->prices.at;

	for (size_t i = 0; i < in->prices.n; i++)
		for (size_t k = 0; k < i; k++)
			if (p[i].lot.v == p[k].lot.v)
				problem_add(rq, arena_fmt(rq->arena, "prices.%zu.lot", i),
				            "This lot has a price already");
}

const struct form response_prices_form = {
	.name = "response-prices", FORM(struct prices_in, prices_fields), .title = "Prices",
	.button = "Save", .check = prices_check,
};

struct reply response_prices_load(struct rq *rq, void *form)
{
	struct response_price_list_row *p;
	struct prices_in *in = form;
	struct opportunity_lot *l;
	struct price_row *rows;
	struct opportunity o;
	struct response r;
	size_t n, np;

	if (!response_here(rq, &o, &r) || !r.sheet.v)
		return not_found(rq);
	n = ALL(rq->db, rq->arena, opportunity_lot_list, &l, .opportunity = V(o.id));
	np = ALL(rq->db, rq->arena, response_price_list, &p, .response = V(r.id));
	rows = NEWN(rq->arena, struct price_row, n + 1);
	for (size_t i = 0; i < n; i++) {
		rows[i] = (struct price_row){ l[i].id, MONEY_NONE };
		for (size_t k = 0; k < np; k++)
			if (p[k].opportunity_lot.v == l[i].id.v)
				rows[i].price = p[k].price_pence;
	}
	in->prices = (struct rows){ rows, n };
	in->revision = r.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply response_prices_post(struct rq *rq, void *form)
{
	const struct prices_in *in = form;
	const struct price_row *rows = in->prices.at;
	struct lot_price *prices = NEWN(rq->arena, struct lot_price, in->prices.n + 1);
	OpportunityId id = ID(rq, OpportunityId, "opportunity");
	size_t n = 0;

	for (size_t i = 0; i < in->prices.n; i++)
		if (money_known(rows[i].price))
			prices[n++] = (struct lot_price){ rows[i].lot, rows[i].price };
	return responded_reply(rq, response_price(rq->db, rq->arena, id, in->revision, prices, n,
	                                          rq->me, rq->now), "Prices saved", id);
}

/* ---- sent ------------------------------------------------------------------------- */

struct send_in { int64_t revision, changes; };
static const struct field send_fields[] = {
	{ IN(struct send_in, revision), .as = AS_HIDDEN },
	{ IN(struct send_in, changes), .as = AS_HIDDEN },
};
const struct form response_send_form = {
	.name = "response-send", FORM(struct send_in, send_fields),
	.title = "Send your response", .button = "Send",
	.lead = "It is sealed until the deadline. Until then you may replace it or take it back; "
	        "what stands from last time is said to be true still. You are mailed a receipt.",
};

struct reply response_send_load(struct rq *rq, void *form)
{
	struct send_in *in = form;
	struct opportunity o;
	struct response r;

	if (!response_here(rq, &o, &r) || !r.sheet.v)
		return not_found(rq);
	*in = (struct send_in){ r.revision, o.changes };
	if (rq->nproblems == 0)
		sheet_whole(rq, r.sheet, SEEN_ALL);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply response_send_post(struct rq *rq, void *form)
{
	const struct send_in *in = form;
	OpportunityId id = ID(rq, OpportunityId, "opportunity");
	struct opportunity o;
	struct response r;
	enum responded got = response_send(rq->db, rq->arena, id, in->revision, in->changes,
	                                   rq->me, rq->now);

	if (got == RESPONDED_LACKING && response_here(rq, &o, &r))
		sheet_whole(rq, r.sheet, SEEN_ALL);
	return responded_reply(rq, got, "Received and sealed. You are mailed a receipt", id);
}
