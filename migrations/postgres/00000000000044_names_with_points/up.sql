-- Initials that stand together are as those that stand apart: the keys of such names are filled anew at the opening of the
-- database that follows.
UPDATE candidates SET family_key = '' WHERE given_names LIKE '%.%';
