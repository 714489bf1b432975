-- SPDX-License-Identifier: MIT
--
-- write.sql -- what an audited write of Almoner is to its database, as one call
-- of a function of PostgreSQL: the form's key, the new row, and the row of
-- the trail that follows the last one by its hash.
CREATE TABLE submission (key text PRIMARY KEY, at_ms bigint NOT NULL);
CREATE TABLE team (id bigint PRIMARY KEY, name text NOT NULL UNIQUE, kind bigint NOT NULL,
	ended_day bigint);
CREATE TABLE audit (id bigint PRIMARY KEY, at_ms bigint NOT NULL, user_account bigint,
	verb text NOT NULL, thing text NOT NULL, thing_id bigint NOT NULL, person bigint,
	detail text NOT NULL, prev_hash bytea NOT NULL, hash bytea NOT NULL);
CREATE INDEX audit_thing ON audit (thing_id, thing, id);
CREATE INDEX audit_person ON audit (person, id);
CREATE INDEX audit_user ON audit (user_account, id);
INSERT INTO audit VALUES (1, 0, 1, 'begin', 'trail', 0, NULL, '{}', '\x00', '\x00');

CREATE FUNCTION audited_write(k text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	last record;
	now_ms bigint := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
	detail text := json_build_object('name', k, 'kind', 2)::text;
	h bytea;
BEGIN
	PERFORM pg_advisory_xact_lock(1);
	INSERT INTO submission VALUES (k, now_ms);
	SELECT id, hash INTO last FROM audit ORDER BY id DESC LIMIT 1;
	INSERT INTO team VALUES (last.id, k, 2, NULL);
	h := sha256(last.hash || convert_to(last.id || '|' || now_ms || '|' || detail, 'UTF8'));
	INSERT INTO audit VALUES (last.id + 1, now_ms, 1, 'team.add', 'team', last.id, NULL, detail,
		last.hash, h);
	RETURN encode(h, 'hex');
END $$;
