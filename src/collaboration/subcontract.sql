-- SPDX-License-Identifier: MIT
-- subcontract.sql -- leads, their subcontractors, and who delivers what.

-- :name subcontract_list
-- :in today Date, lead ProviderId
-- :out packages int
SELECT s.id, s.lead, l.name AS lead_name, s.sub, b.name AS sub_name, f.name AS framework_name,
       k.name AS block_name, s.from_day, s.until_day, s.terms, s.end_reason,
       (SELECT count(*) FROM placement_delivery d
         JOIN placement pl ON pl.id = d.placement AND pl.provider = s.lead
         JOIN person q ON q.id = pl.person AND q.restricted = 0
        WHERE d.provider = s.sub AND d.from_day <= :today AND d.until_day > :today
          AND pl.until_day > :today AND s.from_day <= :today AND s.until_day > :today)
       AS packages
  FROM subcontract s
  JOIN provider l ON l.id = s.lead
  JOIN provider b ON b.id = s.sub
  JOIN framework f ON f.id = s.framework
  LEFT JOIN block k ON k.id = s.block
 WHERE s.id > 0
--?lead AND s.lead = :lead
--=name ORDER BY l.name_key, b.name_key, s.from_day DESC, s.id
 LIMIT :limit OFFSET :skip

-- :name subcontract_load
-- :row subcontract
SELECT s.id, s.revision, s.lead, l.name AS lead_name, s.sub, b.name AS sub_name, s.framework,
       s.from_day, s.until_day
  FROM subcontract s
  JOIN provider l ON l.id = s.lead
  JOIN provider b ON b.id = s.sub
 WHERE s.id = :id

-- :name subcontract_last
SELECT until_day FROM subcontract
 WHERE lead = :lead AND sub = :sub AND framework = :framework ORDER BY until_day DESC LIMIT 1

-- :name subcontract_framework
SELECT from_day, until_day FROM framework WHERE id = :id

-- :name subcontract_provider
SELECT id, name FROM provider WHERE id = :id

-- :name subcontract_insert
-- :in prev_until Date
INSERT INTO subcontract (id, lead, sub, framework, block, from_day, until_day, prev_until, terms,
                         made_by, made_ms)
VALUES (:id, :lead, :sub, :framework, :block, :from_day, :until_day, :prev_until, :terms, :made_by,
        :made_ms)

-- :name subcontract_shorten
UPDATE subcontract SET revision = revision + 1, until_day = :until_day, end_reason = :end_reason
 WHERE id = :id AND revision = :revision

-- :name subcontract_follow
-- The next one of the two points at its end.
-- :in was_day Date, prev_until Date
UPDATE subcontract SET prev_until = :prev_until
 WHERE lead = :lead AND sub = :sub AND framework = :framework AND prev_until = :was_day

-- :name subcontract_on
-- Is something agreed with a subcontractor on a day?
-- :in on_day Date
SELECT id FROM subcontract
 WHERE lead = :lead AND sub = :sub AND from_day <= :on_day AND until_day > :on_day
 ORDER BY id LIMIT 1

-- ---- who delivers ----------------------------------------------------------------------

-- :name delivery_placement
SELECT id, provider, from_day, until_day FROM placement WHERE id = :id

-- :name delivery_last
SELECT id, provider, from_day, until_day FROM placement_delivery
 WHERE placement = :placement ORDER BY until_day DESC LIMIT 1

-- :name delivery_shorten
UPDATE placement_delivery SET until_day = :until_day WHERE id = :id

-- :name delivery_insert
-- :in prev_until Date
INSERT INTO placement_delivery (id, placement, provider, from_day, until_day, prev_until,
                                rate_pence, made_by, made_ms)
VALUES (:id, :placement, :provider, :from_day, :until_day, :prev_until, :rate_pence, :made_by,
        :made_ms)

-- :name delivery_own_list
-- For the lead: its placements, and who gives the care today.
-- :in my_provider ProviderId, today Date
SELECT pl.id, l.name AS locality_name, pl.service, pl.from_day, pl.until_day,
       b.name AS sub_name, d.from_day AS since_day, d.rate_pence
  FROM placement pl
  JOIN locality l ON l.id = pl.locality
  LEFT JOIN placement_delivery d ON d.placement = pl.id AND d.from_day <= :today
       AND d.until_day > :today
       AND EXISTS (SELECT 1 FROM subcontract s WHERE s.lead = pl.provider AND s.sub = d.provider
                      AND s.from_day <= :today AND s.until_day > :today)
  LEFT JOIN provider b ON b.id = d.provider
 WHERE pl.provider = :my_provider AND pl.until_day > :today
--=newest ORDER BY pl.from_day DESC, pl.id DESC
 LIMIT :limit OFFSET :skip

-- :name delivery_history
SELECT d.from_day, d.until_day, b.name AS sub_name, d.rate_pence
  FROM placement_delivery d JOIN provider b ON b.id = d.provider
 WHERE d.placement = :placement ORDER BY d.until_day

-- :name delivery_sub_choices
-- Those with whom a lead has agreed something: choices of a form.
-- :in my_provider ProviderId, today Date
-- :out label text
SELECT DISTINCT b.id, b.name AS label
  FROM subcontract s JOIN provider b ON b.id = s.sub
 WHERE s.lead = :my_provider AND s.until_day > :today
 ORDER BY b.name, b.id

-- ---- shares ------------------------------------------------------------------------------

-- :name share_rows
-- What a lead's placements were on a day, by who gives the care: the subcontractor, as long as
-- something is agreed with it.  Restricted people are left out.
-- :in lead ProviderId, on_day Date
-- :out packages int, week int, cost int, paid_mins int, paid_cost int
SELECT d.provider, b.name, count(DISTINCT pl.id) AS packages,
       CAST(sum(e.week_mins) AS BIGINT) AS week,
       CAST(sum(mul_chk(e.week_mins, e.rate_pence)) AS BIGINT) AS cost,
       CAST(coalesce(sum(CASE WHEN d.rate_pence IS NOT NULL THEN e.week_mins END), 0) AS BIGINT)
       AS paid_mins,
       CAST(coalesce(sum(mul_chk(e.week_mins, d.rate_pence)), 0) AS BIGINT) AS paid_cost
  FROM placement pl
  JOIN person q ON q.id = pl.person AND q.restricted = 0
  JOIN element e ON e.placement = pl.id AND e.from_day <= :on_day AND e.until_day > :on_day
  LEFT JOIN placement_delivery d ON d.placement = pl.id AND d.from_day <= :on_day
       AND d.until_day > :on_day
       AND EXISTS (SELECT 1 FROM subcontract s WHERE s.lead = pl.provider AND s.sub = d.provider
                      AND s.from_day <= :on_day AND s.until_day > :on_day)
  LEFT JOIN provider b ON b.id = d.provider
 WHERE pl.provider = :lead AND pl.until_day > :on_day
 GROUP BY d.provider, b.name
 ORDER BY b.name NULLS FIRST, d.provider

-- ---- choices -----------------------------------------------------------------------

-- :name together_provider_choices
-- :out label text
SELECT id, name AS label FROM provider ORDER BY name_key, id

-- :name together_lead_choices
-- Whoever has subcontractors: a filter.
-- :out label text
SELECT p.id, p.name AS label FROM provider p
 WHERE EXISTS (SELECT 1 FROM subcontract s WHERE s.lead = p.id) ORDER BY p.name_key, p.id

-- :name together_framework_choices
-- :in today Date
-- :out label text
SELECT id, name AS label FROM framework WHERE until_day > :today ORDER BY from_day, id

-- :name together_block_choices
-- :in today Date
-- :out label text
SELECT b.id, p.name || ', ' || b.name AS label
  FROM block b JOIN provider p ON p.id = b.provider
 WHERE b.until_day > :today ORDER BY p.name_key, b.name, b.id

-- :name together_staff_choices
-- :out label text
SELECT id, name || ', ' || email AS label FROM user_account
 WHERE provider IS NULL AND disabled_ms IS NULL ORDER BY name, id
