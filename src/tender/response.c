/* SPDX-License-Identifier: MIT */
/*
 * response.c -- responses: in work, sent under seal, replaced, taken back; and opened by two.
 *
 * All passes through the opportunity's row, so that a response and a change of
 * the opportunity, its deadline or its opening come one after the other.
 */
#include "tender/inside.h"

#include <sodium.h>
#include <string.h>

#include "papers/mail.h"

static void audit(struct db *db, const struct response *r, const char *verb, const char *detail,
                  UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "response",
		.thing_id = r->id.v, .detail = detail });
}

/* Takes the opportunity's row, then says whether this provider may respond to it now. */
static enum responded respondable(struct db *db, struct arena *a, OpportunityId id,
                                  const struct me *me, Moment now, struct opportunity *o)
{
	db_need_write(db);
	if (DO(db, opportunity_hold, .id = V(id)) != 1 ||
	    !ONE(db, a, opportunity_load, o, .id = V(id)) || !moment_known(o->published_ms))
		return RESPONDED_GONE;
	if (!opportunity_open(o, now))
		return RESPONDED_LATE;
	return opportunity_for(db, a, o, me->provider, now) ? RESPONDED : RESPONDED_BARRED;
}

static bool response_find(struct db *db, struct arena *a, OpportunityId id, const struct me *me,
                          struct response *out)
{
	return ONE(db, a, response_of, out, .opportunity = V(id), .provider = V(me->provider));
}

/* ---- in work ---------------------------------------------------------------------- */

enum responded response_begin(struct db *db, struct arena *a, OpportunityId id, const struct me *me,
                              Moment now)
{
	AnswerSheetId sheet = { 0 };
	struct opportunity o;
	struct response r;
	enum responded is = respondable(db, a, id, me, now, &o);
	enum answered got;

	if (is != RESPONDED)
		return is;
	if (!response_find(db, a, id, me, &r)) {
		r = (struct response){ .id = NEW_ID(db, ResponseId) };
		DO(db, response_insert, .id = V(r.id), .opportunity = V(id),
		   .provider = V(me->provider), .begun_by = V(me->id), .begun_ms = V(now));
	}
	if (r.sheet.v)
		return RESPONDED_BEGUN;
	got = sheet_begin_on(db, a, o.version, SUBJECT_RESPONSE, r.id.v, me->id, now, &sheet);
	SURE(got == ANSWERED);
	DO(db, response_sheet_set, .id = V(r.id), .sheet = V(sheet));
	opportunity_follow(db, id, me->id, now);
	audit(db, &r, "response.begin", NULL, me->id);
	return RESPONDED;
}

enum responded response_writable(struct db *db, struct arena *a, OpportunityId id,
                                 const struct me *me, Moment now, struct response *out)
{
	struct opportunity o;
	const enum responded is = respondable(db, a, id, me, now, &o);

	if (is != RESPONDED)
		return is;
	return response_find(db, a, id, me, out) && out->sheet.v ? RESPONDED : RESPONDED_GONE;
}

enum responded response_price(struct db *db, struct arena *a, OpportunityId id, int64_t revision,
                              const struct lot_price *prices, size_t n, const struct me *me,
                              Moment now)
{
	struct response r;
	const enum responded is = response_writable(db, a, id, me, now, &r);

	if (is != RESPONDED)
		return is;
	if (DO(db, response_revise, .id = V(r.id), .revision = V(revision)) != 1)
		return RESPONDED_STALE;
	DO(db, response_price_clear, .response = V(r.id));
	for (size_t i = 0; i < n; i++)
		if (DO(db, response_price_put, .response = V(r.id), .opportunity = V(id),
		       .opportunity_lot = V(prices[i].lot), .price_pence = V(prices[i].price)) != 1)
			return RESPONDED_PRICES;
	/* What is offered stays out of the trail. */
	audit(db, &r, "response.price", NULL, me->id);
	return RESPONDED;
}

/* ---- sent ------------------------------------------------------------------------- */

static void add_answers(struct db *db, struct arena *a, AnswerSheetId sheet, struct buf *b)
{
	struct response_file_hashes_row *files;
	struct answer *answers;
	size_t n = ALL(db, a, answer_list, &answers, .sheet = V(sheet));

	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "answer %lld %zu %s\n", (long long)answers[i].question.v,
		        strlen(answers[i].value), answers[i].value);
	n = ALL(db, a, response_file_hashes, &files, .sheet = V(sheet));
	for (size_t i = 0; i < n; i++) {
		char hex[2 * crypto_hash_sha256_BYTES + 1];

		sodium_bin2hex(hex, sizeof hex, files[i].hash.p, files[i].hash.n);
		buf_fmt(b, "file %lld %s\n", (long long)files[i].question.v, hex);
	}
}

void response_digest(struct db *db, struct arena *a, OpportunityId id, ResponseSentId sent,
                     AnswerSheetId sheet, int64_t number, Moment at, unsigned char out[32])
{
	struct response_sent_price_list_row *p;
	struct buf b = buf_new(a);
	size_t n = ALL(db, a, response_sent_price_list, &p, .response_sent = V(sent));

	buf_fmt(&b, "opportunity %lld\nnumber %lld\nsent %s\n", (long long)id.v, (long long)number,
	        moment_iso(a, at));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "lot %lld %s\n", (long long)p[i].number,
		        money_plain(a, p[i].price_pence));
	add_answers(db, a, sheet, &b);
	crypto_hash_sha256(out, (const unsigned char *)b.s, b.n);
}

/* The receipt, to the one who sent it.  Its subject tells nothing: others look after mail. */
static void acknowledge(struct db *db, struct arena *a, const struct opportunity *o,
                        const struct me *me, const unsigned char digest[32], Moment now)
{
	char hex[2 * crypto_hash_sha256_BYTES + 1];

	sodium_bin2hex(hex, sizeof hex, digest, crypto_hash_sha256_BYTES);
	mail_send(db, me->email, "About an opportunity that you follow",
	          arena_fmt(a, "%s\n\nYour response was received: %s\nDigest (SHA-256): %s\n\n"
	                    "It is sealed until the deadline, %s. Until then you may replace it "
	                    "or take it back.\n",
	                    o->title, moment_iso(a, now), hex, moment_text(a, o->close_ms)), now);
}

static void sent_write(struct db *db, struct arena *a, const struct opportunity *o,
                       const struct response *r, const struct me *me, Moment now)
{
	static const unsigned char blank[crypto_hash_sha256_BYTES];
	unsigned char digest[crypto_hash_sha256_BYTES];
	const ResponseSentId id = NEW_ID(db, ResponseSentId);
	struct response_sent *all;

	DO(db, response_sent_end, .response = V(r->id), .now = V(now));
	DO(db, response_sent_insert, .id = V(id), .response = V(r->id), .sheet = V(r->sheet),
	   .sent_by = V(me->id), .sent_ms = V(now),
	   .digest = V(((struct bytes){ blank, sizeof blank })));
	DO(db, response_sent_price_copy, .response_sent = V(id), .response = V(r->id));
	SURE(ALL(db, a, response_sent_list, &all, .response = V(r->id)) > 0);
	response_digest(db, a, o->id, id, r->sheet, all[0].number, now, digest);
	DO(db, response_sent_digest, .id = V(id),
	   .digest = V(((struct bytes){ digest, sizeof digest })));
	DO(db, response_sheet_set, .id = V(r->id), .sheet = V((AnswerSheetId){ 0 }));
	acknowledge(db, a, o, me, digest, now);
}

enum responded response_send(struct db *db, struct arena *a, OpportunityId id, int64_t revision,
                             int64_t changes, const struct me *me, Moment now)
{
	struct response_price_list_row *prices;
	struct answer_sheet s;
	struct opportunity o;
	struct response r;
	enum answered got;
	enum responded is = respondable(db, a, id, me, now, &o);

	if (is != RESPONDED)
		return is;
	if (!response_find(db, a, id, me, &r) || !r.sheet.v ||
	    !ONE(db, a, sheet_load, &s, .id = V(r.sheet)))
		return RESPONDED_GONE;
	if (r.revision != revision)
		return RESPONDED_STALE;
	if (o.changes != changes)
		return RESPONDED_CHANGED;
	if (ALL(db, a, response_price_list, &prices, .response = V(r.id)) == 0)
		return RESPONDED_PRICES;
	got = sheet_send(db, a, r.sheet, s.revision, SEEN_ALL, me->id, now);
	if (got != ANSWERED)
		return got == ANSWERED_LACKING ? RESPONDED_LACKING : RESPONDED_STALE;
	sent_write(db, a, &o, &r, me, now);
	audit(db, &r, "response.send", NULL, me->id);
	return RESPONDED;
}

enum responded response_withdraw(struct db *db, struct arena *a, OpportunityId id,
                                 const struct me *me, Moment now)
{
	struct opportunity o;
	struct response r;
	const enum responded is = respondable(db, a, id, me, now, &o);

	if (is != RESPONDED && is != RESPONDED_BARRED)
		return is;
	if (!response_find(db, a, id, me, &r) ||
	    DO(db, response_sent_end, .response = V(r.id), .now = V(now)) != 1)
		return RESPONDED_NOTHING;
	audit(db, &r, "response.withdraw", NULL, me->id);
	return RESPONDED;
}

size_t responses_broken(struct db *db, struct arena *a, int64_t *ids, size_t most)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	struct response_digest_list_row *rows;
	size_t n = ALL(db, a, response_digest_list, &rows), broken = 0;

	for (size_t i = 0; i < n; i++) {
		response_digest(db, a, rows[i].opportunity, rows[i].id, rows[i].sheet,
		                rows[i].number, rows[i].sent_ms, digest);
		if (rows[i].digest.n == sizeof digest &&
		    memcmp(rows[i].digest.p, digest, sizeof digest) == 0)
			continue;
		if (broken < most)
			ids[broken] = rows[i].id.v;
		broken++;
	}
	return broken;
}

/* ---- opened ----------------------------------------------------------------------- */

static enum opened openable(const struct opportunity *o, UserAccountId by, Moment now)
{
	if (moment_known(o->cancelled_ms))
		return OPENED_CANCELLED;
	if (moment_known(o->opened_ms))
		return OPENED_ALREADY;
	if (opportunity_state_at(o, now) != TENDER_CLOSED)
		return OPENED_EARLY;
	if (!moment_known(o->unseal_ms))
		return OPENED_HALF;
	return o->unseal_by.v == by.v ? OPENED_SAME : OPENED;
}

enum opened responses_open(struct db *db, struct arena *a, OpportunityId id, UserAccountId by,
                           Moment now)
{
	struct opportunity o;
	enum opened is;

	db_need_write(db);
	if (DO(db, opportunity_hold, .id = V(id)) != 1 ||
	    !ONE(db, a, opportunity_load, &o, .id = V(id)))
		return OPENED_GONE;
	is = openable(&o, by, now);
	if (is == OPENED_HALF &&
	    DO(db, opportunity_unseal_row, .id = V(id), .revision = V(o.revision), .by = V(by),
	       .now = V(now)) != 1)
		return OPENED_STALE;
	if (is == OPENED &&
	    DO(db, opportunity_opened_row, .id = V(id), .revision = V(o.revision), .by = V(by),
	       .now = V(now)) != 1)
		return OPENED_STALE;
	if (is == OPENED || is == OPENED_HALF)
		opportunity_audit(db, id, is == OPENED ? "responses.open" : "responses.unseal",
		                  NULL, NULL, by);
	return is;
}
