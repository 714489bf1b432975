/* SPDX-License-Identifier: MIT */
/*
 * portal_pages.c -- a provider applies, follows its application, withdraws it, asks for a
 * review.
 *
 * Everything is found through the reader's own organisation: another's does not exist.
 */
#include "accreditation/pages.h"

const char *portal_path(struct rq *rq, const char *end)
{
	return arena_fmt(rq->arena, "/portal/applications/%lld%s%s",
	                 (long long)APPLICATION_HERE(rq).v, end[0] ? "/" : "", end);
}

bool own_application(struct rq *rq, struct application *x)
{
	return application_load(rq->db, rq->arena, APPLICATION_HERE(rq), x) &&
	       x->provider.v == rq->me->provider.v;
}

const char *next_window_text(struct rq *rq, FrameworkId id)
{
	struct framework_next_window_row w;

	if (!ONE(rq->db, rq->arena, framework_next_window, &w, .framework = V(id),
	         .today = V(rq->today)))
		return "No window is planned yet.";
	return arena_fmt(rq->arena, "The next window opens on %s.",
	                 date_text(rq->arena, w.opens_day));
}

struct reply applied_reply(struct rq *rq, enum applied got, const char *field, const char *flash,
                           const char *to)
{
	switch (got) {
	case APPLIED:
		return go(rq, flash, "%s", to);
	case APPLIED_GONE:
		return not_found(rq);
	case APPLIED_SHUT:
		return refuse(rq, field, "No applications are taken now: the window is not open");
	case APPLIED_UNASKED:
	case APPLIED_UNPUBLISHED:
		return refuse(rq, field, "The council has not published yet what it asks of "
		              "applicants. Ask it when it will");
	case APPLIED_ALREADY:
		return go(rq, "You have begun already: go on here", "%s", to);
	case APPLIED_BUSY:
		return refuse(rq, field, "Your answers to the same questionnaire are part of "
		              "another application. Send or withdraw that one first");
	case APPLIED_SENT:
		return refuse(rq, field, "It was sent or withdrawn, and is not changed any more");
	case APPLIED_STALE:
		return refuse(rq, field, "A colleague saved the answers since you opened this. "
		              "Open it again");
	case APPLIED_HELD:
		return refuse(rq, field, "You stand on this lot already. Write to us if you want "
		              "to work in more places");
	case APPLIED_PLACE:
		return refuse(rq, field, "This lot is not for that place");
	case APPLIED_LACKING:
		return refuse(rq, NULL, "Something is missing: it is listed below, with where you "
		              "go for it");
	case APPLIED_DECIDED:
		return refuse(rq, field, "It is decided. Write to us if you want to leave");
	}
	return not_found(rq);
}

/* ---- the frameworks, and one's own applications ---------------------- */

static const struct column framework_cols[] = {
	{ .key = "framework", .label = "Framework" },
	{ .key = "open", .label = "Takes applications", .kind = CELL_BOOL },
	{ .key = "next", .label = "When" },
	{ .key = "apply", .label = "Apply", .on_page_only = true },
};
static const struct column own_cols[] = {
	{ .key = "application", .label = "Application", .kind = CELL_INT },
	{ .key = "framework", .label = "Framework" },
	{ .key = "state", .label = "State", .kind = CELL_WORD, .words = &application_state_vocab },
	{ .key = "begun", .label = "Begun", .kind = CELL_MOMENT },
	{ .key = "sent", .label = "Sent", .kind = CELL_MOMENT },
};

static void put_frameworks(struct rq *rq, struct record *rec)
{
	struct table *t = record_table(rec, "frameworks", "Frameworks", framework_cols,
	                               COUNT(framework_cols));
	struct framework_choices_open_row *f;
	size_t n = ALL(rq->db, rq->arena, framework_choices_open, &f, .today = V(rq->today));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);
		bool open = framework_takes_applications(rq->db, rq->arena, f[i].id, rq->today);

		c[0] = cell_of_text(f[i].name);
		c[1] = cell_of_bool(open);
		c[2] = cell_of_text(open ? "Now" : next_window_text(rq, f[i].id));
		c[3] = cell_of_text(open ? "Apply" : NULL);
		if (open)
			c[3].link = arena_fmt(rq->arena, "/portal/frameworks/%lld/apply",
			                      (long long)f[i].id.v);
	}
}

struct reply applications_own_get(struct rq *rq)
{
	struct record *rec = record_new(rq->arena, "own-applications", rq->me->provider.v,
	                                "Applications");
	struct table *t = record_table(rec, "applications", "Your applications", own_cols,
	                               COUNT(own_cols));
	struct application *x;
	struct page *pg;
	size_t n = application_list_all(rq->db, rq->arena, &x, &(struct application_list){
		.provider = V(rq->me->provider), .limit = V(INT64_C(200)), .skip = V(INT64_C(0)) });

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(x[i].id.v);
		c[1] = cell_of_text(x[i].framework_name);
		c[1].link = arena_fmt(rq->arena, "/portal/applications/%lld", (long long)x[i].id.v);
		c[2] = cell_of_word(x[i].state);
		c[3] = cell_of_moment(x[i].begun_ms);
		c[4] = cell_of_moment(x[i].sent_ms);
	}
	put_frameworks(rq, rec);
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = "Joining a framework";
	pg = show_begin(rq);
	record_draw_table(rq, pg, rec, "frameworks");
	if (n)
		record_draw_table(rq, pg, rec, "applications");
	el(pg, "p");
	el_link(pg, "/portal/evidence", "Your insurance and other evidence");
	end(pg);
	return show(rq, pg);
}

/* ---- begun ----------------------------------------------------------- */

struct nothing_in { bool none; };
const struct form apply_form = { .name = "apply", .size = sizeof(struct nothing_in),
	.title = "Apply to join", .button = "Begin",
	.lead = "You choose lots and places, answer a questionnaire, and show your evidence. You "
	"can stop and go on later. Answers that you sent us before are filled in." };

static FrameworkId framework_here(struct rq *rq)
{
	return ID(rq, FrameworkId, "framework");
}

struct reply apply_load(struct rq *rq, void *form)
{
	struct framework_choices_open_row *f;
	size_t n = ALL(rq->db, rq->arena, framework_choices_open, &f, .today = V(rq->today)), at;

	(void)form;
	for (at = 0; at < n && f[at].id.v != framework_here(rq).v; at++)
		;
	if (at == n)
		return not_found(rq);
	rq->look.caption = f[at].name;
	rq->look.back = "/portal/applications";
	if (!framework_takes_applications(rq->db, rq->arena, f[at].id, rq->today))
		return conflict(rq, "No applications are taken now",
		                next_window_text(rq, f[at].id));
	return (struct reply){ REPLY_DEFAULT };
}

struct reply apply_post(struct rq *rq, void *form)
{
	ApplicationId id = { 0 };
	enum applied got = application_begin(rq->db, rq->arena, framework_here(rq),
	                                     rq->me->provider, rq->me->id, rq->now, &id);

	(void)form;
	if (got == APPLIED_SHUT)
		return conflict(rq, "No applications are taken now",
		                next_window_text(rq, framework_here(rq)));
	return applied_reply(rq, got, NULL, NULL, arena_fmt(rq->arena, "/portal/applications/%lld",
	                     (long long)id.v));
}

/* ---- one of them ----------------------------------------------------- */

static const struct column lack_cols[] = {
	{ .key = "step", .label = "Of", .kind = CELL_WORD, .words = &application_step_vocab },
	{ .key = "lacks", .label = "What is missing" },
};

static size_t put_lacks(struct rq *rq, struct record *rec, const struct application *x,
                        struct lack **lacks)
{
	struct table *t = record_table(rec, "lacks", "What is missing", lack_cols,
	                               COUNT(lack_cols));
	size_t n = application_lacks(rq->db, rq->arena, x, rq->now, lacks);

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_word((*lacks)[i].step);
		c[1] = cell_of_text((*lacks)[i].words);
		c[1].link = (*lacks)[i].path;
	}
	return n;
}

static void steps_draw(struct rq *rq, struct page *pg, const struct lack *lacks, size_t n)
{
	static const struct { enum application_step step; const char *title, *to; } steps[] = {
		{ STEP_ANSWERS, "Answer the questionnaire", "answers" },
		{ STEP_EVIDENCE, "Show your evidence", NULL },
		{ STEP_PLANS, "Say what you do in this area", "plans" },
		{ STEP_REFERENCES, "Name references", "references" },
	};
	struct gov_task items[COUNT(steps)];
	struct gov_tag tags[COUNT(steps)];

	for (size_t i = 0; i < COUNT(steps); i++) {
		bool lacking = false;

		for (size_t k = 0; k < n; k++)
			lacking |= lacks[k].step == (unsigned)steps[i].step;
		tags[i] = (struct gov_tag){ .text = "Something is missing", .colour = "yellow" };
		items[i] = (struct gov_task){ .title = steps[i].title,
			.href = steps[i].to ? portal_path(rq, steps[i].to) : "/portal/evidence",
			.status = lacking ? NULL : "Complete", .tag = lacking ? &tags[i] : NULL };
	}
	gov_task_list(pg, (struct gov_tasks){ .items = items, .nitems = COUNT(items),
	                                      .id_prefix = "step" });
}

static const struct column lot_cols[] = {
	{ .key = "number", .label = "Lot", .kind = CELL_INT },
	{ .key = "name", .label = "Name" },
	{ .key = "service", .label = "Service", .kind = CELL_WORD, .words = &service_vocab },
	{ .key = "part", .label = "Part", .kind = CELL_WORD, .words = &part_vocab },
	{ .key = "places", .label = "Places you want", .kind = CELL_INT },
	{ .key = "choose", .label = "Choose", .on_page_only = true },
};

static void put_lots(struct rq *rq, struct record *rec, const struct application *x)
{
	struct table *t = record_table(rec, "lots", "Lots", lot_cols, COUNT(lot_cols));
	struct application_lots_row *l;
	size_t n = ALL(rq->db, rq->arena, application_lots, &l, .application = V(x->id),
	               .provider = V(x->provider), .framework = V(x->framework),
	               .today = V(rq->today));

	for (size_t i = 0; i < n; i++) {
		struct cell *c = table_add(t);

		c[0] = cell_of_int(l[i].number);
		c[1] = cell_of_text(l[i].name);
		c[2] = cell_of_word(l[i].service);
		c[3] = cell_of_word(l[i].part);
		c[4] = cell_of_int(l[i].places);
		c[5] = cell_of_text(l[i].held ? "You stand on it" : "Choose places");
		if (!l[i].held)
			c[5].link = portal_path(rq, arena_fmt(rq->arena, "lots/%lld",
			                        (long long)l[i].id.v));
	}
}

static void own_ways(struct rq *rq, struct page *pg, const struct application *x)
{
	const bool draft = x->state == APPLICATION_DRAFT;
	const bool over = x->state == APPLICATION_TOLD || x->state == APPLICATION_REVIEW ||
	                  x->state == APPLICATION_WITHDRAWN;
	const bool review = x->state == APPLICATION_TOLD && !moment_known(x->asked_ms) &&
		date_cmp(rq->today, review_last_day(rq->db, rq->arena, x->confirmed_ms)) <= 0;
	const struct { bool is; const char *words, *end; } ways[] = {
		{ draft, "Check and send", "send" },
		{ review, "Ask for a review", "review" },
		{ !over, "Withdraw", "withdraw" },
	};

	EL(pg, "div", "class", "govuk-button-group");
	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].is)
			gov_button(pg, (struct gov_button){ .text = ways[i].words,
				.href = portal_path(rq, ways[i].end),
				.classes = i ? "govuk-button--secondary" : NULL });
	end(pg);
}

struct reply application_own_get(struct rq *rq)
{
	struct application x;
	struct lack *lacks = NULL;
	size_t n = 0, verdicts, refs;
	struct record *rec;
	struct page *pg;

	if (!own_application(rq, &x))
		return not_found(rq);
	rec = record_new(rq->arena, "application", x.id.v, x.framework_name);
	record_word(rec, "state", "State", &application_state_vocab, x.state);
	put_application(rq, rec, &x);
	if (x.state == APPLICATION_DRAFT)
		n = put_lacks(rq, rec, &x, &lacks);
	put_lots(rq, rec, &x);
	refs = put_references(rq, rec, &x, true);
	verdicts = moment_known(x.confirmed_ms) ? put_verdicts(rq, rec, &x) : 0;
	if (rq->format != AS_PAGE)
		return record_reply(rq, rec);
	rq->look.title = rq->look.h1 = arena_fmt(rq->arena, "Application to join %s",
	                                         x.framework_name);
	rq->look.back = "/portal/applications";
	pg = show_begin(rq);
	record_draw_facts(rq, pg, rec);
	own_ways(rq, pg, &x);
	if (verdicts)
		record_draw_table(rq, pg, rec, "verdicts");
	if (x.state == APPLICATION_DRAFT) {
		record_draw_table(rq, pg, rec, "lots");
		steps_draw(rq, pg, lacks, n);
		if (n)
			record_draw_table(rq, pg, rec, "lacks");
	}
	if (refs)
		record_draw_table(rq, pg, rec, "references");
	return show(rq, pg);
}

/* ---- sent ------------------------------------------------------------ */

struct send_in { bool still; int64_t revision; };
static const struct field send_fields[] = {
	{ IN(struct send_in, still), .label = "What is said here is true, the answers from last "
	  "time included", .need = "Say that it is true" },
	{ IN(struct send_in, revision), .as = AS_HIDDEN },
};
const struct form application_send_form = { .name = "application-send",
	FORM(struct send_in, send_fields), .title = "Send the application", .button = "Send",
	.lead = "Once it is sent it is not changed any more. You can withdraw it until it is "
	"decided." };

struct reply application_send_load(struct rq *rq, void *form)
{
	struct send_in *in = form;
	struct question_form *qf;
	struct application x;

	if (!own_application(rq, &x))
		return not_found(rq);
	if (x.state != APPLICATION_DRAFT)
		return conflict(rq, "It was sent or withdrawn",
		                "It can be read, and is not changed any more.");
	qf = sheet_form(rq->db, rq->arena, x.sheet, SEEN_ALL, TO_READ);
	in->revision = qf->sheet.revision;
	rq->look.caption = x.framework_name;
	rq->look.back = portal_path(rq, "");
	return (struct reply){ REPLY_DEFAULT };
}

void application_send_above(struct rq *rq, struct page *pg, const void *form)
{
	struct record *rec = record_new(rq->arena, "lacks", 0, "What is missing");
	struct application x;
	struct lack *lacks;

	(void)form;
	if (own_application(rq, &x) && x.state == APPLICATION_DRAFT &&
	    put_lacks(rq, rec, &x, &lacks))
		record_draw_table(rq, pg, rec, "lacks");
}

struct reply application_send_post(struct rq *rq, void *form)
{
	const struct send_in *in = form;
	struct application x;
	enum applied got;

	if (!own_application(rq, &x))
		return not_found(rq);
	got = application_send(rq->db, rq->arena, x.id, in->revision, rq->me->id, rq->now);
	if (got == APPLIED_SHUT)
		return refuse(rq, NULL, "The window is closed: it was not sent. What you wrote is "
		              "kept. %s", next_window_text(rq, x.framework));
	return applied_reply(rq, got, NULL, "Application sent", portal_path(rq, ""));
}

/* ---- withdrawn, reviewed --------------------------------------------- */

struct words_in { const char *words; };
static const struct field withdraw_fields[] = {
	{ IN(struct words_in, words), .label = "Why", .as = AS_LONG, .max = 2000,
	  .need = "Say why, in a few words" },
};
const struct form application_withdraw_form = { .name = "application-withdraw",
	FORM(struct words_in, withdraw_fields), .title = "Withdraw the application",
	.button = "Withdraw", .danger = true,
	.lead = "You can apply again while a window is open." };

struct reply own_draft_load(struct rq *rq, void *form)
{
	struct application x;

	(void)form;
	if (!own_application(rq, &x))
		return not_found(rq);
	rq->look.caption = x.framework_name;
	rq->look.back = portal_path(rq, "");
	return (struct reply){ REPLY_DEFAULT };
}

struct reply application_withdraw_post(struct rq *rq, void *form)
{
	const struct words_in *in = form;
	struct application x;

	if (!own_application(rq, &x))
		return not_found(rq);
	return applied_reply(rq, application_withdraw(rq->db, rq->arena, x.id, in->words,
	                     rq->me->id, rq->now), NULL, "Application withdrawn",
	                     portal_path(rq, ""));
}

static const struct field review_fields[] = {
	{ IN(struct words_in, words), .label = "What was overlooked or is wrong", .as = AS_LONG,
	  .max = 4000, .need = "Say what was overlooked or is wrong" },
};
const struct form review_ask_form = { .name = "application-review",
	FORM(struct words_in, review_fields), .title = "Ask for a review",
	.button = "Ask for a review",
	.lead = "Somebody who took no part in the decision looks at it again, and writes to you." };

struct reply review_ask_load(struct rq *rq, void *form)
{
	struct application x;

	(void)form;
	if (!own_application(rq, &x) || !moment_known(x.confirmed_ms))
		return not_found(rq);
	rq->look.caption = arena_fmt(rq->arena, "Until %s", date_text(rq->arena,
	                             review_last_day(rq->db, rq->arena, x.confirmed_ms)));
	rq->look.back = portal_path(rq, "");
	return (struct reply){ REPLY_DEFAULT };
}

struct reply review_ask_post(struct rq *rq, void *form)
{
	const struct words_in *in = form;
	struct application x;

	if (!own_application(rq, &x))
		return not_found(rq);
	return decided_reply(rq, application_review_ask(rq->db, rq->arena, x.id, in->words,
	                     rq->me->id, rq->now), NULL, "A review is asked for",
	                     portal_path(rq, ""));
}
