-- SPDX-License-Identifier: MIT
-- task.sql -- what of the market waits for whom (site/task.h).

-- :name task_reviews
-- Suspensions whose day of review has come.
-- :in now Moment, today Date
-- :out id ProviderId, about text, n int
SELECT e.provider AS id, p.name AS about, e.from_ms AS since_ms, e.review_day AS until_day,
       count(*) OVER () AS n
  FROM embargo e
  JOIN provider p ON p.id = e.provider
 WHERE e.review_day <= :today AND (e.lift_ms IS NULL OR e.lift_ms > :now)
 ORDER BY e.review_day, e.id
 LIMIT :limit

-- :name task_standings
-- Standings that end soon, with none after them.
-- :in today Date, ahead_day Date
-- :out id ProviderId, about text, n int
SELECT a.provider AS id, p.name || ', ' || f.name || ', lot ' || CAST(t.number AS TEXT) AS about,
       a.until_day, count(*) OVER () AS n
  FROM accreditation a
  JOIN provider p ON p.id = a.provider
  JOIN lot t ON t.id = a.lot
  JOIN framework f ON f.id = t.framework
 WHERE a.until_day > :today AND a.until_day <= :ahead_day AND a.from_day <= :today
   AND a.ended_how IS NULL
   AND NOT EXISTS (SELECT 1 FROM accreditation x JOIN lot y ON y.id = x.lot
                    WHERE x.provider = a.provider AND y.service = t.service AND y.part = t.part
                      AND x.id <> a.id AND x.from_day <= a.until_day AND x.until_day > a.until_day)
 ORDER BY a.until_day, a.id
 LIMIT :limit

-- :name task_prices
-- Fair prices of care that end soon, with none after them.
-- :in today Date, ahead_day Date
-- :out about text, n int
SELECT f.id, l.name AS about, f.until_day, count(*) OVER () AS n
  FROM fair_price f
  JOIN locality l ON l.id = f.locality
 WHERE f.until_day > :today AND f.until_day <= :ahead_day
   AND NOT EXISTS (SELECT 1 FROM fair_price x
                    WHERE x.service = f.service AND x.locality = f.locality
                      AND x.prev_until = f.until_day)
 ORDER BY f.until_day, f.id
 LIMIT :limit

-- :name task_blocks
-- :in today Date, ahead_day Date
-- :out id ProviderId, about text, n int
SELECT b.provider AS id, p.name || ', ' || b.name AS about, b.until_day, count(*) OVER () AS n
  FROM block b
  JOIN provider p ON p.id = b.provider
 WHERE b.until_day > :today AND b.until_day <= :ahead_day AND b.from_day <= :today
 ORDER BY b.until_day, b.id
 LIMIT :limit

-- :name task_frameworks
-- Frameworks that end soon.
-- :in today Date, ahead_day Date
-- :out about text, n int
SELECT f.id, f.name AS about, f.until_day, count(*) OVER () AS n
  FROM framework f
 WHERE f.until_day > :today AND f.until_day <= :ahead_day
 ORDER BY f.until_day, f.id
 LIMIT :limit

-- :name task_framework_reviews
-- Frameworks whose review has come and is not noted.
-- :in today Date
-- :out about text, n int
SELECT f.id, f.name AS about, f.review_day AS until_day, count(*) OVER () AS n
  FROM framework f
 WHERE f.review_day <= :today AND f.reviewed_day IS NULL AND f.until_day > :today
 ORDER BY f.review_day, f.id
 LIMIT :limit

-- :name task_refused_rows
-- The newest import of its kind left rows out.
-- :out about text, n int
SELECT r.id, r.file_name AS about, r.made_ms AS since_ms, count(*) OVER () AS n
  FROM import_run r
 WHERE r.n_refused > 0 AND r.id = (SELECT max(x.id) FROM import_run x WHERE x.kind = r.kind)
 ORDER BY r.made_ms DESC, r.id
 LIMIT :limit

-- :name task_capacity
-- A provider on the framework that has not said lately how much it could take on.
-- :in my_provider ProviderId, today Date, ago_ms Moment
-- :out since_ms Moment, n int
SELECT p.id, max(c.stated_ms) AS since_ms, 1 AS n
  FROM provider p
  LEFT JOIN capacity c ON c.provider = p.id
 WHERE p.id = :my_provider
   AND EXISTS (SELECT 1 FROM accreditation a WHERE a.provider = p.id AND a.from_day <= :today
                  AND a.until_day > :today)
 GROUP BY p.id
HAVING max(c.stated_ms) IS NULL OR max(c.stated_ms) < :ago_ms
 LIMIT :limit
