-- SPDX-License-Identifier: MIT
-- lot_page.sql -- what the pages of lots show: their places, rates, providers, call-offs.
-- Call-offs are counted as the views for reporting count them: of nobody whose record is
-- restricted.

-- :name market_lot_list
-- The lots of a framework, with what each pays an hour today, who is on it and what is
-- called off from it today.
-- :in today Date
-- :out localities text, providers int, calloffs int, week_mins Minutes, week_pence Money
-- :out starts_day Date, ends_day Date
SELECT t.id, t.number, t.name, t.service, t.part,
       (SELECT string_agg(l.name, ', ') OVER (ORDER BY l.name_key ROWS
                          BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
          FROM lot_locality p JOIN locality l ON l.id = p.locality
         WHERE p.lot = t.id LIMIT 1) AS localities,
       coalesce(t.from_day, f.from_day) AS starts_day,
       coalesce(t.until_day, f.until_day) AS ends_day, r.kind AS rate_kind, r.rate_pence,
       (SELECT count(DISTINCT a.provider) FROM accreditation a
         WHERE a.lot = t.id AND a.from_day <= :today AND a.until_day > :today) AS providers,
       coalesce(c.calloffs, 0) AS calloffs, coalesce(c.week_mins, 0) AS week_mins,
       coalesce(c.week_pence, 0) AS week_pence
  FROM lot t
  JOIN framework f ON f.id = t.framework
  LEFT JOIN lot_rate r ON r.lot = t.id AND r.place = 0 AND r.unit = {UNIT_HOUR}
                      AND r.from_day <= :today AND r.until_day > :today
  LEFT JOIN (SELECT pl.lot, count(*) AS calloffs, CAST(sum(e.week_mins) AS BIGINT) AS week_mins,
                    CAST(sum(e.week_pence) AS BIGINT) AS week_pence
               FROM placement pl
               JOIN person q ON q.id = pl.person AND q.restricted = 0
               JOIN element e ON e.placement = pl.id AND e.from_day <= :today
                             AND e.until_day > :today
              WHERE pl.lot IN (SELECT x.id FROM lot x WHERE x.framework = :framework)
                AND pl.from_day <= :today AND pl.until_day > :today
              GROUP BY pl.lot) c ON c.lot = t.id
 WHERE t.framework = :framework
 ORDER BY t.number, t.id

-- :name market_calloff_list
-- What is called off from a framework, or from one lot of it, with the terms of a day, of its
-- last one where it has ended, of its first where it is to come.
-- :in today Date, lot LotId, live int
SELECT pl.id, pl.request, t.number, t.name AS lot_name, p.name AS provider_name, pl.service,
       l.name AS locality_name, pl.from_day, pl.until_day, e.rate_pence, e.week_mins, e.week_pence
  FROM lot t
  JOIN placement pl ON pl.lot = t.id
  JOIN person q ON q.id = pl.person AND q.restricted = 0
  JOIN provider p ON p.id = pl.provider
  JOIN locality l ON l.id = pl.locality
  JOIN element e ON e.placement = pl.id
 WHERE t.framework = :framework
   AND e.from_day = coalesce((SELECT max(x.from_day) FROM element x
                               WHERE x.placement = pl.id AND x.from_day <= :today),
                             (SELECT min(x.from_day) FROM element x WHERE x.placement = pl.id))
--?lot  AND t.id = :lot
--?live AND pl.from_day <= :today AND pl.until_day > :today AND :live = 1
 ORDER BY pl.from_day DESC, pl.id DESC
 LIMIT :limit OFFSET :skip

-- :name market_lot_rates
-- Every rate of a lot, the whole before places, what holds longest first.
SELECT y.name AS locality_name, r.unit, r.kind, r.rate_pence, r.from_day, r.until_day,
       u.name AS made_name
  FROM lot_rate r
  LEFT JOIN locality y ON y.id = r.locality
  LEFT JOIN user_account u ON u.id = r.made_by
 WHERE r.lot = :lot
 ORDER BY y.name_key NULLS FIRST, r.unit, r.from_day DESC, r.id

-- :name market_lot_providers
-- Who stands on a lot, or will.
-- :in today Date
-- :out localities text
SELECT a.id, a.provider, p.name AS provider_name, a.from_day, a.until_day,
       (SELECT string_agg(l.name, ', ') OVER (ORDER BY l.name_key ROWS
                          BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
          FROM accreditation_locality al JOIN locality l ON l.id = al.locality
         WHERE al.accreditation = a.id LIMIT 1) AS localities
  FROM accreditation a JOIN provider p ON p.id = a.provider
 WHERE a.lot = :lot AND a.until_day > :today
 ORDER BY p.name_key, p.id, a.from_day, a.id

-- :name market_framework_lot_choices
-- The lots of a framework: choices of a filter.
-- :out label text
SELECT id, CAST(number AS TEXT) || ': ' || name AS label FROM lot
 WHERE framework = :framework ORDER BY number, id
