-- Reimbursement of Medicare Part B premiums. What is due of a month follows from proven claims; what was paid of
-- it are the lines of closed lists. Neither is edited: what is learnt later is a claim of its own, and a
-- difference on a later list.

CREATE TABLE part_b_claim (
    id                      uuid PRIMARY KEY NOT NULL,
    subscriber_id           uuid NOT NULL REFERENCES person (id), -- who is paid
    person_id               uuid NOT NULL REFERENCES person (id), -- whose Part B it is
    year                    bigint NOT NULL,
    origin                  text NOT NULL CHECK (origin IN ('member', 'paper', 'carried')),
    state                   text NOT NULL CHECK (state IN ('claimed', 'verified', 'returned', 'replaced')),
    version                 bigint NOT NULL DEFAULT 1,
    from_month              date NOT NULL,             -- first days of months
    through_month           date NOT NULL,
    charged_cents           bigint NOT NULL CHECK (charged_cents >= 0),        -- a month
    income_related_cents    bigint NOT NULL CHECK (income_related_cents >= 0), -- of that
    penalty_cents           bigint NOT NULL CHECK (penalty_cents >= 0),        -- of that
    document_id             uuid REFERENCES document (id),
    words                   text NOT NULL DEFAULT '',  -- why it was entered, or what was written to the member
    filed_at                timestamptz NOT NULL,
    filed_by                text NOT NULL,             -- actor
    filed_by_name           text NOT NULL,
    decided_at              timestamptz,
    decided_by              text,                      -- actor
    decided_by_name         text,
    verified_from           date,                      -- as the proof says it
    verified_through        date,
    verified_charged_cents  bigint CHECK (verified_charged_cents >= 0),
    verified_income_cents   bigint CHECK (verified_income_cents >= 0),
    verified_penalty_cents  bigint CHECK (verified_penalty_cents >= 0),
    CHECK (from_month <= through_month),
    CHECK ((state = 'claimed') = (decided_at IS NULL)),
    CHECK ((state = 'verified') = (verified_from IS NOT NULL)),
    CHECK ((verified_from IS NULL) = (verified_through IS NULL)),
    CHECK ((verified_from IS NULL) = (verified_charged_cents IS NULL)),
    CHECK ((verified_from IS NULL) = (verified_income_cents IS NULL)),
    CHECK ((verified_from IS NULL) = (verified_penalty_cents IS NULL)),
    CHECK (verified_from <= verified_through)
);
CREATE INDEX part_b_claim_by_subscriber ON part_b_claim (subscriber_id, person_id, filed_at, id);
CREATE INDEX part_b_claim_waiting ON part_b_claim (filed_at, id) WHERE state = 'claimed';
CREATE UNIQUE INDEX part_b_claim_carried_once ON part_b_claim (subscriber_id, person_id, year)
    WHERE origin = 'carried';

-- The last day of somebody's Part B: of their life, or of their enrollment.
CREATE TABLE part_b_end (
    person_id       uuid PRIMARY KEY NOT NULL REFERENCES person (id),
    last_day        date NOT NULL,
    entered_at      timestamptz NOT NULL,
    entered_by_name text NOT NULL
);

-- What Accounting is asked to pay. Numbered without gaps, from 1.
CREATE TABLE part_b_list (
    number         bigint PRIMARY KEY NOT NULL,
    through_month  date NOT NULL,                 -- the last month that it pays
    closed_at      timestamptz NOT NULL,
    closed_by      text NOT NULL,                 -- actor
    closed_by_name text NOT NULL,
    line_count     bigint NOT NULL,              -- 0 while it is made
    total_cents    bigint NOT NULL CHECK (total_cents >= 0),
    paid_on        date,
    paid_by_name   text,                          -- who said so
    CHECK ((paid_on IS NULL) = (paid_by_name IS NULL))
);

-- A month on a list, with everything that the files say of it as it was at the close.
CREATE TABLE part_b_line (
    list_number          bigint NOT NULL REFERENCES part_b_list (number),
    ordinal              bigint NOT NULL,
    subscriber_id        uuid NOT NULL REFERENCES person (id),
    person_id            uuid NOT NULL REFERENCES person (id),
    month                date NOT NULL,           -- its first day
    charged_cents        bigint NOT NULL,
    income_related_cents bigint NOT NULL,
    penalty_cents        bigint NOT NULL,
    due_cents            bigint NOT NULL,
    paid_before_cents    bigint NOT NULL,
    amount_cents         bigint NOT NULL CHECK (amount_cents <> 0), -- below zero: taken back
    subscriber_ref       text NOT NULL,
    family_name          text NOT NULL,
    given_name           text NOT NULL,
    unit_code            text NOT NULL,
    person_name          text NOT NULL,
    PRIMARY KEY (list_number, ordinal),
    UNIQUE (list_number, subscriber_id, person_id, month)
);
CREATE INDEX part_b_line_by_subscriber ON part_b_line (subscriber_id, person_id);

CREATE FUNCTION part_b_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% never does this: what was recorded of Part B is kept as it is', TG_TABLE_NAME; END $$;
CREATE TRIGGER part_b_claim_never_deleted BEFORE DELETE ON part_b_claim
    FOR EACH ROW EXECUTE FUNCTION part_b_is_kept();
CREATE TRIGGER part_b_claim_never_edited BEFORE UPDATE ON part_b_claim
    FOR EACH ROW WHEN (OLD.state <> 'claimed') EXECUTE FUNCTION part_b_is_kept();
CREATE TRIGGER part_b_list_never_deleted BEFORE DELETE ON part_b_list
    FOR EACH ROW EXECUTE FUNCTION part_b_is_kept();
CREATE TRIGGER part_b_list_never_edited BEFORE UPDATE ON part_b_list
    FOR EACH ROW WHEN (OLD.line_count > 0 AND (NEW.number, NEW.through_month, NEW.closed_at, NEW.closed_by,
        NEW.closed_by_name, NEW.line_count, NEW.total_cents) IS DISTINCT FROM (OLD.number, OLD.through_month,
        OLD.closed_at, OLD.closed_by, OLD.closed_by_name, OLD.line_count, OLD.total_cents))
    EXECUTE FUNCTION part_b_is_kept();
CREATE TRIGGER part_b_line_never_deleted BEFORE DELETE ON part_b_line
    FOR EACH ROW EXECUTE FUNCTION part_b_is_kept();
CREATE TRIGGER part_b_line_never_edited BEFORE UPDATE ON part_b_line
    FOR EACH ROW EXECUTE FUNCTION part_b_is_kept();

CREATE FUNCTION part_b_list_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM part_b_list l WHERE l.number = NEW.list_number AND l.line_count > 0) THEN
        RAISE EXCEPTION 'a closed list takes no more lines';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER part_b_line_before_the_close BEFORE INSERT ON part_b_line
    FOR EACH ROW EXECUTE FUNCTION part_b_list_is_open();
