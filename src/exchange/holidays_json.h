/* SPDX-License-Identifier: MIT */
/*
 * holidays_json.h -- gov.uk/bank-holidays.json: the bank holidays of some
 * years, of the three nations, as published (OGL).
 *
 *	{"england-and-wales": {"division": ..., "events": [
 *		{"title": "New Year's Day", "date": "2026-01-01", ...}]}, "scotland": ...}
 */
#ifndef ALM_HOLIDAYS_JSON_H
#define ALM_HOLIDAYS_JSON_H

#include "base/base.h"
#include "base/date.h"

struct holiday_event {
	int         nation;         /* 1 England and Wales, 2 Scotland, 3 Northern Ireland */
	Date        day;
	const char *title;
};

struct holidays_json {
	const char *refused;        /* why, and what to do; NULL: it was read              */
	struct holiday_event *events;
	size_t      n;
};

/* The file is read in a child (parse_child.h). */
struct holidays_json holidays_json_read(struct arena *, const char *bytes, size_t n);

#endif
