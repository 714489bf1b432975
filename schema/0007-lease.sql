-- SPDX-License-Identifier: MIT
-- 0007-lease.sql -- who, of several processes on one machine or many, does what
-- only one may do at a time.  Whoever holds a lease renews it; when its holder
-- is gone it runs out, and another takes it.

CREATE TABLE lease (
	name          TEXT NOT NULL PRIMARY KEY,     -- 'clerk'
	holder        TEXT NOT NULL CHECK (length(holder) BETWEEN 1 AND 120),
	taken_ms      BIGINT NOT NULL,
	renewed_ms    BIGINT NOT NULL,
	until_ms      BIGINT NOT NULL,
	checkpoint_us BIGINT                         -- the longest of late
);
