-- SPDX-License-Identifier: MIT
-- emergency.sql -- who is supported today, by whom and when, for the day on which nothing runs.

-- :name emergency_visits
-- A row for each visit of each package that runs on that day.
-- :in today Date
-- :out hours_mins Minutes, start_mins Minutes, length_mins Minutes, provider_phone text
SELECT pl.id, pl.person, pe.given_name, pe.family_name, pe.known_as, pe.born_day, pe.restricted,
       pe.address, pe.postcode, pe.phone, pe.language, pe.communication, pe.contact_name,
       pe.contact_phone, pe.warnings, lo.id AS locality, lo.name AS locality_name,
       pr.id AS provider, pr.name AS provider_name, e.week_mins AS hours_mins,
       v.days, v.start_mins, v.length_mins, v.carers,
       (SELECT max(l.phone) FROM location l WHERE l.provider = pr.id) AS provider_phone
  FROM element e
  JOIN placement pl ON pl.id = e.placement
  JOIN person pe ON pe.id = pl.person
  JOIN locality lo ON lo.id = pl.locality
  JOIN provider pr ON pr.id = pl.provider
  JOIN element_visit v ON v.element = e.id
 WHERE e.from_day <= :today AND e.until_day > :today AND pl.until_day > :today
--=locality ORDER BY lo.name_key, lo.id, pe.name_key, pl.id, v.start_mins, v.visit_no
--=provider ORDER BY pr.name_key, pr.id, pe.name_key, pl.id, v.start_mins, v.visit_no
