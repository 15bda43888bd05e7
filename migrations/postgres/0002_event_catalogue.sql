-- The catalogue of life events. A version of a kind is never edited: a change is the next version, and
-- publishing it ends the one before, so that what was asked for under an old rule still finds the rule.

CREATE TABLE event_kind (
    code           text NOT NULL,
    version        bigint NOT NULL CHECK (version > 0),
    state          text NOT NULL CHECK (state IN ('draft', 'published', 'expired')),
    body           jsonb NOT NULL,             -- the kind
    saved_at       timestamptz NOT NULL,
    saved_by       text NOT NULL,              -- actor
    saved_by_name  text NOT NULL,
    valid_from     timestamptz,                -- when it was published; none where it never was
    valid_to       timestamptz,                -- when it ended
    PRIMARY KEY (code, version),
    CHECK ((state = 'published') = (valid_from IS NOT NULL AND valid_to IS NULL)),
    CHECK ((state = 'expired') = (valid_to IS NOT NULL))
);

-- Of each kind one version holds, and one is being prepared.
CREATE UNIQUE INDEX event_kind_one_published ON event_kind (code) WHERE state = 'published';
CREATE UNIQUE INDEX event_kind_one_draft ON event_kind (code) WHERE state = 'draft';

CREATE FUNCTION event_kind_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a version of an event is never deleted';
    ELSIF (NEW.code, NEW.version, NEW.body, NEW.saved_at, NEW.saved_by, NEW.saved_by_name)
        IS DISTINCT FROM (OLD.code, OLD.version, OLD.body, OLD.saved_at, OLD.saved_by, OLD.saved_by_name) THEN
        RAISE EXCEPTION 'a version of an event is never edited';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_kind_guarded BEFORE UPDATE OR DELETE ON event_kind
    FOR EACH ROW EXECUTE FUNCTION event_kind_guard();
