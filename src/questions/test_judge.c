/* SPDX-License-Identifier: MIT */
/*
 * test_judge.c -- what changed between versions and sheets, and scores.
 */
#include <string.h>

#include "questions/test_questions.h"
#include "site/site.h"

static const struct answer_changed *change_of(const struct answer_changed *list, size_t n,
                                              const char *stem, const char *what)
{
	for (size_t i = 0; i < n; i++)
		if (text_same(list[i].stem, stem) && text_same(list[i].what, what))
			return &list[i];
	return NULL;
}

TEST(versions_are_compared_by_stem)
{
	static struct choice_answers two[] = { { "A", false, 5 }, { "B", true, INT_NONE } };
	struct quiz z = quiz_make(t, false);
	struct questions before = quiz_load(t, z.draft), after = before;
	const struct answer_changed *c;
	struct answer_changed *list;
	size_t n;

	quiz_ask(t, z.draft, "fresh", (struct question_answers){ ANSWER_CHOICE, .label = "Fresh",
		.choices = { two, 2 } });
	after = quiz_load(t, z.draft);
	after.list[1].q.label = "Are you insured today?";
	after.list[1].choices[1].fails = 0;
	after.list[3].q.most = 9;
	/* Moved: no change. */
	after.list[5].q.position = 6;
	memmove(&after.list[0], &after.list[1], (after.n - 1) * sizeof *after.list);
	after.n--;
	n = versions_compare(t->arena, &before, &after, &list);
	IS(n, 5);
	NEED((c = change_of(list, n, "fresh", NULL)));
	IS(c->how, IS_ADDED);
	NEED((c = change_of(list, n, "name_of_firm", NULL)));
	IS(c->how, IS_REMOVED);
	NEED((c = change_of(list, n, "insured", "Question")));
	SAME(c->before, "Are you insured?");
	NEED((c = change_of(list, n, "insured", "Choices or columns")));
	SAME(c->before, "Yes (5 points); No (fails) (0 points); Not yet");
	SAME(c->after, "Yes (5 points); No (0 points); Not yet");
	NEED((c = change_of(list, n, "staff", "Most")));
	SAME(c->after, "9");
	IS(versions_compare(t->arena, &before, &before, &list), 0);
}

static struct question_form *read_sheet(struct t *t, AnswerSheetId id)
{
	struct question_form *qf = sheet_form(t->db, t->arena, id, SEEN_EVALUATORS, TO_READ);

	NEED(qf);
	return qf;
}

TEST(sheets_are_compared_in_words)
{
	struct quiz z = quiz_make(t, true);
	AnswerSheetId one = quiz_begin(t, z.id, 1, ANSWERED);
	AnswerSheetId two = quiz_begin(t, z.id, 2, ANSWERED);
	const struct answer_changed *c;
	struct answer_changed *list;
	size_t n;

	IS(QUIZ_SAVE(t, one, "name_of_firm=Brook", "insured=yes", "staff=3"), ANSWERED);
	IS(QUIZ_SAVE(t, two, "name_of_firm=Brook", "insured=no", "turnover=12"), ANSWERED);
	n = sheets_compare(t->arena, read_sheet(t, one), read_sheet(t, two), &list);
	IS(n, 3);
	NEED((c = change_of(list, n, "insured", NULL)));
	IS(c->how, IS_CHANGED);
	SAME(c->before, "Yes");
	SAME(c->after, "No");
	NEED((c = change_of(list, n, "staff", NULL)));
	IS(c->how, IS_REMOVED);
	NEED((c = change_of(list, n, "turnover", NULL)));
	SAME(c->after, "£12.00");
	IS(sheets_compare(t->arena, read_sheet(t, two), read_sheet(t, two), &list), 0);
}

/* ---- scores ----------------------------------------------------------------------- */

struct scoring {
	struct t *t;
	AnswerSheetId sheet;
	UserAccountId by;
	int64_t points;
	enum answered got;
};

static bool score_it(void *arg)
{
	struct scoring *s = arg;
	struct score_form *f = score_form(s->t->arena, read_sheet(s->t, s->sheet));
	void *at = form_new(s->t->arena, &f->form);

	if (f->form.nfields)
		*(int64_t *)((char *)at + f->form.fields[0].at) = s->points;
	s->got = score_put(s->t->db, s->t->arena, f, at, s->by, T_NOW);
	return s->got == ANSWERED;
}

static enum answered score_as(struct t *t, AnswerSheetId sheet, int64_t by, int64_t points)
{
	struct scoring s = { t, sheet, { by }, points, ANSWERED_GONE };

	db_write(t->db, score_it, &s);
	return s.got;
}

static struct scores scores_for(struct t *t, AnswerSheetId sheet, int64_t me)
{
	struct scores s;

	sheet_scores(t->db, t->arena, read_sheet(t, sheet), (UserAccountId){ me }, &s);
	return s;
}

TEST(people_score_alone_and_then_see_each_other)
{
	struct quiz z = quiz_make(t, true);
	AnswerSheetId sheet = quiz_begin(t, z.id, 1, ANSWERED);
	struct scores s;

	IS(QUIZ_SAVE(t, sheet, "name_of_firm=Brook", "insured=no", "why_not=Dear", "true=yes"),
	   ANSWERED);
	IS(score_as(t, sheet, 5, 4), ANSWERED_STALE);
	IS(quiz_send(t, sheet), ANSWERED);
	IS(score_as(t, sheet, 5, 4), ANSWERED);
	/* "No" has nought points by itself (weight 2), "Why not?" four of five (weight 3). */
	s = scores_for(t, sheet, 5);
	IS(s.n, 2);
	IS(s.list[0].own, 0);
	NEED(s.ntotals == 1);
	IS(s.totals[0].tenths, 480);
	OK(s.totals[0].whole && s.mine_whole);
	NEED(s.nfails == 1);
	SAME(s.fails[0], "Are you insured?: No");
	/* Another sees nothing of that before he has scored himself. */
	s = scores_for(t, sheet, 1);
	OK(!s.mine_whole);
	IS(s.ntotals, 0);
	IS(s.list[1].nmarks, 0);
	IS(score_as(t, sheet, 1, 1), ANSWERED);
	s = scores_for(t, sheet, 1);
	IS(s.ntotals, 2);
	IS(s.list[1].nmarks, 2);
	/* Changed: the later counts. */
	IS(score_as(t, sheet, 1, 5), ANSWERED);
	s = scores_for(t, sheet, 1);
	IS(s.totals[0].tenths + s.totals[1].tenths, 480 + 600);
}

TEST(what_has_points_by_itself_needs_nobody)
{
	struct quiz z = quiz_make(t, true);
	AnswerSheetId sheet = quiz_begin(t, z.id, 1, ANSWERED);
	struct scores s;

	IS(QUIZ_SAVE(t, sheet, "insured=yes"), ANSWERED);
	s = scores_for(t, sheet, 5);
	/* "Why not?" is not asked, and so counts in neither. */
	IS(s.n, 1);
	NEED(s.ntotals == 1);
	IS(s.totals[0].tenths, 1000);
	IS(s.nfails, 0);
}

/* ---- laws --------------------------------------------------------------------------- */

/* Past the program, as somebody with the file might. */
static const char *const none[] = { NULL };
static const struct sql_piece label_piece = {
	"UPDATE asked_question SET label = 'Are you not insured?' WHERE stem = 'insured'", -1, 0 };
static const struct sql label_sql = { .name = "label", .file = __FILE__, .pieces = &label_piece,
	.npieces = 1, .args = none, .order_names = none, .writes = true };
static const struct sql_piece foreign_piece = {
	"UPDATE answer SET question = (SELECT max(id) FROM asked_question)", -1, 0 };
static const struct sql foreign_sql = { .name = "foreign", .file = __FILE__,
	.pieces = &foreign_piece, .npieces = 1, .args = none, .order_names = none, .writes = true };

static bool meddle(void *arg)
{
	struct t *t = arg;

	IS(questionnaires_start(t->db, t->arena, KEEPER, T_NOW), 2);
	db_do(t->db, &label_sql, NULL);
	IS(db_do(t->db, &foreign_sql, NULL), 1);
	return true;
}

TEST_PLAIN(what_was_meddled_with_is_found)
{
	struct quiz z = quiz_make(t, true);
	struct buf out = buf_new(t->arena);

	QUIZ_SAVE(t, quiz_begin(t, z.id, 1, ANSWERED), "insured=yes");
	site_check(t->db, t->arena, &out);
	HAS(buf_text(&out), "ok      questions.answer-asked");
	HAS(buf_text(&out), "ok      questions.version-settled");
	db_write(t->db, meddle, t);
	out = buf_new(t->arena);
	site_check(t->db, t->arena, &out);
	HAS(buf_text(&out), "BROKEN  questions.version-settled");
	HAS(buf_text(&out), "BROKEN  questions.answer-asked");
	HAS(buf_text(&out), arena_fmt(t->arena, "not so: %lld", (long long)z.version.v));
}
