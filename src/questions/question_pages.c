/* SPDX-License-Identifier: MIT */
/*
 * question_pages.c -- the questions of a draft: added, changed, moved, removed.
 */
#include <string.h>

#include "questions/page.sql.h"
#include "questions/pages.h"

/* ---- the form ---------------------------------------------------------------- */

static const struct word column_kind_words[] = {
	{ ANSWER_LINE, "text", NULL, "Text" }, { ANSWER_NUMBER, "number", NULL, "Whole number" },
	{ ANSWER_MONEY, "money", NULL, "Money" }, { ANSWER_DATE, "date", NULL, "Date" },
};
static const struct vocab column_kind_vocab = { "column_kind", column_kind_words,
	COUNT(column_kind_words) };

static const struct field choice_fields[] = {
	{ IN(struct choice_answers, label), .label = "Choice", .max = 200,
	  .need = "Enter the choice" },
	{ IN(struct choice_answers, fails), .label = "Whoever chooses it fails" },
	{ IN(struct choice_answers, points), .label = "Points by itself", .max = 100,
	  .width = "3" },
};
static const struct form choice_group = { FORM(struct choice_answers, choice_fields),
	.title = "Choice" };
static const struct field column_fields[] = {
	{ IN(struct column_answers, label), .label = "Heading", .max = 120,
	  .need = "Enter the column's heading" },
	{ IN(struct column_answers, kind), .label = "Holds", .as = AS_SELECT,
	  .words = &column_kind_vocab, .need = "Choose what the column holds" },
};
static const struct form column_group = { FORM(struct column_answers, column_fields),
	.title = "Column" };

struct question_in {
	unsigned    kind;
	const char *section, *label, *help, *need;
	int64_t     least, most;
	struct rows choices, columns;
	AskedQuestionId on;
	const char *on_answers;
	int64_t     weight;
	unsigned    seen_by;
	int64_t     revision;
};
static const struct field question_fields[] = {
	{ IN(struct question_in, section), .label = "Section", .max = 120,
	  .hint = "A heading above it. Questions of one section that follow each other share it" },
	{ IN(struct question_in, label), .label = "Question", .max = 300,
	  .need = "Enter the question" },
	{ IN(struct question_in, help), .label = "Help", .as = AS_LONG, .max = 1000 },
	{ IN(struct question_in, kind), .label = "Answered by", .as = AS_RADIOS,
	  .words = &answer_kind_vocab, .need = "Choose how it is answered" },
	{ IN(struct question_in, choices), .label = "Choices", .group = &choice_group,
	  .rows = CHOICES_MOST, .depends = "kind=6,7", .need = "Add the choices" },
	{ IN(struct question_in, columns), .label = "Columns", .group = &column_group,
	  .rows = COLUMNS_MOST, .depends = "kind=8", .need = "Add the columns" },
	{ IN(struct question_in, least), .label = "Least", .max = 1000000000000, .width = "10",
	  .hint = "Of text in characters, of money in pence", .depends = "kind=1,2,3,4" },
	{ IN(struct question_in, most), .label = "Most", .max = 1000000000000, .width = "10",
	  .depends = "kind=1,2,3,4" },
	{ IN(struct question_in, need), .label = "What is said when it is missing", .max = 200,
	  .hint = "Like \"Enter the firm's name\". Empty: it may be left out" },
	{ IN(struct question_in, on), .section = "When it is asked", .label = "Asked only when",
	  .from = &condition_choices_sql, .hint = "Another question, which comes before it..." },
	{ IN(struct question_in, on_answers), .label = "...has one of these answers",
	  .as = AS_LONG, .max = 1000, .hint = "The choices in their own words, one on a line; of "
	  "a declaration: yes" },
	{ IN(struct question_in, seen_by), .label = "Who is asked", .as = AS_RADIOS,
	  .words = &question_audience_vocab, .need = "Choose who is asked" },
	{ IN(struct question_in, weight), .section = "How it is scored", .label = "Weight",
	  .max = 100, .width = "3", .need = "Enter the weight: 0 when it is not scored" },
	{ IN(struct question_in, revision), .as = AS_HIDDEN },
};

static void question_check(struct rq *rq, void *form)
{
	const struct question_in *in = form;

	if (in->on.v && BLANK(in->on_answers))
		problem_add(rq, "on_answers", "Enter the answers after which it is asked");
	if (!in->on.v && !BLANK(in->on_answers))
		problem_add(rq, "on", "Choose the question that has these answers");
}

const struct form question_ask_form = { .name = "questionnaire-question",
	FORM(struct question_in, question_fields), .title = "Question", .button = "Save",
	.check = question_check };

/* ---- between the form and the verbs ------------------------------------------ */

/* "Yes\nNot yet" as "yes,not-yet". */
static const char *keys_of_lines(struct arena *a, const char *lines)
{
	struct buf b = buf_new(a);

	for (const char *s = lines ? lines : ""; *s; s += *s == '\n') {
		size_t n = strcspn(s, "\n");
		const char *line = text_trim(a, arena_dupn(a, s, n));

		if (*line)
			buf_fmt(&b, "%s%s", b.n ? "," : "", slug(a, line, '-'));
		s += n;
	}
	return buf_text(&b);
}

static const char *lines_of_keys(struct arena *a, const struct asked *on, const char *keys)
{
	struct buf b = buf_new(a);

	for (const char *s = keys; *s; s += *s == ',') {
		size_t n = strcspn(s, ",");

		buf_fmt(&b, "%s%s", b.n ? "\n" : "",
		        kind_chooses(on->q.kind) ? answer_words(a, on, arena_dupn(a, s, n))
		                                 : arena_dupn(a, s, n));
		s += n;
	}
	return buf_text(&b);
}

static struct question_answers answers_of(struct rq *rq, const struct question_in *in)
{
	struct question_answers out = { .kind = in->kind, .section = in->section,
		.label = in->label, .help = in->help, .need = in->need, .least = in->least,
		.most = in->most, .weight = in->weight, .seen_by = in->seen_by,
		.choices = in->choices, .columns = in->columns };
	struct question on;

	if (in->on.v && ONE(rq->db, rq->arena, question_load, &on, .id = V(in->on))) {
		out.on_stem = on.stem;
		out.on_keys = keys_of_lines(rq->arena, in->on_answers);
	}
	return out;
}

static void choices_show(struct rq *rq, const struct asked *at, struct question_in *in)
{
	struct choice_answers *c = NEWN(rq->arena, struct choice_answers, at->nchoices);
	struct column_answers *k = NEWN(rq->arena, struct column_answers, at->ncolumns);

	for (size_t i = 0; i < at->nchoices; i++)
		c[i] = (struct choice_answers){ at->choices[i].label, at->choices[i].fails,
		                                at->choices[i].points };
	for (size_t i = 0; i < at->ncolumns; i++)
		k[i] = (struct column_answers){ at->columns[i].label,
		                                (unsigned)at->columns[i].kind };
	in->choices = (struct rows){ c, at->nchoices };
	in->columns = (struct rows){ k, at->ncolumns };
}

/* The question of the address, in its version; false: no such question. */
static bool question_found(struct rq *rq, struct questions *set, const struct asked **at)
{
	AskedQuestionId id = ID(rq, AskedQuestionId, "question");
	struct question q;

	if (!ONE(rq->db, rq->arena, question_load, &q, .id = V(id)))
		return false;
	SURE(questions_load(rq->db, rq->arena, q.version, set));
	*at = asked_by_id(set, id);
	return true;
}

/* ---- added, changed ---------------------------------------------------------- */

struct reply question_new_load(struct rq *rq, void *form)
{
	struct question_in *in = form;
	struct questions set;

	if (!questions_load(rq->db, rq->arena, ID(rq, QuestionnaireVersionId, "version"), &set))
		return not_found(rq);
	in->seen_by = SEEN_ALL;
	in->weight = 0;
	if (set.n)
		in->section = set.list[set.n - 1].q.section;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply question_new_post(struct rq *rq, void *form)
{
	QuestionnaireVersionId version = ID(rq, QuestionnaireVersionId, "version");
	struct question_answers in = answers_of(rq, form);
	AskedQuestionId id;

	return drafted_reply(rq, question_add(rq->db, rq->arena, version, NULL, &in, rq->me->id,
	                     &id), NULL, "Question added", version_path(rq, version));
}

struct reply question_load_form(struct rq *rq, void *form)
{
	struct question_in *in = form;
	const struct asked *at, *on;
	struct questions set;

	if (!question_found(rq, &set, &at))
		return not_found(rq);
	*in = (struct question_in){ .kind = (unsigned)at->q.kind, .section = at->q.section,
		.label = at->q.label, .help = at->q.help, .need = at->q.need,
		.least = at->q.least, .most = at->q.most, .weight = at->q.weight,
		.seen_by = (unsigned)at->q.seen_by, .revision = set.v.revision };
	choices_show(rq, at, in);
	on = at->q.on_stem ? asked_by_stem(&set, at->q.on_stem) : NULL;
	if (on) {
		in->on = on->q.id;
		in->on_answers = lines_of_keys(rq->arena, on, at->q.on_keys);
	}
	return (struct reply){ REPLY_DEFAULT };
}

struct reply question_post(struct rq *rq, void *form)
{
	struct question_answers in = answers_of(rq, form);
	const struct asked *at;
	struct questions set;

	if (!question_found(rq, &set, &at))
		return not_found(rq);
	return drafted_reply(rq, question_change(rq->db, rq->arena, at->q.id,
	                     ((struct question_in *)form)->revision, &in, rq->me->id), NULL,
	                     "Question changed", version_path(rq, set.v.id));
}

/* ---- moved, removed ---------------------------------------------------------- */

struct move_in { int64_t place, revision; };
static const struct field move_fields[] = {
	{ IN(struct move_in, place), .label = "New place", .min = 1, .max = QUESTIONS_MOST,
	  .width = "3", .need = "Enter the place that it is to have, like 3" },
	{ IN(struct move_in, revision), .as = AS_HIDDEN },
};
const struct form question_move_form = { .name = "questionnaire-question-move",
	FORM(struct move_in, move_fields), .title = "Move the question", .button = "Move" };
static const struct field remove_fields[] = {
	{ IN(struct move_in, revision), .as = AS_HIDDEN },
};
const struct form question_remove_form = { .name = "questionnaire-question-remove",
	FORM(struct move_in, remove_fields), .title = "Remove the question", .button = "Remove",
	.danger = true, .lead = "It goes from this draft. Versions that asked it keep it." };

struct reply question_move_load(struct rq *rq, void *form)
{
	const struct asked *at;
	struct questions set;

	if (!question_found(rq, &set, &at))
		return not_found(rq);
	*(struct move_in *)form = (struct move_in){ at->q.position, set.v.revision };
	rq->look.caption = at->q.label;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply question_move_post(struct rq *rq, void *form)
{
	const struct move_in *in = form;
	const struct asked *at;
	struct questions set;

	if (!question_found(rq, &set, &at))
		return not_found(rq);
	return drafted_reply(rq, question_move(rq->db, rq->arena, at->q.id, in->revision, in->place,
	                     rq->me->id), NULL, "Question moved", version_path(rq, set.v.id));
}

struct reply question_remove_post(struct rq *rq, void *form)
{
	const struct asked *at;
	struct questions set;

	if (!question_found(rq, &set, &at))
		return not_found(rq);
	return drafted_reply(rq, question_remove(rq->db, rq->arena, at->q.id,
	                     ((struct move_in *)form)->revision, rq->me->id), NULL,
	                     "Question removed", version_path(rq, set.v.id));
}
