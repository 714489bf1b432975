/* SPDX-License-Identifier: MIT */
/*
 * invite.c -- a letter with which the password of a new account is set, once.
 *
 *	invited --link, within 7 days--> a password of one's own; the link is used
 *	        --too late--> an administrator gives a first password
 *
 * Whoever reads the mailbox can set it: that is what the address was checked
 * for.  The link names no account, and the database keeps its hash.
 */
#include "auth/inside.h"

#include <string.h>

#include "audit/audit.h"
#include "auth/auth.sql.h"
#include "form/form.h"
#include "papers/mail.h"
#include "site/setting.h"

#define INVITED_MS (INT64_C(7) * 86400000)

#define HASH_OF(t) V(((struct bytes){ (t).hash, sizeof (t).hash }))

enum account_try account_invite(struct db *db, struct arena *a, const struct account *c,
                                const char *why, UserAccountId by, Moment now, UserAccountId *id)
{
	struct token token = token_make();
	enum account_try got;

	SURE(!c->password);
	got = account_add(db, a, c, by, id);
	if (got != ACCOUNT_OK)
		return got;
	DO(db, invitation_token_add, .token_hash = HASH_OF(token), .user_account = V(*id),
	   .made_ms = V(now), .until_ms = V(((Moment){ now.ms + INVITED_MS })));
	mail_send(db, c->email, arena_fmt(a, "Your account: %s", setting(db, "council.name")),
	          arena_fmt(a, "%s\n\nChoose a password here, within seven days:\n"
	                    "%s/welcome/%s\n\nThen sign in with this address.\n", why,
	                    setting(db, "council.address"), token.text), now);
	return ACCOUNT_OK;
}

/* ---- the page -------------------------------------------------------------------- */

struct welcome { const char *fresh, *again; };

static const struct field welcome_fields[] = {
	{ IN(struct welcome, fresh), .label = "Password", .as = AS_PASSWORD, .max = 1000,
	  .hint = "At least 12 characters. Three unusual words will do.",
	  .autocomplete = "new-password", .keep_blanks = true, .need = "Enter a password" },
	{ IN(struct welcome, again), .label = "Password again", .as = AS_PASSWORD, .max = 1000,
	  .autocomplete = "new-password", .keep_blanks = true,
	  .need = "Enter the password again" },
};
const struct form welcome_form = {
	.name = "welcome", FORM(struct welcome, welcome_fields),
	.title = "Choose your password", .button = "Set the password",
};

static bool invitation_asked(struct rq *rq, struct invitation_token_find_row *r)
{
	struct token token;

	return token_read(strrchr(rq->path, '/') + 1, &token) &&
	       ONE(rq->db, rq->arena, invitation_token_find, r, .token_hash = HASH_OF(token)) &&
	       !moment_known(r->used_ms) && moment_minus_ms(r->until_ms, rq->now) > 0;
}

static struct reply too_old(struct rq *rq)
{
	return (struct reply){ .kind = REPLY_STATUS, .status = 410,
		.title = "This link cannot be used",
		.text = arena_fmt(rq->arena, "It was used, or is older than seven days. "
		                  "A new one is to be had from %s.",
		                  setting(rq->db, "council.contact")) };
}

struct reply welcome_load(struct rq *rq, void *form)
{
	struct invitation_token_find_row r;

	(void)form;
	if (!invitation_asked(rq, &r))
		return too_old(rq);
	rq->look.caption = r.email;
	return (struct reply){ REPLY_DEFAULT };
}

struct reply welcome_post(struct rq *rq, void *form)
{
	const struct welcome *in = form;
	struct invitation_token_find_row r;
	struct token token;
	const char *why;

	if (!invitation_asked(rq, &r))
		return too_old(rq);
	why = password_fault(rq->arena, in->fresh, r.email, r.name);
	if (strcmp(in->fresh, in->again) != 0)
		return refuse(rq, "again", "The two passwords are not the same");
	if (why)
		return refuse(rq, "fresh", "%s", why);
	SURE(token_read(strrchr(rq->path, '/') + 1, &token));
	if (DO(rq->db, invitation_token_use, .token_hash = HASH_OF(token), .now = V(rq->now)) != 1)
		return too_old(rq);
	SURE(account_password(rq->db, rq->arena, r.user_account, in->fresh, false,
	                      r.user_account) == ACCOUNT_OK);
	return go(rq, "Your password is set: sign in with it", "/sign-in");
}
