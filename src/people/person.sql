-- SPDX-License-Identifier: MIT
-- person.sql -- the record of a person, and who may open it.

-- :name person_load
-- One person with the name of the locality.  Whoever shows it asks person_may_open() first.
-- :row person
SELECT p.id, p.revision, p.given_name, p.family_name, p.known_as, p.born_day, p.nhs_number,
       p.chi_number, p.address, p.postcode, p.district, p.locality, l.name AS locality_name,
       p.uprn, p.phone, p.language, p.communication, p.contact_name, p.contact_phone, p.warnings,
       p.restricted, p.died_day, p.made_ms
  FROM person p
  LEFT JOIN locality l ON l.id = p.locality
 WHERE p.id = :id

-- :name person_visible
-- The person, if that user may know of the record.
-- :in me UserAccountId, now Moment
SELECT p.id
  FROM person p
 WHERE p.id = :id
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
        WHERE n.person = p.id AND n.user_account = :me
          AND (n.until_ms IS NULL OR n.until_ms > :now)))

-- :name person_insert
INSERT INTO person (id, given_name, family_name, known_as, name_key, born_day, nhs_number,
                    chi_number, address, postcode, district, locality, phone, language,
                    communication, contact_name, contact_phone, warnings, restricted, made_ms)
VALUES (:id, :given_name, :family_name, :known_as, :name_key, :born_day, :nhs_number, :chi_number,
        :address, :postcode, :district, :locality, :phone, :language, :communication,
        :contact_name, :contact_phone, :warnings, :restricted, :made_ms)

-- :name person_update
UPDATE person
   SET revision = revision + 1, given_name = :given_name, family_name = :family_name,
       known_as = :known_as, name_key = :name_key, born_day = :born_day, nhs_number = :nhs_number,
       chi_number = :chi_number, address = :address, postcode = :postcode, district = :district,
       locality = :locality, phone = :phone, language = :language, communication = :communication,
       contact_name = :contact_name, contact_phone = :contact_phone, warnings = :warnings,
       restricted = :restricted
 WHERE id = :id AND revision = :revision

-- :name person_lock
-- The row lock of what hangs on a person, where any revision will do.
UPDATE person SET revision = revision + 1 WHERE id = :id

-- :name locality_of_district
-- Where a postcode district lies on a day.
-- :in on Date
SELECT locality FROM locality_district
 WHERE district = :district AND from_day <= :on AND until_day > :on

-- ---- the words of the names ---------------------------------------------------

-- :name person_word_list
SELECT word FROM person_word WHERE person = :person ORDER BY word

-- :name person_word_insert
INSERT INTO person_word (word, person) VALUES (:word, :person)

-- :name person_word_delete
DELETE FROM person_word WHERE person = :person AND word = :word

-- :name word_known
-- Does anybody have this word?
SELECT person FROM person_word WHERE word = :word ORDER BY person LIMIT 1

-- :name word_piece_insert
-- :in pieces text
INSERT INTO word_piece (piece, word)
SELECT CAST(value AS TEXT), :word FROM json_each(:pieces) WHERE true
ON CONFLICT DO NOTHING

-- :name word_piece_delete
-- :in pieces text
DELETE FROM word_piece
 WHERE word = :word AND piece IN (SELECT CAST(value AS TEXT) FROM json_each(:pieces))

-- ---- who may open a restricted record ----------------------------------------------

-- :name person_named_list
-- :out name text, running int
-- :in now Moment
SELECT n.id, n.user_account, u.name, u.email, n.until_ms, n.reason,
       CASE WHEN n.until_ms IS NULL OR n.until_ms > :now THEN 1 ELSE 0 END AS running
  FROM person_named n
  JOIN user_account u ON u.id = n.user_account
 WHERE n.person = :person
 ORDER BY u.name, n.id

-- :name person_named_put
-- Name somebody, or change until when and why.
INSERT INTO person_named (id, person, user_account, until_ms, reason)
VALUES (:id, :person, :user_account, :until_ms, :reason)
ON CONFLICT (person, user_account) DO UPDATE SET until_ms = :until_ms, reason = :reason

-- :name person_named_delete
DELETE FROM person_named WHERE person = :person AND user_account = :user_account

-- :name person_named_clear
DELETE FROM person_named WHERE person = :person

-- :name person_named_others
-- Who is named now, but for one.
-- :in but UserAccountId, now Moment
-- :out n int
SELECT count(*) AS n FROM person_named
 WHERE person = :person AND user_account <> :but AND (until_ms IS NULL OR until_ms > :now)

-- :name colleague_options
-- Those of the council who may be named: choices of a form.
-- :out label text
SELECT id, name || ', ' || email AS label FROM user_account
 WHERE provider IS NULL AND disabled_ms IS NULL
 ORDER BY name, id

-- ---- what must hold --------------------------------------------------------------------

-- :name check_restricted_words
SELECT p.id FROM person p
 WHERE p.restricted = 1 AND EXISTS (SELECT 1 FROM person_word w WHERE w.person = p.id)
 ORDER BY p.id

-- :name check_no_words
SELECT p.id FROM person p
 WHERE p.restricted = 0 AND NOT EXISTS (SELECT 1 FROM person_word w WHERE w.person = p.id)
 ORDER BY p.id

-- :name check_named_open
SELECT p.id FROM person p
 WHERE p.restricted = 0 AND EXISTS (SELECT 1 FROM person_named n WHERE n.person = p.id)
 ORDER BY p.id
