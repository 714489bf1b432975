/* SPDX-License-Identifier: MIT */
/*
 * test_calendar.c -- bank holidays as they were published, and working days
 * counted by the table as a clerk would count them on his fingers (law 9).
 */
#include "t/t.h"

#include "audit/audit.h"
#include "db/db.h"
#include "jobs/calendar.h"
#include "jobs/calendar.sql.h"

#include <stdio.h>
#include <string.h>

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
static void holidays_are(struct t *t, enum nation nation, int year, const char *const *days, int n)
{
	struct proclaimed p = proclaimed_load(t->db, t->arena);
	int found = 0;

	for (Date d = date_make(year, 1, 1); date_civil(d).year == year; d = date_plus(d, 1))
		found += date_weekday(d) < 6 && !day_worked(&p, nation, d);
	IS(found, n);
	for (int i = 0; i < n; i++)
		OK(!day_worked(&p, nation, day(days[i])));
}
#define HOLIDAYS_ARE(nation, year, ...)                                             \
	holidays_are(t, (nation), (year), (const char *const []){ __VA_ARGS__ },       \
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
	struct proclaimed p = proclaimed_load(t->db, t->arena);

	OK(day_worked(&p, NATION_EW, day("2020-05-04")));
	OK(!day_usual(NATION_EW, day("2020-05-04")));
	OK(day_worked(&p, NATION_SC, day("2026-04-06")));
	OK(day_usual(NATION_SC, day("2026-06-15")));
}

/* A calendar of three years, and every nation: each day counted one by one. */
TEST_PLAIN(table_counts_like_fingers)
{
	struct proclaimed p = proclaimed_load(t->db, t->arena);

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
			steps += day_worked(&p, (enum nation)n, to);
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

/* ---- what is proclaimed later ------------------------------------------------------ */

struct keeping {
	struct db *db;
	struct arena *a;
	enum nation nation;
	Date day;
	enum holiday_kind kind;
	BankHolidayId drop;              /* none: keep it */
	enum holiday_kept got;
};

static bool keep_work(void *arg)
{
	struct keeping *k = arg;

	const UserAccountId nobody = { 0 };

	k->got = k->drop.v ? holiday_drop(k->db, k->a, k->drop, "was not to be", nobody)
	       : holiday_put(k->db, k->a, k->nation, k->day, k->kind, "A day", nobody);
	return k->got == HOLIDAY_KEPT;
}

static enum holiday_kept put(struct t *t, enum nation nation, const char *d, enum holiday_kind kind)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	struct keeping k = { t->db, t->arena, nation, day(d), kind, { 0 }, HOLIDAY_KEPT };

	audit_key_set(key);
	db_write(t->db, keep_work, &k);
	return k.got;
}

static enum holiday_kept drop(struct t *t, int64_t id)
{
	struct keeping k = { .db = t->db, .a = t->arena, .drop = { id } };

	db_write(t->db, keep_work, &k);
	return k.got;
}

static int64_t worked(struct t *t, enum nation nation, const char *from, const char *to)
{
	struct workdays w = workdays_load(t->db, t->arena, nation, day("2019-01-01"),
	                                  day("2021-12-31"));

	return workdays_between(&w, day(from), day(to));
}

/* The mended table is the one that is filled anew (law 9). */
static void as_if_filled(struct t *t)
{
	struct calendar_seqs_row *was, *now;
	size_t n = ALL(t->db, t->arena, calendar_seqs, &was, .from_day = V(day("2019-01-01")),
	               .until_day = V(day("2021-12-31")));

	db_write(t->db, fill_some, t->db);
	NEED(ALL(t->db, t->arena, calendar_seqs, &now, .from_day = V(day("2019-01-01")),
	         .until_day = V(day("2021-12-31"))) == n);
	for (size_t i = 0; i < n; i++)
		if (was[i].seq_ew != now[i].seq_ew || was[i].seq_sc != now[i].seq_sc ||
		    was[i].seq_ni != now[i].seq_ni) {
			SAME(date_iso(t->arena, was[i].day), "as filled anew");
			return;
		}
}

TEST_PLAIN(a_proclaimed_day_is_not_worked)
{
	db_write(t->db, fill_some, t->db);
	IS(worked(t, NATION_SC, "2021-06-04", "2021-06-08"), 2);
	IS(put(t, NATION_SC, "2021-06-07", HOLIDAY_ADDED), HOLIDAY_KEPT);
	IS(worked(t, NATION_SC, "2021-06-04", "2021-06-08"), 1);
	IS(worked(t, NATION_EW, "2021-06-04", "2021-06-08"), 2);
	IS(worked(t, NATION_SC, "2021-06-08", "2021-06-11"), 3);
	as_if_filled(t);
	IS(put(t, NATION_EW, "2021-05-31", HOLIDAY_CANCELLED), HOLIDAY_KEPT);
	IS(worked(t, NATION_EW, "2021-05-28", "2021-06-01"), 2);
	as_if_filled(t);
	IS(drop(t, 1000), HOLIDAY_KEPT);
	IS(worked(t, NATION_SC, "2021-06-04", "2021-06-08"), 2);
	as_if_filled(t);
	/* One of those that came with the program: VE day goes back to its Monday. */
	IS(drop(t, 13), HOLIDAY_KEPT);
	as_if_filled(t);
	IS(drop(t, 13), HOLIDAY_NONE);
	OK(!db_integrity(t->db, t->arena));
}

TEST(what_cannot_be_proclaimed)
{
	IS(put(t, NATION_EW, "2021-06-05", HOLIDAY_ADDED), HOLIDAY_WEEKEND);
	IS(put(t, NATION_EW, "2021-05-31", HOLIDAY_ADDED), HOLIDAY_ALREADY);
	IS(put(t, NATION_EW, "2021-06-07", HOLIDAY_CANCELLED), HOLIDAY_NONE);
	IS(put(t, NATION_EW, "2036-06-02", HOLIDAY_ADDED), HOLIDAY_FAR);
	IS(put(t, NATION_EW, "2023-05-08", HOLIDAY_ADDED), HOLIDAY_TWICE);
	IS(put(t, NATION_EW, "2021-06-07", HOLIDAY_ADDED), HOLIDAY_KEPT);
	IS(put(t, NATION_EW, "2021-06-07", HOLIDAY_ADDED), HOLIDAY_TWICE);
	IS(put(t, NATION_NI, "2021-06-07", HOLIDAY_ADDED), HOLIDAY_KEPT);
}

/* ---- as GOV.UK publishes them --------------------------------------------------------- */

struct reading { struct db *db; struct arena *a; const char *text; struct holiday_file got; };

static bool read_work(void *arg)
{
	struct reading *r = arg;

	r->got = holiday_file_take(r->db, r->a, r->text, strlen(r->text), (UserAccountId){ 0 });
	return !r->got.refused;
}

static struct holiday_file read_file(struct t *t, const char *text)
{
	struct reading r = { .db = t->db, .a = t->arena, .text = text };

	db_write(t->db, read_work, &r);
	return r.got;
}

/* The days of 2021 as they are known, one more in Scotland if wanted, one less in England. */
static const char *file_of_2021(struct t *t, const char *more, const char *less)
{
	static const char *const names[] = { "england-and-wales", "scotland", "northern-ireland" };
	struct proclaimed p = proclaimed_load(t->db, t->arena);
	struct buf b = buf_new(t->arena);

	for (int n = NATION_EW; n <= NATION_NI; n++) {
		const char *comma = "";

		buf_fmt(&b, "%s\"%s\":{\"division\":\"x\",\"events\":[", n == NATION_EW ? "{" : ",",
		        names[n - 1]);
		for (Date d = day("2021-01-01"); date_civil(d).year == 2021; d = date_plus(d, 1)) {
			const char *iso = date_iso(t->arena, d);

			if ((date_weekday(d) > 5 || day_worked(&p, (enum nation)n, d) ||
			     (n == NATION_EW && text_same(iso, less))) &&
			    !(n == NATION_SC && text_same(iso, more)))
				continue;
			buf_fmt(&b, "%s{\"title\":\"A day\",\"date\":\"%s\",\"notes\":\"\"}", comma,
			        iso);
			comma = ",";
		}
		buf_str(&b, "]}");
	}
	buf_str(&b, "}");
	return buf_text(&b);
}

TEST_PLAIN(the_file_of_gov_uk_is_taken)
{
	static const unsigned char key[AUDIT_KEY] = "a key for tests";
	const char *usual = file_of_2021(t, NULL, NULL);
	struct holiday_file f;

	audit_key_set(key);
	db_write(t->db, fill_some, t->db);
	f = read_file(t, usual);
	SAME(f.refused, NULL);
	IS(f.added + f.dropped, 0);
	f = read_file(t, file_of_2021(t, "2021-06-07", "2021-05-31"));
	SAME(f.refused, NULL);
	IS(f.added, 2);
	IS(f.cancelled, 1);
	IS(worked(t, NATION_SC, "2021-06-04", "2021-06-08"), 1);
	IS(worked(t, NATION_EW, "2021-05-28", "2021-06-01"), 2);
	as_if_filled(t);
	f = read_file(t, usual);
	IS(f.dropped, 2);
	IS(f.added, 0);
	as_if_filled(t);
}

TEST_PLAIN(another_file_is_refused)
{
	db_write(t->db, fill_some, t->db);
	HAS(read_file(t, "{}").refused, "bank-holidays.json");
	HAS(read_file(t, "<html>").refused, "not JSON");
	HAS(read_file(t, "{\"england-and-wales\":{\"events\":[{\"date\":\"31/31/2021\"}]}}")
	    .refused, "bank-holidays.json");
	HAS(read_file(t, "{\"england-and-wales\":{\"events\":[{\"date\":\"2021-01-01\"}]},"
	    "\"scotland\":{\"events\":[{\"date\":\"2021-01-01\"}]},"
	    "\"northern-ireland\":{\"events\":[{\"date\":\"2021-01-01\"}]}}").refused, "cut short");
	as_if_filled(t);
}
