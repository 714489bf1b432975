-- SPDX-License-Identifier: MIT
-- task.sql -- what of shaping waits for whom (site/task.h).

-- :name task_pilot_stages
-- Pilots that stand at a stage which should have been passed.
-- :in today Date
-- :out id PilotId, about text, n int
SELECT p.id, p.name || ', ' || g.name AS about, s.due_day AS until_day, count(*) OVER () AS n
  FROM pilot_step s
  JOIN pilot p ON p.id = s.pilot AND p.ended_day IS NULL
  JOIN pilot_stage g ON g.id = s.stage
 WHERE s.done_day IS NULL AND s.due_day < :today
   AND NOT EXISTS (SELECT 1 FROM pilot_step b WHERE b.pilot = s.pilot AND b.done_day IS NULL
                      AND b.position < s.position)
 ORDER BY s.due_day, p.id
 LIMIT :limit

-- :name task_pilot_readings
-- Measures of running pilots that are to be read.
-- :in today Date
-- :out id PilotId, about text, n int
SELECT x.id, x.about, x.due_day AS until_day, count(*) OVER () AS n
  FROM (SELECT p.id, m.id AS measure, p.name || ', ' || m.name AS about,
               m.every_days + coalesce((SELECT max(r.on_day) FROM pilot_reading r
                                         WHERE r.measure = m.id), p.run_from_day) AS due_day
          FROM pilot p JOIN pilot_measure m ON m.pilot = p.id
         WHERE p.ended_day IS NULL AND p.run_from_day <= :today) x
 WHERE x.due_day <= :today
 ORDER BY x.due_day, x.measure
 LIMIT :limit

-- :name task_pilots_over
-- Pilots whose time is over: learn, stop or mainstream.
-- :in today Date
-- :out about text, n int
SELECT p.id, p.name AS about, p.run_until_day AS until_day, count(*) OVER () AS n
  FROM pilot p
 WHERE p.ended_day IS NULL AND p.run_until_day <= :today
 ORDER BY p.run_until_day, p.id
 LIMIT :limit

-- :name task_engagement_answers
-- What was said and should have been answered.
-- :in today Date
-- :out id EngagementSessionId, about text, n int
SELECT s.id, s.name AS about, t.answer_by_day AS until_day, count(*) OVER () AS n
  FROM engagement_theme t JOIN engagement_session s ON s.id = t.meeting
 WHERE t.did IS NULL AND t.answer_by_day < :today
 ORDER BY t.answer_by_day, t.id
 LIMIT :limit
