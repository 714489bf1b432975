-- SPDX-License-Identifier: MIT
-- checks.sql -- rows that break a law of the model; there should be none.

-- :name check_jump_reason
SELECT id FROM step WHERE jump <> {JUMP_IN_ORDER} AND (jump_reason IS NULL OR jump_reason = '')

-- :name check_jump_hidden
-- A tier of the same policy between this step and the one before it, which
-- nobody was asked in and no reason tells of: only a step that moved on by
-- itself may pass a tier in which nobody could be asked.
SELECT s.id
  FROM step s
  JOIN policy_tier t ON t.id = s.policy_tier
  JOIN step b ON b.request = s.request AND b.step_no = s.step_no - 1
  JOIN policy_tier m ON m.policy = t.policy AND m.tier_no > b.tier_no AND m.tier_no < s.tier_no
 WHERE s.jump = {JUMP_IN_ORDER} AND s.sent_by IS NOT NULL AND b.ended_how <> {STEP_CHANGED}

-- :name check_embargo_invited
-- Of one of a locality only those that run: a request may have moved since.
SELECT i.id
  FROM embargo e
  JOIN invitation i ON i.provider = e.provider
  JOIN request r ON r.id = i.request
 WHERE e.location IS NULL AND i.sent_ms > e.from_ms AND (e.lift_ms IS NULL OR i.sent_ms < e.lift_ms)
   AND (e.lot IS NULL OR e.lot = i.lot)
   AND (e.locality IS NULL OR (e.locality = r.locality AND i.step = r.step AND r.open = 1))

-- :name check_embargo_awarded
SELECT a.id
  FROM embargo e
  JOIN placement p ON p.provider = e.provider
  JOIN award a ON a.id = p.award
 WHERE e.location IS NULL AND a.awarded_ms > e.from_ms
   AND (e.lift_ms IS NULL OR a.awarded_ms < e.lift_ms)
   AND (e.lot IS NULL OR e.lot = p.lot) AND (e.locality IS NULL OR e.locality = p.locality)

-- :name check_award_invited
SELECT a.id
  FROM award a
  JOIN offer o ON o.id = a.offer
  JOIN invitation i ON i.id = o.invitation
 WHERE o.request <> a.request OR i.request <> a.request OR i.provider <> o.provider
    OR o.state <> {OFFER_WON}

-- :name check_one_award
SELECT r.id
  FROM request r
  LEFT JOIN award a ON a.request = r.id
  LEFT JOIN placement p ON p.request = r.id
 WHERE (r.stage = {STAGE_AWARDED} AND (a.id IS NULL OR p.id IS NULL))
    OR (r.stage <> {STAGE_AWARDED} AND (a.id IS NOT NULL OR p.id IS NOT NULL))

-- :name check_one_request
-- All but the first of several.  Numbered rather than joined to itself: the
-- open ones are few, and no index leads from one to the others of its person.
SELECT r.id
  FROM (SELECT id, row_number() OVER (PARTITION BY person, service ORDER BY id) AS nth
          FROM request WHERE open = 1) r
 WHERE r.nth > 1

-- :name check_offer_late
SELECT o.id
  FROM offer o
  JOIN invitation i ON i.id = o.invitation
  JOIN step s ON s.id = i.step
 WHERE o.state = {OFFER_WON} AND coalesce(o.changed_ms, o.offered_ms) > s.deadline_ms

-- :name check_policy_gap
SELECT p.id
  FROM policy p
 WHERE p.prev_until IS NOT NULL AND p.prev_until <> p.from_day

-- :name check_element_gap
SELECT e.id
  FROM element e
  JOIN placement p ON p.id = e.placement
 WHERE (e.prev_until IS NOT NULL AND e.prev_until <> e.from_day)
    OR (e.prev_until IS NULL AND e.from_day <> p.from_day)

-- :name check_block_overdrawn
-- More drawn than bought on a day on which something begins or ends: what is
-- drawn is the running sum of what begins less what ends, each read once.
SELECT DISTINCT b.id
  FROM block b
  JOIN (SELECT x.block, x.day, sum(x.mins) OVER (PARTITION BY x.block ORDER BY x.day) AS drawn
          FROM (SELECT block, from_day AS day, week_mins AS mins
                  FROM element WHERE block IS NOT NULL
                 UNION ALL
                SELECT block, until_day AS day, -week_mins AS mins
                  FROM element WHERE block IS NOT NULL) x) d ON d.block = b.id
 WHERE d.day >= b.from_day AND d.day < b.until_day AND d.drawn > b.week_mins

-- :name check_shares
SELECT id FROM element
 WHERE (funding = {FUNDING_COUNCIL} AND council_pct <> 100)
    OR (funding = {FUNDING_NHS} AND council_pct <> 0)
    OR (funding = {FUNDING_JOINT} AND council_pct NOT BETWEEN 1 AND 99)

-- :name check_award_audited
SELECT a.id
  FROM award a
 WHERE NOT EXISTS (SELECT 1 FROM audit t
                    WHERE t.thing = 'request' AND t.thing_id = a.request
                      AND t.verb = 'request.award')

-- :name check_audit_awarded
SELECT t.id
  FROM audit t
 WHERE t.thing = 'request' AND t.verb = 'request.award'
   AND NOT EXISTS (SELECT 1 FROM award a WHERE a.request = t.thing_id)

-- :name check_return_audited
SELECT r.id
  FROM issued_return r
 WHERE NOT EXISTS (SELECT 1 FROM audit t
                    WHERE t.thing = 'issued_return' AND t.thing_id = r.id
                      AND t.verb = 'return.issue')
