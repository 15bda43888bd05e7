-- Reimbursement of Medicare Part B premiums. What is due of a month follows from proven claims; what was paid of
-- it are the lines of closed lists. Neither is edited: what is learnt later is a claim of its own, and a
-- difference on a later list.

CREATE TABLE part_b_claim (
    id                      BLOB PRIMARY KEY NOT NULL,
    subscriber_id           BLOB NOT NULL REFERENCES person (id), -- who is paid
    person_id               BLOB NOT NULL REFERENCES person (id), -- whose Part B it is
    year                    INTEGER NOT NULL,
    origin                  TEXT NOT NULL CHECK (origin IN ('member', 'paper', 'carried')),
    state                   TEXT NOT NULL CHECK (state IN ('claimed', 'verified', 'returned', 'replaced')),
    version                 INTEGER NOT NULL DEFAULT 1,
    from_month              TEXT NOT NULL,             -- first days of months
    through_month           TEXT NOT NULL,
    charged_cents           INTEGER NOT NULL CHECK (charged_cents >= 0),        -- a month
    income_related_cents    INTEGER NOT NULL CHECK (income_related_cents >= 0), -- of that
    penalty_cents           INTEGER NOT NULL CHECK (penalty_cents >= 0),        -- of that
    document_id             BLOB REFERENCES document (id),
    words                   TEXT NOT NULL DEFAULT '',  -- why it was entered, or what was written to the member
    filed_at                TEXT NOT NULL,
    filed_by                TEXT NOT NULL,             -- actor
    filed_by_name           TEXT NOT NULL,
    decided_at              TEXT,
    decided_by              TEXT,                      -- actor
    decided_by_name         TEXT,
    verified_from           TEXT,                      -- as the proof says it
    verified_through        TEXT,
    verified_charged_cents  INTEGER CHECK (verified_charged_cents >= 0),
    verified_income_cents   INTEGER CHECK (verified_income_cents >= 0),
    verified_penalty_cents  INTEGER CHECK (verified_penalty_cents >= 0),
    CHECK (from_month <= through_month),
    CHECK ((state = 'claimed') = (decided_at IS NULL)),
    CHECK ((state = 'verified') = (verified_from IS NOT NULL)),
    CHECK ((verified_from IS NULL) = (verified_through IS NULL)),
    CHECK ((verified_from IS NULL) = (verified_charged_cents IS NULL)),
    CHECK ((verified_from IS NULL) = (verified_income_cents IS NULL)),
    CHECK ((verified_from IS NULL) = (verified_penalty_cents IS NULL)),
    CHECK (verified_from <= verified_through)
) STRICT;
CREATE INDEX part_b_claim_by_subscriber ON part_b_claim (subscriber_id, person_id, filed_at, id);
CREATE INDEX part_b_claim_waiting ON part_b_claim (filed_at, id) WHERE state = 'claimed';
CREATE UNIQUE INDEX part_b_claim_carried_once ON part_b_claim (subscriber_id, person_id, year)
    WHERE origin = 'carried';
CREATE TRIGGER part_b_claim_never_deleted BEFORE DELETE ON part_b_claim
BEGIN SELECT RAISE(ABORT, 'a claim is never deleted'); END;
CREATE TRIGGER part_b_claim_never_edited BEFORE UPDATE ON part_b_claim WHEN OLD.state <> 'claimed'
BEGIN SELECT RAISE(ABORT, 'a claim that is decided is never edited'); END;

-- The last day of somebody's Part B: of their life, or of their enrollment.
CREATE TABLE part_b_end (
    person_id       BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    last_day        TEXT NOT NULL,
    entered_at      TEXT NOT NULL,
    entered_by_name TEXT NOT NULL
) STRICT;

-- What Accounting is asked to pay. Numbered without gaps, from 1.
CREATE TABLE part_b_list (
    number         INTEGER PRIMARY KEY NOT NULL,
    through_month  TEXT NOT NULL,                 -- the last month that it pays
    closed_at      TEXT NOT NULL,
    closed_by      TEXT NOT NULL,                 -- actor
    closed_by_name TEXT NOT NULL,
    line_count     INTEGER NOT NULL,              -- 0 while it is made
    total_cents    INTEGER NOT NULL CHECK (total_cents >= 0),
    paid_on        TEXT,
    paid_by_name   TEXT,                          -- who said so
    CHECK ((paid_on IS NULL) = (paid_by_name IS NULL))
) STRICT;
CREATE TRIGGER part_b_list_never_deleted BEFORE DELETE ON part_b_list
BEGIN SELECT RAISE(ABORT, 'a list is never deleted'); END;
CREATE TRIGGER part_b_list_never_edited BEFORE UPDATE ON part_b_list
WHEN OLD.line_count > 0 AND (NEW.number IS NOT OLD.number OR NEW.through_month IS NOT OLD.through_month
  OR NEW.closed_at IS NOT OLD.closed_at OR NEW.closed_by IS NOT OLD.closed_by
  OR NEW.closed_by_name IS NOT OLD.closed_by_name OR NEW.line_count IS NOT OLD.line_count
  OR NEW.total_cents IS NOT OLD.total_cents)
BEGIN SELECT RAISE(ABORT, 'a closed list is never edited, only paid'); END;

-- A month on a list, with everything that the files say of it as it was at the close.
CREATE TABLE part_b_line (
    list_number          INTEGER NOT NULL REFERENCES part_b_list (number),
    ordinal              INTEGER NOT NULL,
    subscriber_id        BLOB NOT NULL REFERENCES person (id),
    person_id            BLOB NOT NULL REFERENCES person (id),
    month                TEXT NOT NULL,           -- its first day
    charged_cents        INTEGER NOT NULL,
    income_related_cents INTEGER NOT NULL,
    penalty_cents        INTEGER NOT NULL,
    due_cents            INTEGER NOT NULL,
    paid_before_cents    INTEGER NOT NULL,
    amount_cents         INTEGER NOT NULL CHECK (amount_cents <> 0), -- below zero: taken back
    subscriber_ref       TEXT NOT NULL,
    family_name          TEXT NOT NULL,
    given_name           TEXT NOT NULL,
    unit_code            TEXT NOT NULL,
    person_name          TEXT NOT NULL,
    PRIMARY KEY (list_number, ordinal),
    UNIQUE (list_number, subscriber_id, person_id, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_b_line_by_subscriber ON part_b_line (subscriber_id, person_id);
CREATE TRIGGER part_b_line_never_deleted BEFORE DELETE ON part_b_line
BEGIN SELECT RAISE(ABORT, 'a line of a list is never deleted'); END;
CREATE TRIGGER part_b_line_never_edited BEFORE UPDATE ON part_b_line
BEGIN SELECT RAISE(ABORT, 'a line of a list is never edited'); END;
CREATE TRIGGER part_b_line_before_the_close BEFORE INSERT ON part_b_line
WHEN EXISTS (SELECT 1 FROM part_b_list l WHERE l.number = NEW.list_number AND l.line_count > 0)
BEGIN SELECT RAISE(ABORT, 'a closed list takes no more lines'); END;
