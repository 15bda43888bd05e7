-- What families write when somebody has died: for the desk to look into. No record changes by it.

CREATE TABLE death_report (
    id          BLOB PRIMARY KEY NOT NULL,
    deceased    TEXT NOT NULL,
    died_on     TEXT NOT NULL,
    reporter    TEXT NOT NULL,
    relation    TEXT NOT NULL DEFAULT '',
    contact     TEXT NOT NULL,                -- a telephone number or an e-mail address
    words       TEXT NOT NULL DEFAULT '',
    reported_at TEXT NOT NULL,
    settled_at  TEXT
) STRICT;
CREATE INDEX death_report_open ON death_report (reported_at, id) WHERE settled_at IS NULL;
