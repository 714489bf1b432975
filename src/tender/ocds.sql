-- SPDX-License-Identifier: MIT
-- ocds.sql -- releases by the open contracting standard.

-- :name ocds_release_insert
INSERT INTO ocds_release (id, opportunity, number, tag, at_ms, body)
VALUES (:id, :opportunity, :number, :tag, :at_ms, :body)

-- :name ocds_release_count
-- :out n int
SELECT count(*) AS n FROM ocds_release WHERE opportunity = :opportunity

-- :name ocds_release_list
-- All that was published, the oldest first, so that pages stay what they are.
SELECT id, opportunity, tag, at_ms, body
  FROM ocds_release
 WHERE id > 0
--?opportunity AND opportunity = :opportunity
 ORDER BY at_ms, id
 LIMIT :limit OFFSET :skip

-- :name ocds_contract_list
SELECT c.id, c.reference, c.title, c.value_pence, c.opportunity_lot, c.made_ms
  FROM contract_notice c
  JOIN opportunity_lot l ON l.id = c.opportunity_lot
 WHERE l.opportunity = :opportunity
 ORDER BY l.number, c.id

-- :name ocds_supplier
SELECT id, name, regulator, ref FROM provider WHERE id = :provider
