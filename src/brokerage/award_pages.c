/* SPDX-License-Identifier: MIT */
/*
 * award_pages.c -- offers side by side, and the award.
 *
 * Sealed offers are not on this page, nor in its JSON, nor in any count of
 * rates: only how many have answered.
 */
#include "brokerage/offer.sql.h"
#include "brokerage/pages.h"
#include "html/alm.h"
#include "list/record.h"

static const struct column offer_columns[] = {
	{ .key = "offer", .label = "Offer", .kind = CELL_INT },
	{ .key = "provider", .label = "Provider" },
	{ .key = "tier", .label = "Tier", .kind = CELL_INT },
	{ .key = "week_cost", .label = "Weekly cost", .kind = CELL_MONEY },
	{ .key = "rate", .label = "Rate an hour", .kind = CELL_MONEY },
	{ .key = "over_fair", .label = "Against the fair price of care", .kind = CELL_MONEY,
	  .means = "The rate less the fair price of care on the day the request was sent" },
	{ .key = "lot", .label = "Called off from", .means = "The lot under which it was asked" },
	{ .key = "lot_pays", .label = "The lot pays an hour" },
	{ .key = "start", .label = "Start", .kind = CELL_DATE },
	{ .key = "late_days", .label = "Days late", .kind = CELL_INT },
	{ .key = "covered", .label = "Visits covered", .kind = CELL_INT },
	{ .key = "uncovered", .label = "Visits not covered", .kind = CELL_INT },
	{ .key = "rating", .label = "Rating" },
	{ .key = "note", .label = "Note" },
	{ .key = "state", .label = "State", .kind = CELL_WORD, .words = &offer_state_vocab },
};

static const char *rating_of(struct rq *rq, ProviderId id, const struct request *r)
{
	struct wanted w = request_wanted(rq->db, rq->arena, r, rq->now);
	struct standing s;

	return provider_standing_one(rq->db, rq->arena, &w, id, rq->now, &s) && !BLANK(s.rating)
	       ? s.rating : "Not rated";
}

static void offer_cells(struct rq *rq, struct cell *c, const struct offer_list_row *o,
                        const struct request *r)
{
	c[0] = cell_of_int(o->id.v);
	c[1] = cell_of_text(o->provider_name);
	c[2] = cell_of_int(o->tier_no);
	c[3] = cell_of_money(o->week_pence);
	c[4] = cell_of_money(o->rate_pence);
	c[5] = money_known(o->fair_pence) ? cell_of_money(money_minus(o->rate_pence, o->fair_pence))
	                                  : cell_none();
	c[6] = cell_of_text(BLANK(o->lot_name) ? NULL : arena_fmt(rq->arena, "Lot %lld: %s",
	                    (long long)o->lot_number, o->lot_name));
	c[7] = cell_of_text(lot_terms_text(rq->arena, o->lot_kind, o->lot_pence));
	c[8] = cell_of_date(o->start_day);
	c[9] = cell_of_int(o->late_days);
	c[10] = cell_of_int(o->covered_visits);
	c[11] = cell_of_int(o->uncovered);
	c[12] = cell_of_text(rating_of(rq, o->provider, r));
	c[13] = cell_of_text(o->note);
	c[14] = cell_of_word(o->state);
}

/* Offers as columns, facts as rows, in their order. */
static void draw_compare(struct rq *rq, struct page *pg, const struct table *t,
                         const struct request *r)
{
	struct alm_compare_row *rows = NEWN(rq->arena, struct alm_compare_row,
	                                    COUNT(offer_columns));
	const char **heads = NEWN(rq->arena, const char *, t->nrows);
	size_t n = 0;

	for (size_t i = 0; i < t->nrows; i++)
		heads[i] = table_at(t, i)[1].text;
	for (size_t k = 2; k < COUNT(offer_columns); k++) {
		struct gov_cell *cells = NEWN(rq->arena, struct gov_cell, t->nrows + 1);

		for (size_t i = 0; i < t->nrows; i++)
			cells[i].text = cell_text(rq->arena, &offer_columns[k], &table_at(t, i)[k]);
		rows[n++] = (struct alm_compare_row){ offer_columns[k].label, cells };
	}
	if (r->open) {
		struct gov_cell *cells = NEWN(rq->arena, struct gov_cell, t->nrows + 1);

		for (size_t i = 0; i < t->nrows; i++)
			cells[i].html = html_link(rq->arena,
				arena_fmt(rq->arena, "/offers/%lld/award",
				          (long long)table_at(t, i)[0].n),
				arena_fmt(rq->arena, "Award to %s", heads[i]));
		rows[n++] = (struct alm_compare_row){ "Decide", cells };
	}
	alm_compare(pg, (struct alm_compare){ .caption = "Offers, first in order first",
		.heads = heads, .nheads = t->nrows, .items = rows, .nitems = n,
		.best = t->nrows ? 1 : 0, .best_text = "First in order" });
}

struct reply offers_get(struct rq *rq)
{
	struct offer_list_row *offers;
	struct record *rec;
	struct request r;
	struct table *t;
	struct page *pg;
	size_t n;
	bool open;

	if (!request_seen(rq, ID(rq, RequestId, "request"), &r))
		return not_found(rq);
	open = offers_open(rq->db, rq->arena, &r, rq->now);
	rec = record_new(rq->arena, "offers", r.id.v, "Offers");
	record_int(rec, "asked", "Providers asked", r.asked);
	record_int(rec, "answered", "Have answered", r.answered);
	record_moment(rec, "deadline", "Deadline", r.deadline_ms);
	record_if_any(rec);
	record_text(rec, "sealed", "Offers",
	            open ? "Open" : "Sealed until the deadline, or until all have answered");
	t = record_table(rec, "offers", "Offers", offer_columns, COUNT(offer_columns));
	n = open ? ALL(rq->db, rq->arena, offer_list, &offers, .request = V(r.id)) : 0;
	for (size_t i = 0; i < n; i++)
		if (r.open ? offers[i].state == OFFER_LIVE
		    : offer_opened(&r, offers[i].ended_how, offers[i].deadline_ms, rq->now))
			offer_cells(rq, table_add(t), &offers[i], &r);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Compare offers";
	rq->look.caption = arena_fmt(rq->arena, "Request %lld", (long long)r.id.v);
	rq->look.back = arena_fmt(rq->arena, "/requests/%lld", (long long)r.id.v);
	rq->look.wide = true;
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	if (t->nrows)
		draw_compare(rq, pg, t, &r);
	else
		para(pg, open ? "There are no offers."
		     : "You will see the offers here when they are opened.");
	return show(rq, pg);
}

void draw_award(struct rq *rq, struct page *pg, const struct request *r)
{
	struct award_of_request_row w;

	if (!ONE(rq->db, rq->arena, award_of_request, &w, .request = V(r->id)))
		return;
	gov_inset_text(pg, (struct gov_inset){ .text = arena_fmt(rq->arena,
		"Sourced with %s by %s on %s%s%s%s", w.provider_name, w.awarded_by_name,
		moment_text(rq->arena, w.awarded_ms),
		BLANK(w.lot_name) ? "" : arena_fmt(rq->arena, ", called off from %s, lot %lld: %s",
			w.framework_name, (long long)w.lot_number, w.lot_name),
		w.rank_no > 1 ? ". It was not the first in order: " : "",
		w.rank_no > 1 ? w.reason : "") });
}

/* ---- awarding -------------------------------------------------------------------------- */

struct award_answers { const char *reason; int64_t revision; };
static const struct field award_fields[] = {
	{ IN(struct award_answers, reason), .label = "Reason", .as = AS_LONG, .max = 1000,
	  .hint = "Asked for where this offer is not the first in order; it is kept and reported" },
	{ IN(struct award_answers, revision), .as = AS_HIDDEN },
};
const struct form award_form = { FORM(struct award_answers, award_fields), .name = "award",
	.title = "Award this offer", .button = "Award" };

/* The offer of the path with its request, if it is opened and the person is no secret. */
static bool offer_here(struct rq *rq, struct offer *o, struct request *r)
{
	return ONE(rq->db, rq->arena, offer_load, o, .id = V(ID(rq, OfferId, "offer"))) &&
	       request_seen(rq, o->request, r) &&
	       offers_open(rq->db, rq->arena, r, rq->now) &&
	       offer_opened(r, o->ended_how, o->deadline_ms, rq->now);
}

struct reply award_load(struct rq *rq, void *form)
{
	struct award_answers *f = form;
	struct request r;
	struct offer o;

	if (!offer_here(rq, &o, &r))
		return not_found(rq);
	f->revision = r.revision;
	rq->look.back = arena_fmt(rq->arena, "/requests/%lld/offers", (long long)r.id.v);
	return (struct reply){ REPLY_DEFAULT };
}

static bool covers_a_part(const struct offer *o, const struct request *r)
{
	return o->covered_visits < r->week_visits;
}

void award_above(struct rq *rq, struct page *pg, const void *form)
{
	struct request r;
	struct offer o;
	struct arena *a = rq->arena;

	(void)form;
	if (!offer_here(rq, &o, &r))
		return;
	GOV_SUMMARY(pg,
		{ "Request", arena_fmt(a, "%lld", (long long)o.request.v) },
		{ "Provider", o.provider_name },
		{ "Rate an hour", money_text(a, o.rate_pence) },
		{ "Weekly cost", money_text(a, o.week_pence) },
		{ "Start", date_text(a, o.start_day) },
		{ "Visits covered", arena_fmt(a, "%lld a week", (long long)o.covered_visits) });
	if (covers_a_part(&o, &r))
		gov_inset_text(pg, (struct gov_inset){ .text = arena_fmt(a, "It does not cover "
			"%lld of the %lld visits a week. These will be a new request in the work "
			"list, to be sent like any other.",
			(long long)(r.week_visits - o.covered_visits),
			(long long)r.week_visits) });
}

/* Two brokers at the same moment: the second is told who was first. */
static struct reply taken(struct rq *rq, RequestId request)
{
	struct award_of_request_row w;

	SURE(ONE(rq->db, rq->arena, award_of_request, &w, .request = V(request)));
	return conflict(rq, "This request has been awarded already",
	                arena_fmt(rq->arena,
	                          "%s awarded it to %s on %s. Nothing of yours was saved.",
	                          w.awarded_by_name, w.provider_name,
	                          moment_text(rq->arena, w.awarded_ms)));
}

struct reply award_post(struct rq *rq, void *form)
{
	struct award_answers *f = form;
	OfferId id = ID(rq, OfferId, "offer");
	PlacementId placement;
	struct request r;
	struct offer o;

	if (!offer_here(rq, &o, &r))
		return not_found(rq);
	switch (offer_award(rq->db, rq->arena, id, f->revision, f->reason, rq->me, rq->now,
	                    &placement)) {
	case AWARD_DONE:
		return go(rq, covers_a_part(&o, &r)
		          ? "Awarded. What is not covered is a new request in the work list. The "
		            "provider and whoever asked have been told"
		          : "Awarded. The provider and whoever asked have been told",
		          "/requests/%lld", (long long)o.request.v);
	case AWARD_TAKEN:
		return taken(rq, o.request);
	case AWARD_NEEDS_REASON:
		return refuse(rq, "reason",
		              "This offer is not the first in order. Say why it is chosen");
	case AWARD_STALE:
		return refuse(rq, NULL,
		              "Something about this request has changed meanwhile. Look at the "
		              "offers again, then award");
	case AWARD_SEALED:
		return conflict(rq, "The offers are sealed",
		                "They open at the deadline, or when all have answered.");
	case AWARD_EMBARGO:
		return conflict(rq, "This provider is suspended",
		                "It can take nothing new. Choose another offer.");
	case AWARD_GONE:
		return conflict(rq, "This offer is no longer there",
		                "It was withdrawn or has lapsed.");
	}
	return not_found(rq);
}
