/* SPDX-License-Identifier: MIT */
/*
 * sqlite_views.c -- the views for reporting (views.c) as SQLite has them: days
 * and moments are ISO 8601 texts.
 */
#include "db/sqlite.h"

#include <stdio.h>
#include <string.h>

/* London's clocks are an hour ahead from 01:00 UTC on the last Sunday of March to the same
 * of October, as in base/moment.c. */
#define CHANGES(last_of_month) \
	"CAST(strftime('%s', strftime('%Y-" last_of_month "', ($) / 1000, 'unixepoch'), " \
	"'-6 days', 'weekday 0', '+1 hour') AS INTEGER)"

static const struct mark marks[] = {
	{ "DAY", "date(($) * 86400, 'unixepoch')" },
	{ "MOMENT", "strftime('%Y-%m-%dT%H:%M:%fZ', ($) / 1000.0, 'unixepoch')" },
	{ "LONDON_DAY", "date(($) / 1000 + CASE WHEN ($) / 1000 >= " CHANGES("03-31")
	  " AND ($) / 1000 < " CHANGES("10-31") " THEN 3600 ELSE 0 END, 'unixepoch')" },
	{ "POUNDS", "($) / 100.0" },
	{ "HOURS", "round(($) / 60.0, 2)" },
	{ "HOURS_OF_MS", "(($) + 18000) / 36000 / 100.0" },
	{ "DAYS_OF_MS", "(($) + 4320) / 8640 / 10000.0" },
};

char *sqlite_views_text(struct arena *a, const char *views)
{
	return views_text(a, views, marks, COUNT(marks), "CREATE VIEW $");
}

bool sqlite_views_are(struct engine *e, int64_t checksum, bool *are)
{
	char text[200];
	int64_t n = 0;

	snprintf(text, sizeof text, "SELECT count(*) FROM sqlite_schema WHERE type = 'view' AND "
	         "name = 'views_version' AND instr(sql, ' %lld ') > 0", (long long)checksum);
	if (!sqlite_number(e, text, &n))
		return false;
	*are = n > 0;
	return true;
}

/* All views of the file: it is ours. */
bool sqlite_views_drop(struct engine *e, struct arena *a)
{
	struct buf b = buf_new(a);
	sqlite3_stmt *st = NULL;
	int rc;

	if (engine_due(e))
		return false;
	rc = sqlite3_prepare_v2(e->c, "SELECT name FROM sqlite_schema WHERE type = 'view' "
	                        "ORDER BY name", -1, &st, NULL);
	while (rc == SQLITE_OK || rc == SQLITE_ROW)
		if ((rc = sqlite3_step(st)) == SQLITE_ROW)
			buf_fmt(&b, "DROP VIEW \"%s\";", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? sqlite_run(e, buf_text(&b)) : sqlite_refused(e, rc);
}
