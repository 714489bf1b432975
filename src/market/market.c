/* SPDX-License-Identifier: MIT */
/*
 * market.c -- the market's words, and the small questions that other rooms ask.
 *
 *	left of a block = bought a week - the most that its elements draw in any
 *	                  week from that day on
 *
 * The most in any week, not the sum: an element that ends the day on which
 * the next begins draws the same hours once.
 */
#include "market/inside.h"

VOCAB_WORDS(sector, SECTOR, SECTORS)
VOCAB_WORDS(service, SERVICE, SERVICES)
VOCAB_WORDS(part, PART, PARTS)
VOCAB_WORDS(registration_event, EVENT, REGISTRATION_EVENTS)
VOCAB_WORDS(obstacle, OBSTACLE, OBSTACLES)
VOCAB_WORDS(weekday, DAY, WEEKDAYS)

int64_t rank_on_common_scale(int64_t regulator, int64_t rank)
{
	static const int64_t of_ci[] = { 1, 1, 2, 3, 4, 4 };

	if (rank == INT_NONE || rank < 1)
		return INT_NONE;
	if (regulator != REGULATOR_CARE_INSPECTORATE)
		return rank <= 4 ? rank : INT_NONE;
	return rank <= 6 ? of_ci[rank - 1] : INT_NONE;
}

const char *days_text(struct arena *a, int64_t bits)
{
	struct buf b = buf_new(a);

	if ((bits & 127) == 127)
		return "Every day";
	if ((bits & 127) == 31)
		return "Monday to Friday";
	if ((bits & 127) == 96)
		return "Weekends";
	for (int d = 0; d < 7; d++)
		if (bits >> d & 1)
			buf_fmt(&b, "%s%s", b.n ? ", " : "", vocab_label(&weekday_vocab, d + 1));
	return buf_text(&b);
}

Money fair_price_on(struct db *db, struct arena *a, int64_t service, LocalityId locality, Date on)
{
	struct fair_price_at_row r;

	if (!ONE(db, a, fair_price_at, &r, .service = V(service), .locality = V(locality),
	         .on_day = V(on)))
		return MONEY_NONE;
	return r.rate_pence;
}

bool provider_embargoed(struct db *db, struct arena *a, ProviderId id, Moment now)
{
	struct standing_embargoed_row r;

	return (ONE(db, a, standing_embargoed, &r, .provider = V(id), .now = V(now)) &&
	        (r.whole > 0 || (r.locations > 0 && r.closed == r.locations))) ||
	       evidence_suspends(db, a, id, now);
}

Minutes draws_peak(const struct draw *d, size_t n, Date from)
{
	int64_t most = 0;

	/* The load rises only on the first day of an element, or on `from`. */
	for (size_t i = 0; i < n; i++) {
		Date at = date_cmp(d[i].from, from) > 0 ? d[i].from : from;
		int64_t sum = 0;

		for (size_t j = 0; j < n; j++)
			if (date_cmp(d[j].from, at) <= 0 && date_cmp(d[j].until, at) > 0)
				sum += d[j].week.n;
		if (sum > most)
			most = sum;
	}
	return minutes(most);
}

Minutes block_left(struct db *db, struct arena *a, BlockId id, Date from)
{
	struct standing_draws_row *rows;
	struct block_bought_row b;
	struct db_list ids = db_list_new(a);
	struct draw *d;
	size_t n;

	if (!ONE(db, a, block_bought, &b, .id = V(id)) || date_cmp(b.until_day, from) <= 0)
		return minutes(0);
	db_list_add(&ids, id.v);
	n = ALL(db, a, standing_draws, &rows, .blocks = V(db_list_text(&ids)), .on_day = V(from));
	d = NEWN(a, struct draw, n + 1);
	for (size_t i = 0; i < n; i++)
		d[i] = (struct draw){ rows[i].from_day, rows[i].until_day, rows[i].week_mins };
	n = (size_t)draws_peak(d, n, from).n;
	return minutes(b.week_mins.n > (int64_t)n ? b.week_mins.n - (int64_t)n : 0);
}
