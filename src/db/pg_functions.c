/* SPDX-License-Identifier: MIT */
/*
 * pg_functions.c -- what PostgreSQL lacks of our dialect (functions.c has the
 * same for SQLite), and what the application's role may do.
 *
 * Made anew at each step of the schema, so that a newer program's are there.
 * Bodies are bound when they are made (RETURN): a dump restores under an
 * empty search path.
 */
#include "db/pg.h"
#include "db/shelf.h"

#define QUOTED(t) "'" #t "', "
#define PURE " IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql "

const char pg_functions[] =
	"CREATE OR REPLACE FUNCTION div_floor(a bigint, b bigint) RETURNS bigint" PURE
	"RETURN a / b - CASE WHEN a % b <> 0 AND (a < 0) <> (b < 0) THEN 1 ELSE 0 END;"
	"CREATE OR REPLACE FUNCTION div_half_up(a bigint, b bigint) RETURNS bigint" PURE
	"RETURN CAST(round(CAST(a AS numeric) / CAST(b AS numeric)) AS bigint);"
	"CREATE OR REPLACE FUNCTION mul_chk(a bigint, b bigint) RETURNS bigint" PURE "RETURN a * b;"
	"CREATE OR REPLACE FUNCTION add_chk(a bigint, b bigint) RETURNS bigint" PURE "RETURN a + b;"
	"CREATE OR REPLACE FUNCTION instr(s text, p text) RETURNS bigint" PURE
	"RETURN CAST(strpos(s, p) AS bigint);"
	"CREATE OR REPLACE FUNCTION day_year(d bigint) RETURNS bigint" PURE
	"RETURN CAST(extract(year FROM DATE '1970-01-01' + CAST(d AS int)) AS bigint);"
	"CREATE OR REPLACE FUNCTION day_month(d bigint) RETURNS bigint" PURE
	"RETURN CAST(extract(month FROM DATE '1970-01-01' + CAST(d AS int)) AS bigint);"
	"CREATE OR REPLACE FUNCTION day_dom(d bigint) RETURNS bigint" PURE
	"RETURN CAST(extract(day FROM DATE '1970-01-01' + CAST(d AS int)) AS bigint);"
	"CREATE OR REPLACE FUNCTION day_mon(d bigint) RETURNS bigint" PURE
	"RETURN public.day_year(d) * 12 + public.day_month(d) - 1;"
	"CREATE OR REPLACE FUNCTION day_iso(d bigint) RETURNS text" PURE
	"RETURN lpad(CAST(public.day_year(d) AS text), 4, '0') || '-' || "
	"lpad(CAST(public.day_month(d) AS text), 2, '0') || '-' || "
	"lpad(CAST(public.day_dom(d) AS text), 2, '0');"
	"CREATE OR REPLACE FUNCTION iso_day(s text) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE "
	"LANGUAGE plpgsql AS $$ BEGIN "
	"IF s !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN RAISE 'iso_day: not YYYY-MM-DD'; END IF; "
	"RETURN CAST(make_date(CAST(substr(s, 1, 4) AS int), CAST(substr(s, 6, 2) AS int), "
	"CAST(substr(s, 9, 2) AS int)) - DATE '1970-01-01' AS bigint); "
	"EXCEPTION WHEN datetime_field_overflow THEN RAISE 'iso_day: no such date'; END $$;"
	/* Not STRICT: else it would not be planned as part of the statement. */
	"CREATE OR REPLACE FUNCTION json_each(j text) RETURNS TABLE (key bigint, value text) "
	"LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20 AS $$ SELECT o - 1, v FROM "
	"pg_catalog.jsonb_array_elements_text(CAST(j AS jsonb)) WITH ORDINALITY AS e(v, o) $$;"
	/* Of SHELVED_TABLES: whoever changes one, the number that readers see moves with it. */
	"CREATE TABLE IF NOT EXISTS shelf (version bigint NOT NULL);"
	"INSERT INTO shelf SELECT 1 WHERE NOT EXISTS (SELECT FROM shelf);"
	"CREATE OR REPLACE FUNCTION shelf_moved() RETURNS trigger LANGUAGE plpgsql "
	"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS "
	"$$ BEGIN UPDATE public.shelf SET version = version + 1; RETURN NULL; END $$;"
	"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
	"$$ BEGIN RAISE '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501'; END $$;";

/*
 * Rows of audit and schema_version are only ever added: a trigger holds also
 * the owner to it, and the application's role has no right to begin with.
 * packaging/roles.sql makes the roles; where there are none, nothing is given.
 * Whoever only reads the views for reporting may nothing else: no function of
 * ours, and no table or function of its own for as long as it is connected.
 */
const char pg_grants[] =
	"DO $$ DECLARE t text; BEGIN "
	"FOREACH t IN ARRAY ARRAY['audit', 'schema_version'] LOOP "
	"IF to_regclass('public.' || t) IS NULL THEN CONTINUE; END IF; "
	"EXECUTE format('CREATE OR REPLACE TRIGGER %s_append_only "
	"BEFORE UPDATE OR DELETE OR TRUNCATE ON public.%s "
	"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t, t); "
	"END LOOP; "
	"FOREACH t IN ARRAY ARRAY[" SHELVED_TABLES(QUOTED) "NULL] LOOP "
	"IF to_regclass('public.' || t) IS NULL THEN CONTINUE; END IF; "
	"EXECUTE format('CREATE OR REPLACE TRIGGER %s_shelved "
	"AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.%s "
	"FOR EACH STATEMENT EXECUTE FUNCTION shelf_moved()', t, t); "
	"END LOOP; "
	"IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'almoner_app') THEN "
	"GRANT USAGE ON SCHEMA public TO almoner_app; "
	"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO almoner_app; "
	"REVOKE UPDATE, DELETE ON audit, schema_version FROM almoner_app; "
	"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO almoner_app; "
	"END IF; "
	"IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'almoner_reporting') THEN "
	"REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC; "
	"REVOKE ALL ON SCHEMA public FROM PUBLIC; "
	"EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); "
	"IF to_regnamespace('reporting') IS NOT NULL THEN "
	"GRANT USAGE ON SCHEMA reporting TO almoner_reporting; "
	"GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO almoner_reporting; "
	"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA reporting_rows TO almoner_reporting; "
	"END IF; END IF; END $$;";
