-- What the records said of the people of a household before a change of standing, and after it: to take it back.
CREATE TABLE standing_change (
    submission_id uuid PRIMARY KEY NOT NULL REFERENCES submission (id),
    was           jsonb NOT NULL,
    made          jsonb NOT NULL
);
CREATE FUNCTION standing_change_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a change of standing did is never edited or deleted';
END $$;
CREATE TRIGGER standing_change_guarded BEFORE UPDATE OR DELETE ON standing_change
    FOR EACH ROW EXECUTE FUNCTION standing_change_guard();
