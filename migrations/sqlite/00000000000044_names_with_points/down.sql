-- The earlier version finds by these keys too.
SELECT 1;
