-- SPDX-License-Identifier: MIT
-- consortium.sql -- consortia and alliances: members, milestones.

-- :name consortium_list
-- :in today Date, kind int
-- :out members int, late int, next_day Date
SELECT c.id, c.name, c.kind, f.name AS framework_name, e.name AS entity_name, c.ended_day,
       (SELECT count(*) FROM consortium_member m
         WHERE m.consortium = c.id AND m.from_day <= :today
           AND (m.left_day IS NULL OR m.left_day > :today)) AS members,
       (SELECT count(*) FROM consortium_milestone s
         WHERE s.consortium = c.id AND s.met_day IS NULL AND s.due_day < :today) AS late,
       (SELECT min(s.due_day) FROM consortium_milestone s
         WHERE s.consortium = c.id AND s.met_day IS NULL) AS next_day
  FROM consortium c
  LEFT JOIN framework f ON f.id = c.framework
  LEFT JOIN provider e ON e.id = c.entity
 WHERE c.id > 0
--?kind AND c.kind = :kind
--=name ORDER BY c.name_key, c.id
 LIMIT :limit OFFSET :skip

-- :name consortium_load
-- :row consortium
SELECT c.id, c.revision, c.name, c.kind, c.purpose, c.framework, f.name AS framework_name,
       c.entity, e.name AS entity_name
  FROM consortium c
  LEFT JOIN framework f ON f.id = c.framework
  LEFT JOIN provider e ON e.id = c.entity
 WHERE c.id = :id

-- :name consortium_named
SELECT id FROM consortium WHERE name_key = :name_key

-- :name consortium_insert
INSERT INTO consortium (id, name, name_key, kind, purpose, framework, entity, made_by, made_ms)
VALUES (:id, :name, :name_key, :kind, :purpose, :framework, :entity, :made_by, :made_ms)

-- :name consortium_update
UPDATE consortium SET revision = revision + 1, name = :name, name_key = :name_key, kind = :kind,
       purpose = :purpose, framework = :framework, entity = :entity
 WHERE id = :id AND revision = :revision

-- :name consortium_touch
UPDATE consortium SET revision = revision + 1 WHERE id = :id

-- :name member_list
-- :row consortium_member
SELECT m.id, m.consortium, m.provider, p.name AS provider_name, m.part_taken, m.from_day,
       m.left_day
  FROM consortium_member m JOIN provider p ON p.id = m.provider
 WHERE m.consortium = :consortium ORDER BY m.from_day, m.id

-- :name member_load
-- :row consortium_member
SELECT m.id, m.consortium, m.provider, p.name AS provider_name, m.part_taken, m.from_day,
       m.left_day
  FROM consortium_member m JOIN provider p ON p.id = m.provider
 WHERE m.id = :id

-- :name member_there
SELECT id FROM consortium_member
 WHERE consortium = :consortium AND provider = :provider AND left_day IS NULL

-- :name member_insert
INSERT INTO consortium_member (id, consortium, provider, part_taken, from_day)
VALUES (:id, :consortium, :provider, :part_taken, :from_day)

-- :name member_left
UPDATE consortium_member SET left_day = :left_day WHERE id = :id AND left_day IS NULL

-- :name milestone_list
-- :row consortium_milestone
-- :in today Date, milestone ConsortiumMilestoneId
-- :out state int
SELECT m.id, m.revision, m.consortium, c.name AS consortium_name, m.name, m.due_day, m.owner,
       u.name AS owner_name, m.met_day, m.note,
       CASE WHEN m.met_day IS NOT NULL AND m.met_day <= m.due_day THEN {MILESTONE_MET}
            WHEN m.met_day IS NOT NULL THEN {MILESTONE_MET_LATE}
            WHEN m.due_day < :today THEN {MILESTONE_LATE}
            ELSE {MILESTONE_COMING} END AS state
  FROM consortium_milestone m
  JOIN consortium c ON c.id = m.consortium
  JOIN user_account u ON u.id = m.owner
 WHERE m.id > 0
--?consortium AND m.consortium = :consortium
--?milestone  AND m.id = :milestone
 ORDER BY m.due_day, m.id

-- :name milestone_insert
INSERT INTO consortium_milestone (id, consortium, name, due_day, owner, met_day, note)
VALUES (:id, :consortium, :name, :due_day, :owner, :met_day, :note)

-- :name milestone_update
UPDATE consortium_milestone SET revision = revision + 1, name = :name, due_day = :due_day,
       owner = :owner, met_day = :met_day, note = :note
 WHERE id = :id AND revision = :revision

-- :name task_milestones
-- Milestones of consortia that are late.
-- :in today Date
-- :out id ConsortiumId, about text, n int
SELECT c.id, c.name || ', ' || m.name AS about, m.due_day AS until_day, count(*) OVER () AS n
  FROM consortium_milestone m JOIN consortium c ON c.id = m.consortium AND c.ended_day IS NULL
 WHERE m.met_day IS NULL AND m.due_day < :today
 ORDER BY m.due_day, m.id
 LIMIT :limit
