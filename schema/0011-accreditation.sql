-- SPDX-License-Identifier: MIT
-- 0011-accreditation.sql -- panels that score sheets of answers; applications to
-- join a framework, and the evidence that providers keep.

-- ---- panels: several score, each alone; a moderator agrees; the whole is locked ----

CREATE TABLE panel (
	id        BIGINT NOT NULL PRIMARY KEY,
	revision  BIGINT NOT NULL CHECK (revision >= 1),
	name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	apart     BIGINT NOT NULL CHECK (apart BETWEEN 1 AND 100),  -- points: as many are moderated
	least     BIGINT NOT NULL CHECK (least BETWEEN 1 AND 20),   -- who have scored each sheet
	made_by   BIGINT NOT NULL REFERENCES user_account (id),
	made_ms   BIGINT NOT NULL,
	locked_by BIGINT REFERENCES user_account (id),
	locked_ms BIGINT,
	CHECK ((locked_by IS NULL) = (locked_ms IS NULL))
);

CREATE TABLE panel_member (
	panel       BIGINT NOT NULL REFERENCES panel (id),
	member      BIGINT NOT NULL REFERENCES user_account (id),
	moderates   BIGINT NOT NULL CHECK (moderates IN (0, 1)),   -- else he scores
	added_by    BIGINT NOT NULL REFERENCES user_account (id),
	added_ms    BIGINT NOT NULL,
	released_by BIGINT REFERENCES user_account (id),           -- his marks count no more
	released_ms BIGINT,
	reason      TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
	CHECK ((released_ms IS NULL) = (released_by IS NULL)),
	CHECK ((released_ms IS NULL) = (reason IS NULL)),
	PRIMARY KEY (panel, member)
);
CREATE INDEX panel_member_panels ON panel_member (member, panel);

CREATE TABLE panel_sheet (
	sheet    BIGINT NOT NULL PRIMARY KEY REFERENCES answer_sheet (id),
	panel    BIGINT NOT NULL REFERENCES panel (id),
	added_by BIGINT NOT NULL REFERENCES user_account (id),
	added_ms BIGINT NOT NULL
);
CREATE INDEX panel_sheet_panel ON panel_sheet (panel, sheet);

-- What a member said of a sheet before he saw it, and when his marks became final.
CREATE TABLE panel_declaration (
	sheet       BIGINT NOT NULL REFERENCES answer_sheet (id),
	member      BIGINT NOT NULL REFERENCES user_account (id),
	interest    TEXT CHECK (length(interest) BETWEEN 1 AND 2000),  -- NULL: he has none
	declared_ms BIGINT NOT NULL,
	locked_ms   BIGINT,
	PRIMARY KEY (sheet, member)
);

CREATE TABLE panel_agreed (
	sheet     BIGINT NOT NULL REFERENCES answer_sheet (id),
	question  BIGINT NOT NULL REFERENCES asked_question (id),
	points    BIGINT NOT NULL CHECK (points BETWEEN 0 AND 100),
	reason    TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
	agreed_by BIGINT NOT NULL REFERENCES user_account (id),
	agreed_ms BIGINT NOT NULL,
	PRIMARY KEY (sheet, question)
);
CREATE INDEX panel_agreed_question ON panel_agreed (question, sheet);
CREATE INDEX answer_sheet_sent ON answer_sheet (sent_ms, id);

-- ---- evidence: what a provider must be able to show, and what it showed ------------

CREATE TABLE evidence_kind (
	id       BIGINT NOT NULL PRIMARY KEY,
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	sort     BIGINT NOT NULL,                   -- {EVIDENCE_*}: insurance, policy...
	on_file  BIGINT NOT NULL CHECK (on_file IN (0, 1)),    -- a file is asked for
	ends     BIGINT NOT NULL CHECK (ends IN (0, 1)),       -- it has a last day
	made_by  BIGINT NOT NULL REFERENCES user_account (id),
	made_ms  BIGINT NOT NULL,
	CONSTRAINT evidence_kind_named_once UNIQUE (name)
);

-- What is asked of everybody, from day to day, and what follows when it is not there.
CREATE TABLE evidence_rule (
	id          BIGINT NOT NULL PRIMARY KEY,
	kind        BIGINT NOT NULL REFERENCES evidence_kind (id),
	from_day    BIGINT NOT NULL,
	until_day   BIGINT NOT NULL,
	prev_until  BIGINT,
	asked       BIGINT NOT NULL CHECK (asked IN (0, 1)),
	least_pence BIGINT CHECK (least_pence BETWEEN 1 AND 100000000000),  -- of cover
	lapse       BIGINT NOT NULL CHECK (lapse IN (1, 2, 3)),             -- {LAPSE_*}
	made_by     BIGINT NOT NULL REFERENCES user_account (id),
	made_ms     BIGINT NOT NULL,
	CONSTRAINT evidence_rule_days CHECK (from_day < until_day),
	CONSTRAINT evidence_rule_apart CHECK (prev_until <= from_day),
	CONSTRAINT evidence_rule_until UNIQUE (kind, until_day),
	CONSTRAINT evidence_rule_prev UNIQUE (kind, prev_until),
	CONSTRAINT evidence_rule_chain FOREIGN KEY (kind, prev_until)
		REFERENCES evidence_rule (kind, until_day) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX evidence_rule_first ON evidence_rule (kind) WHERE prev_until IS NULL;

CREATE TABLE evidence (
	id          BIGINT NOT NULL PRIMARY KEY,
	provider    BIGINT NOT NULL REFERENCES provider (id),
	kind        BIGINT NOT NULL REFERENCES evidence_kind (id),
	from_day    BIGINT NOT NULL,
	until_day   BIGINT NOT NULL,               -- the day after its last
	cover_pence BIGINT CHECK (cover_pence BETWEEN 1 AND 100000000000),
	words       TEXT CHECK (length(words) BETWEEN 1 AND 500),       -- insurer, policy number
	given_by    BIGINT NOT NULL REFERENCES user_account (id),
	given_ms    BIGINT NOT NULL,
	sound       BIGINT CHECK (sound IN (0, 1)),                     -- NULL: not checked yet
	checked_by  BIGINT REFERENCES user_account (id),
	checked_ms  BIGINT,
	checked     TEXT CHECK (length(checked) BETWEEN 1 AND 2000),    -- why not, or a remark
	CHECK ((sound IS NULL) = (checked_ms IS NULL)),
	CHECK ((sound IS NULL) = (checked_by IS NULL)),
	CONSTRAINT evidence_days CHECK (from_day < until_day)
);
CREATE INDEX evidence_provider ON evidence (provider, kind, until_day);
CREATE INDEX evidence_unchecked ON evidence (given_ms, id) WHERE sound IS NULL;
CREATE INDEX evidence_until ON evidence (until_day, provider);

CREATE TABLE evidence_file (
	evidence BIGINT NOT NULL PRIMARY KEY REFERENCES evidence (id),
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	bytes    BYTEA NOT NULL,
	length   BIGINT NOT NULL CHECK (length BETWEEN 1 AND 10485760),
	hash     BYTEA NOT NULL CHECK (length(hash) = 32)       -- SHA-256
);

-- A letter was written so many days before evidence ended: once each.
CREATE TABLE evidence_chased (
	evidence BIGINT NOT NULL REFERENCES evidence (id),
	days     BIGINT NOT NULL CHECK (days BETWEEN 0 AND 366),
	at_ms    BIGINT NOT NULL,
	PRIMARY KEY (evidence, days)
);
