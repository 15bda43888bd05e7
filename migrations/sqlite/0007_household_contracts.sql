-- Contracts that somebody of a household holds through the subscriber: a Medicare plan is sold to one person.

ALTER TABLE coverage ADD COLUMN through_id BLOB REFERENCES person (id); -- none for the subscriber's own
CREATE INDEX coverage_by_through ON coverage (through_id) WHERE through_id IS NOT NULL;

DROP TRIGGER coverage_never_edited;
CREATE TRIGGER coverage_never_edited BEFORE UPDATE ON coverage
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
  OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.benefit IS NOT OLD.benefit
  OR NEW.kind IS NOT OLD.kind OR NEW.plan_code IS NOT OLD.plan_code OR NEW.tier IS NOT OLD.tier
  OR NEW.amount_cents IS NOT OLD.amount_cents OR NEW.waiver_reason IS NOT OLD.waiver_reason
  OR NEW.effective_from IS NOT OLD.effective_from OR NEW.effective_to IS NOT OLD.effective_to
  OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.submission_id IS NOT OLD.submission_id
  OR NEW.through_id IS NOT OLD.through_id
BEGIN SELECT RAISE(ABORT, 'coverage is never edited, only superseded'); END;

ALTER TABLE person ADD COLUMN died_on TEXT;

-- Medicare numbers in what waits: sealed, and not in the submission. An approval gives each to its person.
CREATE TABLE entered_mbi (
    submission_id BLOB PRIMARY KEY NOT NULL REFERENCES submission (id),
    person_id     BLOB NOT NULL REFERENCES person (id),
    mbi_sealed    BLOB NOT NULL,
    mbi_hash      BLOB NOT NULL
) STRICT;
