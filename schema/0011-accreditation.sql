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
	released_by BIGINT REFERENCES user_account (id),           -- nobody waits for him
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
CREATE INDEX evidence_provider
	ON evidence (provider, kind, until_day, from_day, cover_pence, sound, given_ms);
CREATE INDEX evidence_unchecked ON evidence (given_ms, id) WHERE sound IS NULL;
CREATE INDEX evidence_given ON evidence (given_ms, id);
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

-- ---- a provider asks for its first account -----------------------------------------

CREATE TABLE sign_up (
	id         BIGINT NOT NULL PRIMARY KEY,
	revision   BIGINT NOT NULL CHECK (revision >= 1),
	provider   BIGINT NOT NULL REFERENCES provider (id),  -- by its number in the register
	name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	post       TEXT NOT NULL CHECK (length(post) BETWEEN 1 AND 120),
	email      TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
	phone      TEXT CHECK (length(phone) BETWEEN 1 AND 40),
	asked_ms   BIGINT NOT NULL,
	confirmed  BIGINT CHECK (confirmed IN (0, 1)),         -- NULL: not decided yet
	known_by   BIGINT,                                     -- {KNOWN_*}
	words      TEXT CHECK (length(words) BETWEEN 1 AND 2000),
	decided_by BIGINT REFERENCES user_account (id),
	decided_ms BIGINT,
	account    BIGINT REFERENCES user_account (id),
	CHECK ((confirmed IS NULL) = (decided_ms IS NULL)),
	CHECK ((confirmed IS NULL) = (decided_by IS NULL)),
	CHECK ((confirmed IS NULL) = (words IS NULL)),
	CONSTRAINT sign_up_known CHECK (confirmed IS NULL OR confirmed = 0 OR known_by IS NOT NULL)
);
CREATE INDEX sign_up_provider ON sign_up (provider, id);
CREATE INDEX sign_up_waiting ON sign_up (asked_ms, id) WHERE confirmed IS NULL;
CREATE INDEX sign_up_asked ON sign_up (asked_ms, id);

-- A letter with which a new account's password is set, once.
CREATE TABLE account_invitation (
	token_hash   BYTEA NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
	user_account BIGINT NOT NULL REFERENCES user_account (id),
	made_ms      BIGINT NOT NULL,
	until_ms     BIGINT NOT NULL,
	used_ms      BIGINT
);
CREATE INDEX account_invitation_account ON account_invitation (user_account);

-- ---- applications to join a framework ------------------------------------------------

-- What applying to it asks for, besides the evidence that is asked of everybody.
CREATE TABLE application_asks (
	framework     BIGINT NOT NULL PRIMARY KEY REFERENCES framework (id),
	revision      BIGINT NOT NULL CHECK (revision >= 1),
	questionnaire BIGINT NOT NULL REFERENCES questionnaire (id),
	refs          BIGINT NOT NULL CHECK (refs BETWEEN 0 AND 9),      -- of those based elsewhere
	visit         BIGINT NOT NULL CHECK (visit IN (0, 1)),
	plans         BIGINT NOT NULL CHECK (plans IN (0, 1)),           -- of newcomers
	finance       BIGINT NOT NULL CHECK (finance IN (0, 1)),
	credit        BIGINT NOT NULL CHECK (credit IN (0, 1)),
	set_by        BIGINT NOT NULL REFERENCES user_account (id),
	set_ms        BIGINT NOT NULL
);

CREATE TABLE application (
	id           BIGINT NOT NULL PRIMARY KEY,
	revision     BIGINT NOT NULL CHECK (revision >= 1),
	framework    BIGINT NOT NULL REFERENCES framework (id),
	provider     BIGINT NOT NULL REFERENCES provider (id),
	sheet        BIGINT NOT NULL REFERENCES answer_sheet (id),
	works_here   BIGINT CHECK (works_here IN (0, 1)),   -- it says: supports people here now
	elsewhere    TEXT CHECK (length(elsewhere) BETWEEN 1 AND 300),  -- accredited by whom else
	mobilisation TEXT CHECK (length(mobilisation) BETWEEN 1 AND 8000),
	recruitment  TEXT CHECK (length(recruitment) BETWEEN 1 AND 8000),
	begun_by     BIGINT NOT NULL REFERENCES user_account (id),
	begun_ms     BIGINT NOT NULL,
	sent_by      BIGINT REFERENCES user_account (id),
	sent_ms      BIGINT,
	based_here   BIGINT CHECK (based_here IN (0, 1)),   -- by the register, when it was sent
	newcomer     BIGINT CHECK (newcomer IN (0, 1)),
	withdrawn_by BIGINT REFERENCES user_account (id),
	withdrawn_ms BIGINT,
	withdrawn    TEXT CHECK (length(withdrawn) BETWEEN 1 AND 2000),
	CHECK ((sent_ms IS NULL) = (sent_by IS NULL)),
	CHECK ((sent_ms IS NULL) = (based_here IS NULL)),
	CHECK ((withdrawn_ms IS NULL) = (withdrawn_by IS NULL))
);
CREATE UNIQUE INDEX application_draft ON application (framework, provider)
	WHERE sent_ms IS NULL AND withdrawn_ms IS NULL;
CREATE UNIQUE INDEX application_sheet ON application (sheet) WHERE withdrawn_ms IS NULL;
CREATE INDEX application_provider ON application (provider, framework, begun_ms);
CREATE INDEX application_begun ON application (begun_ms, id);

-- Where it wants to work, on which lot.
CREATE TABLE application_place (
	application BIGINT NOT NULL REFERENCES application (id),
	lot         BIGINT NOT NULL REFERENCES lot (id),
	locality    BIGINT NOT NULL REFERENCES locality (id),
	PRIMARY KEY (application, lot, locality)
);

CREATE TABLE application_reference (
	id          BIGINT NOT NULL PRIMARY KEY,
	application BIGINT NOT NULL REFERENCES application (id),
	authority   TEXT NOT NULL CHECK (length(authority) BETWEEN 1 AND 200),
	name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	email       TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
	phone       TEXT CHECK (length(phone) BETWEEN 1 AND 40)
);
CREATE INDEX application_reference_of ON application_reference (application, id);

-- What staff looked into, and what it came to.
CREATE TABLE application_check (
	id          BIGINT NOT NULL PRIMARY KEY,
	application BIGINT NOT NULL REFERENCES application (id),
	kind        BIGINT NOT NULL,                -- {LOOK_*}: visit, reference, finance, credit
	done_day    BIGINT NOT NULL,
	outcome     BIGINT NOT NULL,                -- {FOUND_*}
	note        TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 4000),
	made_by     BIGINT NOT NULL REFERENCES user_account (id),
	made_ms     BIGINT NOT NULL
);
CREATE INDEX application_check_of ON application_check (application, kind, id);

-- Decided by one, confirmed or sent back by another.
CREATE TABLE application_decision (
	id           BIGINT NOT NULL PRIMARY KEY,
	application  BIGINT NOT NULL REFERENCES application (id),
	round        BIGINT NOT NULL CHECK (round >= 1),
	from_day     BIGINT NOT NULL,               -- the first day of what is accepted
	words        TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	decided_by   BIGINT NOT NULL REFERENCES user_account (id),
	decided_ms   BIGINT NOT NULL,
	confirmed_by BIGINT REFERENCES user_account (id),
	confirmed_ms BIGINT,
	back_by      BIGINT REFERENCES user_account (id),
	back_ms      BIGINT,
	back         TEXT CHECK (length(back) BETWEEN 1 AND 2000),
	CONSTRAINT application_decision_round UNIQUE (application, round),
	CONSTRAINT application_decision_two CHECK (confirmed_by <> decided_by),
	CHECK ((confirmed_ms IS NULL) = (confirmed_by IS NULL)),
	CHECK ((back_ms IS NULL) = (back_by IS NULL)),
	CHECK (confirmed_ms IS NULL OR back_ms IS NULL)
);

CREATE INDEX application_decision_open ON application_decision (decided_ms, application)
	WHERE confirmed_ms IS NULL AND back_ms IS NULL;

CREATE TABLE application_verdict (
	decision BIGINT NOT NULL REFERENCES application_decision (id),
	lot      BIGINT NOT NULL REFERENCES lot (id),
	locality BIGINT NOT NULL REFERENCES locality (id),
	accepted BIGINT NOT NULL CHECK (accepted IN (0, 1)),
	reason   TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
	CONSTRAINT application_verdict_why CHECK (accepted = 1 OR reason IS NOT NULL),
	PRIMARY KEY (decision, lot, locality)
);

-- The standing that came of it, in the same transaction.
CREATE TABLE application_standing (
	accreditation BIGINT NOT NULL PRIMARY KEY REFERENCES accreditation (id),
	decision      BIGINT NOT NULL REFERENCES application_decision (id)
);
CREATE INDEX application_standing_of ON application_standing (decision, accreditation);

CREATE TABLE application_review (
	decision BIGINT NOT NULL PRIMARY KEY REFERENCES application_decision (id),
	words    TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	asked_by BIGINT NOT NULL REFERENCES user_account (id),
	asked_ms BIGINT NOT NULL,
	outcome  BIGINT,                            -- {REVIEWED_*}
	reason   TEXT CHECK (length(reason) BETWEEN 1 AND 4000),
	done_by  BIGINT REFERENCES user_account (id),
	done_ms  BIGINT,
	CHECK ((done_ms IS NULL) = (done_by IS NULL)),
	CHECK ((done_ms IS NULL) = (outcome IS NULL)),
	CHECK ((done_ms IS NULL) = (reason IS NULL))
);
CREATE INDEX application_review_open ON application_review (asked_ms, decision)
	WHERE done_ms IS NULL;
