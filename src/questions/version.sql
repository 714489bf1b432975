-- SPDX-License-Identifier: MIT
-- version.sql -- questionnaires, their versions, and what each asks.

-- :name questionnaire_insert
INSERT INTO questionnaire (id, revision, name, kind, made_by, made_ms)
VALUES (:id, 1, :name, :kind, :made_by, :made_ms)

-- :name questionnaire_named
SELECT id FROM questionnaire WHERE name = :name

-- :name questionnaire_touch
-- The row is the lock: of two who begin or draft at once the second sees the first.
UPDATE questionnaire SET revision = revision + 1 WHERE id = :id

-- :name questionnaire_load
-- :row questionnaire
SELECT id, revision, name, kind, made_by, made_ms FROM questionnaire WHERE id = :id

-- :name version_insert
INSERT INTO questionnaire_version (id, revision, questionnaire, number, state, opening, scored_to,
                                   made_by, made_ms)
VALUES (:id, 1, :questionnaire, :number, {VERSION_DRAFT}, :opening, :scored_to, :made_by, :made_ms)

-- :name version_load
-- :row questionnaire_version
SELECT v.id, v.revision, v.questionnaire, q.name, q.kind, v.number, v.state, v.opening,
       v.scored_to, v.made_by, v.made_ms, v.published_by, v.published_ms, v.superseded_ms, v.hash
  FROM questionnaire_version v
  JOIN questionnaire q ON q.id = v.questionnaire
 WHERE v.id = :id

-- :name version_in_state
SELECT id, number FROM questionnaire_version
 WHERE questionnaire = :questionnaire AND state = :state

-- :name version_last
-- :out number int
SELECT number FROM questionnaire_version WHERE questionnaire = :questionnaire
 ORDER BY number DESC LIMIT 1

-- :name version_touch
-- A draft's revision goes on with each change of it or of its questions.
UPDATE questionnaire_version SET revision = revision + 1
 WHERE id = :id AND revision = :revision AND state = {VERSION_DRAFT}

-- :name version_update
UPDATE questionnaire_version
   SET revision = revision + 1, opening = :opening, scored_to = :scored_to
 WHERE id = :id AND revision = :revision AND state = {VERSION_DRAFT}

-- :name version_supersede
-- :in now Moment
UPDATE questionnaire_version SET state = {VERSION_SUPERSEDED}, superseded_ms = :now
 WHERE questionnaire = :questionnaire AND state = {VERSION_PUBLISHED}

-- :name version_settle
UPDATE questionnaire_version
   SET revision = revision + 1, state = {VERSION_PUBLISHED}, published_by = :published_by,
       published_ms = :published_ms, hash = :hash
 WHERE id = :id AND revision = :revision AND state = {VERSION_DRAFT}

-- :name question_list
-- :row question
-- What a version asks, in its order.
SELECT id, version, position, stem, kind, section, label, help, need, least, most, on_stem,
       on_keys, weight, seen_by
  FROM asked_question
 WHERE version = :version
 ORDER BY position, id

-- :name question_load
-- :row question
SELECT id, version, position, stem, kind, section, label, help, need, least, most, on_stem,
       on_keys, weight, seen_by
  FROM asked_question
 WHERE id = :id

-- :name question_insert
INSERT INTO asked_question (id, version, position, stem, kind, section, label, help, need, least,
                            most, on_stem, on_keys, weight, seen_by)
VALUES (:id, :version, :position, :stem, :kind, :section, :label, :help, :need, :least, :most,
        :on_stem, :on_keys, :weight, :seen_by)

-- :name question_update
UPDATE asked_question
   SET kind = :kind, section = :section, label = :label, help = :help, need = :need,
       least = :least, most = :most, on_stem = :on_stem, on_keys = :on_keys, weight = :weight,
       seen_by = :seen_by
 WHERE id = :id

-- :name question_place
UPDATE asked_question SET position = :position WHERE id = :id AND position <> :position

-- :name question_delete
DELETE FROM asked_question WHERE id = :id

-- :name question_choice_list
-- :row question_choice
SELECT c.id, c.question, c.position, c.key, c.label, c.fails, c.points
  FROM asked_question q
  JOIN question_choice c ON c.question = q.id
 WHERE q.version = :version
 ORDER BY c.question, c.position, c.id

-- :name question_choice_insert
INSERT INTO question_choice (id, question, position, key, label, fails, points)
VALUES (:id, :question, :position, :key, :label, :fails, :points)

-- :name question_choice_clear
DELETE FROM question_choice WHERE question = :question

-- :name question_column_list
-- :row question_column
SELECT c.id, c.question, c.position, c.key, c.label, c.kind
  FROM asked_question q
  JOIN question_column c ON c.question = q.id
 WHERE q.version = :version
 ORDER BY c.question, c.position, c.id

-- :name question_column_insert
INSERT INTO question_column (id, question, position, key, label, kind)
VALUES (:id, :question, :position, :key, :label, :kind)

-- :name question_column_clear
DELETE FROM question_column WHERE question = :question
