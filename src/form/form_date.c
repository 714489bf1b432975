/* SPDX-License-Identifier: MIT */
/*
 * form_date.c -- days and moments as people give them, and which box is wrong.
 *
 * Three boxes, or one text with the day first or in ISO order; a moment has a
 * time besides.  Words as the GOV.UK date input's guidance has them.
 */
#include <string.h>

#include "form/form_inside.h"

/* ---- boxes ---- */

static struct judgement judged(const char *why, const char *on)
{
	struct judgement j = { JUDGED_BAD, why, "" };

	memcpy(j.on, on, strlen(on) + 1);
	return j;
}

/* "must include a month and year" */
static struct judgement judged_missing(struct arena *a, const struct field *f, const char *missing)
{
	static const struct { char box; const char *name; } names[] = {
		{ 'd', "day" }, { 'm', "month" }, { 'y', "year" }, { 't', "time" },
	};
	struct buf why = buf_new(a);
	size_t n = 0, all = strlen(missing);

	buf_fmt(&why, "%s must include a ", field_label(a, f));
	for (size_t i = 0; i < COUNT(names); i++) {
		if (!strchr(missing, names[i].box))
			continue;
		buf_str(&why, n == 0 ? "" : n + 1 == all ? " and " : ", ");
		buf_str(&why, names[i].name);
		n++;
	}
	return judged(buf_text(&why), missing);
}

static bool all_digits(const char *s)
{
	return *s && s[strspn(s, "0123456789")] == '\0';
}

/* 1 to 12 of "3", "03", "Mar", "march"; 0: neither. */
static int month_read(struct arena *a, const char *s)
{
	const char *low = text_lower(a, s);
	int64_t n;

	if (all_digits(s))
		return int_parse(s, &n) && n >= 1 && n <= 12 ? (int)n : 0;
	for (int month = 1; month <= 12; month++)
		if (strlen(low) >= 3 && text_begins(text_lower(a, month_name(month)), low))
			return month;
	return 0;
}

static struct judgement boxes_judge(struct arena *a, const struct field *f,
                                    const struct answer *at, Date *out)
{
	const char *day = text_trim(a, at->day), *month = text_trim(a, at->month);
	const char *year = text_trim(a, at->year), *usual;
	char missing[5] = "";
	int64_t d, y;

	if (!*day)
		memcpy(missing, "d", 2);
	if (!*month)
		memcpy(missing + strlen(missing), "m", 2);
	if (!*year)
		memcpy(missing + strlen(missing), "y", 2);
	if (f->kind == FIELD_MOMENT && !*text_trim(a, at->time))
		memcpy(missing + strlen(missing), "t", 2);
	if (*missing)
		return judged_missing(a, f, missing);
	if (all_digits(year) && strlen(year) != 4)
		return judged(arena_fmt(a, "%s must have a year with 4 numbers",
		                        field_label(a, f)), "y");
	usual = f->bad ? f->bad : arena_fmt(a, "%s must be a real date", field_label(a, f));
	if (!all_digits(day) || !int_parse(day, &d) || d > 31)
		return judged(usual, "d");
	if (!all_digits(year) || !int_parse(year, &y))
		return judged(usual, "y");
	if (month_read(a, month) == 0)
		return judged(usual, "m");
	*out = date_make((int)y, month_read(a, month), (int)d);
	return date_known(*out) ? (struct judgement){ 0 } : judged(usual, "dmy");
}

/* ---- days ---- */

static struct judgement day_ranged(struct arena *a, const struct field *f, Date day)
{
	int64_t n = date_day(day);
	const char *label = field_label(a, f);

	if (!f->min && !f->max)
		return (struct judgement){ 0 };
	if (n < f->min)
		return judged(arena_fmt(a, "%s must be on or after %s", label,
		                        date_text(a, date_of_day(f->min))), "dmy");
	if (f->max && n > f->max)
		return judged(arena_fmt(a, "%s must be on or before %s", label,
		                        date_text(a, date_of_day(f->max))), "dmy");
	return (struct judgement){ 0 };
}

struct judgement date_judge(struct arena *a, const struct field *f, const struct answer *at,
                            Date *out)
{
	struct judgement j = { 0 };

	*out = DATE_NONE;
	if (at->boxes)
		j = boxes_judge(a, f, at, out);
	else if (!date_parse(at->text, out))
		j = judged_bad(a, f, "%s must be a real date");
	if (j.what == JUDGED_FINE)
		j = day_ranged(a, f, *out);
	if (j.what != JUDGED_FINE)
		*out = DATE_NONE;
	return j;
}

/* ---- moments ---- */

/* Two digits at s; -1: they are not. */
static int two_digits(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* "Z" is 0, "+01:00" is 60; false: it is neither. */
static bool zone_read(const char *s, int64_t *mins)
{
	int h, m;

	*mins = 0;
	if (strcmp(s, "Z") == 0)
		return true;
	if ((*s != '+' && *s != '-') || (h = two_digits(s + 1)) < 0)
		return false;
	s += s[3] == ':' ? 1 : 0;
	m = two_digits(s + 3);
	if (m < 0 || m > 59 || h > 14 || s[5])
		return false;
	*mins = h * 60 + m;
	return true;
}

/* What follows the minutes: seconds and their fraction.  NULL: not such a thing. */
static const char *seconds_read(const char *s, int64_t *ms)
{
	int64_t scale = 100;
	int seconds;

	*ms = 0;
	if (*s != ':')
		return s;
	seconds = two_digits(s + 1);
	if (seconds < 0 || seconds > 59)
		return NULL;
	*ms = seconds * 1000;
	s += 3;
	if (*s != '.')
		return s;
	for (s++; *s >= '0' && *s <= '9'; s++, scale /= 10)
		*ms += scale * (*s - '0');
	return s;
}

/* The machine's form: "T14:30", with seconds and a zone or without. */
static bool clock_read(Date day, const char *s, Moment *out)
{
	int h = two_digits(s), m = h < 0 || s[2] != ':' ? -1 : two_digits(s + 3);
	int64_t ms, zone;
	bool west;

	if (h > 23 || m < 0 || m > 59 || !(s = seconds_read(s + 5, &ms)))
		return false;
	if (!*s) {
		*out = moment_at(day, minutes(h * 60 + m));
		out->ms += ms;
		return true;
	}
	west = *s == '-';
	if (!zone_read(s, &zone))
		return false;
	out->ms = ((date_day(day) * 24 + h) * 60 + m - (west ? -zone : zone)) * 60000 + ms;
	return true;
}

bool moment_parse(struct arena *a, const char *typed, Moment *out)
{
	const char *s = text_trim(a, typed), *gap;
	Minutes time;
	Date day;

	*out = MOMENT_NONE;
	/* ISO has its T in a fixed place; a person's blank may be anywhere: "31 March 2026 2pm". */
	gap = strlen(s) > 10 && s[4] == '-' && (s[10] == 'T' || s[10] == ' ') ? s + 10
	    : strrchr(s, ' ');
	if (!gap || !date_parse(arena_dupn(a, s, (size_t)(gap - s)), &day))
		return false;
	if (clock_read(day, gap + 1, out))
		return true;
	if (*gap == 'T' || !time_parse(gap + 1, &time))
		return false;
	*out = moment_at(day, time);
	return true;
}

static struct judgement moment_ranged(struct arena *a, const struct field *f, Moment at)
{
	const char *label = field_label(a, f);

	if (!f->min && !f->max)
		return (struct judgement){ 0 };
	if (at.ms < f->min)
		return judged(arena_fmt(a, "%s must be at or after %s", label,
		                        moment_text(a, (Moment){ f->min })), "");
	if (f->max && at.ms > f->max)
		return judged(arena_fmt(a, "%s must be at or before %s", label,
		                        moment_text(a, (Moment){ f->max })), "");
	return (struct judgement){ 0 };
}

struct judgement moment_judge(struct arena *a, const struct field *f, const struct answer *at,
                              Moment *out)
{
	struct judgement j = { 0 };
	Minutes time;
	Date day;

	*out = MOMENT_NONE;
	if (at->boxes) {
		j = boxes_judge(a, f, at, &day);
		if (j.what == JUDGED_FINE && !time_parse(at->time, &time))
			j = judged(arena_fmt(a, "%s must have a time like 8:30 or 2pm",
			                     field_label(a, f)), "t");
		if (j.what == JUDGED_FINE)
			*out = moment_at(day, time);
	} else if (!moment_parse(a, at->text, out)) {
		j = judged_bad(a, f, "%s must be a real date and time, like 2026-03-31T14:30");
	}
	if (j.what == JUDGED_FINE)
		j = moment_ranged(a, f, *out);
	if (j.what != JUDGED_FINE)
		*out = MOMENT_NONE;
	return j;
}
