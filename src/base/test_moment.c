/* SPDX-License-Identifier: MIT */
/*
 * test_moment.c -- London's clock, at the hours that are skipped and those
 * that come twice; times and lengths of time as people write them.
 */
#include "base/date.h"
#include "t/t.h"

#define HOUR INT64_C(3600000)

/* The day of the change, found by looking at every Sunday of the month. */
static Date last_sunday(int year, int month)
{
	Date found = DATE_NONE;

	for (int day = 1; day <= 31; day++)
		if (date_weekday(date_make(year, month, day)) == 7)
			found = date_make(year, month, day);
	return found;
}

static int64_t utc(Date d, int64_t ms)
{
	return date_day(d) * 24 * HOUR + ms;
}

static int64_t day_length(Date d)
{
	return moment_minus_ms(moment_at(date_plus(d, 1), minutes(0)), moment_at(d, minutes(0)));
}

/* The hour in UTC at which London's clock shows that hour, on that day of 2026. */
static int64_t utc_hour(int month, int day, int hour)
{
	Date d = date_make(2026, month, day);

	return (moment_at(d, minutes(hour * 60)).ms - utc(d, 0)) / HOUR;
}

/* Pure sums: no call can fail in most of this file. */
TEST_PLAIN(the_clock_goes_forward_every_march)
{
	for (int year = 1996; year <= 2040; year++) {
		Date d = last_sunday(year, 3);
		Moment change = { utc(d, HOUR) }, before = { change.ms - 1 };

		IS(moment_time(before).n, 59);
		IS(moment_time(change).n, 120);
		IS(moment_date(change).n, d.n);
		IS(moment_at(d, minutes(59)).ms, change.ms - 60000);
		IS(moment_at(d, minutes(60)).ms, change.ms);         /* skipped: shown as 2:00 */
		IS(moment_at(d, minutes(90)).ms, change.ms + HOUR / 2);
		IS(moment_time(moment_at(d, minutes(90))).n, 150);
		IS(moment_at(d, minutes(120)).ms, change.ms);
		IS(day_length(d), 23 * HOUR);
	}
}

TEST_PLAIN(the_clock_goes_back_every_october)
{
	for (int year = 1996; year <= 2040; year++) {
		Date d = last_sunday(year, 10);
		Moment change = { utc(d, HOUR) }, before = { change.ms - 1 };

		IS(moment_time(before).n, 119);
		IS(moment_time(change).n, 60);
		IS(moment_at(d, minutes(59)).ms, change.ms - HOUR - 60000);
		IS(moment_at(d, minutes(90)).ms, change.ms - HOUR / 2); /* the first of the two */
		IS(moment_at(d, minutes(120)).ms, change.ms + HOUR);
		IS(day_length(d), 25 * HOUR);
	}
}

/* Published dates of the changes, so that the rule itself is not taken on trust. */
TEST_PLAIN(changes_known_from_elsewhere)
{
	IS(last_sunday(2024, 3).n, date_make(2024, 3, 31).n);
	IS(last_sunday(2026, 3).n, date_make(2026, 3, 29).n);
	IS(last_sunday(2026, 10).n, date_make(2026, 10, 25).n);
	IS(utc_hour(3, 28, 12), 12);
	IS(utc_hour(3, 29, 12), 11);
	IS(utc_hour(10, 24, 17), 16);
	IS(utc_hour(10, 25, 17), 17);
}

/* Every half hour of twenty years: what the clock shows leads back to the moment or its twin. */
TEST_PLAIN(the_clock_leads_back_to_the_moment)
{
	int64_t end = utc(date_make(2040, 1, 1), 0);
	long wrong = 0;

	for (Moment m = { utc(date_make(2020, 1, 1), 0) }; m.ms < end; m.ms += HOUR / 2) {
		Moment back = moment_at(moment_date(m), moment_time(m));

		wrong += back.ms != m.ms && (back.ms != m.ms - HOUR
		         || moment_time(back).n != moment_time(m).n);
	}
	IS(wrong, 0);
}

TEST_PLAIN(midnights_and_the_years_before_1970)
{
	Moment summer = { utc(date_make(2026, 6, 14), 23 * HOUR) };
	Moment old = { utc(date_make(1940, 12, 31), 24 * HOUR - 1) };

	IS(moment_date(summer).n, date_make(2026, 6, 15).n);
	IS(moment_time(summer).n, 0);
	IS(moment_date(old).n, date_make(1940, 12, 31).n);
	IS(moment_time(old).n, 1439);
	OK(!date_known(moment_date(MOMENT_NONE)));
	OK(!moment_known(moment_at(DATE_NONE, minutes(5))));
	OK(!moment_known(moment_plus(MOMENT_NONE, minutes(5))));
	IS(moment_plus(summer, minutes(-1)).ms, summer.ms - 60000);
	IS(moment_cmp(old, summer), -1);
	IS(moment_cmp(summer, summer), 0);
}

TEST(moments_to_people)
{
	Date d = date_make(2026, 3, 31);
	Moment m = moment_at(d, minutes(16 * 60 + 5));

	SAME(moment_text(t->arena, m), "31 March 2026 at 4:05pm");
	SAME(moment_short(t->arena, m), "31 Mar 4:05pm");
	SAME(moment_iso(t->arena, m), "2026-03-31T15:05:00.000Z");
	SAME(moment_iso(t->arena, (Moment){ -1 }), "1969-12-31T23:59:59.999Z");
	SAME(moment_text(t->arena, moment_at(d, minutes(0))), "31 March 2026 at midnight");
	SAME(moment_text(t->arena, moment_at(d, minutes(1))), "31 March 2026 at 12:01am");
	SAME(moment_text(t->arena, moment_at(d, minutes(720))), "31 March 2026 at midday");
	SAME(moment_text(t->arena, moment_at(d, minutes(750))), "31 March 2026 at 12:30pm");
	SAME(moment_short(t->arena, moment_at(d, minutes(1020))), "31 Mar 5pm");
	SAME(moment_text(t->arena, MOMENT_NONE), "");
	SAME(moment_short(t->arena, moment_at(date_make(2025, 12, 31), minutes(1020))),
	     "31 Dec 2025 5pm");
	SAME(moment_short(t->arena, MOMENT_NONE), "");
	SAME(moment_iso(t->arena, MOMENT_NONE), "");
}

TEST_PLAIN(times_from_people)
{
	static const struct { const char *s; int n; } good[] = {
		{ "8:30", 510 }, { "08.30", 510 }, { "8am", 480 }, { "1pm", 780 }, { "13:05", 785 },
		{ "0:00", 0 }, { "23:59", 1439 }, { "12am", 0 }, { "12pm", 720 },
		{ "12:30 AM", 30 },
		{ " 8:30 pm ", 1230 }, { "0830", 510 }, { "1:00Pm", 780 },
	};
	static const char *const bad[] = {
		"", "8", "24:00", "8:60", "8:3", "8:300", "13pm", "0am", "am", ":30", "8:",
		"8:30x", "830",
		"8 30", "-8:30", "8:-3", "2400", "8ampm", "123:00", "8:30:00", "99999",
		"1300pm", NULL,
	};
	Minutes m;

	for (size_t i = 0; i < COUNT(good); i++) {
		m = minutes(-1);
		if (!time_parse(good[i].s, &m))
			SAME(good[i].s, "a good time");
		IS(m.n, good[i].n);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		m = minutes(-1);
		if (time_parse(bad[i], &m))
			SAME(bad[i], "refused");
		IS(m.n, -1);
	}
}

TEST_PLAIN(every_minute_is_read_again)
{
	for (int n = 0; n < 1440; n++) {
		Minutes m = minutes(-1);

		OK(time_parse(time_text(t->arena, minutes(n)), &m));
		IS(m.n, n);
	}
}

TEST(lengths_of_time)
{
	static const struct { int64_t n; const char *span, *hours; } cases[] = {
		{ 0, "0 min", "0 h" },                 { 45, "45 min", "0.75 h" },
		{ 60, "1 h", "1 h" },                  { 450, "7 h 30 min", "7.5 h" },
		{ 810, "13 h 30 min", "13.5 h" },      { 1440, "1 day", "24 h" },
		{ 3060, "2 days 3 h", "51 h" },        { 3071, "2 days 3 h", "51.18 h" },
		{ 2885, "2 days", "48.08 h" },         { 50, "50 min", "0.83 h" },
		{ -90, "-1 h 30 min", "-1.5 h" },      { 1, "1 min", "0.02 h" },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		SAME(span_text(t->arena, minutes(cases[i].n)), cases[i].span);
		SAME(hours_text(t->arena, minutes(cases[i].n)), cases[i].hours);
	}
}

TEST_PLAIN(the_clock_stands_where_it_is_set)
{
	Moment held = { 12345 };

	clock_set(held);
	IS(clock_now().ms, 12345);
	clock_set(MOMENT_NONE);
	OK(clock_now().ms > utc(date_make(2025, 1, 1), 0));
	SAME(moment_text(t->arena, T_NOW), "15 June 2026 at 9:30am");
}
