-- Social Security numbers of people who are new in a draft or in what waits: sealed, and in neither of them.
-- An approval gives each to its person's record.

CREATE TABLE entered_ssn (
    person_id     uuid PRIMARY KEY NOT NULL,  -- the id that they were typed under: not a reference
    subscriber_id uuid NOT NULL REFERENCES person (id),
    ssn_sealed    bytea NOT NULL,
    ssn_hash      bytea NOT NULL,
    ssn_last_four text NOT NULL,
    entered_at    timestamptz NOT NULL
);
CREATE INDEX entered_ssn_by_subscriber ON entered_ssn (subscriber_id);
CREATE INDEX entered_ssn_by_age ON entered_ssn (entered_at);

-- Who of a submission's new people was on record already, as its approver said.
CREATE TABLE submission_match (
    submission_id uuid NOT NULL REFERENCES submission (id),
    typed_id      uuid NOT NULL,
    person_id     uuid NOT NULL REFERENCES person (id),
    PRIMARY KEY (submission_id, typed_id)
);
