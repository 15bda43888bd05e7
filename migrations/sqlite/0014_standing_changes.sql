-- What the records said of the people of a household before a change of standing, and after it: to take it back.
CREATE TABLE standing_change (
    submission_id BLOB PRIMARY KEY NOT NULL REFERENCES submission (id),
    was           TEXT NOT NULL,               -- JSON
    made          TEXT NOT NULL                -- JSON
) STRICT;
CREATE TRIGGER standing_change_never_deleted BEFORE DELETE ON standing_change
BEGIN SELECT RAISE(ABORT, 'what a change of standing did is never deleted'); END;
CREATE TRIGGER standing_change_never_edited BEFORE UPDATE ON standing_change
BEGIN SELECT RAISE(ABORT, 'what a change of standing did is never edited'); END;
