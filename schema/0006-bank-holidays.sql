-- SPDX-License-Identifier: MIT
-- 0006-bank-holidays.sql -- what was proclaimed besides the bank holidays that
-- come by rule, and what was moved for it: rows that an administrator keeps.
-- The calendar is made of both.  Source: gov.uk/bank-holidays (OGL).

CREATE TABLE bank_holiday (
	id     BIGINT NOT NULL PRIMARY KEY,
	nation BIGINT NOT NULL CHECK (nation IN (1, 2, 3)),  -- {NATION_*}
	day    BIGINT NOT NULL,
	kind   BIGINT NOT NULL CHECK (kind IN (1, 2)),       -- {HOLIDAY_*}: added, cancelled
	name   TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	CONSTRAINT bank_holiday_once UNIQUE (day, nation)
);

INSERT INTO bank_holiday (id, nation, day, kind, name) VALUES
	(1, 1, 15093, 1, 'Royal wedding'),
	(2, 2, 15093, 1, 'Royal wedding'),
	(3, 3, 15093, 1, 'Royal wedding'),
	(4, 1, 15488, 2, 'Spring bank holiday, moved to 4 June'),
	(5, 2, 15488, 2, 'Spring bank holiday, moved to 4 June'),
	(6, 3, 15488, 2, 'Spring bank holiday, moved to 4 June'),
	(7, 1, 15495, 1, 'Spring bank holiday, moved from 28 May'),
	(8, 2, 15495, 1, 'Spring bank holiday, moved from 28 May'),
	(9, 3, 15495, 1, 'Spring bank holiday, moved from 28 May'),
	(10, 1, 15496, 1, 'Diamond jubilee'),
	(11, 2, 15496, 1, 'Diamond jubilee'),
	(12, 3, 15496, 1, 'Diamond jubilee'),
	(13, 1, 18386, 2, 'Early May bank holiday, moved to 8 May'),
	(14, 2, 18386, 2, 'Early May bank holiday, moved to 8 May'),
	(15, 3, 18386, 2, 'Early May bank holiday, moved to 8 May'),
	(16, 1, 18390, 1, 'Early May bank holiday, for VE day'),
	(17, 2, 18390, 1, 'Early May bank holiday, for VE day'),
	(18, 3, 18390, 1, 'Early May bank holiday, for VE day'),
	(19, 1, 19142, 2, 'Spring bank holiday, moved to 2 June'),
	(20, 2, 19142, 2, 'Spring bank holiday, moved to 2 June'),
	(21, 3, 19142, 2, 'Spring bank holiday, moved to 2 June'),
	(22, 1, 19145, 1, 'Spring bank holiday, moved from 30 May'),
	(23, 2, 19145, 1, 'Spring bank holiday, moved from 30 May'),
	(24, 3, 19145, 1, 'Spring bank holiday, moved from 30 May'),
	(25, 1, 19146, 1, 'Platinum jubilee'),
	(26, 2, 19146, 1, 'Platinum jubilee'),
	(27, 3, 19146, 1, 'Platinum jubilee'),
	(28, 1, 19254, 1, 'State funeral'),
	(29, 2, 19254, 1, 'State funeral'),
	(30, 3, 19254, 1, 'State funeral'),
	(31, 1, 19485, 1, 'Coronation'),
	(32, 2, 19485, 1, 'Coronation'),
	(33, 3, 19485, 1, 'Coronation'),
	(34, 2, 20619, 1, 'World Cup');

-- New ones are numbered after these.
INSERT INTO id_block (name, next_id) VALUES ('bank_holiday', 1000);
