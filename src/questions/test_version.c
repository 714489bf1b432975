/* SPDX-License-Identifier: MIT */
/*
 * test_version.c -- drafts are edited, published versions never.
 */
#include <string.h>

#include "questions/test_questions.h"

struct act {
	struct t *t;
	QuestionnaireId id;
	QuestionnaireVersionId version, out;
	AskedQuestionId question;
	int64_t revision, place;
	struct question_answers q;
	enum drafted got;
};

static bool do_add(void *arg)
{
	struct act *x = arg;

	x->got = questionnaire_add(x->t->db, x->t->arena, "Quiz", ASKS_VISIT, KEEPER, T_NOW,
	                           &x->id, &x->out);
	return x->got == DRAFTED;
}
static bool do_publish(void *arg)
{
	struct act *x = arg;

	x->got = version_publish(x->t->db, x->t->arena, x->version, x->revision, KEEPER, T_NOW);
	return x->got == DRAFTED;
}
static bool do_draft(void *arg)
{
	struct act *x = arg;

	x->got = version_draft(x->t->db, x->t->arena, x->id, KEEPER, T_NOW, &x->out);
	return x->got == DRAFTED;
}
static bool do_move(void *arg)
{
	struct act *x = arg;

	x->got = question_move(x->t->db, x->t->arena, x->question, x->revision, x->place, KEEPER);
	return x->got == DRAFTED;
}
static bool do_remove(void *arg)
{
	struct act *x = arg;

	x->got = question_remove(x->t->db, x->t->arena, x->question, x->revision, KEEPER);
	return x->got == DRAFTED;
}
static bool do_change(void *arg)
{
	struct act *x = arg;

	x->got = question_change(x->t->db, x->t->arena, x->question, x->revision, &x->q, KEEPER);
	return x->got == DRAFTED;
}

static enum drafted act(struct act *x, bool (*work)(void *))
{
	struct questions set = quiz_load(x->t, x->version);

	x->revision = set.v.revision;
	db_write(x->t->db, work, x);
	return x->got;
}

TEST(stems_are_made_of_words_and_never_twice)
{
	struct quiz z = quiz_make(t, false);
	struct questions set = quiz_load(t, z.draft);

	IS(set.n, 11);
	SAME(set.list[0].q.stem, "name_of_firm");
	SAME(set.list[1].choices[2].key, "not-yet");
	SAME(set.list[7].columns[1].key, "paid");
	quiz_ask(t, z.draft, NULL, (struct question_answers){ ANSWER_LINE,
		.label = "Name of firm" });
	quiz_ask(t, z.draft, "csrf", (struct question_answers){ ANSWER_LINE, .label = "x" });
	quiz_ask(t, z.draft, NULL, (struct question_answers){ ANSWER_LINE, .label = "24 h?" });
	quiz_ask(t, z.draft, NULL, (struct question_answers){ ANSWER_LINE, .label = "???" });
	set = quiz_load(t, z.draft);
	SAME(set.list[11].q.stem, "name_of_firm_2");
	SAME(set.list[12].q.stem, "q_csrf");
	SAME(set.list[13].q.stem, "q_24_h");
	SAME(set.list[14].q.stem, "other");
}

TEST(what_is_published_is_never_changed_again)
{
	struct quiz z = quiz_make(t, true);
	struct act x = { .t = t, .id = z.id, .version = z.version, .place = 1 };
	struct questions set = quiz_load(t, z.version), copy;
	unsigned char one[32], two[32];

	IS(set.v.state, VERSION_PUBLISHED);
	x.question = set.list[2].q.id;
	IS(act(&x, do_move), DRAFTED_SETTLED);
	IS(act(&x, do_remove), DRAFTED_SETTLED);
	x.q = (struct question_answers){ ANSWER_LINE, .label = "x", .seen_by = SEEN_ALL };
	IS(act(&x, do_change), DRAFTED_SETTLED);
	IS(act(&x, do_publish), DRAFTED_SETTLED);
	/* Editing makes a copy: the same questions, in a version of their own. */
	IS(act(&x, do_draft), DRAFTED);
	copy = quiz_load(t, x.out);
	IS(copy.v.number, 2);
	IS(copy.n, set.n);
	OK(copy.list[0].q.id.v != set.list[0].q.id.v);
	questions_hash(&set, one);
	questions_hash(&copy, two);
	OK(!memcmp(one, two, sizeof one) && !memcmp(one, set.v.hash.p, sizeof one));
	IS(act(&x, do_draft), DRAFTED_ALREADY);
	IS(x.out.v, copy.v.id.v);
	x.version = copy.v.id;
	x.question = copy.list[0].q.id;
	IS(act(&x, do_remove), DRAFTED);
	copy = quiz_load(t, x.version);
	IS(copy.n, set.n - 1);
	IS(copy.list[0].q.position, 1);
	questions_hash(&copy, two);
	OK(memcmp(one, two, sizeof one) != 0);
	IS(act(&x, do_publish), DRAFTED);
	IS(quiz_load(t, z.version).v.state, VERSION_SUPERSEDED);
	IS(quiz_load(t, x.version).v.state, VERSION_PUBLISHED);
	db_write(t->db, do_add, &x);
	IS(x.got, DRAFTED_ALREADY);
}

TEST(a_question_moves_and_its_draft_is_held_by_its_revision)
{
	struct quiz z = quiz_make(t, false);
	struct act x = { .t = t, .version = z.draft, .place = 1 };
	struct questions set = quiz_load(t, z.draft);

	x.question = set.list[10].q.id;
	IS(act(&x, do_move), DRAFTED);
	set = quiz_load(t, z.draft);
	SAME(set.list[0].q.stem, "remark");
	SAME(set.list[1].q.stem, "name_of_firm");
	x.place = 99;
	IS(act(&x, do_move), DRAFTED);
	set = quiz_load(t, z.draft);
	SAME(set.list[10].q.stem, "remark");
	IS(set.list[10].q.position, 11);
	/* Shown before that, it is somebody else's draft by now. */
	db_write(t->db, do_move, &x);
	IS(x.got, DRAFTED_STALE);
	x.question = (AskedQuestionId){ 9999 };
	IS(act(&x, do_move), DRAFTED_GONE);
}

/* What publishing says of one question that is added to the quiz. */
static const char *fault_of(struct t *t, struct question_answers q)
{
	struct quiz z = quiz_make(t, false);
	struct act x = { .t = t, .version = z.draft };
	const char *const *faults;
	struct questions set;

	quiz_ask(t, z.draft, "last", q);
	set = quiz_load(t, z.draft);
	IS(act(&x, do_publish), DRAFTED_FAULTY);
	IS(quiz_load(t, z.draft).v.state, VERSION_DRAFT);
	return version_faults(t->arena, &set, &faults) ? faults[0] : "";
}

TEST(no_question_is_no_questionnaire)
{
	struct act x = { .t = t };
	const char *const *faults;
	struct questions set;

	world_make(t->db);
	db_write(t->db, do_add, &x);
	IS(x.got, DRAFTED);
	x.version = x.out;
	set = quiz_load(t, x.version);
	IS(act(&x, do_publish), DRAFTED_FAULTY);
	IS(version_faults(t->arena, &set, &faults), 1);
	SAME(faults[0], "It asks nothing yet: add a question");
}

TEST(a_condition_on_nothing_is_not_published)
{
	HAS(fault_of(t, (struct question_answers){ ANSWER_LINE, .label = "L", .on_stem = "gone",
		.on_keys = "yes" }), "is not there");
}

TEST(a_condition_on_a_number_is_not_published)
{
	HAS(fault_of(t, (struct question_answers){ ANSWER_LINE, .label = "L", .on_stem = "staff",
		.on_keys = "3" }), "only on a choice");
}

TEST(a_condition_on_itself_is_not_published)
{
	static struct choice_answers two[] = { { "A", false, INT_NONE }, { "B", false, INT_NONE } };

	HAS(fault_of(t, (struct question_answers){ ANSWER_CHOICE, .label = "L", .on_stem = "last",
		.on_keys = "a", .choices = { two, 2 } }), "must come before it");
}

TEST(a_condition_on_no_such_answer_is_not_published)
{
	SAME(fault_of(t, (struct question_answers){ ANSWER_LINE, .label = "L",
		.on_stem = "insured", .on_keys = "yes,perhaps" }),
		"Question 12 (L): \"perhaps\" is no answer to the question on which it depends");
}

TEST(a_choice_without_choices_is_not_published)
{
	HAS(fault_of(t, (struct question_answers){ ANSWER_CHOICE, .label = "L" }), "two choices");
}

TEST(a_table_without_columns_is_not_published)
{
	HAS(fault_of(t, (struct question_answers){ ANSWER_TABLE, .label = "L" }), "a column");
}
