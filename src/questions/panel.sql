-- SPDX-License-Identifier: MIT
-- panel.sql -- who scores which sheets, what he declared, and what was agreed.

-- :name panel_insert
INSERT INTO panel (id, revision, name, apart, least, made_by, made_ms)
VALUES (:id, 1, :name, :apart, :least, :made_by, :made_ms)

-- :name panel_load
-- undeclared: so many declarations are missing; unlocked: so many members' final marks.
-- :row panel
-- :in id PanelId
-- :out sheets int, undeclared int, unlocked int, differing int
SELECT p.id, p.revision, p.name, p.apart, p.least, p.made_by, p.made_ms, p.locked_by, p.locked_ms,
       (SELECT count(*) FROM panel_sheet s WHERE s.panel = p.id) AS sheets,
       (SELECT count(*)
          FROM panel_sheet s
          JOIN panel_member m ON m.panel = s.panel AND m.released_ms IS NULL
          LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
         WHERE s.panel = p.id AND d.declared_ms IS NULL) AS undeclared,
       (SELECT count(*)
          FROM panel_sheet s
          JOIN panel_member m ON m.panel = s.panel AND m.released_ms IS NULL AND m.moderates = 0
          LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
         WHERE s.panel = p.id AND d.interest IS NULL AND d.locked_ms IS NULL) AS unlocked,
       (SELECT count(*)
          FROM (SELECT c.sheet, c.question
                  FROM panel_sheet s
                  JOIN answer_score c ON c.sheet = s.sheet
                  JOIN panel_member m ON m.panel = s.panel AND m.member = c.scorer
                                     AND m.moderates = 0
                  JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
                                          AND d.interest IS NULL AND d.locked_ms IS NOT NULL
                  LEFT JOIN panel_agreed g ON g.sheet = c.sheet AND g.question = c.question
                 WHERE s.panel = p.id AND g.points IS NULL
                 GROUP BY c.sheet, c.question
                HAVING max(c.points) - min(c.points) >= p.apart) x) AS differing
  FROM panel p WHERE p.id = :id

-- :name panel_touch
-- The row is the lock of all that a panel does.
UPDATE panel SET revision = revision + 1 WHERE id = :id AND locked_ms IS NULL

-- :name panel_settle
UPDATE panel SET locked_by = :locked_by, locked_ms = :locked_ms
 WHERE id = :id AND locked_ms IS NULL

-- :name panel_member_insert
INSERT INTO panel_member (panel, member, moderates, added_by, added_ms)
VALUES (:panel, :member, :moderates, :added_by, :added_ms)
ON CONFLICT (panel, member) DO NOTHING

-- :name panel_member_release
UPDATE panel_member SET released_by = :released_by, released_ms = :released_ms, reason = :reason
 WHERE panel = :panel AND member = :member AND released_ms IS NULL

-- :name panel_member_list
-- :in panel PanelId
-- :out declared int, interests int, locked int
SELECT m.member, u.name, m.moderates, m.released_ms, m.reason,
       (SELECT count(*) FROM panel_sheet s
          JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
         WHERE s.panel = m.panel) AS declared,
       (SELECT count(*) FROM panel_sheet s
          JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
         WHERE s.panel = m.panel AND d.interest IS NOT NULL) AS interests,
       (SELECT count(*) FROM panel_sheet s
          JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
         WHERE s.panel = m.panel AND d.locked_ms IS NOT NULL) AS locked
  FROM panel_member m JOIN user_account u ON u.id = m.member
 WHERE m.panel = :panel
 ORDER BY m.moderates DESC, u.name, m.member

-- :name panel_member_load
SELECT moderates, released_ms FROM panel_member WHERE panel = :panel AND member = :member

-- :name panel_account
-- Who might be a member.
-- :in id UserAccountId
SELECT roles, provider FROM user_account WHERE id = :id AND disabled_ms IS NULL

-- :name panel_sheet_insert
INSERT INTO panel_sheet (sheet, panel, added_by, added_ms)
VALUES (:sheet, :panel, :added_by, :added_ms)
ON CONFLICT (sheet) DO NOTHING

-- :name panel_sheet_rows
-- The sheets of a panel, and how they stand for one person.
-- :in panel PanelId, member UserAccountId
-- :out subject_name text, scored int, waits int
SELECT s.sheet, q.name AS questionnaire_name, a.sent_ms,
       coalesce(p.name, u.name) AS subject_name, d.declared_ms, d.interest, d.locked_ms,
       (SELECT count(DISTINCT x.member) FROM panel_declaration x
          JOIN panel_member m ON m.panel = s.panel AND m.member = x.member
                             AND m.moderates = 0
         WHERE x.sheet = s.sheet AND x.interest IS NULL AND x.locked_ms IS NOT NULL) AS scored,
       (SELECT count(*) FROM panel_member m
          LEFT JOIN panel_declaration x ON x.sheet = s.sheet AND x.member = m.member
         WHERE m.panel = s.panel AND m.released_ms IS NULL AND m.moderates = 0
           AND x.interest IS NULL AND x.locked_ms IS NULL) AS waits
  FROM panel_sheet s
  JOIN answer_sheet a ON a.id = s.sheet
  JOIN questionnaire q ON q.id = a.questionnaire
  JOIN user_account u ON u.id = a.begun_by
  LEFT JOIN response r ON a.subject_kind = {SUBJECT_RESPONSE} AND r.id = a.subject
  LEFT JOIN provider p ON p.id = CASE a.subject_kind
       WHEN {SUBJECT_PROVIDER} THEN a.subject WHEN {SUBJECT_APPLICATION} THEN a.subject
       WHEN {SUBJECT_RESPONSE} THEN r.provider END
  LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = :member
 WHERE s.panel = :panel
 ORDER BY a.sent_ms, s.sheet

-- :name panel_of_sheet
SELECT s.panel, p.name, p.apart, p.least, p.locked_ms
  FROM panel_sheet s JOIN panel p ON p.id = s.panel
 WHERE s.sheet = :sheet

-- :name panel_place
-- How a member of the panel that has a sheet stands to it.
-- :in sheet AnswerSheetId, member UserAccountId
SELECT s.panel, m.moderates, m.released_ms, d.declared_ms, d.interest, d.locked_ms
  FROM panel_sheet s
  JOIN panel_member m ON m.panel = s.panel AND m.member = :member
  LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
 WHERE s.sheet = :sheet

-- :name panel_declaring
-- :in panel PanelId, member UserAccountId, sheets text
-- :out picked int
SELECT s.sheet, d.declared_ms,
       CASE WHEN s.sheet IN (SELECT CAST(value AS BIGINT) FROM json_each(:sheets))
            THEN 1 ELSE 0 END AS picked
  FROM panel_sheet s
  LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = :member
 WHERE s.panel = :panel
 ORDER BY s.sheet

-- :name panel_declare_put
-- An interest once declared stays; one that shows later is added.
INSERT INTO panel_declaration (sheet, member, interest, declared_ms)
VALUES (:sheet, :member, :interest, :declared_ms)
ON CONFLICT (sheet, member) DO UPDATE
   SET interest = coalesce(panel_declaration.interest, :interest)

-- :name panel_marks_settle
UPDATE panel_declaration SET locked_ms = :locked_ms
 WHERE sheet = :sheet AND member = :member AND interest IS NULL AND locked_ms IS NULL

-- :name panel_agreed_list
SELECT g.question, g.points, g.reason, u.name
  FROM panel_agreed g JOIN user_account u ON u.id = g.agreed_by
 WHERE g.sheet = :sheet ORDER BY g.question

-- :name panel_agreed_put
INSERT INTO panel_agreed (sheet, question, points, reason, agreed_by, agreed_ms)
VALUES (:sheet, :question, :points, :reason, :agreed_by, :agreed_ms)
ON CONFLICT (sheet, question) DO UPDATE
   SET points = :points, reason = :reason, agreed_by = :agreed_by, agreed_ms = :agreed_ms

-- :name panel_mine_list
-- Panels of which the reader is a member, and what waits for him there.
-- :in me UserAccountId
-- :out sheets int, to_declare int, to_score int
SELECT p.id, p.name, p.made_ms, p.locked_ms, m.moderates,
       (SELECT count(*) FROM panel_sheet s WHERE s.panel = p.id) AS sheets,
       CASE WHEN p.locked_ms IS NULL THEN
       (SELECT count(*) FROM panel_sheet s
          LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
         WHERE s.panel = p.id AND d.declared_ms IS NULL) ELSE 0 END AS to_declare,
       CASE WHEN p.locked_ms IS NULL AND m.moderates = 0 THEN
       (SELECT count(*) FROM panel_sheet s
          JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
         WHERE s.panel = p.id AND d.interest IS NULL AND d.locked_ms IS NULL) ELSE 0 END
       AS to_score
  FROM panel_member m
  JOIN panel p ON p.id = m.panel
 WHERE m.member = :me AND m.released_ms IS NULL
--=newest ORDER BY p.made_ms DESC, p.id DESC
 LIMIT :limit OFFSET :skip

-- :name panel_all_list
-- :out sheets int, members int
SELECT p.id, p.name, p.made_ms, p.locked_ms, u.name AS made_name,
       (SELECT count(*) FROM panel_sheet s WHERE s.panel = p.id) AS sheets,
       (SELECT count(*) FROM panel_member m
         WHERE m.panel = p.id AND m.released_ms IS NULL) AS members
  FROM panel p
  JOIN user_account u ON u.id = p.made_by
--=newest ORDER BY p.made_ms DESC, p.id DESC
 LIMIT :limit OFFSET :skip

-- :name panel_account_choices
-- Whom one might ask: the council's own people.
-- :out id UserAccountId, label text
SELECT id, name AS label FROM user_account
 WHERE provider IS NULL AND disabled_ms IS NULL ORDER BY name, id

-- :name panel_member_choices
-- :in panel PanelId
-- :out id UserAccountId, label text
SELECT m.member AS id, u.name AS label
  FROM panel_member m JOIN user_account u ON u.id = m.member
 WHERE m.panel = :panel AND m.released_ms IS NULL ORDER BY u.name, m.member

-- :name panel_sheet_choices
-- Sent sheets that are on no panel, newest first.  Responses, which may be sealed, are put on
-- one by the room that keeps the seal.
-- :out id AnswerSheetId, label text
SELECT a.id, coalesce(p.name, u.name) || ': ' || q.name || ', '
       || day_iso(div_floor(a.sent_ms, 86400000)) AS label
  FROM answer_sheet a
  JOIN questionnaire q ON q.id = a.questionnaire
  JOIN user_account u ON u.id = a.begun_by
  LEFT JOIN provider p ON p.id = a.subject
       AND a.subject_kind IN ({SUBJECT_PROVIDER}, {SUBJECT_APPLICATION})
 WHERE a.sent_ms IS NOT NULL AND a.subject_kind <> {SUBJECT_RESPONSE}
   AND NOT EXISTS (SELECT 1 FROM panel_sheet s WHERE s.sheet = a.id)
 ORDER BY a.sent_ms DESC, a.id DESC
 LIMIT 500

-- :name panel_interest_choices
-- In which sheets of a panel the reader may declare an interest: not in the same one twice.
-- :in panel PanelId, me UserAccountId
-- :out id AnswerSheetId, label text
SELECT s.sheet AS id, coalesce(p.name, u.name) AS label
  FROM panel_sheet s
  JOIN answer_sheet a ON a.id = s.sheet
  JOIN user_account u ON u.id = a.begun_by
  LEFT JOIN response r ON a.subject_kind = {SUBJECT_RESPONSE} AND r.id = a.subject
  LEFT JOIN provider p ON p.id = CASE a.subject_kind
       WHEN {SUBJECT_PROVIDER} THEN a.subject WHEN {SUBJECT_APPLICATION} THEN a.subject
       WHEN {SUBJECT_RESPONSE} THEN r.provider END
  LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = :me
 WHERE s.panel = :panel AND d.interest IS NULL
 ORDER BY a.sent_ms, s.sheet

-- :name task_panels
-- Panels that wait for the reader: to declare, to score, to moderate or to lock.
-- :in me UserAccountId
-- :out about text, n int
SELECT p.id, p.name AS about, p.made_ms AS since_ms, count(*) OVER () AS n
  FROM panel_member m
  JOIN panel p ON p.id = m.panel AND p.locked_ms IS NULL
 WHERE m.member = :me AND m.released_ms IS NULL
   AND (EXISTS (SELECT 1 FROM panel_sheet s
                  LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = m.member
                 WHERE s.panel = p.id AND (d.declared_ms IS NULL OR (m.moderates = 0
                       AND d.interest IS NULL AND d.locked_ms IS NULL)))
        OR (m.moderates = 1
            AND EXISTS (SELECT 1 FROM panel_sheet s WHERE s.panel = p.id)
            AND NOT EXISTS (SELECT 1 FROM panel_sheet s
                  JOIN panel_member o ON o.panel = s.panel AND o.moderates = 0
                                     AND o.released_ms IS NULL
                  LEFT JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = o.member
                 WHERE s.panel = p.id AND d.interest IS NULL AND d.locked_ms IS NULL)))
 ORDER BY p.made_ms, p.id
 LIMIT :limit

-- :name check_panel_marks
-- Marks of a panel's sheet that changed after they were final, or without a declaration.
SELECT c.sheet AS id
  FROM answer_score c
  JOIN panel_sheet s ON s.sheet = c.sheet
  LEFT JOIN panel_declaration d ON d.sheet = c.sheet AND d.member = c.scorer
 WHERE c.at_ms >= s.added_ms AND (d.declared_ms IS NULL OR c.at_ms > d.locked_ms)

-- :name check_panel_locked
-- Locked panels with marks that lie apart and are not agreed, or agreed afterwards.
SELECT p.id
  FROM panel p
  JOIN panel_sheet s ON s.panel = p.id
  JOIN answer_score c ON c.sheet = s.sheet
  JOIN panel_member m ON m.panel = p.id AND m.member = c.scorer AND m.moderates = 0
  JOIN panel_declaration d ON d.sheet = s.sheet AND d.member = c.scorer
                          AND d.interest IS NULL AND d.locked_ms IS NOT NULL
  LEFT JOIN panel_agreed g ON g.sheet = c.sheet AND g.question = c.question
 WHERE p.locked_ms IS NOT NULL
 GROUP BY p.id, p.apart, p.locked_ms, c.sheet, c.question, g.agreed_ms
HAVING (g.agreed_ms IS NULL AND max(c.points) - min(c.points) >= p.apart)
    OR g.agreed_ms > p.locked_ms
