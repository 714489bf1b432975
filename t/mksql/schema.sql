-- SPDX-License-Identifier: MIT
-- schema.sql -- three tables, for trying mksql.
CREATE TABLE person (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE request (
	id     BIGINT NOT NULL PRIMARY KEY,
	person BIGINT NOT NULL REFERENCES person (id)
);

CREATE TABLE offer (
	id      BIGINT NOT NULL PRIMARY KEY,
	request BIGINT NOT NULL REFERENCES request (id),
	state   BIGINT NOT NULL,
	words   TEXT,
	made_ms BIGINT NOT NULL
);
