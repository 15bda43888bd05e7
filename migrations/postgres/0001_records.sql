-- The records of a benefits office. Ids are UUIDv7, instants are UTC, money is integer cents. The same
-- tables, in SQLite's types, are in ../sqlite.

CREATE EXTENSION IF NOT EXISTS btree_gist; -- exclusion by equality and overlap together

CREATE TABLE setting (
    name  text PRIMARY KEY NOT NULL,
    value text NOT NULL
);

-- People -----------------------------------------------------------------------------------------

CREATE TABLE unit (
    code text PRIMARY KEY NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('city', 'school', 'associated'))
);

CREATE TABLE person (
    id              uuid PRIMARY KEY NOT NULL,
    ref             text UNIQUE,               -- employee or retiree number; none for most dependents
    given_name      text NOT NULL,
    family_name     text NOT NULL,
    search_name     text NOT NULL,             -- lower case "family, given", for the queue's search
    birth           date NOT NULL,
    sex             text CHECK (sex IN ('F', 'M', 'X')),
    email           text,
    language        text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
    street          text,
    town            text,
    state           text,
    zip             text,
    ssn_sealed      bytea,                      -- encrypted with the key outside the database
    ssn_hash        bytea UNIQUE,               -- keyed hash, to find it by
    ssn_last_four   text,
    mbi_sealed      bytea,
    mbi_hash        bytea UNIQUE,
    medicare_from   date,                      -- first day of Medicare parts A and B
    records_version bigint NOT NULL DEFAULT 0 -- grows with every change applied to their coverage
);
CREATE INDEX person_by_name ON person (search_name);

CREATE TABLE household_member (
    subscriber_id uuid NOT NULL REFERENCES person (id),
    person_id     uuid NOT NULL REFERENCES person (id),
    relationship  text NOT NULL,
    disabled      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (subscriber_id, person_id)
);
CREATE INDEX household_by_member ON household_member (person_id);

CREATE TABLE employment (
    id              uuid PRIMARY KEY NOT NULL,
    person_id       uuid NOT NULL REFERENCES person (id),
    unit_code       text NOT NULL REFERENCES unit (code),
    bargaining_unit text,
    hours_tenths    bigint NOT NULL,
    hired           date NOT NULL,
    terminated      date,
    on_leave        boolean NOT NULL DEFAULT false,
    pays            text NOT NULL,
    UNIQUE (person_id, hired)
);

CREATE TABLE retirement (
    person_id  uuid PRIMARY KEY NOT NULL REFERENCES person (id),
    unit_code  text NOT NULL REFERENCES unit (code),
    system     text NOT NULL CHECK (system IN ('CITY', 'MTRS')),
    retired_on date NOT NULL
);

CREATE TABLE survivorship (
    person_id uuid PRIMARY KEY NOT NULL REFERENCES person (id),
    of_person uuid REFERENCES person (id),
    unit_code text NOT NULL REFERENCES unit (code),
    since     date NOT NULL
);

-- What the city buys -----------------------------------------------------------------------------

CREATE TABLE carrier (
    name text PRIMARY KEY NOT NULL
);

CREATE TABLE plan (
    code           text PRIMARY KEY NOT NULL,
    benefit        text NOT NULL,
    name           text NOT NULL,
    carrier        text NOT NULL REFERENCES carrier (name),
    audience       text NOT NULL,              -- classes, joined by ';'
    tiers          text NOT NULL,              -- tiers, joined by ';'
    group_number   text NOT NULL,
    hd_code        text NOT NULL,
    successor_code text REFERENCES plan (code) -- what its members carry over to when it is no longer offered
);

CREATE TABLE plan_year (
    first_day date PRIMARY KEY NOT NULL,
    name      text NOT NULL
);

CREATE TABLE rate (
    id             uuid PRIMARY KEY NOT NULL,
    plan_code      text NOT NULL REFERENCES plan (code),
    tier           text NOT NULL,
    premium_cents  bigint NOT NULL CHECK (premium_cents >= 0),
    effective_from date NOT NULL,
    effective_to   date CHECK (effective_to IS NULL OR effective_from < effective_to),
    source         text NOT NULL,
    UNIQUE (plan_code, tier, effective_from),
    CONSTRAINT rate_never_overlaps EXCLUDE USING gist
        (plan_code WITH =, tier WITH =, daterange(effective_from, effective_to) WITH &&)
);

CREATE TABLE split (
    id                   uuid PRIMARY KEY NOT NULL,
    plan_code            text NOT NULL REFERENCES plan (code),
    unit_code            text,
    bargaining_unit      text,
    hired_from           date,
    hired_to             date,
    class                text,
    tier                 text,
    member_hundredths    bigint CHECK (member_hundredths BETWEEN 0 AND 10000),
    member_fixed_cents   bigint CHECK (member_fixed_cents >= 0),
    effective_from       date NOT NULL,
    effective_to         date CHECK (effective_to IS NULL OR effective_from < effective_to),
    source               text NOT NULL,
    CHECK ((member_hundredths IS NULL) <> (member_fixed_cents IS NULL))
);

-- Submissions ------------------------------------------------------------------------------------

CREATE TABLE enrollment_period (
    id        uuid PRIMARY KEY NOT NULL,
    name      text NOT NULL,
    plan_year date NOT NULL,
    opens_at  timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    state     text NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'archived')),
    version   bigint NOT NULL DEFAULT 1,
    CHECK (opens_at < closes_at)
);

-- Members are asked once at a time: one is open, whether it has begun or not.
CREATE UNIQUE INDEX enrollment_one_open ON enrollment_period (state) WHERE state = 'open';

-- What a member has typed so far, as typed; kept through sign-out, time-out and restart.
CREATE TABLE draft (
    person_id     uuid NOT NULL REFERENCES person (id),
    enrollment_id uuid NOT NULL REFERENCES enrollment_period (id),
    fields        jsonb NOT NULL,
    saved_at      timestamptz NOT NULL,
    PRIMARY KEY (person_id, enrollment_id)
);

CREATE TABLE submission (
    id            uuid PRIMARY KEY NOT NULL,
    reference     text NOT NULL UNIQUE,
    kind          text NOT NULL,
    person_id     uuid REFERENCES person (id), -- none for an import
    enrollment_id uuid REFERENCES enrollment_period (id),
    unit_code     text REFERENCES unit (code), -- the person's unit when it was made, for the queue
    state         text NOT NULL,
    version       bigint NOT NULL DEFAULT 1,  -- grows with every action; guards against stale decisions
    proposal      jsonb NOT NULL,               -- what was signed: never edited
    findings      jsonb NOT NULL,               -- what the automatic checks found at submission
    flags         bigint NOT NULL,            -- how many of them
    benefits      text NOT NULL,               -- benefits it touches, as ';health;dental;'
    signature     text,                        -- the name that the member typed
    submitted_at  timestamptz NOT NULL,
    submitted_by  text NOT NULL,               -- actor
    once_key      text NOT NULL UNIQUE,        -- the form's own key: a form sent twice is one submission
    replaces      uuid REFERENCES submission (id),
    assignee      text,
    assignee_name text,
    decided_at    timestamptz
);
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
    id            uuid PRIMARY KEY NOT NULL,
    submission_id uuid NOT NULL REFERENCES submission (id),
    at            timestamptz NOT NULL,
    actor         text NOT NULL,
    actor_name    text NOT NULL,
    action        text NOT NULL,               -- submitted, claimed, released, returned, approved, denied, withdrawn, replaced, commented
    words         text NOT NULL DEFAULT ''     -- what was written to the member
);
CREATE INDEX submission_event_by_submission ON submission_event (submission_id, at, id);

-- Coverage: when it holds (effective) and since when we know it (recorded). A row is never deleted, and
-- changes once: when it is superseded.
CREATE TABLE coverage (
    id             uuid PRIMARY KEY NOT NULL,
    person_id      uuid NOT NULL REFERENCES person (id),
    benefit        text NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('cover', 'insure', 'contribute', 'defer', 'waive')),
    plan_code      text REFERENCES plan (code),
    tier           text,
    amount_cents   bigint,                    -- volume, annual or per-pay amount, by kind
    waiver_reason  text,
    effective_from date NOT NULL,
    effective_to   date,
    recorded_at    timestamptz NOT NULL,
    superseded_at  timestamptz,
    submission_id  uuid NOT NULL REFERENCES submission (id),
    superseded_by  uuid REFERENCES submission (id),
    CHECK (effective_to IS NULL OR effective_from < effective_to),
    CHECK ((kind = 'waive') = (plan_code IS NULL)),
    CHECK ((kind = 'waive') = (waiver_reason IS NOT NULL)),
    CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
    CONSTRAINT coverage_never_overlaps EXCLUDE USING gist
        (person_id WITH =, benefit WITH =, daterange(effective_from, effective_to) WITH &&)
        WHERE (superseded_at IS NULL)
);
CREATE INDEX coverage_by_person ON coverage (person_id, benefit, effective_from);
CREATE INDEX coverage_by_submission ON coverage (submission_id);

CREATE TABLE coverage_dependent (
    coverage_id uuid NOT NULL REFERENCES coverage (id),
    person_id   uuid NOT NULL REFERENCES person (id),
    PRIMARY KEY (coverage_id, person_id)
);
CREATE INDEX coverage_dependent_by_person ON coverage_dependent (person_id);
CREATE FUNCTION coverage_dependent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'coverage is never edited or deleted, only superseded'; END $$;
CREATE TRIGGER coverage_dependent_guarded BEFORE UPDATE OR DELETE ON coverage_dependent
    FOR EACH ROW EXECUTE FUNCTION coverage_dependent_guard();

CREATE FUNCTION coverage_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'coverage is never deleted';
    ELSIF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM submission s WHERE s.id = NEW.submission_id AND s.state = 'approved') THEN
            RAISE EXCEPTION 'coverage needs an approved submission';
        END IF;
    ELSIF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
        OR (NEW.id, NEW.person_id, NEW.benefit, NEW.kind, NEW.plan_code, NEW.tier, NEW.amount_cents, NEW.waiver_reason,
            NEW.effective_from, NEW.effective_to, NEW.recorded_at, NEW.submission_id)
        IS DISTINCT FROM
           (OLD.id, OLD.person_id, OLD.benefit, OLD.kind, OLD.plan_code, OLD.tier, OLD.amount_cents, OLD.waiver_reason,
            OLD.effective_from, OLD.effective_to, OLD.recorded_at, OLD.submission_id) THEN
        RAISE EXCEPTION 'coverage is never edited, only superseded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER coverage_guarded BEFORE INSERT OR UPDATE OR DELETE ON coverage
    FOR EACH ROW EXECUTE FUNCTION coverage_guard();

-- Telling others ---------------------------------------------------------------------------------

CREATE TABLE outbox (
    id           uuid PRIMARY KEY NOT NULL,    -- also the idempotency key of its delivery
    topic        text NOT NULL CHECK (topic IN ('payroll', 'mail')),
    payload      jsonb NOT NULL,
    created_at   timestamptz NOT NULL,
    available_at timestamptz NOT NULL,
    attempts     bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    done_at      timestamptz,
    dead_at      timestamptz,
    last_error   text
);
CREATE INDEX outbox_waiting ON outbox (topic, available_at, id) WHERE done_at IS NULL AND dead_at IS NULL;

CREATE TABLE payroll_notice (
    number     bigint PRIMARY KEY NOT NULL,   -- without gaps, from 1
    made_at    timestamptz NOT NULL,
    line_count bigint NOT NULL
);

CREATE TABLE payroll_line (
    submission_id  uuid NOT NULL REFERENCES submission (id),
    ordinal        bigint NOT NULL,
    notice_number  bigint NOT NULL REFERENCES payroll_notice (number),
    person_id      uuid NOT NULL REFERENCES person (id),
    deduction_code text NOT NULL,
    per_pay_cents  bigint NOT NULL,
    previous_cents bigint NOT NULL,
    begin_date     date NOT NULL,
    end_date       date,
    PRIMARY KEY (submission_id, ordinal)
);
CREATE INDEX payroll_line_by_notice ON payroll_line (notice_number, submission_id, ordinal);

-- E-mail: kept here, and sent where a mail server is configured. Holds no benefit detail.
CREATE TABLE message (
    id         uuid PRIMARY KEY NOT NULL,      -- the outbox entry that asked for it
    person_id  uuid NOT NULL REFERENCES person (id),
    address    text,
    subject    text NOT NULL,
    body       text NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at    timestamptz
);
CREATE INDEX message_by_time ON message (created_at, id);
CREATE INDEX message_by_person ON message (person_id, created_at);

-- Guards -----------------------------------------------------------------------------------------

CREATE TABLE audit (
    seq       bigint PRIMARY KEY NOT NULL,    -- without gaps, from 1
    at        timestamptz NOT NULL,
    actor     text NOT NULL,
    action    text NOT NULL,
    subject   text NOT NULL,                   -- what it was done to, as kind:id
    detail    text NOT NULL,                   -- JSON, without confidential values
    previous  bytea NOT NULL,                   -- hash of the link before
    hash      bytea NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, seq);

CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$;
CREATE TRIGGER audit_guarded BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_guard();

CREATE TABLE rate_limit (
    bucket       text PRIMARY KEY NOT NULL,    -- what is limited and for whom (keyed hash)
    window_start timestamptz NOT NULL,
    count        bigint NOT NULL
);

-- Sessions of the web server, found by a keyed hash of their secret id.
CREATE TABLE session (
    id_hash    bytea PRIMARY KEY NOT NULL,
    data       text NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_end ON session (expires_at);

-- Authorization codes of the demonstration's issuer: taken once, by a keyed hash.
CREATE TABLE issuer_code (
    code_hash  bytea PRIMARY KEY NOT NULL,
    granted    text NOT NULL,
    expires_at timestamptz NOT NULL
);
