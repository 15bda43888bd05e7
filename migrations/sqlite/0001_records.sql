-- The records of a benefits office. Ids are UUIDv7 (16 bytes), days are ISO 8601 text, instants are
-- UTC text, money is integer cents. The same tables, in PostgreSQL's types, are in ../postgres.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

-- People -----------------------------------------------------------------------------------------

CREATE TABLE unit (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('city', 'school', 'associated'))
) STRICT;

CREATE TABLE person (
    id              BLOB PRIMARY KEY NOT NULL,
    ref             TEXT UNIQUE,               -- employee or retiree number; none for most dependents
    given_name      TEXT NOT NULL,
    family_name     TEXT NOT NULL,
    search_name     TEXT NOT NULL,             -- lower case "family, given", for the queue's search
    birth           TEXT NOT NULL,
    sex             TEXT CHECK (sex IN ('F', 'M', 'X')),
    email           TEXT,
    language        TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
    street          TEXT,
    town            TEXT,
    state           TEXT,
    zip             TEXT,
    ssn_sealed      BLOB,                      -- encrypted with the key outside the database
    ssn_hash        BLOB UNIQUE,               -- keyed hash, to find it by
    ssn_last_four   TEXT,
    mbi_sealed      BLOB,
    mbi_hash        BLOB UNIQUE,
    medicare_from   TEXT,                      -- first day of Medicare parts A and B
    records_version INTEGER NOT NULL DEFAULT 0 -- grows with every change applied to their coverage
) STRICT;
CREATE INDEX person_by_name ON person (search_name);

CREATE TABLE household_member (
    subscriber_id BLOB NOT NULL REFERENCES person (id),
    person_id     BLOB NOT NULL REFERENCES person (id),
    relationship  TEXT NOT NULL,
    disabled      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subscriber_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX household_by_member ON household_member (person_id);

CREATE TABLE employment (
    id              BLOB PRIMARY KEY NOT NULL,
    person_id       BLOB NOT NULL REFERENCES person (id),
    unit_code       TEXT NOT NULL REFERENCES unit (code),
    bargaining_unit TEXT,
    hours_tenths    INTEGER NOT NULL,
    hired           TEXT NOT NULL,
    terminated      TEXT,
    on_leave        INTEGER NOT NULL DEFAULT 0,
    pays            TEXT NOT NULL,
    UNIQUE (person_id, hired)
) STRICT;

CREATE TABLE retirement (
    person_id  BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    unit_code  TEXT NOT NULL REFERENCES unit (code),
    system     TEXT NOT NULL CHECK (system IN ('CITY', 'MTRS')),
    retired_on TEXT NOT NULL
) STRICT;

CREATE TABLE survivorship (
    person_id BLOB PRIMARY KEY NOT NULL REFERENCES person (id),
    of_person BLOB REFERENCES person (id),
    unit_code TEXT NOT NULL REFERENCES unit (code),
    since     TEXT NOT NULL
) STRICT;

-- What the city buys -----------------------------------------------------------------------------

CREATE TABLE carrier (
    name TEXT PRIMARY KEY NOT NULL
) STRICT;

CREATE TABLE plan (
    code           TEXT PRIMARY KEY NOT NULL,
    benefit        TEXT NOT NULL,
    name           TEXT NOT NULL,
    carrier        TEXT NOT NULL REFERENCES carrier (name),
    audience       TEXT NOT NULL,              -- classes, joined by ';'
    tiers          TEXT NOT NULL,              -- tiers, joined by ';'
    group_number   TEXT NOT NULL,
    hd_code        TEXT NOT NULL,
    successor_code TEXT REFERENCES plan (code) -- what its members carry over to when it is no longer offered
) STRICT;

CREATE TABLE plan_year (
    first_day TEXT PRIMARY KEY NOT NULL,
    name      TEXT NOT NULL
) STRICT;

CREATE TABLE rate (
    id             BLOB PRIMARY KEY NOT NULL,
    plan_code      TEXT NOT NULL REFERENCES plan (code),
    tier           TEXT NOT NULL,
    premium_cents  INTEGER NOT NULL CHECK (premium_cents >= 0),
    effective_from TEXT NOT NULL,
    effective_to   TEXT CHECK (effective_to IS NULL OR effective_from < effective_to),
    source         TEXT NOT NULL,
    UNIQUE (plan_code, tier, effective_from)
) STRICT;
CREATE TRIGGER rate_never_overlaps BEFORE INSERT ON rate
WHEN EXISTS (
    SELECT 1 FROM rate r
    WHERE r.plan_code = NEW.plan_code AND r.tier = NEW.tier
      AND (r.effective_to IS NULL OR NEW.effective_from < r.effective_to)
      AND (NEW.effective_to IS NULL OR r.effective_from < NEW.effective_to)
)
BEGIN SELECT RAISE(ABORT, 'rate periods overlap'); END;
CREATE TRIGGER rate_never_made_to_overlap BEFORE UPDATE ON rate
WHEN EXISTS (
    SELECT 1 FROM rate r
    WHERE r.plan_code = NEW.plan_code AND r.tier = NEW.tier AND r.id <> NEW.id
      AND (r.effective_to IS NULL OR NEW.effective_from < r.effective_to)
      AND (NEW.effective_to IS NULL OR r.effective_from < NEW.effective_to)
)
BEGIN SELECT RAISE(ABORT, 'rate periods overlap'); END;

CREATE TABLE split (
    id                   BLOB PRIMARY KEY NOT NULL,
    plan_code            TEXT NOT NULL REFERENCES plan (code),
    unit_code            TEXT,
    bargaining_unit      TEXT,
    hired_from           TEXT,
    hired_to             TEXT,
    class                TEXT,
    tier                 TEXT,
    member_hundredths    INTEGER CHECK (member_hundredths BETWEEN 0 AND 10000),
    member_fixed_cents   INTEGER CHECK (member_fixed_cents >= 0),
    effective_from       TEXT NOT NULL,
    effective_to         TEXT CHECK (effective_to IS NULL OR effective_from < effective_to),
    source               TEXT NOT NULL,
    CHECK ((member_hundredths IS NULL) <> (member_fixed_cents IS NULL))
) STRICT;

-- Submissions ------------------------------------------------------------------------------------

CREATE TABLE enrollment_period (
    id        BLOB PRIMARY KEY NOT NULL,
    name      TEXT NOT NULL,
    plan_year TEXT NOT NULL,
    opens_at  TEXT NOT NULL,
    closes_at TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'archived')),
    version   INTEGER NOT NULL DEFAULT 1,
    CHECK (opens_at < closes_at)
) STRICT;

-- Members are asked once at a time: one is open, whether it has begun or not.
CREATE UNIQUE INDEX enrollment_one_open ON enrollment_period (state) WHERE state = 'open';

-- What a member has typed so far, as typed; kept through sign-out, time-out and restart.
CREATE TABLE draft (
    person_id     BLOB NOT NULL REFERENCES person (id),
    enrollment_id BLOB NOT NULL REFERENCES enrollment_period (id),
    fields        TEXT NOT NULL,
    saved_at      TEXT NOT NULL,
    PRIMARY KEY (person_id, enrollment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE submission (
    id            BLOB PRIMARY KEY NOT NULL,
    reference     TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    person_id     BLOB REFERENCES person (id), -- none for an import
    enrollment_id BLOB REFERENCES enrollment_period (id),
    unit_code     TEXT REFERENCES unit (code), -- the person's unit when it was made, for the queue
    state         TEXT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,  -- grows with every action; guards against stale decisions
    proposal      TEXT NOT NULL,               -- what was signed: never edited
    findings      TEXT NOT NULL,               -- what the automatic checks found at submission
    flags         INTEGER NOT NULL,            -- how many of them
    benefits      TEXT NOT NULL,               -- benefits it touches, as ';health;dental;'
    signature     TEXT,                        -- the name that the member typed
    submitted_at  TEXT NOT NULL,
    submitted_by  TEXT NOT NULL,               -- actor
    once_key      TEXT NOT NULL UNIQUE,        -- the form's own key: a form sent twice is one submission
    replaces      BLOB REFERENCES submission (id),
    assignee      TEXT,
    assignee_name TEXT,
    decided_at    TEXT
) STRICT;
CREATE INDEX submission_queue ON submission (state, submitted_at, id);
CREATE INDEX submission_by_time ON submission (submitted_at, id);
CREATE INDEX submission_by_state_unit ON submission (state, unit_code, submitted_at, id);
CREATE INDEX submission_by_unit ON submission (unit_code, submitted_at, id);
CREATE INDEX submission_by_assignee ON submission (assignee, state, submitted_at, id) WHERE assignee IS NOT NULL;
CREATE INDEX submission_by_person ON submission (person_id, submitted_at);
-- One submission of a person for an enrollment is in the works at a time.
CREATE UNIQUE INDEX submission_one_at_work ON submission (person_id, enrollment_id)
    WHERE state IN ('submitted', 'returned');

CREATE TABLE submission_event (
    id            BLOB PRIMARY KEY NOT NULL,
    submission_id BLOB NOT NULL REFERENCES submission (id),
    at            TEXT NOT NULL,
    actor         TEXT NOT NULL,
    actor_name    TEXT NOT NULL,
    action        TEXT NOT NULL,               -- submitted, claimed, released, returned, approved, denied, withdrawn, replaced, commented
    words         TEXT NOT NULL DEFAULT ''     -- what was written to the member
) STRICT;
CREATE INDEX submission_event_by_submission ON submission_event (submission_id, at, id);

-- Coverage: when it holds (effective) and since when we know it (recorded). A row is never deleted, and
-- changes once: when it is superseded.
CREATE TABLE coverage (
    id             BLOB PRIMARY KEY NOT NULL,
    person_id      BLOB NOT NULL REFERENCES person (id),
    benefit        TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('cover', 'insure', 'contribute', 'defer', 'waive')),
    plan_code      TEXT REFERENCES plan (code),
    tier           TEXT,
    amount_cents   INTEGER,                    -- volume, annual or per-pay amount, by kind
    waiver_reason  TEXT,
    effective_from TEXT NOT NULL,
    effective_to   TEXT,
    recorded_at    TEXT NOT NULL,
    superseded_at  TEXT,
    submission_id  BLOB NOT NULL REFERENCES submission (id),
    superseded_by  BLOB REFERENCES submission (id),
    CHECK (effective_to IS NULL OR effective_from < effective_to),
    CHECK ((kind = 'waive') = (plan_code IS NULL)),
    CHECK ((kind = 'waive') = (waiver_reason IS NOT NULL)),
    CHECK ((superseded_at IS NULL) = (superseded_by IS NULL))
) STRICT;
CREATE INDEX coverage_by_person ON coverage (person_id, benefit, effective_from);
CREATE INDEX coverage_by_submission ON coverage (submission_id);

CREATE TABLE coverage_dependent (
    coverage_id BLOB NOT NULL REFERENCES coverage (id),
    person_id   BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (coverage_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX coverage_dependent_by_person ON coverage_dependent (person_id);
CREATE TRIGGER coverage_dependent_never_deleted BEFORE DELETE ON coverage_dependent
BEGIN SELECT RAISE(ABORT, 'coverage is never deleted'); END;
CREATE TRIGGER coverage_dependent_never_edited BEFORE UPDATE ON coverage_dependent
BEGIN SELECT RAISE(ABORT, 'coverage is never edited, only superseded'); END;

CREATE TRIGGER coverage_never_overlaps BEFORE INSERT ON coverage
WHEN NEW.superseded_at IS NULL AND EXISTS (
    SELECT 1 FROM coverage c
    WHERE c.person_id = NEW.person_id AND c.benefit = NEW.benefit AND c.superseded_at IS NULL
      AND (c.effective_to IS NULL OR NEW.effective_from < c.effective_to)
      AND (NEW.effective_to IS NULL OR c.effective_from < NEW.effective_to)
)
BEGIN SELECT RAISE(ABORT, 'coverage periods overlap'); END;

CREATE TRIGGER coverage_needs_approval BEFORE INSERT ON coverage
WHEN NOT EXISTS (SELECT 1 FROM submission s WHERE s.id = NEW.submission_id AND s.state = 'approved')
BEGIN SELECT RAISE(ABORT, 'coverage needs an approved submission'); END;

CREATE TRIGGER coverage_never_deleted BEFORE DELETE ON coverage
BEGIN SELECT RAISE(ABORT, 'coverage is never deleted'); END;

CREATE TRIGGER coverage_never_edited BEFORE UPDATE ON coverage
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
  OR NEW.id IS NOT OLD.id OR NEW.person_id IS NOT OLD.person_id OR NEW.benefit IS NOT OLD.benefit
  OR NEW.kind IS NOT OLD.kind OR NEW.plan_code IS NOT OLD.plan_code OR NEW.tier IS NOT OLD.tier
  OR NEW.amount_cents IS NOT OLD.amount_cents OR NEW.waiver_reason IS NOT OLD.waiver_reason
  OR NEW.effective_from IS NOT OLD.effective_from OR NEW.effective_to IS NOT OLD.effective_to
  OR NEW.recorded_at IS NOT OLD.recorded_at OR NEW.submission_id IS NOT OLD.submission_id
BEGIN SELECT RAISE(ABORT, 'coverage is never edited, only superseded'); END;

-- Telling others ---------------------------------------------------------------------------------

CREATE TABLE outbox (
    id           BLOB PRIMARY KEY NOT NULL,    -- also the idempotency key of its delivery
    topic        TEXT NOT NULL CHECK (topic IN ('payroll', 'mail')),
    payload      TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    available_at TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    leased_until TEXT,
    done_at      TEXT,
    dead_at      TEXT,
    last_error   TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (topic, available_at, id) WHERE done_at IS NULL AND dead_at IS NULL;

CREATE TABLE payroll_notice (
    number     INTEGER PRIMARY KEY NOT NULL,   -- without gaps, from 1
    made_at    TEXT NOT NULL,
    line_count INTEGER NOT NULL
) STRICT;

CREATE TABLE payroll_line (
    submission_id  BLOB NOT NULL REFERENCES submission (id),
    ordinal        INTEGER NOT NULL,
    notice_number  INTEGER NOT NULL REFERENCES payroll_notice (number),
    person_id      BLOB NOT NULL REFERENCES person (id),
    deduction_code TEXT NOT NULL,
    per_pay_cents  INTEGER NOT NULL,
    previous_cents INTEGER NOT NULL,
    begin_date     TEXT NOT NULL,
    end_date       TEXT,
    PRIMARY KEY (submission_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX payroll_line_by_notice ON payroll_line (notice_number, submission_id, ordinal);

-- E-mail: kept here, and sent where a mail server is configured. Holds no benefit detail.
CREATE TABLE message (
    id         BLOB PRIMARY KEY NOT NULL,      -- the outbox entry that asked for it
    person_id  BLOB NOT NULL REFERENCES person (id),
    address    TEXT,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    sent_at    TEXT
) STRICT;
CREATE INDEX message_by_time ON message (created_at, id);
CREATE INDEX message_by_person ON message (person_id, created_at);

-- Guards -----------------------------------------------------------------------------------------

CREATE TABLE audit (
    seq       INTEGER PRIMARY KEY NOT NULL,    -- without gaps, from 1
    at        TEXT NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    subject   TEXT NOT NULL,                   -- what it was done to, as kind:id
    detail    TEXT NOT NULL,                   -- JSON, without confidential values
    previous  BLOB NOT NULL,                   -- hash of the link before
    hash      BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, seq);
CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_never_edited BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

CREATE TABLE rate_limit (
    bucket       TEXT PRIMARY KEY NOT NULL,    -- what is limited and for whom (keyed hash)
    window_start TEXT NOT NULL,
    count        INTEGER NOT NULL
) STRICT;

-- Sessions of the web server, found by a keyed hash of their secret id.
CREATE TABLE session (
    id_hash    BLOB PRIMARY KEY NOT NULL,
    data       TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_end ON session (expires_at);

-- Authorization codes of the demonstration's issuer: taken once, by a keyed hash.
CREATE TABLE issuer_code (
    code_hash  BLOB PRIMARY KEY NOT NULL,
    granted    TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
