-- SPDX-License-Identifier: MIT
-- roles.sql -- the roles of a council on PostgreSQL, once for a server, as its
-- superuser:  psql -f roles.sql
--
--	almoner_owner    owns the database; `almoner init` and `almoner migrate`
--	almoner_app      serves: reads and writes rows, of audit and schema_version
--	                 only new ones; changes no table, drops nothing
--	almoner_reporting  reads the views of the schema `reporting` and nothing
--	                 else: for Power BI and the like (doc/guide/reporting.md)
--
-- They have no password yet: \password almoner_app, or a line in pg_hba.conf.
-- What each may do to tables is given by the steps of the schema themselves,
-- so that a table of a later step is not forgotten.

DO $$ BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'almoner_owner') THEN
		CREATE ROLE almoner_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'almoner_app') THEN
		CREATE ROLE almoner_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'almoner_reporting') THEN
		CREATE ROLE almoner_reporting LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT
			CONNECTION LIMIT 10;
	END IF;
END $$;

-- What whoever reads sees: times as London's clocks show them, names without
-- the schema before them; and nobody reads for ever.
ALTER ROLE almoner_reporting SET default_transaction_read_only = true;
ALTER ROLE almoner_reporting SET timezone = 'Europe/London';
ALTER ROLE almoner_reporting SET search_path = reporting;
ALTER ROLE almoner_reporting SET statement_timeout = '5min';

-- Then the database, whose order of letters is that of bytes:
--	CREATE DATABASE almoner OWNER almoner_owner ENCODING 'UTF8'
--		LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
