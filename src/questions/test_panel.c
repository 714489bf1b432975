/* SPDX-License-Identifier: MIT */
/*
 * test_panel.c -- a panel scores alone, without its cousins, and agrees.
 */
#include "auth/auth.h"
#include "questions/test_questions.h"
#include "site/site.h"

#define CHAIR  KEEPER                             /* moderates */
#define MARY   ((UserAccountId){ 4 })             /* a team manager */
#define BOB    ((UserAccountId){ 2 })             /* a broker: he may not */

/* Two sheets on a panel: of Brook, of Cedar.  "Why not?" is scored by people (weight 3). */
struct stand {
	struct t *t;
	PanelId panel;
	AnswerSheetId brook, cedar;
	UserAccountId eve;
	/* What the next step does. */
	UserAccountId by;
	AnswerSheetId sheet;
	int64_t points;
	const char *words;
	bool flag;
	enum paneled got;
};

static bool step_make(void *arg)
{
	struct stand *s = arg;
	struct account eve = { .email = "eve@example.org", .name = "Eve Evaluator",
		.roles = 1 << ROLE_EVALUATOR };

	IS(account_add(s->t->db, s->t->arena, &eve, CHAIR, &s->eve), ACCOUNT_OK);
	s->panel = panel_add(s->t->db, "Autumn", 2, 2, CHAIR, T_NOW);
	return true;
}

static bool step_member(void *arg)
{
	struct stand *s = arg;

	s->got = panel_member_add(s->t->db, s->t->arena, s->panel, s->by, s->flag, CHAIR, T_NOW);
	return s->got == PANELED;
}

static bool step_sheet(void *arg)
{
	struct stand *s = arg;

	s->got = panel_sheet_add(s->t->db, s->t->arena, s->panel, s->sheet, CHAIR, T_NOW);
	return s->got == PANELED;
}

static bool step_declare(void *arg)
{
	struct stand *s = arg;
	const char *in = s->sheet.v ? arena_fmt(s->t->arena, "[%lld]", (long long)s->sheet.v)
	                            : NULL;

	s->got = panel_declare(s->t->db, s->t->arena, s->panel, in, s->words, s->by, T_NOW);
	return s->got == PANELED;
}

static bool step_score(void *arg)
{
	struct stand *s = arg;
	struct question_form *qf = sheet_form(s->t->db, s->t->arena, s->sheet, SEEN_EVALUATORS,
	                                      TO_READ);
	struct score_form *f = score_form(s->t->arena, qf);
	void *at = form_new(s->t->arena, &f->form);

	NEED(f->form.nfields == 2);
	*(int64_t *)((char *)at + f->form.fields[0].at) = s->points;
	s->got = panel_score(s->t->db, s->t->arena, s->panel, f, at, s->by, T_NOW);
	return s->got == PANELED;
}

static bool step_final(void *arg)
{
	struct stand *s = arg;

	s->got = panel_marks_lock(s->t->db, s->t->arena, s->panel, s->sheet, s->by, T_NOW);
	return s->got == PANELED;
}

static bool step_agree(void *arg)
{
	struct stand *s = arg;
	struct question_form *qf = sheet_form(s->t->db, s->t->arena, s->sheet, SEEN_EVALUATORS,
	                                      TO_READ);
	struct moderation_form *f = moderation_form(s->t->db, s->t->arena, qf);
	char *at = form_new(s->t->arena, &f->form);

	if (f->form.nfields) {
		*(int64_t *)(at + f->form.fields[0].at) = s->points;
		*(const char **)(at + f->form.fields[1].at) = s->words;
	}
	s->got = panel_moderate(s->t->db, s->t->arena, s->panel, f, at, s->by, T_NOW);
	return s->got == PANELED;
}

static bool step_lock(void *arg)
{
	struct stand *s = arg;

	s->got = panel_lock(s->t->db, s->t->arena, s->panel, s->by, T_NOW);
	return s->got == PANELED;
}

static bool step_release(void *arg)
{
	struct stand *s = arg;

	s->got = panel_member_release(s->t->db, s->t->arena, s->panel, s->by, "Ill", CHAIR, T_NOW);
	return s->got == PANELED;
}

static enum paneled run(struct stand *s, bool (*step)(void *), UserAccountId by,
                        AnswerSheetId sheet, int64_t points, const char *words)
{
	s->by = by;
	s->sheet = sheet;
	s->points = points;
	s->words = words;
	db_write(s->t->db, step, s);
	return s->got;
}
#define NO_SHEET ((AnswerSheetId){ 0 })
#define DECLARE(s, by)            run((s), step_declare, (by), NO_SHEET, 0, NULL)
#define SCORE(s, by, on, points)  run((s), step_score, (by), (on), (points), NULL)
#define FINAL(s, by, on)          run((s), step_final, (by), (on), 0, NULL)
#define LOCK(s, by)               run((s), step_lock, (by), NO_SHEET, 0, NULL)

static AnswerSheetId sent(struct t *t, QuestionnaireId q, int64_t provider)
{
	AnswerSheetId sheet = quiz_begin(t, q, provider, ANSWERED);

	IS(QUIZ_SAVE(t, sheet, "name_of_firm=A firm", "insured=no", "why_not=Dear", "true=yes"),
	   ANSWERED);
	IS(quiz_send(t, sheet), ANSWERED);
	return sheet;
}

static struct stand stand_make(struct t *t)
{
	struct quiz z = quiz_make(t, true);
	struct stand s = { .t = t };

	s.brook = sent(t, z.id, 1);
	s.cedar = sent(t, z.id, 2);
	db_write(t->db, step_make, &s);
	IS(run(&s, step_member, s.eve, NO_SHEET, 0, NULL), PANELED);
	IS(run(&s, step_member, MARY, NO_SHEET, 0, NULL), PANELED);
	s.flag = true;
	IS(run(&s, step_member, CHAIR, NO_SHEET, 0, NULL), PANELED);
	IS(run(&s, step_sheet, CHAIR, s.brook, 0, NULL), PANELED);
	IS(run(&s, step_sheet, CHAIR, s.cedar, 0, NULL), PANELED);
	return s;
}

static struct scores seen(struct stand *s, AnswerSheetId sheet, UserAccountId me)
{
	struct question_form *qf = sheet_form(s->t->db, s->t->arena, sheet, SEEN_EVALUATORS,
	                                      TO_READ);
	struct scores out;

	sheet_scores(s->t->db, s->t->arena, qf, me, &out);
	return out;
}

static enum panel_state state(struct stand *s)
{
	struct panel p;

	NEED(ONE(s->t->db, s->t->arena, panel_load, &p, .id = V(s->panel)));
	return panel_state(&p);
}

TEST(an_evaluator_does_not_score_his_cousin)
{
	struct stand s = stand_make(t);

	IS(state(&s), PANEL_DECLARING);
	IS(run(&s, step_member, BOB, NO_SHEET, 0, NULL), PANELED_NO_RIGHT);
	IS(run(&s, step_member, (UserAccountId){ 11 }, NO_SHEET, 0, NULL), PANELED_NO_RIGHT);
	IS(run(&s, step_member, MARY, NO_SHEET, 0, NULL), PANELED_ALREADY);
	IS(run(&s, step_sheet, CHAIR, s.brook, 0, NULL), PANELED_ALREADY);
	/* Nobody reads or scores before he has declared. */
	IS(SCORE(&s, s.eve, s.brook, 4), PANELED_UNDECLARED);
	OK(!panel_lets_read(t->db, t->arena, s.brook, MARY));
	IS(run(&s, step_declare, s.eve, s.brook, 0, NULL), PANELED_REASON);
	IS(run(&s, step_declare, s.eve, s.brook, 0, "My cousin runs it"), PANELED);
	IS(SCORE(&s, s.eve, s.brook, 4), PANELED_INTEREST);
	IS(panel_reads(t->db, t->arena, s.panel, s.brook, s.eve), PANELED_INTEREST);
	OK(!panel_lets_read(t->db, t->arena, s.brook, s.eve));
	IS(SCORE(&s, s.eve, s.cedar, 4), PANELED);
	/* It is not taken back. */
	IS(DECLARE(&s, s.eve), PANELED);
	IS(SCORE(&s, s.eve, s.brook, 4), PANELED_INTEREST);
	IS(DECLARE(&s, BOB), PANELED_OUTSIDE);
	IS(SCORE(&s, BOB, s.cedar, 4), PANELED_OUTSIDE);
	/* Whoever is on no panel reads as before. */
	OK(panel_lets_read(t->db, t->arena, s.brook, (UserAccountId){ 6 }));
}

TEST(each_scores_alone_until_his_marks_are_final)
{
	struct stand s = stand_make(t);
	struct scores got;

	IS(DECLARE(&s, s.eve), PANELED);
	IS(DECLARE(&s, MARY), PANELED);
	IS(DECLARE(&s, CHAIR), PANELED);
	IS(state(&s), PANEL_SCORING);
	IS(SCORE(&s, s.eve, s.brook, 4), PANELED);
	IS(FINAL(&s, MARY, s.brook), PANELED_LACKING);
	/* The moderator does not score, and sees nothing that is not final. */
	IS(SCORE(&s, CHAIR, s.brook, 4), PANELED_OUTSIDE);
	got = seen(&s, s.brook, CHAIR);
	IS(got.list[1].nmarks, 0);
	IS(FINAL(&s, s.eve, s.brook), PANELED);
	IS(SCORE(&s, s.eve, s.brook, 5), PANELED_FINAL);
	IS(FINAL(&s, s.eve, s.brook), PANELED_FINAL);
	got = seen(&s, s.brook, CHAIR);
	IS(got.list[1].nmarks, 1);
	/* Mary sees nothing until hers are final; nor does whoever is on no panel. */
	got = seen(&s, s.brook, MARY);
	IS(got.list[1].nmarks, 0);
	IS(SCORE(&s, MARY, s.brook, 3), PANELED);
	got = seen(&s, s.brook, MARY);
	IS(got.list[1].nmarks, 1);
	OK(!got.sees_all && got.mine_whole);
	got = seen(&s, s.brook, (UserAccountId){ 6 });
	IS(got.ntotals, 0);
	IS(run(&s, step_agree, CHAIR, s.brook, 4, "Talked"), PANELED_WAITING);
	IS(FINAL(&s, MARY, s.brook), PANELED);
	got = seen(&s, s.brook, MARY);
	IS(got.list[1].nmarks, 2);
	/* Four and three lie less than two apart: their mean counts.  Weights 2 (nought) and 3:
	 * 3 x 3.5 of 25. */
	OK(got.agreed.whole);
	IS(got.agreed.tenths, 420);
}

TEST(what_lies_apart_is_agreed_with_a_reason)
{
	struct stand s = stand_make(t);
	struct scores got;

	IS(DECLARE(&s, s.eve), PANELED);
	IS(DECLARE(&s, MARY), PANELED);
	IS(DECLARE(&s, CHAIR), PANELED);
	IS(LOCK(&s, CHAIR), PANELED_WAITING);
	for (int i = 0; i < 2; i++) {
		AnswerSheetId on = i ? s.cedar : s.brook;

		IS(SCORE(&s, s.eve, on, 5), PANELED);
		IS(SCORE(&s, MARY, on, i ? 5 : 1), PANELED);
		IS(FINAL(&s, s.eve, on), PANELED);
		IS(FINAL(&s, MARY, on), PANELED);
	}
	IS(state(&s), PANEL_MODERATING);
	IS(LOCK(&s, CHAIR), PANELED_APART);
	OK(!seen(&s, s.brook, CHAIR).agreed.whole);
	OK(seen(&s, s.brook, CHAIR).list[1].apart);
	IS(run(&s, step_agree, MARY, s.brook, 4, "So I say"), PANELED_OUTSIDE);
	IS(run(&s, step_agree, CHAIR, s.brook, 4, NULL), PANELED_REASON);
	IS(run(&s, step_agree, CHAIR, s.brook, 4, "The annex answers it"), PANELED);
	got = seen(&s, s.brook, MARY);
	OK(got.agreed.whole);
	IS(got.agreed.tenths, 480);
	SAME(got.list[1].agreed_why, "The annex answers it");
	/* The marks themselves stay as they were given. */
	IS(got.list[1].nmarks, 2);
	IS(state(&s), PANEL_AGREED);
	IS(LOCK(&s, MARY), PANELED_OUTSIDE);
	IS(LOCK(&s, CHAIR), PANELED);
	IS(state(&s), PANEL_LOCKED);
	IS(run(&s, step_agree, CHAIR, s.brook, 5, "No"), PANELED_LOCKED);
	IS(DECLARE(&s, MARY), PANELED_LOCKED);
	IS(seen(&s, s.brook, (UserAccountId){ 6 }).agreed.tenths, 480);
}

TEST(an_interest_that_shows_later_takes_the_marks_away)
{
	struct stand s = stand_make(t);

	IS(DECLARE(&s, s.eve), PANELED);
	IS(DECLARE(&s, MARY), PANELED);
	IS(DECLARE(&s, CHAIR), PANELED);
	for (int i = 0; i < 2; i++) {
		AnswerSheetId on = i ? s.cedar : s.brook;

		IS(SCORE(&s, s.eve, on, 5), PANELED);
		IS(SCORE(&s, MARY, on, 5), PANELED);
		IS(FINAL(&s, s.eve, on), PANELED);
		IS(FINAL(&s, MARY, on), PANELED);
	}
	IS(state(&s), PANEL_AGREED);
	IS(run(&s, step_declare, s.eve, s.brook, 0, "She married into it"), PANELED);
	IS(seen(&s, s.brook, CHAIR).list[1].nmarks, 1);
	IS(seen(&s, s.cedar, CHAIR).list[1].nmarks, 2);
	/* And she does not see the others' any more; the panel is too small for that sheet. */
	IS(seen(&s, s.brook, s.eve).list[1].nmarks, 1);
	OK(!seen(&s, s.brook, s.eve).sees_all);
	IS(LOCK(&s, CHAIR), PANELED_FEW);
	/* Nor is anybody waited for who was released; her final marks stay. */
	IS(run(&s, step_release, s.eve, NO_SHEET, 0, NULL), PANELED);
	IS(run(&s, step_release, s.eve, NO_SHEET, 0, NULL), PANELED_OUTSIDE);
	IS(seen(&s, s.cedar, CHAIR).list[1].nmarks, 2);
}

/* ---- laws --------------------------------------------------------------------------- */

static const char *const none[] = { NULL };
static const struct sql_piece later_piece = {
	"UPDATE answer_score SET points = 0, at_ms = at_ms + 1", -1, 0 };
static const struct sql later_sql = { .name = "later", .file = __FILE__, .pieces = &later_piece,
	.npieces = 1, .args = none, .order_names = none, .writes = true };
static const struct sql_piece unsaid_piece = { "DELETE FROM panel_agreed", -1, 0 };
static const struct sql unsaid_sql = { .name = "unsaid", .file = __FILE__,
	.pieces = &unsaid_piece, .npieces = 1, .args = none, .order_names = none, .writes = true };

static bool meddle(void *arg)
{
	struct t *t = arg;

	db_do(t->db, &unsaid_sql, NULL);
	return true;
}

static bool meddle_more(void *arg)
{
	struct t *t = arg;

	db_do(t->db, &later_sql, NULL);
	return true;
}

static const char *checked(struct t *t)
{
	struct buf out = buf_new(t->arena);

	site_check(t->db, t->arena, &out);
	return buf_text(&out);
}

TEST_PLAIN(what_was_meddled_with_on_a_panel_is_found)
{
	struct stand s = stand_make(t);

	IS(DECLARE(&s, s.eve), PANELED);
	IS(DECLARE(&s, MARY), PANELED);
	IS(DECLARE(&s, CHAIR), PANELED);
	for (int i = 0; i < 2; i++) {
		AnswerSheetId on = i ? s.cedar : s.brook;

		IS(SCORE(&s, s.eve, on, 5), PANELED);
		IS(SCORE(&s, MARY, on, 1), PANELED);
		IS(FINAL(&s, s.eve, on), PANELED);
		IS(FINAL(&s, MARY, on), PANELED);
		IS(run(&s, step_agree, CHAIR, on, 4, "Talked"), PANELED);
	}
	IS(LOCK(&s, CHAIR), PANELED);
	HAS(checked(t), "ok      questions.panel-final");
	HAS(checked(t), "ok      questions.panel-agreed");
	db_write(t->db, meddle, t);
	HAS(checked(t), "BROKEN  questions.panel-agreed");
	db_write(t->db, meddle_more, t);
	HAS(checked(t), "BROKEN  questions.panel-final");
}
