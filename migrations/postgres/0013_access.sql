-- Signing in without an account of an issuer, and helping somebody.

-- With which account of an issuer somebody has signed in.
CREATE TABLE linked_account (
    person_id uuid NOT NULL REFERENCES person (id),
    actor     text NOT NULL,                   -- issuer|subject
    since     timestamptz NOT NULL,
    PRIMARY KEY (person_id, actor)
);

-- Who signs in by codes of the city: retirees and survivors after a letter, helpers after an invitation.
CREATE TABLE code_account (
    id        uuid PRIMARY KEY NOT NULL,
    person_id uuid REFERENCES person (id),     -- none for a helper
    name      text NOT NULL,
    email     text,                            -- where codes are sent; none: they are on a sheet
    new_email text,                            -- until a code that was sent there has come back
    made_at   timestamptz NOT NULL,
    ended_at  timestamptz
);
CREATE UNIQUE INDEX code_account_of_person ON code_account (person_id)
    WHERE person_id IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX code_account_of_helper ON code_account (email)
    WHERE person_id IS NULL AND ended_at IS NULL;

-- Who may help whom, how far and until when.
CREATE TABLE helper (
    id            uuid PRIMARY KEY NOT NULL,
    person_id     uuid NOT NULL REFERENCES person (id),
    name          text NOT NULL,               -- the helper's
    scope         text NOT NULL CHECK (scope IN ('see', 'claims', 'forms')),
    last_day      date NOT NULL,
    given_at      timestamptz NOT NULL,
    given_by      text NOT NULL,               -- actor
    given_by_name text NOT NULL,
    paper         text,                        -- where the signed form is, if staff entered it
    actor         text,                        -- who helps; none until the invitation is taken
    accepted_at   timestamptz,
    ended_at      timestamptz,
    ended_by      text,
    ended_by_name text
);
CREATE INDEX helper_by_person ON helper (person_id, given_at);
CREATE INDEX helper_by_actor ON helper (actor) WHERE actor IS NOT NULL;

-- Codes: each is good once, and none is kept as it is.
CREATE TABLE access_code (
    id           uuid PRIMARY KEY NOT NULL,
    purpose      text NOT NULL CHECK (purpose IN ('activation', 'sheet', 'mailed', 'invitation')),
    owner        uuid NOT NULL,                -- a person, an account, an account, a helper
    ordinal      bigint NOT NULL,             -- on a sheet
    code_hash    bytea NOT NULL UNIQUE,         -- keyed, with purpose, owner of a sheet and ordinal
    made_at      timestamptz NOT NULL,
    made_by_name text NOT NULL,
    expires_at   timestamptz NOT NULL,
    spent_at     timestamptz,
    voided_at    timestamptz
);
CREATE INDEX access_code_by_owner ON access_code (owner, purpose, ordinal)
    WHERE spent_at IS NULL AND voided_at IS NULL;
