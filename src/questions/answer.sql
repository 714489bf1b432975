-- SPDX-License-Identifier: MIT
-- answer.sql -- sheets, and the answers on them.

-- :name sheet_load
-- :row answer_sheet
SELECT s.id, s.revision, s.questionnaire, q.name, q.kind, s.version, v.number, s.subject_kind,
       s.subject, coalesce(p.name, b.name) AS subject_name, s.state, s.begun_by,
       b.name AS begun_name, s.begun_ms, s.sent_by,
       w.name AS sent_name, s.sent_ms, s.prefilled
  FROM answer_sheet s
  JOIN questionnaire q ON q.id = s.questionnaire
  JOIN questionnaire_version v ON v.id = s.version
  JOIN user_account b ON b.id = s.begun_by
  LEFT JOIN user_account w ON w.id = s.sent_by
  LEFT JOIN response r ON s.subject_kind = {SUBJECT_RESPONSE} AND r.id = s.subject
  LEFT JOIN provider p ON p.id = CASE s.subject_kind
       WHEN {SUBJECT_PROVIDER} THEN s.subject WHEN {SUBJECT_APPLICATION} THEN s.subject
       WHEN {SUBJECT_RESPONSE} THEN r.provider END
 WHERE s.id = :id

-- :name sheet_open
-- The one that is begun: at most one of a questionnaire about a subject.
SELECT id FROM answer_sheet
 WHERE questionnaire = :questionnaire AND subject_kind = :subject_kind AND subject = :subject
   AND state = {SHEET_BEGUN}

-- :name sheet_last
-- The one that was sent last, of whichever version.
SELECT id, version FROM answer_sheet
 WHERE questionnaire = :questionnaire AND subject_kind = :subject_kind AND subject = :subject
   AND sent_ms IS NOT NULL
 ORDER BY sent_ms DESC, id DESC
 LIMIT 1

-- :name sheet_insert
INSERT INTO answer_sheet (id, revision, questionnaire, version, subject_kind, subject, state,
                          begun_by, begun_ms, prefilled)
VALUES (:id, 1, :questionnaire, :version, :subject_kind, :subject, {SHEET_BEGUN}, :begun_by,
        :begun_ms, :prefilled)

-- :name sheet_touch
UPDATE answer_sheet SET revision = revision + 1
 WHERE id = :id AND revision = :revision AND state = {SHEET_BEGUN}

-- :name sheet_sent
UPDATE answer_sheet
   SET revision = revision + 1, state = {SHEET_SENT}, sent_by = :sent_by, sent_ms = :sent_ms
 WHERE id = :id AND revision = :revision AND state = {SHEET_BEGUN}

-- :name answer_list
-- :row answer
SELECT sheet, question, value, file, carried FROM answer WHERE sheet = :sheet ORDER BY question

-- :name answer_put
INSERT INTO answer (sheet, question, value, file, carried)
VALUES (:sheet, :question, :value, :file, :carried)
ON CONFLICT (sheet, question) DO UPDATE SET value = :value, file = :file, carried = :carried

-- :name answer_drop
DELETE FROM answer WHERE sheet = :sheet AND question = :question

-- :name answers_confirm
UPDATE answer SET carried = 0 WHERE sheet = :sheet AND carried = 1

-- :name answer_file_insert
INSERT INTO answer_file (id, sheet, name, bytes, length, hash, put_by, put_ms)
VALUES (:id, :sheet, :name, :bytes, :length, :hash, :put_by, :put_ms)

-- :name answer_file_load
-- Of a sheet that has it as an answer: it may have come with an earlier one.
-- :in sheet AnswerSheetId, id AnswerFileId
SELECT f.id, f.name, f.bytes, f.length, f.hash
  FROM answer a
  JOIN answer_file f ON f.id = a.file
 WHERE a.sheet = :sheet AND a.file = :id

-- :name answer_score_list
-- By question, then by name.  counted: of a panel's sheet, the final mark of a member who
-- declared no interest.
-- :out counted int
SELECT c.question, c.scorer, u.name, c.points, c.note,
       CASE WHEN d.locked_ms IS NOT NULL AND d.interest IS NULL AND m.moderates = 0
            THEN 1 ELSE 0 END AS counted
  FROM answer_score c
  JOIN user_account u ON u.id = c.scorer
  LEFT JOIN panel_sheet s ON s.sheet = c.sheet
  LEFT JOIN panel_member m ON m.panel = s.panel AND m.member = c.scorer
  LEFT JOIN panel_declaration d ON d.sheet = c.sheet AND d.member = c.scorer
 WHERE c.sheet = :sheet
 ORDER BY c.question, u.name, c.scorer

-- :name answer_score_put
INSERT INTO answer_score (sheet, question, scorer, points, note, at_ms)
VALUES (:sheet, :question, :scorer, :points, :note, :at_ms)
ON CONFLICT (sheet, question, scorer) DO UPDATE SET points = :points, note = :note, at_ms = :at_ms
