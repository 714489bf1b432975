-- SPDX-License-Identifier: MIT
-- import.sql -- what the importer reads and writes.

-- :name import_known_locations
-- As little of each location as tells whether its row has changed.
SELECT id, ref, row_hash, gone_ms, registered_day FROM location WHERE regulator = :regulator

-- :name import_known_areas
-- Where each of them lies: asked only when some were not in the file.
SELECT ref, authority, status FROM location WHERE regulator = :regulator

-- :name import_known_providers
SELECT id, ref, name FROM provider WHERE regulator = :regulator

-- :name import_location
-- A location as it is stored, to be compared with the file's row.
SELECT l.id, l.provider, l.made_ms, l.name, l.address, l.town, l.postcode, l.district,
       l.authority, l.phone, l.uprn,
       l.hidden, l.status, l.registered_day, l.ended_day, l.places, l.inspected_day, l.combined_ref,
       l.latest_rating, l.latest_rank, l.latest_day, p.ref AS provider_ref, p.name AS provider_name
  FROM location l JOIN provider p ON p.id = l.provider
 WHERE l.id = :id

-- :name import_location_services
SELECT service FROM location_service WHERE location = :location ORDER BY service

-- :name import_ratings
-- All that were ever published for a location; the newest of a question comes last.
SELECT rated_service, question, value, rank, given_day FROM rating
 WHERE location = :location ORDER BY question, noticed_ms, id

-- :name provider_insert
INSERT INTO provider (id, name, name_key, regulator, ref, kind, made_ms)
VALUES (:id, :name, :name_key, :regulator, :ref, :kind, :made_ms)

-- :name provider_rename
UPDATE provider SET name = :name, name_key = :name_key, revision = revision + 1 WHERE id = :id

-- :name location_insert
INSERT INTO location (id, provider, regulator, ref, name, name_key, address, town, postcode,
                      district, authority, phone, uprn, hidden, status, registered_day, ended_day,
                      places, inspected_day, combined_ref, latest_rating, latest_rank,
                      latest_day, row_hash, made_ms)
VALUES (:id, :provider, :regulator, :ref, :name, :name_key, :address, :town, :postcode,
        :district,
        :authority, :phone, :uprn, :hidden, :status, :registered_day, :ended_day, :places,
        :inspected_day, :combined_ref, :latest_rating, :latest_rank, :latest_day, :row_hash,
        :made_ms)

-- :name location_update
UPDATE location
   SET provider = :provider, name = :name, name_key = :name_key, address = :address, town = :town,
       postcode = :postcode, district = :district, authority = :authority, phone = :phone,
       uprn = :uprn, hidden = :hidden, status = :status, registered_day = :registered_day,
       ended_day = :ended_day, places = :places, inspected_day = :inspected_day,
       combined_ref = :combined_ref, latest_rating = :latest_rating, latest_rank = :latest_rank,
       latest_day = :latest_day, row_hash = :row_hash, gone_ms = NULL, revision = revision + 1
 WHERE id = :id

-- :name location_hash
-- The row reads otherwise and says the same.
UPDATE location SET row_hash = :row_hash, gone_ms = NULL WHERE id = :id

-- :name location_gone
UPDATE location SET gone_ms = :gone_ms, revision = revision + 1 WHERE id = :id AND gone_ms IS NULL

-- :name location_service_insert
INSERT INTO location_service (location, service) VALUES (:location, :service)

-- :name location_service_clear
DELETE FROM location_service WHERE location = :location

-- :name rating_insert
INSERT INTO rating (id, location, rated_service, question, value, rank, given_day, noticed_ms,
                    import_run)
VALUES (:id, :location, :rated_service, :question, :value, :rank, :given_day, :noticed_ms,
        :import_run)

-- :name import_run_insert
INSERT INTO import_run (id, kind, file_name, file_hash, state, user_account, made_ms)
VALUES (:id, :kind, :file_name, :file_hash, :state, :user_account, :made_ms)

-- :name import_run_finish
-- :in n_new int, n_changed int, n_unchanged int, n_gone int, n_refused int
UPDATE import_run
   SET file_hash = :file_hash, state = :state, applied_ms = :applied_ms, n_new = :n_new,
       n_changed = :n_changed, n_unchanged = :n_unchanged, n_gone = :n_gone,
       n_refused = :n_refused, message = :message
 WHERE id = :id

-- :name import_finding_insert
-- :in was text, now_is text
INSERT INTO import_finding (id, import_run, finding, row_no, thing_ref, label, field, was, now_is)
VALUES (:id, :import_run, :finding, :row_no, :thing_ref, :label, :field, :was, :now_is)

-- :name import_finding_clear
DELETE FROM import_finding WHERE import_run = :import_run

-- :name upload_insert
INSERT INTO upload (id, import_run, body, made_ms) VALUES (:id, :import_run, :body, :made_ms)

-- :name upload_of_run
SELECT body FROM upload WHERE import_run = :import_run

-- :name upload_drop
DELETE FROM upload WHERE import_run = :import_run

-- :name import_run_load
-- :row import_run
SELECT r.id, r.kind, r.file_name, r.state, u.name AS user_name, r.made_ms, r.applied_ms, r.n_new,
       r.n_changed, r.n_unchanged, r.n_gone, r.n_refused, r.message
  FROM import_run r LEFT JOIN user_account u ON u.id = r.user_account
 WHERE r.id = :id
