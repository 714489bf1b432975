-- SPDX-License-Identifier: MIT
-- keep.sql -- what the commissioner keeps, as it is written.

-- :name accreditation_load
-- :row accreditation
SELECT a.id, a.revision, a.lot, t.number AS lot_number, t.name AS lot_name, t.framework,
       f.name AS framework_name, a.provider, p.name AS provider_name, t.service, t.part,
       a.from_day, a.until_day, a.reason, a.ended_how, a.end_reason
  FROM accreditation a
  JOIN lot t ON t.id = a.lot
  JOIN framework f ON f.id = t.framework
  JOIN provider p ON p.id = a.provider
 WHERE a.id = :id

-- :name accreditation_clash
-- The same lot, on any of those days.
-- :in from_day Date, until_day Date
SELECT id FROM accreditation
 WHERE provider = :provider AND lot = :lot AND from_day < :until_day AND until_day > :from_day

-- :name accreditation_insert
INSERT INTO accreditation (id, lot, provider, from_day, until_day, decided_by, decided_ms, reason)
VALUES (:id, :lot, :provider, :from_day, :until_day, :decided_by, :decided_ms, :reason)

-- :name accreditation_shorten
UPDATE accreditation
   SET until_day = :until_day, ended_how = :ended_how, ended_by = :ended_by,
       end_reason = :end_reason,
       revision = revision + 1
 WHERE id = :id AND revision = :revision

-- :name accreditation_locality_insert
-- :in localities text
INSERT INTO accreditation_locality (accreditation, locality)
SELECT :accreditation, l.id FROM locality l
 WHERE l.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:localities))

-- :name accreditation_locality_ids
SELECT locality FROM accreditation_locality WHERE accreditation = :accreditation ORDER BY locality

-- :name fair_price_chain
-- :out prev_until Date
-- All prices of a service in a locality, oldest first.
SELECT id, from_day, until_day, prev_until FROM fair_price
 WHERE service = :service AND locality = :locality ORDER BY from_day

-- :name fair_price_correct
UPDATE fair_price SET rate_pence = :rate_pence WHERE id = :id

-- :name fair_price_shorten
UPDATE fair_price SET until_day = :until_day WHERE id = :id

-- :name fair_price_relink
-- :in prev_until Date
UPDATE fair_price SET prev_until = :prev_until WHERE id = :id

-- :name fair_price_insert
-- :in prev_until Date
INSERT INTO fair_price (id, service, locality, from_day, until_day, prev_until, rate_pence)
VALUES (:id, :service, :locality, :from_day, :until_day, :prev_until, :rate_pence)

-- :name district_chain
-- :out prev_until Date
SELECT id, from_day, until_day, prev_until FROM locality_district
 WHERE district = :district ORDER BY from_day

-- :name district_correct
UPDATE locality_district SET locality = :locality WHERE id = :id

-- :name district_shorten
UPDATE locality_district SET until_day = :until_day WHERE id = :id

-- :name district_relink
-- :in prev_until Date
UPDATE locality_district SET prev_until = :prev_until WHERE id = :id

-- :name district_insert
-- :in prev_until Date
INSERT INTO locality_district (id, district, locality, from_day, until_day, prev_until)
VALUES (:id, :district, :locality, :from_day, :until_day, :prev_until)

-- :name locality_insert
INSERT INTO locality (id, name, name_key) VALUES (:id, :name, :name_key)

-- :name locality_load
SELECT id, name FROM locality WHERE id = :id

-- :name time_band_load
-- :row time_band
SELECT id, name, days, start_mins, end_mins, from_day, until_day, position
  FROM time_band WHERE id = :id

-- :name time_band_insert
INSERT INTO time_band (id, name, days, start_mins, end_mins, from_day, until_day, position)
VALUES (:id, :name, :days, :start_mins, :end_mins, :from_day, :until_day, :position)

-- :name time_band_shorten
UPDATE time_band SET until_day = :until_day
 WHERE id = :id AND until_day > :until_day AND from_day < :until_day

-- :name capacity_of_band
SELECT provider, locality, free_mins, stated_ms, stated_by
  FROM capacity WHERE time_band = :time_band

-- :name capacity_put
INSERT INTO capacity (id, provider, locality, time_band, free_mins, stated_ms, stated_by)
VALUES (:id, :provider, :locality, :time_band, :free_mins, :stated_ms, :stated_by)
    ON CONFLICT (provider, locality, time_band)
    DO UPDATE SET free_mins = :free_mins, stated_ms = :stated_ms, stated_by = :stated_by

-- :name block_insert
INSERT INTO block (id, provider, locality, service, name, from_day, until_day, week_mins,
                   rate_pence)
VALUES (:id, :provider, :locality, :service, :name, :from_day, :until_day, :week_mins, :rate_pence)

-- :name block_shorten
UPDATE block SET until_day = :until_day
 WHERE id = :id AND from_day < :until_day AND until_day > :until_day

-- :name skill_insert
INSERT INTO skill (id, name) VALUES (:id, :name)

-- :name provider_skill_clear
DELETE FROM provider_skill WHERE provider = :provider

-- :name provider_skill_put
-- :in skills text
INSERT INTO provider_skill (provider, skill)
SELECT :provider, s.id FROM skill s
 WHERE s.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:skills))

-- :name provider_skill_ids
SELECT skill FROM provider_skill WHERE provider = :provider ORDER BY skill

-- :name provider_email_update
UPDATE provider SET email = :email, revision = revision + 1 WHERE id = :id AND revision = :revision

-- :name block_days
SELECT id, provider, from_day, until_day FROM block WHERE id = :id

-- :name provider_revision
SELECT id, revision FROM provider WHERE id = :id
