-- A life event of somebody: what happened, when, to whom, and from which day the change is to hold. What is
-- chosen because of it is a draft of its own, and then a submission.

CREATE TABLE event_case (
    id             BLOB PRIMARY KEY NOT NULL,
    person_id      BLOB NOT NULL REFERENCES person (id),
    kind_code      TEXT NOT NULL,
    kind_version   INTEGER NOT NULL,           -- of the catalogue, when it was opened
    event_date     TEXT NOT NULL,
    effective_date TEXT,                       -- none until one of several is chosen
    concerned      TEXT NOT NULL,              -- JSON: ids of those whom the event is about
    asked_on       TEXT,                       -- the day that counts for the window; none until it is sent
    opened_at      TEXT NOT NULL,
    opened_by      TEXT NOT NULL,              -- actor
    opened_by_name TEXT NOT NULL,
    entry_reason   TEXT,                       -- why staff enter it for the person; none for their own
    corrects       BLOB REFERENCES event_case (id),
    state          TEXT NOT NULL CHECK (state IN ('open', 'put_away'))
) STRICT;
CREATE INDEX event_case_by_person ON event_case (person_id, opened_at);

-- What has been typed so far for an event, as in draft.
CREATE TABLE event_draft (
    person_id BLOB NOT NULL REFERENCES person (id),
    case_id   BLOB NOT NULL REFERENCES event_case (id),
    fields    TEXT NOT NULL,
    saved_at  TEXT NOT NULL,
    PRIMARY KEY (person_id, case_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE submission ADD COLUMN case_id BLOB REFERENCES event_case (id);
CREATE INDEX submission_by_case ON submission (case_id) WHERE case_id IS NOT NULL;
-- One submission for an event is in the works at a time, as for an enrollment.
CREATE UNIQUE INDEX submission_one_at_work_for_event ON submission (case_id)
    WHERE state IN ('submitted', 'returned') AND case_id IS NOT NULL;

-- What has to be made good of pays that were paid before payroll heard of a change.
CREATE TABLE payroll_catch_up (
    submission_id  BLOB NOT NULL REFERENCES submission (id),
    ordinal        INTEGER NOT NULL,
    notice_number  INTEGER NOT NULL REFERENCES payroll_notice (number),
    person_id      BLOB NOT NULL REFERENCES person (id),
    deduction_code TEXT NOT NULL,
    pay_date       TEXT NOT NULL,
    amount_cents   INTEGER NOT NULL,           -- below zero: to be given back
    PRIMARY KEY (submission_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX payroll_catch_up_by_notice ON payroll_catch_up (notice_number, submission_id, ordinal);
