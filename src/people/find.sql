-- SPDX-License-Identifier: MIT
-- find.sql -- who could be meant: words like a typed one, the people who bear
-- them, and what is needed to rank these.
--
-- Restricted people have no words and are in no statement here but
-- candidate_named, which asks who reads.

-- :name word_near
-- Words that share a piece: one letter off, or of the same sound.
-- :in pieces text
SELECT DISTINCT word FROM word_piece
 WHERE piece IN (SELECT CAST(value AS TEXT) FROM json_each(:pieces))
 ORDER BY word LIMIT 1000

-- :name word_like
-- Words that share most trigrams.
-- :in pieces text, least int
-- :out hits int
SELECT word, count(*) AS hits FROM word_piece
 WHERE piece IN (SELECT CAST(value AS TEXT) FROM json_each(:pieces))
 GROUP BY word HAVING count(*) >= :least
 ORDER BY hits DESC, word LIMIT 60

-- :name word_beginning
-- Words that begin so: `from` is the piece, `until` lies after all that begin with it.
-- :in from text, until text
SELECT word FROM word_piece WHERE piece >= :from AND piece < :until ORDER BY piece, word LIMIT 60

-- :name people_of_words
-- Whoever bears one of the words; twice, who bears two.  In no order: it is taken for a set.
-- :in words text
SELECT w.person
  FROM person_word w
--?district JOIN person p ON p.id = w.person AND p.district = :district
 WHERE w.word IN (SELECT CAST(value AS TEXT) FROM json_each(:words))

-- :name people_of_born
SELECT id FROM person WHERE born_day = :born_day AND restricted = 0 ORDER BY id LIMIT 400

-- :name people_of_postcode
SELECT id FROM person WHERE postcode = :postcode AND restricted = 0 ORDER BY id LIMIT 400

-- :name people_of_district
-- :in most int
SELECT id FROM person WHERE district = :district AND restricted = 0
 ORDER BY name_key, id LIMIT :most

-- :name people_of_number
-- :in number text
SELECT id FROM person WHERE nhs_number = :number AND restricted = 0
UNION
SELECT id FROM person WHERE chi_number = :number AND restricted = 0
ORDER BY id

-- :name candidate_list
-- :in ids text
-- :row candidate
SELECT p.id, p.given_name, p.family_name, p.known_as, p.name_key, p.born_day, p.nhs_number,
       p.chi_number, p.postcode, p.district, l.name AS locality_name
  FROM person p
  LEFT JOIN locality l ON l.id = p.locality
 WHERE p.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:ids)) AND p.restricted = 0
 ORDER BY p.id

-- :name candidate_named
-- The restricted people on whose record the reader is named: few, so all are ranked.
-- :in me UserAccountId, now Moment
-- :row candidate
SELECT p.id, p.given_name, p.family_name, p.known_as, p.name_key, p.born_day, p.nhs_number,
       p.chi_number, p.postcode, p.district, l.name AS locality_name
  FROM person_named n
  JOIN person p ON p.id = n.person
  LEFT JOIN locality l ON l.id = p.locality
 WHERE n.user_account = :me AND (n.until_ms IS NULL OR n.until_ms > :now) AND p.restricted = 1
 ORDER BY p.id
