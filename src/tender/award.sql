-- SPDX-License-Identifier: MIT
-- award.sql -- responses weighed, ranked, decided on; and the contracts that come of it.

-- :name opportunity_panel_row
UPDATE opportunity SET revision = revision + 1, panel = :panel
 WHERE id = :id AND panel IS NULL AND opened_ms IS NOT NULL AND cancelled_ms IS NULL

-- :name award_response_list
-- The responses that count, with their price for a lot.
-- :in opportunity_lot OpportunityLotId
-- :out accepted int
SELECT s.id, s.sheet, r.provider, p.name AS provider_name, x.price_pence, w.asked_ms,
       w.until_day, w.said_ms, w.accepted
  FROM response_sent_price x
  JOIN response_sent s ON s.id = x.response_sent AND s.ended_ms IS NULL
  JOIN response r ON r.id = s.response
  JOIN opportunity o ON o.id = r.opportunity AND o.opened_ms IS NOT NULL
  JOIN provider p ON p.id = r.provider
  LEFT JOIN low_price w ON w.response_sent = s.id AND w.opportunity_lot = x.opportunity_lot
 WHERE x.opportunity_lot = :opportunity_lot
 ORDER BY p.name_key, s.id

-- :name low_price_ask_row
INSERT INTO low_price (response_sent, opportunity_lot, asked_by, asked_ms, until_day)
VALUES (:response_sent, :opportunity_lot, :asked_by, :asked_ms, :until_day)
ON CONFLICT (response_sent, opportunity_lot) DO NOTHING

-- :name low_price_explain_row
-- By the provider itself, until it is decided on.
UPDATE low_price SET explanation = :explanation, said_by = :said_by, said_ms = :said_ms
 WHERE response_sent = :response_sent AND opportunity_lot = :opportunity_lot
   AND decided_ms IS NULL

-- :name low_price_load
-- :row low_price
-- :out accepted int
SELECT response_sent, opportunity_lot, asked_ms, until_day, explanation, said_ms, heard, accepted,
       reason, decided_ms
  FROM low_price WHERE response_sent = :response_sent AND opportunity_lot = :opportunity_lot

-- :name low_price_own_list
-- The prices that a provider was asked to explain.
-- :row low_price_own
-- :in opportunity OpportunityId, provider ProviderId
SELECT w.response_sent, w.opportunity_lot, l.number, l.title, l.price_of, x.price_pence,
       w.asked_ms, w.until_day, w.explanation, w.said_ms, w.decided_ms
  FROM response r
  JOIN response_sent s ON s.response = r.id AND s.ended_ms IS NULL
  JOIN low_price w ON w.response_sent = s.id
  JOIN opportunity_lot l ON l.id = w.opportunity_lot
  JOIN response_sent_price x ON x.response_sent = s.id AND x.opportunity_lot = l.id
 WHERE r.opportunity = :opportunity AND r.provider = :provider
 ORDER BY l.number, l.id

-- :name low_price_decide_row
UPDATE low_price
   SET heard = :heard, accepted = :accepted, reason = :reason,
       decided_by = :decided_by, decided_ms = :decided_ms
 WHERE response_sent = :response_sent AND opportunity_lot = :opportunity_lot

-- :name opportunity_propose_row
-- :in now Moment, by UserAccountId
UPDATE opportunity SET revision = revision + 1, proposed_by = :by, proposed_ms = :now
 WHERE id = :id AND revision = :revision AND decided_ms IS NULL

-- :name opportunity_decide_row
-- :in now Moment, by UserAccountId
UPDATE opportunity
   SET revision = revision + 1, decided_by = :by, decided_ms = :now,
       standstill_day = :standstill_day
 WHERE id = :id AND revision = :revision AND decided_ms IS NULL AND proposed_by <> :by

-- :name opportunity_settle_row
-- :in now Moment, by UserAccountId
UPDATE opportunity SET revision = revision + 1, settled_by = :by, settled_ms = :now
 WHERE id = :id AND decided_ms IS NOT NULL AND settled_ms IS NULL AND cancelled_ms IS NULL

-- :name lot_award_clear
DELETE FROM lot_award WHERE opportunity = :opportunity

-- :name lot_award_insert
INSERT INTO lot_award (opportunity_lot, opportunity, response_sent, first, reason, ranking)
VALUES (:opportunity_lot, :opportunity, :response_sent, :first, :reason, :ranking)

-- :name lot_award_list
-- :row lot_award
SELECT a.opportunity_lot, l.number, l.title, l.value_pence, a.response_sent, a.first, a.reason,
       a.ranking, r.provider, p.name AS provider_name
  FROM lot_award a
  JOIN opportunity_lot l ON l.id = a.opportunity_lot
  LEFT JOIN response_sent s ON s.id = a.response_sent
  LEFT JOIN response r ON r.id = s.response
  LEFT JOIN provider p ON p.id = r.provider
 WHERE a.opportunity = :opportunity
 ORDER BY l.number, a.opportunity_lot

-- :name award_told_list
-- Those who responded, and where they are told.
SELECT s.id, r.provider, p.name AS provider_name, u.email
  FROM response r
  JOIN response_sent s ON s.response = r.id AND s.ended_ms IS NULL
  JOIN provider p ON p.id = r.provider
  JOIN user_account u ON u.id = s.sent_by
 WHERE r.opportunity = :opportunity
 ORDER BY s.id

-- :name award_provider_options
-- Who may be awarded: whoever priced a lot.
-- :in opportunity OpportunityId
-- :out id ResponseSentId, label text
SELECT s.id, p.name AS label
  FROM opportunity o
  JOIN response r ON r.opportunity = o.id
  JOIN response_sent s ON s.response = r.id AND s.ended_ms IS NULL
  JOIN provider p ON p.id = r.provider
 WHERE o.id = :opportunity AND o.opened_ms IS NOT NULL
 ORDER BY p.name_key, s.id

-- :name contract_notice_insert
INSERT INTO contract_notice (id, reference, opportunity, opportunity_lot, title, about, provider,
                             provider_name, service, cpv, value_pence, from_day, until_day,
                             extend_day, framework, made_by, made_ms)
VALUES (:id, :reference, :opportunity, :opportunity_lot, :title, :about, :provider,
        :provider_name, :service, :cpv, :value_pence, :from_day, :until_day, :extend_day,
        :framework, :made_by, :made_ms)

-- :name contract_notice_list
-- The newest first.
-- :in q_key text
SELECT c.id, c.reference, c.title, c.about, c.service, c.cpv, c.value_pence, c.from_day,
       c.until_day, c.extend_day, c.provider_name, f.name AS framework_name, p.ref, p.kind
  FROM contract_notice c
  JOIN provider p ON p.id = c.provider
  LEFT JOIN framework f ON f.id = c.framework
 WHERE c.id > 0
--?q_key   AND instr(p.name_key, :q_key) > 0
--?service AND c.service = :service
 ORDER BY c.made_ms DESC, c.id DESC
 LIMIT :limit OFFSET :skip

-- :name check_award_ranked
-- Decided on with somebody who did not respond, or not the first and without a reason.
SELECT a.opportunity_lot AS id
  FROM lot_award a
  LEFT JOIN response_sent_price x ON x.response_sent = a.response_sent
                                 AND x.opportunity_lot = a.opportunity_lot
 WHERE (a.response_sent IS NOT NULL AND x.response_sent IS NULL)
    OR (a.first = 0 AND a.reason IS NULL)
