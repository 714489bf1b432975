/* SPDX-License-Identifier: MIT */
/*
 * calendar.c -- bank holidays by rule, and the table of days.  What is
 * proclaimed goes before the rule, and moves nothing else.
 *
 * A holiday on a Saturday or Sunday is kept on the next weekday that is none
 * (Banking and Financial Dealings Act 1971 and the yearly proclamations).
 *
 *	        New Year  2 Jan  St Patrick  Good Fri  Easter Mon  May 1st, last
 *	ew         x                            x          x             x
 *	sc         x        x                   x                        x
 *	ni         x               x            x          x             x
 *	        12 July  Aug first  Aug last  St Andrew  Christmas, Boxing
 *	ew                             x                        x
 *	sc                  x                     x             x
 *	ni         x                   x                        x
 */
#include "jobs/calendar.h"

#include "jobs/calendar.sql.h"
#include "site/setting.h"

VOCAB_WORDS(nation, NATION, NATIONS)
VOCAB_WORDS(holiday_kind, HOLIDAY, HOLIDAY_KINDS)

enum { MON = 1, SAT = 6, HOLIDAYS = 24 };
enum { IN_EW = 1 << NATION_EW, IN_SC = 1 << NATION_SC, IN_NI = 1 << NATION_NI,
       IN_ALL = IN_EW | IN_SC | IN_NI };

/* Easter Sunday, by the anonymous Gregorian computus (Nature, 1876). */
static Date easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
	int f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7,
		m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return date_make(year, n / 31, n % 31 + 1);
}

static Date first_monday(int year, int month)
{
	Date d = date_make(year, month, 1);

	return date_plus(d, (8 - date_weekday(d)) % 7);
}

static Date last_monday(int year, int month)
{
	return date_plus(first_monday(month == 12 ? year + 1 : year, month % 12 + 1), -7);
}

struct holidays { Date list[HOLIDAYS]; size_t n; };

static bool has_day(const struct holidays *h, Date d)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->list[i].n == d.n)
			return true;
	return false;
}

static void add_day(struct holidays *h, Date d)
{
	SURE(h->n < HOLIDAYS);
	h->list[h->n++] = d;
}

/* Fixed days: those on weekdays first, so that a substitute goes past them. */
static void add_fixed(struct holidays *h, unsigned in, int year)
{
	static const struct { int month, day; unsigned where; } fixed[] = {
		{ 1, 1, IN_ALL }, { 1, 2, IN_SC }, { 3, 17, IN_NI }, { 7, 12, IN_NI },
		{ 11, 30, IN_SC }, { 12, 25, IN_ALL }, { 12, 26, IN_ALL },
	};

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < COUNT(fixed); i++) {
			Date d = date_make(year, fixed[i].month, fixed[i].day);

			if (!(fixed[i].where & in) || (date_weekday(d) >= SAT) != (pass == 1))
				continue;
			while (date_weekday(d) >= SAT || has_day(h, d))
				d = date_plus(d, 1);
			add_day(h, d);
		}
}

static struct holidays holidays_of(enum nation nation, int year)
{
	struct holidays h = { .n = 0 };
	unsigned in = 1u << nation;
	Date sunday = easter(year);

	add_fixed(&h, in, year);
	add_day(&h, date_plus(sunday, -2));
	if (in & (IN_EW | IN_NI))
		add_day(&h, date_plus(sunday, 1));
	add_day(&h, first_monday(year, 5));
	add_day(&h, last_monday(year, 5));
	add_day(&h, in & IN_SC ? first_monday(year, 8) : last_monday(year, 8));
	return h;
}

static bool worked_in(const struct holidays *h, const struct proclaimed *p, enum nation nation,
                      Date d)
{
	if (date_weekday(d) >= SAT)
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (p->list[i].day.n == d.n && p->list[i].nation == (int64_t)nation)
			return p->list[i].kind == HOLIDAY_CANCELLED;
	return !has_day(h, d);
}

bool day_worked(const struct proclaimed *p, enum nation nation, Date d)
{
	struct holidays h = holidays_of(nation, date_civil(d).year);

	return worked_in(&h, p, nation, d);
}

bool day_usual(enum nation nation, Date d)
{
	return day_worked(&(struct proclaimed){ NULL, 0 }, nation, d);
}

struct proclaimed proclaimed_load(struct db *db, struct arena *a)
{
	struct bank_holidays_row *rows;
	size_t n = ALL(db, a, bank_holidays, &rows);

	return (struct proclaimed){ rows, n };
}

/* ---- the table -------------------------------------------------------------- */

static void put_day(struct db *db, struct arena *a, Date d, const bool worked[4],
                    const int64_t seq[4])
{
	struct civil c = date_civil(d);

	DO(db, calendar_put, .day = V(d), .iso = V(date_iso(a, d)),
	   .year_no = V((int64_t)c.year), .month_no = V((int64_t)c.month),
	   .day_of_month = V((int64_t)c.day), .month_idx = V((int64_t)c.year * 12 + c.month - 1),
	   .weekday = V((int64_t)date_weekday(d)),
	   .work_ew = V((int64_t)worked[NATION_EW]), .seq_ew = V(seq[NATION_EW]),
	   .work_sc = V((int64_t)worked[NATION_SC]), .seq_sc = V(seq[NATION_SC]),
	   .work_ni = V((int64_t)worked[NATION_NI]), .seq_ni = V(seq[NATION_NI]));
}

void calendar_fill_years(struct db *db, int first, int last)
{
	struct arena *a = arena_new("calendar", (size_t)4 << 20);
	struct proclaimed p = proclaimed_load(db, a);
	int64_t seq[4] = { 0 };

	db_need_write(db);
	for (int year = first; year <= last; year++) {
		struct holidays h[4];
		Date d = date_make(year, 1, 1), end = date_make(year + 1, 1, 1);

		for (int n = NATION_EW; n <= NATION_NI; n++)
			h[n] = holidays_of((enum nation)n, year);
		for (; date_cmp(d, end) < 0; d = date_plus(d, 1)) {
			bool worked[4] = { false };

			for (int n = NATION_EW; n <= NATION_NI; n++)
				seq[n] += worked[n] = worked_in(&h[n], &p, (enum nation)n, d);
			put_day(db, a, d, worked, seq);
		}
	}
	arena_end(&a);
}

void calendar_fill(struct db *db)
{
	calendar_fill_years(db, CALENDAR_FIRST, CALENDAR_LAST);
}

void calendar_mend(struct db *db, struct arena *a, enum nation nation, Date d)
{
	struct proclaimed p = proclaimed_load(db, a);
	struct calendar_day_row r;
	int64_t by;

	db_need_write(db);
	if (!ONE(db, a, calendar_day, &r, .day = V(d)))
		return;
	by = day_worked(&p, nation, d) - (nation == NATION_SC ? r.work_sc
		: nation == NATION_NI ? r.work_ni : r.work_ew);
	if (by != 0)
		DO(db, calendar_shift, .day = V(d),
		   .by_ew = V((int64_t)(nation == NATION_EW ? by : 0)),
		   .by_sc = V((int64_t)(nation == NATION_SC ? by : 0)),
		   .by_ni = V((int64_t)(nation == NATION_NI ? by : 0)));
}

enum nation nation_here(struct db *db)
{
	const struct word *w = vocab_by_key(&nation_vocab, setting(db, "council.nation"));

	return w ? (enum nation)w->code : NATION_EW;
}

/* ---- counting -------------------------------------------------------------------- */

struct workdays workdays_load(struct db *db, struct arena *a, enum nation nation, Date from,
                              Date until)
{
	struct calendar_seqs_row *rows;
	struct workdays w = { .n = ALL(db, a, calendar_seqs, &rows, .from_day = V(from),
	                               .until_day = V(until)) };
	int64_t *seq = NEWN(a, int64_t, w.n + 1);

	for (size_t i = 0; i < w.n; i++)
		seq[i] = nation == NATION_SC ? rows[i].seq_sc
		       : nation == NATION_NI ? rows[i].seq_ni : rows[i].seq_ew;
	w.first = w.n ? rows[0].day : from;
	w.seq = seq;
	return w;
}

static int64_t seq_at(const struct workdays *w, Date d)
{
	int64_t i = date_minus(d, w->first);

	if (i < 0)
		i = 0;
	return i < (int64_t)w->n ? w->seq[i] : w->seq[w->n - 1];
}

int64_t workdays_between(const struct workdays *w, Date from, Date to)
{
	return w->n ? seq_at(w, to) - seq_at(w, from) : INT_NONE;
}
