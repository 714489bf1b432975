-- SPDX-License-Identifier: MIT
-- mail.sql -- the outbox.

-- :name mail_put
INSERT INTO mail_out (id, to_address, subject, body, made_ms, next_try_ms)
VALUES (:id, :to_address, :subject, :body, :made_ms, :made_ms)

-- :name mail_due
-- What is to be tried now, longest waiting first.
-- :in now Moment, max int
SELECT id, to_address, subject, body, made_ms, next_try_ms, tries
  FROM mail_out
 WHERE sent_ms IS NULL AND next_try_ms <= :now
 ORDER BY next_try_ms, id LIMIT :max

-- :name mail_claim
-- The next try is put off before this one begins: a clerk that dies in the
-- middle, or a second one, finds it not due.  No row: somebody else has it.
-- :in seen_ms Moment
UPDATE mail_out SET tries = tries + 1, next_try_ms = :next_try_ms
 WHERE id = :id AND sent_ms IS NULL AND next_try_ms = :seen_ms

-- :name mail_sent
UPDATE mail_out SET sent_ms = :sent_ms, failure = NULL WHERE id = :id

-- :name mail_failed
UPDATE mail_out SET failure = :failure, next_try_ms = :next_try_ms
 WHERE id = :id AND sent_ms IS NULL

-- :name mail_again
-- An administrator wants it tried at once.
UPDATE mail_out SET next_try_ms = :next_try_ms WHERE id = :id AND sent_ms IS NULL

-- :name mail_list
-- For the administrator: addresses and subjects, never the text.  What is put
-- off for three years and more is given up: its next try is the calendar's end.
-- :in limit int, skip int, unsent int
-- :out state int
SELECT m.id, m.to_address, m.subject, m.made_ms, m.tries, m.next_try_ms, m.sent_ms, m.failure,
       CASE WHEN m.sent_ms IS NOT NULL THEN {MAIL_SENT}
            WHEN m.failure IS NOT NULL AND m.next_try_ms - m.made_ms > 100000000000
            THEN {MAIL_GIVEN_UP}
            WHEN m.failure IS NOT NULL THEN {MAIL_FAILING} ELSE {MAIL_WAITING} END AS state
  FROM mail_out m
 WHERE 1 = 1
--?unsent AND m.sent_ms IS NULL AND :unsent IS NOT NULL
--=newest ORDER BY m.id DESC
--=oldest ORDER BY m.id
 LIMIT :limit OFFSET :skip

-- :name meter_mail
-- :out n int
SELECT count(*) AS n FROM mail_out WHERE sent_ms IS NULL
