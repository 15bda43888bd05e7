-- The day on which a surviving spouse has married again: the city pays back Part B to the end of its month.
ALTER TABLE survivorship ADD COLUMN remarried_on date;

-- The city's name and the head of the letters as they were at the close: the files of a list are made again with them.
-- None for what was closed before they were kept.
ALTER TABLE part_b_list ADD COLUMN letterhead jsonb;
DROP TRIGGER part_b_list_never_edited ON part_b_list;
CREATE TRIGGER part_b_list_never_edited BEFORE UPDATE ON part_b_list
    FOR EACH ROW WHEN (OLD.line_count > 0 AND (NEW.number, NEW.through_month, NEW.closed_at, NEW.closed_by,
        NEW.closed_by_name, NEW.line_count, NEW.total_cents, NEW.letterhead) IS DISTINCT FROM (OLD.number,
        OLD.through_month, OLD.closed_at, OLD.closed_by, OLD.closed_by_name, OLD.line_count, OLD.total_cents,
        OLD.letterhead))
    EXECUTE FUNCTION part_b_is_kept();
