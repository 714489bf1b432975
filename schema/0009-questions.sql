-- SPDX-License-Identifier: MIT
-- 0009-questions.sql -- questions are data: questionnaires in versions, and
-- sheets of answers to them.  A published version is never changed again.

CREATE TABLE questionnaire (
	id       BIGINT NOT NULL PRIMARY KEY,
	revision BIGINT NOT NULL CHECK (revision >= 1),
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	kind     BIGINT NOT NULL,                   -- {ASKS_*}
	made_by  BIGINT NOT NULL REFERENCES user_account (id),
	made_ms  BIGINT NOT NULL,
	CONSTRAINT questionnaire_named_once UNIQUE (name)
);

CREATE TABLE questionnaire_version (
	id            BIGINT NOT NULL PRIMARY KEY,
	revision      BIGINT NOT NULL CHECK (revision >= 1),
	questionnaire BIGINT NOT NULL REFERENCES questionnaire (id),
	number        BIGINT NOT NULL CHECK (number >= 1),
	state         BIGINT NOT NULL CHECK (state IN (1, 2, 3)),    -- {VERSION_*}
	opening       TEXT CHECK (length(opening) BETWEEN 1 AND 2000),
	scored_to     BIGINT NOT NULL CHECK (scored_to BETWEEN 1 AND 100),
	made_by       BIGINT NOT NULL REFERENCES user_account (id),
	made_ms       BIGINT NOT NULL,
	published_by  BIGINT REFERENCES user_account (id),
	published_ms  BIGINT,
	superseded_ms BIGINT,
	hash          BYTEA CHECK (length(hash) = 32),  -- of all that was published
	CHECK ((state = 1) = (published_ms IS NULL)),
	CHECK ((state = 1) = (hash IS NULL)),
	CHECK ((state = 3) = (superseded_ms IS NOT NULL)),
	CONSTRAINT questionnaire_version_numbered UNIQUE (questionnaire, number)
);
CREATE UNIQUE INDEX questionnaire_version_draft ON questionnaire_version (questionnaire)
	WHERE state = 1;
CREATE UNIQUE INDEX questionnaire_version_published ON questionnaire_version (questionnaire)
	WHERE state = 2;

CREATE TABLE asked_question (
	id       BIGINT NOT NULL PRIMARY KEY,
	version  BIGINT NOT NULL REFERENCES questionnaire_version (id),
	position BIGINT NOT NULL CHECK (position >= 1),
	stem     TEXT NOT NULL CHECK (length(stem) BETWEEN 1 AND 40),  -- the same in all versions
	kind     BIGINT NOT NULL,                   -- {ANSWER_*}
	section  TEXT CHECK (length(section) BETWEEN 1 AND 120),
	label    TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 300),
	help     TEXT CHECK (length(help) BETWEEN 1 AND 1000),
	need     TEXT CHECK (length(need) BETWEEN 1 AND 200),  -- the refusal when empty
	least    BIGINT,                            -- pence of money; characters of a text
	most     BIGINT,
	on_stem  TEXT,                              -- asked only when that one...
	on_keys  TEXT,                              -- ...has one of these: "yes,partly"
	weight   BIGINT NOT NULL CHECK (weight BETWEEN 0 AND 100),     -- 0: not scored
	seen_by  BIGINT NOT NULL CHECK (seen_by IN (1, 2, 3)),         -- {SEEN_*}
	CONSTRAINT asked_question_stem UNIQUE (version, stem)
);
CREATE INDEX asked_question_place ON asked_question (version, position, id);

CREATE TABLE question_choice (
	id       BIGINT NOT NULL PRIMARY KEY,
	question BIGINT NOT NULL REFERENCES asked_question (id),
	position BIGINT NOT NULL CHECK (position BETWEEN 1 AND 60),
	key      TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 40),
	label    TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
	fails    BIGINT NOT NULL CHECK (fails IN (0, 1)),
	points   BIGINT CHECK (points BETWEEN 0 AND 100),  -- NULL: people score it
	CONSTRAINT question_choice_key UNIQUE (question, key)
);

CREATE TABLE question_column (
	id       BIGINT NOT NULL PRIMARY KEY,
	question BIGINT NOT NULL REFERENCES asked_question (id),
	position BIGINT NOT NULL CHECK (position BETWEEN 1 AND 20),
	key      TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 40),
	label    TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 120),
	kind     BIGINT NOT NULL,                   -- {ANSWER_*}: text, number, money, date
	CONSTRAINT question_column_key UNIQUE (question, key)
);

CREATE TABLE answer_sheet (
	id            BIGINT NOT NULL PRIMARY KEY,
	revision      BIGINT NOT NULL CHECK (revision >= 1),
	questionnaire BIGINT NOT NULL REFERENCES questionnaire (id),
	version       BIGINT NOT NULL REFERENCES questionnaire_version (id),
	subject_kind  BIGINT NOT NULL,              -- {SUBJECT_*}: of whom or what the answers are
	subject       BIGINT NOT NULL,
	state         BIGINT NOT NULL CHECK (state IN (1, 2)),       -- {SHEET_*}
	begun_by      BIGINT NOT NULL REFERENCES user_account (id),
	begun_ms      BIGINT NOT NULL,
	sent_by       BIGINT REFERENCES user_account (id),
	sent_ms       BIGINT,
	prefilled     BIGINT REFERENCES answer_sheet (id),
	CHECK ((state = 2) = (sent_ms IS NOT NULL))
);
CREATE INDEX answer_sheet_subject
	ON answer_sheet (questionnaire, subject_kind, subject, sent_ms, id);
CREATE UNIQUE INDEX answer_sheet_open ON answer_sheet (questionnaire, subject_kind, subject)
	WHERE state = 1;
CREATE INDEX answer_sheet_version ON answer_sheet (version, id);

CREATE TABLE answer_file (
	id       BIGINT NOT NULL PRIMARY KEY,
	sheet    BIGINT NOT NULL REFERENCES answer_sheet (id),   -- with which it came
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	bytes    BYTEA NOT NULL,
	length   BIGINT NOT NULL CHECK (length BETWEEN 1 AND 10485760),
	hash     BYTEA NOT NULL CHECK (length(hash) = 32),       -- SHA-256
	put_by   BIGINT NOT NULL REFERENCES user_account (id),
	put_ms   BIGINT NOT NULL
);
CREATE INDEX answer_file_sheet ON answer_file (sheet, id);

CREATE TABLE answer (
	sheet    BIGINT NOT NULL REFERENCES answer_sheet (id),
	question BIGINT NOT NULL REFERENCES asked_question (id),
	value    TEXT NOT NULL,                -- canonical; of a table JSON; of a file its name
	file     BIGINT REFERENCES answer_file (id),
	carried  BIGINT NOT NULL CHECK (carried IN (0, 1)),  -- from last time, not yet confirmed
	PRIMARY KEY (sheet, question)
);
CREATE INDEX answer_question ON answer (question, sheet);

CREATE TABLE answer_score (
	sheet    BIGINT NOT NULL REFERENCES answer_sheet (id),
	question BIGINT NOT NULL REFERENCES asked_question (id),
	scorer   BIGINT NOT NULL REFERENCES user_account (id),
	points   BIGINT NOT NULL CHECK (points BETWEEN 0 AND 100),
	note     TEXT CHECK (length(note) BETWEEN 1 AND 2000),
	at_ms    BIGINT NOT NULL,
	PRIMARY KEY (sheet, question, scorer)
);
CREATE INDEX answer_score_question ON answer_score (question, sheet);
