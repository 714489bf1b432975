-- SPDX-License-Identifier: MIT
-- policy.sql -- the published order of priority, as amended from time to time.

-- :name policy_newest
-- The one that has no end yet.
SELECT id, from_day, until_day FROM policy WHERE service = :service
 ORDER BY until_day DESC LIMIT 1

-- :name policy_end
UPDATE policy SET until_day = :until_day WHERE id = :id

-- :name policy_insert
-- :in prev_until Date
INSERT INTO policy (id, name, service, from_day, until_day, prev_until, floor_rank, unrated_ok,
                    rounding_mins, short_call_mins)
VALUES (:id, :name, :service, :from_day, :until_day, :prev_until, :floor_rank, :unrated_ok,
        :rounding_mins, :short_call_mins)

-- :name policy_tier_insert
INSERT INTO policy_tier (id, policy, tier_no, name, who, price, needs_approval, choice, urgent_mins,
                         standard_mins, ceiling_pence)
VALUES (:id, :policy, :tier_no, :name, :who, :price, :needs_approval, :choice, :urgent_mins,
        :standard_mins, :ceiling_pence)

-- :name policy_list
-- The newest first; the last day is the day before the next one begins.
-- :in limit int, skip int
-- :out tiers int
SELECT p.id, p.name, p.service, p.from_day, p.until_day,
       (SELECT count(*) FROM policy_tier t WHERE t.policy = p.id) AS tiers
  FROM policy p
 WHERE 1 = 1
--?service AND p.service = :service
--=service ORDER BY p.service, p.from_day DESC, p.id
--=newest ORDER BY p.from_day DESC, p.service, p.id
 LIMIT :limit OFFSET :skip
