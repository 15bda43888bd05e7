-- Documents that people send as proof. Content and names are sealed before they come here: each document has
-- a key of its own, which only the city's key unwraps.

CREATE TABLE document (
    id               BLOB PRIMARY KEY NOT NULL,
    subscriber_id    BLOB NOT NULL REFERENCES person (id),
    about_id         BLOB NOT NULL,             -- may be somebody who is only in a draft: not a reference
    kind             TEXT NOT NULL,
    wrapped_key      BLOB,                      -- destroyed when the document is deleted
    name_sealed      BLOB,                      -- the file's name as sent: shown, never trusted
    media_type       TEXT NOT NULL,             -- by content
    bytes            INTEGER NOT NULL CHECK (bytes > 0),
    pages            INTEGER NOT NULL CHECK (pages > 0),
    digest           BLOB NOT NULL,             -- keyed hash of the content
    state            TEXT NOT NULL CHECK (state IN ('received', 'verified', 'asked_again', 'refused')),
    version          INTEGER NOT NULL DEFAULT 1, -- grows with every decision; guards against stale ones
    due_on           TEXT,                      -- the day by which an answer is asked for
    uploaded_at      TEXT NOT NULL,
    uploaded_by      TEXT NOT NULL,             -- actor
    uploaded_by_name TEXT NOT NULL,
    replaces         BLOB REFERENCES document (id), -- the one that it was sent in answer to
    decided_at       TEXT,
    decided_by       TEXT,                      -- actor
    decided_by_name  TEXT,
    words            TEXT NOT NULL DEFAULT '',  -- what was written to the member
    deleted_at       TEXT,
    CHECK ((deleted_at IS NULL) = (wrapped_key IS NOT NULL)),
    CHECK ((wrapped_key IS NULL) = (name_sealed IS NULL)),
    CHECK ((decided_at IS NULL) = (state = 'received')),
    CHECK (due_on IS NULL OR state = 'asked_again')
) STRICT;
CREATE INDEX document_by_subscriber ON document (subscriber_id, uploaded_at);
CREATE INDEX document_by_state ON document (state, uploaded_at, id) WHERE deleted_at IS NULL;
CREATE INDEX document_by_due ON document (due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX document_by_replaced ON document (replaces) WHERE replaces IS NOT NULL;
CREATE TRIGGER document_never_deleted BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'a document is deleted by destroying its key; its row stays'); END;

CREATE TABLE document_chunk (
    document_id BLOB NOT NULL REFERENCES document (id),
    place       INTEGER NOT NULL,               -- from 0, without gaps
    sealed      BLOB NOT NULL,
    PRIMARY KEY (document_id, place)
) STRICT;

CREATE TABLE submission_document (
    submission_id BLOB NOT NULL REFERENCES submission (id),
    document_id   BLOB NOT NULL REFERENCES document (id),
    PRIMARY KEY (submission_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_document_by_document ON submission_document (document_id);

-- An upload that goes on where it was cut short. It ends as a document, or is tidied away.
CREATE TABLE upload (
    id            BLOB PRIMARY KEY NOT NULL,
    subscriber_id BLOB NOT NULL REFERENCES person (id),
    about_id      BLOB NOT NULL,
    kind          TEXT NOT NULL,
    replaces      BLOB REFERENCES document (id),
    wrapped_key   BLOB NOT NULL,
    name_sealed   BLOB NOT NULL,
    bytes         INTEGER NOT NULL CHECK (bytes > 0),     -- that were announced
    received      INTEGER NOT NULL DEFAULT 0 CHECK (received <= bytes),
    begun_at      TEXT NOT NULL
) STRICT;
CREATE INDEX upload_by_subscriber ON upload (subscriber_id);
CREATE INDEX upload_by_age ON upload (begun_at);

CREATE TABLE upload_part (
    upload_id BLOB NOT NULL REFERENCES upload (id),
    starts    INTEGER NOT NULL,                 -- where it begins in the file
    sealed    BLOB NOT NULL,
    PRIMARY KEY (upload_id, starts)
) STRICT;
