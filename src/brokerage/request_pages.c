/* SPDX-License-Identifier: MIT */
/*
 * request_pages.c -- asking for a package, following it, changing it.
 *
 * A request is checked before it is sent: the first post shows the answers,
 * the second (with "checked") raises it.  The page of a request is the same
 * for whoever asked and for the broker; who may do what shows as buttons.
 */
#include "brokerage/offer.sql.h"
#include "brokerage/pages.h"
#include "brokerage/request_form.h"
#include "html/alm.h"
#include "list/record.h"
#include "people/people.h"

/* ---- raising ----------------------------------------------------------------- */

/* For whom it is asked.  A record that one may not open looks like none. */
static bool person_here(struct rq *rq, PersonId id, struct person *out)
{
	return person_may_open(rq->db, rq->arena, id, rq->me->id, rq->now) &&
	       person_load(rq->db, rq->arena, id, out);
}

void person_above(struct rq *rq, struct page *pg, const void *form)
{
	struct person p;

	(void)form;
	if (person_here(rq, ID(rq, PersonId, "person"), &p))
		alm_identity(pg, (struct alm_identity){
			.name = arena_fmt(rq->arena, "%s %s", p.given_name, p.family_name),
			.warning = p.restricted ? "Restricted record" : NULL,
			GOV_ITEMS(gov_fact, { "Born", date_text(rq->arena, p.born_day) },
			                    { "Postcode", p.postcode },
			                    { "Locality", p.locality_name }) });
}

struct reply request_new_load(struct rq *rq, void *form)
{
	struct request_form *f = form;
	struct person p;

	if (!person_here(rq, ID(rq, PersonId, "person"), &p))
		return not_found(rq);
	audit_open(rq, p.id, NULL);     /* above the form stands who it is */
	f->service = SERVICE_HOMECARE;
	f->funding = FUNDING_COUNCIL;
	f->council_pct = INT_NONE;
	return (struct reply){ REPLY_DEFAULT };
}

/* "Check your answers": the form again as hidden fields, with its sums. */
static struct reply answers_page(struct rq *rq, const struct request_form *f)
{
	struct request_answers in = to_answers(rq->arena, f);
	struct visit_totals t = visits_total(in.visits, in.nvisits);
	struct page *pg;

	rq->look.title = rq->look.h1 = "Check your answers";
	pg = show_begin(rq);
	person_above(rq, pg, f);
	form_answers(rq, pg, &request_new_form, f, NULL);
	para(pg, arena_fmt(rq->arena, "%lld visits a week, %s of care workers' time.",
	                   (long long)t.visits, hours_text(rq->arena, t.week)));
	post_begin(pg, rq->path, rq->me->csrf, rq->key, false);
	form_hidden(rq, pg, &request_new_form, f);
	EL(pg, "div", "class", "govuk-button-group");
	gov_button(pg, (struct gov_button){ .text = "Send the request", .name = "checked",
		.value = "1" });
	gov_button(pg, (struct gov_button){ .text = "Change the answers", .name = "back",
		.value = "1", .classes = "govuk-button--secondary" });
	end(pg);
	end(pg);
	return show(rq, pg);
}

struct reply request_new_post(struct rq *rq, void *form)
{
	struct request_form *f = form;
	struct request_answers in = to_answers(rq->arena, f);
	PersonId person = ID(rq, PersonId, "person");
	struct person p;
	RequestId id;

	if (!person_here(rq, person, &p))
		return not_found(rq);
	if (param(&rq->body, "back"))
		return (struct reply){ REPLY_REFUSE };
	if (rq->format == AS_PAGE && !param(&rq->body, "checked"))
		return answers_page(rq, f);
	switch (request_raise(rq->db, rq->arena, person, &in, rq->me, rq->now, &id)) {
	case RAISED:
		return go(rq, "The request has been sent to the brokers", "/requests/%lld",
		          (long long)id.v);
	case RAISED_ALREADY:
		return refuse(rq, "service", "There is an open request for this service already "
		              "(request %lld). Change that one instead", (long long)id.v);
	case RAISED_NO_LOCALITY:
		return refuse(rq, NULL,
		              "The person's postcode lies in none of the council's localities. "
		              "Correct the address first");
	}
	return not_found(rq);
}

/* ---- the page of a request ------------------------------------------------------ */

static const struct column visit_columns[] = {
	{ .key = "days", .label = "Days" },
	{ .key = "window", .label = "Starts between" },
	{ .key = "minutes", .label = "Minutes", .kind = CELL_INT },
	{ .key = "carers", .label = "Care workers", .kind = CELL_INT },
};

void record_visits(struct rq *rq, struct record *rec, RequestId id)
{
	struct table *t = record_table(rec, "visits", "Visits in a week", visit_columns,
	                               COUNT(visit_columns));
	struct visit *v;
	size_t n = request_visits(rq->db, rq->arena, id, &v);

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(days_text(rq->arena, v[i].days));
		c[1] = cell_of_text(arena_fmt(rq->arena, "%s to %s",
		                              time_text(rq->arena, v[i].earliest),
		                              time_text(rq->arena, v[i].latest)));
		c[2] = cell_of_int(v[i].length.n);
		c[3] = cell_of_int(v[i].carers);
	}
}

const char *request_skills_text(struct rq *rq, RequestId id)
{
	struct request_skill_list_row *rows;
	struct buf b = buf_new(rq->arena);
	size_t n = ALL(rq->db, rq->arena, request_skill_list, &rows, .request = V(id));

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", rows[i].name);
	return buf_text(&b);
}

/* What both the council and an asked provider may know. */
void record_need(struct rq *rq, struct record *rec, const struct request *r)
{
	record_word(rec, "service", "Service", &service_vocab, r->service);
	record_text(rec, "locality", "Locality", r->locality_name);
	record_text(rec, "district", "Postcode district", r->district);
	record_date(rec, "start", "Start date", r->start_day);
	record_minutes(rec, "week_minutes", "Care a week", r->week_mins);
	record_int(rec, "week_visits", "Visits a week", r->week_visits);
	record_word(rec, "carers", "Care workers", &carers_vocab, r->most_carers);
	record_text(rec, "skills", "Skills", request_skills_text(rq, r->id));
	record_if_any(rec);
	record_text(rec, "notes", "Notes for providers", r->notes);
	record_if_any(rec);
}

void record_wishes(struct rq *rq, struct record *rec, const struct request *r)
{
	struct request_outcome_list_row *said;
	size_t n = ALL(rq->db, rq->arena, request_outcome_list, &said, .request = V(r->id));
	struct buf b = buf_new(rq->arena);

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? "\n" : "", said[i].words);
	record_text(rec, "outcomes", "What the person wants", buf_text(&b));
	record_if_any(rec);
	record_text(rec, "wishes", "Wishes", r->wishes);
	record_if_any(rec);
}

/* Of what a partial award divided: from each half to the other. */
static void record_halves(struct rq *rq, struct record *rec, const struct request *r)
{
	struct request_rest_row rest;

	if (r->reopens.v) {
		record_int(rec, "reopens", "The rest of request", r->reopens.v);
		record_link(rec, arena_fmt(rq->arena, "/requests/%lld", (long long)r->reopens.v));
	}
	if (ONE(rq->db, rq->arena, request_rest, &rest, .person = V(r->person),
	        .reopens = V(r->id))) {
		record_int(rec, "rest", "What was not covered is in request", rest.id.v);
		record_link(rec, arena_fmt(rq->arena, "/requests/%lld", (long long)rest.id.v));
	}
}

static void record_case(struct rq *rq, struct record *rec, const struct request *r)
{
	record_word(rec, "stage", "Stage", &request_stage_vocab, r->stage);
	record_word(rec, "reason", "Reason", &request_reason_vocab, r->reason);
	record_text(rec, "hospital", "Hospital", r->hospital);
	record_if_any(rec);
	record_text(rec, "ward", "Ward", r->ward);
	record_if_any(rec);
	record_moment(rec, "ready", "Ready to leave from", r->ready_ms);
	record_if_any(rec);
	record_need(rq, rec, r);
	record_word(rec, "funding", "Who pays", &funding_vocab, r->funding);
	record_int(rec, "council_share", "Council's share, per cent", r->council_pct);
	if (r->funding != FUNDING_JOINT)
		record_not_on_page(rec);
	record_wishes(rq, rec, r);
	record_text(rec, "asked_by", "Asked for by", r->made_by_name);
	record_text(rec, "team", "Team", r->team_name);
	record_if_any(rec);
	record_moment(rec, "requested", "Requested", r->made_ms);
	record_moment(rec, "sent", "First sent", r->sent_ms);
	record_if_any(rec);
	record_moment(rec, "first_offer", "First offer", r->first_offer_ms);
	record_if_any(rec);
	record_moment(rec, "awarded", "Sourced", r->awarded_ms);
	record_if_any(rec);
	record_moment(rec, "started", "Started", r->started_ms);
	record_if_any(rec);
	record_text(rec, "close_reason", "Why it was closed", r->close_reason);
	record_if_any(rec);
	record_halves(rq, rec, r);
}

/* How long it took or has taken: the clocks of B&NES and Shropshire appendix 2. */
static const char *clock_text(struct rq *rq, const struct request *r)
{
	Moment end = moment_known(r->awarded_ms) ? r->awarded_ms
	           : moment_known(r->closed_ms) ? r->closed_ms : rq->now;
	Minutes span = minutes(moment_minus_ms(end, r->made_ms) / 60000);

	if (r->open && moment_known(r->ready_ms) && moment_cmp(r->ready_ms, rq->now) < 0)
		return arena_fmt(rq->arena, "Ready since %s", span_text(rq->arena,
		                 minutes(moment_minus_ms(rq->now, r->ready_ms) / 60000)));
	return arena_fmt(rq->arena, r->open ? "Open for %s" : moment_known(r->awarded_ms)
	                 ? "Sourced in %s" : "Closed after %s", span_text(rq->arena, span));
}

static void action(struct rq *rq, struct page *pg, const struct request *r, bool may,
                   const char *what, const char *text, bool second)
{
	if (may)
		gov_button(pg, (struct gov_button){ .text = text,
			.href = arena_fmt(rq->arena, "/requests/%lld/%s", (long long)r->id.v, what),
			.classes = second ? "govuk-button--secondary" : NULL });
}

static void draw_actions(struct rq *rq, struct page *pg, const struct request *r)
{
	bool broker = rq_may(rq, MAY_BROKER) && r->open, asks = rq_may(rq, MAY_ASK) && r->open;

	EL(pg, "div", "class", "govuk-button-group");
	action(rq, pg, r, broker && r->offers, "offers", "Compare offers", false);
	action(rq, pg, r, broker, "send", "Send to a tier", r->offers > 0);
	action(rq, pg, r, asks, "change", "Change", true);
	action(rq, pg, r, asks, "withdraw", "Withdraw", true);
	action(rq, pg, r, broker, "unmet", "Close as unmet", true);
	end(pg);
}

struct reply request_get(struct rq *rq)
{
	struct record *rec;
	struct request r;
	struct person p;
	struct page *pg;

	if (!ONE(rq->db, rq->arena, request_load, &r, .id = V(ID(rq, RequestId, "request"))) ||
	    !person_here(rq, r.person, &p))
		return not_found(rq);
	audit_open(rq, r.person, NULL);
	rec = record_new(rq->arena, "request", r.id.v,
	                 arena_fmt(rq->arena, "Request %lld", (long long)r.id.v));
	record_text(rec, "person", "Person",
	            arena_fmt(rq->arena, "%s %s", p.given_name, p.family_name));
	record_link(rec, arena_fmt(rq->arena, "/people/%lld", (long long)p.id.v));
	record_case(rq, rec, &r);
	record_visits(rq, rec, r.id);
	record_story(rq, rec, &r);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "Request %lld", (long long)r.id.v);
	rq->look.caption = clock_text(rq, &r);
	rq->look.wide = rq_may(rq, MAY_BROKER) && r.open;     /* for who could take it */
	rq->look.back = rq_may(rq, MAY_BROKER) ? "/requests" : "/requests/mine";
	pg = show_begin(rq);
	draw_actions(rq, pg, &r);
	if (r.stage == STAGE_AWARDED)
		draw_award(rq, pg, &r);
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, "visits");
	if (rq_may(rq, MAY_BROKER) && r.open)
		draw_candidates(rq, pg, &r);
	draw_story(rq, pg, rec);
	return show(rq, pg);
}

static const struct column person_columns[] = {
	{ .key = "request", .label = "Request", .kind = CELL_INT },
	{ .key = "reason", .label = "Reason", .kind = CELL_WORD, .words = &request_reason_vocab },
	{ .key = "service", .label = "Service", .kind = CELL_WORD, .words = &service_vocab },
	{ .key = "week", .label = "A week", .kind = CELL_MINUTES },
	{ .key = "requested", .label = "Requested", .kind = CELL_MOMENT },
	{ .key = "stage", .label = "Stage", .kind = CELL_WORD, .words = &request_stage_vocab },
};

void person_requests(struct rq *rq, struct page *pg, struct record *rec, PersonId id)
{
	struct request_list_of_person_row *rows;
	struct table *t = record_table(rec, "requests", "Requests", person_columns,
	                               COUNT(person_columns));
	size_t n = ALL(rq->db, rq->arena, request_list_of_person, &rows, .person = V(id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_linked(cell_of_int(rows[i].id.v),
		                   arena_fmt(rq->arena, "/requests/%lld", (long long)rows[i].id.v));
		c[1] = cell_of_word(rows[i].reason);
		c[2] = cell_of_word(rows[i].service);
		c[3] = cell_of_minutes(rows[i].week_mins);
		c[4] = cell_of_moment(rows[i].made_ms);
		c[5] = cell_of_word(rows[i].stage);
	}
	if (pg && n)
		record_draw_table(rq, pg, rec, "requests");
}

/* ---- changing and closing ----------------------------------------------------------- */

static struct reply changed_reply(struct rq *rq, enum changed got, const char *done)
{
	long long id = (long long)rq_id(rq, "request");

	switch (got) {
	case CHANGED:
		return go(rq, done, "/requests/%lld", id);
	case CHANGED_STALE:
		return refuse(rq, NULL,
		              "Somebody changed this request while you were writing. "
		              "Your answers are kept below; open the request beside this page, "
		              "compare, and send again");
	case CHANGED_ALREADY:
		return refuse(rq, "service", "There is another open request for this service "
		              "already. Change that one instead");
	case CHANGED_CLOSED:
		return conflict(rq, "This request is closed",
		                "It has been sourced, withdrawn or closed since this page "
		                "was opened.");
	case CHANGED_GONE:
		return not_found(rq);
	}
	return not_found(rq);
}

bool request_seen(struct rq *rq, RequestId id, struct request *r)
{
	struct person p;

	return ONE(rq->db, rq->arena, request_load, r, .id = V(id)) &&
	       person_here(rq, r->person, &p);
}

static bool request_here(struct rq *rq, struct request *r)
{
	return request_seen(rq, ID(rq, RequestId, "request"), r);
}

struct reply request_change_load(struct rq *rq, void *form)
{
	struct request r;

	if (!request_here(rq, &r))
		return not_found(rq);
	audit_open(rq, r.person, NULL);
	from_request(rq->db, rq->arena, r.id, form);
	return (struct reply){ REPLY_DEFAULT };
}

struct reply request_change_post(struct rq *rq, void *form)
{
	struct request_form *f = form, *was = NEW(rq->arena, struct request_form);
	struct request_answers in = to_answers(rq->arena, f);
	struct request r;
	enum changed got;

	if (!request_here(rq, &r))
		return not_found(rq);
	if (r.revision != f->revision) {
		/* Drawn again with the newest revision, so that the next send is meant. */
		f->revision = r.revision;
		return changed_reply(rq, CHANGED_STALE, NULL);
	}
	from_request(rq->db, rq->arena, r.id, was);
	got = request_change(rq->db, rq->arena, r.id, f->revision, &in, f->because,
	                     form_changes(rq->arena, &request_change_form, was, f),
	                     rq->me, rq->now);
	return changed_reply(rq, got, "The request has been changed");
}

struct close_form { const char *reason; int64_t revision; };
static const struct field close_fields[] = {
	{ IN(struct close_form, reason), .label = "Why?", .as = AS_LONG, .max = 1000,
	  .need = "Say why" },
	{ IN(struct close_form, revision), .as = AS_HIDDEN },
};
const struct form request_withdraw_form = { FORM(struct close_form, close_fields),
	.name = "withdraw", .title = "Withdraw the request", .button = "Withdraw", .danger = true,
	.lead = "Providers who were asked will be told. A withdrawn request is kept." };
const struct form request_unmet_form = { FORM(struct close_form, close_fields), .name = "unmet",
	.title = "Close the request as unmet", .button = "Close as unmet", .danger = true,
	.lead = "Nobody could be found. It is counted and reported as unmet need." };

struct reply request_close_load(struct rq *rq, void *form)
{
	struct request r;

	if (!request_here(rq, &r))
		return not_found(rq);
	((struct close_form *)form)->revision = r.revision;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply request_withdraw_post(struct rq *rq, void *form)
{
	struct close_form *f = form;
	struct request r;
	enum changed got;

	if (!request_here(rq, &r))
		return not_found(rq);
	got = request_withdraw(rq->db, rq->arena, r.id, f->revision, f->reason, rq->me, rq->now);
	return changed_reply(rq, got, "The request has been withdrawn");
}

struct reply request_unmet_post(struct rq *rq, void *form)
{
	struct close_form *f = form;
	struct request r;
	enum changed got;

	if (!request_here(rq, &r))
		return not_found(rq);
	got = request_close_unmet(rq->db, rq->arena, r.id, f->revision, f->reason, rq->me, rq->now);
	return changed_reply(rq, got, "The request has been closed as unmet");
}
