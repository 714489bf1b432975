/* SPDX-License-Identifier: MIT */
/*
 * account.c -- accounts and teams are made, found, and given passwords.
 */
#include "auth/inside.h"

#include <string.h>

#include "audit/audit.h"
#include "auth/auth.sql.h"
#include "exchange/json.h"

/* Something before one @, a dot in what follows, no blanks: the rest the first mail shows. */
static bool email_fine(const char *s)
{
	const char *at = strchr(s, '@');
	size_t n = strlen(s);

	return at && at > s && !strchr(at + 1, '@') && strchr(at + 1, '.') && n >= 5 && n <= 254 &&
	       !strpbrk(s, " \t\n,;<>\"") && s[n - 1] != '.';
}

UserAccountId account_find(struct db *db, struct arena *a, const char *email)
{
	struct account_by_key_row r;

	if (!ONE(db, a, account_by_key, &r, .email_key = V(text_lower(a, text_trim(a, email)))))
		return (UserAccountId){ 0 };
	return r.id;
}

/* What the audit trail says of it: never the password. */
static const char *account_detail(struct arena *a, const struct account *c)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "email", c->email);
	json_put_text(&j, "roles", roles_text(a, c->roles));
	json_put_int(&j, "team", c->team.v ? c->team.v : INT_NONE);
	json_put_int(&j, "provider", c->provider.v ? c->provider.v : INT_NONE);
	json_close_object(&j);
	return buf_text(&b);
}

enum account_try account_add(struct db *db, struct arena *a, const struct account *c,
                             UserAccountId by, UserAccountId *id)
{
	const char *email = text_trim(a, c->email);
	const char *hash = "";

	db_need_write(db);
	if (!email_fine(email))
		return ACCOUNT_EMAIL_BAD;
	if (account_find(db, a, email).v)
		return ACCOUNT_EMAIL_TAKEN;
	if (c->password) {
		if (password_fault(a, c->password, email, c->name))
			return ACCOUNT_PASSWORD_BAD;
		hash = password_hash(a, c->password);
	}
	*id = NEW_ID(db, UserAccountId);
	DO(db, account_insert, .id = V(*id), .email = V(email),
	   .email_key = V(text_lower(a, email)), .name = V(c->name), .roles = V(c->roles),
	   .team = V(c->team), .provider = V(c->provider), .password_hash = V(hash),
	   .must_change = V((int64_t)c->must_change), .made_ms = V(clock_now()));
	audit_write(db, &(struct audit_entry){
		.who = by, .verb = "user.add", .thing = "user_account", .thing_id = id->v,
		.detail = account_detail(a, c) });
	return ACCOUNT_OK;
}

enum account_try account_password(struct db *db, struct arena *a, UserAccountId id,
                                  const char *password, bool must_change, UserAccountId by)
{
	struct account_load_row r;

	db_need_write(db);
	SURE(ONE(db, a, account_load, &r, .id = V(id)));
	if (password_fault(a, password, r.email, r.name))
		return ACCOUNT_PASSWORD_BAD;
	DO(db, account_set_password, .id = V(id), .password_hash = V(password_hash(a, password)),
	   .must_change = V((int64_t)must_change));
	DO(db, session_close_others, .now = V(clock_now()), .user_account = V(id));
	audit_write(db, &(struct audit_entry){
		.who = by, .verb = "user.password", .thing = "user_account", .thing_id = id.v });
	return ACCOUNT_OK;
}

TeamId team_add(struct db *db, const char *name, enum team_kind kind)
{
	TeamId id = NEW_ID(db, TeamId);

	DO(db, team_insert, .id = V(id), .name = V(name), .kind = V((int64_t)kind));
	return id;
}
