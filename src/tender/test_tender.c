/* SPDX-License-Identifier: MIT */
/*
 * test_tender.c -- the opportunity of test_tender.h.
 */
#include "tender/test_tender.h"

#include <string.h>

struct step {
	struct t *t;
	struct opportunity_answers in;
	OpportunityId id;
	bool publish;
};

Moment tender_at(int month, int day, int hour)
{
	return moment_at(date_make(2026, month, day), minutes(60 * hour));
}

static bool ask(struct db *db, struct arena *a, QuestionnaireVersionId v,
                struct question_answers q)
{
	AskedQuestionId id;

	q.least = q.most = INT_NONE;
	q.seen_by = SEEN_ALL;
	return question_add(db, a, v, NULL, &q, CARL, &id) == DRAFTED;
}

static bool make(void *arg)
{
	struct step *s = arg;
	struct db *db = s->t->db;
	struct arena *a = s->t->arena;
	QuestionnaireVersionId v;
	QuestionnaireId id;
	struct questions set;

	return questionnaire_add(db, a, "Response", ASKS_OTHER, CARL, T_NOW, &id, &v) == DRAFTED &&
	       ask(db, a, v, (struct question_answers){ ANSWER_WORDS, .section = "Quality",
	           .label = "How will you do it?", .need = "Say how", .weight = 60 }) &&
	       ask(db, a, v, (struct question_answers){ ANSWER_WORDS, .section = "Social value",
	           .label = "What else do you bring?", .need = "Say what", .weight = 40 }) &&
	       ask(db, a, v, (struct question_answers){ ANSWER_VOW, .label = "All is true" }) &&
	       questions_load(db, a, v, &set) &&
	       version_publish(db, a, v, set.v.revision, CARL, T_NOW) == DRAFTED;
}

void tender_world(struct t *t)
{
	struct step s = { .t = t };

	world_make(t->db);
	NEED(db_write(t->db, make, &s));
}

struct opportunity_answers tender_usual(struct t *t)
{
	static struct tender_lot lots[] = {
		{ "North", "an hour of care", { 90000000 }, 50, 40, 10 },
		{ "South", "an hour of care", { 60000000 }, 50, 40, 10 },
	};

	(void)t;
	return (struct opportunity_answers){ .title = "Homecare at night",
		.about = "Care between 10pm and 7am", .cpv = "85312000",
		.service = SERVICE_HOMECARE, .questionnaire = { 1 },
		.ask_until = tender_at(6, 29, 12), .close = tender_at(7, 6, 12),
		.award = date_make(2026, 8, 3), .from = date_make(2026, 10, 1),
		.until = date_make(2029, 10, 1), .extend = date_make(2031, 10, 1),
		.lots = { lots, COUNT(lots) } };
}

static bool add(void *arg)
{
	struct step *s = arg;
	struct db *db = s->t->db;
	OpportunityDocumentId doc;

	return opportunity_add(db, s->t->arena, &s->in, CARL, T_NOW, &s->id) == TENDERED &&
	       opportunity_document_add(db, s->t->arena, s->id, DOCUMENT_SPEC, "Specification",
	                                &(struct file){ "spec.pdf", "%PDF", 4 }, CARL, T_NOW,
	                                &doc) == TENDERED &&
	       (!s->publish || opportunity_publish(db, s->t->arena, s->id,
	                                           tender_load(s->t, s->id).revision, CARL,
	                                           T_NOW) == TENDERED);
}

OpportunityId tender_added(struct t *t, struct opportunity_answers in)
{
	struct step s = { .t = t, .in = in };

	NEED(db_write(t->db, add, &s));
	return s.id;
}

OpportunityId tender_published(struct t *t, struct opportunity_answers in)
{
	struct step s = { .t = t, .in = in, .publish = true };

	NEED(db_write(t->db, add, &s));
	return s.id;
}

OpportunityId tender_open(struct t *t)
{
	tender_world(t);
	return tender_published(t, tender_usual(t));
}

struct opportunity tender_load(struct t *t, OpportunityId id)
{
	struct opportunity o = { 0 };

	NEED(ONE(t->db, t->arena, opportunity_load, &o, .id = V(id)));
	return o;
}

size_t tender_letters(struct t *t, const char *to, const char *words)
{
	static const struct sql_piece piece = {
		"SELECT to_address, subject, body FROM mail_out ORDER BY id", -1, 0 };
	struct row { const char *to, *subject, *body; } *rows;
	static const struct col cols[] = {
		{ "to_address", offsetof(struct row, to), COL_TEXT },
		{ "subject", offsetof(struct row, subject), COL_TEXT },
		{ "body", offsetof(struct row, body), COL_TEXT },
	};
	static const struct sql all = { .name = "letters", .file = __FILE__, .pieces = &piece,
		.npieces = 1, .cols = cols, .ncols = COUNT(cols), .row_size = sizeof(struct row) };
	size_t n = db_all(t->db, t->arena, &all, NULL, 0, &rows), found = 0;

	for (size_t i = 0; i < n; i++)
		found += strcmp(rows[i].to, to) == 0 &&
		         (strstr(rows[i].subject, words) || strstr(rows[i].body, words));
	return found;
}

/* ---- responses ----------------------------------------------------------------------------- */

struct reply_step {
	struct t *t;
	OpportunityId id;
	ProviderId provider;
	Money price[2];
	Moment now;
	const struct tender_marks *marks;
	size_t nmarks;
};

static bool answers_save(struct t *t, AnswerSheetId sheet, UserAccountId by)
{
	static const struct param list[] = {
		{ "how_will_you_do_it", "Well", 4, NULL },
		{ "what_else_do_you_bring", "Jobs", 4, NULL }, { "all_is_true", "yes", 3, NULL },
	};
	const struct params given = { list, COUNT(list) };
	struct question_form *qf = sheet_form(t->db, t->arena, sheet, SEEN_ALL, TO_ANSWER);
	struct rq rq = { .db = t->db, .arena = t->arena };
	void *at = form_new(t->arena, &qf->form);

	if (!form_read(&rq, &qf->form, &given, at))
		return false;
	*question_form_revision(qf, at) = qf->sheet.revision;
	return sheet_save(t->db, t->arena, qf, at, by) == ANSWERED;
}

static bool respond(void *arg)
{
	struct reply_step *s = arg;
	const struct me me = world_scheduler(s->provider);
	struct db *db = s->t->db;
	struct arena *a = s->t->arena;
	struct lot_price prices[2];
	struct opportunity_lot *lots;
	struct response r;
	size_t n = 0;

	if (response_begin(db, a, s->id, &me, s->now) != RESPONDED ||
	    !ONE(db, a, response_of, &r, .opportunity = V(s->id), .provider = V(s->provider)) ||
	    !answers_save(s->t, r.sheet, me.id))
		return false;
	SURE(ALL(db, a, opportunity_lot_list, &lots, .opportunity = V(s->id)) == 2);
	for (size_t i = 0; i < 2; i++)
		if (money_known(s->price[i]))
			prices[n++] = (struct lot_price){ lots[i].id, s->price[i] };
	return response_price(db, a, s->id, r.revision, prices, n, &me, s->now) == RESPONDED &&
	       response_send(db, a, s->id, r.revision + 1, 0, &me, s->now) == RESPONDED;
}

void tender_respond(struct t *t, OpportunityId id, ProviderId provider, Money first, Money second,
                    Moment now)
{
	struct reply_step s = { .t = t, .id = id, .provider = provider, .price = { first, second },
		.now = now };

	NEED(db_write(t->db, respond, &s));
}

static bool open_all(void *arg)
{
	struct reply_step *s = arg;

	return responses_open(s->t->db, s->t->arena, s->id, CARL, s->now) == OPENED_HALF &&
	       responses_open(s->t->db, s->t->arena, s->id, CORA, s->now) == OPENED;
}

void tender_opened(struct t *t, OpportunityId id)
{
	NEED(db_write(t->db, open_all, &(struct reply_step){ .t = t, .id = id,
	                                                     .now = tender_at(7, 6, 13) }));
}

/* ---- scored -------------------------------------------------------------------------------- */

static bool score_one(struct t *t, PanelId panel, AnswerSheetId sheet, UserAccountId by,
                      const struct tender_marks *m, Moment now)
{
	struct question_form *qf = sheet_form(t->db, t->arena, sheet, SEEN_EVALUATORS, TO_READ);
	struct score_form *f = score_form(t->arena, qf);
	char *at = form_new(t->arena, &f->form);

	SURE(f->form.nfields == 4);
	*(int64_t *)(at + f->form.fields[0].at) = m->quality;
	*(int64_t *)(at + f->form.fields[2].at) = m->social;
	return panel_score(t->db, t->arena, panel, f, at, by, now) == PANELED &&
	       panel_marks_lock(t->db, t->arena, panel, sheet, by, now) == PANELED;
}

#define MARY ((UserAccountId){ 4 })               /* scores, as Cora does; Carl moderates */

static bool score_all(void *arg)
{
	static const UserAccountId who[] = { { 4 }, { 8 }, { 5 } };
	struct reply_step *s = arg;
	struct db *db = s->t->db;
	struct arena *a = s->t->arena;
	struct response_opened_list_row *r;
	struct opportunity o;
	size_t n;

	if (evaluation_begin(db, a, s->id, CARL, s->now) != JUDGED)
		return false;
	o = tender_load(s->t, s->id);
	for (size_t i = 0; i < COUNT(who); i++)
		if (panel_member_add(db, a, o.panel, who[i], i == 2, CARL, s->now) != PANELED ||
		    panel_declare(db, a, o.panel, NULL, NULL, who[i], s->now) != PANELED)
			return false;
	n = ALL(db, a, response_opened_list, &r, .opportunity = V(s->id));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < s->nmarks; k++)
			if (s->marks[k].provider.v == r[i].provider.v &&
			    (!score_one(s->t, o.panel, r[i].sheet, MARY, &s->marks[k], s->now) ||
			     !score_one(s->t, o.panel, r[i].sheet, CORA, &s->marks[k], s->now)))
				return false;
	return panel_lock(db, a, o.panel, CARL, s->now) == PANELED;
}

void tender_scored(struct t *t, OpportunityId id, const struct tender_marks *marks, size_t n)
{
	NEED(db_write(t->db, score_all, &(struct reply_step){ .t = t, .id = id,
	              .marks = marks, .nmarks = n, .now = tender_at(7, 7, 9) }));
}
