/* SPDX-License-Identifier: MIT */
/*
 * test_apply.c -- a provider signs up, applies, is decided on by two, and asked again
 * for what ends.
 */
#include "accreditation/inside.h"
#include "questions/test_questions.h"
#include "site/site.h"

#define GAIL_EMAIL "gail@gorse.example"
#define CHAIR ((UserAccountId){ 5 })
#define FIRST ((UserAccountId){ 4 })
#define SECOND ((UserAccountId){ 3 })
#define SCORER ((UserAccountId){ 2 })

/* Everything that a step may need, and what came of it. */
struct story {
	struct t *t;
	Moment now;
	UserAccountId by;
	struct quiz quiz;
	ApplicationId id;
	SignUpId sign_up;
	PanelId panel;
	EvidenceKindId kind;
	const char *words;
	unsigned code;
	bool flag;
	int got;
};

static int run(struct story *s, bool (*step)(void *), UserAccountId by)
{
	s->by = by;
	db_write(s->t->db, step, s);
	return s->got;
}
#define DB(s) (s)->t->db, (s)->t->arena

/* ---- sign-up ------------------------------------------------------------------------ */

static bool step_ask(void *arg)
{
	struct story *s = arg;

	s->got = sign_up_ask(DB(s), &(struct sign_up_answers){ REGULATOR_CQC, s->words, "Gail",
		"Manager", s->flag ? "care@gorse.example" : GAIL_EMAIL, NULL }, s->now,
		&s->sign_up);
	return s->got == SIGNED_UP;
}

static bool step_confirm_account(void *arg)
{
	struct story *s = arg;

	s->got = sign_up_confirm(DB(s), s->sign_up, s->code, "Rang them", s->by, s->now);
	return s->got == SIGNED_UP;
}

static bool step_refuse_account(void *arg)
{
	struct story *s = arg;

	s->got = sign_up_refuse(DB(s), s->sign_up, "Nobody knows you", s->by, s->now);
	return s->got == SIGNED_UP;
}

TEST(an_account_is_opened_only_for_who_is_known)
{
	struct story s = { .t = t, .now = T_NOW };

	world_make(t->db);
	s.words = "1-77";
	IS(run(&s, step_ask, CHAIR), SIGNED_UP_UNKNOWN);
	s.words = " 1-2000000006 ";
	IS(run(&s, step_ask, CHAIR), SIGNED_UP);
	IS(run(&s, step_ask, CHAIR), SIGNED_UP_ALREADY);
	s.code = KNOWN_ADDRESS;
	IS(run(&s, step_confirm_account, CHAIR), SIGNED_UP_ADDRESS);
	OK(!account_find(t->db, t->arena, GAIL_EMAIL).v);
	s.code = KNOWN_PHONE;
	IS(run(&s, step_confirm_account, CHAIR), SIGNED_UP);
	OK(account_find(t->db, t->arena, GAIL_EMAIL).v);
	IS(run(&s, step_refuse_account, CHAIR), SIGNED_UP_DECIDED);
	IS(run(&s, step_confirm_account, CHAIR), SIGNED_UP_DECIDED);
	/* Once more with the same address: there is an account. */
	IS(run(&s, step_ask, CHAIR), SIGNED_UP);
	IS(run(&s, step_confirm_account, CHAIR), SIGNED_UP_TAKEN);
	IS(run(&s, step_refuse_account, CHAIR), SIGNED_UP);
	/* To the address that we have the letter goes without more. */
	s.flag = true;
	s.words = "1-1000000006";
	IS(run(&s, step_ask, CHAIR), SIGNED_UP);
	s.code = KNOWN_ADDRESS;
	IS(run(&s, step_confirm_account, CHAIR), SIGNED_UP);
}

/* ---- applying -------------------------------------------------------- */

static bool step_asks(void *arg)
{
	struct story *s = arg;
	FrameworkWindowId window;

	IS(asks_set(DB(s), (FrameworkId){ 1 }, &(struct asks_answers){ s->quiz.id, 1, true, true,
	            true, false }, CHAIR, s->now), APPLIED);
	IS(framework_window_add(DB(s), (FrameworkId){ 1 }, moment_date(T_NOW),
	                        date_plus(moment_date(T_NOW), 20), 6, NULL, CHAIR, s->now,
	                        &window), TERMED);
	return true;
}

static bool step_begin(void *arg)
{
	struct story *s = arg;

	s->got = application_begin(DB(s), (FrameworkId){ 1 }, GORSE, s->by, s->now, &s->id);
	return s->got == APPLIED;
}

static bool step_want(void *arg)
{
	struct story *s = arg;

	s->got = application_want(DB(s), s->id, (LotId){ (int64_t)s->code }, s->words, s->by,
	                          s->now);
	return s->got == APPLIED;
}

static bool step_plan(void *arg)
{
	struct story *s = arg;

	s->got = application_plan(DB(s), s->id, &(struct plan_answers){ s->flag, NULL, s->words,
		s->words }, s->by);
	return s->got == APPLIED;
}

static bool step_send(void *arg)
{
	struct story *s = arg;
	struct application x;
	struct question_form *qf;

	NEED(application_load(DB(s), s->id, &x));
	qf = sheet_form(DB(s), x.sheet, SEEN_ALL, TO_READ);
	s->got = application_send(DB(s), s->id, qf->sheet.revision, s->by, s->now);
	return s->got == APPLIED;
}

static bool step_withdraw(void *arg)
{
	struct story *s = arg;

	s->got = application_withdraw(DB(s), s->id, "A mistake", s->by, s->now);
	return s->got == APPLIED;
}

static enum application_state state(struct story *s)
{
	struct application x;

	NEED(application_load(DB(s), s->id, &x));
	return (enum application_state)x.state;
}

static size_t lacks(struct story *s, unsigned step)
{
	struct application x;
	struct lack *list;
	size_t n, of = 0;

	NEED(application_load(DB(s), s->id, &x));
	n = application_lacks(DB(s), &x, s->now, &list);
	for (size_t i = 0; i < n; i++)
		of += list[i].step == step;
	return step ? of : n;
}

#define GAIL ((UserAccountId){ 16 })             /* Gorse's scheduler */

static struct story draft_make(struct t *t)
{
	struct story s = { .t = t, .now = T_NOW };

	s.quiz = quiz_make(t, true);
	IS(run(&s, step_begin, GAIL), APPLIED_SHUT);
	db_write(t->db, step_asks, &s);
	IS(run(&s, step_begin, GAIL), APPLIED);
	return s;
}

static void fill(struct story *s)
{
	struct application x;

	NEED(application_load(DB(s), s->id, &x));
	s->code = 1;
	s->words = "[1,2]";
	IS(run(s, step_want, GAIL), APPLIED);
	IS(QUIZ_SAVE(s->t, x.sheet, "name_of_firm=Gorse", "insured=no", "why_not=Soon",
	             "true=yes"), ANSWERED);
	s->flag = true;
	IS(run(s, step_plan, GAIL), APPLIED);
}

TEST(all_that_is_missing_is_said_and_the_window_is_the_clocks)
{
	struct story s = draft_make(t);

	IS(run(&s, step_begin, GAIL), APPLIED_ALREADY);
	IS(state(&s), APPLICATION_DRAFT);
	IS(lacks(&s, STEP_PLACES), 1);
	OK(lacks(&s, STEP_ANSWERS) > 1);
	IS(lacks(&s, STEP_PLANS), 1);
	IS(lacks(&s, STEP_REFERENCES), 0);       /* based here: WM1 */
	IS(run(&s, step_send, GAIL), APPLIED_LACKING);
	/* A newcomer writes both plans. */
	IS(run(&s, step_plan, GAIL), APPLIED);
	IS(lacks(&s, STEP_PLANS), 2);
	s.words = "In eight weeks";
	IS(run(&s, step_plan, GAIL), APPLIED);
	IS(lacks(&s, STEP_PLANS), 0);
	/* Registered for homecare, which all lots of the world are for; no lot of another's. */
	s.code = 77;
	s.words = "[1]";
	IS(run(&s, step_want, GAIL), APPLIED_GONE);
	fill(&s);
	IS(lacks(&s, 0), 0);
	s.now = (Moment){ T_NOW.ms + INT64_C(21) * 86400000 };
	IS(run(&s, step_send, GAIL), APPLIED_SHUT);
	s.now = T_NOW;
	IS(run(&s, step_send, GAIL), APPLIED);
	IS(state(&s), APPLICATION_SENT);
	IS(run(&s, step_send, GAIL), APPLIED_SENT);
	IS(run(&s, step_want, GAIL), APPLIED_SENT);
	IS(run(&s, step_withdraw, GAIL), APPLIED);
	IS(run(&s, step_withdraw, GAIL), APPLIED_SENT);
	IS(state(&s), APPLICATION_WITHDRAWN);
	IS(run(&s, step_begin, GAIL), APPLIED);
}

/* ---- scored, decided ------------------------------------------------- */

static bool step_panel(void *arg)
{
	struct story *s = arg;
	struct application x;
	struct score_form *f;
	struct question_form *qf;
	void *at;

	NEED(application_load(DB(s), s->id, &x));
	qf = sheet_form(DB(s), x.sheet, SEEN_EVALUATORS, TO_READ);
	f = score_form(s->t->arena, qf);
	at = form_new(s->t->arena, &f->form);
	*(int64_t *)((char *)at + f->form.fields[0].at) = 4;
	s->panel = panel_add(s->t->db, "Summer", 2, 1, CHAIR, s->now);
	IS(panel_member_add(DB(s), s->panel, CHAIR, true, CHAIR, s->now), PANELED);
	IS(panel_member_add(DB(s), s->panel, FIRST, false, CHAIR, s->now), PANELED);
	IS(panel_sheet_add(DB(s), s->panel, x.sheet, CHAIR, s->now), PANELED);
	IS(panel_declare(DB(s), s->panel, NULL, NULL, CHAIR, s->now), PANELED);
	IS(panel_declare(DB(s), s->panel, NULL, NULL, FIRST, s->now), PANELED);
	IS(panel_score(DB(s), s->panel, f, at, FIRST, s->now), PANELED);
	IS(panel_marks_lock(DB(s), s->panel, x.sheet, FIRST, s->now), PANELED);
	IS(panel_lock(DB(s), s->panel, CHAIR, s->now), PANELED);
	return true;
}

static bool step_look(void *arg)
{
	struct story *s = arg;

	s->got = application_look(DB(s), s->id, &(struct look_answers){ s->code, FOUND_GOOD,
		moment_date(s->now), "Seen" }, s->by, s->now);
	return s->got == DECIDED_DONE;
}

static bool step_decide(void *arg)
{
	struct story *s = arg;
	const struct verdict v[] = {
		{ { 1 }, NORTH, true, NULL }, { { 1 }, SOUTH, false, s->words },
	};

	s->got = application_decide(DB(s), s->id, &(struct decision_answers){
		date_plus(moment_date(s->now), (int)s->code), "Sound", v, COUNT(v), s->flag },
		s->by, s->now);
	return s->got == DECIDED_DONE;
}

static bool step_confirm(void *arg)
{
	struct story *s = arg;

	s->got = application_confirm(DB(s), s->id, s->flag, s->by, s->now);
	return s->got == DECIDED_DONE;
}

static bool step_back(void *arg)
{
	struct story *s = arg;

	s->got = application_back(DB(s), s->id, "Figures", s->by, s->now);
	return s->got == DECIDED_DONE;
}

static bool step_review(void *arg)
{
	struct story *s = arg;

	s->got = application_review_ask(DB(s), s->id, "Look again", s->by, s->now);
	return s->got == DECIDED_DONE;
}

static bool step_review_end(void *arg)
{
	struct story *s = arg;

	s->got = application_review_end(DB(s), s->id, s->code, "Looked", s->by, s->now);
	return s->got == DECIDED_DONE;
}

/* Whoever does it has the ids: rights are the pages' business. */
static struct story scored_make(struct t *t)
{
	struct story s = draft_make(t);

	fill(&s);
	IS(run(&s, step_send, GAIL), APPLIED);
	IS(run(&s, step_decide, CHAIR), DECIDED_STATE);
	db_write(t->db, step_panel, &s);
	IS(state(&s), APPLICATION_MODERATED);
	s.flag = true;
	s.words = "Too far";
	s.code = 10;
	IS(run(&s, step_decide, CHAIR), DECIDED_CHECKS);
	s.code = LOOK_VISIT;
	IS(run(&s, step_look, CHAIR), DECIDED_DONE);
	s.code = LOOK_FINANCE;
	IS(run(&s, step_look, CHAIR), DECIDED_DONE);
	s.code = 10;
	return s;
}

static size_t stands(struct story *s)
{
	struct wanted w = { .service = SERVICE_HOMECARE, .locality = NORTH, .floor_rank = INT_NONE,
		.start = date_plus(moment_date(s->now), 11), .unrated_ok = true };
	struct standing out;

	NEED(provider_standing_one(DB(s), &w, GORSE,
	                           (Moment){ s->now.ms + INT64_C(11) * 86400000 }, &out));
	return out.part == PART_A;
}

TEST(two_decide_and_the_standing_follows)
{
	struct story s = scored_make(t);

	s.flag = false;
	IS(run(&s, step_decide, CHAIR), DECIDED_INTEREST);
	s.flag = true;
	s.words = NULL;
	IS(run(&s, step_decide, CHAIR), DECIDED_REASON);
	s.words = "Too far";
	s.code = 20000;
	IS(run(&s, step_decide, CHAIR), DECIDED_DATES);
	s.code = 10;
	IS(run(&s, step_decide, CHAIR), DECIDED_DONE);
	IS(run(&s, step_decide, SECOND), DECIDED_STATE);
	IS(run(&s, step_confirm, CHAIR), DECIDED_SAME);
	IS(run(&s, step_confirm, FIRST), DECIDED_SCORER);
	s.flag = false;
	IS(run(&s, step_confirm, SECOND), DECIDED_INTEREST);
	IS(stands(&s), 0);
	IS(run(&s, step_back, CHAIR), DECIDED_SAME);
	IS(run(&s, step_back, SECOND), DECIDED_DONE);
	IS(state(&s), APPLICATION_MODERATED);
	s.flag = true;
	IS(run(&s, step_decide, CHAIR), DECIDED_DONE);
	IS(run(&s, step_confirm, SECOND), DECIDED_DONE);
	IS(stands(&s), 1);
	IS(state(&s), APPLICATION_TOLD);
	IS(run(&s, step_withdraw, GAIL), APPLIED_DECIDED);
	IS(run(&s, step_confirm, SECOND), DECIDED_STATE);
}

TEST(a_review_is_in_time_and_by_somebody_else)
{
	struct story s = scored_make(t);

	IS(run(&s, step_decide, CHAIR), DECIDED_DONE);
	IS(run(&s, step_confirm, SECOND), DECIDED_DONE);
	s.now = (Moment){ T_NOW.ms + INT64_C(60) * 86400000 };
	IS(run(&s, step_review, GAIL), DECIDED_LATE);
	s.now = T_NOW;
	IS(run(&s, step_review, GAIL), DECIDED_DONE);
	IS(run(&s, step_review, GAIL), DECIDED_STATE);
	IS(state(&s), APPLICATION_REVIEW);
	s.code = REVIEWED_ANEW;
	IS(run(&s, step_review_end, SECOND), DECIDED_SAME);
	IS(run(&s, step_review_end, FIRST), DECIDED_SAME);
	IS(run(&s, step_review_end, SCORER), DECIDED_DONE);
	IS(state(&s), APPLICATION_MODERATED);
}

/* ---- chased ---------------------------------------------------------- */

static bool step_shown(void *arg)
{
	struct story *s = arg;
	EvidenceId id;
	Money least;
	EvidenceRuleId rule;

	IS(evidence_kind_add(DB(s), &(struct evidence_kind_answers){ "Insurance",
		EVIDENCE_INSURANCE, false, true }, CHAIR, s->now, &s->kind), EVIDENCED);
	IS(evidence_rule_set(DB(s), s->kind, &(struct evidence_rule_answers){ true, MONEY_NONE,
		LAPSE_WARN, moment_date(s->now) }, CHAIR, s->now, &rule), EVIDENCED);
	IS(evidence_give(DB(s), BROOK, &(struct evidence_answers){ .kind = s->kind,
		.from = moment_date(s->now), .until = date_plus(moment_date(s->now), 100),
		.cover = MONEY_NONE }, GAIL, s->now, &id, &least), EVIDENCED);
	IS(evidence_check(DB(s), id, true, NULL, CHAIR, s->now), EVIDENCED);
	return true;
}

static size_t chased_after(struct story *s, int days)
{
	return evidence_chase(DB(s), (Moment){ T_NOW.ms + days * INT64_C(86400000) });
}

TEST(evidence_is_asked_for_again_once_for_each_day)
{
	struct story s = { .t = t, .now = T_NOW };

	world_make(t->db);
	db_write(t->db, step_shown, &s);
	/* Its last day is 99 days ahead. */
	IS(chased_after(&s, 38), 0);
	IS(chased_after(&s, 39), 1);
	IS(chased_after(&s, 39), 0);
	IS(chased_after(&s, 68), 0);
	IS(chased_after(&s, 69), 1);
	IS(chased_after(&s, 91), 0);
	/* The clerk stood still: one letter, and no second for the day that was missed. */
	IS(chased_after(&s, 98), 1);
	IS(chased_after(&s, 99), 0);
	IS(chased_after(&s, 100), 0);
}

/* ---- laws ------------------------------------------------------------ */

static const char *const none[] = { NULL };
static const struct sql_piece alone_piece = {
	"INSERT INTO answer_score (sheet, question, scorer, points, at_ms) "
	"SELECT sheet, question, 3, points, at_ms FROM answer_score", -1, 0 };
static const struct sql alone_sql = { .name = "alone", .file = __FILE__, .pieces = &alone_piece,
	.npieces = 1, .args = none, .order_names = none, .writes = true };
static const struct sql_piece gone_piece = { "DELETE FROM application_standing", -1, 0 };
static const struct sql gone_sql = { .name = "gone", .file = __FILE__, .pieces = &gone_piece,
	.npieces = 1, .args = none, .order_names = none, .writes = true };

static bool meddle(void *arg)
{
	struct story *s = arg;

	db_do(s->t->db, &alone_sql, NULL);
	return true;
}

static bool meddle_more(void *arg)
{
	struct story *s = arg;

	db_do(s->t->db, &gone_sql, NULL);
	return true;
}

static const char *checked(struct t *t)
{
	struct buf out = buf_new(t->arena);

	site_check(t->db, t->arena, &out);
	return buf_text(&out);
}

TEST_PLAIN(a_decision_that_was_meddled_with_is_found)
{
	struct story s = scored_make(t);

	IS(run(&s, step_decide, CHAIR), DECIDED_DONE);
	IS(run(&s, step_confirm, SECOND), DECIDED_DONE);
	HAS(checked(t), "ok      accreditation.two-deciders");
	HAS(checked(t), "ok      accreditation.accepted-stands");
	db_write(t->db, meddle, &s);
	HAS(checked(t), "BROKEN  accreditation.two-deciders");
	db_write(t->db, meddle_more, &s);
	HAS(checked(t), "BROKEN  accreditation.accepted-stands");
}
