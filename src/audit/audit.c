/* SPDX-License-Identifier: MIT */
/*
 * audit.c -- add to the chain, and follow it.
 *
 *	hash = BLAKE2b-256(key; prev_hash, id, at, user, verb, thing, thing_id,
 *	                   person, reason, detail)
 *
 * Each field is written as its length in 8 bytes, then its bytes; a field
 * that is not there as the length 2^64-1.  So no two rows give the same
 * bytes, whatever stands in their texts.
 */
#include "audit/inside.h"

#include <sodium.h>
#include <string.h>

#include "audit/audit.sql.h"
#include "base/fault.h"

struct link {
	int64_t id;
	Moment at;
	struct audit_entry e;
	unsigned char prev[AUDIT_HASH];
};

/* ---- hashing ----------------------------------------------------------- */

static void hash_number(crypto_generichash_state *st, uint64_t n)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(n >> (8 * i));
	crypto_generichash_update(st, bytes, sizeof bytes);
}

static void hash_bytes(crypto_generichash_state *st, const void *p, size_t n)
{
	hash_number(st, p ? n : UINT64_MAX);
	if (p)
		crypto_generichash_update(st, p, n);
}

static void hash_text(crypto_generichash_state *st, const char *s)
{
	hash_bytes(st, s, s ? strlen(s) : 0);
}

/* 0 is "none" of every id and moment, and none of them is ever 0. */
static void hash_int(crypto_generichash_state *st, int64_t n)
{
	hash_number(st, 8);
	hash_number(st, (uint64_t)n);
}

static void link_hash(const struct link *l, unsigned char out[AUDIT_HASH])
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, audit_key(), AUDIT_KEY, AUDIT_HASH);
	hash_bytes(&st, l->prev, AUDIT_HASH);
	hash_int(&st, l->id);
	hash_int(&st, l->at.ms);
	hash_int(&st, l->e.who.v);
	hash_text(&st, l->e.verb);
	hash_text(&st, l->e.thing);
	hash_int(&st, l->e.thing_id);
	hash_int(&st, l->e.person.v);
	hash_text(&st, l->e.reason);
	hash_text(&st, l->e.detail);
	crypto_generichash_final(&st, out, AUDIT_HASH);
}

/* ---- writing ----------------------------------------------------------- */

/* A few hundred bytes for each row, given back at once; one arena for the process. */
static struct arena *scratch(void)
{
	static struct arena *own;

	if (!own)
		own = arena_new("audit", (size_t)4 << 20);
	arena_reset(own);
	return own;
}

struct audit_head audit_head(struct db *db)
{
	struct audit_head head = { 0 };
	struct audit_last_row last;

	db_need_write(db);      /* else two could take the same number */
	if (ONE(db, scratch(), audit_last, &last, .none = { 0 })) {
		SURE(last.hash.n == AUDIT_HASH);
		head.id = last.id.v;
		memcpy(head.hash, last.hash.p, AUDIT_HASH);
	}
	return head;
}

void audit_append(struct db *db, struct audit_head *head, const struct audit_entry *e)
{
	struct link l = { .id = head->id + 1, .at = clock_now(), .e = *e };
	unsigned char hash[AUDIT_HASH];

	SURE(!BLANK(e->verb) && !BLANK(e->thing));
	if (!l.e.detail)
		l.e.detail = "{}";
	memcpy(l.prev, head->hash, AUDIT_HASH);
	link_hash(&l, hash);
	TELL(db, audit_add, .id = V((AuditId){ l.id }), .at_ms = V(l.at),
	     .user_account = V(l.e.who), .verb = V(l.e.verb), .thing = V(l.e.thing),
	     .thing_id = V(l.e.thing_id), .person = V(l.e.person), .reason = V(l.e.reason),
	     .detail = V(l.e.detail),
	     .prev_hash = V(((struct bytes){ l.prev, AUDIT_HASH })),
	     .hash = V(((struct bytes){ hash, AUDIT_HASH })));
	head->id = l.id;
	memcpy(head->hash, hash, AUDIT_HASH);
}

int64_t audit_write(struct db *db, const struct audit_entry *e)
{
	struct audit_head head = audit_head(db);

	audit_append(db, &head, e);
	return head.id;
}

const char *audit_stands(struct db *db, struct arena *a, bool numbered)
{
	const struct audit_head head = audit_head(db);
	char hex[2 * AUDIT_HASH + 1];

	sodium_bin2hex(hex, sizeof hex, head.hash, AUDIT_HASH);
	return numbered ? arena_fmt(a, "%lld %s", (long long)head.id, hex) : arena_dup(a, hex);
}

/* ---- following --------------------------------------------------------- */

static struct link link_of(const struct audit_chain_row *r)
{
	struct link l = {
		.id = r->id, .at = r->at_ms,
		.e = { r->user_account, r->verb, r->thing, r->thing_id, r->person, r->reason,
		       r->detail },
	};

	SURE(r->prev_hash.n == AUDIT_HASH && r->hash.n == AUDIT_HASH);
	memcpy(l.prev, r->prev_hash.p, AUDIT_HASH);
	return l;
}

static enum audit_state link_state(const struct audit_chain_row *r, int64_t number,
                                   const unsigned char head[AUDIT_HASH])
{
	struct link l = link_of(r);
	unsigned char hash[AUDIT_HASH];

	if (l.id != number)
		return AUDIT_GAP;
	if (memcmp(l.prev, head, AUDIT_HASH) != 0)
		return AUDIT_UNLINKED;
	link_hash(&l, hash);
	return sodium_memcmp(hash, r->hash.p, AUDIT_HASH) == 0 ? AUDIT_SOUND : AUDIT_CHANGED;
}

struct follow {
	struct db *db;
	struct arena *arena;
	int64_t known_row;
	const unsigned char *known_head;
	struct audit_finding f;
};

static void follow(void *arg)
{
	struct follow *o = arg;
	struct audit_finding *f = &o->f;
	struct db_cursor *rows = ROWS(o->db, o->arena, audit_chain, .none = { 0 });
	struct arena_mark mark = arena_mark(o->arena);
	struct audit_chain_row r;
	int64_t n = 0;

	while (f->state == AUDIT_SOUND && db_next(rows, o->arena, &r)) {
		n++;
		f->state = link_state(&r, n, f->head);
		memcpy(f->head, r.hash.p, AUDIT_HASH);
		if (n == o->known_row && f->state == AUDIT_SOUND &&
		    memcmp(f->head, o->known_head, AUDIT_HASH) != 0)
			f->state = AUDIT_CHANGED;
		arena_back(o->arena, mark);
	}
	db_close_rows(rows);
	f->row = n;
	if (f->state == AUDIT_SOUND && n < o->known_row) {
		f->state = AUDIT_CUT;
		f->row = n + 1;
	}
}

struct audit_finding audit_verify(struct db *db, int64_t known_row,
                                  const unsigned char known_head[AUDIT_HASH])
{
	struct follow o = { .db = db, .arena = scratch(), .known_row = known_row,
	                    .known_head = known_head };

	db_read(db, follow, &o);
	return o.f;
}

const char *audit_finding_text(struct arena *a, const struct audit_finding *f)
{
	long long row = (long long)f->row;
	char head[2 * AUDIT_HASH + 1];

	switch (f->state) {
	case AUDIT_SOUND:
		sodium_bin2hex(head, sizeof head, f->head, AUDIT_HASH);
		return arena_fmt(a, "%lld rows, unbroken; head %s", row, head);
	case AUDIT_GAP:
		return arena_fmt(a, "row %lld is missing: rows were taken out or renumbered", row);
	case AUDIT_UNLINKED:
		return arena_fmt(a, "row %lld does not follow the row before it", row);
	case AUDIT_CHANGED:
		return arena_fmt(a, "row %lld was changed after it was written", row);
	case AUDIT_CUT:
		return arena_fmt(a, "row %lld and what followed it were cut off", row);
	}
	return "";
}
