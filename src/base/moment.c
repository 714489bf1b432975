/* SPDX-License-Identifier: MIT */
/*
 * moment.c -- moments in UTC, as London's clocks show them, and lengths of
 * time.
 *
 * Summer time is one hour, from 01:00 UTC on the last Sunday of March until
 * 01:00 UTC on the last Sunday of October (Summer Time Order 2002).  The
 * rule is used for every year: for those before 1996 the hours of a moment
 * may be an hour out near the changes; its days are days of the past that
 * no clock of ours has seen.
 */
#include "base/date.h"

#include <strings.h>
#include <time.h>

#define MS_MINUTE INT64_C(60000)
#define MS_HOUR   (60 * MS_MINUTE)
#define MS_DAY    (24 * MS_HOUR)
#define DAY_MINUTES 1440

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t last_sunday(int year, int month)
{
	Date last = date_make(year, month, 31);  /* March and October both have 31 days */

	return date_day(last) - date_weekday(last) % 7;
}

/* How far London is ahead of UTC at that moment. */
static int64_t london_ahead(int64_t ms)
{
	Date day = date_of_day(floor_div(ms, MS_DAY));
	int year = date_civil(day).year;

	if (!date_known(day))
		return 0;
	if (ms < last_sunday(year, 3) * MS_DAY + MS_HOUR
	    || ms >= last_sunday(year, 10) * MS_DAY + MS_HOUR)
		return 0;
	return MS_HOUR;
}

static int64_t london_ms(Moment m)
{
	return m.ms + london_ahead(m.ms);
}

bool moment_known(Moment m)
{
	return m.ms != 0;
}

int moment_cmp(Moment a, Moment b)
{
	return (a.ms > b.ms) - (a.ms < b.ms);
}

Moment moment_plus(Moment m, Minutes by)
{
	return moment_known(m) ? (Moment){ m.ms + by.n * MS_MINUTE } : m;
}

int64_t moment_minus_ms(Moment a, Moment b)
{
	return a.ms - b.ms;
}

Date moment_date(Moment m)
{
	return moment_known(m) ? date_of_day(floor_div(london_ms(m), MS_DAY)) : DATE_NONE;
}

Minutes moment_time(Moment m)
{
	int64_t local = london_ms(m);

	return (Minutes){ (local - floor_div(local, MS_DAY) * MS_DAY) / MS_MINUTE };
}

/*
 * If an hour before, in UTC, is in summer time, then that is the moment: in
 * the repeated hour it is the first of the two.  Otherwise the clock shows
 * UTC, or (in the hour that is skipped) one hour more than was asked for.
 */
Moment moment_at(Date d, Minutes after_midnight)
{
	int64_t local = date_day(d) * MS_DAY + after_midnight.n * MS_MINUTE;

	if (!date_known(d))
		return MOMENT_NONE;
	if (london_ahead(local - MS_HOUR))
		return (Moment){ local - MS_HOUR };
	return (Moment){ local };
}

/* "4:05pm", "4pm", "midday", "midnight": the style of GOV.UK. */
static void buf_clock(struct buf *b, Minutes t)
{
	int hour = (int)(t.n / 60), minute = (int)(t.n % 60);
	int twelve = hour % 12 ? hour % 12 : 12;

	if (!minute && twelve == 12) {
		buf_str(b, hour ? "midday" : "midnight");
		return;
	}
	buf_int(b, twelve);
	if (minute) {
		buf_char(b, ':');
		buf_char(b, (char)('0' + minute / 10));
		buf_char(b, (char)('0' + minute % 10));
	}
	buf_add(b, hour < 12 ? "am" : "pm", 2);
}

char *moment_text(struct arena *a, Moment m)
{
	struct buf b = buf_new(a);

	if (!moment_known(m))
		return arena_dup(a, "");
	buf_str(&b, date_text(a, moment_date(m)));
	buf_str(&b, " at ");
	buf_clock(&b, moment_time(m));
	return buf_text(&b);
}

/* The year that the clock shows, worked out again when that year is over. */
static int year_now(void)
{
	static Moment from, until;
	static int year;
	const Moment now = clock_now();

	if (now.ms < from.ms || now.ms >= until.ms) {
		year = date_civil(moment_date(now)).year;
		from = moment_at(date_make(year, 1, 1), minutes(0));
		until = moment_at(date_make(year + 1, 1, 1), minutes(0));
	}
	return year;
}

void buf_moment(struct buf *b, Moment m)
{
	int64_t local = london_ms(m), day = floor_div(local, MS_DAY);
	struct civil c = date_civil(date_of_day(day));

	if (!moment_known(m) || !c.month)
		return;
	buf_int(b, c.day);
	buf_char(b, ' ');
	buf_add(b, month_name(c.month), 3);
	buf_char(b, ' ');
	if (c.year != year_now()) {
		buf_int(b, c.year);
		buf_char(b, ' ');
	}
	buf_clock(b, (Minutes){ (local - day * MS_DAY) / MS_MINUTE });
}

char *moment_short(struct arena *a, Moment m)
{
	struct buf b = buf_new(a);

	buf_moment(&b, m);
	return buf_text(&b);
}

char *moment_iso(struct arena *a, Moment m)
{
	int64_t day = floor_div(m.ms, MS_DAY);
	int ms = (int)(m.ms - day * MS_DAY);

	if (!moment_known(m))
		return arena_dup(a, "");
	return arena_fmt(a, "%sT%02d:%02d:%02d.%03dZ", date_iso(a, date_of_day(day)),
	                 ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

/* ---- minutes --------------------------------------------------------- */

Minutes minutes(int64_t n)
{
	return (Minutes){ n };
}

static bool digits_take(const char **s, int *value, int *n)
{
	*value = *n = 0;
	for (; **s >= '0' && **s <= '9'; (*s)++) {
		if (++*n > 4)
			return false;
		*value = *value * 10 + (**s - '0');
	}
	return *n > 0;
}

static const char *blanks_pass(const char *s)
{
	while (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		s++;
	return s;
}

/* "am" or "pm" makes hours of a half day into hours of a day. */
static bool half_take(const char **s, int *hour, bool *half)
{
	const char *at = blanks_pass(*s);
	bool pm = strncasecmp(at, "pm", 2) == 0;

	*half = pm || strncasecmp(at, "am", 2) == 0;
	if (!*half)
		return true;
	if (*hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	*s = at + 2;
	return true;
}

bool time_parse(const char *s, Minutes *out)
{
	int hour, minute = 0, n, m;
	bool split = false, half;

	if (!s)
		return false;
	s = blanks_pass(s);
	if (!digits_take(&s, &hour, &n))
		return false;
	if (*s == ':' || *s == '.') {
		s++;
		split = true;
		if (n > 2 || !digits_take(&s, &minute, &m) || m != 2)
			return false;
	} else if (n == 4) {          /* "0830" */
		split = true;
		minute = hour % 100;
		hour /= 100;
	}
	if (!half_take(&s, &hour, &half))
		return false;
	/* A bare "8" could be either half of the day. */
	if (!(split || (half && n <= 2)) || *blanks_pass(s) || hour > 23 || minute > 59)
		return false;
	*out = (Minutes){ hour * 60 + minute };
	return true;
}

char *time_text(struct arena *a, Minutes t)
{
	return arena_fmt(a, "%02d:%02d", (int)(t.n / 60), (int)(t.n % 60));
}

static void buf_count(struct buf *b, int64_t n, const char *unit)
{
	buf_int(b, n);
	buf_str(b, unit);
}

void buf_span(struct buf *b, Minutes length)
{
	int64_t n = length.n < 0 ? -length.n : length.n;
	int64_t days = n / DAY_MINUTES, hours = n / 60 % 24, rest = n % 60;

	if (length.n < 0)
		buf_char(b, '-');
	if (days)
		buf_count(b, days, days == 1 ? " day" : " days");
	if (hours) {
		buf_str(b, days ? " " : "");
		buf_count(b, hours, " h");
	}
	/* Of days nobody wants the minutes. */
	if (!days && (rest || !hours)) {
		buf_str(b, hours ? " " : "");
		buf_count(b, rest, " min");
	}
}

char *span_text(struct arena *a, Minutes length)
{
	struct buf b = buf_new(a);

	buf_span(&b, length);
	return buf_text(&b);
}

/* Rounded for the eye, half away from zero: 50 minutes are 0.83 h. */
void buf_hours(struct buf *b, Minutes length)
{
	int64_t n = length.n < 0 ? -length.n : length.n;
	int64_t hundredths = n / 60 * 100 + (n % 60 * 100 + 30) / 60, part = hundredths % 100;

	if (length.n < 0)
		buf_char(b, '-');
	buf_int(b, hundredths / 100);
	if (part) {
		buf_char(b, '.');
		buf_char(b, (char)('0' + part / 10));
	}
	if (part % 10)
		buf_char(b, (char)('0' + part % 10));
	buf_add(b, " h", 2);
}

char *hours_text(struct arena *a, Minutes length)
{
	struct buf b = buf_new(a);

	buf_hours(&b, length);
	return buf_text(&b);
}

/* ---- the clock --------------------------------------------------------- */

static Moment clock_held;             /* the only time that does not pass */

Moment clock_now(void)
{
	struct timespec now;

	if (moment_known(clock_held))
		return clock_held;
	SURE(clock_gettime(CLOCK_REALTIME, &now) == 0);
	return (Moment){ (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 };
}

void clock_set(Moment m)
{
	clock_held = m;
}
