/* SPDX-License-Identifier: MIT */
/*
 * keep.h -- what the commissioner keeps: standings, prices, bands, localities,
 * hours, skills.  Part of market/market.h.
 *
 * All are dated.  A row that has decided something is never edited: a new one
 * begins and the former ends the day before.  Every verb is called in a write
 * transaction, which its caller holds, and leaves one row in the audit trail.
 */
#ifndef ALM_MARKET_KEEP_H
#define ALM_MARKET_KEEP_H

#include "base/vocab.h"
#include "db/db.h"

/* Why a standing ends before its time (B&NES 3g.8, 3g.9). */
#define STANDING_ENDS(X, P)                                                         \
	X(P, 1, SUPERSEDED, "superseded", "grey",   "Changed")                       \
	X(P, 2, REMOVED,    "removed",    "red",    "Removed from the framework")    \
	X(P, 3, LAPSED,     "lapsed",     "grey",   "Lapsed")                        \
	X(P, 4, WITHDRAWN,  "withdrawn",  "orange", "Withdrawn by the provider")
VOCAB(standing_end, ENDED, STANDING_ENDS)
extern const struct vocab standing_end_choices;      /* those that a person may choose */

enum kept {
	KEPT,
	KEPT_GONE,           /* no such provider, framework, row...                   */
	KEPT_STALE,          /* somebody changed it since it was shown                */
	KEPT_ALREADY,        /* such a row is there: for that day, of that name       */
	KEPT_DATES,          /* it would end before it begins, or outside its frame   */
	KEPT_PLACES,         /* a locality that the lot does not cover                */
};

/* ---- standings ---------------------------------------------------------------- */
struct accreditation_answers {
	LotId       lot;
	Date        from, until;     /* the day after its last; none: the lot's       */
	const char *localities;      /* ids as JSON text: "[1,4]" */
	const char *reason;
};
/* KEPT_ALREADY: the provider stands on that lot on some of those days.  KEPT_PLACES: only the
 * localities of the lot may be chosen, all where it names none. */
enum kept accreditation_add(struct db *, struct arena *, ProviderId,
                            const struct accreditation_answers *, UserAccountId by, Moment now,
                            AccreditationId *out) MUST_USE;
/* From `from` on the provider holds what the answers say, instead. */
enum kept accreditation_change(struct db *, struct arena *, AccreditationId, int64_t revision,
                               const struct accreditation_answers *, UserAccountId by, Moment now,
                               AccreditationId *out) MUST_USE;
/* `until` is the first day on which it does not hold any more. */
enum kept accreditation_end(struct db *, struct arena *, AccreditationId, int64_t revision,
                            enum standing_end, Date until, const char *reason,
                            UserAccountId by) MUST_USE;

/* ---- prices, bands, places ------------------------------------------------------ */
/* An hour costs `rate` from that day on.  KEPT_ALREADY: a price begins on that
 * day and has begun; one that has not begun yet is corrected. */
enum kept fair_price_set(struct db *, struct arena *, int64_t service, LocalityId, Date from,
                         Money rate,
                         UserAccountId by, Moment now, FairPriceId *out) MUST_USE;

struct band_answers { const char *name; int64_t days; Minutes start, until; int64_t position; };
enum kept time_band_add(struct db *, struct arena *, const struct band_answers *, Date from,
                        UserAccountId by, TimeBandId *out) MUST_USE;
/* From that day on it is so; what providers stated for it is carried over. */
enum kept time_band_change(struct db *, struct arena *, TimeBandId, const struct band_answers *,
                           Date from, UserAccountId by, TimeBandId *out) MUST_USE;
enum kept time_band_end(struct db *, struct arena *, TimeBandId, Date until,
                        UserAccountId by) MUST_USE;

/* KEPT_ALREADY: one of that name is there. */
enum kept locality_add(struct db *, struct arena *, const char *name, UserAccountId by,
                       LocalityId *out) MUST_USE;
/* A postcode district lies in a locality from that day on.  KEPT_DATES: no district. */
enum kept district_set(struct db *, struct arena *, const char *district, LocalityId, Date from,
                       UserAccountId by, Moment now, LocalityDistrictId *out) MUST_USE;

/* ---- hours bought ahead ------------------------------------------------------------ */
struct block_answers {
	LocalityId  locality;
	unsigned    service;
	const char *name;
	Date        from, until;
	Minutes     week;
	Money       rate;
};
enum kept block_add(struct db *, struct arena *, ProviderId, const struct block_answers *,
                    UserAccountId by, BlockId *out) MUST_USE;
enum kept block_end(struct db *, struct arena *, BlockId, Date until, const char *reason,
                    UserAccountId by) MUST_USE;

/* ---- what providers say of themselves ------------------------------------------------ */
struct capacity_stated { LocalityId locality; TimeBandId band; Minutes free; };
/* The newest statement counts: what is not among these stays as it was. */
void capacity_state(struct db *, struct arena *, ProviderId, const struct capacity_stated *,
                    size_t n, UserAccountId by, Moment now);
enum kept skill_add(struct db *, struct arena *, const char *name, UserAccountId by,
                    SkillId *out) MUST_USE;
/* All the skills that a provider has: ids as JSON text. */
enum kept provider_skills_set(struct db *, struct arena *, ProviderId, const char *skills,
                              UserAccountId by) MUST_USE;
/* Where requests are announced; NULL: nowhere. */
enum kept provider_email_set(struct db *, struct arena *, ProviderId, int64_t revision,
                             const char *email, UserAccountId by) MUST_USE;

#endif
