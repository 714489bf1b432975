/* SPDX-License-Identifier: MIT */
/*
 * shares.c -- does the lead share fairly?  Packages, hours and rates of each, by month.
 */
#include "collaboration/collaboration.h"
#include "collaboration/subcontract.sql.h"

/* More subcontractors than any lead has. */
enum { SHARES_OF_MONTH = 100 };

/* The last day of a month, or today when that is sooner. */
static Date month_day(Date month, Date today)
{
	const Date last = date_plus(date_plus_months(month, 1), -1);

	return date_cmp(last, today) < 0 ? last : today;
}

static Money an_hour(int64_t cost, int64_t mins)
{
	return mins > 0 ? money_share(money(cost), 1, mins) : MONEY_NONE;
}

static size_t month_put(struct db *db, struct arena *a, ProviderId lead, const char *name,
                        Date month, Date today, struct share *out)
{
	struct share_rows_row *r;
	size_t n = ALL(db, a, share_rows, &r, .lead = V(lead),
	               .on_day = V(month_day(month, today)));
	int64_t packages = 0, week = 0;

	n = n < SHARES_OF_MONTH ? n : SHARES_OF_MONTH;
	for (size_t i = 0; i < n; i++) {
		packages += r[i].packages;
		week += r[i].week;
	}
	for (size_t i = 0; i < n; i++)
		out[i] = (struct share){ month, r[i].provider.v ? r[i].provider : lead,
			r[i].provider.v ? r[i].name : name, r[i].packages, packages,
			minutes(r[i].week), minutes(week), an_hour(r[i].cost, r[i].week),
			an_hour(r[i].paid_cost, r[i].paid_mins) };
	return n;
}

size_t shares_load(struct db *db, struct arena *a, ProviderId lead, Date today, int months,
                   struct share **out)
{
	const Date now = date_month_start(today);
	struct subcontract_provider_row p;
	size_t n = 0;

	*out = NEWN(a, struct share, (size_t)months * SHARES_OF_MONTH + 1);
	if (!ONE(db, a, subcontract_provider, &p, .id = V(lead)))
		return 0;
	for (int back = 0; back < months; back++)
		n += month_put(db, a, lead, p.name, date_plus_months(now, -back), today, *out + n);
	return n;
}
