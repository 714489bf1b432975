-- SPDX-License-Identifier: MIT
-- news.sql -- what is watched, and what an import tells at its end.

-- :name news_used
-- Who has care of ours running, or about to begin.
-- :in today Date
SELECT DISTINCT provider FROM placement WHERE until_day > :today ORDER BY provider

-- :name news_standing
-- :in today Date
SELECT DISTINCT provider FROM accreditation WHERE until_day > :today ORDER BY provider

-- :name news_districts
-- :in today Date
SELECT DISTINCT district FROM locality_district
 WHERE from_day <= :today AND until_day > :today ORDER BY district

-- :name registration_event_insert
INSERT INTO registration_event (id, location, kind, was, now_is, noticed_ms, import_run)
VALUES (:id, :location, :kind, :was, :now_is, :noticed_ms, :import_run)

-- :name notice_insert
INSERT INTO regulator_notice (id, registration_event, provider, why, made_ms)
VALUES (:id, :registration_event, :provider, :why, :made_ms)

-- :name news_location
SELECT l.id, l.regulator, l.provider, l.status, l.gone_ms, l.registered_day, l.ended_day, l.made_ms,
       l.uprn, l.postcode, l.address, l.district, l.authority
  FROM location l WHERE l.id = :id

-- :name news_location_by_ref
SELECT l.id FROM location l WHERE l.regulator = :regulator AND l.ref = :ref

-- :name news_at_uprn
-- :row news_at
SELECT l.id FROM location l
 WHERE l.uprn = :uprn AND l.regulator = :regulator AND l.id <> :id ORDER BY l.id LIMIT 50

-- :name news_at_postcode
-- :row news_at
SELECT l.id FROM location l
 WHERE l.postcode = :postcode AND l.regulator = :regulator AND l.id <> :id ORDER BY l.id LIMIT 200

-- :name news_service_shared
-- :in other LocationId
-- :out n int
SELECT count(*) AS n FROM location_service a
  JOIN location_service b ON b.location = :other AND b.service = a.service
 WHERE a.location = :location

-- :name succession_of
SELECT id, confirmed FROM location_succession
 WHERE successor = :successor AND predecessor = :predecessor

-- :name succession_insert
INSERT INTO location_succession (id, predecessor, successor, rule, made_ms, import_run)
VALUES (:id, :predecessor, :successor, :rule, :made_ms, :import_run)
