-- SPDX-License-Identifier: MIT
-- 0012-regulators.sql -- ratings by service; who looks after a provider; what a regulator's
-- file brought and who looked at it; which location follows which.

-- The service or group of people that was rated, as published; '': the location as a whole.
ALTER TABLE rating ADD COLUMN rated_service TEXT NOT NULL DEFAULT '';

-- Whose contracts with a provider are, on each day.
CREATE TABLE contract_manager (
	id           BIGINT NOT NULL PRIMARY KEY,
	provider     BIGINT NOT NULL REFERENCES provider (id),
	user_account BIGINT REFERENCES user_account (id),   -- NULL: from that day on nobody
	from_day     BIGINT NOT NULL,
	until_day    BIGINT NOT NULL,
	prev_until   BIGINT,
	set_by       BIGINT REFERENCES user_account (id),
	set_ms       BIGINT NOT NULL,
	CONSTRAINT contract_manager_days CHECK (from_day < until_day),
	CONSTRAINT contract_manager_apart CHECK (prev_until <= from_day),
	CONSTRAINT contract_manager_until UNIQUE (provider, until_day),
	CONSTRAINT contract_manager_prev UNIQUE (provider, prev_until),
	CONSTRAINT contract_manager_chain FOREIGN KEY (provider, prev_until)
		REFERENCES contract_manager (provider, until_day) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX contract_manager_first ON contract_manager (provider)
	WHERE prev_until IS NULL;

-- What of the register's changes somebody here should look at.  What happened is the
-- registration_event; this is for whom it was news, and what came of it.
CREATE TABLE regulator_notice (
	id         BIGINT NOT NULL PRIMARY KEY,
	registration_event BIGINT NOT NULL UNIQUE REFERENCES registration_event (id),
	provider   BIGINT NOT NULL REFERENCES provider (id),  -- whose contract manager is told
	why        BIGINT NOT NULL,                 -- {WATCHED_*}: in use, standing, our area
	made_ms    BIGINT NOT NULL,
	looked_ms  BIGINT,
	looked_by  BIGINT REFERENCES user_account (id),
	did        TEXT CHECK (length(did) BETWEEN 1 AND 2000),
	CONSTRAINT regulator_notice_looked CHECK (looked_ms IS NULL
		OR (did IS NOT NULL AND looked_by IS NOT NULL))
);
CREATE INDEX regulator_notice_made ON regulator_notice (made_ms, id);
CREATE INDEX regulator_notice_provider ON regulator_notice (provider, made_ms, id);
CREATE INDEX regulator_notice_waiting ON regulator_notice (made_ms, id) WHERE looked_ms IS NULL;
CREATE INDEX registration_event_run ON registration_event (import_run, id);

-- A location that goes on as another: registered anew when it changed hands.  Proposed by
-- a rule, or named by a person; only what a person confirmed counts.
CREATE TABLE location_succession (
	id          BIGINT NOT NULL PRIMARY KEY,
	predecessor BIGINT NOT NULL REFERENCES location (id),
	successor   BIGINT NOT NULL REFERENCES location (id),
	rule        BIGINT NOT NULL,                -- {FOLLOWS_*}
	made_ms     BIGINT NOT NULL,
	import_run  BIGINT REFERENCES import_run (id),
	confirmed   BIGINT CHECK (confirmed IN (0, 1)), -- NULL: not decided
	decided_by  BIGINT REFERENCES user_account (id),
	decided_ms  BIGINT,
	reason      TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
	CONSTRAINT location_succession_two CHECK (predecessor <> successor),
	CONSTRAINT location_succession_one UNIQUE (successor, predecessor),
	CONSTRAINT location_succession_decided CHECK ((confirmed IS NULL) = (decided_ms IS NULL))
);
CREATE INDEX location_succession_before ON location_succession (predecessor, successor);
CREATE INDEX location_succession_waiting ON location_succession (made_ms, id)
	WHERE confirmed IS NULL;
CREATE INDEX embargo_location ON embargo (location) WHERE location IS NOT NULL;
CREATE INDEX location_uprn ON location (uprn, regulator) WHERE uprn IS NOT NULL;
CREATE INDEX location_postcode ON location (postcode, regulator) WHERE postcode IS NOT NULL;
