-- SPDX-License-Identifier: MIT
-- sign_up.sql -- providers that ask for their first account.

-- :name sign_up_provider_by_ref
-- A provider by its own number in the register.
SELECT id, name FROM provider WHERE regulator = :regulator AND ref = :ref

-- :name sign_up_provider_by_location
-- A provider by the number of one of its locations that is registered.
-- :in regulator int, ref text
SELECT p.id, p.name
  FROM location l JOIN provider p ON p.id = l.provider
 WHERE l.regulator = :regulator AND l.ref = :ref AND l.gone_ms IS NULL

-- :name sign_up_waits
SELECT id FROM sign_up WHERE provider = :provider AND email = :email AND confirmed IS NULL

-- :name sign_up_insert
INSERT INTO sign_up (id, revision, provider, name, post, email, phone, asked_ms)
VALUES (:id, 1, :provider, :name, :post, :email, :phone, :asked_ms)

-- :name sign_up_load
-- :row sign_up
SELECT s.id, s.revision, s.provider, p.name AS provider_name, p.regulator, p.ref,
       p.email AS provider_email, p.phone AS provider_phone, s.name, s.post, s.email, s.phone,
       s.asked_ms, s.confirmed, s.known_by, s.words, u.name AS decided_name, s.decided_ms,
       s.account
  FROM sign_up s
  JOIN provider p ON p.id = s.provider
  LEFT JOIN user_account u ON u.id = s.decided_by
 WHERE s.id = :id

-- :name sign_up_decide
UPDATE sign_up SET revision = revision + 1, confirmed = :confirmed, known_by = :known_by,
       words = :words, decided_by = :decided_by, decided_ms = :decided_ms, account = :account
 WHERE id = :id AND confirmed IS NULL

-- :name sign_up_hold
UPDATE sign_up SET revision = revision + 1 WHERE id = :id AND confirmed IS NULL

-- :name sign_up_list
-- What waits first.
-- :in waiting int
SELECT s.id, s.provider, p.name AS provider_name, s.name, s.post, s.email, s.asked_ms,
       s.confirmed, u.name AS decided_name, s.decided_ms, s.known_by
  FROM sign_up s
  JOIN provider p ON p.id = s.provider
  LEFT JOIN user_account u ON u.id = s.decided_by
 WHERE s.id > 0
--?waiting AND s.confirmed IS NULL AND :waiting = 1
 ORDER BY s.asked_ms DESC, s.id DESC
 LIMIT :limit OFFSET :skip

-- :name sign_up_accounts
-- Who of the provider can sign in already.
SELECT name, email FROM user_account WHERE provider = :provider AND disabled_ms IS NULL
 ORDER BY name, id LIMIT 20

-- :name task_sign_ups
-- :out about text, n int
SELECT s.id, p.name AS about, s.asked_ms AS since_ms, count(*) OVER () AS n
  FROM sign_up s JOIN provider p ON p.id = s.provider
 WHERE s.confirmed IS NULL
 ORDER BY s.asked_ms, s.id
 LIMIT :limit

-- :name check_sign_ups
-- Confirmed without an account of that provider's, or by the address we know and another's.
SELECT s.id
  FROM sign_up s
  LEFT JOIN user_account u ON u.id = s.account AND u.provider = s.provider
 WHERE s.confirmed = 1 AND (u.id IS NULL OR s.known_by IS NULL)
