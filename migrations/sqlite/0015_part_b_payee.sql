-- The day on which a surviving spouse has married again: the city pays back Part B to the end of its month.
ALTER TABLE survivorship ADD COLUMN remarried_on TEXT;

-- The city's name and the head of the letters as they were at the close: the files of a list are made again with them.
-- None for what was closed before they were kept.
ALTER TABLE part_b_list ADD COLUMN letterhead TEXT; -- JSON
DROP TRIGGER part_b_list_never_edited;
CREATE TRIGGER part_b_list_never_edited BEFORE UPDATE ON part_b_list
WHEN OLD.line_count > 0 AND (NEW.number IS NOT OLD.number OR NEW.through_month IS NOT OLD.through_month
  OR NEW.closed_at IS NOT OLD.closed_at OR NEW.closed_by IS NOT OLD.closed_by
  OR NEW.closed_by_name IS NOT OLD.closed_by_name OR NEW.line_count IS NOT OLD.line_count
  OR NEW.total_cents IS NOT OLD.total_cents OR NEW.letterhead IS NOT OLD.letterhead)
BEGIN SELECT RAISE(ABORT, 'a closed list is never edited, only paid'); END;
