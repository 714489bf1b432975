/* SPDX-License-Identifier: MIT */
/*
 * tender.h -- opportunities: what the council wants to buy from the market, made
 * known to all at once and answered under seal.
 *
 * An opportunity is open to everybody, or it is a call-off: a mini-competition
 * under a part of a framework, for those who have standing there (B&NES 3e.4).
 *
 *	planned (announced, if the council likes, for all to see) --publish--> published
 *	        -> questions closed -> closed, to open
 *	        --two people open--> opened --scored--> in evaluation --two decide--> standstill
 *	        -> awarded                                   | before that: cancelled
 *
 * Its state is what its days and the decisions say, and stored nowhere.
 * Published, it is amended in the open: everybody is told what changed, and no
 * day is ever drawn nearer.  What providers ask is answered to all in the same
 * words (Aberdeen: over 60 questions), and names nobody.  A response is a sheet
 * of answers and a price for each lot; it is sealed until the deadline has
 * passed and two different people have opened all of them together.  Until then
 * nobody sees what it says, nor from whom one came.
 *
 * Who has standing is market's, what is asked questions'.  Who delivers, and
 * what is paid, is others'.
 */
#ifndef ALM_TENDER_H
#define ALM_TENDER_H

#include "base/vocab.h"
#include "db/db.h"
#include "form/form.h"
#include "web/route.h"

#define OPPORTUNITY_STATES(X, P)                                                  \
	X(P, 1, PLANNED,   "planned",          "grey",      "Planned")             \
	X(P, 2, PUBLISHED, "published",        "green",     "Open")                \
	X(P, 3, QUIET,     "questions-closed", "turquoise", "Open, questions closed") \
	X(P, 4, CLOSED,    "closed",           "yellow",    "Closed, to be opened") \
	X(P, 5, OPENED,    "opened",           "purple",    "Opened")       \
	X(P, 6, CANCELLED, "cancelled",        "red",       "Cancelled")           \
	X(P, 7, SCORED,    "in-evaluation",    "purple",    "In evaluation")       \
	X(P, 8, PROPOSED,  "proposed",         "purple",    "Decision to confirm") \
	X(P, 9, STANDSTILL, "standstill",      "yellow",    "Standstill")          \
	X(P, 10, DECIDED,  "decided",          "blue",      "Standstill over")     \
	X(P, 11, AWARDED,  "awarded",          "green",     "Awarded")
VOCAB(opportunity_state, TENDER, OPPORTUNITY_STATES)

/* The open contracting standard's documentType is the key (OCDS 1.1.5). */
#define DOCUMENT_KINDS(X, P)                                                          \
	X(P, 1, NOTICE,   "tenderNotice",            NULL, "Notice")                   \
	X(P, 2, BIDDING,  "biddingDocuments",        NULL, "Instructions to providers") \
	X(P, 3, SPEC,     "technicalSpecifications", NULL, "Specification")            \
	X(P, 4, CRITERIA, "evaluationCriteria",      NULL, "How responses are judged") \
	X(P, 5, CONTRACT, "contractDraft",           NULL, "Draft contract")           \
	X(P, 6, FACTS,    "needsAssessment",         NULL, "Data and background")      \
	X(P, 7, ANSWERS,  "clarifications",          NULL, "Questions and answers")
VOCAB(document_kind, DOCUMENT, DOCUMENT_KINDS)

#define CLARIFICATION_STATES(X, P)                                       \
	X(P, 1, WAITING,   "waiting",   "yellow", "To answer")            \
	X(P, 2, READY,     "ready",     "blue",   "Ready to publish")     \
	X(P, 3, PUBLISHED, "published", "green",  "Answered to all")
VOCAB(clarification_state, ASKED, CLARIFICATION_STATES)

enum { LOTS_MOST = 40, DOCUMENT_MOST = 10485760 };

#include "tender/award.sql.h"
#include "tender/clarify.sql.h"
#include "tender/opportunity.sql.h"
#include "tender/response.sql.h"
#include "tender/neighbour.h"

/* ---- an opportunity (opportunity.c) ----------------------------------------------- */
enum opportunity_state opportunity_state_at(const struct opportunity *, Moment now);

struct tender_lot {
	const char *title, *price_of;        /* price_of: "an hour of care" */
	Money       value;                   /* of the whole term; none: not said */
	int64_t     quality, price, social;  /* per cent; together 100 */
};
struct opportunity_answers {
	const char *title, *about, *cpv;
	unsigned    service;
	FrameworkId framework;               /* none: open to everybody */
	unsigned    part;
	LotId       framework_lot;           /* of the framework: for that alone; none: the part */
	QuestionnaireId questionnaire;       /* what a response answers */
	Date        publish;                 /* planned; none: not said */
	Moment      ask_until, close;
	Date        award, from, until, extend;
	struct rows lots;                    /* of struct tender_lot */
};

enum tendered {
	TENDERED,
	TENDERED_GONE,         /* no such opportunity                                        */
	TENDERED_STALE,        /* somebody changed it since it was shown                     */
	TENDERED_PUBLISHED,    /* it is published: it is amended, not edited                 */
	TENDERED_OVER,         /* its deadline has passed, or it is cancelled                */
	TENDERED_ORDER,        /* the days are not in order                                  */
	TENDERED_PAST,         /* its deadline, or the last day for questions, is over       */
	TENDERED_SHORTER,      /* a day that was announced would be drawn nearer             */
	TENDERED_LOTS,         /* no lot, too many, or weights that are not 100 per cent     */
	TENDERED_QUESTIONS,    /* its questionnaire has no published version                 */
	TENDERED_DOCUMENTS,    /* without a document nobody can answer                       */
	TENDERED_FRAMEWORK,    /* nobody may call off under it on that day                   */
	TENDERED_FOREIGN,      /* the lot is not of that framework, part and service         */
	TENDERED_ANNOUNCED,    /* everybody has been told of the plan already                */
	TENDERED_FILE,         /* no bytes, more than DOCUMENT_MOST, or too long a name      */
};

/* In a write transaction of the caller's, like all that follow; one audit row each.
 * TENDERED_ORDER, TENDERED_LOTS, TENDERED_FOREIGN. */
enum tendered opportunity_add(struct db *, struct arena *, const struct opportunity_answers *,
                              UserAccountId by, Moment now, OpportunityId *out) MUST_USE;
/* Before it is published; of what was announced, the plan is told anew in open contracting
 * data.  TENDERED_GONE, _STALE, _PUBLISHED, _OVER, _ORDER, _LOTS,
 * _FOREIGN. */
enum tendered opportunity_change(struct db *, struct arena *, OpportunityId, int64_t revision,
                                 const struct opportunity_answers *, UserAccountId by,
                                 Moment now) MUST_USE;
/*
 * A planned procurement notice: from now on everybody sees what is planned, and why; nobody
 * may ask or respond before it is published, and its documents come with that.
 * TENDERED_GONE, _STALE, _PUBLISHED, _OVER, _ANNOUNCED, _PAST.
 */
enum tendered opportunity_announce(struct db *, struct arena *, OpportunityId, int64_t revision,
                                   const char *why, UserAccountId by, Moment now) MUST_USE;
/* Of one that is published, everybody who follows it is told. */
enum tendered opportunity_document_add(struct db *, struct arena *, OpportunityId,
                                       enum document_kind, const char *title,
                                       const struct file *, UserAccountId by, Moment now,
                                       OpportunityDocumentId *out) MUST_USE;
/*
 * From now on everybody sees it; those who may answer a call-off are written to.
 * What a response is asked is settled with it.  All but _SHORTER, _ANNOUNCED, _FILE.
 */
enum tendered opportunity_publish(struct db *, struct arena *, OpportunityId, int64_t revision,
                                  UserAccountId by, Moment now) MUST_USE;

/* What is said anew of a published one; days are its days from now on. */
struct amendment {
	const char *words;                   /* what changed and why, as everybody is told */
	const char *about;
	Moment      ask_until, close;
	Date        award, from, until, extend;
};
/*
 * Before its deadline, and everybody who follows it is told.  Neither the last moment for
 * questions nor the deadline is ever drawn nearer; a moment for questions that is past may
 * be set anew.  TENDERED_GONE, _STALE, _OVER, _ORDER, _SHORTER, _PAST.
 */
enum tendered opportunity_amend(struct db *, struct arena *, OpportunityId, int64_t revision,
                                const struct amendment *, UserAccountId by, Moment now) MUST_USE;
/* At any time until it is decided.  TENDERED_GONE, _STALE, _OVER. */
enum tendered opportunity_cancel(struct db *, struct arena *, OpportunityId, int64_t revision,
                                 const char *reason, UserAccountId by, Moment now) MUST_USE;

/* ---- who may respond, and who is told ------------------------------------------------ */
/* May this provider respond to it today?  A call-off is for those with standing: Part A for
 * Part A and Part B alike (B&NES 3e.4), and not while suspended; of a lot, for those on that
 * lot, and not while suspended from it. */
bool opportunity_for(struct db *, struct arena *, const struct opportunity *, ProviderId,
                     Moment now) MUST_USE;
void opportunity_follow(struct db *, OpportunityId, UserAccountId, Moment now);
void opportunity_unfollow(struct db *, OpportunityId, UserAccountId);

/* ---- questions and answers (clarify.c) ------------------------------------------------
 *
 * Asked by one, edited so that it names nobody, answered to all at once.
 */
enum clarified {
	CLARIFIED,
	CLARIFIED_GONE,        /* no such opportunity or question                            */
	CLARIFIED_STALE,       /* somebody changed it since it was shown                     */
	CLARIFIED_LATE,        /* no more questions may be asked; or the deadline has passed */
	CLARIFIED_BARRED,      /* the provider may not respond to it, so it may not ask      */
	CLARIFIED_PUBLISHED,   /* all have been given the answer: it is never changed again  */
	CLARIFIED_NAMED,       /* it has the name of a provider in it: *name                 */
	CLARIFIED_NOTHING,     /* nothing is ready to be published                           */
};
/* By a provider's own; whoever asks follows it from then on. */
enum clarified clarification_ask(struct db *, struct arena *, OpportunityId, const char *words,
                                 const struct me *, Moment now, ClarificationId *out) MUST_USE;
/*
 * The question as all may read it, and the answer; they are published later, together.
 * The name of the asker, of another who asked (its first word too, if that is no word of the
 * trade), or of any provider is refused, unless `names` says that it may stand.
 */
enum clarified clarification_answer(struct db *, struct arena *, ClarificationId, int64_t revision,
                                    const char *public_words, const char *answer, bool names,
                                    UserAccountId by, Moment now, const char **name) MUST_USE;
/* All that are ready: numbered, told to everybody who follows in one letter. */
enum clarified clarifications_publish(struct db *, struct arena *, OpportunityId, UserAccountId by,
                                      Moment now, size_t *n) MUST_USE;

/* ---- sealed responses (response.c) ------------------------------------------------------
 *
 * In work: a sheet of answers and prices, which only the provider's own people see.
 * Sent: kept whole with its digest, and sealed.  It may be replaced or taken back until the
 * deadline; whether it came in time is decided by the clock, in the transaction.
 */
enum responded {
	RESPONDED,
	RESPONDED_GONE,        /* no such opportunity, or nothing begun                      */
	RESPONDED_NOTHING,     /* nothing that was sent counts                               */
	RESPONDED_LATE,        /* the deadline has passed, or it was cancelled               */
	RESPONDED_BARRED,      /* the provider has no standing there today                   */
	RESPONDED_STALE,       /* somebody of its own changed it since it was shown          */
	RESPONDED_BEGUN,       /* one is in work already                                     */
	RESPONDED_CHANGED,     /* the opportunity was changed since it was shown             */
	RESPONDED_LACKING,     /* a question that must be answered is not: see sheet_whole() */
	RESPONDED_PRICES,      /* no lot has a price; or a price for a lot that is not of it */
};
/* The next begins with what was sent last.  Whoever begins follows the opportunity. */
enum responded response_begin(struct db *, struct arena *, OpportunityId, const struct me *,
                              Moment now) MUST_USE;
struct lot_price { OpportunityLotId lot; Money price; };
/* All the prices, in place of those before. */
enum responded response_price(struct db *, struct arena *, OpportunityId, int64_t revision,
                              const struct lot_price *, size_t n, const struct me *,
                              Moment now) MUST_USE;
/* May answers still be kept?  For the pages that save the sheet, in their transaction. */
enum responded response_writable(struct db *, struct arena *, OpportunityId, const struct me *,
                                 Moment now, struct response *out) MUST_USE;
/*
 * `changes`: how many changes of the opportunity the sender has seen.  What was sent before
 * is replaced.  The sender is mailed a receipt with the time and the digest.
 */
enum responded response_send(struct db *, struct arena *, OpportunityId, int64_t revision,
                             int64_t changes, const struct me *, Moment now) MUST_USE;
enum responded response_withdraw(struct db *, struct arena *, OpportunityId, const struct me *,
                                 Moment now) MUST_USE;
/* SHA-256 over all that was sent and when: of a sheet, with the prices of `sent`. */
void response_digest(struct db *, struct arena *, OpportunityId, ResponseSentId sent, AnswerSheetId,
                     int64_t number, Moment sent_ms, unsigned char out[32]);
/* Sent responses whose digest is not that of what is kept: for `almoner check`. */
size_t responses_broken(struct db *, struct arena *, int64_t *ids, size_t most);

enum opened {
	OPENED,                /* by the second: all of them can be read                     */
	OPENED_HALF,           /* by the first: another must too                             */
	OPENED_GONE, OPENED_STALE,
	OPENED_EARLY,          /* the deadline has not passed, or it is not published        */
	OPENED_SAME,           /* who has begun cannot confirm                               */
	OPENED_ALREADY,
	OPENED_CANCELLED,      /* what was cancelled stays sealed                            */
};
/*
 * All responses at once, by two different people, one after the other.
 */
enum opened responses_open(struct db *, struct arena *, OpportunityId, UserAccountId by,
                           Moment now) MUST_USE;

/* ---- weighed and ranked (evaluate.c) -------------------------------------------------------
 *
 * Quality and social value are what a panel agrees (questions/panel.h): of the questions of
 * a section called "Social value" for social value, of all others for quality; where there
 * is no such section, of all for both.  The price's points follow from the rule that was
 * stated when it was published.  All are hundredths of a point of 100, each rounded once.
 */
struct ranked {
	ResponseSentId response;
	ProviderId  provider;
	const char *name;
	Money       price;
	int64_t     quality, cost, social, total;
	bool        scored;                  /* its panel has locked its marks             */
	bool        low;                     /* so far below the others that it must be explained */
	Moment      asked;                   /* of a low price: to explain it               */
	Date        until;                   /* ...before this day                          */
	Moment      said;                    /* ...and it did so itself                     */
	int64_t     accepted;                /* of a low price: 1, 0, INT_NONE not decided */
	int64_t     rank;                    /* 1 is first; 0: its price was refused        */
};
/* The responses with a price for a lot, first to last.  None before they are opened. */
size_t lot_ranking(struct db *, struct arena *, const struct opportunity *,
                   const struct opportunity_lot *, struct ranked **out);
/* Points of a price, in hundredths, by the rule of the opportunity. */
int64_t price_points(int64_t rule, int64_t weight, Money lowest, Money price);

/* ---- decided by two (award.c) --------------------------------------------------------------- */
enum judged {
	JUDGED,
	JUDGED_GONE, JUDGED_STALE,
	JUDGED_SEALED,         /* the responses are not opened                               */
	JUDGED_ALREADY,        /* it is evaluated, decided or settled already                */
	JUDGED_UNSCORED,       /* the panel has not locked its marks                         */
	JUDGED_LOW,            /* a low price is not explained and decided on                */
	JUDGED_REASON,         /* not to the first in the ranking, and no reason             */
	JUDGED_FOREIGN,        /* who is chosen has not priced the lot, or its price was refused */
	JUDGED_SAME,           /* who has proposed it cannot confirm it                      */
	JUDGED_EARLY,          /* nothing is proposed; or the standstill is not over         */
	JUDGED_NOT_LOW,        /* that price is not below the limit                          */
	JUDGED_UNASKED,        /* the provider was not asked to explain it                   */
	JUDGED_PAST,           /* the day until which it may be explained is over            */
	JUDGED_UNSAID,         /* nobody has said how the price is made up                   */
};
/* A panel for the responses, with all of them on it; members are added on its own page. */
enum judged evaluation_begin(struct db *, struct arena *, OpportunityId, UserAccountId by,
                             Moment now) MUST_USE;
/* The provider is written to: it may explain its low price in its portal, to the end of
 * `last`.  JUDGED_PAST. */
enum judged low_price_ask(struct db *, struct arena *, OpportunityId, OpportunityLotId,
                          ResponseSentId, Date last, UserAccountId by,
                          Moment now) MUST_USE;
/* By the provider's own; again and again until it is decided on.
 * JUDGED_GONE, _UNASKED, _PAST, _ALREADY. */
enum judged low_price_explain(struct db *, struct arena *, OpportunityId, OpportunityLotId,
                              const char *words, const struct me *, Moment now) MUST_USE;
/*
 * Whether it is believed.  `heard`: what was said otherwise than in the portal, NULL nothing;
 * `said`: when what the decider read was said there, none: nothing was.
 * JUDGED_UNASKED, _UNSAID; _STALE: the provider has said something else since.
 */
enum judged low_price_decide(struct db *, struct arena *, OpportunityId, OpportunityLotId,
                             ResponseSentId, const char *heard, Moment said, bool accepted,
                             const char *reason, UserAccountId by, Moment now) MUST_USE;
struct lot_choice { OpportunityLotId lot; ResponseSentId response; const char *reason; };
/* To whom each lot goes (none: to nobody, with a reason); may be proposed anew until it is
 * confirmed.  Lots that are not among the choices go to the first of their ranking. */
enum judged award_propose(struct db *, struct arena *, OpportunityId, int64_t revision,
                          const struct lot_choice *, size_t n, UserAccountId by,
                          Moment now) MUST_USE;
/*
 * By another.  Everybody who responded is written to: its points beside those of the
 * chosen, by what counts; then the standstill runs (Procurement Act 2023 s. 51: 8 working
 * days, the day of telling included; Public Contracts (Scotland) Regulations 2015 reg. 86: 10
 * days after it), as the settings have it.
 */
enum judged award_confirm(struct db *, struct arena *, OpportunityId, UserAccountId by,
                          Moment now) MUST_USE;
/* After the standstill: the contracts stand in the register of contracts. */
enum judged award_settle(struct db *, struct arena *, OpportunityId, UserAccountId by, Moment now,
                         size_t *contracts) MUST_USE;
/* The first day on which a standstill that is told on a day is over. */
Date standstill_until(struct db *, struct arena *, Date told);

extern const struct room tender_room;

#endif
