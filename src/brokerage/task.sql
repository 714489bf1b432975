-- SPDX-License-Identifier: MIT
-- task.sql -- what of the sourcing waits for whom (site/task.h).  Numbers and
-- localities: nothing that names the person.  Restricted people's requests wait
-- for those who are named on the record.

-- :name task_stuck
-- Nobody is left to ask, or the next tier wants approval.
-- :in me UserAccountId, now Moment, today Date
-- :out about text, since_ms Moment, n int
SELECT r.id, 'Request ' || CAST(r.id AS TEXT) || ', ' || l.name ||
       CASE WHEN EXISTS (SELECT 1 FROM policy po JOIN policy_tier pt ON pt.policy = po.id
                          WHERE po.service = r.service AND po.from_day <= :today
                            AND po.until_day > :today AND pt.tier_no > r.tier_no
                            AND pt.needs_approval = 1)
            THEN ': the next tier wants a manager''s approval'
            ELSE ': no tier is left' END AS about,
       (SELECT max(s.ended_ms) FROM step s WHERE s.request = r.id) AS since_ms,
       r.due_ms AS until_ms, count(*) OVER () AS n
  FROM request r
  JOIN person p ON p.id = r.person
  JOIN locality l ON l.id = r.locality
 WHERE r.open = 1 AND r.stage = {STAGE_STUCK}
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named x
        WHERE x.person = p.id AND x.user_account = :me
          AND (x.until_ms IS NULL OR x.until_ms > :now)))
 ORDER BY r.due_ms, r.id
 LIMIT :limit

-- :name task_approve
-- The same, where a manager's approval lets it go on.
-- :in me UserAccountId, now Moment, today Date
-- :out about text, since_ms Moment, n int
SELECT r.id, 'Request ' || CAST(r.id AS TEXT) || ', ' || l.name AS about,
       (SELECT max(s.ended_ms) FROM step s WHERE s.request = r.id) AS since_ms,
       r.due_ms AS until_ms, count(*) OVER () AS n
  FROM request r
  JOIN person p ON p.id = r.person
  JOIN locality l ON l.id = r.locality
 WHERE r.open = 1 AND r.stage = {STAGE_STUCK}
   AND EXISTS (SELECT 1 FROM policy po JOIN policy_tier pt ON pt.policy = po.id
                WHERE po.service = r.service AND po.from_day <= :today AND po.until_day > :today
                  AND pt.tier_no > r.tier_no AND pt.needs_approval = 1)
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named x
        WHERE x.person = p.id AND x.user_account = :me
          AND (x.until_ms IS NULL OR x.until_ms > :now)))
 ORDER BY r.due_ms, r.id
 LIMIT :limit

-- :name task_offers
-- :in me UserAccountId, now Moment
-- :out about text, since_ms Moment, n int
SELECT r.id, 'Request ' || CAST(r.id AS TEXT) || ', ' || l.name AS about,
       (SELECT max(s.ended_ms) FROM step s WHERE s.request = r.id) AS since_ms,
       r.due_ms AS until_ms, count(*) OVER () AS n
  FROM request r
  JOIN person p ON p.id = r.person
  JOIN locality l ON l.id = r.locality
 WHERE r.open = 1 AND r.stage = {STAGE_OFFERS}
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named x
        WHERE x.person = p.id AND x.user_account = :me
          AND (x.until_ms IS NULL OR x.until_ms > :now)))
 ORDER BY r.due_ms, r.id
 LIMIT :limit

-- :name task_unsent
-- Raised or changed, and with no provider yet.
-- :in me UserAccountId, now Moment
-- :out about text, n int
SELECT r.id, 'Request ' || CAST(r.id AS TEXT) || ', ' || l.name AS about,
       r.made_ms AS since_ms, r.due_ms AS until_ms, count(*) OVER () AS n
  FROM request r
  JOIN person p ON p.id = r.person
  JOIN locality l ON l.id = r.locality
 WHERE r.open = 1 AND r.stage = {STAGE_NEW}
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named x
        WHERE x.person = p.id AND x.user_account = :me
          AND (x.until_ms IS NULL OR x.until_ms > :now)))
 ORDER BY r.due_ms, r.id
 LIMIT :limit

-- :name task_starts
-- Care that begins by tomorrow, or should have begun, and that nobody has confirmed.
-- What is long past was begun without us.
-- :in me UserAccountId, now Moment, today Date, tomorrow Date, ago_day Date
-- :out id RequestId, about text, n int
SELECT pl.request AS id, p.name || ', placement ' || CAST(pl.id AS TEXT) AS about,
       pl.from_day AS until_day, count(*) OVER () AS n
  FROM placement pl
  JOIN provider p ON p.id = pl.provider
  JOIN person pe ON pe.id = pl.person
 WHERE pl.started_ms IS NULL AND pl.from_day >= :ago_day AND pl.from_day <= :tomorrow
   AND pl.until_day > :today
   AND (pe.restricted = 0 OR EXISTS (SELECT 1 FROM person_named x
        WHERE x.person = pe.id AND x.user_account = :me
          AND (x.until_ms IS NULL OR x.until_ms > :now)))
 ORDER BY pl.from_day, pl.id
 LIMIT :limit

-- :name task_news
-- What she asked for was sourced, closed or withdrawn by others, and she has not opened it
-- since.  coalesce() keeps the engine from walking all that she ever did (audit_user): of the
-- trail only what is of the person, or of the request, is read.
-- :in me UserAccountId, now Moment, ago_ms Moment
-- :out about text, n int
SELECT r.id, 'Request ' || CAST(r.id AS TEXT) ||
       CASE r.stage WHEN {STAGE_AWARDED} THEN ': sourced' WHEN {STAGE_UNMET} THEN ': closed unmet'
                    ELSE ': withdrawn' END AS about,
       r.closed_ms AS since_ms, count(*) OVER () AS n
  FROM request r
  JOIN person p ON p.id = r.person
 WHERE r.made_by = :me AND r.closed_ms >= :ago_ms
   AND NOT EXISTS (SELECT 1 FROM audit a
                    WHERE a.person = r.person AND coalesce(a.user_account, 0) = :me
                      AND a.verb = 'person.open' AND a.at_ms >= r.closed_ms)
   AND NOT EXISTS (SELECT 1 FROM audit a
                    WHERE a.thing_id = r.id AND a.thing = 'request'
                      AND coalesce(a.user_account, 0) = :me
                      AND a.verb IN ('request.withdraw', 'request.unmet', 'request.award'))
   AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named x
        WHERE x.person = p.id AND x.user_account = :me
          AND (x.until_ms IS NULL OR x.until_ms > :now)))
 ORDER BY r.closed_ms DESC, r.id
 LIMIT :limit

-- :name task_changed
-- What she asked for was changed by somebody else, and she has not opened it since.
-- :in me UserAccountId, now Moment, ago_ms Moment
-- :out about text, since_ms Moment, n int
SELECT x.id, x.about, x.since_ms, count(*) OVER () AS n
  FROM (SELECT r.id, r.person, 'Request ' || CAST(r.id AS TEXT) || ': changed' AS about,
               (SELECT max(a.at_ms) FROM audit a
                 WHERE a.thing_id = r.id AND a.thing = 'request' AND a.verb = 'request.change'
                   AND a.at_ms >= :ago_ms AND coalesce(a.user_account, 0) <> :me) AS since_ms
          FROM request r
          JOIN person p ON p.id = r.person
         WHERE r.made_by = :me AND r.closed_ms IS NULL
           AND (p.restricted = 0 OR EXISTS (SELECT 1 FROM person_named w
                WHERE w.person = p.id AND w.user_account = :me
                  AND (w.until_ms IS NULL OR w.until_ms > :now)))) x
 WHERE x.since_ms IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM audit a
                    WHERE a.person = x.person AND coalesce(a.user_account, 0) = :me
                      AND a.verb = 'person.open' AND a.at_ms >= x.since_ms)
 ORDER BY x.since_ms DESC, x.id
 LIMIT :limit

-- :name task_policies
-- A policy that ends with none after it.
-- :in today Date, ahead_day Date
-- :out about text, n int
SELECT p.id, p.name AS about, p.until_day, count(*) OVER () AS n
  FROM policy p
 WHERE p.until_day > :today AND p.until_day <= :ahead_day
   AND NOT EXISTS (SELECT 1 FROM policy x
                    WHERE x.service = p.service AND x.prev_until = p.until_day)
 ORDER BY p.until_day, p.id
 LIMIT :limit

-- ---- providers ------------------------------------------------------------------

-- :name task_invitations
-- As the list shows them: one whose deadline has passed lapses within seconds.
-- :in my_provider ProviderId
-- :out about text, n int
SELECT i.id, l.name || ', ' || r.district AS about, i.sent_ms AS since_ms,
       i.deadline_ms AS until_ms, count(*) OVER () AS n
  FROM invitation i
  JOIN request r ON r.id = i.request
  JOIN locality l ON l.id = r.locality
 WHERE i.provider = :my_provider AND i.state = {INVITATION_SENT}
 ORDER BY i.deadline_ms, i.id
 LIMIT :limit

-- :name task_begin
-- :in my_provider ProviderId, today Date
-- :out about text, n int
SELECT pl.id, 'Placement ' || CAST(pl.id AS TEXT) || ', ' || l.name AS about,
       pl.from_day AS until_day, count(*) OVER () AS n
  FROM placement pl
  JOIN locality l ON l.id = pl.locality
 WHERE pl.provider = :my_provider AND pl.from_day <= :today AND pl.until_day > :today
   AND pl.started_ms IS NULL
 ORDER BY pl.from_day, pl.id
 LIMIT :limit

-- ---- the reminder of an invitation --------------------------------------------------

-- :name invitations_to_remind
-- Unanswered, with the deadline near, and more than half of the time over, so that nobody is
-- asked and reminded in one breath.
-- :in now Moment, near_ms Moment, most int
SELECT i.id
  FROM request r
  JOIN invitation i ON i.step = r.step
 WHERE r.open = 1 AND r.deadline_ms <= :near_ms AND r.deadline_ms > :now
   AND i.state = {INVITATION_SENT} AND i.reminded_ms IS NULL
   AND 2 * (:now - i.sent_ms) >= i.deadline_ms - i.sent_ms
 ORDER BY r.deadline_ms, i.id
 LIMIT :most

-- :name invitation_remind
-- Once: no row, it was reminded or has answered meanwhile.
-- :in now Moment
UPDATE invitation SET reminded_ms = :now
 WHERE id = :id AND state = {INVITATION_SENT} AND reminded_ms IS NULL AND deadline_ms > :now

-- :name invitation_remind_to
SELECT i.provider, p.email, i.deadline_ms, i.lot, r.service, r.locality
  FROM invitation i
  JOIN provider p ON p.id = i.provider
  JOIN request r ON r.id = i.request
 WHERE i.id = :id
