-- SPDX-License-Identifier: MIT
-- 0008-frameworks.sql -- the life of a framework: its rounds, its term, its windows.

-- In order: applications, told, from, term, until (as it stands), extend.  What ends
-- on a day ends before it begins.
ALTER TABLE framework ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE framework ADD COLUMN host TEXT;              -- whose it is; NULL: the council's own
ALTER TABLE framework ADD COLUMN apply_from_day BIGINT;
ALTER TABLE framework ADD COLUMN apply_until_day BIGINT;
ALTER TABLE framework ADD COLUMN told_day BIGINT;        -- all are told; standstill until from_day
ALTER TABLE framework ADD COLUMN term_day BIGINT;        -- end of the first term; NULL: until_day
ALTER TABLE framework ADD COLUMN extend_day BIGINT;      -- it may be extended until then
ALTER TABLE framework ADD COLUMN review_day BIGINT;
ALTER TABLE framework ADD COLUMN reviewed_day BIGINT;
ALTER TABLE framework ADD COLUMN review TEXT;            -- what the review came to
ALTER TABLE framework ADD COLUMN refer_from_day BIGINT;  -- packages are called off from... NULL:
ALTER TABLE framework ADD COLUMN refer_until_day BIGINT; -- as long as it lives

-- When providers may apply to join a framework that lives.
CREATE TABLE framework_window (
	id         BIGINT NOT NULL PRIMARY KEY,
	framework  BIGINT NOT NULL REFERENCES framework (id),
	opens_day  BIGINT NOT NULL,
	closes_day BIGINT NOT NULL,
	early      BIGINT NOT NULL CHECK (early IN (0, 1)),  -- sooner than policy has it
	reason     TEXT,                                     -- never NULL where it is early
	made_by    BIGINT REFERENCES user_account (id),
	made_ms    BIGINT NOT NULL,
	CONSTRAINT framework_window_order CHECK (opens_day < closes_day)
);
CREATE INDEX framework_window_days ON framework_window (framework, opens_day);
CREATE INDEX accreditation_framework ON accreditation (framework, part, service, provider);
