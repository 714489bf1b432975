/* SPDX-License-Identifier: MIT */
/*
 * test_sheet.c -- answers: saved partly, sent whole, begun from the last.
 */
#include "questions/test_questions.h"

#define FULL "name_of_firm=Brook", "insured=not-yet", "why_not=Because\nof this", "staff=12", \
	"turnover=£1,200.50", "since-day=1", "since-month=4", "since-year=2020", "has=no",      \
	"has=yes", "directors.0.name=Bo", "directors.0.paid=10", "directors.0.since=2026-01-31", \
	"directors.1.name=Cy", "true=yes"

TEST(every_kind_is_kept_and_comes_back)
{
	static const struct { const char *stem, *value, *words; } all[] = {
		{ "name_of_firm", "Brook", "Brook" }, { "insured", "not-yet", "Not yet" },
		{ "why_not", "Because\nof this", "Because\nof this" }, { "staff", "12", "12" },
		{ "turnover", "1200.50", "£1,200.50" }, { "since", "2020-04-01", "1 April 2020" },
		{ "has", "yes,no", "Yes, No" },
		{ "directors", "[{\"name\":\"Bo\",\"paid\":\"10.00\",\"since\":\"2026-01-31\"},"
		  "{\"name\":\"Cy\"}]", "Bo, £10.00, 31 January 2026; Cy" },
		{ "true", "yes", "Yes" }, { "remark", NULL, "" }, { "certificate", NULL, "" },
	};
	struct quiz z = quiz_make(t, true);
	AnswerSheetId sheet = quiz_begin(t, z.id, 1, ANSWERED);
	struct questions set = quiz_load(t, z.version);
	struct question_form *qf;
	struct answer *again;
	void *at;

	IS(QUIZ_SAVE(t, sheet, FULL), ANSWERED);
	for (size_t i = 0; i < COUNT(all); i++) {
		const char *kept = quiz_kept(t, sheet, all[i].stem, NULL);

		SAME(kept, all[i].value);
		SAME(answer_words(t->arena, asked_by_stem(&set, all[i].stem), kept), all[i].words);
	}
	/* Into a form's struct and out of it again. */
	qf = sheet_form(t->db, t->arena, sheet, SEEN_ALL, TO_ANSWER);
	at = form_new(t->arena, &qf->form);
	sheet_fill(t->arena, qf, at);
	IS(*question_form_revision(qf, at), 2);
	IS(question_form_answers(t->arena, qf, at, &again), qf->nanswers);
	for (size_t i = 0; i < qf->nanswers; i++)
		SAME(again[i].value, qf->answers[i].value);
}

TEST(a_sheet_is_sent_whole_and_then_never_changed)
{
	struct quiz z = quiz_make(t, true);
	AnswerSheetId sheet = quiz_begin(t, z.id, 1, ANSWERED);
	struct rq rq = { .db = t->db, .arena = t->arena };

	IS(quiz_begin(t, z.id, 1, ANSWERED_BEGUN).v, sheet.v);
	IS(QUIZ_SAVE(t, sheet, "insured=yes", "why_not=not asked"), ANSWERED);
	SAME(quiz_kept(t, sheet, "why_not", NULL), NULL);
	IS(quiz_send(t, sheet), ANSWERED_LACKING);
	OK(!sheet_whole(&rq, sheet, SEEN_ALL));
	NEED(rq.nproblems == 3);
	SAME(rq.problems[0].text, "Enter the name");
	SAME(rq.problems[1].text, "Give the certificate");
	SAME(rq.problems[2].field, "true");
	IS(QUIZ_SAVE(t, sheet, FULL, "revision=1"), ANSWERED_STALE);
	IS(QUIZ_SAVE(t, sheet, FULL), ANSWERED);
	IS(quiz_send(t, sheet), ANSWERED);
	IS(quiz_send(t, sheet), ANSWERED_SENT);
	IS(QUIZ_SAVE(t, sheet, "staff=13"), ANSWERED_SENT);
	SAME(quiz_kept(t, sheet, "staff", NULL), "12");
	OK(!sheet_form(t->db, t->arena, (AnswerSheetId){ 999 }, SEEN_ALL, TO_READ));
}

struct put {
	struct t *t;
	AnswerSheetId sheet;
	const char *stem;
	struct file file;
	enum answered got;
};

static bool put_file(void *arg)
{
	struct put *p = arg;
	struct question_form *qf = sheet_form(p->t->db, p->t->arena, p->sheet, SEEN_ALL, TO_READ);

	p->got = sheet_file(p->t->db, p->t->arena, p->sheet,
	                    asked_by_stem(qf->set, p->stem)->q.id, &p->file, KEEPER, T_NOW);
	return p->got == ANSWERED;
}

TEST(a_file_answers_and_is_carried_without_a_copy)
{
	struct quiz z = quiz_make(t, true);
	struct put p = { .t = t, .stem = "staff", .file = { "a.pdf", "%PDF", 4 } };
	struct answer_file_load_row row;
	struct question_form *qf;
	AnswerFileId file = { 0 };
	AnswerSheetId next;
	bool carried = false;

	p.sheet = quiz_begin(t, z.id, 1, ANSWERED);
	db_write(t->db, put_file, &p);
	IS(p.got, ANSWERED_GONE);
	p.stem = "certificate";
	p.file.n = 0;
	db_write(t->db, put_file, &p);
	IS(p.got, ANSWERED_FILE);
	p.file.n = 4;
	db_write(t->db, put_file, &p);
	IS(p.got, ANSWERED);
	IS(QUIZ_SAVE(t, p.sheet, "name_of_firm=Brook", "insured=yes", "true=yes"), ANSWERED);
	IS(quiz_send(t, p.sheet), ANSWERED);
	next = quiz_begin(t, z.id, 1, ANSWERED);
	SAME(quiz_kept(t, next, "certificate", &carried), "a.pdf");
	OK(carried);
	qf = sheet_form(t->db, t->arena, next, SEEN_ALL, TO_READ);
	for (size_t i = 0; i < qf->nanswers; i++)
		if (qf->answers[i].file.v)
			file = qf->answers[i].file;
	NEED(ONE(t->db, t->arena, answer_file_load, &row, .sheet = V(next), .id = V(file)));
	IS(row.bytes.n, 4);
	db_write(t->db, put_file, &p);
	IS(p.got, ANSWERED_SENT);
}

TEST(the_next_sheet_begins_with_the_last_answers)
{
	struct quiz z = quiz_make(t, true);
	AnswerSheetId first = quiz_begin(t, z.id, 1, ANSWERED), next, other;
	struct question_form *qf;
	bool carried = false;

	IS(QUIZ_SAVE(t, first, FULL), ANSWERED);
	IS(quiz_send(t, first), ANSWERED);
	next = quiz_begin(t, z.id, 1, ANSWERED);
	SAME(quiz_kept(t, next, "directors", &carried), quiz_kept(t, first, "directors", NULL));
	OK(carried);
	qf = sheet_form(t->db, t->arena, next, SEEN_ALL, TO_ANSWER);
	SAME(qf->form.fields[0].hint, "From last time: still true?");
	IS(qf->sheet.prefilled.v, first.v);
	/* What is changed is an answer of today; the rest is confirmed when it is sent. */
	IS(QUIZ_SAVE(t, next, "name_of_firm=Brook and Daughters", "insured=not-yet",
	             "why_not=Because\nof this", "true=yes"), ANSWERED);
	quiz_kept(t, next, "name_of_firm", &carried);
	OK(!carried);
	quiz_kept(t, next, "insured", &carried);
	OK(carried);
	IS(quiz_send(t, next), ANSWERED);
	quiz_kept(t, next, "insured", &carried);
	OK(!carried);
	/* Another subject's begins empty. */
	other = quiz_begin(t, z.id, 2, ANSWERED);
	SAME(quiz_kept(t, other, "insured", NULL), NULL);
}

TEST(nothing_is_answered_before_it_is_published)
{
	struct quiz z = quiz_make(t, false);

	quiz_begin(t, z.id, 1, ANSWERED_UNPUBLISHED);
	quiz_begin(t, (QuestionnaireId){ 999 }, 1, ANSWERED_GONE);
}

TEST(whoever_answers_is_not_asked_what_staff_are)
{
	struct quiz z = quiz_make(t, true);
	struct questions set = quiz_load(t, z.version);

	IS(question_form(t->arena, &set, SEEN_ALL, TO_READ)->form.nfields, 10);
	IS(question_form(t->arena, &set, SEEN_STAFF, TO_READ)->form.nfields, 11);
	/* To answer: no file, and the revision. */
	IS(question_form(t->arena, &set, SEEN_STAFF, TO_ANSWER)->form.nfields, 11);
}
