-- SPDX-License-Identifier: MIT
-- offer.sql -- sealed answers of providers, the award, and what it creates.

-- :name offer_insert
INSERT INTO offer (id, invitation, request, provider, state, rate_pence, start_day, note,
                   covered_visits, covered_mins, week_pence, offered_ms, offered_by)
VALUES (:id, :invitation, :request, :provider, {OFFER_LIVE}, :rate_pence, :start_day, :note,
        :covered_visits, :covered_mins, :week_pence, :offered_ms, :offered_by)

-- :name offer_update
-- Change an offer, or make one again after withdrawing it.
UPDATE offer
   SET revision = revision + 1, state = {OFFER_LIVE}, rate_pence = :rate_pence,
       start_day = :start_day, note = :note, covered_visits = :covered_visits,
       covered_mins = :covered_mins, week_pence = :week_pence, changed_ms = :changed_ms,
       offered_by = :offered_by
 WHERE id = :id AND state IN ({OFFER_LIVE}, {OFFER_WITHDRAWN})

-- :name offer_of_invitation
SELECT id, state, rate_pence, start_day, note, covered_visits, covered_mins, week_pence, offered_ms,
       changed_ms
  FROM offer WHERE invitation = :invitation

-- :name offer_load
-- :row offer
SELECT o.id, o.invitation, o.request, o.provider, p.name AS provider_name,
       p.email AS provider_email, o.state, o.rate_pence, o.start_day, o.note, o.covered_visits,
       o.covered_mins, o.week_pence, o.offered_ms, o.changed_ms, i.block, i.lot, s.tier_no,
       s.fair_pence, s.id AS step, s.deadline_ms, s.ended_ms, s.ended_how
  FROM offer o
  JOIN invitation i ON i.id = o.invitation
  JOIN step s ON s.id = i.step
  JOIN provider p ON p.id = o.provider
 WHERE o.id = :id

-- :name offer_list
-- The live and decided offers of a request, first in order first: those that
-- cover most, then at or under the fair price of care, then those that start
-- in time, then the cheapest week, then the first made.
-- :out over_fair int, late_days int
SELECT o.id, o.provider, p.name AS provider_name, o.state, o.rate_pence, o.start_day, o.note,
       o.covered_visits, o.covered_mins, o.week_pence, o.offered_ms, i.block, s.tier_no,
       s.fair_pence, i.lot_kind, i.lot_pence, t.number AS lot_number, t.name AS lot_name,
       s.deadline_ms, s.ended_ms, s.ended_how,
       r.week_visits - o.covered_visits AS uncovered,
       CASE WHEN s.fair_pence IS NULL OR o.rate_pence <= s.fair_pence
            THEN 0 ELSE 1 END AS over_fair,
       greatest(o.start_day - r.start_day, 0) AS late_days
  FROM offer o
  JOIN invitation i ON i.id = o.invitation
  JOIN step s ON s.id = i.step
  JOIN provider p ON p.id = o.provider
  JOIN request r ON r.id = o.request
  LEFT JOIN lot t ON t.id = i.lot
 WHERE o.request = :request
--?state AND o.state = :state
 ORDER BY uncovered, over_fair, late_days, o.week_pence, o.offered_ms, o.id

-- :name offer_state_set
UPDATE offer SET state = :state, revision = revision + 1 WHERE id = :id AND state = {OFFER_LIVE}

-- :name offers_lose
-- All others of an awarded request.
-- :in winner OfferId
UPDATE offer SET state = {OFFER_LOST}, revision = revision + 1
 WHERE request = :request AND state = {OFFER_LIVE} AND id <> :winner

-- :name offers_lapse_of_request
UPDATE offer SET state = {OFFER_LAPSED}, revision = revision + 1
 WHERE request = :request AND state = {OFFER_LIVE}

-- :name offer_visit_delete
DELETE FROM offer_visit WHERE offer = :offer

-- :name offer_visit_delete_all
-- The offered times of a request whose grid is replaced.
DELETE FROM offer_visit WHERE offer IN (SELECT id FROM offer WHERE request = :request)

-- :name offer_visit_insert
INSERT INTO offer_visit (offer, request_visit, start_mins)
VALUES (:offer, :request_visit, :start_mins)

-- :name offer_visit_list
-- :row offer_visit
SELECT v.request_visit, v.start_mins, r.days, r.length_mins, r.carers, r.earliest_mins,
       r.latest_mins
  FROM offer_visit v JOIN request_visit r ON r.id = v.request_visit
 WHERE v.offer = :offer ORDER BY v.start_mins, v.request_visit

-- :name request_visits_uncovered
-- What an offer leaves undone.
SELECT id, days, earliest_mins, latest_mins, length_mins, carers
  FROM request_visit
 WHERE request = :request
   AND id NOT IN (SELECT request_visit FROM offer_visit WHERE offer = :offer)
 ORDER BY earliest_mins, id

-- :name offer_losers
-- Whom to tell that another was chosen.
-- :in winner OfferId
SELECT o.id, p.email, p.name AS provider_name
  FROM offer o JOIN provider p ON p.id = o.provider
 WHERE o.request = :request AND o.state = {OFFER_LIVE} AND o.id <> :winner
 ORDER BY o.id

-- :name award_insert
INSERT INTO award (id, request, offer, awarded_by, awarded_ms, rank_no, reason)
VALUES (:id, :request, :offer, :awarded_by, :awarded_ms, :rank_no, :reason)

-- :name award_of_request
SELECT a.id, a.offer, a.awarded_by, u.name AS awarded_by_name, a.awarded_ms, a.rank_no, a.reason,
       o.provider, p.name AS provider_name, pl.id AS placement, t.number AS lot_number,
       t.name AS lot_name, f.name AS framework_name
  FROM award a
  JOIN user_account u ON u.id = a.awarded_by
  JOIN offer o ON o.id = a.offer
  JOIN provider p ON p.id = o.provider
  JOIN placement pl ON pl.request = a.request
  LEFT JOIN lot t ON t.id = pl.lot
  LEFT JOIN framework f ON f.id = t.framework
 WHERE a.request = :request

-- :name package_of_person
SELECT id FROM package WHERE person = :person

-- :name package_insert
INSERT INTO package (id, person, made_ms) VALUES (:id, :person, :made_ms)

-- :name placement_insert
INSERT INTO placement (id, package, award, request, person, provider, lot, service, locality,
                       made_ms, from_day, until_day)
VALUES (:id, :package, :award, :request, :person, :provider, :lot, :service, :locality,
        :made_ms, :from_day, :until_day)

-- :name element_insert
INSERT INTO element (id, placement, block, from_day, until_day, rate_pence, week_mins, week_visits,
                     week_pence, funding, council_pct)
VALUES (:id, :placement, :block, :from_day, :until_day, :rate_pence, :week_mins, :week_visits,
        :week_pence, :funding, :council_pct)

-- :name element_visit_insert
INSERT INTO element_visit (element, visit_no, days, start_mins, length_mins, carers)
VALUES (:element, :visit_no, :days, :start_mins, :length_mins, :carers)

-- :name element_list
-- :row element
SELECT id, block, from_day, until_day, rate_pence, week_mins, week_visits, week_pence, funding,
       council_pct
  FROM element WHERE placement = :placement ORDER BY from_day

-- :name element_visit_list
SELECT visit_no, days, start_mins, length_mins, carers
  FROM element_visit WHERE element = :element ORDER BY start_mins, visit_no

-- :name placement_load
-- :row placement
SELECT pl.id, pl.request, pl.person, pl.provider, p.name AS provider_name, pl.lot,
       t.number AS lot_number, t.name AS lot_name, f.name AS framework_name, pl.service,
       pl.locality, l.name AS locality_name, pl.made_ms, pl.from_day, pl.until_day,
       pl.started_ms, pl.end_reason,
       pe.given_name, pe.family_name, pe.address, pe.postcode, pe.phone, pe.communication,
       pe.warnings, pe.contact_name, pe.contact_phone, pe.born_day
  FROM placement pl
  JOIN provider p ON p.id = pl.provider
  JOIN locality l ON l.id = pl.locality
  JOIN person pe ON pe.id = pl.person
  LEFT JOIN lot t ON t.id = pl.lot
  LEFT JOIN framework f ON f.id = t.framework
 WHERE pl.id = :id

-- :name placement_start
UPDATE placement SET started_ms = :started_ms, revision = revision + 1
 WHERE id = :id AND started_ms IS NULL

-- :name portal_invitations
-- What a provider is or was asked: nothing that identifies the person.
-- :in my_provider ProviderId, now Moment, q text
-- :out open_now int
SELECT i.id, i.state, l.name AS locality_name, r.district, r.service, r.reason, r.week_mins,
       r.week_visits, r.most_carers, r.start_day, i.sent_ms, s.deadline_ms, s.tier_no,
       o.rate_pence, o.state AS offer_state,
       CASE WHEN r.open = 1 AND r.step = i.step AND s.ended_ms IS NULL AND s.deadline_ms > :now
            THEN 1 ELSE 0 END AS open_now
  FROM invitation i
  JOIN request r ON r.id = i.request
  JOIN step s ON s.id = i.step
  JOIN locality l ON l.id = r.locality
  LEFT JOIN offer o ON o.invitation = i.id
 WHERE i.provider = :my_provider
--?state AND i.state = :state
--?q AND CAST(i.id AS TEXT) = :q
--=deadline ORDER BY i.deadline_ms, i.id
--=latest ORDER BY i.deadline_ms DESC, i.id DESC
 LIMIT :limit OFFSET :skip

-- :name portal_placements
-- A provider's own placements, in full: it was awarded them.
-- :in my_provider ProviderId, today Date
-- :out person_name text
SELECT pl.id, pe.family_name || ', ' || pe.given_name AS person_name, l.name AS locality_name,
       pl.service, pl.from_day, pl.until_day, pl.started_ms, e.rate_pence, e.week_mins,
       e.week_pence, pl.person
  FROM placement pl
  JOIN person pe ON pe.id = pl.person
  JOIN locality l ON l.id = pl.locality
  JOIN element e ON e.placement = pl.id
 WHERE pl.provider = :my_provider
   AND e.from_day = (SELECT max(x.from_day) FROM element x WHERE x.placement = pl.id)
--?live AND pl.until_day > :today AND :live = 1
--?q AND CAST(pl.id AS TEXT) = :q
--?to_begin AND pl.started_ms IS NULL AND pl.from_day <= :today AND pl.until_day > :today
--?to_begin AND :to_begin = 1
-- :in live int, to_begin int, q text
--=newest ORDER BY pl.from_day DESC, pl.id DESC
--=person ORDER BY pe.name_key, pl.id
 LIMIT :limit OFFSET :skip

-- :name visit_options
-- The visits of a request that a provider is asked for: choices of a form.
-- :in invitation InvitationId
-- :out label text
SELECT v.id, CAST(v.length_mins AS TEXT) || ' min, ' ||
       CASE v.carers WHEN 2 THEN 'two care workers' ELSE 'one care worker' END || ', ' ||
       CASE v.days WHEN 127 THEN 'every day' WHEN 31 THEN 'Monday to Friday' WHEN 96 THEN 'weekends'
            ELSE 'some days' END || ', between ' ||
       CAST(v.earliest_mins / 60 AS TEXT) || ':' ||
       substr(CAST(100 + v.earliest_mins % 60 AS TEXT), 2, 2) || ' and ' ||
       CAST(v.latest_mins / 60 AS TEXT) || ':' ||
       substr(CAST(100 + v.latest_mins % 60 AS TEXT), 2, 2) AS label
  FROM invitation i JOIN request_visit v ON v.request = i.request
 WHERE i.id = :invitation
 ORDER BY v.earliest_mins, v.id
