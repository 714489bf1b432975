/* SPDX-License-Identifier: MIT */
/*
 * retain.c -- which old copies stay: the newest of each day, week and month.
 *
 * A period counts when it has a copy: a machine that stood still for a month
 * does not lose the copies of before.
 */
#include "backup/inside.h"

/* The first day of the period in which a day lies. */
static Date day_of(Date d)
{
	return d;
}

static Date week_of(Date d)
{
	return date_plus(d, 1 - date_weekday(d));
}

/* Keep the newest of each of the last `most` periods. */
static void keep_each(const Date *days, size_t n, int most, Date (*period)(Date), bool *keep)
{
	Date last = DATE_NONE;

	for (size_t i = 0; i < n && most > 0; i++) {
		Date p = period(days[i]);

		if (date_known(last) && date_cmp(p, last) == 0)
			continue;
		keep[i] = true;
		last = p;
		most--;
	}
}

void backup_keep(const Date *days, size_t n, int daily, int weekly, int monthly, bool *keep)
{
	for (size_t i = 0; i < n; i++)
		keep[i] = i == 0;
	keep_each(days, n, daily, day_of, keep);
	keep_each(days, n, weekly, week_of, keep);
	keep_each(days, n, monthly, date_month_start, keep);
}
