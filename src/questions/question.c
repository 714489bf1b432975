/* SPDX-License-Identifier: MIT */
/*
 * question.c -- the questions of a draft: added, changed, moved, removed.
 */
#include <string.h>

#include "questions/inside.h"

VOCAB_WORDS(answer_kind, ANSWER, ANSWER_KINDS)
VOCAB_WORDS(question_audience, SEEN, QUESTION_AUDIENCES)

bool kind_chooses(int64_t kind)
{
	return kind == ANSWER_CHOICE || kind == ANSWER_CHOICES;
}

/* ---- names out of words ------------------------------------------------------ */

const char *slug(struct arena *a, const char *words, char gap)
{
	const char *low = text_lower(a, words);
	struct buf b = buf_new(a);

	for (const char *s = low; *s && b.n < STEM_MOST - 4; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9'))
			buf_char(&b, *s);
		else if (b.n && b.s[b.n - 1] != gap)
			buf_char(&b, gap);
	while (b.n && b.s[b.n - 1] == gap)
		b.n--;
	return b.n ? buf_text(&b) : "other";
}

/* A form has these names already. */
static bool name_taken(const char *stem)
{
	return text_same(stem, "csrf") || text_same(stem, "key") || text_same(stem, "revision");
}

static const char *stem_new(struct arena *a, const struct questions *set, const char *words)
{
	const char *first = slug(a, words, '_'), *stem;

	if (*first < 'a' || name_taken(first))
		first = arena_fmt(a, "q_%s", first);
	stem = first;
	for (int n = 2; asked_by_stem(set, stem); n++)
		stem = arena_fmt(a, "%s_%d", first, n);
	return stem;
}

/* ---- what hangs on a question ------------------------------------------------ */

static bool key_before(const char *const *keys, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (text_same(keys[i], key))
			return true;
	return false;
}

/* Labels make keys: two of one label, or near it, are told apart by a number. */
static const char *key_new(struct arena *a, const char **keys, size_t n, const char *label,
                           char gap)
{
	const char *first = slug(a, label, gap), *key = first;

	for (int k = 2; key_before(keys, n, key); k++)
		key = arena_fmt(a, "%s%c%d", first, gap, k);
	keys[n] = key;
	return key;
}

static void choices_write(struct db *db, struct arena *a, AskedQuestionId id,
                          const struct question_answers *in)
{
	const struct choice_answers *c = in->choices.at;
	const char **keys = NEWN(a, const char *, in->choices.n);

	DO(db, question_choice_clear, .question = V(id));
	for (size_t i = 0; kind_chooses(in->kind) && i < in->choices.n; i++)
		DO(db, question_choice_insert, .id = V(NEW_ID(db, QuestionChoiceId)),
		   .question = V(id), .position = V((int64_t)i + 1),
		   .key = V(key_new(a, keys, i, c[i].label, '-')), .label = V(c[i].label),
		   .fails = V((int64_t)c[i].fails), .points = V(c[i].points));
}

static void columns_write(struct db *db, struct arena *a, AskedQuestionId id,
                          const struct question_answers *in)
{
	const struct column_answers *c = in->columns.at;
	const char **keys = NEWN(a, const char *, in->columns.n);

	DO(db, question_column_clear, .question = V(id));
	for (size_t i = 0; in->kind == ANSWER_TABLE && i < in->columns.n; i++)
		DO(db, question_column_insert, .id = V(NEW_ID(db, QuestionColumnId)),
		   .question = V(id), .position = V((int64_t)i + 1),
		   .key = V(key_new(a, keys, i, c[i].label, '_')), .label = V(c[i].label),
		   .kind = V((int64_t)c[i].kind));
}

/* ---- verbs ------------------------------------------------------------------- */

static void question_audit(struct db *db, struct arena *a, QuestionnaireVersionId version,
                           const char *verb, const char *stem, const char *label,
                           UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "question", stem);
	json_put_text(&j, "label", label);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb,
		.thing = "questionnaire_version", .thing_id = version.v, .detail = buf_text(&b) });
}

enum drafted question_add(struct db *db, struct arena *a, QuestionnaireVersionId version,
                          const char *stem, const struct question_answers *in,
                          UserAccountId by, AskedQuestionId *out)
{
	struct questions set;
	enum drafted got;

	db_need_write(db);
	if (!questions_load(db, a, version, &set))
		return DRAFTED_GONE;
	if ((got = draft_touch(db, a, version, set.v.revision)) != DRAFTED)
		return got;
	if (set.n >= QUESTIONS_MOST)
		return DRAFTED_FULL;
	stem = stem_new(a, &set, BLANK(stem) ? in->label : stem);
	*out = NEW_ID(db, AskedQuestionId);
	DO(db, question_insert, .id = V(*out), .version = V(version),
	   .position = V((int64_t)set.n + 1), .stem = V(stem), .kind = V((int64_t)in->kind),
	   .section = V(in->section), .label = V(in->label), .help = V(in->help),
	   .need = V(in->need), .least = V(in->least), .most = V(in->most),
	   .on_stem = V(in->on_stem), .on_keys = V(in->on_keys), .weight = V(in->weight),
	   .seen_by = V((int64_t)in->seen_by));
	choices_write(db, a, *out, in);
	columns_write(db, a, *out, in);
	question_audit(db, a, version, "question.add", stem, in->label, by);
	return DRAFTED;
}

/* The question, with its draft held. */
static enum drafted question_hold(struct db *db, struct arena *a, AskedQuestionId id,
                                  int64_t revision, struct question *q)
{
	db_need_write(db);
	if (!ONE(db, a, question_load, q, .id = V(id)))
		return DRAFTED_GONE;
	return draft_touch(db, a, q->version, revision);
}

enum drafted question_change(struct db *db, struct arena *a, AskedQuestionId id, int64_t revision,
                             const struct question_answers *in, UserAccountId by)
{
	struct question q;
	enum drafted got = question_hold(db, a, id, revision, &q);

	if (got != DRAFTED)
		return got;
	DO(db, question_update, .id = V(id), .kind = V((int64_t)in->kind),
	   .section = V(in->section), .label = V(in->label), .help = V(in->help),
	   .need = V(in->need), .least = V(in->least), .most = V(in->most),
	   .on_stem = V(in->on_stem), .on_keys = V(in->on_keys), .weight = V(in->weight),
	   .seen_by = V((int64_t)in->seen_by));
	choices_write(db, a, id, in);
	columns_write(db, a, id, in);
	question_audit(db, a, q.version, "question.change", q.stem, in->label, by);
	return DRAFTED;
}

/* Positions are 1, 2, 3... in the list's order. */
static void questions_number(struct db *db, AskedQuestionId *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		DO(db, question_place, .id = V(ids[i]), .position = V((int64_t)i + 1));
}

/* The ids of a version's questions, but one. */
static size_t ids_but(struct db *db, struct arena *a, const struct question *but,
                      AskedQuestionId **out)
{
	struct question *list;
	size_t n = ALL(db, a, question_list, &list, .version = V(but->version)), kept = 0;

	*out = NEWN(a, AskedQuestionId, n + 1);
	for (size_t i = 0; i < n; i++)
		if (list[i].id.v != but->id.v)
			(*out)[kept++] = list[i].id;
	return kept;
}

enum drafted question_move(struct db *db, struct arena *a, AskedQuestionId id, int64_t revision,
                           int64_t place, UserAccountId by)
{
	struct question q;
	enum drafted got = question_hold(db, a, id, revision, &q);
	AskedQuestionId *ids;
	size_t n, to;

	if (got != DRAFTED)
		return got;
	n = ids_but(db, a, &q, &ids);
	to = place < 1 ? 0 : (size_t)place - 1 < n ? (size_t)place - 1 : n;
	memmove(ids + to + 1, ids + to, (n - to) * sizeof *ids);
	ids[to] = id;
	questions_number(db, ids, n + 1);
	question_audit(db, a, q.version, "question.move", q.stem, q.label, by);
	return DRAFTED;
}

enum drafted question_remove(struct db *db, struct arena *a, AskedQuestionId id, int64_t revision,
                             UserAccountId by)
{
	struct question q;
	enum drafted got = question_hold(db, a, id, revision, &q);
	AskedQuestionId *ids;
	size_t n;

	if (got != DRAFTED)
		return got;
	n = ids_but(db, a, &q, &ids);
	DO(db, question_choice_clear, .question = V(id));
	DO(db, question_column_clear, .question = V(id));
	DO(db, question_delete, .id = V(id));
	questions_number(db, ids, n);
	question_audit(db, a, q.version, "question.remove", q.stem, q.label, by);
	return DRAFTED;
}
