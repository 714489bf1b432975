-- SPDX-License-Identifier: MIT
-- opportunity.sql -- what is tendered: its words, days, lots, documents and changes.

-- :name opportunity_insert
INSERT INTO opportunity (id, revision, title, title_key, about, service, cpv, framework, part,
                         framework_lot, questionnaire, publish_day, ask_until_ms, close_ms,
                         award_day, from_day, until_day, extend_day, made_by, made_ms)
VALUES (:id, 1, :title, :title_key, :about, :service, :cpv, :framework, :part, :framework_lot,
        :questionnaire, :publish_day, :ask_until_ms, :close_ms, :award_day, :from_day,
        :until_day, :extend_day, :made_by, :made_ms)

-- :name opportunity_update
-- Before it is published.
UPDATE opportunity
   SET revision = revision + 1, title = :title, title_key = :title_key, about = :about,
       service = :service, cpv = :cpv, framework = :framework, part = :part,
       framework_lot = :framework_lot,
       questionnaire = :questionnaire, publish_day = :publish_day, ask_until_ms = :ask_until_ms,
       close_ms = :close_ms, award_day = :award_day, from_day = :from_day,
       until_day = :until_day, extend_day = :extend_day
 WHERE id = :id AND revision = :revision AND published_ms IS NULL AND cancelled_ms IS NULL

-- :name opportunity_load
-- :row opportunity
-- :in id OpportunityId
-- :out value_pence Money, changes int
SELECT o.id, o.revision, o.title, o.about, o.service, o.cpv, o.framework,
       f.name AS framework_name, o.part, o.framework_lot, fl.number AS framework_lot_number,
       fl.name AS framework_lot_name, o.questionnaire, o.version, o.publish_day,
       o.ask_until_ms, o.close_ms, o.award_day, o.from_day, o.until_day, o.extend_day,
       o.made_ms, o.announced_ms, o.announce_why, o.published_ms, o.shown_ms, o.cancelled_ms,
       o.cancel_reason, o.unseal_by, o.unseal_ms,
       o.opened_by, o.opened_ms, o.price_rule, o.panel, o.proposed_by, o.proposed_ms,
       o.decided_by, o.decided_ms, o.standstill_day, o.settled_ms,
       (SELECT count(*) FROM opportunity_change c WHERE c.opportunity = o.id) AS changes,
       (SELECT CAST(sum(l.value_pence) AS BIGINT) FROM opportunity_lot l
         WHERE l.opportunity = o.id) AS value_pence
  FROM opportunity o
  LEFT JOIN framework f ON f.id = o.framework
  LEFT JOIN lot fl ON fl.id = o.framework_lot
 WHERE o.id = :id

-- :name opportunity_hold
-- The row is the lock: of two who change or answer at once the second sees the first.  Its
-- revision stays: it would tell how often providers ask and send.
UPDATE opportunity SET revision = revision WHERE id = :id

-- :name opportunity_announce_row
-- Planned, and everybody may know.
-- :in now Moment, by UserAccountId, why text
UPDATE opportunity
   SET revision = revision + 1, announced_by = :by, announced_ms = :now, announce_why = :why,
       shown_ms = :now
 WHERE id = :id AND revision = :revision AND announced_ms IS NULL AND published_ms IS NULL
   AND cancelled_ms IS NULL

-- :name opportunity_publish_row
-- :in now Moment
UPDATE opportunity
   SET revision = revision + 1, version = :version, price_rule = :price_rule,
       published_by = :published_by, published_ms = :now, shown_ms = :now
 WHERE id = :id AND revision = :revision AND published_ms IS NULL AND cancelled_ms IS NULL

-- :name opportunity_unseal_row
-- The first of two.
-- :in now Moment, by UserAccountId
UPDATE opportunity SET revision = revision + 1, unseal_by = :by, unseal_ms = :now
 WHERE id = :id AND revision = :revision AND unseal_ms IS NULL

-- :name opportunity_opened_row
-- The second, another.
-- :in now Moment, by UserAccountId
UPDATE opportunity SET revision = revision + 1, opened_by = :by, opened_ms = :now
 WHERE id = :id AND revision = :revision AND opened_ms IS NULL AND unseal_by <> :by

-- :name opportunity_cancel_row
-- :in now Moment
UPDATE opportunity
   SET revision = revision + 1, cancelled_by = :cancelled_by, cancelled_ms = :now,
       cancel_reason = :cancel_reason
 WHERE id = :id AND revision = :revision AND cancelled_ms IS NULL AND settled_ms IS NULL

-- :name opportunity_amend_row
UPDATE opportunity
   SET revision = revision + 1, about = :about, ask_until_ms = :ask_until_ms,
       close_ms = :close_ms, award_day = :award_day, from_day = :from_day,
       until_day = :until_day, extend_day = :extend_day
 WHERE id = :id AND revision = :revision

-- ---- its lots --------------------------------------------------------------------------

-- :name opportunity_lot_list
-- :row opportunity_lot
SELECT id, opportunity, number, title, value_pence, price_of, quality, price, social
  FROM opportunity_lot WHERE opportunity = :opportunity ORDER BY number, id

-- :name opportunity_lot_insert
INSERT INTO opportunity_lot (id, opportunity, number, title, value_pence, price_of, quality, price,
                             social)
VALUES (:id, :opportunity, :number, :title, :value_pence, :price_of, :quality, :price, :social)

-- :name opportunity_lot_clear
DELETE FROM opportunity_lot WHERE opportunity = :opportunity

-- ---- its documents ------------------------------------------------------------------------

-- :name opportunity_document_insert
INSERT INTO opportunity_document (id, opportunity, kind, title, name, bytes, length, hash, put_by,
                                  put_ms)
VALUES (:id, :opportunity, :kind, :title, :name, :bytes, :length, :hash, :put_by, :put_ms)

-- :name opportunity_document_list
-- :row opportunity_document
SELECT id, kind, title, name, length, hash, put_ms
  FROM opportunity_document WHERE opportunity = :opportunity ORDER BY id

-- :name opportunity_document_load
SELECT id, name, bytes FROM opportunity_document WHERE id = :id AND opportunity = :opportunity

-- ---- what changed after it was published -----------------------------------------------------

-- :name opportunity_change_list
-- :row opportunity_change
-- The newest first.
SELECT id, number, words, changed, made_ms
  FROM opportunity_change WHERE opportunity = :opportunity ORDER BY number DESC, id

-- :name opportunity_change_insert
INSERT INTO opportunity_change (id, opportunity, number, words, changed, made_by, made_ms)
SELECT :id, o.id, 1 + (SELECT count(*) FROM opportunity_change c WHERE c.opportunity = o.id),
       :words, :changed, :made_by, :made_ms
  FROM opportunity o WHERE o.id = :opportunity

-- ---- who is told -------------------------------------------------------------------------------

-- :name opportunity_follow_row
INSERT INTO opportunity_follower (opportunity, user_account, from_ms)
VALUES (:opportunity, :user_account, :from_ms)
ON CONFLICT (opportunity, user_account) DO NOTHING

-- :name opportunity_unfollow_row
DELETE FROM opportunity_follower WHERE opportunity = :opportunity AND user_account = :user_account

-- :name opportunity_follows
SELECT user_account FROM opportunity_follower
 WHERE opportunity = :opportunity AND user_account = :user_account

-- :name opportunity_followers
-- Those who can still sign in.
SELECT u.id, u.email
  FROM opportunity_follower w
  JOIN user_account u ON u.id = w.user_account
 WHERE w.opportunity = :opportunity AND u.disabled_ms IS NULL
 ORDER BY u.id

-- :name opportunity_standing
-- Does the provider hold one of these parts of the framework on that day?
-- :in on Date, framework FrameworkId, provider ProviderId, best int, least int
SELECT a.provider
  FROM accreditation a
  JOIN lot l ON l.id = a.lot
 WHERE a.provider = :provider AND l.framework = :framework AND l.service = :service
   AND l.part BETWEEN :best AND :least
   AND a.from_day <= :on AND a.until_day > :on
 LIMIT 1

-- :name opportunity_asked
-- Who may respond to a call-off, on that day, and is to be told of it.
-- :in on Date, now Moment, framework FrameworkId, best int, least int
SELECT DISTINCT p.id, p.name, p.name_key, p.email
  FROM lot l
  JOIN accreditation a ON a.lot = l.id
  JOIN provider p ON p.id = a.provider
 WHERE l.framework = :framework AND l.service = :service AND l.part BETWEEN :best AND :least
   AND a.from_day <= :on AND a.until_day > :on
   AND NOT EXISTS (SELECT 1 FROM embargo e
                    WHERE e.provider = p.id AND e.location IS NULL AND e.from_ms <= :now
                      AND (e.lift_ms IS NULL OR e.lift_ms > :now))
 ORDER BY p.name_key, p.id

-- :name opportunity_lot_standing
-- Does the provider stand on that lot on that day, and is it not suspended from all of it?
-- :in on Date, now Moment
SELECT a.provider
  FROM accreditation a
 WHERE a.provider = :provider AND a.lot = :lot AND a.from_day <= :on AND a.until_day > :on
   AND NOT EXISTS (SELECT 1 FROM embargo e
                    WHERE e.provider = a.provider AND e.lot = a.lot AND e.location IS NULL
                      AND e.locality IS NULL AND e.from_ms <= :now
                      AND (e.lift_ms IS NULL OR e.lift_ms > :now))
 LIMIT 1

-- :name opportunity_lot_asked
-- Whom opportunity_for() is asked of: they stand on that lot on that day.
-- :in on Date
SELECT DISTINCT p.id, p.name, p.name_key, p.email
  FROM accreditation a
  JOIN provider p ON p.id = a.provider
 WHERE a.lot = :lot AND a.from_day <= :on AND a.until_day > :on
 ORDER BY p.name_key, p.id

-- :name opportunity_lot_fits
-- :in framework FrameworkId, part int
SELECT id FROM lot
 WHERE id = :lot AND framework = :framework AND part = :part AND service = :service

-- :name opportunity_framework
SELECT from_day, until_day FROM framework WHERE id = :framework
