-- SPDX-License-Identifier: MIT
-- engagement.sql -- sessions, what was said, what was done.

-- :name engagement_list
-- For staff: all sessions.
-- :in q_key text, kind int, framework FrameworkId, pilot PilotId
-- :out themes int, answered int, shown int
SELECT s.id, s.on_day, s.name, s.kind, s.audience, s.place, s.attended, s.asked, s.topic,
       f.name AS framework_name, p.name AS pilot_name, s.published_ms,
       (SELECT count(*) FROM engagement_theme t WHERE t.meeting = s.id) AS themes,
       (SELECT count(*) FROM engagement_theme t
         WHERE t.meeting = s.id AND t.did IS NOT NULL) AS answered,
       (SELECT count(*) FROM engagement_theme t
         WHERE t.meeting = s.id AND t.published_ms IS NOT NULL) AS shown
  FROM engagement_session s
  LEFT JOIN framework f ON f.id = s.framework
  LEFT JOIN pilot p ON p.id = s.pilot
 WHERE s.id > 0
--?q_key     AND (instr(s.words_key, :q_key) > 0
--?q_key          OR EXISTS (SELECT 1 FROM engagement_theme t
--?q_key                      WHERE t.meeting = s.id AND instr(t.words_key, :q_key) > 0))
--?kind      AND s.kind = :kind
--?framework AND s.framework = :framework
--?pilot     AND s.pilot = :pilot
--=newest ORDER BY s.on_day DESC, s.id DESC
 LIMIT :limit OFFSET :skip

-- :name engagement_rows
-- For everybody: what was published, a theme a row; a session without one is a row, too.
-- :in q_key text, kind int
SELECT s.id, s.on_day, s.name, s.kind, s.audience, s.attended, s.asked, s.topic, s.place,
       t.said, t.did, t.changed, t.answered_ms
  FROM engagement_session s
  LEFT JOIN engagement_theme t ON t.meeting = s.id AND t.published_ms IS NOT NULL
 WHERE s.published_ms IS NOT NULL
--?q_key AND (instr(s.words_key, :q_key) > 0 OR instr(t.words_key, :q_key) > 0)
--?kind  AND s.kind = :kind
--=newest ORDER BY s.on_day DESC, s.id DESC, t.id NULLS LAST
 LIMIT :limit OFFSET :skip

-- :name meeting_here
-- :row engagement_session
SELECT s.id, s.revision, s.name, s.kind, s.audience, s.on_day, s.until_day, s.place, s.attended,
       s.asked, s.topic, s.framework, f.name AS framework_name, s.pilot, p.name AS pilot_name,
       s.published_ms, u.name AS published_name
  FROM engagement_session s
  LEFT JOIN framework f ON f.id = s.framework
  LEFT JOIN pilot p ON p.id = s.pilot
  LEFT JOIN user_account u ON u.id = s.published_by
 WHERE s.id = :id

-- :name engagement_insert
INSERT INTO engagement_session (id, name, kind, audience, on_day, until_day, place, attended, asked,
                                topic, words_key, framework, pilot, made_by, made_ms)
VALUES (:id, :name, :kind, :audience, :on_day, :until_day, :place, :attended, :asked, :topic,
        :words_key, :framework, :pilot, :made_by, :made_ms)

-- :name engagement_update
UPDATE engagement_session SET revision = revision + 1, name = :name, kind = :kind,
       audience = :audience, on_day = :on_day, until_day = :until_day, place = :place,
       attended = :attended, asked = :asked, topic = :topic, words_key = :words_key,
       framework = :framework, pilot = :pilot, published_by = NULL, published_ms = NULL
 WHERE id = :id AND revision = :revision

-- :name engagement_show
UPDATE engagement_session SET revision = revision + 1, published_by = :published_by,
       published_ms = :published_ms
 WHERE id = :id AND revision = :revision

-- :name engagement_touch
UPDATE engagement_session SET revision = revision + 1 WHERE id = :id

-- :name theme_list
-- Of one session, as they were noted; for everybody only those that are public.
-- :row engagement_theme
-- :in shown int
SELECT t.id, t.revision, t.meeting, t.said, t.did, t.changed, t.answer_by_day, t.answered_ms,
       a.name AS answered_name, t.published_ms, u.name AS published_name
  FROM engagement_theme t
  LEFT JOIN user_account a ON a.id = t.answered_by
  LEFT JOIN user_account u ON u.id = t.published_by
 WHERE t.meeting = :meeting
--?shown AND t.published_ms IS NOT NULL AND :shown = 1
 ORDER BY t.id

-- :name theme_here
-- :row engagement_theme
SELECT t.id, t.revision, t.meeting, t.said, t.did, t.changed, t.answer_by_day, t.answered_ms,
       a.name AS answered_name, t.published_ms, u.name AS published_name
  FROM engagement_theme t
  LEFT JOIN user_account a ON a.id = t.answered_by
  LEFT JOIN user_account u ON u.id = t.published_by
 WHERE t.id = :id

-- :name theme_insert
INSERT INTO engagement_theme (id, meeting, said, did, changed, words_key, answer_by_day,
                              answered_by, answered_ms, made_ms)
VALUES (:id, :meeting, :said, :did, :changed, :words_key, :answer_by_day, :answered_by,
        :answered_ms, :made_ms)

-- :name theme_update
UPDATE engagement_theme SET revision = revision + 1, said = :said, did = :did, changed = :changed,
       words_key = :words_key, answer_by_day = :answer_by_day, answered_by = :answered_by,
       answered_ms = :answered_ms, published_by = NULL, published_ms = NULL
 WHERE id = :id AND revision = :revision

-- :name theme_show
UPDATE engagement_theme SET revision = revision + 1, published_by = :published_by,
       published_ms = :published_ms
 WHERE id = :id AND revision = :revision
