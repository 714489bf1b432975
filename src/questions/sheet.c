/* SPDX-License-Identifier: MIT */
/*
 * sheet.c -- sheets of answers: begun from the last, saved partly, sent whole.
 */
#include <sodium.h>
#include <string.h>

#include "base/utf8.h"
#include "questions/inside.h"

enum { NAME_MOST = 200 };

VOCAB_WORDS(sheet_state, SHEET, SHEET_STATES)
VOCAB_WORDS(sheet_subject, SUBJECT, SHEET_SUBJECTS)

static void sheet_audit(struct db *db, AnswerSheetId id, const char *verb, const char *detail,
                        UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "answer_sheet",
		.thing_id = id.v, .detail = detail });
}

static const struct answer *answer_to(const struct answer *list, size_t n, AskedQuestionId id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].question.v == id.v)
			return &list[i];
	return NULL;
}

static void answer_keep(struct db *db, AnswerSheetId sheet, AskedQuestionId question,
                        const char *value, AnswerFileId file, bool carried)
{
	DO(db, answer_put, .sheet = V(sheet), .question = V(question), .value = V(value),
	   .file = V(file), .carried = V((int64_t)carried));
}

/* ---- begun ------------------------------------------------------------------- */

/*
 * The last answers, seen through the new version: what is no answer to it any
 * more (another kind, a choice that is gone) is not carried.
 */
static void answers_carry(struct db *db, struct arena *a, AnswerSheetId to,
                          const struct questions *set, const struct sheet_last_row *last)
{
	struct question_form *qf = question_form(a, set, SEEN_EVALUATORS, TO_READ);
	void *at = form_new(a, &qf->form);
	struct answer *old, *moved, *now;
	struct questions before;
	size_t n, nmoved = 0;

	SURE(questions_load(db, a, last->version, &before));
	n = ALL(db, a, answer_list, &old, .sheet = V(last->id));
	moved = NEWN(a, struct answer, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct asked *was = asked_by_id(&before, old[i].question);
		const struct asked *is = was ? asked_by_stem(set, was->q.stem) : NULL;

		if (!is || is->q.kind != was->q.kind)
			continue;
		moved[nmoved] = old[i];
		moved[nmoved++].question = is->q.id;
	}
	question_form_fill(a, qf, at, moved, nmoved);
	n = question_form_answers(a, qf, at, &now);
	for (size_t i = 0; i < n; i++)
		answer_keep(db, to, now[i].question, now[i].value,
		            answer_to(moved, nmoved, now[i].question)->file, true);
}

static enum answered begin(struct db *db, struct arena *a, QuestionnaireId id,
                           QuestionnaireVersionId version, enum sheet_subject kind,
                           int64_t subject, UserAccountId by, Moment now, AnswerSheetId *out)
{
	struct sheet_last_row last;
	struct questions set;
	bool before;

	SURE(questions_load(db, a, version, &set));
	before = ONE(db, a, sheet_last, &last, .questionnaire = V(id),
	             .subject_kind = V((int64_t)kind), .subject = V(subject));
	*out = NEW_ID(db, AnswerSheetId);
	DO(db, sheet_insert, .id = V(*out), .questionnaire = V(id), .version = V(version),
	   .subject_kind = V((int64_t)kind), .subject = V(subject), .begun_by = V(by),
	   .begun_ms = V(now), .prefilled = V(last.id));
	if (before)
		answers_carry(db, a, *out, &set, &last);
	sheet_audit(db, *out, "sheet.begin",
	            arena_fmt(a, "{\"subject_kind\":\"%s\",\"subject\":%lld}",
	                      vocab_find(&sheet_subject_vocab, kind)->key, (long long)subject), by);
	return ANSWERED;
}

/* Is one begun already?  Takes the questionnaire's row first. */
static enum answered beginnable(struct db *db, struct arena *a, QuestionnaireId id,
                                enum sheet_subject kind, int64_t subject, AnswerSheetId *out)
{
	struct sheet_open_row open;

	db_need_write(db);
	if (DO(db, questionnaire_touch, .id = V(id)) != 1)
		return ANSWERED_GONE;
	if (!ONE(db, a, sheet_open, &open, .questionnaire = V(id),
	         .subject_kind = V((int64_t)kind), .subject = V(subject)))
		return ANSWERED;
	*out = open.id;
	return ANSWERED_BEGUN;
}

enum answered sheet_begin(struct db *db, struct arena *a, QuestionnaireId id,
                          enum sheet_subject kind, int64_t subject, UserAccountId by, Moment now,
                          AnswerSheetId *out)
{
	const enum answered got = beginnable(db, a, id, kind, subject, out);
	struct version_in_state_row version;

	if (got != ANSWERED)
		return got;
	if (!ONE(db, a, version_in_state, &version, .questionnaire = V(id),
	         .state = V((int64_t)VERSION_PUBLISHED)))
		return ANSWERED_UNPUBLISHED;
	return begin(db, a, id, version.id, kind, subject, by, now, out);
}

enum answered sheet_begin_on(struct db *db, struct arena *a, QuestionnaireVersionId version,
                             enum sheet_subject kind, int64_t subject, UserAccountId by, Moment now,
                             AnswerSheetId *out)
{
	struct questionnaire_version v;
	enum answered got;

	if (!ONE(db, a, version_load, &v, .id = V(version)) || v.state == VERSION_DRAFT)
		return ANSWERED_GONE;
	got = beginnable(db, a, v.questionnaire, kind, subject, out);
	return got != ANSWERED ? got
	     : begin(db, a, v.questionnaire, version, kind, subject, by, now, out);
}

/* ---- its form ---------------------------------------------------------------- */

static void carried_mark(struct arena *a, struct question_form *qf)
{
	struct field *fields = NEWN(a, struct field, qf->form.nfields);

	memcpy(fields, qf->form.fields, qf->form.nfields * sizeof *fields);
	for (size_t i = 0; i < qf->form.nfields; i++) {
		const struct answer *at = !qf->of[i] ? NULL
		                        : answer_to(qf->answers, qf->nanswers, qf->of[i]->q.id);

		if (at && at->carried)
			fields[i].hint = BLANK(fields[i].hint) ? "From last time: still true?"
			               : arena_fmt(a, "From last time: still true? %s",
			                           fields[i].hint);
	}
	qf->form.fields = fields;
}

struct question_form *sheet_form(struct db *db, struct arena *a, AnswerSheetId id,
                                 enum question_audience who, enum question_use use)
{
	struct questions *set = NEW(a, struct questions);
	struct answer_sheet sheet;
	struct question_form *qf;

	if (!ONE(db, a, sheet_load, &sheet, .id = V(id)))
		return NULL;
	SURE(questions_load(db, a, sheet.version, set));
	qf = question_form(a, set, who, use);
	qf->sheet = sheet;
	qf->nanswers = ALL(db, a, answer_list, &qf->answers, .sheet = V(id));
	if (use == TO_ANSWER)
		carried_mark(a, qf);
	return qf;
}

void sheet_fill(struct arena *a, const struct question_form *qf, void *at)
{
	question_form_fill(a, qf, at, qf->answers, qf->nanswers);
	if (qf->form.partly)
		*question_form_revision(qf, at) = qf->sheet.revision;
}

/* ---- saved ------------------------------------------------------------------- */

static enum answered sheet_refusal(struct db *db, struct arena *a, AnswerSheetId id)
{
	struct answer_sheet s;

	if (!ONE(db, a, sheet_load, &s, .id = V(id)))
		return ANSWERED_GONE;
	return s.state == SHEET_SENT ? ANSWERED_SENT : ANSWERED_STALE;
}

/* Which questions' answers were changed: what they say is on the sheet. */
static const char *changed_text(struct arena *a, const char *const *stems, size_t n)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_open_array(&j, "changed");
	for (size_t i = 0; i < n; i++)
		json_put_text(&j, NULL, stems[i]);
	json_close_array(&j);
	json_close_object(&j);
	return buf_text(&b);
}

enum answered sheet_save(struct db *db, struct arena *a, const struct question_form *qf, void *at,
                         UserAccountId by)
{
	const char **changed = NEWN(a, const char *, qf->form.nfields);
	AnswerSheetId id = qf->sheet.id;
	size_t nchanged = 0, n;
	struct answer *now;

	db_need_write(db);
	if (DO(db, sheet_touch, .id = V(id),
	       .revision = V(*question_form_revision(qf, at))) != 1)
		return sheet_refusal(db, a, id);
	n = question_form_answers(a, qf, at, &now);
	for (size_t i = 0; i < qf->form.nfields; i++) {
		const struct answer *is, *was;

		if (!qf->of[i])
			continue;
		is = answer_to(now, n, qf->of[i]->q.id);
		was = answer_to(qf->answers, qf->nanswers, qf->of[i]->q.id);
		if (text_same(is ? is->value : NULL, was ? was->value : NULL))
			continue;
		changed[nchanged++] = qf->of[i]->q.stem;
		if (is)
			answer_keep(db, id, is->question, is->value, (AnswerFileId){ 0 }, false);
		else
			DO(db, answer_drop, .sheet = V(id), .question = V(qf->of[i]->q.id));
	}
	sheet_audit(db, id, "sheet.save", changed_text(a, changed, nchanged), by);
	return ANSWERED;
}

enum answered sheet_file(struct db *db, struct arena *a, AnswerSheetId id, AskedQuestionId question,
                         const struct file *file, UserAccountId by, Moment now)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	AnswerFileId kept;
	struct answer_sheet s;
	struct question q;

	db_need_write(db);
	if (!ONE(db, a, sheet_load, &s, .id = V(id)) ||
	    !ONE(db, a, question_load, &q, .id = V(question)) ||
	    q.version.v != s.version.v || q.kind != ANSWER_FILE)
		return ANSWERED_GONE;
	if (file->n == 0 || file->n > FILE_MOST || BLANK(file->name) ||
	    utf8_length(file->name) > NAME_MOST)
		return ANSWERED_FILE;
	if (DO(db, sheet_touch, .id = V(id), .revision = V(s.revision)) != 1)
		return sheet_refusal(db, a, id);
	crypto_hash_sha256(hash, (const unsigned char *)file->bytes, file->n);
	kept = NEW_ID(db, AnswerFileId);
	DO(db, answer_file_insert, .id = V(kept), .sheet = V(id), .name = V(file->name),
	   .bytes = V(((struct bytes){ file->bytes, file->n })),
	   .length = V((int64_t)file->n), .hash = V(((struct bytes){ hash, sizeof hash })),
	   .put_by = V(by), .put_ms = V(now));
	answer_keep(db, id, question, file->name, kept, false);
	sheet_audit(db, id, "sheet.file", changed_text(a, (const char *const[]){ q.stem }, 1), by);
	return ANSWERED;
}

/* ---- sent -------------------------------------------------------------------- */

bool sheet_whole(struct rq *rq, AnswerSheetId id, enum question_audience who)
{
	struct question_form *qf = sheet_form(rq->db, rq->arena, id, who, TO_READ);
	void *at;

	SURE(qf);
	at = form_new(rq->arena, &qf->form);
	sheet_fill(rq->arena, qf, at);
	return form_complete(rq, &qf->form, at);
}

enum answered sheet_send(struct db *db, struct arena *a, AnswerSheetId id, int64_t revision,
                         enum question_audience who, UserAccountId by, Moment now)
{
	/* The form engine says what is missing to a request: to this one, which is not shown. */
	struct rq asks = { .db = db, .arena = a };
	struct answer_sheet s;

	db_need_write(db);
	if (!ONE(db, a, sheet_load, &s, .id = V(id)))
		return ANSWERED_GONE;
	if (DO(db, sheet_sent, .id = V(id), .revision = V(revision), .sent_by = V(by),
	       .sent_ms = V(now)) != 1)
		return sheet_refusal(db, a, id);
	if (!sheet_whole(&asks, id, who))
		return ANSWERED_LACKING;
	DO(db, answers_confirm, .sheet = V(id));
	sheet_audit(db, id, "sheet.send", NULL, by);
	return ANSWERED;
}
