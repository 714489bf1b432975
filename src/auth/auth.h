/* SPDX-License-Identifier: MIT */
/*
 * auth.h -- who asks, whether it is they, and what their roles let them do.
 *
 *	nobody --right password--> session --idle 60 min, 12 h in all,--> ended
 *	   ^ wrong: a delay that grows,     signed out, or disabled           |
 *	   `---------------------------- sign in again ----------------------'
 *
 * Passwords are argon2id hashes.  A session is a 256-bit token in a cookie;
 * the database keeps its hash.  Rights are read at each request, so a role
 * taken away, or an account disabled, is so from the next one on.  There is
 * no lock-out (it would let anybody shut anybody out): each wrong password
 * doubles the wait, to 15 minutes at most, for the account; and an address
 * that fails often waits too.  Unknown names take as long as known ones.
 */
#ifndef ALM_AUTH_H
#define ALM_AUTH_H

#include "web/rq.h"

#define TEAM_KINDS(X, P)                                                     \
	X(P, 1, SOCIAL_WORK,   "social-work",   "blue",   "Social work")      \
	X(P, 2, HOSPITAL,      "hospital",      "teal",   "Hospital")         \
	X(P, 3, BROKERAGE,     "brokerage",     "purple", "Brokerage")        \
	X(P, 4, COMMISSIONING, "commissioning", "green",  "Commissioning")    \
	X(P, 5, FINANCE,       "finance",       "yellow", "Finance")          \
	X(P, 6, NHS,           "nhs",           "teal",   "NHS")              \
	X(P, 7, OTHER,         "other",         "grey",   "Other")
VOCAB(team_kind, TEAM, TEAM_KINDS)

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 128 };     /* characters */

/* ---- accounts ---------------------------------------------------------- */
struct account {
	const char *email, *name;
	int64_t     roles;               /* bits 1 << enum role                       */
	TeamId      team;                /* may be none                               */
	ProviderId  provider;            /* of a provider's own people; else none     */
	const char *password;            /* NULL: cannot sign in by password          */
	bool        must_change;         /* it is a first password: change at sign-in */
};
enum account_try { ACCOUNT_OK, ACCOUNT_EMAIL_TAKEN, ACCOUNT_EMAIL_BAD, ACCOUNT_PASSWORD_BAD };

/* Add one.  The caller holds the transaction; `by`: for the audit trail, none: the program. */
enum account_try account_add(struct db *, struct arena *, const struct account *, UserAccountId by,
                             UserAccountId *id) MUST_USE;
/*
 * The same without a password, and a letter to its address, beginning with `why`, with which
 * one is set: once, within seven days.  Never ACCOUNT_PASSWORD_BAD.
 */
enum account_try account_invite(struct db *, struct arena *, const struct account *,
                                const char *why, UserAccountId by, Moment now,
                                UserAccountId *id) MUST_USE;
/* Set a password and end all sessions; the caller holds the transaction. */
enum account_try account_password(struct db *, struct arena *, UserAccountId, const char *password,
                                  bool must_change, UserAccountId by) MUST_USE;
/* Who has this address?  None: nobody. */
UserAccountId account_find(struct db *, struct arena *, const char *email);
/* A password of four groups that can be read out over the telephone; about 80 bits. */
char *password_make(struct arena *);
/* Why it will not do, as a sentence; NULL: it will.  Well-known ones and the own name will not. */
const char *password_fault(struct arena *, const char *password, const char *email,
                           const char *name);
/* The caller holds the transaction. */
TeamId team_add(struct db *, const char *name, enum team_kind);

/*
 * Of a form that everybody may send: how long this address must wait before the next one, in
 * ms (0: go ahead), and that one was sent.  Three are free in an hour, then the wait doubles.
 * auth_sent() is called in the write transaction.
 */
int64_t auth_wait_ms(struct rq *, const char *form);
void    auth_sent(struct rq *, const char *form);

/* ---- sessions ---------------------------------------------------------- */
/*
 * Who holds this request's session cookie?  Never NULL: nobody has id 0.
 * Marks the session as seen, at most once a minute, in a transaction of its own.
 */
const struct me *auth_me(struct rq *);
/* Whose session the cookie names, ended or not; none: no such session.  It gives no right: it
 * tells whose typed words may be given back, and which browser need not wait. */
UserAccountId auth_was(struct rq *);
/* Begin a session; returns the Set-Cookie value.  The caller holds the transaction. */
char *session_start(struct rq *, UserAccountId);
void  session_end(struct rq *, SessionId);              /* the caller holds the transaction */
/*
 * Is it the token that this session's forms carry?  What me->csrf says is
 * masked anew for each request, so that a packed page does not give it away.
 */
bool  csrf_right(const struct me *, const char *sent) MUST_USE;
/* The sign-in page, for a form that came after the session's end: what was typed goes with it. */
struct reply sign_in_kept(struct rq *, const char *path, const char *body);

/* ---- links in mail ----------------------------------------------------- */
/*
 * A path "/l/TOKEN" that leads to `path` once the reader has signed in (as
 * `who`, unless none); good for 30 days.  It gives no right that the reader
 * has not got.  The caller holds the write transaction.
 */
char *auth_link_make(struct db *, struct arena *, const char *path, UserAccountId who);

/* ---- rights ------------------------------------------------------------ */
/* In words, for the matrix and the API: "Open people's records". */
const char *may_label(unsigned right);

/*
 * Cheaper password hashes, for tests only: never called by the program.  A
 * hash says its own cost, so those made before stay good.
 */
void auth_cheap_for_tests(void);

extern const struct room auth_room;

#endif
