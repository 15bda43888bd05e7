-- Social Security numbers of people who are new in a draft or in what waits: sealed, and in neither of them.
-- An approval gives each to its person's record.

CREATE TABLE entered_ssn (
    person_id     BLOB PRIMARY KEY NOT NULL,  -- the id that they were typed under: not a reference
    subscriber_id BLOB NOT NULL REFERENCES person (id),
    ssn_sealed    BLOB NOT NULL,
    ssn_hash      BLOB NOT NULL,
    ssn_last_four TEXT NOT NULL,
    entered_at    TEXT NOT NULL
) STRICT;
CREATE INDEX entered_ssn_by_subscriber ON entered_ssn (subscriber_id);
CREATE INDEX entered_ssn_by_age ON entered_ssn (entered_at);

-- Who of a submission's new people was on record already, as its approver said.
CREATE TABLE submission_match (
    submission_id BLOB NOT NULL REFERENCES submission (id),
    typed_id      BLOB NOT NULL,
    person_id     BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (submission_id, typed_id)
) STRICT, WITHOUT ROWID;
