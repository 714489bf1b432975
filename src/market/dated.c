/* SPDX-License-Identifier: MIT */
/*
 * dated.c -- the fair price, the time bands, the localities and their districts.
 *
 * A row that has not begun yet has decided nothing and may be corrected; one
 * that has begun is superseded from a later day on.
 */
#include "market/inside.h"
#include "market/keep.sql.h"

#include "audit/audit.h"
#include "base/utf8.h"
#include "exchange/json.h"

#include <ctype.h>
#include <string.h>

/* ---- the fair price ------------------------------------------------------------ */

static struct chain_plan price_plan(struct db *db, struct arena *a, int64_t service,
                                    LocalityId locality, Date from)
{
	struct fair_price_chain_row *rows;
	size_t n = ALL(db, a, fair_price_chain, &rows, .service = V(service),
	               .locality = V(locality));
	struct chained *c = NEWN(a, struct chained, n + 1);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct chained){ rows[i].id.v, rows[i].from_day, rows[i].until_day,
			rows[i].prev_until };
	return chain_insert(c, n, from);
}

/* The chain lets no two rows end alike for a moment: shorten, relink, then insert. */
static FairPriceId price_insert(struct db *db, const struct chain_plan *p, int64_t service,
                                LocalityId locality, Date from, Money rate)
{
	FairPriceId id = NEW_ID(db, FairPriceId);

	if (p->shorten)
		DO(db, fair_price_shorten, .id = V(((FairPriceId){ p->shorten })),
		   .until_day = V(from));
	if (p->relink)
		DO(db, fair_price_relink, .id = V(((FairPriceId){ p->relink })),
		   .prev_until = V(p->until));
	DO(db, fair_price_insert, .id = V(id), .service = V(service), .locality = V(locality),
	   .from_day = V(from), .until_day = V(p->until), .prev_until = V(p->prev),
	   .rate_pence = V(rate));
	return id;
}

struct priced { int64_t service; LocalityId locality; Date from; Money rate; };

static void price_audit(struct db *db, struct arena *a, bool corrected, FairPriceId id,
                        const struct priced *p, UserAccountId by)
{
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	json_open_object(&j, NULL);
	json_put_text(&j, "service", vocab_find(&service_vocab, p->service)->key);
	json_put_int(&j, "locality", p->locality.v);
	json_put_date(&j, "from", p->from);
	json_put_money(&j, "rate", p->rate);
	json_close_object(&j);
	audit_write(db, &(struct audit_entry){ .who = by, .thing = "fair_price", .thing_id = id.v,
		.verb = corrected ? "fair_price.correct" : "fair_price.set",
		.detail = buf_text(&b) });
}

enum kept fair_price_set(struct db *db, struct arena *a, int64_t service, LocalityId locality,
                         Date from,
                         Money rate, UserAccountId by, Moment now, FairPriceId *out)
{
	struct locality_load_row l;
	struct chain_plan p;

	db_need_write(db);
	if (!ONE(db, a, locality_load, &l, .id = V(locality)))
		return KEPT_GONE;
	p = price_plan(db, a, service, locality, from);
	if (p.taken && date_cmp(from, moment_date(now)) <= 0)
		return KEPT_ALREADY;
	if (p.taken) {
		*out = (FairPriceId){ p.shorten };
		DO(db, fair_price_correct, .id = V(*out), .rate_pence = V(rate));
	} else {
		*out = price_insert(db, &p, service, locality, from, rate);
	}
	price_audit(db, a, p.taken, *out, &(struct priced){ service, locality, from, rate }, by);
	return KEPT;
}

/* ---- time bands -------------------------------------------------------------------- */

static void band_audit(struct db *db, struct arena *a, const char *verb, TimeBandId id,
                       const struct band_answers *b, Date day, UserAccountId by)
{
	audit_write(db, &(struct audit_entry){ .who = by, .verb = verb, .thing = "time_band",
		.thing_id = id.v,
		.detail = arena_fmt(a, "{\"days\":%lld,\"start\":%lld,\"end\":%lld,\"day\":\"%s\"}",
			(long long)b->days, (long long)b->start.n, (long long)b->until.n,
				date_iso(a, day)) });
}

static TimeBandId band_insert(struct db *db, const struct band_answers *b, Date from, Date until)
{
	TimeBandId id = NEW_ID(db, TimeBandId);

	DO(db, time_band_insert, .id = V(id), .name = V(b->name), .days = V(b->days),
	   .start_mins = V(b->start), .end_mins = V(b->until), .from_day = V(from),
	   .until_day = V(until), .position = V(b->position));
	return id;
}

enum kept time_band_add(struct db *db, struct arena *a, const struct band_answers *b, Date from,
                        UserAccountId by, TimeBandId *out)
{
	db_need_write(db);
	if (b->start.n >= b->until.n)
		return KEPT_DATES;
	*out = band_insert(db, b, from, DATE_OPEN);
	band_audit(db, a, "time_band.add", *out, b, from, by);
	return KEPT;
}

enum kept time_band_change(struct db *db, struct arena *a, TimeBandId id,
                           const struct band_answers *b,
                           Date from, UserAccountId by, TimeBandId *out)
{
	struct capacity_of_band_row *c;
	struct time_band old;
	size_t n;

	db_need_write(db);
	if (!ONE(db, a, time_band_load, &old, .id = V(id)))
		return KEPT_GONE;
	if (b->start.n >= b->until.n || DO(db, time_band_shorten, .id = V(id),
	                                   .until_day = V(from)) != 1)
		return KEPT_DATES;
	*out = band_insert(db, b, from, old.until_day);
	n = ALL(db, a, capacity_of_band, &c, .time_band = V(id));
	for (size_t i = 0; i < n; i++)
		DO(db, capacity_put, .id = V(NEW_ID(db, CapacityId)), .provider = V(c[i].provider),
		   .locality = V(c[i].locality), .time_band = V(*out),
		   .free_mins = V(c[i].free_mins),
		   .stated_ms = V(c[i].stated_ms), .stated_by = V(c[i].stated_by));
	band_audit(db, a, "time_band.change", *out, b, from, by);
	return KEPT;
}

enum kept time_band_end(struct db *db, struct arena *a, TimeBandId id, Date until, UserAccountId by)
{
	struct time_band old;

	db_need_write(db);
	if (!ONE(db, a, time_band_load, &old, .id = V(id)))
		return KEPT_GONE;
	if (DO(db, time_band_shorten, .id = V(id), .until_day = V(until)) != 1)
		return KEPT_DATES;
	band_audit(db, a, "time_band.end", id,
	           &(struct band_answers){ old.name, old.days, old.start_mins,
		old.end_mins, old.position }, until, by);
	return KEPT;
}

/* ---- localities ------------------------------------------------------------------------ */

enum kept locality_add(struct db *db, struct arena *a, const char *name, UserAccountId by,
                       LocalityId *out)
{
	db_need_write(db);
	*out = NEW_ID(db, LocalityId);
	if (TRY(db, locality_insert, .id = V(*out), .name = V(name),
	        .name_key = V(utf8_key(a, name))) !=
	    TRY_DONE)
		return KEPT_ALREADY;
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "locality.add",
		.thing = "locality", .thing_id = out->v });
	return KEPT;
}

/* "ba1 " -> "BA1": letters, digits, and a letter at most; else "". */
static const char *district_of(struct arena *a, const char *typed)
{
	char *s = text_trim(a, typed);
	size_t n = strlen(s), letters = 0, digits = 0, i = 0;

	for (size_t k = 0; k < n; k++)
		s[k] = (char)toupper((unsigned char)s[k]);
	while (i < n && isupper((unsigned char)s[i]))
		i++, letters++;
	while (i < n && isdigit((unsigned char)s[i]))
		i++, digits++;
	if (i < n && isupper((unsigned char)s[i]))
		i++;
	return i == n && letters >= 1 && letters <= 2 && digits >= 1 && digits <= 2 &&
		n <= 4 ? s : "";
}

static struct chain_plan district_plan(struct db *db, struct arena *a, const char *district,
                                       Date from)
{
	struct district_chain_row *rows;
	size_t n = ALL(db, a, district_chain, &rows, .district = V(district));
	struct chained *c = NEWN(a, struct chained, n + 1);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct chained){ rows[i].id.v, rows[i].from_day, rows[i].until_day,
			rows[i].prev_until };
	return chain_insert(c, n, from);
}

static LocalityDistrictId district_put(struct db *db, const struct chain_plan *p,
                                       const char *district, LocalityId locality, Date from)
{
	LocalityDistrictId id = NEW_ID(db, LocalityDistrictId);

	if (p->shorten)
		DO(db, district_shorten, .id = V(((LocalityDistrictId){ p->shorten })),
		   .until_day = V(from));
	if (p->relink)
		DO(db, district_relink, .id = V(((LocalityDistrictId){ p->relink })),
		   .prev_until = V(p->until));
	DO(db, district_insert, .id = V(id), .district = V(district), .locality = V(locality),
	   .from_day = V(from), .until_day = V(p->until), .prev_until = V(p->prev));
	return id;
}

enum kept district_set(struct db *db, struct arena *a, const char *typed, LocalityId locality,
                       Date from,
                       UserAccountId by, Moment now, LocalityDistrictId *out)
{
	const char *district = district_of(a, typed);
	struct locality_load_row l;
	struct chain_plan p;

	db_need_write(db);
	if (!*district)
		return KEPT_DATES;
	if (!ONE(db, a, locality_load, &l, .id = V(locality)))
		return KEPT_GONE;
	p = district_plan(db, a, district, from);
	if (p.taken && date_cmp(from, moment_date(now)) <= 0)
		return KEPT_ALREADY;
	if (p.taken) {
		*out = (LocalityDistrictId){ p.shorten };
		DO(db, district_correct, .id = V(*out), .locality = V(locality));
	} else {
		*out = district_put(db, &p, district, locality, from);
	}
	audit_write(db, &(struct audit_entry){ .who = by, .verb = "district.set",
		.thing = "locality_district", .thing_id = out->v,
		.detail = arena_fmt(a, "{\"district\":\"%s\",\"locality\":%lld,\"from\":\"%s\"}",
		                    district,
			(long long)locality.v, date_iso(a, from)) });
	return KEPT;
}
