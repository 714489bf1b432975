/* SPDX-License-Identifier: MIT */
/*
 * pg_views.c -- the views for reporting (views.c) as PostgreSQL has them: in the
 * schema `reporting`, for the role almoner_reporting, with real dates.
 *
 * A view alone would tell of the rows that it leaves out: EXPLAIN ANALYZE
 * counts them, for any condition that the reader adds.  So what is read is the
 * answer of a function that runs as the owner and that no plan looks into:
 *
 *	reporting.requests  ->  reporting_rows.requests()  ->  reporting_rows.requests
 *	what is read            the wall                       the view of the text
 */
#include "db/pg.h"

#include <stdio.h>
#include <string.h>

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

static const char walls[] =
	"DO $$ DECLARE v text; BEGIN FOR v IN SELECT viewname FROM pg_catalog.pg_views "
	"WHERE schemaname = 'reporting_rows' LOOP "
	"EXECUTE format('CREATE FUNCTION reporting_rows.%1$I() RETURNS SETOF reporting_rows.%1$I "
	"LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS "
	"''SELECT r.* FROM reporting_rows.%1$I r''', v); "
	"EXECUTE format('REVOKE EXECUTE ON FUNCTION reporting_rows.%I() FROM PUBLIC', v); "
	"EXECUTE format('CREATE VIEW reporting.%1$I AS "
	"SELECT r.* FROM reporting_rows.%1$I() r', v); "
	"END LOOP; END $$;";

char *pg_views_text(struct arena *a, const char *views)
{
	char *text = views_text(a, views, marks, COUNT(marks), "CREATE VIEW reporting_rows.$");

	if (!strstr(views, "CREATE VIEW"))
		return text;
	return arena_fmt(a, "CREATE SCHEMA IF NOT EXISTS reporting;"
	                 "CREATE SCHEMA IF NOT EXISTS reporting_rows;%s%s", text, walls);
}

/* Also not, when the role was made after them: then it has not been given them. */
bool pg_views_are(struct engine *e, int64_t checksum, bool *are)
{
	char text[900];
	int64_t n = 0;

	snprintf(text, sizeof text, "SELECT count(*) FROM pg_catalog.pg_class c "
	         "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
	         "WHERE n.nspname = 'reporting_rows' AND c.relname = 'views_version' "
	         "AND c.relkind = 'v' AND strpos(pg_catalog.pg_get_viewdef(c.oid), '%lld') > 0 "
	         "AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r "
	         "JOIN pg_catalog.pg_class v ON v.relname = c.relname "
	         "JOIN pg_catalog.pg_namespace vn ON vn.oid = v.relnamespace "
	         "WHERE r.rolname = 'almoner_reporting' AND vn.nspname = 'reporting' "
	         "AND NOT has_table_privilege(r.oid, v.oid, 'SELECT'))", (long long)checksum);
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
	       pg_exec(e, "DO $$ DECLARE v text; BEGIN FOR v IN "
	               "SELECT format('VIEW reporting.%I', viewname) FROM pg_catalog.pg_views "
	               "WHERE schemaname = 'reporting' "
	               "UNION ALL SELECT format('FUNCTION reporting_rows.%I()', p.proname) "
	               "FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n "
	               "ON n.oid = p.pronamespace WHERE n.nspname = 'reporting_rows' "
	               "UNION ALL SELECT format('VIEW reporting_rows.%I', viewname) "
	               "FROM pg_catalog.pg_views WHERE schemaname = 'reporting_rows' "
	               "LOOP EXECUTE 'DROP ' || v; END LOOP; END $$");
}
