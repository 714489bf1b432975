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
