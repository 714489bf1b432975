-- SPDX-License-Identifier: MIT
-- found.sql -- requests and placements by number, or by whom they are for.

-- :name requests_found
-- By q: its number, or whom the search for people finds.  Nothing sought, nothing found.
-- :in me UserAccountId, now Moment, q_number RequestId, q_people text
-- :out person_name text
SELECT r.id, p.family_name || ', ' || p.given_name AS person_name, r.reason, r.service, r.stage,
       r.made_ms, r.start_day, l.name AS locality_name, t.name AS team_name, r.awarded_ms,
       r.person
  FROM request r
  JOIN person p ON p.id = r.person
  JOIN locality l ON l.id = r.locality
  LEFT JOIN team t ON t.id = r.team
 WHERE r.id IN (SELECT x.id FROM request x
                 WHERE x.person IN (SELECT CAST(value AS BIGINT) FROM json_each(:q_people))
                UNION SELECT y.id FROM request y WHERE y.id = :q_number)
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
        WHERE n.person = p.id AND n.user_account = :me
          AND (n.until_ms IS NULL OR n.until_ms > :now)))
--?stage AND r.stage = :stage
--=newest ORDER BY r.made_ms DESC, r.id DESC
 LIMIT :limit OFFSET :skip

-- :name placements_found
-- :in me UserAccountId, now Moment, q_number PlacementId, q_people text
-- :out person_name text
SELECT pl.id, pl.request, pe.family_name || ', ' || pe.given_name AS person_name,
       p.name AS provider_name, pl.service, l.name AS locality_name, pl.from_day, pl.until_day,
       pl.started_ms, pl.person
  FROM placement pl
  JOIN person pe ON pe.id = pl.person
  JOIN provider p ON p.id = pl.provider
  JOIN locality l ON l.id = pl.locality
 WHERE pl.id IN (SELECT x.id FROM placement x
                  WHERE x.person IN (SELECT CAST(value AS BIGINT) FROM json_each(:q_people))
                 UNION SELECT y.id FROM placement y WHERE y.id = :q_number)
   AND (pe.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
        WHERE n.person = pe.id AND n.user_account = :me
          AND (n.until_ms IS NULL OR n.until_ms > :now)))
--=newest ORDER BY pl.from_day DESC, pl.id DESC
 LIMIT :limit OFFSET :skip
