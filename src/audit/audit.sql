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
-- Who works on a response to an opportunity is told when the responses are
-- opened; until then (sealed) a row says only that something was done.
-- :in by UserAccountId, me UserAccountId, now Moment
-- :out id int, person PersonId, secret int, sealed int, user_account UserAccountId
-- :out user_name text, verb text, thing_id int
SELECT x.id, x.at_ms, CASE WHEN o.id IS NULL THEN x.user_account END AS user_account,
       CASE WHEN o.id IS NULL THEN u.name END AS user_name,
       CASE WHEN o.id IS NULL THEN x.verb ELSE 'response.sealed' END AS verb,
       CASE WHEN o.id IS NULL THEN x.thing ELSE 'response' END AS thing,
       CASE WHEN o.id IS NULL THEN x.thing_id END AS thing_id, x.person, x.reason,
       CASE WHEN o.id IS NULL THEN x.detail ELSE '{}' END AS detail,
       CASE WHEN p.restricted = 1 AND n.id IS NULL THEN 1 ELSE 0 END AS secret,
       CASE WHEN o.id IS NULL THEN 0 ELSE 1 END AS sealed
  FROM audit x
  LEFT JOIN user_account u ON u.id = x.user_account
  LEFT JOIN person p ON p.id = x.person
  LEFT JOIN person_named n ON n.person = x.person AND n.user_account = :me
        AND (n.until_ms IS NULL OR n.until_ms > :now)
  LEFT JOIN answer_sheet s ON x.thing = 'answer_sheet' AND s.id = x.thing_id
        AND s.subject_kind = {SUBJECT_RESPONSE}
  LEFT JOIN response r ON r.id = CASE x.thing WHEN 'response' THEN x.thing_id
                                              WHEN 'answer_sheet' THEN s.subject END
  LEFT JOIN opportunity o ON o.id = r.opportunity AND o.opened_ms IS NULL
 WHERE x.id > 0
--?person AND x.person = :person AND (p.restricted = 0 OR n.id IS NOT NULL)
--?by AND x.user_account = :by AND o.id IS NULL
--?thing AND x.thing = :thing AND o.id IS NULL
--?thing_id AND x.thing_id = :thing_id AND o.id IS NULL
--?thing_id AND (p.id IS NULL OR p.restricted = 0 OR n.id IS NOT NULL)
--?verb AND x.verb = :verb AND o.id IS NULL
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
