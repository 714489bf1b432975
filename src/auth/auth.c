/* SPDX-License-Identifier: MIT */
/*
 * auth.c -- the room: its addresses, and `almoner user`.
 */
#include "auth/inside.h"

#include <stdio.h>
#include <string.h>

#include "form/form.h"
#include "list/list.h"

static const struct route routes[] = {
	{ .path = "/sign-in", .may = MAY_ANYONE, .form = &sign_in_form, .load = sign_in_load,
	  .post = sign_in_post, .own_transaction = true, .title = "Sign in",
	  .says = "Sign in: the session's cookie comes with the answer" },
	{ .path = "/sign-out", .may = MAY_ANYONE, .form = &sign_out_form, .post = sign_out_post,
	  .own_transaction = true, .title = "Sign out", .not_in_api = true },
	{ .path = "/session", .may = MAY_SIGNED_IN, .get = session_get,
	  .says = "Seconds until the session ends, and the token for X-CSRF-Token" },
	{ .path = "/welcome/{token*}", .may = MAY_ANYONE, .form = &welcome_form,
	  .load = welcome_load, .post = welcome_post, .title = "Choose your password",
	  .not_in_api = true },
	{ .path = "/l/{token*}", .may = MAY_SIGNED_IN, .get = link_get, .not_in_api = true },
	{ .path = "/account", .may = MAY_SIGNED_IN, .get = own_get, .title = "Your account",
	  .says = "The account of the one who asks" },
	{ .path = "/account/password", .may = MAY_SIGNED_IN, .form = &password_form,
	  .above = password_above, .post = password_post, .own_transaction = true,
	  .title = "Change your password", .not_in_api = true },
	{ .path = "/account/sessions", .may = MAY_SIGNED_IN, .form = &sessions_form,
	  .post = sessions_post, .title = "Sign out everywhere else", .not_in_api = true },
	{ .path = "/account/reminders", .may = MAY_SIGNED_IN, .form = &reminders_form,
	  .load = reminders_load, .post = reminders_post, .title = "The morning's letter",
	  .says = "Whether a letter says in the morning what waits for you" },
	{ .path = "/access", .may = MAY_SIGNED_IN, .get = roles_get,
	  .title = "What each role may do", .not_in_api = true },
	{ .path = "/users", .may = MAY_ADMIN, .list = &accounts_list, .title = "Accounts",
	  .nav = "Accounts", .says = "Accounts" },
	{ .path = "/users/new", .may = MAY_ADMIN, .form = &account_new_form,
	  .post = account_new_post, .own_transaction = true, .title = "Add an account",
	  .says = "Add an account" },
	{ .path = "/users/{user}", .may = MAY_ADMIN, .form = &account_form,
	  .load = account_form_load, .above = account_above, .post = account_form_post,
	  .title = "Change an account", .says = "Change an account's name, roles, team; close it" },
	{ .path = "/users/{user}/password", .may = MAY_ADMIN, .form = &account_reset_form,
	  .load = account_reset_load, .post = account_reset_post, .own_transaction = true,
	  .title = "Give a new first password", .not_in_api = true },
	{ .path = "/teams", .may = MAY_ADMIN, .list = &teams_list, .title = "Teams",
	  .nav = "Teams", .says = "Teams" },
	{ .path = "/teams/new", .may = MAY_ADMIN, .form = &team_form, .post = team_new_post,
	  .title = "Add a team", .says = "Add a team" },
	{ .path = "/teams/{team}", .may = MAY_ADMIN, .form = &team_form, .load = team_form_load,
	  .post = team_form_post, .title = "Change a team", .says = "Change a team" },
};

/* ---- almoner user ------------------------------------------------------ */

struct user_work {
	struct words *w;
	struct account account;
	UserAccountId id;
	enum account_try how;
};

static bool add_work(void *arg)
{
	struct user_work *u = arg;

	u->how = account_add(u->w->db, u->w->arena, &u->account, (UserAccountId){ 0 }, &u->id);
	return u->how == ACCOUNT_OK;
}

static bool password_work(void *arg)
{
	struct user_work *u = arg;

	u->how = account_password(u->w->db, u->w->arena, u->id, u->account.password, true,
	                          (UserAccountId){ 0 });
	return u->how == ACCOUNT_OK;
}

/* "broker,team-manager" as bits; 0: a word of it is no role. */
static int64_t roles_read(struct arena *a, const char *text)
{
	int64_t bits = 0;

	while (*text) {
		size_t n = strcspn(text, ",");
		const struct word *w = vocab_by_key(&role_vocab, arena_dupn(a, text, n));

		if (!w) {
			fprintf(stderr, "almoner: no role %.*s; there are:", (int)n, text);
			for (size_t i = 0; i < role_vocab.n; i++)
				fprintf(stderr, " %s", role_vocab.words[i].key);
			fputc('\n', stderr);
			return 0;
		}
		bits |= INT64_C(1) << w->code;
		text += n + (text[n] == ',');
	}
	return bits;
}

static int user_said(const struct user_work *u)
{
	switch (u->how) {
	case ACCOUNT_OK:
		printf("%s  first password: %s\n", u->account.email, u->account.password);
		return VERB_OK;
	case ACCOUNT_EMAIL_TAKEN:
		fprintf(stderr, "almoner: %s has an account already\n", u->account.email);
		break;
	case ACCOUNT_EMAIL_BAD:
		fprintf(stderr, "almoner: %s is no email address\n", u->account.email);
		break;
	case ACCOUNT_PASSWORD_BAD:
		fprintf(stderr, "almoner: the password will not do\n");
		break;
	}
	return VERB_FAILED;
}

static int user_add(struct words *w, const char *email, const char *name, const char *roles)
{
	struct user_work u = { .w = w, .account = {
		.email = email, .name = name, .roles = roles_read(w->arena, roles),
		.password = password_make(w->arena), .must_change = true } };

	if (!u.account.roles)
		return VERB_MISUSED;
	verb_open(w, DB_READ_WRITE);
	db_write(w->db, add_work, &u);
	return user_said(&u);
}

static int user_password(struct words *w, const char *email)
{
	struct user_work u = { .w = w, .account = {
		.email = email, .password = password_make(w->arena) } };

	verb_open(w, DB_READ_WRITE);
	u.id = account_find(w->db, w->arena, email);
	if (!u.id.v) {
		fprintf(stderr, "almoner: nobody has the address %s\n", email);
		return VERB_FAILED;
	}
	db_write(w->db, password_work, &u);
	return user_said(&u);
}

int user_verb(struct words *w)
{
	const char *name = words_option(w, "--name", NULL);
	const char *roles = words_option(w, "--role", NULL);
	const char *what, *email;

	words_data(w);
	what = words_next(w, "add or password");
	email = words_next(w, "EMAIL");
	if (!words_done(w))
		return VERB_MISUSED;
	if (strcmp(what, "password") == 0)
		return user_password(w, email);
	if (strcmp(what, "add") != 0 || !name || !roles) {
		fprintf(stderr, "almoner: say: user add EMAIL --name NAME --role ROLE[,ROLE], or: "
		        "user password EMAIL\n");
		return VERB_MISUSED;
	}
	return user_add(w, email, name, roles);
}

static const struct verb verbs[] = {
	{ "user", "add EMAIL --name NAME --role ROLE[,ROLE] | password EMAIL  --data DIR",
	  "Add an account, or give a new first password", user_verb },
};

const struct room auth_room = {
	.name = "auth", .routes = routes, .nroutes = COUNT(routes),
	.verbs = verbs, .nverbs = COUNT(verbs),
};
