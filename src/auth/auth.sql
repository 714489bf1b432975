-- SPDX-License-Identifier: MIT
-- auth.sql -- accounts, sessions, wrong passwords, links in mail, teams.

-- :name account_by_key
-- Whoever signs in by this name.
SELECT id, name, email, password_hash, must_change, disabled_ms
  FROM user_account WHERE email_key = :email_key

-- :name account_load
SELECT id, revision, email, name, roles, team, provider, password_hash, must_change,
       disabled_ms, made_ms
  FROM user_account WHERE id = :id

-- :name account_insert
INSERT INTO user_account (id, email, email_key, name, roles, team, provider, password_hash,
                          must_change, made_ms)
VALUES (:id, :email, :email_key, :name, :roles, :team, :provider, :password_hash,
        :must_change, :made_ms)

-- :name account_change
-- Changes no row when somebody else changed it first.
UPDATE user_account
   SET name = :name, roles = :roles, team = :team, provider = :provider,
       disabled_ms = :disabled_ms, revision = revision + 1
 WHERE id = :id AND revision = :revision

-- :name account_set_password
UPDATE user_account
   SET password_hash = :password_hash, must_change = :must_change, revision = revision + 1
 WHERE id = :id

-- :name account_reminders
SELECT no_reminders FROM user_account WHERE id = :id

-- :name account_set_reminders
UPDATE user_account SET no_reminders = :no_reminders WHERE id = :id

-- :name account_admins
-- How many administrators can still sign in, this one aside.
-- :out n int
-- :in bit int
SELECT count(*) AS n FROM user_account
 WHERE id <> :id AND disabled_ms IS NULL AND (roles & :bit) <> 0

-- :name account_list
-- :out seen_ms Moment, disabled int
-- :in q text
SELECT u.id, u.name, u.email, u.roles, t.name AS team_name, p.name AS provider_name,
       u.must_change, CASE WHEN u.disabled_ms IS NULL THEN 0 ELSE 1 END AS disabled,
       (SELECT max(s.seen_ms) FROM session s WHERE s.user_account = u.id) AS seen_ms
  FROM user_account u
  LEFT JOIN team t ON t.id = u.team
  LEFT JOIN provider p ON p.id = u.provider
 WHERE u.id > 0
--?team AND u.team = :team
--?q AND (instr(lower(u.name), lower(:q)) > 0 OR instr(u.email_key, lower(:q)) > 0)
--=name ORDER BY u.name, u.id
--=email ORDER BY u.email_key, u.id
--=newest ORDER BY u.id DESC
 LIMIT :limit OFFSET :skip

-- :name account_count
-- :in q text
SELECT count(*) AS n FROM user_account u
 WHERE u.id > 0
--?team AND u.team = :team
--?q AND (instr(lower(u.name), lower(:q)) > 0 OR instr(u.email_key, lower(:q)) > 0)

-- ---- sessions ------------------------------------------------------------

-- :name session_who
-- A session and whose it is, ended or not.
SELECT s.id, s.csrf, s.started_ms, s.seen_ms, s.ended_ms, u.id AS user_account, u.name, u.email,
       u.roles, u.team, u.provider, u.must_change, u.disabled_ms, p.name AS provider_name
  FROM session s JOIN user_account u ON u.id = s.user_account
  LEFT JOIN provider p ON p.id = u.provider
 WHERE s.token_hash = :token_hash

-- :name session_add
-- :in now Moment
INSERT INTO session (id, token_hash, user_account, csrf, started_ms, seen_ms)
VALUES (:id, :token_hash, :user_account, :csrf, :now, :now)

-- :name session_see
-- :in now Moment
UPDATE session SET seen_ms = :now WHERE id = :id AND ended_ms IS NULL AND seen_ms < :now

-- :name session_close
-- :in now Moment
UPDATE session SET ended_ms = :now WHERE id = :id AND ended_ms IS NULL

-- :name session_close_others
-- All of an account's sessions but the one; none: all.
-- :in now Moment, but SessionId
UPDATE session SET ended_ms = :now
 WHERE user_account = :user_account AND ended_ms IS NULL
--?but AND id <> :but

-- :name session_sweep
-- Sessions that ended long ago; kept a while, so that what was typed finds its way back.
-- :in before Moment, but SessionId
DELETE FROM session WHERE id IN (
    SELECT id FROM session WHERE seen_ms < :before AND id <> :but
     ORDER BY seen_ms LIMIT 50)

-- :name session_list
-- Where this person is signed in.
-- :in after Moment
SELECT id, started_ms, seen_ms FROM session
 WHERE user_account = :user_account AND ended_ms IS NULL AND seen_ms > :after
 ORDER BY seen_ms DESC, id DESC
 LIMIT 50

-- ---- wrong passwords ---------------------------------------------------------

-- :name try_load
SELECT failures, next_try_ms, last_ms FROM sign_in_try WHERE who = :who

-- :name try_save
INSERT INTO sign_in_try (who, failures, next_try_ms, last_ms)
VALUES (:who, :failures, :next_try_ms, :last_ms)
ON CONFLICT (who) DO UPDATE
   SET failures = excluded.failures, next_try_ms = excluded.next_try_ms,
       last_ms = excluded.last_ms

-- :name try_clear
DELETE FROM sign_in_try WHERE who = :who

-- :name try_sweep
-- :in before Moment
DELETE FROM sign_in_try WHERE who IN (
    SELECT who FROM sign_in_try WHERE last_ms < :before ORDER BY last_ms LIMIT 50)

-- ---- links in mail -------------------------------------------------------------

-- :name link_add
INSERT INTO mail_link (id, token_hash, path, user_account, made_ms, until_ms)
VALUES (:id, :token_hash, :path, :user_account, :made_ms, :until_ms)

-- :name link_find
SELECT path, user_account, until_ms FROM mail_link WHERE token_hash = :token_hash

-- ---- teams ------------------------------------------------------------------------

-- :name team_insert
INSERT INTO team (id, name, kind) VALUES (:id, :name, :kind)

-- :name team_load
SELECT id, name, kind, ended_day FROM team WHERE id = :id

-- :name team_change
UPDATE team SET name = :name, kind = :kind, ended_day = :ended_day WHERE id = :id

-- :name team_list
-- :out people int
SELECT t.id, t.name, t.kind, t.ended_day,
       (SELECT count(*) FROM user_account u
         WHERE u.team = t.id AND u.disabled_ms IS NULL) AS people
  FROM team t
 ORDER BY t.name, t.id
 LIMIT :limit OFFSET :skip

-- :name team_choices
-- :out label text
SELECT id, name AS label FROM team WHERE ended_day IS NULL ORDER BY name, id

-- :name provider_choices
-- :out label text
SELECT id, name AS label FROM provider ORDER BY name, id

-- ---- letters that set a first password ---------------------------------------------

-- :name invitation_token_add
INSERT INTO account_invitation (token_hash, user_account, made_ms, until_ms)
VALUES (:token_hash, :user_account, :made_ms, :until_ms)

-- :name invitation_token_find
SELECT i.user_account, i.until_ms, i.used_ms, u.email, u.name
  FROM account_invitation i
  JOIN user_account u ON u.id = i.user_account AND u.disabled_ms IS NULL
 WHERE i.token_hash = :token_hash

-- :name invitation_token_use
-- :in now Moment
UPDATE account_invitation SET used_ms = :now WHERE token_hash = :token_hash AND used_ms IS NULL
