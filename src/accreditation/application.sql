-- SPDX-License-Identifier: MIT
-- application.sql -- applications to join a framework, and how they are decided.

-- :name asks_load
-- :in framework FrameworkId
-- :row application_asks
-- :out refs int
SELECT k.framework, k.revision, k.questionnaire, q.name AS questionnaire_name, k.refs, k.visit,
       k.plans, k.finance, k.credit
  FROM application_asks k JOIN questionnaire q ON q.id = k.questionnaire
 WHERE k.framework = :framework

-- :name asks_put
INSERT INTO application_asks (framework, revision, questionnaire, refs, visit, plans, finance,
                              credit, set_by, set_ms)
VALUES (:framework, 1, :questionnaire, :refs, :visit, :plans, :finance, :credit, :set_by, :set_ms)
ON CONFLICT (framework) DO UPDATE
   SET revision = application_asks.revision + 1, questionnaire = :questionnaire, refs = :refs,
       visit = :visit, plans = :plans, finance = :finance, credit = :credit, set_by = :set_by,
       set_ms = :set_ms

-- :name asks_questionnaires
-- Selection questionnaires that are published.
-- :out id QuestionnaireId, label text
SELECT q.id, q.name AS label
  FROM questionnaire q
  JOIN questionnaire_version v ON v.questionnaire = q.id AND v.state = {VERSION_PUBLISHED}
 WHERE q.kind = {ASKS_SELECTION}
 ORDER BY q.name, q.id

-- ---- one application, and all ----------------------------------------------------------

-- :name application_list
-- With the state that its facts amount to.
-- :in id ApplicationId, framework FrameworkId, provider ProviderId, state int
-- :row application
-- :out state int
SELECT x.id, x.revision, x.framework, x.framework_name, x.provider, x.provider_name, x.email,
       x.sheet, x.works_here, x.elsewhere, x.mobilisation, x.recruitment, x.begun_ms, x.sent_ms,
       x.based_here, x.newcomer, x.withdrawn_ms, x.withdrawn, x.panel, x.panel_name, x.decision,
       x.round, x.from_day, x.words, x.decided_by, x.decided_name, x.decided_ms, x.confirmed_by,
       x.confirmed_name, x.confirmed_ms, x.back_ms, x.back, x.asked_ms, x.outcome, x.done_ms,
       x.state
  FROM (SELECT a.id, a.revision, a.framework, f.name AS framework_name, a.provider,
               p.name AS provider_name, p.email, a.sheet, a.works_here, a.elsewhere,
               a.mobilisation, a.recruitment, a.begun_ms, a.sent_ms, a.based_here, a.newcomer,
               a.withdrawn_ms, a.withdrawn, s.panel, n.name AS panel_name, d.id AS decision,
               d.round, d.from_day, d.words, d.decided_by, u.name AS decided_name, d.decided_ms,
               d.confirmed_by, c.name AS confirmed_name, d.confirmed_ms, d.back_ms, d.back,
               r.asked_ms, r.outcome, r.done_ms,
               CASE WHEN a.withdrawn_ms IS NOT NULL THEN {APPLICATION_WITHDRAWN}
                    WHEN a.sent_ms IS NULL THEN {APPLICATION_DRAFT}
                    WHEN d.back_ms IS NULL AND d.confirmed_ms IS NULL AND d.id IS NOT NULL
                    THEN {APPLICATION_DECIDED}
                    WHEN d.confirmed_ms IS NOT NULL AND r.asked_ms IS NULL
                    THEN {APPLICATION_TOLD}
                    WHEN d.confirmed_ms IS NOT NULL AND r.done_ms IS NULL
                    THEN {APPLICATION_REVIEW}
                    WHEN d.confirmed_ms IS NOT NULL AND r.outcome = {REVIEWED_STANDS}
                    THEN {APPLICATION_TOLD}
                    WHEN n.locked_ms IS NOT NULL THEN {APPLICATION_MODERATED}
                    WHEN s.panel IS NOT NULL THEN {APPLICATION_EVALUATING}
                    ELSE {APPLICATION_SENT} END AS state
          FROM application a
          JOIN framework f ON f.id = a.framework
          JOIN provider p ON p.id = a.provider
          LEFT JOIN panel_sheet s ON s.sheet = a.sheet
          LEFT JOIN panel n ON n.id = s.panel
          LEFT JOIN application_decision d ON d.application = a.id
               AND d.round = (SELECT max(y.round) FROM application_decision y
                               WHERE y.application = a.id)
          LEFT JOIN user_account u ON u.id = d.decided_by
          LEFT JOIN user_account c ON c.id = d.confirmed_by
          LEFT JOIN application_review r ON r.decision = d.id
         WHERE a.id > 0
--?id       AND a.id = :id
--?provider AND a.provider = :provider
--?framework AND a.framework = :framework
       ) x
 WHERE true
--?state AND x.state = :state
 ORDER BY x.begun_ms DESC, x.id DESC
 LIMIT :limit OFFSET :skip

-- :name application_running
-- The one of a provider to a framework that is not decided yet, at most.
SELECT a.id
  FROM application a
 WHERE a.framework = :framework AND a.provider = :provider AND a.withdrawn_ms IS NULL
   AND NOT EXISTS (SELECT 1 FROM application_decision d
                    WHERE d.application = a.id AND d.confirmed_ms IS NOT NULL)
 ORDER BY a.begun_ms DESC, a.id
 LIMIT 1

-- :name application_insert
INSERT INTO application (id, revision, framework, provider, sheet, begun_by, begun_ms)
VALUES (:id, 1, :framework, :provider, :sheet, :begun_by, :begun_ms)

-- :name application_of_sheet
SELECT id, provider FROM application WHERE sheet = :sheet AND withdrawn_ms IS NULL

-- :name application_touch
-- The row is the lock of all that hangs on it.
UPDATE application SET revision = revision + 1 WHERE id = :id

-- :name application_sent
UPDATE application SET sent_by = :sent_by, sent_ms = :sent_ms, based_here = :based_here,
       newcomer = :newcomer
 WHERE id = :id AND sent_ms IS NULL AND withdrawn_ms IS NULL

-- :name application_withdraw
UPDATE application SET withdrawn_by = :withdrawn_by, withdrawn_ms = :withdrawn_ms,
       withdrawn = :withdrawn
 WHERE id = :id AND withdrawn_ms IS NULL

-- :name application_plans
UPDATE application SET works_here = :works_here, elsewhere = :elsewhere,
       mobilisation = :mobilisation, recruitment = :recruitment
 WHERE id = :id

-- :name framework_next_window
-- The next day on which one may apply to it.
-- :in today Date
SELECT opens_day FROM framework_window
 WHERE framework = :framework AND opens_day > :today
 ORDER BY opens_day, id LIMIT 1

-- :name framework_choices_open
-- Frameworks to which one may apply at all, with what they ask.
-- :in today Date
SELECT f.id, f.name, k.questionnaire
  FROM framework f JOIN application_asks k ON k.framework = f.id
 WHERE f.until_day > :today
 ORDER BY f.name, f.id

-- ---- its lots and places -----------------------------------------------------------------

-- :name application_lots
-- The lots of its framework that run, how many places of each it wants, and whether the
-- provider stands on it already.
-- :in application ApplicationId, provider ProviderId, framework FrameworkId, today Date
-- :out places int, held int
SELECT t.id, t.number, t.name, t.service, t.part,
       (SELECT count(*) FROM application_place x
         WHERE x.application = :application AND x.lot = t.id) AS places,
       CASE WHEN EXISTS (SELECT 1 FROM accreditation a
                          WHERE a.lot = t.id AND a.provider = :provider AND a.until_day > :today)
            THEN 1 ELSE 0 END AS held
  FROM lot t
  JOIN framework f ON f.id = t.framework
 WHERE t.framework = :framework AND coalesce(t.until_day, f.until_day) > :today
 ORDER BY t.number, t.id

-- :name application_place_choices
-- The places of a lot; of one that names none, all.
-- :in lot LotId
-- :out id LocalityId, label text
SELECT l.id, l.name AS label
  FROM locality l
 WHERE NOT EXISTS (SELECT 1 FROM lot_locality t WHERE t.lot = :lot)
    OR EXISTS (SELECT 1 FROM lot_locality t WHERE t.lot = :lot AND t.locality = l.id)
 ORDER BY l.name_key, l.id

-- :name application_beyond
-- Of some localities one that a lot does not cover.
-- :in localities text, lot LotId
SELECT l.id FROM locality l
 WHERE l.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:localities))
   AND EXISTS (SELECT 1 FROM lot_locality t WHERE t.lot = :lot)
   AND NOT EXISTS (SELECT 1 FROM lot_locality t WHERE t.lot = :lot AND t.locality = l.id)
 ORDER BY l.id LIMIT 1

-- :name application_place_clear
DELETE FROM application_place WHERE application = :application AND lot = :lot

-- :name application_place_insert
-- :in localities text
INSERT INTO application_place (application, lot, locality)
SELECT :application, :lot, l.id FROM locality l
 WHERE l.id IN (SELECT CAST(value AS BIGINT) FROM json_each(:localities))

-- :name application_places
-- :in application ApplicationId
-- :out starts_day Date, ends_day Date
SELECT x.lot, t.number, t.name AS lot_name, t.service, x.locality, l.name AS locality_name,
       coalesce(t.from_day, f.from_day) AS starts_day,
       coalesce(t.until_day, f.until_day) AS ends_day
  FROM application_place x
  JOIN lot t ON t.id = x.lot
  JOIN framework f ON f.id = t.framework
  JOIN locality l ON l.id = x.locality
 WHERE x.application = :application
 ORDER BY t.number, x.lot, l.name_key, l.id

-- :name lot_service_registered
-- Is the provider registered to give the service of a lot?
-- :in provider ProviderId
SELECT l.id
  FROM lot t
  JOIN location_service s ON s.service = t.service
  JOIN location l ON l.id = s.location
 WHERE t.id = :lot AND l.provider = :provider AND l.gone_ms IS NULL
   AND l.status IN ({REG_ACTIVE}, {REG_LEAVING})
 ORDER BY l.id LIMIT 1

-- :name provider_based_here
-- A registered location of it in one of our districts.
-- :in provider ProviderId, today Date
SELECT l.id
  FROM location l
  JOIN locality_district d ON d.district = l.district
 WHERE l.provider = :provider AND l.gone_ms IS NULL
   AND l.status IN ({REG_ACTIVE}, {REG_LEAVING})
   AND d.from_day <= :today AND d.until_day > :today
 ORDER BY l.id LIMIT 1

-- :name provider_ever_stood
-- :in provider ProviderId
SELECT id FROM accreditation WHERE provider = :provider ORDER BY id LIMIT 1

-- ---- references and checks -----------------------------------------------------------------

-- :name reference_insert
INSERT INTO application_reference (id, application, authority, name, email, phone)
VALUES (:id, :application, :authority, :name, :email, :phone)

-- :name reference_drop
DELETE FROM application_reference WHERE id = :id AND application = :application

-- :name reference_list
SELECT id, authority, name, email, phone FROM application_reference
 WHERE application = :application ORDER BY id

-- :name check_insert
INSERT INTO application_check (id, application, kind, done_day, outcome, note, made_by, made_ms)
VALUES (:id, :application, :kind, :done_day, :outcome, :note, :made_by, :made_ms)

-- :name check_list
SELECT c.id, c.kind, c.done_day, c.outcome, c.note, u.name AS made_name, c.made_ms
  FROM application_check c JOIN user_account u ON u.id = c.made_by
 WHERE c.application = :application
 ORDER BY c.kind, c.id

-- ---- decisions --------------------------------------------------------------------------------

-- :name decision_insert
INSERT INTO application_decision (id, application, round, from_day, words, decided_by, decided_ms)
VALUES (:id, :application, :round, :from_day, :words, :decided_by, :decided_ms)

-- :name application_scored_by
-- :in sheet AnswerSheetId, who UserAccountId
SELECT scorer FROM answer_score WHERE sheet = :sheet AND scorer = :who LIMIT 1

-- :name application_took_part
-- Who decided or confirmed in any round.
-- :in application ApplicationId, who UserAccountId
SELECT id FROM application_decision
 WHERE application = :application AND (decided_by = :who OR confirmed_by = :who)
 ORDER BY id LIMIT 1

-- :name decision_confirm
UPDATE application_decision SET confirmed_by = :confirmed_by, confirmed_ms = :confirmed_ms
 WHERE id = :id AND confirmed_ms IS NULL AND back_ms IS NULL

-- :name decision_back
UPDATE application_decision SET back_by = :back_by, back_ms = :back_ms, back = :back
 WHERE id = :id AND confirmed_ms IS NULL AND back_ms IS NULL

-- :name verdict_insert
INSERT INTO application_verdict (decision, lot, locality, accepted, reason)
VALUES (:decision, :lot, :locality, :accepted, :reason)

-- :name verdict_list
-- :in decision ApplicationDecisionId
SELECT v.lot, t.number, t.name AS lot_name, v.locality, l.name AS locality_name, v.accepted,
       v.reason
  FROM application_verdict v
  JOIN lot t ON t.id = v.lot
  JOIN locality l ON l.id = v.locality
 WHERE v.decision = :decision
 ORDER BY t.number, v.lot, l.name_key, l.id

-- :name standing_link
INSERT INTO application_standing (accreditation, decision) VALUES (:accreditation, :decision)

-- :name decisions_of
-- Those before the last: sent back, or reviewed.
SELECT d.round, d.decided_ms, u.name AS decided_name, d.confirmed_ms, c.name AS confirmed_name,
       d.back_ms, b.name AS back_name, d.back, d.words, r.words AS review_words, r.outcome,
       r.reason AS review_reason, w.name AS review_name, r.done_ms, r.asked_ms
  FROM application_decision d
  JOIN user_account u ON u.id = d.decided_by
  LEFT JOIN user_account c ON c.id = d.confirmed_by
  LEFT JOIN user_account b ON b.id = d.back_by
  LEFT JOIN application_review r ON r.decision = d.id
  LEFT JOIN user_account w ON w.id = r.done_by
 WHERE d.application = :application
 ORDER BY d.round

-- :name review_insert
INSERT INTO application_review (decision, words, asked_by, asked_ms)
VALUES (:decision, :words, :asked_by, :asked_ms)
ON CONFLICT (decision) DO NOTHING

-- :name review_done
UPDATE application_review SET outcome = :outcome, reason = :reason, done_by = :done_by,
       done_ms = :done_ms
 WHERE decision = :decision AND done_ms IS NULL

-- ---- what waits -------------------------------------------------------------------------------

-- :name task_applications
-- Sent, and on no panel yet.
-- :out about text, n int
SELECT a.id, p.name || ', ' || f.name AS about, a.sent_ms AS since_ms, count(*) OVER () AS n
  FROM application a
  JOIN provider p ON p.id = a.provider
  JOIN framework f ON f.id = a.framework
 WHERE a.sent_ms IS NOT NULL AND a.withdrawn_ms IS NULL
   AND NOT EXISTS (SELECT 1 FROM panel_sheet s WHERE s.sheet = a.sheet)
 ORDER BY a.sent_ms, a.id
 LIMIT :limit

-- :name task_to_decide
-- Scored, and not decided, or sent back, or to be decided anew after a review.
-- :out about text, n int
SELECT a.id, p.name || ', ' || f.name AS about, n.locked_ms AS since_ms, count(*) OVER () AS n
  FROM application a
  JOIN provider p ON p.id = a.provider
  JOIN framework f ON f.id = a.framework
  JOIN panel_sheet s ON s.sheet = a.sheet
  JOIN panel n ON n.id = s.panel AND n.locked_ms IS NOT NULL
  LEFT JOIN application_decision d ON d.application = a.id
       AND d.round = (SELECT max(y.round) FROM application_decision y WHERE y.application = a.id)
  LEFT JOIN application_review r ON r.decision = d.id
 WHERE a.withdrawn_ms IS NULL
   AND (d.id IS NULL OR d.back_ms IS NOT NULL OR r.outcome = {REVIEWED_ANEW})
 ORDER BY n.locked_ms, a.id
 LIMIT :limit

-- :name task_to_confirm
-- Decided once, by somebody else.
-- :in me UserAccountId
-- :out about text, n int
SELECT a.id, p.name || ', ' || f.name AS about, d.decided_ms AS since_ms, count(*) OVER () AS n
  FROM application_decision d
  JOIN application a ON a.id = d.application AND a.withdrawn_ms IS NULL
  JOIN provider p ON p.id = a.provider
  JOIN framework f ON f.id = a.framework
 WHERE d.confirmed_ms IS NULL AND d.back_ms IS NULL AND d.decided_by <> :me
 ORDER BY d.decided_ms, a.id
 LIMIT :limit

-- :name task_reviews_asked
-- A review was asked for.
-- :out about text, n int
SELECT a.id, p.name || ', ' || f.name AS about, r.asked_ms AS since_ms, count(*) OVER () AS n
  FROM application_review r
  JOIN application_decision d ON d.id = r.decision
  JOIN application a ON a.id = d.application
  JOIN provider p ON p.id = a.provider
  JOIN framework f ON f.id = a.framework
 WHERE r.done_ms IS NULL
 ORDER BY r.asked_ms, a.id
 LIMIT :limit

-- :name task_own_draft
-- A draft of the reader's organisation.
-- :in my_provider ProviderId
-- :out about text, n int
SELECT a.id, f.name AS about, a.begun_ms AS since_ms, count(*) OVER () AS n
  FROM application a JOIN framework f ON f.id = a.framework
 WHERE a.provider = :my_provider AND a.sent_ms IS NULL AND a.withdrawn_ms IS NULL
 ORDER BY a.begun_ms, a.id
 LIMIT :limit

-- ---- laws -------------------------------------------------------------------------------------

-- :name check_two_deciders
-- Standings by an application that no two people decided, or whom who scored confirmed.
SELECT x.accreditation AS id
  FROM application_standing x
  JOIN application_decision d ON d.id = x.decision
  JOIN application a ON a.id = d.application
 WHERE d.confirmed_by IS NULL OR d.confirmed_by = d.decided_by
    OR EXISTS (SELECT 1 FROM answer_score c
                WHERE c.sheet = a.sheet AND c.scorer = d.confirmed_by)
    OR EXISTS (SELECT 1 FROM panel_declaration i
                WHERE i.sheet = a.sheet AND i.interest IS NOT NULL
                  AND i.member IN (d.decided_by, d.confirmed_by)
                  AND i.declared_ms < d.decided_ms)

-- :name check_accepted
-- Places that were accepted and confirmed, without a standing that came of it.
SELECT v.decision AS id
  FROM application_verdict v
  JOIN application_decision d ON d.id = v.decision AND d.confirmed_ms IS NOT NULL
 WHERE v.accepted = 1
   AND NOT EXISTS (SELECT 1 FROM application_standing x
                     JOIN accreditation s ON s.id = x.accreditation AND s.lot = v.lot
                    WHERE x.decision = v.decision)

-- :name framework_named
SELECT id, name FROM framework WHERE id = :id

-- :name panel_open_choices
-- Panels that are not locked.
-- :out id PanelId, label text
SELECT id, name AS label FROM panel WHERE locked_ms IS NULL ORDER BY made_ms DESC, id
