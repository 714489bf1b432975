-- SPDX-License-Identifier: MIT
-- jobs.sql -- the table of jobs, and what the clerk sweeps up.

-- :name job_put
INSERT INTO job (id, kind, args, state, run_at_ms, user_account, unique_key)
VALUES (:id, :kind, :args, {JOB_WAITING}, :run_at_ms, :user_account, :unique_key)
ON CONFLICT (unique_key) DO NOTHING

-- :name job_due
-- The next to be run: waiting, or left by a clerk that is gone.
-- :in now Moment
-- :row job_row
SELECT id, kind, args, state, run_at_ms, tries, user_account
  FROM job
 WHERE state IN ({JOB_WAITING}, {JOB_RUNNING}) AND run_at_ms <= :now
 ORDER BY run_at_ms, id LIMIT 1

-- :name job_claim
-- run_at_ms is then the moment from which another clerk may take it for lost.
-- :in seen_ms Moment, lost_ms Moment, running int
UPDATE job
   SET state = :running, started_ms = :started_ms, tries = tries + 1, run_at_ms = :lost_ms
 WHERE id = :id AND run_at_ms = :seen_ms AND state IN ({JOB_WAITING}, {JOB_RUNNING})

-- :name job_release
-- What a clerk who is gone had in hand.
-- :in now Moment
UPDATE job SET run_at_ms = :now WHERE state = {JOB_RUNNING} AND run_at_ms > :now

-- :name job_end
-- `tries` is the claim: no row, if somebody else has taken it meanwhile.
UPDATE job
   SET state = :state, done_ms = :done_ms, run_at_ms = :run_at_ms, message = :message
 WHERE id = :id AND state = {JOB_RUNNING} AND tries = :tries

-- :name job_step
UPDATE job SET progress = :progress, total = :total, run_at_ms = :run_at_ms
 WHERE id = :id AND state = {JOB_RUNNING} AND tries = :tries

-- :name job_wait_again
UPDATE job
   SET state = {JOB_WAITING}, run_at_ms = :run_at_ms, user_account = :user_account, tries = 0,
       done_ms = NULL, progress = 0, message = ''
 WHERE unique_key = :unique_key AND state = {JOB_FAILED}

-- :name job_by_key
SELECT state, tries, progress, total, run_at_ms, message FROM job WHERE unique_key = :unique_key

-- :name job_newest_key
-- The latest moment of a job of the clock: its keys end with it, and sort by it.
-- :in low text, high text
-- :out newest text
SELECT max(unique_key) AS newest FROM job WHERE unique_key >= :low AND unique_key < :high

-- :name job_list
-- The newest first.
-- :in limit int, skip int
SELECT id, kind, state, run_at_ms, tries, started_ms, done_ms, progress, total, message
  FROM job
 WHERE 1 = 1
--?state AND state = :state
--=newest ORDER BY id DESC
--=oldest ORDER BY id
 LIMIT :limit OFFSET :skip

-- ---- sweeping: a few at a time, so that nobody waits ------------------------------

-- :name sweep_sessions
-- :in before Moment
DELETE FROM session WHERE id IN (
    SELECT id FROM session WHERE seen_ms < :before ORDER BY seen_ms LIMIT 500)

-- :name sweep_submissions
-- :in before Moment
DELETE FROM submission WHERE key IN (
    SELECT key FROM submission WHERE at_ms < :before ORDER BY at_ms LIMIT 500)

-- :name sweep_tries
-- :in before Moment
DELETE FROM sign_in_try WHERE who IN (
    SELECT who FROM sign_in_try WHERE last_ms < :before ORDER BY last_ms LIMIT 500)

-- :name sweep_links
-- :in before Moment
DELETE FROM mail_link WHERE until_ms < :before

-- :name sweep_drafts
-- :in before Moment
DELETE FROM draft WHERE saved_ms < :before

-- :name sweep_jobs
-- :in before Moment
DELETE FROM job WHERE id IN (
    SELECT id FROM job WHERE state = {JOB_DONE} AND run_at_ms < :before
     ORDER BY run_at_ms LIMIT 500)

-- ---- for whoever keeps the service running ----------------------------------------

-- :name meter_jobs
-- Those that are done are many, and nobody's worry.
-- :out n int
SELECT state, count(*) AS n FROM job
 WHERE state IN ({JOB_WAITING}, {JOB_RUNNING}, {JOB_FAILED}) GROUP BY state
