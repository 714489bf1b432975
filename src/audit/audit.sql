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
-- Rows for the auditor, newest first.
-- :in by UserAccountId
-- :out id int, person PersonId
SELECT x.id, x.at_ms, x.user_account, u.name AS user_name, x.verb, x.thing, x.thing_id, x.person,
       x.reason, x.detail
  FROM audit x LEFT JOIN user_account u ON u.id = x.user_account
 WHERE x.id > 0
--?person AND x.person = :person
--?by AND x.user_account = :by
--?thing AND x.thing = :thing
--?thing_id AND x.thing_id = :thing_id
--?verb AND x.verb = :verb
 ORDER BY x.id DESC
 LIMIT :limit OFFSET :skip

-- :name audit_users
-- Who may stand in the trail, for the filter.
-- :out label text
SELECT id, name || ' (' || email || ')' AS label FROM user_account ORDER BY name, id
