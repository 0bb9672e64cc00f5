-- Undoes the migration: which organisations were merged stays with them, why is gone.
DROP TABLE organisation_merges;
DROP TABLE organisation_duplicates;
DROP TABLE organisation_keys;
