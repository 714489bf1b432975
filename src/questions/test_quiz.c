/* SPDX-License-Identifier: MIT */
/*
 * test_quiz.c -- the questionnaire of test_questions.h.
 */
#include <string.h>

#include "questions/test_questions.h"

struct step {
	struct t *t;
	QuestionnaireVersionId version;
	const char *stem;
	struct question_answers q;
	AskedQuestionId question;
	QuestionnaireId id;
	AnswerSheetId sheet;
	int64_t subject;
	struct question_form *form;
	void *at;
	int got;
};

static bool step_ask(void *arg)
{
	struct step *s = arg;

	s->got = question_add(s->t->db, s->t->arena, s->version, s->stem, &s->q, KEEPER,
	                      &s->question);
	return s->got == DRAFTED;
}

AskedQuestionId quiz_ask(struct t *t, QuestionnaireVersionId version, const char *stem,
                         struct question_answers q)
{
	struct step s = { .t = t, .version = version, .stem = stem, .q = q };

	if (!s.q.seen_by)
		s.q.seen_by = SEEN_ALL;
	if (!s.q.least && !s.q.most)
		s.q.least = s.q.most = INT_NONE;
	db_write(t->db, step_ask, &s);
	NEED(s.got == DRAFTED);
	return s.question;
}

static bool step_add(void *arg)
{
	struct step *s = arg;

	s->got = questionnaire_add(s->t->db, s->t->arena, "Quiz", ASKS_SELECTION, KEEPER, T_NOW,
	                           &s->id, &s->version);
	return s->got == DRAFTED;
}

static bool step_publish(void *arg)
{
	struct step *s = arg;
	struct questions set;

	s->got = questions_load(s->t->db, s->t->arena, s->version, &set)
	         ? (int)version_publish(s->t->db, s->t->arena, s->version, set.v.revision, KEEPER,
	                                T_NOW) : DRAFTED_GONE;
	return s->got == DRAFTED;
}

struct quiz quiz_make(struct t *t, bool published)
{
	static struct choice_answers yes_no[] = {
		{ "Yes", false, 5 }, { "No", true, 0 }, { "Not yet", false, INT_NONE },
	};
	static struct column_answers columns[] = {
		{ "Name", ANSWER_LINE }, { "Paid", ANSWER_MONEY }, { "Since", ANSWER_DATE },
	};
	const struct rows choices = { yes_no, COUNT(yes_no) };
	struct step s = { .t = t };

	world_make(t->db);
	db_write(t->db, step_add, &s);
	NEED(s.got == DRAFTED);
	quiz_ask(t, s.version, NULL, (struct question_answers){ ANSWER_LINE,
		.section = "Who", .label = "Name of firm?", .need = "Enter the name" });
	quiz_ask(t, s.version, "insured", (struct question_answers){ ANSWER_CHOICE,
		.label = "Are you insured?", .need = "Say whether you are insured",
		.choices = choices, .weight = 2 });
	quiz_ask(t, s.version, "why_not", (struct question_answers){ ANSWER_WORDS,
		.label = "Why not?", .on_stem = "insured", .on_keys = "no,not-yet",
		.need = "Say why not", .weight = 3 });
	quiz_ask(t, s.version, "staff", (struct question_answers){ ANSWER_NUMBER,
		.section = "How big", .label = "Staff", .least = 1, .most = 5000 });
	quiz_ask(t, s.version, "turnover", (struct question_answers){ ANSWER_MONEY,
		.label = "Turnover" });
	quiz_ask(t, s.version, "since", (struct question_answers){ ANSWER_DATE,
		.label = "Since" });
	quiz_ask(t, s.version, "has", (struct question_answers){ ANSWER_CHOICES,
		.label = "What of these is so?", .choices = choices });
	quiz_ask(t, s.version, "directors", (struct question_answers){ ANSWER_TABLE,
		.label = "Directors", .columns = { columns, COUNT(columns) } });
	quiz_ask(t, s.version, "certificate", (struct question_answers){ ANSWER_FILE,
		.label = "Certificate", .on_stem = "insured", .on_keys = "yes",
		.need = "Give the certificate" });
	quiz_ask(t, s.version, "true", (struct question_answers){ ANSWER_VOW,
		.label = "This is true" });
	quiz_ask(t, s.version, "remark", (struct question_answers){ ANSWER_LINE,
		.label = "Remark of staff", .seen_by = SEEN_STAFF });
	if (published) {
		db_write(t->db, step_publish, &s);
		NEED(s.got == DRAFTED);
	}
	return (struct quiz){ s.id, s.version, s.version };
}

struct questions quiz_load(struct t *t, QuestionnaireVersionId id)
{
	struct questions set;

	NEED(questions_load(t->db, t->arena, id, &set));
	return set;
}

/* ---- sheets ----------------------------------------------------------------------- */

static bool step_begin(void *arg)
{
	struct step *s = arg;

	s->got = sheet_begin(s->t->db, s->t->arena, s->id, SUBJECT_PROVIDER, s->subject, KEEPER,
	                     T_NOW, &s->sheet);
	return s->got == ANSWERED;
}

AnswerSheetId quiz_begin(struct t *t, QuestionnaireId id, int64_t subject, enum answered want)
{
	struct step s = { .t = t, .id = id, .subject = subject };

	db_write(t->db, step_begin, &s);
	IS(s.got, want);
	return s.sheet;
}

static struct rq quiz_rq(struct t *t)
{
	return (struct rq){ .db = t->db, .arena = t->arena, .me = &world_commissioner,
	                    .now = T_NOW, .today = moment_date(T_NOW) };
}

static bool step_save(void *arg)
{
	struct step *s = arg;

	s->got = sheet_save(s->t->db, s->t->arena, s->form, s->at, KEEPER);
	return s->got == ANSWERED;
}

enum answered quiz_save(struct t *t, AnswerSheetId sheet, size_t n, const char *const *pairs)
{
	struct param *list = NEWN(t->arena, struct param, n);
	struct step s = { .t = t };
	struct rq rq = quiz_rq(t);
	bool stale = false;

	for (size_t i = 0; i < n; i++) {
		size_t k = strcspn(pairs[i], "=");

		list[i] = (struct param){ .name = arena_dupn(t->arena, pairs[i], k),
			.value = pairs[i] + k + 1, .len = strlen(pairs[i] + k + 1) };
		stale |= text_same(list[i].name, "revision");
	}
	s.form = sheet_form(t->db, t->arena, sheet, SEEN_ALL, TO_ANSWER);
	NEED(s.form);
	s.at = form_new(t->arena, &s.form->form);
	OK(form_read(&rq, &s.form->form, &(struct params){ list, n }, s.at));
	for (size_t i = 0; i < rq.nproblems; i++)
		SAME(rq.problems[i].text, "");
	if (!stale)
		*question_form_revision(s.form, s.at) = s.form->sheet.revision;
	db_write(t->db, step_save, &s);
	return (enum answered)s.got;
}

static bool step_send(void *arg)
{
	struct step *s = arg;
	struct question_form *qf = sheet_form(s->t->db, s->t->arena, s->sheet, SEEN_ALL, TO_READ);

	s->got = sheet_send(s->t->db, s->t->arena, s->sheet, qf->sheet.revision, SEEN_ALL, KEEPER,
	                    T_NOW);
	return s->got == ANSWERED;
}

enum answered quiz_send(struct t *t, AnswerSheetId sheet)
{
	struct step s = { .t = t, .sheet = sheet };

	db_write(t->db, step_send, &s);
	return (enum answered)s.got;
}

const char *quiz_kept(struct t *t, AnswerSheetId sheet, const char *stem, bool *carried)
{
	struct question_form *qf = sheet_form(t->db, t->arena, sheet, SEEN_EVALUATORS, TO_READ);
	const struct asked *at = asked_by_stem(qf->set, stem);

	NEED(at);
	for (size_t i = 0; i < qf->nanswers; i++)
		if (qf->answers[i].question.v == at->q.id.v) {
			if (carried)
				*carried = qf->answers[i].carried;
			return qf->answers[i].value;
		}
	return NULL;
}
