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
