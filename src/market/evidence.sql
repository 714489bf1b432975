-- SPDX-License-Identifier: MIT
-- evidence.sql -- what providers must be able to show, and what they showed.

-- :name evidence_kind_insert
INSERT INTO evidence_kind (id, name, sort, on_file, ends, made_by, made_ms)
VALUES (:id, :name, :sort, :on_file, :ends, :made_by, :made_ms)

-- :name evidence_kind_named
SELECT id FROM evidence_kind WHERE name = :name

-- :name evidence_kind_on
-- A kind with its rule of a day.
-- :in id EvidenceKindId, on_day Date
SELECT k.id, k.name, k.sort, k.on_file, k.ends, r.asked, r.least_pence, r.lapse, r.from_day
  FROM evidence_kind k
  LEFT JOIN evidence_rule r ON r.kind = k.id AND r.from_day <= :on_day AND r.until_day > :on_day
 WHERE k.id = :id

-- :name evidence_kind_hold
-- The row lock of its rules.
UPDATE evidence_kind SET sort = sort WHERE id = :id

-- :name evidence_rule_chain
-- :out prev_until Date
SELECT id, from_day, until_day, prev_until FROM evidence_rule
 WHERE kind = :kind ORDER BY from_day

-- :name evidence_rule_correct
UPDATE evidence_rule SET asked = :asked, least_pence = :least_pence, lapse = :lapse
 WHERE id = :id

-- :name evidence_rule_shorten
UPDATE evidence_rule SET until_day = :until_day WHERE id = :id

-- :name evidence_rule_relink
-- :in prev_until Date
UPDATE evidence_rule SET prev_until = :prev_until WHERE id = :id

-- :name evidence_rule_insert
-- :in prev_until Date
INSERT INTO evidence_rule (id, kind, from_day, until_day, prev_until, asked, least_pence, lapse,
                           made_by, made_ms)
VALUES (:id, :kind, :from_day, :until_day, :prev_until, :asked, :least_pence, :lapse, :made_by,
        :made_ms)

-- :name evidence_insert
INSERT INTO evidence (id, provider, kind, from_day, until_day, cover_pence, words, given_by,
                      given_ms)
VALUES (:id, :provider, :kind, :from_day, :until_day, :cover_pence, :words, :given_by, :given_ms)

-- :name evidence_file_insert
INSERT INTO evidence_file (evidence, name, bytes, length, hash)
VALUES (:evidence, :name, :bytes, :length, :hash)

-- :name evidence_file_load
SELECT f.name, f.bytes FROM evidence_file f WHERE f.evidence = :evidence

-- :name evidence_load
-- :row evidence
SELECT e.id, e.provider, p.name AS provider_name, p.email AS provider_email, e.kind,
       k.name AS kind_name, k.sort, e.from_day, e.until_day, e.cover_pence, e.words, e.given_ms,
       g.name AS given_name, e.sound, c.name AS checked_name, e.checked_ms, e.checked,
       f.name AS file_name
  FROM evidence e
  JOIN provider p ON p.id = e.provider
  JOIN evidence_kind k ON k.id = e.kind
  JOIN user_account g ON g.id = e.given_by
  LEFT JOIN user_account c ON c.id = e.checked_by
  LEFT JOIN evidence_file f ON f.evidence = e.id
 WHERE e.id = :id

-- :name evidence_judge
UPDATE evidence SET sound = :sound, checked_by = :checked_by, checked_ms = :checked_ms,
       checked = :checked
 WHERE id = :id AND sound IS NULL

-- :name evidence_gap_list
-- What is asked on a day and not there, of each the gravest first.  ended_day: the day on
-- which what was sound was over.  held_day: only of those who hold a standing then.
-- :in provider ProviderId, on_day Date, since_ms Moment, held_day Date
-- :out ended_day Date
SELECT p.id AS provider, p.name AS provider_name, k.id AS kind, k.name, r.lapse,
       (SELECT max(x.until_day) FROM evidence x
         WHERE x.provider = p.id AND x.kind = k.id AND x.until_day <= :on_day
           AND x.sound = 1) AS ended_day
  FROM evidence_rule r
  JOIN evidence_kind k ON k.id = r.kind
  JOIN provider p ON p.id > 0
 WHERE r.asked = 1 AND r.from_day <= :on_day AND r.until_day > :on_day
   AND NOT EXISTS (SELECT 1 FROM evidence e
                    WHERE e.provider = p.id AND e.kind = k.id AND e.until_day > :on_day
                      AND e.from_day <= :on_day
                      AND coalesce(e.cover_pence, 0) >= coalesce(r.least_pence, 0)
                      AND (e.sound = 1 OR (e.sound IS NULL AND e.given_ms > :since_ms)))
--?provider AND p.id = :provider
--?held_day AND p.id IN (SELECT a.provider FROM accreditation a
--?held_day               WHERE a.from_day <= :held_day AND a.until_day > :held_day)
 ORDER BY p.id, r.lapse DESC, k.name, k.id

-- :name evidence_gaps_stopping
-- The same of some providers, of whom nothing is read but what they showed: only what does more
-- than warn.
-- :in providers text, on_day Date, since_ms Moment
-- :out provider ProviderId, ended_day Date
SELECT p.id AS provider, k.id AS kind, k.name, r.lapse,
       (SELECT max(x.until_day) FROM evidence x
         WHERE x.provider = p.id AND x.kind = k.id AND x.until_day <= :on_day
           AND x.sound = 1) AS ended_day
  FROM evidence_rule r
  JOIN evidence_kind k ON k.id = r.kind
 CROSS JOIN (SELECT DISTINCT CAST(value AS BIGINT) AS id FROM json_each(:providers)) p
 WHERE r.asked = 1 AND r.from_day <= :on_day AND r.until_day > :on_day
   AND r.lapse > {LAPSE_WARN}
   AND NOT EXISTS (SELECT 1 FROM evidence e
                    WHERE e.provider = p.id AND e.kind = k.id AND e.until_day > :on_day
                      AND e.from_day <= :on_day
                      AND coalesce(e.cover_pence, 0) >= coalesce(r.least_pence, 0)
                      AND (e.sound = 1 OR (e.sound IS NULL AND e.given_ms > :since_ms)))
 ORDER BY p.id, r.lapse DESC, k.name, k.id

-- ---- pages and jobs ------------------------------------------------------------------

-- :name evidence_rule_list
-- What is asked today, and what was and will be.
SELECT r.id, r.kind, k.name, k.sort, k.on_file, k.ends, r.from_day, r.until_day, r.asked,
       r.least_pence, r.lapse, u.name AS made_name
  FROM evidence_rule r
  JOIN evidence_kind k ON k.id = r.kind
  JOIN user_account u ON u.id = r.made_by
--=name ORDER BY k.name, r.from_day DESC, r.id
 LIMIT :limit OFFSET :skip

-- :name evidence_kind_choices
-- :out id EvidenceKindId, label text
SELECT id, name AS label FROM evidence_kind ORDER BY name, id

-- :name evidence_list
-- Evidence of all providers: what is to be checked first.
-- :in sort int, unchecked int
SELECT e.id, e.provider, p.name AS provider_name, k.name AS kind_name, k.sort, e.from_day,
       e.until_day, e.cover_pence, e.words, e.given_ms, e.sound, c.name AS checked_name,
       e.checked_ms, e.checked, f.name AS file_name
  FROM evidence e
  JOIN provider p ON p.id = e.provider
  JOIN evidence_kind k ON k.id = e.kind
  LEFT JOIN user_account c ON c.id = e.checked_by
  LEFT JOIN evidence_file f ON f.evidence = e.id
 WHERE e.id > 0
--?sort AND k.sort = :sort
--?unchecked AND e.sound IS NULL AND :unchecked = 1
--=newest ORDER BY e.given_ms DESC, e.id DESC
--=until ORDER BY e.until_day, e.id
 LIMIT :limit OFFSET :skip

-- :name evidence_of_provider
-- What one provider showed, of each kind the newest first.
SELECT e.id, e.kind, k.name AS kind_name, k.sort, e.from_day, e.until_day, e.cover_pence, e.words,
       e.given_ms, e.sound, e.checked_ms, e.checked, f.name AS file_name
  FROM evidence e
  JOIN evidence_kind k ON k.id = e.kind
  LEFT JOIN evidence_file f ON f.evidence = e.id
 WHERE e.provider = :provider
 ORDER BY k.name, e.until_day DESC, e.id DESC

-- :name evidence_ending
-- What ends within some days, is asked, and nothing later was given of it.
-- :in on_day Date, ahead_day Date
SELECT e.id, e.provider, p.name AS provider_name, p.email, k.id AS kind, k.name AS kind_name,
       e.until_day, r.lapse
  FROM evidence e
  JOIN evidence_kind k ON k.id = e.kind
  JOIN evidence_rule r ON r.kind = k.id AND r.from_day <= :on_day AND r.until_day > :on_day
                      AND r.asked = 1
  JOIN provider p ON p.id = e.provider
 WHERE e.until_day > :on_day AND e.until_day <= :ahead_day AND e.sound = 1
   AND NOT EXISTS (SELECT 1 FROM evidence x
                    WHERE x.provider = e.provider AND x.kind = e.kind
                      AND x.until_day > e.until_day AND coalesce(x.sound, 1) = 1)
   AND EXISTS (SELECT 1 FROM accreditation a
                WHERE a.provider = e.provider AND a.from_day <= :on_day AND a.until_day > :on_day)
 ORDER BY e.until_day, e.id

-- :name evidence_chased_days
SELECT days FROM evidence_chased WHERE evidence = :evidence ORDER BY days

-- :name evidence_chased_put
INSERT INTO evidence_chased (evidence, days, at_ms) VALUES (:evidence, :days, :at_ms)
ON CONFLICT (evidence, days) DO NOTHING

-- :name evidence_accounts
-- Who of a provider can be written to.
SELECT email FROM user_account WHERE provider = :provider AND disabled_ms IS NULL
 ORDER BY id LIMIT 20

-- :name task_evidence
-- Evidence that is to be checked.
-- :out about text, n int
SELECT e.id, p.name || ', ' || k.name AS about, e.given_ms AS since_ms, count(*) OVER () AS n
  FROM evidence e
  JOIN provider p ON p.id = e.provider
  JOIN evidence_kind k ON k.id = e.kind
 WHERE e.sound IS NULL
 ORDER BY e.given_ms, e.id
 LIMIT :limit

-- :name task_evidence_own
-- What of the reader's organisation ends soon or is over, and nothing later was given.
-- :in my_provider ProviderId, today Date, ahead_day Date
-- :out about text, n int, until_day Date
SELECT k.id, k.name AS about, max(e.until_day) AS until_day, count(*) OVER () AS n
  FROM evidence_rule r
  JOIN evidence_kind k ON k.id = r.kind
  LEFT JOIN evidence e ON e.kind = k.id AND e.provider = :my_provider
                      AND coalesce(e.sound, 1) = 1
 WHERE r.asked = 1 AND r.from_day <= :today AND r.until_day > :today
   AND EXISTS (SELECT 1 FROM accreditation a
                WHERE a.provider = :my_provider AND a.from_day <= :today AND a.until_day > :today)
 GROUP BY k.id, k.name
HAVING max(e.until_day) IS NULL OR max(e.until_day) <= :ahead_day
 ORDER BY 3 NULLS FIRST, k.id
 LIMIT :limit
