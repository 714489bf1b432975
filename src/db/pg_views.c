/* SPDX-License-Identifier: MIT */
/*
 * pg_views.c -- the views for reporting (views.c) as PostgreSQL has them: in the
 * schema `reporting`, for the role almoner_reporting, with real dates.
 */
#include "db/pg.h"

#include <stdio.h>

#define MOMENT "(TIMESTAMPTZ 'epoch' + ($) * INTERVAL '1 millisecond')"

static const struct mark marks[] = {
	{ "DAY", "(DATE '1970-01-01' + CAST($ AS int))" },
	{ "MOMENT", MOMENT },
	{ "LONDON_DAY", "CAST(" MOMENT " AT TIME ZONE 'Europe/London' AS date)" },
	{ "POUNDS", "CAST(($) / 100.0 AS numeric(14, 2))" },
	{ "HOURS", "CAST(($) / 60.0 AS numeric(14, 2))" },
	{ "HOURS_OF_MS", "CAST((($) + 18000) / 36000 / 100.0 AS numeric(14, 2))" },
	{ "DAYS_OF_MS", "CAST((($) + 4320) / 8640 / 10000.0 AS numeric(14, 4))" },
};

char *pg_views_text(struct arena *a, const char *views)
{
	return arena_fmt(a, "CREATE SCHEMA IF NOT EXISTS reporting;%s",
	                 views_text(a, views, marks, COUNT(marks),
	                            "CREATE VIEW reporting.$ WITH (security_barrier = true)"));
}

/* Also not, when the role was made after them: then it has not been given them. */
bool pg_views_are(struct engine *e, int64_t checksum, bool *are)
{
	char text[600];
	int64_t n = 0;

	snprintf(text, sizeof text, "SELECT count(*) FROM pg_catalog.pg_class c "
	         "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	         "WHERE n.nspname = 'reporting' AND c.relname = 'views_version' "
	         "AND c.relkind = 'v' AND strpos(pg_catalog.pg_get_viewdef(c.oid), '%lld') > 0 "
	         "AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r "
	         "WHERE r.rolname = 'almoner_reporting' "
	         "AND NOT has_table_privilege(r.oid, c.oid, 'SELECT'))", (long long)checksum);
	if (!pg_number(e, text, &n))
		return false;
	*are = n > 0;
	return true;
}

/*
 * Only ours: a view of somebody else's that stands on them is in the way, and
 * the server says so before anything is changed.
 */
bool pg_views_drop(struct engine *e, struct arena *a)
{
	(void)a;
	return !engine_due(e) &&
	       pg_exec(e, "DO $$ DECLARE v text; BEGIN FOR v IN SELECT viewname FROM "
	               "pg_catalog.pg_views WHERE schemaname = 'reporting' LOOP "
	               "EXECUTE format('DROP VIEW reporting.%I', v); END LOOP; END $$");
}
