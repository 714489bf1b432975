-- SPDX-License-Identifier: MIT
-- suspend.sql -- embargoes: nothing new for a provider, or for what of it is named.

-- :name suspend_subject
-- The provider, if the location and the lot that are meant are its own, and the locality is.
SELECT p.id
  FROM provider p
--?location JOIN location l ON l.provider = p.id AND l.id = :location
--?locality JOIN locality y ON y.id = :locality
 WHERE p.id = :provider
--?lot AND EXISTS (SELECT 1 FROM accreditation a WHERE a.provider = p.id AND a.lot = :lot)

-- :name provider_touch
-- The row lock of everything that hangs on a provider.
UPDATE provider SET revision = revision + 1 WHERE id = :id

-- :name embargo_running
-- The embargo on just this, in force at a moment or to come.
SELECT id, from_ms FROM embargo
 WHERE provider = :provider AND location IS NOT DISTINCT FROM :location
   AND lot IS NOT DISTINCT FROM :lot AND locality IS NOT DISTINCT FROM :locality
   AND (lift_ms IS NULL OR lift_ms > :now)

-- :name embargo_insert
INSERT INTO embargo (id, provider, location, lot, locality, from_ms, reason, evidence, decided_by,
                     made_by, review_day)
VALUES (:id, :provider, :location, :lot, :locality, :from_ms, :reason, :evidence, :decided_by,
        :made_by, :review_day)

-- :name embargo_load
-- :row embargo
SELECT e.id, e.provider, p.name AS provider_name, e.location, l.name AS location_name, e.lot,
       t.number AS lot_number, t.name AS lot_name, e.locality, y.name AS locality_name, e.from_ms,
       e.reason, e.evidence, coalesce(e.decided_by, m.name) AS decided_name, e.review_day,
       e.lift_ms, e.lift_reason
  FROM embargo e
  JOIN provider p ON p.id = e.provider
  JOIN user_account m ON m.id = e.made_by
  LEFT JOIN location l ON l.id = e.location
  LEFT JOIN lot t ON t.id = e.lot
  LEFT JOIN locality y ON y.id = e.locality
 WHERE e.id = :id

-- :name embargo_end
UPDATE embargo SET lift_ms = :lift_ms, lift_reason = :lift_reason, lifted_by = :lifted_by
 WHERE id = :id AND lift_ms IS NULL
