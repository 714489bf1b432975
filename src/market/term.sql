-- SPDX-License-Identifier: MIT
-- term.sql -- the life of a framework.

-- :name framework_insert
INSERT INTO framework (id, name, kind, host, apply_from_day, apply_until_day, told_day, from_day,
                       term_day, until_day, extend_day, review_day, refer_from_day, refer_until_day)
VALUES (:id, :name, :kind, :host, :apply_from_day, :apply_until_day, :told_day, :from_day,
        :term_day, :until_day, :extend_day, :review_day, :refer_from_day, :refer_until_day)

-- :name framework_load
-- :row framework
SELECT id, revision, name, kind, host, apply_from_day, apply_until_day, told_day, from_day,
       term_day, until_day, extend_day, review_day, reviewed_day, review, refer_from_day,
       refer_until_day
  FROM framework WHERE id = :id

-- :name framework_prolong
UPDATE framework SET until_day = :until_day, revision = revision + 1
 WHERE id = :id AND revision = :revision

-- :name framework_standings_prolong
-- Standings that run to the framework's end go on with it, but on a lot that ends by itself.
-- :in was_day Date
UPDATE accreditation SET until_day = :until_day, revision = revision + 1
 WHERE lot IN (SELECT id FROM lot WHERE framework = :framework AND until_day IS NULL)
   AND until_day = :was_day AND ended_how IS NULL

-- :name framework_review_note
UPDATE framework SET reviewed_day = :reviewed_day, review = :review, revision = revision + 1
 WHERE id = :id AND revision = :revision

-- :name framework_touch
UPDATE framework SET revision = revision + 1 WHERE id = :id

-- :name framework_window_list
SELECT w.id, w.opens_day, w.closes_day, w.early, w.reason, u.name AS made_name
  FROM framework_window w LEFT JOIN user_account u ON u.id = w.made_by
 WHERE w.framework = :framework ORDER BY w.opens_day DESC, w.id

-- :name framework_window_insert
INSERT INTO framework_window (id, framework, opens_day, closes_day, early, reason, made_by, made_ms)
VALUES (:id, :framework, :opens_day, :closes_day, :early, :reason, :made_by, :made_ms)

-- :name framework_open_days
-- Whether a window is open on a day.
-- :in on_day Date
SELECT id FROM framework_window
 WHERE framework = :framework AND opens_day <= :on_day AND closes_day > :on_day
 ORDER BY id LIMIT 1
