-- SPDX-License-Identifier: MIT
-- move.sql -- staff who go where packages go, and what keeps care going meanwhile.

-- :name move_list
-- :in today Date
-- :out items int, done int, late int
SELECT m.id, f.name AS from_name, t.name AS to_name, m.packages, m.week_mins, m.workers, m.went,
       m.planned_day, m.moved_day, u.name AS owner_name,
       (SELECT count(*) FROM staff_move_item i WHERE i.move = m.id) AS items,
       (SELECT count(*) FROM staff_move_item i
         WHERE i.move = m.id AND i.done_day IS NOT NULL) AS done,
       (SELECT count(*) FROM staff_move_item i
         WHERE i.move = m.id AND i.done_day IS NULL AND i.due_day < :today) AS late
  FROM staff_move m
  JOIN provider f ON f.id = m.from_provider
  JOIN provider t ON t.id = m.to_provider
  JOIN user_account u ON u.id = m.owner
 WHERE m.id > 0
--=newest ORDER BY m.planned_day DESC, m.id DESC
 LIMIT :limit OFFSET :skip

-- :name move_load
-- :row staff_move
SELECT m.id, m.revision, m.from_provider, f.name AS from_name, m.to_provider, t.name AS to_name,
       w.name AS framework_name, m.reason, m.packages, m.week_mins, m.workers, m.went,
       m.planned_day, m.moved_day, u.name AS owner_name
  FROM staff_move m
  JOIN provider f ON f.id = m.from_provider
  JOIN provider t ON t.id = m.to_provider
  JOIN user_account u ON u.id = m.owner
  LEFT JOIN framework w ON w.id = m.framework
 WHERE m.id = :id

-- :name move_insert
INSERT INTO staff_move (id, from_provider, to_provider, framework, reason, packages, week_mins,
                        workers, planned_day, owner, made_by, made_ms)
VALUES (:id, :from_provider, :to_provider, :framework, :reason, :packages, :week_mins, :workers,
        :planned_day, :owner, :made_by, :made_ms)

-- :name move_moved
UPDATE staff_move SET revision = revision + 1, moved_day = :moved_day, went = :went
 WHERE id = :id AND revision = :revision AND moved_day IS NULL

-- :name move_item_insert
INSERT INTO staff_move_item (id, move, position, what, due_day)
VALUES (:id, :move, :position, :what, :due_day)

-- :name move_item_list
-- :row staff_move_item
SELECT i.id, i.move, i.position, i.what, i.due_day, i.done_day, u.name AS done_name, i.note
  FROM staff_move_item i LEFT JOIN user_account u ON u.id = i.done_by
 WHERE i.move = :move ORDER BY i.position

-- :name move_item_load
-- :row staff_move_item
SELECT i.id, i.move, i.position, i.what, i.due_day, i.done_day, u.name AS done_name, i.note
  FROM staff_move_item i LEFT JOIN user_account u ON u.id = i.done_by
 WHERE i.id = :id

-- :name move_item_settle
UPDATE staff_move_item SET done_day = :done_day, done_by = :done_by, note = :note
 WHERE id = :id AND done_day IS NULL

-- :name task_move_items
-- What keeps care going while staff and packages move, and is late.
-- :in today Date
-- :out id StaffMoveId, about text, n int
SELECT m.id, f.name || ' to ' || t.name || ': ' || i.what AS about, i.due_day AS until_day,
       count(*) OVER () AS n
  FROM staff_move_item i
  JOIN staff_move m ON m.id = i.move
  JOIN provider f ON f.id = m.from_provider
  JOIN provider t ON t.id = m.to_provider
 WHERE i.done_day IS NULL AND i.due_day < :today
 ORDER BY i.due_day, i.id
 LIMIT :limit
