/* SPDX-License-Identifier: MIT */
/*
 * session.c -- from a cookie to the person who asks.
 *
 *	cookie = base64url(32 random bytes); the database keeps its BLAKE2b-256
 *
 * The cookie has no expiry of its own: the browser's end is its end, and the
 * database decides about the rest.  A row outlives its session by 30 days, so
 * that a form sent too late still says whose it was.
 */
#include "auth/inside.h"

#include <sodium.h>
#include <string.h>

#include "auth/auth.sql.h"
#include "site/setting.h"
#include "web/params.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS    INT64_C(86400000)

static const struct me nobody = { .rights = MAY_ANYONE };

/* ---- tokens ------------------------------------------------------------ */

static void token_hash(struct token *t, const unsigned char bytes[TOKEN_BYTES])
{
	crypto_generichash(t->hash, sizeof t->hash, bytes, TOKEN_BYTES, NULL, 0);
}

struct token token_make(void)
{
	unsigned char bytes[TOKEN_BYTES];
	struct token t;

	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(t.text, sizeof t.text, bytes, sizeof bytes,
	                  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	token_hash(&t, bytes);
	return t;
}

bool token_read(const char *text, struct token *t)
{
	unsigned char bytes[TOKEN_BYTES];
	size_t n;

	if (!text || strlen(text) != sizeof t->text - 1 ||
	    sodium_base642bin(bytes, sizeof bytes, text, strlen(text), NULL, &n, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || n != sizeof bytes)
		return false;
	memcpy(t->text, text, sizeof t->text);
	token_hash(t, bytes);
	return true;
}

/* ---- the cookie -------------------------------------------------------- */

/* The prefix has the browser refuse one that was set by another host or without TLS. */
static const char *cookie_name(const struct rq *rq)
{
	return rq->wire->https ? "__Host-session" : "session";
}

static char *cookie_set(const struct rq *rq, const char *value, const char *more)
{
	return arena_fmt(rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(rq),
	                 value, rq->wire->https ? "; Secure" : "", more);
}

static bool session_of_cookie(struct rq *rq, struct session_who_row *r)
{
	struct token t;

	return token_read(cookie_value(rq->arena, rq->wire, cookie_name(rq)), &t) &&
	       ONE(rq->db, rq->arena, session_who, r,
	           .token_hash = V(((struct bytes){ t.hash, sizeof t.hash })));
}

/* ---- the forms' token -------------------------------------------------- */

/*
 * Compression beside text that somebody else chose would give a fixed token
 * away, letter by letter (BREACH).  So it is written as mask, token XOR mask.
 */
static char *csrf_mask(struct arena *a, const char *token)
{
	unsigned char both[2 * TOKEN_BYTES];
	size_t n, room = sodium_base64_ENCODED_LEN(sizeof both,
	                                           sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *out = arena_get(a, room);

	SURE(sodium_base642bin(both + TOKEN_BYTES, TOKEN_BYTES, token, strlen(token), NULL, &n,
	                       NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0);
	randombytes_buf(both, TOKEN_BYTES);
	for (size_t i = 0; i < TOKEN_BYTES; i++)
		both[TOKEN_BYTES + i] ^= both[i];
	return sodium_bin2base64(out, room, both, sizeof both,
	                         sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool csrf_bare(const char *masked, unsigned char out[TOKEN_BYTES])
{
	unsigned char both[2 * TOKEN_BYTES];
	size_t n;

	if (BLANK(masked) ||
	    sodium_base642bin(both, sizeof both, masked, strlen(masked), NULL, &n, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || n != sizeof both)
		return false;
	for (size_t i = 0; i < TOKEN_BYTES; i++)
		out[i] = both[i] ^ both[TOKEN_BYTES + i];
	return true;
}

bool csrf_right(const struct me *me, const char *sent)
{
	unsigned char ours[TOKEN_BYTES], theirs[TOKEN_BYTES];

	return csrf_bare(me->csrf, ours) && csrf_bare(sent, theirs) &&
	       sodium_memcmp(ours, theirs, TOKEN_BYTES) == 0;
}

/* ---- who asks ---------------------------------------------------------- */

static int64_t left_ms(struct rq *rq, const struct session_who_row *r)
{
	int64_t idle = setting_int(rq->db, "session.idle_minutes") * MINUTE_MS;
	int64_t whole = setting_int(rq->db, "session.hours") * 60 * MINUTE_MS;
	int64_t a = idle - moment_minus_ms(rq->now, r->seen_ms);
	int64_t b = whole - moment_minus_ms(rq->now, r->started_ms);

	return a < b ? a : b;
}

static bool see(void *arg)
{
	struct rq *rq = arg;

	DO(rq->db, session_see, .now = V(rq->now), .id = V(rq->me->session));
	return true;
}

static void see_alone(void *arg)
{
	struct rq *rq = arg;

	db_write(rq->db, see, rq);
}

/* Reading goes on when nothing can be written: then the session just ends sooner. */
static void session_seen(struct rq *rq, const struct me *me)
{
	const struct me *before = rq->me;

	rq->me = me;
	if (boundary_run(see_alone, rq, NULL) != FAULT_NONE)
		db_abandon(rq->db);
	rq->me = before;
}

struct looking { struct rq *rq; struct session_who_row r; bool in; };

/* The session and the settings that end it, of one moment. */
static void look(void *arg)
{
	struct looking *l = arg;
	const struct session_who_row *r = &l->r;

	l->in = session_of_cookie(l->rq, &l->r) && !moment_known(r->ended_ms) &&
	        !moment_known(r->disabled_ms) && left_ms(l->rq, r) > 0;
}

const struct me *auth_me(struct rq *rq)
{
	struct looking l = { .rq = rq };
	struct session_who_row r;
	struct me *me;

	db_read(rq->db, look, &l);
	if (!l.in)
		return &nobody;
	r = l.r;
	me = NEW(rq->arena, struct me);
	*me = (struct me){
		.id = r.user_account, .session = r.id, .name = r.name, .email = r.email,
		.csrf = csrf_mask(rq->arena, r.csrf), .roles = r.roles, .team = r.team,
		.provider = r.provider,
		.organisation = r.provider_name, .must_change = r.must_change != 0,
		.rights = may_of_roles(r.roles) | MAY_SIGNED_IN,
	};
	if (moment_minus_ms(rq->now, r.seen_ms) >= MINUTE_MS)
		session_seen(rq, me);
	r.seen_ms = rq->now;
	me->seconds = left_ms(rq, &r) / 1000;
	return me;
}

UserAccountId auth_was(struct rq *rq)
{
	struct session_who_row r;

	if (!session_of_cookie(rq, &r) || moment_known(r.disabled_ms))
		return (UserAccountId){ 0 };
	return r.user_account;
}

/* ---- beginning and ending ---------------------------------------------- */

char *session_start(struct rq *rq, UserAccountId who)
{
	struct token token = token_make(), csrf = token_make();
	SessionId id = NEW_ID(rq->db, SessionId);
	Moment old = { rq->now.ms - 30 * DAY_MS };

	DO(rq->db, session_sweep, .before = V(old), .but = V(id));
	DO(rq->db, session_add, .id = V(id),
	   .token_hash = V(((struct bytes){ token.hash, sizeof token.hash })),
	   .user_account = V(who), .csrf = V((const char *)csrf.text), .now = V(rq->now));
	return cookie_set(rq, token.text, "");
}

char *session_cookie_gone(struct rq *rq)
{
	return cookie_set(rq, "", "; Max-Age=0");
}

void session_end(struct rq *rq, SessionId id)
{
	DO(rq->db, session_close, .now = V(rq->now), .id = V(id));
}
