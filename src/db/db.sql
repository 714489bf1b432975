-- SPDX-License-Identifier: MIT
-- db.sql -- the database's own book-keeping: ids and steps of the schema.

-- :name id_block_take
-- Take the next n ids of a table; the first row of a table begins at 1.
-- :in n int
-- :out first_id int
INSERT INTO id_block (name, next_id) VALUES (:name, 1 + :n)
    ON CONFLICT (name) DO UPDATE SET next_id = id_block.next_id + :n
RETURNING next_id - :n AS first_id

-- :name schema_version_list
-- Every step that this database has been through.
SELECT number, name, checksum, applied_ms FROM schema_version ORDER BY number

-- :name schema_version_add
INSERT INTO schema_version (number, name, checksum, applied_ms)
VALUES (:number, :name, :checksum, :applied_ms)
