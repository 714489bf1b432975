-- SPDX-License-Identifier: MIT
-- watch.sql -- contract managers, notices, and which location follows which.

-- ---- contract managers -------------------------------------------------------------

-- :name contract_manager_chain
-- :out prev_until Date
SELECT id, from_day, until_day, prev_until FROM contract_manager
 WHERE provider = :provider ORDER BY from_day

-- :name contract_manager_insert
-- :in prev_until Date
INSERT INTO contract_manager (id, provider, user_account, from_day, until_day, prev_until, set_by,
                              set_ms)
VALUES (:id, :provider, :user_account, :from_day, :until_day, :prev_until, :set_by, :set_ms)

-- :name contract_manager_correct
UPDATE contract_manager SET user_account = :user_account, set_by = :set_by, set_ms = :set_ms
 WHERE id = :id

-- :name contract_manager_shorten
UPDATE contract_manager SET until_day = :until_day WHERE id = :id

-- :name contract_manager_relink
-- :in prev_until Date
UPDATE contract_manager SET prev_until = :prev_until WHERE id = :id

-- :name contract_manager_account
-- An account in use that keeps the market: a commissioner's.
SELECT id, name FROM user_account
 WHERE id = :id AND disabled_ms IS NULL AND provider IS NULL
   AND (roles & (1 << {ROLE_COMMISSIONER})) <> 0

-- :name contract_manager_choices
-- :out label text
SELECT id, name || ', ' || email AS label FROM user_account
 WHERE disabled_ms IS NULL AND provider IS NULL AND (roles & (1 << {ROLE_COMMISSIONER})) <> 0
 ORDER BY name, id

-- :name contract_manager_list
-- Who looked after a provider, newest first.
SELECT m.id, u.name AS who, m.from_day, m.until_day, s.name AS set_name
  FROM contract_manager m
  LEFT JOIN user_account u ON u.id = m.user_account
  LEFT JOIN user_account s ON s.id = m.set_by
 WHERE m.provider = :provider ORDER BY m.from_day DESC

-- :name contract_manager_on
-- :in today Date
SELECT m.user_account, u.name FROM contract_manager m
  LEFT JOIN user_account u ON u.id = m.user_account
 WHERE m.provider = :provider AND m.from_day <= :today AND m.until_day > :today

-- :name watch_provider
SELECT id, name FROM provider WHERE id = :id

-- ---- notices -------------------------------------------------------------------------

-- :name notice_load
-- :row regulator_notice
SELECT n.id, n.provider, e.location, e.kind, e.was, e.now_is, n.why, n.made_ms, n.looked_ms,
       u.name AS looked_name, n.did, p.name AS provider_name, l.name AS location_name, l.ref
  FROM regulator_notice n
  JOIN registration_event e ON e.id = n.registration_event
  JOIN location l ON l.id = e.location
  JOIN provider p ON p.id = n.provider
  LEFT JOIN user_account u ON u.id = n.looked_by
 WHERE n.id = :id

-- :name notice_look
-- Nobody has looked yet, or no row changes.
UPDATE regulator_notice SET looked_ms = :looked_ms, looked_by = :looked_by, did = :did
 WHERE id = :id AND looked_ms IS NULL

-- :name notice_list
-- Newest first.  Whose: mine, nobody's, or both; open: nobody has looked yet.
-- :in me UserAccountId, today Date, whose int, open int, kind int, why int, q text, q_key text
SELECT n.id, n.made_ms, e.kind, l.id AS location, l.name AS location_name, l.ref,
       p.id AS provider, p.name AS provider_name, e.was, e.now_is, n.why, e.import_run,
       u.name AS manager_name, n.looked_ms, k.name AS looked_name, n.did
  FROM regulator_notice n
  JOIN registration_event e ON e.id = n.registration_event
  JOIN location l ON l.id = e.location
  JOIN provider p ON p.id = n.provider
  LEFT JOIN contract_manager m ON m.provider = n.provider AND m.from_day <= :today
                              AND m.until_day > :today
  LEFT JOIN user_account u ON u.id = m.user_account
  LEFT JOIN user_account k ON k.id = n.looked_by
 WHERE true
--?provider AND n.provider = :provider
--?import_run AND e.import_run = :import_run
--?kind     AND e.kind = :kind
--?why      AND n.why = :why
--?open     AND CASE WHEN n.looked_ms IS NULL THEN {NOTICE_OPEN} ELSE {NOTICE_LOOKED} END = :open
--?whose    AND ((:whose <> {WHOSE_NOBODY} AND m.user_account = :me)
--?whose         OR (:whose <> {WHOSE_MINE} AND m.user_account IS NULL))
--?q_key    AND (instr(p.name_key, :q_key) > 0 OR instr(l.name_key, :q_key) > 0
--?q_key         OR l.ref = upper(:q))
 ORDER BY n.made_ms DESC, n.id DESC
 LIMIT :limit OFFSET :skip

-- :name notice_import_choices
-- Files that brought something to look at.
-- :out label text
SELECT r.id, r.file_name AS label FROM import_run r
 WHERE EXISTS (SELECT 1 FROM registration_event e
                 JOIN regulator_notice n ON n.registration_event = e.id
                WHERE e.import_run = r.id)
 ORDER BY r.made_ms DESC, r.id DESC LIMIT 200

-- :name notices_of_locations
-- Of a location and those before it, newest first.
WITH RECURSIVE before (id) AS (
     SELECT CAST(:location AS BIGINT)
     UNION SELECT s.predecessor FROM before x
             JOIN location_succession s ON s.successor = x.id AND s.confirmed = 1)
SELECT n.id, n.made_ms, e.kind, l.name AS location_name, l.ref, e.was, e.now_is, n.looked_ms,
       k.name AS looked_name, n.did
  FROM registration_event e
  JOIN regulator_notice n ON n.registration_event = e.id
  JOIN location l ON l.id = e.location
  LEFT JOIN user_account k ON k.id = n.looked_by
 WHERE e.location IN (SELECT b.id FROM before b)
 ORDER BY n.made_ms DESC, n.id DESC LIMIT 200

-- :name notices_of_provider
-- :row notice_of_provider
SELECT n.id, n.made_ms, e.kind, l.name AS location_name, l.ref, e.was, e.now_is, n.looked_ms,
       k.name AS looked_name, n.did
  FROM regulator_notice n
  JOIN registration_event e ON e.id = n.registration_event
  JOIN location l ON l.id = e.location
  LEFT JOIN user_account k ON k.id = n.looked_by
 WHERE n.provider = :provider
 ORDER BY n.made_ms DESC, n.id DESC LIMIT 50

-- :name notices_of_import
-- :out n int
SELECT count(*) AS n FROM registration_event e
  JOIN regulator_notice r ON r.registration_event = e.id
 WHERE e.import_run = :import_run

-- :name task_notices
-- What nobody has looked at, of my providers and of those that are nobody's.
-- :in me UserAccountId, today Date
-- :out about text, n int
SELECT n.id, p.name || ', ' || l.name AS about, n.made_ms AS since_ms, count(*) OVER () AS n
  FROM regulator_notice n
  JOIN registration_event e ON e.id = n.registration_event
  JOIN location l ON l.id = e.location
  JOIN provider p ON p.id = n.provider
  LEFT JOIN contract_manager m ON m.provider = n.provider AND m.from_day <= :today
                              AND m.until_day > :today
 WHERE n.looked_ms IS NULL AND (m.user_account = :me OR m.user_account IS NULL)
 ORDER BY n.made_ms, n.id
 LIMIT :limit

-- ---- one location follows another -------------------------------------------------------

-- :name succession_load
-- :row succession_row
SELECT s.id, s.predecessor, s.successor, s.rule, s.made_ms, s.confirmed, s.decided_ms, s.reason,
       u.name AS decided_name, b.name AS before_name, b.ref AS before_ref,
       b.hidden AS before_hidden,
       b.address AS before_address, b.postcode AS before_postcode, b.ended_day, b.gone_ms,
       x.name AS before_provider,
       a.name AS after_name, a.ref AS after_ref, a.address AS after_address,
       a.postcode AS after_postcode, a.registered_day, a.made_ms AS after_made_ms,
       y.name AS after_provider
  FROM location_succession s
  JOIN location b ON b.id = s.predecessor JOIN provider x ON x.id = b.provider
  JOIN location a ON a.id = s.successor JOIN provider y ON y.id = a.provider
  LEFT JOIN user_account u ON u.id = s.decided_by
 WHERE s.id = :id

-- :name succession_list
-- What waits first, then what was decided, newest first.
-- :in state int
-- :out state int
SELECT s.id, CASE WHEN s.confirmed IS NULL THEN {SUCCESSION_PROPOSED}
                  WHEN s.confirmed = 1 THEN {SUCCESSION_CONFIRMED}
                  ELSE {SUCCESSION_DECLINED} END AS state,
       s.rule, s.made_ms, b.id AS before, b.name AS before_name, b.ref AS before_ref,
       x.name AS before_provider, a.id AS after, a.name AS after_name, a.ref AS after_ref,
       y.name AS after_provider, s.decided_ms, u.name AS decided_name, s.reason
  FROM location_succession s
  JOIN location b ON b.id = s.predecessor JOIN provider x ON x.id = b.provider
  JOIN location a ON a.id = s.successor JOIN provider y ON y.id = a.provider
  LEFT JOIN user_account u ON u.id = s.decided_by
 WHERE true
--?state AND CASE WHEN s.confirmed IS NULL THEN {SUCCESSION_PROPOSED}
--?state          WHEN s.confirmed = 1 THEN {SUCCESSION_CONFIRMED}
--?state          ELSE {SUCCESSION_DECLINED} END = :state
 ORDER BY s.confirmed IS NOT NULL, s.made_ms DESC, s.id DESC
 LIMIT :limit OFFSET :skip

-- :name succession_of_location
-- In which of them a location stands, on either side.
SELECT s.id, s.predecessor, s.successor, s.rule, s.confirmed, b.name AS before_name,
       b.ref AS before_ref, a.name AS after_name, a.ref AS after_ref
  FROM location_succession s
  JOIN location b ON b.id = s.predecessor
  JOIN location a ON a.id = s.successor
 WHERE (s.successor = :location OR s.predecessor = :location)
   AND (s.confirmed IS NULL OR s.confirmed = 1)
 ORDER BY s.made_ms DESC, s.id DESC

-- :name succession_circle
-- Does `location` go on from `other`, over however many?
-- :in other LocationId
-- :out n int
WITH RECURSIVE before (id) AS (
     SELECT CAST(:location AS BIGINT)
     UNION SELECT s.predecessor FROM before x
             JOIN location_succession s ON s.successor = x.id AND s.confirmed = 1)
SELECT count(*) AS n FROM before b WHERE b.id = :other

-- :name succession_decide
UPDATE location_succession
   SET confirmed = :confirmed, decided_by = :decided_by, decided_ms = :decided_ms, reason = :reason
 WHERE id = :id AND confirmed IS NULL

-- :name succession_pair
-- :row succession_known
SELECT id, confirmed FROM location_succession
 WHERE successor = :successor AND predecessor = :predecessor

-- :name succession_put
INSERT INTO location_succession (id, predecessor, successor, rule, made_ms, confirmed, decided_by,
                                 decided_ms, reason)
VALUES (:id, :predecessor, :successor, {FOLLOWS_PERSON}, :now, 1, :decided_by, :now, :reason)

-- :name succession_again
-- A person names what was declined once.
UPDATE location_succession
   SET confirmed = 1, decided_by = :decided_by, decided_ms = :decided_ms, reason = :reason
 WHERE id = :id AND (confirmed IS NULL OR confirmed = 0)

-- :name task_successions
-- Locations that seem to go on as others.
-- :out about text, n int
SELECT s.id, b.name AS about, s.made_ms AS since_ms, count(*) OVER () AS n
  FROM location_succession s JOIN location b ON b.id = s.predecessor
 WHERE s.confirmed IS NULL
 ORDER BY s.made_ms, s.id
 LIMIT :limit

-- ---- one location ----------------------------------------------------------------------

-- :name location_by_ref
SELECT l.id FROM location l
 WHERE l.ref = :ref AND l.regulator = (SELECT x.regulator FROM location x WHERE x.id = :location)

-- :name location_page
SELECT l.id, l.provider, p.name AS provider_name, l.regulator, l.ref, l.name, l.address, l.town,
       l.postcode, l.authority, l.phone, l.uprn, l.hidden, l.status, l.registered_day, l.ended_day,
       l.gone_ms, l.places, l.inspected_day, l.latest_rating, l.latest_rank, l.latest_day
  FROM location l JOIN provider p ON p.id = l.provider WHERE l.id = :location

-- :name location_page_services
SELECT service FROM location_service WHERE location = :location ORDER BY service

-- :name location_ratings
-- Every rating of a location and those before it, newest first.
-- :in question int
WITH RECURSIVE before (id) AS (
     SELECT CAST(:location AS BIGINT)
     UNION SELECT s.predecessor FROM before x
             JOIN location_succession s ON s.successor = x.id AND s.confirmed = 1)
SELECT l.id AS location, l.name AS location_name, l.ref, r.rated_service, r.question, r.value,
       r.rank, r.given_day, r.noticed_ms
  FROM rating r JOIN location l ON l.id = r.location
 WHERE r.location IN (SELECT b.id FROM before b)
--?question AND r.question = :question
 ORDER BY r.given_day DESC NULLS LAST, r.noticed_ms DESC, r.rated_service, r.question, r.id DESC
 LIMIT :limit OFFSET :skip

-- :name location_events
WITH RECURSIVE before (id) AS (
     SELECT CAST(:location AS BIGINT)
     UNION SELECT s.predecessor FROM before x
             JOIN location_succession s ON s.successor = x.id AND s.confirmed = 1)
SELECT l.name, l.ref, e.kind, e.was, e.now_is, e.noticed_ms
  FROM registration_event e JOIN location l ON l.id = e.location
 WHERE e.location IN (SELECT b.id FROM before b)
 ORDER BY e.noticed_ms DESC, e.id DESC LIMIT 200

-- :name location_embargoes
-- Suspensions of a location and those before it, and of whoever ran one of them.
-- :out location_name text
WITH RECURSIVE before (id) AS (
     SELECT CAST(:location AS BIGINT)
     UNION SELECT s.predecessor FROM before x
             JOIN location_succession s ON s.successor = x.id AND s.confirmed = 1)
SELECT e.id, p.name AS provider_name, l.name AS location_name, e.from_ms, e.reason, e.lift_ms,
       e.lift_reason
  FROM embargo e
  JOIN provider p ON p.id = e.provider
  LEFT JOIN location l ON l.id = e.location
 WHERE e.id IN (SELECT x.id FROM before b JOIN embargo x ON x.location = b.id
                 UNION
                SELECT x.id FROM before b
                  JOIN location y ON y.id = b.id
                  JOIN embargo x ON x.provider = y.provider AND x.location IS NULL)
 ORDER BY e.from_ms DESC, e.id DESC

-- :name provider_follows
-- Locations of a provider that go on from one which is suspended, or whose provider is.
-- :in now Moment
SELECT a.id, a.name, b.name AS before_name, x.name AS before_provider, e.from_ms
  FROM location a
  JOIN location_succession s ON s.successor = a.id AND s.confirmed = 1
  JOIN location b ON b.id = s.predecessor
  JOIN provider x ON x.id = b.provider
  JOIN embargo e ON e.provider = b.provider AND (e.location = b.id OR e.location IS NULL)
   AND e.from_ms <= :now AND (e.lift_ms IS NULL OR e.lift_ms > :now)
 WHERE a.provider = :provider AND a.provider <> b.provider
 ORDER BY a.id, e.from_ms
