/* SPDX-License-Identifier: MIT */
/*
 * questions.h -- questions are data: questionnaires, and sheets of answers.
 *
 * A questionnaire (a selection questionnaire, a provider's return, a record of
 * monitoring) has versions, which staff write on pages.  A sheet is one set of
 * answers to one version, about one subject: a code and an id that another
 * room gives.  This room decides what is asked, whether answers are sound and
 * whole, what changed between two versions or two sheets, and what scores add
 * up to.  It decides nothing about providers or contracts: who may answer and
 * read a sheet, and what follows from it, is the room's that began it.
 *
 *	version   draft --publish--> published --the next is published--> superseded
 *	sheet     begun --send--> sent
 *
 * A draft is edited freely; a published version is never changed again (its
 * hash says so, and `almoner check` looks).  At most one version is a draft and
 * one published.  Between versions a question is known by its stem.  A sheet
 * stays with the version that it was begun on.
 *
 * There is no second form engine: a version becomes a struct form in the
 * request's arena (question_form()), and all that forms can do follows.
 *
 * A room that has people answer gives its routes .form_of, which finds the
 * sheet, asks whether it is theirs, and returns &question_form(...)->form; its
 * post() calls sheet_save() with what question_form_answers() makes of the form.
 */
#ifndef ALM_QUESTIONS_H
#define ALM_QUESTIONS_H

#include "base/vocab.h"
#include "form/form.h"
#include "web/route.h"

extern const struct room questions_room;

#define QUESTIONNAIRE_KINDS(X, P)                                             \
	X(P, 1, SELECTION,  "selection",  "purple", "Selection questionnaire") \
	X(P, 2, RETURN,     "return",     "blue",   "Provider service return") \
	X(P, 3, MONITORING, "monitoring", "teal",   "Monitoring record")       \
	X(P, 4, VISIT,      "visit",      "green",  "Visit")                   \
	X(P, 5, AUDIT,      "self-audit", "yellow", "Self-audit")              \
	X(P, 6, OTHER,      "other",      "grey",   "Other")
VOCAB(questionnaire_kind, ASKS, QUESTIONNAIRE_KINDS)

#define VERSION_STATES(X, P)                                     \
	X(P, 1, DRAFT,      "draft",      "yellow", "Draft")      \
	X(P, 2, PUBLISHED,  "published",  "green",  "Published")  \
	X(P, 3, SUPERSEDED, "superseded", "grey",   "Superseded")
VOCAB(version_state, VERSION, VERSION_STATES)

#define ANSWER_KINDS(X, P)                                                      \
	X(P, 1,  LINE,    "text",        NULL, "A line of text")                 \
	X(P, 2,  WORDS,   "long-text",   NULL, "Several lines of text")          \
	X(P, 3,  NUMBER,  "number",      NULL, "A whole number")                 \
	X(P, 4,  MONEY,   "money",       NULL, "An amount of money")             \
	X(P, 5,  DATE,    "date",        NULL, "A date")                         \
	X(P, 6,  CHOICE,  "choice",      NULL, "One choice")                     \
	X(P, 7,  CHOICES, "choices",     NULL, "Several choices")                \
	X(P, 8,  TABLE,   "table",       NULL, "A table with rows")              \
	X(P, 9,  FILE,    "file",        NULL, "A file")                         \
	X(P, 10, VOW,     "declaration", NULL, "A declaration that must be ticked")
VOCAB(answer_kind, ANSWER, ANSWER_KINDS)

/* Who is asked a question and sees its answer. */
#define QUESTION_AUDIENCES(X, P)                                                       \
	X(P, 1, ALL,        "all",        NULL, "Whoever answers")                      \
	X(P, 2, STAFF,      "staff",      NULL, "Council staff only")                   \
	X(P, 3, EVALUATORS, "evaluators", NULL, "Those who score, and nobody else")
VOCAB(question_audience, SEEN, QUESTION_AUDIENCES)

#define SHEET_STATES(X, P)                          \
	X(P, 1, BEGUN, "begun", "yellow", "Begun")   \
	X(P, 2, SENT,  "sent",  "green",  "Sent")
VOCAB(sheet_state, SHEET, SHEET_STATES)

/*
 * Of whom or what the answers are: append, for the rooms that ask.  A response is
 * sealed: no page or list of this room shows it, counts it, or tells that it is there;
 * the room that began it decides who may read it, and when.
 */
#define SHEET_SUBJECTS(X, P)                                        \
	X(P, 1, TRIAL,    "trial",    "grey",   "Trial by staff")    \
	X(P, 2, PROVIDER, "provider", "blue",   "Provider")          \
	X(P, 3, APPLICATION, "application", "purple", "Application of a provider") \
	X(P, 7, RESPONSE, "response", "purple", "Response to an opportunity")
VOCAB(sheet_subject, SUBJECT, SHEET_SUBJECTS)

enum { QUESTIONS_MOST = 400, FILE_MOST = 10485760 };

#include "questions/answer.sql.h"
#include "questions/panel.h"
#include "questions/version.sql.h"

/* ---- writing a questionnaire (version.c, question.c) --------------------------------
 *
 * Verbs are called in a write transaction, which the caller holds; each leaves
 * one row in the audit trail.
 */
enum drafted {
	DRAFTED,
	DRAFTED_GONE,         /* no such questionnaire, version or question               */
	DRAFTED_STALE,        /* somebody changed it since it was shown                   */
	DRAFTED_SETTLED,      /* the version is no draft: it is never changed again       */
	DRAFTED_ALREADY,      /* a questionnaire of that name; a draft beside this one    */
	DRAFTED_FULL,         /* QUESTIONS_MOST questions                                 */
	DRAFTED_FAULTY,       /* version_faults() has something to say                    */
};

/* Begins with a draft, without questions.  DRAFTED_ALREADY: the name. */
enum drafted questionnaire_add(struct db *, struct arena *, const char *name,
                               enum questionnaire_kind, UserAccountId by, Moment now,
                               QuestionnaireId *, QuestionnaireVersionId *draft) MUST_USE;
/* A draft that is a copy of the published version.  DRAFTED_ALREADY: *out is the one there is. */
enum drafted version_draft(struct db *, struct arena *, QuestionnaireId, UserAccountId by,
                           Moment now, QuestionnaireVersionId *out) MUST_USE;
/* The words above the questions (NULL: none), and the most points for an answer. */
enum drafted version_change(struct db *, struct arena *, QuestionnaireVersionId,
                            int64_t revision, const char *opening, int64_t scored_to,
                            UserAccountId by) MUST_USE;

struct choice_answers { const char *label; bool fails; int64_t points; };
struct column_answers { const char *label; unsigned kind; };
struct question_answers {
	unsigned    kind;
	const char *section, *label, *help, *need;
	int64_t     least, most;             /* INT_NONE: the kind's own */
	const char *on_stem, *on_keys;       /* NULL: always asked       */
	int64_t     weight;
	unsigned    seen_by;
	struct rows choices;                 /* of struct choice_answers */
	struct rows columns;                 /* of struct column_answers */
};
/* At the end of a draft.  The stem is made of `stem`, or of the label when that is NULL. */
enum drafted question_add(struct db *, struct arena *, QuestionnaireVersionId, const char *stem,
                          const struct question_answers *, UserAccountId by,
                          AskedQuestionId *out) MUST_USE;
/* `revision`: of the version, as it was when the question was shown. */
enum drafted question_change(struct db *, struct arena *, AskedQuestionId, int64_t revision,
                             const struct question_answers *, UserAccountId by) MUST_USE;
/* To that place, from 1; past the end is the end. */
enum drafted question_move(struct db *, struct arena *, AskedQuestionId, int64_t revision,
                           int64_t place, UserAccountId by) MUST_USE;
enum drafted question_remove(struct db *, struct arena *, AskedQuestionId, int64_t revision,
                             UserAccountId by) MUST_USE;
/* The former published version is superseded.  DRAFTED_FAULTY: see version_faults(). */
enum drafted version_publish(struct db *, struct arena *, QuestionnaireVersionId,
                             int64_t revision, UserAccountId by, Moment now) MUST_USE;

/*
 * Drafts of the starting set: a selection questionnaire and a provider's
 * return.  Those whose name there is already are left alone; how many were made.
 */
size_t questionnaires_start(struct db *, struct arena *, UserAccountId by, Moment now);

/* ---- a version, whole (asked.c) ------------------------------------------------------ */
struct asked {
	struct question q;
	struct question_choice *choices;
	size_t nchoices;
	struct question_column *columns;
	size_t ncolumns;
};
struct questions {
	struct questionnaire_version v;
	struct asked *list;
	size_t n;
};
/* False: no such version. */
bool questions_load(struct db *, struct arena *, QuestionnaireVersionId,
                    struct questions *) MUST_USE;
const struct asked *asked_by_stem(const struct questions *, const char *stem);   /* or NULL */
const struct asked *asked_by_id(const struct questions *, AskedQuestionId);           /* or NULL */
/* What keeps a version from being published, a sentence each. */
size_t version_faults(struct arena *, const struct questions *, const char *const **out);
/* The digest of all that a version asks: what is kept when it is published. */
void questions_hash(const struct questions *, unsigned char hash[32]);

/* ---- the form that it becomes (asked_form.c) ------------------------------------------ */
struct question_form {
	struct form form;                        /* first: rq->form is this too            */
	const struct questions *set;
	const struct asked **of;                 /* beside form.fields; NULL: the revision */
	struct answer_sheet sheet;               /* when it is a sheet's                   */
	struct answer *answers;                  /* as they are kept, and how many         */
	size_t nanswers;
};
/*
 * To answer: saved partly, files left out (each has a page of its own, so that
 * a refused form loses none), and last a hidden "revision".  To read: files
 * too, by their names; form_complete() and form_answers() are asked of that.
 */
enum question_use { TO_ANSWER, TO_READ };
/* The questions of an audience: evaluators see what staff see, staff what all see. */
struct question_form *question_form(struct arena *, const struct questions *,
                                    enum question_audience, enum question_use);
/* Answers of the form's questions, as they are kept, out of the form's struct. */
size_t question_form_answers(struct arena *, const struct question_form *, const void *at,
                             struct answer **out);
/* And into it; answers to other questions are passed over. */
void   question_form_fill(struct arena *, const struct question_form *, void *at,
                          const struct answer *, size_t n);
/* Of a form to answer: the sheet's revision that it was drawn with, and now is. */
int64_t *question_form_revision(const struct question_form *, void *at);
/* A kept answer in people's words. */
const char *answer_words(struct arena *, const struct asked *, const char *value);

/* ---- sheets (sheet.c) -------------------------------------------------------------------
 *
 * Verbs as above.  `by` is who does it; whether he may is the caller's business.
 */
enum answered {
	ANSWERED,
	ANSWERED_GONE,        /* no such questionnaire or sheet; a question it does not ask */
	ANSWERED_STALE,       /* somebody saved it since it was shown                     */
	ANSWERED_SENT,        /* it is sent: it is never changed again                    */
	ANSWERED_UNPUBLISHED, /* no version is published                                  */
	ANSWERED_BEGUN,       /* one is begun about this subject: *out is it              */
	ANSWERED_LACKING,     /* sheet_whole() has something to say                       */
	ANSWERED_PANEL,       /* a panel scores it: by panel_score()                      */
	ANSWERED_FILE,        /* no bytes, more than FILE_MOST, or a name past 200 letters */
};
/*
 * On the published version, prefilled from the subject's last sent sheet where
 * a question of that stem was of the same kind and its answer still is one;
 * those answers are marked as carried.
 */
enum answered sheet_begin(struct db *, struct arena *, QuestionnaireId, enum sheet_subject,
                          int64_t subject, UserAccountId by, Moment now,
                          AnswerSheetId *out) MUST_USE;
/* On a version that is, or was, published: where all must answer the same.  ANSWERED_GONE: it
 * is a draft, or there is none such. */
enum answered sheet_begin_on(struct db *, struct arena *, QuestionnaireVersionId,
                             enum sheet_subject, int64_t subject, UserAccountId by, Moment now,
                             AnswerSheetId *out) MUST_USE;
/*
 * The form of a sheet with its answers, for .form_of; NULL: no such sheet.
 * Of one that is sent too: what was typed meanwhile is given back by a refusal.
 * sheet_fill() fills its struct with the answers.
 */
struct question_form *sheet_form(struct db *, struct arena *, AnswerSheetId,
                                 enum question_audience, enum question_use);
void sheet_fill(struct arena *, const struct question_form *, void *at);
/* Keep what the form's struct says, which form_read() found sound.  What is changed is
 * no longer carried. */
enum answered sheet_save(struct db *, struct arena *, const struct question_form *, void *at,
                         UserAccountId by) MUST_USE;
/* In place of the file that answered before. */
enum answered sheet_file(struct db *, struct arena *, AnswerSheetId, AskedQuestionId,
                         const struct file *, UserAccountId by, Moment now) MUST_USE;
/* Has each question that is asked its answer?  What is missing is added to rq. */
bool sheet_whole(struct rq *, AnswerSheetId, enum question_audience);
/* Whoever sends it says that what was carried is still true. */
enum answered sheet_send(struct db *, struct arena *, AnswerSheetId, int64_t revision,
                         enum question_audience, UserAccountId by, Moment now) MUST_USE;

/* ---- what changed (compare.c) ------------------------------------------------------------ */
#define ANSWER_CHANGES(X, P)                                 \
	X(P, 1, ADDED,   "added",   "green",  "Added")     \
	X(P, 2, REMOVED, "removed", "red",    "Removed")   \
	X(P, 3, CHANGED, "changed", "yellow", "Changed")
VOCAB(answer_change, IS, ANSWER_CHANGES)

/* Of a question: what about it ("Help", "Choices"; NULL: all of it); of an answer: the answer. */
struct answer_changed {
	unsigned    how;
	const char *stem, *label, *what, *before, *after;    /* in people's words; "" for none */
};
/* In the order of the later one. */
size_t versions_compare(struct arena *, const struct questions *before,
                        const struct questions *after, struct answer_changed **out);
/* Of two forms to read, filled from their sheets (sheet_form()): answers, by stem. */
size_t sheets_compare(struct arena *, const struct question_form *before,
                      const struct question_form *after, struct answer_changed **out);

/* ---- scores (score.c) ----------------------------------------------------------------------
 *
 * A question with a weight is scored from 0 to the version's scored_to: by the
 * points of the choice that was made, where it has some, else by people, each
 * alone.  A total is the sum of weight x points, of the most that was to be
 * had, in tenths of a per cent, rounded once.  What was not asked counts in
 * neither.
 */
struct mark {
	UserAccountId scorer;
	const char *name;
	int64_t     points;
	const char *note;
	bool        counted;                     /* of a panel's sheet: final, no interest */
};
struct scored {
	const struct asked *at;
	const char *answer;                      /* as kept; NULL: none                 */
	int64_t     own;                         /* the choice's own points; INT_NONE   */
	struct mark *marks; size_t nmarks;       /* by people                           */
	int64_t     agreed;                      /* by a panel's moderator; INT_NONE    */
	const char *agreed_why;
	bool        apart;                       /* a panel must agree, and has not yet */
};
struct total { UserAccountId scorer; const char *name; bool whole; int64_t tenths; };
struct scores {
	struct scored *list; size_t n;
	struct total *totals; size_t ntotals;    /* one for each scorer; without any: none */
	const char **fails; size_t nfails;       /* "Are you insured?: No"              */
	bool mine_whole;                         /* `me` has scored all that people score */
	PanelId panel;                           /* that scores it; none                  */
	/* The panel's: of agreed marks, elsewhere of the means; whole when nothing lies apart
	 * and all are final.  `me` sees others' marks, and it, when his own are final, when he
	 * moderates, or when the panel is locked. */
	struct total agreed;
	bool sees_all;
};
/* Until `me` has scored all, only his own marks are in it; of a panel's sheet see above. */
void sheet_scores(struct db *, struct arena *, const struct question_form *, UserAccountId me,
                  struct scores *);
/* One form to score by: of the questions that people score. */
struct score_form { struct form form; const struct question_form *of; const struct asked **at; };
struct score_form *score_form(struct arena *, const struct question_form *);
void score_form_fill(const struct score_form *, void *at, const struct scores *, UserAccountId me);
/* ANSWERED_STALE: it is not sent yet.  ANSWERED_PANEL: also of every application. */
enum answered score_put(struct db *, struct arena *, const struct score_form *, const void *at,
                        UserAccountId by, Moment now) MUST_USE;

#endif
