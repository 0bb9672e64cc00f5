-- The names in addresses stay as they are: an earlier version takes any.
SELECT 1;
