/* SPDX-License-Identifier: MIT */
/*
 * returns_list.c -- the requests behind a number: the same pick of the same
 * facts, one row each, under their numbers.
 */
#include "brokerage/returns_pages.h"

#include "html/alm.h"
#include "brokerage/returns_inside.h"
#include "list/record.h"

enum { ROWS_ON_PAGE = 500 };

static const struct column request_cols[] = {
	{ .key = "request", .label = "Request" },
	{ .key = "reason", .label = "Reason" },
	{ .key = "area", .label = "Area" },
	{ .key = "hospital", .label = "Hospital" },
	{ .key = "requested", .label = "Requested", .kind = CELL_MOMENT },
	{ .key = "ready", .label = "Ready from", .kind = CELL_MOMENT },
	{ .key = "week", .label = "A week", .kind = CELL_MINUTES, .total = TOTAL_SUM },
	{ .key = "carers", .label = "Care workers", .kind = CELL_INT },
	{ .key = "stage", .label = "Stage then" },
	{ .key = "tier", .label = "Tier", .kind = CELL_INT },
	{ .key = "sourced", .label = "Sourced", .kind = CELL_MOMENT },
	{ .key = "closed", .label = "Closed", .kind = CELL_MOMENT, .in_files_only = true },
	{ .key = "days", .label = "Days", .kind = CELL_DECIMAL, .places = 1,
	  .means = "From the request to the award, or to the moment of the return" },
	{ .key = "workdays", .label = "Working days", .kind = CELL_INT },
	{ .key = "rate", .label = "Rate an hour", .kind = CELL_MONEY },
};

static void request_row(struct arena *a, struct table *t, const struct fact *f)
{
	const struct return_fact *r = &f->row;
	bool sourced = moment_known(f->sourced);
	const struct return_step *step = sourced ? f->won : f->last;
	struct cell *c = table_add(t);

	c[0] = request_cell(a, r);
	c[1] = cell_of_text(vocab_label(&request_reason_vocab, r->reason));
	c[2] = cell_of_text(r->locality_name);
	c[3] = cell_of_text(r->hospital);
	c[4] = cell_of_moment(r->made_ms);
	c[5] = cell_of_moment(r->ready_ms);
	c[6] = cell_of_minutes(r->week_mins);
	c[7] = cell_of_int(r->most_carers);
	c[8] = cell_of_text(vocab_label(&request_stage_vocab, f->stage));
	c[9] = step ? cell_of_int(step->tier_no) : cell_none();
	c[10] = cell_of_moment(f->sourced);
	c[11] = cell_of_moment(f->closed);
	c[12] = days_cell(f->elapsed_ms);
	c[13] = cell_of_int(f->workdays);
	c[14] = sourced ? cell_of_money(r->rate_pence) : cell_none();
}

static int64_t number_asked(struct rq *rq, const char *name)
{
	int64_t n;

	return int_parse(param(&rq->query, name), &n) && n > 0 ? n : 0;
}

/* What the address asks for; false: no such set or return. */
static bool pick_asked(struct rq *rq, enum return_kind *kind, Date *day, struct pick *p)
{
	const struct word *set = vocab_by_key(&return_set_vocab, param(&rq->query, "set"));
	const struct word *w = vocab_by_key(&return_kind_vocab, param(&rq->query, "return"));
	Date since = day_asked(rq, "since", DATE_NONE);

	if (!set || !w)
		return false;
	*kind = (enum return_kind)w->code;
	*day = day_asked(rq, "day", rq->today);
	*p = (struct pick){
		.set = (enum return_set)set->code,
		.since = date_known(since) ? moment_at(since, minutes(0)) : MOMENT_NONE,
		.locality = { number_asked(rq, "locality") },
		.hospital = param(&rq->query, "hospital"),
		.calls = number_asked(rq, "calls"), .carers = number_asked(rq, "carers"),
		.asked = number_asked(rq, "asked"), .found = number_asked(rq, "found"),
		.reason = number_asked(rq, "reason"),
	};
	return true;
}

struct reply return_requests_get(struct rq *rq)
{
	enum return_kind kind;
	struct facts facts;
	struct table t;
	struct page *pg;
	struct pick p;
	size_t n = 0;
	Date day;

	if (!pick_asked(rq, &kind, &day, &p))
		return not_found(rq);
	p.until = return_moment(kind, day, rq->now);
	facts = facts_load(rq->db, rq->arena, moment_known(p.since) ? (Moment){ p.since.ms - 1 }
	                                                            : p.until, p.until);
	t = table_new(rq->arena, "requests", vocab_label(&return_set_vocab, p.set), request_cols,
	              COUNT(request_cols));
	t.as_at = p.until;
	for (size_t i = 0; i < facts.n; i++)
		if (fact_picked(&facts.list[i], &p) &&
		    (n++ < ROWS_ON_PAGE || rq->format != AS_PAGE))
			request_row(rq->arena, &t, &facts.list[i]);
	if (rq->format != AS_PAGE)
		return table_reply(rq, &t);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "%s: %zu requests", t.title, n);
	rq->look.caption = arena_fmt(rq->arena, "As at %s", moment_text(rq->arena, p.until));
	rq->look.back = arena_fmt(rq->arena, "/returns/%s?%s=%s",
	                          vocab_find(&return_kind_vocab, kind)->key,
	                          kind == RETURN_MONTHLY ? "month" : "day",
	                          date_iso(rq->arena, day));
	rq->look.wide = true;
	pg = show_begin(rq);
	if (n > ROWS_ON_PAGE)
		para(pg, arena_fmt(rq->arena, "The first %d are shown; the files have them all.",
		                   ROWS_ON_PAGE));
	if (n)
		table_draw(pg, &t);
	else
		alm_empty(pg, "There are none.", NULL, NULL);
	alm_downloads(pg, rq->path, rq->wire->query);
	return show(rq, pg);
}
