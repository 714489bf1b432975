-- SPDX-License-Identifier: MIT
-- home.sql -- what waits for whoever signs in: the numbers of the home page.

-- :name home_broker
-- Open requests by what they wait for; as the work list shows them.
-- :in me UserAccountId, now Moment
-- :out n int, ready int, unsent int, decide int, stuck int
SELECT count(*) AS n,
       count(*) FILTER (WHERE r.ready_ms <= :now) AS ready,
       count(*) FILTER (WHERE r.stage = {STAGE_NEW}) AS unsent,
       count(*) FILTER (WHERE r.stage = {STAGE_OFFERS}) AS decide,
       count(*) FILTER (WHERE r.stage = {STAGE_STUCK}) AS stuck
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

-- :name home_provider
-- What a provider has to answer, and whose care it has not said has begun.
-- :in my_provider ProviderId, today Date
-- :out to_answer int, to_begin int
SELECT (SELECT count(*) FROM invitation i
         WHERE i.provider = :my_provider AND i.state = {INVITATION_SENT}) AS to_answer,
       (SELECT count(*) FROM placement pl
         WHERE pl.provider = :my_provider AND pl.until_day > :today AND pl.from_day <= :today
           AND pl.started_ms IS NULL) AS to_begin
