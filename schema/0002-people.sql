-- SPDX-License-Identifier: MIT
-- 0002-people.sql -- the people who have or seek support, and where they live.

-- The council's planning area.
CREATE TABLE locality (
	id       BIGINT NOT NULL PRIMARY KEY,
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
	name_key TEXT NOT NULL UNIQUE
);

-- Which postcode district lies in which locality, from day to day.
CREATE TABLE locality_district (
	id        BIGINT NOT NULL PRIMARY KEY,
	district  TEXT NOT NULL,                    -- outward code: "BA1", "AB16"
	locality  BIGINT NOT NULL REFERENCES locality (id),
	from_day  BIGINT NOT NULL,
	until_day BIGINT NOT NULL,
	prev_until BIGINT,
	CONSTRAINT locality_district_order CHECK (from_day < until_day),
	CONSTRAINT locality_district_apart CHECK (prev_until <= from_day),
	CONSTRAINT locality_district_until UNIQUE (district, until_day),
	CONSTRAINT locality_district_prev UNIQUE (district, prev_until),
	CONSTRAINT locality_district_chain FOREIGN KEY (district, prev_until)
		REFERENCES locality_district (district, until_day) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX locality_district_first ON locality_district (district)
	WHERE prev_until IS NULL;

CREATE TABLE person (
	id            BIGINT NOT NULL PRIMARY KEY,
	revision      BIGINT NOT NULL DEFAULT 1,
	given_name    TEXT NOT NULL CHECK (length(given_name) BETWEEN 1 AND 100),
	family_name   TEXT NOT NULL CHECK (length(family_name) BETWEEN 1 AND 100),
	known_as      TEXT,
	name_key      TEXT NOT NULL,                -- family then given, folded: sorting
	born_day      BIGINT,
	nhs_number    TEXT,                         -- 10 digits, checked (England, Wales)
	chi_number    TEXT,                         -- 10 digits, checked (Scotland)
	address       TEXT,                         -- lines, without the postcode
	postcode      TEXT,
	district      TEXT,                         -- outward code
	locality      BIGINT REFERENCES locality (id),
	uprn          TEXT,
	phone         TEXT,
	language      TEXT,                         -- as the person says it; NULL = English
	communication TEXT,                         -- hearing, sight, interpreter...
	contact_name  TEXT,                         -- carer or next of kin
	contact_phone TEXT,
	warnings      TEXT,                         -- for those who visit
	restricted    BIGINT NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1)),
	died_day      BIGINT,
	made_ms       BIGINT NOT NULL
);
CREATE INDEX person_name ON person (name_key, id);
-- A refused number would tell that a restricted record has it: those are left out.
CREATE UNIQUE INDEX person_nhs ON person (nhs_number)
	WHERE nhs_number IS NOT NULL AND restricted = 0;
CREATE UNIQUE INDEX person_chi ON person (chi_number)
	WHERE chi_number IS NOT NULL AND restricted = 0;
CREATE INDEX person_born ON person (born_day);
CREATE INDEX person_postcode ON person (postcode);
CREATE INDEX person_district ON person (district, name_key, id);

-- Who may open a restricted record.
CREATE TABLE person_named (
	id           BIGINT NOT NULL PRIMARY KEY,
	person       BIGINT NOT NULL REFERENCES person (id),
	user_account BIGINT NOT NULL REFERENCES user_account (id),
	until_ms     BIGINT,                        -- NULL: no end
	reason       TEXT NOT NULL,
	CONSTRAINT person_named_one UNIQUE (person, user_account)
);
CREATE INDEX person_named_user ON person_named (user_account);

-- The words of the names of everybody who is not restricted, folded; and the
-- pieces of the distinct words (people/words.h), by which a misspelt one is found.
CREATE TABLE person_word (
	word   TEXT NOT NULL,
	person BIGINT NOT NULL REFERENCES person (id),
	PRIMARY KEY (word, person)
);
CREATE INDEX person_word_person ON person_word (person);
CREATE TABLE word_piece (
	piece TEXT NOT NULL,
	word  TEXT NOT NULL,
	PRIMARY KEY (piece, word)
);
