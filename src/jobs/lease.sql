-- SPDX-License-Identifier: MIT
-- lease.sql -- one row for each thing that only one may do.

-- :name lease_find
SELECT holder, taken_ms, renewed_ms, until_ms, checkpoint_us FROM lease WHERE name = :name

-- :name lease_take
-- Mine already, or nobody's any more; no row changed: it is another's.  taken_ms
-- tells one holding from the next.
-- :in now Moment, until_ms Moment, far_ms Moment
INSERT INTO lease (name, holder, taken_ms, renewed_ms, until_ms)
VALUES (:name, :holder, :now, :now, :until_ms)
ON CONFLICT (name) DO UPDATE
   SET taken_ms = CASE WHEN lease.holder = excluded.holder AND lease.until_ms >= :now
                       THEN lease.taken_ms ELSE excluded.taken_ms END,
       holder = excluded.holder, renewed_ms = excluded.renewed_ms, until_ms = excluded.until_ms
 WHERE lease.holder = excluded.holder OR lease.until_ms < :now OR lease.until_ms > :far_ms

-- :name lease_drop
UPDATE lease SET until_ms = 0 WHERE name = :name AND holder = :holder

-- :name lease_note
UPDATE lease SET checkpoint_us = :checkpoint_us WHERE name = :name AND holder = :holder
