-- SPDX-License-Identifier: MIT
-- 0013-tender.sql -- opportunities: published, asked about, answered under seal.

CREATE TABLE opportunity (
	id             BIGINT NOT NULL PRIMARY KEY,
	revision       BIGINT NOT NULL CHECK (revision >= 1),
	title          TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
	title_key      TEXT NOT NULL,
	about          TEXT NOT NULL CHECK (length(about) BETWEEN 1 AND 8000),
	service        BIGINT NOT NULL,                  -- {SERVICE_*}
	cpv            TEXT CHECK (length(cpv) BETWEEN 1 AND 20),  -- Common Procurement Vocabulary
	framework      BIGINT REFERENCES framework (id), -- only who stands there may respond
	part           BIGINT,                           -- {PART_*}: that it is a call-off of
	framework_lot  BIGINT REFERENCES lot (id),       -- of it alone; NULL: the part
	questionnaire  BIGINT NOT NULL REFERENCES questionnaire (id),
	version        BIGINT REFERENCES questionnaire_version (id),  -- from its publication on
	publish_day    BIGINT,                           -- planned
	ask_until_ms   BIGINT NOT NULL,
	close_ms       BIGINT NOT NULL,
	award_day      BIGINT,                           -- planned
	from_day       BIGINT,                           -- of the contract
	until_day      BIGINT,
	extend_day     BIGINT,
	made_by        BIGINT NOT NULL REFERENCES user_account (id),
	made_ms        BIGINT NOT NULL,
	announced_by   BIGINT REFERENCES user_account (id),
	announced_ms   BIGINT,                           -- as planned, before it is published
	announce_why   TEXT CHECK (length(announce_why) BETWEEN 1 AND 2000),
	published_by   BIGINT REFERENCES user_account (id),
	published_ms   BIGINT,
	shown_ms       BIGINT,                           -- to everybody: announced, then published
	cancelled_by   BIGINT REFERENCES user_account (id),
	cancelled_ms   BIGINT,
	cancel_reason  TEXT CHECK (length(cancel_reason) BETWEEN 1 AND 2000),
	unseal_by      BIGINT REFERENCES user_account (id),  -- the first of the two who open
	unseal_ms      BIGINT,
	opened_by      BIGINT REFERENCES user_account (id),  -- the second
	opened_ms      BIGINT,
	price_rule     BIGINT,                           -- {SCORED_*}: from its publication on
	panel          BIGINT REFERENCES panel (id),     -- that scores the responses
	proposed_by    BIGINT REFERENCES user_account (id),
	proposed_ms    BIGINT,
	decided_by     BIGINT REFERENCES user_account (id),  -- another, who confirms
	decided_ms     BIGINT,
	standstill_day BIGINT,                           -- the first day on which it is over
	settled_by     BIGINT REFERENCES user_account (id),
	settled_ms     BIGINT,                           -- contracts are made
	CHECK ((decided_ms IS NULL) = (standstill_day IS NULL)),
	CHECK (decided_ms >= proposed_ms AND settled_ms >= decided_ms),
	CONSTRAINT opportunity_decided_by_two CHECK (decided_by <> proposed_by),
	CHECK ((framework IS NULL) = (part IS NULL)),
	CHECK (framework_lot IS NULL OR framework IS NOT NULL),
	CHECK ((published_ms IS NULL) = (version IS NULL)),
	CHECK ((announced_ms IS NULL) = (announce_why IS NULL)),
	CHECK (published_ms >= announced_ms),
	CONSTRAINT opportunity_shown CHECK
		((shown_ms IS NULL) = (announced_ms IS NULL AND published_ms IS NULL)),
	CHECK (cancelled_ms IS NULL OR cancel_reason IS NOT NULL),
	CONSTRAINT opportunity_order CHECK (ask_until_ms <= close_ms),
	CONSTRAINT opportunity_opened_after CHECK (opened_ms >= close_ms AND unseal_ms >= close_ms),
	CONSTRAINT opportunity_opened_by_two CHECK (opened_by <> unseal_by)
);
CREATE INDEX opportunity_published ON opportunity (published_ms, id);
CREATE INDEX opportunity_newest ON opportunity (shown_ms, id);
CREATE INDEX opportunity_framework_lot ON opportunity (framework_lot);
CREATE INDEX opportunity_closes ON opportunity (close_ms, id);

CREATE TABLE opportunity_lot (
	id           BIGINT NOT NULL PRIMARY KEY,
	opportunity  BIGINT NOT NULL REFERENCES opportunity (id),
	number       BIGINT NOT NULL CHECK (number BETWEEN 1 AND 40),
	title        TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
	value_pence  BIGINT CHECK (value_pence >= 0),    -- of the whole term, without extensions
	price_of     TEXT NOT NULL CHECK (length(price_of) BETWEEN 1 AND 120),  -- 'an hour of care'
	quality      BIGINT NOT NULL CHECK (quality BETWEEN 0 AND 100),         -- per cent
	price        BIGINT NOT NULL CHECK (price BETWEEN 0 AND 100),
	social       BIGINT NOT NULL CHECK (social BETWEEN 0 AND 100),
	CONSTRAINT opportunity_lot_weights CHECK (quality + price + social = 100),
	CONSTRAINT opportunity_lot_number UNIQUE (opportunity, number)
);

CREATE TABLE opportunity_document (
	id           BIGINT NOT NULL PRIMARY KEY,
	opportunity  BIGINT NOT NULL REFERENCES opportunity (id),
	kind         BIGINT NOT NULL,                    -- {DOCUMENT_*}
	title        TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
	name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	bytes        BYTEA NOT NULL,
	length       BIGINT NOT NULL CHECK (length BETWEEN 1 AND 10485760),
	hash         BYTEA NOT NULL CHECK (length(hash) = 32),
	put_by       BIGINT NOT NULL REFERENCES user_account (id),
	put_ms       BIGINT NOT NULL
);
CREATE INDEX opportunity_document_of ON opportunity_document (opportunity, id);

-- What changed after it was published, as everybody was told.
CREATE TABLE opportunity_change (
	id           BIGINT NOT NULL PRIMARY KEY,
	opportunity  BIGINT NOT NULL REFERENCES opportunity (id),
	number       BIGINT NOT NULL CHECK (number >= 1),
	words        TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	changed      TEXT,                               -- "Deadline: X instead of Y", a line each
	made_by      BIGINT NOT NULL REFERENCES user_account (id),
	made_ms      BIGINT NOT NULL,
	CONSTRAINT opportunity_change_number UNIQUE (opportunity, number)
);

-- Who is told of what becomes of it.
CREATE TABLE opportunity_follower (
	opportunity  BIGINT NOT NULL REFERENCES opportunity (id),
	user_account BIGINT NOT NULL REFERENCES user_account (id),
	from_ms      BIGINT NOT NULL,
	PRIMARY KEY (opportunity, user_account)
);
CREATE INDEX opportunity_follower_who ON opportunity_follower (user_account, opportunity);

-- What a provider asked, and the answer that all are given.
CREATE TABLE clarification (
	id           BIGINT NOT NULL PRIMARY KEY,
	revision     BIGINT NOT NULL CHECK (revision >= 1),
	opportunity  BIGINT NOT NULL REFERENCES opportunity (id),
	provider     BIGINT NOT NULL REFERENCES provider (id),
	asked_by     BIGINT NOT NULL REFERENCES user_account (id),
	asked_ms     BIGINT NOT NULL,
	words        TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),  -- as it was asked
	public_words TEXT CHECK (length(public_words) BETWEEN 1 AND 4000),    -- as all may read it
	answer       TEXT CHECK (length(answer) BETWEEN 1 AND 8000),
	sought       TEXT,                               -- both, folded, for the search of the log
	edited_by    BIGINT REFERENCES user_account (id),
	edited_ms    BIGINT,
	names_kept   BIGINT NOT NULL CHECK (names_kept IN (0, 1)),  -- a provider's name may stand
	number       BIGINT CHECK (number >= 1),         -- in the log, when it is published
	published_by BIGINT REFERENCES user_account (id),
	published_ms BIGINT,
	CHECK (published_ms IS NULL OR
	       (answer IS NOT NULL AND public_words IS NOT NULL AND number IS NOT NULL)),
	CONSTRAINT clarification_number UNIQUE (opportunity, number)
);
CREATE INDEX clarification_of ON clarification (opportunity, asked_ms, id);
CREATE INDEX clarification_asker ON clarification (provider, opportunity, asked_ms);

-- A provider's answering of an opportunity: what is in work, and what was sent.
CREATE TABLE response (
	id           BIGINT NOT NULL PRIMARY KEY,
	revision     BIGINT NOT NULL CHECK (revision >= 1),
	opportunity  BIGINT NOT NULL REFERENCES opportunity (id),
	provider     BIGINT NOT NULL REFERENCES provider (id),
	sheet        BIGINT REFERENCES answer_sheet (id),   -- in work; NULL: none
	begun_by     BIGINT NOT NULL REFERENCES user_account (id),
	begun_ms     BIGINT NOT NULL,
	CONSTRAINT response_once UNIQUE (opportunity, provider)
);
CREATE INDEX response_provider ON response (provider, opportunity);

CREATE TABLE response_price (
	response     BIGINT NOT NULL REFERENCES response (id),
	opportunity_lot BIGINT NOT NULL REFERENCES opportunity_lot (id),
	price_pence  BIGINT NOT NULL CHECK (price_pence BETWEEN 1 AND 900000000000),
	PRIMARY KEY (response, opportunity_lot)
);
CREATE INDEX response_price_lot ON response_price (opportunity_lot, response);

-- Sent, sealed.  The one that has not ended counts.
CREATE TABLE response_sent (
	id           BIGINT NOT NULL PRIMARY KEY,
	response     BIGINT NOT NULL REFERENCES response (id),
	number       BIGINT NOT NULL CHECK (number >= 1),
	sheet        BIGINT NOT NULL REFERENCES answer_sheet (id),
	sent_by      BIGINT NOT NULL REFERENCES user_account (id),
	sent_ms      BIGINT NOT NULL,
	digest       BYTEA NOT NULL CHECK (length(digest) = 32),
	ended_ms     BIGINT,                             -- replaced, or taken back
	CONSTRAINT response_sent_number UNIQUE (response, number)
);
CREATE UNIQUE INDEX response_sent_counts ON response_sent (response) WHERE ended_ms IS NULL;
CREATE INDEX response_sent_sheet ON response_sent (sheet);

CREATE TABLE response_sent_price (
	response_sent BIGINT NOT NULL REFERENCES response_sent (id),
	opportunity_lot BIGINT NOT NULL REFERENCES opportunity_lot (id),
	price_pence   BIGINT NOT NULL CHECK (price_pence BETWEEN 1 AND 900000000000),
	PRIMARY KEY (response_sent, opportunity_lot)
);
CREATE INDEX response_sent_price_lot ON response_sent_price (opportunity_lot, response_sent);

-- A price so far below the others that its provider was asked to explain it.
CREATE TABLE low_price (
	response_sent   BIGINT NOT NULL REFERENCES response_sent (id),
	opportunity_lot BIGINT NOT NULL REFERENCES opportunity_lot (id),
	asked_by        BIGINT NOT NULL REFERENCES user_account (id),
	asked_ms        BIGINT NOT NULL,
	until_day       BIGINT NOT NULL,                              -- from then on it is too late
	explanation     TEXT CHECK (length(explanation) BETWEEN 1 AND 4000),  -- the provider's own
	said_by         BIGINT REFERENCES user_account (id),
	said_ms         BIGINT,
	heard           TEXT CHECK (length(heard) BETWEEN 1 AND 4000),  -- that came otherwise
	accepted        BIGINT CHECK (accepted IN (0, 1)),            -- 0: the price is not ranked
	reason          TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
	decided_by      BIGINT REFERENCES user_account (id),
	decided_ms      BIGINT,
	CHECK ((accepted IS NULL) = (decided_ms IS NULL)),
	CHECK ((explanation IS NULL) = (said_ms IS NULL)),
	CONSTRAINT low_price_explained CHECK (decided_ms IS NULL OR
		(COALESCE(explanation, heard) IS NOT NULL AND reason IS NOT NULL)),
	PRIMARY KEY (response_sent, opportunity_lot)
);
CREATE INDEX low_price_lot ON low_price (opportunity_lot, response_sent);

-- To whom a lot goes.
CREATE TABLE lot_award (
	opportunity_lot BIGINT NOT NULL PRIMARY KEY REFERENCES opportunity_lot (id),
	opportunity     BIGINT NOT NULL REFERENCES opportunity (id),
	response_sent   BIGINT REFERENCES response_sent (id),        -- NULL: to nobody
	first           BIGINT NOT NULL CHECK (first IN (0, 1)),     -- in the ranking
	reason          TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
	ranking         TEXT NOT NULL,                               -- as it was decided on, JSON
	CONSTRAINT lot_award_reasoned CHECK (first = 1 OR reason IS NOT NULL)
);
CREATE INDEX lot_award_of ON lot_award (opportunity, opportunity_lot);
CREATE INDEX lot_award_response ON lot_award (response_sent);

-- The register of contracts that is published.
CREATE TABLE contract_notice (
	id              BIGINT NOT NULL PRIMARY KEY,
	reference       TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 60),
	opportunity     BIGINT REFERENCES opportunity (id),
	opportunity_lot BIGINT REFERENCES opportunity_lot (id),
	title           TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 420),
	about           TEXT NOT NULL,
	provider        BIGINT NOT NULL REFERENCES provider (id),
	provider_name   TEXT NOT NULL,                   -- as it was called then
	service         BIGINT NOT NULL,                 -- {SERVICE_*}
	cpv             TEXT,
	value_pence     BIGINT CHECK (value_pence >= 0),
	from_day        BIGINT,
	until_day       BIGINT,
	extend_day      BIGINT,
	framework       BIGINT REFERENCES framework (id),
	made_by         BIGINT NOT NULL REFERENCES user_account (id),
	made_ms         BIGINT NOT NULL,
	CONSTRAINT contract_notice_reference UNIQUE (reference)
);
CREATE INDEX contract_notice_made ON contract_notice (made_ms, id);
CREATE INDEX contract_notice_lot ON contract_notice (opportunity_lot);
CREATE INDEX contract_notice_provider ON contract_notice (provider, id);

-- What was published of it by the open contracting standard, as it was then.
CREATE TABLE ocds_release (
	id          BIGINT NOT NULL PRIMARY KEY,
	opportunity BIGINT NOT NULL REFERENCES opportunity (id),
	number      BIGINT NOT NULL CHECK (number >= 1),
	tag         BIGINT NOT NULL,                     -- {OCDS_*}
	at_ms       BIGINT NOT NULL,
	body        TEXT NOT NULL,                       -- JSON
	CONSTRAINT ocds_release_number UNIQUE (opportunity, number)
);
CREATE INDEX ocds_release_at ON ocds_release (at_ms, id);

-- What neighbours buy: one row a process, of the newest release that was read of it.
CREATE TABLE watched_notice (
	id          BIGINT NOT NULL PRIMARY KEY,
	ocid        TEXT NOT NULL CHECK (length(ocid) BETWEEN 1 AND 100),
	release     TEXT NOT NULL,                       -- its id
	tag         TEXT NOT NULL,
	at_ms       BIGINT NOT NULL,
	title       TEXT NOT NULL,
	about       TEXT NOT NULL,
	buyer       TEXT NOT NULL,
	suppliers   TEXT NOT NULL,                       -- with semicolons; '' while there are none
	cpv         TEXT NOT NULL,
	cpv_label   TEXT NOT NULL,
	region      TEXT NOT NULL,                       -- a name, or a NUTS code
	method      TEXT NOT NULL,
	url         TEXT NOT NULL,
	value_pence BIGINT,
	close_ms    BIGINT,
	from_day    BIGINT,
	until_day   BIGINT,
	sought      TEXT NOT NULL,                       -- title, words, buyer, suppliers, folded
	read_ms     BIGINT NOT NULL,
	CONSTRAINT watched_notice_ocid UNIQUE (ocid)
);
CREATE INDEX watched_notice_at ON watched_notice (at_ms, id);
CREATE INDEX watched_notice_buyer ON watched_notice (buyer, at_ms);
CREATE INDEX watched_notice_region ON watched_notice (region, at_ms);
