/* SPDX-License-Identifier: MIT */
/*
 * sign_up.c -- a provider's first account: asked for by anybody, given by an officer.
 *
 * Nobody can speak for another's provider: what is asked grants nothing; the
 * letter that opens the account goes to the address that the council has, or an
 * officer says how else he knows, and then that address is told of it.
 */
#include "accreditation/inside.h"

VOCAB_WORDS(sign_up_known, KNOWN, SIGN_UP_KNOWN)

static bool provider_of_number(struct db *db, struct arena *a, const struct sign_up_answers *in,
                               ProviderId *out)
{
	const char *ref = text_trim(a, in->number);
	struct sign_up_provider_by_ref_row p;
	struct sign_up_provider_by_location_row l;

	if (ONE(db, a, sign_up_provider_by_ref, &p, .regulator = V((int64_t)in->regulator),
	        .ref = V(ref)))
		*out = p.id;
	else if (ONE(db, a, sign_up_provider_by_location, &l,
	             .regulator = V((int64_t)in->regulator), .ref = V(ref)))
		*out = l.id;
	else
		return false;
	return true;
}

enum signed_up sign_up_ask(struct db *db, struct arena *a, const struct sign_up_answers *in,
                           Moment now, SignUpId *out)
{
	const char *email = text_trim(a, in->email);
	struct sign_up_waits_row waits;
	ProviderId provider;

	db_need_write(db);
	if (!provider_of_number(db, a, in, &provider))
		return SIGNED_UP_UNKNOWN;
	if (ONE(db, a, sign_up_waits, &waits, .provider = V(provider), .email = V(email))) {
		*out = waits.id;
		return SIGNED_UP_ALREADY;
	}
	*out = NEW_ID(db, SignUpId);
	DO(db, sign_up_insert, .id = V(*out), .provider = V(provider), .name = V(in->name),
	   .post = V(in->post), .email = V(email), .phone = V(in->phone), .asked_ms = V(now));
	audit_write(db, &(struct audit_entry){ .verb = "sign_up.ask", .thing = "sign_up",
		.thing_id = out->v,
		.detail = arena_fmt(a, "{\"provider\":%lld}", (long long)provider.v) });
	return SIGNED_UP;
}

static enum signed_up sign_up_here(struct db *db, struct arena *a, SignUpId id, struct sign_up *s)
{
	db_need_write(db);
	if (!ONE(db, a, sign_up_load, s, .id = V(id)))
		return SIGNED_UP_GONE;
	return DO(db, sign_up_hold, .id = V(id)) == 1 ? SIGNED_UP : SIGNED_UP_DECIDED;
}

static void sign_up_audit(struct db *db, struct arena *a, const struct sign_up *s,
                          const char *verb, const char *words, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "sign_up",
		.thing_id = s->id.v, .reason = words,
		.detail = arena_fmt(a, "{\"provider\":%lld}", (long long)s->provider.v) });
}

/* At the address we had before: whoever is there can object. */
static void provider_told(struct db *db, struct arena *a, const struct sign_up *s, Moment now)
{
	if (BLANK(s->provider_email) ||
	    text_same(text_lower(a, s->provider_email), text_lower(a, s->email)))
		return;
	mail_send(db, s->provider_email, arena_fmt(a, "An account for %s", s->provider_name),
	          arena_fmt(a, "%s (%s) was given an account that answers for %s, with the "
	                    "address %s.\n\nIf that is not right, tell us at once: %s\n",
	                    s->name, s->post, s->provider_name, s->email,
	                    setting(db, "council.contact")), now);
}

enum signed_up sign_up_confirm(struct db *db, struct arena *a, SignUpId id,
                               enum sign_up_known known, const char *words, UserAccountId by,
                               Moment now)
{
	struct account account = { .roles = INT64_C(1) << ROLE_PROVIDER };
	struct sign_up s;
	enum signed_up got = sign_up_here(db, a, id, &s);
	UserAccountId who;

	SURE(!BLANK(words));
	if (got != SIGNED_UP)
		return got;
	if (known == KNOWN_ADDRESS && (BLANK(s.provider_email) ||
	    !text_same(text_lower(a, s.provider_email), text_lower(a, s.email))))
		return SIGNED_UP_ADDRESS;
	account.email = s.email;
	account.name = s.name;
	account.provider = s.provider;
	switch (account_invite(db, a, &account, arena_fmt(a, "You asked for an account that "
	                       "answers for %s. It is open.", s.provider_name), by, now, &who)) {
	case ACCOUNT_OK:
		break;
	case ACCOUNT_EMAIL_TAKEN:
		return SIGNED_UP_TAKEN;
	case ACCOUNT_EMAIL_BAD:
	case ACCOUNT_PASSWORD_BAD:
		return SIGNED_UP_BAD;
	}
	SURE(DO(db, sign_up_decide, .id = V(id), .confirmed = V(INT64_C(1)),
	        .known_by = V((int64_t)known), .words = V(words), .decided_by = V(by),
	        .decided_ms = V(now), .account = V(who)) == 1);
	provider_told(db, a, &s, now);
	sign_up_audit(db, a, &s, "sign_up.confirm", words, by);
	return SIGNED_UP;
}

enum signed_up sign_up_refuse(struct db *db, struct arena *a, SignUpId id, const char *reason,
                              UserAccountId by, Moment now)
{
	struct sign_up s;
	enum signed_up got = sign_up_here(db, a, id, &s);

	SURE(!BLANK(reason));
	if (got != SIGNED_UP)
		return got;
	SURE(DO(db, sign_up_decide, .id = V(id), .confirmed = V(INT64_C(0)), .words = V(reason),
	        .known_by = V(INT_NONE), .decided_by = V(by), .decided_ms = V(now),
	        .account = V(((UserAccountId){ 0 }))) == 1);
	mail_send(db, s.email, "Your account was not opened",
	          arena_fmt(a, "You asked for an account that answers for %s. It was not "
	                    "opened:\n\n%s\n\nWho can help: %s\n", s.provider_name, reason,
	                    setting(db, "council.contact")), now);
	sign_up_audit(db, a, &s, "sign_up.refuse", reason, by);
	return SIGNED_UP;
}
