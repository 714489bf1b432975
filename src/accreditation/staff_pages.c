/* SPDX-License-Identifier: MIT */
/*
 * staff_pages.c -- applications as commissioners see them: all, one, what was looked into,
 * and what applying to a framework asks.
 */
#include "accreditation/pages.h"

const char *staff_path(struct rq *rq, const char *end)
{
	return arena_fmt(rq->arena, "/applications/%lld%s%s", (long long)APPLICATION_HERE(rq).v,
	                 end[0] ? "/" : "", end);
}

/* ---- all ------------------------------------------------------------- */

static const struct list_col application_cols[] = {
	{ .name = "id", .label = "Application", .link = "/applications/{id}" },
	{ .name = "provider_name", .label = "Provider", .link = "/providers/{provider}" },
	{ .name = "framework_name", .label = "Framework" },
	{ .name = "state", .label = "State", .as = CELL_WORD, .words = &application_state_vocab },
	{ .name = "begun_ms", .label = "Begun" },
	{ .name = "sent_ms", .label = "Sent" },
	{ .name = "panel_name", .label = "Panel" },
	{ .name = "confirmed_ms", .label = "Told" },
	{ .name = "provider", .label = "Number of the provider", .as = CELL_INT,
	  .in_files_only = true },
};
static const struct list_filter application_filters[] = {
	{ .name = "state", .label = "State", .words = &application_state_vocab },
};
const struct list applications_list = {
	.name = "applications", .title = "Applications to join a framework",
	.why = "Commissioners see which applications wait for what", .wide = true,
	.sql = &application_list_sql, .cols = application_cols, .ncols = COUNT(application_cols),
	.filters = application_filters, .nfilters = COUNT(application_filters),
	.none = "There is no such application.",
};

/* ---- facts and tables of one ----------------------------------------- */

struct cell last_day_of(Date until)
{
	return !date_known(until) || date_cmp(until, DATE_OPEN) >= 0
	       ? cell_none() : cell_of_date(date_plus(until, -1));
}

static void put_yes(struct record *rec, const char *key, const char *label, int64_t is)
{
	record_fact(rec, &(struct column){ .key = key, .label = label, .kind = CELL_BOOL },
	            is == INT_NONE ? cell_none() : cell_of_bool(is == 1));
	record_if_any(rec);
}

static void put_text(struct record *rec, const char *key, const char *label, const char *text)
{
	record_text(rec, key, label, text);
	record_if_any(rec);
}

void put_application(struct rq *rq, struct record *rec, const struct application *x)
{
	record_moment(rec, "sent", "Sent", x->sent_ms);
	record_if_any(rec);
	put_yes(rec, "works_here", "Supports people here now", x->works_here);
	put_yes(rec, "based_here", "Based in our districts", x->based_here);
	put_yes(rec, "newcomer", "New to this market", x->newcomer);
	put_text(rec, "elsewhere", "Accredited by others", x->elsewhere);
	put_text(rec, "mobilisation", "Mobilisation plan", x->mobilisation);
	put_text(rec, "recruitment", "Recruitment and retention plan", x->recruitment);
	put_text(rec, "withdrawn", "Withdrawn because", x->withdrawn);
	if (!moment_known(x->confirmed_ms))
		return;
	record_moment(rec, "told", "Decided and told", x->confirmed_ms);
	record_date(rec, "from", "What is accepted holds from", x->from_day);
	put_text(rec, "words", "Words of the decision", x->words);
	record_date(rec, "review_until", "A review may be asked for until",
	            review_last_day(rq->db, rq->arena, x->confirmed_ms));
	record_moment(rec, "review_asked", "Review asked for", x->asked_ms);
	record_if_any(rec);
}

static const struct column place_cols[] = {
	{ .key = "number", .from = "number", .label = "Lot", .kind = CELL_INT },
	{ .key = "lot", .from = "lot_name", .label = "Name" },
	{ .key = "service", .from = "service", .label = "Service", .kind = CELL_WORD,
	  .words = &service_vocab },
	{ .key = "locality", .from = "locality_name", .label = "Locality" },
};

void put_places(struct rq *rq, struct record *rec, const struct application *x)
{
	struct table *t = record_table(rec, "places", "Lots and places asked for", place_cols,
	                               COUNT(place_cols));
	struct application_places_row *p;
	size_t n = ALL(rq->db, rq->arena, application_places, &p, .application = V(x->id));

	record_fill(t, &application_places_sql, p, n);
}

static const struct column verdict_cols[] = {
	{ .key = "number", .label = "Lot", .kind = CELL_INT },
	{ .key = "lot", .label = "Name" },
	{ .key = "locality", .label = "Locality" },
	{ .key = "accepted", .label = "Accepted", .kind = CELL_BOOL },
	{ .key = "reason", .label = "Reason" },
};

size_t put_verdicts(struct rq *rq, struct record *rec, const struct application *x)
{
	struct table *t = record_table(rec, "verdicts", "Decided", verdict_cols,
	                               COUNT(verdict_cols));
	struct verdict_list_row *v;
	size_t n = ALL(rq->db, rq->arena, verdict_list, &v, .decision = V(x->decision));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(v[i].number);
		c[1] = cell_of_text(v[i].lot_name);
		c[2] = cell_of_text(v[i].locality_name);
		c[3] = cell_of_bool(v[i].accepted);
		c[4] = cell_of_text(v[i].reason);
	}
	return n;
}

static const struct column reference_cols[] = {
	{ .key = "authority", .label = "Authority" },
	{ .key = "name", .label = "Who can be asked" },
	{ .key = "email", .label = "Email address" },
	{ .key = "phone", .label = "Telephone" },
	{ .key = "drop", .label = "Remove", .on_page_only = true },
};

size_t put_references(struct rq *rq, struct record *rec, const struct application *x, bool own)
{
	const bool drop = own && x->state == APPLICATION_DRAFT;
	struct table *t = record_table(rec, "references", "References", reference_cols,
	                               COUNT(reference_cols) - !drop);
	struct reference_list_row *r;
	size_t n = ALL(rq->db, rq->arena, reference_list, &r, .application = V(x->id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_text(r[i].authority);
		c[1] = cell_of_text(r[i].name);
		c[2] = cell_of_text(r[i].email);
		c[3] = cell_of_text(r[i].phone);
		if (!drop)
			continue;
		c[4] = cell_of_text("Remove");
		c[4].link = portal_path(rq, arena_fmt(rq->arena, "references/%lld/remove",
		                        (long long)r[i].id.v));
	}
	return n;
}

static const struct column look_cols[] = {
	{ .key = "kind", .from = "kind", .label = "What", .kind = CELL_WORD,
	  .words = &application_look_vocab },
	{ .key = "done", .from = "done_day", .label = "Day", .kind = CELL_DATE },
	{ .key = "outcome", .from = "outcome", .label = "Came to", .kind = CELL_WORD,
	  .words = &application_found_vocab },
	{ .key = "note", .from = "note", .label = "Note" },
	{ .key = "by", .from = "made_name", .label = "By" },
};

static size_t put_looks(struct rq *rq, struct record *rec, const struct application *x)
{
	struct table *t = record_table(rec, "looks", "Looked into", look_cols, COUNT(look_cols));
	struct check_list_row *c;
	size_t n = ALL(rq->db, rq->arena, check_list, &c, .application = V(x->id));

	record_fill(t, &check_list_sql, c, n);
	return n;
}

static const struct column round_cols[] = {
	{ .key = "round", .label = "Round", .kind = CELL_INT },
	{ .key = "decided", .label = "Decided by" },
	{ .key = "confirmed", .label = "Confirmed by" },
	{ .key = "back", .label = "Sent back by" },
	{ .key = "why", .label = "Why" },
	{ .key = "review", .label = "Review", .kind = CELL_WORD,
	  .words = &application_reviewed_vocab },
	{ .key = "reviewed", .label = "Reviewed by" },
	{ .key = "reason", .label = "What the review found" },
};

static size_t put_rounds(struct rq *rq, struct record *rec, const struct application *x)
{
	struct table *t = record_table(rec, "rounds", "How it was decided", round_cols,
	                               COUNT(round_cols));
	struct decisions_of_row *d;
	size_t n = ALL(rq->db, rq->arena, decisions_of, &d, .application = V(x->id));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(d[i].round);
		c[1] = cell_of_text(d[i].decided_name);
		c[2] = cell_of_text(d[i].confirmed_name);
		c[3] = cell_of_text(d[i].back_name);
		c[4] = cell_of_text(d[i].back);
		c[5] = d[i].outcome == INT_NONE ? cell_none() : cell_of_word(d[i].outcome);
		c[6] = cell_of_text(d[i].review_name);
		c[7] = cell_of_text(d[i].review_reason);
	}
	return n;
}

static const char *due_text(struct rq *rq, unsigned due)
{
	struct buf b = buf_new(rq->arena);

	for (size_t i = 0; i < application_look_vocab.n; i++)
		if (due >> application_look_vocab.words[i].code & 1)
			buf_fmt(&b, "%s%s", b.n ? ", " : "", application_look_vocab.words[i].label);
	return b.n ? buf_text(&b) : "Nothing";
}

/* ---- one ------------------------------------------------------------- */

static void staff_ways(struct rq *rq, struct page *pg, const struct application *x)
{
	const bool look = x->state == APPLICATION_SENT || x->state == APPLICATION_EVALUATING ||
	                  x->state == APPLICATION_MODERATED;
	const struct { bool is; const char *words, *end; } ways[] = {
		{ x->state == APPLICATION_SENT, "Put on a panel", "panel" },
		{ look, "Note what was looked into", "looks" },
		{ x->state == APPLICATION_MODERATED, "Decide", "decide" },
		{ x->state == APPLICATION_DECIDED, "Confirm the decision", "confirm" },
		{ x->state == APPLICATION_DECIDED, "Send it back", "back" },
		{ x->state == APPLICATION_REVIEW, "End the review", "review" },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].is)
			gov_button(pg, (struct gov_button){ .text = ways[i].words,
				.href = staff_path(rq, ways[i].end),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

struct reply application_get(struct rq *rq)
{
	struct application x;
	struct record *rec;
	size_t looks, rounds, verdicts, refs;
	struct page *pg;

	if (!application_load(rq->db, rq->arena, APPLICATION_HERE(rq), &x))
		return not_found(rq);
	rec = record_new(rq->arena, "application", x.id.v, x.provider_name);
	record_word(rec, "state", "State", &application_state_vocab, x.state);
	record_text(rec, "provider", "Provider", x.provider_name);
	record_link(rec, arena_fmt(rq->arena, "/providers/%lld", (long long)x.provider.v));
	record_text(rec, "framework", "Framework", x.framework_name);
	record_link(rec, arena_fmt(rq->arena, "/frameworks/%lld", (long long)x.framework.v));
	put_application(rq, rec, &x);
	record_text(rec, "answers", "Answers", moment_known(x.sent_ms) ? "Read" : "Not sent yet");
	if (moment_known(x.sent_ms))
		record_link(rec, arena_fmt(rq->arena, "/sheets/%lld", (long long)x.sheet.v));
	record_text(rec, "panel", "Panel", x.panel_name);
	if (x.panel.v)
		record_link(rec, arena_fmt(rq->arena, "/panels/%lld", (long long)x.panel.v));
	record_text(rec, "due", "Still to be looked into", moment_known(x.sent_ms)
	            ? due_text(rq, looks_due(rq->db, rq->arena, &x)) : NULL);
	put_places(rq, rec, &x);
	verdicts = x.decision.v ? put_verdicts(rq, rec, &x) : 0;
	looks = put_looks(rq, rec, &x);
	refs = put_references(rq, rec, &x, false);
	rounds = put_rounds(rq, rec, &x);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = x.provider_name;
	rq->look.caption = x.framework_name;
	rq->look.back = "/applications";
	rq->look.wide = true;
	pg = show_begin(rq);
	staff_ways(rq, pg, &x);
	record_draw_facts(rq, pg, rec);
	record_draw_table(rq, pg, rec, verdicts ? "verdicts" : "places");
	if (looks)
		record_draw_table(rq, pg, rec, "looks");
	if (refs)
		record_draw_table(rq, pg, rec, "references");
	if (rounds)
		record_draw_table(rq, pg, rec, "rounds");
	return show(rq, pg);
}

struct reply staff_load(struct rq *rq, void *form)
{
	struct application x;

	(void)form;
	if (!application_load(rq->db, rq->arena, APPLICATION_HERE(rq), &x))
		return not_found(rq);
	rq->look.caption = x.provider_name;
	rq->look.back = staff_path(rq, "");
	return (struct reply){ REPLY_DEFAULT };
}

/* ---- put on a panel -------------------------------------------------- */

struct put_in { PanelId panel; };
static const struct field put_fields[] = {
	{ IN(struct put_in, panel), .label = "Panel", .from = &panel_open_choices_sql,
	  .as = AS_SELECT, .need = "Choose the panel, or make one first under Panels" },
};
const struct form application_panel_form = { .name = "application-panel",
	FORM(struct put_in, put_fields), .title = "Put on a panel", .button = "Put it there" };

struct reply application_panel_post(struct rq *rq, void *form)
{
	const struct put_in *in = form;
	struct application x;
	enum paneled got;

	if (!application_hold(rq->db, rq->arena, APPLICATION_HERE(rq), &x))
		return not_found(rq);
	if (x.state != APPLICATION_SENT)
		return refuse(rq, NULL, "It is scored already, or was withdrawn");
	got = panel_sheet_add(rq->db, rq->arena, in->panel, x.sheet, rq->me->id, rq->now);
	if (got == PANELED_LOCKED)
		return refuse(rq, "panel", "This panel is locked: choose or make another");
	if (got != PANELED)
		return refuse(rq, "panel", "It cannot be put on that panel");
	return go(rq, "It is on the panel", "%s", staff_path(rq, ""));
}

/* ---- looked into ----------------------------------------------------- */

static const struct field look_fields[] = {
	{ IN(struct look_answers, kind), .label = "What", .words = &application_look_vocab,
	  .need = "Say what was looked into" },
	{ IN(struct look_answers, done), .label = "Day", .need = "Enter the day" },
	{ IN(struct look_answers, outcome), .label = "What it came to",
	  .words = &application_found_vocab, .need = "Say what it came to" },
	{ IN(struct look_answers, note), .label = "Note", .as = AS_LONG, .max = 4000,
	  .hint = "Who was seen or asked, and what was found", .need = "Write a note" },
};
const struct form look_form = { .name = "application-look", FORM(struct look_answers, look_fields),
	.title = "Note what was looked into", .button = "Keep" };

struct reply look_load(struct rq *rq, void *form)
{
	struct look_answers *in = form;

	in->done = rq->today;
	return staff_load(rq, form);
}

struct reply look_post(struct rq *rq, void *form)
{
	const struct look_answers *in = form;

	if (date_cmp(in->done, rq->today) > 0)
		return refuse(rq, "done", "The day must not be in the future");
	return decided_reply(rq, application_look(rq->db, rq->arena, APPLICATION_HERE(rq), in,
	                     rq->me->id, rq->now), NULL, "Noted", staff_path(rq, ""));
}

/* ---- what a framework asks ------------------------------------------- */

static const struct field asks_fields[] = {
	{ IN(struct asks_answers, questionnaire), .label = "Questionnaire", .as = AS_SELECT,
	  .from = &asks_questionnaires_sql, .need = "Choose a published selection questionnaire" },
	{ IN(struct asks_answers, refs), .label = "References of who is based elsewhere",
	  .max = 9, .width = "2", .need = "Enter how many, or 0" },
	{ IN(struct asks_answers, visit), .label = "A visit to who is based here, or is "
	  "accredited nowhere else" },
	{ IN(struct asks_answers, plans), .label = "Mobilisation plan and recruitment and "
	  "retention plan of newcomers" },
	{ IN(struct asks_answers, finance), .label = "Financial appraisal" },
	{ IN(struct asks_answers, credit), .label = "Credit check" },
};
const struct form asks_form = { .name = "application-asks",
	FORM(struct asks_answers, asks_fields), .title = "What applying asks", .button = "Keep",
	.lead = "Besides the evidence that is asked of every provider." };

struct reply asks_load_form(struct rq *rq, void *form)
{
	FrameworkId framework = ID(rq, FrameworkId, "framework");
	struct framework_named_row f;
	struct asks_answers *in = form;
	struct application_asks asks;

	if (!ONE(rq->db, rq->arena, framework_named, &f, .id = V(framework)))
		return not_found(rq);
	rq->look.caption = f.name;
	rq->look.back = arena_fmt(rq->arena, "/frameworks/%lld", (long long)framework.v);
	*in = (struct asks_answers){ .refs = 2, .visit = true, .plans = true, .finance = true,
	                             .credit = true };
	if (ONE(rq->db, rq->arena, asks_load, &asks, .framework = V(framework)))
		*in = (struct asks_answers){ asks.questionnaire, asks.refs, asks.visit,
			asks.plans, asks.finance, asks.credit };
	return (struct reply){ REPLY_DEFAULT };
}

struct reply asks_post(struct rq *rq, void *form)
{
	FrameworkId framework = ID(rq, FrameworkId, "framework");
	struct framework_named_row f;

	if (!ONE(rq->db, rq->arena, framework_named, &f, .id = V(framework)))
		return not_found(rq);
	return applied_reply(rq, asks_set(rq->db, rq->arena, framework, form, rq->me->id,
	                     rq->now), NULL, "Kept", arena_fmt(rq->arena, "/frameworks/%lld",
	                     (long long)framework.v));
}
