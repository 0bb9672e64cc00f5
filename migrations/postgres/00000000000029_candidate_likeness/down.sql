DROP INDEX candidates_by_family_key;
DROP INDEX candidates_by_names_key;
ALTER TABLE candidates DROP COLUMN family_key;
ALTER TABLE candidates DROP COLUMN names_key;
