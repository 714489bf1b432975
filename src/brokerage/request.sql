-- SPDX-License-Identifier: MIT
-- request.sql -- what is asked of the market for one person.

-- :name request_insert
-- Raise a request.
INSERT INTO request (id, person, stage, open, reason, service, locality, district, funding,
                     council_pct, hospital, ward, ready_ms, start_day, due_ms, week_mins,
                     week_visits, most_carers, most_daily, wishes, notes, team, made_by, made_ms,
                     reopens)
VALUES (:id, :person, {STAGE_NEW}, 1, :reason, :service, :locality, :district, :funding,
        :council_pct, :hospital, :ward, :ready_ms, :start_day, :due_ms, :week_mins, :week_visits,
        :most_carers, :most_daily, :wishes, :notes, :team, :made_by, :made_ms, :reopens)

-- :name request_update
-- Change what is asked for; the request is as new again.
UPDATE request
   SET revision = revision + 1, stage = {STAGE_NEW}, reason = :reason, service = :service,
       funding = :funding, council_pct = :council_pct, hospital = :hospital, ward = :ward,
       ready_ms = :ready_ms, start_day = :start_day, due_ms = :due_ms, week_mins = :week_mins,
       week_visits = :week_visits, most_carers = :most_carers, most_daily = :most_daily,
       wishes = :wishes, notes = :notes, step = NULL, deadline_ms = NULL, asked = 0, answered = 0,
       offers = 0
 WHERE id = :id AND revision = :revision AND open = 1

-- :name request_lock
-- The row lock: the first statement of every verb on a request.
UPDATE request SET revision = revision + 1 WHERE id = :id AND revision = :revision

-- :name request_touch
-- The row lock, where any revision will do (an answer of a provider).
UPDATE request SET revision = revision + 1 WHERE id = :id

-- :name request_load
-- One request with the names that people know its parts by.
-- :row request
SELECT r.id, r.revision, r.person, r.stage, r.open, r.reason, r.service, r.locality,
       l.name AS locality_name, r.district, r.funding, r.council_pct, r.hospital, r.ward,
       r.ready_ms, r.start_day, r.due_ms, r.week_mins, r.week_visits, r.most_carers, r.most_daily,
       r.wishes, r.notes, r.team, t.name AS team_name, r.made_by, u.name AS made_by_name,
       u.email AS made_by_email, r.made_ms, r.sent_ms, r.first_offer_ms, r.awarded_ms, r.started_ms,
       r.closed_ms, r.close_reason, r.tier_no, r.step, r.deadline_ms, r.asked, r.answered, r.offers,
       r.reopens
  FROM request r
  JOIN locality l ON l.id = r.locality
  JOIN user_account u ON u.id = r.made_by
  LEFT JOIN team t ON t.id = r.team
 WHERE r.id = :id

-- :name request_open_of_person
-- A person's open request of a service: there is one at most (law 2).
-- :in except RequestId
SELECT id FROM request
 WHERE person = :person AND open = 1 AND service = :service AND id <> :except
 ORDER BY id LIMIT 1

-- :name request_rest
-- The request for what a partial award of this one left; sought by the person,
-- for whom there is an index.
-- :in reopens RequestId
SELECT id FROM request WHERE person = :person AND reopens = :reopens

-- :name request_list_of_person
SELECT r.id, r.stage, r.reason, r.service, r.made_ms, r.awarded_ms, r.week_mins
  FROM request r
 WHERE r.person = :person
 ORDER BY r.made_ms DESC, r.id

-- :name request_close
-- Withdrawn or unmet: nobody need act any more.
UPDATE request
   SET stage = :stage, open = 0, closed_ms = :closed_ms, close_reason = :close_reason,
       step = NULL, deadline_ms = NULL
 WHERE id = :id AND open = 1

-- :name request_stage_set
-- Where it stands; the step, its deadline and counts are the running one's.
UPDATE request
   SET stage = :stage, tier_no = :tier_no, step = :step, deadline_ms = :deadline_ms,
       asked = :asked, answered = :answered, sent_ms = coalesce(sent_ms, :sent_ms)
 WHERE id = :id AND open = 1

-- :name request_stage_only
UPDATE request SET stage = :stage, deadline_ms = NULL WHERE id = :id AND open = 1

-- :name request_counts
-- Count the running step's answers and the live offers anew.  An invitation
-- taken back, of a provider suspended meanwhile, is waited for no longer.
UPDATE request
   SET answered = (SELECT count(*) FROM invitation i
                    WHERE i.step = request.step
                      AND i.state IN ({INVITATION_OFFERED}, {INVITATION_DECLINED},
                                      {INVITATION_WITHDRAWN})),
       offers = (SELECT count(*) FROM offer o
                  WHERE o.request = request.id AND o.state = {OFFER_LIVE}),
       first_offer_ms = coalesce(first_offer_ms,
                    (SELECT min(o.offered_ms) FROM offer o WHERE o.request = request.id))
 WHERE id = :id

-- :name request_award_stamp
UPDATE request
   SET stage = {STAGE_AWARDED}, open = 0, awarded_ms = :awarded_ms, closed_ms = :awarded_ms,
       step = NULL, deadline_ms = NULL
 WHERE id = :id AND open = 1

-- :name request_started_by_placement
UPDATE request SET started_ms = :started_ms
 WHERE id = (SELECT request FROM placement WHERE id = :placement) AND started_ms IS NULL

-- :name request_due_steps
-- Requests whose running step has reached its deadline.
-- :in now Moment, most int
SELECT id FROM request
 WHERE open = 1 AND deadline_ms <= :now
 ORDER BY deadline_ms, id LIMIT :most

-- :name request_visit_insert
INSERT INTO request_visit (id, request, days, earliest_mins, latest_mins, length_mins, carers)
VALUES (:id, :request, :days, :earliest_mins, :latest_mins, :length_mins, :carers)

-- :name request_visit_list
-- :row request_visit
SELECT id, days, earliest_mins, latest_mins, length_mins, carers
  FROM request_visit WHERE request = :request
 ORDER BY earliest_mins, id

-- :name request_visit_delete
DELETE FROM request_visit WHERE request = :request

-- :name request_skill_insert
INSERT INTO request_skill (request, skill)
SELECT :request, s.id FROM skill s
 WHERE s.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:skills))
-- :in skills text

-- :name request_skill_delete
DELETE FROM request_skill WHERE request = :request

-- :name request_skill_list
SELECT s.id, s.name FROM request_skill rs JOIN skill s ON s.id = rs.skill
 WHERE rs.request = :request ORDER BY s.name

-- :name request_outcome_insert
INSERT INTO request_outcome (id, request, words) VALUES (:id, :request, :words)

-- :name request_outcome_delete
DELETE FROM request_outcome WHERE request = :request

-- :name request_outcome_list
SELECT id, words FROM request_outcome WHERE request = :request ORDER BY id

-- :name skill_options
-- Skills that may be asked for: choices of a form.
-- :in today Date
-- :out label text
SELECT id, name AS label FROM skill
 WHERE ended_day IS NULL OR ended_day > :today ORDER BY name

-- :name locality_options
-- :out label text
SELECT id, name AS label FROM locality ORDER BY name_key, id

-- :name work_list
-- Every open request, most urgent first.  The person's name is shown to staff only.
-- :out person_name text
SELECT r.id, r.due_ms, r.reason, p.family_name || ', ' || p.given_name AS person_name,
       l.name AS locality_name, r.week_mins, r.stage, r.tier_no, r.asked, r.answered, r.offers,
       r.deadline_ms, r.person
-- :in files int
--?files , r.ready_ms, r.most_carers, r.start_day, r.made_ms, r.funding, t.name AS team_name
  FROM request r
  JOIN person p ON p.id = r.person
  JOIN locality l ON l.id = r.locality
--?files LEFT JOIN team t ON t.id = r.team
 WHERE r.open = 1
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
        WHERE n.person = p.id AND n.user_account = :me
          AND (n.until_ms IS NULL OR n.until_ms > :now)))
-- :in me UserAccountId, now Moment, ready int
--?ready AND r.ready_ms <= :now AND :ready = 1
--?locality AND r.locality = :locality
--?stage AND r.stage = :stage
--?reason AND r.reason = :reason
--?funding AND r.funding = :funding
--?team AND r.team = :team
--=urgent ORDER BY r.due_ms, r.id
--=newest ORDER BY r.made_ms DESC, r.id DESC
--=locality ORDER BY l.name, r.due_ms, r.id
--=hours ORDER BY r.week_mins DESC, r.id
--=deadline ORDER BY r.deadline_ms NULLS LAST, r.due_ms, r.id
 LIMIT :limit OFFSET :skip

-- :name team_requests
-- What a team has asked for, the newest first.
-- :in me UserAccountId, now Moment, my_team TeamId
-- :out person_name text
SELECT r.id, p.family_name || ', ' || p.given_name AS person_name, r.reason, r.stage, r.made_ms,
       r.start_day, l.name AS locality_name, r.offers, r.awarded_ms, r.person
  FROM request r
  JOIN person p ON p.id = r.person
  JOIN locality l ON l.id = r.locality
 WHERE r.team = :my_team
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named n
        WHERE n.person = p.id AND n.user_account = :me
          AND (n.until_ms IS NULL OR n.until_ms > :now)))
--?stage AND r.stage = :stage
--?open AND r.open = :open
--=newest ORDER BY r.made_ms DESC, r.id DESC
 LIMIT :limit OFFSET :skip

-- :name team_options
-- :out label text
SELECT id, name AS label FROM team WHERE ended_day IS NULL ORDER BY name, id
