-- SPDX-License-Identifier: MIT
-- page.sql -- what the pages of this room list.

-- :name questionnaire_list
-- :in kind int
-- :out published int, draft int, sent int
SELECT q.id, q.name, q.kind, p.number AS published, p.published_ms, d.number AS draft,
       (SELECT count(*) FROM answer_sheet s
         WHERE s.questionnaire = q.id AND s.sent_ms IS NOT NULL
           AND s.subject_kind <> {SUBJECT_RESPONSE}) AS sent
  FROM questionnaire q
  LEFT JOIN questionnaire_version p ON p.questionnaire = q.id AND p.state = {VERSION_PUBLISHED}
  LEFT JOIN questionnaire_version d ON d.questionnaire = q.id AND d.state = {VERSION_DRAFT}
 WHERE q.id > 0
--?kind AND q.kind = :kind
--=name ORDER BY q.name, q.id
 LIMIT :limit OFFSET :skip

-- :name version_list
-- The newest first.
SELECT v.id, v.number, v.state, v.made_ms, u.name AS made_name, v.published_ms, v.superseded_ms
  FROM questionnaire_version v
  JOIN user_account u ON u.id = v.made_by
 WHERE v.questionnaire = :questionnaire
 ORDER BY v.number DESC

-- :name version_before
-- :in number int
SELECT id FROM questionnaire_version
 WHERE questionnaire = :questionnaire AND number < :number
 ORDER BY number DESC LIMIT 1

-- :name sheet_list
SELECT s.id, s.subject_kind, s.subject, coalesce(p.name, u.name) AS subject_name, v.number,
       s.state, s.begun_ms, s.sent_ms
  FROM answer_sheet s
  JOIN questionnaire_version v ON v.id = s.version
  JOIN user_account u ON u.id = s.begun_by
  LEFT JOIN provider p ON p.id = s.subject
       AND s.subject_kind IN ({SUBJECT_PROVIDER}, {SUBJECT_APPLICATION})
 WHERE s.questionnaire = :questionnaire AND s.subject_kind <> {SUBJECT_RESPONSE}
--?state AND s.state = :state
--=newest ORDER BY s.begun_ms DESC, s.id DESC
 LIMIT :limit OFFSET :skip

-- :name answer_rows
-- Every answer of the sheets that were sent, one a row; but none to a member of a panel
-- who has an interest in it, or has not declared yet.
-- :in me UserAccountId
SELECT a.sheet, s.subject_kind, s.subject, coalesce(p.name, u.name) AS subject_name, v.number,
       s.sent_ms, q.section, q.stem, q.label, q.kind,
       coalesce(c.label, a.value) AS answer_text
  FROM answer_sheet s
  JOIN questionnaire_version v ON v.id = s.version
  JOIN user_account u ON u.id = s.begun_by
  JOIN answer a ON a.sheet = s.id
  JOIN asked_question q ON q.id = a.question
  LEFT JOIN question_choice c ON c.question = q.id AND c.key = a.value
  LEFT JOIN provider p ON p.id = s.subject
       AND s.subject_kind IN ({SUBJECT_PROVIDER}, {SUBJECT_APPLICATION})
 WHERE s.questionnaire = :questionnaire AND s.sent_ms IS NOT NULL
   AND s.subject_kind <> {SUBJECT_RESPONSE}
   AND NOT EXISTS (SELECT 1 FROM panel_sheet x
                     JOIN panel_member m ON m.panel = x.panel AND m.member = :me
                     LEFT JOIN panel_declaration d ON d.sheet = x.sheet AND d.member = :me
                    WHERE x.sheet = s.id AND (d.interest IS NOT NULL
                          OR (d.declared_ms IS NULL AND m.released_ms IS NULL)))
--=newest ORDER BY s.sent_ms DESC, s.id DESC, q.position, q.id
 LIMIT :limit OFFSET :skip

-- :name condition_choices
-- On which questions of a draft another may depend: of the version, or of the question's.
-- :in version QuestionnaireVersionId, question AskedQuestionId
-- :out id AskedQuestionId, label text
SELECT q.id, q.position || '. ' || q.label AS label
  FROM asked_question q
 WHERE q.kind IN ({ANSWER_CHOICE}, {ANSWER_CHOICES}, {ANSWER_VOW})
--?version AND q.version = :version
--?question AND q.version = (SELECT o.version FROM asked_question o WHERE o.id = :question)
 ORDER BY q.position, q.id

-- :name check_answers
-- Answers to questions that their sheet's version does not ask.
SELECT a.sheet AS id
  FROM answer a
  JOIN answer_sheet s ON s.id = a.sheet
  JOIN asked_question q ON q.id = a.question
 WHERE q.version <> s.version

-- :name check_versions
-- Versions that were published.
SELECT id FROM questionnaire_version WHERE state <> {VERSION_DRAFT} ORDER BY id
