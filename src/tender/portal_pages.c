/* SPDX-License-Identifier: MIT */
/*
 * portal_pages.c -- an opportunity in a provider's portal: what it asked, whether it is told.
 *
 * Everything here is the provider's own (rq->me->provider); of another's
 * questions and answers nothing can be seen.
 */
#include "tender/pages.h"
#include "tender/portal.sql.h"

#include "site/setting.h"

const char *response_path(struct rq *rq, OpportunityId id, const char *more)
{
	return arena_fmt(rq->arena, "/portal/opportunities/%lld%s", (long long)id.v, more);
}

bool portal_opportunity(struct rq *rq, struct opportunity *o)
{
	if (!ONE(rq->db, rq->arena, opportunity_load, o,
	         .id = V(ID(rq, OpportunityId, "opportunity"))) ||
	    !moment_known(o->published_ms))
		return false;
	rq->look.caption = o->title;
	rq->look.back = response_path(rq, o->id, "");
	return true;
}

/* ---- the list --------------------------------------------------------------------------- */

static struct cell state_cell(struct rq *rq, const void *row)
{
	const struct portal_opportunity_list_row *r = row;

	return cell_of_word(opportunity_state_at(OPPORTUNITY_OF(r), rq->now));
}

static const struct list_col cols[] = {
	{ "id",             "Number",   .as = CELL_INT, .in_files_only = true },
	{ "title",          "Title",    .link = "/portal/opportunities/{id}" },
	{ "state",          "State",    .as = CELL_WORD, .words = &opportunity_state_vocab,
	  .make = state_cell },
	{ "service",        "Service",  .as = CELL_WORD, .words = &service_vocab },
	{ "framework_name", "Under" },
	{ "ask_until_ms",   "Questions until", .as = CELL_MOMENT },
	{ "close_ms",       "Deadline", .as = CELL_MOMENT },
	{ "questions",      "Your questions", .as = CELL_INT },
};

const struct list portal_opportunities = {
	.name = "your-opportunities", .title = "Opportunities for you",
	.why = "Read by whoever writes a provider's responses: what may be answered, until when",
	.sql = &portal_opportunity_list_sql, .cols = cols, .ncols = COUNT(cols), .page_rows = 50,
	.wide = true, .none = "No opportunity is open to you",
};

/* ---- one of them --------------------------------------------------------------------------- */

static const struct column own_cols[] = {
	{ .key = "asked", .label = "Asked", .kind = CELL_MOMENT },
	{ .key = "words", .label = "Your question" },
	{ .key = "number", .label = "Number in the log", .kind = CELL_INT },
	{ .key = "answer", .label = "Answer" },
};

static size_t put_questions(struct rq *rq, struct record *rec, OpportunityId id)
{
	struct table *t = record_table(rec, "questions", "Your questions", own_cols,
	                               COUNT(own_cols));
	struct clarification_own_row *q;
	size_t n = ALL(rq->db, rq->arena, clarification_own, &q, .opportunity = V(id),
	               .provider = V(rq->me->provider));

	for (size_t i = 0; i < n; i++) {
		const bool told = moment_known(q[i].published_ms);
		struct cell *c = table_add(t);

		c[0] = cell_of_moment(q[i].asked_ms);
		c[1] = cell_of_text(q[i].words);
		c[2] = cell_of_int(told ? q[i].number : INT_NONE);
		/* What is being written is nobody's yet. */
		c[3] = cell_of_text(told ? q[i].answer : NULL);
	}
	return n;
}

static bool follows(struct rq *rq, OpportunityId id)
{
	struct opportunity_follows_row row;

	return ONE(rq->db, rq->arena, opportunity_follows, &row, .opportunity = V(id),
	           .user_account = V(rq->me->id));
}

static void portal_ways(struct rq *rq, struct page *pg, const struct opportunity *o, bool may)
{
	const struct { bool is; const char *words, *more; } ways[] = {
		{ true, "Your response", "/response" },
		{ may && opportunity_state_at(o, rq->now) == TENDER_PUBLISHED, "Ask a question",
		  "/ask" },
		{ true, "Letters about it", "/follow" },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].is)
			gov_button(pg, (struct gov_button){ .text = ways[i].words,
				.href = response_path(rq, o->id, ways[i].more),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

struct reply portal_opportunity_get(struct rq *rq)
{
	struct opportunity o;
	struct record *rec;
	struct page *pg;
	bool may;
	size_t n, low;

	if (!portal_opportunity(rq, &o))
		return not_found(rq);
	may = opportunity_for(rq->db, rq->arena, &o, rq->me->provider, rq->now);
	rec = record_new(rq->arena, "your-opportunity", o.id.v, o.title);
	record_word(rec, "state", "State", &opportunity_state_vocab,
	            opportunity_state_at(&o, rq->now));
	record_moment(rec, "ask_until", "Questions until", o.ask_until_ms);
	record_moment(rec, "close", "Deadline", o.close_ms);
	record_text(rec, "follows", "You are told of changes by letter",
	            follows(rq, o.id) ? "Yes" : "No");
	n = put_questions(rq, rec, o.id);
	low = put_low_prices(rq, rec, o.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.caption = NULL;
	rq->look.title = rq->look.h1 = o.title;
	rq->look.back = "/portal/opportunities";
	pg = show_begin(rq);
	if (!may)
		gov_inset_text(pg, (struct gov_inset){ .text = arena_fmt(rq->arena,
			"Only those on %s may respond, and only while they are not suspended.",
			BLANK(o.framework_name) ? "the framework" : o.framework_name) });
	portal_ways(rq, pg, &o, may);
	EL(pg, "p", "class", "govuk-body");
	el_link(pg, opportunity_path(rq, o.id, ""), "All that is published about it");
	end(pg);
	record_draw_facts(rq, pg, rec);
	if (low)
		record_draw_table(rq, pg, rec, "low_prices");
	if (n)
		record_draw_table(rq, pg, rec, "questions");
	return show(rq, pg);
}

/* ---- letters --------------------------------------------------------------------- */

struct follow_in { unsigned told; };
static const struct field follow_fields[] = {
	{ IN(struct follow_in, told), .words = &yes_or_no_vocab,
	  .label = "Write to me when something changes or is answered",
	  .need = "Say whether to write to you" },
};
const struct form follow_form = {
	.name = "opportunity-follow", FORM(struct follow_in, follow_fields),
	.title = "Letters about an opportunity", .button = "Save",
};

struct reply follow_load(struct rq *rq, void *form)
{
	struct follow_in *in = form;
	struct opportunity o;

	if (!portal_opportunity(rq, &o))
		return not_found(rq);
	in->told = follows(rq, o.id) ? SAY_YES : SAY_NO;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply follow_post(struct rq *rq, void *form)
{
	const struct follow_in *in = form;
	const bool told = in->told == SAY_YES;
	struct opportunity o;

	if (!portal_opportunity(rq, &o))
		return not_found(rq);
	if (told)
		opportunity_follow(rq->db, o.id, rq->me->id, rq->now);
	else
		opportunity_unfollow(rq->db, o.id, rq->me->id);
	opportunity_audit(rq->db, o.id, told ? "opportunity.follow" : "opportunity.unfollow", NULL,
	                  NULL, rq->me->id);
	return go(rq, "Saved", "%s", response_path(rq, o.id, ""));
}
