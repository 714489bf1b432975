-- SPDX-License-Identifier: MIT
-- calendar.sql -- days and their running numbers.

-- :name calendar_put
-- :in day Date
INSERT INTO calendar (day, iso, year_no, month_no, day_of_month, month_idx, weekday,
                      work_ew, seq_ew, work_sc, seq_sc, work_ni, seq_ni)
VALUES (:day, :iso, :year_no, :month_no, :day_of_month, :month_idx, :weekday,
        :work_ew, :seq_ew, :work_sc, :seq_sc, :work_ni, :seq_ni)
ON CONFLICT (day) DO UPDATE
   SET work_ew = excluded.work_ew, seq_ew = excluded.seq_ew, work_sc = excluded.work_sc,
       seq_sc = excluded.seq_sc, work_ni = excluded.work_ni, seq_ni = excluded.seq_ni

-- :name calendar_seqs
-- :in from_day Date, until_day Date
-- :out day Date
SELECT day, seq_ew, seq_sc, seq_ni FROM calendar
 WHERE day >= :from_day AND day <= :until_day ORDER BY day

-- :name calendar_day
SELECT work_ew, work_sc, work_ni FROM calendar WHERE day = :day

-- :name calendar_shift
-- One day is worked that was not, or the other way round: by one, or not at all.
-- :in by_ew int, by_sc int, by_ni int
UPDATE calendar
   SET work_ew = CASE WHEN day = :day THEN work_ew + :by_ew ELSE work_ew END,
       work_sc = CASE WHEN day = :day THEN work_sc + :by_sc ELSE work_sc END,
       work_ni = CASE WHEN day = :day THEN work_ni + :by_ni ELSE work_ni END,
       seq_ew = seq_ew + :by_ew, seq_sc = seq_sc + :by_sc, seq_ni = seq_ni + :by_ni
 WHERE day >= :day

-- ---- what is proclaimed ---------------------------------------------------------

-- :name bank_holidays
SELECT nation, day, kind FROM bank_holiday

-- :name bank_holiday_load
SELECT id, nation, day, kind, name FROM bank_holiday WHERE id = :id

-- :name bank_holiday_on
SELECT id FROM bank_holiday WHERE day = :day AND nation = :nation

-- :name bank_holiday_put
INSERT INTO bank_holiday (id, nation, day, kind, name)
VALUES (:id, :nation, :day, :kind, :name) ON CONFLICT (day, nation) DO NOTHING

-- :name bank_holiday_drop
DELETE FROM bank_holiday WHERE id = :id

-- :name bank_holiday_list
-- :in nation int, limit int, skip int
SELECT id, day, nation, kind, name FROM bank_holiday
 WHERE 1 = 1
--?nation AND nation = :nation
 ORDER BY day DESC, nation
 LIMIT :limit OFFSET :skip
