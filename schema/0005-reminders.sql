-- SPDX-License-Identifier: MIT
-- 0005-reminders.sql -- who wants the morning's letter and has had it, which
-- invitations were reminded of, and ways to what waits for somebody.

ALTER TABLE user_account ADD COLUMN no_reminders BIGINT NOT NULL DEFAULT 0
	CHECK (no_reminders IN (0, 1));
ALTER TABLE user_account ADD COLUMN reminded_day BIGINT;
ALTER TABLE invitation ADD COLUMN reminded_ms BIGINT;

-- Few have not begun, out of very many.
CREATE INDEX placement_unstarted ON placement (from_day, id) WHERE started_ms IS NULL;
CREATE INDEX request_asker ON request (made_by, closed_ms, id);
CREATE INDEX embargo_review ON embargo (review_day, id);
CREATE INDEX import_run_kind ON import_run (kind, id);
