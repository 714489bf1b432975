/* SPDX-License-Identifier: MIT */
/*
 * clarify_pages.c -- the log of questions that everybody reads, and the desk where staff
 * edit and answer them.
 */
#include "tender/pages.h"

/* ---- the log ---------------------------------------------------------------------- */

static const struct list_col log_cols[] = {
	{ "number",       "Number", .as = CELL_INT },
	{ "public_words", "Question" },
	{ "answer",       "Answer" },
	{ "published_ms", "Answered", .as = CELL_MOMENT },
};
static const struct list_filter log_filters[] = {
	{ "q", "Words of a question or answer", FILTER_TEXT },
};

static void log_above(struct rq *rq, struct page *pg)
{
	struct opportunity o;

	if (!opportunity_here(rq, &o))
		return;
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, opportunity_path(rq, o.id, ""), o.title);
	end(pg);
}

const struct list clarification_public = {
	.name = "questions-answered", .title = "Questions and answers",
	.why = "Read by whoever may respond: what others asked, and what all were answered",
	.sql = &clarification_log_sql, .count = &clarification_log_count_sql, .cols = log_cols,
	.ncols = COUNT(log_cols), .filters = log_filters, .nfilters = COUNT(log_filters),
	.page_rows = 50, .wide = true, .none = "No question was answered yet",
	.above = log_above,
};

/* ---- the desk --------------------------------------------------------------------- */

static const struct list_col desk_cols[] = {
	{ "id",            "Id",       .as = CELL_INT, .in_files_only = true },
	{ "asked_ms",      "Asked",    .as = CELL_MOMENT, .link = "/clarifications/{id}" },
	{ "provider_name", "By",       .means = "Never published" },
	{ "words",         "As it was asked" },
	{ "public_words",  "As all read it" },
	{ "answer",        "Answer" },
	{ "state",         "State",    .as = CELL_WORD, .words = &clarification_state_vocab },
	{ "number",        "Number",   .as = CELL_INT },
};

static void desk_above(struct rq *rq, struct page *pg)
{
	struct opportunity o;

	if (!opportunity_here(rq, &o))
		return;
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, opportunity_path(rq, o.id, ""), o.title);
	end(pg);
	if (opportunity_open(&o, rq->now))
		gov_button(pg, (struct gov_button){ .text = "Publish what is ready",
			.href = opportunity_path(rq, o.id, "/clarifications/publish") });
}

const struct list clarification_desk = {
	.name = "clarifications", .title = "Questions of providers",
	.why = "Read by commissioners each day until the deadline: what waits for an answer",
	.sql = &clarification_kept_sql, .cols = desk_cols, .ncols = COUNT(desk_cols),
	.page_rows = 100, .wide = true, .none = "Nobody has asked anything yet",
	.above = desk_above,
};

/* ---- one question: edited and answered -------------------------------------------- */

struct answer_in {
	const char *words, *answer;
	bool named;
	int64_t revision;
};
static const struct field answer_fields[] = {
	{ IN(struct answer_in, words), .label = "The question as all read it", .as = AS_LONG,
	  .max = 4000, .hint = "So that nobody can tell who asked",
	  .need = "Enter the question as all may read it" },
	{ IN(struct answer_in, answer), .label = "Answer", .as = AS_LONG, .max = 8000,
	  .need = "Enter the answer" },
	{ IN(struct answer_in, named), .label = "A provider's name in it may stand" },
	{ IN(struct answer_in, revision), .as = AS_HIDDEN },
};
const struct form clarification_form = {
	.name = "clarification", FORM(struct answer_in, answer_fields),
	.title = "Answer a question", .button = "Save",
	.lead = "Nothing is published yet: all that is ready is published together.",
};

static bool clarification_here(struct rq *rq, struct clarification *c)
{
	return ONE(rq->db, rq->arena, clarification_load, c,
	           .id = V(ID(rq, ClarificationId, "clarification")));
}

struct reply clarification_load_form(struct rq *rq, void *form)
{
	struct answer_in *in = form;
	struct clarification c;

	if (!clarification_here(rq, &c))
		return not_found(rq);
	*in = (struct answer_in){ BLANK(c.public_words) ? c.words : c.public_words, c.answer,
		c.names_kept == 1, c.revision };
	rq->look.caption = c.title;
	rq->look.back = opportunity_path(rq, c.opportunity, "/clarifications");
	return (struct reply){ REPLY_DEFAULT };
}

/* The original beside what is to be published. */
void clarification_above(struct rq *rq, struct page *pg, const void *form)
{
	struct record *rec = record_new(rq->arena, "asked", 0, "Asked");
	struct clarification c;

	(void)form;
	if (!clarification_here(rq, &c))
		return;
	record_text(rec, "by", "Asked by", c.provider_name);
	record_moment(rec, "at", "Asked", c.asked_ms);
	record_text(rec, "words", "As it was asked", c.words);
	record_draw_facts(rq, pg, rec);
}

static struct reply clarified_reply(struct rq *rq, enum clarified got, const char *name,
                                    const char *flash, const char *to)
{
	switch (got) {
	case CLARIFIED:
		return go(rq, flash, "%s", to);
	case CLARIFIED_GONE:
		return not_found(rq);
	case CLARIFIED_STALE:
		return refuse(rq, NULL,
		              "Someone else changed this since you opened it. Open it again");
	case CLARIFIED_LATE:
		return refuse(rq, NULL, "It is too late: the time for this has passed");
	case CLARIFIED_BARRED:
		return refuse(rq, NULL, "Only those who may respond may ask: your organisation "
		              "has no standing there today");
	case CLARIFIED_PUBLISHED:
		return refuse(rq, NULL, "All have been given this answer: it is not changed any "
		              "more");
	case CLARIFIED_NAMED:
		return refuse(rq, "words", "%s is named in it, so all would know who asks. Take "
		              "the name out, or tick that it may stand", name);
	case CLARIFIED_NOTHING:
		return refuse(rq, NULL, "Nothing is ready to be published: answer a question "
		              "first");
	}
	return not_found(rq);
}

struct reply clarification_post(struct rq *rq, void *form)
{
	const struct answer_in *in = form;
	struct clarification c;
	const char *name;
	enum clarified got;

	if (!clarification_here(rq, &c))
		return not_found(rq);
	got = clarification_answer(rq->db, rq->arena, c.id, in->revision, in->words, in->answer,
	                           in->named, rq->me->id, rq->now, &name);
	return clarified_reply(rq, got, name, "Saved: it is ready to be published",
	                       opportunity_path(rq, c.opportunity, "/clarifications"));
}

struct clear_in { int64_t nothing; };
static const struct field clear_fields[] = { { IN(struct clear_in, nothing), .as = AS_HIDDEN } };
const struct form clarifications_publish_form = {
	.name = "clarifications-publish", FORM(struct clear_in, clear_fields),
	.title = "Publish what is ready", .button = "Publish",
	.lead = "All that is answered is published together, and everybody who follows is told in "
	        "one letter. It is never changed again.",
};

struct reply clarifications_publish_load(struct rq *rq, void *form)
{
	struct opportunity o;

	(void)form;
	if (!opportunity_here(rq, &o))
		return not_found(rq);
	rq->look.back = opportunity_path(rq, o.id, "/clarifications");
	return (struct reply){ REPLY_DEFAULT };
}

struct reply clarifications_publish_post(struct rq *rq, void *form)
{
	OpportunityId id = ID(rq, OpportunityId, "opportunity");
	size_t n;
	enum clarified got = clarifications_publish(rq->db, rq->arena, id, rq->me->id, rq->now, &n);

	(void)form;
	return clarified_reply(rq, got, NULL, arena_fmt(rq->arena, "%zu published", n),
	                       opportunity_path(rq, id, "/questions"));
}

/* ---- asked by a provider ---------------------------------------------------------- */

struct ask_in { const char *words; };
static const struct field ask_fields[] = {
	{ IN(struct ask_in, words), .label = "Your question", .as = AS_LONG, .max = 4000,
	  .hint = "It is answered to all, in words that do not tell who asked",
	  .need = "Enter your question" },
};
const struct form ask_form = {
	.name = "clarification-ask", FORM(struct ask_in, ask_fields), .title = "Ask a question",
	.button = "Ask",
};

struct reply ask_load(struct rq *rq, void *form)
{
	struct opportunity o;

	(void)form;
	return portal_opportunity(rq, &o) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply ask_post(struct rq *rq, void *form)
{
	const struct ask_in *in = form;
	struct opportunity o;
	ClarificationId id;

	if (!portal_opportunity(rq, &o))
		return not_found(rq);
	return clarified_reply(rq, clarification_ask(rq->db, rq->arena, o.id, in->words, rq->me,
	                                             rq->now, &id), NULL,
	                       "Asked: the answer is given to all, and you are written to",
	                       response_path(rq, o.id, ""));
}
