-- SPDX-License-Identifier: MIT
-- clarify.sql -- what providers ask, and the answers that all are given.

-- :name clarification_insert
INSERT INTO clarification (id, revision, opportunity, provider, asked_by, asked_ms, words,
                           names_kept)
VALUES (:id, 1, :opportunity, :provider, :asked_by, :asked_ms, :words, 0)

-- :name clarification_load
-- :row clarification
-- :in id ClarificationId
SELECT c.id, c.revision, c.opportunity, o.title, o.close_ms, o.published_ms AS opportunity_ms,
       c.provider, p.name AS provider_name, c.asked_ms, c.words, c.public_words, c.answer,
       c.names_kept, c.number, c.published_ms
  FROM clarification c
  JOIN opportunity o ON o.id = c.opportunity
  JOIN provider p ON p.id = c.provider
 WHERE c.id = :id

-- :name clarification_answer_row
UPDATE clarification
   SET revision = revision + 1, public_words = :public_words, answer = :answer, sought = :sought,
       names_kept = :names_kept, edited_by = :edited_by, edited_ms = :edited_ms
 WHERE id = :id AND revision = :revision AND published_ms IS NULL

-- :name clarification_ready
-- Answered, and told to nobody yet; in the order in which they were asked.
SELECT id FROM clarification
 WHERE opportunity = :opportunity AND answer IS NOT NULL AND published_ms IS NULL
 ORDER BY asked_ms, id

-- :name clarification_publish_row
-- :in id ClarificationId
UPDATE clarification
   SET revision = revision + 1, published_by = :published_by, published_ms = :published_ms,
       number = 1 + (SELECT coalesce(max(c.number), 0) FROM clarification c
                      WHERE c.opportunity = :opportunity)
 WHERE id = :id AND published_ms IS NULL

-- :name clarification_names
-- Every provider by whose name an asker could be known; asker: has asked about this one.
-- :out asker int
SELECT p.id, p.name, p.name_key,
       CASE WHEN EXISTS (SELECT 1 FROM clarification c
                          WHERE c.opportunity = :opportunity AND c.provider = p.id)
            THEN 1 ELSE 0 END AS asker
  FROM provider p
 ORDER BY p.id

-- :name clarification_log
-- The questions that were answered, with their answers: nothing tells who asked.
-- :row answered_question
-- :in now Moment, opportunity OpportunityId, q_key text
SELECT c.id, c.number, c.public_words, c.answer, c.published_ms
  FROM clarification c
  JOIN opportunity o ON o.id = c.opportunity
 WHERE c.opportunity = :opportunity AND c.published_ms <= :now AND o.published_ms <= :now
--?q_key AND instr(c.sought, :q_key) > 0
 ORDER BY c.number DESC
 LIMIT :limit OFFSET :skip

-- :name clarification_log_count
-- :in now Moment, opportunity OpportunityId, q_key text
-- :out n int
SELECT count(*) AS n
  FROM clarification c
  JOIN opportunity o ON o.id = c.opportunity
 WHERE c.opportunity = :opportunity AND c.published_ms <= :now AND o.published_ms <= :now
--?q_key AND instr(c.sought, :q_key) > 0

-- :name clarification_kept
-- For staff: as they were asked, by whom; what waits first.
-- :in opportunity OpportunityId
-- :out state int
SELECT c.id, c.number, p.name AS provider_name, c.asked_ms, c.words, c.public_words, c.answer,
       c.published_ms,
       CASE WHEN c.published_ms IS NOT NULL THEN {ASKED_PUBLISHED}
            WHEN c.answer IS NOT NULL THEN {ASKED_READY}
            ELSE {ASKED_WAITING} END AS state
  FROM clarification c
  JOIN provider p ON p.id = c.provider
 WHERE c.opportunity = :opportunity
 ORDER BY c.published_ms IS NOT NULL, c.asked_ms, c.id
 LIMIT :limit OFFSET :skip

-- :name clarification_own
-- What one provider asked.
SELECT c.id, c.asked_ms, c.words, c.number, c.public_words, c.answer, c.published_ms
  FROM clarification c
 WHERE c.opportunity = :opportunity AND c.provider = :provider
 ORDER BY c.asked_ms, c.id
