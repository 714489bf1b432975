-- SPDX-License-Identifier: MIT
-- home.sql -- how much there is for whoever signs in: numbers of the home page.

-- :name home_broker
-- Open requests, as the work list shows them.
-- :in me UserAccountId, now Moment
-- :out n int, ready int
SELECT count(*) AS n,
       count(*) FILTER (WHERE r.ready_ms <= :now) AS ready
  FROM request r
  JOIN person p ON p.id = r.person
 WHERE r.open = 1
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
        WHERE n.person = p.id AND n.user_account = :me
          AND (n.until_ms IS NULL OR n.until_ms > :now)))

-- :name home_team
-- A team's open requests, by where they stand.
-- :in me UserAccountId, now Moment, my_team TeamId
-- :out n int, waiting int, decide int
SELECT count(*) AS n,
       count(*) FILTER (WHERE r.stage = {STAGE_SENT}) AS waiting,
       count(*) FILTER (WHERE r.stage = {STAGE_OFFERS}) AS decide
  FROM request r
  JOIN person p ON p.id = r.person
 WHERE r.team = :my_team AND r.open = 1
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
        WHERE n.person = p.id AND n.user_account = :me
          AND (n.until_ms IS NULL OR n.until_ms > :now)))

-- :name home_returns
-- Open requests, as the returns count them: of nobody whose record is restricted.
-- :in now Moment
-- :out n int, ready int
SELECT count(*) AS n,
       count(*) FILTER (WHERE r.ready_ms <= :now) AS ready
  FROM request r
  JOIN person p ON p.id = r.person
 WHERE r.open = 1 AND p.restricted = 0
