-- The retiree packet: what its sections say, each packet that was made, and runs of many for the mail.

-- A version of a section is never edited: a change is the next version. The one that was published last is printed.
CREATE TABLE packet_section (
    key           TEXT NOT NULL,
    version       INTEGER NOT NULL CHECK (version > 0),
    body          TEXT NOT NULL,               -- headings and texts in both languages, as JSON
    saved_at      TEXT NOT NULL,
    saved_by      TEXT NOT NULL,               -- actor
    saved_by_name TEXT NOT NULL,
    published_at  TEXT,                        -- none while it is a draft
    PRIMARY KEY (key, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER packet_section_never_deleted BEFORE DELETE ON packet_section
BEGIN SELECT RAISE(ABORT, 'a version of a section is never deleted'); END;
CREATE TRIGGER packet_section_never_edited BEFORE UPDATE ON packet_section
WHEN (NEW.key, NEW.version, NEW.body, NEW.saved_at, NEW.saved_by, NEW.saved_by_name)
    IS NOT (OLD.key, OLD.version, OLD.body, OLD.saved_at, OLD.saved_by, OLD.saved_by_name)
    OR OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a version of a section is never edited'); END;

-- All that a packet was made from, sealed under a key of its own, and the mark of the file that was made of it.
CREATE TABLE packet (
    id           BLOB PRIMARY KEY NOT NULL,
    person_id    BLOB NOT NULL REFERENCES person (id),
    language     TEXT NOT NULL CHECK (language IN ('en', 'es')),
    size         TEXT NOT NULL CHECK (size IN ('normal', 'large')),
    wrapped_key  BLOB NOT NULL,
    input_sealed BLOB NOT NULL,
    sections     TEXT NOT NULL,                -- JSON: which version of each was printed
    digest       BLOB NOT NULL,                -- keyed
    pages        INTEGER NOT NULL CHECK (pages > 0),
    made_at      TEXT NOT NULL,
    made_by      TEXT NOT NULL,                -- actor
    made_by_name TEXT NOT NULL
) STRICT;
CREATE INDEX packet_by_person ON packet (person_id, made_at);
CREATE INDEX packet_by_digest ON packet (person_id, digest);

-- A run makes the packets of many. Any process goes on with it while it holds the lease.
CREATE TABLE packet_run (
    id              BLOB PRIMARY KEY NOT NULL,
    audience        TEXT NOT NULL CHECK (audience IN ('all', 'no_email')),
    size            TEXT NOT NULL CHECK (size IN ('normal', 'large')),
    wrapped_key     BLOB NOT NULL,
    started_at      TEXT NOT NULL,
    started_by      TEXT NOT NULL,             -- actor
    started_by_name TEXT NOT NULL,
    leased_until    TEXT,
    finished_at     TEXT,
    pages           INTEGER                    -- of the print file, once there is one
) STRICT;

-- Whose packets, in the order of the mail.
CREATE TABLE packet_run_item (
    run_id     BLOB NOT NULL REFERENCES packet_run (id),
    sequence   INTEGER NOT NULL CHECK (sequence > 0),
    person_id  BLOB NOT NULL REFERENCES person (id),
    packet_id  BLOB REFERENCES packet (id),    -- none until it is made
    problem    TEXT,                           -- why there is none
    pdf_sealed BLOB,                           -- until the print file is put together
    PRIMARY KEY (run_id, sequence)
) STRICT, WITHOUT ROWID;

-- The print file, in sealed parts.
CREATE TABLE packet_run_part (
    run_id BLOB NOT NULL REFERENCES packet_run (id),
    place  INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (run_id, place)
) STRICT, WITHOUT ROWID;
