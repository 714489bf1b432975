/* SPDX-License-Identifier: MIT */
/*
 * test_audit.c -- whoever changes the trail behind the program's back is found out.
 *
 * The connection itself refuses to change or delete a row, so each forgery is
 * made as an intruder would: rows are written anew into another database.
 */
#include <string.h>

#include "audit/audit.h"
#include "audit/audit.sql.h"
#include "t/t.h"

static const unsigned char key[AUDIT_KEY] = "one key", other_key[AUDIT_KEY] = "another key";

struct writing { struct db *db; int n; };

static bool write_some(void *arg)
{
	struct writing *w = arg;

	for (int i = 1; i <= w->n; i++)
		IS(audit_write(w->db, &(struct audit_entry){
			.verb = "person.open", .thing = "person", .thing_id = i, .person = { i },
			.reason = i % 2 ? "asked" : NULL, .detail = "{\"a\":1}" }), i);
	return true;
}

static void trail_of(struct t *t, int n)
{
	audit_key_set(key);
	db_write(t->db, write_some, &(struct writing){ t->db, n });
}

TEST(a_trail_is_sound)
{
	struct audit_finding f;

	trail_of(t, 5);
	f = audit_verify(t->db, 0, NULL);
	IS(f.state, AUDIT_SOUND);
	IS(f.row, 5);
	HAS(audit_finding_text(t->arena, &f), "5 rows, unbroken");
}

TEST(an_empty_trail_is_sound)
{
	audit_key_set(key);
	IS(audit_verify(t->db, 0, NULL).state, AUDIT_SOUND);
	IS(audit_verify(t->db, 0, NULL).row, 0);
}

TEST(under_another_key_every_row_is_forged)
{
	struct audit_finding f;

	trail_of(t, 3);
	audit_key_set(other_key);
	f = audit_verify(t->db, 0, NULL);
	IS(f.state, AUDIT_CHANGED);
	IS(f.row, 1);
	audit_key_set(key);
}

static bool write_then_no(void *arg)
{
	write_some(arg);
	return false;
}

TEST(what_is_rolled_back_leaves_no_gap)
{
	audit_key_set(key);
	db_write(t->db, write_then_no, &(struct writing){ t->db, 3 });
	trail_of(t, 2);
	IS(audit_verify(t->db, 0, NULL).state, AUDIT_SOUND);
	IS(audit_verify(t->db, 0, NULL).row, 2);
}

/* ---- forgeries --------------------------------------------------------- */

enum forgery { FORGE_NOTHING, FORGE_EDIT, FORGE_DELETE, FORGE_SWAP, FORGE_RENUMBER, FORGE_CUT,
               FORGE_HASH, FORGE_NULL };

struct forging { struct db *to; struct audit_chain_row *rows; size_t n; };

static bool put_rows(void *arg)
{
	struct forging *f = arg;

	for (size_t i = 0; i < f->n; i++) {
		const struct audit_chain_row *r = &f->rows[i];

		DO(f->to, audit_add, .id = V((AuditId){ r->id }), .at_ms = V(r->at_ms),
		   .user_account = V(r->user_account), .verb = V(r->verb), .thing = V(r->thing),
		   .thing_id = V(r->thing_id), .person = V(r->person), .reason = V(r->reason),
		   .detail = V(r->detail), .prev_hash = V(r->prev_hash), .hash = V(r->hash));
	}
	return true;
}

static void forge(struct forging *f, enum forgery how)
{
	static const unsigned char zeros[AUDIT_HASH];
	struct audit_chain_row *r = f->rows, third = r[2];

	switch (how) {
	case FORGE_NOTHING:
		break;
	case FORGE_EDIT:
		r[2].person.v = 99;
		break;
	case FORGE_NULL:                 /* an empty reason is not no reason */
		r[1].reason = "";
		break;
	case FORGE_DELETE:
		memmove(&r[2], &r[3], (f->n - 3) * sizeof *r);
		f->n--;
		break;
	case FORGE_SWAP:                 /* two rows change places, numbers made to fit */
		r[2] = r[3];
		r[3] = third;
		r[2].id = 3;
		r[3].id = 4;
		break;
	case FORGE_RENUMBER:             /* one taken out, and the gap closed */
		memmove(&r[2], &r[3], (f->n - 3) * sizeof *r);
		f->n--;
		for (size_t i = 2; i < f->n; i++)
			r[i].id = (int64_t)i + 1;
		break;
	case FORGE_CUT:
		f->n = 3;
		break;
	case FORGE_HASH:
		r[4].hash = (struct bytes){ zeros, AUDIT_HASH };
		break;
	}
}

/* The trail of 5 rows, forged, in a database of its own. */
static struct audit_finding forged(struct t *t, enum forgery how, int64_t known_row,
                                   const unsigned char *head)
{
	struct audit_finding f;
	struct forging o = { 0 };

	o.n = ALL(t->db, t->arena, audit_chain, &o.rows, .none = { 0 });
	forge(&o, how);
	o.to = db_open_memory();
	db_write(o.to, put_rows, &o);
	f = audit_verify(o.to, known_row, head);
	db_close(&o.to);
	return f;
}

/* Not under torture: a second database would be left open by the injected failure. */
TEST_PLAIN(a_forged_trail_shows)
{
	static const struct { enum forgery how; enum audit_state state; int64_t row; } cases[] = {
		{ FORGE_NOTHING,  AUDIT_SOUND,    5 },
		{ FORGE_EDIT,     AUDIT_CHANGED,  3 },
		{ FORGE_NULL,     AUDIT_CHANGED,  2 },
		{ FORGE_DELETE,   AUDIT_GAP,      3 },
		{ FORGE_SWAP,     AUDIT_UNLINKED, 3 },
		{ FORGE_RENUMBER, AUDIT_UNLINKED, 3 },
		{ FORGE_HASH,     AUDIT_CHANGED,  5 },
	};

	trail_of(t, 5);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct audit_finding f = forged(t, cases[i].how, 0, NULL);

		IS(f.state, cases[i].state);
		IS(f.row, cases[i].row);
		OK(!BLANK(audit_finding_text(t->arena, &f)));
	}
}

/* Not under torture, for the same reason. */
TEST_PLAIN(a_trail_cut_short_shows_by_a_head_kept_elsewhere)
{
	struct audit_finding whole, cut;

	trail_of(t, 5);
	whole = audit_verify(t->db, 0, NULL);
	IS(forged(t, FORGE_CUT, 0, NULL).state, AUDIT_SOUND);    /* alone it cannot show */
	cut = forged(t, FORGE_CUT, 5, whole.head);
	IS(cut.state, AUDIT_CUT);
	IS(cut.row, 4);
	IS(forged(t, FORGE_NOTHING, 5, whole.head).state, AUDIT_SOUND);
	whole.head[0] ^= 1;
	IS(forged(t, FORGE_NOTHING, 5, whole.head).state, AUDIT_CHANGED);
}
