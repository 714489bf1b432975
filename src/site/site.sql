-- SPDX-License-Identifier: MIT
-- site.sql -- settings, drafts, and forms that were sent before.

-- :name setting_all
SELECT name, value FROM setting ORDER BY name

-- :name setting_put
INSERT INTO setting (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- :name draft_put
-- One for each person and page: what is typed last counts.
INSERT INTO draft (id, user_account, path, body, saved_ms)
VALUES (:id, :user_account, :path, :body, :saved_ms)
ON CONFLICT (user_account, path) DO UPDATE
   SET body = excluded.body, saved_ms = excluded.saved_ms

-- :name draft_find
SELECT id, body, saved_ms FROM draft WHERE user_account = :user_account AND path = :path

-- :name draft_drop
DELETE FROM draft WHERE user_account = :user_account AND path = :path

-- :name draft_sweep
-- Drafts that nobody came back for, one person's at a time.
-- :in before Moment
DELETE FROM draft WHERE user_account = :user_account AND saved_ms < :before

-- :name submission_find
SELECT user_account, path, went_to FROM submission WHERE key = :key

-- :name submission_put
-- The same key again: a form that was corrected and sent anew.
INSERT INTO submission (key, user_account, path, went_to, at_ms)
VALUES (:key, :user_account, :path, :went_to, :at_ms)
ON CONFLICT (key) DO UPDATE
   SET path = excluded.path, went_to = excluded.went_to, at_ms = excluded.at_ms

-- :name submission_sweep
-- A few old ones with each new one, so that the table stays small.
-- :in before Moment
DELETE FROM submission WHERE key IN (
    SELECT key FROM submission WHERE at_ms < :before ORDER BY at_ms LIMIT 5)
