-- Those who have died, or belong to a household no longer: they stay on record, and are covered no more.

ALTER TABLE household_member ADD COLUMN ended_on TEXT; -- the last day
