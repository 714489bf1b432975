-- SPDX-License-Identifier: MIT
-- 0014-shaping.sql -- shaping the market: pilots, engagement, data packs.

-- The stages by which ideas become pilots, as amended from time to time.  A version is
-- never changed; a pilot keeps the one that it was begun with.
CREATE TABLE pilot_pipeline (
	id      BIGINT NOT NULL PRIMARY KEY,
	number  BIGINT NOT NULL UNIQUE CHECK (number >= 1),
	reason  TEXT CHECK (length(reason) BETWEEN 1 AND 2000),   -- NULL: the starting set
	made_by BIGINT NOT NULL REFERENCES user_account (id),
	made_ms BIGINT NOT NULL
);
CREATE TABLE pilot_stage (
	id       BIGINT NOT NULL PRIMARY KEY,
	pipeline BIGINT NOT NULL REFERENCES pilot_pipeline (id),
	position BIGINT NOT NULL CHECK (position BETWEEN 1 AND 20),
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	guide    TEXT CHECK (length(guide) BETWEEN 1 AND 1000),
	CONSTRAINT pilot_stage_place UNIQUE (pipeline, position)
);

CREATE TABLE pilot (
	id            BIGINT NOT NULL PRIMARY KEY,
	revision      BIGINT NOT NULL DEFAULT 1,   -- the row lock: every change goes through it
	name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	name_key      TEXT NOT NULL UNIQUE,
	idea          TEXT NOT NULL CHECK (length(idea) BETWEEN 1 AND 4000),
	pipeline      BIGINT NOT NULL REFERENCES pilot_pipeline (id),
	owner         BIGINT NOT NULL REFERENCES user_account (id),
	cohort        BIGINT CHECK (cohort BETWEEN 1 AND 100000), -- people; never who they are
	cohort_words  TEXT CHECK (length(cohort_words) BETWEEN 1 AND 500),
	examples      TEXT CHECK (length(examples) BETWEEN 1 AND 4000),
	funding       TEXT CHECK (length(funding) BETWEEN 1 AND 500),
	funds_pence   BIGINT CHECK (funds_pence >= 0),
	run_from_day  BIGINT,
	run_until_day BIGINT,                      -- as planned: the first day on which it is over
	ended_day     BIGINT,
	ended_how     BIGINT,                      -- {END_*}
	learned       TEXT CHECK (length(learned) BETWEEN 1 AND 4000),
	ended_by      BIGINT REFERENCES user_account (id),
	ended_ms      BIGINT,
	framework     BIGINT REFERENCES framework (id),  -- on whose Part B it goes on
	onto_day      BIGINT,
	made_by       BIGINT NOT NULL REFERENCES user_account (id),
	made_ms       BIGINT NOT NULL,
	CONSTRAINT pilot_runs CHECK (run_from_day < run_until_day),
	CONSTRAINT pilot_ended CHECK ((ended_day IS NULL) = (ended_how IS NULL)),
	CONSTRAINT pilot_learned CHECK (ended_how IS NULL OR learned IS NOT NULL),
	CONSTRAINT pilot_onto CHECK ((framework IS NULL) = (onto_day IS NULL)),
	CONSTRAINT pilot_mainstream CHECK (ended_how <> 3 OR framework IS NOT NULL)
);
CREATE INDEX pilot_owner ON pilot (owner, id);
CREATE INDEX pilot_framework ON pilot (framework, id);

-- A stage of one pilot: when it should be passed, and when it was.
CREATE TABLE pilot_step (
	id       BIGINT NOT NULL PRIMARY KEY,
	pilot    BIGINT NOT NULL REFERENCES pilot (id),
	stage    BIGINT NOT NULL REFERENCES pilot_stage (id),
	position BIGINT NOT NULL,
	due_day  BIGINT,
	done_day BIGINT,
	CONSTRAINT pilot_step_one UNIQUE (pilot, position)
);
CREATE INDEX pilot_step_due ON pilot_step (due_day, id) WHERE done_day IS NULL;

CREATE TABLE pilot_decision (
	id      BIGINT NOT NULL PRIMARY KEY,
	pilot   BIGINT NOT NULL REFERENCES pilot (id),
	at_step BIGINT NOT NULL REFERENCES pilot_step (id),
	how     BIGINT NOT NULL,                   -- {DECIDE_*}
	on_day  BIGINT NOT NULL,
	reason  TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
	made_by BIGINT NOT NULL REFERENCES user_account (id),
	made_ms BIGINT NOT NULL
);
CREATE INDEX pilot_decision_pilot ON pilot_decision (pilot, on_day, id);

-- Who is talked with about it, and who delivers it.
CREATE TABLE pilot_provider (
	id       BIGINT NOT NULL PRIMARY KEY,
	pilot    BIGINT NOT NULL REFERENCES pilot (id),
	provider BIGINT NOT NULL REFERENCES provider (id),
	role     BIGINT NOT NULL,                  -- {WITH_*}
	from_day BIGINT NOT NULL,
	note     TEXT CHECK (length(note) BETWEEN 1 AND 2000),
	made_by  BIGINT NOT NULL REFERENCES user_account (id),
	made_ms  BIGINT NOT NULL,
	CONSTRAINT pilot_provider_one UNIQUE (pilot, provider, role)
);

-- By what it is judged: whole numbers of a unit.
CREATE TABLE pilot_measure (
	id       BIGINT NOT NULL PRIMARY KEY,
	pilot    BIGINT NOT NULL REFERENCES pilot (id),
	name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	unit     TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
	aim      BIGINT NOT NULL,                  -- {AIM_*}: more is better, or less
	baseline BIGINT NOT NULL CHECK (baseline BETWEEN -1000000000 AND 1000000000),
	target   BIGINT NOT NULL CHECK (target BETWEEN -1000000000 AND 1000000000),
	every_days BIGINT NOT NULL CHECK (every_days BETWEEN 1 AND 730),
	CONSTRAINT pilot_measure_named UNIQUE (pilot, name)
);
CREATE TABLE pilot_reading (
	id      BIGINT NOT NULL PRIMARY KEY,
	measure BIGINT NOT NULL REFERENCES pilot_measure (id),
	on_day  BIGINT NOT NULL,
	reading BIGINT NOT NULL CHECK (reading BETWEEN -1000000000 AND 1000000000),
	note    TEXT CHECK (length(note) BETWEEN 1 AND 2000),
	made_by BIGINT NOT NULL REFERENCES user_account (id),
	made_ms BIGINT NOT NULL,
	CONSTRAINT pilot_reading_one UNIQUE (measure, on_day)
);

-- Whom the council met about what it buys, what was said, and what came of it.
CREATE TABLE engagement_session (
	id           BIGINT NOT NULL PRIMARY KEY,
	revision     BIGINT NOT NULL DEFAULT 1,
	name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	kind         BIGINT NOT NULL,              -- {MEETING_*}
	audience     BIGINT NOT NULL CHECK (audience BETWEEN 1 AND 255), -- bits: {HEARD_*}
	on_day       BIGINT NOT NULL,
	until_day    BIGINT,                       -- of a consultation: when it is over
	place        TEXT CHECK (length(place) BETWEEN 1 AND 200),
	attended     BIGINT CHECK (attended BETWEEN 0 AND 100000),
	asked        BIGINT CHECK (asked BETWEEN 0 AND 100000),  -- questions that were put
	topic        TEXT NOT NULL CHECK (length(topic) BETWEEN 1 AND 2000),
	words_key    TEXT NOT NULL,                -- name, topic and place: what is sought
	framework    BIGINT REFERENCES framework (id),
	pilot        BIGINT REFERENCES pilot (id),
	published_by BIGINT REFERENCES user_account (id),
	published_ms BIGINT,                       -- NULL: it is not public
	made_by      BIGINT NOT NULL REFERENCES user_account (id),
	made_ms      BIGINT NOT NULL,
	CONSTRAINT engagement_session_days CHECK (on_day < until_day)
);
CREATE INDEX engagement_session_day ON engagement_session (on_day, id);
CREATE INDEX engagement_session_framework ON engagement_session (framework, on_day, id);
CREATE INDEX engagement_session_pilot ON engagement_session (pilot, on_day, id);

CREATE TABLE engagement_theme (
	id           BIGINT NOT NULL PRIMARY KEY,
	revision     BIGINT NOT NULL DEFAULT 1,
	meeting      BIGINT NOT NULL REFERENCES engagement_session (id),
	said         TEXT NOT NULL CHECK (length(said) BETWEEN 1 AND 2000),
	did          TEXT CHECK (length(did) BETWEEN 1 AND 2000),        -- NULL: not answered yet
	changed      TEXT CHECK (length(changed) BETWEEN 1 AND 2000),    -- NULL: nothing did
	words_key    TEXT NOT NULL,
	answer_by_day BIGINT,
	answered_by  BIGINT REFERENCES user_account (id),
	answered_ms  BIGINT,
	published_by BIGINT REFERENCES user_account (id),
	published_ms BIGINT,
	made_ms      BIGINT NOT NULL,
	CONSTRAINT engagement_theme_answered CHECK (answered_ms IS NULL OR did IS NOT NULL),
	CONSTRAINT engagement_theme_shown CHECK (published_ms IS NULL OR did IS NOT NULL)
);
CREATE INDEX engagement_theme_session ON engagement_theme (meeting, id);

-- Figures for whoever may bid, as they were issued.  Never changed; a pack that was wrong is
-- withdrawn.  What is hidden in it is not kept anywhere.
CREATE TABLE data_pack (
	id           BIGINT NOT NULL PRIMARY KEY,
	revision     BIGINT NOT NULL DEFAULT 1,
	from_day     BIGINT NOT NULL,
	until_day    BIGINT NOT NULL,
	number       BIGINT NOT NULL CHECK (number >= 1),   -- of the same days: 1, 2...
	name         TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	smallest     BIGINT NOT NULL,              -- fewer people than these were hidden
	zeros_shown  BIGINT NOT NULL CHECK (zeros_shown IN (0, 1)),
	hidden       BIGINT NOT NULL CHECK (hidden >= 0),   -- figures that are
	hash         BYTEA NOT NULL CHECK (length(hash) = 32),
	reason       TEXT CHECK (length(reason) BETWEEN 1 AND 2000),  -- of a number above 1
	issued_by    BIGINT NOT NULL REFERENCES user_account (id),
	issued_ms    BIGINT NOT NULL,
	withdrawn_by BIGINT REFERENCES user_account (id),
	withdrawn_ms BIGINT,
	withdrawn_why TEXT CHECK (length(withdrawn_why) BETWEEN 1 AND 2000),
	CONSTRAINT data_pack_days CHECK (from_day < until_day),
	CONSTRAINT data_pack_again CHECK (number = 1 OR reason IS NOT NULL),
	CONSTRAINT data_pack_withdrawn CHECK (withdrawn_ms IS NULL OR withdrawn_why IS NOT NULL),
	CONSTRAINT data_pack_numbered UNIQUE (from_day, until_day, number)
);
-- Each month that was ever issued: in one pack's months, and no other's.
CREATE TABLE data_pack_month (
	month_day BIGINT NOT NULL PRIMARY KEY,
	from_day  BIGINT NOT NULL,
	until_day BIGINT NOT NULL,
	CONSTRAINT data_pack_month_within CHECK (from_day <= month_day AND month_day < until_day)
);
CREATE TABLE data_pack_figure (
	pack      BIGINT NOT NULL REFERENCES data_pack (id),
	part      BIGINT NOT NULL,                 -- {HOLDS_*}
	line      BIGINT NOT NULL CHECK (line BETWEEN 0 AND 1000),     -- 0: the whole council
	col       BIGINT NOT NULL CHECK (col BETWEEN 0 AND 100),       -- 0: the total
	line_name TEXT NOT NULL,
	col_name  TEXT NOT NULL,
	figure    BIGINT,                          -- NULL: hidden
	PRIMARY KEY (pack, part, line, col)
);

-- ---- providers together (src/collaboration) -----------------------------------------------

-- A lead provider has work done by another, on a framework, from day to day.
CREATE TABLE subcontract (
	id         BIGINT NOT NULL PRIMARY KEY,
	revision   BIGINT NOT NULL DEFAULT 1,
	lead       BIGINT NOT NULL REFERENCES provider (id),
	sub        BIGINT NOT NULL REFERENCES provider (id),
	framework  BIGINT NOT NULL REFERENCES framework (id),
	block      BIGINT REFERENCES block (id),       -- of this block contract alone
	from_day   BIGINT NOT NULL,
	until_day  BIGINT NOT NULL,
	prev_until BIGINT,
	terms      TEXT CHECK (length(terms) BETWEEN 1 AND 2000),
	end_reason TEXT CHECK (length(end_reason) BETWEEN 1 AND 2000),
	made_by    BIGINT NOT NULL REFERENCES user_account (id),
	made_ms    BIGINT NOT NULL,
	CONSTRAINT subcontract_other CHECK (lead <> sub),
	CONSTRAINT subcontract_days CHECK (from_day < until_day),
	CONSTRAINT subcontract_apart CHECK (prev_until <= from_day),
	CONSTRAINT subcontract_until UNIQUE (lead, sub, framework, until_day),
	CONSTRAINT subcontract_prev UNIQUE (lead, sub, framework, prev_until),
	CONSTRAINT subcontract_chain FOREIGN KEY (lead, sub, framework, prev_until)
		REFERENCES subcontract (lead, sub, framework, until_day)
		DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX subcontract_first ON subcontract (lead, sub, framework)
	WHERE prev_until IS NULL;
CREATE INDEX subcontract_sub ON subcontract (sub, lead, id);

-- Who gives the care of a placement, from day to day; in gaps the lead itself.
CREATE TABLE placement_delivery (
	id         BIGINT NOT NULL PRIMARY KEY,
	placement  BIGINT NOT NULL REFERENCES placement (id),
	provider   BIGINT NOT NULL REFERENCES provider (id),
	from_day   BIGINT NOT NULL,
	until_day  BIGINT NOT NULL,
	prev_until BIGINT,
	rate_pence BIGINT CHECK (rate_pence BETWEEN 1 AND 100000),  -- what the lead pays an hour
	made_by    BIGINT NOT NULL REFERENCES user_account (id),
	made_ms    BIGINT NOT NULL,
	CONSTRAINT placement_delivery_days CHECK (from_day < until_day),
	CONSTRAINT placement_delivery_apart CHECK (prev_until <= from_day),
	CONSTRAINT placement_delivery_until UNIQUE (placement, until_day),
	CONSTRAINT placement_delivery_prev UNIQUE (placement, prev_until),
	CONSTRAINT placement_delivery_chain FOREIGN KEY (placement, prev_until)
		REFERENCES placement_delivery (placement, until_day)
		DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX placement_delivery_first ON placement_delivery (placement)
	WHERE prev_until IS NULL;
CREATE INDEX placement_delivery_by ON placement_delivery (provider, until_day, id);

-- Providers that work as one: a consortium that becomes a legal entity, an alliance.
CREATE TABLE consortium (
	id        BIGINT NOT NULL PRIMARY KEY,
	revision  BIGINT NOT NULL DEFAULT 1,
	name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
	name_key  TEXT NOT NULL UNIQUE,
	kind      BIGINT NOT NULL,                     -- {TOGETHER_*}
	purpose   TEXT NOT NULL CHECK (length(purpose) BETWEEN 1 AND 2000),
	framework BIGINT REFERENCES framework (id),
	entity    BIGINT REFERENCES provider (id),     -- the legal entity, once it is registered
	ended_day BIGINT,
	end_reason TEXT CHECK (length(end_reason) BETWEEN 1 AND 2000),
	made_by   BIGINT NOT NULL REFERENCES user_account (id),
	made_ms   BIGINT NOT NULL,
	CONSTRAINT consortium_ended CHECK (ended_day IS NULL OR end_reason IS NOT NULL)
);
CREATE TABLE consortium_member (
	id         BIGINT NOT NULL PRIMARY KEY,
	consortium BIGINT NOT NULL REFERENCES consortium (id),
	provider   BIGINT NOT NULL REFERENCES provider (id),
	part_taken TEXT CHECK (length(part_taken) BETWEEN 1 AND 200),
	from_day   BIGINT NOT NULL,
	left_day   BIGINT,
	CONSTRAINT consortium_member_days CHECK (from_day < left_day)
);
CREATE INDEX consortium_member_of ON consortium_member (consortium, from_day, id);
CREATE UNIQUE INDEX consortium_member_now ON consortium_member (consortium, provider)
	WHERE left_day IS NULL;
CREATE TABLE consortium_milestone (
	id         BIGINT NOT NULL PRIMARY KEY,
	revision   BIGINT NOT NULL DEFAULT 1,
	consortium BIGINT NOT NULL REFERENCES consortium (id),
	name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	due_day    BIGINT NOT NULL,
	owner      BIGINT NOT NULL REFERENCES user_account (id),
	met_day    BIGINT,
	note       TEXT CHECK (length(note) BETWEEN 1 AND 2000)
);
CREATE INDEX consortium_milestone_of ON consortium_milestone (consortium, due_day, id);
CREATE INDEX consortium_milestone_due ON consortium_milestone (due_day, id) WHERE met_day IS NULL;

-- Staff go where packages go: how many and when, never who; and what keeps care going.
CREATE TABLE staff_move (
	id            BIGINT NOT NULL PRIMARY KEY,
	revision      BIGINT NOT NULL DEFAULT 1,
	from_provider BIGINT NOT NULL REFERENCES provider (id),
	to_provider   BIGINT NOT NULL REFERENCES provider (id),
	framework     BIGINT REFERENCES framework (id),
	reason        TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
	packages      BIGINT NOT NULL CHECK (packages BETWEEN 0 AND 100000),
	week_mins     BIGINT CHECK (week_mins >= 0),   -- of those packages
	workers       BIGINT CHECK (workers BETWEEN 0 AND 100000),  -- who would go with them
	went          BIGINT CHECK (went BETWEEN 0 AND 100000),     -- who did
	planned_day   BIGINT NOT NULL,
	moved_day     BIGINT,
	owner         BIGINT NOT NULL REFERENCES user_account (id),
	made_by       BIGINT NOT NULL REFERENCES user_account (id),
	made_ms       BIGINT NOT NULL,
	CONSTRAINT staff_move_other CHECK (from_provider <> to_provider),
	CONSTRAINT staff_move_went CHECK ((moved_day IS NULL) = (went IS NULL))
);
CREATE INDEX staff_move_planned ON staff_move (planned_day, id);
CREATE TABLE staff_move_item (
	id       BIGINT NOT NULL PRIMARY KEY,
	move     BIGINT NOT NULL REFERENCES staff_move (id),
	position BIGINT NOT NULL CHECK (position BETWEEN 1 AND 100),
	what     TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 300),
	due_day  BIGINT NOT NULL,
	done_day BIGINT,
	done_by  BIGINT REFERENCES user_account (id),
	note     TEXT CHECK (length(note) BETWEEN 1 AND 2000),
	CONSTRAINT staff_move_item_one UNIQUE (move, position)
);
CREATE INDEX staff_move_item_due ON staff_move_item (due_day, id) WHERE done_day IS NULL;
