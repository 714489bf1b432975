-- SPDX-License-Identifier: MIT
-- neighbour.sql -- what neighbours buy: notices of others.

-- :name watched_load
-- :row watched_notice
SELECT id, ocid, release, tag, at_ms, title, about, buyer, suppliers, cpv, cpv_label, region,
       method, url, value_pence, close_ms, from_day, until_day
  FROM watched_notice WHERE id = :id

-- :name watched_by_ocid
SELECT id, at_ms, release FROM watched_notice WHERE ocid = :ocid

-- :name watched_insert
INSERT INTO watched_notice (id, ocid, release, tag, at_ms, title, about, buyer, suppliers, cpv,
                            cpv_label, region, method, url, value_pence, close_ms, from_day,
                            until_day, sought, read_ms)
VALUES (:id, :ocid, :release, :tag, :at_ms, :title, :about, :buyer, :suppliers, :cpv, :cpv_label,
        :region, :method, :url, :value_pence, :close_ms, :from_day, :until_day, :sought, :read_ms)

-- :name watched_update
-- What the newer release does not say any more stays as it was said.
-- :in suppliers text, cpv text, cpv_label text, region text, url text
UPDATE watched_notice
   SET release = :release, tag = :tag, at_ms = :at_ms, title = :title, about = :about,
       buyer = :buyer, suppliers = coalesce(nullif(:suppliers, ''), suppliers),
       cpv = coalesce(nullif(:cpv, ''), cpv),
       cpv_label = coalesce(nullif(:cpv_label, ''), cpv_label),
       region = coalesce(nullif(:region, ''), region), method = :method,
       url = coalesce(nullif(:url, ''), url),
       value_pence = coalesce(:value_pence, value_pence),
       close_ms = coalesce(:close_ms, close_ms), from_day = coalesce(:from_day, from_day),
       until_day = coalesce(:until_day, until_day), sought = :sought, read_ms = :read_ms
 WHERE id = :id

-- :name watched_list
-- The newest first.
-- :in q_key text, now Moment, closes int, worth int, cpv text, buyer text, region text, open int
SELECT w.id, w.ocid, w.tag, w.at_ms, w.title, w.buyer, w.suppliers, w.cpv, w.cpv_label,
       w.region, w.method, w.url, w.value_pence, w.close_ms, w.from_day, w.until_day
  FROM watched_notice w
 WHERE w.id > 0
--?q_key  AND instr(w.sought, :q_key) > 0
--?buyer  AND w.buyer = :buyer
--?region AND w.region = :region
--?cpv    AND substr(w.cpv, 1, length(:cpv)) = :cpv
--?worth  AND w.value_pence >= :worth
--?closes AND w.close_ms >= :closes * 86400000
--?open   AND w.close_ms > :now
 ORDER BY w.at_ms DESC, w.id DESC
 LIMIT :limit OFFSET :skip

-- :name watched_count
-- :in q_key text, now Moment, closes int, worth int, cpv text, buyer text, region text, open int
-- :out n int
SELECT count(*) AS n
  FROM watched_notice w
 WHERE w.id > 0
--?q_key  AND instr(w.sought, :q_key) > 0
--?buyer  AND w.buyer = :buyer
--?region AND w.region = :region
--?cpv    AND substr(w.cpv, 1, length(:cpv)) = :cpv
--?worth  AND w.value_pence >= :worth
--?closes AND w.close_ms >= :closes * 86400000
--?open   AND w.close_ms > :now

-- :name watched_buyers
-- :out id text, label text
SELECT DISTINCT w.buyer AS id, w.buyer AS label FROM watched_notice w ORDER BY w.buyer

-- :name watched_regions
-- :out id text, label text
SELECT DISTINCT w.region AS id, w.region AS label FROM watched_notice w
 WHERE w.region <> '' ORDER BY w.region
