-- SPDX-License-Identifier: MIT
-- 0010-lots.sql -- what a framework is divided into, what each lot pays, and what a
-- suspension is of.

-- Whose terms they are: 1 the council's own, 2 another's whose terms we call off on, 3 a
-- dynamic list that is open to applications all its life.
ALTER TABLE framework ADD COLUMN kind BIGINT NOT NULL DEFAULT 1;
UPDATE framework SET kind = 2 WHERE host IS NOT NULL;

-- A part of a framework that providers are accredited on: one service, some places.
CREATE TABLE lot (
	id        BIGINT NOT NULL PRIMARY KEY,
	revision  BIGINT NOT NULL DEFAULT 1,
	framework BIGINT NOT NULL REFERENCES framework (id),
	number    BIGINT NOT NULL CHECK (number BETWEEN 1 AND 999),
	name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	service   BIGINT NOT NULL,                  -- {SERVICE_*}
	part      BIGINT NOT NULL,                  -- {PART_*}: A, B, interim, out of area
	from_day  BIGINT,                           -- NULL: with the framework
	until_day BIGINT,                           -- NULL: as long as the framework
	made_by   BIGINT REFERENCES user_account (id),
	made_ms   BIGINT NOT NULL,
	CONSTRAINT lot_number UNIQUE (framework, number),
	CONSTRAINT lot_order CHECK (from_day < until_day)
);
CREATE INDEX lot_service ON lot (service, part, framework);

-- The places it is for; none of them: everywhere.
CREATE TABLE lot_locality (
	lot      BIGINT NOT NULL REFERENCES lot (id),
	locality BIGINT NOT NULL REFERENCES locality (id),
	PRIMARY KEY (lot, locality)
);
CREATE INDEX lot_locality_by ON lot_locality (locality, lot);

-- What it pays, from day to day: for all of it, or in one place, which goes before all.
-- Dated rows of one lot, place and unit never overlap.
CREATE TABLE lot_rate (
	id         BIGINT NOT NULL PRIMARY KEY,
	lot        BIGINT NOT NULL REFERENCES lot (id),
	locality   BIGINT REFERENCES locality (id), -- NULL: all of the lot
	place      BIGINT NOT NULL,                 -- the same, 0 for all: no NULL in a chain
	unit       BIGINT NOT NULL,                 -- {UNIT_*}: hour, visit, night, week
	kind       BIGINT NOT NULL,                 -- {RATED_*}: fixed, at most, as offered
	rate_pence BIGINT CHECK (rate_pence BETWEEN 1 AND 10000000), -- NULL: as offered
	from_day   BIGINT NOT NULL,
	until_day  BIGINT NOT NULL,
	prev_until BIGINT,
	made_by    BIGINT REFERENCES user_account (id),
	made_ms    BIGINT NOT NULL,
	CONSTRAINT lot_rate_place CHECK (coalesce(locality, 0) = place),
	CONSTRAINT lot_rate_known CHECK ((kind = 3) = (rate_pence IS NULL)),
	CONSTRAINT lot_rate_days CHECK (from_day < until_day),
	CONSTRAINT lot_rate_apart CHECK (prev_until <= from_day),
	CONSTRAINT lot_rate_until UNIQUE (lot, place, unit, until_day),
	CONSTRAINT lot_rate_prev UNIQUE (lot, place, unit, prev_until),
	CONSTRAINT lot_rate_chain FOREIGN KEY (lot, place, unit, prev_until)
		REFERENCES lot_rate (lot, place, unit, until_day) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX lot_rate_first ON lot_rate (lot, place, unit) WHERE prev_until IS NULL;

-- ---- an accreditation is on a lot ----------------------------------------------

-- One lot for each framework, service and part in use, numbered in that order.
INSERT INTO lot (id, framework, number, name, service, part, made_ms)
SELECT x.id, x.framework,
       row_number() OVER (PARTITION BY x.framework ORDER BY x.part, x.service),
       CASE x.part WHEN 1 THEN 'Part A: ' WHEN 2 THEN 'Part B: ' WHEN 3 THEN 'Interim: '
                   ELSE 'Out of area: ' END ||
       CASE x.service WHEN 1 THEN 'homecare' WHEN 2 THEN 'supported living' WHEN 3 THEN 'care homes'
                      WHEN 4 THEN 'care homes with nursing' WHEN 5 THEN 'day support'
                      WHEN 6 THEN 'reablement' WHEN 7 THEN 'extra care housing'
                      WHEN 8 THEN 'Shared Lives' WHEN 9 THEN 'fostering' ELSE 'other' END,
       x.service, x.part, x.made_ms
  FROM (SELECT min(a.id) AS id, a.framework, a.service, a.part, min(a.decided_ms) AS made_ms
          FROM accreditation a GROUP BY a.framework, a.service, a.part) x;
INSERT INTO id_block (name, next_id)
SELECT 'lot', x.most + 1 FROM (SELECT max(id) AS most FROM lot) x WHERE x.most IS NOT NULL;

CREATE TABLE accreditation_new (
	id        BIGINT NOT NULL PRIMARY KEY,
	revision  BIGINT NOT NULL DEFAULT 1,
	lot       BIGINT NOT NULL REFERENCES lot (id),
	provider  BIGINT NOT NULL REFERENCES provider (id),
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
INSERT INTO accreditation_new (id, revision, lot, provider, from_day, until_day, decided_by,
                               decided_ms, reason, ended_how, ended_by, end_reason)
SELECT a.id, a.revision, l.id, a.provider, a.from_day, a.until_day, a.decided_by, a.decided_ms,
       a.reason, a.ended_how, a.ended_by, a.end_reason
  FROM accreditation a
  JOIN lot l ON l.framework = a.framework AND l.service = a.service AND l.part = a.part;
DROP TABLE accreditation;
ALTER TABLE accreditation_new RENAME TO accreditation;
CREATE INDEX accreditation_provider ON accreditation (provider, lot, from_day);
CREATE INDEX accreditation_lot ON accreditation (lot, provider, from_day, until_day);

-- ---- what a suspension is of ---------------------------------------------------

ALTER TABLE embargo ADD COLUMN lot BIGINT REFERENCES lot (id);           -- NULL: every lot
ALTER TABLE embargo ADD COLUMN locality BIGINT REFERENCES locality (id); -- NULL: everywhere
-- What it rests on, or where that is kept; who decided, by name and post, NULL: made_by.
ALTER TABLE embargo ADD COLUMN evidence TEXT CHECK (length(evidence) <= 2000);
ALTER TABLE embargo ADD COLUMN decided_by TEXT CHECK (length(decided_by) <= 200);

-- ---- what is called off --------------------------------------------------------

-- Of an invitation: the lot under which it asks, and what that pays an hour, copied.
ALTER TABLE invitation ADD COLUMN lot BIGINT REFERENCES lot (id);
ALTER TABLE invitation ADD COLUMN lot_kind BIGINT;
ALTER TABLE invitation ADD COLUMN lot_pence BIGINT;
ALTER TABLE placement ADD COLUMN lot BIGINT REFERENCES lot (id);         -- called off from
CREATE INDEX placement_lot ON placement (lot, until_day, id);
