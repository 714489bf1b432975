-- SPDX-License-Identifier: MIT
-- tier.sql -- the policy, its tiers, steps and invitations.

-- :name policy_on
-- The policy of a service on a day.
-- :row policy
-- :in on_day Date
SELECT id, name, service, from_day, until_day, floor_rank, unrated_ok, rounding_mins,
       short_call_mins
  FROM policy
 WHERE service = :service AND from_day <= :on_day AND until_day > :on_day

-- :name policy_load
-- :row policy
SELECT id, name, service, from_day, until_day, floor_rank, unrated_ok, rounding_mins,
       short_call_mins
  FROM policy WHERE id = :id

-- :name tier_list
-- :row policy_tier
SELECT id, tier_no, name, who, price, needs_approval, choice, urgent_mins, standard_mins,
       ceiling_pence
  FROM policy_tier WHERE policy = :policy ORDER BY tier_no

-- :name step_insert
INSERT INTO step (id, request, step_no, policy_tier, tier_no, choice, price, fair_pence,
                  ceiling_pence, sent_ms, deadline_ms, sent_by, jump, jump_reason, approved_by)
SELECT :id, :request, coalesce(max(s.step_no), 0) + 1, :policy_tier, :tier_no, :choice, :price,
       :fair_pence, :ceiling_pence, :sent_ms, :deadline_ms, :sent_by, :jump, :jump_reason,
       :approved_by
  FROM step s WHERE s.request = :request

-- :name step_load
-- :row step
SELECT id, request, step_no, policy_tier, tier_no, choice, price, fair_pence, ceiling_pence,
       sent_ms, deadline_ms, sent_by, jump, jump_reason, approved_by, ended_ms, ended_how
  FROM step WHERE id = :id

-- :name step_list
-- All steps of a request, in their order.
SELECT s.id, s.step_no, s.tier_no, t.name AS tier_name, s.sent_ms, s.deadline_ms,
       u.name AS sent_by_name, s.jump, s.jump_reason, b.name AS approved_by_name, s.ended_ms,
       s.ended_how
  FROM step s
  JOIN policy_tier t ON t.id = s.policy_tier
  LEFT JOIN user_account u ON u.id = s.sent_by
  LEFT JOIN user_account b ON b.id = s.approved_by
 WHERE s.request = :request ORDER BY s.step_no

-- :name step_finish
UPDATE step SET ended_ms = :ended_ms, ended_how = :ended_how WHERE id = :id AND ended_ms IS NULL

-- :name invitation_insert
INSERT INTO invitation (id, step, request, provider, block, lot, lot_kind, lot_pence, position,
                        state, sent_ms, deadline_ms)
VALUES (:id, :step, :request, :provider, :block, :lot, :lot_kind, :lot_pence, :position,
        {INVITATION_SENT}, :sent_ms, :deadline_ms)

-- :name invitation_load
-- An invitation with its request's lock and its step's terms.
-- :row invitation
SELECT i.id, i.step, i.request, i.provider, i.block, i.state, i.sent_ms, i.seen_ms, i.answered_ms,
       r.open AS request_open, r.step AS running_step, r.service, r.locality, s.tier_no, s.choice,
       s.price, s.fair_pence, s.ceiling_pence, s.approved_by, s.deadline_ms, s.ended_ms,
       b.rate_pence AS block_pence, i.lot, i.lot_kind, i.lot_pence, t.number AS lot_number,
       t.name AS lot_name, f.name AS framework_name, p.name AS provider_name
  FROM invitation i
  JOIN request r ON r.id = i.request
  JOIN step s ON s.id = i.step
  JOIN provider p ON p.id = i.provider
  LEFT JOIN block b ON b.id = i.block
  LEFT JOIN lot t ON t.id = i.lot
  LEFT JOIN framework f ON f.id = t.framework
 WHERE i.id = :id

-- :name invitation_list
-- Who was asked, in all steps, and what each answered; rates only by offer_list.
SELECT i.id, i.step, s.tier_no, i.provider, p.name AS provider_name, i.state, i.sent_ms, i.seen_ms,
       i.answered_ms, i.decline, i.decline_note
  FROM invitation i
  JOIN step s ON s.id = i.step
  JOIN provider p ON p.id = i.provider
 WHERE i.request = :request
 ORDER BY s.step_no, i.position, i.id

-- :name invitation_addresses
-- Where the people of a step's invited providers are told.
SELECT i.id, i.state, p.name AS provider_name, p.email
  FROM invitation i JOIN provider p ON p.id = i.provider
 WHERE i.step = :step ORDER BY i.position, i.id

-- :name invitation_answer
-- :in state int
UPDATE invitation
   SET state = :state, answered_ms = :answered_ms, decline = :decline, decline_note = :decline_note
 WHERE id = :id

-- :name invitation_see_once
UPDATE invitation SET seen_ms = :seen_ms WHERE id = :id AND seen_ms IS NULL

-- :name invitations_lapse
-- Those of a step who have not answered.
UPDATE invitation SET state = :state WHERE step = :step AND state = {INVITATION_SENT}

-- :name invitations_of_provider
-- Running requests in which a provider is asked or has offered.
SELECT i.id, i.request, i.state, i.lot, r.service, r.locality, r.revision
  FROM invitation i JOIN request r ON r.id = i.request
 WHERE i.provider = :provider AND r.open = 1
   AND i.state IN ({INVITATION_SENT}, {INVITATION_OFFERED})
 ORDER BY i.request, i.id

-- :name tier_load
-- :row policy_tier
SELECT id, tier_no, name, who, price, needs_approval, choice, urgent_mins, standard_mins,
       ceiling_pence
  FROM policy_tier WHERE id = :id

-- :name tier_options
-- The tiers of today's policy for a request: choices of a form.
-- :in request RequestId, today Date
-- :out label text
SELECT t.id, 'Tier ' || CAST(t.tier_no AS TEXT) || ': ' || t.name AS label, t.tier_no
  FROM request r
  JOIN policy p ON p.service = r.service AND p.from_day <= :today AND p.until_day > :today
  JOIN policy_tier t ON t.policy = p.id
 WHERE r.id = :request
 ORDER BY t.tier_no
