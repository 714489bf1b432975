/* SPDX-License-Identifier: MIT */
/*
 * portal_pages.c -- a provider's scheduler: what is asked, what she answers.
 *
 * Everything here is found through her own organisation (rq->me->provider);
 * another's invitation does not exist.  Before an award nothing on these
 * pages identifies the person: locality and postcode district, no more.
 */
#include "brokerage/offer.sql.h"
#include "brokerage/inside.h"
#include "brokerage/pages.h"
#include "html/alm.h"
#include "list/record.h"

/* ---- a request that is open to her ------------------------------------------------ */

static bool invitation_here(struct rq *rq, struct invitation *i, struct request *r)
{
	return ONE(rq->db, rq->arena, invitation_load, i,
	           .id = V(ID(rq, InvitationId, "invitation"))) &&
	       i->provider.v == rq->me->provider.v &&
	       ONE(rq->db, rq->arena, request_load, r, .id = V(i->request));
}

static bool can_answer(struct rq *rq, const struct invitation *i)
{
	return i->state != INVITATION_WITHDRAWN && i->state != INVITATION_LAPSED &&
	       i->request_open && i->running_step.v == i->step.v && !moment_known(i->ended_ms) &&
	       moment_cmp(i->deadline_ms, rq->now) > 0 &&
	       !provider_embargoed_for(rq->db, rq->arena, i->provider, i->service, i->locality,
	                               i->lot, rq->now);
}

/* What an offer may ask, in words; NULL: no limit. */
static const char *price_text(struct rq *rq, const struct invitation *i)
{
	const struct rate_limit limit = rate_limit_of(i);
	const char *most = money_text(rq->arena, limit.most);

	switch (limit.by) {
	case LIMIT_ANY:     return NULL;
	case LIMIT_CEILING: return arena_fmt(rq->arena, "At most %s an hour", most);
	case LIMIT_BLOCK:   return arena_fmt(rq->arena, "Your block rate: %s an hour", most);
	case LIMIT_FAIR:    return arena_fmt(rq->arena, "At or under the fair price of care: "
	                                   "%s an hour", most);
	case LIMIT_LOT:     return arena_fmt(rq->arena, "%s %s an hour, as the lot pays",
	                                   limit.exact ? "Fixed at" : "At most", most);
	}
	return NULL;
}

/* The lot under which it asks; NULL: none. */
static const char *lot_text(struct rq *rq, const struct invitation *i)
{
	return i->lot.v ? arena_fmt(rq->arena, "%s, lot %lld: %s", i->framework_name,
	                            (long long)i->lot_number, i->lot_name) : NULL;
}

static void record_answer(struct rq *rq, struct record *rec, const struct invitation *i)
{
	struct offer_of_invitation_row o;

	record_word(rec, "answer", "Your answer", &invitation_state_vocab, i->state);
	record_moment(rec, "deadline", "Answer by", i->deadline_ms);
	record_text(rec, "price", "Price", price_text(rq, i));
	record_text(rec, "lot", "Called off from", lot_text(rq, i));
	record_if_any(rec);
	if (!ONE(rq->db, rq->arena, offer_of_invitation, &o, .invitation = V(i->id)))
		return;
	record_word(rec, "offer_state", "Your offer", &offer_state_vocab, o.state);
	record_money(rec, "offer_rate", "Your rate an hour", o.rate_pence);
	record_money(rec, "offer_week", "Your weekly cost", o.week_pence);
	record_date(rec, "offer_start", "Your start", o.start_day);
	record_int(rec, "offer_visits", "Visits you cover", o.covered_visits);
	record_text(rec, "offer_note", "Your note", o.note);
}

static void answer_buttons(struct rq *rq, struct page *pg, const struct invitation *i)
{
	const char *base = arena_fmt(rq->arena, "/portal/requests/%lld", (long long)i->id.v);
	bool offered = i->state == INVITATION_OFFERED;

	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = offered ? "Change the offer" : "Make an offer",
		.href = arena_fmt(rq->arena, "%s/offer", base) });
	if (offered)
		gov_button(pg, (struct gov_button){ .text = "Withdraw the offer",
			.href = arena_fmt(rq->arena, "%s/withdraw", base),
			.classes = "govuk-button--secondary" });
	gov_button(pg, (struct gov_button){ .text = "Decline",
		.href = arena_fmt(rq->arena, "%s/decline", base),
		.classes = "govuk-button--secondary" });
	end(pg);
}

struct seeing { struct rq *rq; InvitationId id; };

static bool see(void *arg)
{
	struct seeing *x = arg;

	invitation_see(x->rq->db, x->id, x->rq->now);
	return true;
}

struct reply portal_request_get(struct rq *rq)
{
	struct record *rec;
	struct invitation i;
	struct request r;
	struct page *pg;

	if (!invitation_here(rq, &i, &r))
		return not_found(rq);
	if (!moment_known(i.seen_ms))    /* a clock of the sourcing, like the trail of openings */
		db_write(rq->db, see, &(struct seeing){ rq, i.id });
	rec = record_new(rq->arena, "request-for-you", i.id.v, "A request for care");
	record_answer(rq, rec, &i);
	record_need(rq, rec, &r);
	record_visits(rq, rec, r.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "Care in %s, %s", r.locality_name,
	                                         r.district);
	rq->look.back = "/portal";
	pg = show_begin(rq);
	if (can_answer(rq, &i))
		answer_buttons(rq, pg, &i);
	else
		gov_inset_text(pg, (struct gov_inset){
			.text = "This request can no longer be answered." });
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "visits");
	return show(rq, pg);
}

/* ---- offering ---------------------------------------------------------------------- */

struct time_row { RequestVisitId visit; bool cover; Minutes start; };
struct offer_form_answers { Money rate; Date start; struct rows times; const char *note; };

static const struct field time_fields[] = {
	{ IN(struct time_row, visit), .label = "Visit", .as = AS_SELECT, .from = &visit_options_sql,
	  .need = "Choose the visit" },
	{ IN(struct time_row, cover), .label = "We cover it" },
	{ IN(struct time_row, start), .label = "We come at", .as = AS_TIME, .width = "5",
	  .need = "Enter when you come, like 8:15" },
};
static const struct form time_group = { FORM(struct time_row, time_fields), .title = "Visit" };

static const struct field offer_fields[] = {
	{ IN(struct offer_form_answers, rate), .label = "Rate for an hour of one care worker",
	  .min = 1, .max = 100000, .width = "5", .need = "Enter your rate for an hour",
	  .bad = "Rate must be an amount of money, like 21.50" },
	{ IN(struct offer_form_answers, start), .label = "Earliest start",
	  .need = "Enter your earliest start" },
	{ IN(struct offer_form_answers, times), .label = "Visits and times",
	  .group = &time_group, .rows = 28,
	  .hint = "Untick what you cannot cover", .need = "Cover at least one visit" },
	{ IN(struct offer_form_answers, note), .label = "Note to the broker", .as = AS_LONG,
	  .max = 1000 },
};

static void offer_check(struct rq *rq, void *form)
{
	struct offer_form_answers *f = form;
	const struct time_row *t = f->times.at;
	struct request_visit *v;
	struct invitation i;
	struct request r;
	size_t n;

	if (!invitation_here(rq, &i, &r))
		return;
	if (date_known(f->start) && date_cmp(f->start, rq->today) < 0)
		problem_add(rq, "start", "Earliest start must be today or later");
	if (date_known(f->start) && date_cmp(f->start, date_plus(rq->today, 366)) > 0)
		problem_add(rq, "start", "Earliest start must be within a year");
	n = ALL(rq->db, rq->arena, request_visit_list, &v, .request = V(r.id));
	for (size_t k = 0; k < f->times.n; k++)
		for (size_t j = 0; j < n; j++)
			if (v[j].id.v == t[k].visit.v && t[k].cover && t[k].start.n != INT_NONE &&
			    (t[k].start.n < v[j].earliest_mins.n ||
			     t[k].start.n > v[j].latest_mins.n))
				problem_add(rq, arena_fmt(rq->arena, "times.%zu.start", k),
				            "Visit %zu must start between %s and %s", k + 1,
				            time_text(rq->arena, v[j].earliest_mins),
				            time_text(rq->arena, v[j].latest_mins));
}
const struct form offer_form = { FORM(struct offer_form_answers, offer_fields), .name = "offer",
	.title = "Make an offer", .button = "Send the offer", .check = offer_check,
	.lead = "Nobody sees it until the deadline, or until all have answered. Until then you may "
	        "change or withdraw it." };

/* Each visit, at the middle of its window, or as it was offered before. */
static void fill_times(struct rq *rq, const struct request *r,
                       const struct offer_of_invitation_row *was, struct offer_form_answers *f)
{
	struct offer_visit *o = NULL;
	struct request_visit *v;
	size_t n = ALL(rq->db, rq->arena, request_visit_list, &v, .request = V(r->id));
	size_t m = was ? ALL(rq->db, rq->arena, offer_visit_list, &o, .offer = V(was->id)) : 0;
	struct time_row *t = NEWN(rq->arena, struct time_row, n + 1);

	for (size_t i = 0; i < n; i++) {
		int64_t mid = (v[i].earliest_mins.n + v[i].latest_mins.n) / 2;

		mid -= mid % 5;
		t[i] = (struct time_row){ v[i].id, !was, minutes(mid < v[i].earliest_mins.n
		                                               ? v[i].earliest_mins.n : mid) };
		for (size_t j = 0; j < m; j++)
			if (o[j].request_visit.v == v[i].id.v)
				t[i] = (struct time_row){ v[i].id, true, o[j].start_mins };
	}
	f->times = (struct rows){ t, n };
}

struct reply offer_load(struct rq *rq, void *form)
{
	struct offer_form_answers *f = form;
	struct offer_of_invitation_row was;
	struct invitation i;
	struct request r;
	bool again;

	if (!invitation_here(rq, &i, &r))
		return not_found(rq);
	if (!can_answer(rq, &i))
		return conflict(rq, "This request can no longer be answered",
		                "Its deadline has passed, or it is no longer open.");
	again = ONE(rq->db, rq->arena, offer_of_invitation, &was, .invitation = V(i.id));
	f->rate = again ? was.rate_pence : rate_limit_of(&i).exact ? rate_limit_of(&i).most
	        : i.price == PRICE_BLOCK ? i.block_pence : MONEY_NONE;
	f->start = again ? was.start_day : r.start_day;
	f->note = again ? was.note : NULL;
	fill_times(rq, &r, again ? &was : NULL, f);
	return (struct reply){ REPLY_DEFAULT };
}

void offer_above(struct rq *rq, struct page *pg, const void *form)
{
	struct record *rec = record_new(rq->arena, "need", 0, "What is needed");
	struct invitation i;
	struct request r;

	(void)form;
	if (!invitation_here(rq, &i, &r))
		return;
	record_moment(rec, "deadline", "Answer by", i.deadline_ms);
	record_text(rec, "price", "Price", price_text(rq, &i));
	record_text(rec, "lot", "Called off from", lot_text(rq, &i));
	record_if_any(rec);
	record_need(rq, rec, &r);
	record_visits(rq, rec, r.id);
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "visits");
}

static bool said_by_lot(struct rq *rq)
{
	struct invitation i;
	struct request r;

	return invitation_here(rq, &i, &r) && rate_limit_of(&i).by == LIMIT_LOT;
}

static struct reply answered(struct rq *rq, enum offered got, Money most, const char *done)
{
	switch (got) {
	case OFFERED:
		return go(rq, done, "/portal/requests/%lld", (long long)rq_id(rq, "invitation"));
	case OFFERED_LATE:
		return refuse(rq, NULL,
		              "The deadline has passed, so this could not be taken. What you "
		              "wrote is kept below; call the brokers if it still matters");
	case OFFERED_CLOSED:
		return refuse(rq, NULL, "The request is no longer open. Nothing was saved");
	case OFFERED_EMBARGO:
		return refuse(rq, NULL,
		              "Your organisation is suspended from new packages of this kind "
		              "here. Nothing was saved");
	case OFFERED_DEAR:
		return refuse(rq, "rate",
		              "This %s takes at most %s an hour. Enter that or less, or decline",
		              said_by_lot(rq) ? "lot" : "tier", money_text(rq->arena, most));
	case OFFERED_NOT_FIXED:
		return refuse(rq, "rate",
		              "The rate of this lot is fixed at %s an hour. Enter that, or decline",
		              money_text(rq->arena, most));
	case OFFERED_NO_VISITS:
		return refuse(rq, "times", "Cover at least one visit, or decline");
	case OFFERED_GONE:
		return not_found(rq);
	}
	return not_found(rq);
}

struct reply offer_post(struct rq *rq, void *form)
{
	struct offer_form_answers *f = form;
	const struct time_row *rows = f->times.at;
	struct offer_time *times = NEWN(rq->arena, struct offer_time, f->times.n + 1);
	struct offer_answers in = { .rate = f->rate, .start = f->start, .note = f->note,
		.times = times };
	Money most = MONEY_NONE;
	enum offered got;

	for (size_t i = 0; i < f->times.n; i++)
		if (rows[i].cover)
			times[in.ntimes++] = (struct offer_time){ rows[i].visit, rows[i].start };
	got = offer_make(rq->db, rq->arena, ID(rq, InvitationId, "invitation"), &in, rq->me,
	                 rq->now, &most);
	return answered(rq, got, most, "Your offer has been sent");
}

/* ---- declining, withdrawing ------------------------------------------------------------- */

struct decline_answers { unsigned reason; const char *note; };
static const struct field decline_fields[] = {
	{ IN(struct decline_answers, reason), .label = "Why?", .words = &decline_reason_vocab,
	  .need = "Choose why you decline" },
	{ IN(struct decline_answers, note), .label = "More, if you like", .as = AS_LONG,
	  .max = 500 },
};
const struct form decline_form = { FORM(struct decline_answers, decline_fields), .name = "decline",
	.title = "Decline", .button = "Decline" };

struct nothing { int64_t nothing; };
static const struct field nothing_fields[] = { { IN(struct nothing, nothing), .as = AS_HIDDEN } };
const struct form offer_withdraw_form = { FORM(struct nothing, nothing_fields),
	.name = "offer-withdraw", .title = "Withdraw the offer",
	.button = "Withdraw the offer", .danger = true,
	.lead = "You may offer again until the deadline." };
const struct form placement_begin_form = { FORM(struct nothing, nothing_fields),
	.name = "placement-begin", .title = "Care has started",
	.button = "Confirm that care has started" };

struct reply decline_load(struct rq *rq, void *form)
{
	struct invitation i;
	struct request r;

	(void)form;
	return invitation_here(rq, &i, &r) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply decline_post(struct rq *rq, void *form)
{
	struct decline_answers *f = form;
	enum offered got = invitation_decline(rq->db, rq->arena, ID(rq, InvitationId, "invitation"),
	                                      f->reason, f->note, rq->me, rq->now);

	return answered(rq, got, MONEY_NONE, "You have declined");
}

struct reply offer_withdraw_post(struct rq *rq, void *form)
{
	enum offered got = offer_withdraw(rq->db, rq->arena, ID(rq, InvitationId, "invitation"),
	                                  rq->me, rq->now);

	(void)form;
	return answered(rq, got, MONEY_NONE, "Your offer has been withdrawn");
}

/* ---- her placements --------------------------------------------------------------------- */

static const struct column pattern_columns[] = {
	{ .key = "days", .label = "Days" }, { .key = "start", .label = "At", .kind = CELL_TIME },
	{ .key = "minutes", .label = "Minutes", .kind = CELL_INT },
	{ .key = "carers", .label = "Care workers", .kind = CELL_INT },
};

static void record_elements(struct rq *rq, struct record *rec, PlacementId id)
{
	struct element_visit_list_row *v;
	struct element *e;
	size_t n = ALL(rq->db, rq->arena, element_list, &e, .placement = V(id)), m;
	struct table *t;

	if (!n)
		return;
	record_money(rec, "rate", "Rate an hour", e[n - 1].rate_pence);
	record_minutes(rec, "week_minutes", "Care a week", e[n - 1].week_mins);
	record_money(rec, "week_cost", "Weekly cost", e[n - 1].week_pence);
	t = record_table(rec, "pattern", "Visits", pattern_columns, COUNT(pattern_columns));
	m = ALL(rq->db, rq->arena, element_visit_list, &v, .element = V(e[n - 1].id));
	for (size_t i = 0; i < m; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(days_text(rq->arena, v[i].days));
		c[1] = cell_of_minutes(v[i].start_mins);
		c[2] = cell_of_int(v[i].length_mins.n);
		c[3] = cell_of_int(v[i].carers);
	}
}

static bool placement_here(struct rq *rq, struct placement *p)
{
	return ONE(rq->db, rq->arena, placement_load, p,
	           .id = V(ID(rq, PlacementId, "placement"))) &&
	       p->provider.v == rq->me->provider.v;
}

struct reply portal_placement_get(struct rq *rq)
{
	struct record *rec;
	struct placement p;
	struct request r;
	struct page *pg;

	if (!placement_here(rq, &p))
		return not_found(rq);
	audit_open(rq, p.person, NULL);
	rec = record_new(rq->arena, "placement", p.id.v, "Placement");
	record_text(rec, "person", "Person",
	            arena_fmt(rq->arena, "%s %s", p.given_name, p.family_name));
	record_date(rec, "born", "Born", p.born_day);
	record_text(rec, "address", "Address", p.address);
	record_text(rec, "postcode", "Postcode", p.postcode);
	record_text(rec, "phone", "Phone", p.phone);
	record_text(rec, "communication", "Communication", p.communication);
	record_text(rec, "warnings", "For those who visit", p.warnings);
	record_text(rec, "contact", "Contact", p.contact_name);
	record_text(rec, "contact_phone", "Contact's phone", p.contact_phone);
	if (ONE(rq->db, rq->arena, request_load, &r, .id = V(p.request)))
		record_wishes(rq, rec, &r);
	record_text(rec, "lot", "Called off from", !p.lot.v ? NULL : arena_fmt(rq->arena,
	            "%s, lot %lld: %s", p.framework_name, (long long)p.lot_number, p.lot_name));
	record_if_any(rec);
	record_date(rec, "from", "From", p.from_day);
	record_moment(rec, "started", "Started", p.started_ms);
	record_elements(rq, rec, p.id);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "Placement %lld", (long long)p.id.v);
	rq->look.back = "/portal/placements";
	pg = show_begin(rq);
	if (!moment_known(p.started_ms))
		gov_button(pg, (struct gov_button){ .text = "Care has started",
			.href = arena_fmt(rq->arena, "/portal/placements/%lld/begin",
			                  (long long)p.id.v) });
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "pattern");
	return show(rq, pg);
}

struct reply placement_begin_load(struct rq *rq, void *form)
{
	struct placement p;

	(void)form;
	return placement_here(rq, &p) ? (struct reply){ REPLY_DEFAULT } : not_found(rq);
}

struct reply placement_begin_post(struct rq *rq, void *form)
{
	struct placement p;

	(void)form;
	if (!placement_here(rq, &p))
		return not_found(rq);
	if (!placement_begin(rq->db, rq->arena, p.id, rq->me, rq->now))
		return conflict(rq, "It has been confirmed already",
		                "The start of care is recorded.");
	return go(rq, "Thank you. The start of care is recorded", "/portal/placements/%lld",
	          (long long)p.id.v);
}
