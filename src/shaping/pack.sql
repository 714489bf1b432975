-- SPDX-License-Identifier: MIT
-- pack.sql -- the facts of a data pack, and packs as they were issued.

-- :name pack_localities
SELECT id, name FROM locality ORDER BY name_key, id

-- :name pack_bands
-- Time bands as they stood on a day.
-- :in on_day Date
SELECT id, name, days, start_mins, end_mins FROM time_band
 WHERE from_day <= :on_day AND until_day > :on_day ORDER BY position, id

-- :name pack_elements
-- What was given on some day of the months; nothing of people whose record is restricted (law 8).
-- :row pack_element
-- :in from_day Date, until_day Date
SELECT e.id, pl.person, pl.locality, pl.service, e.from_day, e.until_day, e.week_mins
  FROM element e
  JOIN placement pl ON pl.id = e.placement
  JOIN person q ON q.id = pl.person AND q.restricted = 0
 WHERE e.from_day < :until_day AND e.until_day > :from_day

-- :name pack_visits
-- The visits of the same.
-- :row pack_visit
-- :in from_day Date, until_day Date
SELECT v.element, v.days, v.start_mins, v.length_mins, v.carers
  FROM element e
  JOIN placement pl ON pl.id = e.placement
  JOIN person q ON q.id = pl.person AND q.restricted = 0
  JOIN element_visit v ON v.element = e.id
 WHERE e.from_day < :until_day AND e.until_day > :from_day

-- :name pack_requests
-- Requests that were open at some time of the months; the same people left out.
-- (Nothing is closed after the year 9999: see return_facts.)
-- :in from_ms Moment, until_ms Moment
-- :out stage int
SELECT r.id, r.person, r.locality, r.stage, r.closed_ms
  FROM (SELECT o.id FROM request o WHERE o.open = 1
        UNION ALL
        SELECT c.id FROM request c
         WHERE c.closed_ms >= :from_ms AND c.closed_ms < 253402300800000) AS alive
  JOIN request r ON r.id = alive.id
  JOIN person q ON q.id = r.person AND q.restricted = 0
 WHERE r.made_ms < :until_ms

-- ---- as issued -------------------------------------------------------------------------

-- :name pack_month_taken
-- In which pack's months a month lies.
-- :in from_day Date, until_day Date
SELECT m.month_day, m.from_day, m.until_day FROM data_pack_month m
 WHERE m.month_day >= :from_day AND m.month_day < :until_day
 ORDER BY m.month_day LIMIT 1

-- :name pack_month_insert
INSERT INTO data_pack_month (month_day, from_day, until_day)
VALUES (:month_day, :from_day, :until_day)

-- :name pack_last
-- The newest of the same months.
SELECT id, number, withdrawn_ms FROM data_pack
 WHERE from_day = :from_day AND until_day = :until_day ORDER BY number DESC LIMIT 1

-- :name pack_insert
INSERT INTO data_pack (id, from_day, until_day, number, name, smallest, zeros_shown, hidden, hash,
                       reason, issued_by, issued_ms)
VALUES (:id, :from_day, :until_day, :number, :name, :smallest, :zeros_shown, :hidden, :hash,
        :reason, :issued_by, :issued_ms)

-- :name pack_figure_insert
INSERT INTO data_pack_figure (pack, part, line, col, line_name, col_name, figure)
VALUES (:pack, :part, :line, :col, :line_name, :col_name, :figure)

-- :name pack_withdrawn
UPDATE data_pack SET revision = revision + 1, withdrawn_by = :withdrawn_by,
       withdrawn_ms = :withdrawn_ms, withdrawn_why = :withdrawn_why
 WHERE id = :id AND revision = :revision AND withdrawn_ms IS NULL

-- :name pack_list
-- The newest first.
SELECT p.id, p.name, p.from_day, p.until_day, p.number, p.issued_ms, p.hidden, p.withdrawn_ms
  FROM data_pack p
 WHERE p.id > 0
--=newest ORDER BY p.until_day DESC, p.number DESC, p.id
 LIMIT :limit OFFSET :skip

-- :name pack_load
-- :row data_pack
SELECT p.id, p.revision, p.name, p.from_day, p.until_day, p.number, p.smallest, p.zeros_shown,
       p.hidden, p.hash, p.reason, p.issued_ms, u.name AS issued_name, p.withdrawn_ms,
       p.withdrawn_why
  FROM data_pack p JOIN user_account u ON u.id = p.issued_by
 WHERE p.id = :id

-- :name pack_figures
-- :row data_pack_figure
SELECT part, line, col, line_name, col_name, figure FROM data_pack_figure
 WHERE pack = :pack ORDER BY part, line, col

-- :name check_packs
-- Packs, for their digest to be looked at.
SELECT id, hash FROM data_pack ORDER BY id
