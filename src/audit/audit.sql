-- SPDX-License-Identifier: MIT
-- audit.sql -- the chain: read its end, add to it, follow it; and look things up in it.

-- :name audit_last
-- The newest row: its number and its hash.
SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1

-- :name audit_add
-- :in user_account UserAccountId, person PersonId
INSERT INTO audit (id, at_ms, user_account, verb, thing, thing_id, person, reason, detail,
                   prev_hash, hash)
VALUES (:id, :at_ms, :user_account, :verb, :thing, :thing_id, :person, :reason, :detail,
        :prev_hash, :hash)

-- :name audit_chain
-- Every row in its order, for the one who follows the chain.
-- :out id int, user_account UserAccountId, person PersonId
SELECT id, at_ms, user_account, verb, thing, thing_id, person, reason, detail, prev_hash, hash
  FROM audit
 ORDER BY id

-- :name audit_page
-- Rows for the auditor, newest first.  Of a restricted record on which she is
-- not named (secret) she sees that something was done, and cannot look it up.
-- :in by UserAccountId, me UserAccountId, now Moment
-- :out id int, person PersonId, secret int
SELECT x.id, x.at_ms, x.user_account, u.name AS user_name, x.verb, x.thing, x.thing_id, x.person,
       x.reason, x.detail,
       CASE WHEN p.restricted = 1 AND n.id IS NULL THEN 1 ELSE 0 END AS secret
  FROM audit x
  LEFT JOIN user_account u ON u.id = x.user_account
  LEFT JOIN person p ON p.id = x.person
  LEFT JOIN person_named n ON n.person = x.person AND n.user_account = :me
        AND (n.until_ms IS NULL OR n.until_ms > :now)
 WHERE x.id > 0
--?person AND x.person = :person AND (p.restricted = 0 OR n.id IS NOT NULL)
--?by AND x.user_account = :by
--?thing AND x.thing = :thing
--?thing_id AND x.thing_id = :thing_id
--?thing_id AND (p.id IS NULL OR p.restricted = 0 OR n.id IS NOT NULL)
--?verb AND x.verb = :verb
 ORDER BY x.id DESC
 LIMIT :limit OFFSET :skip

-- :name audit_secret
-- Which of these people are on restricted records that the reader is not named on?
-- :in ids text, me UserAccountId, now Moment
SELECT p.id
  FROM person p
 WHERE p.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:ids)) AND p.restricted = 1
   AND NOT EXISTS (SELECT 1 FROM person_named n
                    WHERE n.person = p.id AND n.user_account = :me
                      AND (n.until_ms IS NULL OR n.until_ms > :now))

-- :name audit_users
-- Who may stand in the trail, for the filter.
-- :out label text
SELECT id, name || ' (' || email || ')' AS label FROM user_account ORDER BY name, id
