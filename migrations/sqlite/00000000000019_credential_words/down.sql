DROP INDEX credentials_by_words;
ALTER TABLE credentials DROP COLUMN words;
DROP TABLE credential_words;
