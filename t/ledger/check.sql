-- SPDX-License-Identifier: MIT
--
-- check.sql -- what the data (d) and the council as it was (b) must be, by the
-- ledger (main).  Each statement gives findings: kind, what.  kinds: lost,
-- altered, ghost, half.
--
-- main.sent (key, line, kind, who, path, token, amount, thing)   before a byte went
-- main.said (key, seq, hash, place)      acknowledged
-- main.refused (key)                     told no
-- An unknown was sent, and was told neither.

-- Its place in the trail, with that hash.  (A provider is told the hash alone.)
CREATE TEMP TABLE rows AS SELECT id, at_ms, lower(hex(hash)) AS hash FROM d.audit
 WHERE id > (SELECT max(id) FROM b.audit);
CREATE INDEX temp.rows_hash ON rows (hash);
CREATE INDEX temp.rows_id ON rows (id);
-- An acknowledged form is remembered for fourteen days, with the place that its sender
-- was told; where the clock was set further than that, forms are not looked for.
CREATE TEMP TABLE days AS
SELECT coalesce(max(at_ms) - min(at_ms), 0) / 86400000 AS n FROM rows;
SELECT 'lost', 'form ' || s.key FROM said s
 WHERE NOT EXISTS (SELECT 1 FROM d.submission x WHERE x.key = s.key)
   AND (SELECT n FROM days) < 14;
SELECT 'altered', 'form ' || s.key FROM said s JOIN d.submission x ON x.key = s.key
 WHERE x.went_to <> s.place;

SELECT 'lost', 'audit row of ' || s.key FROM said s
 WHERE s.hash <> '-' AND NOT EXISTS (SELECT 1 FROM rows x WHERE x.hash = s.hash)
   AND NOT EXISTS (SELECT 1 FROM rows x WHERE x.id = s.seq);
SELECT 'altered', 'audit row ' || x.id FROM said s JOIN rows x ON x.id = s.seq
 WHERE s.hash <> '-' AND x.hash <> s.hash;

-- What was there before is there still, as it was.
SELECT 'altered', 'old audit row ' || o.id FROM
  (SELECT id, hash, detail FROM b.audit EXCEPT SELECT id, hash, detail FROM d.audit) o;
SELECT 'altered', 'old element ' || o.id FROM
  (SELECT id, placement, from_day, rate_pence, week_mins, week_pence FROM b.element
   EXCEPT SELECT id, placement, from_day, rate_pence, week_mins, week_pence FROM d.element) o;
SELECT 'altered', 'old award ' || o.id FROM
  (SELECT id, request, offer, awarded_by, awarded_ms, reason FROM b.award
   EXCEPT SELECT id, request, offer, awarded_by, awarded_ms, reason FROM d.award) o;
SELECT 'altered', 'old offer ' || o.id FROM
  (SELECT id, invitation, rate_pence, week_pence, note FROM b.offer
   EXCEPT SELECT id, invitation, rate_pence, week_pence, note FROM d.offer) o;

-- People, requests, changes, sendings, offers, awards, suspensions, free hours: by
-- acknowledged (said) and by unknown; `done` = the room's own rows say that it happened.
CREATE TEMP TABLE done AS
SELECT s.key, s.kind, s.token, s.amount, s.thing, s.line, s.who,
       EXISTS (SELECT 1 FROM said a WHERE a.key = s.key) AS said,
       EXISTS (SELECT 1 FROM refused a WHERE a.key = s.key) AS refused,
       EXISTS (SELECT 1 FROM d.submission x WHERE x.key = s.key) AS kept,
       CASE s.kind
       WHEN 'person'  THEN EXISTS (SELECT 1 FROM d.person x WHERE x.family_name = s.token)
       WHEN 'ask'     THEN EXISTS (SELECT 1 FROM d.request x WHERE x.person = s.thing)
       WHEN 'change'  THEN EXISTS (SELECT 1 FROM d.request x WHERE x.id = s.thing
                                    AND x.notes = s.token)
       WHEN 'send'    THEN EXISTS (SELECT 1 FROM d.step x WHERE x.request = s.thing
                                    AND x.tier_no = s.amount AND x.sent_by IS NOT NULL)
       WHEN 'offer'   THEN EXISTS (SELECT 1 FROM d.offer x WHERE x.note = s.token)
       WHEN 'award'   THEN EXISTS (SELECT 1 FROM d.award x JOIN d.placement p ON p.award = x.id
                                    JOIN d.element e ON e.placement = p.id
                                    WHERE x.reason = s.token)
       WHEN 'suspend' THEN EXISTS (SELECT 1 FROM d.embargo x WHERE x.reason = s.token)
       WHEN 'lift'    THEN EXISTS (SELECT 1 FROM d.embargo x WHERE x.lift_reason = s.token)
       END AS there
  FROM sent s;
CREATE INDEX temp.done_token ON done (token);
SELECT 'lost', kind || ' ' || token FROM done WHERE said AND there = 0;
SELECT 'half', kind || ' ' || token FROM done WHERE NOT said AND there IS NOT NULL
   AND kept <> there AND (SELECT n FROM days) < 14;
SELECT 'ghost', 'refused ' || kind || ' ' || token FROM done WHERE refused AND (kept OR there = 1);

-- Amounts are what was sent.
SELECT 'altered', 'week of request ' || x.id FROM d.request x
  JOIN done s ON s.token = x.notes AND s.kind IN ('ask', 'change')
 WHERE x.week_mins <> s.amount;
SELECT 'altered', 'notes of request ' || x.id FROM d.request x
  JOIN done s ON s.kind = 'ask' AND s.thing = x.person
 WHERE x.notes <> s.token AND x.notes NOT IN (SELECT token FROM done WHERE kind = 'change');
SELECT 'altered', 'rate of offer ' || x.id FROM d.offer x JOIN done s ON s.token = x.note
 WHERE x.rate_pence <> s.amount OR x.invitation <> s.thing
    OR x.week_pence <> (x.rate_pence * x.covered_mins + 30) / 60;
SELECT 'altered', 'element ' || e.id FROM d.award x JOIN done s ON s.token = x.reason
  JOIN d.placement p ON p.award = x.id JOIN d.element e ON e.placement = p.id
  JOIN d.offer o ON o.id = x.offer
 WHERE e.rate_pence <> s.amount OR x.offer <> s.thing OR e.week_pence <> o.week_pence
    OR e.week_mins <> o.covered_mins;
-- Free hours: the last acknowledged, or an unknown after it.
SELECT 'altered', 'free hours of ' || s.who FROM done s
  JOIN d.user_account u ON u.email = s.who
  JOIN d.capacity x ON x.provider = u.provider
   AND 'free.' || x.locality || '.' || x.time_band = s.token
 WHERE s.kind = 'capacity' AND s.said
   AND s.line = (SELECT max(l.line) FROM done l WHERE l.kind = 'capacity' AND l.said
                    AND l.who = s.who AND l.token = s.token)
   AND x.free_mins NOT IN (SELECT l.amount FROM done l WHERE l.kind = 'capacity'
                              AND l.who = s.who AND l.token = s.token AND NOT l.refused
                              AND (l.key = s.key OR (NOT l.said AND l.line > s.line)));
SELECT 'ghost', 'free hours of ' || x.provider FROM d.capacity x
  JOIN b.capacity o ON o.provider = x.provider AND o.locality = x.locality
       AND o.time_band = x.time_band
  JOIN d.user_account u ON u.provider = x.provider
 WHERE o.free_mins <> x.free_mins AND NOT EXISTS (SELECT 1 FROM done l WHERE l.who = u.email
       AND l.token = 'free.' || x.locality || '.' || x.time_band AND l.amount = x.free_mins);

-- Nothing is there that nobody sent.
SELECT 'ghost', 'form ' || x.key FROM d.submission x
 WHERE x.path NOT LIKE '/sign-%' AND x.key NOT IN (SELECT key FROM sent)
   AND x.key NOT IN (SELECT key FROM b.submission);
SELECT 'ghost', 'person ' || x.id FROM d.person x
 WHERE x.id NOT IN (SELECT id FROM b.person) AND x.family_name NOT IN (SELECT token FROM done);
SELECT 'ghost', 'request ' || x.id FROM d.request x
 WHERE x.id NOT IN (SELECT id FROM b.request)
   AND x.person NOT IN (SELECT thing FROM done WHERE kind = 'ask');
SELECT 'ghost', 'offer ' || x.id FROM d.offer x
 WHERE x.id NOT IN (SELECT id FROM b.offer)
   AND coalesce(x.note, '') NOT IN (SELECT token FROM done);
SELECT 'ghost', 'award ' || x.id FROM d.award x
 WHERE x.id NOT IN (SELECT id FROM b.award)
   AND coalesce(x.reason, '') NOT IN (SELECT token FROM done);
SELECT 'ghost', 'element ' || x.id FROM d.element x JOIN d.placement p ON p.id = x.placement
 WHERE x.id NOT IN (SELECT id FROM b.element)
   AND p.award NOT IN (SELECT a.id FROM d.award a JOIN done s ON s.token = a.reason);
SELECT 'ghost', 'suspension ' || x.id FROM d.embargo x
 WHERE x.id NOT IN (SELECT id FROM b.embargo) AND x.reason NOT IN (SELECT token FROM done);
-- Done twice: one token, two rows.
SELECT 'ghost', 'twice ' || note FROM d.offer WHERE note LIKE 'ledger%' GROUP BY note
HAVING count(*) > 1;
SELECT 'ghost', 'twice ' || family_name FROM d.person WHERE family_name LIKE 'ledger%'
 GROUP BY family_name HAVING count(*) > 1;
SELECT 'ghost', 'twice ' || reason FROM d.embargo WHERE reason LIKE 'ledger%' GROUP BY reason
HAVING count(*) > 1;
SELECT 'ghost', 'two requests of person ' || person FROM d.request
 WHERE person IN (SELECT thing FROM done WHERE kind = 'ask') GROUP BY person
HAVING count(*) > 1;

-- As many rows in the trail as in the rooms, of all that is new.
CREATE TEMP TABLE trail AS SELECT verb, count(*) AS n FROM d.audit
 WHERE id > (SELECT max(id) FROM b.audit) GROUP BY verb;
CREATE TEMP TABLE rooms AS
SELECT 'person.add' AS verb, count(*) AS n FROM d.person
 WHERE id NOT IN (SELECT id FROM b.person) UNION ALL
SELECT 'request.raise', count(*) FROM d.request WHERE id NOT IN (SELECT id FROM b.request) UNION ALL
SELECT 'offer.make', count(*) FROM d.offer WHERE id NOT IN (SELECT id FROM b.offer) UNION ALL
SELECT 'request.award', count(*) FROM d.award WHERE id NOT IN (SELECT id FROM b.award);
SELECT 'half', r.verb || ': ' || r.n || ' in its room, ' || coalesce(t.n, 0) || ' in the trail'
  FROM rooms r LEFT JOIN trail t ON t.verb = r.verb WHERE r.n <> coalesce(t.n, 0);
