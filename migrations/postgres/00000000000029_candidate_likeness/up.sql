-- What candidates have in common who may be one person: their names in any order, or the birth date and the beginning of the
-- family name. All keys are filled at the opening of the database that follows.
ALTER TABLE candidates ADD COLUMN names_key TEXT NOT NULL DEFAULT '';
ALTER TABLE candidates ADD COLUMN family_key TEXT NOT NULL DEFAULT '';
UPDATE candidates SET matching_key = '';
CREATE INDEX candidates_by_names_key ON candidates (names_key);
CREATE INDEX candidates_by_family_key ON candidates (family_key);
