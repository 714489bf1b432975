/* SPDX-License-Identifier: MIT */
/*
 * framework.c -- a provider's standing on the framework, and hours bought ahead.
 *
 *	accredited --change(from a day)--> superseded, and a new row from that day
 *	           --end--> removed | lapsed | withdrawn
 *
 * A suspension is no end: see suspend.c.  Standings pass through the
 * provider's row, so that of two at once the second sees the first.
 */
#include "market/inside.h"
#include "market/keep.sql.h"
#include "market/lot.sql.h"
#include "market/suspend.sql.h"

#include "audit/audit.h"
#include "exchange/json.h"

VOCAB_WORDS(standing_end, ENDED, STANDING_ENDS)
/* That it was superseded is no answer of a person's. */
const struct vocab standing_end_choices = { "standing_end", standing_end_words + 1,
	COUNT(standing_end_words) - 1 };

/* The end that is meant: the lot's own where none is said. */
static enum kept within_lot(struct db *db, struct arena *a, const struct accreditation_answers *in,
                            struct lot *lot, Date *until)
{
	struct lot_beyond_row beyond;

	if (!ONE(db, a, lot_load, lot, .id = V(in->lot)))
		return KEPT_GONE;
	*until = date_known(in->until) ? in->until : lot->ends_day;
	if (date_cmp(in->from, *until) >= 0 || date_cmp(in->from, lot->starts_day) < 0 ||
	    date_cmp(*until, lot->ends_day) > 0)
		return KEPT_DATES;
	if (!BLANK(in->localities) && ONE(db, a, lot_beyond, &beyond, .lot = V(in->lot),
	                                  .localities = V(in->localities)))
		return KEPT_PLACES;
	return KEPT;
}

static void standing_audit(struct db *db, struct arena *a, AccreditationId id, ProviderId provider,
                           const struct accreditation_answers *in, const struct lot *lot,
                           Date until, const char *verb, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_int(&j, "provider", provider.v);
	json_put_int(&j, "lot", lot->id.v);
	json_put_text(&j, "service", vocab_find(&service_vocab, lot->service)->key);
	json_put_text(&j, "part", vocab_find(&part_vocab, lot->part)->key);
	json_put_date(&j, "from", in->from);
	json_put_date(&j, "until", until);
	json_put_text(&j, "localities", in->localities);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "accreditation",
		.thing_id = id.v, .reason = in->reason, .detail = buf_text(&b) });
}

static AccreditationId standing_insert(struct db *db, struct arena *a, ProviderId provider,
                                       const struct accreditation_answers *in,
                                       const struct lot *lot, Date until,
                                       const char *verb, UserAccountId by, Moment now)
{
	AccreditationId id = NEW_ID(db, AccreditationId);

	DO(db, accreditation_insert, .id = V(id), .lot = V(lot->id), .provider = V(provider),
	   .from_day = V(in->from), .until_day = V(until), .decided_by = V(by),
	   .decided_ms = V(now), .reason = V(in->reason));
	DO(db, accreditation_locality_insert, .accreditation = V(id),
	   .localities = V(BLANK(in->localities) ? "[]" : in->localities));
	standing_audit(db, a, id, provider, in, lot, until, verb, by);
	return id;
}

enum kept accreditation_add(struct db *db, struct arena *a, ProviderId provider,
                            const struct accreditation_answers *in, UserAccountId by, Moment now,
                            AccreditationId *out)
{
	struct accreditation_clash_row clash;
	struct lot lot;
	enum kept got;
	Date until;

	db_need_write(db);
	if (DO(db, lot_hold, .id = V(in->lot)) != 1 ||
	    DO(db, provider_touch, .id = V(provider)) != 1)
		return KEPT_GONE;
	if ((got = within_lot(db, a, in, &lot, &until)) != KEPT)
		return got;
	if (ONE(db, a, accreditation_clash, &clash, .provider = V(provider), .lot = V(in->lot),
	        .from_day = V(in->from), .until_day = V(until)))
		return KEPT_ALREADY;
	*out = standing_insert(db, a, provider, in, &lot, until, "accreditation.add", by, now);
	return KEPT;
}

enum kept accreditation_change(struct db *db, struct arena *a, AccreditationId id, int64_t revision,
                               const struct accreditation_answers *in, UserAccountId by, Moment now,
                               AccreditationId *out)
{
	struct accreditation_clash_row clash;
	struct accreditation old;
	struct lot lot;
	enum kept got;
	Date until;

	db_need_write(db);
	if (DO(db, lot_hold, .id = V(in->lot)) != 1 ||
	    !ONE(db, a, accreditation_load, &old, .id = V(id)))
		return KEPT_GONE;
	DO(db, provider_touch, .id = V(old.provider));
	if (old.revision != revision)
		return KEPT_STALE;
	if ((got = within_lot(db, a, in, &lot, &until)) != KEPT)
		return got;
	if (date_cmp(in->from, old.from_day) <= 0 || date_cmp(in->from, old.until_day) >= 0)
		return KEPT_DATES;
	DO(db, accreditation_shorten, .id = V(id), .revision = V(revision),
	   .until_day = V(in->from), .ended_how = V((int64_t)ENDED_SUPERSEDED), .ended_by = V(by),
	   .end_reason = V(in->reason));
	if (ONE(db, a, accreditation_clash, &clash, .provider = V(old.provider),
	        .lot = V(in->lot), .from_day = V(in->from), .until_day = V(until)))
		return KEPT_ALREADY;
	*out = standing_insert(db, a, old.provider, in, &lot, until, "accreditation.change", by,
	                       now);
	return KEPT;
}

enum kept accreditation_end(struct db *db, struct arena *a, AccreditationId id, int64_t revision,
                            enum standing_end how, Date until, const char *reason, UserAccountId by)
{
	struct accreditation old;

	db_need_write(db);
	if (!ONE(db, a, accreditation_load, &old, .id = V(id)))
		return KEPT_GONE;
	if (old.revision != revision)
		return KEPT_STALE;
	if (date_cmp(until, old.from_day) <= 0 || date_cmp(until, old.until_day) > 0)
		return KEPT_DATES;
	DO(db, provider_touch, .id = V(old.provider));
	DO(db, accreditation_shorten, .id = V(id), .revision = V(revision), .until_day = V(until),
	   .ended_how = V((int64_t)how), .ended_by = V(by), .end_reason = V(reason));
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "accreditation.end",
		.thing = "accreditation", .thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"how\":\"%s\",\"until\":\"%s\"}",
			vocab_find(&standing_end_vocab, how)->key, date_iso(a, until)) });
	return KEPT;
}

/* ---- hours bought ahead ---------------------------------------------------------- */

static void block_audit(struct db *db, struct arena *a, BlockId id, ProviderId provider,
                        const struct block_answers *in, Date until, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_int(&j, "provider", provider.v);
	json_put_int(&j, "week_minutes", in->week.n);
	json_put_money(&j, "rate", in->rate);
	json_put_date(&j, "from", in->from);
	json_put_date(&j, "until", until);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "block.add", .thing = "block",
		.thing_id = id.v, .detail = buf_text(&b) });
}

enum kept block_add(struct db *db, struct arena *a, ProviderId provider,
                    const struct block_answers *in,
                    UserAccountId by, BlockId *out)
{
	Date until = date_known(in->until) ? in->until : DATE_OPEN;
	struct locality_load_row l;

	db_need_write(db);
	if (date_cmp(in->from, until) >= 0)
		return KEPT_DATES;
	if (!ONE(db, a, locality_load, &l, .id = V(in->locality)) ||
	    DO(db, provider_touch, .id = V(provider)) != 1)
		return KEPT_GONE;
	*out = NEW_ID(db, BlockId);
	DO(db, block_insert, .id = V(*out), .provider = V(provider), .locality = V(in->locality),
	   .service = V((int64_t)in->service), .name = V(in->name), .from_day = V(in->from),
	   .until_day = V(until), .week_mins = V(in->week), .rate_pence = V(in->rate));
	block_audit(db, a, *out, provider, in, until, by);
	return KEPT;
}

enum kept block_end(struct db *db, struct arena *a, BlockId id, Date until, const char *reason,
                    UserAccountId by)
{
	struct block_days_row b;

	db_need_write(db);
	if (!ONE(db, a, block_days, &b, .id = V(id)))
		return KEPT_GONE;
	if (DO(db, block_shorten, .id = V(id), .until_day = V(until)) != 1)
		return KEPT_DATES;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "block.end", .thing = "block",
		.thing_id = id.v, .reason = reason,
		.detail = arena_fmt(a, "{\"until\":\"%s\"}", date_iso(a, until)) });
	return KEPT;
}
