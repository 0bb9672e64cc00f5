-- Undoes the migration: the names on record stay, and what they were before is gone.
DROP TABLE identity_changes;
