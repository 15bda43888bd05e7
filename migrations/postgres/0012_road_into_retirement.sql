-- The road into retirement: who has said that they retire, what is done, seminars, and the lists that pension
-- systems get.

-- Since when the records know of a retirement: a list of changes is worked out as it was known then. Imported ones
-- have always been known.
ALTER TABLE retirement ADD COLUMN recorded_at timestamptz;

CREATE TABLE retirement_road (
    id             uuid PRIMARY KEY NOT NULL,
    person_id      uuid NOT NULL REFERENCES person (id),
    system         text NOT NULL CHECK (system IN ('CITY', 'MTRS')),
    proposed_on    date NOT NULL,              -- the day of retirement that they have said
    agreed_on      date,                       -- the day that the retirement administrator, or MTRS, has agreed to
    state          text NOT NULL CHECK (state IN ('open', 'given_up', 'retired')),
    version        bigint NOT NULL DEFAULT 1, -- grows with every change of the days; guards against stale ones
    opened_at      timestamptz NOT NULL,
    opened_by      text NOT NULL,              -- actor
    opened_by_name text NOT NULL,
    submission_id  uuid REFERENCES submission (id) -- the move to coverage as a retiree
);
-- Nobody is on two roads at a time.
CREATE UNIQUE INDEX retirement_road_one_open ON retirement_road (person_id) WHERE state = 'open';
CREATE INDEX retirement_road_by_state ON retirement_road (state, proposed_on, id);

-- What is done of a road, by whom and when. What has to be done, and by when, follows from the day.
CREATE TABLE retirement_tick (
    road_id    uuid NOT NULL REFERENCES retirement_road (id),
    step       text NOT NULL,
    done_at    timestamptz NOT NULL,
    actor      text NOT NULL,
    actor_name text NOT NULL,
    PRIMARY KEY (road_id, step)
);

CREATE TABLE seminar (
    id            uuid PRIMARY KEY NOT NULL,
    title         text NOT NULL,
    starts_at     timestamptz NOT NULL,
    minutes       bigint NOT NULL CHECK (minutes > 0),
    place         text NOT NULL,
    capacity      bigint NOT NULL CHECK (capacity > 0),
    handout       text NOT NULL DEFAULT '',    -- read by those who had a seat, once it is over
    called_off_at timestamptz
);
CREATE INDEX seminar_by_time ON seminar (starts_at, id);

-- Who has signed up, in the order of `signed_at`: the first as many as there are seats have one.
CREATE TABLE seminar_seat (
    seminar_id   uuid NOT NULL REFERENCES seminar (id),
    person_id    uuid NOT NULL REFERENCES person (id),
    signed_at    timestamptz NOT NULL,
    cancelled_at timestamptz,
    attended     boolean,                      -- none until staff have said
    PRIMARY KEY (seminar_id, person_id)
);
CREATE INDEX seminar_seat_by_person ON seminar_seat (person_id);

-- Versions of the layout of MTRS's list; the last one counts.
CREATE TABLE list_layout (
    version      bigint PRIMARY KEY NOT NULL, -- without gaps, from 1
    columns      jsonb NOT NULL,
    made_at      timestamptz NOT NULL,
    made_by      text NOT NULL,                -- actor
    made_by_name text NOT NULL
);

-- Lists of changes that were sent, with the lines as they were sent.
CREATE TABLE pension_list_sent (
    system         text NOT NULL CHECK (system IN ('CITY', 'MTRS')),
    month          date NOT NULL,              -- its first day
    sent_at        timestamptz NOT NULL,
    actor          text NOT NULL,
    actor_name     text NOT NULL,
    layout_version bigint NOT NULL DEFAULT 0, -- 0 for the usual one
    lines          jsonb NOT NULL,
    PRIMARY KEY (system, month)
);

-- What MTRS's own file of deductions differed in.
CREATE TABLE pension_comparison (
    id          uuid PRIMARY KEY NOT NULL,
    month       date NOT NULL,
    file_name   text NOT NULL,
    rows        bigint NOT NULL,
    differences jsonb NOT NULL,
    made_at     timestamptz NOT NULL,
    actor       text NOT NULL,
    actor_name  text NOT NULL
);
CREATE INDEX pension_comparison_by_month ON pension_comparison (month, made_at);
