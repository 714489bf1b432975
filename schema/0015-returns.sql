-- SPDX-License-Identifier: MIT
-- 0015-returns.sql -- what returns would otherwise look for, row by row.

-- The step in which the offer that won was made: copied when it is awarded.
ALTER TABLE award ADD COLUMN step BIGINT REFERENCES step (id);
UPDATE award SET step = (SELECT i.step FROM offer o JOIN invitation i ON i.id = o.invitation
                          WHERE o.id = award.offer);
CREATE INDEX award_step ON award (step);

-- Whose record is restricted: few, and each return leaves them out.
CREATE INDEX person_restricted ON person (id) WHERE restricted = 1;
