/* SPDX-License-Identifier: MIT */
/*
 * public_pages.c -- what everybody may read of engagement: you said, we did.
 *
 * Only what was published, session by session and theme by theme; no name of
 * anybody, neither of who came nor of who answered.
 */
#include "shaping/pages.h"

#include "shaping/engagement.sql.h"

static struct cell audience_cell(struct rq *rq, const void *row)
{
	return cell_of_text(audience_text(rq->arena,
	                                  ((const struct engagement_rows_row *)row)->audience));
}

static const struct list_col said_cols[] = {
	{ "id",       "Number",    .as = CELL_INT, .in_files_only = true },
	{ "on_day",   "Day",       .as = CELL_DATE },
	{ "name",     "Session",   .link = "/engagement/{id}" },
	{ "kind",     "Kind",      .as = CELL_WORD, .words = &meeting_kind_vocab,
	  .in_files_only = true },
	{ "audience", "With whom", .make = audience_cell },
	{ "attended", "Attended",  .as = CELL_INT },
	{ "asked",    "Questions", .as = CELL_INT, .in_files_only = true },
	{ "topic",    "Topic",     .in_files_only = true },
	{ "place",    "Where",     .in_files_only = true },
	{ "said",     "You said" },
	{ "did",      "We did" },
	{ "changed",  "What changed" },
	{ "answered_ms", "Answered", .as = CELL_MOMENT, .in_files_only = true },
};
static const struct list_filter said_filters[] = {
	{ "q",    "Words", FILTER_TEXT },
	{ "kind", "Kind",  FILTER_CHOICE, .words = &meeting_kind_vocab },
};
const struct list engagement_public_list = {
	.name = "engagement", .title = "You said, we did",
	.why = "Read by anybody who took part, or could not: what was said about care, and what "
	       "the council did",
	.sql = &engagement_rows_sql, .cols = said_cols, .ncols = COUNT(said_cols),
	.filters = said_filters, .nfilters = COUNT(said_filters), .order = "newest",
	.page_rows = 50, .wide = true, .none = "Nothing has been published yet",
};

static const struct column theme_cols[] = {
	{ .key = "said", .from = "said", .label = "You said" },
	{ .key = "did", .from = "did", .label = "We did" },
	{ .key = "changed", .from = "changed", .label = "What changed" },
};

/* One that is not public looks like one that is not there. */
struct reply engagement_public_get(struct rq *rq)
{
	struct engagement_session s;
	struct engagement_theme *rows;
	struct record *rec;
	size_t n;

	if (!ONE(rq->db, rq->arena, meeting_here, &s,
	         .id = V(ID(rq, EngagementSessionId, "engagement_session"))) ||
	    !moment_known(s.published_ms))
		return not_found(rq);
	rec = record_new(rq->arena, "engagement", s.id.v, s.name);
	put_session(rq, rec, &s);
	n = ALL(rq->db, rq->arena, theme_list, &rows, .meeting = V(s.id), .shown = V((int64_t)1));
	record_fill(record_table(rec, "themes", "You said, we did", theme_cols,
	                         COUNT(theme_cols)), &theme_list_sql, rows, n);
	rq->look.back = "/engagement";
	return record_reply(rq, rec);
}
