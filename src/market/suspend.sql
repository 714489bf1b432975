-- SPDX-License-Identifier: MIT
-- suspend.sql -- embargoes: nothing new for a provider, or one location of it.

-- :name suspend_subject
-- The provider, if the location that is meant is one of its own.
SELECT p.id
  FROM provider p
--?location JOIN location l ON l.provider = p.id AND l.id = :location
 WHERE p.id = :provider

-- :name provider_touch
-- The row lock of everything that hangs on a provider.
UPDATE provider SET revision = revision + 1 WHERE id = :id

-- :name embargo_running
-- The embargo on just this, in force at a moment or to come.
SELECT id, from_ms FROM embargo
 WHERE provider = :provider AND location IS NOT DISTINCT FROM :location
   AND (lift_ms IS NULL OR lift_ms > :now)

-- :name embargo_insert
INSERT INTO embargo (id, provider, location, from_ms, reason, made_by, review_day)
VALUES (:id, :provider, :location, :from_ms, :reason, :made_by, :review_day)

-- :name embargo_load
-- :row embargo
SELECT e.id, e.provider, p.name AS provider_name, e.location, l.name AS location_name, e.from_ms,
       e.reason, e.review_day, e.lift_ms, e.lift_reason
  FROM embargo e
  JOIN provider p ON p.id = e.provider
  LEFT JOIN location l ON l.id = e.location
 WHERE e.id = :id

-- :name embargo_end
UPDATE embargo SET lift_ms = :lift_ms, lift_reason = :lift_reason, lifted_by = :lifted_by
 WHERE id = :id AND lift_ms IS NULL
