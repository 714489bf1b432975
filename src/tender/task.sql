-- SPDX-License-Identifier: MIT
-- task.sql -- what of opportunities waits for whom (site/task.h).  Nothing here tells who
-- responded, nor whether anybody did.

-- :name task_tender_publish
-- Planned to be published by now, and not.
-- :in today Date
-- :out about text, n int
SELECT o.id, o.title AS about, o.publish_day AS until_day, count(*) OVER () AS n
  FROM opportunity o
 WHERE o.published_ms IS NULL AND o.cancelled_ms IS NULL AND o.publish_day <= :today
 ORDER BY o.publish_day, o.id
 LIMIT :limit

-- :name task_clarifications
-- Asked, and not answered to all yet, while it can be.
-- :in now Moment
-- :out about text, link text, n int
SELECT c.id, o.title AS about, c.asked_ms AS since_ms, o.close_ms AS until_ms,
       '/opportunities/' || CAST(o.id AS TEXT) || '/clarifications' AS link,
       count(*) OVER () AS n
  FROM opportunity o
  JOIN clarification c ON c.opportunity = o.id
 WHERE o.close_ms > :now AND o.cancelled_ms IS NULL AND c.published_ms IS NULL
 ORDER BY o.close_ms, c.asked_ms, c.id
 LIMIT :limit

-- :name task_tender_open
-- The deadline has passed: two people open them.  Not for who has done his part.
-- :in now Moment, me UserAccountId
-- :out about text, n int
SELECT o.id, o.title AS about, o.close_ms AS since_ms, count(*) OVER () AS n
  FROM opportunity o
 WHERE o.close_ms <= :now AND o.published_ms IS NOT NULL AND o.opened_ms IS NULL
   AND o.cancelled_ms IS NULL AND (o.unseal_by IS NULL OR o.unseal_by <> :me)
 ORDER BY o.close_ms, o.id
 LIMIT :limit

-- :name task_tender_decide
-- Opened and not evaluated; scored, and nothing proposed; proposed by another; or its
-- standstill is over.
-- :in today Date, me UserAccountId
-- :out about text, n int
SELECT o.id, o.title AS about, o.opened_ms AS since_ms, o.award_day AS until_day,
       count(*) OVER () AS n
  FROM opportunity o
  LEFT JOIN panel p ON p.id = o.panel
 WHERE o.opened_ms IS NOT NULL AND o.settled_ms IS NULL AND o.cancelled_ms IS NULL
   AND (o.panel IS NULL
        OR (o.proposed_ms IS NULL AND p.locked_ms IS NOT NULL)
        OR (o.decided_ms IS NULL AND o.proposed_by <> :me)
        OR o.standstill_day <= :today)
 ORDER BY o.opened_ms, o.id
 LIMIT :limit

-- :name task_low_prices
-- A price of a provider's own that it was asked to explain, and has not yet.
-- :in today Date, my_provider ProviderId
-- :out about text, link text, n int
SELECT w.opportunity_lot AS id, o.title AS about, w.until_day,
       '/portal/opportunities/' || CAST(o.id AS TEXT) || '/lots/' ||
       CAST(w.opportunity_lot AS TEXT) || '/explain' AS link, count(*) OVER () AS n
  FROM response r
  JOIN response_sent s ON s.response = r.id AND s.ended_ms IS NULL
  JOIN low_price w ON w.response_sent = s.id
  JOIN opportunity o ON o.id = r.opportunity
 WHERE r.provider = :my_provider AND w.said_ms IS NULL AND w.decided_ms IS NULL
   AND w.until_day > :today
 ORDER BY w.until_day, w.opportunity_lot
 LIMIT :limit

-- :name task_responses
-- A provider's own, in work and not sent.
-- :in now Moment, my_provider ProviderId
-- :out about text, n int
SELECT o.id, o.title AS about, o.close_ms AS until_ms, count(*) OVER () AS n
  FROM response r
  JOIN opportunity o ON o.id = r.opportunity
 WHERE r.provider = :my_provider AND r.sheet IS NOT NULL AND o.close_ms > :now
   AND o.cancelled_ms IS NULL
 ORDER BY o.close_ms, o.id
 LIMIT :limit
