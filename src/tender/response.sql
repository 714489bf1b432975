-- SPDX-License-Identifier: MIT
-- response.sql -- responses: in work, sent under seal, opened.

-- :name response_of
-- A provider's answering of an opportunity.
-- :row response
SELECT id, revision, opportunity, provider, sheet FROM response
 WHERE opportunity = :opportunity AND provider = :provider

-- :name response_insert
INSERT INTO response (id, revision, opportunity, provider, begun_by, begun_ms)
VALUES (:id, 1, :opportunity, :provider, :begun_by, :begun_ms)

-- :name response_sheet_set
-- What is in work; NULL: nothing any more.
UPDATE response SET revision = revision + 1, sheet = :sheet WHERE id = :id

-- :name response_revise
UPDATE response SET revision = revision + 1 WHERE id = :id AND revision = :revision

-- :name response_price_list
SELECT p.opportunity_lot, l.number, l.title, l.price_of, p.price_pence
  FROM response_price p
  JOIN opportunity_lot l ON l.id = p.opportunity_lot
 WHERE p.response = :response
 ORDER BY l.number, p.opportunity_lot

-- :name response_price_clear
DELETE FROM response_price WHERE response = :response

-- :name response_price_put
-- :in opportunity OpportunityId, opportunity_lot OpportunityLotId
INSERT INTO response_price (response, opportunity_lot, price_pence)
SELECT :response, l.id, :price_pence
  FROM opportunity_lot l WHERE l.id = :opportunity_lot AND l.opportunity = :opportunity

-- :name response_lot_options
-- :in opportunity OpportunityId
-- :out label text
SELECT l.id, l.title || ': for ' || l.price_of AS label
  FROM opportunity_lot l WHERE l.opportunity = :opportunity ORDER BY l.number, l.id

-- ---- sent -------------------------------------------------------------------------------

-- :name response_sent_insert
INSERT INTO response_sent (id, response, number, sheet, sent_by, sent_ms, digest)
SELECT :id, r.id, 1 + (SELECT count(*) FROM response_sent s WHERE s.response = r.id), :sheet,
       :sent_by, :sent_ms, :digest
  FROM response r WHERE r.id = :response

-- :name response_sent_digest
UPDATE response_sent SET digest = :digest WHERE id = :id

-- :name response_sent_end
-- :in now Moment
UPDATE response_sent SET ended_ms = :now WHERE response = :response AND ended_ms IS NULL

-- :name response_sent_price_copy
INSERT INTO response_sent_price (response_sent, opportunity_lot, price_pence)
SELECT :response_sent, p.opportunity_lot, p.price_pence
  FROM response_price p WHERE p.response = :response

-- :name response_sent_price_list
SELECT p.opportunity_lot, l.number, l.title, l.price_of, p.price_pence
  FROM response_sent_price p
  JOIN opportunity_lot l ON l.id = p.opportunity_lot
 WHERE p.response_sent = :response_sent
 ORDER BY l.number, p.opportunity_lot

-- :name response_sent_list
-- :row response_sent
-- A provider's own: all that it sent, the last first.
SELECT id, response, number, sheet, sent_by, sent_ms, digest, ended_ms
  FROM response_sent WHERE response = :response ORDER BY number DESC, id

-- :name response_opened_list
-- What counts, once it was opened: nothing before.
-- :in opportunity OpportunityId
SELECT s.id, s.sent_ms, s.digest, s.sheet, r.provider, p.name AS provider_name
  FROM opportunity o
  JOIN response r ON r.opportunity = o.id
  JOIN response_sent s ON s.response = r.id AND s.ended_ms IS NULL
  JOIN provider p ON p.id = r.provider
 WHERE o.id = :opportunity AND o.opened_ms IS NOT NULL
 ORDER BY p.name_key, s.id

-- :name response_opened_load
-- :in opportunity OpportunityId, id ResponseSentId
SELECT s.id, s.sent_ms, s.digest, s.sheet, r.provider, p.name AS provider_name
  FROM opportunity o
  JOIN response r ON r.opportunity = o.id
  JOIN response_sent s ON s.response = r.id AND s.ended_ms IS NULL
  JOIN provider p ON p.id = r.provider
 WHERE o.id = :opportunity AND o.opened_ms IS NOT NULL AND s.id = :id

-- :name response_file_load
-- :in sheet AnswerSheetId, id AnswerFileId
SELECT f.id, f.name, f.bytes
  FROM answer a
  JOIN answer_file f ON f.id = a.file
 WHERE a.sheet = :sheet AND a.file = :id

-- :name response_digest_list
-- Every response that was sent, for the law of its digest.
SELECT s.id, r.opportunity, s.sheet, s.number, s.sent_ms, s.digest
  FROM response_sent s
  JOIN response r ON r.id = s.response
 ORDER BY s.id

-- :name response_file_hashes
SELECT a.question, f.hash
  FROM answer a
  JOIN answer_file f ON f.id = a.file
 WHERE a.sheet = :sheet
 ORDER BY a.question

-- :name check_response_late
-- Received at or after its deadline, which only ever became later.
SELECT s.id
  FROM response_sent s
  JOIN response r ON r.id = s.response
  JOIN opportunity o ON o.id = r.opportunity
 WHERE s.sent_ms >= o.close_ms OR s.sent_ms < o.published_ms

-- :name check_opened_by_two
SELECT o.id FROM opportunity o
 WHERE o.opened_ms IS NOT NULL
   AND (o.unseal_ms IS NULL OR o.opened_by = o.unseal_by OR o.opened_ms < o.unseal_ms
        OR o.unseal_ms < o.close_ms)
