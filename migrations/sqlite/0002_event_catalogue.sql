-- The catalogue of life events. A version of a kind is never edited: a change is the next version, and
-- publishing it ends the one before, so that what was asked for under an old rule still finds the rule.

CREATE TABLE event_kind (
    code           TEXT NOT NULL,
    version        INTEGER NOT NULL CHECK (version > 0),
    state          TEXT NOT NULL CHECK (state IN ('draft', 'published', 'expired')),
    body           TEXT NOT NULL,              -- the kind, as JSON
    saved_at       TEXT NOT NULL,
    saved_by       TEXT NOT NULL,              -- actor
    saved_by_name  TEXT NOT NULL,
    valid_from     TEXT,                       -- when it was published; none where it never was
    valid_to       TEXT,                       -- when it ended
    PRIMARY KEY (code, version),
    CHECK ((state = 'published') = (valid_from IS NOT NULL AND valid_to IS NULL)),
    CHECK ((state = 'expired') = (valid_to IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Of each kind one version holds, and one is being prepared.
CREATE UNIQUE INDEX event_kind_one_published ON event_kind (code) WHERE state = 'published';
CREATE UNIQUE INDEX event_kind_one_draft ON event_kind (code) WHERE state = 'draft';

CREATE TRIGGER event_kind_never_deleted BEFORE DELETE ON event_kind
BEGIN SELECT RAISE(ABORT, 'a version of an event is never deleted'); END;
CREATE TRIGGER event_kind_never_edited BEFORE UPDATE ON event_kind
WHEN (NEW.code, NEW.version, NEW.body, NEW.saved_at, NEW.saved_by, NEW.saved_by_name)
    IS NOT (OLD.code, OLD.version, OLD.body, OLD.saved_at, OLD.saved_by, OLD.saved_by_name)
BEGIN SELECT RAISE(ABORT, 'a version of an event is never edited'); END;
