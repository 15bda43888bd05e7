-- Signing in without an account of an issuer, and helping somebody.

-- With which account of an issuer somebody has signed in.
CREATE TABLE linked_account (
    person_id BLOB NOT NULL REFERENCES person (id),
    actor     TEXT NOT NULL,                   -- issuer|subject
    since     TEXT NOT NULL,
    PRIMARY KEY (person_id, actor)
) STRICT, WITHOUT ROWID;

-- Who signs in by codes of the city: retirees and survivors after a letter, helpers after an invitation.
CREATE TABLE code_account (
    id        BLOB PRIMARY KEY NOT NULL,
    person_id BLOB REFERENCES person (id),     -- none for a helper
    name      TEXT NOT NULL,
    email     TEXT,                            -- where codes are sent; none: they are on a sheet
    new_email TEXT,                            -- until a code that was sent there has come back
    made_at   TEXT NOT NULL,
    ended_at  TEXT
) STRICT;
CREATE UNIQUE INDEX code_account_of_person ON code_account (person_id)
    WHERE person_id IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX code_account_of_helper ON code_account (email)
    WHERE person_id IS NULL AND ended_at IS NULL;

-- Who may help whom, how far and until when.
CREATE TABLE helper (
    id            BLOB PRIMARY KEY NOT NULL,
    person_id     BLOB NOT NULL REFERENCES person (id),
    name          TEXT NOT NULL,               -- the helper's
    scope         TEXT NOT NULL CHECK (scope IN ('see', 'claims', 'forms')),
    last_day      TEXT NOT NULL,
    given_at      TEXT NOT NULL,
    given_by      TEXT NOT NULL,               -- actor
    given_by_name TEXT NOT NULL,
    paper         TEXT,                        -- where the signed form is, if staff entered it
    actor         TEXT,                        -- who helps; none until the invitation is taken
    accepted_at   TEXT,
    ended_at      TEXT,
    ended_by      TEXT,
    ended_by_name TEXT
) STRICT;
CREATE INDEX helper_by_person ON helper (person_id, given_at);
CREATE INDEX helper_by_actor ON helper (actor) WHERE actor IS NOT NULL;

-- Codes: each is good once, and none is kept as it is.
CREATE TABLE access_code (
    id           BLOB PRIMARY KEY NOT NULL,
    purpose      TEXT NOT NULL CHECK (purpose IN ('activation', 'sheet', 'mailed', 'invitation')),
    owner        BLOB NOT NULL,                -- a person, an account, an account, a helper
    ordinal      INTEGER NOT NULL,             -- on a sheet
    code_hash    BLOB NOT NULL UNIQUE,         -- keyed, with purpose, owner of a sheet and ordinal
    made_at      TEXT NOT NULL,
    made_by_name TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    spent_at     TEXT,
    voided_at    TEXT
) STRICT;
CREATE INDEX access_code_by_owner ON access_code (owner, purpose, ordinal)
    WHERE spent_at IS NULL AND voided_at IS NULL;
