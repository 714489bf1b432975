/* SPDX-License-Identifier: MIT */
/*
 * start.c -- the starting set is written into drafts, by the verbs that staff use.
 */
#include <string.h>

#include "questions/inside.h"
#include "questions/start.h"

static const struct start_set *const sets[START_SETS] = { &start_selection, &start_return };

/* The next of "a; b; c", trimmed; NULL: no more. */
static const char *part_next(struct arena *a, const char **at)
{
	const char *s = *at;
	size_t n = s ? strcspn(s, ";") : 0;

	if (BLANK(s))
		return NULL;
	*at = s + n + (s[n] == ';');
	return text_trim(a, arena_dupn(a, s, n));
}

static struct rows choices_read(struct arena *a, const char *s)
{
	struct choice_answers *list = NEWN(a, struct choice_answers, CHOICES_MOST);
	const char *one;
	size_t n = 0;

	while ((one = part_next(a, &s))) {
		bool fails = *one == '!';
		const char *equals = strchr(one, '=');
		int64_t points = INT_NONE;

		SURE(n < CHOICES_MOST && (!equals || int_parse(equals + 1, &points)));
		one += fails;
		list[n++] = (struct choice_answers){
			equals ? arena_dupn(a, one, (size_t)(equals - one)) : one, fails, points };
	}
	return (struct rows){ list, n };
}

static struct rows columns_read(struct arena *a, const char *s)
{
	struct column_answers *list = NEWN(a, struct column_answers, COLUMNS_MOST);
	const char *one;
	size_t n = 0;

	while ((one = part_next(a, &s))) {
		const char *colon = strchr(one, ':');
		const struct word *kind = vocab_by_key(&answer_kind_vocab, !colon ? "text"
		                                       : text_trim(a, colon + 1));

		SURE(n < COLUMNS_MOST && kind);
		list[n++] = (struct column_answers){
			colon ? arena_dupn(a, one, (size_t)(colon - one)) : one,
			(unsigned)kind->code };
	}
	return (struct rows){ list, n };
}

static enum drafted question_write(struct db *db, struct arena *a, QuestionnaireVersionId draft,
                                   const struct start_question *q, UserAccountId by)
{
	AskedQuestionId id;

	return question_add(db, a, draft, q->stem, &(struct question_answers){
		.kind = q->kind, .section = q->section, .label = q->label, .help = q->help,
		.need = q->need, .least = INT_NONE, .most = q->most ? q->most : INT_NONE,
		.on_stem = q->on_stem, .on_keys = q->on_keys, .weight = q->weight,
		.seen_by = q->seen_by ? q->seen_by : SEEN_ALL,
		.choices = choices_read(a, q->choices), .columns = columns_read(a, q->columns) },
		by, &id);
}

static void set_write(struct db *db, struct arena *a, QuestionnaireVersionId draft,
                      const struct start_set *set, UserAccountId by)
{
	SURE(version_change(db, a, draft, 1, set->opening, 5, by) == DRAFTED);
	for (size_t i = 0; i < set->n; i++)
		SURE(question_write(db, a, draft, &set->questions[i], by) == DRAFTED);
}

size_t questionnaires_start(struct db *db, struct arena *a, UserAccountId by, Moment now)
{
	size_t n = 0;

	db_need_write(db);
	for (size_t i = 0; i < START_SETS; i++) {
		QuestionnaireVersionId draft;
		QuestionnaireId id;

		if (questionnaire_add(db, a, sets[i]->name, sets[i]->kind, by, now, &id,
		                      &draft) == DRAFTED) {
			set_write(db, a, draft, sets[i], by);
			n++;
		}
	}
	return n;
}
