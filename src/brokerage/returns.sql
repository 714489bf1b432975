-- SPDX-License-Identifier: MIT
-- returns.sql -- the facts from which every return is counted, and returns as issued.

-- :name return_facts
-- Every request that was open at some time between two moments, as far as
-- anybody could know at the second: what came later, C leaves out.  No person,
-- and nothing of one whose record is restricted, whoever asks: a return is one
-- document for all its readers (law 8).
-- The two ways in are walked by index; all else is found by key.  Of those who are restricted
-- there is a short index, which costs less than to look at each person.
-- (Nothing is closed after the year 9999.  A server that plans for any :from_ms takes what is
-- after it for a third of all, but what is between two for few, and goes by index.)
-- :row return_fact
-- :in from_ms Moment, as_at_ms Moment
-- :out id RequestId, made_ms Moment, closed_ms Moment, awarded_ms Moment, now_stage int
-- :out ready_ms Moment, locality LocalityId, week_mins Minutes
-- :out sector int, won_mins Minutes, won_step StepId
SELECT r.id, r.made_ms, r.closed_ms, r.awarded_ms, r.stage AS now_stage, r.reason, r.ready_ms,
       r.hospital, r.ward, r.locality, l.name AS locality_name, r.week_mins, r.most_carers,
       r.most_daily, a.step AS won_step, a.rank_no, a.reason AS award_reason, e.rate_pence,
       e.week_mins AS won_mins, p.kind AS sector
  FROM (SELECT o.id, o.person, o.made_ms, o.closed_ms, o.awarded_ms, o.stage, o.reason,
               o.ready_ms, o.hospital, o.ward, o.locality, o.week_mins,
               o.most_carers, o.most_daily
          FROM request o WHERE o.open = 1
        UNION ALL
        SELECT c.id, c.person, c.made_ms, c.closed_ms, c.awarded_ms, c.stage, c.reason,
               c.ready_ms, c.hospital, c.ward, c.locality, c.week_mins,
               c.most_carers, c.most_daily
          FROM request c
         WHERE c.closed_ms > :from_ms AND c.closed_ms < 253402300800000) AS r
  JOIN locality l ON l.id = r.locality
  LEFT JOIN person q ON q.id = r.person AND q.restricted = 1
  LEFT JOIN award a ON a.request = r.id
  LEFT JOIN placement pl ON pl.request = r.id
  LEFT JOIN provider p ON p.id = pl.provider
  LEFT JOIN element e ON e.placement = pl.id AND e.prev_until IS NULL
 WHERE r.made_ms <= :as_at_ms AND q.id IS NULL

-- :name return_steps
-- The steps of the same requests, sent by the same moment: to look for the last one, and for the
-- one that won, takes each row of those longer than to have all.
-- :row return_step
-- :in from_ms Moment, as_at_ms Moment
SELECT s.id, s.request, s.step_no, s.tier_no, s.ended_ms, s.ended_how, s.jump, s.jump_reason,
       s.approved_by
  FROM (SELECT o.id FROM request o WHERE o.open = 1
        UNION ALL
        SELECT c.id FROM request c
         WHERE c.closed_ms > :from_ms AND c.closed_ms < 253402300800000) AS alive
  JOIN step s ON s.request = alive.id
 WHERE s.sent_ms <= :as_at_ms

-- :name return_localities
SELECT id, name FROM locality ORDER BY name_key, id

-- :name return_blocks
-- Hours bought ahead that were in force on some day between two.
-- :in from_day Date, until_day Date
-- :row return_block
SELECT b.id, b.name, p.name AS provider_name, l.name AS locality_name, b.from_day, b.until_day,
       b.week_mins, b.rate_pence
  FROM block b
  JOIN provider p ON p.id = b.provider
  JOIN locality l ON l.id = b.locality
 WHERE b.from_day <= :until_day AND b.until_day > :from_day
 ORDER BY l.name_key, p.name_key, b.id

-- :name return_elements
-- What was being given on some day between two, agreed by a moment.  Restricted
-- people's (secret) too: hours bought ahead are used by whoever uses them (law 5).
-- (drawn: only from what was bought for some of these days; nobody asks whose they are.)
-- :in from_day Date, until_day Date, as_at_ms Moment, drawn int, whose int
-- :out sector int
-- :row return_element
SELECT e.id, e.block, e.from_day, e.until_day, e.week_mins, pl.made_ms
--?whose , p.kind AS sector, CASE WHEN q.id IS NULL THEN 0 ELSE 1 END AS secret
  FROM element e
  JOIN placement pl ON pl.id = e.placement
--?drawn JOIN block b ON b.id = e.block AND b.from_day <= :until_day AND b.until_day > :from_day
--?whose JOIN provider p ON p.id = pl.provider
--?whose LEFT JOIN person q ON q.id = pl.person AND q.restricted = 1
 WHERE e.from_day <= :until_day AND e.until_day > :from_day AND pl.made_ms <= :as_at_ms

-- ---- as issued -----------------------------------------------------------------

-- :name issued_put
INSERT INTO issued_return (id, kind, for_day, as_at_ms, made_ms, figures, hash)
VALUES (:id, :kind, :for_day, :as_at_ms, :made_ms, :figures, :hash)

-- :name issued_find
-- :row issued
SELECT id, kind, for_day, as_at_ms, made_ms, figures, hash
  FROM issued_return WHERE kind = :kind AND for_day = :for_day

-- :name issued_load
-- :row issued
SELECT id, kind, for_day, as_at_ms, made_ms, figures, hash
  FROM issued_return WHERE id = :id

-- :name issued_list
-- The newest first.
-- :in limit int, skip int
SELECT id, kind, for_day, as_at_ms, made_ms
  FROM issued_return
 WHERE 1 = 1
--?kind AND kind = :kind
--=newest ORDER BY as_at_ms DESC, id DESC
--=oldest ORDER BY as_at_ms, id
 LIMIT :limit OFFSET :skip
