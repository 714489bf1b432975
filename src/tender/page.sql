-- SPDX-License-Identifier: MIT
-- page.sql -- what the pages of this room list.

-- :name opportunity_public_list
-- Published, or announced as planned, whatever became of it; the newest first.
-- :row opportunity_public
-- :in now Moment, q_key text, open int
-- :out value_pence Money, lots int
SELECT o.id, o.title, o.service, o.cpv, o.framework, f.name AS framework_name, o.part,
       o.publish_day, o.published_ms, o.shown_ms, o.ask_until_ms, o.close_ms, o.award_day,
       o.from_day, o.until_day, o.extend_day, o.cancelled_ms, o.opened_ms, o.panel,
       o.proposed_ms, o.decided_ms, o.standstill_day, o.settled_ms,
       (SELECT CAST(sum(l.value_pence) AS BIGINT) FROM opportunity_lot l
         WHERE l.opportunity = o.id) AS value_pence,
       (SELECT count(*) FROM opportunity_lot l WHERE l.opportunity = o.id) AS lots
  FROM opportunity o
  LEFT JOIN framework f ON f.id = o.framework
 WHERE o.shown_ms <= :now
--?q_key   AND instr(o.title_key, :q_key) > 0
--?service AND o.service = :service
--?open    AND o.published_ms <= :now AND o.close_ms > :now AND o.cancelled_ms IS NULL
 ORDER BY o.shown_ms DESC, o.id DESC
 LIMIT :limit OFFSET :skip

-- :name opportunity_kept_list
-- For staff: those that are not published too.
-- :in q_key text
-- :out value_pence Money, unanswered int
SELECT o.id, o.title, o.service, o.framework, f.name AS framework_name, o.part, o.publish_day,
       o.announced_ms, o.published_ms, o.ask_until_ms, o.close_ms, o.award_day,
       o.cancelled_ms, o.opened_ms, o.panel, o.proposed_ms, o.decided_ms, o.standstill_day,
       o.settled_ms,
       (SELECT CAST(sum(l.value_pence) AS BIGINT) FROM opportunity_lot l
         WHERE l.opportunity = o.id) AS value_pence,
       (SELECT count(*) FROM clarification c
         WHERE c.opportunity = o.id AND c.published_ms IS NULL) AS unanswered
  FROM opportunity o
  LEFT JOIN framework f ON f.id = o.framework
 WHERE o.id > 0
--?q_key   AND instr(o.title_key, :q_key) > 0
--?service AND o.service = :service
 ORDER BY o.close_ms DESC, o.id DESC
 LIMIT :limit OFFSET :skip

-- :name opportunity_questionnaire_options
-- What has a published version.
-- :out label text
SELECT q.id, q.name AS label
  FROM questionnaire q
  JOIN questionnaire_version v ON v.questionnaire = q.id AND v.state = {VERSION_PUBLISHED}
 ORDER BY q.name, q.id

-- :name opportunity_lot_options
-- Of frameworks under which something may be called off.
-- :in today Date
-- :out label text
SELECT l.id, f.name || ', lot ' || CAST(l.number AS TEXT) || ', ' || l.name AS label
  FROM framework f
  JOIN lot l ON l.framework = f.id
 WHERE f.until_day > :today
 ORDER BY f.name, l.number, l.id

-- :name opportunity_framework_options
-- Under which something may be called off: not those that are over.
-- :in today Date
-- :out label text
SELECT f.id, f.name AS label FROM framework f WHERE f.until_day > :today ORDER BY f.name, f.id
