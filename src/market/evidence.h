/* SPDX-License-Identifier: MIT */
/*
 * evidence.h -- what a provider must be able to show, what it showed, and what
 * follows when it ran out.  Part of market/market.h.
 *
 *	evidence   given -> sound | refused (checked by staff)      ... ended, by its day
 *
 * Insurance with its limit, policies signed up to, registration: kinds that the
 * commissioner keeps (Shropshire app. 2).  A rule says from which day on a kind
 * is asked of everybody with a standing, how much cover at least, and what
 * follows when it is not there: a warning, nothing new, or as if suspended.
 *
 * That is computed, never stored: evidence_gaps() at any second.  What counts is
 * evidence that is sound and runs on that day; what is not checked yet counts
 * for `evidence.unchecked_days` days after it was given, so that nobody stands
 * still because we are slow.
 */
#ifndef ALM_MARKET_EVIDENCE_H
#define ALM_MARKET_EVIDENCE_H

#include "base/vocab.h"
#include "db/db.h"
#include "form/form.h"
#include "market/evidence.sql.h"

#define EVIDENCE_SORTS(X, P)                                                     \
	X(P, 1, INSURANCE,    "insurance",    "blue",   "Insurance")              \
	X(P, 2, POLICY,       "policy",       "purple", "Policy signed up to")    \
	X(P, 3, REGISTRATION, "registration", "teal",   "Registration")           \
	X(P, 4, OTHER,        "other",        "grey",   "Other")
VOCAB(evidence_sort, EVIDENCE, EVIDENCE_SORTS)

#define EVIDENCE_LAPSES(X, P)                                                    \
	X(P, 1, WARN,    "warn",           "yellow", "Warn only")                 \
	X(P, 2, NO_NEW,  "no-new",         "orange", "Not asked for new packages") \
	X(P, 3, SUSPEND, "suspend",        "red",    "As if suspended: nothing new, no award")
VOCAB(evidence_lapse, LAPSE, EVIDENCE_LAPSES)

#define EVIDENCE_STATES(X, P)                                                    \
	X(P, 1, GIVEN,   "given",   "yellow", "To be checked")                    \
	X(P, 2, SOUND,   "sound",   "green",  "Sound")                            \
	X(P, 3, REFUSED, "refused", "red",    "Refused")                          \
	X(P, 4, ENDED,   "ended",   "grey",   "Ended")
VOCAB(evidence_state, SHOWN, EVIDENCE_STATES)
/* sound: 1, 0, or INT_NONE when nobody has checked it. */
enum evidence_state evidence_state_on(int64_t sound, Date until, Date on);

enum evidenced {
	EVIDENCED,
	EVIDENCED_GONE,       /* no such kind, provider or evidence                  */
	EVIDENCED_ALREADY,    /* a kind of that name; it is checked; a rule has begun on that day */
	EVIDENCED_DATES,      /* it ends before it begins, or is over                */
	EVIDENCED_LITTLE,     /* less cover than the rule asks, or none said         */
	EVIDENCED_FILE,       /* a file is asked for; or it is too large             */
};

struct evidence_kind_answers { const char *name; unsigned sort; bool on_file, ends; };
struct evidence_rule_answers { bool asked; Money least; unsigned lapse; Date from; };
struct evidence_answers {
	EvidenceKindId kind;
	Date        from, until;         /* until: the day after its last; none: no end */
	Money       cover;
	const char *words;               /* insurer and number; or NULL                 */
	struct file file;                /* n 0: none                                   */
};

/* In a write transaction of the caller's, one audit row each.  EVIDENCED_ALREADY. */
enum evidenced evidence_kind_add(struct db *, struct arena *, const struct evidence_kind_answers *,
                                 UserAccountId by, Moment now, EvidenceKindId *out) MUST_USE;
/* From that day on; one that has not begun is corrected.  EVIDENCED_GONE, EVIDENCED_ALREADY. */
enum evidenced evidence_rule_set(struct db *, struct arena *, EvidenceKindId,
                                 const struct evidence_rule_answers *, UserAccountId by,
                                 Moment now, EvidenceRuleId *out) MUST_USE;
/* A provider shows something; what it showed before stays.
 * EVIDENCED_GONE, EVIDENCED_DATES, EVIDENCED_LITTLE (*least: how much), EVIDENCED_FILE. */
enum evidenced evidence_give(struct db *, struct arena *, ProviderId,
                             const struct evidence_answers *, UserAccountId by, Moment now,
                             EvidenceId *out, Money *least) MUST_USE;
/* Staff looked at it.  `words` must be said when it is refused.  EVIDENCED_ALREADY. */
enum evidenced evidence_check(struct db *, struct arena *, EvidenceId, bool sound,
                              const char *words, UserAccountId by, Moment now) MUST_USE;

struct evidence_gap {
	ProviderId  provider;
	const char *provider_name;
	EvidenceKindId kind;
	int64_t     lapse;               /* enum evidence_lapse                      */
	const char *words;               /* "Public liability insurance ran out on 3 May 2026" */
};
/*
 * What is asked on the day of `now` and not there, of one provider or (none) of all who
 * hold a standing; of one who holds none nothing, unless `whoever`.  By provider, then the
 * gravest first.
 */
size_t evidence_gaps(struct db *, struct arena *, ProviderId, bool whoever, Moment now,
                     struct evidence_gap **out);
/* Does a gap suspend it?  Why, in words; NULL: none does. */
const char *evidence_suspends(struct db *, struct arena *, ProviderId, Moment now);

#endif
