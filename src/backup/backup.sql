-- SPDX-License-Identifier: MIT
-- backup.sql -- what a copy says of its audit trail, and how tonight's went.

-- :name backup_audit
-- The newest row.
-- :out id int
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1

-- :name backup_running
-- until_ms: nobody else takes it up before.
-- :in now Moment, until_ms Moment, key text
UPDATE job
   SET state = {JOB_RUNNING}, started_ms = :now, done_ms = NULL, run_at_ms = :until_ms,
       tries = tries + 1, message = ''
 WHERE unique_key = :key

-- :name backup_ended
-- :in now Moment, state int, message text, key text
UPDATE job SET state = :state, done_ms = :now, run_at_ms = :now, message = :message
 WHERE unique_key = :key

-- :name backup_letter
SELECT id FROM mail_out WHERE id = :id

-- :name meter_copy
-- When the newest of the clerk's copies was good; NULL: none was yet.
-- :out n int
SELECT div_floor(max(done_ms), 1000) AS n FROM job
 WHERE unique_key >= 'backup.daily@' AND unique_key < 'backup.dailyA' AND state = {JOB_DONE}
