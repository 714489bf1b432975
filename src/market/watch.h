/* SPDX-License-Identifier: MIT */
/*
 * watch.h -- who looks after a provider, and what a regulator's file brought
 * that she should know.  Part of market/market.h.
 *
 *	import --differs from the file before--> registration_event
 *	              of a provider that is watched  --> notice --look--> looked at
 *	location ended, another began at its place   --> succession proposed
 *	              --decide--> confirmed: it takes the history along | declined
 *
 * The first file of a regulator tells nothing new, so it makes no notices.  A
 * provider is watched when it works for us, holds a standing, or has the
 * location in our area: how far that goes is the setting "notices.of".  A
 * notice is its contract manager's; of one without, everybody's who keeps the
 * market.
 */
#ifndef ALM_MARKET_WATCH_H
#define ALM_MARKET_WATCH_H

#include "base/vocab.h"
#include "db/db.h"

/* Why somebody is told of a provider's change: the strongest reason.  The setting "notices.of"
 * has the same words: as far as that one (site/setting.h). */
#define WATCHED_WHY(X, P)                                                                  \
	X(P, 1, USED,     "in-use",   "red",    "Works for us")                       \
	X(P, 2, STANDING, "standing", "purple", "Holds a standing")                   \
	X(P, 3, AREA,     "area",     "grey",   "Is in our area")
VOCAB(watched, WATCHED, WATCHED_WHY)

/* By what one location is taken for another's successor. */
#define FOLLOWS_BY(X, P)                                                                  \
	X(P, 1, SAID,    "said",    "", "The regulator says so")                       \
	X(P, 2, UPRN,    "uprn",    "", "Same property reference (UPRN)")              \
	X(P, 3, ADDRESS, "address", "", "Same postcode and address")                   \
	X(P, 4, PERSON,  "person",  "", "Named by a person")
VOCAB(follows, FOLLOWS, FOLLOWS_BY)

#define NOTICE_STATES(X, P)                                                            \
	X(P, 1, OPEN,   "open",   "yellow", "Not yet looked at")                       \
	X(P, 2, LOOKED, "looked", "green",  "Looked at")
VOCAB(notice_state, NOTICE, NOTICE_STATES)

/* Whose notices a list shows. */
#define NOTICES_WHOSE(X, P)                                                            \
	X(P, 1, MINE,   "mine",   "", "Mine")                                          \
	X(P, 2, NOBODY, "nobody", "", "Nobody's")                                      \
	X(P, 3, BOTH,   "both",   "", "Mine and nobody's")
VOCAB(notices_whose, WHOSE, NOTICES_WHOSE)

#define SUCCESSIONS(X, P)                                                              \
	X(P, 1, PROPOSED,  "proposed",  "yellow", "To be confirmed")                   \
	X(P, 2, CONFIRMED, "confirmed", "green",  "Confirmed")                         \
	X(P, 3, DECLINED,  "declined",  "grey",   "Not the same")
VOCAB(succession, SUCCESSION, SUCCESSIONS)

enum watch_answer {
	WATCH_DONE,
	WATCH_GONE,          /* no such provider, notice, location, proposal                */
	WATCH_ALREADY,       /* looked at, decided or named before                          */
	WATCH_WRONG,         /* the account keeps no contracts; it follows itself, in a circle */
};

/*
 * From `from` on the provider's contracts are that person's; none: nobody's.  A day
 * on which the last one began corrects that one.  In a write transaction of the
 * caller's, like all that follow; one audit row each.  WATCH_GONE; WATCH_WRONG: not an
 * account that is in use and keeps the market.
 */
enum watch_answer contract_manager_set(struct db *, struct arena *, ProviderId, UserAccountId who,
                                       Date from, UserAccountId by, Moment now) MUST_USE;

/* Somebody looked at it, and what she did.  WATCH_GONE, WATCH_ALREADY. */
enum watch_answer notice_look(struct db *, struct arena *, RegulatorNoticeId, const char *did,
                              UserAccountId by, Moment now) MUST_USE;

/* Confirm a proposal, or decline it with a reason.  WATCH_GONE, WATCH_ALREADY; WATCH_WRONG:
 * the predecessor would follow its own successor. */
enum watch_answer succession_decide(struct db *, struct arena *, LocationSuccessionId,
                                    bool confirmed, const char *reason, UserAccountId by,
                                    Moment now) MUST_USE;
/*
 * A person says that a location goes on from the one with that reference, of the same
 * regulator: confirmed at once.  WATCH_GONE: no such reference; WATCH_ALREADY: so it is;
 * WATCH_WRONG.
 */
enum watch_answer succession_name(struct db *, struct arena *, LocationId successor,
                                  const char *ref, const char *reason, UserAccountId by,
                                  Moment now, LocationSuccessionId *out) MUST_USE;

#endif
