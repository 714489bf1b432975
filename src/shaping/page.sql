-- SPDX-License-Identifier: MIT
-- page.sql -- what the forms of shaping let people choose from.

-- :name pilot_staff_choices
-- Those of the council who may own a pilot: choices of a form.
-- :out label text
SELECT id, name || ', ' || email AS label FROM user_account
 WHERE provider IS NULL AND disabled_ms IS NULL ORDER BY name, id

-- :name shaping_provider_choices
-- :out label text
SELECT id, name AS label FROM provider ORDER BY name_key, id

-- :name shaping_framework_choices
-- :in today Date
-- :out label text
SELECT id, name AS label FROM framework WHERE until_day > :today ORDER BY from_day, id

-- :name shaping_framework_all
-- Frameworks that ended, too: a session may have been about one.
-- :out label text
SELECT id, name AS label FROM framework ORDER BY from_day DESC, id
