/* SPDX-License-Identifier: MIT */
/*
 * test_calendar.c -- bank holidays as they were published, and working days
 * counted by the table as a clerk would count them on his fingers (law 9).
 */
#include "t/t.h"

#include "db/db.h"
#include "jobs/calendar.h"

#include <stdio.h>

static bool fill_some(void *db)
{
	calendar_fill_years(db, 2019, 2021);
	return true;
}

static bool fill_all(void *db)
{
	calendar_fill(db);
	return true;
}

static Date day(const char *s)
{
	Date d = DATE_NONE;

	OK(date_parse(s, &d));
	return d;
}

/* Weekdays of a year that are not worked: how many, and the days themselves. */
static void holidays_are(enum nation nation, int year, const char *const *days, int n)
{
	int found = 0;

	for (Date d = date_make(year, 1, 1); date_civil(d).year == year; d = date_plus(d, 1))
		found += date_weekday(d) < 6 && !day_worked(nation, d);
	IS(found, n);
	for (int i = 0; i < n; i++)
		OK(!day_worked(nation, day(days[i])));
}
#define HOLIDAYS_ARE(nation, year, ...)                                             \
	holidays_are((nation), (year), (const char *const []){ __VA_ARGS__ },       \
	             (int)COUNT(((const char *const []){ __VA_ARGS__ })))

TEST(published_days)
{
	HOLIDAYS_ARE(NATION_EW, 2020, "2020-01-01", "2020-04-10", "2020-04-13", "2020-05-08",
	             "2020-05-25", "2020-08-31", "2020-12-25", "2020-12-28");
	HOLIDAYS_ARE(NATION_EW, 2022, "2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02",
	             "2022-06-02", "2022-06-03", "2022-08-29", "2022-09-19", "2022-12-26",
	                     "2022-12-27");
	HOLIDAYS_ARE(NATION_EW, 2026, "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04",
	             "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28");
	HOLIDAYS_ARE(NATION_SC, 2022, "2022-01-03", "2022-01-04", "2022-04-15", "2022-05-02",
	             "2022-06-02", "2022-06-03", "2022-08-01", "2022-09-19", "2022-11-30",
	             "2022-12-26", "2022-12-27");
	HOLIDAYS_ARE(NATION_SC, 2026, "2026-01-01", "2026-01-02", "2026-04-03", "2026-05-04",
	             "2026-05-25", "2026-06-15", "2026-08-03", "2026-11-30", "2026-12-25",
	                     "2026-12-28");
	HOLIDAYS_ARE(NATION_NI, 2026, "2026-01-01", "2026-03-17", "2026-04-03", "2026-04-06",
	             "2026-05-04", "2026-05-25", "2026-07-13", "2026-08-31", "2026-12-25",
	                     "2026-12-28");
	OK(day_worked(NATION_EW, day("2020-05-04")));
	OK(day_worked(NATION_SC, day("2026-04-06")));
}

/* A calendar of three years, and every nation: each day counted one by one. */
TEST_PLAIN(table_counts_like_fingers)
{
	OK(db_write(t->db, fill_some, t->db));
	for (int n = NATION_EW; n <= NATION_NI; n++) {
		struct workdays w = workdays_load(t->db, t->arena, (enum nation)n,
		                                  day("2019-01-01"),
		                                  day("2021-12-31"));
		Date from = day("2019-12-20"), to = from;
		int64_t steps = 0;

		IS(w.n, 365 + 366 + 365);
		for (int i = 0; i < 500; i++) {
			IS(workdays_between(&w, from, to), steps);
			to = date_plus(to, 1);
			steps += day_worked((enum nation)n, to);
		}
	}
}

/* Filling again is no change; torture finds the fill that broke in the middle undone. */
TEST_PLAIN(filled_twice)
{
	struct workdays one, two;

	OK(db_write(t->db, fill_all, t->db));
	one = workdays_load(t->db, t->arena, NATION_EW, day("2010-01-01"), day("2035-12-31"));
	OK(db_write(t->db, fill_all, t->db));
	two = workdays_load(t->db, t->arena, NATION_EW, day("2010-01-01"), day("2035-12-31"));
	IS(one.n, 9496);
	IS(two.n, 9496);
	IS(one.seq[9495], two.seq[9495]);
}
