-- The road into retirement: who has said that they retire, what is done, seminars, and the lists that pension
-- systems get. The same tables, in PostgreSQL's types, are in ../postgres.

-- Since when the records know of a retirement: a list of changes is worked out as it was known then. Imported ones
-- have always been known.
ALTER TABLE retirement ADD COLUMN recorded_at TEXT;

CREATE TABLE retirement_road (
    id             BLOB PRIMARY KEY NOT NULL,
    person_id      BLOB NOT NULL REFERENCES person (id),
    system         TEXT NOT NULL CHECK (system IN ('CITY', 'MTRS')),
    proposed_on    TEXT NOT NULL,              -- the day of retirement that they have said
    agreed_on      TEXT,                       -- the day that the retirement administrator, or MTRS, has agreed to
    state          TEXT NOT NULL CHECK (state IN ('open', 'given_up', 'retired')),
    version        INTEGER NOT NULL DEFAULT 1, -- grows with every change of the days; guards against stale ones
    opened_at      TEXT NOT NULL,
    opened_by      TEXT NOT NULL,              -- actor
    opened_by_name TEXT NOT NULL,
    submission_id  BLOB REFERENCES submission (id) -- the move to coverage as a retiree
) STRICT;
-- Nobody is on two roads at a time.
CREATE UNIQUE INDEX retirement_road_one_open ON retirement_road (person_id) WHERE state = 'open';
CREATE INDEX retirement_road_by_state ON retirement_road (state, proposed_on, id);

-- What is done of a road, by whom and when. What has to be done, and by when, follows from the day.
CREATE TABLE retirement_tick (
    road_id    BLOB NOT NULL REFERENCES retirement_road (id),
    step       TEXT NOT NULL,
    done_at    TEXT NOT NULL,
    actor      TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    PRIMARY KEY (road_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE seminar (
    id            BLOB PRIMARY KEY NOT NULL,
    title         TEXT NOT NULL,
    starts_at     TEXT NOT NULL,
    minutes       INTEGER NOT NULL CHECK (minutes > 0),
    place         TEXT NOT NULL,
    capacity      INTEGER NOT NULL CHECK (capacity > 0),
    handout       TEXT NOT NULL DEFAULT '',    -- read by those who had a seat, once it is over
    called_off_at TEXT
) STRICT;
CREATE INDEX seminar_by_time ON seminar (starts_at, id);

-- Who has signed up, in the order of `signed_at`: the first as many as there are seats have one.
CREATE TABLE seminar_seat (
    seminar_id   BLOB NOT NULL REFERENCES seminar (id),
    person_id    BLOB NOT NULL REFERENCES person (id),
    signed_at    TEXT NOT NULL,
    cancelled_at TEXT,
    attended     INTEGER,                      -- none until staff have said
    PRIMARY KEY (seminar_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seminar_seat_by_person ON seminar_seat (person_id);

-- Versions of the layout of MTRS's list; the last one counts.
CREATE TABLE list_layout (
    version      INTEGER PRIMARY KEY NOT NULL, -- without gaps, from 1
    columns      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    made_by      TEXT NOT NULL,                -- actor
    made_by_name TEXT NOT NULL
) STRICT;

-- Lists of changes that were sent, with the lines as they were sent.
CREATE TABLE pension_list_sent (
    system         TEXT NOT NULL CHECK (system IN ('CITY', 'MTRS')),
    month          TEXT NOT NULL,              -- its first day
    sent_at        TEXT NOT NULL,
    actor          TEXT NOT NULL,
    actor_name     TEXT NOT NULL,
    layout_version INTEGER NOT NULL DEFAULT 0, -- 0 for the usual one
    lines          TEXT NOT NULL,
    PRIMARY KEY (system, month)
) STRICT, WITHOUT ROWID;

-- What MTRS's own file of deductions differed in.
CREATE TABLE pension_comparison (
    id          BLOB PRIMARY KEY NOT NULL,
    month       TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    rows        INTEGER NOT NULL,
    differences TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    actor       TEXT NOT NULL,
    actor_name  TEXT NOT NULL
) STRICT;
CREATE INDEX pension_comparison_by_month ON pension_comparison (month, made_at);
