-- What families write when somebody has died: for the desk to look into. No record changes by it.

CREATE TABLE death_report (
    id          uuid PRIMARY KEY NOT NULL,
    deceased    text NOT NULL,
    died_on     date NOT NULL,
    reporter    text NOT NULL,
    relation    text NOT NULL DEFAULT '',
    contact     text NOT NULL,                -- a telephone number or an e-mail address
    words       text NOT NULL DEFAULT '',
    reported_at timestamptz NOT NULL,
    settled_at  timestamptz
);
CREATE INDEX death_report_open ON death_report (reported_at, id) WHERE settled_at IS NULL;
