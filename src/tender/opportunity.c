/* SPDX-License-Identifier: MIT */
/*
 * opportunity.c -- what is tendered: written, published, cancelled; its documents.
 */
#include "tender/inside.h"

#include <sodium.h>

#include "base/utf8.h"
#include "site/setting.h"

enum { NAME_MOST = 200, WHOLE = 100 };

VOCAB_WORDS(opportunity_state, TENDER, OPPORTUNITY_STATES)
VOCAB_WORDS(document_kind, DOCUMENT, DOCUMENT_KINDS)

/* ---- what its days say ------------------------------------------------------------ */

static bool reached(Moment at, Moment now)
{
	return moment_known(at) && moment_cmp(now, at) >= 0;
}

/* Once it was opened. */
static enum opportunity_state decision_state(const struct opportunity *o, Moment now)
{
	if (moment_known(o->settled_ms))
		return TENDER_AWARDED;
	if (moment_known(o->decided_ms))
		return date_cmp(moment_date(now), o->standstill_day) < 0 ? TENDER_STANDSTILL
		                                                         : TENDER_DECIDED;
	if (moment_known(o->proposed_ms))
		return TENDER_PROPOSED;
	return o->panel.v ? TENDER_SCORED : TENDER_OPENED;
}

enum opportunity_state opportunity_state_at(const struct opportunity *o, Moment now)
{
	if (moment_known(o->cancelled_ms))
		return TENDER_CANCELLED;
	if (moment_known(o->opened_ms))
		return decision_state(o, now);
	if (!reached(o->published_ms, now))
		return TENDER_PLANNED;
	if (reached(o->close_ms, now))
		return TENDER_CLOSED;
	return reached(o->ask_until_ms, now) ? TENDER_QUIET : TENDER_PUBLISHED;
}

bool opportunity_open(const struct opportunity *o, Moment now)
{
	const enum opportunity_state is = opportunity_state_at(o, now);

	return is == TENDER_PUBLISHED || is == TENDER_QUIET;
}

void opportunity_audit(struct db *db, OpportunityId id, const char *verb, const char *reason,
                       const char *detail, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "opportunity",
		.thing_id = id.v, .reason = reason, .detail = detail });
}

/* ---- written ---------------------------------------------------------------------- */

static bool before(Date a, Date b)
{
	return !date_known(a) || !date_known(b) || date_cmp(a, b) <= 0;
}

static bool days_sound(const struct opportunity_answers *in)
{
	const Date close = moment_date(in->close);

	return moment_cmp(in->ask_until, in->close) <= 0 && before(in->publish, close) &&
	       before(close, in->award) && before(close, in->from) && before(in->award, in->from) &&
	       before(in->from, in->until) && before(in->until, in->extend);
}

static bool lots_sound(const struct rows *lots)
{
	const struct tender_lot *lot = lots->at;

	if (lots->n == 0 || lots->n > LOTS_MOST)
		return false;
	for (size_t i = 0; i < lots->n; i++)
		if (lot[i].quality + lot[i].price + lot[i].social != WHOLE)
			return false;
	return true;
}

static enum tendered sound(struct db *db, struct arena *a, const struct opportunity_answers *in)
{
	struct opportunity_lot_fits_row fits;

	if (!days_sound(in))
		return TENDERED_ORDER;
	if (in->framework_lot.v &&
	    !ONE(db, a, opportunity_lot_fits, &fits, .lot = V(in->framework_lot),
	         .framework = V(in->framework), .part = V((int64_t)in->part),
	         .service = V((int64_t)in->service)))
		return TENDERED_FOREIGN;
	return lots_sound(&in->lots) ? TENDERED : TENDERED_LOTS;
}

static void lots_write(struct db *db, OpportunityId id, const struct rows *lots)
{
	const struct tender_lot *lot = lots->at;

	for (size_t i = 0; i < lots->n; i++)
		DO(db, opportunity_lot_insert, .id = V(NEW_ID(db, OpportunityLotId)),
		   .opportunity = V(id), .number = V((int64_t)i + 1), .title = V(lot[i].title),
		   .value_pence = V(lot[i].value), .price_of = V(lot[i].price_of),
		   .quality = V(lot[i].quality), .price = V(lot[i].price),
		   .social = V(lot[i].social));
}

static int64_t part_of(const struct opportunity_answers *in)
{
	return in->framework.v ? (int64_t)in->part : INT_NONE;
}

enum tendered opportunity_add(struct db *db, struct arena *a, const struct opportunity_answers *in,
                              UserAccountId by, Moment now, OpportunityId *out)
{
	const enum tendered is = sound(db, a, in);

	db_need_write(db);
	if (is != TENDERED)
		return is;
	*out = NEW_ID(db, OpportunityId);
	DO(db, opportunity_insert, .id = V(*out), .title = V(in->title),
	   .title_key = V(utf8_key(a, in->title)), .about = V(in->about),
	   .service = V((int64_t)in->service), .cpv = V(in->cpv), .framework = V(in->framework),
	   .part = V(part_of(in)), .framework_lot = V(in->framework_lot),
	   .questionnaire = V(in->questionnaire),
	   .publish_day = V(in->publish), .ask_until_ms = V(in->ask_until),
	   .close_ms = V(in->close), .award_day = V(in->award), .from_day = V(in->from),
	   .until_day = V(in->until), .extend_day = V(in->extend), .made_by = V(by),
	   .made_ms = V(now));
	lots_write(db, *out, &in->lots);
	opportunity_audit(db, *out, "opportunity.add", NULL, NULL, by);
	return TENDERED;
}

static enum tendered refusal(struct db *db, struct arena *a, OpportunityId id)
{
	struct opportunity o;

	if (!ONE(db, a, opportunity_load, &o, .id = V(id)))
		return TENDERED_GONE;
	if (moment_known(o.cancelled_ms))
		return TENDERED_OVER;
	return moment_known(o.published_ms) ? TENDERED_PUBLISHED : TENDERED_STALE;
}

enum tendered opportunity_change(struct db *db, struct arena *a, OpportunityId id, int64_t revision,
                                 const struct opportunity_answers *in, UserAccountId by,
                                 Moment now)
{
	const enum tendered is = sound(db, a, in);
	struct opportunity o;

	db_need_write(db);
	if (is != TENDERED)
		return is;
	if (DO(db, opportunity_update, .id = V(id), .revision = V(revision), .title = V(in->title),
	       .title_key = V(utf8_key(a, in->title)), .about = V(in->about),
	       .service = V((int64_t)in->service), .cpv = V(in->cpv),
	       .framework = V(in->framework), .part = V(part_of(in)),
	       .framework_lot = V(in->framework_lot),
	       .questionnaire = V(in->questionnaire), .publish_day = V(in->publish),
	       .ask_until_ms = V(in->ask_until), .close_ms = V(in->close),
	       .award_day = V(in->award), .from_day = V(in->from), .until_day = V(in->until),
	       .extend_day = V(in->extend)) != 1)
		return refusal(db, a, id);
	DO(db, opportunity_lot_clear, .opportunity = V(id));
	lots_write(db, id, &in->lots);
	opportunity_audit(db, id, "opportunity.change", NULL, NULL, by);
	if (ONE(db, a, opportunity_load, &o, .id = V(id)) && moment_known(o.announced_ms))
		release_write(db, a, id, OCDS_REPLANNED, now);
	return TENDERED;
}

/* ---- its documents ---------------------------------------------------------------- */

enum tendered opportunity_document_add(struct db *db, struct arena *a, OpportunityId id,
                                       enum document_kind kind, const char *title,
                                       const struct file *file, UserAccountId by, Moment now,
                                       OpportunityDocumentId *out)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	struct opportunity o;

	db_need_write(db);
	if (DO(db, opportunity_hold, .id = V(id)) != 1 ||
	    !ONE(db, a, opportunity_load, &o, .id = V(id)))
		return TENDERED_GONE;
	if (moment_known(o.cancelled_ms) || moment_cmp(o.close_ms, now) <= 0)
		return TENDERED_OVER;
	if (file->n == 0 || file->n > DOCUMENT_MOST || BLANK(file->name) ||
	    utf8_length(file->name) > NAME_MOST)
		return TENDERED_FILE;
	crypto_hash_sha256(hash, (const unsigned char *)file->bytes, file->n);
	*out = NEW_ID(db, OpportunityDocumentId);
	DO(db, opportunity_document_insert, .id = V(*out), .opportunity = V(id),
	   .kind = V((int64_t)kind), .title = V(title), .name = V(file->name),
	   .bytes = V(((struct bytes){ file->bytes, file->n })), .length = V((int64_t)file->n),
	   .hash = V(((struct bytes){ hash, sizeof hash })), .put_by = V(by), .put_ms = V(now));
	opportunity_audit(db, id, "opportunity.document", NULL,
	                  arena_fmt(a, "{\"document\":%lld}", (long long)out->v), by);
	if (!moment_known(o.published_ms))
		return TENDERED;
	DO(db, opportunity_change_insert, .id = V(NEW_ID(db, OpportunityChangeId)),
	   .opportunity = V(id), .words = V(arena_fmt(a, "New document: %s", title)),
	   .changed = V((const char *)NULL), .made_by = V(by), .made_ms = V(now));
	release_write(db, a, id, OCDS_AMENDMENT, now);
	opportunity_tell(db, a, id, "An opportunity has a new document",
	                 arena_fmt(a, "%s: %s", o.title, title), now);
	return TENDERED;
}

/* ---- announced as planned --------------------------------------------------------- */

enum tendered opportunity_announce(struct db *db, struct arena *a, OpportunityId id,
                                   int64_t revision, const char *why, UserAccountId by,
                                   Moment now)
{
	struct opportunity o;

	db_need_write(db);
	SURE(!BLANK(why));
	if (!ONE(db, a, opportunity_load, &o, .id = V(id)))
		return TENDERED_GONE;
	if (moment_known(o.cancelled_ms))
		return TENDERED_OVER;
	if (moment_known(o.published_ms))
		return TENDERED_PUBLISHED;
	if (moment_known(o.announced_ms))
		return TENDERED_ANNOUNCED;
	if (moment_cmp(o.ask_until_ms, now) <= 0)
		return TENDERED_PAST;
	if (DO(db, opportunity_announce_row, .id = V(id), .revision = V(revision), .by = V(by),
	       .now = V(now), .why = V(why)) != 1)
		return TENDERED_STALE;
	opportunity_audit(db, id, "opportunity.announce", why, NULL, by);
	release_write(db, a, id, OCDS_PLANNING, now);
	return TENDERED;
}

/* ---- published, cancelled --------------------------------------------------------- */

static enum tendered publishable(struct db *db, struct arena *a, const struct opportunity *o,
                                 QuestionnaireVersionId *version, Moment now)
{
	struct version_in_state_row v;
	struct opportunity_document *d;
	struct opportunity_framework_row f;

	if (moment_known(o->cancelled_ms))
		return TENDERED_OVER;
	if (moment_known(o->published_ms))
		return TENDERED_PUBLISHED;
	if (moment_cmp(o->ask_until_ms, now) <= 0)
		return TENDERED_PAST;
	if (ALL(db, a, opportunity_document_list, &d, .opportunity = V(o->id)) == 0)
		return TENDERED_DOCUMENTS;
	if (!ONE(db, a, version_in_state, &v, .questionnaire = V(o->questionnaire),
	         .state = V((int64_t)VERSION_PUBLISHED)))
		return TENDERED_QUESTIONS;
	if (o->framework.v &&
	    (!ONE(db, a, opportunity_framework, &f, .framework = V(o->framework)) ||
	     date_cmp(f.from_day, moment_date(now)) > 0 ||
	     date_cmp(f.until_day, moment_date(now)) <= 0))
		return TENDERED_FRAMEWORK;
	*version = v.id;
	return TENDERED;
}

static int64_t price_rule_now(struct db *db)
{
	return vocab_by_key(&price_rule_vocab, setting(db, "tender.price_rule"))->code;
}

enum tendered opportunity_publish(struct db *db, struct arena *a, OpportunityId id,
                                  int64_t revision, UserAccountId by, Moment now)
{
	QuestionnaireVersionId version = { 0 };
	struct opportunity o;
	enum tendered is;

	db_need_write(db);
	if (!ONE(db, a, opportunity_load, &o, .id = V(id)))
		return TENDERED_GONE;
	if (o.revision != revision)
		return TENDERED_STALE;
	is = publishable(db, a, &o, &version, now);
	if (is != TENDERED)
		return is;
	if (DO(db, opportunity_publish_row, .id = V(id), .revision = V(revision),
	       .version = V(version), .price_rule = V(price_rule_now(db)), .published_by = V(by),
	       .now = V(now)) != 1)
		return TENDERED_STALE;
	opportunity_audit(db, id, "opportunity.publish", NULL,
	                  arena_fmt(a, "{\"closes\":\"%s\"}", moment_iso(a, o.close_ms)), by);
	release_write(db, a, id, OCDS_TENDER, now);
	opportunity_invite(db, a, &o, now);
	return TENDERED;
}

enum tendered opportunity_cancel(struct db *db, struct arena *a, OpportunityId id, int64_t revision,
                                 const char *reason, UserAccountId by, Moment now)
{
	struct opportunity o;

	db_need_write(db);
	SURE(!BLANK(reason));
	if (!ONE(db, a, opportunity_load, &o, .id = V(id)))
		return TENDERED_GONE;
	if (moment_known(o.cancelled_ms) || moment_known(o.settled_ms))
		return TENDERED_OVER;
	if (DO(db, opportunity_cancel_row, .id = V(id), .revision = V(revision),
	       .cancelled_by = V(by), .now = V(now), .cancel_reason = V(reason)) != 1)
		return TENDERED_STALE;
	opportunity_audit(db, id, "opportunity.cancel", reason, NULL, by);
	/* What was never a tender is no tender cancelled: its plan is another. */
	if (moment_known(o.shown_ms))
		release_write(db, a, id, moment_known(o.published_ms) ? OCDS_CANCELLATION
		                                                      : OCDS_REPLANNED, now);
	opportunity_tell(db, a, id, "An opportunity was cancelled",
	                 arena_fmt(a, "%s was cancelled: %s", o.title, reason), now);
	return TENDERED;
}
