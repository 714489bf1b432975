/* SPDX-License-Identifier: MIT */
/*
 * test_date.c -- the calendar against a calendar kept by stepping from day
 * to day, and dates as people write them.
 */
#include "base/date.h"
#include "t/t.h"

#include <string.h>

/* The other calendar: knows only how long months are, and goes one day on. */
static void step(struct civil *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = c->year % 400 == 0 || (c->year % 100 != 0 && c->year % 4 == 0);

	if (++c->day <= days[c->month - 1] + (c->month == 2 && leap))
		return;
	c->day = 1;
	if (++c->month <= 12)
		return;
	c->month = 1;
	c->year++;
}

/* Pure sums: no call can fail in most of this file. */
TEST_PLAIN(every_day_there_is)
{
	struct civil c = { 1, 1, 1 };
	int weekday = 1;
	long wrong = 0;

	for (int32_t n = 1; n <= DATE_OPEN.n; n++, step(&c), weekday = weekday % 7 + 1) {
		struct civil got = date_civil((Date){ n });

		wrong += got.year != c.year || got.month != c.month || got.day != c.day
		         || date_make(c.year, c.month, c.day).n != n
		         || date_weekday((Date){ n }) != weekday
		         || date_of_day(date_day((Date){ n })).n != n;
	}
	IS(wrong, 0);
	IS(c.year, 10000);
	IS(c.day, 1);
}

/* Known from elsewhere, so that both calendars cannot be wrong together. */
TEST_PLAIN(days_known_from_elsewhere)
{
	IS(date_day(date_make(1970, 1, 1)), 0);
	IS(date_day(date_make(2000, 2, 29)), 11016);
	IS(date_day(date_make(2026, 3, 31)), 20543);
	IS(date_day(date_make(1900, 1, 1)), -25567);
	IS(date_make(1, 1, 1).n, 1);
	IS(date_weekday(date_make(2026, 3, 31)), 2);
	IS(date_weekday(date_make(1966, 7, 30)), 6);
}

TEST_PLAIN(there_is_no_such_day)
{
	static const struct civil none[] = {
		{ 2026, 2, 29 }, { 1900, 2, 29 }, { 2026, 2, 31 }, { 2026, 4, 31 }, { 2026, 13, 1 },
		{ 2026, 0, 1 }, { 2026, 1, 0 }, { 0, 1, 1 }, { 10000, 1, 1 }, { 2026, -1, 5 },
	};

	for (size_t i = 0; i < COUNT(none); i++)
		OK(!date_known(date_make(none[i].year, none[i].month, none[i].day)));
	OK(date_known(date_make(2000, 2, 29)));
	OK(!date_known(date_of_day(INT64_MAX)));
	OK(!date_known(date_of_day(INT64_MIN)));
	OK(!date_known(date_of_day(date_day(DATE_OPEN) + 1)));
	OK(!date_known(date_of_day(date_day(DATE_NONE))));
	IS(date_civil(DATE_NONE).year, 0);
}

TEST_PLAIN(going_on_and_back)
{
	Date d = date_make(2026, 1, 31);

	IS(date_minus(date_plus(d, 29), d), 29);
	IS(date_cmp(date_plus(d, 29), date_make(2026, 3, 1)), 0);
	IS(date_cmp(date_plus(d, -31), date_make(2025, 12, 31)), 0);
	IS(date_cmp(d, date_plus(d, 1)), -1);
	IS(date_cmp(date_plus(DATE_OPEN, 1), DATE_OPEN), 0);
	IS(date_plus(d, INT32_MIN).n, 1);
	OK(!date_known(date_plus(DATE_NONE, 5)));
	IS(date_cmp(date_month_start(d), date_make(2026, 1, 1)), 0);
	OK(!date_known(date_month_start(DATE_NONE)));
}

TEST_PLAIN(months_keep_the_day_or_the_last)
{
	static const struct { struct civil from; int months; struct civil to; } cases[] = {
		{ { 2026, 1, 31 }, 1, { 2026, 2, 28 } },    { { 2024, 1, 31 }, 1, { 2024, 2, 29 } },
		{ { 2026, 3, 31 }, -1, { 2026, 2, 28 } },
		{ { 2026, 12, 15 }, 1, { 2027, 1, 15 } },
		{ { 2026, 1, 15 }, -1, { 2025, 12, 15 } },
		{ { 2024, 2, 29 }, 12, { 2025, 2, 28 } },
		{ { 2026, 5, 31 }, 0, { 2026, 5, 31 } },
		{ { 2026, 5, 31 }, 25, { 2028, 6, 30 } },
		{ { 9999, 12, 1 }, 1, { 9999, 12, 31 } },   { { 1, 1, 9 }, -1, { 1, 1, 1 } },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct civil *f = &cases[i].from, *to = &cases[i].to;

		IS(date_plus_months(date_make(f->year, f->month, f->day), cases[i].months).n,
		   date_make(to->year, to->month, to->day).n);
	}
	OK(!date_known(date_plus_months(DATE_NONE, 1)));
}

TEST_PLAIN(ages)
{
	Date born = date_make(1940, 6, 15), leap = date_make(1940, 2, 29);

	IS(date_age(born, date_make(2026, 6, 14)), 85);
	IS(date_age(born, date_make(2026, 6, 15)), 86);
	IS(date_age(born, born), 0);
	IS(date_age(leap, date_make(2026, 2, 28)), 85);
	IS(date_age(leap, date_make(2026, 3, 1)), 86);
	IS(date_age(leap, date_make(2024, 2, 29)), 84);
	IS(date_age(born, date_plus(born, -1)), -1);
	IS(date_age(DATE_NONE, born), -1);
	IS(date_age(born, DATE_NONE), -1);
}

TEST_PLAIN(dates_from_people)
{
	static const struct { const char *s; struct civil is; } good[] = {
		{ "31/3/2026", { 2026, 3, 31 } },       { "31/03/2026", { 2026, 3, 31 } },
		{ "31 March 2026", { 2026, 3, 31 } },   { "  31  march\t2026 ", { 2026, 3, 31 } },
		{ "2026-03-31", { 2026, 3, 31 } },      { "2026/3/31", { 2026, 3, 31 } },
		{ "31-Mar-26", { 2026, 3, 31 } },       { "31.3.26", { 2026, 3, 31 } },
		{ "31st March, 2026", { 2026, 3, 31 } }, { "2nd SEPT 26", { 2026, 9, 2 } },
		{ "1 / 2 / 1940", { 1940, 2, 1 } },     { "1 2 40", { 1940, 2, 1 } },
		{ "1/1/30", { 1930, 1, 1 } },           { "1/1/29", { 2029, 1, 1 } },
		{ "1/1/00", { 2000, 1, 1 } },           { "29/2/2024", { 2024, 2, 29 } },
		{ "1 may 2026", { 2026, 5, 1 } },       { "31/12/9999", { 9999, 12, 31 } },
	};
	static const char *const bad[] = {
		"31/02/2026", "29/2/2026", "32/1/2026", "0/1/2026", "1/0/2026", "3/31/2026",
		"1/13/2026",
		"", " ", "31", "31/3", "March 2026", "March 31 2026", "31/3/202", "31/3/20266",
		"1/1/0000",
		"31/3-2026", "31 Mar/2026", "31/3/2026x", "31/3/2026 4pm",
		"2026-03-31T00:00:00", "20260331",
		"31 Ma 2026", "31 Marche 2026", "31 Martch 2026", "31xx March 2026", "31//3/2026",
		"-31/3/2026", "31/3/-2026", "2026-Mar-31", "31/300/2026", "2026-3-2026",
		"31/\303\251/2026",
		"26-03-31x", "1.5", "99999999999/1/2026", NULL,
	};
	Date d;

	for (size_t i = 0; i < COUNT(good); i++) {
		d = DATE_NONE;
		if (!date_parse(good[i].s, &d))
			SAME(good[i].s, "a good date");
		IS(d.n, date_make(good[i].is.year, good[i].is.month, good[i].is.day).n);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		d = DATE_NONE;
		if (date_parse(bad[i], &d))
			SAME(bad[i], "refused");
		OK(!date_known(d));
	}
}

TEST(dates_to_people)
{
	Date d = date_make(2026, 9, 5);

	SAME(date_text(t->arena, d), "5 September 2026");
	SAME(date_short(t->arena, d), "5 Sep 2026");
	SAME(date_iso(t->arena, d), "2026-09-05");
	SAME(date_iso(t->arena, date_make(7, 1, 2)), "0007-01-02");
	SAME(date_text(t->arena, DATE_NONE), "");
	SAME(date_short(t->arena, DATE_NONE), "");
	SAME(date_iso(t->arena, DATE_NONE), "");
	SAME(weekday_name(1), "Monday");
	SAME(weekday_name(7), "Sunday");
	SAME(month_name(12), "December");
}

TEST_PLAIN(what_is_written_as_a_date_is_read_again)
{
	for (Date d = date_make(1900, 1, 1); date_civil(d).year < 2101; d = date_plus(d, 13)) {
		Date text = DATE_NONE, iso = DATE_NONE, brief = DATE_NONE;

		OK(date_parse(date_text(t->arena, d), &text));
		OK(date_parse(date_iso(t->arena, d), &iso));
		OK(date_parse(date_short(t->arena, d), &brief));
		OK(text.n == d.n && iso.n == d.n && brief.n == d.n);
	}
}
