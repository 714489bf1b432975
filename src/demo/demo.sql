-- SPDX-License-Identifier: MIT
-- demo.sql -- rows of the years before, written as they ended up; and the
-- figures by which the shape is compared with the paper.

-- :name demo_provider_list
-- Everybody in the register, as the importer left them.
SELECT id, name, revision FROM provider ORDER BY id

-- :name demo_policy
-- There is one of a service: it was made a moment ago.
SELECT id, rounding_mins, short_call_mins FROM policy WHERE service = :service

-- :name demo_tier_list
SELECT id, tier_no, who, price, needs_approval, choice, urgent_mins, standard_mins, ceiling_pence
  FROM policy_tier WHERE policy = :policy ORDER BY tier_no

-- :name demo_named_insert
INSERT INTO person_named (id, person, user_account, reason)
VALUES (:id, :person, :user_account, :reason)

-- :name demo_person_died
UPDATE person SET died_day = :died_day, revision = revision + 1 WHERE id = :id

-- ---- a request and what came of it ---------------------------------------

-- :name demo_request_insert
INSERT INTO request (id, revision, person, stage, open, reason, service, locality, district,
                     funding, council_pct, hospital, ward, ready_ms, start_day, due_ms,
                     week_mins, week_visits, most_carers, most_daily, team, made_by, made_ms,
                     sent_ms, first_offer_ms,
                     awarded_ms, started_ms, closed_ms, close_reason, tier_no, asked, reopens)
VALUES (:id, :revision, :person, :stage, 0, :reason, :service, :locality, :district, :funding,
        :council_pct, :hospital, :ward, :ready_ms, :start_day, :due_ms, :week_mins, :week_visits,
        :most_carers, :most_daily, :team, :made_by, :made_ms, :sent_ms, :first_offer_ms,
        :awarded_ms, :started_ms, :closed_ms, :close_reason, :tier_no, :asked, :reopens)

-- :name demo_visit_insert
INSERT INTO request_visit (id, request, days, earliest_mins, latest_mins, length_mins, carers)
VALUES (:id, :request, :days, :earliest_mins, :latest_mins, :length_mins, :carers)

-- :name demo_skill_insert
INSERT INTO request_skill (request, skill) VALUES (:request, :skill)

-- :name demo_outcome_insert
INSERT INTO request_outcome (id, request, words) VALUES (:id, :request, :words)

-- :name demo_step_insert
INSERT INTO step (id, request, step_no, policy_tier, tier_no, choice, price, fair_pence,
                  ceiling_pence, sent_ms, deadline_ms, sent_by, jump, jump_reason, approved_by,
                  ended_ms, ended_how)
VALUES (:id, :request, :step_no, :policy_tier, :tier_no, :choice, :price, :fair_pence,
        :ceiling_pence, :sent_ms, :deadline_ms, :sent_by, :jump, :jump_reason, :approved_by,
        :ended_ms, :ended_how)

-- :name demo_invitation_insert
INSERT INTO invitation (id, step, request, provider, block, lot, position, state, sent_ms,
                        deadline_ms, seen_ms, answered_ms, decline)
VALUES (:id, :step, :request, :provider, :block, :lot, :position, :state, :sent_ms, :deadline_ms,
        :seen_ms, :answered_ms, :decline)

-- :name demo_offer_insert
INSERT INTO offer (id, invitation, request, provider, state, rate_pence, start_day, covered_visits,
                   covered_mins, week_pence, offered_ms, offered_by)
VALUES (:id, :invitation, :request, :provider, :state, :rate_pence, :start_day, :covered_visits,
        :covered_mins, :week_pence, :offered_ms, :offered_by)

-- :name demo_offer_visit_insert
INSERT INTO offer_visit (offer, request_visit, start_mins)
VALUES (:offer, :request_visit, :start_mins)

-- :name demo_award_insert
INSERT INTO award (id, request, offer, awarded_by, awarded_ms, rank_no, reason)
VALUES (:id, :request, :offer, :awarded_by, :awarded_ms, :rank_no, :reason)

-- :name demo_package
SELECT id FROM package WHERE person = :person

-- :name demo_package_insert
INSERT INTO package (id, person, made_ms) VALUES (:id, :person, :made_ms)

-- :name demo_placement_insert
INSERT INTO placement (id, package, award, request, person, provider, lot, service, locality,
                       made_ms, from_day, until_day, started_ms, end_reason)
VALUES (:id, :package, :award, :request, :person, :provider, :lot, :service, :locality, :made_ms,
        :from_day, :until_day, :started_ms, :end_reason)

-- :name demo_element_insert
INSERT INTO element (id, placement, block, from_day, until_day, rate_pence, week_mins, week_visits,
                     week_pence, funding, council_pct)
VALUES (:id, :placement, :block, :from_day, :until_day, :rate_pence, :week_mins, :week_visits,
        :week_pence, :funding, :council_pct)

-- :name demo_element_visit_insert
INSERT INTO element_visit (element, visit_no, days, start_mins, length_mins, carers)
VALUES (:element, :visit_no, :days, :start_mins, :length_mins, :carers)

-- ---- the last days ---------------------------------------------------------

-- :name demo_request_now
-- Where a request stands.
SELECT revision, stage, step, tier_no, deadline_ms, start_day FROM request WHERE id = :id

-- :name demo_asked_list
SELECT id, provider, sent_ms FROM invitation WHERE step = :step ORDER BY position, id

-- :name demo_visit_list
SELECT id, earliest_mins FROM request_visit WHERE request = :request ORDER BY earliest_mins, id

-- :name demo_offer_list
SELECT id, provider, start_day FROM offer
 WHERE request = :request AND state = {OFFER_LIVE} ORDER BY id

-- :name demo_mail_sent
-- What was said in the days before went out then.
-- :in until Moment
UPDATE mail_out SET sent_ms = made_ms WHERE made_ms <= :until AND sent_ms IS NULL

-- ---- the figures --------------------------------------------------------------

-- :name demo_spend_elements
-- What was running in a stretch of days, of homecare, which the paper tells of.
-- :in since Date, upto Date
SELECT p.provider, e.from_day, e.until_day, e.week_pence, e.week_mins, e.council_pct, e.funding
  FROM element e JOIN placement p ON p.id = e.placement
 WHERE e.from_day < :upto AND e.until_day > :since AND p.service = {SERVICE_HOMECARE}

-- :name demo_awards
-- Packages that were awarded in a stretch of time.
-- :in since Moment, upto Moment
SELECT p.provider, r.team, r.awarded_ms
  FROM request r JOIN placement p ON p.request = r.id
 WHERE r.awarded_ms >= :since AND r.awarded_ms < :upto

-- :name demo_counts
-- :out open int, requests int, people int
SELECT (SELECT count(*) FROM request WHERE open = 1) AS open,
       (SELECT count(*) FROM request) AS requests,
       (SELECT count(*) FROM person) AS people
