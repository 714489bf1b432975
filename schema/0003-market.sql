-- SPDX-License-Identifier: MIT
-- 0003-market.sql -- who may work for us, on what standing, at what price.

-- The legal organisation.
CREATE TABLE provider (
	id        BIGINT NOT NULL PRIMARY KEY,
	revision  BIGINT NOT NULL DEFAULT 1,
	name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
	name_key  TEXT NOT NULL,
	regulator BIGINT NOT NULL,                  -- {REGULATOR_*}
	ref       TEXT NOT NULL,                    -- "SP2003000349", "1-877912132"
	kind      BIGINT NOT NULL,                  -- {SECTOR_*}: private, voluntary...
	email     TEXT,                             -- where requests are announced
	phone     TEXT,
	made_ms   BIGINT NOT NULL,
	CONSTRAINT provider_ref UNIQUE (regulator, ref)
);
CREATE INDEX provider_name ON provider (name_key, id);

-- What the regulator registers.
CREATE TABLE location (
	id             BIGINT NOT NULL PRIMARY KEY,
	revision       BIGINT NOT NULL DEFAULT 1,
	provider       BIGINT NOT NULL REFERENCES provider (id),
	regulator      BIGINT NOT NULL,
	ref            TEXT NOT NULL,               -- "CS2003000189", "1-1000210669"
	name           TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
	name_key       TEXT NOT NULL,
	address        TEXT,
	town           TEXT,
	postcode       TEXT,
	district       TEXT,                        -- outward code, as localities have it
	authority      TEXT,                        -- local authority area, as published
	phone          TEXT,
	uprn           TEXT,
	hidden         BIGINT NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)), -- its address is
	status         BIGINT NOT NULL,             -- {REG_*}
	registered_day BIGINT,
	ended_day      BIGINT,
	places         BIGINT,
	inspected_day  BIGINT,
	combined_ref   TEXT,                        -- registered together with, counted once
	latest_rating  TEXT,                        -- the overall one, as published
	latest_rank    BIGINT,                      -- 1 worst ... 6 best (CI), 1 ... 4 (CQC)
	latest_day     BIGINT,
	row_hash       BYTEA,                       -- of the file's row: unchanged rows are skipped
	gone_ms        BIGINT,                      -- no longer in the regulator's file
	made_ms        BIGINT NOT NULL,
	CONSTRAINT location_ref UNIQUE (regulator, ref)
);
CREATE INDEX location_provider ON location (provider);
CREATE INDEX location_name ON location (name_key, id);
CREATE INDEX location_district ON location (district, provider);
CREATE INDEX location_authority ON location (authority, status);

CREATE TABLE location_service (
	location BIGINT NOT NULL REFERENCES location (id),
	service  BIGINT NOT NULL,                   -- {SERVICE_*}
	PRIMARY KEY (location, service)
);
CREATE INDEX location_service_kind ON location_service (service, location);

-- Every rating that was ever published, by key question; the newest is last.
CREATE TABLE rating (
	id        BIGINT NOT NULL PRIMARY KEY,
	location  BIGINT NOT NULL REFERENCES location (id),
	question  BIGINT NOT NULL,                  -- {ASKED_*}: overall, safe, staff team...
	value     TEXT NOT NULL,
	rank      BIGINT,
	given_day BIGINT,                           -- as published
	noticed_ms BIGINT NOT NULL,                 -- when our import first saw it
	import_run BIGINT REFERENCES import_run (id)
);
CREATE INDEX rating_location ON rating (location, question, noticed_ms, id);

-- Registered, deregistered, moved, renamed, changed hands.
CREATE TABLE registration_event (
	id         BIGINT NOT NULL PRIMARY KEY,
	location   BIGINT NOT NULL REFERENCES location (id),
	kind       BIGINT NOT NULL,                 -- {EVENT_*}
	was        TEXT NOT NULL,
	now_is     TEXT NOT NULL,
	noticed_ms BIGINT NOT NULL,
	import_run BIGINT REFERENCES import_run (id)
);
CREATE INDEX registration_event_location ON registration_event (location, noticed_ms, id);

-- ---- frameworks, as far as brokerage needs them -------------------------------

CREATE TABLE framework (
	id        BIGINT NOT NULL PRIMARY KEY,
	name      TEXT NOT NULL,
	from_day  BIGINT NOT NULL,
	until_day BIGINT NOT NULL,
	CONSTRAINT framework_order CHECK (from_day < until_day)
);

-- A provider's standing on a part for a service: the places and dates it holds.
CREATE TABLE accreditation (
	id        BIGINT NOT NULL PRIMARY KEY,
	revision  BIGINT NOT NULL DEFAULT 1,
	framework BIGINT NOT NULL REFERENCES framework (id),
	provider  BIGINT NOT NULL REFERENCES provider (id),
	service   BIGINT NOT NULL,                  -- {SERVICE_*}
	part      BIGINT NOT NULL,                  -- {PART_*}: A, B, interim, out of area
	from_day  BIGINT NOT NULL,
	until_day BIGINT NOT NULL,
	decided_by BIGINT REFERENCES user_account (id),
	decided_ms BIGINT NOT NULL,
	reason    TEXT NOT NULL,
	ended_how BIGINT,                           -- {ENDED_*}: why it ends before its time
	ended_by  BIGINT REFERENCES user_account (id),
	end_reason TEXT,
	CONSTRAINT accreditation_order CHECK (from_day < until_day)
);
CREATE INDEX accreditation_provider ON accreditation (provider, service, from_day);
CREATE INDEX accreditation_service ON accreditation (service, part, provider);

CREATE TABLE accreditation_locality (
	accreditation BIGINT NOT NULL REFERENCES accreditation (id),
	locality      BIGINT NOT NULL REFERENCES locality (id),
	PRIMARY KEY (accreditation, locality)
);
CREATE INDEX accreditation_locality_by ON accreditation_locality (locality, accreditation);

-- Nothing new for a provider, or for one location of it.  Lifted by lift_ms.
CREATE TABLE embargo (
	id        BIGINT NOT NULL PRIMARY KEY,
	provider  BIGINT NOT NULL REFERENCES provider (id),
	location  BIGINT REFERENCES location (id),  -- NULL: the whole provider
	from_ms   BIGINT NOT NULL,
	reason    TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
	made_by   BIGINT NOT NULL REFERENCES user_account (id),
	review_day BIGINT,
	lift_ms   BIGINT,
	lift_reason TEXT,
	lifted_by BIGINT REFERENCES user_account (id)
);
CREATE INDEX embargo_provider ON embargo (provider, lift_ms);

-- Hours bought ahead, by the week.  Part B contracts are blocks.
CREATE TABLE block (
	id         BIGINT NOT NULL PRIMARY KEY,
	provider   BIGINT NOT NULL REFERENCES provider (id),
	locality   BIGINT NOT NULL REFERENCES locality (id),
	service    BIGINT NOT NULL,
	name       TEXT NOT NULL,
	from_day   BIGINT NOT NULL,
	until_day  BIGINT NOT NULL,
	week_mins  BIGINT NOT NULL CHECK (week_mins > 0),
	rate_pence BIGINT NOT NULL CHECK (rate_pence BETWEEN 1 AND 100000),
	CONSTRAINT block_order CHECK (from_day < until_day)
);
CREATE INDEX block_locality ON block (locality, service, from_day);

-- The council's fair price of care: pence an hour.  Dated rows of one service
-- and locality never overlap.
CREATE TABLE fair_price (
	id         BIGINT NOT NULL PRIMARY KEY,
	service    BIGINT NOT NULL,
	locality   BIGINT NOT NULL REFERENCES locality (id),
	from_day   BIGINT NOT NULL,
	until_day  BIGINT NOT NULL,
	prev_until BIGINT,
	rate_pence BIGINT NOT NULL CHECK (rate_pence BETWEEN 1 AND 100000),
	CONSTRAINT fair_price_days CHECK (from_day < until_day),
	CONSTRAINT fair_price_apart CHECK (prev_until <= from_day),
	CONSTRAINT fair_price_until UNIQUE (service, locality, until_day),
	CONSTRAINT fair_price_prev UNIQUE (service, locality, prev_until),
	CONSTRAINT fair_price_chain FOREIGN KEY (service, locality, prev_until)
		REFERENCES fair_price (service, locality, until_day) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX fair_price_first ON fair_price (service, locality) WHERE prev_until IS NULL;

-- A named stretch of the day on some days of the week, from day to day.
CREATE TABLE time_band (
	id         BIGINT NOT NULL PRIMARY KEY,
	name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
	days       BIGINT NOT NULL CHECK (days BETWEEN 1 AND 127), -- bit 0 = Monday
	start_mins BIGINT NOT NULL CHECK (start_mins BETWEEN 0 AND 1439),
	end_mins   BIGINT NOT NULL CHECK (end_mins BETWEEN 1 AND 1440),
	from_day   BIGINT NOT NULL,
	until_day  BIGINT NOT NULL,
	position   BIGINT NOT NULL,
	CONSTRAINT time_band_clock CHECK (start_mins < end_mins),
	CONSTRAINT time_band_days CHECK (from_day < until_day)
);

-- What a provider says it can take on: the newest statement counts.
CREATE TABLE capacity (
	id         BIGINT NOT NULL PRIMARY KEY,
	provider   BIGINT NOT NULL REFERENCES provider (id),
	locality   BIGINT NOT NULL REFERENCES locality (id),
	time_band  BIGINT NOT NULL REFERENCES time_band (id),
	free_mins  BIGINT NOT NULL CHECK (free_mins BETWEEN 0 AND 600000),
	stated_ms  BIGINT NOT NULL,
	stated_by  BIGINT REFERENCES user_account (id),
	CONSTRAINT capacity_one UNIQUE (provider, locality, time_band)
);
CREATE INDEX capacity_place ON capacity (locality, time_band, provider);

-- Skills that requests may ask for and providers say they have.
CREATE TABLE skill (
	id       BIGINT NOT NULL PRIMARY KEY,
	name     TEXT NOT NULL UNIQUE,
	ended_day BIGINT
);
CREATE TABLE provider_skill (
	provider BIGINT NOT NULL REFERENCES provider (id),
	skill    BIGINT NOT NULL REFERENCES skill (id),
	PRIMARY KEY (provider, skill)
);
