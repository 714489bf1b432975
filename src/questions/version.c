/* SPDX-License-Identifier: MIT */
/*
 * version.c -- questionnaires and their versions: begun, drafted anew, published.
 */
#include "questions/inside.h"

VOCAB_WORDS(questionnaire_kind, ASKS, QUESTIONNAIRE_KINDS)
VOCAB_WORDS(version_state, VERSION, VERSION_STATES)

enum { SCORED_TO = 5 };

static void version_audit(struct db *db, struct arena *a, QuestionnaireVersionId id,
                          const char *verb, int64_t number, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb,
		.thing = "questionnaire_version", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"number\":%lld}", (long long)number) });
}

static QuestionnaireVersionId draft_insert(struct db *db, QuestionnaireId of, int64_t number,
                                           const char *opening, int64_t scored_to,
                                           UserAccountId by, Moment now)
{
	QuestionnaireVersionId id = NEW_ID(db, QuestionnaireVersionId);

	DO(db, version_insert, .id = V(id), .questionnaire = V(of), .number = V(number),
	   .opening = V(opening), .scored_to = V(scored_to), .made_by = V(by), .made_ms = V(now));
	return id;
}

enum drafted questionnaire_add(struct db *db, struct arena *a, const char *name,
                               enum questionnaire_kind kind, UserAccountId by, Moment now,
                               QuestionnaireId *out, QuestionnaireVersionId *draft)
{
	struct questionnaire_named_row r;
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	db_need_write(db);
	if (ONE(db, a, questionnaire_named, &r, .name = V(name)))
		return DRAFTED_ALREADY;
	*out = NEW_ID(db, QuestionnaireId);
	DO(db, questionnaire_insert, .id = V(*out), .name = V(name), .kind = V((int64_t)kind),
	   .made_by = V(by), .made_ms = V(now));
	*draft = draft_insert(db, *out, 1, NULL, SCORED_TO, by, now);
	json_open_object(&j, NULL);
	json_put_text(&j, "name", name);
	json_put_text(&j, "kind", vocab_find(&questionnaire_kind_vocab, kind)->key);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "questionnaire.add",
		.thing = "questionnaire", .thing_id = out->v, .detail = buf_text(&b) });
	return DRAFTED;
}

/* ---- a draft of what is published -------------------------------------------- */

static void choices_copy(struct db *db, const struct asked *from, AskedQuestionId to)
{
	for (size_t i = 0; i < from->nchoices; i++) {
		const struct question_choice *c = &from->choices[i];

		DO(db, question_choice_insert, .id = V(NEW_ID(db, QuestionChoiceId)),
		   .question = V(to), .position = V(c->position), .key = V(c->key),
		   .label = V(c->label), .fails = V(c->fails), .points = V(c->points));
	}
	for (size_t i = 0; i < from->ncolumns; i++) {
		const struct question_column *c = &from->columns[i];

		DO(db, question_column_insert, .id = V(NEW_ID(db, QuestionColumnId)),
		   .question = V(to), .position = V(c->position), .key = V(c->key),
		   .label = V(c->label), .kind = V(c->kind));
	}
}

static void questions_copy(struct db *db, const struct questions *from, QuestionnaireVersionId to)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct question *q = &from->list[i].q;
		AskedQuestionId id = NEW_ID(db, AskedQuestionId);

		DO(db, question_insert, .id = V(id), .version = V(to),
		   .position = V((int64_t)i + 1), .stem = V(q->stem), .kind = V(q->kind),
		   .section = V(q->section),
		   .label = V(q->label), .help = V(q->help), .need = V(q->need),
		   .least = V(q->least), .most = V(q->most), .on_stem = V(q->on_stem),
		   .on_keys = V(q->on_keys), .weight = V(q->weight), .seen_by = V(q->seen_by));
		choices_copy(db, &from->list[i], id);
	}
}

enum drafted version_draft(struct db *db, struct arena *a, QuestionnaireId id, UserAccountId by,
                           Moment now, QuestionnaireVersionId *out)
{
	struct version_in_state_row there;
	struct version_last_row last;
	struct questions from = { .n = 0 };

	db_need_write(db);
	if (DO(db, questionnaire_touch, .id = V(id)) != 1)
		return DRAFTED_GONE;
	if (ONE(db, a, version_in_state, &there, .questionnaire = V(id),
	        .state = V((int64_t)VERSION_DRAFT))) {
		*out = there.id;
		return DRAFTED_ALREADY;
	}
	/* Where none is a draft, the last one was published. */
	SURE(ONE(db, a, version_in_state, &there, .questionnaire = V(id),
	         .state = V((int64_t)VERSION_PUBLISHED)));
	SURE(ONE(db, a, version_last, &last, .questionnaire = V(id)));
	SURE(questions_load(db, a, there.id, &from));
	*out = draft_insert(db, id, last.number + 1, from.v.opening, from.v.scored_to, by, now);
	questions_copy(db, &from, *out);
	version_audit(db, a, *out, "questionnaire.draft", last.number + 1, by);
	return DRAFTED;
}

/* ---- changed, published ------------------------------------------------------ */

/* Why a change found no draft of that revision. */
static enum drafted draft_refusal(struct db *db, struct arena *a, QuestionnaireVersionId id)
{
	struct questionnaire_version v;

	if (!ONE(db, a, version_load, &v, .id = V(id)))
		return DRAFTED_GONE;
	return v.state == VERSION_DRAFT ? DRAFTED_STALE : DRAFTED_SETTLED;
}

enum drafted draft_touch(struct db *db, struct arena *a, QuestionnaireVersionId id,
                         int64_t revision)
{
	db_need_write(db);
	return DO(db, version_touch, .id = V(id), .revision = V(revision)) == 1
	       ? DRAFTED : draft_refusal(db, a, id);
}

enum drafted version_change(struct db *db, struct arena *a, QuestionnaireVersionId id,
                            int64_t revision, const char *opening, int64_t scored_to,
                            UserAccountId by)
{
	db_need_write(db);
	if (DO(db, version_update, .id = V(id), .revision = V(revision), .opening = V(opening),
	       .scored_to = V(scored_to)) != 1)
		return draft_refusal(db, a, id);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "questionnaire.change",
		.thing = "questionnaire_version", .thing_id = id.v,
		.detail = arena_fmt(a, "{\"scored_to\":%lld}", (long long)scored_to) });
	return DRAFTED;
}

enum drafted version_publish(struct db *db, struct arena *a, QuestionnaireVersionId id,
                             int64_t revision, UserAccountId by, Moment now)
{
	const char *const *faults;
	unsigned char hash[32];
	struct questions set;

	db_need_write(db);
	if (!questions_load(db, a, id, &set))
		return DRAFTED_GONE;
	if (set.v.state != VERSION_DRAFT || set.v.revision != revision)
		return draft_refusal(db, a, id);
	if (version_faults(a, &set, &faults))
		return DRAFTED_FAULTY;
	questions_hash(&set, hash);
	DO(db, questionnaire_touch, .id = V(set.v.questionnaire));
	DO(db, version_supersede, .questionnaire = V(set.v.questionnaire), .now = V(now));
	if (DO(db, version_settle, .id = V(id), .revision = V(revision), .published_by = V(by),
	       .published_ms = V(now), .hash = V(((struct bytes){ hash, sizeof hash }))) != 1)
		return draft_refusal(db, a, id);
	version_audit(db, a, id, "questionnaire.publish", set.v.number, by);
	return DRAFTED;
}
