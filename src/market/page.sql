-- SPDX-License-Identifier: MIT
-- page.sql -- what the market's pages show: providers, their standing, the register.

-- :name market_provider_list
-- Providers with their best part and their standing today: that of the best of
-- their accreditations, as the codes of MARKET_STATUSES are in order.
-- :in today Date, service int, status int, part int, q text, q_key text, authority text
-- :out part int, status int, locations int
SELECT x.id, x.name, x.regulator, x.ref, x.kind, x.locations, x.part, x.status, x.town, x.rating
  FROM (SELECT p.id, p.name, p.name_key, p.regulator, p.ref, p.kind,
               (SELECT count(*) FROM location l
                 WHERE l.provider = p.id AND l.gone_ms IS NULL
                   AND l.status IN ({REG_ACTIVE}, {REG_LEAVING})) AS locations,
               CASE (SELECT min(CASE t.part WHEN {PART_B} THEN 1 WHEN {PART_A} THEN 2
                                            WHEN {PART_INTERIM} THEN 3 ELSE 4 END)
                       FROM accreditation a JOIN lot t ON t.id = a.lot
                      WHERE a.provider = p.id AND a.from_day <= :today AND a.until_day > :today)
                 WHEN 1 THEN {PART_B} WHEN 2 THEN {PART_A} WHEN 3 THEN {PART_INTERIM}
                 WHEN 4 THEN {PART_OUT_OF_AREA} END AS part,
               CASE (SELECT min(CASE WHEN e.location IS NULL AND e.lot IS NULL
                                      AND e.locality IS NULL THEN 1 ELSE 2 END)
                       FROM embargo e
                      WHERE e.provider = p.id AND e.from_ms <= :now
                        AND (e.lift_ms IS NULL OR e.lift_ms > :now))
                    WHEN 1 THEN {STANDING_SUSPENDED} WHEN 2 THEN {STANDING_PARTLY}
                    ELSE coalesce((SELECT min(CASE
                         WHEN a.until_day <= :today AND a.ended_how = {ENDED_REMOVED}
                         THEN {STANDING_REMOVED}
                         WHEN a.until_day <= :today THEN {STANDING_ENDED}
                         WHEN a.from_day <= :today THEN {STANDING_ACCREDITED}
                         ELSE {STANDING_COMING} END)
                                     FROM accreditation a WHERE a.provider = p.id),
                                  {STANDING_NONE}) END AS status,
               (SELECT l.town FROM location l WHERE l.provider = p.id AND l.gone_ms IS NULL
                 ORDER BY l.latest_day DESC NULLS LAST, l.id LIMIT 1) AS town,
               (SELECT l.latest_rating FROM location l WHERE l.provider = p.id AND l.gone_ms IS NULL
                 ORDER BY l.latest_day DESC NULLS LAST, l.id LIMIT 1) AS rating
          FROM provider p
         WHERE true
--?service   AND EXISTS (SELECT 1 FROM location l JOIN location_service s ON s.location = l.id
--?service               WHERE l.provider = p.id AND s.service = :service)
--?authority AND EXISTS (SELECT 1 FROM location l
--?authority             WHERE l.provider = p.id AND l.authority = :authority)
--?q_key     AND (instr(p.name_key, :q_key) > 0 OR p.ref = upper(:q)
--?q_key          OR EXISTS (SELECT 1 FROM location l
--?q_key                      WHERE l.provider = p.id AND l.ref = upper(:q)))
       ) x
 WHERE true
--?status AND x.status = :status
--?part   AND x.part = :part
--=name   ORDER BY x.name_key, x.id
--=status ORDER BY x.status, x.name_key, x.id
 LIMIT :limit OFFSET :skip

-- :name market_authority_choices
-- The authorities in which anybody is registered, by name.
-- :out id text, label text
SELECT DISTINCT l.authority AS id, l.authority AS label
  FROM location l WHERE l.authority IS NOT NULL ORDER BY l.authority

-- :name market_locality_choices
-- :out label text
SELECT id, name AS label FROM locality ORDER BY name_key, id

-- :name market_lot_choices
-- The lots of frameworks that have not ended.
-- :in today Date
-- :out label text
SELECT t.id, f.name || ', lot ' || CAST(t.number AS TEXT) || ': ' || t.name AS label
  FROM framework f JOIN lot t ON t.framework = f.id
 WHERE f.until_day > :today AND (t.until_day IS NULL OR t.until_day > :today)
 ORDER BY f.from_day, f.id, t.number

-- :name market_held_lot_choices
-- The lots on which a provider stands on a day or will.
-- :in today Date
-- :out label text
SELECT t.id, f.name || ', lot ' || CAST(t.number AS TEXT) || ': ' || t.name AS label
  FROM lot t JOIN framework f ON f.id = t.framework
 WHERE t.id IN (SELECT a.lot FROM accreditation a
                 WHERE a.provider = :provider AND a.until_day > :today)
 ORDER BY f.from_day, f.id, t.number

-- :name market_skill_choices
-- :in today Date
-- :out label text
SELECT id, name AS label FROM skill WHERE ended_day IS NULL OR ended_day > :today ORDER BY name, id

-- :name market_location_choices
-- A provider's registered locations.
-- :out label text
SELECT id, name AS label FROM location
 WHERE provider = :provider AND gone_ms IS NULL ORDER BY name_key, id

-- :name market_provider
SELECT id, revision, name, regulator, ref, kind, email, phone, made_ms FROM provider
 WHERE id = :provider

-- :name market_locations
SELECT id, name, ref, address, town, postcode, authority, status, registered_day, ended_day,
	gone_ms,
       places, inspected_day, latest_rating, latest_day
  FROM location WHERE provider = :provider
 ORDER BY gone_ms IS NOT NULL, name_key, id

-- :name market_location_services
SELECT s.location, s.service FROM location_service s
  JOIN location l ON l.id = s.location
 WHERE l.provider = :provider ORDER BY s.location, s.service

-- :name market_ratings
-- Every rating of a provider's locations, newest first.
SELECT l.name, r.rated_service, r.question, r.value, r.given_day, r.noticed_ms
  FROM rating r JOIN location l ON l.id = r.location
 WHERE l.provider = :provider
 ORDER BY r.given_day DESC NULLS LAST, l.name_key, r.question, r.id DESC
 LIMIT 200

-- :name market_events
SELECT l.name, e.kind, e.was, e.now_is, e.noticed_ms
  FROM registration_event e JOIN location l ON l.id = e.location
 WHERE l.provider = :provider ORDER BY e.noticed_ms DESC, e.id DESC LIMIT 100

-- :name market_accreditations
SELECT a.id, a.revision, a.lot, t.number AS lot_number, t.name AS lot_name,
       f.name AS framework_name, t.service, t.part, a.from_day, a.until_day, a.reason,
       a.ended_how, a.end_reason, u.name AS decided_name
  FROM accreditation a
  JOIN lot t ON t.id = a.lot
  JOIN framework f ON f.id = t.framework
  LEFT JOIN user_account u ON u.id = a.decided_by
 WHERE a.provider = :provider ORDER BY a.until_day DESC, a.from_day DESC, a.id

-- :name market_accreditation_localities
SELECT al.accreditation, l.name
  FROM accreditation_locality al
  JOIN accreditation a ON a.id = al.accreditation
  JOIN locality l ON l.id = al.locality
 WHERE a.provider = :provider ORDER BY al.accreditation, l.name_key

-- :name market_blocks
SELECT b.id, b.name, b.service, l.name AS locality_name, b.from_day, b.until_day, b.week_mins,
	b.rate_pence
  FROM block b JOIN locality l ON l.id = b.locality
 WHERE b.provider = :provider ORDER BY b.until_day DESC, b.id

-- :name market_embargoes
SELECT e.id, e.location, l.name AS location_name, e.lot, t.number AS lot_number,
       t.name AS lot_name, e.locality, y.name AS locality_name, e.from_ms, e.reason, e.evidence,
       coalesce(e.decided_by, m.name) AS decided_name, m.name AS made_name, e.review_day,
       e.lift_ms, e.lift_reason
  FROM embargo e
  JOIN user_account m ON m.id = e.made_by
  LEFT JOIN location l ON l.id = e.location
  LEFT JOIN lot t ON t.id = e.lot
  LEFT JOIN locality y ON y.id = e.locality
 WHERE e.provider = :provider ORDER BY e.from_ms DESC, e.id DESC

-- :name market_capacity
-- What a provider said last, for the bands of a day.
-- :in today Date
SELECT c.locality, c.time_band, l.name AS locality_name, b.name AS band_name, c.free_mins,
	c.stated_ms,
       u.name AS stated_name
  FROM capacity c
  JOIN locality l ON l.id = c.locality
  JOIN time_band b ON b.id = c.time_band AND b.from_day <= :today AND b.until_day > :today
  LEFT JOIN user_account u ON u.id = c.stated_by
 WHERE c.provider = :provider ORDER BY l.name_key, b.position, b.id

-- :name market_provider_skills
SELECT s.id, s.name FROM provider_skill p JOIN skill s ON s.id = p.skill
 WHERE p.provider = :provider ORDER BY s.name, s.id

-- :name market_capacity_localities
-- Where a provider holds a standing on a day.
-- :in today Date
SELECT DISTINCT l.id, l.name, l.name_key
  FROM accreditation a
  JOIN accreditation_locality al ON al.accreditation = a.id
  JOIN locality l ON l.id = al.locality
 WHERE a.provider = :provider AND a.from_day <= :today AND a.until_day > :today
 ORDER BY l.name_key, l.id

-- :name market_bands_now
-- :in today Date
SELECT id, name, days, start_mins, end_mins FROM time_band
 WHERE from_day <= :today AND until_day > :today ORDER BY position, id

-- ---- what the commissioner keeps ------------------------------------------------

-- :name market_price_list
-- :in on_day Date, service int
SELECT f.id, f.service, l.name AS locality_name, f.from_day, f.until_day, f.rate_pence
  FROM fair_price f JOIN locality l ON l.id = f.locality
 WHERE true
--?service  AND f.service = :service
--?locality AND f.locality = :locality
--?on_day   AND f.from_day <= :on_day AND f.until_day > :on_day
 ORDER BY f.service, l.name_key, f.from_day DESC, f.id
 LIMIT :limit OFFSET :skip

-- :name market_band_list
SELECT id, name, days, start_mins, end_mins, from_day, until_day, position FROM time_band
 ORDER BY until_day DESC, position, id

-- :name market_locality_list
-- :in today Date
-- :out districts int, providers int
SELECT l.id, l.name,
       (SELECT count(*) FROM locality_district d
         WHERE d.locality = l.id AND d.from_day <= :today AND d.until_day > :today) AS districts,
       (SELECT count(DISTINCT a.provider) FROM accreditation_locality al
          JOIN accreditation a ON a.id = al.accreditation
         WHERE al.locality = l.id AND a.from_day <= :today AND a.until_day > :today) AS providers
  FROM locality l ORDER BY l.name_key, l.id

-- :name market_district_list
SELECT d.id, d.district, l.name AS locality_name, d.from_day, d.until_day
  FROM locality_district d JOIN locality l ON l.id = d.locality
 WHERE true
--?locality AND d.locality = :locality
 ORDER BY d.district, d.from_day DESC, d.id
 LIMIT :limit OFFSET :skip

-- :name market_skill_list
-- :out providers int
SELECT s.id, s.name, s.ended_day,
       (SELECT count(*) FROM provider_skill p WHERE p.skill = s.id) AS providers
  FROM skill s ORDER BY s.name, s.id

-- :name market_framework_list
-- :in today Date
-- :out providers int
SELECT f.id, f.name, f.kind, f.host, f.apply_from_day, f.apply_until_day, f.told_day, f.from_day,
       f.term_day, f.until_day, f.extend_day, f.review_day,
       (SELECT count(DISTINCT a.provider) FROM lot t JOIN accreditation a ON a.lot = t.id
         WHERE t.framework = f.id AND a.from_day <= :today AND a.until_day > :today) AS providers
  FROM framework f ORDER BY f.until_day DESC, f.id

-- ---- the public register ------------------------------------------------------------

-- :name market_register_list
-- Locations of whoever holds or held a standing, or lies in one of our districts.
-- No personal data: what the regulator publishes and what the council decided.
-- All of them, or one: the page of a location is the same row.
-- :in today Date, service int, status int, q text, q_key text, town text
-- :out status int, services_text text, scope text
-- Of a hidden location no town: the regulator keeps its whole address back.
SELECT x.id, x.name, x.provider_name, x.town, x.latest_rating, x.latest_day, x.status, x.since_ms,
       x.scope, x.services_text, x.regulator, x.ref, x.hidden, x.address, x.postcode, x.phone,
       x.authority, x.registration, x.registered_day, x.places, x.inspected_day
  FROM (SELECT l.id, l.name, l.name_key, p.name AS provider_name,
               CASE WHEN l.hidden = 0 THEN l.town END AS town, l.latest_rating, l.latest_day,
               l.regulator, l.ref, l.hidden, l.address, l.postcode, l.phone, l.authority,
               l.status AS registration, l.registered_day, l.places, l.inspected_day,
               CASE (SELECT min(CASE WHEN e.lot IS NULL AND e.locality IS NULL
                                     THEN 1 ELSE 2 END)
                       FROM embargo e
                      WHERE e.provider = p.id AND (e.location IS NULL OR e.location = l.id)
                        AND e.from_ms <= :now AND (e.lift_ms IS NULL OR e.lift_ms > :now))
                    WHEN 1 THEN {STANDING_SUSPENDED} WHEN 2 THEN {STANDING_PARTLY}
                    ELSE coalesce((SELECT min(CASE
                         WHEN a.until_day <= :today AND a.ended_how = {ENDED_REMOVED}
                         THEN {STANDING_REMOVED}
                         WHEN a.until_day <= :today THEN {STANDING_ENDED}
                         WHEN a.from_day <= :today THEN {STANDING_ACCREDITED}
                         ELSE {STANDING_COMING} END)
                                     FROM accreditation a WHERE a.provider = p.id),
                                  {STANDING_NONE}) END AS status,
               (SELECT min(e.from_ms) FROM embargo e
                 WHERE e.provider = p.id AND (e.location IS NULL OR e.location = l.id)
                   AND e.from_ms <= :now AND (e.lift_ms IS NULL OR e.lift_ms > :now)) AS since_ms,
               (SELECT string_agg(CASE WHEN t.id IS NULL AND y.id IS NULL THEN 'Everything'
                          WHEN y.id IS NULL
                          THEN 'Lot ' || CAST(t.number AS TEXT) || ' (' || t.name || ')'
                          WHEN t.id IS NULL THEN y.name || ' locality'
                          ELSE 'Lot ' || CAST(t.number AS TEXT) || ' (' || t.name || ') in ' ||
                               y.name || ' locality' END, '; ') OVER
                         (ORDER BY e.id ROWS
                          BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                  FROM embargo e
                  LEFT JOIN lot t ON t.id = e.lot
                  LEFT JOIN locality y ON y.id = e.locality
                 WHERE e.provider = p.id AND (e.location IS NULL OR e.location = l.id)
                   AND e.from_ms <= :now AND (e.lift_ms IS NULL OR e.lift_ms > :now)
                 LIMIT 1) AS scope,
               (SELECT string_agg(CAST(s.service AS TEXT), ',') OVER
                         (ORDER BY s.service ROWS
                          BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                  FROM location_service s WHERE s.location = l.id LIMIT 1) AS services_text
          FROM location l JOIN provider p ON p.id = l.provider
         WHERE l.gone_ms IS NULL AND l.status <> {REG_GONE}
           AND (EXISTS (SELECT 1 FROM accreditation a WHERE a.provider = l.provider)
                OR EXISTS (SELECT 1 FROM locality_district d
                            WHERE d.district = l.district AND d.from_day <= :today
                              AND d.until_day > :today))
--?location AND l.id = :location
--?q_key   AND (instr(l.name_key, :q_key) > 0 OR instr(p.name_key, :q_key) > 0
--?q_key        OR l.ref = upper(:q) OR p.ref = upper(:q))
--?town    AND l.town = :town AND l.hidden = 0
--?service AND EXISTS (SELECT 1 FROM location_service s
--?service             WHERE s.location = l.id AND s.service = :service)
       ) x
 WHERE true
--?status AND x.status = :status
 ORDER BY x.name_key, x.id
 LIMIT :limit OFFSET :skip

-- :name market_register_changes
-- What became of whom, newest first: standings as they begin and end, suspensions and their
-- lifting.  What begins on the day on which another was superseded is a change of that one;
-- what goes over into the next framework is none.
-- The reasons only if the council's policy is to publish them.
-- :row register_change
-- :in today Date, now Moment, kind int, q text, q_key text
-- :out day Date, at_ms Moment, sort_ms int, kind int, row_kind int, row_id int
-- :out location_name text, lot_number int, lot_name text, locality_name text
-- :out service int, part int, reason text
SELECT x.day, x.at_ms, x.sort_ms, x.kind, x.row_kind, x.row_id, p.name AS provider_name, p.ref,
       l.name AS location_name, t.number AS lot_number, t.name AS lot_name,
       y.name AS locality_name, coalesce(x.service, t.service) AS service,
       coalesce(x.part, t.part) AS part,
       CASE WHEN EXISTS (SELECT 1 FROM setting s
                          WHERE s.name = 'register.reasons' AND s.value = 'yes')
            THEN x.reason END AS reason
  FROM (SELECT a.from_day AS day, CAST(NULL AS BIGINT) AS at_ms, a.from_day * 86400000 AS sort_ms,
               CASE WHEN EXISTS (SELECT 1 FROM accreditation b JOIN lot c ON c.id = b.lot
                                  WHERE b.provider = a.provider AND c.framework = t.framework
                                    AND c.service = t.service AND b.until_day = a.from_day
                                    AND b.ended_how = {ENDED_SUPERSEDED})
                    THEN {CHANGE_CHANGED} ELSE {CHANGE_ACCREDITED} END AS kind,
               1 AS row_kind, a.id AS row_id, a.provider, CAST(NULL AS BIGINT) AS location,
               t.service, t.part, a.lot, CAST(NULL AS BIGINT) AS locality,
               CAST(NULL AS TEXT) AS reason
          FROM accreditation a JOIN lot t ON t.id = a.lot
         WHERE a.from_day <= :today
           AND NOT EXISTS (SELECT 1 FROM accreditation b JOIN lot c ON c.id = b.lot
                            WHERE b.provider = a.provider AND c.service = t.service
                              AND c.part = t.part AND b.until_day = a.from_day
                              AND b.ended_how IS NULL)
        UNION ALL
        SELECT a.until_day, NULL, a.until_day * 86400000,
               CASE a.ended_how WHEN {ENDED_REMOVED} THEN {CHANGE_REMOVED}
                                WHEN {ENDED_LAPSED} THEN {CHANGE_LAPSED}
                                WHEN {ENDED_WITHDRAWN} THEN {CHANGE_WITHDRAWN}
                                ELSE {CHANGE_ENDED} END,
               2, a.id, a.provider, NULL, t.service, t.part, a.lot, NULL,
               a.end_reason
          FROM accreditation a JOIN lot t ON t.id = a.lot
         WHERE a.until_day <= :today
           AND CASE WHEN a.ended_how IS NULL THEN NOT EXISTS (
                    SELECT 1 FROM accreditation b JOIN lot c ON c.id = b.lot
                     WHERE b.provider = a.provider AND c.service = t.service
                       AND c.part = t.part AND b.from_day = a.until_day)
                    ELSE a.ended_how <> {ENDED_SUPERSEDED} END
        UNION ALL
        SELECT NULL, e.from_ms, e.from_ms, {CHANGE_SUSPENDED}, 3, e.id, e.provider, e.location,
               NULL, NULL, e.lot, e.locality, e.reason
          FROM embargo e WHERE e.from_ms <= :now
        UNION ALL
        SELECT NULL, e.lift_ms, e.lift_ms, {CHANGE_LIFTED}, 4, e.id, e.provider, e.location,
               NULL, NULL, e.lot, e.locality, e.lift_reason
          FROM embargo e WHERE e.lift_ms <= :now) x
  JOIN provider p ON p.id = x.provider
  LEFT JOIN location l ON l.id = x.location
  LEFT JOIN lot t ON t.id = x.lot
  LEFT JOIN locality y ON y.id = x.locality
 WHERE true
--?kind  AND x.kind = :kind
--?q_key AND (instr(p.name_key, :q_key) > 0 OR p.ref = upper(:q) OR instr(l.name_key, :q_key) > 0)
 ORDER BY x.sort_ms DESC, x.row_kind DESC, x.row_id DESC
 LIMIT :limit OFFSET :skip

-- :name market_town_choices
-- :in today Date
-- :out id text, label text
SELECT DISTINCT l.town AS id, l.town AS label
  FROM location l
 WHERE l.town IS NOT NULL AND l.hidden = 0 AND l.gone_ms IS NULL
   AND (EXISTS (SELECT 1 FROM accreditation a WHERE a.provider = l.provider)
        OR EXISTS (SELECT 1 FROM locality_district d
                    WHERE d.district = l.district AND d.from_day <= :today
                      AND d.until_day > :today))
 ORDER BY l.town

-- ---- imports ----------------------------------------------------------------------------

-- :name market_import_list
SELECT r.id, r.kind, r.file_name, r.state, u.name AS user_name, r.made_ms, r.applied_ms, r.n_new,
	r.n_changed,
       r.n_unchanged, r.n_gone, r.n_refused
  FROM import_run r LEFT JOIN user_account u ON u.id = r.user_account
 ORDER BY r.made_ms DESC, r.id DESC
 LIMIT :limit OFFSET :skip

-- :name market_findings
-- :in finding int
SELECT f.finding, f.row_no, f.thing_ref, f.label, f.field, f.was, f.now_is
  FROM import_finding f WHERE f.import_run = :import_run
--?finding AND f.finding = :finding
 ORDER BY f.finding, f.row_no NULLS LAST, f.id
 LIMIT :limit OFFSET :skip

-- ---- laws (almoner check) ------------------------------------------------------------------

-- :name market_check_standings
-- Law 3: a lot is held once at a time.
SELECT a.id FROM accreditation a
  JOIN accreditation b ON b.provider = a.provider AND b.lot = a.lot AND b.id > a.id
                      AND b.from_day < a.until_day AND b.until_day > a.from_day

-- :name market_check_standing_places
-- A standing in a place that its lot does not cover, or on days that the lot does not have.
SELECT a.id FROM accreditation a
  JOIN lot t ON t.id = a.lot
  JOIN framework f ON f.id = t.framework
 WHERE a.from_day < coalesce(t.from_day, f.from_day)
    OR a.until_day > coalesce(t.until_day, f.until_day)
    OR (EXISTS (SELECT 1 FROM lot_locality p WHERE p.lot = t.id)
        AND EXISTS (SELECT 1 FROM accreditation_locality al
                     WHERE al.accreditation = a.id
                       AND NOT EXISTS (SELECT 1 FROM lot_locality p
                                        WHERE p.lot = t.id AND p.locality = al.locality)))

-- :name market_check_rates
-- Rates of one lot, place and unit that overlap.
SELECT a.id FROM lot_rate a
  JOIN lot_rate b ON b.lot = a.lot AND b.place = a.place AND b.unit = a.unit AND b.id <> a.id
                 AND b.from_day < a.until_day AND b.until_day > a.from_day
