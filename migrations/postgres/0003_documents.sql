-- Documents that people send as proof. Content and names are sealed before they come here: each document has
-- a key of its own, which only the city's key unwraps.

CREATE TABLE document (
    id               uuid PRIMARY KEY NOT NULL,
    subscriber_id    uuid NOT NULL REFERENCES person (id),
    about_id         uuid NOT NULL,             -- may be somebody who is only in a draft: not a reference
    kind             text NOT NULL,
    wrapped_key      bytea,                     -- destroyed when the document is deleted
    name_sealed      bytea,                     -- the file's name as sent: shown, never trusted
    media_type       text NOT NULL,             -- by content
    bytes            bigint NOT NULL CHECK (bytes > 0),
    pages            bigint NOT NULL CHECK (pages > 0),
    digest           bytea NOT NULL,             -- keyed hash of the content
    state            text NOT NULL CHECK (state IN ('received', 'verified', 'asked_again', 'refused')),
    version          bigint NOT NULL DEFAULT 1, -- grows with every decision; guards against stale ones
    due_on           date,                      -- the day by which an answer is asked for
    uploaded_at      timestamptz NOT NULL,
    uploaded_by      text NOT NULL,             -- actor
    uploaded_by_name text NOT NULL,
    replaces         uuid REFERENCES document (id), -- the one that it was sent in answer to
    decided_at       timestamptz,
    decided_by       text,                      -- actor
    decided_by_name  text,
    words            text NOT NULL DEFAULT '',  -- what was written to the member
    deleted_at       timestamptz,
    CHECK ((deleted_at IS NULL) = (wrapped_key IS NOT NULL)),
    CHECK ((wrapped_key IS NULL) = (name_sealed IS NULL)),
    CHECK ((decided_at IS NULL) = (state = 'received')),
    CHECK (due_on IS NULL OR state = 'asked_again')
);
CREATE INDEX document_by_subscriber ON document (subscriber_id, uploaded_at);
CREATE INDEX document_by_state ON document (state, uploaded_at, id) WHERE deleted_at IS NULL;
CREATE INDEX document_by_due ON document (due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX document_by_replaced ON document (replaces) WHERE replaces IS NOT NULL;

CREATE FUNCTION document_keeps_its_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a document is deleted by destroying its key; its row stays'; END $$;
CREATE TRIGGER document_never_deleted BEFORE DELETE ON document
    FOR EACH ROW EXECUTE FUNCTION document_keeps_its_row();

CREATE TABLE document_chunk (
    document_id uuid NOT NULL REFERENCES document (id),
    place       bigint NOT NULL,               -- from 0, without gaps
    sealed      bytea NOT NULL,
    PRIMARY KEY (document_id, place)
);

CREATE TABLE submission_document (
    submission_id uuid NOT NULL REFERENCES submission (id),
    document_id   uuid NOT NULL REFERENCES document (id),
    PRIMARY KEY (submission_id, document_id)
);
CREATE INDEX submission_document_by_document ON submission_document (document_id);

-- An upload that goes on where it was cut short. It ends as a document, or is tidied away.
CREATE TABLE upload (
    id            uuid PRIMARY KEY NOT NULL,
    subscriber_id uuid NOT NULL REFERENCES person (id),
    about_id      uuid NOT NULL,
    kind          text NOT NULL,
    replaces      uuid REFERENCES document (id),
    wrapped_key   bytea NOT NULL,
    name_sealed   bytea NOT NULL,
    bytes         bigint NOT NULL CHECK (bytes > 0),     -- that were announced
    received      bigint NOT NULL DEFAULT 0 CHECK (received <= bytes),
    begun_at      timestamptz NOT NULL
);
CREATE INDEX upload_by_subscriber ON upload (subscriber_id);
CREATE INDEX upload_by_age ON upload (begun_at);

CREATE TABLE upload_part (
    upload_id uuid NOT NULL REFERENCES upload (id),
    starts    bigint NOT NULL,                 -- where it begins in the file
    sealed    bytea NOT NULL,
    PRIMARY KEY (upload_id, starts)
);
