-- Contracts that somebody of a household holds through the subscriber: a Medicare plan is sold to one person.

ALTER TABLE coverage ADD COLUMN through_id uuid REFERENCES person (id); -- none for the subscriber's own
CREATE INDEX coverage_by_through ON coverage (through_id) WHERE through_id IS NOT NULL;

CREATE OR REPLACE FUNCTION coverage_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'coverage is never deleted';
    ELSIF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM submission s WHERE s.id = NEW.submission_id AND s.state = 'approved') THEN
            RAISE EXCEPTION 'coverage needs an approved submission';
        END IF;
    ELSIF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
        OR (NEW.id, NEW.person_id, NEW.benefit, NEW.kind, NEW.plan_code, NEW.tier, NEW.amount_cents, NEW.waiver_reason,
            NEW.effective_from, NEW.effective_to, NEW.recorded_at, NEW.submission_id, NEW.through_id)
        IS DISTINCT FROM
           (OLD.id, OLD.person_id, OLD.benefit, OLD.kind, OLD.plan_code, OLD.tier, OLD.amount_cents, OLD.waiver_reason,
            OLD.effective_from, OLD.effective_to, OLD.recorded_at, OLD.submission_id, OLD.through_id) THEN
        RAISE EXCEPTION 'coverage is never edited, only superseded';
    END IF;
    RETURN NEW;
END $$;

ALTER TABLE person ADD COLUMN died_on date;

-- Medicare numbers in what waits: sealed, and not in the submission. An approval gives each to its person.
CREATE TABLE entered_mbi (
    submission_id uuid PRIMARY KEY NOT NULL REFERENCES submission (id),
    person_id     uuid NOT NULL REFERENCES person (id),
    mbi_sealed    bytea NOT NULL,
    mbi_hash      bytea NOT NULL
);
