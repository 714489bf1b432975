/* SPDX-License-Identifier: MIT */
/*
 * lot.c -- the lots of frameworks: made, changed, priced from day to day.
 *
 * A lot's row is the lock of its rates and, with the provider's, of who stands
 * on it: of two at once the second sees what the first has done.
 */
#include "market/inside.h"
#include "market/keep.sql.h"
#include "market/lot.sql.h"
#include "market/term.sql.h"

#include "audit/audit.h"
#include "exchange/json.h"

VOCAB_WORDS(framework_kind, TERMS, FRAMEWORK_KINDS)
VOCAB_WORDS(rate_kind, RATED, RATE_KINDS)
VOCAB_WORDS(rate_unit, UNIT, RATE_UNITS)

/* ---- lots ------------------------------------------------------------------------ */

static const char *places_of(const struct lot_answers *in)
{
	return BLANK(in->localities) ? "[]" : in->localities;
}

/* The days that hold: its own where they are said, else the framework's. */
static bool days_within(const struct lot_answers *in, const struct framework *f, Date *starts,
                        Date *ends)
{
	*starts = date_known(in->from) ? in->from : f->from_day;
	*ends = date_known(in->until) ? in->until : f->until_day;
	return date_cmp(*starts, *ends) < 0 && date_cmp(*starts, f->from_day) >= 0 &&
	       date_cmp(*ends, f->until_day) <= 0;
}

static void lot_audit(struct db *db, struct arena *a, const char *verb, LotId id, FrameworkId of,
                      const struct lot_answers *in, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_int(&j, "framework", of.v);
	json_put_int(&j, "number", in->number);
	json_put_text(&j, "name", in->name);
	json_put_text(&j, "service", vocab_find(&service_vocab, in->service)->key);
	json_put_text(&j, "part", vocab_find(&part_vocab, in->part)->key);
	json_put_date(&j, "from", in->from);
	json_put_date(&j, "until", in->until);
	json_put_text(&j, "localities", places_of(in));
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "lot",
		.thing_id = id.v, .detail = buf_text(&b) });
}

enum lotted lot_add(struct db *db, struct arena *a, FrameworkId framework,
                    const struct lot_answers *in, UserAccountId by, Moment now, LotId *out)
{
	struct lot_numbered_row other;
	Date starts, ends;
	struct framework f;

	db_need_write(db);
	SURE(!BLANK(in->name) && in->number > 0);
	if (DO(db, framework_touch, .id = V(framework)) != 1 ||
	    !ONE(db, a, framework_load, &f, .id = V(framework)))
		return LOT_GONE;
	if (!days_within(in, &f, &starts, &ends))
		return LOT_DATES;
	if (ONE(db, a, lot_numbered, &other, .framework = V(framework), .number = V(in->number)))
		return LOT_TAKEN;
	*out = NEW_ID(db, LotId);
	DO(db, lot_insert, .id = V(*out), .framework = V(framework), .number = V(in->number),
	   .name = V(in->name), .service = V((int64_t)in->service), .part = V((int64_t)in->part),
	   .from_day = V(in->from), .until_day = V(in->until), .made_by = V(by), .made_ms = V(now));
	DO(db, lot_locality_insert, .lot = V(*out), .localities = V(places_of(in)));
	lot_audit(db, a, "lot.add", *out, framework, in, by);
	return LOTTED;
}

/* Does a standing on it need what the change would take away? */
static bool held_otherwise(struct db *db, struct arena *a, const struct lot *old,
                           const struct lot_answers *in, Date starts, Date ends)
{
	struct lot_first_held_row first;
	struct lot_held_outside_row one;

	if (((int64_t)in->service != old->service || (int64_t)in->part != old->part) &&
	    ONE(db, a, lot_first_held, &first, .lot = V(old->id)))
		return true;
	return ONE(db, a, lot_held_outside, &one, .lot = V(old->id), .starts_day = V(starts),
	           .ends_day = V(ends), .localities = V(places_of(in)));
}

enum lotted lot_change(struct db *db, struct arena *a, LotId id, int64_t revision,
                       const struct lot_answers *in, UserAccountId by)
{
	struct lot_numbered_row other;
	Date starts, ends;
	struct framework f;
	struct lot old;

	db_need_write(db);
	SURE(!BLANK(in->name) && in->number > 0);
	if (!ONE(db, a, lot_load, &old, .id = V(id)))
		return LOT_GONE;
	DO(db, framework_touch, .id = V(old.framework));
	DO(db, lot_hold, .id = V(id));
	if (!ONE(db, a, lot_load, &old, .id = V(id)) ||
	    !ONE(db, a, framework_load, &f, .id = V(old.framework)))
		return LOT_GONE;
	if (old.revision != revision)
		return LOT_STALE;
	if (!days_within(in, &f, &starts, &ends))
		return LOT_DATES;
	if (ONE(db, a, lot_numbered, &other, .framework = V(f.id), .number = V(in->number)) &&
	    other.id.v != id.v)
		return LOT_TAKEN;
	if (held_otherwise(db, a, &old, in, starts, ends))
		return LOT_HELD;
	SURE(DO(db, lot_update, .id = V(id), .revision = V(revision), .number = V(in->number),
	        .name = V(in->name), .service = V((int64_t)in->service),
	        .part = V((int64_t)in->part), .from_day = V(in->from),
	        .until_day = V(in->until)) == 1);
	DO(db, lot_locality_clear, .lot = V(id));
	DO(db, lot_locality_insert, .lot = V(id), .localities = V(places_of(in)));
	lot_audit(db, a, "lot.change", id, f.id, in, by);
	return LOTTED;
}

/* ---- rates ----------------------------------------------------------------------- */

static struct chain_plan rate_plan(struct db *db, struct arena *a, LotId lot,
                                   const struct rate_answers *in)
{
	struct lot_rate_chain_row *rows;
	size_t n = ALL(db, a, lot_rate_chain, &rows, .lot = V(lot), .place = V(in->locality.v),
	               .unit = V((int64_t)in->unit));
	struct chained *c = NEWN(a, struct chained, n + 1);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct chained){ rows[i].id.v, rows[i].from_day, rows[i].until_day,
			rows[i].prev_until };
	return chain_insert(c, n, in->from);
}

/* The chain lets no two rows end alike for a moment: shorten, relink, then insert. */
static LotRateId rate_insert(struct db *db, const struct chain_plan *p, LotId lot,
                             const struct rate_answers *in, UserAccountId by, Moment now)
{
	LotRateId id = NEW_ID(db, LotRateId);

	if (p->shorten)
		DO(db, lot_rate_shorten, .id = V(((LotRateId){ p->shorten })),
		   .until_day = V(in->from));
	if (p->relink)
		DO(db, lot_rate_relink, .id = V(((LotRateId){ p->relink })),
		   .prev_until = V(p->until));
	DO(db, lot_rate_insert, .id = V(id), .lot = V(lot), .locality = V(in->locality),
	   .place = V(in->locality.v), .unit = V((int64_t)in->unit), .kind = V((int64_t)in->kind),
	   .rate_pence = V(in->rate), .from_day = V(in->from), .until_day = V(p->until),
	   .prev_until = V(p->prev), .made_by = V(by), .made_ms = V(now));
	return id;
}

static void rate_audit(struct db *db, struct arena *a, bool corrected, LotRateId id, LotId lot,
                       const struct rate_answers *in, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_int(&j, "lot", lot.v);
	json_put_int(&j, "locality", in->locality.v);
	json_put_text(&j, "unit", vocab_find(&rate_unit_vocab, in->unit)->key);
	json_put_text(&j, "kind", vocab_find(&rate_kind_vocab, in->kind)->key);
	if (money_known(in->rate))
		json_put_money(&j, "rate", in->rate);
	json_put_date(&j, "from", in->from);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .thing = "lot_rate", .thing_id = id.v,
		.verb = corrected ? "lot_rate.correct" : "lot_rate.set",
		.detail = buf_text(&b) });
}

enum lotted lot_rate_set(struct db *db, struct arena *a, LotId lot, const struct rate_answers *in,
                         UserAccountId by, Moment now, LotRateId *out)
{
	struct db_list place = db_list_new(a);
	struct locality_load_row l;
	struct lot_beyond_row beyond;
	struct chain_plan p;

	db_need_write(db);
	SURE((in->kind == RATED_OFFERED) == !money_known(in->rate));
	if (DO(db, lot_hold, .id = V(lot)) != 1 ||
	    (in->locality.v && !ONE(db, a, locality_load, &l, .id = V(in->locality))))
		return LOT_GONE;
	db_list_add(&place, in->locality.v);
	if (in->locality.v && ONE(db, a, lot_beyond, &beyond, .lot = V(lot),
	                          .localities = V(db_list_text(&place))))
		return LOT_PLACE;
	p = rate_plan(db, a, lot, in);
	if (p.taken && date_cmp(in->from, moment_date(now)) <= 0)
		return LOT_RATED;
	if (p.taken) {
		*out = (LotRateId){ p.shorten };
		DO(db, lot_rate_correct, .id = V(*out), .kind = V((int64_t)in->kind),
		   .rate_pence = V(in->rate));
	} else {
		*out = rate_insert(db, &p, lot, in, by, now);
	}
	rate_audit(db, a, p.taken, *out, lot, in, by);
	return LOTTED;
}

struct lot_terms lot_terms_on(struct db *db, struct arena *a, LotId lot, LocalityId locality,
                              enum rate_unit unit, Date on)
{
	struct lot_rate_at_row r;

	if (!ONE(db, a, lot_rate_at, &r, .lot = V(lot), .unit = V((int64_t)unit),
	         .place = V(locality.v), .on_day = V(on)))
		return (struct lot_terms){ 0, MONEY_NONE };
	return (struct lot_terms){ r.kind, r.rate_pence };
}

const char *lot_terms_text(struct arena *a, int64_t kind, Money rate)
{
	switch (kind) {
	case RATED_FIXED:   return arena_fmt(a, "Fixed at %s", money_text(a, rate));
	case RATED_MOST:    return arena_fmt(a, "At most %s", money_text(a, rate));
	case RATED_OFFERED: return "As offered";
	default:            return "";
	}
}

/* ---- joining ----------------------------------------------------------------------- */

bool framework_takes_applications(struct db *db, struct arena *a, FrameworkId id, Date on)
{
	struct framework_open_days_row w;
	struct framework f;

	if (!ONE(db, a, framework_load, &f, .id = V(id)) || f.kind == TERMS_HOSTED ||
	    date_cmp(on, f.until_day) >= 0)
		return false;
	if (f.kind == TERMS_DYNAMIC)
		return date_cmp(on, date_known(f.apply_from_day) ? f.apply_from_day
		                                                 : f.from_day) >= 0;
	if (date_known(f.apply_from_day) && date_cmp(on, f.apply_from_day) >= 0 &&
	    date_cmp(on, date_known(f.apply_until_day) ? f.apply_until_day : f.from_day) < 0)
		return true;
	return ONE(db, a, framework_open_days, &w, .framework = V(id), .on_day = V(on));
}
