/* SPDX-License-Identifier: MIT */
/*
 * inside.h -- what the files of auth/ know of each other.
 */
#ifndef ALM_AUTH_INSIDE_H
#define ALM_AUTH_INSIDE_H

#include "auth/auth.h"
#include "site/verb.h"
#include "web/route.h"

/* ---- passwords (password.c) -------------------------------------------- */
/* argon2id, with its cost and salt in the text.  No memory for it: fault. */
char *password_hash(struct arena *, const char *password);
/* As slow for a hash that is not there ("" or NULL) as for one that is. */
bool  password_right(const char *hash, const char *password);

/* ---- secrets (session.c) ----------------------------------------------- */
enum { TOKEN_BYTES = 32 };
struct token { char text[44]; unsigned char hash[32]; };
struct token token_make(void);
bool         token_read(const char *text, struct token *) MUST_USE;

char        *session_cookie_gone(struct rq *);   /* Set-Cookie value that takes it away */

/* ---- wrong passwords (throttle.c) -------------------------------------- */
struct throttle { const char *name, *address; };        /* keys; NULL: not counted  */
struct throttle throttle_keys(struct rq *, const char *email);
int64_t throttle_wait_ms(struct rq *, const struct throttle *);   /* 0: go ahead    */
void    throttle_wrong(struct rq *, const struct throttle *);     /* both hold the  */
void    throttle_right(struct rq *, const struct throttle *);     /* transaction    */

/* ---- pages ------------------------------------------------------------- */
extern const struct form welcome_form;
extern const struct form sign_in_form, sign_out_form, password_form, sessions_form,
	reminders_form;
extern const struct form account_new_form, account_form, account_reset_form, team_form;
extern const struct list accounts_list, teams_list;

struct reply sign_in_load(struct rq *, void *);
struct reply sign_in_post(struct rq *, void *);
struct reply sign_out_post(struct rq *, void *);
struct reply link_get(struct rq *);
struct reply session_get(struct rq *);
struct reply own_get(struct rq *);
struct reply password_post(struct rq *, void *);
void         password_above(struct rq *, struct page *, const void *);
struct reply sessions_post(struct rq *, void *);
struct reply reminders_load(struct rq *, void *);
struct reply reminders_post(struct rq *, void *);
struct reply roles_get(struct rq *);
struct reply welcome_load(struct rq *, void *);
struct reply welcome_post(struct rq *, void *);
struct reply account_new_post(struct rq *, void *);
struct reply account_form_load(struct rq *, void *);
void         account_above(struct rq *, struct page *, const void *);
struct reply account_form_post(struct rq *, void *);
struct reply account_reset_load(struct rq *, void *);
struct reply account_reset_post(struct rq *, void *);
struct reply team_new_post(struct rq *, void *);
struct reply team_form_load(struct rq *, void *);
struct reply team_form_post(struct rq *, void *);

/* The roles as words, "Broker, Team manager". */
char *roles_text(struct arena *, int64_t roles);

int user_verb(struct words *);

#endif
