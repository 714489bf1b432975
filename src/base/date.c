/* SPDX-License-Identifier: MIT */
/*
 * date.c -- days of the proleptic Gregorian calendar, years 1 to 9999.
 *
 * The sums count from 1 March, so that the leap day is the last of its year
 * and the months' lengths follow a straight line: day of year of month m
 * (March = 0) is (153 m + 2) / 5.  400 years are 146,097 days.
 */
#include "base/date.h"

#include <string.h>

#define DAY_1970  719163              /* 1970-01-01, where 0001-01-01 is 1 */
#define DAY_LAST  3652059             /* 9999-12-31 */
#define MARCH_1   306                 /* 1 January to 1 March, counted back */
#define YEARS_400 146097

static const char *const month_names[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
};
static const char *const weekday_names[] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

const char *month_name(int month)
{
	SURE(month >= 1 && month <= 12);
	return month_names[month - 1];
}

const char *weekday_name(int day)
{
	SURE(day >= 1 && day <= 7);
	return weekday_names[day - 1];
}

static bool leap_year(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && leap_year(year) ? 29 : days[month - 1];
}

Date date_make(int year, int month, int day)
{
	int y, m;

	if (year < 1 || year > 9999 || month < 1 || month > 12
	    || day < 1 || day > month_days(year, month))
		return DATE_NONE;
	m = (month + 9) % 12;
	y = year - (month < 3);       /* January and February end the year before */
	return (Date){ y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - MARCH_1 };
}

struct civil date_civil(Date d)
{
	int n, of400, year, of_year, m;

	if (!date_known(d))
		return (struct civil){ 0 };
	n = d.n + MARCH_1 - 1;        /* days since 1 March of the year 0 */
	of400 = n % YEARS_400;
	/* Take the leap days out, and years are 365 days each. */
	year = (of400 - of400 / 1460 + of400 / 36524 - of400 / 146096) / 365;
	of_year = of400 - (365 * year + year / 4 - year / 100);
	m = (5 * of_year + 2) / 153;
	return (struct civil){
		.year  = year + n / YEARS_400 * 400 + (m >= 10),
		.month = m < 10 ? m + 3 : m - 9,
		.day   = of_year - (153 * m + 2) / 5 + 1,
	};
}

Date date_of_day(int64_t day)
{
	if (day <= -DAY_1970 || day > DAY_LAST - DAY_1970)
		return DATE_NONE;
	return (Date){ (int32_t)(day + DAY_1970) };
}

int64_t date_day(Date d)
{
	return (int64_t)d.n - DAY_1970;
}

bool date_known(Date d)
{
	return d.n != 0;
}

int date_cmp(Date a, Date b)
{
	return (a.n > b.n) - (a.n < b.n);
}

Date date_plus(Date d, int days)
{
	int64_t n = (int64_t)d.n + days;

	if (!date_known(d))
		return d;
	return (Date){ n < 1 ? 1 : n > DAY_LAST ? DAY_LAST : (int32_t)n };
}

int64_t date_minus(Date a, Date b)
{
	return (int64_t)a.n - b.n;
}

int date_weekday(Date d)
{
	SURE(date_known(d));
	return (d.n - 1) % 7 + 1;     /* 0001-01-01 was a Monday */
}

Date date_month_start(Date d)
{
	return date_known(d) ? date_plus(d, 1 - date_civil(d).day) : d;
}

Date date_plus_months(Date d, int months)
{
	struct civil c = date_civil(d);
	int64_t all = (int64_t)c.year * 12 + c.month - 1 + months;
	int year, month, last;

	if (!date_known(d))
		return d;
	if (all < 12)
		return (Date){ 1 };
	if (all >= (int64_t)10000 * 12)
		return (Date){ DAY_LAST };
	year = (int)(all / 12);
	month = (int)(all % 12) + 1;
	last = month_days(year, month);
	return date_make(year, month, c.day < last ? c.day : last);
}

/* Who was born on 29 February is a year older on 1 March of a common year. */
int date_age(Date born, Date on)
{
	struct civil b = date_civil(born), o = date_civil(on);

	if (!date_known(born) || date_cmp(on, born) < 0)
		return -1;
	return o.year - b.year - (o.month < b.month || (o.month == b.month && o.day < b.day));
}

/* ---- from people ----------------------------------------------------- */

/* One of the three parts of a date: digits, or a month's letters. */
struct part { int value, digits; bool named; };

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool blank(char c)
{
	return c == ' ' || c == ',' || (c >= '\t' && c <= '\r');
}

/* Do these n letters begin that word, in any case? */
static bool letters_begin(const char *s, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if ((s[i] | ' ') != (word[i] | ' '))
			return false;
	return true;
}

/* "Mar", "march", "Sept": at least three letters of a month; 0: no month. */
static int month_of(const char *s, size_t n)
{
	for (int m = 1; m <= 12; m++)
		if (n >= 3 && n <= strlen(month_name(m)) && letters_begin(s, n, month_name(m)))
			return m;
	return 0;
}

static bool ordinal(const char *s, size_t n)
{
	return n == 2 && (letters_begin(s, n, "st") || letters_begin(s, n, "nd")
	                  || letters_begin(s, n, "rd") || letters_begin(s, n, "th"));
}

static bool part_take(const char **s, struct part *p)
{
	const char *at = *s;
	size_t n = 0;

	*p = (struct part){ 0 };
	for (; digit(*at); at++) {
		if (++p->digits > 4)
			return false;
		p->value = p->value * 10 + (*at - '0');
	}
	while (letter(at[n]))
		n++;
	if (!p->digits) {
		p->named = true;
		p->value = month_of(at, n);
	}
	*s = at + n;
	return p->digits ? !n || ordinal(at, n) : p->value > 0;
}

/* What stands between two parts: '/', '-', '.', or ' ' for blanks and commas; 0: nothing. */
static char gap_take(const char **s)
{
	const char *at = *s;
	char gap = 0;

	for (; blank(*at); at++)
		gap = ' ';
	if (*at == '/' || *at == '-' || *at == '.')
		for (gap = *at++; blank(*at); at++)
			;
	*s = at;
	return gap;
}

static bool year_of(struct part p, int *year)
{
	*year = p.digits == 2 ? p.value + (p.value < 30 ? 2000 : 1900) : p.value;
	return p.digits == 2 || p.digits == 4;
}

bool date_parse(const char *s, Date *out)
{
	struct part p[3];
	char gap[2];
	int year;
	Date d;

	if (!s)
		return false;
	while (blank(*s))
		s++;
	if (!part_take(&s, &p[0]))
		return false;
	gap[0] = gap_take(&s);
	if (!gap[0] || !part_take(&s, &p[1]))
		return false;
	gap[1] = gap_take(&s);
	if (gap[1] != gap[0] || !part_take(&s, &p[2]))
		return false;
	while (blank(*s))
		s++;
	if (*s || p[0].named || p[2].named || (!p[1].named && p[1].digits > 2))
		return false;

	/* Only a year has four digits: it says which end it stands at. */
	if (p[0].digits == 4 && !p[1].named && p[2].digits <= 2) {
		d = date_make(p[0].value, p[1].value, p[2].value);
	} else if (p[0].digits <= 2 && year_of(p[2], &year)) {
		d = date_make(year, p[1].value, p[0].value);
	} else {
		return false;
	}
	if (date_known(d))
		*out = d;
	return date_known(d);
}

/* ---- to people ------------------------------------------------------- */

char *date_text(struct arena *a, Date d)
{
	struct civil c = date_civil(d);

	if (!date_known(d))
		return arena_dup(a, "");
	return arena_fmt(a, "%d %s %d", c.day, month_name(c.month), c.year);
}

char *date_short(struct arena *a, Date d)
{
	struct civil c = date_civil(d);

	if (!date_known(d))
		return arena_dup(a, "");
	return arena_fmt(a, "%d %.3s %d", c.day, month_name(c.month), c.year);
}

char *date_iso(struct arena *a, Date d)
{
	struct civil c = date_civil(d);

	if (!date_known(d))
		return arena_dup(a, "");
	return arena_fmt(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}
