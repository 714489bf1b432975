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
