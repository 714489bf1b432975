-- SPDX-License-Identifier: MIT
-- portal.sql -- opportunities as a provider sees them.

-- :name portal_opportunity_list
-- Those that are open to the provider, and those that it asked about or answered.
-- :in now Moment, today Date, my_provider ProviderId
-- :out questions int
SELECT o.id, o.title, o.service, f.name AS framework_name, o.published_ms, o.ask_until_ms,
       o.close_ms, o.cancelled_ms, o.opened_ms, o.panel,
       o.proposed_ms, o.decided_ms, o.standstill_day, o.settled_ms,
       (SELECT count(*) FROM clarification c
         WHERE c.provider = :my_provider AND c.opportunity = o.id) AS questions
  FROM opportunity o
  LEFT JOIN framework f ON f.id = o.framework
 WHERE o.published_ms <= :now
   AND ((o.close_ms > :now AND o.cancelled_ms IS NULL
         AND (o.framework IS NULL
              OR EXISTS (SELECT 1 FROM accreditation a
                           JOIN lot l ON l.id = a.lot
                          WHERE a.provider = :my_provider AND l.framework = o.framework
                            AND l.service = o.service
                            AND (l.part = o.part OR (o.part <= {PART_B} AND l.part <= {PART_B}))
                            AND (o.framework_lot IS NULL OR l.id = o.framework_lot)
                            AND a.from_day <= :today AND a.until_day > :today)))
        OR EXISTS (SELECT 1 FROM clarification c
                    WHERE c.provider = :my_provider AND c.opportunity = o.id))
 ORDER BY o.close_ms DESC, o.id DESC
 LIMIT :limit OFFSET :skip
