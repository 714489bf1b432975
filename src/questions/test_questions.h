/* SPDX-License-Identifier: MIT */
/*
 * test_questions.h -- a questionnaire with a question of every kind.
 */
#ifndef ALM_TEST_QUESTIONS_H
#define ALM_TEST_QUESTIONS_H

#include "questions/questions.h"
#include "t/t.h"
#include "t/world.h"

#define KEEPER ((UserAccountId){ 5 })             /* the world's commissioner */

struct quiz { QuestionnaireId id; QuestionnaireVersionId draft, version; };

/* In the world: asks all kinds, "Why not?" after the answer "no", and is published if wanted. */
struct quiz quiz_make(struct t *, bool published);
/* A question of a draft. */
AskedQuestionId quiz_ask(struct t *, QuestionnaireVersionId, const char *stem,
                         struct question_answers);
struct questions quiz_load(struct t *, QuestionnaireVersionId);
/* A sheet about a provider, begun; its answers sent as a browser sends them, saved. */
AnswerSheetId quiz_begin(struct t *, QuestionnaireId, int64_t subject, enum answered want);
enum answered quiz_save(struct t *, AnswerSheetId, size_t n, const char *const *pairs);
enum answered quiz_send(struct t *, AnswerSheetId);
#define QUIZ_SAVE(t, sheet, ...)                                                      \
	quiz_save((t), (sheet), COUNT(((const char *const []){ __VA_ARGS__ })),       \
	          (const char *const []){ __VA_ARGS__ })
/* What is kept for a stem; NULL: nothing. */
const char *quiz_kept(struct t *, AnswerSheetId, const char *stem, bool *carried);

#endif
