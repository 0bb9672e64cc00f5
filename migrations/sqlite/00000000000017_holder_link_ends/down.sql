-- Nothing to undo: which links had no end is not known any more, and each may be issued anew.
SELECT 1;
