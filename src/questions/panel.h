/* SPDX-License-Identifier: MIT */
/*
 * panel.h -- several people score sheets, each alone, and a moderator agrees.
 * Part of questions/questions.h.
 *
 *	declaring -> scoring -> moderating -> agreed --lock--> locked
 *
 * A panel has members, who score or moderate, and sheets that were sent.  Each
 * member declares for each sheet, before he sees it, whether he has an interest
 * in it: one he has an interest in he neither reads nor scores (an evaluator
 * does not score his cousin).  He scores alone, and his marks are final when
 * he locks them; only then does he see the others'.  Where final marks lie
 * `apart` points or more from each other a moderator records the agreed mark
 * and why; elsewhere their mean counts.  Then the whole is locked, and nothing
 * of it changes any more.
 *
 * Its state is computed (panel_state()).  The panel's row is the lock: all
 * verbs pass through it, in the caller's write transaction, and leave one row
 * in the audit trail each.  The room whose sheets they are decides what
 * follows from the totals.  (B&NES 3e.3, fig. b 5: evaluation.)
 */
#ifndef ALM_QUESTIONS_PANEL_H
#define ALM_QUESTIONS_PANEL_H

#include "questions/panel.sql.h"

#define PANEL_STATES(X, P)                                                         \
	X(P, 1, DECLARING,  "declaring",  "yellow", "Interests to declare")         \
	X(P, 2, SCORING,    "scoring",    "blue",   "Being scored")                 \
	X(P, 3, MODERATING, "moderating", "purple", "To be moderated")              \
	X(P, 4, AGREED,     "agreed",     "teal",   "Agreed, to be locked")         \
	X(P, 5, LOCKED,     "locked",     "green",  "Locked")
VOCAB(panel_state, PANEL, PANEL_STATES)
enum panel_state panel_state(const struct panel *);

enum paneled {
	PANELED,
	PANELED_GONE,         /* no such panel, or the sheet is not on it                 */
	PANELED_LOCKED,       /* the panel is locked: nothing changes any more            */
	PANELED_ALREADY,      /* the sheet is on a panel, the member on this one          */
	PANELED_UNSENT,       /* the sheet is not sent yet                                */
	PANELED_NO_RIGHT,     /* his roles do not let him evaluate, or he is a provider's */
	PANELED_OUTSIDE,      /* he is no member, was released, or has the other part     */
	PANELED_UNDECLARED,   /* he has not declared whether he has an interest           */
	PANELED_INTEREST,     /* he has declared one                                      */
	PANELED_FINAL,        /* he has locked his marks                                  */
	PANELED_LACKING,      /* he has not scored everything yet                         */
	PANELED_WAITING,      /* somebody has not declared, or not locked his marks       */
	PANELED_APART,        /* marks lie apart and no mark is agreed                    */
	PANELED_FEW,          /* fewer than `least` have scored a sheet                   */
	PANELED_REASON,       /* a mark is agreed without a reason                        */
};

/* apart: points from which on marks are moderated; least: who must have scored each sheet. */
PanelId panel_add(struct db *, const char *name, int64_t apart, int64_t least, UserAccountId by,
                  Moment now);
/* PANELED_ALREADY, PANELED_NO_RIGHT. */
enum paneled panel_member_add(struct db *, struct arena *, PanelId, UserAccountId member,
                              bool moderates, UserAccountId by, Moment now) MUST_USE;
/* Nobody waits for him any more.  His final marks stay, for nobody takes away a mark that he
 * does not like; those that he had not locked count no more.  PANELED_OUTSIDE. */
enum paneled panel_member_release(struct db *, struct arena *, PanelId, UserAccountId member,
                                  const char *reason, UserAccountId by, Moment now) MUST_USE;
/* All declare anew for it.  PANELED_UNSENT, PANELED_ALREADY (on this panel or another). */
enum paneled panel_sheet_add(struct db *, struct arena *, PanelId, AnswerSheetId, UserAccountId by,
                             Moment now) MUST_USE;

/*
 * `by` declares an interest in those sheets (ids as JSON text; NULL: in none),
 * and none in the others that he had not declared for.  An interest that shows
 * later is declared the same way: his marks of that sheet count no more.  None
 * is taken back.  PANELED_OUTSIDE, PANELED_REASON (an interest without words).
 */
enum paneled panel_declare(struct db *, struct arena *, PanelId, const char *sheets,
                           const char *words, UserAccountId by, Moment now) MUST_USE;
/* May `who` read a sheet of a panel to score or to moderate it?  PANELED: yes. */
enum paneled panel_reads(struct db *, struct arena *, PanelId, AnswerSheetId,
                         UserAccountId who) MUST_USE;
/*
 * May somebody with a right of his own read a sheet?  False: he is a member of its panel
 * who has not declared yet, or has an interest in it.
 */
bool panel_lets_read(struct db *, struct arena *, AnswerSheetId, UserAccountId who) MUST_USE;

struct score_form;
/* Keep marks, all or some.  PANELED_FINAL and what panel_reads() refuses. */
enum paneled panel_score(struct db *, struct arena *, PanelId, const struct score_form *,
                         const void *at, UserAccountId by, Moment now) MUST_USE;
/* One's own marks of a sheet are final.  PANELED_LACKING. */
enum paneled panel_marks_lock(struct db *, struct arena *, PanelId, AnswerSheetId,
                              UserAccountId by, Moment now) MUST_USE;

struct question_form;
/* To agree marks by, where they differ at all; saved partly. */
struct moderation_form {
	struct form form;                        /* first: rq->form is this too */
	const struct question_form *of;
	const struct asked **at;                 /* each has two fields         */
};
struct moderation_form *moderation_form(struct db *, struct arena *, const struct question_form *);
void moderation_fill(struct db *, struct arena *, const struct moderation_form *, void *at);
/* PANELED_WAITING until all marks are final; PANELED_REASON. */
enum paneled panel_moderate(struct db *, struct arena *, PanelId, const struct moderation_form *,
                            const void *at, UserAccountId by, Moment now) MUST_USE;
/* By a moderator.  PANELED_WAITING, PANELED_APART, PANELED_FEW. */
enum paneled panel_lock(struct db *, struct arena *, PanelId, UserAccountId by,
                        Moment now) MUST_USE;

#endif
