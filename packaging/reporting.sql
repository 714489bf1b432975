-- SPDX-License-Identifier: MIT
-- reporting.sql -- for a council whose views are read by almoner_reporting: once
-- in the council's own database, as the server's superuser, after roles.sql:
--
--	psql -d almoner -f reporting.sql
--
-- PostgreSQL lets everybody who may connect take locks by number and make large
-- objects.  Almoner's writers stand in line by such a lock, so whoever read the
-- views could make all of them wait.  Only a superuser can take that away.

DO $$ DECLARE f regprocedure; BEGIN
	FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p
		WHERE p.pronamespace = CAST('pg_catalog' AS regnamespace)
		AND (p.proname LIKE 'pg\_advisory\_%' OR p.proname LIKE 'pg\_try\_advisory\_%')
	LOOP
		EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO almoner_owner, almoner_app', f);
	END LOOP;
	FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p
		WHERE p.pronamespace = CAST('pg_catalog' AS regnamespace)
		AND p.proname IN ('lo_creat', 'lo_create', 'lo_from_bytea')
	LOOP
		EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
	END LOOP;
END $$;
