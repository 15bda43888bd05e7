-- The retiree packet: what its sections say, each packet that was made, and runs of many for the mail.

-- A version of a section is never edited: a change is the next version. The one that was published last is printed.
CREATE TABLE packet_section (
    key           text NOT NULL,
    version       bigint NOT NULL CHECK (version > 0),
    body          jsonb NOT NULL,              -- headings and texts in both languages, as JSON
    saved_at      timestamptz NOT NULL,
    saved_by      text NOT NULL,               -- actor
    saved_by_name text NOT NULL,
    published_at  timestamptz,                 -- none while it is a draft
    PRIMARY KEY (key, version)
);

CREATE FUNCTION packet_section_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a version of a section is never deleted';
    ELSIF OLD.published_at IS NOT NULL
        OR (NEW.key, NEW.version, NEW.body, NEW.saved_at, NEW.saved_by, NEW.saved_by_name)
        IS DISTINCT FROM (OLD.key, OLD.version, OLD.body, OLD.saved_at, OLD.saved_by, OLD.saved_by_name) THEN
        RAISE EXCEPTION 'a version of a section is never edited';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER packet_section_guarded BEFORE UPDATE OR DELETE ON packet_section
    FOR EACH ROW EXECUTE FUNCTION packet_section_guard();

-- All that a packet was made from, sealed under a key of its own, and the mark of the file that was made of it.
CREATE TABLE packet (
    id           uuid PRIMARY KEY NOT NULL,
    person_id    uuid NOT NULL REFERENCES person (id),
    language     text NOT NULL CHECK (language IN ('en', 'es')),
    size         text NOT NULL CHECK (size IN ('normal', 'large')),
    wrapped_key  bytea NOT NULL,
    input_sealed bytea NOT NULL,
    sections     jsonb NOT NULL,               -- JSON: which version of each was printed
    digest       bytea NOT NULL,               -- keyed
    pages        bigint NOT NULL CHECK (pages > 0),
    made_at      timestamptz NOT NULL,
    made_by      text NOT NULL,                -- actor
    made_by_name text NOT NULL
);
CREATE INDEX packet_by_person ON packet (person_id, made_at);
CREATE INDEX packet_by_digest ON packet (person_id, digest);

-- A run makes the packets of many. Any process goes on with it while it holds the lease.
CREATE TABLE packet_run (
    id              uuid PRIMARY KEY NOT NULL,
    audience        text NOT NULL CHECK (audience IN ('all', 'no_email')),
    size            text NOT NULL CHECK (size IN ('normal', 'large')),
    wrapped_key     bytea NOT NULL,
    started_at      timestamptz NOT NULL,
    started_by      text NOT NULL,             -- actor
    started_by_name text NOT NULL,
    leased_until    timestamptz,
    finished_at     timestamptz,
    pages           bigint                     -- of the print file, once there is one
);

-- Whose packets, in the order of the mail.
CREATE TABLE packet_run_item (
    run_id     uuid NOT NULL REFERENCES packet_run (id),
    sequence   bigint NOT NULL CHECK (sequence > 0),
    person_id  uuid NOT NULL REFERENCES person (id),
    packet_id  uuid REFERENCES packet (id),    -- none until it is made
    problem    text,                           -- why there is none
    pdf_sealed bytea,                          -- until the print file is put together
    PRIMARY KEY (run_id, sequence)
);

-- The print file, in sealed parts.
CREATE TABLE packet_run_part (
    run_id uuid NOT NULL REFERENCES packet_run (id),
    place  bigint NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (run_id, place)
);
