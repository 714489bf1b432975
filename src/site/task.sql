-- SPDX-License-Identifier: MIT
-- task.sql -- what waits for whoever it may be: forms left unfinished; for the
-- administrator, what the program could not do by itself.

-- :name task_drafts
-- :in me UserAccountId
-- :out n int, link text, since_ms Moment
SELECT d.id, d.path AS link, d.path AS about, d.saved_ms AS since_ms, count(*) OVER () AS n
  FROM draft d
 WHERE d.user_account = :me
 ORDER BY d.saved_ms DESC, d.id
 LIMIT :limit

-- :name task_failed_jobs
-- :in ago_ms Moment
-- :out n int, about text, since_ms Moment
SELECT j.id, j.kind AS about, j.done_ms AS since_ms, count(*) OVER () AS n
  FROM job j
 WHERE j.state = {JOB_FAILED} AND j.done_ms >= :ago_ms
 ORDER BY j.done_ms DESC, j.id
 LIMIT :limit

-- :name task_failing_mail
-- :out n int, about text, since_ms Moment
SELECT m.id, m.subject AS about, m.made_ms AS since_ms, count(*) OVER () AS n
  FROM mail_out m
 WHERE m.sent_ms IS NULL AND m.failure IS NOT NULL
 ORDER BY m.made_ms, m.id
 LIMIT :limit

-- :name task_stuck_steps
-- A step long past its deadline has not ended: moving its request on breaks, which the log
-- tells.  The clerk looks every few seconds.
-- :in late_ms Moment
-- :out n int, about text, since_ms Moment
SELECT r.id, 'Request ' || CAST(r.id AS TEXT) AS about, r.deadline_ms AS since_ms,
       count(*) OVER () AS n
  FROM request r
 WHERE r.open = 1 AND r.deadline_ms <= :late_ms
 ORDER BY r.deadline_ms, r.id
 LIMIT :limit

-- ---- the morning's letter ----------------------------------------------------

-- :name remind_users
-- Whoever wants it and has not had it on the day, in pieces.
-- :in day Date, after UserAccountId
SELECT id, email, name, roles, team, provider
  FROM user_account
 WHERE id > :after AND disabled_ms IS NULL AND no_reminders = 0
   AND (reminded_day IS NULL OR reminded_day < :day)
 ORDER BY id LIMIT 100

-- :name remind_mark
-- No row: it was sent already.
-- :in day Date
UPDATE user_account SET reminded_day = :day
 WHERE id = :id AND no_reminders = 0 AND (reminded_day IS NULL OR reminded_day < :day)
