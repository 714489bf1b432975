-- SPDX-License-Identifier: MIT
-- lot.sql -- the lots of frameworks, their places, and what they pay.

-- :name lot_load
-- A lot with the days that hold for it: its own, or the framework's.
-- :row lot
-- :out starts_day Date, ends_day Date
SELECT t.id, t.revision, t.framework, f.name AS framework_name, f.kind AS framework_kind, f.host,
       t.number, t.name, t.service, t.part, t.from_day, t.until_day,
       coalesce(t.from_day, f.from_day) AS starts_day,
       coalesce(t.until_day, f.until_day) AS ends_day
  FROM lot t JOIN framework f ON f.id = t.framework
 WHERE t.id = :id

-- :name lot_numbered
SELECT id FROM lot WHERE framework = :framework AND number = :number

-- :name lot_next_number
-- :out number int
SELECT coalesce(max(number), 0) + 1 AS number FROM lot WHERE framework = :framework

-- :name lot_insert
INSERT INTO lot (id, framework, number, name, service, part, from_day, until_day, made_by, made_ms)
VALUES (:id, :framework, :number, :name, :service, :part, :from_day, :until_day, :made_by, :made_ms)

-- :name lot_update
UPDATE lot
   SET number = :number, name = :name, service = :service, part = :part, from_day = :from_day,
       until_day = :until_day, revision = revision + 1
 WHERE id = :id AND revision = :revision

-- :name lot_hold
-- The row lock of its rates and of who stands on it; its own revision is not theirs.
UPDATE lot SET revision = revision WHERE id = :id

-- :name lot_locality_insert
-- :in localities text
INSERT INTO lot_locality (lot, locality)
SELECT :lot, l.id FROM locality l
 WHERE l.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:localities))

-- :name lot_locality_clear
DELETE FROM lot_locality WHERE lot = :lot

-- :name lot_localities
SELECT t.locality AS id, l.name
  FROM lot_locality t JOIN locality l ON l.id = t.locality
 WHERE t.lot = :lot ORDER BY l.name_key, l.id

-- :name lot_beyond
-- Of some localities one that a lot does not cover; one without any covers all.
-- :in localities text
SELECT l.id, l.name FROM locality l
 WHERE l.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:localities))
   AND EXISTS (SELECT 1 FROM lot_locality t WHERE t.lot = :lot)
   AND NOT EXISTS (SELECT 1 FROM lot_locality t WHERE t.lot = :lot AND t.locality = l.id)
 ORDER BY l.id LIMIT 1

-- :name lot_first_held
-- A standing on it, of any day.
SELECT id FROM accreditation WHERE lot = :lot ORDER BY id LIMIT 1

-- :name lot_held_outside
-- A standing on it that begins before or ends after some days, or stands in a place that is
-- not among some.
-- :in starts_day Date, ends_day Date, localities text
SELECT a.id
  FROM accreditation a
 WHERE a.lot = :lot
   AND (a.from_day < :starts_day OR a.until_day > :ends_day
        OR EXISTS (SELECT 1 FROM accreditation_locality al
                    WHERE al.accreditation = a.id
                      AND :localities <> '[]'
                      AND al.locality NOT IN (SELECT CAST(value AS BIGINT)
                                                FROM json_each(:localities))))
 ORDER BY a.id LIMIT 1

-- ---- rates -------------------------------------------------------------------------

-- :name lot_rate_chain
-- All rates of a lot in a place for a unit, oldest first.
-- :in place int
-- :out prev_until Date
SELECT id, from_day, until_day, prev_until FROM lot_rate
 WHERE lot = :lot AND place = :place AND unit = :unit ORDER BY from_day

-- :name lot_rate_correct
UPDATE lot_rate SET kind = :kind, rate_pence = :rate_pence WHERE id = :id

-- :name lot_rate_shorten
UPDATE lot_rate SET until_day = :until_day WHERE id = :id

-- :name lot_rate_relink
-- :in prev_until Date
UPDATE lot_rate SET prev_until = :prev_until WHERE id = :id

-- :name lot_rate_insert
-- :in prev_until Date
INSERT INTO lot_rate (id, lot, locality, place, unit, kind, rate_pence, from_day, until_day,
                      prev_until, made_by, made_ms)
VALUES (:id, :lot, :locality, :place, :unit, :kind, :rate_pence, :from_day, :until_day,
        :prev_until, :made_by, :made_ms)

-- :name lot_rate_at
-- What a lot pays on a day: in the place itself before all of it.
-- :in on_day Date, place int
SELECT id, kind, rate_pence FROM lot_rate
 WHERE lot = :lot AND unit = :unit AND place IN (0, :place)
   AND from_day <= :on_day AND until_day > :on_day
 ORDER BY place DESC, id LIMIT 1
