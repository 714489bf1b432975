-- SPDX-License-Identifier: MIT
-- standing.sql -- the facts from which a provider's standing is told: one
-- statement a kind of fact, for all providers at once.

-- :name standing_names
-- Whom we tell of, by name, and whether anybody there can be reached.
-- :in providers text
-- :out reachable int
SELECT p.id, p.name,
       CASE WHEN p.email IS NOT NULL
              OR EXISTS (SELECT 1 FROM user_account u
                          WHERE u.provider = p.id AND u.disabled_ms IS NULL)
            THEN 1 ELSE 0 END AS reachable
  FROM provider p
 WHERE p.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:providers))
 ORDER BY p.name_key, p.id

-- :name standing_lots
-- The lots of a service: the council's own before others', the newest framework first, then by
-- number; and whether packages may be called off from them on a day.
-- :in on_day Date
-- :out runs int
SELECT t.id, t.part,
       CASE WHEN f.from_day <= :on_day AND f.until_day > :on_day
             AND (f.refer_from_day IS NULL OR f.refer_from_day <= :on_day)
             AND (f.refer_until_day IS NULL OR f.refer_until_day > :on_day)
             AND (t.from_day IS NULL OR t.from_day <= :on_day)
             AND (t.until_day IS NULL OR t.until_day > :on_day)
            THEN 1 ELSE 0 END AS runs
  FROM lot t
  JOIN framework f ON f.id = t.framework
 WHERE t.service = :service
 ORDER BY f.kind, f.from_day DESC, t.number, t.id

-- :name standing_accreditations
-- What was ever held of some lots: read from an index alone.
-- :in lots text
SELECT a.id, a.provider, a.lot, a.from_day, a.until_day
  FROM accreditation a
 WHERE a.lot IN (SELECT CAST(value AS BIGINT) FROM json_each(:lots))
--?provider AND a.provider = :provider

-- :name standing_here
-- What is held in a locality, in the order of its numbers.
SELECT al.accreditation
  FROM accreditation_locality al
 WHERE al.locality = :locality
 ORDER BY al.accreditation

-- :name standing_near
-- The registered locations in our districts that give a service.
-- :row standing_location
-- :in on_day Date
-- :out near int
SELECT l.provider, l.id, l.regulator, l.latest_rating, l.latest_rank, l.latest_day, 1 AS near
  FROM locality_district d
  JOIN location l ON l.district = d.district
  JOIN location_service s ON s.location = l.id AND s.service = :service
 WHERE d.from_day <= :on_day AND d.until_day > :on_day
   AND l.gone_ms IS NULL AND l.status IN ({REG_ACTIVE}, {REG_LEAVING})

-- :name standing_locations
-- All registered locations of some providers that give a service; near: in one of our districts.
-- :row standing_location
-- :in providers text, on_day Date
-- :out near int
SELECT l.provider, l.id, l.regulator, l.latest_rating, l.latest_rank, l.latest_day,
       CASE WHEN EXISTS (SELECT 1 FROM locality_district d
                          WHERE d.district = l.district AND d.from_day <= :on_day
                            AND d.until_day > :on_day)
            THEN 1 ELSE 0 END AS near
  FROM location l
  JOIN location_service s ON s.location = l.id AND s.service = :service
 WHERE l.provider IN (SELECT CAST(value AS BIGINT) FROM json_each(:providers))
   AND l.gone_ms IS NULL AND l.status IN ({REG_ACTIVE}, {REG_LEAVING})
 ORDER BY l.provider, l.id

-- :name standing_embargoes
-- Those in force at a moment.
SELECT e.provider, e.location, e.lot, e.locality, e.reason, l.name AS location_name,
       t.number AS lot_number, t.name AS lot_name, y.name AS locality_name
  FROM embargo e
  LEFT JOIN location l ON l.id = e.location
  LEFT JOIN lot t ON t.id = e.lot
  LEFT JOIN locality y ON y.id = e.locality
 WHERE e.from_ms <= :now AND (e.lift_ms IS NULL OR e.lift_ms > :now)
--?provider AND e.provider = :provider
 ORDER BY e.provider, e.id

-- :name standing_blocks
-- Hours bought ahead that run on a day.
-- :in on_day Date
SELECT b.id, b.provider, b.week_mins, b.rate_pence
  FROM block b
 WHERE b.locality = :locality AND b.service = :service
   AND b.from_day <= :on_day AND b.until_day > :on_day
--?provider AND b.provider = :provider
 ORDER BY b.id

-- :name standing_draws
-- What is drawn from some blocks by elements that live on a day or later.
-- :in blocks text, on_day Date
SELECT e.block, e.from_day, e.until_day, e.week_mins
  FROM element e
 WHERE e.block IN (SELECT CAST(value AS BIGINT) FROM json_each(:blocks))
   AND e.until_day > :on_day AND e.from_day < e.until_day

-- :name standing_bands
-- The time bands of a day.
-- :in on_day Date
SELECT id, days, start_mins, end_mins FROM time_band
 WHERE from_day <= :on_day AND until_day > :on_day ORDER BY position, id

-- :name standing_capacity
SELECT c.provider, c.time_band, c.free_mins, c.stated_ms
  FROM capacity c WHERE c.locality = :locality
--?provider AND c.provider = :provider

-- :name standing_skills_wanted
-- :in skills text
SELECT id, name FROM skill
 WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(:skills)) ORDER BY name, id

-- :name standing_skills_had
-- :in skills text, providers text
SELECT provider, skill FROM provider_skill
 WHERE provider IN (SELECT CAST(value AS BIGINT) FROM json_each(:providers))
   AND skill IN (SELECT CAST(value AS BIGINT) FROM json_each(:skills))

-- :name standing_embargoed
-- Is the whole provider, or the whole of every location that it has registered, under an
-- embargo?
-- :out whole int, locations int, closed int
SELECT (SELECT count(*) FROM embargo e
         WHERE e.provider = :provider AND e.location IS NULL AND e.lot IS NULL
           AND e.locality IS NULL AND e.from_ms <= :now
           AND (e.lift_ms IS NULL OR e.lift_ms > :now)) AS whole,
       count(*) AS locations,
       CAST(coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM embargo e
                                   WHERE e.provider = :provider AND e.location = l.id
                                     AND e.lot IS NULL AND e.locality IS NULL
                                     AND e.from_ms <= :now
                                     AND (e.lift_ms IS NULL OR e.lift_ms > :now))
                    THEN 1 ELSE 0 END), 0) AS BIGINT) AS closed
  FROM location l
 WHERE l.provider = :provider AND l.gone_ms IS NULL AND l.status IN ({REG_ACTIVE}, {REG_LEAVING})

-- :name block_bought
SELECT week_mins, from_day, until_day FROM block WHERE id = :id

-- :name fair_price_at
-- :in on_day Date
SELECT rate_pence FROM fair_price
 WHERE service = :service AND locality = :locality AND from_day <= :on_day AND until_day > :on_day
