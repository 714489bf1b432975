/* SPDX-License-Identifier: MIT */
/*
 * bank_holiday_file.c -- what GOV.UK publishes against what is known.
 *
 * The file has whole years.  For each working weekday of them and each nation:
 *
 *	in the file   known   then
 *	yes           yes     nothing        no    no    nothing
 *	yes           no      it was cancelled here: that row goes; else one is added
 *	no            yes     it was added here: that row goes; else it is cancelled
 *
 * More than a handful of cancelled days is a file that is not whole.
 */
#include "jobs/calendar.h"

#include "exchange/holidays_json.h"
#include "jobs/calendar.sql.h"

enum { CANCELLED_MOST = 6, NAME_MOST = 120 };

struct comparing {
	struct db    *db;
	struct arena *a;
	const struct holidays_json *file;
	struct proclaimed known;
	UserAccountId by;
	struct holiday_file *out;
};

static const char *title_of(const struct comparing *c, enum nation nation, Date d)
{
	for (size_t i = 0; i < c->file->n; i++)
		if (c->file->events[i].nation == (int)nation && c->file->events[i].day.n == d.n)
			return c->file->events[i].title;
	return NULL;
}

/* A name of the file, cut to the room that a row has; in ASCII or not, at most so many bytes. */
static const char *name_of(struct arena *a, const char *title)
{
	size_t n = 0;

	if (BLANK(title))
		return "A bank holiday";
	while (title[n] && n < NAME_MOST)
		n++;
	while (n && title[n] && ((unsigned char)title[n] & 0xC0) == 0x80)
		n--;
	return arena_dupn(a, title, n);
}

static void take_day(struct comparing *c, enum nation nation, Date d)
{
	const char *title = title_of(c, nation, d);
	struct bank_holiday_on_row row;

	if (date_weekday(d) > 5 || day_worked(&c->known, nation, d) != (title != NULL))
		return;
	if (ONE(c->db, c->a, bank_holiday_on, &row, .day = V(d), .nation = V((int64_t)nation))) {
		SURE(holiday_drop(c->db, c->a, row.id, "As GOV.UK publishes it", c->by)
		     == HOLIDAY_KEPT);
		c->out->dropped++;
		return;
	}
	SURE(holiday_put(c->db, c->a, nation, d, title ? HOLIDAY_ADDED : HOLIDAY_CANCELLED,
	                 title ? name_of(c->a, title) : "Not among those that GOV.UK publishes",
	                 c->by) == HOLIDAY_KEPT);
	c->out->added++;
	c->out->cancelled += title == NULL;
}

struct holiday_file holiday_file_take(struct db *db, struct arena *a, const char *bytes, size_t n,
                                      UserAccountId by)
{
	struct holidays_json file = holidays_json_read(a, bytes, n);
	struct holiday_file out = { .refused = file.refused };
	struct comparing c = { db, a, &file, proclaimed_load(db, a), by, &out };
	int first = CALENDAR_LAST, last = CALENDAR_FIRST;

	db_need_write(db);
	for (size_t i = 0; i < file.n; i++) {
		int year = date_civil(file.events[i].day).year;

		first = year < first ? year : first;
		last = year > last ? year : last;
	}
	if (!out.refused && (first < CALENDAR_FIRST || last > CALENDAR_LAST))
		out.refused = "This file has years that the calendar has not: 2010 to 2035.";
	for (Date d = date_make(first, 1, 1); !out.refused && date_civil(d).year <= last;
	     d = date_plus(d, 1))
		for (int nation = NATION_EW; nation <= NATION_NI; nation++)
			take_day(&c, (enum nation)nation, d);
	if (out.cancelled > CANCELLED_MOST)
		out.refused = "So many usual bank holidays are not in this file that it seems "
			"to be cut short. Fetch it again.";
	return out;
}
