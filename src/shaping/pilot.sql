-- SPDX-License-Identifier: MIT
-- pilot.sql -- pilots, the stages that they go through, and how they are measured.

-- ---- the pipeline --------------------------------------------------------------------

-- :name pipeline_last
SELECT id, number, reason, made_ms FROM pilot_pipeline ORDER BY number DESC LIMIT 1

-- :name pipeline_insert
INSERT INTO pilot_pipeline (id, number, reason, made_by, made_ms)
VALUES (:id, :number, :reason, :made_by, :made_ms)

-- :name stage_insert
INSERT INTO pilot_stage (id, pipeline, position, name, guide)
VALUES (:id, :pipeline, :position, :name, :guide)

-- :name stage_list
SELECT id, position, name, guide FROM pilot_stage WHERE pipeline = :pipeline ORDER BY position, id

-- :name pipeline_list
-- The newest first.
SELECT v.id, v.number, v.reason, v.made_ms, u.name AS made_name
  FROM pilot_pipeline v JOIN user_account u ON u.id = v.made_by
 ORDER BY v.number DESC

-- ---- a pilot -------------------------------------------------------------------------

-- :name pilot_list
-- All of them, or one: a pilot's page is the same row, so that its state is told once.
-- :row pilot
-- :in today Date, state int, q_key text
-- :out state int, stages int, passed int
SELECT x.id, x.revision, x.name, x.idea, x.pipeline, x.owner, x.owner_name, x.cohort,
       x.cohort_words, x.examples, x.funding, x.funds_pence, x.run_from_day, x.run_until_day,
       x.ended_day, x.ended_how, x.learned, x.ended_name, x.framework, x.framework_name,
       x.onto_day, x.made_ms, x.pilot_step, x.stage_name, x.due_day, x.stages, x.passed, x.state
  FROM (SELECT p.id, p.revision, p.name, p.name_key, p.idea, p.pipeline, p.owner,
               u.name AS owner_name, p.cohort, p.cohort_words, p.examples, p.funding,
               p.funds_pence, p.run_from_day, p.run_until_day, p.ended_day, p.ended_how,
               p.learned, e.name AS ended_name, p.framework, f.name AS framework_name,
               p.onto_day, p.made_ms, s.id AS pilot_step, g.name AS stage_name, s.due_day,
               (SELECT count(*) FROM pilot_step c WHERE c.pilot = p.id) AS stages,
               (SELECT count(*) FROM pilot_step c
                 WHERE c.pilot = p.id AND c.done_day IS NOT NULL) AS passed,
               CASE WHEN p.ended_how = {END_LEARN} THEN {PILOT_LEARNED}
                    WHEN p.ended_how = {END_STOP} THEN {PILOT_STOPPED}
                    WHEN p.ended_how = {END_MAINSTREAM} THEN {PILOT_MAINSTREAM}
                    WHEN p.run_from_day <= :today THEN {PILOT_RUNNING}
                    WHEN s.id IS NULL THEN {PILOT_CHOSEN}
                    WHEN s.position = 1 THEN {PILOT_LISTED}
                    ELSE {PILOT_SELECTING} END AS state
          FROM pilot p
          JOIN user_account u ON u.id = p.owner
          LEFT JOIN user_account e ON e.id = p.ended_by
          LEFT JOIN framework f ON f.id = p.framework
          LEFT JOIN pilot_step s ON s.pilot = p.id AND s.done_day IS NULL
               AND NOT EXISTS (SELECT 1 FROM pilot_step b
                                WHERE b.pilot = p.id AND b.done_day IS NULL
                                  AND b.position < s.position)
          LEFT JOIN pilot_stage g ON g.id = s.stage
         WHERE true
--?pilot AND p.id = :pilot
--?owner AND p.owner = :owner
--?q_key AND instr(p.name_key, :q_key) > 0
       ) x
 WHERE true
--?state AND x.state = :state
--=state ORDER BY x.state, x.due_day NULLS LAST, x.name_key, x.id
--=name  ORDER BY x.name_key, x.id
 LIMIT :limit OFFSET :skip

-- :name pilot_owner_choices
-- Whoever owns a pilot: a filter.
-- :out label text
SELECT u.id, u.name AS label FROM user_account u
 WHERE EXISTS (SELECT 1 FROM pilot p WHERE p.owner = u.id) ORDER BY u.name, u.id

-- :name pilot_choices
-- :out label text
SELECT id, name AS label FROM pilot ORDER BY name_key, id

-- :name pilot_named
SELECT id FROM pilot WHERE name_key = :name_key

-- :name pilot_lock
SELECT id, revision, name, idea, owner, cohort, cohort_words, examples, funding, funds_pence,
       run_from_day, run_until_day, ended_day, framework, onto_day
  FROM pilot WHERE id = :id

-- :name pilot_touch
UPDATE pilot SET revision = revision + 1 WHERE id = :id AND revision = :revision

-- :name pilot_insert
INSERT INTO pilot (id, name, name_key, idea, pipeline, owner, cohort, cohort_words, examples,
                   funding, funds_pence, made_by, made_ms)
VALUES (:id, :name, :name_key, :idea, :pipeline, :owner, :cohort, :cohort_words, :examples,
        :funding, :funds_pence, :made_by, :made_ms)

-- :name pilot_update
UPDATE pilot SET revision = revision + 1, name = :name, name_key = :name_key, idea = :idea,
       owner = :owner, cohort = :cohort, cohort_words = :cohort_words, examples = :examples,
       funding = :funding, funds_pence = :funds_pence
 WHERE id = :id AND revision = :revision

-- :name pilot_run
UPDATE pilot SET revision = revision + 1, run_from_day = :run_from_day,
       run_until_day = :run_until_day, cohort = :cohort
 WHERE id = :id AND revision = :revision

-- :name pilot_move
UPDATE pilot SET revision = revision + 1, framework = :framework, onto_day = :onto_day
 WHERE id = :id AND revision = :revision

-- :name pilot_close
UPDATE pilot SET revision = revision + 1, ended_day = :ended_day, ended_how = :ended_how,
       learned = :learned, ended_by = :ended_by, ended_ms = :ended_ms, framework = :framework,
       onto_day = :onto_day
 WHERE id = :id AND revision = :revision

-- :name pilot_step_insert
-- A step for each stage of the pipeline is inserted one by one: ids come from blocks.
INSERT INTO pilot_step (id, pilot, stage, position) VALUES (:id, :pilot, :stage, :position)

-- :name pilot_steps
-- :row pilot_step
SELECT s.id, s.position, g.name, g.guide, s.due_day, s.done_day
  FROM pilot_step s JOIN pilot_stage g ON g.id = s.stage
 WHERE s.pilot = :pilot ORDER BY s.position, s.id

-- :name pilot_step_due
UPDATE pilot_step SET due_day = :due_day
 WHERE id = :id AND done_day IS NULL AND due_day IS DISTINCT FROM :due_day

-- :name pilot_step_done
UPDATE pilot_step SET done_day = :done_day WHERE id = :id

-- :name pilot_decision_insert
INSERT INTO pilot_decision (id, pilot, at_step, how, on_day, reason, made_by, made_ms)
VALUES (:id, :pilot, :at_step, :how, :on_day, :reason, :made_by, :made_ms)

-- :name pilot_decisions
-- The newest first.
SELECT d.id, g.name AS stage_name, d.how, d.on_day, d.reason, u.name AS made_name, d.made_ms
  FROM pilot_decision d
  JOIN pilot_step s ON s.id = d.at_step
  JOIN pilot_stage g ON g.id = s.stage
  JOIN user_account u ON u.id = d.made_by
 WHERE d.pilot = :pilot ORDER BY d.on_day DESC, d.id DESC

-- :name pilot_decided_last
-- :out last_day Date
SELECT max(on_day) AS last_day FROM pilot_decision WHERE pilot = :pilot

-- :name pilot_provider_insert
INSERT INTO pilot_provider (id, pilot, provider, role, from_day, note, made_by, made_ms)
VALUES (:id, :pilot, :provider, :role, :from_day, :note, :made_by, :made_ms)

-- :name pilot_providers
SELECT t.id, t.provider, p.name AS provider_name, t.role, t.from_day, t.note
  FROM pilot_provider t JOIN provider p ON p.id = t.provider
 WHERE t.pilot = :pilot ORDER BY t.role DESC, t.from_day, t.id

-- ---- measures ------------------------------------------------------------------------

-- :name measure_insert
INSERT INTO pilot_measure (id, pilot, name, unit, aim, baseline, target, every_days)
VALUES (:id, :pilot, :name, :unit, :aim, :baseline, :target, :every_days)

-- :name measure_named
SELECT id FROM pilot_measure WHERE pilot = :pilot AND name = :name

-- :name measure_load
SELECT m.id, m.pilot, m.name, m.unit, p.name AS pilot_name, p.ended_day
  FROM pilot_measure m JOIN pilot p ON p.id = m.pilot WHERE m.id = :id

-- :name measure_list
-- :row pilot_measure
-- :out last_reading int, last_day Date
SELECT m.id, m.name, m.unit, m.aim, m.baseline, m.target, m.every_days,
       r.reading AS last_reading, r.on_day AS last_day
  FROM pilot_measure m
  LEFT JOIN pilot_reading r ON r.measure = m.id
       AND NOT EXISTS (SELECT 1 FROM pilot_reading y
                        WHERE y.measure = m.id AND y.on_day > r.on_day)
 WHERE m.pilot = :pilot ORDER BY m.id

-- :name reading_insert
INSERT INTO pilot_reading (id, measure, on_day, reading, note, made_by, made_ms)
VALUES (:id, :measure, :on_day, :reading, :note, :made_by, :made_ms)

-- :name reading_on
SELECT id FROM pilot_reading WHERE measure = :measure AND on_day = :on_day

-- :name pilot_readings
-- Of all its measures, in order.
SELECT r.id, r.measure, m.name AS measure_name, m.unit, r.on_day, r.reading, r.note,
       u.name AS made_name
  FROM pilot_measure m
  JOIN pilot_reading r ON r.measure = m.id
  JOIN user_account u ON u.id = r.made_by
 WHERE m.pilot = :pilot ORDER BY r.on_day, m.id, r.id

-- ---- what must hold --------------------------------------------------------------------

-- :name check_pilot_order
-- Stages that were passed before one that was not.
SELECT s.pilot AS id FROM pilot_step s
 WHERE s.done_day IS NOT NULL
   AND EXISTS (SELECT 1 FROM pilot_step b WHERE b.pilot = s.pilot AND b.position < s.position
                  AND (b.done_day IS NULL OR b.done_day > s.done_day))
 ORDER BY s.pilot

-- :name check_pilot_decided
-- Stages that were passed without a decision to go on.
SELECT s.pilot AS id FROM pilot_step s
 WHERE s.done_day IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM pilot_decision d
                    WHERE d.pilot = s.pilot AND d.at_step = s.id AND d.how = {DECIDE_GO}
                      AND d.on_day = s.done_day)
 ORDER BY s.pilot
