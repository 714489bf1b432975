/* SPDX-License-Identifier: MIT */
/*
 * throttle.c -- wrong passwords make the next try wait.
 *
 *	name:     3 free, then 2, 4, 8... seconds, 15 minutes at most; forgotten after an hour
 *	form:     3 free, then likewise: of a form that everybody may send, by address
 *	address: 30 free, then 2, 4, 8... seconds, 1 minute at most; forgotten after 15 minutes
 *
 * A whole council may share one address, so it is let off lightly.  A browser
 * that was signed in to the account before does not wait: so nobody can keep
 * its owner out by trying wrong passwords.  Names that nobody has are counted
 * like others.  What is kept is a hash, cleared by later tries.
 */
#include "auth/inside.h"

#include <sodium.h>
#include <string.h>

#include "auth/auth.sql.h"

struct rule { int free, longest_s, forget_s; };
static const struct rule name_rule = { 3, 900, 3600 }, address_rule = { 30, 60, 900 };

static char *key_of(struct arena *a, const char *kind, const char *text)
{
	const char *both = arena_fmt(a, "%s:%s", kind, text);
	unsigned char hash[16];
	char *hex = arena_get(a, 2 * sizeof hash + 1);

	crypto_generichash(hash, sizeof hash, (const unsigned char *)both, strlen(both), NULL, 0);
	return sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
}

struct throttle throttle_keys(struct rq *rq, const char *email)
{
	UserAccountId was = auth_was(rq);

	if (was.v && was.v == account_find(rq->db, rq->arena, email).v)
		return (struct throttle){ 0 };
	return (struct throttle){
		key_of(rq->arena, "name", text_lower(rq->arena, email)),
		BLANK(rq->wire->peer) ? NULL : key_of(rq->arena, "address", rq->wire->peer),
	};
}

static int64_t wait_of(struct rq *rq, const char *key)
{
	struct try_load_row r;

	if (!key || !ONE(rq->db, rq->arena, try_load, &r, .who = V(key)))
		return 0;
	return moment_minus_ms(r.next_try_ms, rq->now);
}

int64_t throttle_wait_ms(struct rq *rq, const struct throttle *t)
{
	int64_t a = wait_of(rq, t->name), b = wait_of(rq, t->address);
	int64_t most = a > b ? a : b;

	return most > 0 ? most : 0;
}

static int64_t wait_s(const struct rule *rule, int64_t failures)
{
	int64_t over = failures - rule->free, s;

	if (over <= 0)
		return 0;
	s = over > 20 ? rule->longest_s : INT64_C(1) << over;
	return s < rule->longest_s ? s : rule->longest_s;
}

static void count(struct rq *rq, const char *key, const struct rule *rule)
{
	struct try_load_row r = { 0 };
	Moment next = rq->now;

	if (!key)
		return;
	if (ONE(rq->db, rq->arena, try_load, &r, .who = V(key)) &&
	    moment_minus_ms(rq->now, r.last_ms) > rule->forget_s * INT64_C(1000))
		r.failures = 0;
	r.failures++;
	next.ms += wait_s(rule, r.failures) * 1000;
	DO(rq->db, try_save, .who = V(key), .failures = V(r.failures), .next_try_ms = V(next),
	   .last_ms = V(rq->now));
}

void throttle_wrong(struct rq *rq, const struct throttle *t)
{
	Moment old = { rq->now.ms - INT64_C(86400000) };

	count(rq, t->name, &name_rule);
	count(rq, t->address, &address_rule);
	DO(rq->db, try_sweep, .before = V(old));
}

void throttle_right(struct rq *rq, const struct throttle *t)
{
	if (t->name)
		DO(rq->db, try_clear, .who = V(t->name));
}

static const char *form_key(struct rq *rq, const char *form)
{
	return BLANK(rq->wire->peer) ? NULL
	       : key_of(rq->arena, form, rq->wire->peer);
}

int64_t auth_wait_ms(struct rq *rq, const char *form)
{
	int64_t wait = wait_of(rq, form_key(rq, form));

	return wait > 0 ? wait : 0;
}

void auth_sent(struct rq *rq, const char *form)
{
	count(rq, form_key(rq, form), &name_rule);
}
