-- SPDX-License-Identifier: MIT
-- 0004-brokerage.sql -- from a request to a placement, in the published order.

-- The published order of priority (B&NES 3g.4), as amended from time to time.
CREATE TABLE policy (
	id         BIGINT NOT NULL PRIMARY KEY,
	name       TEXT NOT NULL,
	service    BIGINT NOT NULL,
	from_day   BIGINT NOT NULL,
	until_day  BIGINT NOT NULL,
	prev_until BIGINT,
	floor_rank BIGINT,                          -- nobody rated below it is asked; NULL: none
	unrated_ok BIGINT NOT NULL DEFAULT 1 CHECK (unrated_ok IN (0, 1)),
	rounding_mins BIGINT NOT NULL DEFAULT 0,    -- part hours: 0 as they are; 15: up to quarters
	short_call_mins BIGINT NOT NULL DEFAULT 0,  -- a shorter visit is paid as this long
	CONSTRAINT policy_days CHECK (from_day < until_day),
	CONSTRAINT policy_apart CHECK (prev_until <= from_day),
	CONSTRAINT policy_until UNIQUE (service, until_day),
	CONSTRAINT policy_prev UNIQUE (service, prev_until),
	CONSTRAINT policy_chain FOREIGN KEY (service, prev_until)
		REFERENCES policy (service, until_day) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX policy_first ON policy (service) WHERE prev_until IS NULL;

CREATE TABLE policy_tier (
	id             BIGINT NOT NULL PRIMARY KEY,
	policy         BIGINT NOT NULL REFERENCES policy (id),
	tier_no        BIGINT NOT NULL CHECK (tier_no BETWEEN 1 AND 9),
	name           TEXT NOT NULL,
	who            BIGINT NOT NULL,             -- {WHO_*}: whom it asks
	price          BIGINT NOT NULL,             -- {PRICE_*}: any, up to the fair price, above
	needs_approval BIGINT NOT NULL DEFAULT 0 CHECK (needs_approval IN (0, 1)),
	choice         BIGINT NOT NULL,             -- {CHOICE_*}: first that will do, or the best
	urgent_mins    BIGINT NOT NULL CHECK (urgent_mins > 0),   -- window for a hospital discharge
	standard_mins  BIGINT NOT NULL CHECK (standard_mins > 0), -- window for all others
	ceiling_pence  BIGINT,                      -- no offer above this rate; NULL: none
	CONSTRAINT policy_tier_one UNIQUE (policy, tier_no)
);

CREATE TABLE request (
	id           BIGINT NOT NULL PRIMARY KEY,
	revision     BIGINT NOT NULL DEFAULT 1,     -- the row lock: every change goes through it
	person       BIGINT NOT NULL REFERENCES person (id),
	stage        BIGINT NOT NULL,               -- {STAGE_*}
	open         BIGINT NOT NULL CHECK (open IN (0, 1)), -- 1 while somebody must act
	reason       BIGINT NOT NULL,               -- {REASON_*}
	service      BIGINT NOT NULL,               -- {SERVICE_*}
	locality     BIGINT NOT NULL REFERENCES locality (id),
	district     TEXT NOT NULL,
	funding      BIGINT NOT NULL,               -- {FUNDING_*}
	council_pct  BIGINT NOT NULL CHECK (council_pct BETWEEN 0 AND 100),
	hospital     TEXT,
	ward         TEXT,
	ready_ms     BIGINT,                        -- fit to leave hospital from
	start_day    BIGINT NOT NULL,
	due_ms       BIGINT NOT NULL,               -- ready_ms, else the start day: urgency
	week_mins    BIGINT NOT NULL CHECK (week_mins BETWEEN 1 AND 20160), -- carer minutes a week
	week_visits  BIGINT NOT NULL CHECK (week_visits BETWEEN 1 AND 200),
	most_carers  BIGINT NOT NULL CHECK (most_carers IN (1, 2)),
	most_daily   BIGINT NOT NULL,               -- visits on the fullest day: single or multiple
	wishes       TEXT,
	notes        TEXT,                          -- for providers; must not identify anybody
	team         BIGINT REFERENCES team (id),
	made_by      BIGINT NOT NULL REFERENCES user_account (id),
	made_ms      BIGINT NOT NULL,               -- requested
	sent_ms      BIGINT,                        -- first sent to a tier
	first_offer_ms BIGINT,
	awarded_ms   BIGINT,
	started_ms   BIGINT,
	closed_ms    BIGINT,
	close_reason TEXT,
	tier_no      BIGINT NOT NULL DEFAULT 0,     -- reached; 0 = not sent yet
	step         BIGINT,                        -- the running one
	deadline_ms  BIGINT,                        -- of the running step
	asked        BIGINT NOT NULL DEFAULT 0,     -- of the running step: invitations
	answered     BIGINT NOT NULL DEFAULT 0,     --   of them answered
	offers       BIGINT NOT NULL DEFAULT 0,     -- live offers, all steps
	reopens      BIGINT REFERENCES request (id),
	CONSTRAINT request_discharge CHECK (reason <> 1 OR ready_ms IS NOT NULL)
);
-- Few are open, out of very many: with an index of those alone the engine knows it too.
-- The first has all that the work list shows: no row is read for it.
CREATE INDEX request_work ON request (open, due_ms, id, person, locality, reason, week_mins, stage,
	tier_no, asked, answered, offers, deadline_ms) WHERE open = 1;
CREATE INDEX request_place ON request (open, locality, due_ms, id) WHERE open = 1;
CREATE INDEX request_team ON request (team, open, due_ms, id) WHERE open = 1;
CREATE INDEX request_team_made ON request (team, made_ms, id);
CREATE INDEX request_person ON request (person, made_ms);
CREATE INDEX request_made ON request (made_ms, id);
CREATE INDEX request_awarded ON request (awarded_ms, id);
CREATE INDEX request_deadline ON request (open, deadline_ms) WHERE open = 1;
CREATE INDEX request_closed ON request (closed_ms, id);

-- The visit grid: one row for visits alike on several days.
CREATE TABLE request_visit (
	id            BIGINT NOT NULL PRIMARY KEY,
	request       BIGINT NOT NULL REFERENCES request (id),
	days          BIGINT NOT NULL CHECK (days BETWEEN 1 AND 127),  -- bit 0 = Monday
	earliest_mins BIGINT NOT NULL CHECK (earliest_mins BETWEEN 0 AND 1439),
	latest_mins   BIGINT NOT NULL CHECK (latest_mins BETWEEN 0 AND 1439), -- latest start
	length_mins   BIGINT NOT NULL CHECK (length_mins BETWEEN 5 AND 1440),
	carers        BIGINT NOT NULL CHECK (carers IN (1, 2)),
	CONSTRAINT request_visit_window CHECK (earliest_mins <= latest_mins)
);
CREATE INDEX request_visit_request ON request_visit (request, earliest_mins, id);

CREATE TABLE request_skill (
	request BIGINT NOT NULL REFERENCES request (id),
	skill   BIGINT NOT NULL REFERENCES skill (id),
	PRIMARY KEY (request, skill)
);

-- What the person wants to be true, in their own words.
CREATE TABLE request_outcome (
	id      BIGINT NOT NULL PRIMARY KEY,
	request BIGINT NOT NULL REFERENCES request (id),
	words   TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 500)
);
CREATE INDEX request_outcome_request ON request_outcome (request, id);

-- One sending to one tier.
CREATE TABLE step (
	id          BIGINT NOT NULL PRIMARY KEY,
	request     BIGINT NOT NULL REFERENCES request (id),
	step_no     BIGINT NOT NULL,                -- 1, 2, 3... of the request
	policy_tier BIGINT NOT NULL REFERENCES policy_tier (id),
	tier_no     BIGINT NOT NULL,
	choice      BIGINT NOT NULL,                -- copied from the policy
	price       BIGINT NOT NULL,                -- copied
	fair_pence  BIGINT,                         -- the fair price of care on the day, copied
	ceiling_pence BIGINT,                       -- copied
	sent_ms     BIGINT NOT NULL,
	deadline_ms BIGINT NOT NULL,
	sent_by     BIGINT REFERENCES user_account (id), -- NULL: moved on by itself
	jump        BIGINT NOT NULL,                -- {JUMP_*}: in order, skipped, went back
	jump_reason TEXT,
	approved_by BIGINT REFERENCES user_account (id),
	ended_ms    BIGINT,
	ended_how   BIGINT,                         -- {STEP_*}
	CONSTRAINT step_one UNIQUE (request, step_no),
	CONSTRAINT step_jump CHECK (jump = 1 OR jump_reason IS NOT NULL)
);

CREATE TABLE invitation (
	id          BIGINT NOT NULL PRIMARY KEY,
	step        BIGINT NOT NULL REFERENCES step (id),
	request     BIGINT NOT NULL REFERENCES request (id),
	provider    BIGINT NOT NULL REFERENCES provider (id),
	block       BIGINT REFERENCES block (id),   -- asked under pre-purchased hours
	position    BIGINT NOT NULL,                -- order within the tier
	state       BIGINT NOT NULL,                -- {INVITATION_*}
	sent_ms     BIGINT NOT NULL,
	deadline_ms BIGINT NOT NULL,                -- the step's, copied: lists are walked by it
	seen_ms     BIGINT,
	answered_ms BIGINT,
	decline     BIGINT,                         -- {DECLINE_*}
	decline_note TEXT,
	CONSTRAINT invitation_one UNIQUE (step, provider)
);
CREATE INDEX invitation_request ON invitation (request, provider);
CREATE INDEX invitation_provider ON invitation (provider, deadline_ms, id);
CREATE INDEX invitation_state ON invitation (provider, state, deadline_ms, id);

CREATE TABLE offer (
	id            BIGINT NOT NULL PRIMARY KEY,
	revision      BIGINT NOT NULL DEFAULT 1,
	invitation    BIGINT NOT NULL UNIQUE REFERENCES invitation (id),
	request       BIGINT NOT NULL REFERENCES request (id),
	provider      BIGINT NOT NULL REFERENCES provider (id),
	state         BIGINT NOT NULL,              -- {OFFER_*}
	rate_pence    BIGINT NOT NULL               -- an hour of one carer
	              CHECK (rate_pence BETWEEN 1 AND 100000),
	start_day     BIGINT NOT NULL,
	note          TEXT,
	covered_visits BIGINT NOT NULL,             -- visits a week that it covers
	covered_mins  BIGINT NOT NULL,              -- carer minutes a week
	week_pence    BIGINT NOT NULL,              -- weekly cost of what it covers
	offered_ms    BIGINT NOT NULL,
	changed_ms    BIGINT,
	offered_by    BIGINT NOT NULL REFERENCES user_account (id)
);
CREATE INDEX offer_request ON offer (request, state, id);
CREATE INDEX offer_provider ON offer (provider, state, id);
CREATE UNIQUE INDEX offer_one_winner ON offer (request) WHERE state = 3;

-- Which visits an offer covers, and when it would come.
CREATE TABLE offer_visit (
	offer         BIGINT NOT NULL REFERENCES offer (id),
	request_visit BIGINT NOT NULL REFERENCES request_visit (id),
	start_mins    BIGINT NOT NULL CHECK (start_mins BETWEEN 0 AND 1439),
	PRIMARY KEY (offer, request_visit)
);
CREATE INDEX offer_visit_visit ON offer_visit (request_visit);

CREATE TABLE award (
	id           BIGINT NOT NULL PRIMARY KEY,
	request      BIGINT NOT NULL UNIQUE REFERENCES request (id),
	offer        BIGINT NOT NULL UNIQUE REFERENCES offer (id),
	awarded_by   BIGINT NOT NULL REFERENCES user_account (id),
	awarded_ms   BIGINT NOT NULL,
	rank_no      BIGINT NOT NULL,               -- 1 = it was first in order
	reason       TEXT,
	CONSTRAINT award_reason CHECK (rank_no = 1 OR reason IS NOT NULL)
);

-- All support bought for a person.
CREATE TABLE package (
	id      BIGINT NOT NULL PRIMARY KEY,
	person  BIGINT NOT NULL UNIQUE REFERENCES person (id),
	made_ms BIGINT NOT NULL
);

-- What the award creates: this provider, these terms, from this day.
CREATE TABLE placement (
	id        BIGINT NOT NULL PRIMARY KEY,
	revision  BIGINT NOT NULL DEFAULT 1,
	package   BIGINT NOT NULL REFERENCES package (id),
	award     BIGINT NOT NULL UNIQUE REFERENCES award (id),
	request   BIGINT NOT NULL UNIQUE REFERENCES request (id),
	person    BIGINT NOT NULL REFERENCES person (id),
	provider  BIGINT NOT NULL REFERENCES provider (id),
	service   BIGINT NOT NULL,
	locality  BIGINT NOT NULL REFERENCES locality (id),
	made_ms   BIGINT NOT NULL,
	from_day  BIGINT NOT NULL,
	until_day BIGINT NOT NULL,
	started_ms BIGINT,
	end_reason TEXT,
	CONSTRAINT placement_days CHECK (from_day < until_day)
);
CREATE INDEX placement_provider ON placement (provider, until_day, id);
CREATE INDEX placement_provider_from ON placement (provider, from_day, id);
CREATE INDEX placement_person ON placement (person, from_day);

-- One dated, priced part of a package.  Everything is copied in at the award:
-- later changes of a rate card or a request never reach it.
CREATE TABLE element (
	id          BIGINT NOT NULL PRIMARY KEY,
	placement   BIGINT NOT NULL REFERENCES placement (id),
	block       BIGINT REFERENCES block (id),   -- drawn from pre-purchased hours
	from_day    BIGINT NOT NULL,
	until_day   BIGINT NOT NULL,
	prev_until  BIGINT,
	rate_pence  BIGINT NOT NULL,
	week_mins   BIGINT NOT NULL,
	week_visits BIGINT NOT NULL,
	week_pence  BIGINT NOT NULL,
	funding     BIGINT NOT NULL,
	council_pct BIGINT NOT NULL CHECK (council_pct BETWEEN 0 AND 100),
	CONSTRAINT element_days CHECK (from_day < until_day),
	CONSTRAINT element_apart CHECK (prev_until <= from_day),
	CONSTRAINT element_until UNIQUE (placement, until_day),
	CONSTRAINT element_prev UNIQUE (placement, prev_until),
	CONSTRAINT element_chain FOREIGN KEY (placement, prev_until)
		REFERENCES element (placement, until_day) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX element_first ON element (placement) WHERE prev_until IS NULL;
CREATE INDEX element_block ON element (block, from_day, until_day);
CREATE INDEX element_days_by ON element (from_day, until_day);

CREATE TABLE element_visit (
	element     BIGINT NOT NULL REFERENCES element (id),
	visit_no    BIGINT NOT NULL,
	days        BIGINT NOT NULL,
	start_mins  BIGINT NOT NULL,
	length_mins BIGINT NOT NULL,
	carers      BIGINT NOT NULL,
	PRIMARY KEY (element, visit_no)
);

-- A return as it was issued: the noon and 5 pm lists, the monthly dashboard.
-- Never changed; a later one may correct it.
CREATE TABLE issued_return (
	id        BIGINT NOT NULL PRIMARY KEY,
	kind      BIGINT NOT NULL,                  -- {RETURN_*}
	for_day   BIGINT NOT NULL,
	as_at_ms  BIGINT NOT NULL,
	made_ms   BIGINT NOT NULL,
	figures   TEXT NOT NULL,                    -- JSON: every figure as issued
	hash      BYTEA NOT NULL,
	CONSTRAINT issued_return_one UNIQUE (kind, for_day)
);
CREATE INDEX issued_return_at ON issued_return (as_at_ms, id);
