/* SPDX-License-Identifier: MIT */
/*
 * succession_pages.c -- locations that go on as others: proposals, decided by a
 * person, and what a person names herself.
 */
#include "market/pages.h"
#include "market/watch.sql.h"

static const struct list_col succession_cols[] = {
	{ "id",              "Number", .as = CELL_INT, .link = "/successions/{id}" },
	{ "state",           "State",  .as = CELL_WORD, .words = &succession_vocab },
	{ "before_name",     "Ended",  .link = "/locations/{before}" },
	{ "before_ref",      "Reference" },
	{ "before_provider", "Provider then" },
	{ "after_name",      "Began",  .link = "/locations/{after}" },
	{ "after_ref",       "Its reference" },
	{ "after_provider",  "Provider now" },
	{ "rule",            "Because", .as = CELL_WORD, .words = &follows_vocab },
	{ "made_ms",         "Noticed", .as = CELL_MOMENT },
	{ "decided_name",    "Decided by" },
	{ "decided_ms",      "Decided", .as = CELL_MOMENT, .in_files_only = true },
	{ "reason",          "Reason" },
};

static const struct list_filter succession_filters[] = {
	{ "state", "State", FILTER_CHOICE, .words = &succession_vocab, .otherwise = "proposed" },
};

const struct list market_successions_list = {
	.name = "successions", .title = "Locations registered anew",
	.why = "Read by commissioners: whether a location that ended goes on as one that began, so "
	       "that its history is not lost",
	.sql = &succession_list_sql, .cols = succession_cols, .ncols = COUNT(succession_cols),
	.filters = succession_filters, .nfilters = COUNT(succession_filters), .page_rows = 50,
	.wide = true, .none = "None waits for a decision",
};

/* ---- deciding ------------------------------------------------------------------------------ */

struct decide_in { unsigned same; const char *reason; };

static const struct field decide_fields[] = {
	{ IN(struct decide_in, same), .label = "Is it the same service under another registration?",
	  .words = &yes_or_no_vocab, .as = AS_RADIOS,
	  .hint = "Then ratings, notices and suspensions of the one are shown with the other",
	  .need = "Say whether it is the same" },
	{ IN(struct decide_in, reason), .label = "Reason", .as = AS_LONG, .max = 2000,
	  .hint = "Needed when it is not the same" },
};

static void decide_check(struct rq *rq, void *form)
{
	const struct decide_in *in = form;

	if (in->same == SAY_NO && BLANK(in->reason))
		problem_add(rq, "reason", "Enter why it is not the same");
}

const struct form succession_form = {
	.name = "succession", FORM(struct decide_in, decide_fields),
	.title = "Does this location go on as the other?", .button = "Save", .check = decide_check,
};

static bool here(struct rq *rq, struct succession_row *s)
{
	return ONE(rq->db, rq->arena, succession_load, s,
	           .id = V(ID(rq, LocationSuccessionId, "succession")));
}

struct reply succession_load(struct rq *rq, void *form)
{
	struct succession_row s;

	(void)form;
	if (!here(rq, &s))
		return not_found(rq);
	rq->look.back = "/successions";
	return (struct reply){ REPLY_DEFAULT };
}

static const char *place_text(struct arena *a, bool hidden, const char *address,
                              const char *postcode)
{
	return hidden ? "Kept back by the regulator"
	     : arena_fmt(a, "%s%s%s", address ? address : "", BLANK(address) ? "" : ", ",
	                 postcode ? postcode : "");
}

void succession_above(struct rq *rq, struct page *pg, const void *form)
{
	struct succession_row s;
	struct arena *a = rq->arena;

	(void)form;
	if (!here(rq, &s))
		return;
	GOV_SUMMARY(pg,
		{ "Ended", arena_fmt(a, "%s, %s", s.before_name, s.before_ref) },
		{ "Run by", s.before_provider },
		{ "Where", place_text(a, s.before_hidden, s.before_address, s.before_postcode) },
		{ "On", date_text(a, date_known(s.ended_day) ? s.ended_day
		                                             : moment_date(s.gone_ms)) },
		{ "Began", arena_fmt(a, "%s, %s", s.after_name, s.after_ref) },
		{ "Now run by", s.after_provider },
		{ "Where it is", place_text(a, s.before_hidden, s.after_address,
		                            s.after_postcode) },
		{ "Since", date_text(a, date_known(s.registered_day)
			? s.registered_day : moment_date(s.after_made_ms)) },
		{ "Because", vocab_label(&follows_vocab, (unsigned)s.rule) },
		{ "Decided", s.decided_name ? arena_fmt(a, "%s by %s, %s: %s",
			s.confirmed == 1 ? "Confirmed" : "Declined", s.decided_name,
			moment_text(a, s.decided_ms), s.reason ? s.reason : "") : "Not yet" });
}

static struct reply watch_reply(struct rq *rq, enum watch_answer got, const char *field,
                                LocationId to)
{
	switch (got) {
	case WATCH_DONE:
		return go(rq, "Saved", "/locations/%lld", (long long)to.v);
	case WATCH_ALREADY:
		return refuse(rq, field, "Somebody has decided this already");
	case WATCH_WRONG:
		return refuse(rq, field, "The other location follows this one already: both "
		              "cannot come before the other");
	case WATCH_GONE:
		break;
	}
	return not_found(rq);
}

struct reply succession_post(struct rq *rq, void *form)
{
	const struct decide_in *in = form;
	struct succession_row s;

	if (!here(rq, &s))
		return not_found(rq);
	return watch_reply(rq, succession_decide(rq->db, rq->arena, s.id, in->same == SAY_YES,
	                                         in->reason, rq->me->id, rq->now),
	                   NULL, s.successor);
}

/* ---- naming ------------------------------------------------------------------------------ */

struct follows_in { const char *ref, *reason; };

static const struct field follows_fields[] = {
	{ IN(struct follows_in, ref), .label = "Reference of the location before it",
	  .hint = "As the regulator writes it, like 1-1000210669, CS2003000150 or SC012345",
	  .need = "Enter the reference of the location before it", .max = 40, .width = "20" },
	{ IN(struct follows_in, reason), .label = "How do you know?", .as = AS_LONG, .max = 2000,
	  .need = "Enter how you know that it is the same" },
};
const struct form follows_form = {
	.name = "follows", FORM(struct follows_in, follows_fields),
	.title = "It was registered before as another location", .button = "Save",
};

struct reply follows_load(struct rq *rq, void *form)
{
	struct location_page_row l;

	(void)form;
	if (!ONE(rq->db, rq->arena, location_page, &l,
	         .location = V(ID(rq, LocationId, "location"))))
		return not_found(rq);
	rq->look.caption = l.name;
	rq->look.back = arena_fmt(rq->arena, "/locations/%lld", (long long)l.id.v);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply follows_post(struct rq *rq, void *form)
{
	const struct follows_in *in = form;
	const LocationId id = ID(rq, LocationId, "location");
	struct location_by_ref_row before;
	LocationSuccessionId out;

	if (!ONE(rq->db, rq->arena, location_by_ref, &before, .ref = V(in->ref),
	         .location = V(id)))
		return refuse(rq, "ref", "No location of this regulator has that reference");
	return watch_reply(rq, succession_name(rq->db, rq->arena, id, in->ref, in->reason,
	                                       rq->me->id, rq->now, &out), "ref", id);
}
