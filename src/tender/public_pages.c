/* SPDX-License-Identifier: MIT */
/*
 * public_pages.c -- opportunities as everybody sees them, and one with all that hangs on it.
 *
 * Staff and providers see the same page, with what they may do on it.  Nothing
 * here tells who asked, or whether anybody has answered.
 */
#include "tender/pages.h"

/* ---- the list ------------------------------------------------------------------------- */

static struct cell state_cell(struct rq *rq, const void *row)
{
	const struct opportunity_public *r = row;

	return cell_of_word(opportunity_state_at(OPPORTUNITY_OF(r), rq->now));
}

/* Of what is not published yet. */
static struct cell planned_cell(struct rq *rq, const void *row)
{
	const struct opportunity_public *r = row;

	(void)rq;
	return cell_of_date(moment_known(r->published_ms) ? DATE_NONE : r->publish_day);
}

static struct cell last_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(date_plus(((const struct opportunity_public *)row)->until_day, -1));
}

static struct cell extend_cell(struct rq *rq, const void *row)
{
	(void)rq;
	return cell_of_date(date_plus(((const struct opportunity_public *)row)->extend_day, -1));
}

static const struct list_col cols[] = {
	{ "id",             "Number",   .as = CELL_INT, .in_files_only = true },
	{ "title",          "Title",    .link = "/opportunities/{id}" },
	{ "state",          "State",    .as = CELL_WORD, .words = &opportunity_state_vocab,
	  .make = state_cell },
	{ "service",        "Service",  .as = CELL_WORD, .words = &service_vocab },
	{ "framework_name", "Under",    .means = "Only for those on this framework; empty: for "
	  "everybody" },
	{ "part",           "Part",     .as = CELL_WORD, .words = &part_vocab,
	  .in_files_only = true },
	{ "value_pence",    "Value",    .as = CELL_MONEY },
	{ "lots",           "Lots",     .as = CELL_INT },
	{ "published_ms",   "Published", .as = CELL_MOMENT },
	{ "planned_for",    "To be published", .as = CELL_DATE, .make = planned_cell },
	{ "ask_until_ms",   "Questions until", .as = CELL_MOMENT, .in_files_only = true },
	{ "close_ms",       "Deadline", .as = CELL_MOMENT },
	{ "award_day",      "Award planned", .as = CELL_DATE, .in_files_only = true },
	{ "from_day",       "Contract from", .as = CELL_DATE, .in_files_only = true },
	{ "last_day",       "Contract's last day", .as = CELL_DATE, .make = last_cell,
	  .in_files_only = true },
	{ "extend_last",    "May be extended until", .as = CELL_DATE, .make = extend_cell,
	  .in_files_only = true },
	{ "cpv",            "CPV",      .in_files_only = true },
};

static const struct list_filter filters[] = {
	{ "q",       "Words of the title", FILTER_TEXT },
	{ "service", "Service", FILTER_CHOICE, .words = &service_vocab },
	{ "open",    "Open only", FILTER_YES },
};

static void above(struct rq *rq, struct page *pg)
{
	EL(pg, "p", "class", "govuk-body");
	text(pg, "To be told of each: ");
	el_link(pg, "/opportunities/feed", "Atom feed of opportunities");
	text(pg, ". For machines: ");
	el_link(pg, "/ocds", "open contracting data");
	end(pg);
	if (rq_may(rq, MAY_SEE_MARKET)) {
		EL(pg, "p", "class", "govuk-body");
		el_link(pg, "/opportunities/kept", "Planned ones too");
		end(pg);
	}
}

const struct list opportunity_list = {
	.name = "opportunities", .title = "Opportunities",
	.why = "Read by providers who look for work: what the council buys and plans to buy, "
	       "until when one may respond",
	.sql = &opportunity_public_list_sql, .cols = cols, .ncols = COUNT(cols),
	.filters = filters, .nfilters = COUNT(filters), .page_rows = 50, .wide = true,
	.none = "There is no opportunity yet", .above = above,
};

/* ---- one of them -------------------------------------------------------------------------- */

const char *opportunity_path(struct rq *rq, OpportunityId id, const char *more)
{
	return arena_fmt(rq->arena, "/opportunities/%lld%s", (long long)id.v, more);
}

bool opportunity_here(struct rq *rq, struct opportunity *o)
{
	if (!ONE(rq->db, rq->arena, opportunity_load, o,
	         .id = V(ID(rq, OpportunityId, "opportunity"))))
		return false;
	/* What is planned is the council's own until it is announced or published. */
	if (!moment_known(o->shown_ms) && !rq_may(rq, MAY_SEE_MARKET))
		return false;
	rq->look.caption = o->title;
	rq->look.back = opportunity_path(rq, o->id, "");
	return true;
}

static const struct column lot_cols[] = {
	{ .key = "number", .from = "number", .label = "Lot", .kind = CELL_INT },
	{ .key = "title", .from = "title", .label = "Title" },
	{ .key = "value", .from = "value_pence", .label = "Value", .kind = CELL_MONEY },
	{ .key = "price_of", .from = "price_of", .label = "Price of" },
	{ .key = "quality", .from = "quality", .label = "Quality, per cent", .kind = CELL_INT },
	{ .key = "price", .from = "price", .label = "Price, per cent", .kind = CELL_INT },
	{ .key = "social", .from = "social", .label = "Social value, per cent",
	  .kind = CELL_INT },
};
static const struct column document_cols[] = {
	{ .key = "title", .from = "title", .label = "Document" },
	{ .key = "kind", .from = "kind", .label = "Kind", .kind = CELL_WORD,
	  .words = &document_kind_vocab },
	{ .key = "file", .from = "name", .label = "File" },
	{ .key = "bytes", .from = "length", .label = "Bytes", .kind = CELL_INT },
	{ .key = "at", .from = "put_ms", .label = "Given", .kind = CELL_MOMENT },
};
static const struct column change_cols[] = {
	{ .key = "number", .label = "Change", .kind = CELL_INT },
	{ .key = "at", .label = "When", .kind = CELL_MOMENT },
	{ .key = "words", .label = "What changed" },
	{ .key = "changed", .label = "In particular" },
};

static void put_day(struct record *rec, const char *key, const char *label, Date day)
{
	record_date(rec, key, label, day);
	record_if_any(rec);
}

static void put_facts(struct rq *rq, struct record *rec, const struct opportunity *o)
{
	record_word(rec, "state", "State", &opportunity_state_vocab,
	            opportunity_state_at(o, rq->now));
	record_text(rec, "cancel_reason", "Why it was cancelled", o->cancel_reason);
	record_if_any(rec);
	record_text(rec, "about", "What is asked", o->about);
	record_word(rec, "service", "Service", &service_vocab, o->service);
	record_text(rec, "cpv", "CPV", o->cpv);
	record_if_any(rec);
	if (o->framework.v) {
		record_text(rec, "framework", "Only for those on", o->framework_name);
		record_word(rec, "part", "Part", &part_vocab, o->part);
		if (o->framework_lot.v)
			record_text(rec, "framework_lot", "Lot of the framework",
			            arena_fmt(rq->arena, "%lld, %s",
			                      (long long)o->framework_lot_number,
			                      o->framework_lot_name));
	}
	record_money(rec, "value", "Value without extensions", o->value_pence);
	record_if_any(rec);
	record_text(rec, "planned_why", "Why it is planned", o->announce_why);
	record_if_any(rec);
	record_moment(rec, "announced", "Announced", o->announced_ms);
	record_if_any(rec);
	record_moment(rec, "published", "Published", o->published_ms);
	record_if_any(rec);
	if (!moment_known(o->published_ms))
		put_day(rec, "publish", "To be published", o->publish_day);
	record_moment(rec, "ask_until", "Questions until", o->ask_until_ms);
	record_moment(rec, "close", "Deadline", o->close_ms);
	put_day(rec, "award", "Award planned", o->award_day);
	put_day(rec, "from", "Contract from", o->from_day);
	put_day(rec, "last", "Contract's last day", date_plus(o->until_day, -1));
	put_day(rec, "extend_last", "May be extended until", date_plus(o->extend_day, -1));
	record_word(rec, "price_rule", "Points for a price", &price_rule_vocab, o->price_rule);
	record_if_any(rec);
	put_day(rec, "standstill", "No contract before", o->standstill_day);
}

/* Documents are published with it: before that only staff read them. */
static bool documents_shown(struct rq *rq, const struct opportunity *o)
{
	return moment_known(o->published_ms) || rq_may(rq, MAY_SEE_MARKET);
}

static size_t put_documents(struct rq *rq, struct record *rec, OpportunityId id)
{
	struct table *t = record_table(rec, "documents", "Documents", document_cols,
	                               COUNT(document_cols));
	struct opportunity_document *d;
	size_t n = ALL(rq->db, rq->arena, opportunity_document_list, &d, .opportunity = V(id));

	record_fill(t, &opportunity_document_list_sql, d, n);
	for (size_t i = 0; i < n; i++)
		t->cells[i * t->ncolumns].link = arena_fmt(rq->arena,
			"/opportunities/%lld/documents/%lld", (long long)id.v,
			(long long)d[i].id.v);
	return n;
}

static size_t put_changes(struct rq *rq, struct record *rec, OpportunityId id)
{
	struct table *t = record_table(rec, "changes", "Changes", change_cols, COUNT(change_cols));
	struct opportunity_change *ch;
	size_t n = ALL(rq->db, rq->arena, opportunity_change_list, &ch, .opportunity = V(id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(ch[i].number);
		c[1] = cell_of_moment(ch[i].made_ms);
		c[2] = cell_of_text(ch[i].words);
		c[3] = cell_of_text(ch[i].changed);
	}
	return n;
}

enum { QUESTIONS_SHOWN = 10 };

static const struct column question_cols[] = {
	{ .key = "number", .from = "number", .label = "Number", .kind = CELL_INT },
	{ .key = "question", .from = "public_words", .label = "Question" },
	{ .key = "answer", .from = "answer", .label = "Answer" },
};

/* The newest; how many there are in all. */
static int64_t put_questions(struct rq *rq, struct record *rec, OpportunityId id)
{
	struct table *t = record_table(rec, "questions", "Questions and answers", question_cols,
	                               COUNT(question_cols));
	struct clarification_log_count_row all = { 0 };
	struct answered_question *q;
	size_t n = ALL(rq->db, rq->arena, clarification_log, &q, .opportunity = V(id),
	               .now = V(rq->now), .skip = V((int64_t)0),
	               .limit = V(rq->format == AS_PAGE ? (int64_t)QUESTIONS_SHOWN
	                                                : (int64_t)LIST_FILE_ROWS));

	record_fill(t, &clarification_log_sql, q, n);
	(void)ONE(rq->db, rq->arena, clarification_log_count, &all, .opportunity = V(id),
	          .now = V(rq->now));
	return all.n;
}

static void draw_questions(struct rq *rq, struct page *pg, const struct record *rec,
                           OpportunityId id, int64_t all)
{
	if (!all)
		return;
	record_draw_table(rq, pg, rec, "questions");
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, opportunity_path(rq, id, "/questions"),
	        all == 1 ? "The one question that was answered, by itself"
	                 : arena_fmt(rq->arena, "All %lld questions, to search", (long long)all));
	end(pg);
}

static void put_lots(struct rq *rq, struct record *rec, OpportunityId id)
{
	struct table *t = record_table(rec, "lots", "Lots, and what counts", lot_cols,
	                               COUNT(lot_cols));
	struct opportunity_lot *l;
	size_t n = ALL(rq->db, rq->arena, opportunity_lot_list, &l, .opportunity = V(id));

	record_fill(t, &opportunity_lot_list_sql, l, n);
}

struct way { bool is; const char *words, *more; };

static void ways_draw(struct rq *rq, struct page *pg, OpportunityId id, const struct way *way,
                      size_t n)
{
	bool first = true;

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < n; i++) {
		if (!way[i].is)
			continue;
		gov_button(pg, (struct gov_button){ .text = way[i].words,
			.href = opportunity_path(rq, id, way[i].more),
			.classes = first ? NULL : "govuk-button--secondary" });
		first = false;
	}
	end(pg);
}

static void staff_ways(struct rq *rq, struct page *pg, const struct opportunity *o)
{
	const bool planned = !moment_known(o->published_ms) && !moment_known(o->cancelled_ms);
	const bool open = opportunity_open(o, rq->now);
	const struct way ways[] = {
		{ planned, "Publish", "/publish" },
		{ planned && !moment_known(o->announced_ms), "Announce it as planned",
		  "/announce" },
		{ planned, "Change", "/change" },
		{ open, "Change what was published", "/amend" },
		{ planned || open, "Add a document", "/documents/new" },
		{ moment_known(o->published_ms), "Questions of providers", "/clarifications" },
		{ opportunity_state_at(o, rq->now) == TENDER_CLOSED, "Open the responses",
		  "/open" },
		{ moment_known(o->opened_ms), "Responses", "/responses" },
		{ opportunity_state_at(o, rq->now) == TENDER_OPENED, "Begin the evaluation",
		  "/evaluate" },
		{ moment_known(o->opened_ms), "Ranking", "/ranking" },
		{ opportunity_state_at(o, rq->now) == TENDER_SCORED, "Propose the decision",
		  "/award" },
		{ opportunity_state_at(o, rq->now) == TENDER_PROPOSED, "Confirm the decision",
		  "/confirm" },
		{ opportunity_state_at(o, rq->now) == TENDER_DECIDED, "Make the contracts",
		  "/settle" },
		{ !moment_known(o->cancelled_ms) && !moment_known(o->settled_ms), "Cancel",
		  "/cancel" },
	};

	ways_draw(rq, pg, o->id, ways, COUNT(ways));
}

struct reply opportunity_get(struct rq *rq)
{
	struct opportunity o;
	size_t documents, changes, awards;
	int64_t questions;
	struct record *rec;
	struct page *pg;

	if (!opportunity_here(rq, &o))
		return not_found(rq);
	rec = record_new(rq->arena, "opportunity", o.id.v, o.title);
	record_text(rec, "title", "Title", o.title);
	put_facts(rq, rec, &o);
	put_lots(rq, rec, o.id);
	documents = documents_shown(rq, &o) ? put_documents(rq, rec, o.id) : 0;
	changes = put_changes(rq, rec, o.id);
	questions = put_questions(rq, rec, o.id);
	/* The reasons are for those who responded. */
	awards = moment_known(o.decided_ms) ? put_awards(rq, rec, o.id, false) : 0;
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.caption = NULL;
	rq->look.title = rq->look.h1 = o.title;
	rq->look.back = moment_known(o.shown_ms) ? "/opportunities" : "/opportunities/kept";
	pg = show_begin(rq);
	if (rq_may(rq, MAY_MARKET))
		staff_ways(rq, pg, &o);
	if (rq_may(rq, MAY_OFFER) && moment_known(o.published_ms))
		gov_button(pg, (struct gov_button){ .text = "Ask, follow or respond",
			.href = response_path(rq, o.id, "") });
	record_draw_facts(rq, pg, rec);
	if (awards)
		record_draw_table(rq, pg, rec, "awards");
	record_draw_table(rq, pg, rec, "lots");
	if (documents)
		record_draw_table(rq, pg, rec, "documents");
	if (changes)
		record_draw_table(rq, pg, rec, "changes");
	draw_questions(rq, pg, rec, o.id, questions);
	return show(rq, pg);
}

struct reply opportunity_document_get(struct rq *rq)
{
	struct opportunity_document_load_row d;
	struct opportunity o;

	if (!opportunity_here(rq, &o) || !documents_shown(rq, &o) ||
	    !ONE(rq->db, rq->arena, opportunity_document_load, &d, .opportunity = V(o.id),
	         .id = V(ID(rq, OpportunityDocumentId, "document"))))
		return not_found(rq);
	/* Whatever it says it is, a browser saves it and opens nothing. */
	return file_reply(rq, "application/octet-stream", d.name, d.bytes.p, d.bytes.n);
}
