-- Nothing to undo: an earlier version fills what is empty.
SELECT 1;
