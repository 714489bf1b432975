/* SPDX-License-Identifier: MIT */
/*
 * accreditation.h -- how a provider comes onto a framework.
 *
 * A provider that is in the regulator's register asks for an account; signed in,
 * it applies to a framework while that takes applications; a panel scores; two
 * people decide, place by place; it is told, and may ask for a review.
 *
 *	sign-up      asked -> confirmed (an account, a letter) | refused
 *	application  draft -> sent -> under evaluation -> scored -> decided once -> told
 *	                                   ^ decided anew <- sent back  <-'           |
 *	                                   `------- review: decided anew <- review asked
 *	             draft, sent, under evaluation, scored, decided once -> withdrawn
 *
 * The state of an application is computed from its facts by application_list; its
 * row is the lock of all that hangs on it.  What a panel does is questions/'s,
 * standings and evidence are market/'s: accepted places become standings by
 * accreditation_add(), in the transaction that confirms the decision.
 * (B&NES 3e.1, 3e.3, 3e.4, 3e.7; Shropshire app. 2.)
 */
#ifndef ALM_ACCREDITATION_H
#define ALM_ACCREDITATION_H

#include "base/vocab.h"
#include "market/market.h"
#include "questions/questions.h"
#include "web/route.h"

extern const struct room accreditation_room;

#define APPLICATION_STATES(X, P)                                                    \
	X(P, 1, DRAFT,      "draft",      "yellow",    "Draft")                      \
	X(P, 2, SENT,       "sent",       "blue",      "Sent")                       \
	X(P, 3, EVALUATING, "evaluating", "purple",    "Under evaluation")           \
	X(P, 4, MODERATED,  "moderated",  "turquoise", "Scored, to be decided")      \
	X(P, 5, DECIDED,    "decided",    "teal",      "Decided once, to be confirmed") \
	X(P, 6, TOLD,       "told",       "green",     "Decided and told")           \
	X(P, 7, REVIEW,     "review",     "orange",    "Review asked for")           \
	X(P, 8, WITHDRAWN,  "withdrawn",  "grey",      "Withdrawn")
VOCAB(application_state, APPLICATION, APPLICATION_STATES)

/* What staff look into before a decision (Shropshire app. 2). */
#define APPLICATION_LOOKS(X, P)                                                     \
	X(P, 1, VISIT,     "visit",     "blue",   "Accreditation visit")             \
	X(P, 2, REFERENCE, "reference", "purple", "Reference taken up")              \
	X(P, 3, FINANCE,   "finance",   "teal",   "Financial appraisal")             \
	X(P, 4, CREDIT,    "credit",    "yellow", "Credit check")
VOCAB(application_look, LOOK, APPLICATION_LOOKS)

#define APPLICATION_FINDINGS(X, P)                                                  \
	X(P, 1, GOOD,     "good",     "green",  "Satisfactory")                      \
	X(P, 2, CONCERNS, "concerns", "yellow", "With concerns")                     \
	X(P, 3, BAD,      "bad",      "red",    "Not satisfactory")
VOCAB(application_found, FOUND, APPLICATION_FINDINGS)

#define APPLICATION_REVIEWS(X, P)                                                   \
	X(P, 1, STANDS, "stands", "grey",   "The decision stands")                   \
	X(P, 2, ANEW,   "anew",   "orange", "To be decided anew")
VOCAB(application_reviewed, REVIEWED, APPLICATION_REVIEWS)

/* How it is known that who asks for an account speaks for the provider. */
#define SIGN_UP_KNOWN(X, P)                                                         \
	X(P, 1, ADDRESS, "known-address", "",                                        \
	  "The letter goes to the address that we have for the provider")            \
	X(P, 2, PHONE,   "telephone", "",                                            \
	  "Asked by telephone, at the number that the regulator publishes")          \
	X(P, 3, PERSON,  "in-person", "", "Seen in person, with papers")             \
	X(P, 4, COLLEAGUE, "colleague", "",                                          \
	  "Somebody who has an account of the provider said so")
VOCAB(sign_up_known, KNOWN, SIGN_UP_KNOWN)

#include "accreditation/application.sql.h"
#include "accreditation/sign_up.sql.h"

/* ---- an account for a provider that has none (sign_up.c) -----------------------------
 *
 * All verbs are called in a write transaction, which the caller holds; each leaves one
 * row in the audit trail.
 */
struct sign_up_answers {
	unsigned    regulator;
	const char *number;              /* of the provider, or of one of its locations */
	const char *name, *post, *email, *phone;
};
enum signed_up {
	SIGNED_UP,
	SIGNED_UP_UNKNOWN,       /* no such number in the register as it was imported      */
	SIGNED_UP_ALREADY,       /* that address waits for this provider already           */
	SIGNED_UP_GONE,          /* no such sign-up                                        */
	SIGNED_UP_DECIDED,       /* somebody decided it meanwhile                          */
	SIGNED_UP_ADDRESS,       /* confirmed by the known address, and it is another one  */
	SIGNED_UP_TAKEN,         /* there is an account with that address                  */
	SIGNED_UP_BAD,           /* that is no address                                     */
};
/* Nothing is granted by it, and nobody is written to. */
enum signed_up sign_up_ask(struct db *, struct arena *, const struct sign_up_answers *, Moment now,
                           SignUpId *out) MUST_USE;
/*
 * An account with the provider's role, and a letter to its address with which the
 * password is set.  By KNOWN_ADDRESS only where that is the address we have; else the
 * officer says how he knows, and the provider is told at the address we have.
 */
enum signed_up sign_up_confirm(struct db *, struct arena *, SignUpId, enum sign_up_known,
                               const char *words, UserAccountId by, Moment now) MUST_USE;
/* The address that asked is told, with the reason. */
enum signed_up sign_up_refuse(struct db *, struct arena *, SignUpId, const char *reason,
                              UserAccountId by, Moment now) MUST_USE;

/* ---- what applying to a framework asks (apply.c) --------------------- */
struct asks_answers {
	QuestionnaireId questionnaire;
	int64_t     refs;                /* of other authorities, of who is based elsewhere */
	bool        visit, plans, finance, credit;
};
enum applied {
	APPLIED,
	APPLIED_GONE,            /* no such application, framework, lot                    */
	APPLIED_SHUT,            /* the framework takes no applications now                */
	APPLIED_UNASKED,         /* nobody has said yet what applying to it asks           */
	APPLIED_UNPUBLISHED,     /* its questionnaire has no published version             */
	APPLIED_ALREADY,         /* one of this provider runs: *out is it                  */
	APPLIED_BUSY,            /* its answers to that questionnaire are of another application */
	APPLIED_SENT,            /* it is sent or withdrawn: it is not changed any more    */
	APPLIED_STALE,           /* the answers were saved meanwhile                       */
	APPLIED_HELD,            /* it stands on that lot                                  */
	APPLIED_PLACE,           /* the lot does not cover that locality                   */
	APPLIED_LACKING,         /* application_lacks() has something to say               */
	APPLIED_DECIDED,         /* it is decided and told: it cannot be withdrawn any more */
};
enum applied asks_set(struct db *, struct arena *, FrameworkId, const struct asks_answers *,
                      UserAccountId by, Moment now) MUST_USE;

/* ---- applying: the provider's (apply.c, lacks.c) --------------------- */
/* False: no such application. */
bool application_load(struct db *, struct arena *, ApplicationId, struct application *) MUST_USE;
/* Its answers begin with those that the provider sent to the same questionnaire before. */
enum applied application_begin(struct db *, struct arena *, FrameworkId, ProviderId,
                               UserAccountId by, Moment now, ApplicationId *out) MUST_USE;
/* Localities as JSON text; none: not that lot.  APPLIED_SENT, APPLIED_HELD, APPLIED_PLACE. */
enum applied application_want(struct db *, struct arena *, ApplicationId, LotId,
                              const char *localities, UserAccountId by, Moment now) MUST_USE;
struct plan_answers { bool works_here; const char *elsewhere, *mobilisation, *recruitment; };
enum applied application_plan(struct db *, struct arena *, ApplicationId,
                              const struct plan_answers *, UserAccountId by) MUST_USE;
struct reference_answers { const char *authority, *name, *email, *phone; };
enum applied application_refer(struct db *, struct arena *, ApplicationId,
                               const struct reference_answers *, UserAccountId by) MUST_USE;
enum applied application_unrefer(struct db *, struct arena *, ApplicationId,
                                 ApplicationReferenceId, UserAccountId by) MUST_USE;

/* What is missing, where one goes for it, and which step it is of. */
struct lack { const char *words, *path; unsigned step; };
#define APPLICATION_STEPS(X, P)                                                     \
	X(P, 1, PLACES,     "places",     "", "Lots and places")                     \
	X(P, 2, ANSWERS,    "answers",    "", "Questionnaire")                       \
	X(P, 3, EVIDENCE,   "evidence",   "", "Evidence")                            \
	X(P, 4, PLANS,      "plans",      "", "You and this area")                   \
	X(P, 5, REFERENCES, "references", "", "References")
VOCAB(application_step, STEP, APPLICATION_STEPS)
size_t application_lacks(struct db *, struct arena *, const struct application *, Moment now,
                         struct lack **out);
/* Whether the window is open, and what is missing, is decided here, by the clock `now`. */
enum applied application_send(struct db *, struct arena *, ApplicationId, int64_t sheet_revision,
                              UserAccountId by, Moment now) MUST_USE;
enum applied application_withdraw(struct db *, struct arena *, ApplicationId, const char *reason,
                                  UserAccountId by, Moment now) MUST_USE;

/* ---- deciding: the council's (decide.c) ------------------------------ */
enum decided {
	DECIDED_DONE,
	DECIDED_GONE,
	DECIDED_STATE,           /* it is not at that step, or not any more                */
	DECIDED_CHECKS,          /* something has not been looked into: looks_due()        */
	DECIDED_INTEREST,        /* he has an interest, or does not say that he has none   */
	DECIDED_SCORER,          /* he scored it: another confirms                         */
	DECIDED_SAME,            /* he took part in the decision                           */
	DECIDED_REASON,          /* a place is refused without a reason                    */
	DECIDED_DATES,           /* the first day is not within the lot's days             */
	DECIDED_HELD,            /* it stands on one of the lots                           */
	DECIDED_LATE,            /* too many working days have passed                      */
};
struct look_answers { unsigned kind, outcome; Date done; const char *note; };
enum decided application_look(struct db *, struct arena *, ApplicationId,
                              const struct look_answers *, UserAccountId by, Moment now) MUST_USE;
/* What must be looked into and has not been: bits 1 << enum application_look. */
unsigned looks_due(struct db *, struct arena *, const struct application *);

struct verdict { LotId lot; LocalityId locality; bool accepted; const char *reason; };
struct decision_answers {
	Date        from;                /* first day of what is accepted              */
	const char *words;
	const struct verdict *list; size_t n;
	bool        no_interest;         /* who decides says so                        */
};
/* By one; it needs another to confirm it. */
enum decided application_decide(struct db *, struct arena *, ApplicationId,
                                const struct decision_answers *, UserAccountId by,
                                Moment now) MUST_USE;
/* By another, who did not score: accepted places become standings, the provider is told. */
enum decided application_confirm(struct db *, struct arena *, ApplicationId, bool no_interest,
                                 UserAccountId by, Moment now) MUST_USE;
enum decided application_back(struct db *, struct arena *, ApplicationId, const char *why,
                              UserAccountId by, Moment now) MUST_USE;
/* The last day on which a review of a decision told on `told` may be asked for. */
Date review_last_day(struct db *, struct arena *, Moment told);
/* By the provider.  DECIDED_LATE. */
enum decided application_review_ask(struct db *, struct arena *, ApplicationId, const char *words,
                                    UserAccountId by, Moment now) MUST_USE;
/* By somebody who took no part in the decision; the provider is told. */
enum decided application_review_end(struct db *, struct arena *, ApplicationId,
                                    enum application_reviewed, const char *reason,
                                    UserAccountId by, Moment now) MUST_USE;

/* ---- evidence is asked for again before it runs out (chase.c) -------- */
/* Letters for what ends within one of the days of evidence.chase_days, once for each; how many. */
size_t evidence_chase(struct db *, struct arena *, Moment now);

#endif
