-- SPDX-License-Identifier: MIT
-- 0001-foundation.sql -- what every room stands on: ids, the calendar, people
-- who sign in, the audit chain, jobs, mail, imports.
--
-- The dialect is in src/db/dialect.md: BIGINT, TEXT and BYTEA only; days are
-- days since 1970-01-01, _ms are UTC milliseconds, _pence are pence, _mins are
-- minutes; what has no end ends on day 2932896 (9999-12-31).

CREATE TABLE schema_version (
	number     BIGINT NOT NULL PRIMARY KEY,
	name       TEXT NOT NULL,
	checksum   TEXT NOT NULL,
	applied_ms BIGINT NOT NULL
);

-- The next free id of each table, taken in blocks; gaps mean nothing.
CREATE TABLE id_block (
	name    TEXT NOT NULL PRIMARY KEY,
	next_id BIGINT NOT NULL CHECK (next_id > 0)
);

-- One value per name: the council's own name, its nation, colours, mail.
CREATE TABLE setting (
	name  TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 80),
	value TEXT NOT NULL CHECK (length(value) <= 4000)
);

-- Days, so that no statement does arithmetic on dates.  work_* = 1 on a
-- working day; seq_* counts working days up to and including the day.
CREATE TABLE calendar (
	day          BIGINT NOT NULL PRIMARY KEY,
	iso          TEXT NOT NULL UNIQUE,
	year_no      BIGINT NOT NULL,
	month_no     BIGINT NOT NULL,
	day_of_month BIGINT NOT NULL,
	month_idx    BIGINT NOT NULL,          -- year * 12 + month - 1
	weekday      BIGINT NOT NULL,          -- 1 = Monday
	work_ew      BIGINT NOT NULL CHECK (work_ew IN (0, 1)),
	seq_ew       BIGINT NOT NULL,
	work_sc      BIGINT NOT NULL CHECK (work_sc IN (0, 1)),
	seq_sc       BIGINT NOT NULL,
	work_ni      BIGINT NOT NULL CHECK (work_ni IN (0, 1)),
	seq_ni       BIGINT NOT NULL
);
CREATE INDEX calendar_month ON calendar (month_idx, day);

-- A team of the council, the NHS or a hospital.
CREATE TABLE team (
	id       BIGINT NOT NULL PRIMARY KEY,
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	kind     BIGINT NOT NULL,              -- {TEAM_*}: social work, hospital, brokerage...
	ended_day BIGINT
);

-- ---- people who sign in ------------------------------------------------

CREATE TABLE user_account (
	id            BIGINT NOT NULL PRIMARY KEY,
	revision      BIGINT NOT NULL DEFAULT 1,
	email         TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
	email_key     TEXT NOT NULL UNIQUE,    -- folded: the name that is typed to sign in
	name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	roles         BIGINT NOT NULL,         -- a bit for each {ROLE_*}: 1 << code
	team          BIGINT REFERENCES team (id),
	provider      BIGINT,                  -- of a provider's own people
	password_hash TEXT NOT NULL,           -- argon2id; '' = cannot sign in by password
	must_change   BIGINT NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
	disabled_ms   BIGINT,
	made_ms       BIGINT NOT NULL
);
CREATE INDEX user_account_team ON user_account (team);
CREATE INDEX user_account_provider ON user_account (provider);

-- A signed-in browser.  Only the hash of its token is kept.
CREATE TABLE session (
	id           BIGINT NOT NULL PRIMARY KEY,
	token_hash   BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
	user_account BIGINT NOT NULL REFERENCES user_account (id),
	csrf         TEXT NOT NULL,
	started_ms   BIGINT NOT NULL,
	seen_ms      BIGINT NOT NULL,
	ended_ms     BIGINT
);
CREATE INDEX session_user ON session (user_account, ended_ms);
CREATE INDEX session_seen ON session (seen_ms);

-- Wrong passwords, counted for a typed name and for a client's address alike, so
-- that a name that nobody has waits as long as one that somebody has.
CREATE TABLE sign_in_try (
	who         TEXT NOT NULL PRIMARY KEY,   -- hash of the folded name, or of the address
	failures    BIGINT NOT NULL,
	next_try_ms BIGINT NOT NULL,
	last_ms     BIGINT NOT NULL
);
CREATE INDEX sign_in_try_age ON sign_in_try (last_ms);

-- A link mailed to a person: opens one page after signing in.
CREATE TABLE mail_link (
	id           BIGINT NOT NULL PRIMARY KEY,
	token_hash   BYTEA NOT NULL UNIQUE CHECK (length(token_hash) = 32),
	path         TEXT NOT NULL,
	user_account BIGINT REFERENCES user_account (id),
	made_ms      BIGINT NOT NULL,
	until_ms     BIGINT NOT NULL
);

-- What somebody typed and has not sent yet.  Kept when the session ends.
CREATE TABLE draft (
	id           BIGINT NOT NULL PRIMARY KEY,
	user_account BIGINT NOT NULL REFERENCES user_account (id),
	path         TEXT NOT NULL CHECK (length(path) <= 400),
	body         TEXT NOT NULL CHECK (length(body) <= 1000000),
	saved_ms     BIGINT NOT NULL,
	CONSTRAINT draft_one UNIQUE (user_account, path)
);

-- Every form carries a key; the same key is the same act, however often sent.
CREATE TABLE submission (
	key          TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 16 AND 64),
	user_account BIGINT,
	path         TEXT NOT NULL,
	went_to      TEXT NOT NULL,            -- where the first answer sent the browser
	at_ms        BIGINT NOT NULL
);
CREATE INDEX submission_age ON submission (at_ms);

-- ---- the audit chain -------------------------------------------------------

-- hash = keyed BLAKE2b of the row and prev_hash; the key lies outside the
-- database.  Insert and read only: no connection may change or delete a row.
CREATE TABLE audit (
	id           BIGINT NOT NULL PRIMARY KEY,   -- 1, 2, 3... without gaps
	at_ms        BIGINT NOT NULL,
	user_account BIGINT,                        -- NULL: the program itself
	verb         TEXT NOT NULL,                 -- "request.award", "person.open"
	thing        TEXT NOT NULL,                 -- table
	thing_id     BIGINT NOT NULL,
	person       BIGINT,                        -- whose record it touches
	reason       TEXT,
	detail       TEXT NOT NULL,                 -- what changed, as JSON
	prev_hash    BYTEA NOT NULL CHECK (length(prev_hash) = 32),
	hash         BYTEA NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_thing ON audit (thing_id, thing, id);
CREATE INDEX audit_person ON audit (person, id);
CREATE INDEX audit_user ON audit (user_account, id);

-- ---- work that is not done while somebody waits -------------------------------

CREATE TABLE job (
	id           BIGINT NOT NULL PRIMARY KEY,
	kind         TEXT NOT NULL,
	args         TEXT NOT NULL,
	state        BIGINT NOT NULL,               -- {JOB_*}
	run_at_ms    BIGINT NOT NULL,
	tries        BIGINT NOT NULL DEFAULT 0,
	started_ms   BIGINT,
	done_ms      BIGINT,
	progress     BIGINT NOT NULL DEFAULT 0,
	total        BIGINT NOT NULL DEFAULT 0,
	message      TEXT NOT NULL DEFAULT '',
	user_account BIGINT REFERENCES user_account (id),
	unique_key   TEXT UNIQUE                    -- one job of a kind for a moment, whoever asks
);
CREATE INDEX job_due ON job (state, run_at_ms, id);

CREATE TABLE mail_out (
	id          BIGINT NOT NULL PRIMARY KEY,
	to_address  TEXT NOT NULL,
	subject     TEXT NOT NULL,
	body        TEXT NOT NULL,
	made_ms     BIGINT NOT NULL,
	next_try_ms BIGINT NOT NULL,
	tries       BIGINT NOT NULL DEFAULT 0,
	sent_ms     BIGINT,
	failure     TEXT
);
CREATE INDEX mail_out_due ON mail_out (sent_ms, next_try_ms, id);

-- ---- files that are read in -------------------------------------------------------

CREATE TABLE import_run (
	id           BIGINT NOT NULL PRIMARY KEY,
	kind         TEXT NOT NULL,                 -- "care-inspectorate", "cqc-directory"...
	file_name    TEXT NOT NULL,
	file_hash    BYTEA NOT NULL,
	state        BIGINT NOT NULL,               -- {IMPORT_*}: previewed, applied, refused
	user_account BIGINT REFERENCES user_account (id),
	made_ms      BIGINT NOT NULL,
	applied_ms   BIGINT,
	n_new        BIGINT NOT NULL DEFAULT 0,
	n_changed    BIGINT NOT NULL DEFAULT 0,
	n_unchanged  BIGINT NOT NULL DEFAULT 0,
	n_gone       BIGINT NOT NULL DEFAULT 0,
	n_refused    BIGINT NOT NULL DEFAULT 0,
	message      TEXT NOT NULL DEFAULT ''
);

-- What the preview shows, row by row, up to a limit.
CREATE TABLE import_finding (
	id         BIGINT NOT NULL PRIMARY KEY,
	import_run BIGINT NOT NULL REFERENCES import_run (id),
	finding    BIGINT NOT NULL,                 -- {FINDING_*}: new, changed, gone, refused
	row_no     BIGINT,
	thing_ref  TEXT NOT NULL,
	label      TEXT NOT NULL,
	field      TEXT NOT NULL,
	was        TEXT NOT NULL,
	now_is     TEXT NOT NULL
);
CREATE INDEX import_finding_run ON import_finding (import_run, finding, row_no, id);

-- An uploaded file, until it is applied or thrown away.
CREATE TABLE upload (
	id           BIGINT NOT NULL PRIMARY KEY,
	import_run   BIGINT REFERENCES import_run (id),
	body         BYTEA NOT NULL,
	made_ms      BIGINT NOT NULL
);
